"""The law of a min-heap as a contract, what may not be called, and the counting of comparisons."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real

from ...counting import Tally
from ...exercise import Case
from ...formatting import brief
from ...items import alike
from ...returns import Finding

# a sorted list is a heap, so sorting does the very thing too
BY_HAND = ("heapq", "_heapq", "numpy.sort", "numpy.ndarray.sort", "numpy.argsort", "numpy.ndarray.argsort")
# heappush and its like are free
PICKS = ("heapq.nlargest", "heapq.nsmallest", "heapq.merge", "collections.Counter.most_common")


def a_family(_given) -> int:
    """A parent and its children may be sorted, if somebody likes to choose among them in this way."""
    return 3


def below(index: int, size: int) -> list[int]:
    """The places of the subtree with its root at `index`, level by level."""
    places, level = [], [index] if index < size else []
    while level:
        places += level
        level = [child for place in level for child in (2 * place + 1, 2 * place + 2) if child < size]
    return places


@dataclass(frozen=True)
class MinHeap:
    """What work in place has to leave behind: the same items, a min-heap from `index` down, all else where it was.

    The case is ``(heap, index, size)``, or ``(items,)`` for the whole list. Which of two equal items lies where is open.
    """

    what: str = "the same items, a min-heap"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got`, the list afterwards, does not pass, or None."""
        before, index, size = (*case.args, 0, len(case.args[0]))[:3]
        if len(got) != len(before):
            return Finding("shape", f"left {len(got)} items in the list; there were {len(before)}.")
        places = below(index, size)
        for place in sorted(set(range(len(before))) - set(places)):
            if not alike(before[place], got[place]):
                return Finding("value", f"changed position {place}, which is not below {index} within the first {size}.")
        if not all(map(alike, sorted(before[p] for p in places), sorted(got[p] for p in places))):
            return Finding("value", f"the items are not those that were there: {brief(got)}.")
        for child in places[1:]:
            parent = (child - 1) // 2
            if got[child] < got[parent]:
                return Finding("value", f"position {parent} holds {brief(got[parent])}, its child at {child} holds "
                                        f"{brief(got[child])}.")
        return None

    def same(self, one, other, case: Case) -> bool:
        """Whether two lists are the same, right or wrong."""
        return len(one) == len(other) and all(map(alike, one, other))

    def advice(self, got) -> list[str]:
        """Nothing: how a heap is laid out is the answer's business."""
        return []


def in_place(answer: Callable, items: list, *more) -> list:
    """The list after the answer has worked on it; what it returns is of no account."""
    items = list(items)
    answer(items, *more)
    return items


def countable(values) -> bool:
    """Whether all are numbers that a float holds exactly; only those can be counted."""
    return all(isinstance(value, Real) and float(value) == value for value in values)


class EnoughError(BaseException):
    """Ends a call that has compared far too often, through any `except Exception`."""


class Meter(Tally):
    """A tally that ends the call at `FAR` times the limit: what is quadratic need not be counted to the end."""

    FAR = 4

    def __init__(self, limit: float):
        self._count, self._limit = 0, limit
        super().__init__()

    @property
    def comparisons(self) -> int:
        return self._count

    @comparisons.setter
    def comparisons(self, count: int):
        self._count = count
        if count > self.FAR * self._limit + 100:
            raise EnoughError

    def sentence(self, formula: str) -> str | None:
        """On too many comparisons, if there were too many."""
        if self._count <= self._limit:
            return None
        return f"compared {self._count:,} times, more than {formula} = {int(self._limit):,}."


def compares_too_often(use: Callable[[Tally], object], limit: float, formula: str) -> str | None:
    """The sentence on the comparisons that a use of the answer makes; None where they are no more than `limit`."""
    meter = Meter(limit)
    try:
        use(meter)
    except EnoughError:
        return f"compared more than {meter.comparisons - 1:,} times; the limit is {formula} = {int(limit):,}."
    return meter.sentence(formula)
