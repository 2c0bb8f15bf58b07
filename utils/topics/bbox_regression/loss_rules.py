"""The smooth L1 loss with a switch for each mistake, and the rules, right and wrong, for one element."""
from __future__ import annotations

import numpy as np


def smooth(d, beta):
    """Value and slope of each element, as they should be."""
    size = np.abs(d)
    inner = size < beta
    below = beta if beta else 1.0  # no element is inside then
    return np.where(inner, 0.5 * d**2 / below, size - 0.5 * beta), np.where(inner, d / below, np.sign(d))


def pieces(inner_value, outer_value, inner_slope=lambda d, beta: d / beta, outer_slope=lambda d, beta: np.sign(d), closed=False):
    """A rule out of its two pieces; right ones where none is given. `closed`: the parabola holds at beta too, and 0 is treated apart."""
    def rule(d, beta):
        if closed and beta == 0:
            return smooth(d, beta)
        inner = np.abs(d) <= beta if closed else np.abs(d) < beta
        with np.errstate(all="ignore"):
            return (np.where(inner, inner_value(d, beta), outer_value(np.abs(d), beta)),
                    np.where(inner, inner_slope(d, beta), outer_slope(d, beta)))
    return rule


def square(d, beta):
    return 0.5 * d**2 / beta


def line(size, beta):
    return size - 0.5 * beta


def whole(values):
    return values.sum() / values.size


def bad_input(prediction, target, beta):
    return np.shape(prediction) != np.shape(target) or beta < 0


def smooth_l1(prediction, target, beta=1.0, rule=smooth, refuse=bad_input, mean=whole, share=lambda d: d.size, turn=1.0):
    """Loss and gradient with a switch for each mistake; `share` is what the slopes are divided by."""
    if refuse is not None and refuse(prediction, target, beta):
        raise ValueError("unequal shapes or a negative beta")
    d = np.asarray(prediction, dtype=float) - np.asarray(target, dtype=float)
    value, slope = rule(d, beta)
    return float(mean(value)), turn * slope / share(d)


def _wrong(**switches):
    """With the checks of the arguments and without them."""
    return (lambda prediction, target, beta=1.0: smooth_l1(prediction, target, beta, **switches),
            lambda prediction, target, beta=1.0: smooth_l1(prediction, target, beta, refuse=None, **switches))


def _pieces(*rules, **more):
    """Wrong pieces, with the parabola below beta and up to it."""
    return tuple(wrong for closed in (False, True) for wrong in _wrong(rule=pieces(*rules, closed=closed, **more)))


def _accepts(refuse, rule=smooth):
    return lambda prediction, target, beta=1.0: smooth_l1(prediction, target, beta, rule=rule, refuse=refuse)


def unequal(prediction, target, beta):
    return np.shape(prediction) != np.shape(target)


def total(values):
    return values.sum()


def beta_is_one(d, beta):
    return smooth(d, 1.0)


def ends_at_one(d, beta):
    """beta has its place in both pieces, and none in where they meet."""
    below, inner = beta if beta else 1.0, np.abs(d) < 1
    return np.where(inner, square(d, below), line(np.abs(d), beta)), np.where(inner, d / below, np.sign(d))


def up_to_beta(d, beta):
    """Takes the quadratic piece at `|d| == beta` too, where beta = 0 leaves it 0/0."""
    inner = np.abs(d) <= beta
    with np.errstate(all="ignore"):
        d, beta = np.asarray(d), np.float64(beta)
        return np.where(inner, square(d, beta), line(np.abs(d), beta)), np.where(inner, d / beta, np.sign(d))


def in_python(prediction, target, beta=1.0):
    """The same, number by number: ZeroDivisionError where NumPy gives nan."""
    if bad_input(prediction, target, beta):
        raise ValueError("unequal shapes or a negative beta")
    d = (np.asarray(prediction, dtype=float) - np.asarray(target, dtype=float)).ravel().tolist()
    value = [0.5 * x * x / beta if abs(x) <= beta else abs(x) - 0.5 * beta for x in d]
    slope = [x / beta if abs(x) <= beta else np.sign(x) for x in d]
    return sum(value) / len(value), np.reshape(slope, np.shape(prediction)) / len(d)


def asserted(prediction, target, beta=1.0):
    assert not bad_input(prediction, target, beta)
    return smooth_l1(prediction, target, beta)


def slope_at_zero(slope):
    """The right loss; the slope beyond beta is `slope(d)`, which is not 0 where d is."""
    def rule(d, beta):
        with np.errstate(all="ignore"):
            return smooth(d, beta)[0], np.where(np.abs(d) < beta, smooth(d, beta)[1], slope(d))
    return rule


def sign_forgotten(value=True, slope=True):
    """Asks `d < beta` where it should ask `|d| < beta`: every negative difference is inside."""
    def rule(d, beta):
        below = beta if beta else 1.0
        good = smooth(d, beta)
        return (np.where(d < beta, 0.5 * d**2 / below, d - 0.5 * beta) if value else good[0],
                np.where(d < beta, d / below, np.sign(d)) if slope else good[1])
    return rule


def with_sigma(d, beta):
    """Fast R-CNN's code: sigma * d, with the pieces meeting at 1 / sigma²."""
    if beta == 0:
        return np.abs(d), np.sign(d)
    return smooth(d, 1 / beta**2)
