"""Drills of topic 08 on windows, entropy and frequencies."""
from __future__ import annotations

import math
from itertools import accumulate

from ...drills import Drill, Question, Slip
from ...marking import equals

SIDES = ((3, 4), (6, 8), (5, 12), (9, 12), (8, 15), (12, 16), (7, 24), (10, 24), (15, 20), (20, 21))  # of right triangles


def integral_image_sum(chance):
    """The sum of a window, from four entries of the integral image."""
    image = [[chance.randrange(10) for _ in range(5)] for _ in range(4)]
    table = [[0] * 6]
    for row in image:
        table.append([above + here for above, here in zip(table[-1], accumulate([0, *row]))])
    top, left = chance.randrange(1, 3), chance.randrange(1, 4)
    bottom, right = chance.randrange(top + 1, 4), chance.randrange(left + 1, 5)

    def box(y1, x1, y2, x2):
        return table[y2][x2] - table[y1][x2] - table[y2][x1] + table[y1][x1]

    y2, x2 = bottom + 1, right + 1
    whole, above, before, corner = table[y2][x2], table[top][x2], table[y2][left], table[top][left]
    answer = box(top, left, y2, x2)
    drawn = "\n".join(" ".join(f"{entry:3}" for entry in row) for row in table)
    return Question(
        "The integral image S of an image of 4 rows and 5 columns, with a row and a column of zeros in front:\n\n"
        f"```\n{drawn}\n```\n\nWhat is the sum of the image over its rows {top} to {bottom} and columns {left} to {right}, "
        "counted from 0, the last ones included?",
        answer,
        ("entry (y, x) of S is the sum of the rows before y and the columns before x",
         f"S[{y2}, {x2}] − S[{top}, {x2}] − S[{y2}, {left}] + S[{top}, {left}]",
         f"{whole} − {above} − {before} + {corner} = {answer}"),
        (Slip(whole - above - before, "that takes the corner off twice; add it once."),
         Slip(box(top, left, bottom, right), "that leaves out the last row and the last column; they are included, so read S one "
              "further."),
         Slip(box(top - 1, left - 1, bottom, right), "that is a window one row and one column too early; S has zeros in front."),
         Slip(whole, "that is the sum from the image's corner on; what lies above and to the left comes off.")),
        given={"table": table, "rows": (top, bottom), "columns": (left, right)})


def _around(row, at, radius, beyond):
    """The window, with `beyond(index, size)` for what lies outside: an index, or None to leave it out."""
    places = [place if 0 <= place < len(row) else beyond(place, len(row)) for place in range(at - radius, at + radius + 1)]
    return [row[place] for place in places if place is not None]


def _mirrored(place, size):
    return -place - 1 if place < 0 else 2 * size - place - 1


def _mirrored_without_edge(place, size):
    return -place if place < 0 else 2 * size - place - 2


def _held(place, size):
    return 0 if place < 0 else size - 1


def box_mean_edge(chance):
    """The mean of a window that sticks out of a row."""
    size, radius = chance.randrange(5, 8), chance.choice([2, 3])
    row = [chance.randrange(0, 61, chance.choice([1, 5])) for _ in range(size)]
    at = chance.choice([0, 1, size - 2, size - 1])
    side = 2 * radius + 1
    window, inside = _around(row, at, radius, _mirrored), _around(row, at, radius, lambda place, length: None)
    answer = sum(window) / side
    return Question(
        f"An image is one row: `{row}`. What is the mean over the pixels from {radius} before to {radius} after index {at}, if the "
        "row is reflected at its ends, the end pixel included (`d c b a | a b c d | d c b a`)? To two decimals.",
        answer,
        (f"the window has {side} pixels: {', '.join(map(str, window))}",
         f"their sum is {sum(window)}",
         f"{sum(window)} / {side} {equals(answer)}"),
        (Slip(sum(inside) / side, "that puts zeros outside; the edge becomes dark."),
         Slip(sum(inside) / len(inside), "that leaves out what lies outside; reflected pixels count."),
         Slip(sum(_around(row, at, radius, _mirrored_without_edge)) / side,
              "that reflects without the end pixel (`c b | a b c`); here it comes twice."),
         Slip(sum(_around(row, at, radius, _held)) / side, "that repeats the end pixel; beyond it the row runs backwards.",
              sometimes=True)),
        tolerance=0.005, given={"row": row, "radius": radius, "at": at})


