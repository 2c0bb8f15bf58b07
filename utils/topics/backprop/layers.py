"""linear_backward: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Parts
from ...strategies import layouts
from ...threads import one_thread
from .strategies import numbers, written
from .value import FORBIDDEN


@one_thread()
def linear_oracle(dout, x, w):
    """autograd through ``x @ w + b``, in float64."""
    import torch

    dout, x, w = (torch.from_numpy(np.ascontiguousarray(values, dtype=np.float64).copy()) for values in (dout, x, w))
    b = torch.zeros(w.shape[1], dtype=torch.float64)
    leaves = [leaf.requires_grad_() for leaf in (x, w, b)]
    (x @ w + b).backward(dout)
    return tuple(leaf.grad.numpy() for leaf in leaves)


def linear(dout, x, w, dx=lambda dout, x, w: dout @ w.T, dw=lambda dout, x, w: x.T @ dout, db=lambda dout, x, w: dout.sum(axis=0)):
    """The three gradients, each of which a mistake may replace."""
    return dx(dout, x, w), dw(dout, x, w), db(dout, x, w)


def _wrong(**parts):
    return lambda dout, x, w: linear(dout, x, w, **parts)


def either(good, bad):
    """`bad` where it has the shape that is wanted, `good` elsewhere: the mistake that only square shapes hide."""
    def part(dout, x, w):
        wanted = good(dout, x, w)
        try:
            found = bad(dout, x, w)
        except ValueError:
            return wanted
        return found if found.shape == wanted.shape else wanted

    return part


def mean_db(dout, x, w):
    return dout.mean(axis=0)


def mean_dw(dout, x, w):
    return x.T @ dout / len(x)


def right_dx(dout, x, w):
    return dout @ w.T


def right_dw(dout, x, w):
    return x.T @ dout


def untransposed_dx(dout, x, w):
    return dout @ w


def turned_dw(dout, x, w):
    return dout.T @ x


def untransposed_dw(dout, x, w):
    return x @ dout


def other_order(*places):
    return lambda dout, x, w: tuple(linear(dout, x, w)[place] for place in places)


def like(*places):
    """Some gradients written into an array like the argument that they belong to."""
    def wrong(dout, x, w):
        found = list(linear(dout, x, w))
        for place in places:
            made = np.zeros_like((x, w)[place])
            made[...] = found[place]
            found[place] = made
        return tuple(found)

    return wrong


X, W, DOUT = written(3, 4, seed=1), written(4, 2, seed=2), written(3, 2, seed=3)
SQUARE = written(3, 3, seed=4), written(3, 3, seed=5), written(3, 3, seed=6)


def linear_cases():
    """One to four rows, and outputs; squares are common."""
    from hypothesis import strategies as st

    lists, side = numbers(16), st.integers(1, 4)
    rows, square, layout = st.integers(1, 4), st.sampled_from([True, False, False]), layouts()
    scale = st.sampled_from([1.0, 0.25, 100.0])
    dtypes = st.sampled_from([np.float64, np.float64, np.float32])

    @st.composite
    def one(draw):
        count, features, outputs = (draw(side),) * 3 if draw(square) else (draw(rows), draw(side), draw(side))
        size, dtype = draw(scale), draw(dtypes)
        dout, x, w = ((np.array(draw(lists[a * b]), dtype=float).reshape(a, b) * size).astype(dtype)
                      for a, b in ((count, outputs), (count, features), (features, outputs)))
        return Case((dout, x, w), layout=draw(layout))

    return one()


LINEAR_BACKWARD = Exercise(
    name="linear_backward",
    oracle=linear_oracle,
    returns=Parts(dx=Array("float", "a float array of shape (N, D)"), dw=Array("float", "a float array of shape (D, M)"),
                  db=Array("float", "a float array of shape (M,)")),
    cases=(
        case(np.array([[2.0]]), np.array([[3.0]]), np.array([[5.0]]), why="one number each: dx = 2·5, dw = 3·2, db = 2"),
        case(np.array([[1.0]]), np.array([[1.0, 2]]), np.array([[3.0], [4]]), why="the example of the text, one row"),
        case(DOUT, X, W, why="N = 3, D = 4, M = 2: every wrong transpose has a wrong shape"),
        case(*SQUARE, why="all square: a wrong transpose has the right shape, and wrong numbers"),
        case(written(2, 3, seed=7), written(2, 3, seed=8), written(3, 3, seed=9), why="D = M, N other: `dout @ w` fits"),
        case(written(3, 2, seed=10), written(3, 3, seed=11), written(3, 2, seed=12), why="N = D: `x @ dout` fits"),
        case(written(2, 2, seed=13), written(2, 3, seed=14), written(3, 2, seed=15), why="N = M"),
        case(np.array([[1.0, 2], [3, 4], [5, 6]]), np.ones((3, 1)), np.ones((1, 2)), why="sums over the batch by hand: db = [9, 12]"),
        case(np.array([[1.0], [-1]]), np.array([[1.0, 2], [3, 4]]), np.array([[1.0], [1]]), why="db cancels to 0, dw does not"),
        case(written(1, 5, seed=16), written(1, 3, seed=17), written(3, 5, seed=18), why="one row: sum and mean agree, shapes do not"),
        case(written(6, 1, seed=19), written(6, 1, seed=20), written(1, 1, seed=21), why="one feature, one output: nothing is squeezed"),
        case(np.zeros((0, 2)), np.zeros((0, 3)), written(3, 2), why="no rows: dx is (0, 3), dw and db are 0"),
        case(DOUT * 1e-3, X * 1e3, W * 1e-2, why="numbers of several sizes"),
        case(DOUT.astype(np.float32), X.astype(np.float32), W.astype(np.float32), why="float32 in: that width or more out"),
        case(DOUT, X.astype(np.int64), W, why="x may be whole numbers"),
        case(DOUT / 4, X, W.astype(np.int64), why="so may the weights"),
        case(DOUT, X, W, layout="readonly", why="read-only arguments"),
        case(DOUT, X, W, layout="strided", why="every second row of a larger array"),
    ),
    generate=linear_cases,
    misconceptions=(
        Misconception("db_averaged", "every row used the same bias, so what the rows send back adds up; the 1/N is in dout already.",
                      _wrong(db=mean_db), _wrong(db=lambda dout, x, w: dout.mean(axis=0, keepdims=True)),
                      _wrong(db=lambda dout, x, w: dout.sum(axis=0) / max(len(dout), 1))),
        Misconception("averaged", "a sum over the batch, not a mean: the loss has put its 1/N into dout already.",
                      _wrong(dw=mean_dw, db=mean_db), _wrong(dw=mean_dw), _wrong(dx=lambda dout, x, w: right_dx(dout, x, w) / len(x)),
                      _wrong(dw=mean_dw, dx=lambda dout, x, w: right_dx(dout, x, w) / len(x)),
                      _wrong(dw=mean_dw, db=mean_db, dx=lambda dout, x, w: right_dx(dout, x, w) / len(x))),
        Misconception("db_not_summed", "the bias is (M,) and was added to every row: sum dout over the batch, axis 0.",
                      _wrong(db=lambda dout, x, w: dout), _wrong(db=lambda dout, x, w: dout.copy())),
        Misconception("db_keepdims", "the bias is (M,), so db is (M,), not (1, M).",
                      _wrong(db=lambda dout, x, w: dout.sum(axis=0, keepdims=True))),
        Misconception("db_wrong_axis", "the bias is shared by the rows, so the sum goes over axis 0 and leaves (M,).",
                      _wrong(db=lambda dout, x, w: dout.sum(axis=1)), _wrong(db=lambda dout, x, w: np.array(dout.sum())),
                      _wrong(db=lambda dout, x, w: dout.sum(axis=1, keepdims=True)),
                      _wrong(db=lambda dout, x, w: np.full(w.shape[1], dout.sum()))),
        Misconception("other_order", "the three are asked for in the order dx, dw, db.",
                      *(other_order(*places) for places in ((1, 2, 0), (0, 2, 1), (1, 0, 2), (2, 1, 0)))),
        Misconception("dtype_of_argument", "`zeros_like(x)` has the dtype of x: if that holds whole numbers, the gradient is cut to such.",
                      like(0), like(1), like(0, 1)),
        Misconception("operands_turned", "check the shapes with N, D and M all different: dx (N, D) = dout (N, M) by w transposed; dw (D, M) = x "
                      "transposed by dout.",
                      *(_wrong(**parts) for parts in (
                          {"dx": untransposed_dx}, {"dw": turned_dw}, {"dw": untransposed_dw}, {"dx": untransposed_dx, "dw": turned_dw},
                          {"dx": untransposed_dx, "dw": untransposed_dw},
                          {"dx": lambda dout, x, w: w @ dout.T}, {"dx": lambda dout, x, w: w.T @ dout},
                          {"dx": lambda dout, x, w: w @ dout.T, "dw": turned_dw}, {"dw": lambda dout, x, w: x @ dout.T},
                          {"dx": either(right_dx, untransposed_dx)}, {"dw": either(right_dw, turned_dw)}, {"dw": either(right_dw, untransposed_dw)},
                          {"dx": either(right_dx, untransposed_dx), "dw": either(right_dw, turned_dw)},
                          {"dx": either(right_dx, untransposed_dx), "dw": either(right_dw, untransposed_dw)}))),
    ),
    hints=("One weight w[d, m] was used by every row of the batch. Through which numbers does it reach the loss?",
           "dx is (N, D), dw is (D, M), db is (M,): of (N, M), (N, D) and (D, M), only one product fits each of the first two.",
           "dx: dout times the weights, their axes exchanged. dw: the inputs, their axes exchanged, times dout. db: dout added up over the "
           "rows."),
    praise="Why: what is shared in the forward pass is summed in the backward pass. Usual traps: an average, a transpose that only square shapes "
           "forgive. Next question: how many multiply-adds does the backward pass take, compared with the forward one?",
    forbidden=FORBIDDEN,
    odd=lambda c: not len(c.args[0]),
    equivalent={
        "dout, x, w = (np.asarray(values, dtype=float) for values in (dout, x, w)) -> pass":
            "all three are arrays already; dout is a float array, so every product is",
        "dout, x, w = (np.asarray(values, dtype=float) for values in (dout, x, w)) -> "
        "dout, x, w = (np.asarray(values) for values in (dout, x, w))":
            "dout is a float array, so every product is; whole gradients are not asked for",
    },
)
