"""What the exercises of topic 04 share: what may not be called, and generated boxes, few and on a grid."""
from __future__ import annotations

import numpy as np

# every estimator's `fit` goes through sklearn.base; ridge_regression is a plain function of sklearn.linear_model
FORBIDDEN = ("torch.nn", "torchvision", "sklearn.base", "sklearn.linear_model")

# the float32 of 0.01 is rounded, and so is every difference of such numbers: that pair is left out
KINDS = ((np.float64, 1.0), (np.float64, 0.25), (np.float64, 10.0), (np.float64, 0.01), (np.float64, 1000.0),
         (np.float32, 1.0), (np.float32, 0.25), (np.float32, 10.0), (np.int64, 1.0), (np.int64, 10.0))


def kinds():
    """A strategy of (dtype, scale), float64 most of the time."""
    from hypothesis import strategies as st

    return st.sampled_from(KINDS)


def corner_row():
    """A strategy of one box (x1, y1, x2, y2) in whole numbers, sides of 1 to 6."""
    from hypothesis import strategies as st

    corner, side = st.integers(-4, 8), st.integers(1, 6)
    return st.builds(lambda x, y, w, h: (x, y, x + w, y + h), corner, corner, side, side)


def array(rows, dtype=float, scale: float = 1.0) -> np.ndarray:
    """Rows of four as an (N, 4) array, N = 0 included."""
    return (np.array(rows, dtype=float).reshape(-1, 4) * scale).astype(dtype)


def proper(boxes) -> bool:
    """Whether every box has a width and a height above 0, and there is one."""
    boxes = np.asarray(boxes, dtype=float).reshape(-1, 4)
    return bool(len(boxes)) and bool((boxes[:, 2:] > boxes[:, :2]).all())
