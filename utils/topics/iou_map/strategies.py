"""Generated boxes and scores: small whole numbers on a grid, so that counterexamples shrink to something readable."""
from __future__ import annotations

import numpy as np


def exactly(choices, most: int) -> list:
    """Strategies of lists of 0, 1, …, `most` items out of `choices`; made once, since making one costs more than a draw."""
    from hypothesis import strategies as st

    return [st.lists(st.sampled_from(choices), min_size=count, max_size=count) for count in range(most + 1)]


def dtypes():
    from hypothesis import strategies as st

    return st.sampled_from([np.float64, np.float64, np.float64, np.float32, np.int64])


def box_arrays(most: int = 4, shortest: int = 0, longest: int = 6, start=(-4, 8),
               scales=(1.0, 0.25, 10.0, 0.01, 1000.0)):
    """A strategy of (N, 4) float64 xyxy boxes, sides of `shortest` to `longest` grid steps, one scale for all boxes."""
    from hypothesis import strategies as st

    corner, side = st.integers(*start), st.integers(shortest, longest)
    rows = st.lists(st.tuples(corner, corner, side, side), max_size=most)
    return st.builds(_boxes, rows, st.sampled_from(scales))


def _boxes(rows, scale):
    return np.array([[x, y, x + w, y + h] for x, y, w, h in rows], dtype=float).reshape(-1, 4) * scale


def cast(boxes: np.ndarray, dtype) -> np.ndarray:
    """The boxes in another dtype; rounding keeps x1 <= x2."""
    return (np.rint(boxes) if dtype is np.int64 else boxes).astype(dtype)
