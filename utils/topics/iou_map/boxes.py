"""box_iou: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .strategies import box_arrays, cast, dtypes

FORBIDDEN = ("pycocotools", "torchvision", "sklearn.metrics")


def iou_oracle(a, b):
    """pycocotools, in float64, of boxes given as x, y, width, height."""
    from pycocotools import mask

    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    a, b = (np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]) for boxes in (a, b))
    return np.asarray(mask.iou(a, b, [0] * len(b))).reshape(len(a), len(b))


# what is done with the sides of the overlap, shape (N, M, 2), where they are negative
CLIPS = {"sides": lambda sides: np.maximum(sides, 0), "absolute": np.abs,
         "width": lambda sides: np.stack([np.maximum(sides[..., 0], 0), sides[..., 1]], axis=-1),
         "height": lambda sides: np.stack([sides[..., 0], np.maximum(sides[..., 1], 0)], axis=-1),
         "both": lambda sides: np.where((sides < 0).all(axis=-1, keepdims=True), 0, sides)}


def iou(a, b, plus=0.0, plus_area=None, clip="sides", union="proper", guard=True, epsilon=0.0, low=np.maximum, high=np.minimum):
    """IoU with a switch for each mistake; without any, the textbook's."""
    a, b = np.asarray(a, dtype=float)[:, None], np.asarray(b, dtype=float)[None]  # (N, 1, 4), (1, M, 4)
    sides = high(a[..., 2:], b[..., 2:]) - low(a[..., :2], b[..., :2]) + plus  # (N, M, 2)
    sides = CLIPS.get(clip, lambda given: given)(sides)
    plus = plus if plus_area is None else plus_area
    overlap = sides[..., 0] * sides[..., 1]  # (N, M)
    overlap = np.maximum(overlap, 0) if clip == "product" else overlap
    area_a, area_b = ((box[..., 2] - box[..., 0] + plus) * (box[..., 3] - box[..., 1] + plus) for box in (a, b))
    below = {"proper": area_a + area_b - overlap, "sum": area_a + area_b, "mean": (area_a + area_b) / 2,
             "smaller": np.minimum(area_a, area_b) + 0 * overlap, "first": area_a + 0 * overlap,
             "larger": np.maximum(area_a, area_b) + 0 * overlap, "second": area_b + 0 * overlap,
             "twice": area_a + area_b - 2 * overlap, "floor": np.maximum(area_a + area_b - overlap, 1)}[union] + epsilon
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = overlap / below
    if guard == "positive":  # what is not above 0 gives 0, a negative union too
        return np.where(below > 0, ratio, 0.0)
    return np.where(below == 0, 0.0, ratio) if guard else ratio


def as_corner_and_size(a, b):
    """Reads x1, y1, x2, y2 as x, y, width, height."""
    a, b = (np.hstack([box[:, :2], box[:, :2] + box[:, 2:]]) for box in (np.asarray(a, float), np.asarray(b, float)))
    return iou(a, b)


