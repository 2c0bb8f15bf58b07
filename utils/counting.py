"""Instruments: numbers that count comparisons, streams that count reads and what is alive, lists that know what was read.

A bound is checked with these, in whole numbers, the same on every machine; nothing is timed.
"""
from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence


class Tally:
    """What has been counted so far: `comparisons`, `reads`, and `most_alive` items at a time."""

    def __init__(self):
        self.comparisons = self.reads = self.most_alive = 0

    def __repr__(self) -> str:
        return f"{self.comparisons} comparisons, {self.reads} reads, at most {self.most_alive} alive"


class Counted(float):
    """A float whose ``< <= > >=`` count in a `Tally`; ``==`` and ``!=`` do not.

    All six agree with those of the float. The negative counts too, so that a heap of negatives hides nothing; sums,
    means and the like are plain floats.
    """

    def __new__(cls, value: float, tally: Tally):
        made = super().__new__(cls, value)
        made.tally = tally
        return made

    def __lt__(self, other):
        self.tally.comparisons += 1
        return float.__lt__(self, other)

    def __le__(self, other):
        self.tally.comparisons += 1
        return float.__le__(self, other)

    def __gt__(self, other):
        self.tally.comparisons += 1
        return float.__gt__(self, other)

    def __ge__(self, other):
        self.tally.comparisons += 1
        return float.__ge__(self, other)

    def __neg__(self):
        made = Counted(float.__neg__(self), self.tally)
        made.negative_of = self  # a heap of negatives holds the items no less
        return made

    __hash__ = float.__hash__

    def __reduce__(self):
        return float, (float(self),)  # a copy by pickle is a plain number


def counted(values: Iterable[float], tally: Tally) -> list[Counted]:
    """The values as numbers that count in one tally."""
    return [Counted(value, tally) for value in values]


class Stream(Iterator):
    """An iterator that makes each item when it is asked for, counts the reads, and watches how many items are alive.

    ``tally.most_alive`` is the largest number of its items that anybody held when one was handed out, that one included.
    """

    def __init__(self, values: Iterable[float], tally: Tally):
        self._values, self._tally = iter(values), tally
        self._alive: dict[int, weakref.ref] = {}

    def __next__(self) -> Counted:
        item = Counted(next(self._values), self._tally)
        self._tally.reads += 1
        place, alive = self._tally.reads, self._alive
        alive[place] = weakref.ref(item, lambda _: alive.pop(place))
        self._tally.most_alive = max(self._tally.most_alive, len(alive))
        return item


class Shelf(Sequence):
    """A list that remembers which positions were read, by index, slice or iteration."""

    def __init__(self, values: Iterable):
        self._values = list(values)
        self.read: set[int] = set()

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place):
        places = range(len(self._values))[place]  # IndexError for what lies outside
        if isinstance(place, slice):
            self.read.update(places)
            return [self._values[k] for k in places]
        self.read.add(places)
        return self._values[places]

    def __repr__(self) -> str:
        return repr(self._values)
