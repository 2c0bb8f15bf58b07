"""equalization_lut: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import itertools

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .images import FORBIDDEN, Levels, exactly, kept, rounded


def exact_lut(histogram) -> np.ndarray:
    """round's argument in `equalization_lut`, each entry one exact division of whole numbers; nan where it is not defined."""
    counts = [int(count) for count in histogram]
    cdf = list(itertools.accumulate(counts))
    first = next(count for count in counts if count)
    span = cdf[-1] - first
    if not span:
        return np.array([float(level) if count else np.nan for level, count in enumerate(counts)])
    return np.array([255 * max(below - first, 0) / span for below in cdf])


def lut_oracle(histogram):
    """The exact table, rounded."""
    return rounded(exact_lut(histogram))


ROUND = {"even": np.rint, "up": lambda x: np.floor(x + 0.5), "cut": np.trunc, "down": np.floor, "ceil": np.ceil}
MOVED = {"even": 0, "up": 0, "cut": -0.5, "down": -0.5, "ceil": 0.5}  # what is rounded to the nearest, to the same end


def lut(histogram, least="first", over="span", finish="even", top=255, alone="itself", clipped=True, most=None, less=0):
    """The equalization table with a switch for each mistake.

    `alone` is what a constant image gets: ``"itself"``, or what the formula would give if 0/0 were the number given;
    an exception to raise it; None to let the formula have its way. `less` is taken off each level in the end.
    """
    histogram = np.asarray(histogram).astype(np.int64)
    cdf, occurs = np.cumsum(histogram), histogram[histogram > 0]
    low = {"first": occurs[0], "none": 0, "level 0": cdf[0]}[least]
    span = cdf[-1] - {"span": low, "n": 0, "n - 1": 1}[over]
    if len(occurs) == 1 and (alone == "itself" or span == 0):
        if isinstance(alone, type):
            raise alone
        own = np.arange(256, dtype=np.uint8) if alone == "itself" else np.full(256, alone or 0, dtype=np.uint8)
        return kept(own, np.where(histogram > 0, own, np.nan) if alone == "itself" else own.astype(float))
    exact = (cdf - low) / span * top
    exact = np.maximum(exact, 0) if clipped else exact
    whole, exact = ROUND[finish](exact) - less, exact + MOVED[finish] - less
    if less:
        whole, exact = np.maximum(whole, 0), np.maximum(exact, 0)
    if most is not None:
        whole, exact = np.minimum(whole, most), np.minimum(exact, most)
    return kept(whole.astype(np.int64).astype(np.uint8), exact)


def shares_first(finish, alone="itself"):
    """Each share made whole before it is multiplied by 255."""
    def table(histogram):
        cdf = np.cumsum(np.asarray(histogram).astype(np.int64))
        low = cdf[cdf > 0][0]
        if low == cdf[-1]:
            return np.arange(256, dtype=np.uint8) if alone == "itself" else np.full(256, alone, dtype=np.uint8)
        return (ROUND[finish](np.maximum(cdf - low, 0) / (cdf[-1] - low)) * 255).astype(np.uint8)

    return table


def over_entries(least="first", clipped=True, alone="itself"):
    """The length of the histogram, 256, for the number of pixels."""
    def table(histogram):
        histogram = np.asarray(histogram).astype(np.int64)
        if alone == "itself" and np.count_nonzero(histogram) == 1:
            return np.arange(256, dtype=np.uint8)
        cdf = np.cumsum(histogram)
        low = cdf[cdf > 0][0] if least == "first" else 0
        with np.errstate(all="ignore"):  # 256 may be the first count
            exact = np.rint(np.maximum(cdf - low, 0) / (256 - low) * 255)
            return (np.clip(exact, 0, 255) if clipped else exact).astype(np.uint8)

    return table


def luts(*names, **switches):
    """Spellings of one mistake in the table: each of `names`, a switch, both ways."""
    both = {"alone": ("itself", None), "finish": ("even", "cut"), "most": (None, 255)}
    for values in itertools.product(*(both[name] for name in names)):
        yield {**dict(zip(names, values)), **switches}


