"""avg_pool_backward: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from ...threads import one_thread
from .pooling import drawn, tensor
from .strategies import numbers, written
from .value import FORBIDDEN


@one_thread()
def avg_pool_oracle(dout, size):
    """autograd through torch's avg_pool2d, in float64."""
    import torch

    count, channels, height, width = dout.shape
    leaf = torch.zeros(count, channels, height * size, width * size, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.avg_pool2d(leaf, size).backward(tensor(dout))
    return leaf.grad.numpy()


def avg_pool(dout, size, divisor=lambda size, dout: size**2, tile=False):
    """The gradient of average pooling with a switch for each mistake."""
    dout = np.asarray(dout, dtype=float)
    wide = np.tile(dout, (1, 1, size, size)) if tile else dout.repeat(size, axis=2).repeat(size, axis=3)
    return wide / divisor(size, dout)


def _avg(**switches):
    return lambda dout, size: avg_pool(dout, size, **switches)


def corner_only(dout, size):
    """All of it to the first pixel of a window."""
    dx = np.zeros((*dout.shape[:2], dout.shape[2] * size, dout.shape[3] * size))
    dx[:, :, ::size, ::size] = dout
    return dx


def along(*axes):
    """Repeated along other axes than the last two."""
    def wrong(dout, size):
        for axis in axes:
            dout = dout.repeat(size, axis=axis)
        return dout / size**2

    return wrong


def in_a_row(dout, size):
    """Every number size² times in a row, then a reshape: no block."""
    count, channels, height, width = dout.shape
    return dout.repeat(size**2).reshape(count, channels, height * size, width * size) / size**2


def cut(floor, made=None):
    """Shares cut to whole numbers: by ``//`` (of whole gradients only, or of all), or by the dtype of what they are put into."""
    def wrong(dout, size):
        share = dout // size**2 if floor == "all" or floor == "whole" and dout.dtype.kind in "iu" else dout / size**2
        return share.astype(made or dout.dtype).repeat(size, axis=2).repeat(size, axis=3)

    return wrong


def avg_pool_cases():
    """Small gradients, windows of one to four."""
    from hypothesis import strategies as st

    digits = numbers(40, -2, 4)
    few, side, windows = st.sampled_from([1, 1, 2, 3]), st.integers(1, 3), st.sampled_from([2, 2, 2, 1, 3, 4])
    dtype, layout = st.sampled_from([np.float64, np.float64, np.float32, np.int64]), layouts()

    @st.composite
    def one(draw):
        dout = drawn(draw, digits, (draw(few), draw(few), draw(side), draw(side))).astype(draw(dtype))
        return Case((dout, draw(windows)), layout=draw(layout))

    return one()


GRADIENT = written(2, 3, 2, 4, seed=1)

AVG_POOL_BACKWARD = Exercise(
    name="avg_pool_backward",
    oracle=avg_pool_oracle,
    returns=Array("float", "a float array of shape (N, C, H * size, W * size)"),
    cases=(
        case(np.array([[[[8.0]]]]), 2, why="8 over four pixels: 2 each"),
        case(np.array([[[[9.0]]]]), 3, why="nine pixels: divided by 9, not by 3"),
        case(np.array([[[[5.0]]]]), 1, why="size 1 changes nothing"),
        case(np.array([[[[4.0, 8]]]]), 2, why="two windows side by side: each pixel repeated, not the row"),
        case(np.array([[[[4.0], [8]]]]), 2, why="two windows, one above the other"),
        case(np.array([[[[1.0, 2, 3], [4, 5, 6]]]]), 2, why="H != W: which axis is which"),
        case(GRADIENT, 2, why="N = 2, C = 3"),
        case(GRADIENT, 3, why="the same in windows of 3"),
        case(np.array([[[[0.5, -1.25]]]]), 2, why="fractions: cut to whole numbers on the way in, they are gone"),
        case(np.array([[[[0.1, 0.7]]]]), 3, why="tenths: rounded to float32 on the way they are others"),
        case(written(3, 1, 1, 1, seed=2), 4, why="one window for each image"),
        case(np.array([[[[-1.0, 0], [0, 1]]]]), 2, why="negative gradients, and zeros"),
        case(np.array([[[[1, 2], [3, 5]]]]), 2, why="whole numbers in, fractions out: // cuts them off"),
        case(np.array([[[[7, 255]]]], dtype=np.uint8), 3, why="unsigned whole numbers count as float64"),
        case(GRADIENT.astype(np.float32), 2, why="float32 in: that width or more out"),
        case(GRADIENT, 2, layout="readonly", why="read-only: dividing in place fails"),
        case(GRADIENT, 3, layout="strided", why="every second image of a larger batch"),
    ),
    generate=avg_pool_cases,
    misconceptions=(
        Misconception("not_divided", "each pixel had a share of 1/size² in the mean: divide by it, or the sum of the gradient grows.",
                      _avg(divisor=lambda size, dout: 1)),
        Misconception("divided_by_size", "a window has size² pixels: divide by that, not by size or 2 · size.",
                      _avg(divisor=lambda size, dout: size), _avg(divisor=lambda size, dout: 2 * size)),
        Misconception("divided_by_outputs", "the share is one over the pixels of a *window*, not of the output.",
                      _avg(divisor=lambda size, dout: dout.shape[2] * dout.shape[3]), _avg(divisor=lambda size, dout: dout.size),
                      _avg(divisor=lambda size, dout: dout.shape[2] * dout.shape[3] * size**2)),
        Misconception("tiled", "`tile` repeats the whole picture; each *pixel* is to be repeated size times along both axes.",
                      _avg(tile=True), _avg(tile=True, divisor=lambda size, dout: 1)),
        Misconception("to_one_pixel", "every pixel of the window had a share in the mean, not only one.",
                      corner_only, lambda dout, size: corner_only(dout, size) / size**2),
        Misconception("other_axes", "images are (N, C, H, W): repeat along axes 2 *and* 3.",
                      along(3), along(2), along(1, 2), along(0, 1), along(1, 3)),
        Misconception("in_a_row", "size² copies in a row are no block of size by size: repeat along both axes, or exchange axes before the "
                      "reshape.", in_a_row),
        Misconception("cut_to_whole", "`//`, or an array of the dtype of dout, cuts the shares of whole gradients to whole numbers: divide by "
                      "`/`, into floats.", cut("all"), cut("whole"), cut("all", float), cut("whole", float), cut("")),
    ),
    hints=("If one pixel of a window grows by 1, by how much does the mean grow?",
           "From (N, C, H, W) to (N, C, H·size, W·size): every number becomes a block of size by size.",
           "Repeat each number size times along the rows, then along the columns; then share it out. What is the sum before and after?"),
    praise="Why: a mean has the same slope for each of its size² pixels, wherever they are. Usual traps: not divided, divided by size. Next "
           "question: what changes with padding, if the zeros are counted, and if they are not?",
    forbidden=FORBIDDEN,
    library=avg_pool_oracle,
    equivalent={
        "dout = np.asarray(dout, dtype=float) -> pass": "dout is an array already, and `/` gives floats for integers too",
        "dout = np.asarray(dout, dtype=float) -> dout = np.asarray(dout)": "`/` gives floats for integers too, and float32 may stay float32",
        "wide = dout.repeat(size, axis=2).repeat(size, axis=3) -> wide = dout.repeat(size, axis=2).repeat(size, axis=-1)":
            "of four axes the last is axis 3",
    },
)
