"""Right answers to exercise 4 of topic 06, each in a style of its own. One function a style: `NAME__style`."""
import heapq
from bisect import bisect_left, insort
from functools import cmp_to_key
from itertools import islice

import numpy as np

from answers import heap_top_n as lower


def top_n__worked(items, n):
    if n < 0:
        raise ValueError(f"n must be 0 or more, not {n}")
    if n == 0:
        return []
    stream = iter(items)
    heap = list(islice(stream, n))
    lower.heapify__worked(heap)
    for item in stream:
        if heap[0] < item:
            heap[0] = item
            lower.sift_down__hole(heap, 0, n)
    return lower.heap_sort__worked(heap)[::-1]


def top_n__heapreplace(items, n):
    if n < 0:
        raise ValueError
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif n and item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


def top_n__heappushpop(items, n):
    """heappushpop looks at the root first, so an item that does not enter costs one comparison."""
    if n < 0:
        raise ValueError("negative")
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, item)
        else:
            heapq.heappushpop(heap, item)
    heap.sort(reverse=True)
    return heap


def top_n__sorted_list(items, n):
    """n items in order, binary search for a newcomer."""
    if n < 0:
        raise ValueError("n < 0")
    best = []
    for item in items:
        if len(best) < n:
            insort(best, item)
        elif n and item > best[0]:
            insort(best, item)
            del best[0]
    return best[::-1]


def top_n__falling_pops(items, n):
    if n < 0:
        raise ValueError("n")
    heap, count = [], 0
    for item in items:
        if count < n:
            heapq.heappush(heap, item)
            count += 1
        elif count and heap[0] < item:
            heapq.heappushpop(heap, item)
    result = []
    while heap:
        result.insert(0, heapq.heappop(heap))
    return result


def top_n__numbered(items, n):
    """Pairs with a running number: among equals the earlier one stays."""
    if n < 0:
        raise ValueError("n")
    heap = []
    for count, item in enumerate(items):
        if count < n:
            heapq.heappush(heap, (item, -count))
        elif n and heap[0][0] < item:
            heapq.heapreplace(heap, (item, -count))
    return [item for item, _ in sorted(heap, reverse=True)]


def top_n__slots(items, n):
    """A class of its own for the heap."""
    class Survivors:
        def __init__(self, most):
            self.most, self.heap = most, []

        def offer(self, item):
            if len(self.heap) < self.most:
                self.heap.append(item)
                if len(self.heap) == self.most:
                    heapq.heapify(self.heap)
            elif self.most and self.heap[0] < item:
                self.heap[0] = item
                lower.sift_down__recursive(self.heap, 0, self.most)

    if not n >= 0:
        raise ValueError("n")
    survivors = Survivors(n)
    for item in items:
        survivors.offer(item)
    return sorted(survivors.heap)[::-1]


def top_n__binary_search_by_hand(items, n):
    if n < 0:
        raise ValueError("n")
    best = []  # rising
    for item in iter(items):
        full = len(best) == n
        if full and (n == 0 or not best[0] < item):
            continue
        best.insert(bisect_left(best, item), item)
        if full:
            best.pop(0)
    best.reverse()
    return best


def top_n__cmp_to_key_at_the_end(items, n):
    if n < 0:
        raise ValueError("n")
    source, heap = iter(items), []
    for item in islice(source, n):
        heapq.heappush(heap, item)
    if heap:
        for item in source:
            if not item <= heap[0]:
                heapq.heapreplace(heap, item)
    return sorted(heap, key=cmp_to_key(lambda a, b: (a < b) - (b < a)))


def top_n__numpy_holds_the_places(items, n):
    """An object array as the heap."""
    if n < 0:
        raise ValueError("n")
    heap, size = np.empty(n, dtype=object), 0
    for item in items:
        if size < n:
            heap[size] = item
            place, size = size, size + 1
            while place and heap[place] < heap[(place - 1) // 2]:
                parent = (place - 1) // 2
                heap[place], heap[parent] = heap[parent], heap[place]
                place = parent
        elif n and item > heap[0]:
            heap[0] = item
            lower.sift_down__hole(heap, 0, n)
    return sorted((heap[k] for k in range(size)), reverse=True)
