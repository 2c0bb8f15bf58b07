"""Wrong answers to topic 05, on curves and mAP. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import iou_map as right

THRESHOLDS = np.linspace(0.5, 0.95, 10)


def precision_recall__final_only(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return p[-1:], r[-1:]


def precision_recall__leading_zero(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return np.r_[1.0, p], np.r_[0.0, r]


def average_precision__mean_precision(recall, precision, method="all"):
    right.average_precision__devkit(recall, precision, method)
    return float(np.mean(precision)) if len(precision) else 0.0


def average_precision__interpolated(recall, precision, method="all"):
    if method == "all":
        return right.average_precision__devkit(recall, precision, method)
    n = {"11point": 11, "coco": 101}.get(method)
    if n is None:
        raise ValueError
    if not len(recall):
        return 0.0
    return float(np.interp(np.linspace(0, 1, n), recall, precision, right=0).mean())


def average_precision__prints_instead(recall, precision, method="all"):
    print(right.average_precision__devkit(recall, precision, method))


def mean_average_precision__nine_thresholds(detections, ground_truths):
    return _with(detections, ground_truths, thresholds=np.arange(0.5, 0.93, 0.05))


def mean_average_precision__sorts_in_place(detections, ground_truths):
    for d in detections:
        if d["scores"].flags.writeable:
            d["scores"].sort()
    return _with(detections, ground_truths)


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


def precision_recall__reversed(matched, num_ground_truth):
    return right.precision_recall__cumsum(matched[::-1], num_ground_truth)


def precision_recall__hits_only(matched, num_ground_truth):
    p, r = right.precision_recall__cumsum(matched, num_ground_truth)
    return p[matched], r[matched]


def precision_recall__of_the_misses(matched, num_ground_truth):
    return right.precision_recall__cumsum(~matched, num_ground_truth)


def average_precision__next_point_only(recall, precision, method="all"):
    raised = np.maximum(precision, np.append(precision[1:], 0.0))
    if method == "all":
        return float(np.sum(np.diff(recall, prepend=0) * raised))
    return right.average_precision__devkit(recall, precision, method)


def average_precision__arguments_exchanged(recall, precision, method="all"):
    return right.average_precision__devkit(precision, recall, method)


def mean_average_precision__labels_from_zero(detections, ground_truths):
    def of(image, label):
        return {key: value[image["labels"] == label] for key, value in image.items()}

    last = max([int(c) for g in ground_truths for c in g["labels"]], default=-1)
    values = [_with([of(d, c) for d in detections], [of(g, c) for g in ground_truths]) for c in range(last + 1)]
    values = [value for value in values if value >= 0]
    return float(np.mean(values)) if values else -1.0


def mean_average_precision__low_scores_left_out(detections, ground_truths):
    """As a detector does before it shows its boxes."""
    kept = [{key: value[image["scores"] > 0.05] for key, value in image.items()} for image in detections]
    return _with(kept, ground_truths)


def mean_average_precision__scores_rounded(detections, ground_truths):
    return _with([image | {"scores": image["scores"].round(2)} for image in detections], ground_truths)


def mean_average_precision__images_without_detections_skipped(detections, ground_truths):
    pairs = [(d, g) for d, g in zip(detections, ground_truths) if len(d["labels"])]
    return _with([d for d, _ in pairs], [g for _, g in pairs])
