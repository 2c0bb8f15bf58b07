"""Wrong answers to top_n that people give."""
from __future__ import annotations

import heapq

import numpy as np

from ...exercise import Misconception
from .sift_mistakes import sift
from .top_slips import (
    as_it_lies,
    checked,
    cut_from_the_end,
    in_order,
    infinities_first,
    negatives_kept,
    root_replaced_and_sifted,
    survivors,
    survivors_pushed,
    zero_refused,
)


def largest(items, n, check=True, ties=False, order="falling", guard=True):
    """The min-heap of n, with a switch for each mistake."""
    if check and n < 0:
        raise ValueError("n must not be negative")
    if guard and n <= 0:
        return []
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif item >= heap[0] if ties else item > heap[0]:
            heap[0] = item
            sift(heap, 0, len(heap))
    return _in_order(heap, order)


def _in_order(heap, order):
    if order == "heap":
        return heap
    return sorted(heap, reverse=order == "falling")


def _largest(**switches):
    return lambda items, n: largest(items, n, **switches)


@checked
def sorted_in_a_list(items, n):
    everything = list(items)
    everything.sort()
    return everything[::-1][:n]


@checked
def maxima_removed(items, n):
    everything = list(items)
    result = []
    while everything and len(result) < n:
        best = max(everything)
        everything.remove(best)
        result.append(best)
    return result


@checked
def sorted_by_numpy(items, n):
    return np.sort(np.array(list(items)))[::-1][:n].tolist()


@checked
def popped_down_to_n(items, n):
    """A min-heap of everything, thinned out until n are left."""
    heap = list(items)
    heapq.heapify(heap)
    while len(heap) > n:
        heapq.heappop(heap)
    return sorted(heap, reverse=True)


class Upside:
    """An item that compares the other way round."""

    def __init__(self, item):
        self.item = item

    def __lt__(self, other):
        return other.item < self.item


@checked
def heap_of_all(items, n):
    heap = [Upside(item) for item in items]
    heapq.heapify(heap)
    return [heapq.heappop(heap).item for _ in range(min(n, len(heap)))]


@checked
def heap_of_all_pushed(items, n):
    heap = []
    for item in items:
        heapq.heappush(heap, Upside(item))
    return [heapq.heappop(heap).item for _ in range(min(n, len(heap)))]


@checked
def negatives_of_all(items, n):
    """Numbers only."""
    heap = [-item for item in items]
    heapq.heapify(heap)
    return [-heapq.heappop(heap) for _ in range(min(n, len(heap)))]


@checked
def smallest(items, n):
    """A heap with its largest at the root, which drops the largest of n: the smallest are left."""
    heap = []
    for item in items if n else ():
        if len(heap) < n:
            heapq.heappush(heap, Upside(item))
        elif item < heap[0].item:
            heapq.heapreplace(heap, Upside(item))
    return sorted(up.item for up in heap)


@checked
def smallest_by_negatives(items, n):
    """Numbers only."""
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, -item)
        elif heap and item < -heap[0]:
            heapq.heapreplace(heap, -item)
    return sorted(-item for item in heap)


@checked
def first_n_by_index(items, n):
    """The sources' Java in Python."""
    items = list(items)
    heap = [items[place] for place in range(n)]
    heapq.heapify(heap)
    for place in range(n, len(items)):
        if items[place] >= heap[0]:
            heapq.heapreplace(heap, items[place])
    return sorted(heap, reverse=True)


@checked
def first_n_by_index_if_any(items, n):
    """The same without its other two faults."""
    return [] if n == 0 else largest(_at_least(list(items), n), n)


def _at_least(items, n):
    return [items[place] for place in range(n)] + items[n:]


@checked
def first_n_by_next(items, n):
    items = iter(items)
    heap = [next(items) for _ in range(n)]
    heapq.heapify(heap)
    for item in items:
        if heap and item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


@checked
def first_n_by_slice(items, n):
    heap = list(items[:n])
    heapq.heapify(heap)
    for item in items[n:]:
        if n and item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


@checked
def first_n_by_length(items, n):
    heap = []
    for place in range(len(items)):
        if place < n:
            heapq.heappush(heap, items[place])
        elif n and items[place] > heap[0]:
            heapq.heapreplace(heap, items[place])
    return sorted(heap, reverse=True)


