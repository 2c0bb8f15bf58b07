"""mean_average_precision: COCOeval as the oracle, dense inputs, and the wrong answers that people give."""
from __future__ import annotations

import contextlib
import copy
import io

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Number
from .boxes import FORBIDDEN, iou, iou_oracle
from .curves import ap
from .matching import matched
from .rates import curve
from .strategies import box_arrays, exactly

THRESHOLDS = np.linspace(0.5, 0.95, 10)


def map_oracle(detections, ground_truths):
    """COCOeval's stats[0], worked out for the one area range and the one limit that enter it."""
    from pycocotools.cocoeval import COCOeval

    judge = COCOeval(iouType="bbox")
    labels = sorted({int(c) for image in [*detections, *ground_truths] for c in image["labels"]})
    judge._gts, judge._dts = _records(ground_truths), _records(detections)
    judge.params.imgIds, judge.params.catIds = list(range(len(ground_truths))), labels
    judge.params.areaRng, judge.params.areaRngLbl, judge.params.maxDets = [[0, 1e10]], ["all"], [100]
    if not labels or not judge.params.imgIds:
        return -1.0
    pairs = [(i, c) for c in labels for i in judge.params.imgIds]
    judge.ious = {pair: judge.computeIoU(*pair) for pair in pairs}
    judge.evalImgs = [judge.evaluateImg(i, c, [0, 1e10], 100) for i, c in pairs]
    judge._paramsEval = copy.deepcopy(judge.params)
    with contextlib.redirect_stdout(io.StringIO()):
        judge.accumulate()
    precision = judge.eval["precision"]
    return float(precision[precision > -1].mean()) if (precision > -1).any() else -1.0


class _records(dict):
    """(image, class) → COCO's records, empty where there are none."""

    def __init__(self, images):
        number = 0
        for i, image in enumerate(images):
            scores = image.get("scores", np.zeros(len(image["labels"])))
            for (x1, y1, x2, y2), label, score in zip(np.asarray(image["boxes"], float), image["labels"], scores):
                number += 1
                record = {"id": number, "image_id": i, "bbox": [x1, y1, x2 - x1, y2 - y1], "area": (x2 - x1) * (y2 - y1),
                          "score": float(score), "iscrowd": 0, "ignore": 0}
                self.setdefault((i, int(label)), []).append(record)

    def __missing__(self, key):
        return []


def _of_class(image, label, scores=False):
    chosen = np.asarray(image["labels"]).reshape(-1) == label if label is not None else np.ones(len(image["labels"]), bool)
    boxes = np.asarray(image["boxes"], dtype=float).reshape(-1, 4)[chosen]
    return (boxes, np.asarray(image["scores"], dtype=float)[chosen]) if scores else boxes


def stable(scores):
    """Best first, equal ones in the order of the input."""
    return np.argsort(-scores, kind="stable")


def class_aps(pairs, label, thresholds, limit=100, across=True, rule=None, order=stable, first=stable, method="coco", plus=0.0, skip=False):
    """APs of one class, one a threshold; None where there is no ground truth."""
    truths, overlaps, scores = 0, [], []
    for detection, truth in pairs:
        (boxes, score), real = _of_class(detection, label, scores=True), _of_class(truth, label)
        if skip and not len(real):
            continue
        best = first(score)[:limit]
        overlaps.append(iou(boxes[best], real, plus=plus))
        scores.append(score[best])
        truths += len(real)
    if not truths:
        return [None] * len(thresholds)
    ranking = order(np.concatenate(scores)) if across else slice(None)
    hits = [np.concatenate([matched(overlap, t, **(rule or {})) for overlap in overlaps]) for t in thresholds]
    return [ap(*curve(hit[ranking], truths)[::-1], method) for hit in hits]


