"""im2col: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...threads import one_thread
from .images import FORBIDDEN, TOLERANCE, arrays, counted, dtypes, framed, layouts, mixed, tensors, windows


@one_thread()
def columns_oracle(x, kernel, stride=1, padding=0):
    """torch's unfold, in float64."""
    import torch

    return torch.nn.functional.unfold(*tensors(x), kernel, stride=stride, padding=padding).numpy()


ORDERS = {"right": (0, 1, 4, 5, 2, 3), "channel innermost": (0, 4, 5, 1, 2, 3), "outputs by column": (0, 1, 4, 5, 3, 2),
          "kernel by column": (0, 1, 5, 4, 2, 3), "rows": (0, 2, 3, 1, 4, 5), "outputs first": (0, 2, 3, 1, 4, 5),
          "untouched": (0, 1, 2, 3, 4, 5), "both by column": (0, 1, 5, 4, 3, 2),
          "rows, channel innermost": (0, 2, 3, 4, 5, 1)}


def columns(x, kernel, stride=1, padding=0, order="right", before=1, after=1, step=None, crop=False, rows=False,
            axes=(2, 3)):
    """im2col with a switch for each mistake; `before` and `after` are how often the padding is put there, along `axes`."""
    seen = windows(framed(x, before * padding, after * padding, axes), kernel, kernel, stride if step is None else step)
    if crop:
        across = [(size + 2 * padding - kernel) // stride + 1 for size in x.shape[2:]]
        seen = seen[:, :, :across[0], :across[1]]
    places = seen.shape[2] * seen.shape[3]
    shape = (len(x), places, -1) if rows else (len(x), -1, places)
    return seen.transpose(ORDERS[order]).reshape(shape)


def in_one(x, kernel, stride=1, padding=0, order=(1, 4, 5, 0, 2, 3)):
    """One matrix for the whole batch, (C * kernel**2, N * L)."""
    seen = windows(framed(x, padding), kernel, kernel, stride)
    return seen.transpose(order).reshape(x.shape[1] * kernel**2, -1)


def folded_back(x, kernel, stride=1, padding=0, order=(1, 4, 5, 0, 2, 3)):
    """The same, and then only the shape is put right."""
    return in_one(x, kernel, stride, padding, order).reshape(len(x), x.shape[1] * kernel**2, -1)


def _columns(**switches):
    return lambda x, kernel, stride=1, padding=0: columns(x, kernel, stride, padding, **switches)


def rows_of_all(x, kernel, stride=1, padding=0):
    """Every window of every image a row, (N * L, C * kernel**2)."""
    return in_one(x, kernel, stride, padding, (0, 2, 3, 1, 4, 5)).reshape(-1, x.shape[1] * kernel**2)


def padded_everywhere(x, kernel, stride=1, padding=0):
    """`np.pad` with one number."""
    return columns(np.pad(x, padding), kernel, stride)


def counted_without_padding(x, kernel, stride=1, padding=0):
    """As many windows as the image has without its padding, of the padded one."""
    rows, places = (max((size - kernel) // stride + 1, 0) for size in x.shape[2:])
    seen = windows(framed(x, padding), kernel, kernel, stride)[:, :, :rows, :places]
    return seen.transpose(ORDERS["right"]).reshape(len(x), x.shape[1] * kernel**2, rows * places)


def last_lost(x, kernel, stride=1, padding=0, steps=lambda room, stride: -(-room // stride)):
    """`range(0, size - kernel, stride)`, or the steps for the places."""
    rows, places = (steps(size + 2 * padding - kernel, stride) for size in x.shape[2:])
    seen = windows(framed(x, padding), kernel, kernel, stride)[:, :, :rows, :places]
    return seen.transpose(ORDERS["right"]).reshape(len(x), x.shape[1] * kernel**2, rows * places)


def as_high_as_wide(x, kernel, stride=1, padding=0, axis=2):
    """One side's windows taken for both; what is beyond the edge has another shape."""
    side = (x.shape[axis] + 2 * padding - kernel) // stride + 1
    seen = windows(framed(x, padding), kernel, kernel, stride)[:, :, :side, :side]
    if min(seen.shape[2:4]) < side:
        raise ValueError("could not broadcast")
    return seen.transpose(ORDERS["right"]).reshape(len(x), -1, side * side)


def columns_inputs():
    """Small images; the kernel fits."""
    from hypothesis import strategies as st

    sizes = st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4))
    images, small = sizes.flatmap(arrays), st.integers(1, 3)
    made = st.builds(lambda x, kernel, stride, padding, dtype, layout: Case((x.astype(dtype), kernel, stride, padding), layout=layout),
                     images, small, small, st.integers(0, 2), dtypes(), layouts())
    return made.filter(lambda c: min(c.args[0].shape[2:]) + 2 * c.args[3] >= c.args[1])


SQUARE = counted(1, 1, 2, 2)
TWO = counted(1, 2, 2, 2)
WIDE = counted(1, 1, 2, 4)
BATCH = mixed(2, 3, 4, 5)

IM2COL = Exercise(
    name="im2col",
    oracle=columns_oracle,
    returns=Array("float", "a float array of shape (N, C * kernel**2, L)", **TOLERANCE),
    cases=(
        case(np.array([[[[7.0]]]]), 1, why="one pixel"),
        case(SQUARE, 2, why="one window: its column is 1 2 3 4; catches the kernel by columns, and a row for a column"),
        case(SQUARE, 1, why="four windows of one pixel: catches the outputs by columns"),
        case(counted(1, 2, 1, 2), 1, why="two channels, two windows"),
        case(TWO, 2, why="two channels: one channel's window after the other's; catches the channel innermost"),
        case(counted(2, 1, 1, 2), 1, why="two images: catches one matrix for the whole batch"),
        case(counted(2, 1, 2, 3), 2, why="two images of two windows"),
        case(WIDE, 2, why="wider than high: three windows in a row"),
        case(counted(1, 1, 4, 2), 2, why="higher than wide"),
        case(counted(1, 1, 1, 3), 1, 2, why="stride 2: the first and the third"),
        case(counted(1, 1, 3, 5), 2, 2, why="stride 2 leaves a row and a column over"),
        case(counted(1, 1, 4, 5), 1, 3, why="a stride beyond the kernel"),
        case(counted(1, 1, 1, 2), 3, 1, 1, why="padding lets a kernel of 3 fit; catches padding on one side"),
        case(SQUARE, 2, 2, 1, why="padding and stride: each pixel in a window of its own"),
        case(SQUARE, 2, padding=2, why="padding of 2: windows of zeros alone"),
        case(BATCH, 3, 2, 1, why="all at once"),
        case(x=BATCH, kernel=2, stride=3, padding=2, why="all at once, by name"),
        case(BATCH.astype(np.float32), 2, why="float32 in: that width or more out"),
        case(np.full((1, 1, 1, 2), 1 / 3), 1, why="a third: catches rounding and whole numbers"),
        case(np.full((1, 1, 2, 2), 2.0**24 + 1), 1, why="too many digits for float32"),
        case(BATCH, 2, 1, 1, layout="readonly", why="read-only: working in place fails"),
        case(BATCH, 2, 1, 1, layout="strided", why="every second image of a larger array: what counts bytes by hand fails"),
        case(BATCH, 2, layout="strided", why="the same without padding, which would make a copy"),
    ),
    generate=columns_inputs,
    misconceptions=(
        Misconception("channel_innermost", "a column holds one channel's window after the other's, (C, k, k); you have the channels of "
                      "each tap together.", _columns(order="channel innermost")),
        Misconception("padding_before", "padding goes on both sides: `padding` zeros before and as many after.",
                      _columns(after=0), _columns(before=2, after=0)),
        Misconception("padding_after", "padding goes on both sides: `padding` zeros before and as many after.",
                      _columns(before=0), _columns(before=0, after=2)),
        Misconception("padding_ignored", "`padding` zeros go around every image first.", _columns(before=0, after=0)),
        Misconception("padding_along_one_axis", "padding goes above and below as well as left and right: a pair for each of the last "
                      "two axes.", _columns(axes=(2,)), _columns(axes=(3,))),
        Misconception("outputs_by_column", "windows come row by row, as an image is read: the x of the output moves fastest.",
                      _columns(order="outputs by column")),
        Misconception("kernel_by_column", "down a column the window comes row by row: its x moves fastest.",
                      _columns(order="kernel by column")),
        Misconception("all_by_column", "images and windows are read row by row: x moves fastest in both.",
                      _columns(order="both by column")),
        Misconception("windows_in_rows", "each window is a *column*: the shape is (N, C * k * k, L), not (N, L, C * k * k).",
                      _columns(order="rows", rows=True), _columns(order="rows, channel innermost", rows=True)),
        Misconception("reshaped_only", "`reshape` moves nothing: `transpose` the axes of the window before those of the places first.",
                      _columns(order="untouched"), _columns(order="outputs first")),
        Misconception("batch_in_columns", "every image keeps a matrix of its own: the shape is (N, C * k * k, L).",
                      in_one, rows_of_all, lambda x, kernel, stride=1, padding=0: in_one(x, kernel, stride, padding, (1, 4, 5, 2, 3, 0)),
                      folded_back, lambda x, kernel, stride=1, padding=0: folded_back(x, kernel, stride, padding, (1, 4, 5, 2, 3, 0))),
        Misconception("stride_ignored", "the window moves by `stride` pixels, down as well as to the right.",
                      _columns(step=1), _columns(step=1, crop=True)),
        Misconception("all_axes_padded", "`np.pad(x, padding)` pads every axis, images and channels too: give a pair for each axis, "
                      "(0, 0) for the first two.", padded_everywhere),
        Misconception("counted_without_padding", "padding makes room for more windows: `(H + 2 * padding - kernel) // stride + 1`.",
                      counted_without_padding),
        Misconception("last_window_lost", "the last window begins at `H - kernel` itself: places are steps plus one.",
                      last_lost, lambda x, kernel, stride=1, padding=0: last_lost(
                          x, kernel, stride, padding, lambda room, stride: room // stride)),
        Misconception("square_images", "images need not be square: rows and columns of windows are counted one by one.",
                      as_high_as_wide, lambda x, kernel, stride=1, padding=0: as_high_as_wide(x, kernel, stride, padding, 3)),
    ),
    hints=("A 2 × 2 window on a 3 × 3 image: which four numbers are in it first, and which next?",
           "The padded image has shape (N, C, H + 2P, W + 2P). Windows as a six-axis array: (N, C, H', W', k, k). Which axes belong "
           "down a column, and in which order?",
           "Pad. For each place in row-major order: cut out the window of all channels, flatten it, put it down as the next column."),
    praise="Why: once every window is a column, convolution is one matrix product. Usual traps: channels innermost, padding on one "
           "side. Next question: how much memory does it take at stride 1, and how do libraries avoid that?",
    forbidden=FORBIDDEN,
    equivalent={"x = np.asarray(x) -> pass": "x is an array already, as the docstring says"},
)
