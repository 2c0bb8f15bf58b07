"""match_histograms: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .counts import CROWD, STEP, counted
from .images import FORBIDDEN, Levels, chosen_by_chance, grey, images, kept, ramp
from .tables import MOVED, ROUND


def matching_oracle(image, reference):
    """The sentence itself: of the levels that occur in the reference the lowest of nearest CDF, compared as whole numbers."""
    ours, theirs = np.sort(image.ravel()), np.sort(reference.ravel())
    choices = sorted(set(theirs.tolist()))
    reached = {level: int(np.count_nonzero(theirs <= level)) for level in choices}
    table = {}
    for level in set(ours.tolist()):
        below = int(np.count_nonzero(ours <= level))
        table[level] = min(choices, key=lambda choice: (abs(below * theirs.size - reached[choice] * ours.size), choice))
    return np.array([table[level] for level in image.ravel().tolist()], dtype=np.uint8).reshape(image.shape)


def nearest(image, reference, distance, highest=False, occurring=True, by_chance=False, table=False):
    """Each level to the reference's level of least `distance(ours, theirs, n, m)`; cumulative counts in, whole numbers out.

    `by_chance`: of two equally near either, as the rounding of floats will have it; `table`: for all 256 levels.
    """
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    levels = np.flatnonzero(counted(reference)) if occurring else np.arange(256)
    apart = distance(ours[:, None], theirs[levels][None, :], image.size, reference.size)  # (256, K)
    best = np.argmin(apart, axis=1), apart.shape[1] - 1 - np.argmin(apart[:, ::-1], axis=1)
    if by_chance:
        best = best[0], np.searchsorted(theirs[levels], theirs[levels][best[1]])  # of levels of one CDF always the first
    low, high = (levels[index].astype(np.uint8)[... if table else image] for index in best)
    if by_chance:
        return chosen_by_chance(high, low)
    return high if highest else low


def exactly_apart(ours, theirs, n, m):
    """How far two shares are apart, times n·m: whole numbers."""
    return np.abs(ours * m - theirs * n)


def as_floats(ours, theirs, n, m):
    """The same in floats, where ties are broken by rounding."""
    return np.abs(ours / n - theirs / m)


def shares(image):
    """Sums of shares, each rounded, for a sum of counts."""
    return np.cumsum(counted(image) / image.size)


def above(image, reference, side="left", cdfs="exact", last=255):
    """The first level whose CDF reaches ours (or exceeds it); `last` is for one that none exceeds."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    if cdfs == "exact":
        ours, theirs = ours * reference.size, theirs * image.size
    elif cdfs == "floats":
        ours, theirs = ours / image.size, theirs / reference.size
    elif cdfs == "shares added":
        ours, theirs = shares(image), shares(reference)
    found = np.searchsorted(theirs, ours, side=side)
    return np.where(found > 255, last, found).astype(np.uint8)[image]


def below(image, reference, side="right", occurring=True):
    """The last level of the reference whose CDF is not above ours, or is below it; its darkest where there is none."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    levels = np.flatnonzero(counted(reference)) if occurring else np.arange(256)
    found = np.searchsorted(theirs[levels] * image.size, ours * reference.size, side=side) - 1
    return levels[np.maximum(found, 0)].astype(np.uint8)[image]


def exchanged(image, reference, occurring=True):
    """For each CDF of the reference the image's level: the way back."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    levels = np.flatnonzero(counted(image)) if occurring else np.arange(256)
    apart = exactly_apart(theirs[:, None], ours[levels][None, :], reference.size, image.size)
    return levels[np.argmin(apart, axis=1)].astype(np.uint8)[image]


def exchanged_above(image, reference):
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    return np.minimum(np.searchsorted(ours * reference.size, theirs * image.size), 255).astype(np.uint8)[image]


def interpolated(finish, of_levels=True, added=False):
    """Between two levels of the reference, in proportion to the CDF; left as floats if `finish` is None."""
    def answer(image, reference):
        ours, theirs = (shares(one) if added else np.cumsum(counted(one)) / one.size for one in (image, reference))
        levels = np.flatnonzero(counted(reference)) if of_levels else np.arange(256)
        return finished(np.interp(ours, theirs[levels], levels)[image], finish)

    return answer


def quantiles(finish):
    """NumPy's quantiles lie between two pixels of the reference."""
    return lambda image, reference: finished(np.quantile(reference, np.cumsum(counted(image)) / image.size)[image], finish)


def finished(exact, finish):
    """Levels rounded by `finish`, with what they were before; left as floats if it is None."""
    return exact if finish is None else kept(ROUND[finish](exact).astype(np.uint8), exact + MOVED[finish])


