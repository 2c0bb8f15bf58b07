"""Drills of topic 03: the size, the place and the holes of a receptive field."""
from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, product
from math import prod
from operator import mul

from ...drills import Drill, Question, Slip
from ...marking import equals


def size_of_field(chance):
    """Three layers with strides; every mistake about the jump shows."""
    layers = [(chance.choice([3, 3, 5, 7]), chance.choice([1, 2, 2, 3])), chance.choice([(2, 2), (3, 2), (3, 1), (5, 2), (5, 1)]),
              (chance.choice([3, 5, 7, 9]), chance.choice([1, 2, 2]))]
    growth, steps = 0, []
    for number, (before, (k, _)) in enumerate(zip(_jumps(layers), layers), 1):
        growth += (k - 1) * before
        steps.append(f"layer {number}: one of its steps is worth {before} px, so it adds ({k} − 1) · {before} = {(k - 1) * before}")
    after = _jumps(layers[::-1])[:-1][::-1]  # what somebody gets who reads the strides from the wrong end
    return Question(
        f"A stack of three layers along one axis, from the input on:\n\n{_listed(layers)}\n\n"
        "How many input pixels, from the first to the last, does one output see?",
        1 + growth,
        (*steps, f"and the one pixel that is there without any layer: 1 + {growth} = {1 + growth}"),
        (Slip(1 + sum((k - 1) * jump for (k, _), jump in zip(layers, _jumps(layers)[1:])),
              "that multiplies each layer by its own stride too; a stride concerns the layers after it only."),
         Slip(1 + sum(k - 1 for k, _ in layers), "that is the field at stride 1; after a stride each step is worth more pixels."),
         Slip(growth, "that is the growth; one pixel is seen before any layer, so add 1."),
         Slip(1 + sum((k - 1) * jump for (k, _), jump in zip(layers, after)),
              "that multiplies by the strides from the output's side; those nearer to the input count.", sometimes=True),
         Slip(prod(k for k, _ in layers), "that multiplies the kernels; windows of neighbours overlap.", sometimes=True)),
        unit="px", given={"layers": layers})


def geometry(chance):
    """Size, jump and first centre of two padded layers."""
    layers = [(chance.choice([3, 5, 7]), chance.choice([2, 2, 3, 4]), chance.randrange(1, 4)),
              (chance.choice([2, 3, 4, 5]), chance.choice([2, 2, 3]), chance.randrange(3))]
    (k1, s1, p1), (k2, s2, p2) = layers
    if p1 > k1 // 2 or p2 > k2 // 2:
        return None
    size, jump = k1 + (k2 - 1) * s1, s1 * s2
    start = (k1 - 1) / 2 - p1 + ((k2 - 1) / 2 - p2) * s1 + 0.5
    return Question(
        f"Two layers along one axis, from the input on:\n\n{_listed(layers)}\n\n"
        "Pixel `i` has its centre at `i + 0.5`. What are the size of an output's receptive field, the distance between the fields "
        "of neighbouring outputs, and the centre of the field of output 0, as `(size, jump, start)`?",
        (size, jump, start),
        (f"size: 1 + ({k1} − 1) · 1 + ({k2} − 1) · {s1} = {size}",
         f"jump: {s1} · {s2} = {jump}, both strides",
         f"layer 1 begins {p1} px before the image, and its centre lies ({k1} − 1) / 2 px on: "
         f"0.5 − {p1} + {(k1 - 1) / 2:g} = {0.5 - p1 + (k1 - 1) / 2:g}",
         f"layer 2 in steps of {s1} px: ({(k2 - 1) / 2:g} − {p2}) · {s1} = {((k2 - 1) / 2 - p2) * s1:g} px more: {start:g}",
         f"together ({size}, {jump}, {start:g})"),
        (Slip((size, s1, start), "the distance of the fields counts the last stride too; only the size leaves it out."),
         Slip((size, jump, start - 0.5), "that is the centre counted in pixel numbers; pixel 0 has its centre at 0.5 here."),
         Slip((size, jump, start + p1 + p2 * s1), "that leaves the padding out; each layer begins its windows earlier by it.",
              sometimes=True),
         Slip((size, jump, start + p2 * (s1 - 1)), "the second padding is counted in steps of the map between, not in pixels.",
              sometimes=True),
         Slip((1 + (k1 - 1) * s1 + (k2 - 1) * s1 * s2, jump, start), "in the size, a layer's own stride does not count.")),
        given={"layers": layers})