def row_by_row(a, b):
    """Box k of `a` with box k of `b`."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    sides = np.maximum(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0)  # (N, 2), or an error
    overlap, areas = sides.prod(axis=1), (a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1)
    with np.errstate(all="ignore"):
        return np.where(areas > overlap, overlap / (areas - overlap), 0.0)


def zipped(a, b):
    """The same with `zip`, which stops at the end of the shorter one."""
    return np.array([iou(p[None], q[None])[0, 0] for p, q in zip(a, b)])


def without_area(c: Case) -> bool:
    """Whether one of the box arguments is empty or holds a box without area."""
    return any(not len(boxes) or (boxes[:, 2:] <= boxes[:, :2]).any() for boxes in c.args if np.ndim(boxes) == 2)


def _wrong(**switches):
    return lambda a, b: iou(a, b, **switches)


ONE = np.array([[0.0, 0, 2, 2]])
SHIFTED = np.array([[1.0, 0, 3, 2]])
APART = np.array([[3.0, 3, 5, 5]])
ROWS = np.array([[0.0, 0, 4, 2], [-3, -2, 1, 5], [10, 10, 12, 13]])
COLUMNS = np.array([[1.0, 1, 3, 4], [-2, -1, 2, 1]])


def iou_cases():
    """Few boxes on a grid at several scales, dtypes and layouts."""
    from hypothesis import strategies as st

    scale = st.sampled_from([1.0, 0.25, 10.0, 0.01, 1000.0])
    return st.builds(lambda a, b, dtype, scale, layout: Case((cast(a * scale, dtype), cast(b * scale, dtype)), layout=layout),
                     box_arrays(scales=(1.0,)), box_arrays(scales=(1.0,)), dtypes(), scale, layouts())


BOX_IOU = Exercise(
    name="box_iou",
    oracle=iou_oracle,
    # an epsilon of 1e-12 in the union is no mistake that anybody could see; one of 1e-10 shows in boxes of 1e-4
    returns=Array("float", "a float array of shape (N, M)", tolerance=2e-8),
    cases=(
        case(ONE, ONE, why="a box with itself is 1: an overlap that counts twice in the union, or a pixel too many, shows"),
        case(ONE, SHIFTED, why="half shifted, 1/3, to do by hand"),
        case(ONE, APART, why="apart along both axes: two negative sides have a positive product"),
        case(ONE, np.array([[1.0, 5, 3, 9]]), why="apart in y alone: a side clipped in x only leaves a negative overlap"),
        case(ONE, np.array([[5.0, 1, 9, 3]]), why="apart in x alone: clipped in y only, or where both sides are negative"),
        case(ONE, np.array([[2.0, 0, 4, 2]]), why="touching along an edge: 0; the + 1 makes it positive"),
        case(ROWS, COLUMNS, why="N ≠ M, negative coordinates: tells (N, M) from (M, N) and from a pairwise answer"),
        case(COLUMNS, ROWS, why="the same the other way round: catches a result that is transposed where N > M only"),
        case(np.array([[1.0, 1, 1, 1]]), np.array([[1.0, 1, 1, 1]]), why="two points: 0/0 without a guard"),
        case(np.array([[0.0, 0, 2, 0], [0, 0, 2, 2]]), np.array([[1.0, 0, 1, 2], [0, 0, 2, 2]]),
             why="boxes of no width or height beside real ones"),
        case(np.array([[0.0, 0, 10, 10]]), np.array([[2.0, 3, 4, 7]]), why="one inside the other: IoU is the ratio of areas"),
        case(np.array([[0.0, 0, 100, 100]]), np.array([[0.0, 0, 1, 1], [0, 0, 100, 99.95]]),
             why="1e-4 is not 0 and 0.9995 is not 1: catches rounding and cut-offs"),
        case(ROWS.astype(np.int64), COLUMNS.astype(np.int64), why="integers count as float64"),
        case(ROWS.astype(np.float32), COLUMNS.astype(np.float32), why="float32 in: that width or more out"),
        case(ROWS * 1e-2, COLUMNS * 1e-2, why="coordinates as fractions of the image: an epsilon in the union shows here"),
        case(ROWS * 1e6, COLUMNS * 1e6, why="large coordinates: areas near 1e13"),
        case(np.zeros((0, 4)), COLUMNS, why="no rows: shape (0, M)"),
        case(ROWS, np.zeros((0, 4)), why="no columns: shape (N, 0)"),
        case(np.zeros((0, 4)), np.zeros((0, 4)), why="neither"),
        case(ROWS, COLUMNS, layout="readonly", why="read-only arguments: working in place fails"),
        case(ROWS, COLUMNS, layout="strided", why="every second row of a larger array: answers that reuse memory fail"),
    ),
    generate=iou_cases,
    misconceptions=(
        Misconception("plus_one_pixel", "the + 1 is for boxes that name their last pixel; in continuous coordinates a width is "
                      "`x2 - x1`, and boxes that only touch share nothing.", _wrong(plus=1.0),
                      _wrong(plus=1.0, plus_area=0.0), _wrong(plus=1.0, plus_area=0.0, guard="positive"), _wrong(plus_area=1.0)),
        Misconception("negative_overlap", "boxes that are apart have a negative side, and two of them a positive product: clip each "
                      "side at 0 before you multiply.",
                      *(_wrong(clip=clip, guard=guard) for clip in ("no", "product", "absolute", "width", "height", "both")
                        for guard in (True, False, "positive"))),
        Misconception("hull_for_overlap", "the overlap begins at the *larger* of the two low corners and ends at the *smaller* of the two "
                      "high ones; the other way round it is the box round both.",
                      *(_wrong(low=np.minimum, high=np.maximum, guard=guard) for guard in (True, False, "positive"))),
        Misconception("transposed", "row i belongs to box i of `a`, column j to box j of `b`: (N, M), not (M, N).", lambda a, b: iou(b, a)),
        Misconception("row_by_row", "every box of `a` meets every box of `b`, so there are N·M results: here box k meets box k alone.",
                      row_by_row, zipped),
        Misconception("union_not_reduced", "adding the two areas counts the overlap twice: subtract the intersection once.",
                      _wrong(union="sum"), _wrong(union="sum", guard=False)),
        Misconception("zero_over_zero", "two boxes of no area have intersection 0 and union 0: say what 0/0 is to be, here 0.",
                      _wrong(guard=False)),
        Misconception("epsilon_in_union", "a small number added to the union biases every result, and badly for coordinates given "
                      "as fractions of the image: test for 0 instead.",
                      *(_wrong(epsilon=10.0**-k) for k in range(4, 11))),
        Misconception("union_at_least_one", "the union is not at least 1: boxes may be given as fractions of the image. Test for 0.",
                      _wrong(union="floor")),
        Misconception("overlap_twice_off", "the overlap is in both areas, and once in the union: subtract it once, not twice.",
                      _wrong(union="twice"), _wrong(union="twice", guard=False)),
        Misconception("dice_for_iou", "twice the intersection over the sum of areas is Dice, which is F1; IoU divides by the union.",
                      _wrong(union="mean"), _wrong(union="mean", guard=False)),
        Misconception("overlap_of_smaller", "dividing by the smaller area makes every contained box a perfect match; divide by the "
                      "union.", _wrong(union="smaller"), _wrong(union="smaller", guard=False)),
        Misconception("overlap_of_first", "dividing by the area of one of the two boxes is not symmetric; divide by the union.",
                      *(_wrong(union=one, guard=guard) for one in ("first", "second") for guard in (True, False))),
        Misconception("overlap_of_larger", "the larger area is not the union of the two: divide by both areas minus the overlap.",
                      _wrong(union="larger"), _wrong(union="larger", guard=False)),
        Misconception("xywh_for_xyxy", "the last two numbers are a corner here, not a width and a height.", as_corner_and_size),
    ),
    hints=("Two boxes overlap in a rectangle. Where is its left edge, in terms of the two left edges?",
           "Give the boxes shapes (N, 1, 4) and (1, M, 4): every pair meets by broadcasting, and sides come out as (N, M, 2).",
           "Overlap corner low = larger of the two low corners; high = smaller of the two high ones. Sides = high minus low, "
           "nothing below 0. Union = both areas minus the overlap. Where the union is 0, the answer is 0."),
    praise="Why: clipping each side at 0 is what says “apart”. Usual traps: the + 1, two negative sides, 0/0. Next question: what "
           "is the gradient of IoU for boxes that do not touch, and what does GIoU do about it?",
    forbidden=FORBIDDEN,
    library=iou_oracle,
    equivalent={
        "a, b = (np.asarray(a, dtype=float), np.asarray(b, dtype=float)) -> a, b = (np.asarray(a), np.asarray(b, dtype=float))":
            "b is float64 already, so every difference, product and quotient with a is too",
        "a, b = (np.asarray(a, dtype=float), np.asarray(b, dtype=float)) -> a, b = (np.asarray(a, dtype=float), np.asarray(b))":
            "a is float64 already, so every difference, product and quotient with b is too",
        "top_left = np.maximum(a[:, None, :2], b[None, :, :2]) -> top_left = np.maximum(b[None, :, :2], a[:, None, :2])":
            "the larger of two numbers does not depend on their order, and broadcasting gives (N, M, 2) either way",
        "bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:]) -> bottom_right = np.minimum(b[None, :, 2:], a[:, None, 2:])":
            "the smaller of two numbers does not depend on their order",
        "sides = np.maximum(bottom_right - top_left, 0) -> sides = np.maximum(0, bottom_right - top_left)":
            "the larger of two numbers does not depend on their order",
    },
    odd=without_area,
    draw=lambda arguments: drawing.boxes(**arguments),
)