@checked
def every_item_pushed(items, n):
    heap = []
    for item in items:
        heapq.heappush(heap, item)
        if len(heap) > n:
            heapq.heappop(heap)
    return sorted(heap, reverse=True)


@checked
def sorted_again_each_time(items, n):
    """Keeps n in order by sorting for every item."""
    best = []
    for item in items:
        best.append(item)
        best.sort(reverse=True)
        del best[n:]
    return best


@checked
def least_looked_for(items, n):
    """A plain list of n; its least is looked for at every item."""
    best = []
    for item in items:
        if len(best) < n:
            best.append(item)
        elif n:
            least = min(best)
            if item > least:
                best[best.index(least)] = item
    return sorted(best, reverse=True)


MISTAKES = (
    Misconception("everything_stored", "all items are in memory at once: keep n of them, a stream may have no end in sight.",
                  checked(lambda items, n: sorted(items, reverse=True)[:n]), sorted_in_a_list, sorted_by_numpy, popped_down_to_n,
                  maxima_removed, lambda items, n: largest(list(items), n)),
    Misconception("numbers_only", "items need not be numbers: words and pairs have no minus sign, and no infinity below them. "
                  "Compare the items themselves.", negatives_of_all, negatives_kept, infinities_first),
    Misconception("heap_of_all", "a max-heap of everything holds everything: a *min*-heap of n holds n, and its root is the one to "
                  "beat.", heap_of_all, heap_of_all_pushed),
    Misconception("smallest_n", "those are the smallest: to keep the largest, drop the *smallest* of n + 1, the root of a min-heap.",
                  smallest, smallest_by_negatives, checked(lambda items, n: sorted(items)[:n]),
                  checked(lambda items, n: smallest(items, n)[::-1])),
    Misconception("smallest_first", "these are the right items the wrong way round: largest first.",
                  _largest(order="rising"), checked(lambda items, n: sorted(items)[-n:] if n else [])),
    Misconception("heap_order", "a heap's array is not sorted, though it may look so: sort it at the end, largest first.",
                  _largest(order="heap"), lambda items, n: largest(items, n, order="heap")[::-1],
                  *as_it_lies(survivors), *as_it_lies(survivors_pushed),
                  *as_it_lies(survivors, full=root_replaced_and_sifted)),
    Misconception("not_sifted", "the newcomer may be larger than its children: let it sink, or the root is no longer the smallest.",
                  in_order(survivors, sifts=False), in_order(survivors_pushed, sifts=False)),
    Misconception("not_built", "the first n are no heap as they come: heapify them, or their first is not the smallest.",
                  in_order(survivors, built=False), in_order(survivors, built=False, full=root_replaced_and_sifted)),
    Misconception("beyond_the_length", "there may be fewer than n items: take them one by one and stop when there are no more.",
                  first_n_by_index, first_n_by_index_if_any, first_n_by_next),
    Misconception("nothing_wanted", "for n = 0 the heap is empty and has no root to compare with: return [] first.",
                  _largest(guard=False)),
    Misconception("zero_refused", "n = 0 is allowed and gives []; only a negative n raises ValueError.", zero_refused),
    Misconception("minus_zero", "`[-n:]` is the whole list if n is 0: return [] first.", cut_from_the_end),
    Misconception("negative_accepted", "nobody can return fewer than 0 items: raise ValueError.", _largest(check=False),
                  _largest(check=False, guard=False), lambda items, n: sorted(items, reverse=True)[:n]),
    Misconception("needs_a_list", "an iterable need not have a length, an index or slices: go through it once with `for`.",
                  first_n_by_slice, first_n_by_length),
    Misconception("sifts_on_ties", "an item that equals the root changes nothing: `>`, not `>=`, or every tie costs a sift.",
                  _largest(ties=True)),
    Misconception("pushes_every_item", "compare with the root first: an item that does not enter costs one comparison, not a push "
                  "and a pop.", every_item_pushed),
    Misconception("no_heap", "right, but each item costs about n: a heap of n finds its least at the root and is put right in log n.",
                  least_looked_for, sorted_again_each_time),
    Misconception("duplicates_lost", "equal items are items too: a set loses them.",
                  lambda items, n: largest(dict.fromkeys(items), n)),
)
