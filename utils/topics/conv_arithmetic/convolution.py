"""conv2d: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...threads import one_thread
from .images import FORBIDDEN, TOLERANCE, arrays, correlated, counted, dtypes, framed, layouts, mixed, tensors


@one_thread()
def conv2d_oracle(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """torch's convolution, in float64; the shape of the bias is looked at first."""
    import torch

    if b is not None and b.shape != (len(w),):
        raise ValueError("b is not of shape (C_out,)")
    image, weights = tensors(x, w)
    bias = None if b is None else tensors(b)[0]
    return torch.nn.functional.conv2d(image, weights, bias, stride, padding, dilation, groups).numpy()


def blocks(x, w, groups, how):
    """(input, kernels, place of the results) of each group."""
    into, out = w.shape[1], len(w) // groups
    for g in range(groups):
        block = slice(g * out, (g + 1) * out)
        if how == "right":
            yield x[:, g * into:(g + 1) * into], w[block], block
        elif how == "interleaved":  # channel c in group c % groups, at both ends
            yield x[:, g::groups], w[g::groups], slice(g, None, groups)
        elif how == "inputs interleaved":
            yield x[:, g::groups], w[block], block
        elif how == "outputs interleaved":
            yield x[:, g * into:(g + 1) * into], w[block], slice(g, None, groups)
        elif how == "outputs modulo":  # output o takes group o % groups, with a kernel of its own
            yield x[:, g * into:(g + 1) * into], w[g::groups], slice(g, None, groups)
        elif how == "overlapping":  # group g begins at channel g
            yield x[:, g:g + into], w[block], block
        elif how == "first":  # every output sees the first channels
            yield x[:, :into], w[block], block
        elif how == "tiled":  # every output sees all channels, with its kernels again and again
            yield x, np.tile(w[block], (1, groups, 1, 1)), block


