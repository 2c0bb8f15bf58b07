"""gray_histogram: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Exercise, Misconception, case
from .images import FORBIDDEN, Levels, grey, image_cases, ramp


def counts_oracle(image):
    """The definition, level by level."""
    return np.array([np.count_nonzero(image == level) for level in range(256)])


def counted(image):
    """The same at once: what the wrong answers count with."""
    return np.bincount(image.ravel(), minlength=256)


def assigned(image):
    counts = np.zeros(256, dtype=int)
    counts[image] += 1
    return counts


def assigned_by_lines(axis):
    """The same for one row, or one column, after the other."""
    def answer(image):
        counts = np.zeros(256, dtype=int)
        for line in image.swapaxes(0, axis):
            counts[line] += 1
        return counts

    return answer


def up_to_the_brightest(image):
    return np.bincount(image.ravel(), minlength=int(image.max()) + 1)


def without_a_bin_for_white(image):
    counts = np.zeros(255, dtype=int)
    np.add.at(counts, image, 1)
    return counts


def levels_from_1(image):
    return np.roll(counted(image), -1)


def narrow(dtype):
    return lambda image: counted(image).astype(dtype)


def shares(image):
    return counted(image) / image.size


def running(image):
    return np.cumsum(counted(image))


def without_white(image):
    return np.histogram(image[image < 255], bins=256, range=(0, 256))[0]


BLACK = grey([0])
CROWD = np.repeat(grey([50, 60, 61, 200])[0], [300, 20, 600, 80]).reshape(25, 40)  # 1,000 pixels
STEP = grey([10, 10, 30], [20, 30, 30])
CORNERS = grey([0, 255, 255, 0], [254, 1, 255, 0])
LARGE = np.full((257, 260), 7, dtype=np.uint8)  # 66,820 pixels

GRAY_HISTOGRAM = Exercise(
    name="gray_histogram",
    oracle=counts_oracle,
    returns=Levels("int", "an int array of shape (256,)", lists=True, entry="level"),
    cases=(
        case(BLACK, why="one black pixel: the smallest image"),
        case(grey([255]), why="one white pixel: level 255 has a bin of its own"),
        case(grey([7, 7, 7]), why="one level three times: `counts[image] += 1` counts it once; no range to divide"),
        case(STEP, why="2 × 3, by hand: 2 of 10, 1 of 20, 3 of 30; levels 0 and 255 do not occur"),
        case(CORNERS, why="both ends and their neighbours: 255 bins put 254 and 255 together"),
        case(np.arange(256, dtype=np.uint8).reshape(8, 32), why="every level once: bins of uneven width show"),
        case(np.full((20, 30), 200, dtype=np.uint8), why="600 pixels of one level: counts kept in uint8 wrap at 256"),
        case(LARGE, why="66,820 pixels of one level: uint16 wraps at 65,536, int16 at half of it"),
        case(ramp(37, 53), why="37 × 53, many levels"),
        case(ramp(5, 1), why="one column"),
        case(np.zeros((0, 3), dtype=np.uint8), why="no pixels: 256 zeros"),
        case(ramp(6, 4), layout="readonly", why="a read-only image"),
        case(ramp(6, 4), layout="strided", why="every second row of a larger array"),
    ),
    generate=image_cases,
    misconceptions=(
        Misconception("bins_of_255", "levels 0 to 255 want 256 bins, and so 257 edges: of 255 bins none is left for white, or it "
                      "shares one with level 254.",
                      lambda image: np.histogram(image, bins=np.arange(256))[0],
                      lambda image: np.histogram(image, bins=255, range=(0, 256))[0],
                      lambda image: np.bincount(image.ravel(), minlength=255),
                      lambda image: counted(image)[:255], without_a_bin_for_white),
        Misconception("bins_of_present_range", "bins for no more than the levels that this image has, or from its darkest to its "
                      "brightest, are too few or belong to no fixed level: always count levels 0 to 255.",
                      lambda image: np.histogram(image, bins=256)[0],
                      lambda image: np.histogram(image)[0], up_to_the_brightest,
                      lambda image: np.bincount(image.ravel()),
                      lambda image: np.bincount((image - image.min()).ravel(), minlength=256),
                      lambda image: np.bincount((image - image.min()).ravel()),
                      lambda image: np.unique(image, return_counts=True)[1],
                      lambda image: np.histogram(image, bins=max(int(image.max()) - int(image.min()), 1))[0]),
        Misconception("assigned_not_added", "`counts[image] += 1` reads all, adds 1 and writes: a level that comes twice is "
                      "counted once. Use `np.bincount`, or `np.add.at`.", assigned, assigned_by_lines(0), assigned_by_lines(1)),
        Misconception("counts_in_uint8", "counts outgrow 8 bits, and 16 bits too: keep them in int64, not in the image's dtype.",
                      *(narrow(dtype) for dtype in (np.uint8, np.int8, np.uint16, np.int16))),
        Misconception("shares_for_counts", "these are shares of all pixels; wanted are counts, which sum to H·W.",
                      shares, lambda image: np.histogram(image, bins=256, range=(0, 256), density=True)[0]),
        Misconception("cumulative", "the running sum is the next step: the histogram itself counts one level an entry.", running,
                      lambda image: running(image) - counted(image)),
        Misconception("levels_from_1", "entry k belongs to level k: indices begin at 0, and so do grey levels.",
                      levels_from_1, lambda image: np.append(counted(image)[1:], 0),
                      lambda image: np.histogram(image, bins=256, range=(1, 257))[0]),
        Misconception("white_lost", "the range has to reach beyond 255: a range that ends before level 255 leaves out white.",
                      without_white),
    ),
    hints=("How many different values can a uint8 pixel have, whether this image has them or not?",
           "(H, W) levels become (H·W,), and those (256,) counts that sum to H·W.",
           "A pixel's level is the index of its bin: for every pixel, add 1 at that index. One NumPy function counts how often "
           "each whole number occurs; tell it how long the result has to be at least."),
    praise="Why: a level is its own bin number, so nothing has to be divided. Usual traps: 255 bins, bins of the image's own range, "
           "`counts[image] += 1`. Next question: how do you make the histogram of a float image, and who chooses its bins?",
    forbidden=FORBIDDEN,
)
