"""conv_output_size: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Integer
from ...threads import one_thread
from .images import FORBIDDEN


@one_thread()
def size_oracle(size, kernel, stride=1, padding=0, dilation=1):
    """The length of what torch makes of zeros; what torch refuses is a ValueError."""
    import torch

    try:
        image, weights = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
        return torch.nn.functional.conv1d(image, weights, stride=stride, padding=padding, dilation=dilation).shape[-1]
    except RuntimeError as error:
        raise ValueError(str(error)) from error


EXTENTS = {"right": lambda kernel, dilation: dilation * (kernel - 1) + 1, "product": lambda kernel, dilation: dilation * kernel,
           "less one": lambda kernel, dilation: dilation * kernel - 1, "plain": lambda kernel, dilation: kernel,
           "no one": lambda kernel, dilation: dilation * (kernel - 1), "kernel - 1": lambda kernel, dilation: kernel - 1,
           "holes": lambda kernel, dilation: kernel + dilation * (kernel - 1)}
DIVISIONS = {"floor": lambda room, stride: room // stride, "ceiling": lambda room, stride: -(-room // stride),
             "round": lambda room, stride: round(room / stride), "true": lambda room, stride: room / stride,
             "truncate": lambda room, stride: int(room / stride), "floored": lambda room, stride: float(room // stride),
             "whole": lambda room, stride: round(room / stride + 1) - 1, "one more": lambda room, stride: (room + 1) // stride}


def refuse(size, kernel, stride, padding, dilation, asked, output_padding=0):
    """ValueError for what is out of range, as far as it is asked; `z` is the size."""
    values = {"z": size - 1, "d": dilation - 1, "k": kernel - 1, "s": stride - 1, "p": padding, "o": output_padding}
    if any(values[letter] < 0 for letter in asked):
        raise ValueError("out of range")


def size_of(size, kernel, stride=1, padding=0, dilation=1, extent="right", division="floor", sides=2, plus=1, asked="zdksp",
            fit="extent"):
    """The output size with a switch for each mistake; `fit` says how it is seen that the kernel does not fit."""
    refuse(size, kernel, stride, padding, dilation, asked)
    room = size + sides * padding - EXTENTS[extent](kernel, dilation)
    reach, padded = EXTENTS["right"](kernel, dilation), size + 2 * padding
    if {"kernel": kernel > padded, "extent": room < 0, "right": reach > padded, "bare": reach > size,
            "one side": reach > size + padding}.get(fit):
        raise ValueError("does not fit")
    result = DIVISIONS[division](room, stride) + plus
    if fit == "result" and result < 1:
        raise ValueError("does not fit")
    return result


def ceiled_whole(size, kernel, stride=1, padding=0, dilation=1):
    """The ceiling of the whole fraction, 1 included, unchecked."""
    return math.ceil((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)


def _size(**switches):
    return lambda size, kernel, stride=1, padding=0, dilation=1: size_of(size, kernel, stride, padding, dilation, **switches)


def _checked_and_not(**switches):
    """Spellings: with every check, with the fit alone, with none; and with a check of the fit that is right."""
    return (_size(**switches), _size(fit="result", asked="", **switches), _size(fit="", asked="", **switches),
            _size(fit="result", **switches), _size(asked="", **switches), _size(fit="", **switches), _size(fit="right", **switches))


def _unchecked(letters, **switches):
    return _size(asked="".join(letter for letter in "zdksp" if letter not in letters), **switches)


def zeros_refused(size, kernel, stride=1, padding=0, dilation=1):
    """Refuses 0, and takes negative numbers."""
    if 0 in (size, kernel, stride, dilation):
        raise ValueError("out of range")
    return size_of(size, kernel, stride, padding, dilation, asked="", fit="result")


def at_least(least, asked="zdksp"):
    """A number instead of an error where the kernel does not fit."""
    return lambda size, kernel, stride=1, padding=0, dilation=1: max(
        size_of(size, kernel, stride, padding, dilation, asked=asked, fit=""), least)


def instead(value):
    """`value` for every error."""
    def wrong(size, kernel, stride=1, padding=0, dilation=1):
        try:
            return size_of(size, kernel, stride, padding, dilation)
        except ValueError:
            return value

    return wrong


def mostly(low, high, odd):
    """Integers of a range, and now and then one that is out of it."""
    from hypothesis import strategies as st

    good = st.integers(low, high)
    return st.integers(0, 39).flatmap(lambda k: st.just(odd) if k == 39 else good)


def size_inputs():
    """Small sizes, a few of them out of range; kernels that do not fit are common enough."""
    from hypothesis import strategies as st

    return st.builds(lambda size, kernel, stride, padding, dilation: Case((size, kernel, stride, padding, dilation)),
                     mostly(1, 16, 0), mostly(1, 5, 0), mostly(1, 4, 0), mostly(0, 3, -1), mostly(1, 3, 0))


CONV_OUTPUT_SIZE = Exercise(
    name="conv_output_size",
    oracle=size_oracle,
    returns=Integer(strict=True),
    cases=(
        case(5, 3, why="three places: catches a forgotten + 1"),
        case(1, 1, why="the smallest there is"),
        case(4, 3, 2, why="1.5 is 1: the last column is not used; catches ceiling, and rounding of one half away from even"),
        case(7, 3, 2, why="it divides exactly: what `/` makes a float of"),
        case(6, 3, 2, why="2.5 is 2"),
        case(8, 5, 4, why="1.75 is 1: catches rounding to the nearest"),
        case(5, 3, 1, 1, why="same padding keeps 5; padding on one side alone gives 4"),
        case(4, 2, 1, 1, why="padding of half an even kernel: 5, one more than the image; `ceil(size / stride)` is for odd kernels"),
        case(224, 7, 2, 3, why="the first layer of a ResNet: 112"),
        case(9, 3, 1, 0, 3, why="extent 7, so 3; catches dilation ignored, 3 * 3 and 3 * 3 - 1"),
        case(5, 1, 1, 0, 4, why="a kernel of 1 has no holes, whatever the dilation"),
        case(size=20, kernel=3, stride=3, padding=2, dilation=2, why="all of them, by name"),
        case(12, 4, 3, 1, 2, why="all of them, by place: catches exchanged parameters"),
        case(6, 2, stride=5, why="a stride beyond the kernel"),
        case(2, 5, padding=2, why="a kernel longer than the image fits once it is padded"),
        case(5, 3, 1, 0, 2, why="a dilated kernel that just fits: 1"),
        case(3, 3, 7, why="a kernel that just fits: 1, whatever the stride"),
        case(5, 6, why="does not fit: catches the answer 0"),
        case(2, 5, 1, 1, why="does not fit in spite of the padding"),
        case(4, 3, 1, 0, 2, why="three taps fit, their extent of 5 does not"),
        case(4, 6, 5, why="-2 / 5 cut off towards 0 gives the answer 1"),
        case(3, 9, 2, why="a negative answer"),
        case(0, 1, 1, 1, why="no image: two columns of padding are none"),
        case(-1, 1, 1, 2, why="less than no image"),
        case(5, 0, why="no kernel"),
        case(5, -1, why="less than no kernel: it would fit anywhere"),
        case(5, 3, 0, why="stride 0: ValueError, not ZeroDivisionError"),
        case(5, 3, -1, why="a negative stride"),
        case(5, 5, -2, why="a negative stride that the answer 1 hides"),
        case(5, 3, 1, -1, why="negative padding"),
        case(5, 3, 1, 0, 0, why="dilation 0"),
        case(5, 1, 1, 0, 0, why="dilation 0 of a kernel of 1"),
        case(5, 3, 1, 0, -1, why="a negative dilation"),
    ),
    generate=size_inputs,
    misconceptions=(
        Misconception("ceiling", "a kernel that hangs over the edge is not counted: round down. (TensorFlow's `same` rounds up.)",
                      *_checked_and_not(division="ceiling"), ceiled_whole),
        Misconception("rounded", "`round` goes up from one half to the nearest even number: the last place counts only if all of it "
                      "fits, so use `//`.", *_checked_and_not(division="round"), *_checked_and_not(division="whole")),
        Misconception("true_division", "`/` gives a float, and a fraction where the stride does not divide: use `//`.",
                      *_checked_and_not(division="true"), *_checked_and_not(division="floored")),
        Misconception("padding_counted_once", "padding is added on both sides: `2 * padding`.", *_checked_and_not(sides=1)),
        Misconception("padding_ignored", "padding makes the image longer by `2 * padding` before the kernel slides.",
                      *_checked_and_not(sides=0)),
        Misconception("dilation_ignored", "a dilated kernel reaches over `dilation * (kernel - 1) + 1` pixels: put that for `kernel`.",
                      *_checked_and_not(extent="plain")),
        Misconception("dilated_extent", "between `kernel` taps there are `kernel - 1` steps: the extent is `dilation * (kernel - 1) + "
                      "1`, not `dilation * kernel`.", *_checked_and_not(extent="product")),
        Misconception("dilated_extent_less_one", "the extent is `dilation * (kernel - 1) + 1`; `dilation * kernel - 1` agrees with it at "
                      "dilation 2 alone.", *_checked_and_not(extent="less one")),
        Misconception("fence_post", "the kernel already stands in one place before it takes a step: add 1 to the steps.",
                      *_checked_and_not(plus=0), _size(plus=0, fit="", asked="zdksp")),
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes, so the extent is `dilation * "
                      "(kernel - 1) + 1`.", *_checked_and_not(extent="holes")),
        Misconception("one_divided_too", "the + 1 is for the first place and stands outside the division: `(…) // stride + 1`.",
                      *_checked_and_not(division="one more", plus=0)),
        Misconception("extent_off_by_one", "from the first tap to the last are `dilation * (kernel - 1)` steps, and one pixel more "
                      "than steps.", *_checked_and_not(extent="no one")),
        Misconception("fit_by_truncation", "`int` cuts towards 0, so a kernel that sticks out by less than a stride still gets a "
                      "place: compare the extent with the padded size.",
                      _size(division="truncate", fit="result"), _size(division="truncate", fit="result", asked="")),
        Misconception("fit_without_dilation", "it is the dilated extent that has to fit, not the number of taps.", _size(fit="kernel")),
        Misconception("fit_without_padding", "the kernel has to fit the *padded* image: `size + 2 * padding`.", _size(fit="bare"),
                      _size(fit="one side")),
        Misconception("fit_not_checked", "a kernel that does not fit has no place at all: raise ValueError instead of giving a number.",
                      _size(fit=""), _size(fit="", division="truncate"), at_least(0), at_least(1)),
        Misconception("range_not_checked", "a size, kernel, stride or dilation below 1 and negative padding mean nothing: raise "
                      "ValueError before you divide.", _size(asked=""), _size(asked="", fit="result"), _unchecked("z"), _unchecked("d"),
                      _unchecked("k"), _unchecked("s"), _unchecked("p"), _unchecked("zp"), _unchecked("zd"), _unchecked("zk"),
                      _unchecked("dp"), _unchecked("kd"), _unchecked("zdp"), _unchecked("zkd"), _unchecked("sd"), zeros_refused,
                      *(_unchecked(letters, fit="result") for letters in ("z", "d", "k", "s", "p", "sd", "zk", "kd"))),
        Misconception("nothing_checked", "the formula gives a number for anything: raise ValueError where the kernel does not fit and "
                      "where an argument is out of range.", _size(asked="", fit=""), _size(asked="", fit="", division="truncate"), at_least(0, asked="")),
        Misconception("error_as_a_value", "a -1 or a 0 for a layer that cannot be goes unnoticed until later: raise ValueError.",
                      instead(-1), instead(0)),
    ),
    hints=("A kernel of 3 lies on the first three of five pixels. How often can it move one to the right, and how many places is that?",
           "All are plain ints. Work out two lengths first: that of the padded image, and that from the first tap to the last.",
           "Out of range: ValueError. Reach longer than the padded image: ValueError. Steps = room left over, divided by the stride, "
           "rounded down. Places = steps and one."),
    praise="Why: places are steps plus one, and a step that does not fit is not made. Usual traps: ceiling, padding on one side, "
           "`dilation * kernel`. Next question: which padding keeps the size at stride 1, and what if the kernel is even?",
    forbidden=FORBIDDEN,
    equivalent={
        "if min(size, kernel, stride, dilation) < 1: -> if min(kernel, size, stride, dilation) < 1:":
            "the smallest of some numbers does not depend on their order",
        "if min(size, kernel, stride, dilation) < 1: -> if min(size, stride, kernel, dilation) < 1:": "the same",
        "if min(size, kernel, stride, dilation) < 1: -> if min(size, kernel, dilation, stride) < 1:": "the same",
    },
)
