"""Oracles of topic 07's drills: the library's merge, counted, and brute force."""
import heapq
from bisect import bisect_right, insort
from collections import Counter
from functools import cache

import numpy as np


class Counted:
    """A number that counts how often two of its kind are looked at; `heapq.merge` tests for equality first, once each time."""

    looks = 0

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        Counted.looks += 1
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value


def counted_merge(left, right):
    """Comparisons that the library takes to merge two lists."""
    Counted.looks = 0
    list(heapq.merge([Counted(value) for value in left], [Counted(value) for value in right]))
    return Counted.looks


def hardest(values):
    """An order of sorted values in which every merge compares as long as it can: odd and even places taken apart."""
    if len(values) < 2:
        return values
    return hardest(values[::2]) + hardest(values[1::2])


def sort_cost(values):
    """Comparisons of a sort by halving, with the library's merge."""
    if len(values) < 2:
        return 0
    middle = len(values) - len(values) // 2
    left, right = values[:middle], values[middle:]
    return sort_cost(left) + sort_cost(right) + counted_merge(sorted(left), sorted(right))


@cache
def worst_case(n):
    return sort_cost(hardest(list(range(n))))


def by_insertion(items):
    """How many places the items of an insertion sort move."""
    done, moves = [], 0
    for item in items:
        moves += len(done) - bisect_right(done, item)
        insort(done, item)
    return moves


def across(left, right):
    return int((np.array(left)[:, None] > np.array(right)).sum())


def stopped(items, passes):
    """All blocks of 2 ** passes items, each sorted by NumPy; the last one filled up with what stays behind."""
    width = 2**passes
    filled = np.append(items, [10**6] * (-len(items) % width)).reshape(-1, width)
    return np.sort(filled, axis=1).ravel()[:len(items)].tolist()


def writes(size, memory, ways):
    """One number a gigabyte: runs that are really merged, and the writes of each number."""
    written, runs = Counter(), []
    for start in range(0, size, memory):
        runs.append(list(range(start, min(start + memory, size))))
        written.update(runs[-1])
    while len(runs) > 1:
        groups = [runs[start:start + ways] for start in range(0, len(runs), ways)]
        runs = [list(heapq.merge(*group)) for group in groups]
        for run in runs:
            written.update(run)
    assert len(set(written.values())) == 1
    return written[0]


@cache
def copied(k, m):
    """Items written when k lists are merged one after the other."""
    result, written = [0] * m, 0
    for number in range(1, k):
        result = list(heapq.merge(result, [number] * m))
        written += len(result)
    return written


ORACLES = {
    "merge_comparisons": counted_merge,
    "merge_sort_worst_case": worst_case,
    "inversions": by_insertion,
    "inversions_across": across,
    "bottom_up_trace": stopped,
    "external_passes": cache(writes),
    "merge_one_after_other": copied,
}
