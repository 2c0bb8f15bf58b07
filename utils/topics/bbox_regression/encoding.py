"""encode_boxes: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .inputs import FORBIDDEN, array, corner_row, kinds, proper


def encode_oracle(proposals, targets):
    """Equations 6 to 9 of R-CNN, one pair of boxes after the other, in Python's floats."""
    rows = []
    for p, g in zip(np.asarray(proposals, dtype=float).tolist(), np.asarray(targets, dtype=float).tolist()):
        pw, ph, gw, gh = p[2] - p[0], p[3] - p[1], g[2] - g[0], g[3] - g[1]
        if min(pw, ph, gw, gh) <= 0:
            raise ValueError("a width or height is not above 0")
        rows.append([((g[0] + g[2]) / 2 - (p[0] + p[2]) / 2) / pw, ((g[1] + g[3]) / 2 - (p[1] + p[3]) / 2) / ph,
                     math.log(gw / pw), math.log(gh / ph)])
    return np.array(rows, dtype=float).reshape(-1, 4)


def everything(pw, gw):
    return (pw <= 0).any() or (gw <= 0).any()


def encode(proposals, targets, check=everything, over="proposal", scale=None, point="centre", plus=0.0):
    """The deltas with a switch for each mistake; `check` says which sizes (N, 2) are refused."""
    p, g = np.asarray(proposals, dtype=float), np.asarray(targets, dtype=float)
    pw, gw = p[:, 2:] - p[:, :2] + plus, g[:, 2:] - g[:, :2] + plus  # (N, 2)
    if check is not None and check(pw, gw):
        raise ValueError("a width or height is not above 0")
    points = {"centre": lambda box, size: box[:, :2] + (size - plus) / 2, "pixel": lambda box, size: box[:, :2] + size / 2,
              "corner": lambda box, size: box[:, :2], "sum": lambda box, size: box[:, :2] + box[:, 2:],
              "one halved": lambda box, size: box[:, :2] + box[:, 2:] / 2, "half size": lambda box, size: size / 2,
              "floor": lambda box, size: (box[:, :2] + box[:, 2:]) // 2}[point]
    below = {"proposal": pw, "target": gw, "crossed": pw[:, ::-1], "width": pw[:, :1], "nothing": 1.0}[over]
    scale = scale or (lambda a, b: np.log(b / a))
    with np.errstate(all="ignore"):
        return np.hstack([(points(g, gw) - points(p, pw)) / below, scale(pw, gw)])  # (N, 4)


def _wrong(**switches):
    """With the check of the sizes and without it."""
    return (lambda proposals, targets: encode(proposals, targets, **switches),
            lambda proposals, targets: encode(proposals, targets, check=None, **switches))


def _accepts(check, scale=None):
    return lambda proposals, targets: encode(proposals, targets, check=check, scale=scale)


def difference_of_logs(a, b):
    return np.log(b) - np.log(a)


def changes_over(base):
    return lambda a, b: (b - a) / {"proposal": a, "target": b}[base]


def not_finite(pw, gw):
    """Refuses what the logarithm cannot take; two negative sizes have a positive ratio."""
    with np.errstate(all="ignore"):
        return not np.isfinite(np.log(gw / pw)).all()


def changed(after):
    """The right deltas, then `after`; with the check of the sizes and without it."""
    return (lambda proposals, targets: after(encode(proposals, targets)),
            lambda proposals, targets: after(encode(proposals, targets, check=None)))


def read_as_centre(boxes):
    """Corners whose encoding is that of the four numbers taken for centre and size."""
    boxes = np.asarray(boxes, dtype=float)
    return np.hstack([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2])


def asserted(proposals, targets):
    deltas = encode(proposals, targets, check=None)
    assert not everything(*(boxes[:, 2:] - boxes[:, :2] for boxes in (proposals, targets)))
    return deltas


def encode_inputs():
    """Pairs of boxes on a grid; now and then one without width or height, or turned round."""
    from hypothesis import strategies as st

    pairs = st.lists(st.tuples(corner_row(), corner_row()), max_size=4)
    spoil = st.sampled_from([None] * 7 + [0, -1, -3])

    def build(pairs, kind, layout, side, which, axis, at):
        arrays = [array([pair[k] for pair in pairs], *kind) for k in (0, 1)]
        if side is not None and pairs:
            box = arrays[which][at % len(pairs)]
            box[axis + 2] = box[axis] + side
        return Case(tuple(arrays), layout=layout)

    return st.builds(build, pairs, kinds(), layouts(), spoil, st.sampled_from([0, 1]), st.sampled_from([0, 1]), st.integers(0, 3))


def unusual(c: Case) -> bool:
    """Whether there is no box, or one that is refused."""
    return not all(map(proper, c.args))


P = np.array([[0.0, 0, 4, 2]])
G = np.array([[2.0, 1, 4, 5]])
P3 = np.array([[0.0, 0, 4, 2], [-3, -2, 1, 5], [10, 10, 12, 13]])
G3 = np.array([[1.0, -1, 3, 5], [-2, -2, 3, 2], [8, 12, 13, 14]])
FLAT = np.array([[1.0, 1, 5, 1]])
THIN = np.array([[1.0, 1, 1, 5]])
TURNED_X = np.array([[4.0, 0, 0, 2]])
TURNED_Y = np.array([[0.0, 2, 4, 0]])

ENCODE_BOXES = Exercise(
    name="encode_boxes",
    oracle=encode_oracle,
    returns=Array("float", "a float array of shape (N, 4): tx, ty, tw, th"),
    cases=(
        case(P, P, why="a box onto itself: all zeros; without the log the last two are 1"),
        case(P, G, why="to do by hand: 1/4, 1, log 1/2, log 2; four numbers that differ, widths that are not heights"),
        case(P, P + np.array([2.0, 1, 2, 1]), why="moved only: 1/2 and 1/2, no growth; a move in pixels is 2 and 1"),
        case(P, np.array([[-2.0, -1, 6, 3]]), why="twice as large round the same centre: the centre does not move, the corner does"),
        case(P3, G3, why="a batch of three, negative coordinates"),
        case(G3, P3, why="the other way round: the negative logs and other divisors"),
        case(np.array([[100.0, 100, 150, 180]]), np.array([[110.0, 92, 170, 192]]), why="sides of 50 to 100: what the + 1 changes"),
        case(P3.astype(np.int64), G3.astype(np.int64), why="integers count as float64: deltas cut to integers are 0"),
        case(P3.astype(np.float32), G3.astype(np.float32), why="float32 in: that width or more out"),
        case(P3 * 0.01, G3 * 0.01, why="boxes as fractions of the image: the deltas stay; an epsilon in a size or a + 1 shows"),
        case(P, np.array([[-1000.0, 0, 1000, 1000]]), why="500 times as wide and as high: encoding caps nothing"),
        case(P3 * 1000, np.array([[1000.0, -1000, 1001, 9000]]).repeat(3, axis=0), why="ratios down to 1/4000, of unequal sides"),
        case(np.vstack([P3, P3[:1]]), np.vstack([G3, P3[1:2]]), why="four pairs: (4, 4) lets rows be taken for columns"),
        case(np.zeros((0, 4)), np.zeros((0, 4)), why="no boxes: shape (0, 4)"),
        case(THIN, P, why="a proposal of no width: ValueError; unguarded it divides by 0"),
        case(FLAT, P, why="a proposal of no height: widths alone are not enough"),
        case(P, THIN, why="a target of no width: log 0"),
        case(P, FLAT, why="a target of no height"),
        case(TURNED_X, P, why="a proposal turned round: a test for 0 alone lets it through"),
        case(P, TURNED_Y, why="a target turned round: the log of a negative number is nan, not an error"),
        case(TURNED_X, TURNED_X, why="both turned round: the ratio is positive, so the log says nothing"),
        case(TURNED_Y, TURNED_Y, why="both turned round in y"),
        case(np.array([[4.0, 2, 0, 0]]), P, why="width and height below 0: their product, the area, is not"),
        case(P3, np.vstack([G3[:2], FLAT]), why="one bad target among good ones"),
        case(np.vstack([P3[:1], TURNED_Y, P3[2:]]), G3, why="one bad proposal among good ones"),
        case(THIN.astype(np.int64), P.astype(np.int64), why="integers are checked too"),
        case(P3, G3, layout="readonly", why="read-only: an answer that works in place fails"),
        case(P3, G3, layout="strided", why="every second row of larger arrays"),
    ),
    generate=encode_inputs,
    misconceptions=(
        Misconception("divided_by_target", "the offset is measured in widths and heights of the *proposal*: the target is not known "
                      "when boxes are decoded.", *_wrong(over="target"), *_wrong(over="target", scale=difference_of_logs)),
        Misconception("log_inverted", "it is log(target / proposal): a box that has to grow gets a positive number.",
                      *_wrong(scale=lambda a, b: np.log(a / b)), *_wrong(scale=lambda a, b: np.log(a) - np.log(b))),
        Misconception("corner_offsets", "the offset goes from centre to centre, not from corner to corner: scaling must not move the "
                      "box.", *_wrong(point="corner")),
        Misconception("no_log", "sizes are regressed as the logarithm of their ratio: 0 means unchanged, and no output can make a "
                      "size negative.", *_wrong(scale=lambda a, b: b / a), *_wrong(scale=changes_over("proposal")),
                      *_wrong(scale=changes_over("target"))),
        Misconception("other_log", "it is the natural logarithm of the ratio itself: decoding undoes it with `exp`.",
                      *_wrong(scale=lambda a, b: np.log2(b / a)), *_wrong(scale=lambda a, b: np.log10(b / a)),
                      *_wrong(scale=lambda a, b: np.log1p(b / a))),
        Misconception("plus_one_pixel", "the + 1 is for boxes that name their last pixel; in continuous coordinates a width is "
                      "`x2 - x1`.", *_wrong(plus=1.0), *_wrong(plus=1.0, point="pixel")),
        Misconception("sizes_crossed", "tx is measured in widths and ty in heights; here each got the other's.",
                      *_wrong(over="crossed")),
        Misconception("width_for_both", "tx is measured in widths and ty in heights; here both were divided by the width.",
                      *_wrong(over="width")),
        Misconception("half_forgotten", "tx and ty are twice what they should be: the centre is *half* of `x1 + x2`, and the "
                      "divisor the whole width.", *_wrong(point="sum")),
        Misconception("division_before_sum", "`x1 + x2 / 2` halves x2 alone: the sum comes first, `(x1 + x2) / 2`.",
                      *_wrong(point="one halved")),
        Misconception("centre_from_the_corner", "half the width is where the centre lies as seen from `x1`: add `x1` to it.",
                      *_wrong(point="half size")),
        Misconception("integer_division", "a box 3 wide has its centre at 1.5: divide with `/`.", *_wrong(point="floor")),
        Misconception("offset_reversed", "tx and ty lead from the proposal to the target: target minus proposal.",
                      *changed(lambda deltas: deltas * [-1, -1, 1, 1])),
        Misconception("quotient_of_logs", "log(a) / log(b) is not log(a / b): divide first, then take the logarithm.",
                      *_wrong(scale=lambda a, b: np.log(b) / np.log(a))),
        Misconception("height_before_width", "the columns are tx, ty, tw, th: the width's logarithm comes before the height's.",
                      *changed(lambda deltas: deltas[:, [0, 1, 3, 2]])),
        Misconception("centre_format_assumed", "the boxes come as corners: here x2, y2 were taken for a width and a height.",
                      lambda proposals, targets: encode(read_as_centre(proposals), read_as_centre(targets)),
                      lambda proposals, targets: encode(read_as_centre(proposals), read_as_centre(targets), check=None)),
        Misconception("weighted", "the deltas stay as the equations give them: factors of 10 and 5, or variances of 0.1 and 0.2, are "
                      "a habit of later detectors.", *changed(lambda deltas: deltas * [10, 10, 5, 5])),
        Misconception("joined_in_front", "here the four columns stand one below the other, (4, N), as in a tuple or from `np.array` alone: "
                      "`np.stack(..., axis=1)` makes (N, 4).", *changed(np.transpose)),
        Misconception("not_normalised", "tx and ty are fractions of the proposal's width and height, not pixels: divide.",
                      *_wrong(over="nothing")),
        Misconception("arguments_exchanged", "the deltas lead from the proposal to the target, not back.",
                      lambda proposals, targets: encode(targets, proposals),
                      lambda proposals, targets: encode(targets, proposals, check=None)),
        Misconception("bad_size_accepted", "a width or height of 0 or less, of a proposal or of a target, raises ValueError: test all "
                      "of them with `<= 0`.",
                      _accepts(None), _accepts(None, difference_of_logs), _accepts(not_finite),
                      _accepts(lambda pw, gw: (pw <= 0).any()), _accepts(lambda pw, gw: (gw <= 0).any()),
                      _accepts(lambda pw, gw: (pw < 0).any() or (gw < 0).any()),
                      _accepts(lambda pw, gw: (pw == 0).any() or (gw == 0).any()),
                      _accepts(lambda pw, gw: (pw[:, 0] <= 0).any() or (gw[:, 0] <= 0).any()),
                      _accepts(lambda pw, gw: (pw <= 0).all() or (gw <= 0).all()),
                      _accepts(lambda pw, gw: (pw.prod(axis=1) <= 0).any() or (gw.prod(axis=1) <= 0).any())),
        Misconception("assertion", "`assert` raises AssertionError, and nothing at all under `python -O`: raise ValueError.", asserted),
    ),
    hints=("A regressor sees the features of one proposal and no coordinates. Which four numbers would be the same if the image were "
           "twice as large?",
           "Centres and sizes of both, each of shape (N, 2): the result is two such arrays side by side, (N, 4).",
           "Check all sizes first. Then centre of the target minus centre of the proposal, over the proposal's size; then the natural "
           "logarithm of target size over proposal size."),
    praise="Why: all four numbers are free of the image's scale, 0 means no change, and the log turns factors into sums. Usual traps: "
           "the target's size below, the log upside down, corners for centres. Next question: why does R-CNN train only on proposals "
           "with IoU above 0.6?",
    forbidden=FORBIDDEN,
    equivalent={
        "return np.concatenate([shift, log_ratio], axis=1) -> return np.concatenate([shift, log_ratio], axis=-1)":
            "both have two axes: the last one is axis 1",
    },
    odd=unusual,
    draw=lambda arguments: drawing.boxes(**arguments) if all(map(proper, arguments.values())) else "",
)
