"""A simulated learner over ninety days, under three schedules: how many reviews each asks for, and what remains.

The learner forgets as in Pavlik and Anderson (2005), "Practice and forgetting effects on vocabulary memory: an
activation-based model of the spacing effect", Cognitive Science 29, doi:10.1207/s15516709cog0000_14: each time an item is
met leaves a trace, which fades as a power of its age, the slower the more had been forgotten. That is not the formula by
which FSRS predicts, and a schedule learns nothing of it but whether an item was recalled.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np

from . import schedule

DAYS, ITEMS, NEW = 90, 150, 10  # the last: items read for the first time on one day
START = datetime(2026, 1, 1, 18, tzinfo=UTC)  # of the first sitting; there is one a day, always at this hour
# Of the size of the paper's fits (a, c, tau, s, h): how fast a fresh trace fades, how much faster if much was left, threshold and
# noise of a recall, and what a second outside of a sitting counts.
FADING, CROWDING, THRESHOLD, NOISE, OUTSIDE = 0.177, 0.217, -0.704, 0.255, 0.025
DAY = 24 * 3600 * OUTSIDE  # seconds that count
EASE, SPREAD = 0.8, 0.3  # ours: a question on a text just read is easier than a foreign word, and items differ
AGAIN, GOOD = 1, 3


class Traces:
    """What the learner has of one item; times are in days and never go back.

    Parameters
    ----------
    ease : float
        Added to the activation; 0 is a word of a foreign language.
    """

    def __init__(self, ease: float = 0.0):
        self.ease = ease
        self._met: list[tuple[float, float]] = []  # when, and the exponent by which that trace fades

    def left(self, time: float) -> float:
        """The sum of the traces, 0 before the first; `time` is later than the last meeting."""
        return sum(((time - at) * DAY) ** -exponent for at, exponent in self._met)

    def recall(self, time: float) -> float:
        """Probability that the item is recalled, 0 before it was first met."""
        left = self.left(time)
        return 1 / (1 + math.exp((THRESHOLD - self.ease - math.log(left)) / NOISE)) if left else 0.0

    def meet(self, time: float) -> None:
        """The item is read, or asked and its answer shown: one more trace."""
        self._met.append((time, FADING + CROWDING * self.left(time)))


class Schedule(Protocol):
    """Decides what is asked on a day; items and days are numbers from 0."""

    def add(self, item: int, day: int) -> None:
        """The item was read on that day; every schedule asks it on the next one."""

    def due(self, day: int) -> Iterable[int]:
        """The items to ask on that day."""

    def asked(self, item: int, day: int, recalled: bool) -> None:
        """How it went."""


class EveryDay:
    """Each item once a day."""

    def __init__(self):
        self._read: dict[int, int] = {}

    def add(self, item: int, day: int) -> None:
        """It is asked from the next day on."""
        self._read[item] = day

    def due(self, day: int) -> list[int]:
        """All that were read before."""
        return [item for item, at in self._read.items() if at < day]

    def asked(self, item: int, day: int, recalled: bool) -> None:
        """How it went makes no difference."""


class Leitner:
    """Five boxes: recalled, an item goes one box up; forgotten, back to the first."""

    BOXES = (1, 2, 4, 8, 16)  # days until an item in that box is asked

    def __init__(self):
        self._box: dict[int, int] = {}
        self._next: dict[int, int] = {}

    def add(self, item: int, day: int) -> None:
        """It goes into the first box."""
        self._box[item], self._next[item] = 0, day + self.BOXES[0]

    def due(self, day: int) -> list[int]:
        """Those whose days in their box are over."""
        return [item for item, at in self._next.items() if at <= day]

    def asked(self, item: int, day: int, recalled: bool) -> None:
        """Into another box."""
        self._box[item] = min(self._box[item] + 1, len(self.BOXES) - 1) if recalled else 0
        self._next[item] = day + self.BOXES[self._box[item]]


class Fsrs:
    """The schedule of this course, in one sitting a day: what it wants to see again within minutes waits for the next."""

    def __init__(self):
        self._reviews: dict[int, list[tuple[datetime, int]]] = {}
        self._due: dict[int, datetime] = {}

    def add(self, item: int, day: int) -> None:
        """Reading is no review."""
        self._reviews[item], self._due[item] = [], _sitting(day + 1)

    def due(self, day: int) -> list[int]:
        """Those whose time has come."""
        return [item for item, at in self._due.items() if at <= _sitting(day)]

    def asked(self, item: int, day: int, recalled: bool) -> None:
        """Rated good or again; when an answer would be "easy", nobody knows of a learner who is only simulated."""
        self._reviews[item].append((_sitting(day), GOOD if recalled else AGAIN))
        self._due[item] = schedule.replay(f"card:{item}", self._reviews[item]).due


def _sitting(day):
    return START + timedelta(days=day)


SCHEDULES = {"FSRS": Fsrs, "every day": EveryDay, "Leitner box": Leitner}


@dataclass(frozen=True)
class Ledger:
    """What a schedule asked for and what came of it.

    Attributes
    ----------
    asked, recalled : tuple of int
        Reviews of each day, and how many of them went well.
    kept : float
        Share of the items that would be recalled the day after the last: the mean of their probabilities.
    items : int
        How many there are.
    """

    asked: tuple[int, ...]
    recalled: tuple[int, ...]
    kept: float
    items: int

    @property
    def reviews(self) -> int:
        """All reviews together."""
        return sum(self.asked)

    def row(self) -> dict[str, float]:
        """The columns of the bench."""
        return {"reviews a day": round(self.reviews / len(self.asked), 1), "most on a day": max(self.asked),
                "recalled when asked": round(sum(self.recalled) / self.reviews, 3),
                f"recalled on day {len(self.asked)}": round(self.kept, 3),
                "items kept per 100 reviews": round(100 * self.kept * self.items / self.reviews, 1)}


def simulate(plan: Schedule, days: int = DAYS, items: int = ITEMS, new: int = NEW, seed: int = 0) -> Ledger:
    """One learner under one schedule; the same seed is the same learner with the same luck, whatever the schedule.

    Parameters
    ----------
    plan : Schedule
        A fresh one.
    days, items, new : int
        Sittings, one a day; items in all; how many of them are read on a day, after the sitting, until all are read.
    seed : int
        Of the items' ease, and of the luck with each on each day.
    """
    chance = np.random.default_rng(seed)
    traces = [Traces(ease) for ease in chance.normal(EASE, SPREAD, items).tolist()]
    luck = chance.random((days, items)).tolist()
    asked, recalled = [0] * days, [0] * days
    for day in range(days):
        for item in list(plan.due(day)):
            well = luck[day][item] < traces[item].recall(day)
            asked[day] += 1
            recalled[day] += well
            traces[item].meet(day)
            plan.asked(item, day, well)
        for item in range(day * new, min((day + 1) * new, items)):
            traces[item].meet(day)
            plan.add(item, day)
    return Ledger(tuple(asked), tuple(recalled), float(np.mean([trace.recall(days) for trace in traces])), items)


def rows() -> list[dict[str, object]]:
    """A row for each schedule."""
    return [{"schedule": name, **simulate(make()).row()} for name, make in SCHEDULES.items()]
