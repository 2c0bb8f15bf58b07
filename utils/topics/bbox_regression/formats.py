"""xyxy_to_cxcywh and cxcywh_to_xyxy: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

from fractions import Fraction

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .inputs import FORBIDDEN, array, kinds
from .spellings import columns_in_its_dtype, in_its_dtype, joined_in_front, last_axis, one_box, rounded_down, two_dimensional


def exactly(rule, boxes):
    """The rule on one box after the other, in fractions, so that nothing is rounded before the end."""
    rows = [rule(*map(Fraction, box)) for box in np.asarray(boxes, dtype=float).reshape(-1, 4).tolist()]
    return np.array(rows, dtype=float).reshape(np.shape(boxes))


def to_centre(x1, y1, x2, y2):
    return (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1


def to_corners(cx, cy, w, h):
    return cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2


def centre_oracle(boxes):
    """The definition, box by box, in fractions."""
    return exactly(to_centre, boxes)


def corner_oracle(boxes):
    """The definition, box by box, in fractions."""
    return exactly(to_corners, boxes)


TWO_DIMENSIONS = ("the four numbers are on the last axis, whatever stands before it: `boxes[..., 0]` takes it from (4,) and from "
                  "(2, 3, 4) as well as from (N, 4).")
IN_FRONT = ("here the parts stand one after the other along the *first* axis, as in a tuple, or from `np.array`, `np.stack` and "
            "`np.concatenate` without an axis; they belong on the last one: `axis=-1`.")
ONE_BOX = "`x1, y1, x2, y2 = boxes` takes apart one box of shape (4,); of many boxes it is the last axis that holds the four numbers."
ROUNDED = "coordinates are continuous: nothing is rounded to whole pixels."
OBLONG = np.array([[1.0, 2, 5, 4]])
FEW = np.array([[0.0, 0, 4, 2], [-3, -2, 4, 5], [10, 10, 12, 13]])
FOUR = np.array([[0.0, 1, 5, 3], [2, 2, 3, 9], [-4, -6, -1, -5], [7, 0, 8, 1]])
BLOCK = np.array([[[0.0, 0, 4, 2], [1, 2, 3, 5], [-5, 1, 0, 2]], [[6, 5, 9, 6], [0.5, 0, 1, 4], [2, 2, 2, 2]]])


def inputs_of(convert):
    """One box, rows of boxes, blocks of boxes, all made with corners and then converted."""
    def generate():
        from hypothesis import strategies as st

        corner, side = st.integers(-4, 8), st.integers(1, 6)
        rows = st.lists(st.builds(lambda x, y, w, h: convert(x, y, x + w, y + h), corner, corner, side, side),
                        min_size=0, max_size=6)
        fold = st.sampled_from(["rows", "rows", "one", "block"])

        def build(rows, fold, kind, layout):
            boxes = array(rows, *kind)
            if fold == "one" and len(boxes):
                boxes = boxes[0]  # (4,)
            elif fold == "block" and len(boxes) >= 2:
                boxes = boxes[:len(boxes) // 2 * 2].reshape(2, -1, 4)  # (2, at most 3, 4)
            return Case((boxes,), layout=layout)

        return st.builds(build, rows, fold, kinds(), layouts())

    return generate


def unusual(c: Case) -> bool:
    """Anything but an (N, 4) array with a row in it."""
    return np.ndim(c.args[0]) != 2 or not len(c.args[0])


XYXY_TO_CXCYWH = Exercise(
    name="xyxy_to_cxcywh",
    oracle=centre_oracle,
    returns=Array("float", "a float array of the boxes' shape, (..., 4)"),
    cases=(
        case(OBLONG, why="to do by hand: centre (3, 3), 4 wide, 2 high; off the origin, so that x2 is no width"),
        case(np.array([[0.0, 0, 3, 1]]), why="3 wide from 0: the centre is at 1.5, which `//` makes 1"),
        case(np.array([[0, 0, 3, 1]]), why="the same in integers, which count as float64: a result in their dtype cuts 1.5 to 1"),
        case(FEW, why="a batch of three, negative coordinates: rounding towards 0 and downwards differ"),
        case(FOUR, why="four boxes: (4, 4) lets rows be taken for columns without an error"),
        case(np.array([1.0, 2, 5, 4]), why="one box of shape (4,): `boxes[:, 0]` fails"),
        case(BLOCK, why="shape (2, 3, 4): `boxes.T` gives (3, 2, 4); a box of no size among them"),
        case(BLOCK.astype(np.int64), why="the same in integers"),
        case(np.zeros((0, 4)), why="no boxes: shape (0, 4)"),
        case(np.zeros((2, 0, 4)), why="no boxes, in two groups: shape (2, 0, 4)"),
        case(FEW.astype(np.float32), why="float32 in: that width or more out"),
        case(FEW * 0.01, why="boxes as fractions of the image: rounding to whole pixels shows"),
        case(FEW, layout="readonly", why="read-only: an answer that works in place fails"),
        case(FEW, layout="strided", why="every second row of a larger array: an answer that reuses memory fails"),
    ),
    generate=inputs_of(lambda x1, y1, x2, y2: (x1, y1, x2, y2)),
    misconceptions=(
        Misconception("top_left_for_centre", "`x1, y1` is the top left corner; the centre lies half a width and half a height further.",
                      last_axis(lambda x1, y1, x2, y2: (x1, y1, x2 - x1, y2 - y1))),
        Misconception("half_forgotten", "the centre is *half* of `x1 + x2`, or `x1` plus *half* the width.",
                      last_axis(lambda x1, y1, x2, y2: (x1 + x2, y1 + y2, x2 - x1, y2 - y1)),
                      last_axis(lambda x1, y1, x2, y2: (x2, y2, x2 - x1, y2 - y1))),
        Misconception("centre_from_the_corner", "half the width is where the centre lies as seen from `x1`: add `x1` to it.",
                      last_axis(lambda x1, y1, x2, y2: ((x2 - x1) / 2, (y2 - y1) / 2, x2 - x1, y2 - y1))),
        Misconception("half_sizes_returned", "the last two numbers are the whole width and height, not half of them.",
                      last_axis(lambda x1, y1, x2, y2: ((x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) / 2, (y2 - y1) / 2))),
        Misconception("division_before_sum", "`x1 + x2 / 2` halves x2 alone: the sum comes first, `(x1 + x2) / 2`.",
                      last_axis(lambda x1, y1, x2, y2: (x1 + x2 / 2, y1 + y2 / 2, x2 - x1, y2 - y1))),
        # (x1 + width) / 2, which is x2 / 2
        Misconception("corner_overwritten", "the width has taken the place of x2 before the centre was worked out: keep what you "
                      "still need.", last_axis(lambda x1, y1, x2, y2: (x2 / 2, y2 / 2, x2 - x1, y2 - y1))),
        Misconception("integer_division", "a box 3 wide has its centre at 1.5: divide with `/`, into a float array.",
                      in_its_dtype(to_centre), columns_in_its_dtype(to_centre), rounded_down(to_centre, np.floor),
                      rounded_down(to_centre, np.trunc),
                      last_axis(lambda x1, y1, x2, y2: ((x1 + x2) // 2, (y1 + y2) // 2, x2 - x1, y2 - y1), None),
                      last_axis(lambda x1, y1, x2, y2: (x1 + (x2 - x1) // 2, y1 + (y2 - y1) // 2, x2 - x1, y2 - y1), None)),
        Misconception("plus_one_pixel", "the + 1 is for boxes that name their last pixel; in continuous coordinates a width is "
                      "`x2 - x1`.",
                      last_axis(lambda x1, y1, x2, y2: ((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1 + 1, y2 - y1 + 1)),
                      last_axis(lambda x1, y1, x2, y2: ((x1 + x2 + 1) / 2, (y1 + y2 + 1) / 2, x2 - x1 + 1, y2 - y1 + 1))),
        Misconception("columns_swapped", "the columns are x1, y1, x2, y2, not x1, x2, y1, y2.",
                      last_axis(lambda x1, x2, y1, y2: to_centre(x1, y1, x2, y2))),
        Misconception("x_and_y_exchanged", "x comes before y, and the width before the height: cx, cy, w, h.",
                      last_axis(lambda x1, y1, x2, y2: ((x1 + x2) / 2, (y1 + y2) / 2, y2 - y1, x2 - x1)),
                      last_axis(lambda x1, y1, x2, y2: ((y1 + y2) / 2, (x1 + x2) / 2, y2 - y1, x2 - x1))),
        Misconception("rounded", ROUNDED, rounded_down(to_centre, np.round),
                      last_axis(lambda x1, y1, x2, y2: (np.round((x1 + x2) / 2), np.round((y1 + y2) / 2), x2 - x1, y2 - y1))),
        Misconception("two_dimensions_only", TWO_DIMENSIONS, *two_dimensional(to_centre)),
        Misconception("joined_in_front", IN_FRONT, *joined_in_front(to_centre)),
        Misconception("one_box_only", ONE_BOX, *one_box(to_centre)),
    ),
    hints=("A box reaches from x = 2 to x = 7. Where is its middle, and how do you know that it is not a whole number?",
           "`boxes[..., 0]` is every x1, of shape (...). Four such arrays, put together along a new last axis, are (..., 4) again.",
           "Middle of x1 and x2, middle of y1 and y2, then x2 minus x1 and y2 minus y1, stacked along the last axis."),
    praise="Why: a centre is a mean of two corners, and a mean of whole numbers need not be whole. Usual traps: `//`, the + 1, "
           "`boxes[:, 0]` on one box. Next question: in which of the two formats would you clip boxes to the image, and why?",
    forbidden=FORBIDDEN,
    equivalent={
        "boxes = np.asarray(boxes, dtype=float) -> boxes = np.asarray(boxes)":
            "`/ 2` makes float64 of integers and keeps float32, which is wide enough; joined with that, the rest is float too",
        "boxes = np.asarray(boxes, dtype=float) -> pass":
            "boxes is an array by the docstring; `/ 2` makes float64 of integers and keeps float32, as above",
    },
    odd=unusual,
    draw=lambda arguments: drawing.boxes(boxes=np.reshape(arguments["boxes"], (-1, 4))),
)


def overwritten(boxes):
    """Writes x1 over the centre, then adds half a width to that."""
    out = np.array(boxes, dtype=float)
    out[..., :2] -= out[..., 2:] / 2
    out[..., 2:] = out[..., :2] + out[..., 2:] / 2
    return out


CXCYWH_TO_XYXY = Exercise(
    name="cxcywh_to_xyxy",
    oracle=corner_oracle,
    returns=Array("float", "a float array of the boxes' shape, (..., 4)"),
    cases=(
        case(np.array([[3.0, 3, 4, 2]]), why="to do by hand: corners (1, 2) and (5, 4)"),
        case(np.array([[2.0, 1, 3, 1]]), why="3 wide round 2: from 0.5, which `//` makes 1"),
        case(np.array([[2, 1, 3, 1]]), why="the same in integers, which count as float64: a result in their dtype cuts 0.5 to 0"),
        case(centre_oracle(FEW), why="a batch of three, negative coordinates: rounding towards 0 and downwards differ"),
        case(centre_oracle(FOUR), why="four boxes: (4, 4) lets rows be taken for columns without an error"),
        case(np.array([3.0, 3, 4, 2]), why="one box of shape (4,): `boxes[:, 0]` fails"),
        case(centre_oracle(BLOCK), why="shape (2, 3, 4): `boxes.T` gives (3, 2, 4); a box of no size among them"),
        case(centre_oracle(BLOCK).astype(np.int64), why="whole numbers of that shape"),
        case(np.zeros((0, 4)), why="no boxes: shape (0, 4)"),
        case(np.zeros((2, 0, 4)), why="no boxes, in two groups: shape (2, 0, 4)"),
        case(centre_oracle(FEW).astype(np.float32), why="float32 in: that width or more out"),
        case(centre_oracle(FEW) * 0.01, why="boxes as fractions of the image: rounding to whole pixels shows"),
        case(centre_oracle(FEW), layout="readonly", why="read-only: an answer that works in place fails"),
        case(centre_oracle(FEW), layout="strided", why="every second row of a larger array"),
    ),
    generate=inputs_of(to_centre),
    misconceptions=(
        Misconception("top_left_for_centre", "`cx, cy` is the centre, not the top left corner: half the size lies on either side of it.",
                      last_axis(lambda cx, cy, w, h: (cx, cy, cx + w, cy + h))),
        Misconception("half_forgotten", "a box reaches *half* a width to either side of its centre, not a whole one.",
                      last_axis(lambda cx, cy, w, h: (cx - w, cy - h, cx + w, cy + h)),
                      last_axis(lambda cx, cy, w, h: (cx - w / 2, cy - h / 2, cx + w, cy + h)),
                      last_axis(lambda cx, cy, w, h: (cx - w, cy - h, cx + w / 2, cy + h / 2))),
        Misconception("sum_halved", "`(cx - w) / 2` halves the centre too: only the size is halved, `cx - w / 2`.",
                      last_axis(lambda cx, cy, w, h: ((cx - w) / 2, (cy - h) / 2, (cx + w) / 2, (cy + h) / 2))),
        Misconception("corner_and_size", "that is COCO's x, y, width, height; wanted are two corners, x1, y1, x2, y2.",
                      last_axis(lambda cx, cy, w, h: (cx - w / 2, cy - h / 2, w, h))),
        Misconception("centre_overwritten", "x1 has taken the place of the centre, and half a width further is only the centre: keep "
                      "what you still need.", overwritten),
        Misconception("integer_division", "a box 3 wide reaches 1.5 to either side: divide with `/`, into a float array.",
                      in_its_dtype(to_corners), columns_in_its_dtype(to_corners), rounded_down(to_corners, np.floor),
                      rounded_down(to_corners, np.trunc),
                      last_axis(lambda cx, cy, w, h: (cx - w // 2, cy - h // 2, cx + w // 2, cy + h // 2), None)),
        Misconception("plus_one_pixel", "the 1 is for boxes that name their last pixel; in continuous coordinates a width is "
                      "`x2 - x1`.", last_axis(lambda cx, cy, w, h: (cx - w / 2, cy - h / 2, cx + w / 2 - 1, cy + h / 2 - 1)),
                      last_axis(lambda cx, cy, w, h: to_corners(cx, cy, w - 1, h - 1)),
                      last_axis(lambda cx, cy, w, h: (cx - w / 2, cy - h / 2, cx + w / 2 + 1, cy + h / 2 + 1))),
        Misconception("columns_swapped", "the columns of the result are x1, y1, x2, y2, not x1, x2, y1, y2.",
                      last_axis(lambda cx, cy, w, h: (cx - w / 2, cx + w / 2, cy - h / 2, cy + h / 2))),
        Misconception("x_and_y_exchanged", "x comes before y; the width goes with x and the height with y.",
                      last_axis(lambda cx, cy, w, h: to_corners(cx, cy, h, w)), last_axis(lambda cx, cy, w, h: to_corners(cy, cx, h, w))),
        Misconception("rounded", ROUNDED, rounded_down(to_corners, np.round)),
        Misconception("two_dimensions_only", TWO_DIMENSIONS, *two_dimensional(to_corners)),
        Misconception("joined_in_front", IN_FRONT, *joined_in_front(to_corners)),
        Misconception("one_box_only", ONE_BOX, *one_box(to_corners)),
    ),
    hints=("A box 4 wide has its centre at x = 3. Which two numbers of x does it reach, and how far are they from 3?",
           "Centres `boxes[..., :2]` and sizes `boxes[..., 2:]` both have shape (..., 2), and so have the two corners.",
           "Low corner: centre minus half the size. High corner: centre plus half the size. Put them side by side on the last axis."),
    praise="Why: half a size to either side of the centre, on the last axis, whatever stands before it. Usual traps: the half, `//`, "
           "a centre overwritten too early. Next question: what does a network that predicts x1, y1, x2, y2 risk that this one does not?",
    forbidden=FORBIDDEN,
    equivalent={
        "boxes = np.asarray(boxes, dtype=float) -> boxes = np.asarray(boxes)":
            "`/ 2` makes float64 of integers and keeps float32, which is wide enough; joined with that, the rest is float too",
        "boxes = np.asarray(boxes, dtype=float) -> pass":
            "boxes is an array by the docstring; `/ 2` makes float64 of integers and keeps float32, as above",
    },
    odd=unusual,
    draw=lambda arguments: drawing.boxes(boxes=corner_oracle(arguments["boxes"]).reshape(-1, 4)),
)
