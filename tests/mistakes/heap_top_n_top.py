"""Wrong answers to exercise 4 of topic 06 that no misconception lists. One function a mistake: `NAME__mistake`."""
import heapq

from answers import heap_top_n_top as right


def top_n__n_plus_one(items, n):
    return right.top_n__heapreplace(items, n + 1) if n >= 0 else right.top_n__heapreplace(items, n)


def top_n__drops_the_last_item(items, n):
    return right.top_n__heapreplace(list(items)[:-1], n)


def top_n__first_n_sorted(items, n):
    if n < 0:
        raise ValueError
    return sorted([item for item, _ in zip(items, range(n))], reverse=True)


def top_n__always_lets_in(items, n):
    """Replaces the root whatever comes."""
    if n < 0:
        raise ValueError
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif n:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


def top_n__compares_with_the_last(items, n):
    if n < 0:
        raise ValueError
    heap = []
    for item in items:
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif n and item > heap[-1]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


def top_n__zero_as_a_start(items, n):
    """n zeros that are never taken out."""
    if n < 0:
        raise ValueError
    heap = [0] * n
    for item in items:
        if n and item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


def top_n__refuses_more_than_there_are(items, n):
    items = list(items)
    if n < 0 or n > len(items):
        raise ValueError
    return right.top_n__heapreplace(items, n)


def top_n__index_error_for_negative(items, n):
    if n < 0:
        raise IndexError
    return right.top_n__heapreplace(items, n)


def top_n__negative_only_with_items(items, n):
    items = list(items)
    return right.top_n__heapreplace(items, n) if items else []


def top_n__heap_twice_as_large(items, n):
    """2n survivors, of which n are handed out."""
    return right.top_n__heapreplace(items, 2 * n)[:n]


def top_n__sorts_in_batches(items, n):
    """Right, but holds a hundred more than n."""
    if n < 0:
        raise ValueError
    kept = []
    for item in items:
        kept.append(item)
        if len(kept) == n + 100:
            kept = sorted(kept, reverse=True)[:n]
    return sorted(kept, reverse=True)[:n]


def top_n__two_passes(items, n):
    """Goes through the iterable twice: an iterator is empty then."""
    count = sum(1 for _ in items)
    return right.top_n__heapreplace(items, min(n, count))


def top_n__lazy(items, n):
    yield from right.top_n__heapreplace(items, n)


def top_n__as_a_set(items, n):
    return set(right.top_n__heapreplace(items, n))


def top_n__true_items_only(items, n):
    """Takes an item that is 0 for the end."""
    stream = iter(items)
    return right.top_n__heapreplace(iter(lambda: next(stream, 0) or 0, 0), n)
