"""average_precision: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import itertools

import numpy as np

from ... import drawing
from ...exercise import Case, Exercise, Misconception, case
from ...returns import Number
from ...strategies import layouts
from .boxes import FORBIDDEN
from .rates import curve_oracle

LEVELS = {"11point": np.linspace(0, 1, 11), "coco": np.linspace(0, 1, 101)}
# ground truths of a generated curve: k/5 and k/10 meet a recall level by rounding, these never do
TRUTHS = (1, 2, 3, 4, 6, 7, 8, 9)


def ap_oracle(recall, precision, method="all"):
    """The definition: at a level of recall, the best precision at that recall or beyond; averaged over the levels."""
    if method not in ("all", *LEVELS):
        raise ValueError
    points = [(float(r), float(p)) for r, p in zip(recall, precision)]

    def best(level):
        return max((p for r, p in points if r >= level), default=0.0)

    if method != "all":
        return sum(best(level) for level in LEVELS[method]) / len(LEVELS[method])
    steps = [0.0, *sorted({r for r, _ in points})]
    return sum((high - low) * best(high) for low, high in itertools.pairwise(steps))


def ap(recall, precision, method="all", envelope=True, sampled=False, trapezoid=False, from_zero=True, levels=None):
    """Average precision with a switch for each mistake."""
    recall, precision = np.asarray(recall, dtype=float), np.asarray(precision, dtype=float)
    ceiling = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "all":
        start = 0.0 if from_zero else recall[0] if len(recall) else 0.0
        if trapezoid:
            heights = np.concatenate([precision[:1], precision])
            return float(np.sum(np.diff(recall, prepend=start) * (heights[1:] + heights[:-1]) / 2))
        return float(np.sum(np.diff(recall, prepend=start) * (ceiling if envelope else precision)))
    if method not in LEVELS:
        raise ValueError(f"method is {method!r}, wanted 'all', '11point' or 'coco'")
    marks = levels(method) if levels else LEVELS[method][0 if from_zero else 1:]
    place = np.searchsorted(recall, marks, side="left")
    found = np.where(place < len(recall), np.append(precision if sampled else ceiling, 0.0)[np.minimum(place, len(recall))], 0.0)
    return float(found.mean())


def plain_trapezoid(recall, precision, method="all"):
    """``np.trapezoid(precision, recall)``: from the first recall on; the levels are right."""
    return ap(recall, precision, method, trapezoid=True, from_zero=method != "all")


def always_all(recall, precision, method="all"):
    """Ignores which convention was asked for."""
    return ap(recall, precision, "all")


def envelope_from_left(recall, precision, method="all"):
    """The running maximum from the wrong end."""
    return ap(recall, np.maximum.accumulate(np.asarray(precision, dtype=float)), method, envelope=False, sampled=True)


def any_method(recall, precision, method="all"):
    """Takes every unknown method for "all"."""
    return ap(recall, precision, method if method in LEVELS else "all")


def ceiling_of(precision):
    return np.maximum.accumulate(precision[::-1])[::-1]


def looked_up(recall, precision, method="all"):
    {"all": 0, **LEVELS}[method]
    return ap(recall, precision, method)


def levels_of(marks, share=None, reached=False):
    """Other levels, another number to divide by, or only the levels that are reached; the area is right."""
    def answer(recall, precision, method="all"):
        if method not in LEVELS:
            return ap(recall, precision, method)
        count = len(LEVELS[method])
        heights = [max((p for r, p in zip(recall, precision) if r >= mark), default=None if reached else 0.0) for mark in marks(count)]
        heights = [height for height in heights if height is not None]
        return float(sum(heights) / (share(count) if share else max(len(heights), 1)))
    return answer


def last_height(recall, precision, method="all"):
    """As if the curve went on to recall 1."""
    last = ap(recall, precision, method)  # refuses an unknown method
    return ap([*recall, 1.0], [*precision, precision[-1]], method) if len(recall) else last


def strictly_beyond(recall, precision, method="all"):
    if method not in LEVELS:
        return ap(recall, precision, method)
    return float(np.mean([precision[recall > level].max(initial=0.0) for level in LEVELS[method]]))


def mean_of(chosen):
    """The mean of some precisions for "all"; the levels are right."""
    def answer(recall, precision, method="all"):
        area = ap(recall, precision, method)
        values = chosen(recall, precision)
        return area if method != "all" else float(np.mean(values)) if len(values) else 0.0
    return answer


def _ap(**switches):
    return lambda recall, precision, method="all": ap(recall, precision, method, **switches)


def from_hits(hits, truths):
    """(recall, precision), in the order in which average_precision takes them."""
    return curve_oracle(hits, truths)[::-1]


def ap_inputs():
    """Curves of real rankings, every method, given by name, by place or not at all."""
    from hypothesis import strategies as st

    def build(hits, places, truths, method, named, layout):
        hits = np.array(hits[:places], dtype=bool)
        hits &= np.cumsum(hits) <= truths
        recall, precision = from_hits(hits, truths)
        if named == "default":
            return Case((recall, precision), layout=layout)
        return Case((recall, precision), {"method": method}, layout=layout) if named == "keyword" else \
            Case((recall, precision, method), layout=layout)

    return st.builds(build, st.lists(st.booleans(), min_size=10, max_size=10), st.integers(0, 10), st.sampled_from(TRUTHS),
                     st.sampled_from(["all", "11point", "coco"]), st.sampled_from(["keyword", "position", "default"]), layouts())


ONE = from_hits([True], 1)
LATE = from_hits([False, True], 1)
RISE = from_hits([False, True, True], 2)
HALF = from_hits([True, False], 2)
WAVES = from_hits([True, False, True, False, False, True, True], 6)
TAIL = from_hits([False, True, True, False, True, False], 4)
NOTHING = np.zeros(0)

AVERAGE_PRECISION = Exercise(
    name="average_precision",
    oracle=ap_oracle,
    returns=Number(),
    cases=(
        case(*ONE, why="one hit: 1 by every convention; a rule without the step from recall 0 gives 0"),
        case(*LATE, why="a miss, then the hit: 1/2; a trapezoid from the miss gives 1/4"),
        case(*RISE, why="precision rises with recall, 1/2 then 2/3: the smallest curve on which the envelope shows"),
        case(*RISE, method="11point", why="the same by levels: sampled precision is 1/2 up to recall 1/2"),
        case(*HALF, why="recall ends at 1/2: beyond it precision counts as 0"),
        case(*WAVES, why="precision rises and falls: envelope, raw steps and trapezoids all differ"),
        case(*from_hits([True, False, False, True, True, True], 4), why="1/2, 3/5, 2/3 in the end: the best at the right is not the next"),
        case(*WAVES, method="11point", why="ups and downs by 11 levels"),
        case(*WAVES, method="coco", why="and by 101"),
        case(*TAIL, method="11point", why="a miss first: the sampled precision is not the maximum to the right"),
        case(*TAIL, "coco", why="method by position"),
        case(*HALF, method="11point", why="recall 1/2 meets a level exactly: `>=`, six levels of eleven"),
        case(*HALF, method="coco", why="fifty-one levels of a hundred and one"),
        case(*from_hits([False, False], 3), why="nothing found: 0"),
        case(*from_hits([False, False], 3), method="coco", why="nothing found: 0 at level 0 too"),
        case(NOTHING, NOTHING, why="no detections: 0.0"),
        case(NOTHING, NOTHING, method="11point", why="no detections, by levels"),
        case(NOTHING, NOTHING, method="coco", why="no detections, by a hundred and one levels"),
        case(*ONE, method="voc", why="an unknown method raises ValueError"),
        case(*LATE, method="11 point", why="so does one that nearly fits"),
        case(*WAVES, layout="readonly", why="an envelope worked in place fails here"),
        case(*WAVES, method="coco", layout="strided", why="non-contiguous"),
    ),
    generate=ap_inputs,
    misconceptions=(
        Misconception("no_envelope", "that is the area under the raw curve; first each precision is raised to the best one at that "
                      "recall or beyond.", _ap(envelope=False), _ap(envelope=False, sampled=True)),
        Misconception("trapezoids", "the curve is a staircase, and the raw one is joined by no straight lines: take the envelope and "
                      "rectangles.", _ap(trapezoid=True), _ap(trapezoid=True, sampled=True), plain_trapezoid),
        Misconception("sampled_precision", "at a level the precision is the *maximum* at that recall or beyond, not the precision of "
                      "the point that happens to be there.", _ap(sampled=True)),
        Misconception("recall_zero_left_out", "recall 0 belongs to it: as the first of the levels, and as the start of the first step.",
                      _ap(from_zero=False), lambda recall, precision, method="all":
                      ap(recall, precision, method, from_zero=method == "all")),
        Misconception("envelope_from_left", "the maximum is taken over what lies to the right, at higher recall: accumulate from the "
                      "end.", envelope_from_left),
        Misconception("method_ignored", "`method` chooses the convention: \"all\", \"11point\" and \"coco\" give different numbers.",
                      always_all),
        Misconception("unknown_method_accepted", "a method that is none of the three raises ValueError.", any_method,
                      *(lambda recall, precision, method="all", other=other:
                        ap(recall, precision, method if method in ("all", *LEVELS) else other) for other in LEVELS),
                      lambda recall, precision, method="all": ap(recall, precision, method) if method in ("all", *LEVELS) else 0.0),
        Misconception("key_error", "a look-up in a dict raises KeyError, which is no ValueError: ask whether the method is in it.", looked_up),
        Misconception("levels_miscounted", "the levels are 11 or 101, 0 and 1 both among them, and the mean divides by as many.",
                      levels_of(lambda n: np.linspace(0, 1, n)[:-1]), levels_of(lambda n: np.linspace(0, 1, n), lambda n: n - 1),
                      levels_of(lambda n: np.linspace(0, 1, n - 1)), levels_of(lambda n: np.linspace(0, 1, n if n == 11 else n - 1))),
        Misconception("unreached_left_out", "a level beyond the last recall counts as 0: it is not left out of the mean.",
                      levels_of(lambda n: np.linspace(0, 1, n), reached=True)),
        Misconception("divided_by_recall", "what was never found counts: the area is not divided by the recall that was reached.",
                      lambda recall, precision, method="all": ap(recall, precision, method) / max([*recall[-1:], 0]) if max([*recall, 0])
                      else ap(recall, precision, method),
                      lambda recall, precision, method="all": ap(recall, precision, method) / recall[-1]
                      if method == "all" and max([*recall, 0]) else ap(recall, precision, method)),
        Misconception("last_height_kept", "beyond the last recall the precision counts as 0: nothing more was found.", last_height,
                      lambda recall, precision, method="all": last_height(recall, precision, method) if method == "all"
                      else ap(recall, precision, method),
                      lambda recall, precision, method="all": ap(recall, precision, method) if method == "all"
                      else last_height(recall, precision, method)),
        Misconception("greater_than", "a recall that is equal to the level counts too: `>=`.", strictly_beyond),
        Misconception("left_heights", "a step in recall has the height at its *end*, and the first one begins at recall 0.",
                      lambda recall, precision, method="all": float(np.sum(np.diff(recall) * ceiling_of(precision)[:-1]))
                      if method == "all" and len(recall) else ap(recall, precision, method)),
        Misconception("not_turned_back", "the maximum was accumulated from the end, and has to be turned round once more: `[::-1]` twice.",
                      lambda recall, precision, method="all": ap(recall, np.maximum.accumulate(precision[::-1]), method, envelope=False,
                                                                 sampled=True)),
        Misconception("mean_of_precisions", "the mean of the precisions counts every detection once: wanted is the area, where the steps of "
                      "recall are the widths.", mean_of(lambda recall, precision: precision),
                      mean_of(lambda recall, precision: ceiling_of(precision)),
                      mean_of(lambda recall, precision: precision[np.diff(recall, prepend=0) > 0])),
    ),
    hints=("You may choose any threshold you like. At a wanted recall, which precision would you pick?",
           "The envelope has the shape of the precision, (D,); for the levels you need one precision each, (11,) or (101,).",
           "Raise each precision to the largest one at its right. For \"all\": add width of step times height, from recall 0. For "
           "levels: the first point with recall at least the level; its height, or 0 if there is none; then the mean."),
    praise="Why: the envelope says what the best threshold would give. Usual traps: no envelope, trapezoids, a level 0 left out. "
           "Next question: two papers report AP 0.71 and 0.74 on the same boxes; what do you ask first?",
    forbidden=FORBIDDEN,
    equivalent={
        "recall, precision = (np.asarray(recall, dtype=float), np.asarray(precision, dtype=float)) -> pass":
            "both are float arrays by the docstring (“as `precision_recall` gives them”): asarray gives those very arrays",
        "recall, precision = (np.asarray(recall, dtype=float), np.asarray(precision, dtype=float)) -> "
        "recall, precision = (np.asarray(recall), np.asarray(precision, dtype=float))": "recall is a float array already",
        "recall, precision = (np.asarray(recall, dtype=float), np.asarray(precision, dtype=float)) -> "
        "recall, precision = (np.asarray(recall, dtype=float), np.asarray(precision))": "precision is a float array already",
        "first = np.searchsorted(recall, np.linspace(0, 1, levels[method]), side='left') -> "
        "first = np.searchsorted(recall, np.linspace(0, 1, levels[method]))": "side='left' is the default",
        "first = np.searchsorted(recall, np.linspace(0, 1, levels[method]), side='left') -> "
        "first = np.searchsorted(recall, np.linspace(1, 0, levels[method]), side='left')":
            "the mean over the levels does not depend on their order",
    },
    draw=lambda arguments: drawing.curve(arguments["recall"], arguments["precision"]),
)
