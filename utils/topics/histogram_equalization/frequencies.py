"""split_frequencies: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Finding, Parts
from ...strategies import layouts
from .images import FORBIDDEN, Plain, grey, images, ramp

EXACT = 1e-9  # how far low + high may be from the image


def cycles(count: int) -> np.ndarray:
    """Frequencies of `count` samples in cycles per image, in the order of `fft`."""
    return np.fft.fftfreq(count) * count


def split_oracle(image, cutoff):
    """numpy.fft, an ideal circle around frequency 0."""
    down, right = cycles(image.shape[0])[:, None], cycles(image.shape[1])[None, :]
    low = np.fft.ifft2(np.where(down**2 + right**2 <= cutoff**2, np.fft.fft2(image), 0)).real
    return low, image - low


def distance(shape, kind="circle"):
    """How far each frequency of a spectrum, in the order of `fft`, is taken to be from 0."""
    down, right = cycles(shape[0])[:, None], cycles(shape[1])[None, :]
    rows, columns = np.arange(shape[0])[:, None], np.arange(shape[1])[None, :]
    return {
        "circle": lambda: np.hypot(down, right),
        "square": lambda: np.maximum(abs(down), abs(right)),
        "diamond": lambda: abs(down) + abs(right),
        "middle": lambda: np.hypot(rows - shape[0] // 2, columns - shape[1] // 2),
        "corner": lambda: np.hypot(rows, columns),
        "half a pixel": lambda: np.fft.ifftshift(np.hypot(rows - shape[0] / 2, columns - shape[1] / 2)),
        "between": lambda: np.fft.ifftshift(np.hypot(rows - (shape[0] - 1) / 2, columns - (shape[1] - 1) / 2)),
        "stretched": lambda: np.fft.ifftshift(np.hypot(*(np.linspace(-n / 2, n / 2, n).reshape(side)
                                                         for n, side in zip(shape, ((-1, 1), (1, -1)))))),
        "forward": lambda: np.fft.fftshift(np.hypot(rows - shape[0] // 2, columns - shape[1] // 2)),
        "per pixel": lambda: np.hypot(down / shape[0], right / shape[1]),
        "by height": lambda: np.hypot(down, right / shape[1] * shape[0]),
        "by width": lambda: np.hypot(down / shape[0] * shape[1], right),
        "sides exchanged": lambda: np.hypot(down / shape[0] * shape[1], right / shape[1] * shape[0]),
        "axes exchanged": lambda: np.hypot(right.T, down.T),
        "squared": lambda: down**2 + right**2,
        "open square": lambda: np.maximum(*(np.where(f < 0, -f, f + 1) for f in (down, right))),
        "half": lambda: 2 * np.hypot(down, right),
        "ellipse": lambda: np.hypot(down / shape[0], right / shape[1]) * min(shape),
        "long ellipse": lambda: np.hypot(down / shape[0], right / shape[1]) * max(shape),
    }[kind]()


def split(image, cutoff, kind="circle", mean="low", part=np.real, rest="difference", exchanged=False):
    """The split with a switch for each mistake; `rest` is how `high` comes about."""
    spectrum, keep = np.fft.fft2(image), distance(image.shape, kind) <= cutoff
    if mean == "high":
        keep[0, 0] = False
    low = part(np.fft.ifft2(spectrum * keep))
    high = image - low if rest == "difference" else part(np.fft.ifft2(spectrum * ~keep))
    return (high, low) if exchanged else (low, high)


def mean_in_neither(image, cutoff):
    low, high = split(image - image.mean(), cutoff)
    return low, high


def shifted(there, back, rest="difference"):
    """The spectrum is moved to the middle for the mask by `there`, and back by `back`."""
    def answer(image, cutoff):
        moved, keep = there(np.fft.fft2(image)), distance(image.shape, "middle") <= cutoff
        low = np.fft.ifft2(back(moved * keep)).real
        return low, (image - low if rest == "difference" else np.fft.ifft2(back(moved * ~keep)).real)

    return answer


def not_at_all(spectrum):
    return spectrum


def wrong(**switches):
    """`split` with switches for what people do instead."""
    return lambda image, cutoff: split(image, cutoff, **switches)


@dataclass(frozen=True, init=False)
class Halves(Parts):
    """Two images that sum to the argument."""

    def __init__(self, **parts):
        super().__init__(**parts)

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        found = super().problem(expected, got, case)
        if found:
            return found
        off = float(np.abs(np.asarray(got[0]) + np.asarray(got[1]) - case.args[0]).max())
        return Finding("value", f"low + high is off the image by {off:.2g}.") if off > EXACT else None


def split_cases():
    """Small images, odd and even sides; cutoffs between the frequencies."""
    from hypothesis import strategies as st

    cutoff = st.sampled_from([0.5, 1.2, 1.3, 1.7, 2.3, 2.7, 3.3, 9.5])
    return st.builds(lambda image, cutoff, layout: Case((image, cutoff), layout=layout),
                     images((0, 1, 2, 4, 8, 100, 255), tallest=6, widest=7), cutoff, layouts())


def wave(height, width, down, right):
    """A cosine of so many cycles per image, 100 high, around 128."""
    rows, columns = np.arange(height)[:, None] / height, np.arange(width)[None, :] / width
    return np.rint(128 + 100 * np.cos(2 * np.pi * (down * rows + right * columns))).astype(np.uint8)


FREQUENCY = Plain("float", "a float64 array of shape (H, W)", absolute=1e-8, wide=True)

SPLIT_FREQUENCIES = Exercise(
    name="split_frequencies",
    oracle=split_oracle,
    returns=Halves(low=FREQUENCY, high=FREQUENCY),
    cases=(
        case(grey([9]), 0.5, why="1 × 1: the mean is all there is, and it is low"),
        case(grey([0, 8]), 0.5, why="by hand: mean 4; low 4 4, high -4 4. |high| or a mean in high shows"),
        case(grey([1, 2, 3], [4, 5, 9]), 0.5, why="2 × 3, the mean alone is low: 4 everywhere"),
        case(grey([1, 2, 3], [4, 5, 9]), 1.2, why="between 1 and √2: a square or a circle of corners"),
        case(grey([1, 2, 4, 8, 0]), 1.3, why="one row, odd: frequencies 0, 1, 2, -2, -1"),
        case(grey([1], [2], [4], [8], [0], [0]), 2.3, why="one column, even: frequency -3 has no partner"),
        case(ramp(5, 8), 1.7, why="5 × 8: H ≠ W, odd and even; √2 in, 2 out"),
        case(ramp(8, 5), 2.3, why="8 × 5: cycles per image, not per side of a square; √5 in, √8 out"),
        case(ramp(7, 9), 2.7, why="both odd: the middle of a shifted spectrum is at n // 2"),
        case(ramp(6, 4), 2.3, why="both even"),
        case(wave(12, 10, 0, 3), 3.3, why="three cycles across, and rounding: the wave is low"),
        case(wave(12, 10, 3, 2), 3.3, why="three down and two across are √13, beyond 3.3: the wave is high; in the square it is "
                                          "low"),
        case(ramp(6, 7), 9.5, why="all is low, high is 0"),
        case(np.full((4, 6), 200, dtype=np.uint8), 1.3, why="constant: high is 0"),
        case(ramp(4, 5) / 8, 1.3, why="eighths, as float64: a cast to int cuts them off"),
        case(ramp(4, 5), 1.3, layout="readonly", why="a read-only image"),
        case(ramp(6, 5), 1.3, layout="strided", why="every second row of a larger array"),
    ),
    generate=split_cases,
    misconceptions=(
        Misconception("not_centred", "`fft2` puts frequency 0 at index (0, 0), not in the middle: shift the spectrum before a "
                      "centred mask and back after it, or build the mask from `fftfreq`.",
                      wrong(kind="middle"), wrong(kind="middle", rest="mask"),
                      *(shifted(np.fft.fftshift, not_at_all, rest) for rest in ("difference", "mask"))),
        Misconception("shifted_twice", "`ifftshift` undoes `fftshift`, and nothing else does: along an odd side `fftshift` itself "
                      "ends one index off.", wrong(kind="forward"), wrong(kind="forward", rest="mask"),
                      *(shifted(there, back, rest) for there, back in (
                          (np.fft.fftshift, np.fft.fftshift), (np.fft.ifftshift, np.fft.ifftshift),
                          (np.fft.ifftshift, np.fft.fftshift)) for rest in ("difference", "mask"))),
        Misconception("negative_frequencies_lost", "the upper half of the indices are negative frequencies, close to 0 again: a "
                      "distance from index (0, 0) takes them for high "
                      "ones.", wrong(kind="corner"), wrong(kind="corner", rest="mask")),
        Misconception("middle_off_by_half", "after `fftshift` frequency 0 is at index n // 2 exactly, for odd and even n.",
                      wrong(kind="half a pixel"), wrong(kind="between"), wrong(kind="stretched")),
        Misconception("square_mask", "a limit on each axis is a square, which lets diagonal frequencies through: use √(fx² + "
                      "fy²).",
                      wrong(kind="square"), wrong(kind="square", rest="mask"), wrong(kind="open square"),
                      wrong(kind="open square", rest="mask")),
        Misconception("cutoff_not_squared", "fx² + fy² is the square of the distance: hold it against the square of the cutoff.",
                      wrong(kind="squared"), wrong(kind="squared", rest="mask")),
        Misconception("axes_exchanged", "frequencies down belong to H and those across to W: exchanged, as by `np.meshgrid` without "
                      "`indexing=\"ij\"`, they fit a square image only.",
                      wrong(kind="axes exchanged"), wrong(kind="axes exchanged", rest="mask")),
        Misconception("diamond_mask", "|fx| + |fy| is not the distance from 0: use √(fx² + fy²).", wrong(kind="diamond"),
                      wrong(kind="diamond", rest="mask")),
        Misconception("cycles_per_pixel", "`fftfreq(n)` is in cycles per pixel, at most 0.5: times n it is in cycles per image.",
                      wrong(kind="per pixel"), wrong(kind="per pixel", rest="mask")),
        Misconception("mean_in_high", "frequency 0 is at or below every cutoff: the mean belongs to `low`.", wrong(mean="high"),
                      wrong(mean="high", rest="mask")),
        Misconception("mean_lost", "the mean was taken off and never put back: it belongs to `low`.", mean_in_neither),
        Misconception("magnitude_for_real_part", "`np.abs` makes negative values positive, and `high` is negative half the time: "
                      "take the real part.", wrong(part=np.abs), wrong(part=np.abs, rest="mask"),
                      lambda image, cutoff: (split(image, cutoff)[0], np.abs(split(image, cutoff)[1])),
                      lambda image, cutoff: (np.abs(split(image, cutoff)[0]), split(image, cutoff)[1]),
                      lambda image, cutoff: tuple(map(np.abs, split(image, cutoff, part=np.abs)))),
        Misconception("exchanged", "the order is `(low, high)`.", wrong(exchanged=True)),
        Misconception("ellipse", "cycles per image are counted along each side on its own: times H down and times W across.",
                      *(wrong(kind=kind) for kind in ("ellipse", "long ellipse", "by height", "by width", "sides exchanged"))),
        Misconception("diameter_for_radius", "the cutoff is the radius of the circle, not its diameter.", wrong(kind="half")),
    ),
    hints=("Which index of `fft2` holds the mean? And which indices hold the frequencies 1 and -1?",
           "(H,) and (W,) signed frequencies in cycles per image → (H, W) distances → (H, W) mask → two (H, W) real images.",
           "Transform. Keep the coefficients whose distance from frequency 0 is at most the cutoff, set the others to 0. "
           "Transform back and take the real part: low. What is missing from the image is high."),
    praise="Why: the transform is linear, so the two parts sum to the image. Usual traps: a mask around the wrong corner, a "
           "square, the mean. Next question: why does an ideal filter ring, and what does a Gaussian one do instead?",
    forbidden=FORBIDDEN,
    equivalent={
        "image = np.asarray(image, dtype=np.float64) -> image = np.asarray(image)":
            "`fft2` works in complex128 for uint8 too, and uint8 minus float64 is float64",
        "image = np.asarray(image, dtype=np.float64) -> pass": "the argument is an array already; as above",
        "is_low = np.hypot(vertical, horizontal) <= cutoff -> is_low = np.hypot(vertical, horizontal) < cutoff":
            "they differ where a frequency meets the cutoff, which is not tested",
        "is_low = np.hypot(vertical, horizontal) <= cutoff -> is_low = np.hypot(horizontal, vertical) <= cutoff":
            "the hypotenuse does not depend on the order of the sides, and broadcasting gives (H, W) either way",
    },
)
