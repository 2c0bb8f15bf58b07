"""box_iou and nms: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Indices
from ...strategies import layouts
from .strategies import box_arrays, cast, dtypes, exactly

FORBIDDEN = ("pycocotools", "torchvision", "sklearn.metrics")


def iou_oracle(a, b):
    """pycocotools, in float64, of boxes given as x, y, width, height."""
    from pycocotools import mask

    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    a, b = (np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]]) for boxes in (a, b))
    return np.asarray(mask.iou(a, b, [0] * len(b))).reshape(len(a), len(b))


def iou(a, b, plus=0.0, clip="sides", union="proper", guard=True, epsilon=0.0):
    """IoU with a switch for each mistake; without any, the textbook's."""
    a, b = np.asarray(a, dtype=float)[:, None], np.asarray(b, dtype=float)[None]  # (N, 1, 4), (1, M, 4)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + plus  # (N, M, 2)
    sides = np.maximum(sides, 0) if clip == "sides" else sides
    overlap = sides[..., 0] * sides[..., 1]  # (N, M)
    overlap = np.maximum(overlap, 0) if clip == "product" else overlap
    area_a, area_b = ((box[..., 2] - box[..., 0] + plus) * (box[..., 3] - box[..., 1] + plus) for box in (a, b))
    below = {"proper": area_a + area_b - overlap, "sum": area_a + area_b, "mean": (area_a + area_b) / 2,
             "smaller": np.minimum(area_a, area_b) + 0 * overlap, "first": area_a + 0 * overlap}[union] + epsilon
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = overlap / below
    return np.where(below == 0, 0.0, ratio) if guard else ratio


def as_corner_and_size(a, b):
    """Reads x1, y1, x2, y2 as x, y, width, height."""
    a, b = (np.hstack([box[:, :2], box[:, :2] + box[:, 2:]]) for box in (np.asarray(a, float), np.asarray(b, float)))
    return iou(a, b)


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
        case(ONE, ONE, why="a box with itself is 1: catches union_not_reduced alone"),
        case(ONE, SHIFTED, why="half shifted, 1/3, to do by hand"),
        case(ONE, APART, why="apart along both axes: two negative sides have a positive product"),
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
                      "`x2 - x1`, and boxes that only touch share nothing.", _wrong(plus=1.0)),
        Misconception("negative_overlap", "boxes that are apart along both axes have two negative sides, and their product is "
                      "positive: clip each side at 0 before you multiply.",
                      _wrong(clip="no"), _wrong(clip="product"), _wrong(clip="no", guard=False), _wrong(clip="product", guard=False)),
        Misconception("union_not_reduced", "adding the two areas counts the overlap twice: subtract the intersection once.",
                      _wrong(union="sum"), _wrong(union="sum", guard=False)),
        Misconception("zero_over_zero", "two boxes of no area have intersection 0 and union 0: say what 0/0 is to be, here 0.",
                      _wrong(guard=False)),
        Misconception("epsilon_in_union", "a small number added to the union biases every result, and badly for coordinates given "
                      "as fractions of the image: test for 0 instead.",
                      *(_wrong(epsilon=10.0**-k) for k in range(4, 11))),
        Misconception("dice_for_iou", "twice the intersection over the sum of areas is Dice, which is F1; IoU divides by the union.",
                      _wrong(union="mean"), _wrong(union="mean", guard=False)),
        Misconception("overlap_of_smaller", "dividing by the smaller area makes every contained box a perfect match; divide by the "
                      "union.", _wrong(union="smaller"), _wrong(union="smaller", guard=False)),
        Misconception("overlap_of_first", "dividing by the first box's area is not symmetric; divide by the union.",
                      _wrong(union="first"), _wrong(union="first", guard=False)),
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


def by_score(scores):
    """Best first, the lower index first among equals."""
    return sorted(range(len(scores)), key=lambda i: (-float(scores[i]), i))


def nms_oracle(boxes, scores, threshold):
    """The definition, pair by pair: kept is what no better kept box overlaps by more than the threshold."""
    overlap = iou_oracle(boxes, boxes)
    kept: list[int] = []
    for i in by_score(scores):
        if all(overlap[i, k] <= threshold for k in kept):
            kept.append(i)
    return kept


def greedy(boxes, scores, threshold, order=None, strict=True, zombies=False):
    """NMS with a switch for each mistake."""
    overlap = iou(boxes, boxes)
    kept, seen = [], []
    for i in by_score(scores) if order is None else order:
        rivals = seen if zombies else kept
        if all(overlap[i, k] <= threshold if strict else overlap[i, k] < threshold for k in rivals):
            kept.append(int(i))
        seen.append(i)
    return kept