def histogram_entropy(chance):
    """The entropy of a histogram whose shares are powers of 1/2."""
    n = chance.choice([8, 16, 32, 64])
    counts = [n]
    for _ in range(chance.randrange(2, 7)):
        large = [place for place, count in enumerate(counts) if count > 1]
        place = chance.choice(large)
        counts[place] //= 2
        counts.insert(place, counts[place])
    chance.shuffle(counts)
    bits = [n.bit_length() - count.bit_length() for count in counts]
    total = sum(count * bit for count, bit in zip(counts, bits))
    answer = total / n
    if len(set(counts)) == 1:
        return None
    return Question(
        f"The grey levels of an image hold {', '.join(map(str, counts[:-1]))} and {counts[-1]} pixels. What is the entropy of its "
        "histogram, in bits, to two decimals?",
        answer,
        (f"of {n} pixels, a level with c of them has log₂({n}/c) bits: {', '.join(map(str, bits))}",
         "weighted by the counts: " + " + ".join(f"{count} · {bit}" for count, bit in zip(counts, bits)) + f" = {total}",
         f"for each pixel: {total} / {n} {equals(answer)}"),
        (Slip(math.log2(len(counts)), f"that is log₂ {len(counts)}, for levels that are equally full; these are not."),
         Slip(sum(bits) / len(bits), "that gives each level the same weight; weight it by its share of the pixels."),
         Slip(total, "that is for all pixels together; entropy is a mean over them."),
         Slip(answer * math.log(2), "that is in nats, with the natural logarithm; bits take log₂."),
         Slip(8, "that is how many bits `uint8` stores a pixel in.", sometimes=True)),
        unit="bits", tolerance=0.005, given={"counts": counts})


def fft_entry_frequency(chance):
    """The frequency of an entry of fft2: a whole number, as the sides are those of a right triangle."""
    pair = list(chance.choice(SIDES))
    chance.shuffle(pair)
    size = [chance.randrange(2 * side + 1, 2 * side + 24) for side in pair]
    back = chance.choice([(True, False), (False, True), (True, True)])
    entry = [n - side if negative else side for n, side, negative in zip(size, pair, back)]
    signed = [-side if negative else side for side, negative in zip(pair, back)]
    told = [f"{n} − {place} = {n - place}, so −{n - place} cycles a {name}" if negative else f"{place} cycles a {name}"
            for n, place, negative, name in zip(size, entry, back, ("height", "width"))]
    answer = math.isqrt(pair[0]**2 + pair[1]**2)
    return Question(
        f"`np.fft.fft2` of an image of {size[0]} rows and {size[1]} columns: how many cycles does the frequency of entry "
        f"[{entry[0]}, {entry[1]}] have, that is, how long is the pair (cycles a height, cycles a width)? To two decimals, if it is "
        "not whole.",
        answer,
        ("the second half of the indices is negative: index − size", *told,
         f"√({pair[0]}² + {pair[1]}²) = √{answer**2} = {answer}"),
        (Slip(math.hypot(*entry), "that takes the indices as they are; those past the middle are negative frequencies."),
         Slip(math.hypot(*(place - n // 2 for place, n in zip(entry, size))),
              "that counts from the middle; before `fftshift` frequency 0 is in the corner."),
         Slip(sum(pair), "that adds the two; the length is the root of the sum of their squares."),
         Slip(abs(sum(signed)), "that adds the two with their signs; the length is the root of the sum of their squares.",
              sometimes=True)),
        unit="cycles", tolerance=0.005, given={"size": size, "entry": entry})


WINDOWS = (
    Drill("integral_image_sum", "a window's sum from the integral image", integral_image_sum),
    Drill("box_mean_edge", "a box mean at the edge", box_mean_edge, exercise="box_mean"),
    Drill("histogram_entropy", "entropy of a histogram", histogram_entropy),
    Drill("fft_entry_frequency", "frequency of an entry of fft2", fft_entry_frequency),
)
