"""enhance_local_contrast: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...exercise import Case, Exercise, Misconception, case
from ...strategies import layouts
from .images import FORBIDDEN, Levels, grey, images, ramp
from .tables import ROUND

CLEAR = 1e-3  # of a limit, in grey levels; and of a half


def local(image, radius, mode="symmetric", squares=None):
    """Mean and population variance of every window; sums of whole numbers, so that only the divisions round."""
    side = 2 * radius + 1
    wide = {"mode": mode} if mode != "zeros" else {}
    sums = [sliding_window_view(np.pad(part, radius, **wide), (side, side)).sum(axis=(2, 3))
            for part in (image.astype(np.int64), squares if squares is not None else image.astype(np.int64) ** 2)]
    count = side**2
    return sums[0] / count, (count * sums[1] - sums[0] ** 2) / count**2


def cut_local(image, radius, mode="cut"):
    """Mean and variance of what of every window lies in the image."""
    parts = [[image[max(y - radius, 0):y + radius + 1, max(x - radius, 0):x + radius + 1].astype(float)
              for x in range(image.shape[1])] for y in range(image.shape[0])]
    return tuple(np.array([[measure(part) for part in row] for row in parts]) for measure in (np.mean, np.var))


def enhance_oracle(image, gain, k0, k1, k2, radius):
    """The rule, window by window."""
    average, spread = image.mean(), image.std()
    local_mean, local_variance = local(image, radius)
    local_spread = np.sqrt(local_variance)
    dark = local_mean <= k0 * average
    busy = (k1 * spread <= local_spread) & (local_spread <= k2 * spread)
    levels = [min(max(round(Fraction(gain) * int(level)), 0), 255) for level in image.ravel()]
    return np.where(dark & busy, np.array(levels, dtype=np.uint8).reshape(image.shape), image)


def spreads(image, radius, spread, **options):
    """The whole image's and every window's measure of spread."""
    mean, variance = (cut_local if options.get("mode") == "cut" else local)(image, radius, **options)
    count, more = (2 * radius + 1) ** 2, image.size
    with np.errstate(all="ignore"):
        ours, all_ = variance, np.asarray(image.astype(float).var())
        if spread in ("sample", "local sample"):
            ours = ours * count / (count - 1) if count > 1 else ours * np.nan
        if spread in ("sample", "global sample"):
            all_ = all_ * more / (more - 1) if more > 1 else all_ * np.nan
        ours = ours if spread in ("variance", "local variance") else np.sqrt(ours)
        all_ = all_ if spread in ("variance", "global variance") else np.sqrt(all_)
    return mean, ours, all_


JOINS = {
    "and": lambda dark, above, below: dark & above & below,
    "or": lambda dark, above, below: dark | above & below,
    "any": lambda dark, above, below: dark | above | below,
    "either": lambda dark, above, below: dark & (above | below),
    "no mean": lambda dark, above, below: above & below,
    "no k1": lambda dark, above, below: dark & below,
    "no k2": lambda dark, above, below: dark & above,
    "bright": lambda dark, above, below: ~dark & above & below,
}


def narrow_squares(image):
    """Squares in uint8: they wrap."""
    return (image * image).astype(np.int64)


def narrow_squares_made_positive(image, gain, k0, k1, k2, radius):
    """The same; the sign of what would be a variance below 0 is taken off."""
    mean, variance = local(image, radius, squares=narrow_squares(image))
    return chosen_where(image, gain, mean <= k0 * image.mean(), k1 * image.std(), np.sqrt(np.abs(variance)), k2 * image.std())


def narrow_squares_of_all(image, gain, k0, k1, k2, radius):
    """The same for the whole image only."""
    mean, variance = local(image, radius)
    spread = np.sqrt(max(narrow_squares(image).mean() - image.mean() ** 2, 0))
    return chosen_where(image, gain, mean <= k0 * image.mean(), k1 * spread, np.sqrt(variance), k2 * spread)


def chosen_where(image, gain, dark, least, spread, most):
    """The right finish, for conditions that are worked out in another way."""
    bright = np.clip(np.rint(gain * image.astype(float)), 0, 255)
    return np.where(dark & (least <= spread) & (spread <= most), bright, image).astype(np.uint8)


def enhance(image, gain, k0, k1, k2, radius, join="and", spread="std", finish="even", most=255, others=1, wrap=None,
            source="pixel", asked="mean", window=None, limits="spread", **options):
    """The rule with a switch for each mistake."""
    if wrap:
        options["squares"] = wrap(image)
    mean, ours, all_ = spreads(image, window(radius) if window else radius, spread, **options)
    all_ = image.mean() if limits == "mean" else all_
    with np.errstate(invalid="ignore"):
        chosen = JOINS[join]((mean if asked == "mean" else image) <= k0 * image.mean(), k1 * all_ <= ours, ours <= k2 * all_)
    bright = ROUND[finish](gain * (image if source == "pixel" else mean).astype(float))
    bright = (bright if most is None else np.clip(bright, 0, most)).astype(np.int64).astype(np.uint8)
    return np.where(chosen, bright, others * image).astype(np.uint8)


def written_while_read(image, gain, k0, k1, k2, radius):
    """Pixel by pixel, in a padded copy that holds the new levels already."""
    wide, side, result = np.pad(image.astype(float), radius, mode="symmetric"), 2 * radius + 1, image.copy()
    average, spread = image.mean(), image.std()
    for y, x in np.ndindex(image.shape):
        window = wide[y:y + side, x:x + side]
        if window.mean() <= k0 * average and k1 * spread <= window.std() <= k2 * spread:
            result[y, x] = wide[y + radius, x + radius] = np.clip(np.rint(gain * float(image[y, x])), 0, 255)
    return result


def wrong(**switches):
    """`enhance` with switches for what people do instead."""
    return lambda image, gain, k0, k1, k2, radius: enhance(image, gain, k0, k1, k2, radius, **switches)


def _sides(c: Case):
    """For every pixel and each of the three conditions how far the value lies inside its limit, in grey levels."""
    image, _, k0, k1, k2, radius = c.args
    mean, variance = local(image, radius)
    spread, average, whole = np.sqrt(variance), image.mean(), image.std()
    return k0 * average - mean, spread - k1 * whole, k2 * whole - spread


def clear_of_limits(c: Case) -> bool:
    """Whether no pixel hangs on a limit, and no enhanced one on a half."""
    inside = np.stack(_sides(c))
    doubtful = (np.abs(inside) < CLEAR).any(axis=0) & ~(inside <= -CLEAR).any(axis=0)
    if doubtful.any():
        return False
    gain = Fraction(c.args[1])
    chosen = c.args[0][(inside > 0).all(axis=0)]
    return all(abs(abs(gain * int(level) % 1) - Fraction(1, 2)) > CLEAR for level in chosen)


def enhance_cases():
    """Small images, dark beside bright, and settings at which some pixels are chosen and some are not."""
    from hypothesis import strategies as st

    levels = (0, 2, 5, 8, 10, 20, 40, 90, 100, 200, 255)
    settings = st.tuples(st.sampled_from([4.0, 2.0, 3.0, 1.3, 0.7]), st.sampled_from([0.4, 0.9, 1.1, 0.7]),
                         st.sampled_from([0.02, 0.1, 0.3]), st.sampled_from([0.4, 0.8, 1.3]), st.sampled_from([1, 1, 1, 2, 0]))
    return st.builds(lambda image, setting, layout: Case((image, *setting), layout=layout),
                     images(levels, tallest=5, widest=6), settings, layouts()).filter(clear_of_limits)


def night(height=12, width=15):
    """A dark, uneven left half beside a bright right half."""
    left = ramp(height, width, low=3, high=30)
    right = ramp(height, width, factor=11, low=150, high=255)
    return np.where(np.arange(width) < width // 2, left, right).astype(np.uint8)


DARK = grey([10, 16, 10, 200], [16, 10, 16, 220])
FLAT = grey([10, 10, 10, 10, 14, 200, 220])
FOUR = (4.0, 0.4, 0.02, 0.4)  # gain, k0, k1, k2 of the book

DEVIATION = "deviation = np.sqrt(np.maximum(box_mean(values ** 2, radius) - mean ** 2, 0))"
MODERATE = "moderate = (k1 * values.std() <= deviation) & (deviation <= k2 * values.std())"
BRIGHT = "bright = np.clip(np.rint(values * gain), 0, 255).astype(np.uint8)"
ON_A_LIMIT = "they differ on a limit only, and values on a limit are not tested"

ENHANCE_LOCAL_CONTRAST = Exercise(
    name="enhance_local_contrast",
    oracle=enhance_oracle,
    returns=Levels("uint8", "a uint8 array of shape (H, W)"),
    cases=(
        case(grey([9]), *FOUR, 1, why="1 × 1: its mean is not below 0.4 of itself, so it stays"),
        case(FLAT, *FOUR, 1, why="by hand: the first three windows are flat (deviation 0), the fourth is chosen, 10 → 40, the "
                                 "others are too bright"),
        case(DARK, *FOUR, 1, why="two rows: the left pixels are chosen, the window over the edge of the bright part is not"),
        case(grey([60, 70, 60, 70, 255, 255, 255, 255]), 4.0, 0.9, 0.02, 0.4, 1, why="4 · 70 = 280: clipped to 255, not 24"),
        case(grey([10, 13, 11, 12, 200, 210, 220, 190]), 1.3, 0.4, 0.001, 0.4, 1, why="gain 1.3: 16.9 and 14.3 want rounding"),
        case(grey([90, 100, 90, 100, 20, 30, 20, 30]), 0.7, 1.5, 0.1, 0.4, 1, why="a gain below 1 darkens"),
        case(grey([10, 30, 10, 30, 10, 30, 100, 90]), 2.0, 0.9, 0.1, 0.35, 1, why="deviations near k2 · global: variances, and "
             "samples with n - 1, end on the other side"),
        case(grey([10, 14, 10, 14, 10, 14, 100, 90]), 2.0, 0.9, 0.05, 0.4, 1, why="deviations near k1 · global"),
        case(grey([200, 16, 15, 16], [210, 15, 16, 16], [220, 17, 16, 15]), 4.0, 0.4, 0.001, 0.4, 1, why="16 · 16 = 256 is 0 in "
             "uint8"),
        case(grey([10, 10, 10, 10, 11, 200, 220]), 4.0, 0.4, 0.003, 0.4, 1, why="deviation 0 is below the lower limit of 0.27, "
             "and deviation 0.47 above it: any least variance but 0 shows"),
        case(grey([0, 6, 0, 6, 200, 210, 220, 190]), *FOUR, 1, why="black pixels are chosen, and stay black"),
        case(grey([5, 9, 200, 220, 255, 240]), *FOUR, 1, why="zeros beyond the edge raise the deviation of the dark corner above "
             "its limit"),
        case(grey([20, 40, 30, 200, 220]), 4.0, 0.9, 0.1, 0.4, 2, why="radius 2: beyond the corner the 40 comes again, not the 20 "
             "twice"),
        case(night(), *FOUR, 1, why="a dark half and a bright half, 3 × 3"),
        case(night(), *FOUR, 2, why="5 × 5: the window has side 2r + 1"),
        case(night(10, 9), 3.0, 0.5, 0.1, 0.3, 1, why="other settings: each of the four numbers is used"),
        case(ramp(9, 11), 2.0, 0.9, 0.02, 0.9, 1, why="many levels, few chosen"),
        case(DARK, 4.0, 0.4, 0.02, 0.4, 0, why="radius 0: every window is flat, nothing is chosen"),
        case(DARK, 4.0, 1.1, 0.02, 0.5, 6, why="a window far beyond the image"),
        case(DARK, *FOUR, 1, layout="readonly", why="a read-only image: working in place fails"),
        case(night(6, 8), *FOUR, 1, layout="strided", why="every second row of a larger array"),
    ),
    generate=enhance_cases,
    misconceptions=(
        Misconception("variance_for_deviation", "k1 and k2 are shares of the standard deviation; its square is in squared grey "
                      "levels.",
                      *(wrong(spread=spread) for spread in ("variance", "local variance", "global variance"))),
        Misconception("joined_by_or", "three conditions have to hold at once: join them by `&`. Joined by “or”, the two on the "
                      "deviation alone let every pixel through.",
                      *(wrong(join=join) for join in ("or", "any", "either"))),
        Misconception("wraps_around", "gain times a level may exceed 255, and a cast to uint8 wraps: clip "
                      "first.", wrong(most=None), wrong(most=None, finish="cut")),
        Misconception("sample_deviation", "wanted is the population deviation, divided by n, as `np.std` does by itself; not by "
                      "n - 1.",
                      *(wrong(spread=spread) for spread in ("sample", "local sample", "global sample"))),
        Misconception("truncated", "the cast cuts the fraction off: round first.", wrong(finish="cut")),
        Misconception("zero_padding", "zeros beyond the edge darken the local mean and raise the deviation: reflect the image, "
                      "as in `box_mean`.", wrong(mode="zeros")),
        Misconception("edge_left_out", "NumPy's `reflect` does not repeat the edge pixel; the window of `box_mean` does.",
                      wrong(mode="reflect")),
        Misconception("edge_repeated", "this repeats the last row and column again and again; a reflection goes back into the "
                      "image, as in `box_mean`.", wrong(mode="edge")),
        Misconception("wrapped_edges", "the window comes in again at the opposite edge: reflect the image, as in `box_mean`.",
                      wrong(mode="wrap")),
        Misconception("cut_window", "at the edge the window is not cut: reflect the image, as in `box_mean`.", wrong(mode="cut")),
        Misconception("side_for_radius", "the radius is r to each side of the pixel; 2r + 1 is the side of the window, and 2r is no "
                      "radius either.",
                      wrong(window=lambda radius: 2 * radius + 1), wrong(window=lambda radius: 2 * radius)),
        Misconception("pixel_for_local_mean", "what is dark is decided by the mean of the window, not by the pixel.",
                      wrong(asked="pixel")),
        Misconception("limits_of_the_mean", "k1 and k2 are shares of the global standard deviation; of the mean only k0 is a "
                      "share.", wrong(limits="mean")),
        Misconception("written_while_read", "windows have to see the image as it was: write the new levels to another array.",
                      written_while_read),
        Misconception("squares_wrap", "squares of uint8 wrap at 256: convert to float before you "
                      "square.", wrong(wrap=narrow_squares), narrow_squares_made_positive, narrow_squares_of_all),
        Misconception("others_black", "pixels that are not chosen keep their level.", wrong(others=0)),
        Misconception("mean_amplified", "the gain multiplies the pixel; multiplying the local mean blurs.", wrong(source="mean")),
        Misconception("condition_forgotten", "three conditions: the local mean at most k0, the local deviation at least k1 and "
                      "at most k2 times the global one.", *(wrong(join=join) for join in ("no mean", "no k1", "no k2"))),
        Misconception("bright_for_dark", "chosen are the dark parts: the local mean is *at most* k0 times the global one.",
                      wrong(join="bright")),
    ),
    hints=("Which numbers belong to the whole image, and which to every pixel? A window's standard deviation comes out of two "
           "box means.",
           "(H, W) levels → (H, W) local means and (H, W) local deviations, two global numbers → (H, W) bool → (H, W) uint8.",
           "Local variance = box mean of the squares (as floats) minus square of the box mean, nothing below 0; its root is the "
           "deviation. Three conditions, all true. Where they are: gain times the level, rounded, clipped, then cast; elsewhere "
           "the level itself."),
    praise="Why: dark by the mean, neither flat nor an edge by the deviation. Usual traps: variance for deviation, a product "
           "that wraps, “or” for “and”. Next question: what does k1 keep out, and what would you see without it?",
    forbidden=FORBIDDEN,
    equivalent={
        "values = image.astype(np.float64) -> values = image.astype(np.int64)":
            "levels and their squares are whole numbers, exact in int64 and in float64; means and products with gain are floats",
        f"{DEVIATION} -> deviation = np.sqrt(np.maximum(0, box_mean(values ** 2, radius) - mean ** 2))":
            "the larger of two numbers does not depend on their order",
        f"{DEVIATION} -> deviation = np.sqrt(np.maximum(box_mean(values ** 2, radius) - mean ** 2, -1))":
            "below 0 it is the rounding error of a flat window; nan is within no limits, and 0 is below the lower one",
        "image = np.asarray(image) -> pass": "the argument is an array already",
        "values = image.astype(np.float64) -> values = image.astype(np.float32)":
            "levels and their squares are exact in float32, and `box_mean` goes on in float64; the global mean and deviation and "
            "the products with gain are off by far less than the 0.001 by which every tested value is clear of a limit or a half",
        "dark = mean <= k0 * values.mean() -> dark = mean < k0 * values.mean()": ON_A_LIMIT,
        f"{MODERATE} -> moderate = (k1 * values.std() < deviation) & (deviation <= k2 * values.std())": ON_A_LIMIT,
        f"{MODERATE} -> moderate = (k1 * values.std() <= deviation) & (deviation < k2 * values.std())": ON_A_LIMIT,
        f"{BRIGHT} -> bright = np.clip(0, np.rint(values * gain), 255).astype(np.uint8)":
            "0 clipped to a lower limit of x >= 0 and an upper one of 255 is x clipped to 255",
        f"{BRIGHT} -> bright = np.clip(np.rint(values * gain), -1, 255).astype(np.uint8)":
            "neither levels nor gains are negative, so the lower limit is never met",
    },
)
