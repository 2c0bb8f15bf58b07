"""max_pool_backward: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from ...threads import one_thread
from .strategies import numbers, written
from .value import FORBIDDEN


def tensor(values):
    """A float64 tensor of its own memory, from an array of any dtype and layout."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float64).copy())


@one_thread()
def max_pool_oracle(dout, x, size):
    """autograd through torch's max_pool2d, in float64; torch raises RuntimeError for a window that does not fit."""
    import torch

    if size > min(x.shape[2:]):
        raise ValueError
    leaf = tensor(x).requires_grad_()
    torch.nn.functional.max_pool2d(leaf, size).backward(tensor(dout))
    return leaf.grad.numpy()


def _windows(x, size):
    """(N, C, H // size, W // size, size, size): a copy, window by window."""
    count, channels, height, width = x.shape
    rows, columns = height // size, width // size
    used = x[:, :, :rows * size, :columns * size]
    return used.reshape(count, channels, rows, size, columns, size).swapaxes(3, 4).copy()


def first(windows):
    """1 at the first maximum in row-major order, 0 elsewhere."""
    flat = windows.reshape(*windows.shape[:4], windows.shape[4] ** 2)
    chosen = np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., None]
    return chosen.reshape(windows.shape).astype(float)


def last(windows):
    return first(windows[..., ::-1, ::-1])[..., ::-1, ::-1]


def first_in_column(windows):
    return first(windows.swapaxes(4, 5)).swapaxes(4, 5)


def tied(windows):
    return (windows == windows.max(axis=(4, 5), keepdims=True)).astype(float)


def divided(windows):
    return tied(windows) / tied(windows).sum(axis=(4, 5), keepdims=True)


def even(windows):
    return np.full(windows.shape, 1 / windows.shape[-1] ** 2)


def everywhere(windows):
    return np.ones(windows.shape)


def smallest(windows):
    return first(-windows)


def largest_absolute(windows):
    return first(np.abs(windows))


def above_zero(windows):
    """The search for the maximum begins at 0, so a window without a positive number has none."""
    return first(windows) * (windows.max(axis=(4, 5), keepdims=True) > 0)


def above_zero_or_corner(windows):
    """The same, but the place that is kept begins at the window's corner."""
    corner = np.zeros(windows.shape)
    corner[..., 0, 0] = 1
    return np.where(windows.max(axis=(4, 5), keepdims=True) > 0, first(windows), corner)


def turned(windows):
    """The place in the window with row and column exchanged."""
    return first(windows).swapaxes(4, 5)


def max_pool(dout, x, size, share=first, fits="either", cropped=False, times_x=False, refusal=ValueError, leftovers="allowed",
             like_x=False):
    """The gradient of max pooling with a switch for each mistake."""
    height, width = x.shape[2:]
    given, x = x, np.asarray(x, dtype=float)
    beyond = {"either": size > min(height, width), "both": size > max(height, width), "height": size > height, "width": size > width,
              "never": False}[fits]
    if beyond:
        raise refusal(f"window of {size} does not fit into {height} x {width}")
    if leftovers == "refused" and (height % size or width % size):
        raise ValueError("no whole number of windows")
    if leftovers == "pooled" and (height % size or width % size):
        raise IndexError("a window without a gradient")
    rows, columns = height // size, width // size
    windows = _windows(x, size)
    routed = dout[..., None, None] * share(windows) * (windows if times_x else 1)
    routed = routed.swapaxes(3, 4).reshape(*x.shape[:2], rows * size, columns * size)
    if cropped:
        return routed
    dx = np.zeros_like(given) if like_x else np.zeros(x.shape)
    dx[:, :, :rows * size, :columns * size] = routed
    return dx


