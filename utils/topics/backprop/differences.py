"""Numerical gradients with the mistakes that people make in them."""
from __future__ import annotations

import numpy as np


def slope(above, below, distance):
    return (above - below) / distance


def differences(f, x, eps=1e-5, kind="central", below=2, start=float, result=None, quotient=slope):
    """Numerical gradient with a switch for each mistake; `start` is the dtype worked in, None that of `x`."""
    x = np.array(x, dtype=start)
    gradient = np.zeros(x.shape, dtype=result)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + (eps if kind != "backward" else 0)
        above = f(x)
        x[place] = kept - (eps if kind != "forward" else 0)
        low = f(x)
        x[place] = kept
        gradient[place] = quotient(above, low, below * eps)
    return gradient


def forward(f, x, eps=1e-5):
    """The forward difference, `f(x)` worked once."""
    x = np.array(x, dtype=float)
    here, gradient = f(x), np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        moved = x.copy()
        moved[place] += eps
        gradient[place] = (f(moved) - here) / eps
    return gradient


def forward_each(f, x, eps=1e-5):
    """The forward difference, `f` of the point as it was given worked anew each time."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        moved = np.array(x, dtype=float)
        moved[place] += eps
        gradient[place] = (f(moved) - f(x)) / eps
    return gradient


def backward(f, x, eps=1e-5):
    return differences(f, x, eps, kind="backward", below=1)


def left_in(restored="not at all", convert=False):
    """Works in `x` itself; afterwards `x` is not what it was, or not to the last bit."""
    def wrong(f, x, eps=1e-5):
        x = np.asarray(x, dtype=float) if convert else x
        gradient = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            if restored == "plus only":
                x[place] += eps
                above = f(x)
                x[place] -= 2 * eps
                gradient[place] = (above - f(x)) / (2 * eps)
            elif restored == "minus first":
                x[place] -= eps
                below = f(x)
                x[place] += 2 * eps
                gradient[place] = (f(x) - below) / (2 * eps)
                x[place] -= eps
            elif restored == "twice":
                x[place] += eps
                above = f(x)
                x[place] -= eps
                x[place] -= eps
                below = f(x)
                x[place] += eps
                gradient[place] = (above - below) / (2 * eps)
            else:
                x[place] += eps
                above = f(x)
                x[place] -= 2 * eps
                below = f(x)
                x[place] += eps if restored == "by adding" else 0
                gradient[place] = (above - below) / (2 * eps)
        return gradient

    return wrong


def left_raised(f, x, eps=1e-5):
    """Sets each entry to its value + eps, then - eps, from what was kept, and leaves it there."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + eps
        above = f(x)
        x[place] = kept - eps
        gradient[place] = (above - f(x)) / (2 * eps)
    return gradient


def left_in_copy(f, x, eps=1e-5):
    """A copy, but one for all entries: the step stays in it for those that follow."""
    moved, gradient = np.array(x, dtype=float), np.zeros(np.shape(x))
    for place in np.ndindex(moved.shape):
        moved[place] += eps
        above = f(moved)
        moved[place] -= 2 * eps
        gradient[place] = (above - f(moved)) / (2 * eps)
    return gradient


def all_at_once(f, x, eps=1e-5):
    """Moves every entry together."""
    x = np.asarray(x, dtype=float)
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps)) if x.size else np.zeros(x.shape)


def in_dtype(result_too):
    """Steps in the dtype of `x`, as ``x.copy()`` gives it."""
    return lambda f, x, eps=1e-5: differences(f, x, eps, start=None, result=x.dtype if result_too else float)


def in_place_dtype(f, x, eps=1e-5):
    """Steps in `x` itself, whatever its dtype, and puts the entry back."""
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        kept = x[place].copy()
        x[place] = kept + eps
        above = f(x)
        x[place] = kept - eps
        below = f(x)
        x[place] = kept
        gradient[place] = (above - below) / (2 * eps)
    return gradient


def in_ravel(f, x, eps=1e-5):
    """Steps in ``x.ravel()``: of the dtype of `x`, and a copy that `f` does not see where the memory has gaps."""
    gradient, flat = np.zeros(x.size), x.ravel()
    for place in range(x.size):
        kept = flat[place]
        flat[place] = kept + eps
        above = f(x)
        flat[place] = kept - eps
        below = f(x)
        flat[place] = kept
        gradient[place] = (above - below) / (2 * eps)
    return gradient.reshape(x.shape)


def in_flat_copy(f, x, eps=1e-5):
    """Steps in ``x.flatten()``, a copy that `f` does not see."""
    x = np.asarray(x, dtype=float)
    return np.full(x.shape, (f(x) - f(x)) / (2 * eps)) if x.size else np.zeros(x.shape)


def under_two_names(convert):
    """``above = x; below = x``: one array under two names."""
    def wrong(f, x, eps=1e-5):
        x = np.array(x, dtype=float) if convert else x
        gradient = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            above, below = x, x
            above[place] = above[place] + eps
            below[place] = below[place] - eps
            gradient[place] = (f(above) - f(below)) / (2 * eps)
        return gradient

    return wrong


def along_first_axis(count=len):
    """One index for each entry, so right for one axis only; with `len` whole rows are moved."""
    def wrong(f, x, eps=1e-5):
        x = np.asarray(x, dtype=float)
        gradient = np.zeros(x.shape)
        for place in range(count(x)):
            above, below = x.copy(), x.copy()
            above[place] += eps
            below[place] -= eps
            gradient[place] = (f(above) - f(below)) / (2 * eps)
        return gradient

    return wrong


def by_unit_vectors(f, x, eps=1e-5):
    """Right for one axis."""
    x = np.asarray(x, dtype=float)
    return np.array([(f(x + eps * e) - f(x - eps * e)) / (2 * eps) for e in np.eye(len(x))])


def two_loops(f, x, eps=1e-5):
    """Right for two axes."""
    x = np.asarray(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            above, below = x.copy(), x.copy()
            above[i, j] += eps
            below[i, j] -= eps
            gradient[i, j] = (f(above) - f(below)) / (2 * eps)
    return gradient


def result_in_dtype(f, x, eps=1e-5):
    """Right, but stored in an array like `x`."""
    return differences(f, x, eps, result=np.asarray(x).dtype)


def default_ignored(step):
    return lambda f, x, eps=1e-5: differences(f, x, step)


def other_default(step):
    return lambda f, x, eps=step: differences(f, x, eps)
