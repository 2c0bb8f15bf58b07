"""receptive_field and layers_to_cover: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math
from functools import cache

from ...exercise import Case, Exercise, Misconception, case
from ...layer import Layer
from ...returns import Integer
from ...threads import one_thread
from .footprint import measured, stacks

FORBIDDEN = ("torch.autograd",)

POOL = Layer(2, stride=2)
SAME = Layer(3, padding=1)
VGG16 = [SAME, SAME, POOL] * 2 + [SAME, SAME, SAME, POOL] * 3
POOL_3 = Layer(3, stride=2)
ALEXNET = [Layer(11, stride=4, padding=2), POOL_3, Layer(5, padding=2), POOL_3, SAME, SAME, SAME, POOL_3]
POSE_MACHINE = [Layer(9, padding=4), POOL] * 3 + [Layer(5, padding=2), Layer(9, padding=4), Layer(1), Layer(1)]


def growth(layer: Layer) -> int:
    """Steps from the first to the last tap."""
    return (layer.kernel - 1) * layer.dilation


def field(layers, grow=growth, before=True, step="product", size=1):
    """The receptive field with a switch for each mistake; without any, the right one."""
    jump = 1
    for layer in layers:
        spread = {"product": jump, "none": 1, "own": layer.stride, "before": jump}[step]
        if step == "product" and not before:
            spread = jump * layer.stride
        size += grow(layer) * spread
        jump = layer.stride if step == "before" else jump * layer.stride
    return size


def used_pixels(layers):
    """How many pixels have any influence, holes left out."""
    offsets = {0}
    for layer in reversed(layers):
        offsets = {o * layer.stride + t * layer.dilation for o in offsets for t in range(layer.kernel)}
    return len(offsets)


def stack_inputs():
    """Stacks of up to four layers."""
    from hypothesis import strategies as st

    return st.builds(lambda layers: Case((layers,)), stacks())


RECEPTIVE_FIELD = Exercise(
    name="receptive_field",
    oracle=lambda layers: measured(layers)[0],
    returns=Integer(),
    cases=(
        case([Layer(3)], why="one layer: its kernel, and the 1 must not be forgotten"),
        case([], why="no layer: an output is a pixel, and sees 1"),
        case([Layer(3), Layer(3)], why="5, not 6: each layer adds kernel - 1"),
        case([Layer(3), Layer(3), Layer(3)], why="7, the field of one 7-tap kernel"),
        case([Layer(3, stride=2), Layer(3)], why="7: the stride spreads the taps of the layer after it"),
        case([Layer(3), Layer(3, stride=2)], why="5: the same layers the other way round; the last stride changes nothing"),
        case([Layer(2, stride=2), Layer(2, stride=2), Layer(2, stride=2)], why="8: strides multiply, they do not add"),
        case([Layer(3, dilation=2)], why="5: three taps two apart; 6 is kernel times dilation"),
        case([Layer(3, dilation=2), Layer(3)], why="7: a dilation is its own layer's, and spreads no other taps"),
        case([Layer(2, stride=3, dilation=2), Layer(4, stride=2, dilation=3), Layer(3)],
             why="stride and dilation together, kernels of three sizes"),
        case([Layer(1, stride=2), Layer(3)], why="5 with holes: pixels 0, 2 and 4 are used, the size is last - first + 1"),
        case([Layer(2, stride=3), Layer(2)], why="5: the stride is longer than the kernel, so a pixel in between is never read"),
        case([Layer(3, padding=1), Layer(3, padding=1)], why="padding moves the field and does not change its size"),
        case([Layer(1), Layer(1, stride=3)], why="kernels of 1 add nothing, whatever their stride"),
        case([Layer(5, stride=3, padding=2, dilation=2), Layer(2), Layer(3, stride=2, padding=1)],
             why="all four numbers at once"),
        case([Layer(3, dilation=1), Layer(3, dilation=2), Layer(3, dilation=4)],
             why="rates 1, 2, 4 give 15: exponential growth, because the rate doubles"),
        case(ALEXNET, why="AlexNet up to its last pooling: 195"),
        case(VGG16, why="the convolutions and poolings of VGG-16: 212"),
        case(POSE_MACHINE, why="stage 1 of a convolutional pose machine: 160"),
    ),
    generate=stack_inputs,
    misconceptions=(
        Misconception("strides_ignored", "after a stride of 2 neighbouring outputs are two input pixels apart, so every later "
                      "layer grows the field twice as fast: multiply its growth by the strides before it.",
                      lambda layers: field(layers, step="none")),
        Misconception("strides_and_dilation_ignored", "`1 + sum(kernel - 1)` is for plain layers only: a dilation multiplies the "
                      "growth of its own layer, the strides before a layer multiply it too.",
                      lambda layers: field(layers, grow=lambda layer: layer.kernel - 1, step="none")),
        Misconception("order_reversed", "the list runs from the input to the output: it is the strides *before* a layer that "
                      "spread its taps. The recursion `(size - 1) * stride + extent` starts at the output.",
                      lambda layers: field(layers[::-1])),
        Misconception("kernels_summed", "a layer adds `kernel - 1` positions, not `kernel`: "
                      "its first tap lies where the field was already.",
                      lambda layers: sum(layer.kernel for layer in layers),
                      lambda layers: sum(layer.kernel for layer in layers) or 1,
                      lambda layers: sum(growth(layer) + 1 for layer in layers),
                      lambda layers: sum(growth(layer) + 1 for layer in layers) or 1,
                      lambda layers: field(layers, grow=lambda layer: growth(layer) + 1),
                      lambda layers: field(layers, grow=lambda layer: growth(layer) + 1, size=0),
                      lambda layers: field(layers, grow=lambda layer: layer.kernel * layer.dilation),
                      lambda layers: field(layers, grow=lambda layer: layer.kernel)),
        Misconception("own_stride", "a layer's stride spreads the taps of the layers after it, not its own: let the size grow "
                      "first, multiply the jump afterwards.",
                      lambda layers: field(layers, before=False), lambda layers: field(layers, step="own")),
        Misconception("stride_not_multiplied", "strides multiply: the jump is the product of all strides before a layer, "
                      "not the last of them.",
                      lambda layers: field(layers, step="before")),
        Misconception("dilation_ignored", "dilated taps lie `dilation` apart: "
                      "the layer grows the field by `(kernel - 1) * dilation`.",
                      lambda layers: field(layers, grow=lambda layer: layer.kernel - 1)),
        Misconception("dilated_extent", "a dilated kernel spans `(kernel - 1) * dilation + 1`: there are gaps between taps, "
                      "and none after the last.",
                      lambda layers: field(layers, grow=lambda layer: layer.kernel * layer.dilation - 1)),
        Misconception("one_missing", "the sum is what the layers add; the output itself is one pixel to begin with: start at 1.",
                      lambda layers: field(layers, size=0), lambda layers: field(layers, size=0) or 1),
        Misconception("holes_left_out", "the size is `last - first + 1`, pixels without influence included; "
                      "how many are used is another question.",
                      lambda layers: used_pixels(layers)),
    ),
    hints=("One output of the last layer needs `kernel` outputs of the layer before. How far apart are those, in input pixels?",
           "Two whole numbers are enough, and both start at 1: the size so far, and the jump, which is the input pixels from one "
           "output to the next.",
           "From the input to the output: the size grows by the steps inside this layer's kernel, each as long as dilation times "
           "jump; only then does the jump grow, by this layer's stride."),
    praise="Why: each layer adds its own gaps, measured in input pixels by the strides before it. Usual traps: the layer's own "
           "stride applied to itself, kernel for kernel - 1, kernel times dilation. Next question: which is cheaper for a field "
           "of 7, and why are three 3×3 layers not the same function as one 7×7?",
    forbidden=FORBIDDEN,
)


@cache
@one_thread()
def widths(kernel: int, dilation: int, enough: int) -> list[int]:
    """Measured receptive fields of 0, 1, 2, … equal layers, up to the first that is `enough`: torch's gradient, a layer at a "
    "time."""
    import torch

    def span(gradient):
        at = gradient[0, 0].nonzero()[:, 0]
        return int(at[-1] - at[0]) + 1

    weight = torch.ones(1, 1, kernel, dtype=torch.float64)
    gradient = torch.ones(1, 1, 1, dtype=torch.float64)
    found = [span(gradient)]
    while found[-1] < enough:
        wide = gradient.shape[2] + growth(Layer(kernel, dilation=dilation))
        under = torch.ones(1, 1, wide, dtype=torch.float64, requires_grad=True)
        out = torch.nn.functional.conv1d(under, weight, dilation=dilation)
        # only where it is positive matters; its size would overflow in a deep stack
        gradient = torch.autograd.grad(out, under, gradient)[0].sign()
        found.append(span(gradient))
    return found


