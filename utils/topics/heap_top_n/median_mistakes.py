"""Wrong answers to running_median that people give."""
from __future__ import annotations

import heapq
import statistics

import numpy as np

from ...exercise import Misconception


def middle(ordered, even="mean"):
    """The median of a sorted list, with a switch for what is done about even counts."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    low, high = ordered[half - 1], ordered[half]
    return {"low": low, "high": high, "mean": (low + high) / 2, "floor": (low + high) // 2,
            "int": int((low + high) / 2), "round": round((low + high) / 2), "half of high": low + high / 2,
            "half of low": low / 2 + high}[even]


def balanced(stream, even="mean"):
    """Two heaps, the lower one the larger by one at most."""
    low, high = [], []
    for item in stream:
        heapq.heappush(high, -heapq.heappushpop(low, -item))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield -low[0] if len(low) > len(high) else middle([-low[0], high[0]], even)


def each(number):
    """Every median made a whole number."""
    return lambda stream: map(number, balanced(stream))


def signs_lost(stream, root=-1, moved=-1):
    """The lower heap holds negatives: here a sign is not turned back, where a root is handed out or moved over."""
    low, high = [], []
    for item in stream:
        heapq.heappush(low, -item)
        heapq.heappush(high, moved * heapq.heappop(low))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield root * low[0] if len(low) > len(high) else (high[0] + root * low[0]) / 2


def sign_lost_in_the_mean(stream):
    for count, (low, high) in enumerate(roots(stream), 1):
        yield low if count % 2 else (high - low) / 2


def sign_lost_in_the_root(stream):
    for count, (low, high) in enumerate(roots(stream), 1):
        yield -low if count % 2 else (low + high) / 2


def roots(stream):
    """The two roots after each item; the lower one is the median of an odd count."""
    low, high = [], []
    for item in stream:
        heapq.heappush(high, -heapq.heappushpop(low, -item))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield -low[0], high[0] if high else None


def moves(low_by=None, high_by=None):
    """Each item to its side of the root; a root moves over only where a heap is larger by more than so many."""
    def answer(stream):
        low, high = [], []
        for item in stream:
            if not low or item <= -low[0]:
                heapq.heappush(low, -item)
            else:
                heapq.heappush(high, item)
            if low_by and len(low) > len(high) + low_by:
                heapq.heappush(high, -heapq.heappop(low))
            elif high_by and len(high) > len(low) + high_by:
                heapq.heappush(low, -heapq.heappop(high))
            yield (-low[0] + high[0]) / 2 if len(low) == len(high) else -low[0] if len(low) > len(high) else high[0]

    return answer


def distinct_only(stream):
    """Keeps what was seen in a set."""
    seen = set()
    for item in stream:
        seen.add(item)
        yield middle(sorted(seen))


def sorts_a_copy(stream):
    seen = []
    for item in stream:
        seen.append(item)
        yield middle(sorted(seen))


def sorts_in_place(stream):
    seen = []
    for item in stream:
        seen.append(item)
        seen.sort()
        yield middle(seen)


def library_median(stream):
    seen = []
    for item in stream:
        seen.append(item)
        yield statistics.median(seen)


def numpy_median(stream):
    seen = []
    for item in stream:
        seen.append(item)
        yield float(np.median(seen))


def numpy_median_of_floats(stream):
    seen = []
    for item in stream:
        seen.append(float(item))
        yield np.median(seen)


def searches_from_the_right(stream):
    seen = []
    for item in stream:
        place = len(seen)
        while place and item < seen[place - 1]:
            place -= 1
        seen.insert(place, item)
        yield middle(seen)


def eager_list(stream):
    return list(balanced(stream))


def eager_generator(stream):
    yield from list(balanced(stream))


def reads_all_first(stream):
    items = list(stream)
    yield from balanced(items)


def reads_one_ahead(stream):
    """Each median waits for the item after it."""
    medians = balanced(stream)
    for held in medians:
        for median in medians:
            yield held
            held = median
        yield held


def pulled(stream):
    """With `next` where `for` belongs."""
    seen = []
    while True:
        item = next(stream)
        place = next((k for k, other in enumerate(seen) if other > item), len(seen))
        seen.insert(place, item)
        yield middle(seen)


def unsorted_middle(stream):
    seen = []
    for item in stream:
        seen.append(item)
        yield middle(seen)


def means(stream):
    total = 0
    for count, item in enumerate(stream, 1):
        total += item
        yield total / count


def unbalanced(stream):
    """Each item to its side of the root; the sizes are never evened out."""
    low, high = [], []
    for item in stream:
        if not low or item <= -low[0]:
            heapq.heappush(low, -item)
        else:
            heapq.heappush(high, item)
        yield (-low[0] + high[0]) / 2 if len(low) == len(high) else -low[0] if len(low) > len(high) else high[0]


def in_turns(stream):
    """Every second item to the other heap, larger or smaller."""
    low, high = [], []
    for count, item in enumerate(stream):
        if count % 2:
            heapq.heappush(high, item)
        else:
            heapq.heappush(low, -item)
        yield -low[0] if len(low) > len(high) else (high[0] - low[0]) / 2


def heap_middle(stream):
    """Takes the middle of a heap's array, as if it were sorted."""
    heap = []
    for item in stream:
        heapq.heappush(heap, item)
        yield middle(heap)


