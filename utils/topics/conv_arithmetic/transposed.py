"""conv_transpose2d: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...threads import one_thread
from .images import FORBIDDEN, TOLERANCE, arrays, correlated, counted, dtypes, framed, layouts, mixed, stamped, tensors


@one_thread()
def transpose_oracle(x, w, stride=1, padding=0):
    """torch's transposed convolution, in float64."""
    import torch

    return torch.nn.functional.conv_transpose2d(*tensors(x, w), stride=stride, padding=padding).numpy()


def transposed(x, w, stride=1, padding=0, turned=lambda w: w, crop="both", how="add", step=None):
    """conv_transpose2d with a switch for each mistake: kernels stamped into a frame, which is cropped then."""
    if how.endswith(" of the last"):  # only the last input channel shows
        x, w, how = x[:, -1:], w[-1:], how.partition(" ")[0]
    kernels = turned(w)
    high, wide = ((size - 1) * stride + w.shape[2] for size in x.shape[2:])
    full = stamped(x, kernels, stride if step is None else step, (high, wide), how)
    if crop == "added":
        return framed(full, padding)
    start = {"both": padding, "end": 0, "start": 2 * padding, "once": padding, "none": 0, "once at the end": 0}[crop]
    cut = {"both": padding, "end": 2 * padding, "start": 0, "once": 0, "none": 0, "once at the end": padding}[crop]
    return full[:, :, start:high - cut, start:wide - cut]


def without_stride(x, w, stride=1, padding=0):
    """The stride left out altogether."""
    return transposed(x, w, 1, padding)


def stretched(x, w, stride=1, padding=0, turned=lambda w: w[:, :, ::-1, ::-1], fit=False):
    """Every pixel repeated `stride` times along both axes, then a plain convolution."""
    large = x.repeat(stride, axis=2).repeat(stride, axis=3)
    if fit == "first":  # of the last pixel one copy is enough for the size
        large = large[:, :, :(x.shape[2] - 1) * stride + 1, :(x.shape[3] - 1) * stride + 1]
    size = w.shape[2]
    out = correlated(framed(large, size - 1), turned(w).transpose(1, 0, 2, 3))
    high, wide = ((side - 1) * stride + size if fit else out.shape[2 + k] for k, side in enumerate(x.shape[2:]))
    return out[:, :, padding:high - padding, padding:wide - padding]


def stretched_plainly(x, w, stride=1, padding=0, turned=lambda w: w):
    """The same with the padding of a plain convolution."""
    large = x.repeat(stride, axis=2).repeat(stride, axis=3)
    return correlated(framed(large, padding), turned(w).transpose(1, 0, 2, 3))


def plainly(x, w, stride=1, padding=0):
    """A plain convolution of the padded image."""
    return correlated(framed(x, padding), w.transpose(1, 0, 2, 3), stride)


def spread(x, between):
    """`between` zeros after each pixel but the last, along both axes."""
    large = np.zeros((*x.shape[:2], *((size - 1) * (between + 1) + 1 for size in x.shape[2:])), x.dtype)
    large[:, :, ::between + 1, ::between + 1] = x
    return large


def padded_as_given(x, w, stride=1, padding=0, turned=lambda w: w[:, :, ::-1, ::-1]):
    """Zeros between the pixels, and then the padding of a plain convolution."""
    return correlated(framed(spread(x, stride - 1), padding), turned(w).transpose(1, 0, 2, 3))


def longer(x, w, stride=1, padding=0, by=-1, **switches):
    """Room at the end for one more step: `size * stride` for `(size - 1) * stride + 1`, or for `(size - 1) * stride`."""
    more = stride + by
    full = np.pad(transposed(x, w, stride, **switches), ((0, 0), (0, 0), (0, more), (0, more)))
    return full[:, :, padding:full.shape[2] - padding, padding:full.shape[3] - padding]


def minus_zero(x, w, stride=1, padding=0):
    """Cropped by a slice that ends at -0."""
    return transposed(x, w, stride)[:, :, padding:-padding, padding:-padding]


def wrong_way_refused(x, w, stride=1, padding=0):
    """w taken for (C_out, C_in, k, k), and looked at."""
    if w.shape[1] != x.shape[1]:
        raise ValueError("channels")
    return transposed(x, w.transpose(1, 0, 2, 3), stride, padding)


def padded_first(x, w, stride=1, padding=0):
    """The padding put round the input, as a plain convolution does."""
    return transposed(framed(x, padding), w, stride, 0)


def _transposed(**switches):
    return lambda x, w, stride=1, padding=0: transposed(x, w, stride, padding, **switches)