def mean_ap(detections, ground_truths, thresholds=THRESHOLDS, pooled=False, absent=None, nothing=-1.0, **switches):
    """COCO mAP with a switch for each mistake."""
    pairs = list(zip(detections, ground_truths))
    labels = sorted({int(c) for image in [*detections, *ground_truths] for c in image["labels"]})
    every = [class_aps(pairs, label, thresholds, **switches) for label in ([None] if pooled else labels)]
    values = [absent if value is None else value for row in every for value in row]
    values = [value for value in values if value is not None]
    return float(np.mean(values)) if values else nothing


def one_image(detections, ground_truths):
    """All images laid upon each other."""
    if not ground_truths:
        return -1.0
    return mean_ap(*([{key: np.concatenate([image[key] for image in images]) for key in images[0]}]
                     for images in (detections, ground_truths)))


def images_with_truth(detections, ground_truths):
    """Leaves out the images where there is nothing to find."""
    pairs = [(d, g) for d, g in zip(detections, ground_truths) if len(g["labels"])]
    return mean_ap([d for d, _ in pairs], [g for _, g in pairs])


def detected_classes(detections, ground_truths):
    """The classes are those of the detections; without any, 0."""
    found = {int(c) for d in detections for c in d["labels"]}
    kept = [{**g, "boxes": g["boxes"][chosen], "labels": g["labels"][chosen]}
            for g in ground_truths for chosen in [np.array([int(c) in found for c in g["labels"]], dtype=bool)]]
    return mean_ap(detections, kept)


def limit_over_classes(detections, ground_truths):
    """The 100 best of an image, whatever their class."""
    return mean_ap([{key: value[stable(d["scores"])[:100]] for key, value in d.items()} for d in detections], ground_truths)


def first_of_each_image(detections, ground_truths):
    """The first 100 of an image, not the best."""
    return mean_ap([{key: value[:100] for key, value in d.items()} for d in detections], ground_truths)


def per_image(detections, ground_truths):
    """The mean of each image's own mAP."""
    each = [mean_ap([d], [g]) for d, g in zip(detections, ground_truths)]
    each = [value for value in each if value >= 0]
    return float(np.mean(each)) if each else -1.0


def _map(**switches):
    return lambda detections, ground_truths: mean_ap(detections, ground_truths, **switches)


def image(boxes, labels, scores=None):
    """One image's dict, as the exercise takes it."""
    record = {"boxes": np.array(boxes, dtype=float).reshape(-1, 4), "labels": np.array(labels, dtype=np.int64)}
    return record if scores is None else {**record, "scores": np.array(scores, dtype=float)}


def map_inputs():
    """Dense: boxes from a small grid, three classes, three scores; natural detections tell few wrong rules from the right."""
    from hypothesis import strategies as st

    found, truth = (box_arrays(most=most, shortest=4, longest=8, start=(0, 2), scales=(1.0, 0.25)) for most in (5, 3))
    labels, scores = exactly([1, 2, 7], 5), exactly([0.5, 0.9, 0.1], 5)

    @st.composite
    def pair(draw):
        boxes, real = draw(found), draw(truth)
        return (image(boxes, draw(labels[len(boxes)]), draw(scores[len(boxes)])), image(real, draw(labels[len(real)])))

    return st.lists(pair(), min_size=1, max_size=3).map(
        lambda pairs: Case(([d for d, _ in pairs], [g for _, g in pairs]))).filter(clear_of_thresholds)


def clear_of_thresholds(c: Case) -> bool:
    """No IoU on a threshold that is not exact in binary: np.linspace and other spellings round differently there."""
    for detection, truth in zip(*c.args):
        twenty = iou_oracle(detection["boxes"], truth["boxes"]) * 20
        whole = np.rint(twenty)
        if (np.isclose(twenty, whole, atol=1e-9) & (whole > 10) & (whole != 15) & (whole < 20)).any():
            return False
    return True


