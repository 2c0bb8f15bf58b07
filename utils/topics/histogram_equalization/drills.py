"""Drills of topic 08: tables of grey levels; the others are in `window_drills`."""
from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

from ...drills import Drill, Question, Slip
from ...marking import equals
from .window_drills import WINDOWS

HALF = Fraction(1, 2)


def _rounded(values):
    """Each to the nearest whole number; a half goes up."""
    return tuple(int(value + HALF) for value in values)


def _close_to_half(values):
    return any(abs(value % 1 - HALF) < Fraction(1, 50) for value in values)


def _cut(values):
    return tuple(int(value) for value in values)


def _listed(values):
    return ", ".join(map(str, values[:-1])) + f" and {values[-1]}"


def _decimals(values):
    return ", ".join(f"{float(value):.2f}".removesuffix(".00") for value in values)


def _with_decimals(share):
    return "1" if share == 1 else f"{share} {equals(share, 3)}"


def equalization_table(chance):
    """OpenCV's equalisation of four levels; no value is near a half, where rounding is a matter of taste."""
    levels = sorted(chance.sample(range(60, 190), 4))
    counts = [chance.randrange(1, 8) for _ in levels]
    sums = list(accumulate(counts))
    first, n = sums[0], sums[-1]
    exact = [Fraction(255 * (total - first), n - first) for total in sums]
    if _close_to_half(exact):
        return None
    answer, span = _rounded(exact), levels[-1] - levels[0]
    return Question(
        f"An image has {_listed(counts)} pixels of the grey levels {_listed(levels)}, and no others. It is equalised to 0…255 as "
        "OpenCV does it, rounded. What are the four new levels?",
        answer,
        (f"cumulative: {_listed(sums)}",
         f"minus the first one: {_listed([total - first for total in sums])}",
         f"over the last of these, {n - first}, times 255: {_decimals(exact)}",
         f"rounded: `({', '.join(map(str, answer))})`"),
        (Slip(_rounded(Fraction(255 * total, n) for total in sums),
              "that is round(255 · CDF), the textbook's form; OpenCV subtracts the first count, so that the darkest level becomes 0."),
         Slip(_rounded(Fraction(255 * (total - first), n) for total in sums),
              "that subtracts the first count above the line only; below it, too, or the brightest level is not 255."),
         Slip(_rounded(Fraction(255 * (level - levels[0]), span) for level in levels),
              "that is stretching: it looks at the levels, not at how many pixels have them."),
         Slip(_cut(exact), "that cuts the decimals off; the values are rounded.", sometimes=True)),
        given={"levels": levels, "counts": counts})


def textbook_equalization(chance):
    """The textbook's equalisation of four levels of three bits."""
    levels = sorted(chance.sample(range(8), 4))
    counts = [chance.randrange(1, 8) for _ in levels]
    sums = list(accumulate(counts))
    first, n, span = sums[0], sums[-1], levels[-1] - levels[0]
    exact = [Fraction(7 * total, n) for total in sums]
    if _close_to_half(exact) or span == 7:
        return None
    answer = _rounded(exact)
    return Question(
        f"An image of 3 bits has {_listed(counts)} pixels of the grey levels {_listed(levels)}, and no others. It is equalised "
        "by the textbook, $s = \\mathrm{round}((L - 1) \\cdot \\mathrm{CDF})$. What are the four new levels?",
        answer,
        (f"cumulative: {_listed(sums)}, of {n} pixels",
         f"L = 2³ = 8, so times 7, over {n}: {_decimals(exact)}",
         f"rounded: `({', '.join(map(str, answer))})`"),
        (Slip(_rounded(Fraction(7 * (total - first), n - first) for total in sums),
              "that is OpenCV's form; the textbook subtracts nothing, so the darkest level need not become 0."),
         Slip(_rounded(Fraction(8 * total, n) for total in sums),
              "that multiplies by L = 8; the brightest of 8 levels is L − 1 = 7."),
         Slip(_rounded(levels[0] + span * Fraction(total, n) for total in sums),
              "that scales to the image's own range of grey levels; the range is that of the output, 0…7."),
         Slip(_cut(exact), "that cuts the decimals off; the values are rounded.", sometimes=True)),
        given={"levels": levels, "counts": counts})


def match_levels(chance):
    """Where histogram matching sends three levels; no two shares are equally near."""
    source, target = sorted(chance.sample(range(10, 100), 3)), sorted(chance.sample(range(100, 250), 4))
    counts, others = [chance.randrange(1, 8) for _ in source], [chance.randrange(1, 8) for _ in target]
    sums, sums_of_others = list(accumulate(counts)), list(accumulate(others))
    n, m = sums[-1], sums_of_others[-1]
    shares, wanted = [Fraction(c, n) for c in sums], [Fraction(c, m) for c in sums_of_others]
    if any(len(set(near)) < len(near) for near in ([abs(share - one) for one in wanted] for share in shares)):
        return None

    def nearest(values, among):
        return tuple(target[min(range(4), key=lambda place: abs(value - among[place]))] for value in values)

    answer = nearest(shares, wanted)
    told = [f"{_with_decimals(share)} is nearest to {wanted[target.index(level)]}: {source_level} goes to {level}"
            for share, level, source_level in zip(shares, answer, source)]
    return Question(
        f"An image has {_listed(counts)} pixels of the grey levels {_listed(source)}; a reference has {_listed(others)} pixels of "
        f"the levels {_listed(target)}. Matching sends each level of the image to the level of the reference whose CDF is "
        f"nearest. Where do {_listed(source)} go?",
        answer,
        (f"CDF of the image: {', '.join(map(str, shares))}",
         "CDF of the reference: " + ", ".join(map(_with_decimals, wanted)), *told,
         f"in order: `({', '.join(map(str, answer))})`"),
        (Slip(nearest(sums, sums_of_others), f"that compares counts; the images have {n} and {m} pixels, so compare shares."),
         Slip(tuple(target[next(place for place in range(4) if wanted[place] >= share)] for share in shares),
              "that takes the first level whose CDF is not smaller; a nearer one may lie below.", sometimes=True),
         Slip(nearest([Fraction(c, n) for c in counts], [Fraction(c, m) for c in others]),
              "that compares how full single levels are; it is the cumulative shares that are compared.", sometimes=True),
         Slip(tuple(target[:3]), "that takes the levels in turn; how many pixels they have decides.", sometimes=True)),
        given={"source": source, "counts": counts, "target": target, "others": others}) if n != m else None


DRILLS = (
    Drill("equalization_table", "equalisation as OpenCV does it", equalization_table, exercise="equalization_lut"),
    Drill("textbook_equalization", "equalisation as the textbook does it", textbook_equalization),
    Drill("match_levels", "histogram matching", match_levels, exercise="match_histograms"),
    *WINDOWS,
)
