"""receptive_field_geometry: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Exercise, Misconception, case
from ...layer import Layer
from ...returns import Integer, Number, Parts
from .footprint import measured
from .sizes import ALEXNET, FORBIDDEN, JUMPS, POSE_MACHINE, VGG16, growth, stack_inputs

HALF = {"proper": lambda steps: steps / 2, "floor": lambda steps: steps // 2, "ceil": lambda steps: -(-steps // 2)}
PAD = {"proper": lambda layer, jump: layer.padding * jump, "ignored": lambda layer, jump: 0,
       "unscaled": lambda layer, jump: layer.padding, "own": lambda layer, jump: layer.padding * jump * layer.stride,
       "added": lambda layer, jump: -layer.padding * jump, "dilated": lambda layer, jump: layer.padding * layer.dilation * jump,
       "half": lambda layer, jump: layer.padding / 2 * jump, "twice": lambda layer, jump: 2 * layer.padding * jump}


def geometry(layers, origin=0.5, half="proper", pad="proper", grow=growth, reach=None, ahead=(), step="product", unscaled=False,
             least=None):
    """Size, jump and start with a switch for each mistake; `ahead` names what is worked out with the jump after the layer."""
    size, jump, start = 1, 1, origin
    for layer in layers:
        after = JUMPS[step](jump, layer)
        size += grow(layer) * (after if "size" in ahead else jump)
        spread = after if "start" in ahead else jump
        start += HALF[half]((reach or grow)(layer)) * (1 if unscaled else spread) - PAD[pad](layer, spread)
        start, jump = start if least is None else max(start, least), after
    return size, jump, start


def _wrong(**switches):
    return lambda layers: geometry(layers, **switches)


def last_stride(layers):
    """All right but for the jump that it returns."""
    size, _, start = geometry(layers)
    return size, layers[-1].stride if layers else 1, start


def summed_stride(layers):
    """All right but for the jump that it returns, a sum."""
    size, _, start = geometry(layers)
    return size, sum(layer.stride for layer in layers) or 1, start


def strides_ignored(layers):
    """The jump multiplied, and not used."""
    plain = [layer._replace(stride=1) for layer in layers]
    size, _, start = geometry(plain)
    return size, geometry(layers)[1], start


def edge(layers, more=0.0):
    """The left edge of the first window, or its first pixel, for its centre."""
    size, jump, start = geometry(layers)
    return size, jump, start - size / 2 + more


def clipped(layers, least=0.0):
    """A centre before the image moved into it."""
    size, jump, start = geometry(layers)
    return size, jump, max(start, least)


def image_only(layers):
    """The centre of what the first window sees of the image, for that of the window."""
    size, jump, start = geometry(layers)
    return size, jump, (max(start - size / 2, 0) + start + size / 2) / 2


def of_size(layers):
    """Half the field, as if every net were unpadded."""
    size, jump, _ = geometry(layers)
    return size, jump, size / 2


def rounded_centre(layers):
    """The middle pixel, which an even window does not have."""
    size, jump, start = geometry(layers)
    return size, jump, (start - 0.5) // 1 + 0.5


RECEPTIVE_FIELD_GEOMETRY = Exercise(
    name="receptive_field_geometry",
    oracle=measured,
    returns=Parts(size=Integer(), jump=Integer(), start=Number()),
    cases=(
        case([Layer(3)], why="taps on pixels 0, 1, 2: the middle one has its centre at 1.5, not at 1"),
        case([], why="no layer: a pixel, (1, 1, 0.5)"),
        case([Layer(3, padding=1)], why="same padding at stride 1: output 0 sits on pixel 0, at 0.5"),
        case([Layer(2)], why="an even kernel: the centre 1.0 lies between two pixels; floor of half the steps gives 0.5"),
        case([Layer(4, padding=1)], why="even kernel of 4, padded: taps at -1..2, centre 1.0"),
        case([Layer(3, stride=2)], why="a stride alone: jump 2, and the first window where it was"),
        case([Layer(3, stride=2, padding=1), Layer(3, padding=1)], why="the second padding is two pixels wide: start 0.5"),
        case([Layer(3, stride=2, padding=1), Layer(3, stride=2, padding=1)],
             why="(7, 4, 0.5): strides multiply, the last is not the jump"),
        case([Layer(3, stride=2), Layer(3)], why="stride 1 last: the jump is still 2"),
        case([Layer(2, stride=2), Layer(2, stride=2), Layer(2, stride=2)], why="pooling thrice: (8, 8, 4.0)"),
        case([Layer(2, stride=3), Layer(3, stride=2), Layer(2)], why="jump 6, neither the sum of strides nor the last"),
        case([Layer(3, padding=2)], why="full padding: a start before the image, at -0.5"),
        case([Layer(1, padding=3), Layer(3, stride=2, padding=4)], why="much padding: start -5.5, nothing is cut off"),
        case([Layer(3, dilation=3)], why="dilated: taps 0, 3, 6, centre 3.5"),
        case([Layer(2, dilation=3, padding=1), Layer(3, stride=2, dilation=2)],
             why="an odd number of steps from an even kernel, dilated"),
        case([Layer(4, stride=2, padding=1)] * 3, why="even kernels one after the other: halves of steps of 1, 2 and 4"),
        case([Layer(5, stride=3, padding=1, dilation=2), Layer(2, stride=2, padding=2), Layer(3, dilation=3)],
             why="everything at once"),
        case([Layer(1, stride=2), Layer(1, stride=3, padding=1)], why="kernels of 1: only stride and padding move the centre"),
        case([Layer(1, stride=2), Layer(3)], why="holes: size 5, centre 2.5"),
        case([Layer(2, padding=1), Layer(2)], why="two even kernels make an odd window, 1 pixel before the image"),
        case(ALEXNET, why="AlexNet up to its last pooling: jump 32"),
        case(VGG16, why="VGG-16: size 212, jump 32, start 16"),
        case(POSE_MACHINE, why="stage 1 of a pose machine: even poolings between odd kernels"),
    ),
    generate=stack_inputs,
    misconceptions=(
        Misconception("padding_ignored", "padding moves the first window towards and beyond the border: "
                      "subtract `padding * jump` for each layer.",
                      _wrong(pad="ignored"), of_size),
        Misconception("padding_unscaled", "a layer's padding is counted in steps of that layer's input: "
                      "one step is `jump` input pixels, not one.",
                      _wrong(pad="unscaled")),
        Misconception("padding_on_both_sides", "only the padding before the first pixel moves output 0: subtract it once, "
                      "not twice.",
                      _wrong(pad="twice")),
        Misconception("padding_added", "padding puts zeros before pixel 0, so the first window begins earlier: subtract it.",
                      _wrong(pad="added")),
        Misconception("padding_dilated", "a dilation spreads taps, not the padding: `padding * jump`.", _wrong(pad="dilated")),
        Misconception("integer_centres", "pixel `i` covers `i` to `i + 1`, so its centre is at `i + 0.5`: start at 0.5, "
                      "not at 0.",
                      _wrong(origin=0), _wrong(origin=0.0), _wrong(origin=1)),
        Misconception("even_kernels_floored", "the centre of an even kernel lies between two taps: keep the half, "
                      "do not round it.",
                      _wrong(half="floor"), _wrong(half="ceil"),
                      _wrong(reach=lambda layer: layer.kernel // 2 * layer.dilation * 2),
                      _wrong(reach=lambda layer: (layer.kernel - 1) // 2 * layer.dilation * 2), rounded_centre),
        Misconception("jump_of_last_layer", "strides multiply: one step of the output is the product of all strides, "
                      "not the last of them.",
                      last_stride, _wrong(step="before")),
        Misconception("strides_added", "strides multiply: one step of the output is the product of all strides, not their sum.",
                      _wrong(step="sum"), _wrong(step="steps"), summed_stride),
        Misconception("strides_ignored", "after a stride the steps inside a later layer are worth `jump` pixels each, in the centre as in the size.",
                      strides_ignored, _wrong(unscaled=True), _wrong(unscaled=True, pad="unscaled")),
        Misconception("own_stride", "a layer's stride spreads what comes after it: work out size and start with the jump before "
                      "the layer, and multiply the jump last.",
                      _wrong(ahead=("size", "start")), _wrong(ahead=("start",)), _wrong(ahead=("size",)), _wrong(pad="own")),
        Misconception("order_reversed", "the list runs from the input to the output; "
                      "it is the strides before a layer that count.",
                      lambda layers: geometry(layers[::-1])),
        Misconception("dilation_ignored", "dilated taps lie `dilation` apart: the extent, and half of it, "
                      "grow with the dilation.",
                      _wrong(grow=lambda layer: layer.kernel - 1), _wrong(reach=lambda layer: layer.kernel - 1)),
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes.",
                      _wrong(grow=lambda layer: layer.kernel - 1 + growth(layer))),
        Misconception("kernel_for_steps", "from the first to the last tap there are `kernel - 1` steps, so the centre is half of "
                      "those further on, not half a kernel.",
                      _wrong(reach=lambda layer: growth(layer) + 1), _wrong(reach=lambda layer: layer.kernel * layer.dilation),
                      _wrong(origin=0, reach=lambda layer: growth(layer) + 1),
                      _wrong(origin=0, reach=lambda layer: layer.kernel * layer.dilation)),
        Misconception("edge_for_centre", "`start` is the centre of the first window, half a field beyond its first pixel.", edge,
                      lambda layers: edge(layers, 0.5), _wrong(origin=0, reach=lambda layer: 0),
                      _wrong(origin=0.5, reach=lambda layer: 0)),
        Misconception("clipped_at_zero", "a window may begin, and even have its centre, before the image: "
                      "`start` is not clipped.",
                      clipped, lambda layers: clipped(layers, 0.5), _wrong(least=0), _wrong(least=0.5)),
        Misconception("half_of_padding", "padding moves the window by the whole of it, not by half: `start` is the centre of the "
                      "whole window, the part beyond the image included.", _wrong(pad="half"), image_only),
    ),
    hints=("Output 0 of one layer looks at `kernel` taps. Where is the middle of those, if the first lies `padding` steps before "
           "the input?",
           "Carry three numbers through the layers: size and jump begin at 1, start at 0.5. Every length is in input pixels.",
           "A layer moves the centre by half the steps inside its kernel, forwards, and by its padding, backwards. One step is "
           "the jump that the layers before it have made. Change the jump last."),
    praise="Why: size, jump and start are all that any output's window needs. Usual traps: padding not scaled by the jump, "
           "centres at whole numbers, halves of even kernels thrown away. Next question: how does a detector place its anchors "
           "with these three numbers?",
    forbidden=FORBIDDEN,
)
