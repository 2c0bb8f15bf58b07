"""top_n: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import contextlib
import math

from ...counting import Stream
from ...exercise import Case, Exercise, case
from ...formatting import brief
from ...items import Items
from .laws import PICKS, EnoughError, Meter, countable
from .strategies import falling, few, rising, shuffled
from .top_mistakes import MISTAKES


class Feed(tuple):
    """Items that the answer gets as an iterator: once, from the front, of unknown length."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"iter({brief(list(self))})"


def top_oracle(items, n):
    """All sorted, the first n of them."""
    if n < 0:
        raise ValueError("n must not be negative")
    return sorted(items, reverse=True)[:n]


def fed(answer, items, n):
    """The answer's result; a `Feed` goes in as an iterator."""
    return answer(iter(items) if isinstance(items, Feed) else items, n)


def entered(values, n: int) -> int:
    """How many items after the first n are among the n largest so far when they come, by the definition."""
    best, count = sorted(values[:n]), 0
    for value in values[n:]:
        if n and value > best[0]:
            best = sorted([*best[1:], value])
            count += 1
    return count


def top_limit(values, n: int) -> int:
    """The most comparisons: one an item, and three sifts for each that enters; 0 for n = 0."""
    if n == 0:
        return 0
    return len(values) + 2 * n + 3 * (n + entered(values, n)) * (int(math.log2(n)) + 1)


def top_bound(given, answer):
    """Read once, at most n + 8 items alive, few comparisons."""
    values, n = list(given.args[0]), given.args[1]
    if n < 0 or not countable(values):
        return None
    meter = Meter(top_limit(values, n))
    with contextlib.suppress(EnoughError):
        answer(Stream(values, meter), n)
    if meter.most_alive > n + 8:
        held = f"all {len(values):,}" if meter.most_alive == len(values) else f"{meter.most_alive:,} of {len(values):,}"
        return f"held {held} items at a time, more than n + 8 = {n + 8:,}, and compared {meter.comparisons:,} times."
    return meter.sentence("one an item and three sifts for each that enters")


def top_inputs():
    """Short lists and iterators, n up to two more than there are, now and then negative."""
    from hypothesis import strategies as st

    return st.builds(lambda items, n, kind: Case((kind(items), n)), few(), st.integers(-1, 10), st.sampled_from([list, Feed]))


TOP_N = Exercise(
    name="top_n",
    oracle=top_oracle,
    returns=Items("a list, largest first"),
    call=fed,
    show=lambda given: f"top_n({given['items'] if isinstance(given['items'], Feed) else brief(given['items'])}, n={given['n']})",
    bound=top_bound,
    odd=lambda given: given.args[1] == 0,
    cases=(
        case([1, 3, 2], 2, why="the two largest, largest first"),
        case([1, 3, 2], 1, why="the largest"),
        case([3, 1, 2], 3, why="all of them, sorted"),
        case([1, 2], 3, why="n exceeds the length: all, no IndexError (the sources' code raises one)"),
        case([], 2, why="nothing to choose from"),
        case([], 0, why="neither items nor n"),
        case([1, 2, 3], 0, why="n = 0: an empty list; there is no root to compare with"),
        case([1, 2, 3], -1, why="negative: ValueError, not all but one"),
        case([], -1, why="negative, and nothing to choose from"),
        case([2, 2, 1], 2, why="equal items count each: a set would give 2, 1"),
        case([5, 5, 5, 5], 2, why="all equal"),
        case([1, 5, 2, 4, 3], 3, why="largest first, not as they came and not smallest first"),
        case([9, 8, 1, 2, 3], 2, why="the first two are the largest: nothing enters"),
        case([4, 1, 5, 9, 2, 6, 3, 7], 4, why="a heap of four is not sorted: its array is no answer"),
        case([-3, -1, -2], 2, why="all negative: 0 is no sentinel"),
        case(Feed([3, 1, 2]), 2, why="an iterator: no length, no index, one pass"),
        case(Feed([]), 1, why="an empty iterator"),
        case(Feed([1, 2]), 5, why="an iterator that ends before n"),
        case(Feed([1, 2]), 0, why="an iterator of which nothing is wanted"),
        case((1, 3, 2), 2, why="a tuple: slices of it are no lists"),
        case(range(6), 2, why="a range"),
        case("heap", 2, why="the letters of a string: items need not be numbers"),
        case(frozenset([3, 1, 2]), 2, why="a set has no index"),
        case([(1, "b"), (1, "a"), (0, "c")], 2, why="tuples: an array of them would have two axes"),
        case([2.5, -1.0, 7.25], 2, why="floats"),
        case([2**60 + 1, 2**60, 2**60 + 2], 2, why="whole numbers that a float cannot tell apart"),
        case([56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34], 5, why="the sources' example"),
        case([56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34], 3, why="the same with n = 3: the heap's array is 71, 93, 75"),
        case(falling(128), 5, why="nothing enters after the first five: one comparison an item"),
        case(rising(128), 5, why="every item enters: three sifts each are allowed"),
        case([7] * 128, 4, why="ties: an equal item must not enter, so one comparison an item"),
        case(shuffled(300), 3, why="few enter: who pushes every item pays a sift for each"),
        case(shuffled(300, seed=1), 1, why="n = 1: a heap of all needs about 1.6 comparisons an item"),
        case(shuffled(200, seed=2, span=6), 8, why="ties and n = 8, a power of two"),
        case(rising(60), 20, why="a third of the items kept, each of them pushed out later"),
        case(falling(40), 32, why="n + 8 is all there is: memory shows nothing, the value has to be right"),
    ),
    generate=top_inputs,
    misconceptions=MISTAKES,
    hints=("Of the n best so far, which one do you have to look at when the next item comes?",
           "A heap of n items at most, the smallest of them at the root. One comparison with the root for each item of the stream; "
           "a sift only for an item that is larger.",
           "Negative n: ValueError. n = 0: nothing to keep. Fill the heap with the first n items, fewer if there are fewer. For each "
           "further item: if it is larger than the root, it replaces the root and is sifted down. At the end sort the heap, largest "
           "first."),
    praise="Why a *min*-heap for the largest: its root is the weakest of the n, the one to beat, in one comparison. Usual traps: n "
           "beyond the length, n = 0, `>=`. Next question: m items, n kept: how many enter on shuffled input, and when is quickselect "
           "better?",
    forbidden=PICKS,
    equivalent={
        "if n < 0: -> if n < 0: pass": "`islice` refuses a negative count too, with a ValueError of its own; its text is not tested",
        "if n < 0: -> if n < -1:": "for n = -1 `islice` raises the ValueError",
    },
)