def window(chance):
    """First and last pixel of an output, often at the border of the image."""
    layers = [(chance.choice([3, 5, 7]), 2, chance.randrange(1, 4)), (3, chance.choice([1, 2]), chance.randrange(2))]
    (k1, s1, p1), (k2, s2, p2) = layers
    size = chance.randrange(16, 41)
    between = (size + 2 * p1 - k1) // s1 + 1
    outputs = (between + 2 * p2 - k2) // s2 + 1
    index = chance.choice([0, 1, chance.randrange(outputs), outputs - 1])
    if p1 > k1 // 2 or not 0 <= index < outputs:
        return None
    field, jump, begin = k1 + (k2 - 1) * s1, s1 * s2, -p1 - p2 * s1
    first, last = begin + index * jump, begin + index * jump + field - 1
    seen = max(first, 0), min(last, size - 1)
    cut = f"cut to the image, pixels 0 to {size - 1}" if seen != (first, last) else f"all within the image, pixels 0 to {size - 1}"
    return Question(
        f"An image {size} pixels wide goes through two layers:\n\n{_listed(layers)}\n\n"
        f"Pixels and outputs are counted from 0. Which pixels of the image can change output {index}, as `(first, last)`, both "
        "included?",
        seen,
        (f"the field is 1 + ({k1} − 1) + ({k2} − 1) · {s1} = {field} px wide, neighbours are {s1} · {s2} = {jump} px apart",
         f"output 0 begins at −{p1} − {p2} · {s1} = {begin}",
         f"output {index}: {begin} + {index} · {jump} = {first}, to {first} + {field} − 1 = {last}",
         f"{cut}: {_pair(seen)}"),
        (Slip((seen[0], min(last + 1, size)), "the last pixel is included; n pixels that begin at f end at f + n − 1."),
         Slip((first, last), "that is not cut to the image; padding is not input.", sometimes=True),
         Slip((index * jump, min(index * jump + field - 1, size - 1)), "that leaves the padding out; it moves every window back.",
              sometimes=True),
         Slip((max(index * jump - p1 - p2, 0), min(index * jump - p1 - p2 + field - 1, size - 1)),
              f"the second padding is counted in steps of {s1} pixels.", sometimes=True),
         Slip((max(begin + index * s1, 0), min(begin + index * s1 + field - 1, size - 1)),
              "outputs are apart by the product of both strides.", sometimes=True)),
        given={"layers": layers, "index": index, "size": size})


