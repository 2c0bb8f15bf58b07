"""How long a check takes, for each exercise, and what it imports."""
from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from . import course
from .checking import judge
from .exercise import Exercise

MEDIAN, MAXIMUM = 0.3, 3.0  # seconds: the goals
COLUMNS = ("first s", "again s", "slowest mistake s")
_LOADED = """
import sys
before = set(sys.modules)
import json
import utils.checking
from utils import course
_, exercise = course.find(sys.argv[1])
verdict = utils.checking.judge(exercise, exercise.misconceptions[0].wrong[0])
print("\\n" + json.dumps([verdict.status, sorted(set(sys.modules) - before)]))
"""


def rows(names: Iterable[str] | None = None, clock: Callable[[], float] = time.perf_counter) -> list[dict]:
    """For each exercise how long its first check in this process takes, and later ones; then their median and maximum.

    The first check of an exercise imports what its oracle needs, if no exercise before it did, and works the inputs out; so
    the order counts, and is that of the topics. The slowest mistake is that of the known ones, each in its first spelling.

    Parameters
    ----------
    names
        Exercises; all where None.
    clock
        Seconds that have passed.
    """
    chosen = list(course.exercises()) if names is None else list(names)
    # reading the solutions imports jupytext, which no check does; before anything is timed
    plans = [(course.find(name)[1], course.reference(name)) for name in chosen]
    found = [_row(exercise, solution, clock) for exercise, solution in plans]
    return [*found, *_summary(found)]


def _row(exercise: Exercise, solution, clock) -> dict:
    def seconds(answer):
        started = clock()
        judge(exercise, answer)
        return round(clock() - started, 3)

    first, again = seconds(solution), seconds(solution)
    slowest, slug = max((seconds(m.wrong[0]), m.slug) for m in exercise.misconceptions)
    return {"exercise": exercise.name, **dict(zip(COLUMNS, (first, again, slowest))), "mistake": slug, "met": None}


def _summary(found: list[dict]) -> list[dict]:
    """Median and maximum of each column, and whether the goals are met; they are for checks after the first."""
    medians = {column: round(statistics.median(row[column] for row in found), 3) for column in COLUMNS}
    maxima = {column: max(row[column] for row in found) for column in COLUMNS}
    return [{"exercise": f"median, goal {MEDIAN} s", **medians, "mistake": "", "met": medians["again s"] < MEDIAN},
            {"exercise": f"maximum, goal {MAXIMUM} s", **maxima, "mistake": "",
             "met": max(maxima["again s"], maxima["slowest mistake s"]) < MAXIMUM}]


def imported(name: str) -> set[str]:
    """The modules that are loaded in a fresh process, beyond Python's own, once it has judged a wrong answer to `name`."""
    paths = [str(Path(__file__).resolve().parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run([sys.executable, "-c", _LOADED, name], env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The check of '{name}' in a process of its own failed: {done.stderr.strip()}")
    status, modules = json.loads(done.stdout.splitlines()[-1])
    if status != "failed":
        raise RuntimeError(f"The check of '{name}' was to fail, and it has {status}.")
    return set(modules)
