"""What topic 07 races: numbers in random order, comparisons counted."""
from __future__ import annotations

import heapq
import os
import random
import shutil
import subprocess

from ...counting import Tally, counted
from ...racing import Race
from ..heap_top_n.races import COUNTED, numbers

SIZES = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)


def merged(answer, left, right) -> int:
    """How many comparisons an answer makes of the items of both lists."""
    tally = Tally()
    answer(counted(left, tally), counted(right, tally))
    return tally.comparisons


def merged_all(answer, iterables) -> int:
    """How many comparisons an answer makes of the items of all inputs."""
    tally = Tally()
    list(answer([counted(items, tally) for items in iterables]))
    return tally.comparisons


def merged_by_heapq(left, right, key=None):
    """`heapq.merge` as a list."""
    return list(heapq.merge(left, right, key=key))


def inversions(items) -> int:
    """From Kendall's tau: one pass of C, for items that are all different."""
    from scipy.stats import kendalltau

    pairs = len(items) * (len(items) - 1) / 2
    return round((1 - kendalltau(range(len(items)), items).statistic) / 2 * pairs)


def long_lines(count: int) -> list[str]:
    """`count` lines of an integer of up to 15 digits each."""
    draw = random.Random(0)
    return [f"{draw.randrange(-10**15, 10**15)}\n" for _ in range(count)]


def gnu_sort(source, target, max_items):
    """`sort -n`, which takes as much memory as it likes."""
    subprocess.run(["sort", "-n", "-o", str(target), str(source)], check=True, env={**os.environ, "LC_ALL": "C"})


GNU = {"library": "sort -n", "peer": gnu_sort} if os.name == "posix" and shutil.which("sort") else {}
RACES = {
    "merge": Race(SIZES, lambda n: (sorted(numbers(n, 1)), sorted(numbers(n, 2))), "items on each side", "heapq.merge",
                  merged_by_heapq, "comparisons", merged),
    "merge_sort": Race(SIZES, lambda n: (numbers(n),), "items", "sorted", sorted, **COUNTED),
    "merge_sort_bottom_up": Race(SIZES, lambda n: (numbers(n),), "items", "sorted", sorted, **COUNTED),
    "count_inversions": Race(SIZES, lambda n: (numbers(n),), "items", "scipy's tau", inversions, **COUNTED),
    "merge_k": Race(SIZES[:6], lambda n: ([sorted(numbers(n // 10, k)) for k in range(10)],), "items, of 10 inputs", "heapq.merge",
                    lambda iterables: heapq.merge(*iterables), "comparisons", merged_all),
    "external_sort": Race(SIZES, lambda n: (long_lines(n), None, n // 10), "integers, a tenth of them in memory", **GNU),
}
