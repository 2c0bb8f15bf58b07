"""receptive_field: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Case, Exercise, Misconception, case
from ...layer import Layer
from ...returns import Integer
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


JUMPS = {"product": lambda jump, layer: jump * layer.stride, "before": lambda jump, layer: layer.stride,
         "sum": lambda jump, layer: jump + layer.stride, "steps": lambda jump, layer: jump + layer.stride - 1,
         "dilated": lambda jump, layer: jump * layer.stride * layer.dilation}


def field(layers, grow=growth, before=True, step="product", size=1):
    """The receptive field with a switch for each mistake; without any, the right one."""
    jump = 1
    for layer in layers:
        spread = {"none": 1, "own": layer.stride}.get(step, jump)
        if step == "product" and not before:
            spread = jump * layer.stride
        size += grow(layer) * spread
        jump = JUMPS.get(step, JUMPS["product"])(jump, layer)
    return size


def walked_back(layers, extent=lambda layer: growth(layer) + 1):
    """From the output to the input, with as many steps as outputs."""
    size = 1
    for layer in reversed(layers):
        size = size * layer.stride + extent(layer)
    return size


def all_strides_summed(layers):
    """The strides before a layer added up, from 0."""
    size, jump = 1, 0
    for layer in layers:
        size, jump = size + growth(layer) * max(jump, 1), jump + layer.stride
    return size


def dilated_already(layers):
    """A layer's dilation in the jump, for itself and all that follow."""
    size, jump = 1, 1
    for layer in layers:
        jump *= layer.dilation
        size, jump = size + (layer.kernel - 1) * jump, jump * layer.stride
    return size


def with_padding(layers, share):
    """Padding counted, in pixels of the input: `share` times what the layers have."""
    size, jump = field(layers), 1
    for layer in layers:
        size, jump = size + share * layer.padding * jump, jump * layer.stride
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
        Misconception("strides_added", "strides multiply: the jump is the product of all strides before a layer, not their sum.",
                      lambda layers: field(layers, step="sum"), lambda layers: field(layers, step="steps"), all_strides_summed),
        Misconception("dilation_in_the_jump", "a dilation spreads the taps of its own layer; only strides reach the layers after it.",
                      lambda layers: field(layers, step="dilated"), dilated_already),
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes.",
                      lambda layers: field(layers, grow=lambda layer: layer.kernel - 1 + growth(layer))),
        Misconception("places_for_steps", "from the first of n outputs to the last are n - 1 steps: `(size - 1) * stride + extent` on "
                      "the way back.",
                      walked_back, lambda layers: walked_back(layers, growth), lambda layers: walked_back(layers, lambda layer: layer.kernel)),
        Misconception("padding_counted", "padding moves the field and does not change its size.", lambda layers: with_padding(layers, -1),
                      lambda layers: with_padding(layers, -2), lambda layers: with_padding(layers, 2), lambda layers: with_padding(layers, 1),
                      *(lambda layers, share=share: field(layers) + share * sum(layer.padding for layer in layers) for share in (-2, -1, 1, 2))),
        Misconception("nothing_without_layers", "without layers an output is a pixel, and sees 1: a field of 0 does not exist.",
                      lambda layers: field(layers) if layers else 0),
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
