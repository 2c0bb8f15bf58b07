"""layers_to_cover: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math
from functools import cache

from ...exercise import Case, Exercise, Misconception, case
from ...layer import Layer
from ...returns import Integer
from ...threads import one_thread
from .sizes import FORBIDDEN, growth


@cache
@one_thread()
def widths(kernel: int, dilation: int, enough: int) -> list[int]:
    """Measured receptive fields of 0, 1, 2, … equal layers, up to the first that is `enough`.

    By torch's gradient, a layer at a time.
    """
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


def depth(take=math.ceil, less=1, grow=lambda k, d: (k - 1) * d, least=0, more=0, guards=("size", "kernel"), special=0):
    """layers_to_cover with a switch for each mistake."""
    def wrong(size, kernel=3, dilation=1):
        if "size" in guards and size < 1 or "kernel" in guards and kernel == 1 and size > 1:
            raise ValueError("impossible")
        if kernel == 1 and size == 1 and special is not None:
            return max(special, least)
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


def first_plain(size, kernel=3, dilation=1):
    """The first layer sees `kernel`, whatever its dilation."""
    if size <= kernel or kernel == 1:
        return min(depth()(size, kernel, dilation), 1)
    return 1 + math.ceil((size - kernel) / ((kernel - 1) * dilation))


def instead(value, of="kernel"):
    """`value` where an error is wanted."""
    def wrong(size, kernel=3, dilation=1):
        if size < 1 and of == "size" or size > 1 and kernel == 1 and of == "kernel":
            return value
        return depth()(size, kernel, dilation)

    return wrong


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
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes.",
                      depth(grow=lambda k, d: (k - 1) * (d + 1))),
        Misconception("first_layer_plain", "the first layer is dilated too: it sees `(kernel - 1) * dilation + 1`.", first_plain),
        Misconception("one_side_only", "a layer widens the field at both ends, by `(kernel - 1) * dilation` together, not by half of it.",
                      depth(grow=lambda k, d: k // 2 * d), depth(grow=lambda k, d: max((k - 1) // 2, 1) * d),
                      depth(grow=lambda k, d: (k - 1) / 2 * d)),
        Misconception("dilated_extent", "a dilated kernel spans `(kernel - 1) * dilation + 1`, so it adds `(kernel - 1) * "
                      "dilation`; there is no gap after the last tap.", depth(grow=lambda k, d: k * d - 1)),
        Misconception("one_too_many", "no layer at all sees 1 pixel already, so only `size - 1` have to be added, and a field of "
                      "exactly `size` is enough: where it fits exactly, this is a layer too many.",
                      depth(less=0), depth(less=0, guards=("size",)), depth(take=math.floor, more=1)),
        Misconception("at_least_one_layer", "a field of 1 needs no layer: an output without layers is the pixel itself.",
                      depth(least=1), depth(least=1, special=None)),
        Misconception("no_error_for_size", "no field has fewer than 1 pixel: raise ValueError for such a `size`.",
                      depth(guards=("kernel",)),
                      lambda size, kernel=3, dilation=1: max(depth(guards=("kernel",))(size, kernel, dilation), 0),
                      instead(0, "size"), instead(-1, "size")),
        Misconception("no_error_for_kernel_1", "layers of kernel 1 never see more than one pixel: "
                      "raise ValueError instead of dividing by 0, looping for ever or giving a number.", depth(guards=("size",)), infinite,
                      not_whole, none_at_all, depth(guards=("size",), special=None), instead(-1), instead(0)),
        Misconception("kernel_1_always_refused", "kernel 1 does cover a size of 1, with no layer at all; "
                      "only a larger one is out of its reach.",
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
