"""Which tests belong to a topic, and in which order they are run."""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import one_topic
from utils import course, drills

THINGS = {name: slug for name, (slug, _) in course.exercises().items()}
THINGS |= {drill.name: drill.topic for drill in drills.all_drills().values()}
THINGS |= {path.stem: slug for slug, path in course.files().items()}


def item(file="test_judge.py", test="test_x", **params):
    """A test as pytest collects it."""
    class Item:
        path, originalname = Path("tests") / file, test

    if params:
        Item.callspec = SimpleNamespace(params=params)
    return Item()


@pytest.mark.parametrize(("params", "slug"), [
    ({"name": "nms"}, "iou_map"), ({"slug": "iou_map"}, "iou_map"), ({"path": Path("notebooks/05_iou_map.ipynb")}, "iou_map"),
    ({"name": "iou_map: overlaps"}, "iou_map"), ({"way": 3, "name": "merge"}, "merge_sort"),
    ({"exercise": SimpleNamespace(name="nms")}, "iou_map"), ({"name": next(iter(drills.all_drills()))}, "backprop"),
    ({"name": "numbers"}, None), ({"n": 3}, None), ({}, None),
])
def test_a_parameter_names_the_topic(params, slug):
    assert one_topic.topics_of(item(**params)) == ({slug} if slug else set())


@pytest.mark.parametrize(("file", "slug"), [("test_iou_map.py", "iou_map"), ("test_heap_top_n_judge.py", "heap_top_n"),
                                            ("test_judge.py", None), ("test_iou_maps.py", None)])
def test_a_file_names_the_topic(file, slug):
    assert one_topic.own(Path(file)) == slug


def test_of_two_slugs_the_longer_one_names_a_file(monkeypatch):
    monkeypatch.setattr(course, "files", lambda: {"iou": Path("04_iou.py"), "iou_map": Path("05_iou_map.py")})
    assert [one_topic.own(Path(f"test_{name}.py")) for name in ("iou", "iou_x", "iou_map", "iou_map_x")] == [
        "iou", "iou", "iou_map", "iou_map"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 409])
def test_ranks_are_a_permutation_and_the_first_lie_evenly(count):
    ranks = one_topic.spread(count)
    assert sorted(ranks) == list(range(count))
    if count > 100:
        first = sorted(place for place, rank in enumerate(ranks) if rank < 10)
        assert max(b - a for a, b in zip([0, *first], [*first, count])) <= count / 4


def test_every_test_has_a_turn_before_any_has_a_second_and_notebooks_come_first():
    items = [item("test_judge.py", test, name=n) for test in ("a", "b") for n in range(5)]
    items.append(item("test_notebooks.py", "c", name=0))
    turned = one_topic.in_turn(items)
    assert sorted(map(id, turned)) == sorted(map(id, items))
    assert [found.originalname for found in turned[:5]] == ["c", "a", "b", "a", "b"]


def collected(*options):
    """The ids of the tests that pytest collects, without those of the browser."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "no:cacheprovider", "--ignore=tests/browser"]
    said = subprocess.run([*command, *options], cwd=course.ROOT, capture_output=True, text=True, check=False)
    return {line for line in said.stdout.splitlines() if "::" in line}


def belongs(node, slug):
    """By its file or by a word of its id, without any look at its parameters."""
    file, _, test = node.partition("::")
    words = {word.partition("__")[0] for word in re.findall(r"(?<![\w.])\w+", test.partition("[")[2])}  # not `heapq.heapify`
    words |= {re.sub(r"\d$", "", word) for word in words}  # pytest counts ids that are there twice
    return bool(re.match(rf"tests/test_{slug}[_.]", file)) or slug in words or any(THINGS.get(word) == slug for word in words)


def test_what_is_chosen_is_all_that_belongs_to_the_topic():
    slug = "heap_top_n"
    everything, chosen = collected("tests"), collected("tests", "-p", "tests.one_topic", "--topic", slug)
    wanted = {node for node in everything if belongs(node, slug)}
    assert len(chosen) > 900
    assert chosen <= everything
    assert wanted - chosen == set()
    assert chosen - wanted == set()
