"""conv_params and conv_macs: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Integer
from .images import FORBIDDEN

DEVICE = "meta"  # shapes without numbers: nothing is allocated and nothing is worked out


def params_oracle(in_channels, out_channels, kernel_size, groups=1, bias=True):
    """The parameters of torch's own layer, counted."""
    import torch

    layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias, device=DEVICE)
    return sum(parameter.numel() for parameter in layer.parameters())


def macs_oracle(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    """Half of what torch's counter of operations says of a convolution with an output of this size."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    height, width = taps(kernel_size)
    image = torch.empty(1, in_channels, out_height + height - 1, out_width + width - 1, device=DEVICE)
    weights = torch.empty(out_channels, in_channels // groups, height, width, device=DEVICE)
    with FlopCounterMode(display=False) as counter:
        torch.nn.functional.conv2d(image, weights, groups=groups)
    return counter.get_total_flops() // 2


def taps(kernel_size):
    """Height and width of a kernel given as an int or a pair."""
    return kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)


AREAS = {"right": lambda h, w, pair: h * w, "height": lambda h, w, pair: h * h, "width": lambda h, w, pair: w * w,
         "sum": lambda h, w, pair: h + w, "int not squared": lambda h, w, pair: h * w if pair else h,
         "side": lambda h, w, pair: h, "double": lambda h, w, pair: h * w if pair else 2 * h}


def area(kernel_size, how="right"):
    """The taps of a kernel, with a switch for each mistake."""
    return AREAS[how](*taps(kernel_size), isinstance(kernel_size, tuple))


def shared(out_channels, in_channels, kernels, groups, how):
    """Weights of all groups; `kernels` is the area of one."""
    whole = in_channels * out_channels * kernels
    return {"right": lambda: whole // groups, "ignored": lambda: whole, "twice": lambda: whole // groups**2,
            "squared": lambda: out_channels * (in_channels // groups**2) * kernels,
            "multiplied": lambda: whole * groups,
            "both": lambda: (in_channels // groups) * (out_channels // groups) * kernels,
            "depthwise": lambda: whole if groups == 1 else out_channels * kernels,
            "one output": lambda: in_channels // groups * kernels, "one input": lambda: out_channels * kernels,
            "rounded down": lambda: out_channels * (in_channels // groups) * kernels,
            "rounded up": lambda: out_channels * -(-in_channels // groups) * kernels}[how]()


def params(in_channels, out_channels, kernel_size, groups=1, bias=True, kernels="right", split="right", biases="output", checks="io"):
    """Weights and biases with a switch for each mistake."""
    into, out = in_channels % groups, out_channels % groups
    if {"io": into or out, "i": into, "o": out, "product": in_channels * out_channels % groups, "both": into and out}.get(checks):
        raise ValueError("not divisible")
    weights = shared(out_channels, in_channels, area(kernel_size, kernels), groups, split)
    counts = {"output": out_channels, "input": in_channels, "weights": weights, "one": 1, "group": out_channels // groups, "none": 0,
              "groups": groups, "pairs": in_channels * out_channels // groups, "kernel": area(kernel_size),
              "taps": out_channels * area(kernel_size), "every group": out_channels * groups}
    return weights + (counts[biases.removesuffix(" always")] if bias or biases.endswith("always") else 0)


def _params(**switches):
    return lambda in_channels, out_channels, kernel_size, groups=1, bias=True: params(
        in_channels, out_channels, kernel_size, groups, bias, **switches)


def _checked_and_not(**switches):
    return _params(**switches), _params(checks="", **switches)


def kernel_sizes():
    """An int or a pair."""
    from hypothesis import strategies as st

    side = st.integers(1, 5)
    return side | st.tuples(side, side)


def params_inputs():
    """Channels that the groups divide, mostly."""
    from hypothesis import strategies as st

    def build(groups, into, out, kernel, bias, odd):
        return Case((groups * into + (odd == 1), groups * out + (odd == 2), kernel, groups, bias))

    few = st.integers(1, 4)
    return st.builds(build, few, few, few, kernel_sizes(), st.booleans(), st.sampled_from([0, 0, 0, 0, 0, 1, 2]))


CONV_PARAMS = Exercise(
    name="conv_params",
    oracle=params_oracle,
    returns=Integer(),
    cases=(
        case(1, 1, 1, why="one weight and one bias: 2"),
        case(1, 1, 3, why="nine weights and a bias: catches 3 for 3 * 3"),
        case(2, 3, 1, why="six weights, three biases; catches two, six or one"),
        case(3, 64, 7, why="the first layer of a network: 9,472"),
        case(3, 64, 7, 1, False, why="the same before a batch norm, which needs no bias: 9,408"),
        case(2, 3, (1, 4), why="a kernel that is not square: 27; catches the square of either side, and their sum"),
        case(2, 3, (4, 1), why="the same the other way round"),
        case(4, 2, (2, 2), why="a pair that is square"),
        case(4, 6, 3, groups=2, why="two groups: 114; catches groups ignored or divided by twice"),
        case(8, 8, 3, groups=8, why="depthwise: 80"),
        case(4, 12, 3, groups=4, why="depthwise with three outputs a channel: 120"),
        case(6, 3, 1, groups=3, bias=False, why="fewer outputs than inputs"),
        case(in_channels=4, out_channels=8, kernel_size=(3, 2), groups=4, bias=True, why="all of them, by name"),
        case(6, 4, (3, 5), 2, False, why="all of them, by place"),
        case(512, 4096, 7, why="102,764,544: the first dense layer of VGG-16, as a convolution"),
        case(5001, 5001, 1, bias=False, why="25,010,001, too many digits for float32"),
        case(50000, 50000, 1, why="2,500,050,000, too large for 32 bits"),
        case(5, 6, 3, 2, why="groups do not divide the inputs"),
        case(6, 5, 3, 2, why="groups do not divide the outputs"),
        case(3, 4, 2, 2, why="they divide the product of both, not the inputs"),
        case(3, 3, 3, 2, False, why="they divide neither"),
        case(2, 4, 1, 4, why="more groups than inputs"),
    ),
    generate=params_inputs,
    misconceptions=(
        Misconception("bias_per_input_channel", "a bias is added to each *output* channel, once all inputs are summed.",
                      *_checked_and_not(biases="input")),
        Misconception("bias_per_weight", "one bias serves a whole output channel, not each weight.", *_checked_and_not(biases="weights"),
                      *_checked_and_not(biases="pairs"), *_checked_and_not(biases="taps")),
        Misconception("one_bias", "each output channel has a bias of its own.", *_checked_and_not(biases="one")),
        Misconception("bias_shared_out", "groups share out the weights; each output channel keeps its bias.",
                      *_checked_and_not(biases="group")),
        Misconception("bias_for_each_group", "an output channel is in one group and has one bias, however many groups there are.",
                      *_checked_and_not(biases="every group")),
        Misconception("bias_forgotten", "with `bias=True` each output channel has one number more.", *_checked_and_not(biases="none")),
        Misconception("bias_always", "with `bias=False` there are weights only.", *_checked_and_not(biases="output always")),
        Misconception("nothing_without_bias", "`a + b if bias else 0` is `(a + b) if bias else 0`: put brackets round `b if bias else 0`.",
                      lambda in_channels, out_channels, kernel_size, groups=1, bias=True: params(
                          in_channels, out_channels, kernel_size, groups, bias) if bias else 0,
                      lambda in_channels, out_channels, kernel_size, groups=1, bias=True: params(
                          in_channels, out_channels, kernel_size, groups, bias, checks="") if bias else 0),
        Misconception("groups_ignored", "an output channel sees the inputs of its own group alone: `in_channels // groups`.",
                      *_checked_and_not(split="ignored")),
        Misconception("groups_twice", "each output sees `in_channels // groups` inputs, but all the outputs are there: divide once.",
                      *_checked_and_not(split="twice"), *_checked_and_not(split="both"), *_checked_and_not(split="squared")),
        Misconception("groups_multiplied", "groups take weights away: divide by them.", *_checked_and_not(split="multiplied")),
        Misconception("depthwise_assumed", "groups need not be as many as the inputs: each output sees `in_channels // groups` of them.",
                      *_checked_and_not(split="depthwise")),
        Misconception("one_filter", "those are the weights of one output channel; there are `out_channels` of them.",
                      *_checked_and_not(split="one output"), *_checked_and_not(split="one output", biases="one")),
        Misconception("one_input_channel", "a kernel has a layer of taps for each input channel that it sees.",
                      *_checked_and_not(split="one input")),
        Misconception("kernel_not_squared", "a single number is both sides of the kernel: it has `kernel_size ** 2` taps.",
                      *_checked_and_not(kernels="int not squared"), *_checked_and_not(kernels="side"),
                      *_checked_and_not(kernels="double")),
        Misconception("kernel_square", "a pair is height and width: multiply the two.", *_checked_and_not(kernels="height"),
                      *_checked_and_not(kernels="width")),
        Misconception("kernel_sum", "a kernel has height *times* width taps.", *_checked_and_not(kernels="sum")),
        Misconception("division_not_checked", "channels that the groups do not divide cannot be shared out: raise ValueError for the "
                      "inputs and for the outputs.", _params(checks=""), _params(checks="i"), _params(checks="o"),
                      _params(checks="product"), _params(checks="both"), _params(checks="", split="rounded up"),
                      *(_params(checks=checks, split="rounded down") for checks in ("", "i", "o", "product", "both")), lambda in_channels, out_channels, kernel_size, groups=1, bias=True: params(
                          in_channels, out_channels, kernel_size, 1, False, checks="") / groups + bias * out_channels),
    ),
    hints=("How many numbers does one output channel need to look at one place of all the input channels that it sees?",
           "All are plain ints; the kernel is one int or two. The weights of torch's layer have shape (out, in / groups, height, "
           "width).",
           "Not divisible: ValueError. Weights = outputs times the inputs of one group times the taps. Biases = outputs, or nothing."),
    praise="Why: weights are shared by all places, so the image plays no part. Usual traps: `k` for `k * k`, a bias for each input, "
           "groups divided by twice. Next question: what does a depthwise and a pointwise layer save against one 3 × 3 layer?",
    forbidden=FORBIDDEN,
    equivalent={
        "weights = out_channels * (in_channels // groups) * height * width -> weights = out_channels * (in_channels / groups) * height * width":
            "the groups divide the channels, so it is the same whole number as a float, which passes with advice",
        "weights = out_channels * (in_channels // groups) * height * width -> weights = out_channels * -(-in_channels // groups) * height * width":
            "the groups divide the channels where this line is reached: there is nothing to round",
    },
)


def macs(in_channels, out_channels, kernel_size, out_height, out_width, groups=1, kernels="right", split="right", times=1,
         places=lambda height, width: height * width, bias=0):
    """Multiply-accumulates with a switch for each mistake."""
    weights = shared(out_channels, in_channels, area(kernel_size, kernels), groups, split)
    return times * (weights + bias * out_channels) * places(out_height, out_width)


def _macs(**switches):
    return lambda in_channels, out_channels, kernel_size, out_height, out_width, groups=1: macs(
        in_channels, out_channels, kernel_size, out_height, out_width, groups, **switches)


def over_the_input(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    """Takes the input to be longer by the kernel less one, and multiplies by that."""
    height, width = taps(kernel_size)
    return macs(in_channels, out_channels, kernel_size, out_height + height - 1, out_width + width - 1, groups)


def as_the_input(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    """Takes the output's size for the input's, and makes it smaller by the kernel less one."""
    height, width = taps(kernel_size)
    return macs(in_channels, out_channels, kernel_size, max(out_height - height + 1, 0), max(out_width - width + 1, 0), groups)


def bias_once(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    """A bias for each channel, counted once and not at every place."""
    return macs(in_channels, out_channels, kernel_size, out_height, out_width, groups) + out_channels


def macs_inputs():
    """Small layers; a filter of one output pixel as well."""
    from hypothesis import strategies as st

    few, sides = st.integers(1, 4), st.integers(1, 7)
    return st.builds(lambda groups, into, out, kernel, height, width: Case((groups * into, groups * out, kernel, height, width, groups)),
                     few, few, few, kernel_sizes(), sides, sides)


CONV_MACS = Exercise(
    name="conv_macs",
    oracle=macs_oracle,
    returns=Integer(),
    cases=(
        case(1, 1, 1, 1, 1, why="one multiplication: catches FLOPs, and a bias that is counted"),
        case(1, 1, 3, 1, 1, why="nine: catches 3 for 3 * 3"),
        case(2, 3, 1, 1, 1, why="six"),
        case(1, 1, 1, 2, 3, why="six places; catches the square of either side, and their sum"),
        case(1, 1, 1, 3, 2, why="the same the other way round"),
        case(2, 3, (1, 4), 2, 5, why="a kernel that is not square"),
        case(2, 3, (4, 1), 5, 2, why="that kernel turned, on an image turned"),
        case(3, 64, 7, 112, 112, why="the first layer of a ResNet: 118,013,952"),
        case(64, 64, 3, 56, 56, why="115,605,504"),
        case(4, 6, 3, 5, 7, groups=2, why="two groups; catches groups ignored or divided by twice"),
        case(8, 8, 3, 4, 4, groups=8, why="depthwise"),
        case(4, 12, 3, 2, 3, groups=4, why="depthwise with three outputs a channel"),
        case(in_channels=4, out_channels=8, kernel_size=(3, 2), out_height=5, out_width=6, groups=4, why="all of them, by name"),
        case(6, 4, (3, 5), 7, 2, 2, why="all of them, by place"),
        case(512, 4096, (7, 7), 1, 1, why="a dense layer: 102,760,448"),
        case(5001, 5001, 1, 1, 1, why="25,010,001, too many digits for float32"),
        case(128, 128, 3, 224, 224, why="7,398,752,256, too large for 32 bits"),
    ),
    generate=macs_inputs,
    misconceptions=(
        Misconception("flops_for_macs", "one multiply-accumulate is one here; as FLOPs it is two, a product and a sum.",
                      _macs(times=2)),
        Misconception("groups_ignored", "an output channel sees the inputs of its own group alone: `in_channels // groups`.",
                      _macs(split="ignored")),
        Misconception("groups_twice", "each output sees `in_channels // groups` inputs, but all the outputs are there: divide once.",
                      _macs(split="twice"), _macs(split="both"), _macs(split="squared")),
        Misconception("groups_multiplied", "groups take multiplications away: divide by them.", _macs(split="multiplied")),
        Misconception("depthwise_assumed", "groups need not be as many as the inputs: each output sees `in_channels // groups` of them.",
                      _macs(split="depthwise")),
        Misconception("one_filter", "that is one output channel; there are `out_channels` of them.", _macs(split="one output")),
        Misconception("one_input_channel", "every output sums over all the input channels of its group.", _macs(split="one input")),
        Misconception("bias_counted", "a bias is added, not multiplied: it is not counted here.", _macs(bias=1), bias_once),
        Misconception("kernel_not_squared", "a single number is both sides of the kernel: it has `kernel_size ** 2` taps.",
                      _macs(kernels="int not squared"), _macs(kernels="side"), _macs(kernels="double")),
        Misconception("kernel_square", "a pair is height and width: multiply the two.", _macs(kernels="height"), _macs(kernels="width")),
        Misconception("kernel_sum", "a kernel has height *times* width taps.", _macs(kernels="sum")),
        Misconception("square_output", "outputs need not be square: height times width places.",
                      _macs(places=lambda height, width: height * height), _macs(places=lambda height, width: width * width)),
        Misconception("parameters_counted", "that is the number of weights; each of them is used at every place of the output.",
                      _macs(places=lambda height, width: 1)),
        Misconception("input_size", "the output's pixels are worked out, not the input's: multiply by `out_height * out_width` as they "
                      "are given.", over_the_input, as_the_input),
    ),
    hints=("How many products make one number of the output? How many numbers does the output have?",
           "All are plain ints; the kernel is one int or two. The output has shape (out_channels, out_height, out_width).",
           "Products for one number = the inputs of one group times the taps. Multiply by the outputs, and by the places."),
    praise="Why: every weight is used once at every place of the output. Usual traps: FLOPs for MACs, the input's size, groups "
           "ignored. Next question: two layers have equal MACs, and one takes three times as long; what else is to be counted?",
    forbidden=FORBIDDEN,
    equivalent={
        "weights = out_channels * (in_channels // groups) * height * width -> weights = out_channels * (in_channels / groups) * height * width":
            "the groups divide the channels, so it is the same whole number as a float, which passes with advice",
        "weights = out_channels * (in_channels // groups) * height * width -> weights = out_channels * -(-in_channels // groups) * height * width":
            "the groups divide the channels: there is nothing to round",
    },
)