def tables(*names, **switches):
    """Answers with the tables of all spellings that `luts` gives."""
    return [lut_of(**chosen) for chosen in luts(*names, **switches)]


def lut_of(**switches):
    """`lut` with switches for what people do instead."""
    return lambda histogram: lut(histogram, **switches)


def histogram_of(**levels) -> np.ndarray:
    """``histogram_of(l10=2, l20=1)``: 256 counts."""
    counts = np.zeros(256, dtype=np.int64)
    for level, count in levels.items():
        counts[int(level[1:])] = count
    return counts


def shown_histogram(arguments) -> str:
    """``equalization_lut(histogram)`` of few pixels as code that can be run; of many as level: count."""
    counts = [int(count) for count in np.asarray(arguments["histogram"]).ravel()]
    if sum(counts) <= 24:
        levels = [level for level, count in enumerate(counts) for _ in range(count)]
        return f"equalization_lut(np.bincount({levels}, minlength=256))"
    found = [f"{level}: {count}" for level, count in enumerate(counts) if count]
    more = f", … {len(found)} levels in all" if len(found) > 12 else ""
    return f"equalization_lut(histogram), its counts {{{', '.join(found[:12])}{more}}}"


def histogram_cases():
    """Few levels, few pixels; one level in a row or none at all between them; sometimes one level of many pixels."""
    from hypothesis import strategies as st

    counts = exactly([0, 1, 2, 3, 5, 8, 1000], 6)[6].filter(any)
    places = st.sampled_from([(0, 1, 2, 3, 4, 255), (3, 7, 100, 101, 200, 250), (0, 50, 128, 129, 254, 255),
                              (1, 2, 4, 8, 16, 32)])

    def one(counts, places, layout):
        histogram = np.zeros(256, dtype=np.int64)
        histogram[list(places)] = counts
        return Case((histogram,), layout=layout)

    return st.builds(one, counts, places, layouts())


NO_MINIMUM = ("`cdf / n` alone never reaches 0: the darkest level goes to its own share of 255. Subtract the first non-zero CDF, "
              "above and below the line.")
CUT = "the cast cuts the fraction off, which darkens by half a level on average: round first."
TO_256 = "the levels end at 255: scaled by 256, the brightest level becomes 256, which wraps to 0 in uint8."
UNDEFINED = "in a constant image `n - cdf_min` is 0, and 0/0 is no level: map its one level to itself."
OVER_N = "without `cdf_min` below the line as well, the brightest level does not reach 255: divide by `n - cdf_min`."
ENTRIES = "n is the number of pixels, the last value of the CDF; `len(histogram)` is 256, whatever the image."
EARLY = "made whole before it is multiplied by 255, a share is 0 or 1: multiply first, round last."
NOT_THE_FIRST = ("`cdf[0]`, which is also `cdf.min()`, is 0 as soon as level 0 does not occur: take the first value of the CDF "
                 "that is not zero.")

