"""Topic 06's claims of speed."""
from __future__ import annotations

import heapq

import numpy as np

from ...codas import coda
from ...contests import Contest
from .races import numbers

LENGTH, WANTED = 10_000_000, 100


def array():
    """Ours and `np.partition` of the whole array, which leaves the largest unsorted."""
    ours, values = coda("top_n"), np.random.default_rng(0).random(LENGTH)
    return (lambda: ours(values, WANTED), lambda: np.partition(values, LENGTH - WANTED)[LENGTH - WANTED:],
            lambda mine, other: mine == sorted(other.tolist(), reverse=True))


def iterator():
    """Ours and `heapq.nlargest`, both over a new iterator of the same list."""
    ours, values = coda("top_n"), numbers(LENGTH)
    return lambda: ours(iter(values), WANTED), lambda: heapq.nlargest(WANTED, iter(values)), list.__eq__


CONTESTS = {
    "top_array": Contest("the 100 largest of 10⁷ numbers of an array, float64", "np.partition", 0.08, array),
    "top_iterator": Contest("the 100 largest of 10⁷ floats of an iterator", "heapq.nlargest", 1.2, iterator),
}
