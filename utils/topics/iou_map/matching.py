"""match_detections: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .boxes import FORBIDDEN
from .strategies import exactly


def match_oracle(ious, threshold):
    """COCOeval.evaluateImg on these overlaps: one image, one class, detections by falling score."""
    from pycocotools.cocoeval import COCOeval

    ious = np.asarray(ious, dtype=float)
    detections, truths = ious.shape
    if not detections or not truths:
        return np.zeros(detections, dtype=bool)
    judge = COCOeval(iouType="bbox")
    judge.params.iouThrs = np.array([threshold], dtype=float)
    judge._gts = {(1, 1): [{"id": g + 1, "ignore": 0, "iscrowd": 0, "area": 1.0} for g in range(truths)]}
    judge._dts = {(1, 1): [{"id": d + 1, "score": -d, "area": 1.0} for d in range(detections)]}
    judge.ious = {(1, 1): ious}
    return judge.evaluateImg(1, 1, [0, 1e10], detections)["dtMatches"][0] > 0


def matched(ious, threshold, once=True, best_overall=False, strict=False, last=True):
    """COCO's matching with a switch for each mistake."""
    ious = np.asarray(ious, dtype=float)
    taken, hits = set(), []
    for row in ious:
        free = [g for g in range(len(row)) if best_overall or not once or g not in taken]
        best = max(free, key=lambda g: (row[g], g if last else -g), default=None)
        hit = best is not None and (row[best] > threshold if strict else row[best] >= threshold)
        hit = hit and not (once and best in taken)
        if hit:
            taken.add(best)
        hits.append(hit)
    return np.array(hits, dtype=bool)


def first_free(ious, threshold):
    """Takes the first ground truth that is good enough, not the best."""
    taken, hits = set(), []
    for row in np.asarray(ious, dtype=float):
        good = [g for g in range(len(row)) if g not in taken and row[g] >= threshold]
        taken.update(good[:1])
        hits.append(bool(good))
    return np.array(hits, dtype=bool)


def by_overlap(ious, threshold):
    """The best overlap of the whole matrix first, whatever its score."""
    work = np.array(ious, dtype=float)
    hits = np.zeros(len(work), dtype=bool)
    while work.size and work.max() >= threshold:
        row, column = np.unravel_index(work.argmax(), work.shape)
        hits[row], work[row], work[:, column] = True, -1, -1
    return hits


def best_of_truths(ious, threshold, asks=lambda row, hits: True):
    """For each ground truth the detection that fits it best."""
    hits = np.zeros(len(ious), dtype=bool)
    for column in np.asarray(ious, dtype=float).T:
        rows = [row for row in range(len(column)) if column[row] >= threshold and asks(row, hits)]
        if rows:
            hits[max(rows, key=lambda row: (column[row], -row))] = True
    return hits


def takes_before_it_asks(ious, threshold):
    """Takes the best free ground truth, and asks only then whether it is good enough."""
    taken, hits = set(), []
    for row in np.asarray(ious, dtype=float):
        free = [(value, g) for g, value in enumerate(row) if g not in taken]
        taken.update({max(free)[1]} if free else ())
        hits.append(bool(free) and max(free)[0] >= threshold)
    return np.array(hits, dtype=bool)


def last_free(ious, threshold):
    return first_free(np.asarray(ious)[:, ::-1], threshold)


def _match(**switches):
    return lambda ious, threshold: matched(ious, threshold, **switches)


def match_inputs():
    """Overlaps from few values, thresholds among them: ties and equality are common."""
    from hypothesis import strategies as st

    height, width, layout = st.integers(0, 5), st.integers(0, 4), layouts()
    values = exactly([0.0, 0.5, 0.75, 0.6, 0.25, 1.0, 0.9, 0.46, 0.72], 20)
    threshold = st.sampled_from([0.5, 0.75, 0.6, 0.25, 0.9])

    @st.composite
    def one(draw):
        rows, columns = draw(height), draw(width)
        ious = np.array(draw(values[rows * columns]), dtype=float).reshape(rows, columns)
        return Case((ious, draw(threshold)), layout=draw(layout))

    return one()


