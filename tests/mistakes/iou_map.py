"""Wrong answers to topic 05. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import iou_map as right

THRESHOLDS = np.linspace(0.5, 0.95, 10)


def box_iou__zeros(a, b):
    return np.zeros((len(a), len(b)))


def box_iou__ones_on_the_diagonal(a, b):
    return np.eye(len(a), len(b))


def box_iou__x_only(a, b):
    w = np.maximum(np.minimum(a[:, None, 2], b[:, 2]) - np.maximum(a[:, None, 0], b[:, 0]), 0)
    total = (a[:, 2] - a[:, 0])[:, None] + (b[:, 2] - b[:, 0]) - w
    return np.divide(w, total, out=np.zeros_like(w, dtype=float), where=total > 0)


def box_iou__rounded(a, b):
    return np.round(right.box_iou__planar(a, b), 4)


def box_iou__percent(a, b):
    return right.box_iou__planar(a, b) * 100


def box_iou__float32(a, b):
    return right.box_iou__planar(a, b).astype(np.float32).astype(float)


def box_iou__symmetric_only(a, b):
    return right.box_iou__planar(a, a) if len(a) == len(b) else right.box_iou__planar(a, b)


def box_iou__empty_is_flat(a, b):
    return right.box_iou__planar(a, b) if len(a) and len(b) else np.zeros(0)


def box_iou__empty_is_n_by_one(a, b):
    return right.box_iou__planar(a, b) if len(b) else np.zeros((len(a), 1))


def box_iou__positive_quadrant(a, b):
    return right.box_iou__planar(np.maximum(a, 0), np.maximum(b, 0))


def box_iou__integer_division(a, b):
    return right.box_iou__planar(a, b) // 1


def box_iou__giou(a, b):
    iou = right.box_iou__planar(a, b)
    low, high = np.minimum(a[:, None, :2], b[:, :2]), np.maximum(a[:, None, 2:], b[:, 2:])
    hull = np.prod(high - low, axis=-1)
    return iou - (hull > 0) * 0.1


def f1_score__precision(tp, fp, fn):
    return tp / (tp + fp) if tp + fp else 0.0


def f1_score__recall(tp, fp, fn):
    return tp / (tp + fn) if tp + fn else 0.0


def f1_score__no_two(tp, fp, fn):
    p, r = f1_score__precision(tp, fp, fn), f1_score__recall(tp, fp, fn)
    return p * r / (p + r) if p + r else 0.0


def f1_score__smaller(tp, fp, fn):
    return min(f1_score__precision(tp, fp, fn), f1_score__recall(tp, fp, fn))


def f1_score__epsilon(tp, fp, fn):
    p, r = tp / (tp + fp + 1e-8), tp / (tp + fn + 1e-8)
    return 2 * p * r / (p + r + 1e-8)


def f1_score__f2(tp, fp, fn):
    return 5 * tp / (5 * tp + 4 * fn + fp) if tp else 0.0


def f1_score__floor(tp, fp, fn):
    return 2 * tp // (2 * tp + fp + fn) if tp else 0.0


def f1_score__one_when_empty(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0


def nms__all(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, 1.0)


def nms__first_only(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, threshold)[:1]


def nms__ignores_threshold(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, 0.5)


def nms__neighbours_only(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    keep = list(order[:1])
    for i in order[1:]:
        if right.box_iou__planar(boxes[[i]], boxes[[keep[-1]]])[0, 0] <= threshold:
            keep.append(i)
    return [int(i) for i in keep]


def nms__boxes(boxes, scores, threshold):
    return boxes[np.array(right.nms__numpy(boxes, scores, threshold), dtype=int)]


def nms__mask(boxes, scores, threshold):
    mask = np.zeros(len(boxes), dtype=bool)
    mask[np.array(right.nms__numpy(boxes, scores, threshold), dtype=int)] = True
    return mask


def nms__floats(boxes, scores, threshold):
    return np.array(right.nms__numpy(boxes, scores, threshold), dtype=float)


def nms__drops_negative_scores(boxes, scores, threshold):
    return [i for i in right.nms__numpy(boxes, scores, threshold) if scores[i] >= 0]


def match_detections__any(ious, threshold):
    return (ious >= threshold).any(axis=1)


def match_detections__count(ious, threshold):
    out = (ious >= threshold).any(axis=1)
    out[ious.shape[1]:] = False
    return out


def match_detections__by_truth(ious, threshold):
    out = np.zeros(len(ious), dtype=bool)
    for column in ious.T:
        if len(column) and column.max() >= threshold:
            out[column.argmax()] = True
    return out


def match_detections__best_assignment(ious, threshold):
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-(ious >= threshold).astype(float))
    out = np.zeros(len(ious), dtype=bool)
    out[rows] = ious[rows, columns] >= threshold
    return out


def match_detections__indices(ious, threshold):
    return np.flatnonzero(right.match_detections__loops(ious, threshold))


def match_detections__changes_input(ious, threshold):
    out = right.match_detections__loops(ious, threshold)
    if ious.flags.writeable:
        ious[out] = 0
    return out


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


def average_precision__hundred_levels(recall, precision, method="all"):
    if method != "coco":
        return right.average_precision__devkit(recall, precision, method)
    return float(np.mean([max([p for r, p in zip(recall, precision) if r >= t], default=0) for t in np.linspace(0, 1, 100)]))


def average_precision__greater(recall, precision, method="all"):
    if method == "all":
        return right.average_precision__devkit(recall, precision, method)
    n = {"11point": 11, "coco": 101}.get(method)
    if n is None:
        raise ValueError
    return float(np.mean([max([p for r, p in zip(recall, precision) if r > t], default=0) for t in np.linspace(0, 1, n)]))


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


def box_area__scalar(boxes):
    return float(np.sum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])))


def box_area__column(boxes):
    return ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))[:, None].astype(float)


def box_area__square(boxes):
    return (boxes[:, 2] - boxes[:, 0]).astype(float) ** 2


def box_area__integers_stay(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def box_area__absolute_coordinates(boxes):
    boxes = np.abs(boxes).astype(float)
    return np.abs((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
