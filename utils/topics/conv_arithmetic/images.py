"""Convolutions of small images with a switch for each mistake, and generated images of small whole numbers."""
from __future__ import annotations

import numpy as np

FORBIDDEN = ("torch.nn", "torch.conv", "scipy.signal")

# sums of small whole numbers: a sound answer is off by rounding only, one by way of the Fourier transform a little more
TOLERANCE = {"tolerance": 1e-9, "absolute": 1e-5}

VALUES = np.array([0.0, 1, -1, 2, 3, -2, 4, -3])


def counted(*shape, start=1):
    """1, 2, 3, … in an array of this shape."""
    return np.arange(start, start + np.prod(shape), dtype=float).reshape(shape)


def mixed(*shape, seed=0):
    """Small whole numbers of either sign, the same each time."""
    return np.random.default_rng(seed).integers(-3, 5, shape).astype(float)


def tensors(*arrays):
    """torch tensors in float64 that share no memory with the arrays."""
    import torch

    return tuple(torch.tensor(np.asarray(array, dtype=float)) for array in arrays)


def framed(x, before, after=None, axes=(2, 3)):
    """`x` with rows and columns of zeros around it."""
    sides = (before, before if after is None else after)
    return np.pad(x, [sides if axis in axes else (0, 0) for axis in range(4)])


def windows(x, height, width, stride=1, dilation=1):
    """Every window, (N, C, H', W', KH, KW)."""
    extent = (dilation * (height - 1) + 1, dilation * (width - 1) + 1)
    seen = np.lib.stride_tricks.sliding_window_view(x, extent, axis=(2, 3))
    return seen[:, :, ::stride, ::stride, ::dilation, ::dilation]


def correlated(x, w, stride=1, dilation=1):
    """Plain convolution of one group, without padding."""
    return np.einsum("ncyxij,ocij->noyx", windows(x, *w.shape[2:], stride, dilation), w)


def stamped(x, w, step, size, how="add"):
    """Each pixel of `x` times its kernel, laid down every `step` pixels in zeros of `size`; `w` is (C_in, C_out, KH, KW).

    `how` is what becomes of an overlap: ``"add"``, or the ``"last"`` or the ``"first"`` stamp shows.
    """
    out = np.zeros((len(x), w.shape[1], *size), dtype=np.result_type(x, w))
    for y, z in sorted(np.ndindex(*x.shape[2:]), reverse=how == "first"):
        there = out[:, :, y * step:y * step + w.shape[2], z * step:z * step + w.shape[3]]
        stamp = np.einsum("nc,coij->noij", x[:, :, y, z], w)[:, :, :there.shape[2], :there.shape[3]]
        there[...] = there + stamp if how == "add" else stamp
    return out


def arrays(shape, dtype=float):
    """A strategy of arrays of one shape; bytes cost one draw and shrink to zeros."""
    from hypothesis import strategies as st

    count = int(np.prod(shape))
    return st.binary(min_size=count, max_size=count).map(
        lambda drawn: VALUES[np.frombuffer(drawn, np.uint8) % len(VALUES)].reshape(shape).astype(dtype))


def layouts():
    """How arrays lie in memory; plain most of the time."""
    from hypothesis import strategies as st

    return st.sampled_from(["plain"] * 6 + ["readonly", "strided"])


def dtypes():
    from hypothesis import strategies as st

    return st.sampled_from([np.float64] * 5 + [np.float32])
