"""f1_score and precision_recall: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Number, Parts
from ...strategies import layouts
from .boxes import FORBIDDEN


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


def asked_for_precision(tp, fp, fn):
    """Asks for 0 below the precision alone."""
    return unguarded_f1(tp, fp, fn) if tp + fp else 0.0


def asked_for_both(tp, fp, fn):
    """Asks for 0 below both fractions; both may be 0 themselves."""
    return unguarded_f1(tp, fp, fn) if tp + fp and tp + fn else 0.0


def _f1_with(e, precision, recall):
    return 2 * precision * recall / (precision + recall + e)


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
        case(4, 1, 4, why="P = 0.8 and R = 0.5 give 0.615, not 0.65"),
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
        Misconception("one_of_the_two", "F1 is made of precision *and* recall: this is one of the two alone.",
                      lambda tp, fp, fn: ratio(tp, tp + fp), lambda tp, fp, fn: ratio(tp, tp + fn),
                      lambda tp, fp, fn: min(ratio(tp, tp + fp), ratio(tp, tp + fn)),
                      lambda tp, fp, fn: max(ratio(tp, tp + fp), ratio(tp, tp + fn))),
        Misconception("two_forgotten", "the harmonic mean is *twice* PR over P + R: of two ones it is 1. With counts, the 2 stands above and "
                      "below: 2 TP / (2 TP + FP + FN).", lambda tp, fp, fn: ratio(tp, 2 * tp + fp + fn),
                      lambda tp, fp, fn: ratio(2 * tp, tp + fp + fn)),
        Misconception("product", "P times R is smaller than both: a mean lies between them.",
                      lambda tp, fp, fn: ratio(tp, tp + fp) * ratio(tp, tp + fn)),
        Misconception("rounded", "the number is wanted as it is: whoever prints it may round it.",
                      *(lambda tp, fp, fn, k=k: round(ratio(2 * tp, 2 * tp + fp + fn), k) for k in (2, 3, 4))),
        Misconception("another_beta", "F2 and F0.5 weigh recall or precision more; in F1 both weigh the same.",
                      lambda tp, fp, fn: ratio(5 * tp, 5 * tp + 4 * fn + fp), lambda tp, fp, fn: ratio(1.25 * tp, 1.25 * tp + 0.25 * fn + fp)),
        Misconception("epsilon", "a small number below the line biases every result: test for 0 instead.",
                      *(lambda tp, fp, fn, e=10.0**-k: 2 * tp / (2 * tp + fp + fn + e) for k in range(5, 9)),
                      *(lambda tp, fp, fn, e=10.0**-k: _f1_with(e, tp / (tp + fp + e), tp / (tp + fn + e)) for k in range(5, 9))),
        Misconception("one_when_empty", "with nothing to find and nothing found F1 is set to 0.0 here, not to 1.",
                      lambda tp, fp, fn: 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0,
                      lambda tp, fp, fn: 2 * tp / (2 * tp + fp + fn) if fp + fn else 1.0),
        Misconception("zero_over_zero", "without positives precision or recall is 0/0: say what F1 is to be then, here 0.0.",
                      unguarded_f1, lambda tp, fp, fn: 2 * tp / (2 * tp + fp + fn), half_guarded_f1, asked_for_precision, asked_for_both,
                      lambda tp, fp, fn: ratio(2 * tp, 2 * tp + fp + fn) if tp + fp + fn else float("nan")),
    ),
    hints=("If precision is 1 and recall is 0.01, what should one number say of the detector?",
           "Three counts go in, one float comes out; precision and recall both have the true positives on top.",
           "Write 2PR / (P + R) with the counts and cancel: what remains has one division. Ask about 0 before it."),
    praise="Why: the harmonic mean is dragged down by the smaller of the two. Usual traps: the arithmetic mean, 0/0. Next question: "
           "what does F2 weigh, and what would you plot instead of one operating point?",
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


def _with_epsilon(hits, truths, e, both):
    found = np.cumsum(hits)
    return found / (np.arange(1, len(hits) + 1) + (e if both else 0)), found / (truths + e)


def ranks_from_zero(hits, truths):
    with np.errstate(all="ignore"):
        return np.cumsum(hits) / np.arange(len(hits)), curve(hits, truths)[1]


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
        Misconception("recall_one_without_truth", "where there is nothing to find recall is to be 0, not 1.",
                      lambda hits, truths: (curve(hits, truths)[0], curve(hits, truths)[1] if truths else np.ones(len(hits)))),
        Misconception("order_exchanged", "precision is returned first, then recall.", lambda hits, truths: curve(hits, truths)[::-1]),
        Misconception("epsilon", "a small number below the line biases every result: test for 0 instead.",
                      *(lambda hits, truths, e=10.0**-k, both=both: _with_epsilon(hits, truths, e, both)
                        for k in range(5, 9) for both in (True, False))),
        Misconception("ranks_from_zero", "after the first detection there is one, not none: the ranks begin at 1.",
                      lambda hits, truths: (np.cumsum(hits) / np.maximum(np.arange(len(hits)), 1), curve(hits, truths)[1]), ranks_from_zero),
        Misconception("enveloped", "that is the envelope, which belongs to average precision: here precision is what it is at each rank.",
                      lambda hits, truths: (np.maximum.accumulate(curve(hits, truths)[0][::-1])[::-1], curve(hits, truths)[1])),
        Misconception("over_the_misses", "precision divides by all detections so far, right and wrong, not by the wrong ones alone.",
                      lambda hits, truths: (np.cumsum(hits) / np.maximum(np.cumsum(~hits), 1), curve(hits, truths)[1])),
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
