"""conv_transpose_output_size: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Integer
from ...threads import one_thread
from .images import FORBIDDEN
from .sizes import EXTENTS, mostly, refuse, size_of


@one_thread()
def transpose_size_oracle(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """The length of what torch makes of zeros; what torch refuses is a ValueError."""
    import torch

    try:
        image, weights = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
        return torch.nn.functional.conv_transpose1d(image, weights, stride=stride, padding=padding, dilation=dilation,
                                                    output_padding=output_padding).shape[-1]
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def transposed_size_of(size, kernel, stride=1, padding=0, output_padding=0, dilation=1, extent="right", minus=1, sides=-2, outs=1,
                       asked="zdkspo", limit=max, positive=True, inclusive=False):
    """The transposed output size with a switch for each mistake; `limit` bounds `output_padding`."""
    refuse(size, kernel, stride, padding, dilation, asked, output_padding)
    if limit is not None and (output_padding > limit(stride, dilation) if inclusive else output_padding >= limit(stride, dilation)):
        raise ValueError("output_padding")
    result = (size - minus) * stride + sides * padding + EXTENTS[extent](kernel, dilation) + outs * output_padding
    if positive and result < 1:
        raise ValueError("nothing left")
    return result


def _transposed(**switches):
    return lambda size, kernel, stride=1, padding=0, output_padding=0, dilation=1: transposed_size_of(
        size, kernel, stride, padding, output_padding, dilation, **switches)


def _transposed_checked_and_not(**switches):
    return (_transposed(**switches), _transposed(positive=False, asked="", limit=None, **switches),
            _transposed(asked="", limit=None, **switches), _transposed(positive=False, **switches),
            _transposed(limit=None, **switches), _transposed(asked="", **switches), _transposed(asked="zdksp", **switches))


def times_stride(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """What is true for kernel = stride alone."""
    return size * stride


def times_stride_checked(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """The same after all checks."""
    transposed_size_of(size, kernel, stride, padding, output_padding, dilation)
    return size * stride


def times_stride_in_range(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """The same where each number by itself is allowed."""
    if min(size, kernel, stride, dilation) < 1 or min(padding, output_padding) < 0 or output_padding >= max(stride, dilation):
        raise ValueError("out of range")
    return size * stride


def times_stride_and_more(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """The same, with both paddings."""
    transposed_size_of(size, kernel, stride, padding, output_padding, dilation)
    return size * stride - 2 * padding + output_padding


def forward(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    """The size of the plain convolution."""
    return size_of(size, kernel, stride, padding, dilation) + output_padding


def _without(letters):
    return _transposed(asked="".join(letter for letter in "zdkspo" if letter not in letters))


def transposed_inputs():
    """Small sizes, a few of them out of range; output_padding of 0 to 3 is often too large."""
    from hypothesis import strategies as st

    return st.builds(lambda size, kernel, stride, padding, more, dilation: Case((size, kernel, stride, padding, more, dilation)),
                     mostly(1, 9, 0), mostly(1, 5, 0), mostly(1, 4, 0), mostly(0, 3, -1),
                     st.sampled_from([0] * 6 + [1, 1, 2, -1]), mostly(1, 3, 0))


CONV_TRANSPOSE_OUTPUT_SIZE = Exercise(
    name="conv_transpose_output_size",
    oracle=transpose_size_oracle,
    returns=Integer(strict=True),
    cases=(
        case(1, 1, why="the smallest there is"),
        case(3, 3, why="stride 1: 5, longer than the image by kernel - 1; `size * stride` gives 3"),
        case(2, 2, 2, why="kernel = stride: 4, where `size * stride` happens to be right"),
        case(2, 3, 2, why="stride 2: 5, not 4"),
        case(3, 3, 2, 1, why="padding is cut off: 5, not 9"),
        case(7, 3, 2, 1, 1, why="output_padding makes it 14, twice the size"),
        case(4, 4, 2, 1, why="the layer of a GAN: 8"),
        case(2, 3, 1, 0, 0, 3, why="extent 7, so 8; catches dilation ignored, 3 * 3 and 3 * 3 - 1"),
        case(1, 3, 5, why="one pixel: its kernel, whatever the stride"),
        case(size=3, kernel=4, stride=3, padding=2, output_padding=1, dilation=2, why="all of them, by name"),
        case(4, 2, 4, 1, 3, 3, why="all of them, by place: catches exchanged parameters"),
        case(3, 2, stride=5, output_padding=4, why="a stride beyond the kernel, and the largest output_padding for it"),
        case(3, 2, dilation=3, output_padding=2, why="dilation 3 allows 2, though the stride is 1: catches a limit of the stride alone"),
        case(3, 2, stride=3, output_padding=2, why="stride 3 allows 2, though the dilation is 1: catches a limit of the dilation alone"),
        case(2, 5, padding=2, why="padding larger than the image: 2"),
        case(1, 3, 1, 1, why="just one is left"),
        case(2, 3, 1, 2, why="nothing is left: 0"),
        case(1, 3, 1, 3, why="less than nothing is left"),
        case(2, 3, 2, 0, 2, why="output_padding equal to the stride"),
        case(2, 3, output_padding=1, why="output_padding at stride 1"),
        case(2, 3, 1, 0, 2, 2, why="output_padding equal to the dilation"),
        case(2, 3, 2, 0, -1, why="a negative output_padding: the formula gives 4"),
        case(2, 3, 2, 0, 5, why="output_padding far too large"),
        case(1, 3, 3, 2, 2, why="only the output_padding is left of it: 1"),
        case(0, 3, 1, why="no image: the formula gives 2"),
        case(-1, 5, 1, why="less than no image: the formula gives 3"),
        case(5, 0, 2, why="no kernel"),
        case(5, -1, why="less than no kernel"),
        case(5, 3, 0, why="stride 0"),
        case(1, 3, -1, why="a negative stride"),
        case(5, 3, 1, -1, why="negative padding"),
        case(5, 3, 1, 0, 0, 0, why="dilation 0"),
        case(5, 1, 1, 0, 0, 0, why="dilation 0 of a kernel of 1"),
        case(5, 3, 1, 0, 0, -1, why="a negative dilation"),
    ),
    generate=transposed_inputs,
    misconceptions=(
        Misconception("size_times_stride", "that is true only where the kernel equals the stride: the last pixel spreads over a whole "
                      "kernel, the others move it on by `stride`.", times_stride, times_stride_checked,
                      times_stride_in_range, times_stride_and_more),
        Misconception("fence_post", "between `size` pixels are `size - 1` steps of the stride; the last pixel adds a kernel, no step.",
                      *_transposed_checked_and_not(minus=0)),
        Misconception("padding_added", "here padding is cut off the result, as it is the convolution with this padding that is turned "
                      "round: `- 2 * padding`.", *_transposed_checked_and_not(sides=2)),
        Misconception("padding_ignored", "padding is cut off on both sides: `- 2 * padding`.", *_transposed_checked_and_not(sides=0)),
        Misconception("padding_counted_once", "padding is cut off on both sides: `- 2 * padding`.",
                      *_transposed_checked_and_not(sides=-1)),
        Misconception("output_padding_ignored", "`output_padding` is added once, at the far end.", *_transposed_checked_and_not(outs=0)),
        Misconception("output_padding_twice", "`output_padding` is added at one end only.", *_transposed_checked_and_not(outs=2)),
        Misconception("output_padding_taken_off", "`padding` is cut off, `output_padding` is added.",
                      *_transposed_checked_and_not(outs=-1)),
        Misconception("dilation_ignored", "a dilated kernel spreads over `dilation * (kernel - 1) + 1` pixels: put that for `kernel`.",
                      *_transposed_checked_and_not(extent="plain")),
        Misconception("dilated_extent", "between `kernel` taps there are `kernel - 1` steps: the extent is `dilation * (kernel - 1) + "
                      "1`, not `dilation * kernel`.", *_transposed_checked_and_not(extent="product")),
        Misconception("dilated_extent_less_one", "the extent is `dilation * (kernel - 1) + 1`; `dilation * kernel - 1` agrees with it at "
                      "dilation 2 alone.", *_transposed_checked_and_not(extent="less one")),
        Misconception("dilation_from_zero", "`dilation` is how far apart two taps are: 1 means no holes, so the extent is `dilation * "
                      "(kernel - 1) + 1`.", *_transposed_checked_and_not(extent="holes")),
        Misconception("extent_off_by_one", "one pixel gives `dilation * (kernel - 1) + 1` pixels; the + 1 is missing.",
                      *_transposed_checked_and_not(extent="no one")),
        Misconception("forward_formula", "that is the size of the plain convolution; the transposed one goes from its output back to its "
                      "input.", forward, lambda size, kernel, stride=1, padding=0, output_padding=0, dilation=1: size_of(
                          size, kernel, stride, padding, dilation, asked="", fit="") + output_padding),
        Misconception("limit_of_the_stride", "`output_padding` has to be below the larger of stride and dilation.",
                      _transposed(limit=lambda stride, dilation: stride), _transposed(limit=min)),
        Misconception("limit_included", "`output_padding` equal to the larger of stride and dilation is too large already.",
                      _transposed(inclusive=True)),
        Misconception("output_padding_not_checked", "an `output_padding` not below `max(stride, dilation)` would give one more place to "
                      "the plain convolution: raise ValueError.", _transposed(limit=None), _transposed(limit=None, asked="zdksp")),
        Misconception("nothing_left", "an output below 1 is no output: raise ValueError.", _transposed(positive=False),
                      lambda size, kernel, stride=1, padding=0, output_padding=0, dilation=1: max(transposed_size_of(
                          size, kernel, stride, padding, output_padding, dilation, positive=False), 0),
                      lambda size, kernel, stride=1, padding=0, output_padding=0, dilation=1: max(transposed_size_of(
                          size, kernel, stride, padding, output_padding, dilation, positive=False), 1)),
        Misconception("range_not_checked", "a size, kernel, stride or dilation below 1 and negative padding of either kind mean "
                      "nothing: raise ValueError, for the formula gives a number.", _transposed(asked=""), _without("z"), _without("d"), _without("k"),
                      _without("s"), _without("p"), _without("o"), _without("po"), _without("zp"), _without("zd"), _without("zk"), _without("dp"), _without("kd")),
        Misconception("nothing_checked", "the formula gives a number for anything: raise ValueError for an output below 1, for too large "
                      "an `output_padding` and for arguments out of range.", _transposed(asked="", limit=None, positive=False)),
    ),
    hints=("One pixel spreads over a kernel. By how much does the result grow when a second pixel is added beside it?",
           "All are plain ints. Turn the other formula round: which input size gives this output size?",
           "Out of range: ValueError. Length = steps between the pixels times the stride, plus the reach of one kernel. Cut the "
           "padding off at both ends, add the output padding at one. Below 1: ValueError."),
    praise="Why: it is the input size that the convolution with these parameters came from, and `output_padding` says which of "
           "`stride` many. Usual traps: `size * stride`, padding added. Next question: why does a kernel that the stride does not "
           "divide draw a checkerboard?",
    forbidden=FORBIDDEN,
    equivalent={
        "if min(size, kernel, stride, dilation) < 1: -> if min(kernel, size, stride, dilation) < 1:":
            "the smallest of some numbers does not depend on their order",
        "if min(padding, output_padding) < 0: -> if min(output_padding, padding) < 0:":
            "the smallest of some numbers does not depend on their order",
        "if output_padding >= max(stride, dilation): -> if output_padding >= max(dilation, stride):":
            "the larger of two numbers does not depend on their order",
        "if min(size, kernel, stride, dilation) < 1: -> if min(size, stride, kernel, dilation) < 1:":
            "the smallest of some numbers does not depend on their order",
        "if min(size, kernel, stride, dilation) < 1: -> if min(size, kernel, dilation, stride) < 1:": "the same",
    },
)
