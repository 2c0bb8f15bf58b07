"""f1_score, match_detections and precision_recall: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Number, Parts
from ...strategies import layouts
from .boxes import FORBIDDEN
from .strategies import exactly


def f1_oracle(true_positives, false_positives, false_negatives):
    """The harmonic mean of the two fractions, exact."""
    tp, fp, fn = int(true_positives), int(false_positives), int(false_negatives)
    if tp == 0:
        return 0.0
    precision, recall = Fraction(tp, tp + fp), Fraction(tp, tp + fn)
    return float(2 / (1 / precision + 1 / recall))


def ratio(above, below):
    return above / below if below else 0.0


def unguarded_f1(tp, fp, fn):
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return 2 * precision * recall / (precision + recall)


def half_guarded_f1(tp, fp, fn):
    precision, recall = ratio(tp, tp + fp), ratio(tp, tp + fn)
    return 2 * precision * recall / (precision + recall)


def f1_inputs():
    """Small counts and large ones."""
    from hypothesis import strategies as st

    count = st.integers(0, 12) | st.integers(0, 10**6)
    return st.builds(lambda tp, fp, fn: Case((tp, fp, fn)), count, count, count)


F1_SCORE = Exercise(
    name="f1_score",
    oracle=f1_oracle,
    returns=Number(),
    cases=(
        case(1, 0, 0, why="all right: 1, whatever the mean"),
        case(1, 0, 1, why="precision 1, recall 1/2: harmonic 2/3, arithmetic 3/4"),
        case(4, 1, 4, why="the sources' cat: 0.8 and 0.5 give 0.615, not 0.65"),
        case(1, 0, 99, why="P = 1, R = 0.01: the arithmetic mean calls it 0.505"),
        case(3, 5, 1, why="FP ≠ FN: tells a swap of the two arguments from nothing, as F1 is symmetric in them"),
        case(0, 0, 0, why="no positives at all: 0.0, catches every unguarded form"),
        case(0, 3, 0, why="recall is 0/0 here"),
        case(0, 0, 3, why="precision is 0/0 here"),
        case(0, 2, 3, why="both are 0: the harmonic mean of two zeros is 0/0"),
        case(np.int64(2), np.int64(1), np.int64(1), why="NumPy integers divide to nan where Python's raise"),
        case(np.int64(0), np.int64(0), np.int64(0), why="and so does this"),
    ),
    generate=f1_inputs,
    misconceptions=(
        Misconception("arithmetic_mean", "F1 is the harmonic mean, 2PR/(P + R); the arithmetic mean forgives one of the two being "
                      "near 0.", lambda tp, fp, fn: (ratio(tp, tp + fp) + ratio(tp, tp + fn)) / 2,
                      lambda tp, fp, fn: (tp / (tp + fp) + tp / (tp + fn)) / 2),
        Misconception("accuracy", "right over all is accuracy (without true negatives: the Jaccard index); F1 counts the true "
                      "positives twice, above and below.", lambda tp, fp, fn: ratio(tp, tp + fp + fn),
                      lambda tp, fp, fn: tp / (tp + fp + fn)),
        Misconception("geometric_mean", "the square root of PR is the geometric mean (Fowlkes–Mallows); F1 is the harmonic one.",
                      lambda tp, fp, fn: (ratio(tp, tp + fp) * ratio(tp, tp + fn)) ** 0.5),
        Misconception("zero_over_zero", "without positives precision or recall is 0/0: say what F1 is to be then, here 0.0.",
                      unguarded_f1, lambda tp, fp, fn: 2 * tp / (2 * tp + fp + fn), half_guarded_f1),
    ),
    hints=("If precision is 1 and recall is 0.01, what should one number say of the detector?",
           "Three counts go in, one float comes out; precision and recall both have the true positives on top.",
           "Write 2PR / (P + R) with the counts and cancel: what remains has one division. Ask about 0 before it."),
    praise="Why: the harmonic mean is dragged down by the smaller of the two. Usual traps: the arithmetic mean, 0/0. Next question: "
           "what does F2 weigh, and what would you plot instead of one operating point?",
    forbidden=FORBIDDEN,
)


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
        case(np.array([[0.8], [0.9]]), 0.5, why="two boxes on one object: the second is a duplicate, though it fits better"),
        case(np.array([[0.9, 0.1], [0.8, 0.6]]), 0.5, why="the second's best is taken: COCO gives it the next, VOC calls it false"),
        case(np.array([[0.2], [0.9]]), 0.5, why="the worse score fits, the better does not: hits are not the first G rows"),
        case(np.array([[0.9, 0.8], [0.7, 0.2]]), 0.5, why="greedy finds one, the best assignment two: it is greedy"),
        case(np.array([[0.6, 0.9], [0.7, 0.0]]), 0.5, why="best, not first: the first detection must leave object 0 to the second"),
        case(np.array([[0.7, 0.7], [0.9, 0.2]]), 0.5, why="equal best: the last one, so that object 0 is left for the second"),
        case(np.array([[0.2, 0.9], [0.9, 0.9], [0.9, 0.2]]), 0.75, why="D ≠ G, a tie resolved by what is taken"),
        case(np.array([[0.9, 0.9, 0.9]]), 0.5, why="D < G: one detection matches once"),
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
        Misconception("greater_than", "an IoU equal to the threshold is a match: `>=`.", _match(strict=True)),
        Misconception("first_of_equals", "of equal overlaps COCO takes the last; `argmax` takes the first.", _match(last=False)),
        Misconception("first_good_enough", "take the best free ground truth, not the first one above the threshold.", first_free),
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


def curve_oracle(matched, num_ground_truth):
    """The definition at every rank, one by one."""
    hits, precision, recall = 0, [], []
    for rank, hit in enumerate(matched, 1):
        hits += bool(hit)
        precision.append(hits / rank)
        recall.append(hits / num_ground_truth if num_ground_truth else 0.0)
    return np.array(precision, dtype=float), np.array(recall, dtype=float)


def curve(matched, num_ground_truth, precision_over="rank", recall_over="truth", guard=True, cumulative=True):
    """Precision and recall with a switch for each mistake."""
    hits = np.cumsum(matched) if cumulative else np.asarray(matched, dtype=float)
    ranks = np.arange(1, len(hits) + 1)
    truth = {"truth": num_ground_truth, "detections": len(hits), "rank": ranks, "found": max(int(np.sum(matched)), 1)}[recall_over]
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = hits / (ranks if precision_over == "rank" else max(len(hits), 1))
        recall = hits / (np.maximum(truth, 1) if guard else np.asarray(truth, dtype=float))
    return precision, recall


def divides_by_zero(matched, num_ground_truth):
    """Plain Python, no guard: ZeroDivisionError where there is no ground truth."""
    hits = np.cumsum(matched).tolist()
    return np.array([h / r for r, h in enumerate(hits, 1)]), np.array([h / num_ground_truth for h in hits])


def _curve(**switches):
    return lambda matched, num_ground_truth: curve(matched, num_ground_truth, **switches)


def curve_inputs():
    """Any ranking of up to eight, with up to four objects never found."""
    from hypothesis import strategies as st

    return st.builds(lambda hits, more, layout: Case((np.array(hits, dtype=bool), sum(hits) + more), layout=layout),
                     st.lists(st.booleans(), max_size=8), st.integers(0, 4), layouts())


PRECISION_RECALL = Exercise(
    name="precision_recall",
    oracle=curve_oracle,
    returns=Parts(precision=Array("float", "a float array of shape (D,)"), recall=Array("float", "a float array of shape (D,)")),
    cases=(
        case(np.array([True]), 1, why="one hit: 1 and 1"),
        case(np.array([True, False, True]), 4, why="1, 1/2, 2/3 over 1/4, 1/4, 2/4: three denominators that all differ"),
        case(np.array([False, True]), 1, why="a miss first: precision rises again"),
        case(np.array([True, False]), 2, why="D = G: hides recall over detections, so never test with this alone"),
        case(np.array([False, False]), 3, why="nothing found"),
        case(np.array([False, False]), 0, why="no ground truth: recall 0, not 0/0"),
        case(np.zeros(0, dtype=bool), 3, why="no detections: two arrays of shape (0,)"),
        case(np.zeros(0, dtype=bool), 0, why="neither"),
        case(np.array([True, False, True]), 4, layout="readonly", why="read-only"),
        case(np.array([True, False, True]), 4, layout="strided", why="non-contiguous"),
    ),
    generate=curve_inputs,
    misconceptions=(
        Misconception("precision_over_all", "precision at a rank divides by the detections *so far*, not by all of them.",
                      _curve(precision_over="all")),
        Misconception("recall_over_detections", "recall divides by the number of ground truths, not by anything that was detected.",
                      _curve(recall_over="detections"), _curve(recall_over="rank"), _curve(recall_over="found")),
        Misconception("zero_over_zero", "where there is no ground truth recall is 0/0: it is to be 0.", _curve(guard=False),
                      divides_by_zero),
        Misconception("not_cumulative", "hits are counted up to each rank: a cumulative sum, not the flag itself.",
                      _curve(cumulative=False)),
    ),
    hints=("After the third detection, how many have you made, and how many were right?",
           "Two arrays of shape (D,): one entry a detection, best first. The hits so far are one cumulative sum.",
           "Hits so far over 1, 2, 3, … is precision. Hits so far over the number of ground truths is recall; with none, zeros."),
    praise="Why: one pass down the ranking. Precision may rise and fall, recall never falls. Next question: which of the two moves "
           "when the same class becomes rarer, and which does not?",
    forbidden=FORBIDDEN,
)