def misplaced(step, corner):
    """Windows that begin every `step` pixels (None: every `size`), the gradient put there or, without `corner`, at the top left."""
    def wrong(dout, x, size):
        if size > min(x.shape[2:]):
            raise ValueError("the window does not fit")
        dx = np.zeros(x.shape)
        for image, channel, row, column in np.ndindex(*dout.shape):
            top, left = row * (step or size), column * (step or size)
            window = x[image, channel, top:top + size, left:left + size]
            down, right = np.unravel_index(window.argmax(), window.shape)
            dx[image, channel, corner * top + down, corner * left + right] += dout[image, channel, row, column]
        return dx

    return wrong


class Routed(Array):
    """An array of whole numbers, often: a narrower dtype does not change them, so it is compared by itself."""

    def same(self, one, other, case: Case) -> bool:
        return super().same(one, other, case) and bool(self._dtype(one, case)) == bool(self._dtype(other, case))


def does_not_fit(c: Case) -> bool:
    """Whether the window is larger than the image."""
    return c.args[2] > min(c.args[1].shape[2:])


def _max(**switches):
    return lambda dout, x, size: max_pool(dout, x, size, **switches)


def _shared(share):
    """The mistake with a check of the window, and without."""
    return _max(share=share), _max(share=share, fits="never")


