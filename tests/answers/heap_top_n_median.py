"""Right answers to exercise 7 of topic 06, each in a style of its own. One function a style: `NAME__style`."""
import bisect
import heapq
from fractions import Fraction

import numpy as np


def running_median__two_heaps(stream):
    low, high = [], []
    for item in stream:
        if len(low) == len(high):
            heapq.heappush(low, -heapq.heappushpop(high, item))
            yield -low[0]
        else:
            heapq.heappush(high, -heapq.heappushpop(low, -item))
            yield (high[0] - low[0]) / 2


def running_median__pushes_and_evens_out(stream):
    lower, upper = [], []
    for x in stream:
        if lower and x > -lower[0]:
            heapq.heappush(upper, x)
        else:
            heapq.heappush(lower, -x)
        if len(lower) > len(upper) + 1:
            heapq.heappush(upper, -heapq.heappop(lower))
        elif len(upper) > len(lower):
            heapq.heappush(lower, -heapq.heappop(upper))
        if len(lower) > len(upper):
            yield float(-lower[0])
        else:
            yield (-lower[0] + upper[0]) / 2.0


def running_median__upper_is_larger(stream):
    small, large = [], []
    for value in stream:
        heapq.heappush(small, -heapq.heappushpop(large, value))
        if len(small) > len(large):
            heapq.heappush(large, -heapq.heappop(small))
        yield large[0] if len(large) > len(small) else 0.5 * (large[0] - small[0])


def running_median__insort(stream):
    """One sorted list and binary search: few comparisons, though many moves."""
    seen = []
    for item in stream:
        bisect.insort(seen, item)
        half = len(seen) // 2
        yield seen[half] if len(seen) % 2 else (seen[half - 1] + seen[half]) / 2


def running_median__next_and_return(stream):
    low, high, source = [], [], iter(stream)
    while True:
        try:
            item = next(source)
        except StopIteration:
            return
        heapq.heappush(low, -item)
        heapq.heappush(high, -heapq.heappop(low))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield -low[0] if len(low) != len(high) else np.mean([-low[0], high[0]])


class Medians:
    """An iterator of the learner's own."""

    def __init__(self, stream):
        self.stream, self.low, self.high = iter(stream), [], []

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self.stream)
        heapq.heappush(self.high, -heapq.heappushpop(self.low, -item))
        if len(self.low) < len(self.high):
            heapq.heappush(self.low, -heapq.heappop(self.high))
        return -self.low[0] if len(self.low) > len(self.high) else (self.high[0] - self.low[0]) / 2


def running_median__class(stream):
    return Medians(stream)


def running_median__generator_expression(stream):
    low, high = [], []

    def step(item):
        heapq.heappush(high, -heapq.heappushpop(low, -item))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        return -low[0] if len(low) > len(high) else (high[0] + -low[0]) / 2

    return (step(item) for item in stream)


def running_median__map(stream):
    heaps = ([], [])

    def step(item):
        low, high = heaps
        if not high or item >= high[0]:
            heapq.heappush(high, item)
        else:
            heapq.heappush(low, -item)
        if len(high) > len(low) + 1:
            heapq.heappush(low, -heapq.heappop(high))
        if len(low) > len(high):
            heapq.heappush(high, -heapq.heappop(low))
        return high[0] if len(high) > len(low) else -low[0] + (high[0] + low[0]) / 2

    return map(step, stream)


def running_median__fractions(stream):
    for median in running_median__insort(stream):
        yield Fraction(median)


def running_median__own_heaps(stream):
    """Both heaps written out, one of them upside down."""
    def push(heap, item, before):
        heap.append(item)
        place = len(heap) - 1
        while place and before(heap[place], heap[(place - 1) // 2]):
            parent = (place - 1) // 2
            heap[place], heap[parent] = heap[parent], heap[place]
            place = parent

    def pop(heap, before):
        heap[0], heap[-1] = heap[-1], heap[0]
        item, place = heap.pop(), 0
        while (child := 2 * place + 1) < len(heap):
            if child + 1 < len(heap) and before(heap[child + 1], heap[child]):
                child += 1
            if not before(heap[child], heap[place]):
                break
            heap[place], heap[child] = heap[child], heap[place]
            place = child
        return item

    low, high = [], []
    for item in stream:
        push(low, item, lambda a, b: a > b)
        push(high, pop(low, lambda a, b: a > b), lambda a, b: a < b)
        if len(high) > len(low):
            push(low, pop(high, lambda a, b: a < b), lambda a, b: a > b)
        yield low[0] if len(low) > len(high) else (low[0] + high[0]) / 2


def running_median__library_median_of_two(stream):
    """The library is asked for the median of two roots, not of all items."""
    low, high = [], []
    for item in stream:
        heapq.heappush(low, -heapq.heappushpop(high, item))
        if len(low) > len(high):
            heapq.heappush(high, -heapq.heappop(low))
        yield high[0] if len(high) > len(low) else float(np.median([-low[0], high[0]]))
