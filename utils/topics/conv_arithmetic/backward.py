"""conv2d_backward: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Parts
from ...threads import one_thread
from .images import FORBIDDEN, TOLERANCE, arrays, counted, dtypes, framed, layouts, mixed, stamped, tensors, windows


@one_thread()
def backward_oracle(dout, x, w, stride=1, padding=0):
    """torch's autograd, in float64."""
    import torch

    upstream, image, weights = tensors(dout, x, w)
    bias = torch.zeros(len(weights), dtype=torch.float64)
    for leaf in (image, weights, bias):
        leaf.requires_grad_()
    torch.nn.functional.conv2d(image, weights, bias, stride, padding).backward(upstream)
    return image.grad.numpy(), weights.grad.numpy(), bias.grad.numpy()


def window_alone(dout, x, w, stride, padding, images=slice(None), place=(slice(None), slice(None))):
    """dw of some images and places: what an assignment in a loop leaves."""
    kept = np.zeros_like(dout)
    kept[(images, slice(None), *place)] = dout[(images, slice(None), *place)]
    return weights_gradient(kept, x, w, stride, padding)


def weights_gradient(dout, x, w, stride, padding, over=None, turned=lambda dw: dw, step=None, seen="padded"):
    """dw with a switch for each mistake."""
    image = framed(x, padding) if seen == "padded" else x
    places = windows(image, *w.shape[2:], stride if step is None else step)[:, :, :dout.shape[2], :dout.shape[3]]
    dw = turned(np.einsum("noyx,ncyxij->ocij", dout[:, :, :places.shape[2], :places.shape[3]], places))
    return dw / over(dout) if over else dw


def image_gradient(dout, x, w, stride, padding, turned=lambda w: w, crop="both", step=None, how="add"):
    """dx with a switch for each mistake: kernels stamped into the padded image, which is cropped then."""
    high, wide = (size + 2 * padding for size in x.shape[2:])
    if crop == "used":  # as far as the windows reach, and no pixel more
        high, wide = ((places - 1) * stride + taps for places, taps in zip(dout.shape[2:], w.shape[2:]))
    if how.endswith(" of the last"):  # only the last output channel shows
        dout, w, how = dout[:, -1:], w[-1:], how.partition(" ")[0]
    padded = stamped(dout, turned(w), stride if step is None else step, (high, wide), how)
    start = {"both": padding, "used": padding, "end": 0, "start": 2 * padding, "none": 0}[crop]
    stops = {"end": x.shape[2:], "none": (high, wide), "start": (high, wide)}.get(crop, (high - padding, wide - padding))
    return padded[:, :, start:stops[0], start:stops[1]]


DB = {"sum": lambda dout: dout.sum((0, 2, 3)), "mean": lambda dout: dout.mean((0, 2, 3)),
      "batch mean": lambda dout: dout.sum((0, 2, 3)) / len(dout), "place mean": lambda dout: dout.mean((2, 3)).sum(0),
      "images": lambda dout: dout.sum((2, 3)), "places": lambda dout: dout.sum(0), "kept": lambda dout: dout,
      "rows": lambda dout: dout.sum((0, 2)), "columns": lambda dout: dout.sum((0, 3)),
      "kept axes": lambda dout: dout.sum((0, 2, 3), keepdims=True), "column": lambda dout: dout.sum((0, 2, 3))[:, None],
      "row": lambda dout: dout.sum((0, 2, 3))[None], "number": lambda dout: dout.sum(), "width": lambda dout: dout.sum((0, 1, 2)),
      "height": lambda dout: dout.sum((0, 1, 3)), "batch": lambda dout: dout.sum((1, 2, 3)), "last image": lambda dout: dout[-1].sum((1, 2))}


def _backward(db="sum", dw=None, dx=None):
    def wrong(dout, x, w, stride=1, padding=0):
        return (image_gradient(dout, x, w, stride, padding, **(dx or {})), weights_gradient(dout, x, w, stride, padding, **(dw or {})),
                DB[db](dout))

    return wrong


def _dw_alone(**which):
    return lambda dout, x, w, stride=1, padding=0: (image_gradient(dout, x, w, stride, padding),
                                                    window_alone(dout, x, w, stride, padding, **which), DB["sum"](dout))


