"""When an item is due again: FSRS on the list of its reviews, in UTC, without chance.

What FSRS knows of an item is a function of its reviews: `replay` computes it, nothing else does.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

RATINGS = {1: "again", 2: "hard", 3: "good", 4: "easy"}
RETENTION = 0.9  # the usual trade: 0.95 would about double the reviews, 0.8 forgets every fifth answer


@dataclass(frozen=True)
class Progress:
    """An item after its reviews; `lapses` counts how often it was forgotten after it had been learned.

    `stability` is the time, in days, after which the probability of recall is 0.9; `difficulty` goes from 1 to 10; `phase`
    is 1 (being learned), 2 (known) or 3 (being learned again), with the number of its step in the phases 1 and 3.
    """

    due: datetime
    last: datetime
    last_rating: int
    reviews: int
    lapses: int
    stability: float
    difficulty: float
    phase: int
    step: int | None


@lru_cache(maxsize=2)
def _scheduler(exercise: bool):
    """A question is asked again after a minute and after ten, and again ten minutes after it was forgotten: these are the
    defaults of FSRS, and both fit into one sitting. Nobody writes a function again ten minutes after having written it:
    for exercises there are no steps, so that a day is the shortest interval."""
    from fsrs import Scheduler  # only where something is scheduled: a check must not wait for it

    steps = {"learning_steps": (), "relearning_steps": ()} if exercise else {}
    return Scheduler(desired_retention=RETENTION, enable_fuzzing=False, **steps)


def _of(item):
    return _scheduler(item.startswith("exercise:"))


def replay(item: str, history: Iterable[tuple[datetime, int]]) -> Progress | None:
    """What FSRS knows of an item.

    Parameters
    ----------
    item
        As ``"card:0f3a…"``; exercises have other steps than cards and drills.
    history
        Times (aware, UTC) and ratings (1 to 4) of its reviews, oldest first; None is returned where it is empty.
    """
    history = list(history)
    if not history:
        return None
    from fsrs import Card, Rating, State

    card, lapses = Card(card_id=0, due=history[0][0]), 0
    for at, rating in history:
        lapses += rating == 1 and card.state == State.Review
        card, _ = _of(item).review_card(card, Rating(rating), at)
    at, rating = history[-1]
    return Progress(card.due, at, rating, len(history), lapses, card.stability, card.difficulty, int(card.state), card.step)


def preview(item: str, history: Iterable[tuple[datetime, int]], now: datetime) -> dict[int, datetime]:
    """Rating → when the item would be due, if it were rated so now."""
    history = list(history)
    return {rating: replay(item, [*history, (now, rating)]).due for rating in RATINGS}


def recall(item: str, last: datetime, stability: float, now: datetime) -> float:
    """The probability, 0 to 1, that an item is remembered now; FSRS counts whole days since the last review."""
    from fsrs import Card

    return _of(item).get_card_retrievability(Card(card_id=0, due=last, last_review=last, stability=stability), now)