PLACES = {"size": lambda size, padding, taps, dilation, stride: (size + 2 * padding - dilation * (taps - 1) - 1) // stride + 1,
          "no padding": lambda size, padding, taps, dilation, stride: (size - dilation * (taps - 1) - 1) // stride + 1,
          "extent": lambda size, padding, taps, dilation, stride: (size + 2 * padding - dilation * taps) // stride + 1,
          "steps": lambda size, padding, taps, dilation, stride: (size + 2 * padding - dilation * (taps - 1) - 1) // stride,
          "range": lambda size, padding, taps, dilation, stride: -(-(size + 2 * padding - dilation * (taps - 1) - 1) // stride)}


def conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1, turned=lambda w: w, before=1, after=1, step=None, holes=None,
           crop="", split="right", bias=lambda out, b: out + b[:, None, None], check="shape", axes=(2, 3)):
    """conv2d with a switch for each mistake; `before` and `after` are how often the padding is put there, along `axes`."""
    wrong = {"shape": lambda: np.shape(b) != (len(w),), "size": lambda: np.size(b) != len(w), "length": lambda: len(b) != len(w)}
    if check and b is not None and wrong[check]():
        raise ValueError("b is not of shape (C_out,)")
    kernels, step, holes = turned(w), stride if step is None else step, {None: dilation, "more": dilation + 1}.get(holes, holes)
    if split == "stuffed":  # zeros after each tap, after the last too
        kernels, holes, split = stuffed(kernels, dilation), 1, "right"
    image = framed(x, before * padding, after * padding, axes) if before != "everywhere" else np.pad(x, padding)
    parts = [(correlated(part, k, step, holes), place) for part, k, place in blocks(image, kernels, groups, split)]
    out = np.zeros((len(x), len(w), *parts[0][0].shape[2:]), dtype=np.result_type(x, w))
    for part, place in parts:
        out[:, place] = part
    if crop:
        high, wide = (max(PLACES[crop](size, padding, taps, dilation, stride), 0) for size, taps in zip(x.shape[2:], w.shape[2:]))
        out = out[:, :, :high, :wide]
    return out if b is None else bias(out, b)


def _conv2d(**switches):
    return lambda x, w, b=None, stride=1, padding=0, dilation=1, groups=1: conv2d(
        x, w, b, stride, padding, dilation, groups, **switches)


def _checked_and_not(**switches):
    return _conv2d(**switches), _conv2d(check="", **switches)


def in_loops(axes):
    """Padded along `axes` alone, in loops over places: where there are none along an axis, the result is empty."""
    def wrong(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
        sides = [size + 2 * padding * (axis in axes) for axis, size in enumerate(x.shape[2:], 2)]
        high, wide = ((side - dilation * (taps - 1) - 1) // stride + 1 for side, taps in zip(sides, w.shape[2:]))
        if min(high, wide) == 0 and (b is None or np.shape(b) == (len(w),)):
            return np.zeros((len(x), len(w), high, wide))
        return conv2d(x, w, b, stride, padding, dilation, groups, axes=axes)

    return wrong


def stuffed(w, dilation):
    """Kernels with zeros between their taps, `dilation * k` long."""
    wide = np.zeros((*w.shape[:2], *(taps * dilation for taps in w.shape[2:])), w.dtype)
    wide[:, :, ::dilation, ::dilation] = w
    return wide


def ungrouped(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """One product over all channels; the shapes do not fit where there are groups."""
    return conv2d(x, w, b, stride, padding, dilation, 1)


BIAS_ADDED = (lambda out, b: out + b[:, None, None], lambda out, b: out + b.reshape(1, -1, 1, 1),
              lambda out, b: out + b.reshape(-1)[:out.shape[1], None, None], lambda out, b: out + b.reshape(1, out.shape[1], 1, 1))


def conv2d_inputs():
    """Small images, kernels that fit, groups of one or two channels; sometimes a bias of another shape."""
    from hypothesis import strategies as st

    shapes = st.tuples(st.sampled_from([1, 1, 2]), st.integers(1, 4), st.integers(1, 5))  # N, H, W
    kernels = st.tuples(st.integers(1, 3), st.integers(1, 3))
    grouping = st.sampled_from([(1, 1, 1), (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 3), (2, 1, 1), (2, 1, 2), (2, 2, 1), (3, 1, 1)])
    steps = st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(1, 2))
    biases, dtype, layout = st.sampled_from(["none", "none", "right", "right", "right", "column", "one more"]), dtypes(), layouts()

    @st.composite
    def one(draw):
        (n, high, wide), taps, (stride, padding, dilation) = draw(shapes), draw(kernels), draw(steps)
        if any(size + 2 * padding <= dilation * (k - 1) for size, k in zip((high, wide), taps)):
            padding += 2  # four more pixels: enough for three taps
        (groups, into, out), kind, bias = draw(grouping), draw(dtype), draw(biases)
        shape = {"right": (groups * out,), "column": (groups * out, 1), "one more": (groups * out + 1,)}.get(bias)
        x, w = draw(arrays((n, groups * into, high, wide), kind)), draw(arrays((groups * out, into, *taps), kind))
        b = None if shape is None else draw(arrays(shape, kind))
        return Case((x, w, b, stride, padding, dilation, groups), layout=draw(layout))

    return one()


NINE = counted(1, 1, 3, 3)
CORNER = np.array([[[[1.0, 0], [0, 0]]]])
ROW = np.array([[[[1.0, 2]]]])
PAIR = np.array([[[[1.0]]], [[[2]]]])
IMAGES, KERNELS, BIASES = mixed(2, 3, 5, 6), mixed(4, 3, 2, 3, seed=1), np.array([1.0, -2, 3, 5])
FOUR = counted(1, 4, 1, 1)

CONV2D = Exercise(
    name="conv2d",
    oracle=conv2d_oracle,
    returns=Array("float", "a float array of shape (N, C_out, H', W')", **TOLERANCE),
    cases=(
        case(np.array([[[[3.0]]]]), np.array([[[[2.0]]]]), why="one product"),
        case(counted(1, 1, 1, 2), ROW, why="1 * 1 + 2 * 2 = 5; a flipped kernel gives 4"),
        case(counted(1, 1, 2, 1), np.array([[[[1.0], [2]]]]), why="the same down: catches a kernel flipped along one axis"),
        case(counted(1, 1, 2, 2), counted(1, 1, 2, 2), why="30; catches a kernel flipped or transposed"),
        case(NINE, CORNER, why="picks the top left of each window: 1 2 4 5"),
        case(counted(1, 1, 2, 3), np.array([[[[1.0, 2]]]]), why="a kernel wider than high"),
        case(counted(1, 1, 3, 2), np.array([[[[1.0], [2]]]]), why="a kernel higher than wide"),
        case(counted(1, 2, 1, 1), np.array([[[[1.0]], [[10]]]]), why="channels are summed: 21"),
        case(np.array([[[[3.0]]]]), PAIR, why="two outputs of one channel"),
        case(counted(2, 1, 1, 2), ROW, why="two images"),
        case(np.array([[[[3.0]]]]), PAIR, np.array([10.0, 20]), why="a bias: 13 and 26"),
        case(counted(1, 1, 1, 2), PAIR, np.array([10.0, 20]), why="as wide as there are outputs: catches a bias along the width"),
        case(counted(1, 1, 2, 1), PAIR, np.array([10.0, 20]), why="as high as there are outputs: catches a bias along the height"),
        case(counted(2, 1, 2, 2), PAIR, np.array([10.0, 20]), why="as many images as outputs too"),
        case(counted(1, 1, 1, 3), np.array([[[[1.0]]]]), None, 2, why="stride 2: the first and the third; catches the first two"),
        case(counted(1, 1, 2, 4), CORNER, stride=2, why="stride 2 along both axes"),
        case(counted(1, 1, 4, 6), CORNER, stride=4, why="a stride beyond the kernel; columns are left over"),
        case(np.array([[[[3.0]]]]), np.array([[[[1.0, 2, 4]]]]), None, 1, 1, why="padding on each side: 0, 6, 0 and no other"),
        case(counted(1, 1, 2, 2), counted(1, 1, 2, 2), padding=1, why="padding of 1; catches 2 before and none after"),
        case(counted(1, 1, 1, 2), np.array([[[[1.0]]]]), padding=2, why="padding of 2 round a kernel of 1: a frame of zeros"),
        case(counted(1, 1, 1, 3), ROW, dilation=2, why="dilation 2: 1 * 1 + 2 * 3 = 7"),
        case(counted(1, 1, 5, 7), CORNER + CORNER[..., ::-1, ::-1], dilation=3, why="dilation 3"),
        case(counted(1, 1, 4, 4), CORNER + CORNER[..., ::-1, ::-1], None, 1, 0, 2, why="the last of the dilated windows"),
        case(counted(1, 2, 1, 1), PAIR, groups=2, why="depthwise: 1 and 4; catches groups ignored"),
        case(counted(1, 2, 1, 1), np.array([1.0, 10, 100, 1000]).reshape(4, 1, 1, 1), groups=2,
             why="depthwise with two outputs a channel: 1 10 200 2000; catches outputs interleaved"),
        case(FOUR, np.array([1.0, 10, 100, 1000]).reshape(2, 2, 1, 1), groups=2, why="groups are blocks: 1 2 | 3 4, not 1 3 | 2 4"),
        case(mixed(2, 4, 3, 4), mixed(6, 2, 2, 3, seed=2), np.arange(6.0), 2, 1, 1, 2, why="groups with all the rest, by place"),
        case(x=IMAGES, w=KERNELS, b=BIASES, stride=2, padding=2, dilation=2, groups=1, why="all of them, by name"),
        case(IMAGES, KERNELS, BIASES, 3, 1, 2, why="stride 3 and dilation 2: catches the one exchanged for the other"),
        case(counted(1, 1, 1, 2), PAIR, np.array([[10.0], [20]]), why="a bias of shape (2, 1)"),
        case(counted(1, 2, 1, 1), counted(1, 2, 1, 1), np.array([1.0, 2]), why="one bias for each *input*"),
        case(np.array([[[[3.0]]]]), PAIR, np.array([10.0]), why="one bias for two outputs"),
        case(np.array([[[[3.0]]]]), PAIR, np.array([[10.0, 20]]), why="a bias of shape (1, 2)"),
        case(np.array([[[[3.0]]]]), PAIR, np.array(10.0), why="a bias that is a single number"),
        case(np.array([[[[3.0]]]]), PAIR, np.array([10.0, 20, 30]), why="a bias too many: catches what takes the first two"),
        case(np.array([[[[3.0]]]]), PAIR, np.array([10.0, 20]).reshape(1, 2, 1, 1), why="a bias that is in shape to be added already"),
        case(IMAGES.astype(np.float32), KERNELS.astype(np.float32), BIASES.astype(np.float32), why="float32: that width or more"),
        case(np.array([[[[2.0**24 + 1]]]]), PAIR, np.array([1 / 3, 0.5]), why="too many digits for float32"),
        case(counted(1, 1, 1, 2), ROW / 8, np.array([0.5]), why="fractions: catches whole numbers"),
        case(counted(1, 1, 1, 2) / 8, ROW, why="and fractions in the image"),
        case(IMAGES, KERNELS, BIASES, 1, 1, layout="readonly", why="read-only: padding or adding in place fails"),
        case(IMAGES, KERNELS, BIASES, 1, 1, layout="strided", why="every second row of larger arrays: what counts bytes by hand fails"),
    ),
    generate=conv2d_inputs,
    misconceptions=(
        Misconception("kernel_flipped", "that is the convolution of mathematics; deep learning means cross-correlation: the kernel "
                      "stays as it is.", *_checked_and_not(turned=lambda w: w[:, :, ::-1, ::-1]),
                      *_checked_and_not(turned=lambda w: w[:, :, ::-1]), *_checked_and_not(turned=lambda w: w[:, :, :, ::-1])),
        Misconception("kernel_transposed", "a kernel's rows lie along the image's rows: `w[o, c, i, j]` meets `x[n, c, y + i, x + j]`.",
                      *_checked_and_not(turned=lambda w: w.transpose(0, 1, 3, 2))),
        Misconception("padding_before", "padding goes on both sides: `padding` zeros before and as many after.",
                      *_checked_and_not(before=2, after=0), *_checked_and_not(after=0)),
        Misconception("padding_after", "padding goes on both sides: `padding` zeros before and as many after.",
                      *_checked_and_not(before=0, after=2), *_checked_and_not(before=0)),
        Misconception("padding_ignored", "`padding` zeros go around every image first.", *_checked_and_not(before=0, after=0)),
        Misconception("padding_along_one_axis", "padding goes above and below as well as left and right: a pair for each of the last "
                      "two axes.", *_checked_and_not(axes=(2,)), *_checked_and_not(axes=(3,)),
                      in_loops(axes=(2,)), in_loops(axes=(3,))),
        Misconception("stride_ignored", "windows begin at 0, `stride`, 2 · `stride`, …: take every `stride`-th of them, not the first few.",
                      *_checked_and_not(step=1, crop="size"), *_checked_and_not(step=1)),
        Misconception("dilation_ignored", "with dilation the taps lie `dilation` pixels apart.",
                      *_checked_and_not(holes=1), *_checked_and_not(holes=1, crop="size")),
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes.", *_checked_and_not(holes="more")),
        Misconception("dilated_extent", "between k taps there are k - 1 steps: the window is `dilation * (k - 1) + 1` long, not "
                      "`dilation * k`.", *_checked_and_not(crop="extent"), *_checked_and_not(split="stuffed")),
        Misconception("counted_without_padding", "padding makes room for more windows: count them on the padded image.",
                      *_checked_and_not(crop="no padding")),
        Misconception("last_window_lost", "the last window ends on the last pixel: places are steps plus one.",
                      *_checked_and_not(crop="steps"), *_checked_and_not(crop="range")),
        Misconception("all_axes_padded", "`np.pad(x, padding)` pads every axis, images and channels too: give a pair for each axis, "
                      "(0, 0) for the first two.", *_checked_and_not(before="everywhere")),
        Misconception("bias_along_width", "`out + b` lines the bias up with the last axis, which is the width: give it the shape "
                      "(C_out, 1, 1).", *_checked_and_not(bias=lambda out, b: out + b)),
        Misconception("bias_along_height", "`b[:, None]` lines the bias up with the rows: give it the shape (C_out, 1, 1).",
                      *_checked_and_not(bias=lambda out, b: out + b[:, None])),
        Misconception("bias_along_batch", "`b.reshape(-1, 1, 1, 1)` lines the bias up with the images: give it the shape (C_out, 1, 1).",
                      *_checked_and_not(bias=lambda out, b: out + b.reshape(-1, 1, 1, 1))),
        Misconception("bias_ignored", "a bias, if there is one, is added to its output channel.",
                      *_checked_and_not(bias=lambda out, b: out)),
        Misconception("bias_not_checked", "a bias of another shape broadcasts without a word: raise ValueError unless its shape is "
                      "(C_out,).", *(_conv2d(check=check, bias=bias) for check in ("", "size", "length") for bias in BIAS_ADDED)),
        Misconception("groups_interleaved", "groups are blocks of neighbours: channel `c` is in group `c // (C // groups)`, not in "
                      "`c % groups`.", *_checked_and_not(split="interleaved"), *_checked_and_not(split="inputs interleaved"),
                      *_checked_and_not(split="outputs interleaved"), *_checked_and_not(split="outputs modulo")),
        Misconception("groups_overlapping", "group `g` begins at channel `g * (C // groups)`, not at `g`.",
                      *_checked_and_not(split="overlapping")),
        Misconception("groups_ignored", "with groups an output channel sees the inputs of its own group alone, not the first ones "
                      "and not all of them.", *_checked_and_not(split="first"), *_checked_and_not(split="tiled"), ungrouped),
    ),
    hints=("What is the one number at the top left of the output, written out with the numbers of a 2 × 2 kernel?",
           "x is (N, C, H, W), w is (C_out, C / groups, KH, KW), the result (N, C_out, H', W'). A window of one group has the shape of "
           "one kernel.",
           "Check the bias. Pad. For each group, its block of inputs and its block of kernels; for each output place: cut out the "
           "window, every dilation-th pixel of it, multiply it with every kernel and sum. Add the bias of the channel."),
    praise="Why: one number of the output is a product of two arrays of the same shape, summed. Usual traps: the flipped kernel, "
           "padding on one side, groups interleaved. Next question: write it as one matrix product; what does that cost in memory?",
    forbidden=FORBIDDEN,
    equivalent={
        "out = np.einsum('ngcyxij,gocij->ngoyx', windows, kernels, optimize=True) -> out = np.einsum('ngcyxij,gocij->ngoyx', windows, kernels)":
            "the order in which the same products are summed changes the time and the rounding alone",
        "out = np.einsum('ngcyxij,gocij->ngoyx', windows, kernels, optimize=True) -> out = np.einsum('ngcyxij,gocij->ngoyx', windows, kernels, optimize=False)":
            "the same",
        "x, w = (np.asarray(x), np.asarray(w)) -> pass": "both are arrays already, as the docstring says",
        "kernels = w.reshape(groups, out_channels // groups, per_group, height, width) -> kernels = w.reshape(groups, -(-out_channels // groups), per_group, height, width)":
            "groups divide the outputs, as the docstring says: there is nothing to round",
    },
)
