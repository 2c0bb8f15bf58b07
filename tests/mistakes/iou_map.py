"""Wrong answers to topics 00 and 05, on boxes and matches. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import iou_map as right


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


def f1_score__floor(tp, fp, fn):
    return 2 * tp // (2 * tp + fp + fn) if tp else 0.0


def nms__all(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, 1.0)


def nms__first_only(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, threshold)[:1]


def nms__ignores_threshold(boxes, scores, threshold):
    return right.nms__numpy(boxes, scores, 0.5)


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


def box_area__worked_in_float32(boxes):
    x1, y1, x2, y2 = np.asarray(boxes, dtype=np.float32).T
    return ((x2 - x1) * (y2 - y1)).astype(float)


def box_area__cut_at_zero(boxes):
    x1, y1, x2, y2 = np.maximum(boxes, 0).astype(float).T
    return (x2 - x1) * (y2 - y1)


def box_area__sides_in_place(boxes):
    boxes[:, 2:] -= boxes[:, :2]
    return boxes[:, 2:].prod(axis=1, dtype=float)


def box_area__product_along_the_boxes(boxes):
    return (boxes[:, 2:] - boxes[:, :2]).prod(axis=0, dtype=float)


def box_area__boxes_without_area_dropped(boxes):
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1, dtype=float)
    return area[area > 0]


def f1_score__percent(tp, fp, fn):
    return 200 * tp / (2 * tp + fp + fn) if tp else 0.0


def f1_score__half_of_recall_added(tp, fp, fn):
    return tp / (tp + fp) + tp / (tp + fn) / 2 if tp else 0.0


def f1_score__no_brackets(tp, fp, fn):
    p, r = (tp / (tp + fp), tp / (tp + fn)) if tp else (0.0, 0.0)
    return 2 * p * r / p + r if tp else 0.0


def f1_score__none_without_hits(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp else None


def nms__first_of_equal_scores(boxes, scores, threshold):
    return [int(np.flatnonzero(scores == scores[i])[0]) for i in right.nms__numpy(boxes, scores, threshold)]


def match_detections__stolen(ious, threshold):
    """A detection that fits better takes the ground truth away again."""
    owner = [-1] * ious.shape[1]
    for d, row in enumerate(ious):
        for g in np.argsort(-row, kind="stable"):
            if row[g] >= threshold and (owner[g] < 0 or row[g] > ious[owner[g], g]):
                owner[g] = d
                break
    out = np.zeros(len(ious), dtype=bool)
    out[[d for d in owner if d >= 0]] = True
    return out


def match_detections__threshold_less_a_little(ious, threshold):
    return right.match_detections__loops(ious, threshold - 0.01)


def match_detections__rounded(ious, threshold):
    return right.match_detections__loops(ious.round(2), threshold)
