"""generate_anchors: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from .inputs import FORBIDDEN


def anchor_oracle(base_size, ratios, scales):
    """The definition: for each ratio, then each scale, the box of that area and that height over width, round the origin."""
    if min(float(base_size), *map(float, ratios), *map(float, scales)) <= 0:
        raise ValueError("a size, a ratio or a scale is not above 0")
    rows = []
    for ratio in map(float, ratios):
        for scale in map(float, scales):
            area = (float(base_size) * scale) ** 2
            w, h = math.sqrt(area / ratio), math.sqrt(area * ratio)
            rows.append([-w / 2, -h / 2, w / 2, h / 2])
    return np.array(rows)


def sides(size, ratio):
    """Width and height, as they should be."""
    return size / np.sqrt(ratio), size * np.sqrt(ratio)


def centred(w, h, base):
    return -w / 2, -h / 2, w / 2, h / 2


def anything(base_size, ratios, scales):
    return base_size <= 0 or (ratios <= 0).any() or (scales <= 0).any()


def anchors(base_size, ratios, scales, refuse=anything, size=lambda base, scale: base * scale, shape=sides, place=centred,
            scale_major=False):
    """The anchors with a switch for each mistake."""
    ratios, scales = np.asarray(ratios, dtype=float), np.asarray(scales, dtype=float)
    if refuse is not None and refuse(base_size, ratios, scales):
        raise ValueError("a size, a ratio or a scale is not above 0")
    order = [(r, s) for s in scales for r in ratios] if scale_major else [(r, s) for r in ratios for s in scales]
    with np.errstate(all="ignore"):
        return np.array([place(*shape(size(base_size, s), r), base_size) for r, s in order], dtype=float)


def _wrong(**switches):
    """With the check of the arguments and without it."""
    return (lambda base_size, ratios, scales: anchors(base_size, ratios, scales, **switches),
            lambda base_size, ratios, scales: anchors(base_size, ratios, scales, refuse=None, **switches))


def _accepts(refuse, shape=sides):
    return lambda base_size, ratios, scales: anchors(base_size, ratios, scales, refuse=refuse, shape=shape)


def by_areas(size, ratio):
    """The same sides from the area: base and scale below 0 cancel."""
    return np.sqrt(size**2 / ratio), np.sqrt(size**2 * ratio)


def in_python(base_size, ratios, scales):
    """No check: math.sqrt refuses a negative ratio by itself, and 0 is divided by."""
    rows = []
    for ratio in map(float, ratios):
        for scale in map(float, scales):
            w, h = base_size * scale / math.sqrt(ratio), base_size * scale * math.sqrt(ratio)
            rows.append([-w / 2, -h / 2, w / 2, h / 2])
    return np.array(rows)


def _around(x, y):
    return lambda w, h, base: (x(base) - w / 2, y(base) - h / 2, x(base) + w / 2, y(base) + h / 2)


def _middle(of):
    return _around(of, of)


def with_last_pixel(w, h, base):
    """Faster R-CNN's first code: round the middle of the pixels 0 to base - 1, corners that name a pixel."""
    middle = (base - 1) / 2
    return middle - (w - 1) / 2, middle - (h - 1) / 2, middle + (w - 1) / 2, middle + (h - 1) / 2


def rounded(size, ratio):
    w = np.round(np.sqrt(size**2 / ratio))
    return w, np.round(w * ratio)


def asserted(base_size, ratios, scales):
    assert not anything(base_size, np.asarray(ratios, dtype=float), np.asarray(scales, dtype=float))
    return anchors(base_size, ratios, scales)


def changed(after):
    """The right anchors, then `after`; with the check of the arguments and without it."""
    return (lambda base_size, ratios, scales: after(anchors(base_size, ratios, scales)),
            lambda base_size, ratios, scales: after(anchors(base_size, ratios, scales, refuse=None)))