def transposed_inputs():
    """Small images and square kernels; padding below the kernel, and something is left."""
    from hypothesis import strategies as st

    shapes = st.tuples(st.sampled_from([1, 1, 2]), st.integers(1, 2), st.integers(1, 2), st.integers(1, 3), st.integers(1, 4))
    kernels, strides, frame, dtype, layout = st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), dtypes(), layouts()

    @st.composite
    def one(draw):
        (n, into, out, high, wide), taps, stride = draw(shapes), draw(kernels), draw(strides)
        most = ((min(high, wide) - 1) * stride + taps - 1) // 2
        padding, kind = min(draw(frame), taps - 1, most), draw(dtype)
        x, w = (draw(arrays(shape, kind)) for shape in ((n, into, high, wide), (into, out, taps, taps)))
        return Case((x, w, stride, padding), layout=draw(layout))

    return one()


ONE = np.array([[[[1.0]]]])
STAMP = counted(1, 1, 2, 2)
IMAGES, KERNELS = mixed(2, 3, 3, 4), mixed(3, 2, 3, 3, seed=1)
ONES = np.ones((1, 1, 2, 2))

CONV_TRANSPOSE2D = Exercise(
    name="conv_transpose2d",
    oracle=transpose_oracle,
    returns=Array("float", "a float array of shape (N, C_out, H', W')", **TOLERANCE),
    cases=(
        case(np.array([[[[3.0]]]]), np.array([[[[2.0]]]]), why="one product"),
        case(ONE, STAMP, why="one pixel lays its kernel down as it is: catches a kernel flipped or transposed"),
        case(counted(1, 1, 1, 2), ONES, why="two stamps overlap in one column, which gets 3: catches what overwrites"),
        case(counted(1, 1, 2, 1), ONES, why="the same down"),
        case(counted(1, 1, 1, 2), STAMP, 2, why="kernel = stride: the stamps touch"),
        case(counted(1, 1, 1, 2), ONE, 2, why="stride 2: 1 0 2; catches nearest neighbours, 1 1 2"),
        case(counted(1, 1, 2, 3), STAMP, 3, why="a stride beyond the kernel: zeros between the stamps"),
        case(counted(1, 1, 1, 2), np.arange(1.0, 10).reshape(1, 1, 3, 3), 2, why="kernel 3, stride 2: overlap by one"),
        case(ONE, counted(1, 1, 3, 3), 1, 1, why="padding leaves the middle of the stamp, 5; catches a crop at one end"),
        case(counted(1, 1, 2, 2), STAMP, 1, 1, why="padding of 1 round a kernel of 2: one pixel is left"),
        case(counted(1, 1, 2, 2), counted(1, 1, 3, 3), 2, 1, why="padding and stride"),
        case(counted(1, 1, 3, 2), counted(1, 1, 3, 3), 2, 2, why="padding of 2, higher than wide"),
        case(counted(1, 2, 1, 1), np.array([[[[1.0]]], [[[10]]]]), why="two inputs are summed: 21"),
        case(np.array([[[[3.0]]]]), np.array([[[[1.0]], [[10]]]]), why="two outputs"),
        case(counted(1, 2, 1, 1), counted(2, 2, 1, 1), why="as many inputs as outputs: catches w the wrong way round"),
        case(counted(1, 2, 1, 1), counted(2, 3, 1, 1), why="three outputs of two inputs: 9 12 15"),
        case(counted(2, 1, 1, 2), STAMP, why="two images"),
        case(mixed(1, 1, 4, 2, seed=3), mixed(1, 1, 3, 3, seed=4), 1, why="higher than wide"),
        case(IMAGES, KERNELS, 2, 1, why="all at once"),
        case(x=IMAGES, w=KERNELS, stride=3, padding=2, why="all at once, by name"),
        case(IMAGES.astype(np.float32), KERNELS.astype(np.float32), why="float32: that width or more"),
        case(np.array([[[[2.0**24 + 1]]]]), ONE / 3, why="too many digits for float32"),
        case(counted(1, 1, 1, 2) / 8, ONES / 2, why="fractions: catches whole numbers"),
        case(IMAGES, KERNELS, 2, 1, layout="readonly", why="read-only: working in place fails"),
        case(IMAGES, KERNELS, 2, 1, layout="strided", why="every second row of larger arrays"),
    ),
    generate=transposed_inputs,
    misconceptions=(
        Misconception("nearest_neighbour", "a stretched image repeats its pixels; here each pixel lays one kernel down, and between "
                      "the stamps there are zeros.", stretched, lambda x, w, stride=1, padding=0: stretched(x, w, stride, padding, fit=True),
                      lambda x, w, stride=1, padding=0: stretched(x, w, stride, padding, fit="first"),
                      lambda x, w, stride=1, padding=0: stretched(x, w, stride, padding, turned=lambda w: w, fit="first"),
                      lambda x, w, stride=1, padding=0: stretched(x, w, stride, padding, turned=lambda w: w),
                      lambda x, w, stride=1, padding=0: stretched(x, w, stride, padding, turned=lambda w: w, fit=True),
                      stretched_plainly, lambda x, w, stride=1, padding=0: stretched_plainly(
                          x, w, stride, padding, turned=lambda w: w[:, :, ::-1, ::-1])),
        Misconception("overlap_overwritten", "where two stamps overlap they add up: `+=`, not `=`.", _transposed(how="last"), _transposed(how="first"),
                      _transposed(how="last of the last"), _transposed(how="first of the last")),
        Misconception("kernel_flipped", "one pixel of 1 gives the kernel as it is. (If you correlate the image with zeros in between, "
                      "turn the kernel by half a turn first.)", _transposed(turned=lambda w: w[:, :, ::-1, ::-1]),
                      _transposed(turned=lambda w: w[:, :, ::-1]), _transposed(turned=lambda w: w[:, :, :, ::-1])),
        Misconception("kernel_transposed", "a kernel's rows lie along the rows of the output.",
                      _transposed(turned=lambda w: w.transpose(0, 1, 3, 2))),
        Misconception("cropped_at_the_end", "padding is cut off at all four sides: `padding` at the start, as much at the end.",
                      _transposed(crop="end")),
        Misconception("cropped_once", "padding is cut off at all four sides: `padding` at the start, as much at the end.",
                      _transposed(crop="once"), _transposed(crop="once at the end"), _transposed(crop="start")),
        Misconception("padding_ignored", "padding is cut off at all four sides.", _transposed(crop="none")),
        Misconception("padding_added", "here padding is cut off the output, as it is the convolution with this padding that is turned "
                      "round.", _transposed(crop="added"), padded_first),
        Misconception("stride_ignored", "pixel (y, x) lays its kernel down at (y · stride, x · stride).",
                      without_stride, _transposed(step=1)),
        Misconception("channels_exchanged", "`w` is (C_in, C_out, k, k) here, the other way round than for `conv2d`.",
                      _transposed(turned=lambda w: w.transpose(1, 0, 2, 3)),
                      _transposed(turned=lambda w: w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]), wrong_way_refused),
        Misconception("cropped_to_nothing", "`[padding:-padding]` is empty where padding is 0: end the slice at `size - padding`.",
                      minus_zero),
        Misconception("zeros_after_the_last", "the last stamp begins at (H - 1) · stride: (H - 1) · stride + k rows before cropping, "
                      "no room for a further step.", longer, lambda x, w, stride=1, padding=0: longer(x, w, stride, padding, by=0),
                      lambda x, w, stride=1, padding=0: longer(x, w, stride, padding, turned=lambda w: w[:, :, ::-1, ::-1])),
        Misconception("zeros_counted", "pixels end up `stride` apart, so there are `stride - 1` zeros between two of them.",
                      lambda x, w, stride=1, padding=0: transposed(x, w, stride + 1, padding),
                      lambda x, w, stride=1, padding=0: transposed(x, w, stride + 1, padding, turned=lambda w: w[:, :, ::-1, ::-1])),
        Misconception("padded_as_given", "as a plain convolution of the image with zeros in between this wants `k - 1 - padding` zeros "
                      "around it, not `padding`.", padded_as_given,
                      lambda x, w, stride=1, padding=0: padded_as_given(x, w, stride, padding, lambda w: w)),
        Misconception("plain_convolution", "a plain convolution gathers windows and makes the image smaller; the transposed one lays "
                      "kernels down and makes it larger.", plainly),
    ),
    hints=("An image of a single 1, and a kernel. What would the gradient of a convolution's input look like?",
           "x is (N, C_in, H, W), w is (C_in, C_out, k, k). Before anything is cut off the result is ((H - 1) · stride + k) high.",
           "Zeros of the full size. For each pixel: add its value times its kernel, from (row · stride, column · stride) on. Cut "
           "`padding` off at all four sides."),
    praise="Why: gathering turned round is scattering, and scattering adds up. Usual traps: nearest neighbours, `=` for `+=`, the "
           "crop at one end. Next question: where does the checkerboard come from, and which kernel sizes avoid it?",
    forbidden=FORBIDDEN,
    equivalent={
        "kernel = w.shape[2] -> kernel = w.shape[3]":
            "kernels are square here",
        "full = np.zeros(shape, dtype=np.result_type(x, w)) -> full = np.zeros(shape)":
            "float64 instead of the width of the input: wider is allowed",
        "full = np.zeros(shape, dtype=np.result_type(x, w)) -> full = np.zeros(shape, dtype=np.result_type(w, x))":
            "the common type of two arrays does not depend on their order",
        "full = np.zeros(shape, dtype=np.result_type(x, w)) -> full = np.zeros(shape, dtype=np.result_type(x))":
            "where the two differ x is the narrower float, and the width of the narrowest input is enough",
        "x, w = (np.asarray(x), np.asarray(w)) -> pass": "both are arrays already, as the docstring says",
    },
)
