"""equalize: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .counts import CROWD, STEP, counted, counts_oracle
from .images import FORBIDDEN, Levels, grey, images, kept, looked_up, ramp, rounded
from .tables import (
    CUT,
    EARLY,
    MOVED,
    NO_MINIMUM,
    NOT_THE_FIRST,
    OVER_N,
    ROUND,
    TO_256,
    UNDEFINED,
    exact_lut,
    lut,
    luts,
    shares_first,
)


def equalize_oracle(image):
    """The exact table, pixel by pixel."""
    if image.dtype != np.uint8:
        raise ValueError(image.dtype)
    return rounded(exact_lut(counts_oracle(image))[image])


def guarded(transform):
    """The dtype asked for first, as the exercise wants it."""
    def answer(image):
        if image.dtype != np.uint8:
            raise ValueError(image.dtype)
        return transform(image)

    return answer


def equalized(*names, **switches):
    """Spellings of a mistake in the table, used on an image."""
    return [guarded(lambda image, chosen=chosen: looked_up(lut(counted(image), **chosen), image))
            for chosen in luts(*names, **switches)]


def stretched(finish, alone, little=0.0):
    """Levels moved and scaled so that they reach from 0 to 255; `little` keeps the divisor from 0."""
    def answer(image):
        low, high = int(image.min()), int(image.max())
        if low == high:
            return image if alone == "itself" else np.full_like(image, alone)
        exact = (image.astype(float) - low) * 255 / (high - low + little)
        return kept(ROUND[finish](exact).astype(np.uint8), exact + MOVED[finish])

    return guarded(answer)


def interpolated(image):
    """A recipe that goes round: bins from the darkest to the brightest level, and their CDF interpolated at every pixel."""
    counts, edges = np.histogram(image.ravel(), 256)
    cdf = np.cumsum(counts) * 255 / image.size
    exact = np.interp(image.ravel(), edges[:-1], cdf).reshape(image.shape)
    return kept(exact.astype(np.uint8), exact + MOVED["cut"])


def replaced(order):
    """Level by level, in an image in which some levels are new already."""
    def answer(image):
        table, result = np.asarray(lut(counted(image))), image.copy()
        for level in range(256)[::order]:
            result[result == level] = table[level]
        return result

    return guarded(answer)


def levels_counted(over_pixels):
    """Each level that occurs counted once."""
    def answer(image):
        cdf = np.cumsum(counted(image) > 0)
        span = (image.size if over_pixels else cdf[-1]) - 1
        if span == 0:
            return image.copy()
        exact = np.maximum(cdf - 1, 0) / span * 255
        return looked_up(kept(np.rint(exact).astype(np.uint8), exact), image)

    return guarded(answer)


def stretched_narrow(image):
    """The same in uint8, where a product beyond 255 wraps."""
    low, high = image.min(), image.max()
    return image if low == high else ((image - low).astype(int) * 255 % 256 // (int(high) - int(low))).astype(np.uint8)


def of_narrow_counts(running, over_pixels=False):
    """Counts, or their running sum too, kept in uint8."""
    def answer(image):
        counts = counted(image).astype(np.uint8).astype(np.int64)
        cdf = np.cumsum(counts) % 256 if running else np.cumsum(counts)
        found = cdf[cdf > 0]
        low, last = (found[0], image.size if over_pixels else cdf[-1]) if len(found) else (0, 0)
        if last == low:
            return image.copy()
        exact = np.maximum(cdf - low, 0) / (last - low) * 255
        return looked_up(kept(np.rint(exact).astype(np.int64).astype(np.uint8), exact), image)

    return guarded(answer)


def any_dtype(image):
    image = image.astype(np.uint8)
    return looked_up(lut(counted(image)), image)


def any_dtype_unless_constant(image):
    return image if image.min() == image.max() else any_dtype(image)


def as_index(image):
    return looked_up(lut(np.bincount(image.ravel(), minlength=256)), image)


def asked_for(accepted):
    """Another question than whether the dtype is uint8."""
    def answer(image):
        if not accepted(image):
            raise ValueError(image.dtype)
        return any_dtype(image)

    return answer


def rescaled(image):
    """Any other dtype read as 0..1."""
    return any_dtype(image if image.dtype == np.uint8 else (np.clip(image.astype(float), 0, 1) * 255))


def equalize_cases():
    """Images of few levels; now and then one of another dtype."""
    from hypothesis import strategies as st

    dtypes = st.sampled_from([np.uint8] * 9 + [np.float64])
    return st.builds(lambda image, dtype, layout: Case((image.astype(dtype),), layout=layout), images(), dtypes, layouts())


EQUALIZE = Exercise(
    name="equalize",
    oracle=equalize_oracle,
    returns=Levels("uint8", "a uint8 array of shape (H, W)"),
    cases=(
        case(grey([100, 101]), why="two levels go to the ends; without cdf_min 100 goes to 128"),
        case(STEP, why="2 × 3, by hand: 0, 63.75 and 255"),
        case(grey([10, 20, 20, 20], [20, 20, 20, 40]), why="stretching puts 20 at a third of the way, equalisation at 6/7"),
        case(grey([0, 0, 255, 255], [0, 1, 2, 255]), why="both ends occur: stretching changes nothing, equalisation does"),
        case(grey([9]), why="1 × 1 is constant: 0/0; it stays as it is"),
        case(np.full((3, 2), 200, dtype=np.uint8), why="constant"),
        case(CROWD, why="300 and 600 pixels of a level: counts in uint8 wrap"),
        case(ramp(16, 24, low=90, high=140), why="low contrast, 51 levels"),
        case(ramp(37, 53), why="the whole range, H ≠ W"),
        case(ramp(1, 6), why="one row"),
        case(STEP.astype(np.float64), why="float levels: ValueError, not a cast"),
        case(STEP / 255.0, why="0..1 as float: ValueError; a cast makes it black"),
        case(STEP.astype(np.int64), why="int64: ValueError, though it would do as an index"),
        case(STEP.astype(np.uint16), why="uint16: ValueError"),
        case(STEP.astype(np.int8), why="int8: one byte too, and still ValueError"),
        case(STEP > 15, why="bool: ValueError"),
        case(STEP.astype(np.float32), why="float32: ValueError"),
        case(ramp(6, 4), layout="readonly", why="a read-only image: working in place fails"),
        case(ramp(6, 4), layout="strided", why="every second row of a larger array"),
    ),
    generate=equalize_cases,
    misconceptions=(
        Misconception("stretched", "this moves the darkest level to 0 and the brightest to 255 and keeps the levels between in "
                      "proportion; equalisation places each level by the share of pixels below it.",
                      *(stretched(finish, alone) for finish in ("even", "cut") for alone in ("itself", 0)),
                      stretched("cut", 0, little=1e-8),
                      guarded(stretched_narrow)),
        Misconception("replaced_twice", "`result[result == k] = …` finds the pixels again that have a new level already: look for k "
                      "in the image, and write to the result.", replaced(1), replaced(-1)),
        Misconception("wraps_around", TO_256, *equalized("finish", top=256), *equalized(top=256, alone=None),
                      *equalized("finish", top=256, least="none")),
        Misconception("counts_in_uint8", "counts and their sums exceed 255: keep them in int64, or they wrap.",
                      *(of_narrow_counts(*both) for both in ((False,), (True,), (False, True), (True, True)))),
        Misconception("assigned_not_added", "every level counts once here, however many pixels it has, as with `counts[image] += "
                      "1`: count the pixels.", levels_counted(False), levels_counted(True)),
        Misconception("cdf_min_not_subtracted", NO_MINIMUM, *equalized("alone", "finish", least="none"),
                      *(spelling for finish in ("even", "cut", "ceil")
                        for spelling in equalized(least="none", top=256, less=1, alone=None, finish=finish)),
                      guarded(interpolated)),
        Misconception("divided_by_n", OVER_N, *equalized("alone", "finish", over="n"), *equalized(over="n - 1")),
        Misconception("cdf_of_level_0", NOT_THE_FIRST, *equalized("alone", "finish", least="level 0")),
        Misconception("truncated", CUT, *equalized("alone", finish="cut")),
        Misconception("zero_over_zero", UNDEFINED, *equalized(alone=None), *equalized(alone=None, finish="up"),
                      *equalized(alone=255), *equalized(alone=ZeroDivisionError), *equalized(alone=ValueError)),
        Misconception("any_dtype", "an image that is not uint8 has no 256 levels: raise ValueError, do not cast or guess a "
                      "range.",
                      any_dtype, any_dtype_unless_constant, as_index, rescaled,
                      asked_for(lambda image: image.dtype.kind in "iu"), asked_for(lambda image: image.dtype.kind != "f"),
                      asked_for(lambda image: image.dtype.itemsize == 1)),
        Misconception("rounded_early", EARLY, *(guarded(lambda image, finish=finish: shares_first(finish)(counted(image))[image])
                                                for finish in ("even", "cut"))),
    ),
    hints=("You have the table. Which NumPy expression looks up 256 entries at once for every pixel?",
           "(256,) table, indexed by an (H, W) image of levels, gives (H, W).",
           "Ask for the dtype first. Then: histogram of the image, table of the histogram, table at every pixel."),
    praise="Why: the map depends on the level alone, so one table of 256 entries does for any image. Usual traps: stretching for "
           "equalisation, 256 for 255, a silent cast. Next question: what does CLAHE do differently, and what does its clip "
           "limit limit?",
    forbidden=FORBIDDEN,
    equivalent={"image = np.asarray(image) -> pass": "the argument is an array already"},
)
