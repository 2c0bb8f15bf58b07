"""box_mean: oracle, inputs, its counted cost, and the wrong answers that people give."""
from __future__ import annotations

import contextlib

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .cost import Cost, measured
from .images import FORBIDDEN, Plain, grey, images, ramp

LARGE = (200, 160)  # the image on which the cost is counted
LINES = 8000  # of Python, for 32,000 pixels: a loop over rows and one over columns have room, one over pixels has not
OFFSETS = 150  # more lines at radius 8 than at radius 1: padding row by row has room, a loop over 17 × 17 offsets has not
NEAR, FAR = 1, 8  # radii


def box_oracle(image, radius):
    """SciPy's uniform filter, in float64."""
    from scipy import ndimage

    return ndimage.uniform_filter(np.asarray(image, dtype=float), size=2 * radius + 1, mode="reflect")


def sums(image, radius, mode="symmetric", first=0, last=0, wrap=None):
    """Sum over the rows y - r + first … y + r + last and the columns likewise; `wrap` keeps running sums below it."""
    whole = np.asarray(image).astype(np.int64)
    options = {"mode": "constant"} if mode == "constant" else {"mode": mode}
    padded = np.pad(whole, radius + 1, **options)
    side = 2 * radius + 1 + last - first
    for axis in (0, 1):
        if side <= 0:
            return np.zeros(whole.shape)
        windows = sliding_window_view(padded, side, axis=axis)
        start = 1 + first
        windows = windows[start:start + whole.shape[0]] if axis == 0 else windows[:, start:start + whole.shape[1]]
        padded = windows.sum(-1)
    return padded % wrap if wrap else padded


def mean(image, radius, over=None, finish=None, **switches):
    """The box mean with a switch for each mistake; `over` is the divisor."""
    side = 2 * radius + 1
    with np.errstate(all="ignore"):
        result = sums(image, radius, **switches) / (side**2 if over is None else over(radius))
    return finish(result) if finish else result


def inside_only(image, radius):
    """At the edges the mean of what lies in the image."""
    return sums(image, radius, mode="constant") / sums(np.ones_like(image), radius, mode="constant")


def without_zero_row(image, radius):
    """The integral image without its row and column of zeros, differences as if it had them."""
    total = np.pad(image.astype(float), radius, mode="symmetric").cumsum(0).cumsum(1)
    k = 2 * radius + 1
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2


def without_zero_row_of_full_size(image, radius):
    total = np.pad(image.astype(float), radius, mode="symmetric").cumsum(0).cumsum(1)
    k = 2 * radius
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / (k + 1) ** 2


def wrong(**switches):
    """`mean` with switches for what people do instead."""
    return lambda image, radius: mean(image, radius, **switches)


def even_area(radius):
    return (2 * radius) ** 2


def even_area_or_1(radius):
    return max(2 * radius, 1) ** 2


def windows_of(image, radius):
    """Every window as a view, and its mean: the cost is that of the window."""
    padded = np.pad(image.astype(float), radius, mode="symmetric")
    return sliding_window_view(padded, (2 * radius + 1, 2 * radius + 1)).mean(axis=(2, 3))


def shifted(image, radius):
    """One shifted image for each offset of the window."""
    padded, side = np.pad(image.astype(float), radius, mode="symmetric"), 2 * radius + 1
    height, width = image.shape
    total = np.zeros((height, width))
    for down in range(side):
        for right in range(side):
            total += padded[down:down + height, right:right + width]
    return total / side**2


def shifted_by_axis(image, radius):
    """Rows, then columns: still one shifted image for each offset of a side."""
    padded, side = np.pad(image.astype(float), radius, mode="symmetric"), 2 * radius + 1
    rows = sum(padded[down:down + image.shape[0]] for down in range(side))
    return sum(rows[:, right:right + image.shape[1]] for right in range(side)) / side**2


def reduced(image, radius):
    """All shifted images at once: the loop over the offsets is in a comprehension."""
    padded, side = np.pad(image.astype(float), radius, mode="symmetric"), range(2 * radius + 1)
    height, width = image.shape
    return np.add.reduce([padded[y:y + height, x:x + width] for y in side for x in side]) / len(side) ** 2


def convolved(image, radius):
    """Each row and each column convolved with a run of ones."""
    padded, ones = np.pad(image.astype(float), radius, mode="symmetric"), np.ones(2 * radius + 1)
    rows = np.apply_along_axis(lambda line: np.convolve(line, ones, "valid"), 0, padded)
    return np.apply_along_axis(lambda line: np.convolve(line, ones, "valid"), 1, rows) / ones.size**2


