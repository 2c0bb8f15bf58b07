"""running_median: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...counting import Counted, Stream, Tally
from ...exercise import Case, Exercise, case
from ...formatting import article, brief
from ...items import Items
from ...returns import Finding
from .laws import PICKS, compares_too_often
from .median_mistakes import MISTAKES
from .strategies import falling, rising, shuffled


class Given(list):
    """What a generator gave, item by item; a list that the answer returned itself is none."""


@dataclass(frozen=True)
class Medians(Items):
    """The items of an iterator, which the answer has to return as one."""

    what: str = "a generator"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if not isinstance(got, Given):
            kind = "None" if got is None else article(type(got).__name__)
            return Finding("type", f"returned {kind}, wanted a generator: `yield` a median after each item.")
        return super().problem(expected, got, case)

    def same(self, one, other, case: Case) -> bool:
        return isinstance(one, Given) == isinstance(other, Given) and super().same(one, other, case)


def drained(answer, stream):
    """All that the answer gives for an iterator."""
    made = answer(iter(stream))
    return Given(made) if isinstance(made, Iterator) else made


def median_oracle(stream):
    """The median of each prefix, by the library."""
    return [statistics.median(stream[:count]) for count in range(1, len(stream) + 1)]


class Exact(Fraction):
    """A number of which NumPy makes no float by itself, so that it has to compare it; its comparisons count too."""

    def __new__(cls, value, tally=None):
        made = super().__new__(cls, value)
        made.tally = tally or Tally()
        return made

    def __lt__(self, other):
        self.tally.comparisons += 1
        return float(self) < float(other)

    def __le__(self, other):
        self.tally.comparisons += 1
        return float(self) <= float(other)

    def __gt__(self, other):
        self.tally.comparisons += 1
        return float(self) > float(other)

    def __ge__(self, other):
        self.tally.comparisons += 1
        return float(self) >= float(other)

    def __neg__(self):
        return Exact(-Fraction(self), self.tally)


class ExactStream(Stream):
    """A stream of such numbers."""

    def __next__(self):
        item: Counted = super().__next__()
        return Exact(float(item), self._tally)


class LibraryWork:
    """While it is on, a median or a sort by NumPy counts as one comparison for each of its numbers, if they are more than two."""

    CODES = frozenset(getattr(np, name).__wrapped__.__code__
                      for name in ("median", "nanmedian", "percentile", "quantile", "sort", "partition"))

    def __init__(self, tally: Tally):
        self.tally = tally

    def __enter__(self):
        self.before = sys.getprofile()
        sys.setprofile(self._seen)

    def __exit__(self, *_):
        sys.setprofile(self.before)

    def _seen(self, frame, event, _argument):
        if event == "call" and frame.f_code in self.CODES:
            count = np.size(frame.f_locals[frame.f_code.co_varnames[0]])
            if count > 2:
                self.tally.comparisons += count


def median_bound(given, answer):
    """One read for each median, and at most 4n log2 n + 4n comparisons, whatever kind of number it is."""
    (values,) = given.args
    n = len(values)
    limit = 4 * n * math.log2(n) + 4 * n if n else 0
    for kind in (Stream, ExactStream):
        ahead = []

        def use(tally, kind=kind, ahead=ahead):
            with LibraryWork(tally):
                for count, _ in enumerate(answer(kind(values, tally)), 1):
                    if tally.reads > count:
                        ahead.append(f"had read {tally.reads} items when it gave median {count}; lazy means {count}.")
                        return

        found = compares_too_often(use, limit, "4n log2 n + 4n")
        if ahead or found:
            return (ahead or [found])[0]
    return None


def median_inputs():
    """Streams of up to nine small numbers: ints, and quarters, whose mean is exact."""
    from hypothesis import strategies as st

    number = st.integers(-9, 9) | st.integers(-9, 9).map(lambda quarters: quarters / 4)
    return st.builds(lambda stream: Case((stream,)), st.lists(number, max_size=9))


RUNNING_MEDIAN = Exercise(
    name="running_median",
    oracle=median_oracle,
    returns=Medians(),
    call=drained,
    show=lambda given: f"list(running_median(iter({brief(given['stream'])})))",
    bound=median_bound,
    odd=lambda given: not given.args[0],
    cases=(
        case([3], why="one item is its own median"),
        case([1, 2], why="two: their mean, 1.5, neither of the two"),
        case([], why="an empty stream gives nothing"),
        case([2, 1], why="the same falling"),
        case([3, 1, 2], why="three: 3, 2, 2"),
        case([1, 9, 2], why="the mean of three is 4, the median 2"),
        case([1, 2, 3, 4], why="rising: every item goes to the upper half"),
        case([4, 3, 2, 1], why="falling: every item goes to the lower half"),
        case([5, 1, 4, 2, 3], why="to and fro"),
        case([2, 2, 2, 2], why="all equal"),
        case([1, 1, 2, 2], why="ties across the middle"),
        case([-3, -1, -2, -4], why="negative: a sign lost in a heap of negatives shows"),
        case([-2, -1], why="the mean of the two is -1.5: // and int() differ here"),
        case([0.5, 0.25, 0.75], why="floats"),
        case([10, 1, 9, 2, 8, 3, 7, 4], why="eight items: both heaps are moved between again and again"),
        case([1, 10, 2, 9, 3, 8, 4, 7], why="the same from the other end"),
        case([1, 2, 3, 4, 5, 6, 7], why="an array of a heap is sorted here: hides who takes its middle"),
        case([7, 6, 5, 4, 3, 2, 1], why="and here it is not"),
        case([100, 1, 1, 1, 1], why="one item far off moves the mean, not the median"),
        case(shuffled(127), why="sorting at every item costs n²: 4n log2 n + 4n is 4,058"),
        case(rising(100), why="a search from the right pays nothing here"),
        case(falling(128), why="and here n² / 2"),
    ),
    generate=median_inputs,
    misconceptions=MISTAKES,
    hints=("You need the item in the middle, again and again, and never the order of the rest. Which two items do you have to see?",
           "Two heaps: the smaller half with its largest at the root (negatives), the larger half with its smallest at the root. "
           "Sizes equal, or the lower one has one more.",
           "For each item: push it to the lower heap, move the lower heap's root to the upper one, and, if the upper one has become the "
           "larger, move its root back. Then `yield` the lower root, or the mean of both roots if the sizes are equal."),
    praise="Why: two roots are all that the median needs, and each item costs a few sifts. Usual traps: the lower median, `//`, a list "
           "for a generator. Next question: and the median of the last w items, where old ones have to go?",
    forbidden=PICKS,
)
