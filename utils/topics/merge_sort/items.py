"""What topic 07 sorts: records that show where they came from, keys that show what they are, items that are counted."""
from __future__ import annotations

import bisect
import operator
from collections.abc import Callable
from typing import NamedTuple

from ...counting import Counted, Tally, counted
from ...exercise import Case
from ...items import Items

FORBIDDEN = ("sorted", "list.sort", "numpy.sort", "numpy.ndarray.sort", "numpy.argsort", "numpy.ndarray.argsort",
             "numpy.lexsort", "heapq.merge")


class Record(NamedTuple):
    """An item that compares by its key alone; the label is there to be seen."""

    key: int
    label: str

    def __lt__(self, other):
        return self.key < other.key if isinstance(other, Record) else NotImplemented

    def __le__(self, other):
        return self.key <= other.key if isinstance(other, Record) else NotImplemented

    def __gt__(self, other):
        return self.key > other.key if isinstance(other, Record) else NotImplemented

    def __ge__(self, other):
        return self.key >= other.key if isinstance(other, Record) else NotImplemented

    def __eq__(self, other):
        return self.key == other.key if isinstance(other, Record) else NotImplemented

    def __ne__(self, other):
        return self.key != other.key if isinstance(other, Record) else NotImplemented

    def __hash__(self):
        return hash(self.key)

    def __repr__(self):
        return f"{self.key}{self.label}"


def records(*words: str) -> list[Record]:
    """``records("1a", "2b")``: a Record of each word."""
    return [Record(int(word[:-1]), word[-1]) for word in words]


KEYS = {"abs": abs, "len": len, "operator.neg": operator.neg, "str.lower": str.lower,
        "operator.itemgetter(0)": operator.itemgetter(0), "operator.itemgetter(1)": operator.itemgetter(1)}


class Key:
    """A key function that can be pickled and shows itself as the code that makes it."""

    def __init__(self, code: str):
        self.code, self.function = code, KEYS[code]

    def __call__(self, item):
        return self.function(item)

    def __repr__(self):
        return self.code

    def __reduce__(self):
        return Key, (self.code,)


ABS, LEN, NEGATIVE, LOWER = Key("abs"), Key("len"), Key("operator.neg"), Key("str.lower")
FIRST, SECOND = Key("operator.itemgetter(0)"), Key("operator.itemgetter(1)")


class Ordered(Items):
    """A list of items in order; of records the labels count too."""

    def problem(self, expected, got, case):
        """The first gate that `got` does not pass, or None."""
        return super().problem(shown(expected), shown(got), case)

    def same(self, one, other, case):
        """Whether two results on `case`, right or wrong, are the same answer."""
        return one is None and other is None or super().same(shown(one), shown(other), case)


def no_plain_numbers(case) -> bool:
    """Whether there is a key, or items are no numbers: as counterexamples they are shorter to write, and harder to read."""
    plain = all(isinstance(item, (int, float)) and not isinstance(item, bool) for part in case.args for item in part)
    return "key" in case.kwargs or not plain


def shown(value):
    """A list or tuple with its records as plain pairs; anything else as it is."""
    if not isinstance(value, (list, tuple)) or isinstance(value, Record):
        return value
    return type(value)(tuple(item) if isinstance(item, Record) else item for item in value)


def identity(item):
    """What stands in for no key."""
    return item


def ranks(items, key=None) -> list[int]:
    """Whole numbers that compare as the items do."""
    keys = [(key or identity)(item) for item in items]
    first: list = []
    for k in sorted(keys):
        if not first or first[-1] < k:
            first.append(k)
    return [bisect.bisect_left(first, k) for k in keys]


def levels(n: int) -> int:
    """``ceil(log2 n)`` exactly; 0 for 0 and 1."""
    return max(n - 1, 0).bit_length()


def top_down_bound(n: int) -> int:
    """The most comparisons that merging halves takes."""
    return n * levels(n) - 2 ** levels(n) + 1 if n else 0


def bottom_up_bound(n: int) -> int:
    """The most comparisons that merging neighbours of doubling width takes."""
    return n * levels(n) - n + 1 if n else 0


def sorting_bound(most: Callable[[int], int]) -> Callable[[Case, Callable], str | None]:
    """The bound of a sort: comparisons, and one call of `key` an item."""
    def bound(case, answer):
        items, key = case.args[0], case.kwargs.get("key")
        n, tally, calls, order = len(items), Tally(), [], ranks(items, key)

        def counting(item):
            calls.append(item)
            return Counted(order[int(item)], tally)

        if key is None:
            answer(counted(order, tally))
        else:
            answer(counted(range(n), tally), key=counting)
        if len(calls) > n:
            return f"called `key` {len(calls):,} times for {n:,} items, once an item is allowed."
        if tally.comparisons > most(n):
            return f"compared {tally.comparisons:,} times for {n:,} items, at most {most(n):,} are allowed."
        return None

    return bound


def hardest(values: list, longer: int = 1) -> list:
    """An order of sorted values for which every merge of halves runs to the last item but one.

    `longer` is the half that takes the odd one: 1 the right (the middle is ``n // 2``), 0 the left.
    """
    if len(values) < 2:
        return list(values)
    halves = values[1::2], values[0::2]
    left, right = halves if longer else halves[::-1]
    return hardest(left, longer) + hardest(right, longer)


def assorted(n: int, step: int = 37, below: int = 101) -> list[int]:
    """`n` whole numbers without order, the same every time; some occur twice where n is large."""
    return [(k * step + k * k // 7) % below for k in range(n)]