def anchor_inputs():
    """One to three ratios and scales, in lists, tuples and arrays; now and then one that is not above 0."""
    from hypothesis import strategies as st

    ratio, scale = st.sampled_from([1.0, 2.0, 0.5, 4.0, 0.25, 3, 1]), st.sampled_from([1.0, 2.0, 0.5, 8, 1, 3.0, 1.5])
    some = st.sampled_from([1, 2, 3])
    spoil = st.sampled_from([None] * 7 + [0, -1, -2.0])
    kind = st.sampled_from([list, tuple, np.array])

    def build(base, ratios, scales, m, n, spoil, where, at, kind):
        ratios, scales = ratios[:m], scales[:n]
        if spoil is not None:
            base = spoil if where == 0 else base
            if where:
                chosen = (ratios, scales)[where - 1]
                chosen[at % len(chosen)] = spoil
        return Case((base, kind(ratios), kind(scales)))

    return st.builds(build, st.sampled_from([16, 1, 4.0, 10, 0.5]), st.lists(ratio, min_size=3, max_size=3),
                     st.lists(scale, min_size=3, max_size=3), some, some, spoil, st.integers(0, 2), st.integers(0, 2), kind)


def unusual(c: Case) -> bool:
    """Whether the arguments are refused."""
    return anything(c.args[0], np.asarray(c.args[1]), np.asarray(c.args[2]))


