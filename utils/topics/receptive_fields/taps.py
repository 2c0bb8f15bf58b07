"""taps_used: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

from ...exercise import Exercise, Misconception, case
from ...layer import Layer
from ...returns import Indices
from .footprint import middle
from .sizes import FORBIDDEN, JUMPS, field, stack_inputs


def taps_oracle(layers):
    """Offsets of the pixels with a gradient."""
    _, here, _ = middle(tuple(layers))
    return [pixel - here[0] for pixel in here]


def walk(layers, step="product", dilated=True, centred=False, tap_first=False):
    """All sums of tap offsets, with a switch for each mistake; a list with repetitions, in the order of the walk."""
    offsets, jump = [0], 1
    for layer in layers:
        if step in ("own", "dilated"):
            jump *= layer.stride if step == "own" else layer.dilation
        by = (layer.dilation if dilated and step != "dilated" else 1) * (1 if step == "none" else jump)
        before = (layer.kernel - (centred != "late")) // 2 if centred else 0
        taps = [(tap - before) * by for tap in range(layer.kernel)]
        offsets = [o + tap for tap in taps for o in offsets] if tap_first else [o + tap for o in offsets for tap in taps]
        jump = jump if step == "own" else JUMPS.get({"last": "before", "dilated": "product"}.get(step, step), JUMPS["product"])(jump, layer)
    return offsets


def in_a_set(layers, paths=lambda offsets, taps: {o + tap for o in offsets for tap in taps}):
    """As a set that grows, in no order."""
    offsets, jump = {0}, 1
    for layer in layers:
        offsets = paths(offsets, [tap * layer.dilation * jump for tap in range(layer.kernel)])
        jump *= layer.stride
    return list(offsets)


def filled(layers):
    """Every pixel under a kernel, those between its taps too."""
    return sorted(set(walk([Layer((layer.kernel - 1) * layer.dilation + 1, layer.stride) for layer in layers])))


def strides_summed(layers):
    """The strides before a layer added up, from 0."""
    offsets, jump = {0}, 0
    for layer in layers:
        offsets = {o + tap * layer.dilation * max(jump, 1) for o in offsets for tap in range(layer.kernel)}
        jump += layer.stride
    return sorted(offsets)


def _wrong(**switches):
    return lambda layers: sorted(set(walk(layers, **switches)))


def one_dilation(layers, which):
    """As if the stack were one layer with gaps of one dilation."""
    size = field(layers)
    return list(range(0, size, which([layer.dilation for layer in layers] or [1])))


def absolute(layers):
    """Pixels of the image that output 0 sees, with padding."""
    jump, left = 1, 0
    for layer in layers:
        left += layer.padding * jump
        jump *= layer.stride
    return [o - left for o in sorted(set(walk(layers)))]


TAPS_USED = Exercise(
    name="taps_used",
    oracle=taps_oracle,
    returns=Indices(what="a list of ints", plural="offsets"),
    cases=(
        case([Layer(3)], why="a plain kernel uses all of 0, 1, 2"),
        case([], why="no layer: the pixel itself, [0]"),
        case([Layer(3, dilation=2)], why="[0, 2, 4]: the pixels between are never read"),
        case([Layer(3), Layer(3)], why="[0, 1, 2, 3, 4]: reached in several ways, listed once"),
        case([Layer(3), Layer(3, dilation=2)], why="dilations 1, 2: all of 0..6"),
        case([Layer(3, dilation=2)] * 3, why="gridding: every other one of 0..12"),
        case([Layer(3, dilation=2), Layer(3, dilation=3)], why="0..10 without 1 and 9: holes near the ends only"),
        case([Layer(2, dilation=3)], why="two taps, three apart"),
        case([Layer(1, stride=2), Layer(3)], why="a stride without a kernel leaves holes: [0, 2, 4]"),
        case([Layer(3, stride=2), Layer(3)], why="stride 2 under kernel 3: no holes, 0..6"),
        case([Layer(2, stride=3), Layer(2)], why="stride longer than the kernel: [0, 1, 3, 4]"),
        case([Layer(2), Layer(2, stride=3)], why="the same the other way round has none: [0, 1, 2]"),
        case([Layer(2, stride=3), Layer(2, stride=2), Layer(2)], why="strides multiply: groups 3 and 6 apart"),
        case([Layer(2, stride=2, dilation=3), Layer(3, stride=2, dilation=2), Layer(2)],
             why="stride and dilation: the walk has to use both"),
        case([Layer(3, padding=1), Layer(3, padding=1, dilation=2)], why="offsets from the first, whatever the padding"),
        case([Layer(2, dilation=4), Layer(2)], why="[0, 1, 4, 5]: a walk in the order of layers meets 4 after 1"),
        case([Layer(2, dilation=9), Layer(2)], why="[0, 1, 9, 10]: a set of these is not in order by itself; catches a missing `sorted`"),
        case([Layer(2), Layer(2, dilation=4)], why="the same set from the other order; unsorted walks differ"),
        case([Layer(4, dilation=2), Layer(3, stride=2, dilation=5), Layer(2, dilation=3)],
             why="kernels and dilations all different"),
        case([Layer(1), Layer(1, stride=3), Layer(1, dilation=5)], why="kernels of 1: one pixel, whatever else"),
        case([Layer(3)] * 9, why="nine layers: 19 pixels, and 3^9 ways to reach them; merge as you go"),
        case([Layer(3, dilation=1), Layer(3, dilation=2), Layer(3, dilation=5)], why="rates 1, 2, 5 leave no hole"),
    ),
    generate=stack_inputs,
    misconceptions=(
        Misconception("full_interval", "a dilated kernel skips pixels, and a second layer need not fill the holes: "
                      "walk the taps.",
                      lambda layers: list(range(field(layers))), filled),
        Misconception("repeated", "many paths lead to one pixel: list it once.", lambda layers: sorted(walk(layers)),
                      walk, lambda layers: walk(layers, tap_first=True)),
        Misconception("unsorted", "offsets are sorted, the first pixel first.", lambda layers: list(dict.fromkeys(walk(layers))),
                      lambda layers: list(dict.fromkeys(walk(layers, tap_first=True))), in_a_set,
                      lambda layers: sorted(set(walk(layers)), reverse=True)),
        Misconception("strides_ignored", "after a stride, neighbouring taps of the next layer lie a whole jump apart.",
                      _wrong(step="none")),
        Misconception("stride_not_multiplied", "strides multiply: a tap's offset is scaled by the product of all strides before "
                      "its layer.",
                      _wrong(step="last")),
        Misconception("strides_added", "strides multiply: a tap's offset is scaled by their product, not by their sum.",
                      _wrong(step="sum"), _wrong(step="steps"), strides_summed),
        Misconception("dilation_in_the_jump", "a dilation spreads the taps of its own layer; only strides reach the layers after it.",
                      _wrong(step="dilated")),
        Misconception("nothing_without_layers", "without layers an output is the pixel itself: `[0]`.",
                      lambda layers: sorted(set(walk(layers))) if layers else []),
        Misconception("own_stride", "a layer's stride spreads the taps of the layers after it, not its own.", _wrong(step="own")),
        Misconception("order_reversed", "the list runs from the input to the output; the strides before a layer spread its taps.",
                      lambda layers: sorted(set(walk(layers[::-1])))),
        Misconception("dilation_ignored", "the taps of a dilated kernel lie `dilation` apart.", _wrong(dilated=False)),
        Misconception("one_grid", "a stack with several dilations has no single grid: offsets of different layers add up.",
                      lambda layers: one_dilation(layers, max), lambda layers: one_dilation(layers, lambda d: d[-1]),
                      lambda layers: one_dilation(layers, lambda d: d[0]), lambda layers: one_dilation(layers, min),
                      lambda layers: one_dilation(layers, lambda d: math.gcd(*d))),
        Misconception("not_from_the_first", "offsets are relative to the first pixel used: the first is 0, and none is negative.",
                      _wrong(centred=True), _wrong(centred="late"), absolute),
        Misconception("only_one_layer", "the taps of one layer are positions of other layers' outputs: "
                      "go on until you reach the input.",
                      lambda layers: [t * layers[-1].dilation for t in range(layers[-1].kernel)] if layers else [0],
                      lambda layers: [t * layers[0].dilation for t in range(layers[0].kernel)] if layers else [0]),
    ),
    hints=("Which outputs of the layer before does one output use? And which does each of those use?",
           "A set of whole numbers is enough, and it starts as {0}: the pixels reached so far.",
           "For each layer, from the input on: every offset so far plus every tap of the layer, the taps dilation times jump "
           "apart; then the jump takes the stride. At the end put the set in order."),
    praise="Why: offsets of layers add, so the pixels used are all sums of one tap from each. Usual traps: the full interval, "
           "the same pixel many times, the layer's own stride. Next question: which dilations after 1 and 2 leave no hole, and "
           "why is 2, 2, 2 bad for thin objects?",
    forbidden=FORBIDDEN,
)
