"""What topic 06 races: numbers in random order, comparisons counted."""
from __future__ import annotations

import heapq
import random
from bisect import insort
from collections import Counter

from ...counting import Stream, Tally, counted
from ...racing import Race


def numbers(count: int, seed: int = 0) -> list[float]:
    """`count` numbers between 0 and 1 in random order."""
    draw = random.Random(seed)
    return [draw.random() for _ in range(count)]


def comparisons(answer, items, *more) -> int:
    """How many comparisons an answer makes of these items."""
    tally = Tally()
    answer(counted(items, tally), *more)
    return tally.comparisons


def by_shards(answer, shards, n) -> int:
    """How many comparisons an answer makes of the items of all shards."""
    tally = Tally()
    answer([counted(shard, tally) for shard in shards], n)
    return tally.comparisons


def sorted_by_heapq(items):
    """A heap sort of C functions."""
    heap = list(items)
    heapq.heapify(heap)
    return [heapq.heappop(heap) for _ in range(len(heap))]


def largest_of_shards(shards, n):
    """`heapq.merge` of all shards, cut off."""
    from itertools import islice

    return list(islice(heapq.merge(*shards, reverse=True), n))


def words(count: int) -> list[int]:
    """`count` numbers that stand for words: few are frequent, most are rare."""
    draw = random.Random(0)
    return [int(draw.paretovariate(0.5)) for _ in range(count)]


def most_common(items, k):
    """`Counter.most_common` without the counts."""
    return [item for item, _ in Counter(items).most_common(k)]


def by_insertion(stream):
    """One sorted list: a search of log n comparisons, and then half the list moves up, in C."""
    held = []
    for item in stream:
        insort(held, item)
        middle = len(held) // 2
        yield held[middle] if len(held) % 2 else (held[middle - 1] + held[middle]) / 2


def streamed(answer, stream) -> int:
    """How many comparisons an answer makes of the items of a stream, until it has ended."""
    tally = Tally()
    for _ in answer(Stream(stream, tally)):
        pass
    return tally.comparisons


SIZES = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
COUNTED = {"counted": "comparisons", "count": comparisons}
RACES = {
    "heapify": Race(SIZES, lambda n: (numbers(n),), "items", "heapq.heapify", heapq.heapify, **COUNTED),
    "heap_sort": Race(SIZES, lambda n: (numbers(n),), "items", "heapq", sorted_by_heapq, **COUNTED),
    "top_n": Race(SIZES, lambda n: (numbers(n), 10), "items, of which the 10 largest", "heapq.nlargest",
                  lambda items, n: heapq.nlargest(n, items), **COUNTED),
    "merge_top_n": Race(SIZES[:5], lambda n: ([sorted(numbers(n, k), reverse=True) for k in range(8)], n), "items wanted, of 8 shards",
                        "heapq.merge", largest_of_shards, counted="comparisons", count=by_shards),
    "top_k_frequent": Race(SIZES, lambda n: (words(n), 10), "items, of which the 10 most frequent", "most_common", most_common),
    "running_median": Race(SIZES, lambda n: (numbers(n),), "items", "bisect.insort", by_insertion, "comparisons", streamed),
}
