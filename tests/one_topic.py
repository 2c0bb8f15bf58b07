"""pytest plugin (`-p tests.one_topic --topic SLUG`): keeps the tests that belong to one topic.

A test belongs to the topic whose slug begins its file's name (`test_iou_map_figures.py`) or that one of its parameters names: a
slug, a notebook, an exercise, a drill, a figure. Nothing is registered, so a new topic is found as the old ones are.

With ``--within SECONDS`` what has not begun by then, after the tests are collected, is skipped, and says so. Each test has had
some of its parameters by that time, those of every exercise alike: a large topic is sampled, of a small one all is run.
"""
from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

BEGAN = pytest.StashKey[float]()
STALE = "test_what_is_committed_is_what_its_source_gives"
GOLDEN = 0.618034  # multiples of it, without their whole part, lie as evenly as can be, wherever they end


@cache
def homes() -> dict[str, str]:
    """What names a topic in a parameter → its slug: the slug, the notebook, its exercises and drills."""
    from utils import course, drills

    found = {name: slug for slug, path in course.files().items() for name in (slug, path.stem)}
    found |= {name: drill.topic for name, drill in drills.all_drills().items()}
    return found | {name: slug for name, (slug, _) in course.exercises().items()}


@cache
def own(path: Path) -> str | None:
    """The topic of a file that has only its tests."""
    from utils import course

    return max((slug for slug in course.files() if re.fullmatch(rf"test_{slug}(_\w+)?", path.stem)), key=len, default=None)


def named(value) -> str | None:
    """The topic that a parameter names: by itself, by its `name`, by its path, as `slug: figure`."""
    if isinstance(value, Path):
        value = value.stem
    elif not isinstance(value, str):
        value = getattr(value, "name", None)
    return homes().get(value.partition(": ")[0]) if isinstance(value, str) else None


def topics_of(item) -> set[str]:
    """The topics that a test belongs to; none where it is of the course as a whole."""
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return {slug for slug in (own(item.path), *map(named, values)) if slug}


def spread(count: int) -> list[int]:
    """For each of `count` places its rank, so that the first ranks lie evenly over all places."""
    order = sorted(range(count), key=lambda place: place * GOLDEN % 1)
    return [rank for _, rank in sorted(zip(order, range(count)))]


def in_turn(items: list) -> list:
    """One parameter of each test, then a second of each, and so on.

    Notebooks first, for they take longest; but last whether a solution is stale, which a build before has just seen to.
    """
    tests = defaultdict(list)
    for item in items:
        tests[item.path, item.originalname].append(item)
    ranks = {item: rank for found in tests.values() for item, rank in zip(found, spread(len(found)))}
    return sorted(items, key=lambda item: (item.originalname == STALE, item.path.stem != "test_notebooks", ranks[item]))


def pytest_addoption(parser):
    """`--topic SLUG` and `--within SECONDS`."""
    parser.addoption("--topic", metavar="SLUG", help="run only the tests that belong to this topic")
    parser.addoption("--within", metavar="SECONDS", type=float, help="skip what has not begun so long after collecting")


def pytest_ignore_collect(collection_path, config):
    """What is of another topic alone is not even read."""
    other = own(collection_path) if config.getoption("topic") else None
    return True if other and other != config.getoption("topic") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Keep what belongs to the topic."""
    slug = config.getoption("topic")
    if slug:
        kept, others = [], []
        for item in items:
            (kept if slug in topics_of(item) else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = in_turn(kept)
    config.stash[BEGAN] = time.monotonic()


def pytest_runtest_setup(item):
    """Nothing begins when the time is over."""
    seconds = item.config.getoption("within")
    if seconds and time.monotonic() - item.config.stash[BEGAN] > seconds:
        if mark := os.environ.get("WHITEBOARD_LATE"):  # how `check-topic` learns of it
            Path(mark).touch()
        pytest.skip("the minute is over; --all runs it")
