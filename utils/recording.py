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
    topic = None if verdict.status == "not attempted" else _topic(verdict.exercise)
    if topic:
        memory().checked(verdict.exercise, topic, verdict.status, verdict.misconception)
        _tell()


def record_solution(exercise: str) -> None:
    """Log that a worked solution was shown; nothing happens in the folder of the worked solutions."""
    topic = _topic(exercise)
    if topic:
        memory().revealed(exercise, topic)
        _tell()


def _topic(exercise):
    """The topic's slug; None where nothing is to be logged."""
    if _among_solutions():
        return None
    try:
        return course.find(exercise)[0]
    except KeyError:  # an exercise of somebody's own, that no topic declares
        return None


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
