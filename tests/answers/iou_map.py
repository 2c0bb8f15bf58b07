"""Answers to topic 05 that are right, each in a style of its own. One function a style: `NAME__style`."""
import itertools
import math

import numpy as np
import torch


def box_iou__loops(a, b):
    result = np.zeros((len(a), len(b)))
    for i, (ax1, ay1, ax2, ay2) in enumerate(a):
        for j, (bx1, by1, bx2, by2) in enumerate(b):
            w = min(ax2, bx2) - max(ax1, bx1)
            h = min(ay2, by2) - max(ay1, by1)
            if w <= 0 or h <= 0:
                continue
            shared = w * h
            result[i, j] = shared / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared)
    return result


def box_iou__planar(a, b):
    a, b = a.astype(float), b.astype(float)
    ax1, ay1, ax2, ay2 = a.T[:, :, None]
    bx1, by1, bx2, by2 = b.T[:, None, :]
    w = (np.minimum(ax2, bx2) - np.maximum(ax1, bx1)).clip(0)
    h = (np.minimum(ay2, by2) - np.maximum(ay1, by1)).clip(0)
    inter = w * h
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(inter / union)


def box_iou__warns(a, b):
    lt = np.maximum(a[:, None, :2], b[:, :2])
    rb = np.minimum(a[:, None, 2:], b[:, 2:])
    inter = np.prod(np.clip(rb - lt, 0, None), axis=2)
    area = lambda x: (x[:, 2] - x[:, 0]) * (x[:, 3] - x[:, 1])  # noqa: E731
    union = area(a)[:, None] + area(b)[None] - inter
    return np.where(union == 0, 0.0, inter / union)


def box_iou__torch(a, b):
    a, b = (torch.from_numpy(np.ascontiguousarray(x, dtype=np.float64).copy()) for x in (a, b))
    inter = (torch.minimum(a[:, None, 2:], b[:, 2:]) - torch.maximum(a[:, None, :2], b[:, :2])).clamp(min=0).prod(2)
    area_a, area_b = ((x[:, 2:] - x[:, :2]).prod(1) for x in (a, b))
    union = area_a[:, None] + area_b - inter
    return torch.where(union > 0, inter / union, 0.0).numpy()