def valid_weights(dout, x, w, stride=1, padding=0, step=None):
    """dw as a plain correlation of the image with dout: right at stride 1 where no pixel is left over."""
    dw = np.einsum("noyx,ncijyx->ocij", dout, windows(framed(x, padding), *dout.shape[2:]))
    return image_gradient(dout, x, w, stride, padding, step=step), dw, DB["sum"](dout)


def minus_zero(dout, x, w, stride=1, padding=0):
    """Cropped by a slice that ends at -0."""
    dx = image_gradient(dout, x, w, stride, padding, crop="none")
    return dx[:, :, padding:-padding, padding:-padding], weights_gradient(dout, x, w, stride, padding), DB["sum"](dout)


def averaged(dout, x, w, stride=1, padding=0):
    """All three divided by the batch."""
    return tuple(part / len(x) for part in _backward()(dout, x, w, stride, padding))


def turn(w):
    """Rotated by half a turn."""
    return w[:, :, ::-1, ::-1]


def exchanged(w):
    """Inputs and outputs the wrong way round."""
    return w.transpose(1, 0, 2, 3)


def backward_inputs():
    """Small images and kernels that fit; the gradient has the shape of the output."""
    from hypothesis import strategies as st

    shapes = st.tuples(st.sampled_from([1, 1, 2]), st.integers(1, 2), st.integers(1, 2), st.integers(1, 4), st.integers(1, 5))
    kernels, strides, frame = st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(1, 3), st.integers(0, 2)
    dtype, layout = dtypes(), layouts()

    @st.composite
    def one(draw):
        (n, into, out, high, wide), taps, stride, padding = draw(shapes), draw(kernels), draw(strides), draw(frame)
        padding = min(padding, min(taps) - 1)  # more would be windows of zeros alone
        taps = [min(k, size + 2 * padding) for k, size in zip(taps, (high, wide))]
        places = [(size + 2 * padding - k) // stride + 1 for k, size in zip(taps, (high, wide))]
        kind = draw(dtype)
        dout, x, w = (draw(arrays(shape, kind)) for shape in ((n, out, *places), (n, into, high, wide), (out, into, *taps)))
        return Case((dout, x, w, stride, padding), layout=draw(layout))

    return one()


ONE = np.array([[[[1.0]]]])
ROW = np.array([[[[1.0, 2]]]])
STAMP = counted(1, 1, 2, 2)
IMAGES, KERNELS = mixed(2, 3, 5, 8), mixed(4, 3, 2, 3, seed=1)
SQUARES = mixed(3, 3, 2, 2, seed=4)

CONV2D_BACKWARD = Exercise(
    name="conv2d_backward",
    oracle=backward_oracle,
    returns=Parts(dx=Array("float", "a float array of the shape of x", **TOLERANCE),
                  dw=Array("float", "a float array of the shape of w", **TOLERANCE),
                  db=Array("float", "a float array of shape (C_out,)", **TOLERANCE)),
    cases=(
        case(np.array([[[[5.0]]]]), np.array([[[[3.0]]]]), np.array([[[[2.0]]]]), why="one product: 10, 15, 5"),
        case(ONE, counted(1, 1, 1, 2), ROW, why="one window: dx is the kernel and dw the image; catches either flipped"),
        case(ONE, counted(1, 1, 2, 1), np.array([[[[1.0], [2]]]]), why="the same down"),
        case(ONE, counted(1, 1, 2, 2), STAMP, why="and both: catches a transposed kernel"),
        case(ROW, counted(1, 1, 1, 3), ROW, why="two windows share a pixel, which gets 4: catches what overwrites"),
        case(np.ones((1, 1, 1, 2)), counted(1, 1, 1, 2), ONE, why="two places: db is 2, not their mean"),
        case(np.ones((2, 1, 1, 1)), counted(2, 1, 1, 1), ONE, why="two images: dw is 3 and db 2, no means"),
        case(counted(1, 2, 1, 1), np.array([[[[3.0]]]]), np.array([[[[1.0]]], [[[10]]]]), why="two outputs: dx is their sum"),
        case(np.array([[[[2.0]]]]), counted(1, 2, 1, 1), np.array([[[[1.0]], [[10]]]]), why="two inputs"),
        case(counted(1, 2, 1, 1), counted(1, 2, 1, 1), counted(2, 2, 1, 1), why="as many inputs as outputs: catches w the wrong way round"),
        case(counted(1, 3, 1, 1), counted(1, 2, 1, 1), counted(3, 2, 1, 1), why="three outputs of two inputs: 22 and 28"),
        case(np.ones((1, 1, 1, 2)), counted(1, 1, 1, 3), ONE, 2, why="stride 2: the middle pixel was never seen"),
        case(ONE, counted(1, 1, 1, 2), ONE, 2, why="the last pixel was never seen: its gradient is 0, and it is there"),
        case(ROW, counted(1, 1, 2, 5), ROW, 2, why="rows and columns are left over at the end"),
        case(mixed(1, 1, 2, 2), mixed(1, 1, 6, 7), STAMP, 3, why="a stride beyond the kernel"),
        case(counted(1, 1, 2, 2), np.array([[[[3.0]]]]), STAMP, 1, 1,
             why="padding: dx is one pixel, cut out of the middle; catches the crop at one end"),
        case(np.ones((1, 1, 2, 2)), counted(1, 1, 2, 2), STAMP, 2, 1, why="padding and stride"),
        case(counted(1, 1, 4, 4), counted(1, 1, 1, 1), STAMP, 1, 2, why="padding of 2: two rows and columns are cut off on each side"),
        case(mixed(2, 4, 3, 4), IMAGES, KERNELS, 2, 1, why="all at once: H ≠ W, C_in ≠ C_out, a kernel that is not square"),
        case(dout=mixed(2, 4, 2, 3), x=IMAGES, w=KERNELS, stride=3, padding=1, why="all at once, by name"),
        case(mixed(2, 3, 4, 3, seed=5), mixed(2, 3, 5, 4, seed=6), SQUARES, why="as many inputs as outputs, more than one of all"),
        case(mixed(2, 4, 4, 6).astype(np.float32), IMAGES.astype(np.float32), KERNELS.astype(np.float32),
             why="float32: that width or more"),
        case(ONE / 3, np.array([[[[2.0**24 + 1]]]]), np.array([[[[2.0**24 + 3]]]]), why="too many digits for float32"),
        case(np.full((1, 1, 1, 2), 0.25), counted(1, 1, 1, 2) / 8, ONE / 2, why="fractions: catches whole numbers"),
        case(mixed(2, 4, 4, 6), IMAGES, KERNELS, layout="readonly", why="read-only: working in place fails"),
        case(mixed(2, 4, 3, 4), IMAGES, KERNELS, 2, 1, layout="strided", why="every second row of larger arrays"),
    ),
    generate=backward_inputs,
    misconceptions=(
        Misconception("kernel_not_flipped", "as a correlation over `dout`, dx wants the kernel turned by half a turn: each output lays "
                      "its kernel back down where its window was.", _backward(dx={"turned": turn}),
                      _backward(dx={"turned": lambda w: w[:, :, ::-1]}), _backward(dx={"turned": lambda w: w[:, :, :, ::-1]})),
        Misconception("cropped_at_the_end", "the padded image begins with `padding` rows and columns that are no pixels: cut them off "
                      "both at the start and at the end.", _backward(dx={"crop": "end"})),
        Misconception("not_cropped", "dx has the shape of x: cut the padding off the gradient of the padded image.",
                      _backward(dx={"crop": "none"}), _backward(dx={"crop": "start"})),
        Misconception("cropped_to_nothing", "`[padding:-padding]` is empty where padding is 0: end the slice at `padding + H`.", minus_zero),
        Misconception("scattered_at_stride_1", "output (y, x) looked at the pixels from (y · stride, x · stride) on: that is where its "
                      "gradient goes.", _backward(dx={"step": 1}), _backward(dx={"step": 1}, dw={"step": 1})),
        Misconception("dw_at_stride_1", "output (y, x) looked at the pixels from (y · stride, x · stride) on: dw takes these windows.",
                      _backward(dw={"step": 1}), valid_weights,
                      lambda dout, x, w, stride=1, padding=0: valid_weights(dout, x, w, stride, padding, 1)),
        Misconception("overwritten", "windows overlap, and a pixel gets the gradient of each: `+=`, not `=`.",
                      _backward(dx={"how": "last"}), _backward(dx={"how": "first"}),
                      _backward(dx={"how": "last of the last"}), _backward(dx={"how": "first of the last"})),
        Misconception("dw_overwritten", "every window of every image adds to dw: `+=`, not `=`.", _dw_alone(place=(-1, -1)),
                      _dw_alone(images=-1, place=(-1, -1)), _dw_alone(images=-1)),
        Misconception("rows_left_over", "pixels that no window reached have the gradient 0, and are there: dx has the shape of x.",
                      _backward(dx={"crop": "used"})),
        Misconception("channels_not_exchanged", "on the way back outputs are summed and inputs remain: `w` is (C_out, C_in, …).",
                      _backward(dx={"turned": exchanged}), _backward(dx={"turned": lambda w: turn(exchanged(w))})),
        Misconception("dw_flipped", "dw meets the kernel as the forward pass did: nothing is turned round.", _backward(dw={"turned": turn})),
        Misconception("dw_averaged", "gradients add up over the batch; a loss that is a mean has divided already.",
                      _backward(dw={"over": len}), _backward("batch mean", dw={"over": len}),
                      _backward("mean", dw={"over": lambda dout: dout[:, 0].size}), _backward(dw={"over": lambda dout: dout[:, 0].size})),
        Misconception("batch_averaged", "gradients add up over the batch; a loss that is a mean has divided already.", averaged),
        Misconception("dw_without_padding", "the windows of the forward pass were those of the *padded* image.",
                      _backward(dw={"seen": "plain"})),
        Misconception("db_averaged", "a bias was added at every place of every image: its gradient is the sum, not the mean.",
                      _backward("mean"), _backward("batch mean"), _backward("place mean")),
        Misconception("db_not_summed", "a bias serves all images and all places: sum over all axes but the channels.",
                      _backward("images"), _backward("places"), _backward("kept"), _backward("rows"), _backward("columns")),
        Misconception("db_shape", "db has the shape of the bias, (C_out,).", _backward("kept axes"), _backward("column"), _backward("row")),
        Misconception("db_of_another_axis", "each output channel has a bias of its own: sum over all axes but 1, `(0, 2, 3)`.",
                      _backward("number"), _backward("width"), _backward("height"), _backward("batch")),
        Misconception("db_of_one_image", "a bias serves all images: sum over the batch too.", _backward("last image")),
    ),
    hints=("One output was made from one window and one kernel. If it should grow by 1, what is that worth to each pixel of the window?",
           "dx is (N, C, H, W) like x, dw like w, db (C_out,). Work with the padded image's gradient, (N, C, H + 2P, W + 2P), first.",
           "Zeros like the padded image and like w. For each output place: add its gradient times the kernel to the window's part of the "
           "image gradient, and its gradient times the window to dw. Cut the padding off. db: sum over images and places."),
    praise="Why: each product of the forward pass sends the gradient on to both its factors, and shared ones collect it. Usual "
           "traps: the crop at one end, stride 1, means for sums. Next question: write dx as a transposed convolution; what is its "
           "`output_padding`?",
    forbidden=FORBIDDEN,
    equivalent={
        "dpadded = np.zeros(padded.shape, dtype=np.result_type(dout, w)) -> dpadded = np.zeros(padded.shape)":
            "float64 instead of the width of the input: wider is allowed",
        "dpadded = np.zeros(padded.shape, dtype=np.result_type(dout, w)) -> dpadded = np.zeros(padded.shape, dtype=np.result_type(w, dout))":
            "the common type of two arrays does not depend on their order",
        "dpadded = np.zeros(padded.shape, dtype=np.result_type(dout, w)) -> dpadded = np.zeros(padded.shape, dtype=np.result_type(dout))":
            "where the two differ dout is the narrower float, and the width of the narrowest input is enough",
        "dw = np.zeros(w.shape, dtype=np.result_type(dout, x)) -> dw = np.zeros(w.shape, dtype=np.result_type(dout))": "the same",
        "dout, x, w = (np.asarray(dout), np.asarray(x), np.asarray(w)) -> pass": "all three are arrays already, as the docstring says",
        "dw = np.zeros(w.shape, dtype=np.result_type(dout, x)) -> dw = np.zeros(w.shape)":
            "float64 instead of the width of the input: wider is allowed",
        "dw = np.zeros(w.shape, dtype=np.result_type(dout, x)) -> dw = np.ones(w.shape, dtype=np.result_type(dout, x))":
            "the loop sets every entry of dw",
        "dw = np.zeros(w.shape, dtype=np.result_type(dout, x)) -> dw = np.zeros(w.shape, dtype=np.result_type(x, dout))":
            "the common type of two arrays does not depend on their order",
    },
)
