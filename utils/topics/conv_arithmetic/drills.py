"""Drills of topic 02: sizes, parameters, work and memory of convolutions."""
from __future__ import annotations

from fractions import Fraction

from ...drills import Drill, Question, Slip
from ...marking import equals, shown


def output_size(chance):
    """The output side of a convolution, with a remainder, so that floor and ceiling differ."""
    n, k, s, p = chance.randrange(9, 300), chance.choice([2, 3, 5, 7, 11]), chance.choice([2, 3, 4]), chance.randrange(6)
    if p >= k or k > n or (n + 2 * p - k) % s == 0:
        return None
    span = n + 2 * p - k
    return Question(
        f"A convolution with {'an' if k == 11 else 'a'} {k} × {k} kernel, stride {s} and padding {p} meets an input {n} pixels wide. "
        "How wide is its output?",
        span // s + 1,
        (f"the kernel's left edge may move {n} + 2 · {p} − {k} = {span} pixels",
         f"in steps of {s}: {span} / {s} {equals(Fraction(span, s), 2)}, so {span // s} whole steps",
         f"and the place where it began: {span // s} + 1 = {span // s + 1}"),
        (Slip(-(-span // s) + 1, "that is the ceiling; a last step that does not fit is not made."),
         Slip(span // s, "that is the number of steps; the place where the kernel begins counts too."),
         Slip((n - k) // s + 1, "that leaves the padding out; it is added on both sides.", sometimes=True),
         Slip((n + p - k) // s + 1, "that pads one side only; the width grows by 2p.", sometimes=True)),
        unit="px", given={"n": n, "k": k, "s": s, "p": p})


def transposed_size(chance):
    """The output side of a transposed convolution."""
    n, k, s, p = chance.randrange(7, 60), chance.choice([2, 3, 4, 5, 7]), chance.choice([2, 3, 4]), chance.randrange(3)
    extra = chance.randrange(s)
    if 2 * p >= k:
        return None
    stamps = (n - 1) * s + k
    answer = stamps - 2 * p + extra
    return Question(
        f"A transposed convolution with a {k} × {k} kernel, stride {s}, padding {p} and output padding {extra} meets a map "
        f"{n} pixels wide. How wide is its output?",
        answer,
        (f"{n} stamps, {s} pixels apart, the last one {k} wide: ({n} − 1) · {s} + {k} = {stamps}",
         f"padding cuts {p} px off each end: {stamps} − {2 * p} = {stamps - 2 * p}",
         f"output padding adds {extra} at one end: {stamps - 2 * p} + {extra} = {answer}"),
        (Slip((n + 2 * p - k) // s + 1, "that is the convolution; the transposed one goes the other way."),
         Slip(answer + s, f"that has {n} steps; between {n} stamps there are {n - 1}.", sometimes=True),
         Slip(n * s, "that is the stride alone; kernel and paddings count too.", sometimes=True),
         Slip(stamps + 2 * p + extra, "that adds the padding; here it is cut off.", sometimes=True),
         Slip(stamps - p + extra, "that cuts one end only; padding is cut off at both.", sometimes=True),
         Slip(stamps - 2 * p, "that leaves the output padding out.", sometimes=True)),
        unit="px", given={"n": n, "k": k, "s": s, "p": p, "extra": extra})


def parameters(chance):
    """Weights and biases of a grouped convolution."""
    groups = chance.choice([1, 2, 4, 8])
    inputs, outputs = (groups * chance.choice([2, 3, 4, 8, 16]) for _ in range(2))
    high, wide = chance.choice([1, 3, 5, 7]), chance.choice([3, 5])
    each = inputs // groups
    weights = outputs * each * high * wide
    one = high * wide
    split = f"in {groups} groups" if groups > 1 else "in 1 group (an ordinary one)"
    return Question(
        f"A convolution from {inputs} to {outputs} channels, {split}, has a {high} × {wide} kernel and biases. How many "
        "parameters does it have?",
        weights + outputs,
        (f"an output channel sees {inputs} / {groups} = {each} input channels: {each} · {high} · {wide} = {each * one} weights",
         f"and its bias: {each * one + 1}",
         f"{outputs} output channels: {outputs} · {each * one + 1} = {shown(weights + outputs)}"),
        (Slip(weights, "those are the weights; each output channel has a bias too."),
         Slip(weights + 1, "that is one bias for the layer; each output channel has its own."),
         Slip(weights + inputs, "that has a bias for each input channel; the output channels have them.", sometimes=True),
         Slip(weights * groups + outputs, "that takes no notice of the groups; each kernel sees the channels of its own.",
              sometimes=True),
         Slip(weights // groups + outputs, "that divides inputs and outputs by the groups; that is one group, and there are "
              f"{groups}.", sometimes=True),
         Slip(outputs * one + outputs, "that is a kernel for one input channel; it has a slice for each that it sees.",
              sometimes=True)),
        given={"inputs": inputs, "outputs": outputs, "groups": groups, "high": high, "wide": wide})


def macs(chance):
    """Multiply-accumulates of a convolution of stride 2, without biases."""
    inputs, outputs, k = chance.choice([3, 4, 8, 16]), chance.choice([4, 8, 10, 16, 20]), chance.choice([3, 5, 7])
    height, width = (2 * chance.randrange(4, 21) for _ in range(2))
    if height == width:
        return None
    high, wide, weights = height // 2, width // 2, inputs * outputs * k * k
    if weights * high * wide * 4 > 9_000_000:
        return None
    return Question(
        f"A {k} × {k} convolution with stride 2 and padding {k // 2} takes a map of {height} × {width} from {inputs} to "
        f"{outputs} channels. How many multiply-accumulates (MACs) is that? No biases; those with the padding's "
        "zeros count.",
        weights * high * wide,
        (f"the output is {high} × {wide}: floor(({height} + {2 * (k // 2)} − {k}) / 2) + 1 = {high}, likewise {wide}",
         f"each output number takes {k} · {k} · {inputs} = {k * k * inputs} MACs",
         f"there are {high} · {wide} · {outputs} = {shown(high * wide * outputs)} of them: {shown(weights * high * wide)}"),
        (Slip(weights * height * width, "that counts the places of the *input*; one dot product is made for each output."),
         Slip(2 * weights * high * wide, "those are FLOPs; a MAC is a multiplication and an addition in one."),
         Slip(weights * high * wide // outputs, "that is one output channel.", sometimes=True),
         Slip(weights * high * wide // inputs, "that leaves the input channels out; each kernel runs through all of them.",
              sometimes=True),
         Slip(weights, "those are the weights; each is used at every place of the output.")),
        given={"inputs": inputs, "outputs": outputs, "k": k, "height": height, "width": width})


def separable(chance):
    """The weights of a depthwise separable layer, as a share of the full one's."""
    inputs, outputs = chance.sample([8, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128], 2)
    k = chance.choice([3, 5, 7])
    area = k * k
    depthwise, pointwise, full = area * inputs, inputs * outputs, area * inputs * outputs
    share = Fraction(depthwise + pointwise, full)
    return Question(
        f"A {k} × {k} convolution from {inputs} to {outputs} channels is replaced by a depthwise separable one. What share "
        "of the weights is left? No biases; a fraction, or to four decimals.",
        share,
        (f"full: {area} · {inputs} · {outputs} = {shown(full)}",
         f"depthwise {area} · {inputs} = {shown(depthwise)}, pointwise {inputs} · {outputs} = {shown(pointwise)}",
         f"({shown(depthwise)} + {shown(pointwise)}) / {shown(full)} = 1/{outputs} + 1/{area} = {shown(share)}"),
        (Slip(Fraction(1, outputs), "that is the depthwise part alone; the 1 × 1 has weights too."),
         Slip(Fraction(1, area), "that is the pointwise part alone; the depthwise kernels have weights too."),
         Slip(Fraction(1, inputs) + Fraction(1, area), "that is 1/C + 1/K² with the *input* channels; they cancel, the output's "
              "stay."),
         Slip(1 / share, "that is how many times fewer weights; the share is its inverse."),
         Slip(Fraction(1, outputs * area), "that multiplies the two parts; they follow each other, so weights add up.")),
        tolerance=0.00005, given={"inputs": inputs, "outputs": outputs, "k": k})


def same_padding(chance):
    """The padding that keeps a map's side, with dilation."""
    n, k, d = chance.randrange(40, 200), chance.choice([3, 5, 7, 9]), chance.choice([2, 3, 4, 5, 6])
    reach = d * (k - 1) + 1
    if reach > n:
        return None
    return Question(
        f"A {k} × {k} convolution with stride 1 and dilation {d} is to keep a map {n} pixels wide at {n}. How many pixels of "
        "padding does it need at each end?",
        d * (k - 1) // 2,
        (f"{k} taps, {d} apart, span {d} · ({k} − 1) + 1 = {reach} pixels",
         f"without padding {reach} − 1 = {reach - 1} pixels are lost",
         f"half of them at each end: {reach - 1} / 2 = {d * (k - 1) // 2}"),
        (Slip((k - 1) // 2, "that leaves the dilation out; the taps lie further apart."),
         Slip(d * (k - 1), "that is for both ends together."),
         Slip(d * k // 2, "that takes the kernel as wide as taps times dilation; there are only gaps *between* taps."),
         Slip(k - 1, "that is full padding without dilation, and the map would change its size.", sometimes=True)),
        unit="px", given={"n": n, "k": k, "d": d})


def map_memory(chance):
    """Memory of a batch of feature maps."""
    batch, channels = chance.choice([2, 4, 8, 16]), chance.choice([8, 16, 24, 32, 48, 64])
    height, width = (chance.choice([8, 14, 16, 28, 32, 56]) for _ in range(2))
    size = chance.choice([2, 4])
    values = batch * channels * height * width
    if values % 1024 or height == width:
        return None
    answer = values * size // 1024
    return Question(
        f"A layer puts out {channels} maps of {height} × {width} for each image, as numbers of {8 * size} bits. How much memory "
        f"do they take for a batch of {batch}? In KiB (1024 bytes).",
        answer,
        (f"numbers: {batch} · {channels} · {height} · {width} = {shown(values)}",
         f"bytes: {shown(values)} · {size} = {shown(values * size)}",
         f"KiB: {shown(values * size)} / 1024 = {shown(answer)}"),
        (Slip(values // 1024, f"that is a count of numbers; each takes {size} bytes."),
         Slip(values * 8 * size // 1024, "those are bits; eight of them make a byte."),
         Slip(Fraction(answer, batch), "that is one image; a batch keeps all of them."),
         Slip(values * size / 1000, "that divides by 1000: kilobytes, not KiB.")),
        unit="KiB", tolerance=0.01, given={"batch": batch, "channels": channels, "height": height, "width": width, "bits": 8 * size})


def flatten(chance):
    """How many numbers reach the first fully connected layer of a small net."""
    n, first, second = chance.randrange(24, 69), chance.choice([3, 5, 7]), chance.choice([3, 5])
    maps, last = chance.choice([4, 6, 8]), chance.choice([10, 12, 16, 20, 32])
    a = n - first + 1
    b = a // 2
    c = b - second + 1
    d = c // 2
    rounded = -(-(-(-a // 2) - second + 1) // 2)
    return Question(
        f"An image of {n} × {n} goes through a {first} × {first} convolution ({maps} maps), 2 × 2 max pooling, a {second} × "
        f"{second} convolution ({last} maps) and 2 × 2 max pooling. Convolutions have stride 1 and no padding; the pooling has "
        "stride 2. How many numbers does the fully connected layer behind it get?",
        last * d * d,
        (f"first convolution: {n} − {first} + 1 = {a}", f"pooling: {a} / 2, rounded down: {b}",
         f"second convolution: {b} − {second} + 1 = {c}", f"pooling: {c} / 2, rounded down: {d}",
         f"{last} maps of {d} × {d}: {shown(last * d * d)}"),
        (Slip(d * d, f"that is one map; all {last} are laid end to end."),
         Slip(last * (n // 4)**2, "that leaves out what the convolutions take off the border."),
         Slip(last * c * c, "that is before the last pooling."),
         Slip(last * rounded**2, "that rounds up; torch's pooling drops what fills no window.", sometimes=True),
         Slip(maps * last * d * d, "that multiplies the maps of both layers; the second puts out its own number.")),
        given={"n": n, "first": first, "maps": maps, "second": second, "last": last})


DRILLS = (
    Drill("conv_output_size", "output size of a convolution", output_size, exercise="conv_output_size"),
    Drill("transposed_size", "output size of a transposed convolution", transposed_size, exercise="conv_transpose_output_size"),
    Drill("conv_parameters", "parameters of a convolution", parameters, exercise="conv_params"),
    Drill("strided_macs", "multiply-accumulates of a convolution", macs, exercise="conv_macs"),
    Drill("separable_share", "what a depthwise separable convolution saves", separable),
    Drill("same_padding", "padding that keeps the size", same_padding),
    Drill("map_memory", "memory of feature maps", map_memory),
    Drill("flatten_size", "what reaches the fully connected layer", flatten),
)