CHAIN = np.array([[0.0, 0, 4, 4], [2, 0, 6, 4], [4, 0, 8, 4]])  # neighbours 1/3, ends 0
CROWD = np.array([[x % 7 * 3.0, x // 7 * 3.0, x % 7 * 3.0 + 2, x // 7 * 3.0 + 2] for x in range(70)])


def clear_of_threshold(c: Case) -> bool:
    """Whether no IoU meets the threshold by rounding: equal is tested only where every spelling is exact."""
    boxes, _, threshold = c.args
    near = np.abs(iou_oracle(boxes, boxes) - threshold) < 1e-9
    return threshold in (0.0, 0.25, 0.5, 1.0) or not near.any()


def nms_inputs():
    """Few boxes on a small grid, few scores: overlaps and ties are common."""
    from hypothesis import strategies as st

    some, layout = box_arrays(most=6, shortest=1, longest=4, start=(0, 4), scales=(1.0, 0.25, 10.0)), layouts()
    scores, threshold = exactly([0.0, 0.9, 0.5, 0.7, -1.5, 12.0], 6), st.sampled_from([0.5, 0.25, 0.3, 0.7, 0.45, 0.0, 1.0])

    @st.composite
    def one(draw):
        boxes = draw(some)
        return Case((boxes, np.array(draw(scores[len(boxes)]), dtype=float), draw(threshold)), layout=draw(layout))

    return one().filter(clear_of_threshold)


NMS = Exercise(
    name="nms",
    oracle=nms_oracle,
    returns=Indices(),
    cases=(
        case(ONE, np.array([0.5]), 0.5, why="one box stays"),
        case(np.vstack([ONE, ONE]), np.array([0.3, 0.9]), 0.5, why="a duplicate: the better one stays; catches ascending order"),
        case(CHAIN, np.array([0.9, 0.8, 0.7]), 0.25, why="the middle box falls, so the third must stay: suppressed_suppress"),
        case(np.vstack([ONE, [[0.0, 0, 2, 1]]]), np.array([0.9, 0.8]), 0.5, why="IoU exactly 0.5: greater, not equal"),
        case(np.vstack([ONE, ONE + 9, ONE + 20]), np.array([0.1, 0.7, 0.4]), 0.5, why="nothing overlaps: order by score"),
        case(np.vstack([ONE, ONE + 9, ONE + 20]), np.array([-0.5, -2.0, 0.1]), 0.5, why="scores may be negative (logits)"),
        case(np.vstack([ONE, ONE, ONE + 9]), np.array([0.7, 0.7, 0.7]), 0.5, why="equal scores: the lower index first"),
        case(CROWD, np.full(70, 0.5), 0.5, why="70 equal scores: an unstable sort shows only beyond 16 items"),
        case(np.vstack([CROWD, CROWD]), np.tile([0.25, 0.75, 0.5, 0.5], 35), 0.5, why="many ties, each box twice"),
        case(np.vstack([ONE, ONE]), np.array([0.9, 0.9 + 1e-12]), 0.5,
             why="scores that differ in the twelfth place: the second is better; a sort in float32 takes them for equal"),
        case(CHAIN, np.array([3, 2, 2]), 0.25, why="integer scores"),
        case(CHAIN, np.array([0.7, 0.9, 0.8]), 0.0, why="threshold 0: any overlap suppresses, touching does not"),
        case(np.vstack([ONE, ONE]), np.array([0.9, 0.8]), 1.0, why="threshold 1: not even a duplicate is suppressed"),
        case(CHAIN.astype(np.int64), np.array([0.1, 0.2, 0.3]), 0.3, why="integer boxes"),
        case(np.array([[1.0, 1, 1, 1], [1, 1, 1, 1]]), np.array([0.5, 0.6]), 0.5, why="boxes of no area: IoU 0, both stay"),
        case(np.zeros((0, 4)), np.zeros(0), 0.5, why="nothing in, nothing out"),
        case(CHAIN, np.array([0.9, 0.8, 0.7]), 0.25, layout="readonly", why="read-only arguments"),
        case(CHAIN, np.array([0.7, 0.8, 0.9]), 0.25, layout="strided", why="non-contiguous arguments"),
    ),
    generate=nms_inputs,
    misconceptions=(
        Misconception("suppressed_suppress", "a box that has been suppressed no longer counts: compare with the kept boxes only.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, zombies=True)),
        Misconception("greater_or_equal", "suppressed is what overlaps by *more* than the threshold; equal stays.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, strict=False)),
        Misconception("ascending_order", "`argsort` puts the worst score first: take the best first.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores, kind="stable"))),
        Misconception("unstable_ties", "equal scores keep the lower index first: sort the negated scores with `kind=\"stable\"`; "
                      "reversing an ascending sort turns ties round.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores, kind="stable")[::-1]),
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores)[::-1]),
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(-np.asarray(scores)))),
        Misconception("input_order", "the result is best first, not in the order of the input.",
                      lambda boxes, scores, threshold: sorted(greedy(boxes, scores, threshold))),
    ),
    hints=("Which box is certainly kept, whatever the others are?",
           "Work on indices: an order of shape (N,), best score first, and a growing list of kept ones.",
           "Go through the order. Keep a box if none of the boxes kept so far overlaps it by more than the threshold. "
           "A box that was not kept is never asked again."),
    equivalent={
        "boxes = np.asarray(boxes) -> pass": "boxes is an array by the docstring, and of an array asarray gives that very array",
        "order = np.argsort(-np.asarray(scores, dtype=float), kind='stable') -> "
        "order = np.argsort(-np.asarray(scores), kind='stable')": "signed and float scores have the same order when negated",
        "overlap = box_iou(boxes[[best]], boxes[rest])[0] -> overlap = box_iou(boxes[[best]], boxes[rest])[-1]":
            "one box against the rest gives one row: the first is the last",
        "return np.array(kept, dtype=int) -> return np.array(kept)":
            "differs for no boxes alone, where an empty float array holds the same indices; the verdict advises `dtype=int`",
        "return np.array(kept, dtype=int) -> return np.asarray(kept, dtype=int)":
            "kept is a list, and of a list both make a new array",
    },
    praise="Why: greedy, best first, against the kept boxes only. Next questions: what does NMS do to two people who really stand "
           "behind each other, and what does soft-NMS change?",
    forbidden=FORBIDDEN,
    odd=without_area,
    draw=lambda arguments: drawing.boxes(box=arguments["boxes"]),
)
