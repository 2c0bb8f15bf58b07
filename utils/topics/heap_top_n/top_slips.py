"""Wrong answers to top_n that keep a heap of n as they should, and do one thing to it that they should not."""
from __future__ import annotations

import heapq
from itertools import islice

from .sift_mistakes import sift


def checked(answer):
    """The answer, with a negative n refused first."""
    def checked(items, n):
        if n < 0:
            raise ValueError("n must not be negative")
        return answer(items, n)

    return checked


def survivors(items, n, built=True, sifts=True, full=heapq.heapreplace):
    """The heap's array at the end: the first n made a heap, then each that is larger in the root's place."""
    items = iter(items)
    heap = list(islice(items, n))
    if built:
        heapq.heapify(heap)
    for item in items if n else ():
        if item > heap[0]:
            if sifts:
                full(heap, item)
            else:
                heap[0] = item
    return heap


def survivors_pushed(items, n, sifts=True):
    """The same, the first n pushed one by one."""
    heap = []
    for item in items if n else ():
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif item > heap[0]:
            if sifts:
                heapq.heapreplace(heap, item)
            else:
                heap[0] = item
    return heap


def root_replaced_and_sifted(heap, item):
    heap[0] = item
    sift(heap, 0, len(heap))


def in_order(way, **switches):
    """What a way to keep n leaves, sorted at the end."""
    return checked(lambda items, n: sorted(way(items, n, **switches), reverse=True))


def as_it_lies(way, **switches):
    """The heap's array from the front, and from the back."""
    return (checked(lambda items, n: way(items, n, **switches)), checked(lambda items, n: way(items, n, **switches)[::-1]))


@checked
def negatives_kept(items, n):
    """The least of the n largest by negatives: numbers only."""
    kept = []
    for item in items if n else ():
        if len(kept) < n:
            heapq.heappush(kept, item)
        elif -item < -kept[0]:
            heapq.heapreplace(kept, item)
    return sorted(kept, reverse=True)


@checked
def infinities_first(items, n):
    """Fills the heap with infinities, and takes them out at the end: numbers only."""
    heap = [float("-inf")] * n
    for item in items if n else ():
        if item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted((item for item in heap if item != float("-inf")), reverse=True)


def zero_refused(items, n):
    if n <= 0:
        raise ValueError("n must be 1 or more")
    return sorted(survivors(items, n), reverse=True)


@checked
def cut_from_the_end(items, n):
    """For n = 0 that is the whole list."""
    return sorted(items)[-n:][::-1]