EQUALIZATION_LUT = Exercise(
    name="equalization_lut",
    oracle=lut_oracle,
    returns=Levels("uint8", "a uint8 array of shape (256,)", entry="level"),
    cases=(
        case(histogram_of(l0=1, l255=1), why="black and white stay; without cdf_min black goes to 128"),
        case(histogram_of(l100=1, l101=1), why="two neighbours are pulled apart to 0 and 255; without cdf_min 100 goes to 128"),
        case(histogram_of(l10=2, l20=1, l30=3), why="by hand: (0, 1, 4) / 4 · 255 = 0, 63.75, 255: the fraction tells rounding"),
        case(histogram_of(l0=2, l3=3, l7=4, l9=2), why="level 0 occurs, so that `cdf[0]` happens to be right"),
        case(histogram_of(l5=1, l6=9, l250=1), why="one pixel of the darkest level: what is divided by n is off by little"),
        case(histogram_of(l5=9, l6=1, l250=1), why="nine of eleven are darkest; 127.5 is a half: 127 and 128 will do"),
        case(histogram_of(l7=4), why="a constant image: 0/0; level 7 stays 7"),
        case(histogram_of(l0=3), why="constant and black"),
        case(histogram_of(l255=3), why="constant and white"),
        case(histogram_of(l200=3, l201=1, l210=8), why="200 levels below the darkest: 0, not -3 / 9 · 255 wrapped"),
        case(np.ones(256, dtype=np.int64), why="flat: every level stays as it is"),
        case(np.arange(256, dtype=np.int64) * 3 % 101 + (np.arange(256) > 40), why="256 levels, uneven"),
        case(np.arange(256, dtype=np.int64)[::-1] ** 2 * 100, why="half a billion pixels: 255 · cdf leaves int32"),
        case(histogram_of(l9=10_000_000, l10=1, l11=10_000_000), why="one pixel among 20 million: 0.0000255 is 0"),
        case(histogram_of(l10=3 * 10**9, l20=10**9, l30=2 * 10**9), why="six thousand million pixels, a whole archive: the counts "
             "leave int32"),
        case(histogram_of(l10=2, l20=1, l30=3).astype(np.int32), why="int32 counts"),
        case(histogram_of(l10=2, l20=1, l30=3), layout="readonly", why="a read-only histogram"),
        case(histogram_of(l10=2, l20=1, l30=3), layout="strided", why="every second item of a larger array"),
    ),
    generate=histogram_cases,
    misconceptions=(
        Misconception("cdf_min_not_subtracted", NO_MINIMUM, *tables("alone", "finish", least="none"),
                      *tables("alone", least="none", finish="ceil"),
                      *(lut_of(least="none", top=256, less=1, alone=None, finish=finish) for finish in ("even", "cut", "ceil"))),
        Misconception("divided_by_n", OVER_N, *tables("alone", "finish", over="n"),
                      *tables("alone", over="n", clipped=False), *tables("alone", over="n - 1")),
        Misconception("cdf_of_level_0", NOT_THE_FIRST, *tables("alone", "finish", least="level 0")),
        Misconception("truncated", CUT, *tables("alone", finish="cut")),
        Misconception("scaled_to_256", TO_256, *tables("finish", "most", top=256), *tables("most", top=256, alone=None),
                      *tables("finish", top=256, least="none")),
        Misconception("below_the_darkest", "below the darkest level the CDF is 0, and `0 - cdf_min` is negative, which wraps in "
                      "uint8: clip at 0.", *tables("alone", clipped=False), *tables(clipped=False, finish="up", alone="itself"),
                      *tables("alone", clipped=False, finish="down")),
        Misconception("zero_over_zero", UNDEFINED, *tables(alone=None), *tables(alone=None, finish="up"), *tables(alone=255),
                      *tables(alone=128), *tables(alone=ZeroDivisionError), *tables(alone=ValueError)),
        Misconception("entries_for_pixels", ENTRIES, *(over_entries(least, clipped, alone) for least in ("first", "none")
                                                       for clipped in (True, False) for alone in ("itself", None))),
        Misconception("rounded_early", EARLY, *(shares_first(finish, alone) for finish in ("even", "cut")
                                                for alone in ("itself", 0))),
    ),
    hints=("The darkest level that occurs must become 0 and the brightest 255. What has to be subtracted, and what divided by?",
           "(256,) counts → (256,) running sums → (256,) levels.",
           "cdf = running sum; cdf_min = its first value that is not 0; n = its last. Subtract, divide, times 255, round, "
           "nothing below 0, uint8. If n equals cdf_min there is one level only: decide first what it maps to."),
    praise="Why: the CDF is a map that spreads levels where pixels are many. Usual traps: cdf_min forgotten, truncation, 0/0. "
           "Next question: why is the equalised histogram not flat?",
    show=shown_histogram,
    forbidden=FORBIDDEN,
    equivalent={
        "cdf = np.cumsum(np.asarray(histogram, dtype=np.int64)) -> cdf = np.cumsum(np.asarray(histogram))":
            "counts are int, and `cumsum` widens int32 to int64 by itself",
        "share = np.maximum(cdf - lowest, 0) / (pixels - lowest) -> share = np.maximum(0, cdf - lowest) / (pixels - lowest)":
            "the larger of two numbers does not depend on their order",
    },
)