def equalized_both(finish, occurring=True, from_first=False):
    """Two equalization tables, and of the second one the entry that is nearest."""
    def table(image):
        cdf = np.cumsum(counted(image))
        low = cdf[cdf > 0][0] if from_first else 0
        share = np.maximum(cdf - low, 0) / max(cdf[-1] - low, 1)
        return ROUND[finish](share * 255).astype(int)

    def answer(image, reference):
        levels = np.flatnonzero(counted(reference)) if occurring else np.arange(256)
        apart = np.abs(table(image)[:, None] - table(reference)[levels])  # (256, K)
        return levels[np.argmin(apart, axis=1)].astype(np.uint8)[image]

    return answer


def replaced(order, present):
    """Level by level, in an image in which some levels are new already."""
    def answer(image, reference):
        result, table = image.copy(), nearest(image, reference, exactly_apart, table=True)
        for level in (np.unique(image) if present else np.arange(256))[::order]:
            result[result == level] = table[level]
        return result

    return answer


def densities(image, reference):
    """The level that is as frequent, not the one that is as far up."""
    ours, theirs = counted(image), counted(reference)
    levels = np.flatnonzero(theirs)
    apart = exactly_apart(ours[:, None], theirs[levels], image.size, reference.size)  # (256, K)
    return levels[np.argmin(apart, axis=1)].astype(np.uint8)[image]


def wrong(distance=exactly_apart, **switches):
    """`nearest` by another distance, or with other switches."""
    return lambda image, reference: nearest(image, reference, distance, **switches)


def above_with(**switches):
    """`above` with switches."""
    return lambda image, reference: above(image, reference, **switches)


def counts_apart(ours, theirs, n, m):
    """Counts compared, whatever the sizes of the two images."""
    return np.abs(ours - theirs)


def matching_cases():
    """Two images of few levels and of different sizes: many CDFs meet halfway between two others."""
    from hypothesis import strategies as st

    some = images()
    return st.builds(lambda image, reference, layout: Case((image, reference), layout=layout), some, some, layouts())


COUNTS = "sums of counts cannot be compared where the images differ in size: divide each by its own number of pixels."
SIXTHS = grey([10, 20, 30], [40, 50, 60])