MISTAKES = (
    Misconception("re_sorts", "sorting all that was seen, at every item, costs n² and more: two heaps, the smaller half and the "
                  "larger half, meet in the middle.",
                  sorts_a_copy, sorts_in_place, library_median, numpy_median,
                  numpy_median_of_floats, searches_from_the_right),
    Misconception("lower_median", "of an even count the median is the mean of the middle two, not the lower one.",
                  lambda stream: balanced(stream, "low")),
    Misconception("upper_median", "of an even count the median is the mean of the middle two, not the upper one.",
                  lambda stream: balanced(stream, "high")),
    Misconception("floor_division", "the mean of two whole numbers may be a half: `/`, not `//`.",
                  lambda stream: balanced(stream, "floor")),
    Misconception("truncated", "the median of an even count may be a half: it is no whole number, so no `int` and no `round`.",
                  lambda stream: balanced(stream, "int"), lambda stream: balanced(stream, "round"), each(int), each(round)),
    Misconception("half_of_one", "`a + b / 2` halves b alone: the mean is `(a + b) / 2`.",
                  lambda stream: balanced(stream, "half of high"), lambda stream: balanced(stream, "half of low")),
    Misconception("sign_lost", "the lower heap holds negatives: turn the sign back whenever you read its root or move it over.",
                  sign_lost_in_the_mean, sign_lost_in_the_root, lambda stream: signs_lost(stream, root=1),
                  lambda stream: signs_lost(stream, moved=1)),
    Misconception("duplicates_lost", "equal items are items too: a set loses them.", distinct_only),
    Misconception("eager", "the stream may have no end: `yield` each median before the next item is read.",
                  eager_list, eager_generator, reads_all_first, reads_one_ahead),
    Misconception("stop_iteration", "`next` on an exhausted stream raises StopIteration, which a generator turns into "
                  "RuntimeError: use `for`.", pulled),
    Misconception("not_sorted", "the item in the middle of the stream is no median: the median is the middle of the *order*.",
                  unsorted_middle),
    Misconception("heap_middle", "a heap's array is not sorted: its middle is no median.", heap_middle),
    Misconception("mean", "that is the running mean; one item far off moves it.", means),
    Misconception("unbalanced", "the halves have to stay equally large: after each item move one root over if they differ by two.",
                  unbalanced, moves(1), moves(0, 1), moves(2, 2)),
    Misconception("in_turns", "an item belongs to the half that its value says, not to the one whose turn it is: pass it through "
                  "the other heap first.", in_turns),
)
