"""`whiteboard.py check-topic NAME`: all that the tests hold of one topic, in under a minute."""
from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import course, course_rules
from .quizzing import slug_of
from .stages import PYTEST, environment

SECONDS = 20  # after that no further test begins; lint, collecting and the last ones have the rest of the minute
# one process a core, and tests handed out in their order: the first of each kind come first
TWO = ("-n", "2", "--dist", "load", "--maxschedchunk", "8") if hasattr(os, "fork") else ()


def files_of(slug: str, root: Path) -> list[Path]:
    """The Python files of a topic: its source, its modules, what the tests know of it, its own tests."""
    slugs, mine = course.files(root), [course.files(root)[slug]]
    for folder in ("utils/topics", "utils/figures", *(f"tests/{kind}" for kind in ("answers", "mistakes", "oracles",
                                                                                  "drawings", "card_rows"))):
        mine += [path for path in (root / folder / slug, *sorted((root / folder).glob(f"{slug}*.py")))
                 if path.exists() and _owner(path.stem, slugs) == slug]
    return mine + [path for path in sorted((root / "tests").glob(f"test_{slug}*.py"))
                   if _owner(path.stem.removeprefix("test_"), slugs) == slug]


def _owner(stem, slugs):
    """The topic of a module: of `merge` and `merge_sort` the second has `merge_sort_runs`."""
    return max((slug for slug in slugs if stem == slug or stem.startswith(f"{slug}_")), key=len, default=None)


def stages(slug: str, root: Path, seconds: float | None) -> dict[str, tuple[str, ...]]:
    """What is run, as arguments of Python."""
    names = [path.relative_to(root).as_posix() for path in files_of(slug, root)]
    limit = ("--within", str(seconds)) if seconds else ()
    return {"lint": ("-m", "ruff", "check", "-q", *names),
            "tests": (*PYTEST, "-p", "tests.one_topic", "--topic", slug, *limit, *TWO, "-p", "no:cacheprovider",
                      "--ignore=tests/browser", "tests")}


def check(slug: str, root: Path, seconds: float | None = SECONDS) -> list[str]:
    """The stages that failed; every problem of the course's own files is told, and then nothing is run."""
    started, late = time.time(), False
    problems = list(course_rules.problems(root))
    for problem in problems:
        print(problem)
    if problems:
        return ["files"]
    failed = []
    with tempfile.TemporaryDirectory(prefix="whiteboard-", ignore_cleanup_errors=True) as scratch:
        for stage, arguments in stages(slug, root, seconds).items():
            # races are short, and what the kernels import is this course
            mark = Path(scratch) / "late"
            variables = environment(Path(scratch), stage) | {"WHITEBOARD_HURRY": "1", "PYTHONPATH": os.fspath(root),
                                                             "WHITEBOARD_LATE": os.fspath(mark)}
            print(f"== {stage}", flush=True)
            if subprocess.call([sys.executable, *arguments], cwd=root, env=variables):
                failed.append(stage)
            late = late or mark.exists()
    print(f"Whiteboard: {slug} {result(failed, late)} in {time.time() - started:.0f} s")
    return failed


def result(failed: list[str], late: bool) -> str:
    """The stages that failed; else "passed", but not where tests may have been left out."""
    if failed:
        return f"failed: {', '.join(failed)}"
    return "has no failure in what ran; what did not begin in time is counted above (--all runs it)," if late else "passed"


def main(arguments: list[str]) -> int:
    """``check-topic NAME [--all]``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py check-topic", description="Run every test that belongs to one topic.")
    parser.add_argument("name", metavar="NAME", help="a topic, as iou_map or 05")
    parser.add_argument("--all", action="store_true", help=f"begin tests after {SECONDS} seconds too, until all have run")
    options = parser.parse_args(arguments)
    try:
        slug = slug_of(options.name)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 1 if check(slug, course.ROOT, None if options.all else SECONDS) else 0
