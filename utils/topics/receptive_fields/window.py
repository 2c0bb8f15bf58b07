"""input_window: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Case, Exercise, Misconception, case
from ...layer import Layer
from ...returns import Integer, Parts
from .footprint import clipped_as_seen, stacks, window
from .sizes import FORBIDDEN, POOL, SAME, growth

STRIDED = [Layer(3, stride=2, padding=1), Layer(3, padding=1)]


def window_oracle(layers, index, size):
    """First and last pixel with a gradient in this output of torch."""
    outputs, pixels = window(tuple(layers), index, size)
    if not 0 <= index < outputs:
        raise ValueError("no such output")
    return pixels[0], pixels[-1]


def count(layers, size, padded=True, grow=growth):
    """How many outputs `size` pixels have."""
    for layer in layers:
        size = (size + 2 * layer.padding * padded - grow(layer) - 1) // layer.stride + 1
    return size


def seen(layers, index, size, *, check="both", clip="both", pad="jump", step="product", end=0, limit=1, grow=growth,
         ahead=False, counts=True):
    """input_window with a switch for each mistake; without any, the right one."""
    outputs = count(layers, size, counts, grow)
    if check in ("both", "low") and index < 0 or check in ("both", "high") and index >= outputs:
        raise ValueError("no such output")
    if check == "wrap" and index < 0:
        index += outputs
    width, jump, left = 1, 1, 0
    for layer in layers:
        spread = jump * layer.stride if ahead else jump
        width += grow(layer) * spread
        left += {"jump": spread, "raw": 1, "none": 0}[pad] * layer.padding
        jump *= layer.stride
    strides = [layer.stride for layer in layers] or [1]
    steps = {"product": jump, "last": strides[-1], "first": strides[0], "one": 1}[step]
    first = index * steps - left
    last = first + width - 1 + end
    return max(first, 0) if clip in ("both", "low") else first, min(last, size - limit) if clip in ("both", "high") else last


def both_from_the_first(layers, index, size):
    """The last pixel counted from the first after clipping."""
    first, _ = seen(layers, index, size)
    width = seen(layers, index, size, clip="no")
    return first, min(first + width[1] - width[0], size - 1)


def from_the_output(layers, index, size, *, order=reversed, grow=growth):
    """Walked back from a good output."""
    first, _ = seen(layers, index, size)
    first = last = index
    for layer in order(layers):
        first = first * layer.stride - layer.padding
        last = last * layer.stride - layer.padding + grow(layer)
    return max(first, 0), min(last, size - 1)


def inside(layers, index, size):
    """Refuses what sees no pixel of the image."""
    first, last = seen(layers, index, size, check="low")
    if first > last:
        raise ValueError("no such output")
    return first, last


def as_the_image(layers, index, size):
    """Refuses an index that the image has not."""
    if not 0 <= index < size:
        raise ValueError("no such output")
    return seen(layers, index, size, check="no")


def _wrong(**switches):
    return lambda layers, index, size: seen(layers, index, size, **switches)


def window_inputs():
    """Small images, stacks of up to three layers, indices from -1 to one beyond the last output."""
    from hypothesis import strategies as st

    some, sizes = stacks(least=1, most=3, kernel=4, padding=2, dilation=2), st.integers(1, 24)
    indices = [st.integers(-1, most) for most in range(40)]

    @st.composite
    def one(draw):
        layers, size = draw(some), draw(sizes)
        outputs = window(tuple(layers), 0, size)[0]
        return Case((layers, draw(indices[min(outputs, 39)]), size))

    return one().filter(lambda c: clipped_as_seen(*c.args))


INPUT_WINDOW = Exercise(
    name="input_window",
    oracle=window_oracle,
    returns=Parts(first=Integer(), last=Integer()),
    cases=(
        case([Layer(3)], 0, 5, why="pixels 0, 1, 2: both ends belong to the window"),
        case([Layer(3)], 2, 5, why="the last output ends on the last pixel"),
        case([Layer(3, padding=1)], 0, 5, why="the padded pixel is none of the image: (0, 1), not (-1, 1)"),
        case([Layer(3, padding=1)], 4, 5, why="the same at the far end: (3, 4); 5 is no pixel"),
        case([Layer(3, padding=1)], 2, 5, why="in the middle padding moves the window, and nothing is clipped"),
        case([Layer(2, stride=2)], 1, 4, why="(2, 3): the second window begins a stride further"),
        case([], 3, 7, why="no layer: the pixel itself"),
        case([], 0, 1, why="one pixel, no layer"),
        case([], 7, 7, why="no layer: outputs 0 to 6, there is no output 7"),
        case([], -1, 7, why="no layer: a negative index is outside"),
        case(STRIDED, 0, 8, why="-3..3 clipped to (0, 3)"),
        case(STRIDED, 1, 8, why="-1..5 clipped to (0, 5)"),
        case(STRIDED, 3, 8, why="3..9 clipped to (3, 7)"),
        case([Layer(3, stride=2), Layer(3)], 1, 11, why="(2, 8): a step of the output is 2 pixels although the last stride is 1"),
        case([Layer(3), Layer(3, stride=2)], 2, 11, why="(4, 8): the same layers the other way round"),
        case([Layer(2, stride=2), Layer(2, stride=3)], 1, 11, why="(6, 9): strides multiply, 6 pixels a step"),
        case([POOL, POOL, POOL], 2, 30, why="(16, 23): 30 pixels give 3 outputs, and 6 pixels are left over"),
        case([POOL, POOL, POOL], 3, 30, why="the pixels left over have no output: ValueError"),
        case([Layer(3, dilation=2, padding=1)], 1, 9, why="(0, 4): dilated taps at 0, 2, 4"),
        case([Layer(3, dilation=2, padding=2), Layer(3, padding=1)], 3, 7, why="0..6: exactly the image, nothing clipped"),
        case([Layer(3, stride=2, padding=1), Layer(3, stride=2, padding=1), Layer(3, padding=1)], 2, 16,
             why="padding of three layers, each in steps of its own"),
        case([Layer(5, padding=2), Layer(5, padding=2)], 1, 3, why="a field larger than the image: clipped at both ends"),
        case([Layer(3, padding=1)], -1, 5, why="a negative index does not count from the end: ValueError"),
        case([Layer(3, padding=1)], 5, 5, why="same padding: outputs 0 to 4, so 5 is outside although 4 is not"),
        case([Layer(3)], 3, 5, why="no padding: 5 pixels give 3 outputs, so 3 is outside"),
        case([Layer(3, stride=2)], 2, 6, why="6 pixels at stride 2 give 2 outputs: floor, the last pixel is never read"),
        case([Layer(3, dilation=2)], 1, 5, why="a dilated kernel fits once only"),
        case([Layer(3, padding=2)], 6, 5, why="full padding: the last output is 6, and sees pixel 4 alone"),
        case([Layer(3, padding=2)], 7, 5, why="and there is no output 7"),
        case([Layer(3, padding=2)], 0, 5, why="the first sees pixel 0 alone"),
        case([Layer(3, padding=1)], 0, 1, why="an image of one pixel: (0, 0)"),
        case([SAME, SAME, POOL] * 2, 3, 16, why="two blocks of VGG: 6..21 becomes (6, 15), clipped at the far end"),
        case([Layer(1, stride=3), Layer(1, stride=2)], 1, 10, why="kernels of 1: pixel 6 alone"),
    ),
    generate=window_inputs,
    misconceptions=(
        Misconception("not_clipped", "padded zeros are no pixels: the window ends at 0 and at `size - 1`, clip both ends.",
                      _wrong(clip="no"), _wrong(clip="low"), _wrong(clip="high")),
        Misconception("exclusive_end", "`last` is a pixel that the output sees: first + size of the field - 1.",
                      _wrong(end=1, limit=0), _wrong(end=1), _wrong(end=1, clip="no"), _wrong(end=1, clip="low")),
        Misconception("clipped_to_size", "the last pixel of the image is `size - 1`: clip to that.", _wrong(limit=0)),
        Misconception("padding_ignored", "padding moves every window towards the front of the image: "
                      "output 0 begins before pixel 0.",
                      _wrong(pad="none"), _wrong(pad="none", counts=False), _wrong(pad="none", clip="no"),
                      _wrong(pad="none", clip="high")),
        Misconception("padding_unscaled", "a layer's padding is counted in steps of that layer's input: "
                      "multiply it by the strides before the layer.",
                      _wrong(pad="raw")),
        Misconception("padding_forgotten_in_count", "padded images have more outputs: without padding in the count, "
                      "good indices are refused.",
                      _wrong(counts=False)),
        Misconception("last_stride_only", "from one output to the next it is the product of all strides, not one of them.",
                      _wrong(step="last"), _wrong(step="first")),
        Misconception("strides_forgotten", "from one output to the next it is the product of all strides, not one pixel.",
                      _wrong(step="one")),
        Misconception("own_stride", "a layer's stride spreads what comes after it, not its own taps and padding: "
                      "multiply the jump last.",
                      _wrong(ahead=True)),
        Misconception("order_reversed", "the list runs from the input to the output; "
                      "it is the strides before a layer that count.",
                      lambda layers, index, size: seen(layers[::-1], index, size),
                      lambda layers, index, size: from_the_output(layers, index, size, order=list)),
        Misconception("dilation_ignored", "dilated taps lie `dilation` apart: the window is wider, and fewer of them fit.",
                      _wrong(grow=lambda layer: layer.kernel - 1),
                      lambda layers, index, size: from_the_output(layers, index, size, grow=lambda layer: layer.kernel - 1)),
        Misconception("dilated_extent", "from the first tap to the last are `(kernel - 1) * dilation` steps: no gap follows the last.",
                      _wrong(grow=lambda layer: layer.kernel * layer.dilation - 1), lambda layers, index, size: from_the_output(
                          layers, index, size, grow=lambda layer: layer.kernel * layer.dilation - 1)),
        Misconception("last_from_the_clipped", "work out both ends first: a window that is cut at the front does not end later for it.",
                      both_from_the_first),
        Misconception("index_not_checked", "an output that does not exist sees nothing: work out how many there are, "
                      "and raise ValueError outside 0..n-1.",
                      _wrong(check="no"), _wrong(check="low"), _wrong(check="high"), _wrong(check="wrap"), inside, as_the_image),
    ),
    hints=("Where does the window of output 0 begin, and how far from it does the window of output `index` begin?",
           "Three numbers of the stack do it: size, jump and start. The window's two ends are whole numbers, before and after "
           "clipping.",
           "Count the outputs, layer by layer, and refuse an index that is not among them. First pixel = left end of output 0's "
           "window plus index jumps. Last = size - 1 further. Then keep both within the image."),
    praise="Why: windows of one stack are all alike, a jump apart; only the border of the image cuts them. Usual traps: the end "
           "one too far, negative pixels, padding in the wrong unit. Next question: does the output at the border see as much as "
           "one in the middle, and what does the network learn from the zeros there?",
    forbidden=FORBIDDEN,
    equivalent={
        "return (max(first, 0), min(first + field - 1, size - 1)) -> return (max(0, first), min(first + field - 1, size - 1))":
            "the larger of two ints does not depend on their order",
        "return (max(first, 0), min(first + field - 1, size - 1)) -> return (max(first, 0), min(size - 1, first + field - 1))":
            "the smaller of two ints does not depend on their order",
        "first = int(start - field / 2) + index * jump -> first = round(start - field / 2) + index * jump":
            "start and field / 2 both end in .5 or both do not: their difference is whole, and there is nothing to round",
    },
)
