"""The three-minute first exercise: the area of a box."""
from __future__ import annotations

import numpy as np

from .. import drawing
from ..exercise import Case, Exercise, Misconception, case
from ..returns import Array
from ..strategies import layouts
from .iou_map.boxes import without_area
from .iou_map.strategies import box_arrays, cast, dtypes

UNIT = np.array([[0.0, 0, 1, 1]])
OBLONG = np.array([[2.0, 1, 5, 3]])
THREE = np.array([[0.0, 0, 4, 2], [-3, -2, -1, 5], [7, 7, 7, 9]])


def area_oracle(boxes):
    """The definition, box by box, in Python floats: width times height."""
    return np.array([(float(x2) - float(x1)) * (float(y2) - float(y1)) for x1, y1, x2, y2 in boxes], dtype=float)


def plus_one(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return (boxes[:, 2] - boxes[:, 0] + 1) * (boxes[:, 3] - boxes[:, 1] + 1)


def corner_product(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return boxes[:, 2] * boxes[:, 3]


def half_perimeter(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return (boxes[:, 2] - boxes[:, 0]) + (boxes[:, 3] - boxes[:, 1])


def columns_swapped(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return (boxes[:, 1] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 2])


def unpacked_rows(boxes):
    x1, y1, x2, y2 = np.asarray(boxes, dtype=float)
    return (x2 - x1) * (y2 - y1)


def indexed_rows(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return (boxes[2] - boxes[0]) * (boxes[3] - boxes[1])


def generate():
    from hypothesis import strategies as st

    return st.builds(lambda boxes, dtype, layout: Case((cast(boxes, dtype),), layout=layout), box_arrays(), dtypes(), layouts())


EXERCISES = (
    Exercise(
        name="box_area",
        oracle=area_oracle,
        returns=Array("float", "a float array of shape (N,)"),
        cases=(
            case(UNIT, why="side 1: a product of sides and their square are 1 too; a pixel more, or half the perimeter, shows"),
            case(OBLONG, why="corner off the origin, width 3 and height 2: tells width × height from x2 × y2"),
            case(THREE, why="a batch of three, negative coordinates, a box of zero width"),
            case(np.array([[1, 2, 4, 8]]), why="integers are accepted and give floats"),
            case(np.array([[0.1, 0.2, 0.7, 1.3]]), why="tenths: worked in float32 they lose digits"),
            case(np.zeros((0, 4)), why="no boxes: shape (0,)"),
            case(THREE, layout="readonly", why="writing into the argument fails here"),
            case(THREE, layout="strided", why="every second row of a larger array: an answer that reuses memory fails here"),
        ),
        generate=generate,
        misconceptions=(
            Misconception("plus_one_pixel", "the + 1 belongs to boxes that name their last pixel; in continuous coordinates "
                          "a width is `x2 - x1`.", plus_one),
            Misconception("corner_product", "`x2 * y2` is the area only of a box that starts at the origin.", corner_product),
            Misconception("half_perimeter", "width plus height is half the perimeter; the area is their product.",
                          half_perimeter, lambda boxes: 2 * half_perimeter(boxes)),
            Misconception("columns_swapped", "the columns are x1, y1, x2, y2, not x1, x2, y1, y2.", columns_swapped,
                          lambda boxes: np.abs(columns_swapped(boxes))),
            Misconception("rows_for_columns", "a *row* is a box; x1, y1, x2, y2 are the columns: `boxes[:, 0]`, or unpack `boxes.T`.",
                          unpacked_rows, indexed_rows),
        ),
        hints=("How wide is the box from x = 2 to x = 5, and what did you do to find out?",
               "`boxes[:, 0]` is every x1 at once, shape (N,). The result has that shape too.",
               "Widths: third column minus first. Heights: fourth minus second. Multiply the two, element by element."),
        praise="Why: in continuous coordinates a box has no last pixel to add. "
               "Next question: what changes if x2 names the last pixel inside the box?",
        odd=without_area,
        draw=lambda arguments: drawing.boxes(box=arguments["boxes"]),
    ),
)
