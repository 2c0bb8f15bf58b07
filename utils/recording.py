"""Hands what `check` found and `solution` showed to the memory; a verdict never depends on it."""
from __future__ import annotations

import os
import sys

from . import course
from .memory import memory
from .verdict import Verdict

_told: set[str] = set()  # troubles that this process has told of


def record_check(verdict: Verdict) -> None:
    """Log a verdict on an exercise; nothing happens in the folder of the worked solutions."""
    if verdict.status != "not attempted" and not _among_solutions():
        memory().checked(verdict.exercise, course.find(verdict.exercise)[0], verdict.status, verdict.misconception)
        _tell()


def record_solution(exercise: str) -> None:
    """Log that a worked solution was shown; nothing happens in the folder of the worked solutions."""
    if not _among_solutions():
        memory().revealed(exercise, course.find(exercise)[0])
        _tell()


def _among_solutions():
    """Whether the notebook is one that holds all answers: running it says nothing about a learner."""
    try:
        return os.path.samefile(os.getcwd(), course.ROOT / "solutions")
    except OSError:  # the working directory is gone, or the solutions are
        return False


def _tell():
    """Say what is wrong with the store, once a process, and beside the verdict: that is a function of the code alone."""
    trouble = memory().trouble
    if trouble and not _told:
        _told.add(trouble)
        print(trouble, file=sys.stderr)
