"""smooth_l1: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Number, Parts
from ...strategies import layouts
from ...threads import one_thread
from .inputs import FORBIDDEN
from .loss_rules import (
    _accepts,
    _pieces,
    _wrong,
    asserted,
    bad_input,
    beta_is_one,
    ends_at_one,
    in_python,
    line,
    pieces,
    sign_forgotten,
    slope_at_zero,
    smooth,
    smooth_l1,
    square,
    total,
    unequal,
    up_to_beta,
    with_sigma,
)


@one_thread()
def loss_oracle(prediction, target, beta=1.0):
    """torch's loss and the gradient that its autograd gives, in float64."""
    import torch

    # torch broadcasts with a warning, and raises RuntimeError where beta is negative
    if np.shape(prediction) != np.shape(target) or beta < 0:
        raise ValueError("unequal shapes or a negative beta")
    p = torch.tensor(np.asarray(prediction, dtype=float), requires_grad=True)
    loss = torch.nn.functional.smooth_l1_loss(p, torch.tensor(np.asarray(target, dtype=float)), beta=float(beta))
    loss.backward()
    return loss.item(), p.grad.numpy()


def loss_inputs():
    """Differences of quarters round beta, in one to three dimensions; now and then shapes that differ or a negative beta."""
    from hypothesis import strategies as st

    pair = st.tuples(st.integers(-12, 12), st.integers(-12, 12))
    shaped = st.one_of([st.tuples(st.just(shape), st.lists(pair, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
                        for shape in [(1,), (3,), (2, 4), (1, 4), (4, 1), (2, 1, 3)]])
    betas = st.sampled_from([None, None, 1.0, 2.0, 0.5, 0.25, 1, 3, 0.0, 0, 0.0, -1.0])
    dtypes = st.sampled_from([np.float64, np.float64, np.float32, np.int64])
    other = st.sampled_from([None] * 9 + [1, 2, 3])

    def build(shaped, beta, dtype, other, layout):
        shape, pairs = shaped
        both = np.array(pairs) * (1.0 if dtype is np.int64 else 0.25)  # (elements, 2)
        prediction, target = (both[:, k].reshape(shape).astype(dtype) for k in (0, 1))
        if other is not None:  # shapes that NumPy would broadcast
            target = [target[..., :1], target[None], target[:1]][other - 1]
        return Case((prediction, target), {} if beta is None else {"beta": beta}, layout=layout)

    return st.builds(build, shaped, betas, dtypes, other, layouts())


def unusual(c: Case) -> bool:
    """Whether the arguments are refused, or beta is 0."""
    beta = c.args[2] if len(c.args) > 2 else c.kwargs.get("beta", 1.0)
    return beta == 0 or bad_input(*c.args[:2], beta)


ROW = np.array([0.5, -0.5, 3.0, -2.0])
ZERO = np.zeros(4)
P = np.array([[0.25, -0.5, 2.0, -3.0], [1.5, 0.0, -0.75, 1.0]])
T = np.array([[0.0, 0.25, -1.0, 1.0], [1.5, 0.5, 0.25, -1.5]])

SMOOTH_L1 = Exercise(
    name="smooth_l1",
    oracle=loss_oracle,
    returns=Parts(loss=Number(), gradient=Array("float", "a float array of the prediction's shape")),
    cases=(
        case(np.array([0.5]), np.array([0.0]), why="inside: 1/8, slope 1/2; the absolute value and the square without the half differ"),
        case(np.array([3.0]), np.array([0.0]), why="outside: 2.5, slope 1; without the offset 3"),
        case(np.array([1.0]), np.array([4.0]), why="the prediction below the target: slope -1"),
        case(np.array([1.0]), np.array([0.0]), why="where the pieces meet: 1/2 and 1 from either side"),
        case(ROW, ZERO, why="four elements: the mean of the losses, and slopes over 4"),
        case(ROW, ROW, why="no difference: 0 and zeros"),
        case(P, T, why="two rows of four: the mean over all eight, not over the rows"),
        case(P.T, T.T, why="four rows of two"),
        case(P.reshape(2, 2, 2), T.reshape(2, 2, 2), why="three dimensions"),
        case(P, T, 0.5, why="beta by position, 1/2: the quadratic piece is steeper, the offset smaller"),
        case(P, T, beta=2.0, why="beta by name, 2: not divided by it the pieces do not meet; Huber's loss is twice as large"),
        case(P, T, beta=3, why="an integer beta, larger than most differences"),
        case(P, T, beta=1e-3, why="a small beta: nearly L1"),
        case(ROW, ZERO, beta=0.0, why="beta 0 is L1: refused or divided by, it fails"),
        case(P, T, beta=0, why="L1 with a difference of exactly 0: slope 0, where `<=` makes it 0/0"),
        case(ROW, ROW, beta=0.0, why="L1 with no difference at all"),
        case(P * 1e4, T * 1e4, why="large differences: the square must not count"),
        case(P * 1e-4, T * 1e-4, why="small ones: every one is inside, losses near 1e-8"),
        case(np.array([[3, -2], [0, 5]]), np.array([[3, 1], [2, 4]]), why="integers count as float64"),
        case(np.array([[3, -2], [0, 5]]), np.array([[3, 1], [2, 4]]), beta=2, why="integers and an integer beta"),
        case(np.array([0.3, 0.7]), np.array([0.1, -0.9]), why="tenths, which float32 rounds: an answer that works in it is off by 1e-8"),
        case(P.astype(np.float32), T.astype(np.float32), why="float32 in: a gradient of that width or more"),
        case(P, T[0], why="(2, 4) and (4,): NumPy would broadcast, ValueError is wanted"),
        case(P, T[:, :1], why="(2, 4) and (2, 1): the column that a network puts out"),
        case(ROW, ROW[:, None], why="(4,) and (4, 1) broadcast to (4, 4): the classic silent bug"),
        case(ROW[:, None], ROW[None], why="(4, 1) and (1, 4): as many numbers, another shape"),
        case(P, T[None], why="(2, 4) and (1, 2, 4): the same numbers, another shape"),
        case(P, T.reshape(4, 2), why="(2, 4) and (4, 2): the same size, another shape"),
        case(P, T, beta=-1.0, why="a negative beta raises ValueError"),
        case(ROW, ROW, beta=-0.5, why="even where nothing differs"),
        case(P, T, layout="readonly", why="read-only: an answer that works in place fails"),
        case(P, T, beta=0.5, layout="strided", why="every second row of larger arrays"),
    ),
    generate=loss_inputs,
    misconceptions=(
        Misconception("no_offset", "beyond beta the loss is `|d| - 0.5 * beta`: without the offset it jumps where the pieces meet.",
                      *_pieces(square, lambda size, beta: size)),
        Misconception("not_divided_by_beta", "the quadratic piece is `0.5 * d**2 / beta`; only for beta = 1 does the division not show.",
                      *_pieces(lambda d, beta: 0.5 * d**2, line, lambda d, beta: d),
                      *_pieces(lambda d, beta: 0.5 * d**2, line),
                      *_pieces(square, line, lambda d, beta: d),
                      *_pieces(lambda d, beta: 0.5 * d**2, lambda size, beta: size - 0.5, lambda d, beta: d),
                      *_pieces(lambda d, beta: 0.5 * d**2 * beta, line, lambda d, beta: d * beta)),
        Misconception("other_offset", "beyond beta half of *beta* is taken off, `|d| - 0.5 * beta`: only then do the pieces meet.",
                      *_pieces(square, lambda size, beta: size - 0.5), *_pieces(square, lambda size, beta: size - beta)),
        Misconception("sigma_for_beta", "that is the form with sigma: its beta is `1 / sigma**2`, and here beta itself is given.",
                      *_wrong(rule=with_sigma)),
        Misconception("huber", "that is Huber's loss, which is beta times this one: its slope beyond beta is beta, here it is 1.",
                      *_pieces(lambda d, beta: 0.5 * d**2, lambda size, beta: beta * (size - 0.5 * beta),
                                          lambda d, beta: d, lambda d, beta: beta * np.sign(d))),
        Misconception("no_half", "the quadratic piece carries a factor 1/2: only with it is its slope at beta 1, like the line's.",
                      *_pieces(lambda d, beta: d**2 / beta, line, lambda d, beta: 2 * d / beta),
                      *_pieces(lambda d, beta: d**2 / beta, line),
                      *_pieces(lambda d, beta: d**2 / beta, lambda size, beta: size, lambda d, beta: 2 * d / beta)),
        Misconception("squared_error", "that is the squared error: beyond beta the loss grows as a line, so that outliers do not rule.",
                      *_wrong(rule=lambda d, beta: (0.5 * d**2, d)), *_wrong(rule=lambda d, beta: (d**2, 2 * d)),
                      *_wrong(rule=lambda d, beta: (0.5 * d**2 / beta if beta else np.abs(d), d / beta if beta else np.sign(d)))),
        Misconception("absolute_error", "that is L1: within beta of 0 the loss is a parabola, so that the slope goes to 0 with the error.",
                      *_wrong(rule=lambda d, beta: (np.abs(d), np.sign(d)))),
        Misconception("beta_ignored", "`beta` says where the parabola ends: here it is 1 whatever was asked for.",
                      *_wrong(rule=beta_is_one), *_wrong(rule=ends_at_one)),
        Misconception("sum_for_mean", "the loss is the mean over all elements, and its gradient is divided by their number too.",
                      *_wrong(mean=total, share=lambda d: 1), *_wrong(mean=total)),
        Misconception("gradient_of_the_sum", "the gradient belongs to the mean: divide it by the number of elements, like the loss.",
                      *_wrong(share=lambda d: 1)),
        Misconception("mean_over_rows", "the mean is over all elements, not over the rows alone: divide by `size`, not by `len`.",
                      *_wrong(mean=lambda values: values.sum() / len(values), share=len), *_wrong(share=len),
                      *_wrong(mean=lambda values: values.sum() / len(values)),
                      *_wrong(mean=lambda values: values.sum(axis=-1).mean(), share=lambda d: d.size / d.shape[-1]),
                      *_wrong(mean=lambda values: values.sum(axis=-1).mean()), *_wrong(share=lambda d: d.size / d.shape[-1])),
        Misconception("gradient_reversed", "the gradient is asked for the prediction: it is positive where the prediction is too high.",
                      *_wrong(turn=-1.0)),
        Misconception("gradient_without_sign", "beyond beta the slope is the *sign* of the difference, -1 below the target.",
                      *_wrong(rule=pieces(square, line, outer_slope=lambda d, beta: np.ones_like(d))),
                      *_wrong(rule=lambda d, beta: (smooth(d, beta)[0], np.abs(smooth(d, beta)[1])))),
        Misconception("gradient_beyond_zero", "beyond beta the loss is a line, and the slope of a line is not 0.",
                      *_wrong(rule=pieces(square, line, outer_slope=lambda d, beta: np.zeros_like(d)))),
        Misconception("sign_forgotten", "the pieces are told apart by `|d|`, and the line is one of `|d|`: a negative difference is an "
                      "error too.", *_wrong(rule=sign_forgotten()), *_wrong(rule=sign_forgotten(slope=False)),
                      *_wrong(rule=sign_forgotten(value=False)),
                      *_wrong(rule=lambda d, beta: (np.where(np.abs(d) < beta, smooth(d, beta)[0], d - 0.5 * beta), smooth(d, beta)[1]))),
        Misconception("slope_at_zero", "where the difference is 0, so is the slope: `np.sign` says so, 1, -1 and `d / |d|` do not.",
                      *_wrong(rule=slope_at_zero(lambda d: np.where(d >= 0, 1, -1))),
                      *_wrong(rule=slope_at_zero(lambda d: np.where(d > 0, 1, -1))), *_wrong(rule=slope_at_zero(lambda d: d / np.abs(d)))),
        Misconception("slope_of_another_parabola", "the slope of `0.5 * d**2 / beta` is `d / beta`: the 1/2 and the 2 cancel.",
                      *(wrong for factor in (0.5, 2) for wrong in
                        _wrong(rule=pieces(square, line, lambda d, beta, factor=factor: factor * d / beta)))),
        Misconception("zero_over_zero", "with beta = 0 the parabola is 0/0: let it hold for `|d| < beta` only, or treat 0 apart.",
                      *_wrong(rule=up_to_beta), in_python),
        Misconception("zero_beta_refused", "beta = 0 is allowed, and means L1: only a negative beta raises ValueError.",
                      _accepts(lambda p, t, beta: bad_input(p, t, beta) or beta == 0)),
        Misconception("shapes_broadcast", "NumPy broadcasts (N,) against (N, 1) to (N, N) without a word: compare the shapes and raise "
                      "ValueError.", _accepts(lambda p, t, beta: beta < 0), _accepts(lambda p, t, beta: beta < 0 or len(p) != len(t)),
                      _accepts(lambda p, t, beta: beta < 0 or np.size(p) != np.size(t)),
                      _accepts(lambda p, t, beta: beta < 0 or np.ndim(p) != np.ndim(t))),
        Misconception("negative_beta_accepted", "a negative beta means nothing: raise ValueError.", _accepts(unequal),
                      lambda prediction, target, beta=1.0: smooth_l1(prediction, target, abs(beta))),
        Misconception("nothing_refused", "unequal shapes raise ValueError, and so does a negative beta.", _accepts(None)),
        Misconception("assertion", "`assert` raises AssertionError, and nothing at all under `python -O`: raise ValueError.", asserted),
    ),
    hints=("A parabola goes over into a line at beta. Which height and which slope must both have there?",
           "`prediction - target` has the shape of both; so have the loss of each element, its slope, and the gradient.",
           "Refuse unequal shapes and a negative beta. Below beta: half the square, over beta; slope: difference over beta. From beta "
           "on: size minus half of beta; slope: the sign. Mean of the losses; slopes over the number of elements."),
    praise="Why: half the square over beta and the shifted line agree at beta in height and slope. Usual traps: the offset, the "
           "division by beta, the sum for the mean. Next question: what is bad about L2 for boxes that are far off, and about L1 near 0?",
    forbidden=FORBIDDEN,
    equivalent={
        "prediction, target = (np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)) -> "
        "prediction, target = (np.asarray(prediction), np.asarray(target, dtype=float))":
            "target is float64 already, and so is the difference",
        "prediction, target = (np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)) -> "
        "prediction, target = (np.asarray(prediction, dtype=float), np.asarray(target))":
            "prediction is float64 already, and so is the difference",
        "prediction, target = (np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)) -> pass":
            "both are arrays by the docstring; every quotient and `beta / 2` make float64 of integers",
        "scale = beta or 1 -> scale = beta":
            "differs for beta = 0 alone, where no element is inside: NumPy warns of the quotients, and none is chosen",
        "inside = np.abs(d) < beta -> inside = np.abs(d) <= beta":
            "where |d| is beta both pieces have the value beta / 2 and the slope of the sign; for beta = 0, both have 0",
        "scale = beta or 1 -> scale = beta or 2": "only used for beta = 0, where no element is inside and no quotient is chosen",
        "scale = beta or 1 -> scale = beta or 0": "only used for beta = 0, where no element is inside and no quotient is chosen",
    },
    odd=unusual,
)