def box_iou__maximum_of_union(a, b):
    inter = np.maximum(np.minimum(a[:, None, 2], b[:, 2]) - np.maximum(a[:, None, 0], b[:, 0]), 0.0)
    inter = inter * np.maximum(np.minimum(a[:, None, 3], b[:, 3]) - np.maximum(a[:, None, 1], b[:, 1]), 0.0)
    size_a, size_b = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1]), (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    return inter / np.maximum(size_a[:, None] + size_b - inter, np.finfo(float).tiny)


def box_iou__list_comprehension(a, b):
    def one(p, q):
        w, h = (max(0.0, min(p[i + 2], q[i + 2]) - max(p[i], q[i])) for i in (0, 1))
        union = math.prod(p[2:] - p[:2]) + math.prod(q[2:] - q[:2]) - w * h
        return w * h / union if union else 0.0

    return np.array([[one(p, q) for q in b] for p in a], dtype=float).reshape(len(a), len(b))


def box_iou__epsilon_too_small_to_see(a, b):
    a, b = a.astype(np.float64)[:, None], b.astype(np.float64)[None]
    sides = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]), 0, None)
    inter = sides.prod(-1)
    return inter / ((a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - inter + 1e-12)


def f1_score__means(true_positives, false_positives, false_negatives):
    if true_positives == 0:
        return 0
    p = true_positives / (true_positives + false_positives)
    r = true_positives / (true_positives + false_negatives)
    return 2 / (1 / p + 1 / r)


def f1_score__try(tp, fp, fn):
    try:
        return float(tp / (tp + (fp + fn) / 2)) if tp + fp + fn else 0.0
    except ZeroDivisionError:
        return 0.0


def f1_score__numpy(tp, fp, fn):
    with np.errstate(all="ignore"):
        p, r = np.float64(tp) / np.float64(tp + fp), np.float64(tp) / np.float64(tp + fn)
        return np.nan_to_num(2 * p * r / (p + r))


def nms__numpy(boxes, scores, threshold):
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size:
        i, order = order[0], order[1:]
        keep.append(i)
        order = order[box_iou__planar(boxes[[i]], boxes[order])[0] <= threshold]
    return np.array(keep)


def nms__flags(boxes, scores, threshold):
    ious = box_iou__loops(boxes, boxes)
    alive = [True] * len(boxes)
    for i in sorted(range(len(boxes)), key=lambda i: scores[i], reverse=True):
        if alive[i]:
            for j in range(len(boxes)):
                if j != i and alive[j] and ious[i, j] > threshold and (scores[j], -j) < (scores[i], -i):
                    alive[j] = False
    return sorted((i for i in range(len(boxes)) if alive[i]), key=lambda i: (-scores[i], i))


def nms__multiplied_out(boxes, scores, threshold):
    x1, y1, x2, y2 = boxes.astype(float).T
    area = (x2 - x1) * (y2 - y1)
    order = np.lexsort((np.arange(len(scores)), -np.asarray(scores, float)))
    keep = []
    for i in order:
        for k in keep:
            w, h = min(x2[i], x2[k]) - max(x1[i], x1[k]), min(y2[i], y2[k]) - max(y1[i], y1[k])
            if w > 0 and h > 0 and w * h > threshold * (area[i] + area[k] - w * h):
                break
        else:
            keep.append(int(i))
    return keep


def match_detections__loops(ious, threshold):
    detections, truths = ious.shape
    used = [False] * truths
    out = np.zeros(detections, dtype=bool)
    for d in range(detections):
        best, where = threshold, -1
        for g in range(truths):
            if not used[g] and ious[d, g] >= best:
                best, where = ious[d, g], g
        if where >= 0:
            used[where] = out[d] = True
    return out


def match_detections__masked(ious, threshold):
    work = ious.astype(float).copy()
    hits = []
    for d in range(len(work)):
        row = work[d]
        if row.size and row.max() >= threshold:
            g = len(row) - 1 - int(np.argmax(row[::-1]))
            work[:, g] = -1
            hits.append(True)
        else:
            hits.append(False)
    return np.array(hits, dtype=bool)


def match_detections__set(ious, threshold):
    free = set(range(ious.shape[1]))
    result = []
    for row in ious:
        good = [(row[g], g) for g in free if row[g] >= threshold]
        result.append(bool(good))
        if good:
            free.remove(max(good)[1])
    return np.asarray(result, dtype=bool)


def precision_recall__loop(matched, num_ground_truth):
    tp = 0
    precision, recall = np.zeros(len(matched)), np.zeros(len(matched))
    for i, hit in enumerate(matched):
        tp += int(hit)
        precision[i] = tp / (i + 1)
        recall[i] = tp / num_ground_truth if num_ground_truth > 0 else 0
    return precision, recall


def precision_recall__cumsum(matched, num_ground_truth):
    tp = np.cumsum(matched)
    fp = np.cumsum(~matched)
    return tp / (tp + fp), tp / max(num_ground_truth, 1)


def precision_recall__accumulate(matched, num_ground_truth):
    hits = np.fromiter(itertools.accumulate(map(int, matched)), dtype=np.float64)
    return [hits / np.arange(1, hits.size + 1), np.divide(hits, num_ground_truth) if num_ground_truth else hits * 0]


def average_precision__devkit(recall, precision, method="all"):
    if method == "all":
        r = np.concatenate(([0.0], recall, [1.0]))
        p = np.concatenate(([0.0], precision, [0.0]))
        for i in range(len(p) - 2, -1, -1):
            p[i] = max(p[i], p[i + 1])
        at = np.where(r[1:] != r[:-1])[0]
        return float(np.sum((r[at + 1] - r[at]) * p[at + 1]))
    levels = {"11point": 11, "coco": 101}.get(method)
    if levels is None:
        raise ValueError(f"unknown method {method}")
    total = 0.0
    for level in np.linspace(0, 1, levels):
        above = precision[recall >= level]
        total += above.max() if above.size else 0.0
    return total / levels


def average_precision__tenths(recall, precision, method="all"):
    """The levels spelt k/10 and k/100: equal but for rounding, so it has to pass."""
    if method not in {"all", "11point", "coco"}:
        raise ValueError(method)
    best = list(itertools.accumulate(reversed(list(precision)), max))[::-1]
    if method == "all":
        return sum((b - a) * p for a, b, p in zip([0.0, *recall], recall, best))
    n = 10 if method == "11point" else 100
    heights = [next((p for r, p in zip(recall, best) if r >= k / n), 0.0) for k in range(n + 1)]
    return sum(heights) / len(heights)


def mean_average_precision__plain(detections, ground_truths):
    classes = {c for g in ground_truths for c in np.asarray(g["labels"]).tolist()}
    if not classes:
        return -1.0
    values = []
    for c in classes:
        total = sum(int((g["labels"] == c).sum()) for g in ground_truths)
        images = []
        for d, g in zip(detections, ground_truths):
            keep = np.flatnonzero(d["labels"] == c)
            keep = keep[np.argsort(-d["scores"][keep], kind="mergesort")][:100]
            images.append((d["scores"][keep], box_iou__planar(d["boxes"][keep], g["boxes"][g["labels"] == c])))
        for t in [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]:
            rows = [(-s, bool(h)) for scores, ious in images for s, h in zip(scores, match_detections__loops(ious, t))]
            rows.sort(key=lambda row: row[0])
            p, r = precision_recall__cumsum(np.array([h for _, h in rows], dtype=bool), total)
            values.append(average_precision__devkit(r, p, "coco"))
    return sum(values) / len(values)


def box_area__loop(boxes):
    return np.array([(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in boxes], dtype=float)


def box_area__prod(boxes):
    return np.prod(boxes[:, 2:] - boxes[:, :2], axis=1, dtype=float)


def box_area__diff(boxes):
    x1, y1, x2, y2 = np.asarray(boxes, dtype=np.float64).T
    return (x2 - x1) * (y2 - y1)


def box_area__determinant(boxes):
    sides = np.asarray(boxes[:, 2:] - boxes[:, :2], dtype=float)
    return np.linalg.det(sides[:, :, None] * np.eye(2))


def box_area__python_numbers(boxes, *, unit: float = 1.0) -> np.ndarray:
    out = np.zeros(len(boxes))
    for i, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
        out[i] = (x2 - x1) * (y2 - y1) * unit
    return out
