"""What the store's rows mean: states, attempts, reviews and times, and what is said of rows that mean nothing."""
from __future__ import annotations

import math
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from . import schedule
from .store import Damaged

LAST_YEAR = 9000  # a clock may be wrong, but an interval after it has to stay within the calendar


@dataclass(frozen=True)
class State:
    """Where an item stands; `recall` is the probability that it is remembered now."""

    item: str
    topic: str
    due: datetime
    last: datetime
    last_rating: int
    reviews: int
    lapses: int
    recall: float


@dataclass(frozen=True)
class Attempt:
    """What happened with an exercise: `checks` were judged, `fails` of them failed; the solution was shown `revealed` times."""

    topic: str
    passed: bool
    checks: int
    fails: int
    revealed: int
    last: datetime
    misconceptions: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Review:
    """One answer to an item; `seconds` is how long it took, where that is known."""

    item: str
    topic: str
    at: datetime
    rating: int
    seed: int | None = None
    given: str = ""
    seconds: float | None = None


def written(at: datetime) -> str:
    """A time as the store keeps it: UTC, of one width, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """A stored time."""
    at = sound(datetime.fromisoformat, text)
    if at.tzinfo != UTC or at.year >= LAST_YEAR:
        raise Damaged(f"a time that was never written: {text}")
    return at


def sound(convert: Callable, value: object):
    """A stored value, converted. SQLite finds a broken page, but not every broken value: those show here."""
    try:
        return convert(value)
    except (TypeError, ValueError) as problem:
        raise Damaged(f"a value cannot be read: {problem}") from None


def new_uid() -> str:
    """An id that no other row has, on any machine: importing twice adds nothing."""
    return uuid.uuid4().hex


def rating_of(value: object) -> int:
    """A stored rating."""
    if value not in schedule.RATINGS:
        raise Damaged(f"a rating of {value!r}")
    return value


def state_of(row: tuple, now: datetime) -> State:
    """A row (item, topic, due, last, last_rating, reviews, lapses, stability), as of now."""
    item, topic, due, last, rating, reviews, lapses, stability = row
    if not (isinstance(stability, float) and 0 < stability < math.inf):
        raise Damaged(f"a stability of {stability!r}")
    known = schedule.recall(item, read(last), stability, now)
    return State(item, topic, read(due), read(last), rating, reviews, lapses, known)


def review_of(row: tuple) -> Review:
    """A row with the columns in the order of `Review`."""
    item, topic, at, rating, seed, given, seconds = row
    return Review(item, topic, read(at), rating, None if seed is None else sound(int, seed), given, seconds)


def attempt_of(rows: list[tuple]) -> Attempt:
    """The rows (exercise, topic, at, status, misconception) of one exercise, oldest first, as a sum."""
    counts = Counter(status for *_, status, _ in rows)
    _, topic, last, *_ = rows[-1]
    return Attempt(topic, counts["passed"] > 0, counts["passed"] + counts["failed"], counts["failed"],
                   counts["revealed"] + counts["compared"], read(last), Counter(name for *_, name in rows if name))