GENERATE_ANCHORS = Exercise(
    name="generate_anchors",
    oracle=anchor_oracle,
    returns=Array("float", "a float array of shape (len(ratios) * len(scales), 4)"),
    cases=(
        case(2, [1.0], [1.0], why="a square of side 2 round the origin: (-1, -1, 1, 1)"),
        case(1, [1.0], [1.0], why="side 1: half a unit to either side, which `//` and rounding lose"),
        case(4, [4.0], [1.0], why="ratio 4 is four times as high as wide: 2 by 8; width over height gives 8 by 2, no root 4 by 16"),
        case(4, [0.25], [1.0], why="ratio 1/4: 8 by 2"),
        case(2, [1.0], [3.0], why="scale 3: side 6, area 36; the scale on the area gives the root of that"),
        case(2, [1.0], [0.5], why="a scale below 1"),
        case(16, [0.5, 1.0, 2.0], [8, 16, 32], why="Faster R-CNN's nine: ratio-major, areas 128², 256², 512² for every ratio"),
        case(10.0, [0.5, 2.0], [1.0, 2.0, 4.0], why="two ratios, three scales: scale-major differs, and so does a wrong count"),
        case(10.0, [3.0, 1.0, 0.3], [2.0, 0.7], why="three ratios, two scales, neither in order: nothing is sorted"),
        case(8, (1.0, 1.0), (2.0, 2.0), why="tuples; equal ones are kept"),
        case(8, np.array([0.5, 2.0]), np.array([1.0, 2.0, 3.0]), why="arrays"),
        case(8, np.array([1, 2]), np.array([1, 2, 3]), why="integer arrays: the result is float"),
        case(8, [1, 2], [1, 2, 3], why="integers in lists: the square root of 2 is not 1"),
        case(np.int64(8), [1, 3], (2,), why="a NumPy integer for the base"),
        case(0.1, [0.5, 2.0], [1.0, 3.0], why="anchors as fractions of the image: rounding gives 0"),
        case(8, np.array([0.5, 2.0]), np.array([1.0, 2.0]), layout="readonly", why="read-only: an answer that works in place fails"),
        case(8, np.array([0.5, 2.0, 3.0]), np.array([1.0, 2.0]), layout="strided", why="every second item of larger arrays"),
        case(0, [1.0], [1.0], why="base 0 raises ValueError"),
        case(-2, [1.0], [1.0], why="and so does a negative base, whose box is turned round"),
        case(2, [0.0], [1.0], why="ratio 0: nothing high, infinitely wide"),
        case(2, [-1.0], [1.0], why="a negative ratio: its root is nan"),
        case(2, [1.0], [0.0], why="scale 0"),
        case(2, [1.0], [-1.0], why="a negative scale: only its square is positive"),
        case(-2, [1.0], [-1.0], why="base and scale below 0: their product is positive"),
        case(2, [1.0, 2.0, -1.0], [1.0], why="a bad ratio in the last place"),
        case(2, [1.0, 0.0, 2.0], [1.0, 2.0], why="a bad ratio in the middle"),
        case(2, [1.0, 2.0], [1.0, 0.0], why="a bad scale in the last place"),
        case(2, (1.0, 2.0), (-1.0, 1.0), why="a bad scale in the first place"),
        case(2, np.array([1.0, -2.0]), np.array([1.0]), why="a bad ratio in an array"),
    ),
    generate=anchor_inputs,
    misconceptions=(
        Misconception("ratio_inverted", "the ratio is height over width: above 1 the anchor is higher than wide.",
                      *_wrong(shape=lambda size, ratio: sides(size, 1 / ratio)),
                      *_wrong(shape=lambda size, ratio: (size * np.sqrt(ratio), size / np.sqrt(ratio)))),
        Misconception("area_changes", "the area is the same for every ratio: width over its root and height times its root, not one "
                      "side times the whole ratio.",
                      *_wrong(shape=lambda size, ratio: (size, size * ratio)), *_wrong(shape=lambda size, ratio: (size / ratio, size)),
                      *_wrong(shape=lambda size, ratio: (size * ratio, size)), *_wrong(shape=lambda size, ratio: (size, size / ratio)),
                      *_wrong(shape=lambda size, ratio: (size, size * np.sqrt(ratio))),
                      *_wrong(shape=lambda size, ratio: (size / np.sqrt(ratio), size)),
                      *_wrong(shape=lambda size, ratio: (size / np.sqrt(ratio), size * ratio)),
                      *_wrong(shape=lambda size, ratio: (size * np.minimum(1, 1 / ratio), size * np.minimum(1, ratio)))),
        Misconception("root_forgotten", "height over width would be the ratio squared: it takes the square root of the ratio.",
                      *_wrong(shape=lambda size, ratio: (size / ratio, size * ratio)),
                      *_wrong(shape=lambda size, ratio: (size * ratio, size / ratio))),
        Misconception("scale_major", "the ratio is the outer loop: all scales of the first ratio come first.", *_wrong(scale_major=True)),
        Misconception("half_forgotten", "an anchor reaches *half* its width to either side of the origin.",
                      *_wrong(place=lambda w, h, base: (-w, -h, w, h))),
        Misconception("corner_at_origin", "`(0, 0, w, h)` begins at the origin, or is centre and size; wanted are the corners of a box "
                      "round the origin.", *_wrong(place=lambda w, h, base: (0.0, 0.0, w, h))),
        Misconception("middle_of_a_cell", "the anchors lie round the origin, not round the middle of a cell of the base size.",
                      *_wrong(place=_middle(lambda base: base / 2)), *_wrong(place=_middle(lambda base: (base - 1) / 2))),
        Misconception("last_pixel_named", "that is Faster R-CNN's first code, whose boxes name their last pixel; here a width is "
                      "`x2 - x1`, round the origin.", *_wrong(place=with_last_pixel), *_wrong(place=with_last_pixel, shape=rounded),
                      *_wrong(place=lambda w, h, base: (-(w - 1) / 2, -(h - 1) / 2, (w - 1) / 2, (h - 1) / 2)),
                      *_wrong(place=lambda w, h, base: (-w / 2, -h / 2, w / 2 - 1, h / 2 - 1))),
        Misconception("corner_and_size", "that is COCO's x, y, width, height; wanted are two corners, x1, y1, x2, y2.",
                      *_wrong(place=lambda w, h, base: (-w / 2, -h / 2, w, h))),
        Misconception("columns_swapped", "the columns are x1, y1, x2, y2, not x1, x2, y1, y2.",
                      *_wrong(place=lambda w, h, base: (-w / 2, w / 2, -h / 2, h / 2))),
        Misconception("joined_in_front", "here the four columns stand one below the other, (4, N), as in a tuple or from `np.array` alone: "
                      "`np.stack(..., axis=1)` makes (N, 4).", *changed(np.transpose)),
        Misconception("reshaped_across", "the columns are stacked along the first axis, and `reshape(-1, 4)` cuts across them: stack along "
                      "the last axis, then reshape.", *changed(lambda boxes: boxes.T.reshape(-1, 4))),
        Misconception("sizes_rounded", "coordinates are continuous: sizes are not rounded to whole pixels.", *_wrong(shape=rounded),
                      *_wrong(shape=lambda size, ratio: tuple(np.round(sides(size, ratio)))),
                      *_wrong(shape=lambda size, ratio: tuple(np.floor(sides(size, ratio)))),
                      *_wrong(shape=lambda size, ratio: tuple(np.ceil(sides(size, ratio)))),
                      *_wrong(place=lambda w, h, base: np.round(centred(w, h, base))),
                      *_wrong(place=lambda w, h, base: np.floor(centred(w, h, base))),
                      *_wrong(place=lambda w, h, base: np.trunc(centred(w, h, base)))),
        Misconception("scale_on_the_area", "the scale multiplies the side: the area is `(base_size * scale)**2`.",
                      *_wrong(size=lambda base, scale: base * np.sqrt(scale))),
        Misconception("scale_squared", "the scale multiplies the side once; the area takes care of the square.",
                      *_wrong(size=lambda base, scale: base * scale**2)),
        Misconception("base_ignored", "the side is `base_size * scale`, not the scale alone.", *_wrong(size=lambda base, scale: scale)),
        Misconception("side_for_area", "the area is the *square* of `base_size * scale`.",
                      *_wrong(size=lambda base, scale: np.sqrt(base * scale)), *_wrong(size=lambda base, scale: np.sqrt(base) * scale)),
        Misconception("bad_value_accepted", "a base, a ratio or a scale of 0 or less raises ValueError: test all three with `<= 0`.",
                      _accepts(None), _accepts(None, by_areas), in_python,
                      _accepts(lambda base, ratios, scales: (ratios <= 0).any() or (scales <= 0).any()),
                      _accepts(lambda base, ratios, scales: base <= 0 or (scales <= 0).any()),
                      _accepts(lambda base, ratios, scales: base <= 0 or (ratios <= 0).any()),
                      _accepts(lambda base, ratios, scales: base <= 0), _accepts(lambda base, ratios, scales: (ratios <= 0).any()),
                      _accepts(lambda base, ratios, scales: base < 0 or (ratios < 0).any() or (scales < 0).any()),
                      _accepts(lambda base, ratios, scales: base == 0 or (ratios == 0).any() or (scales == 0).any()),
                      _accepts(lambda base, ratios, scales: base <= 0 or (ratios <= 0).all() or (scales <= 0).all()),
                      _accepts(lambda base, ratios, scales: base * scales.min() <= 0 or (ratios <= 0).any())),
        Misconception("assertion", "`assert` raises AssertionError, and nothing at all under `python -O`: raise ValueError.", asserted),
    ),
    hints=("Width times height is fixed, and height over width is given. What is the width?",
           "Three ratios and two scales give (6, 4): the first two rows are of the first ratio.",
           "Refuse what is not above 0. For each ratio, for each scale: side = base times scale; the width is the side over the root of "
           "the ratio, the height the side times that root; half of each to either side of 0."),
    praise="Why: the root of the ratio goes up in one side and down in the other, so the area stays. Usual traps: width over height, "
           "one side times the ratio, the loops exchanged. Next question: how many anchors does a 38 × 50 map get, and where do they lie?",
    forbidden=FORBIDDEN,
    equivalent={
        "ratios, scales = (np.asarray(ratios, dtype=float), np.asarray(scales, dtype=float)) -> "
        "ratios, scales = (np.asarray(ratios), np.asarray(scales, dtype=float))": "the root of an integer array is float64",
        "ratios, scales = (np.asarray(ratios, dtype=float), np.asarray(scales, dtype=float)) -> "
        "ratios, scales = (np.asarray(ratios, dtype=float), np.asarray(scales))": "side is divided by root, which is float64",
        "size = np.stack([side / root, side * root], axis=-1).reshape(-1, 2) -> "
        "size = np.stack([side / root, side * root], axis=-1).reshape(-2, 2)":
            "NumPy takes any negative length for the one that it has to work out",
        "return np.concatenate([-size / 2, size / 2], axis=1) -> return np.concatenate([-size / 2, size / 2], axis=-1)":
            "both have two axes: the last one is axis 1",
    },
    odd=unusual,
)
