"""Oracles of topic 05's drills: pycocotools, scikit-learn, OpenCV, or unit squares counted."""
from contextlib import redirect_stdout
from fractions import Fraction
from functools import cache
from io import StringIO

import cv2
import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from sklearn import metrics


def iou_of_boxes(a, b):
    """Unit squares in both over unit squares in either."""
    one, other = ({(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])} for box in (a, b))
    return Fraction(len(one & other), len(one | other))


def labels(right, wrong, missed):
    """What is there and what was said, one entry a box or a missed object."""
    return [1] * right + [0] * wrong + [1] * missed, [1] * (right + wrong) + [0] * missed


def f1_of_counts(drawn, right, missed):
    """scikit-learn's."""
    return float(metrics.f1_score(*labels(right, drawn - right, missed)))


def precision_and_recall(objects, drawn, taken, duplicates):
    """scikit-learn's, where a duplicate is a call for something that is not there."""
    background = drawn - taken - duplicates
    said = labels(taken, duplicates + background, objects - taken)
    return float(metrics.precision_score(*said)), float(metrics.recall_score(*said))


def nms_survivors(width, lefts, scores, threshold):
    """OpenCV's; thresholds are powers of two, so that equality is exact there."""
    return cv2.dnn.NMSBoxes([[left, 0, width, 8] for left in lefts], scores, 0.0, threshold).tolist()


def coco(truth, found, levels=None):
    """COCOeval's mean precision over thresholds, levels and classes; `truth` and `found` hold (class, box, score)."""
    def entries(rows):
        return [{"id": k, "image_id": 1, "category_id": name, "bbox": box, "area": box[2] * box[3], "iscrowd": 0, "score": score}
                for k, (name, box, score) in enumerate(rows, 1)]

    with redirect_stdout(StringIO()):  # it prints its progress
        real = COCO()
        real.dataset = {"info": {}, "images": [{"id": 1}], "categories": [{"id": 1}, {"id": 2}, {"id": 3}],
                        "annotations": entries(truth)}
        real.createIndex()
        judge = COCOeval(real, real.loadRes(entries(found)), "bbox")
        judge.params.areaRng, judge.params.areaRngLbl, judge.params.maxDets = [[0, 1e10]], ["all"], [100]
        if levels is not None:
            judge.params.iouThrs, judge.params.recThrs = np.array([0.5]), np.asarray(levels)
        judge.evaluate()
        judge.accumulate()
    precision = judge.eval["precision"]  # -1 where a class has no object
    return float(precision[precision > -1].mean())


@cache
def ranked(matched, objects, levels):
    """COCOeval's mean at these levels of a ranking; a right detection lies on an object of its own, a wrong one far away."""
    truth = [(1, [20.0 * k, 0.0, 10.0, 10.0], 1.0) for k in range(objects)]
    free = iter(truth)
    found = [(1, next(free)[1] if hit else [20.0 * k, 500.0, 10.0, 10.0], 1 - k / 100) for k, hit in enumerate(matched)]
    return coco(truth, found, levels)


def ap_all_points(matched, objects):
    """The envelope is constant between multiples of 1/objects: its mean at the middles is the area."""
    return ranked(tuple(matched), objects, tuple((k + 0.5) / objects for k in range(objects)))


def ap_11_points(matched, objects):
    """COCOeval at eleven levels instead of 101."""
    return ranked(tuple(matched), objects, tuple(np.linspace(0, 1, 11)))


def coco_map(overlaps, false, phantoms):
    """COCOeval as it is; an object is 100 wide, its box as wide as the IoU says."""
    truth = [(name, [0.0, 200.0 * name, 100.0, 50.0], 1.0) for name in (1, 2)]
    found = [(3, [500.0, 100.0 * k, 10.0, 10.0], 0.9) for k in range(phantoms)]
    for name, overlap, count in zip((1, 2), overlaps, false):
        found.append((name, [0.0, 200.0 * name, 100 * overlap, 50.0], 0.5))
        found += [(name, [800.0, 100.0 * k, 10.0, 10.0], 0.9 - k / 100) for k in range(count)]
    return coco(truth, found)


ORACLES = {name: globals()[name] for name in ("iou_of_boxes", "f1_of_counts", "precision_and_recall", "nms_survivors",
                                              "ap_all_points", "ap_11_points", "coco_map")}