MATCH_HISTOGRAMS = Exercise(
    name="match_histograms",
    oracle=matching_oracle,
    returns=Levels("uint8", "a uint8 array of the shape of `image`"),
    cases=(
        case(grey([7]), grey([50]), why="one level each: 7 becomes 50"),
        case(grey([1, 2, 3]), grey([10, 20, 30]), why="equal CDFs: level by level"),
        case(grey([1, 1, 2]), grey([10, 20, 20]), why="1 has CDF 2/3: nearer to 1/3 (10) than to 1 (20)? Both 1/3 away: the "
                                                      "lower"),
        case(grey([1, 2]), grey([10, 20, 30]), why="1/2 is as near to 1/3 as to 2/3, so 1 becomes 10: as floats 2/3 seems "
                                                   "nearer"),
        case(grey([1, 2]), grey([10, 20, 20], [20, 20, 20], [20, 20, 30]), why="1/2 is as near to 1/9 as to 8/9: in percent, or as "
             "shares of 255, 8/9 seems nearer"),
        case(grey([1, 2]), np.repeat(grey([10, 20, 30]), [4, 3, 4], axis=1), why="1/2 is as near to 4/11 as to 7/11: as float32 "
             "times 255 the latter seems nearer"),
        case(grey([1, 2, 2, 2]), grey([10, 20, 30, 30, 30, 30]), why="sizes 4 and 6: counts are no CDFs; 1/4 is as near to 1/6 "
             "as to 1/3"),
        case(grey([1, 1, 1, 2]), grey([10, 10, 20, 20, 20]), why="3/4 is nearer to 1 than to 2/5: the last CDF below is wrong"),
        case(grey([1, 2, 3, 4, 5]), grey([10, 10, 10, 20]), why="4/5 is nearer to 3/4 than to 1: the first CDF above is wrong"),
        case(grey([1, 2, 2, 2, 2, 2, 2, 2, 2]), grey([100, 200]), why="1/9 is nearer to 0 than to 1/2, but level 0 does not "
             "occur"),
        case(grey([3, 3, 3, 9, 9, 9]), SIXTHS, why="1/2 is met exactly"),
        case(grey([1, 2, 3]), SIXTHS[:, :2], why="thirds among quarters: 10, 40, 50"),
        case(grey([1, 2], [2, 2]), grey([5, 6, 6], [6, 7, 7], [8, 8, 8]), why="more levels in the reference than in the image"),
        case(grey([1, 2, 3, 4, 5, 6]), grey([10, 20, 30], [40, 40, 40]), why="sixths among sixths; four levels go to one or two"),
        case(grey([0, 255], [255, 255]), grey([0, 0, 255]), why="levels 0 and 255 occur: table entries at the ends"),
        case(grey([200, 100]), grey([30, 20, 10, 0]), why="brightest first; the order of pixels does not matter"),
        case(grey([10, 20, 30, 40]), grey([20, 22, 25, 30]), why="10 becomes 20 and 40 becomes 30, levels of the image: replaced "
             "level by level they are replaced again"),
        case(STEP, STEP, why="an image to itself stays as it is"),
        case(ramp(4, 7), ramp(6, 5, factor=11), why="many levels, 28 and 30 pixels"),
        case(ramp(6, 5, factor=11, low=90, high=110), ramp(4, 7), why="low contrast to the whole range"),
        case(CROWD, ramp(3, 4), why="300 and 600 pixels of a level: counts in uint8 wrap"),
        case(STEP, grey([0, 4], [9, 9]), layout="readonly", why="read-only images"),
        case(ramp(6, 4), ramp(4, 6), layout="strided", why="every second row of larger arrays"),
    ),
    generate=matching_cases,
    misconceptions=(
        Misconception("counts_for_cdfs", COUNTS, wrong(counts_apart), wrong(counts_apart, occurring=False),
                      wrong(counts_apart, by_chance=True), wrong(counts_apart, occurring=False, by_chance=True),
                      lambda image, reference: above(image, reference, cdfs="counts")),
        Misconception("first_cdf_above", "the first level whose CDF is not below ours may be far above it: take the *nearest* "
                      "CDF, which may be the one just "
                      "below.", above, *(above_with(side=side, cdfs=cdfs, last=last) for side, last in (
                          ("left", 255), ("right", 255), ("right", 0)) for cdfs in ("exact", "floats", "shares added"))),
        Misconception("last_cdf_below", "the last level whose CDF is not above ours may be far below it: take the *nearest* "
                      "CDF.", below, lambda image, reference: below(image, reference, side="left"),
                      lambda image, reference: below(image, reference, side="left", occurring=False)),
        Misconception("wrong_way_round", "this looks up the reference's CDF in the image's: a level of the image has to find its "
                      "CDF among those of the reference.", exchanged, lambda image, reference: exchanged(image, reference, False),
                      exchanged_above),
        Misconception("level_that_does_not_occur", "below the reference's darkest level its CDF is 0, which may be nearest, but "
                      "none of its pixels is there: choose among the levels that occur.", wrong(occurring=False),
                      wrong(as_floats, occurring=False)),
        Misconception("interpolated", "this gives levels that the reference does not have, from between two of its levels, as "
                      "interpolation does: choose the nearest one that occurs.",
                      *(interpolated(finish, of_levels, added) for finish in ("cut", "even", "ceil", None)
                        for of_levels in (True, False) for added in (False, True)),
                      *(quantiles(finish) for finish in ("cut", "even", None))),
        Misconception("equalized_both", "the tables of equalisation are no CDFs: they are rounded to 0…255, or begin at 0 with the "
                      "darkest level. Compare the CDFs themselves.",
                      *(equalized_both(finish, occurring, from_first) for finish in ("even", "cut")
                        for occurring in (True, False) for from_first in (False, True))),
        Misconception("replaced_twice", "`result[result == k] = …` finds the pixels again that have a new level already: look for k "
                      "in the image, and write to the result.", *(replaced(order, present) for order in (1, -1)
                                                                     for present in (True, False))),
        Misconception("higher_of_two", "two CDFs equally near: the lower level wins, so compare with `<` from "
                      "below.", wrong(highest=True)),
        Misconception("rounded_cdfs", "as floats, two CDFs that are equally near differ by rounding: multiply crosswise and "
                      "compare whole numbers, `c * m` with `d * n`.", wrong(as_floats), wrong(by_chance=True)),
        Misconception("frequency_for_cdf", "a level that is as frequent may lie anywhere: compare running sums, not "
                      "counts.", densities),
    ),
    hints=("A quarter of the image is not brighter than this pixel. Up to which level do you find a quarter of the reference?",
           "(256,) running sums of each image, each over its own number of pixels; a table of 256 levels; (H, W) out.",
           "For every level g: among the levels r that occur in the reference take the one for which |c(g)·m − d(r)·n| is least, "
           "c and d the running sums, n and m the numbers of pixels; of two the lower r."),
    praise="Why: two CDFs, the second one read backwards. Usual traps: counts for shares, the first CDF above, levels that do "
           "not occur. Next question: what happens with three colour channels, one by one?",
    forbidden=FORBIDDEN,
    equivalent={
        "nearest = apart.argmin(axis=1) -> nearest = apart.argmin(axis=-1)": "axis 1 of two is the last one",
        "image, reference = (np.asarray(image), np.asarray(reference)) -> pass": "the arguments are arrays already",
        "apart = np.abs(cdf[:, None] * reference.size - target * image.size) -> apart = np.abs(target * image.size - cdf[:, None] * "
        "reference.size)": "a distance does not depend on the direction, and broadcasting gives (256, R) either way",
    },
)
