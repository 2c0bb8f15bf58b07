"""Inputs: short lists of small whole numbers, and long lists of a given shape."""
from __future__ import annotations

import heapq
import random

from ...exercise import Case
from .laws import below


def shuffled(count: int, seed: int = 0, span: int | None = None) -> list[int]:
    """`count` whole numbers in an order of no meaning; below `span`, with ties, where it is given."""
    chance = random.Random(seed)
    if span is not None:
        return [chance.randrange(span) for _ in range(count)]
    return chance.sample(range(count), count)


def rising(count: int) -> list[int]:
    """0, 1, 2, …"""
    return list(range(count))


def falling(count: int) -> list[int]:
    """… 3, 2, 1"""
    return list(range(count, 0, -1))


def few(most=8):
    """Up to `most` numbers from 0 to 9, ties likely."""
    from hypothesis import strategies as st

    return st.lists(st.integers(0, 9), max_size=most)


def ready(values: list, index: int, size: int) -> list:
    """The values, with a heap below each child of `index`."""
    values = list(values)
    for child in (2 * index + 1, 2 * index + 2):
        places = below(child, size)
        part = [values[place] for place in places]  # level by level, a subtree is laid out as a heap of its own
        heapq.heapify(part)
        for place, item in zip(places, part):
            values[place] = item
    return values


def sift_inputs():
    """Both subtrees of `index` are heaps; all else is arbitrary, and may lie beyond `size`."""
    from hypothesis import strategies as st

    def build(values, index, size):
        size = 1 + size % len(values)
        index %= size
        return Case((ready(values, index, size), index, size))

    place = st.integers(0, 15)
    # most of them from the root or near it, or there is nothing to sink through
    return st.builds(build, st.lists(st.integers(0, 9), min_size=1, max_size=15), st.integers(0, 2) | place, place)