def depth_oracle(size, kernel=3, dilation=1):
    """How many layers it takes until the measured field is large enough."""
    if size < 1 or kernel == 1 and size > 1:
        raise ValueError("no number of layers sees that")
    return next(depth for depth, width in enumerate(widths(kernel, dilation, 1 << (size - 1).bit_length())) if width >= size)


def depth(take=math.ceil, less=1, grow=lambda k, d: (k - 1) * d, least=0, more=0, guards=("size", "kernel")):
    """layers_to_cover with a switch for each mistake."""
    def wrong(size, kernel=3, dilation=1):
        if "size" in guards and size < 1 or "kernel" in guards and kernel == 1 and size > 1:
            raise ValueError("impossible")
        if kernel == 1 and size == 1 and least == 0:
            return 0
        return max(take((size - less) / grow(kernel, dilation)) + more, least)
    return wrong


def infinite(size, kernel=3, dilation=1):
    """NumPy's division: kernel 1 takes infinitely many layers."""
    if kernel == 1 and size > 1:
        return math.inf
    return depth()(size, kernel, dilation)


def not_whole(size, kernel=3, dilation=1):
    """The same, made an int."""
    return int(infinite(size, kernel, dilation))


def none_at_all(size, kernel=3, dilation=1):
    """Kernel 1 adds nothing, so it takes nothing."""
    return depth()(size, kernel, dilation) if kernel > 1 or size < 1 else 0


