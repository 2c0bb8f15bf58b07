"""Wrong answers to exercise 7 of topic 06 that no misconception lists. One function a mistake: `NAME__mistake`."""
import bisect
import heapq
import statistics

from answers import heap_top_n_median as right


def running_median__of_the_last_three(stream):
    window = []
    for item in stream:
        window = [*window, item][-3:]
        yield statistics.median(window)


def running_median__two_min_heaps(stream):
    low, high = [], []
    for item in stream:
        heapq.heappush(high, heapq.heappushpop(low, item))
        if len(high) > len(low):
            heapq.heappush(low, heapq.heappop(high))
        yield low[0] if len(low) > len(high) else (high[0] + low[0]) / 2


def running_median__odd_counts_only(stream):
    for count, median in enumerate(right.running_median__two_heaps(stream), 1):
        if count % 2:
            yield median


def running_median__last_only(stream):
    yield from list(right.running_median__two_heaps(stream))[-1:]


def running_median__one_behind(stream):
    """Gives the median of the items before this one."""
    before = None
    for median in right.running_median__two_heaps(stream):
        yield before
        before = median


def running_median__starts_with_nothing(stream):
    yield 0
    yield from right.running_median__two_heaps(stream)


def running_median__even_counts_always(stream):
    low, high = [], []
    for item in stream:
        heapq.heappush(high, -heapq.heappushpop(low, -item))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield (high[0] - low[0]) / 2 if high else -low[0]


def running_median__last_median(stream):
    """Returns the number, after all of them."""
    return statistics.median(stream)


def running_median__midrange(stream):
    low = high = None
    for item in stream:
        low = item if low is None else min(low, item)
        high = item if high is None else max(high, item)
        yield (low + high) / 2


def running_median__needs_its_length(stream):
    low = []
    for _ in range(len(stream)):
        bisect.insort(low, next(stream))
        half = len(low) // 2
        yield low[half] if len(low) % 2 else (low[half - 1] + low[half]) / 2


def running_median__true_items_only(stream):
    """Takes an item that is 0 for the end."""
    yield from right.running_median__two_heaps(iter(lambda: next(stream, 0) or 0, 0))


def running_median__from_the_second_on(stream):
    for count, median in enumerate(right.running_median__two_heaps(stream), 1):
        if count > 1:
            yield median
