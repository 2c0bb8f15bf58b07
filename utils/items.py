"""The contract of results that are sequences of items: a list, in order, equal items told apart where that matters."""
from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .exercise import Case
from .formatting import article, part, plural
from .returns import Finding, foreign


@dataclass(frozen=True)
class Items:
    """A list of items in order; a tuple or a flat array will do, with advice.

    Items count as equal if they are equal and of one kind: of ``1``, ``1.0`` and ``True`` the first two.
    """

    what: str = "a list"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if inspect.isgenerator(got) or not isinstance(got, (Sequence, np.ndarray)) or isinstance(got, (str, bytes)):
            return Finding("type", foreign(got, self.what))
        if isinstance(got, np.ndarray) and got.ndim != 1:
            return Finding("shape", f"returned an array of shape {got.shape}, wanted {self.what}.")
        if len(got) != len(expected):
            return Finding("shape", f"returned {plural(len(got), 'item')}, wanted {len(expected)}.")
        wrong = sum(not alike(one, other) for one, other in zip(expected, got))
        return Finding("value", f"{part(wrong, len(got), 'item')} wrong or in the wrong place.") if wrong else None

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        try:
            return len(one) == len(other) and all(map(alike, one, other))
        except TypeError:
            return False

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        return [] if isinstance(got, list) else [f"It returns {article(type(got).__name__)}; the contract says {self.what}."]


def alike(one, other) -> bool:
    """Whether two items are equal; a bool is no number, and a nan is a nan."""
    if isinstance(one, (bool, np.bool_)) != isinstance(other, (bool, np.bool_)):
        return False
    return bool(one == other) or one != one and other != other
