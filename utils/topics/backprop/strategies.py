"""Generated arrays of small whole numbers, so that counterexamples shrink to something readable."""
from __future__ import annotations

import numpy as np


def numbers(most: int, low: int = -3, high: int = 3):
    """Strategies of lists of 0, 1, …, `most` small whole numbers; made once, since making one costs more than a draw."""
    from hypothesis import strategies as st

    digit = st.integers(low, high)
    return [st.lists(digit, min_size=count, max_size=count) for count in range(most + 1)]


def array(draw, lists, shape, dtype=np.float64) -> np.ndarray:
    """One array of `shape` out of the strategies that `numbers` made."""
    return np.array(draw(lists[int(np.prod(shape))]), dtype=dtype).reshape(shape)


def written(*shape, seed=0, low=-4, high=5) -> np.ndarray:
    """A float array of small whole numbers, the same in every run, for a case that is written by hand."""
    return np.random.default_rng(seed).integers(low, high, shape).astype(float)
