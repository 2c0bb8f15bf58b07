"""match_histograms: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .counts import CROWD, STEP, counted
from .images import FORBIDDEN, Levels, grey, images, ramp


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


def nearest(image, reference, distance, highest=False, occurring=True):
    """Each level to the reference's level of least `distance(ours, theirs, n, m)`; cumulative counts in, whole numbers out."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    levels = np.flatnonzero(counted(reference)) if occurring else np.arange(256)
    apart = distance(ours[:, None], theirs[levels][None, :], image.size, reference.size)  # (256, K)
    best = apart.shape[1] - 1 - np.argmin(apart[:, ::-1], axis=1) if highest else np.argmin(apart, axis=1)
    return levels[best].astype(np.uint8)[image]


def exactly_apart(ours, theirs, n, m):
    return np.abs(ours * m - theirs * n)


def as_floats(ours, theirs, n, m):
    return np.abs(ours / n - theirs / m)


def as_shares_added(image, reference):
    """Sums of shares, each rounded, for a sum of counts."""
    ours, theirs = (np.cumsum(counted(one) / one.size) for one in (image, reference))
    levels = np.flatnonzero(counted(reference))
    return levels[np.argmin(np.abs(ours[:, None] - theirs[levels]), axis=1)].astype(np.uint8)[image]


def above(image, reference, side="left", exact=True):
    """The first level whose CDF reaches ours (or exceeds it)."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    if exact:
        found = np.searchsorted(theirs * image.size, ours * reference.size, side=side)
    else:
        found = np.searchsorted(theirs / reference.size, ours / image.size, side=side)
    return np.minimum(found, 255).astype(np.uint8)[image]


def below(image, reference):
    """The last level of the reference whose CDF is not above ours; its darkest where there is none."""
    ours, theirs = np.cumsum(counted(image)), np.cumsum(counted(reference))
    levels = np.flatnonzero(counted(reference))
    found = np.searchsorted(theirs[levels] * image.size, ours * reference.size, side="right") - 1
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


def interpolated(finish, of_levels=True):
    """Between two levels of the reference, in proportion to the CDF."""
    def answer(image, reference):
        ours, theirs = np.cumsum(counted(image)) / image.size, np.cumsum(counted(reference)) / reference.size
        levels = np.flatnonzero(counted(reference)) if of_levels else np.arange(256)
        return finish(np.interp(ours, theirs[levels], levels)).astype(np.uint8)[image]

    return answer


def densities(image, reference):
    """The level that is as frequent, not the one that is as far up."""
    ours, theirs = counted(image), counted(reference)
    levels = np.flatnonzero(theirs)
    apart = exactly_apart(ours[:, None], theirs[levels], image.size, reference.size)  # (256, K)
    return levels[np.argmin(apart, axis=1)].astype(np.uint8)[image]


def wrong(distance=exactly_apart, **switches):
    return lambda image, reference: nearest(image, reference, distance, **switches)


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
        case(STEP, STEP, why="an image to itself stays as it is"),
        case(ramp(4, 7), ramp(6, 5, factor=11), why="many levels, 28 and 30 pixels"),
        case(ramp(6, 5, factor=11, low=90, high=110), ramp(4, 7), why="low contrast to the whole range"),
        case(CROWD, ramp(3, 4), why="300 and 600 pixels of a level: counts in uint8 wrap"),
        case(STEP, grey([0, 4], [9, 9]), layout="readonly", why="read-only images"),
        case(ramp(6, 4), ramp(4, 6), layout="strided", why="every second row of larger arrays"),
    ),
    generate=matching_cases,
    misconceptions=(
        Misconception("counts_for_cdfs", COUNTS, wrong(lambda ours, theirs, n, m: np.abs(ours - theirs)),
                      wrong(lambda ours, theirs, n, m: np.abs(ours - theirs), occurring=False)),
        Misconception("first_cdf_above", "the first level whose CDF is not below ours may be far above it: take the *nearest* "
                      "CDF, which may be the one just "
                      "below.", above, lambda image, reference: above(image, reference, exact=False),
                      lambda image, reference: above(image, reference, side="right"),
                      lambda image, reference: above(image, reference, side="right", exact=False)),
        Misconception("last_cdf_below", "the last level whose CDF is not above ours may be far below it: take the *nearest* "
                      "CDF.", below),
        Misconception("wrong_way_round", "this looks up the reference's CDF in the image's: a level of the image has to find its "
                      "CDF among those of the reference.", exchanged, lambda image, reference: exchanged(image, reference, False),
                      exchanged_above),
        Misconception("level_that_does_not_occur", "below the reference's darkest level its CDF is 0, which may be nearest, but "
                      "none of its pixels is there: choose among the levels that occur.", wrong(occurring=False),
                      wrong(as_floats, occurring=False)),
        Misconception("interpolated", "interpolating between two levels makes levels that the reference does not have: choose "
                      "the nearest one that occurs.", *(interpolated(finish, of_levels) for finish in (np.trunc, np.rint)
                                                  for of_levels in (True, False))),
        Misconception("higher_of_two", "two CDFs equally near: the lower level wins, so compare with `<` from "
                      "below.", wrong(highest=True),
                      wrong(as_floats, highest=True)),
        Misconception("rounded_cdfs", "as floats, two CDFs that are equally near differ by rounding: multiply crosswise and "
                      "compare whole numbers, `c * m` with `d * n`.", wrong(as_floats), as_shares_added),
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
    equivalent={"nearest = apart.argmin(axis=1) -> nearest = apart.argmin(axis=-1)": "axis 1 of two is the last one"},
)