def pixel_by_pixel(image, radius):
    padded, side = np.pad(image.astype(float), radius, mode="symmetric"), 2 * radius + 1
    result = np.zeros(image.shape)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            result[row, column] = padded[row:row + side, column:column + side].mean()
    return result


def summed_by_pixel(image, radius):
    """An integral image, right, but written and read pixel by pixel."""
    padded, side = np.pad(image.astype(float), radius, mode="symmetric").tolist(), 2 * radius + 1
    total = [[0.0] * (len(padded[0]) + 1)]
    for row in padded:
        line, run = [0.0], 0.0
        for above, value in zip(total[-1][1:], row):
            run += value
            line.append(above + run)
        total.append(line)
    return np.array([[(total[y + side][x + side] - total[y][x + side] - total[y + side][x] + total[y][x]) / side**2
                      for x in range(image.shape[1])] for y in range(image.shape[0])])


def box_bound(case: Case, answer) -> str | None:
    """Elements touched at radius 8 are at most twice those at radius 1; no loop over pixels or offsets."""
    image = case.args[0]
    if image.shape != LARGE:
        return None
    with contextlib.suppress(Exception):  # values are judged elsewhere
        near = Cost(most_lines=LINES)
        far = Cost(most_lines=LINES)
        if measured(answer, image, NEAR, near):
            far.most_elements = 2 * near.elements
            if measured(answer, image, FAR, far):
                if far.lines <= max(2 * near.lines, near.lines + OFFSETS):
                    return None
                return (f"runs more than twice as many lines of Python at radius {FAR} as at radius {NEAR}, on a 200 × 160 image: "
                        "no loop over the offsets of a window.")
            if far.elements > far.most_elements:
                return (f"touches more than twice as many array elements at radius {FAR} as at radius {NEAR}, on a 200 × 160 "
                        "image: the cost must not grow with the radius.")
        return f"runs more than {LINES:,} lines of Python on a 200 × 160 image: no loop over pixels."
    return None


def box_cases():
    """Small images and radii, also radii beyond the image."""
    from hypothesis import strategies as st

    radius = st.sampled_from([1, 1, 1, 2, 0, 3, 5])
    return st.builds(lambda image, radius, layout: Case((image, radius), layout=layout), images(), radius, layouts())


SPOT = grey([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 9, 0, 0], [0, 0, 0, 0, 0])
SHIFT = ("the window is off by one: an integral image has one row and one column of zeros before the first pixel, so that the "
         "sum over rows a … b is S[b + 1] - S[a].")