A, B, C, D = [0, 0, 4, 4], [10, 0, 14, 4], [0, 10, 8, 14], [20, 20, 24, 24]
LOOSE = [0, 0, 4, 3]  # IoU 3/4 with A
WIDE, RIGHT, MIDDLE, FAR = ([x, 0, x + 8, 8] for x in (0, 1, 2, 3))  # neighbours overlap by 7/9
TIES = [0.5, 0.25, 0.5, 0.75, 0.9] * 8
CROWDED = [[x % 12 * 5.0, x // 12 * 5.0, x % 12 * 5.0 + 4, x // 12 * 5.0 + 4] for x in range(102)]

CASES = (
    case([image([A], [1], [0.9])], [image([A], [1])], why="one perfect box: 1"),
    case([image([LOOSE], [1], [0.9])], [image([A], [1])], why="IoU 0.75: right at 6 of the 10 thresholds; catches one_threshold"),
    case([image([A, B], [1, 2], [0.9, 0.8])], [image([A, B], [1, 1])], why="class 2 has no ground truth: it does not count"),
    case([image([A], [2], [0.9])], [image([A], [1])], why="the right box with the wrong label: 0, and 1 where classes are pooled"),
    case([image([D, A], [1, 1], [0.2, 0.9]), image([B], [1], [0.5])], [image([A], [1]), image([B], [1])],
         why="the false positive of image 0 ranks below the hit of image 1 only if all are sorted together"),
    case([image([A, D], [1, 1], [0.9, 0.8]), image([D], [1], [0.7])], [image([A, B], [1, 1]), image([C], [1])],
         why="images of unlike difficulty: the mean over images is another number"),
    case([image([A, B, C], [1, 1, 1], [0.9, 0.8, 0.7])], [image([A, B, C, D], [1, 1, 1, 2])],
         why="a class of three objects, all found, and one of one, missed: the mean is 1/2, each class counts once"),
    case([image([A], [1], [0.5]), image([D], [1], [0.9])], [image([A], [1]), image([], [])],
         why="a false positive in an image with nothing to find: it counts, and ranks first"),
    case([image([A], [1], [0.5]), image([D], [1], [0.9])], [image([A], [1]), image([D], [2])],
         why="the same where the other image has an object of another class"),
    case([image([A], [1], [0.9]), image([], [], [])], [image([D], [1]), image([A], [1])],
         why="the box lies on an object of the other image: images are matched one by one"),
    case([image([LOOSE, A], [1, 1], [0.5, 0.9])], [image([A], [1])],
         why="the worse one stands first in the input: matched before it is sorted, it takes the object up to IoU 0.75"),
    case([image([[0, 0, 8, 5]], [1], [0.9])], [image([WIDE], [1])], why="IoU 5/8: right at 3 of 10 thresholds, at 2 of 5 in steps of 0.1"),
    case([image([A, A], [1, 1], [0.9, 0.8])], [image([A, B], [1, 1])], why="a duplicate is a false positive"),
    case([image([WIDE, WIDE], [1, 1], [0.9, 0.8])], [image([WIDE, RIGHT], [1, 1])],
         why="the second's best is taken, and a neighbour overlaps by 7/9: COCO gives it that one, VOC does not"),
    case([image([RIGHT, FAR], [1, 1], [0.9, 0.8])], [image([WIDE, MIDDLE], [1, 1])],
         why="the first overlaps two objects by 7/9 each: the last one is taken, and nothing is left for the second"),
    case([image([LOOSE, A, D], [1, 1, 1], [0.5, 0.5, 0.5])], [image([A, D], [1, 1])], why="tied scores keep the input's order"),
    case([image([D], [1], [0.5]), image([B], [1], [0.5])], [image([A], [1]), image([B], [1])],
         why="tied scores across images: the earlier image first"),
    case([image([D, A], [1, 1], [0.9, 0.9 + 1e-12])], [image([A], [1])],
         why="scores that differ in the twelfth place: the hit comes first; a sort in float32 takes them for tied"),
    case([image([D], [1], [0.001]), image([[0, 0, 4, 3.75]], [1], [0.004])], [image([], []), image([A], [1])],
         why="low scores count, neither left out nor rounded: the hit ranks first, and with IoU 15/16 is right at 9 of 10 thresholds"),
    case([image(CROWDED, [1] * 102, [0.9] * 101 + [0.95])], [image([CROWDED[i] for i in (98, 99, 5, 101)], [1] * 4)],
         why="102 detections of one class: place 100 counts, place 101 does not"),
    case([image(CROWDED[:60] + CROWDED[:60], [1] * 60 + [2] * 60, [0.5] * 120)],
         [image(CROWDED[:3] + CROWDED[57:60], [1, 1, 1, 2, 2, 2])],
         why="120 detections, 60 of each class: the limit is by class, so all count"),
    case([image(CROWDED[:40], [1] * 40, TIES), image(CROWDED[40:80], [1] * 40, TIES)],
         [image(CROWDED[:40:3], [1] * 14), image(CROWDED[41:80:4], [1] * 10)],
         why="80 detections with four scores: an unstable sort, in the image or across, shows only beyond 16"),
    case([image([], [], []), image([B], [3], [0.5])], [image([A], [3]), image([B], [3])], why="an image with nothing detected"),
    case([image([A], [1], [0.5])], [image([], [])], why="no ground truth at all: -1.0"),
    case([image([], [], [])], [image([], [])], why="nothing at all: -1.0"),
    case([image([], [], [])], [image([A, B], [1, 2])], why="nothing detected: 0"),
    case([image([A], [0], [0.9])], [image([A, B], [0, -1])], why="labels are any integers, 0 and negative ones too: class -1 is missed"),
    case([image([A, B, C], [2, 1, 2], [0.1, 0.9, 0.5])], [image([C, A, B], [2, 2, 1])], layout="readonly", why="read-only"),
    case([image([A, B, C], [2, 1, 2], [0.1, 0.9, 0.5])], [image([C, A, B], [2, 2, 1])], layout="strided", why="non-contiguous"),
)

MEAN_AVERAGE_PRECISION = Exercise(
    name="mean_average_precision",
    oracle=map_oracle,
    returns=Number(tolerance=1e-10),
    cases=CASES,
    generate=map_inputs,
    misconceptions=(
        Misconception("one_threshold", "that is AP at a single threshold; COCO's mAP is the mean over 0.50, 0.55, …, 0.95.",
                      _map(thresholds=[0.5]), _map(thresholds=[0.75])),
        Misconception("averaged_over_images", "precision and recall belong to a class over the whole data set; a mean of each image's "
                      "own mAP is another number.", per_image),
        Misconception("classes_pooled", "each class has its own curve; the mean over classes comes after.", _map(pooled=True)),
        Misconception("absent_class_as_zero", "a class without ground truth has no recall and so no AP: leave it out of the mean.",
                      _map(absent=0.0)),
        Misconception("unsorted_across_images", "the detections of a class are ranked over all images together, not image by image.",
                      _map(across=False)),
        Misconception("matched_in_input_order", "in its image, too, the detection with the best score chooses first: sort before matching.",
                      _map(first=lambda scores: np.arange(len(scores)), limit=None),
                      _map(first=lambda scores: np.sort(stable(scores)[:100]))),
        Misconception("worst_first", "`argsort` puts the worst score first: rank the best first.",
                      _map(order=lambda scores: np.argsort(scores, kind="stable")),
                      _map(order=lambda scores: np.argsort(scores, kind="stable"), first=lambda scores: np.argsort(scores, kind="stable"))),
        Misconception("unstable_ties", "equal scores keep the order of the input: sort the negated scores with `kind=\"stable\"`.",
                      *(_map(order=order, first=order) for order in (lambda scores: np.argsort(-scores), lambda scores: np.argsort(scores)[::-1],
                                                                     lambda scores: np.argsort(scores, kind="stable")[::-1]))),
        Misconception("images_pooled", "a detection may match only what lies in its own image: match image by image, rank together.",
                      one_image),
        Misconception("images_without_truth_skipped", "where there is nothing to find every detection is a false positive, and counts: skip "
                      "no image.", images_with_truth, _map(skip=True)),
        Misconception("undetected_class_left_out", "a class that nobody detected has AP 0, and counts: the classes are those of the ground "
                      "truth.", detected_classes),
        Misconception("zero_without_truth", "with no ground truth at all the answer is -1.0: there is nothing to be right or wrong about.",
                      _map(nothing=0.0), _map(nothing=float("nan"))),
        Misconception("other_thresholds", "the ten thresholds are 0.50, 0.55, …, 0.95.", _map(thresholds=[0.5, 0.75]),
                      _map(thresholds=THRESHOLDS[:-1]), _map(thresholds=np.linspace(0.5, 1, 11)), _map(thresholds=np.linspace(0.5, 1, 10)),
                      _map(thresholds=THRESHOLDS[::2])),
        Misconception("thresholds_added_up", "steps of 0.05, added up, end a little above 0.6, 0.75 and others, which an IoU of just "
                      "that then misses: take `np.linspace(.5, .95, 10)`.", _map(thresholds=np.arange(0.5, 1, 0.05))),
        Misconception("other_levels", "COCO's AP is the mean over 101 levels of recall, not over 11, and not the area.",
                      _map(method="all"), _map(method="11point")),
        Misconception("greater_than", "an IoU equal to the threshold is a match: `>=`.", _map(rule={"strict": True})),
        Misconception("plus_one_pixel", "the + 1 is for boxes that name their last pixel; here a width is `x2 - x1`.", _map(plus=1.0)),
        Misconception("limit_over_classes", "the 100 best are taken of each class in each image, not of the image.", limit_over_classes),
        Misconception("first_hundred", "the 100 detections that count are the best, not the first of the input.", first_of_each_image),
        Misconception("no_limit", "COCO looks at the 100 best detections of a class in an image, and no further.", _map(limit=None)),
        Misconception("voc_matching", "that is VOC's matching (the best ground truth overall, or nothing); COCO takes the best that is "
                      "still unmatched.", _map(rule={"best_overall": True})),
        Misconception("truth_used_twice", "a ground truth is matched once; a second box on it is a false positive.",
                      _map(rule={"once": False})),
        Misconception("first_of_equals", "of equal overlaps COCO takes the last; `argmax` takes the first.",
                      _map(rule={"last": False})),
    ),
    hints=("Over what is the mean taken, and in which order: images, classes, thresholds?",
           "One AP for each class (with ground truth) and each of the 10 thresholds: a (classes, 10) table, whose mean is the answer.",
           "For a class and a threshold: match in each image, at most the 100 best; put hits and scores of all images together; sort "
           "by score, stable; precision and recall; AP with 101 levels. Without any ground truth: -1.0."),
    praise="Why: matching is per image, ranking is per class over all images. Usual traps: mAP per image, pooled classes, absent "
           "classes as 0. Next question: mAP went up and AP75 went down; what did the new model trade?",
    forbidden=FORBIDDEN,
    library=map_oracle,
    equivalent={
        "for label in sorted(classes): -> for label in classes:": "the mean over the classes does not depend on their order",
        "thresholds = np.linspace(0.5, 0.95, 10) -> thresholds = np.linspace(0.95, 0.5, 10)":
            "the mean over the thresholds does not depend on their order",
        "score = np.asarray(found['scores'], dtype=float)[mine] -> score = np.asarray(found['scores'])[mine]":
            "scores are only negated and sorted, and signed or float scores have the same order then",
        "for hits in np.concatenate(matched, axis=1)[:, ranking]: -> for hits in np.concatenate(matched, axis=-1)[:, ranking]:":
            "each part is (10, D): the last axis is axis 1",
    },
    seconds=3.0,
    generated=32,
    shrinks=24,
)
