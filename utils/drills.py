"""Drills: questions with new numbers each time, their worked steps, and the values that known mistakes give.

A topic declares its drills in ``utils/topics/SLUG/drills.py``, as ``DRILLS``. A drill is a pure function of a seed.
"""
from __future__ import annotations

import difflib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Real
from pathlib import Path

TRIES = 1000  # draws for a question on which every mistake shows


@dataclass(frozen=True)
class Slip:
    """A mistake that people make, and what it gives here.

    ``sentence`` says what the mistake is, to somebody who has just made it ("that is the ceiling; a partial step does not
    count"). Where ``sometimes`` is set, the mistake may give the right answer, or that of another one; then it is left out.
    """

    value: object
    sentence: str
    sometimes: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a drill.

    Attributes
    ----------
    text : str
        The question, in Markdown, with its numbers, and how to round where that matters.
    answer : number, tuple or list of numbers
        A tuple has a length that the question tells; a list has one that it does not.
    steps : tuple of str
        How to get there, a step each, in the numbers of the question; the last one ends in the answer.
    slips : tuple of Slip
        Their values differ from the answer and from each other by more than the tolerance.
    unit : str
        As ``"px"``; said after the answer, may be typed or left away.
    tolerance : float
        How far from the answer is still right, absolute; half a unit of the last place asked for.
    given : mapping
        The numbers of the question by name; all that is needed to answer it.
    drill, seed
        What made it.
    """

    text: str
    answer: object
    steps: tuple[str, ...]
    slips: tuple[Slip, ...] = ()
    unit: str = ""
    tolerance: float = 0.0
    given: Mapping[str, object] = field(default_factory=dict)
    drill: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Drill:
    """A kind of question.

    Parameters
    ----------
    name : str
        Its identity; ``drill(name)`` asks it.
    title : str
        What it is about, in a few words.
    make : callable
        ``make(chance) -> Question | None``, with a `random.Random`; None where the draw is no good question.
    exercise : str
        The exercise that computes this, if there is one.
    topic : str
        Filled in when it is looked up.
    """

    name: str
    title: str
    make: Callable[[random.Random], Question | None] = field(repr=False)
    exercise: str = ""
    topic: str = ""

    def question(self, seed: int) -> Question:
        """The question of a seed, always the same one.

        It draws until the slips can be told apart; a RuntimeError after `TRIES` draws is a fault of the drill.
        """
        chance = random.Random(f"{self.name} {seed}")
        for _ in range(TRIES):
            drawn = self.make(chance)
            if drawn is not None:
                slips = _told_apart(drawn)
                if slips is not None:
                    return replace(drawn, slips=slips, drill=self.name, seed=seed)
        raise RuntimeError(f"drill {self.name!r} finds no question for seed {seed} in {TRIES} draws")


def _told_apart(question) -> tuple[Slip, ...] | None:
    """The slips whose values differ from the answer and from those before; None where one that always shows does not."""
    kept: list[Slip] = []
    for slip in question.slips:
        if any(near(slip.value, other, 2 * question.tolerance) for other in [question.answer, *(s.value for s in kept)]):
            if slip.sometimes:
                continue
            return None
        kept.append(slip)
    return tuple(kept)


def near(one, other, tolerance: float) -> bool:
    """Whether two answers are the same: numbers within the tolerance, sequences item by item."""
    if isinstance(one, Real) and isinstance(other, Real):
        return abs(one - other) <= tolerance + 1e-9 * max(abs(one), abs(other))
    if isinstance(one, Real) or isinstance(other, Real):
        return False
    return len(one) == len(other) and all(near(a, b, tolerance) for a, b in zip(one, other))


def of_topic(slug: str) -> tuple[Drill, ...]:
    """The drills of a topic, in its order; none where it declares none."""
    from .codas import declared

    return tuple(replace(drill, topic=slug) for drill in declared(slug, "drills", "DRILLS"))


def all_drills(root: Path | None = None) -> dict[str, Drill]:
    """Name → drill, in the order of the topics."""
    from . import course

    return {drill.name: drill for slug in course.files(root or course.ROOT) for drill in of_topic(slug)}


def find(name: str) -> Drill:
    """The drill of this name, or of the exercise of this name; ValueError with the nearest one where there is none."""
    known = all_drills()
    if name in known:
        return known[name]
    of_exercise = next((drill for drill in known.values() if drill.exercise == name), None)
    if of_exercise:
        return of_exercise
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    raise ValueError(f"`{name}` is no drill of this course" + (f"; the nearest one is `{close[0]}`." if close else "."))