BOX_MEAN = Exercise(
    name="box_mean",
    oracle=box_oracle,
    returns=Plain("float", "a float64 array of shape (H, W)", absolute=1e-9, wide=True),
    cases=(
        case(grey([6]), 1, why="1 × 1: nine copies of the pixel, mean 6; zeros at the edge make it 6/9"),
        case(grey([0, 9]), 1, why="by hand: 0 0 9 and 0 9 9 in every row, so 3 and 6"),
        case(SPOT, 1, why="one spot of 9 in the middle: a 3 × 3 block of ones, no more and no less, not shifted"),
        case(grey([1, 2, 3], [4, 5, 6]), 1, why="2 × 3: `reflect` repeats the edge here; NumPy's own `reflect` leaves it out"),
        case(grey([10, 20, 40], [50, 70, 90]), 0, why="radius 0: the image itself, as float64; 2r is no side"),
        case(np.full((4, 7), 255, dtype=np.uint8), 1, why="white stays 255: 9 · 255 does not fit into uint8"),
        case(grey([1, 2, 3, 4, 5, 6]), 2, why="one row"),
        case(grey([1], [2], [4], [8]), 2, why="one column"),
        case(ramp(5, 8), 2, why="H ≠ W, means that are no whole numbers: catches rounding"),
        case(ramp(2, 3), 3, why="a radius beyond the image: the reflection goes back and forth"),
        case(ramp(3, 2), 7, why="a window of 15 on 3 × 2"),
        case(ramp(24, 30).astype(np.uint16) * 257, 1, why="16 bits a pixel: sums of 22 million have more digits than float32"),
        case(ramp(12, 9, low=240), 8, why="17 × 17 bright pixels: a window's sum leaves uint16"),
        case(ramp(3, 4).astype(np.float64) ** 2, 1, why="squares as float64, which exercise 6 asks for: a cast to uint8 wraps"),
        case(ramp(40, 30), 8, why="17 × 17"),
        case(ramp(*LARGE), 1, why="200 × 160: the image on which the cost is counted, at radius 1 and 8"),
        case(ramp(6, 4), 1, layout="readonly", why="a read-only image"),
        case(ramp(6, 4), 1, layout="strided", why="every second row of a larger array"),
    ),
    generate=box_cases,
    misconceptions=(
        Misconception("zero_padding", "zeros beyond the edge darken the border: reflect the image "
                      "instead.", wrong(mode="constant")),
        Misconception("cut_window", "at the edge the window is not cut: reflect the image, so that every mean is over (2r+1)² "
                      "values.",
                      inside_only),
        Misconception("edge_left_out", "NumPy's `reflect` does not repeat the edge pixel; SciPy's does, and NumPy calls that "
                      "`symmetric`.",
                      wrong(mode="reflect")),
        Misconception("edge_repeated", "this repeats the last row and column again and again; a reflection goes back into the "
                      "image.",
                      wrong(mode="edge")),
        Misconception("wrapped_edges", "the window comes in again at the opposite edge: reflect the image before the transform.",
                      wrong(mode="wrap")),
        Misconception("integral_off_by_one", SHIFT, without_zero_row, without_zero_row_of_full_size,
                      *(wrong(first=first, last=last) for first, last in ((1, 0), (0, -1), (1, 1), (-1, -1), (-1, 0), (0, 1)))),
        Misconception("side_2r", "a window of side 2r has no middle pixel: r to each side and the pixel itself make 2r + 1.",
                      *(wrong(first=first, last=last, over=even_area) for first, last in ((1, 0), (0, -1))),
                      *(wrong(first=first, last=last, over=even_area_or_1) for first, last in ((1, 0), (0, -1)))),
        Misconception("uint8_overflow", "sums of uint8 wrap at 256: convert to float or int64 before you add.", wrong(wrap=256)),
        Misconception("whole_levels", "the mean is a float64 here: no `//`, no rounding, no cast to uint8.",
                      *(wrong(finish=finish) for finish in (np.floor, np.rint, lambda x: x.astype(np.uint8),
                                                            lambda x: np.rint(x).astype(np.uint8),
                                                            lambda x: x.astype(int), lambda x: np.rint(x).astype(int)))),
        Misconception("cost_grows_with_radius", "every pixel reads its whole window, or a side of it, again: running sums make "
                      "the cost the same for every radius.", windows_of, shifted, shifted_by_axis, reduced,
                      convolved),
        Misconception("loop_over_pixels", "a Python loop over pixels costs far more than NumPy needs: slices of one "
                      "integral image do all windows at once.", pixel_by_pixel, summed_by_pixel),
    ),
    hints=("The sums of two neighbouring windows differ in how many columns? What if all sums from the top left corner were "
           "known?",
           "(H, W) → (H + 2r, W + 2r) reflected → (H + 2r + 1, W + 2r + 1) integral image with zeros first → (H, W).",
           "Sum over a rectangle = S at its lower right, minus upper right, minus lower left, plus upper left. Four slices of S, "
           "each of shape (H, W), do this for all pixels; divide by (2r+1)²."),
    praise="Why: four look-ups a pixel, whatever the radius. Usual traps: the row of zeros, sums in uint8, zeros beyond the "
           "edge. Next question: how do you get the local variance from two such filters, and what is lost in float32?",
    forbidden=FORBIDDEN,
    library=box_oracle,
    bound=box_bound,
    seconds=5.0,  # a loop over the pixels of the large image is to end, so that it is told for what it is
    equivalent={
        "padded = np.pad(np.asarray(image, dtype=np.float64), radius, mode='symmetric') -> padded = np.pad(np.asarray(image), "
        "radius, mode='symmetric')":
            "`cumsum` widens uint8 to uint64, whose differences wrap twice and come out right; `/` makes floats",
        "padded = np.pad(np.asarray(image, dtype=np.float64), radius, mode='symmetric') -> padded = np.pad(np.asarray(image, "
        "dtype=np.int64), radius, mode='symmetric')":
            "grey levels are whole numbers, and so are their sums, exact in int64 and in float64",
        "sums = np.pad(padded, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1) -> sums = np.pad(padded, ((1, 0), (1, "
        "0))).cumsum(axis=0).cumsum(axis=-1)": "axis 1 of two is the last one",
    },
)