MATCH_DETECTIONS = Exercise(
    name="match_detections",
    oracle=match_oracle,
    returns=Array("bool", "a bool array of shape (D,)"),
    cases=(
        case(np.array([[0.8]]), 0.5, why="one hit"),
        case(np.array([[0.4]]), 0.5, why="one miss"),
        case(np.array([[0.5]]), 0.5, why="IoU equal to the threshold is a match"),
        case(np.array([[0.495]]), 0.5, why="a little below the threshold is a miss"),
        case(np.array([[0.504, 0.501], [0.6, 0.4]]), 0.5, why="the best by a little: the first takes object 0, and the second has none"),
        case(np.array([[0.8], [0.9]]), 0.5, why="two boxes on one object: the second is a duplicate, though it fits better"),
        case(np.array([[0.9, 0.1], [0.8, 0.6]]), 0.5, why="the second's best is taken: COCO gives it the next, VOC calls it false"),
        case(np.array([[0.2], [0.9]]), 0.5, why="the worse score fits, the better does not: hits are not the first G rows"),
        case(np.array([[0.9, 0.8], [0.7, 0.2]]), 0.5, why="greedy finds one, the best assignment two: it is greedy"),
        case(np.array([[0.6, 0.9], [0.7, 0.0]]), 0.5, why="best, not first: the first detection must leave object 0 to the second"),
        case(np.array([[0.7, 0.7], [0.9, 0.2]]), 0.5, why="equal best: the last one, so that object 0 is left for the second"),
        case(np.array([[0.2, 0.9], [0.9, 0.9], [0.9, 0.2]]), 0.75, why="D ≠ G, a tie resolved by what is taken"),
        case(np.array([[0.9, 0.9, 0.9]]), 0.5, why="D < G: one detection matches once"),
        case(np.array([[0.6]]), 0.75, why="a miss at 0.75, which 0.5 would let pass: the threshold is an argument"),
        case(np.array([[0.3], [0.6]]), 0.5, why="a miss takes nothing: the object is free for the second"),
        case(np.array([[0.6, 0.5], [0.9, 0.2]]), 0.5, why="the first takes object 0, though the second fits it better: by score, not by overlap"),
        case(np.array([[1.0]]), 1.0, why="threshold 1: a perfect box matches"),
        case(np.zeros((3, 0)), 0.5, why="no ground truth: all false, shape (D,)"),
        case(np.zeros((0, 2)), 0.5, why="no detections: shape (0,)"),
        case(np.array([[0.9, 0.1], [0.8, 0.6]]), 0.5, layout="readonly", why="an answer that crosses columns out in place fails"),
        case(np.array([[0.9, 0.1], [0.8, 0.6]]), 0.5, layout="strided", why="non-contiguous rows"),
    ),
    generate=match_inputs,
    misconceptions=(
        Misconception("truth_used_twice", "a ground truth is matched once; a second box on it is a duplicate, a false positive.",
                      _match(once=False)),
        Misconception("voc_rule", "that is VOC's rule (the best ground truth overall, or nothing); COCO takes the best that is "
                      "*still unmatched*.", _match(best_overall=True), _match(best_overall=True, last=False)),
        Misconception("by_overlap", "the detections choose in the order of their scores, row by row; here the largest overlap of all "
                      "goes first.", by_overlap),
        Misconception("truths_choose", "the detections choose, best score first; here each ground truth takes the one that fits it best.",
                      best_of_truths, lambda ious, threshold: best_of_truths(ious, threshold, lambda row, hits: not hits[row])),
        Misconception("taken_by_a_miss", "a detection below the threshold takes nothing: its best ground truth stays free for the next.",
                      takes_before_it_asks),
        Misconception("threshold_fixed", "`threshold` is an argument: here 0.5 is asked for whatever was given.",
                      lambda ious, threshold: matched(ious, 0.5)),
        Misconception("greater_than", "an IoU equal to the threshold is a match: `>=`.", _match(strict=True),
                      _match(strict=True, last=False)),
        Misconception("first_of_equals", "of equal overlaps COCO takes the last; `argmax` takes the first.", _match(last=False)),
        Misconception("first_good_enough", "take the best free ground truth, not just any one above the threshold.", first_free,
                      last_free),
    ),
    hints=("A second good box arrives for a cat that has one. What is it, and what may it still take?",
           "Rows are detections, best first, shape (D, G). You need one flag a column: taken or not. The result has shape (D,).",
           "For each row: look at the columns not taken, with overlap at least the threshold; pick the largest, the later one of "
           "equals; mark it taken and the row a hit. No column left: the row is a miss."),
    praise="Why: greedy by score, each object once. Usual traps: a ground truth used twice, VOC's rule, `>`. Next question: for "
           "which overlaps does greedy matching find fewer pairs than the best assignment?",
    equivalent={"ious = np.asarray(ious) -> pass": "ious is an array by the docstring, and of an array asarray gives that very array"},
    forbidden=FORBIDDEN,
)