def depth_inputs():
    """Sizes up to 60, kernels up to 7; now and then what cannot be covered."""
    from hypothesis import strategies as st

    size, kernel, dilation = st.integers(-1, 60), st.sampled_from([3, 2, 4, 5, 7, 1, 3, 2, 6]), st.sampled_from([1, 1, 2, 3, 4])
    return st.builds(lambda size, kernel, dilation: Case((size, kernel, dilation)), size, kernel, dilation)


LAYERS_TO_COVER = Exercise(
    name="layers_to_cover",
    oracle=depth_oracle,
    returns=Integer(),
    cases=(
        case(3, why="one layer of three taps"),
        case(1, why="a pixel sees itself: no layer is needed"),
        case(2, why="half a layer's growth is one whole layer: floor gives 0"),
        case(4, why="3 < 4 <= 5: two layers"),
        case(5, why="exactly two layers: the field is met, and a third is too many"),
        case(7, why="three 3-tap layers for one of 7 taps"),
        case(7, kernel=7, why="kernel by its name: one layer"),
        case(8, 7, why="one pixel more than a kernel: two layers"),
        case(13, 7, why="exactly two layers of 7: each adds 6"),
        case(10, 2, why="kernel 2 adds 1 a layer: nine"),
        case(10, 4, why="even kernel, exactly three"),
        case(6, 3, 2, why="dilated, 5 < 6 <= 9"),
        case(5, 3, 2, why="dilated: exactly one layer; dilation times kernel would say 6"),
        case(13, dilation=3, why="dilation by its name, exactly two"),
        case(14, dilation=3, kernel=3, why="keywords in another order"),
        case(100, 5, 3, why="99 / 12 is 8.25: nine"),
        case(224, why="an ImageNet picture takes 112 plain layers: linear growth"),
        case(225, why="one pixel more, and the same 112"),
        case(1202, 1201, why="one pixel more than a very large kernel: to add 0.999 is not to round up"),
        case(1, 1, why="kernel 1 can cover one pixel: 0, not an error"),
        case(1, 1, 3, why="the same, dilated"),
        case(1, 5, 2, why="size 1 with a large kernel: 0 too"),
        case(2, 1, why="kernel 1 never grows: ValueError, not an endless loop or a ZeroDivisionError"),
        case(9, 1, 4, why="nor does it with a dilation"),
        case(0, why="a field of no pixel: ValueError"),
        case(-3, 5, why="nor of fewer than none"),
        case(0, 1, why="size 0 with kernel 1: ValueError too"),
    ),
    generate=depth_inputs,
    misconceptions=(
        Misconception("floor_for_ceiling", "a part of a layer is a whole layer: round up, or the field ends short of `size`.",
                      depth(take=math.floor), depth(take=round), depth(take=math.floor, guards=("size",))),
        Misconception("growth_of_kernel", "a layer adds `kernel - 1` positions, not `kernel`: three layers of 3 see 7, not 9.",
                      depth(grow=lambda k, d: k), depth(grow=lambda k, d: k * d), depth(less=0, grow=lambda k, d: k),
                      depth(less=0, grow=lambda k, d: k * d),
                      depth(less=0, grow=lambda k, d: (k - 1) * d + 1), depth(grow=lambda k, d: (k - 1) * d + 1),
                      lambda size, kernel=3, dilation=1: depth(less=0 if size > 1 else 1, grow=lambda k, d: k)(size, kernel)),
        Misconception("dilation_ignored", "dilated taps lie `dilation` apart: a layer adds `(kernel - 1) * dilation`.",
                      depth(grow=lambda k, d: k - 1)),
        Misconception("dilated_extent", "a dilated kernel spans `(kernel - 1) * dilation + 1`, so it adds `(kernel - 1) * "
                      "dilation`; there is no gap after the last tap.", depth(grow=lambda k, d: k * d - 1)),
        Misconception("one_too_many", "no layer at all sees 1 pixel already, so only `size - 1` have to be added, and a field of "
                      "exactly `size` is enough: where it fits exactly, this is a layer too many.",
                      depth(less=0), depth(less=0, guards=("size",)), depth(take=math.floor, more=1)),
        Misconception("at_least_one_layer", "a field of 1 needs no layer: an output without layers is the pixel itself.",
                      depth(least=1)),
        Misconception("no_error_for_size", "no field has fewer than 1 pixel: raise ValueError for such a `size`.",
                      depth(guards=("kernel",)),
                      lambda size, kernel=3, dilation=1: max(depth(guards=("kernel",))(size, kernel, dilation), 0)),
        Misconception("no_error_for_kernel_1", "layers of kernel 1 never see more than one pixel: "
                      "raise ValueError instead of dividing by 0 or looping for ever.", depth(guards=("size",)), infinite, not_whole, none_at_all),
        Misconception("kernel_1_always_refused", "kernel 1 does cover a size of 1, with no layer at all; "
                      "it is more that it cannot cover.",
                      lambda size, kernel=3, dilation=1: depth()(size, kernel, dilation) if kernel > 1 else depth()(0)),
    ),
    hints=("By how many pixels does one more layer of stride 1 widen the field?",
           "With no layer the field is 1. How many of `size` pixels are then still missing?",
           "Refuse what is impossible first. Then count how many times the growth of one layer fits into the missing pixels; a "
           "remainder takes one layer more."),
    praise="Why: without strides each layer adds the same (kernel - 1) * dilation, so depth grows in proportion to size. Usual "
           "traps: floor for ceiling, the first pixel, kernel for kernel - 1. Next question: how do strides, pooling or doubling "
           "dilations turn linear growth into exponential growth, and what does each cost?",
    forbidden=FORBIDDEN,
)