def max_pool_cases():
    """Small images, windows of one to three, leftovers, many ties, and now and then a window that does not fit."""
    from hypothesis import strategies as st

    digits = numbers(40, -2, 2)
    few, side, windows = st.sampled_from([1, 1, 2]), st.integers(1, 5), st.sampled_from([2, 2, 2, 1, 3])
    dtype, layout = st.sampled_from([np.float64, np.float64, np.float32, np.int64]), layouts()
    too_large = st.sampled_from([False] * 7 + [True])

    @st.composite
    def one(draw):
        size, count, channels = draw(windows), draw(few), draw(few)
        height, width = draw(side), draw(side)
        if not draw(too_large):
            height, width = max(height, size), max(width, size)
        x = drawn(draw, digits, (count, channels, height, width)).astype(draw(dtype))
        dout = drawn(draw, digits, (count, channels, height // size, width // size))
        return Case((dout.astype(np.float32) if x.dtype == np.float32 else dout, x, size), layout=draw(layout))

    return one()


def drawn(draw, digits, shape):
    """One array; beyond 40 numbers they repeat."""
    wanted = int(np.prod(shape))
    found = draw(digits[min(wanted, 40)])
    return np.resize(np.array(found, dtype=float), shape) if wanted else np.zeros(shape)


IMAGE = np.array([[[[1.0, 5, 2, 0], [3, 4, 8, 7], [0, -1, 6, 6], [9, 2, 6, 6]]]])
BATCH = written(2, 3, 4, 6, seed=1)
MAX_DOUT = np.array([[[[1.0, 2], [3, 4]]]])

MAX_POOL_BACKWARD = Exercise(
    name="max_pool_backward",
    oracle=max_pool_oracle,
    returns=Routed("float", "a float array of the shape of x"),
    cases=(
        case(np.array([[[[7.0]]]]), np.array([[[[1.0, 2], [4, 3]]]]), 2, why="one window, one maximum"),
        case(np.array([[[[7.0]]]]), np.array([[[[1.0, 5], [5, 2]]]]), 2, why="a tie: the first in row-major order, here also the upper one"),
        case(np.array([[[[7.0]]]]), np.array([[[[3.0, 3], [3, 3]]]]), 2, why="all equal: the first alone"),
        case(np.array([[[[7.0]]]]), np.array([[[[0.0, 1, 5], [2, 0, 0], [5, 4, 5]]]]), 3, why="a tie of three: the right one in the first row, "
             "before the left one below"),
        case(np.array([[[[7.0]]]]), np.array([[[[-4.0, -2], [-1, -3]]]]), 2, why="negative numbers only: a search that begins at 0 finds none"),
        case(MAX_DOUT, IMAGE, 2, why="four windows, one of them full of ties; each keeps its own gradient"),
        case(written(2, 3, 2, 3, seed=2), BATCH, 2, why="N = 2, C = 3, H != W"),
        case(written(2, 3, 1, 2, seed=3), BATCH, 3, why="H = 4, size 3: a row is left over, and gets 0"),
        case(written(1, 2, 2, 1, seed=4), written(1, 2, 5, 3, seed=5), 2, why="a row and a column left over"),
        case(written(1, 1, 1, 2, seed=6), np.array([[[[1.0, 2, 3, 4, 9], [0, 5, 6, 2, 9], [9, 9, 9, 9, 9]]]]), 2,
             why="the largest numbers lie in the leftovers, which get 0 all the same"),
        case(written(2, 2, 3, 2, seed=7), written(2, 2, 3, 2, seed=8), 1, why="size 1: each pixel is its own maximum"),
        case(np.zeros((1, 1, 1, 1)), np.array([[[[1.0, 2], [4, 3]]]]), 2, why="gradient 0: nothing goes anywhere"),
        case(np.array([[[[-2.0, 3]]]]), np.array([[[[1.0, 0, 0, 1], [0, 1, 1, 0]]]]), 2, why="negative gradients, ties across a diagonal"),
        case(np.full((1, 1, 1, 1), 2.0), np.arange(12.0).reshape(1, 1, 3, 4), 3, why="one window, one column left over"),
        case(written(3, 1, 1, 1, seed=9), np.zeros((3, 1, 4, 4)), 4, why="one window for each image, all tied"),
        case(np.zeros((1, 1, 0, 1)), np.ones((1, 1, 2, 3)), 3, why="a window higher than the image: ValueError"),
        case(np.zeros((1, 1, 1, 0)), np.ones((1, 1, 3, 2)), 3, why="a window wider than the image: ValueError"),
        case(np.zeros((1, 2, 0, 0)), np.ones((1, 2, 2, 2)), 5, why="larger both ways"),
        case(written(1, 1, 2, 2, seed=10).astype(np.float32), IMAGE.astype(np.float32), 2, why="float32 in: that width or more out"),
        case(np.array([[[[0.1, 0.7]]]]), np.array([[[[1.0, 2, 3, 0], [0, 1, 0, 2]]]]), 2,
             why="tenths as gradient: rounded to float32 on the way they are others"),
        case(MAX_DOUT / 4, IMAGE.astype(np.int64), 2, why="whole pixels, fractions as gradient: nothing is cut off"),
        case(MAX_DOUT, IMAGE.astype(np.uint8), 2, why="unsigned pixels: a minus sign does not turn their order round"),
        case(np.array([[[[5.0]]]]), np.array([[[[1.0, 1 + 1e-9], [1, 1]]]]), 2, why="nearly tied is not tied"),
        case(MAX_DOUT, IMAGE, 2, layout="readonly", why="read-only arguments"),
        case(written(2, 3, 2, 3, seed=2), BATCH, 2, layout="strided", why="every second image of a larger batch"),
    ),
    generate=max_pool_cases,
    misconceptions=(
        Misconception("every_maximum", "of equal maxima only the first gets the gradient; to all of them, it would be there several times.",
                      *_shared(tied), _max(share=tied, leftovers="refused")),
        Misconception("divided_among_ties", "of equal maxima the first gets the whole gradient; it is not divided.", *_shared(divided)),
        Misconception("spread_evenly", "that is average pooling: of a maximum only the largest pixel gets a gradient.", *_shared(even)),
        Misconception("to_every_pixel", "only the largest pixel of a window gets its gradient.", *_shared(everywhere)),
        Misconception("last_maximum", "of equal maxima the *first* in row-major order gets the gradient: `>` in the search, not `>=`.",
                      *_shared(last)),
        Misconception("column_major", "first means row-major: along a row before down a column.", *_shared(first_in_column)),
        Misconception("search_from_zero", "a window may hold negative numbers only: begin the search with its first number, or with -inf.",
                      *_shared(above_zero), *_shared(above_zero_or_corner)),
        Misconception("largest_absolute", "the maximum is the largest number, not the one farthest from 0.", *_shared(largest_absolute)),
        Misconception("smallest_pixel", "the gradient goes to the maximum, not to the minimum.", *_shared(smallest)),
        Misconception("times_input", "the slope of a maximum is 1 for the pixel that won, whatever its value: pass the gradient on as it is.",
                      _max(times_x=True), _max(times_x=True, fits="never")),
        Misconception("leftovers_lost", "the gradient has the shape of x: rows and columns that fill no window get 0.",
                      _max(cropped=True), _max(cropped=True, fits="never")),
        Misconception("leftovers_refused", "rows and columns left over are allowed, and get 0: cut the image to whole windows before a reshape.",
                      _max(leftovers="refused")),
        Misconception("leftovers_pooled", "rows and columns that fill no window are not pooled: there are `H // size` windows, as in dout.",
                      _max(leftovers="pooled"), _max(leftovers="pooled", fits="never")),
        Misconception("windows_overlap", "the windows do not overlap: the one of number i begins at i · size.", misplaced(1, True)),
        Misconception("offset_lost", "the place of a maximum counts from the corner of its window: add i · size and j · size.",
                      misplaced(None, False)),
        Misconception("turned", "of the place in a flat window `// size` is the row and `% size` the column.", *_shared(turned)),
        Misconception("dtype_of_x", "`zeros_like(x)` has the dtype of x: with whole pixels the gradient is cut to whole numbers.",
                      _max(like_x=True), _max(like_x=True, fits="never")),
        Misconception("other_exception", "a window that does not fit raises ValueError; `assert` raises AssertionError, or under `python -O` nothing.",
                      _max(refusal=AssertionError), _max(refusal=IndexError), _max(refusal=RuntimeError)),
        Misconception("window_unchecked", "a window larger than the image, in either direction, raises ValueError.",
                      *(_max(fits=fits) for fits in ("never", "both", "height", "width"))),
    ),
    hints=("If a pixel that lost its window changes a little, does the maximum change?",
           "Cut (N, C, H, W) into windows: (N, C, rows, size, columns, size), then bring the two axes of a window together.",
           "Make dx of zeros, the shape of x. For each image, channel and window: find the place of the first maximum, row by row, and add the "
           "window's gradient there. Leftovers are never met. Check first that a window fits."),
    praise="Why: a maximum is the identity for the pixel that won and flat for all others. Usual traps: ties, leftovers, negative windows. Next "
           "question: what must the forward pass keep for this, and what changes where windows overlap?",
    forbidden=FORBIDDEN,
    library=max_pool_oracle,
    odd=does_not_fit,
    equivalent={
        "x, dout = (np.asarray(x), np.asarray(dout, dtype=float)) -> x, dout = (np.asarray(x), np.asarray(dout))":
            "np.where takes dout beside 0.0, which is float64, and dx is float64",
        "x, dout = (np.asarray(x), np.asarray(dout, dtype=float)) -> pass": "both are arrays already, and dx is float64",
        "windows = used.reshape(split).swapaxes(3, 4) -> windows = used.reshape(split).swapaxes(4, 3)": "exchanging two axes is symmetric",
        "routed = routed.reshape(count, channels, rows, columns, size, size).swapaxes(3, 4) -> "
        "routed = routed.reshape(count, channels, rows, columns, size, size).swapaxes(4, 3)": "exchanging two axes is symmetric",
        "routed = routed.reshape(count, channels, rows, columns, size, size).swapaxes(3, 4) -> "
        "routed = routed.reshape(channels, count, rows, columns, size, size).swapaxes(3, 4)":
            "the next line takes the first two axes together again, in the same order of numbers",
        "routed = routed.reshape(count, channels, rows, columns, size, size).swapaxes(3, 4) -> "
        "routed = routed.reshape(count, rows, channels, columns, size, size).swapaxes(3, 4)":
            "the first three axes are only walked over in their order: the exchange concerns columns and size",
    },
)
