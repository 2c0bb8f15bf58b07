"""nms: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Indices
from ...strategies import layouts
from .boxes import FORBIDDEN, ONE, iou, iou_oracle, without_area
from .strategies import box_arrays, exactly


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


def greedy(boxes, scores, threshold, order=None, strict=True, zombies=False, overlap=None):
    """NMS with a switch for each mistake."""
    overlap = iou(boxes, boxes) if overlap is None else overlap
    kept, seen = [], []
    for i in by_score(scores) if order is None else order:
        rivals = seen if zombies else kept
        if all(overlap[i, k] <= threshold if strict else overlap[i, k] < threshold for k in rivals):
            kept.append(int(i))
        seen.append(i)
    return kept


def with_iou(**switches):
    """The right greedy loop with IoUs of another kind; not a number suppresses, since it is not `<= threshold`."""
    return lambda boxes, scores, threshold: greedy(boxes, scores, threshold, overlap=iou(boxes, boxes, **switches))


def sorted_places(boxes, scores, threshold):
    """Sorts boxes and scores, and gives indices into what it has sorted."""
    order = by_score(scores)
    return greedy(boxes[order], np.asarray(scores)[order], threshold)


def shifted(boxes, scores, threshold):
    """`order = order[inds]` where `inds` counts from the second of the order: the + 1 is missing."""
    overlap, order, kept = iou(boxes, boxes), np.array(by_score(scores), dtype=int), []
    while order.size:
        kept.append(int(order[0]))
        order = order[np.flatnonzero(overlap[order[0], order[1:]] <= threshold)]
    return kept


def keeps_what_overlaps(boxes, scores, threshold):
    overlap, order, kept = iou(boxes, boxes), np.array(by_score(scores), dtype=int), []
    while order.size:
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[overlap[best, order] > threshold]
    return kept


def until_score(end):
    """Marks what is done with a score of `end`, and stops when no score is higher."""
    def answer(boxes, scores, threshold):
        overlap, scores, kept = iou(boxes, boxes), np.array(scores, dtype=float), []
        while scores.size and scores.max() > end:
            best = int(scores.argmax())
            kept.append(best)
            scores[overlap[best] > threshold] = end
            scores[best] = end
        return kept
    return answer


def last_kept_only(boxes, scores, threshold):
    overlap, kept = iou(boxes, boxes), []
    for i in by_score(scores):
        if not kept or overlap[i, kept[-1]] <= threshold:
            kept.append(i)
    return kept


def best_only(boxes, scores, threshold):
    overlap, order = iou(boxes, boxes), by_score(scores)
    return [i for i in order if i == order[0] or overlap[i, order[0]] <= threshold]


def removed_while_read(boxes, scores, threshold):
    """`remove` inside the loop over that very list: the item after each removed one is skipped."""
    overlap, order, kept = iou(boxes, boxes), by_score(scores), []
    while order:
        best = order.pop(0)
        kept.append(best)
        for j in order:
            if overlap[best, j] > threshold:
                order.remove(j)
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
        case(np.vstack([ONE, ONE + 4]), np.array([0.5, 0.6]), 0.5,
             why="apart along both axes: two sides of -2 have the product 4, an IoU of 1 where nothing is clipped"),
        case(np.vstack([ONE, ONE, ONE]), np.array([0.9, 0.8, 0.7]), 0.5,
             why="three times the same box: removing from the list that is read skips one"),
        case(np.array([[0.0, 0, 8, 8], [1, 1, 3, 3]]), np.array([0.9, 0.8]), 0.5,
             why="a small box inside a better large one: IoU 1/16, and 1 where the own or the smaller area is below"),
        case(np.array([[0.0, 0, 8, 8], [1, 1, 3, 3]]), np.array([0.8, 0.9]), 0.5, why="the small one is better: the kept box's area below gives 1"),
        case(np.vstack([ONE, ONE + 9]), np.array([0.0, -1.0]), 0.5, why="scores of 0 and -1, which some use as marks"),
        case(np.zeros((0, 4)), np.zeros(0), 0.5, why="nothing in, nothing out"),
        case(CHAIN, np.array([0.9, 0.8, 0.7]), 0.25, layout="readonly", why="read-only arguments"),
        case(CHAIN, np.array([0.7, 0.8, 0.9]), 0.25, layout="strided", why="non-contiguous arguments"),
    ),
    generate=nms_inputs,
    misconceptions=(
        Misconception("suppressed_suppress", "a box that has been suppressed no longer counts: compare with the kept boxes only.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, zombies=True)),
        Misconception("greater_or_equal", "only what overlaps by *more* than the threshold is suppressed; an equal IoU stays.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, strict=False)),
        Misconception("ascending_order", "`argsort` puts the worst score first: take the best first.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores, kind="stable"))),
        Misconception("unstable_ties", "equal scores keep the lower index first: sort the negated scores with `kind=\"stable\"`; "
                      "reversing an ascending sort turns ties round.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores, kind="stable")[::-1]),
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(scores)[::-1]),
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, np.argsort(-np.asarray(scores)))),
        Misconception("scores_ignored", "best first means by score: the boxes do not come sorted.",
                      lambda boxes, scores, threshold: greedy(boxes, scores, threshold, range(len(boxes)))),
        Misconception("sorted_places", "these are places in the sorted list: an index into `boxes` is `order[place]`.", sorted_places),
        Misconception("order_shifted", "the IoUs are those of `order[1:]`, so place 0 of them is place 1 of `order`: "
                      "`order[1:][...]`, or `order[inds + 1]`.", shifted),
        Misconception("keeps_what_overlaps", "what overlaps the kept box by more than the threshold goes, and the rest stays: here it is "
                      "the other way round.", keeps_what_overlaps),
        Misconception("low_scores_dropped", "a score may be 0 or negative (a logit): no score can serve as the mark of what is done.",
                      until_score(0.0), until_score(-1.0)),
        Misconception("not_all_kept_asked", "compare with *all* boxes kept so far, not with one of them.", last_kept_only, best_only),
        Misconception("removed_while_read", "to remove from a list while a loop runs over it skips the next item: build a new list.",
                      removed_while_read),
        Misconception("plus_one_pixel", "the + 1 of older code is for boxes that name their last pixel; here a width is `x2 - x1`.",
                      with_iou(plus=1.0)),
        Misconception("negative_overlap", "boxes that are apart along both axes have two negative sides, whose product is positive: clip "
                      "each side at 0.", with_iou(clip="no"), with_iou(clip="product")),
        Misconception("not_over_the_union", "the overlap is divided by the union, not by the area of one of the two boxes.",
                      with_iou(union="smaller"), with_iou(union="first"), with_iou(union="second")),
        Misconception("zero_over_zero", "of two boxes of no area IoU is 0/0, and `nan <= threshold` is false: both must stay.",
                      with_iou(guard=False)),
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
