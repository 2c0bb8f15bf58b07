"""Wrong answers to topic 05, on curves and mAP. One function a mistake: `NAME__mistake`."""
import operator

import numpy as np

from answers import iou_map as right

THRESHOLDS = np.linspace(0.5, 0.95, 10)


def precision_recall__swapped(matched, num_ground_truth):
    return right.precision_recall__cumsum(matched, num_ground_truth)[::-1]


def precision_recall__final_only(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return p[-1:], r[-1:]


def precision_recall__leading_zero(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return np.r_[1.0, p], np.r_[0.0, r]


def precision_recall__enveloped(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return np.maximum.accumulate(p[::-1])[::-1], r


def precision_recall__ranks_from_zero(matched, num_ground_truth):
    hits = np.cumsum(matched)
    return hits / np.maximum(np.arange(len(hits)), 1), hits / max(num_ground_truth, 1)


def precision_recall__one_without_truth(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return p, r if num_ground_truth else np.ones_like(r)


def average_precision__mean_precision(recall, precision, method="all"):
    right.average_precision__devkit(recall, precision, method)
    return float(np.mean(precision)) if len(precision) else 0.0


def _at_levels(recall, precision, method, levels, reaches):
    if method not in levels:
        return right.average_precision__devkit(recall, precision, method)
    marks = np.linspace(0, 1, levels[method])
    return float(np.mean([max([p for r, p in zip(recall, precision) if reaches(r, t)], default=0) for t in marks]))


def average_precision__hundred_levels(recall, precision, method="all"):
    return _at_levels(recall, precision, method, {"coco": 100}, operator.ge)


def average_precision__greater(recall, precision, method="all"):
    return _at_levels(recall, precision, method, {"11point": 11, "coco": 101}, operator.gt)


def average_precision__of_what_was_found(recall, precision, method="all"):
    value = right.average_precision__devkit(recall, precision, method)
    return value / recall[-1] if len(recall) and recall[-1] else value


def average_precision__interpolated(recall, precision, method="all"):
    if method == "all":
        return right.average_precision__devkit(recall, precision, method)
    n = {"11point": 11, "coco": 101}.get(method)
    if n is None:
        raise ValueError
    if not len(recall):
        return 0.0
    return float(np.interp(np.linspace(0, 1, n), recall, precision, right=0).mean())


def average_precision__to_recall_one(recall, precision, method="all"):
    if method != "all" or not len(recall):
        return right.average_precision__devkit(recall, precision, method)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(np.diff(np.r_[0, recall, 1]) * np.r_[best, best[-1]]))


def average_precision__key_error(recall, precision, method="all"):
    {"all": 0, "11point": 1, "coco": 2}[method]
    return right.average_precision__devkit(recall, precision, method)


def average_precision__prints_instead(recall, precision, method="all"):
    print(right.average_precision__devkit(recall, precision, method))


def mean_average_precision__eleven_points(detections, ground_truths):
    return _with(detections, ground_truths, method="11point")


def mean_average_precision__area(detections, ground_truths):
    return _with(detections, ground_truths, method="all")


def mean_average_precision__nine_thresholds(detections, ground_truths):
    return _with(detections, ground_truths, thresholds=np.arange(0.5, 0.93, 0.05))


def mean_average_precision__zero_when_empty(detections, ground_truths):
    return max(_with(detections, ground_truths), 0.0)


def mean_average_precision__limit_over_classes(detections, ground_truths):
    cut = []
    for d in detections:
        best = np.argsort(-d["scores"], kind="stable")[:100]
        cut.append({key: value[best] for key, value in d.items()})
    return _with(cut, ground_truths)


def mean_average_precision__sorts_in_place(detections, ground_truths):
    for d in detections:
        if d["scores"].flags.writeable:
            d["scores"].sort()
    return _with(detections, ground_truths)


def mean_average_precision__first_hundred(detections, ground_truths):
    return _with([{key: value[:100] for key, value in d.items()} for d in detections], ground_truths)


def mean_average_precision__weighted_by_objects(detections, ground_truths):
    return _with(detections, ground_truths, weigh=True)


def _with(detections, ground_truths, method="coco", thresholds=THRESHOLDS, weigh=False):
    values, weights = [], []
    for c in sorted({int(c) for g in ground_truths for c in g["labels"]}):
        total = sum(int((g["labels"] == c).sum()) for g in ground_truths)
        for t in thresholds:
            scores, hits = [], []
            for d, g in zip(detections, ground_truths):
                keep = np.flatnonzero(d["labels"] == c)
                keep = keep[np.argsort(-d["scores"][keep], kind="stable")][:100]
                ious = right.box_iou__planar(d["boxes"][keep], g["boxes"][g["labels"] == c])
                hits.append(right.match_detections__loops(ious, t))
                scores.append(d["scores"][keep])
            order = np.argsort(-np.concatenate(scores), kind="stable")
            p, r = right.precision_recall__cumsum(np.concatenate(hits)[order], total)
            values.append(right.average_precision__devkit(r, p, method))
            weights.append(total if weigh else 1)
    return float(np.average(values, weights=weights)) if values else -1.0