def enough_layers(chance):
    """Fewest equal layers for a field; the size asked for is no exact fit."""
    kernel, dilation, size = chance.choice([3, 5, 7]), chance.choice([2, 3, 4]), chance.randrange(60, 400)
    growth = (kernel - 1) * dilation
    if (size - 1) % growth == 0:
        return None
    count = -(-(size - 1) // growth)
    return Question(
        f"All layers of a net have kernel {kernel}, stride 1 and dilation {dilation}. How many does it need at least, so that one "
        f"output sees {size} pixels along an axis or more?",
        count,
        (f"without a layer 1 px is seen, so {size} − 1 = {size - 1} are missing",
         f"each layer adds ({kernel} − 1) · {dilation} = {growth}",
         f"{size - 1} / {growth} {equals(Fraction(size - 1, growth), 2)}: {count - 1} layers see {1 + (count - 1) * growth}, too few, "
         f"so it takes {count}"),
        (Slip(count - 1, "that many see less than was asked for; round up."),
         Slip(-(-(size - 1) // (kernel - 1)), f"that leaves the dilation out; with it, neighbouring taps lie {dilation} pixels apart."),
         Slip(-(-size // (kernel * dilation)), "a layer adds (kernel − 1) · dilation, not kernel · dilation.", sometimes=True),
         Slip(-(-size // kernel), "windows overlap: kernels do not lie side by side.", sometimes=True)),
        unit="layers", given={"size": size, "kernel": kernel, "dilation": dilation})


def dilated_taps(chance):
    """Pixels that a dilated stack reads; fewer than the field."""
    kernel = chance.choice([2, 3, 3])
    rates = sorted(chance.choices([1, 2, 3, 4, 5, 6, 8], k=chance.choice([2, 3])))
    stages = [sorted({sum(step) for step in product(*(range(0, kernel * rate, rate) for rate in rates[:n + 1]))})
              for n in range(len(rates))]
    taps, field = stages[-1], 1 + (kernel - 1) * sum(rates)
    if len(taps) > 15:
        return None
    return Question(
        f"{len(rates)} layers of kernel {kernel} and stride 1 have the dilations {', '.join(map(str, rates))}. How many *different* "
        "input pixels along one axis does an output really read?",
        len(taps),
        (*(f"dilation {rate}: from each offset so far go 0 to {(kernel - 1) * rate} steps on, {rate} at a time: "
           f"{_written(stage)}" for rate, stage in zip(rates, stages)),
         f"the field is {field} wide; of its pixels {len(taps)} are read"),
        (Slip(field, "that is the field, from the first to the last; some pixels between are never read."),
         Slip(kernel ** len(rates), "that counts ways, not pixels; several ways end at one pixel.", sometimes=True),
         Slip(kernel, "that is what one layer reads.", sometimes=True),
         Slip(kernel * len(rates), "that counts weights; each layer reads again from every tap of the one before.", sometimes=True),
         Slip(1 + (kernel - 1) * len(rates), "that leaves the dilations out; they spread the taps.", sometimes=True)),
        unit="px", given={"kernel": kernel, "rates": rates})


def beliefs(chance):
    """What a later stage sees that reads the maps of an earlier one, as in a pose machine."""
    below, stride, kernel, count = chance.randrange(20, 201, 4), chance.choice([4, 8, 16]), chance.choice([3, 5, 7, 9, 11]), chance.randrange(2, 5)
    if below <= stride:
        return None
    steps = count * (kernel - 1)
    return Question(
        f"The first stage of a pose machine sees {below} pixels and gives belief maps at stride {stride}. The second stage applies "
        f"{count} layers of kernel {kernel} and stride 1 to these maps. How many input pixels along an axis does one of its outputs see?",
        below + steps * stride,
        (f"each layer adds {kernel} − 1 = {kernel - 1} steps, all {count} of them {steps}",
         f"a step between beliefs is worth {stride} px: {steps} · {stride} = {steps * stride}",
         f"one belief sees {below} already: {below} + {steps * stride} = {below + steps * stride}"),
        (Slip((steps + 1) * stride, f"a belief does not see {stride} pixels but the whole field of the first stage."),
         Slip(steps * stride, "that is what the second stage adds; each belief sees something already."),
         Slip(below + steps, f"a step on the belief maps is worth {stride} pixels, not 1."),
         Slip(below + (steps + 1) * stride, "the first tap adds nothing; it is the belief whose field is counted already."),
         Slip(below + count * kernel * stride, "each layer adds kernel − 1 steps, not kernel.")),
        unit="px", given={"below": below, "stride": stride, "kernel": kernel, "count": count})


def stacked(chance):
    """A stack of small kernels and the one large kernel of the same field: their weights."""
    kernel, count, channels = chance.choice([3, 3, 5]), chance.randrange(2, 7), chance.choice([4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 32, 40, 48, 64])
    side = count * (kernel - 1) + 1
    small, large = count * kernel**2 * channels**2, side**2 * channels**2
    if side > 15:
        return None
    return Question(
        f"{count} convolutions of {kernel} × {kernel}, stride 1, follow one another; all have {channels} channels in and out and no "
        "bias. One large square kernel is to have the same receptive field and the same channels. What is its side, how many weights "
        "does the stack have, and how many the large kernel, as `(side, stack, large)`?",
        (side, small, large),
        (f"side: 1 + {count} · ({kernel} − 1) = {side}",
         f"a layer of the stack: {kernel}² · {channels}² = {kernel**2 * channels**2}; {count} of them: {small}",
         f"the large one: {side}² · {channels}² = {large}",
         f"together ({side}, {small}, {large})"),
        (Slip((count * kernel, small, (count * kernel * channels)**2), "windows overlap: each layer adds kernel − 1 to the side."),
         Slip((side, count * kernel**2 * channels, side**2 * channels),
              "every output channel has a kernel for every input channel: channels squared."),
         Slip((side, kernel**2 * channels**2, large), "that is one layer of the stack; all of them have weights."),
         Slip((side - 1, small, (side - 1)**2 * channels**2), "that is the growth; add the pixel that is there without a layer.")),
        given={"kernel": kernel, "count": count, "channels": channels})


def _jumps(layers):
    """Input pixels to a step before each layer, and after the last: products of strides."""
    return list(accumulate((layer[1] for layer in layers), mul, initial=1))


def _listed(layers):
    words = "kernel", "stride", "padding"
    return "\n".join(f"{n}. " + ", ".join(f"{word} {value}" for word, value in zip(words, layer)) for n, layer in enumerate(layers, 1))


def _written(offsets):
    return ", ".join(map(str, offsets))


def _pair(values):
    return f"({_written(values)})"


DRILLS = (
    Drill("receptive_field", "size of a receptive field", size_of_field, exercise="receptive_field"),
    Drill("receptive_field_geometry", "size, jump and first centre", geometry, exercise="receptive_field_geometry"),
    Drill("input_window", "the pixels that an output sees", window, exercise="input_window"),
    Drill("layers_to_cover", "layers for a field", enough_layers, exercise="layers_to_cover"),
    Drill("dilated_taps", "pixels that a dilated stack reads", dilated_taps, exercise="taps_used"),
    Drill("field_over_beliefs", "the field of a second stage", beliefs),
    Drill("stacked_kernels", "small kernels for a large one", stacked),
)
