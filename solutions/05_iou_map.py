# %% [markdown]
# # IoU and mAP
#
# **By the end you can** write IoU, NMS, COCO's matching and mAP on a whiteboard, and say why two programs give the
# same detections two different scores.
#
# *90 minutes · needs NumPy indexing and nothing else · asked in 7 of the notes' 218 questions*

# %% tags=["imports"]
import numpy as np

from utils import check, hint, quiz, race, solution, stand_in
from utils.figures import iou_map as figures
from utils.topics.iou_map.races import random_boxes, random_images

# %% [markdown]
# ## A case to do by hand
#
# A box is 4 wide and 2 high: its area is 8. A second one, of the same size, lies 2 to the right. They share 2 × 2 =
# 4. Together they cover 8 + 8 − 4 = 12. So IoU = 4 / 12 = **1/3**, not 1/2: what is not shared counts against both
# boxes.
#
# Shift by 4 instead and the boxes touch along an edge. An edge has no area: IoU = **0**.
#
# Say both numbers before you look at the picture.

# %%
figures.overlaps()

# %% [markdown]
# ## The definition
#
# $$\mathrm{IoU} = \frac{I}{U} \qquad U = A_a + A_b - I$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | a, b | boxes `x1, y1, x2, y2` | `(N, 4)`, `(M, 4)` | pixels, continuous |
# | $A_a$, $A_b$ | areas | `(N,)`, `(M,)` | pixels² |
# | $I$ | intersection area | `(N, M)` | pixels² |
# | $U$ | union area | `(N, M)` | pixels² |
# | IoU | intersection over union | `(N, M)` | none, 0 to 1 |
#
# y points down. A width is `x2 - x1`, never `+ 1`.

# %% [markdown]
# ## 1 · box_iou
#
# Return the IoU of every box in `a` with every box in `b`, without a Python loop.
#
# The intersection begins at the *larger* of the two left edges and ends at the *smaller* of the two right ones;
# likewise for y. If it ends before it begins there is none: two negative sides must not make a positive area.
#
# **Example:** `[[0, 0, 4, 2]]` with `[[2, 0, 6, 2], [4, 0, 8, 2]]` gives `[[0.333, 0]]`.
#
# **Edge cases:** a box without area has IoU 0 with everything; `(0, 4)` gives `(0, M)`.

# %% tags=["exercise"]
def box_iou(a, b):
    """Intersection over union of every box in `a` with every box in `b`.

    Parameters
    ----------
    a : (N, 4) array
        Corners x1, y1, x2, y2 in pixels, continuous, with x1 <= x2 and y1 <= y2. Integers count
        as float64.
    b : (M, 4) array
        The same.

    Returns
    -------
    (N, M) float array
        Between 0 and 1. A box without area has IoU 0 with every box, itself included. Without
        boxes the shape stays: ``(0, 4)`` and ``(M, 4)`` give ``(0, M)``.

    Notes
    -----
    Raises nothing. Cost: N·M pairs, in time and in memory. Not a distance: all pairs that do not
    overlap have IoU 0, however far apart. Source: Everingham et al. 2010.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])      # (N, M, 2)
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])  # (N, M, 2)
    sides = np.maximum(bottom_right - top_left, 0)             # (N, M, 2)
    intersection = sides[..., 0] * sides[..., 1]               # (N, M)
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])         # (N,)
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])         # (M,)
    union = area_a[:, None] + area_b[None, :] - intersection   # (N, M)
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)


# %%
check(box_iou)

# %%
# Try it: set width to 6, then to 2. Why does the curve get a flat top, and how high is it?
iou = stand_in(box_iou)
figures.slide(iou, width=4)

# %% [markdown]
# ## 2 · f1_score
#
# A detection that is matched to an object is a *true positive* (TP), any other detection a *false positive* (FP), an
# object without a match a *false negative* (FN). Return F1, the **harmonic** mean of precision and recall:
#
# $$P = \frac{TP}{TP + FP} \quad R = \frac{TP}{TP + FN} \quad F_1 = \frac{2PR}{P + R} = \frac{2\,TP}{2\,TP + FP + FN}$$
#
# **Example:** TP 4, FP 1, FN 4: P = 0.8, R = 0.5, F1 = 8/13 = 0.615. With FN 1, R and F1 are 0.8.
#
# **Edge case:** three zeros give 0.0.

# %% tags=["exercise"]
def f1_score(true_positives, false_positives, false_negatives):
    """Harmonic mean of precision and recall, from counts.

    Parameters
    ----------
    true_positives, false_positives, false_negatives : int
        Counts, 0 or more.

    Returns
    -------
    float
        Between 0 and 1; 0.0 if all three counts are 0.

    Notes
    -----
    Raises nothing. Cost: constant. Not an average with weights, and not accuracy: true negatives
    do not occur in it. Source: van Rijsbergen, Information Retrieval, 1979 (F is 1 minus his E).
    """
    total = 2 * true_positives + false_positives + false_negatives
    return 2 * true_positives / total if total else 0.0


# %%
check(f1_score)

# %% [markdown]
# ## 3 · nms
#
# Greedy non-maximum suppression: keep the box of highest score, drop every other whose IoU with it is **greater than**
# `threshold`, and go on with the best that is left. A dropped box drops no others.
#
# **Example:** `[0, 0, 4, 2]`, `[2, 0, 6, 2]`, `[4, 0, 8, 2]`, scores 0.9, 0.8, 0.7, threshold 0.3. Neighbours have
# IoU 1/3. Box 0 drops box 1, so box 2 stays: `[0, 2]`.
#
# **Edge cases:** equal scores keep the lower index first; no boxes give no indices.

# %% tags=["exercise"]
def nms(boxes, scores, threshold):
    """Greedy non-maximum suppression of boxes of one class.

    Parameters
    ----------
    boxes : (N, 4) array
        Corners x1, y1, x2, y2 in pixels, continuous.
    scores : (N,) array
        Higher is better. Of equal scores the lower index comes first.
    threshold : float
        A box goes if its IoU with a better kept box is greater than this; equal is not greater.

    Returns
    -------
    (K,) int array, or list of int
        Indices of the kept boxes, best first; empty if there are no boxes.

    Notes
    -----
    Raises nothing. Cost: a sort, and for each kept box one IoU with every box still left, so at
    most N(N-1)/2 pairs. Not part of the evaluation: it cleans a detector's output before anyone
    counts. Source: Girshick et al. 2014, section 2.2, greedy and for each class alone.
    """
    boxes = np.asarray(boxes)
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")  # (N,)
    kept = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(best)
        overlap = box_iou(boxes[[best]], boxes[rest])[0]  # (R,)
        order = rest[overlap <= threshold]
    return np.array(kept, dtype=int)


# %%
check(nms)

# %% [markdown]
# ## 4 · match_detections
#
# One class, one image: which detections are true positives? COCO's rule, best score first: a detection takes the
# ground truth of highest IoU among those that are **still free** and have IoU ≥ threshold; of equal ones the last.
#
# **Example:** `[[0.6, 0.7], [0.55, 0.9]]` at 0.5. Row 0 takes column 1; row 1 prefers it too, and falls back to
# column 0: `[True, True]`. (VOC does not fall back: `[True, False]`.) At 0.75: `[False, True]`.
#
# **Edge case:** no ground truth, all False.

# %% tags=["exercise"]
def match_detections(ious, threshold):
    """Which detections of one class in one image are true positives, by COCO's rule.

    Parameters
    ----------
    ious : (D, G) array
        IoU of each detection with each ground truth; rows already by falling score.
    threshold : float
        Least IoU of a match, inclusive.

    Returns
    -------
    (D,) bool array
        True where a detection took a ground truth. Of several free ones it takes the best, of
        equal ones the last. All False if G is 0; shape ``(0,)`` if D is 0.

    Notes
    -----
    Raises nothing. Cost: D·G comparisons. Not an optimal assignment: an early detection may take
    what a later one needed. Source: pycocotools, ``COCOeval.evaluateImg``.
    """
    ious = np.asarray(ious)
    matched = np.zeros(ious.shape[0], dtype=bool)  # (D,)
    free = np.ones(ious.shape[1], dtype=bool)      # (G,)
    for row, overlap in enumerate(ious):
        candidates = np.flatnonzero(free & (overlap >= threshold))
        if candidates.size:
            taken = max(candidates, key=lambda column: (overlap[column], column))
            free[taken] = False
            matched[row] = True
    return matched


# %%
check(match_detections)

# %% [markdown]
# ## 5 · precision_recall
#
# Walk down the ranking. After each detection, precision is the share of the detections *so far* that are right;
# recall is the share of *all objects* found so far. Objects without any detection lower recall: divide by
# `num_ground_truth`, never by the length of the list.
#
# **Example:** right, wrong, right, right, wrong, with 4 objects: precision 1, 0.5, 0.667, 0.75, 0.6 and recall
# 0.25, 0.25, 0.5, 0.75, 0.75. One object is never found.
#
# **Edge cases:** no objects, recall 0; no detections, two empty arrays.

# %% tags=["exercise"]
def precision_recall(matched, num_ground_truth):
    """Precision and recall after each detection of a ranking.

    Parameters
    ----------
    matched : (D,) bool array
        True where a detection is a true positive; by falling score.
    num_ground_truth : int
        Number of objects, found or not; 0 or more.

    Returns
    -------
    precision, recall : (D,) float arrays
        Between 0 and 1. Recall is 0 everywhere if there are no objects. Both empty if D is 0.

    Notes
    -----
    Raises nothing. Cost: one pass. Precision goes up and down; only recall never falls. Source:
    Everingham et al. 2010.
    """
    hits = np.cumsum(np.asarray(matched, dtype=float))  # (D,)
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / num_ground_truth if num_ground_truth else np.zeros_like(hits)
    return precision, recall


# %%
check(precision_recall)

# %%
matched = np.array([True, False, True, True, False])
curve = stand_in(precision_recall)
figures.staircase(curve, matched, num_ground_truth=4)

# %% [markdown]
# ## 6 · average_precision
#
# Replace precision at each recall by its **envelope**, the largest precision at that recall or a higher one; beyond
# the last recall it is 0. Then
#
# - `"all"`: the area under the envelope, from recall 0;
# - `"11point"`: its mean at `np.linspace(0, 1, 11)`;
# - `"coco"`: its mean at `np.linspace(0, 1, 101)`.
#
# **Example:** exercise 5's curve. Area: 0.25 · 1 + 0.5 · 0.75 = 0.625. Eleven levels: 3 see 1, 5 see 0.75, 3 see 0,
# mean 0.614.
#
# **Edge cases:** empty arrays give 0.0; another method raises `ValueError`.

# %% tags=["exercise"]
def average_precision(recall, precision, method="all"):
    """Average precision of one class: a precision-recall curve as one number.

    Parameters
    ----------
    recall, precision : (D,) arrays
        As `precision_recall` gives them; recall never falls. Precision at a level is the largest
        at any recall that is equal or higher, and 0 where no recall is.
    method : {"all", "11point", "coco"}
        Area from recall 0 (VOC from 2010), mean at ``np.linspace(0, 1, 11)`` (VOC 2007), mean at
        ``np.linspace(0, 1, 101)`` (COCO).

    Returns
    -------
    float
        Between 0 and 1; 0.0 for an empty curve.

    Raises
    ------
    ValueError
        ``unknown method: NAME``, if `method` is none of the three.

    Notes
    -----
    Cost: one pass, and one search for each level. Not the mean of the precisions, and not
    scikit-learn's ``average_precision_score``, which has no envelope. Source: Everingham et al.
    2010 and 2015.
    """
    levels = {"all": None, "11point": 11, "coco": 101}
    if method not in levels:
        raise ValueError(f"unknown method: {method}")
    recall, precision = np.asarray(recall, dtype=float), np.asarray(precision, dtype=float)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]  # (D,) largest from here to the right
    if method == "all":
        return float(np.sum(np.diff(recall, prepend=0) * envelope))
    first = np.searchsorted(recall, np.linspace(0, 1, levels[method]), side="left")  # (L,)
    return float(np.mean(np.append(envelope, 0)[first]))  # at the first recall >= level


# %%
check(average_precision)

# %% [markdown]
# ## One ranking, five numbers
#
# All five are called "AP":
#
# | convention | who |
# |---|---|
# | envelope, area | VOC from 2010 |
# | envelope, 11 levels | VOC 2007 |
# | envelope, 101 levels | COCO |
# | raw, step sum | scikit-learn |
# | raw, trapezoids | code that calls a general `auc` |
#
# The levels include recall 0, where the envelope is highest. On this curve 101 levels give more than the area, and
# 11 give less. An AP means nothing without its convention.

# %%
ap = stand_in(average_precision)
precision, recall = curve(matched, 4)
steps = np.diff(recall, prepend=0)
before = np.append(1, precision[:-1])  # the raw curve starts at recall 0, precision 1
five = {
    "envelope, area": ap(recall, precision, "all"),
    "envelope, 11 levels": ap(recall, precision, "11point"),
    "envelope, 101 levels": ap(recall, precision, "coco"),
    "raw, step sum": float(steps @ precision),
    "raw, trapezoids": float(steps @ (precision + before) / 2),
}
for name, value in five.items():
    print(f"{name:22}{value:.4f}")
figures.conventions(ap, precision, recall, five)

# %% [markdown]
# ## 7 · mean_average_precision
#
# COCO's headline number. For each class that has ground truth: take its 100 best detections of each image, match
# them *inside* their image, rank them all by score *across* images, compute AP (`"coco"`). Repeat at ten
# thresholds, `np.linspace(.5, .95, 10)`. The answer is the mean over classes and thresholds.
#
# **Example:** truth `[0, 0, 6, 4]`, detection `[0, 0, 4, 4]`: IoU 2/3 passes four of ten thresholds, mAP 0.4.
#
# **Edge cases:** equal scores keep their order; no ground truth at all gives -1.0.

# %% tags=["exercise"]
def mean_average_precision(detections, ground_truths):
    """COCO's mAP@[.50:.05:.95], all areas, 100 detections of each class in each image.

    Parameters
    ----------
    detections : list of dict
        One an image: ``boxes`` (D, 4), corners x1, y1, x2, y2 in pixels, continuous; ``labels``
        (D,); ``scores`` (D,).
    ground_truths : list of dict
        One an image, in the same order: ``boxes`` (G, 4) and ``labels`` (G,).

    Returns
    -------
    float
        Mean over classes and over the thresholds ``np.linspace(.5, .95, 10)``. A class without
        ground truth does not count; -1.0 if there is no ground truth at all. Equal scores keep
        input order: image by image, then by index.

    Notes
    -----
    Raises nothing. Cost: for each class and image D·G IoUs, matched ten times. Not the mean of
    the images' own mAPs. Source: Lin et al. 2014; pycocotools, ``COCOeval``, where it is
    ``stats[0]``.
    """
    thresholds = np.linspace(0.5, 0.95, 10)
    results = []
    classes = set().union(*(np.asarray(truth["labels"]).tolist() for truth in ground_truths))
    for label in sorted(classes):
        scores, matched, objects = [], [], 0
        for found, truth in zip(detections, ground_truths):
            mine = np.flatnonzero(np.asarray(found["labels"]) == label)
            score = np.asarray(found["scores"], dtype=float)[mine]
            best = np.argsort(-score, kind="stable")[:100]
            real = np.asarray(truth["boxes"])[np.asarray(truth["labels"]) == label]  # (G, 4)
            overlap = box_iou(np.asarray(found["boxes"])[mine[best]], real)          # (D, G)
            scores.append(score[best])
            matched.append([match_detections(overlap, t) for t in thresholds])       # (10, D)
            objects += len(real)
        ranking = np.argsort(-np.concatenate(scores), kind="stable")  # all images together
        for hits in np.concatenate(matched, axis=1)[:, ranking]:
            precision, recall = precision_recall(hits, objects)
            results.append(average_precision(recall, precision, "coco"))
    return float(np.mean(results)) if results else -1.0


# %%
check(mean_average_precision)

# %% [markdown]
# ## Against the library, and the cost
#
# - pycocotools takes `x, y, width, height`. Adding a width back to `x` rounds; multiples of 1/4 stay exact.
# - `COCOeval` wants ids from 1: it stores 0 for *unmatched*.
# - scikit-learn's `average_precision_score` has no envelope, and its recall ends at 1: it never hears of undetected
#   objects. With distinct scores, times TP / objects, it is our step sum; equal scores become one point.
# - Cost: a temporary `(N, M, 2)` is twice the result. NMS needs no matrix; what it costs depends on the boxes.

# %%
from contextlib import redirect_stdout
from io import StringIO

from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

truth = {"boxes": np.array([[0, 0, 6, 4], [8, 0, 12, 4.0]]), "labels": np.array([1, 1])}
found = truth | {"boxes": np.array([[0, 0, 4, 4], [8, 1, 12, 4.0]]), "scores": np.array([0.9, 0.6])}


def as_coco(image):
    boxes = np.hstack([image["boxes"][:, :2], image["boxes"][:, 2:] - image["boxes"][:, :2]])
    scores = image.get("scores", np.ones(len(boxes)))
    return [{"id": k, "image_id": 1, "category_id": 1, "iscrowd": 0,
             "bbox": [x, y, w, h], "area": w * h, "score": s}
            for k, ((x, y, w, h), s) in enumerate(zip(boxes.tolist(), scores), 1)]


with redirect_stdout(StringIO()):  # it prints its progress
    real = COCO()
    only = [{"id": 1}]
    real.dataset = {"info": {}, "images": only, "categories": only, "annotations": as_coco(truth)}
    real.createIndex()
    judge = COCOeval(real, real.loadRes(as_coco(found)), "bbox")
    judge.evaluate()
    judge.accumulate()
    judge.summarize()
print(f"COCOeval {judge.stats[0]:.4f}   ours {stand_in(mean_average_precision)([found], [truth]):.4f}")

# %%
from sklearn.metrics import average_precision_score

xywh = [[entry["bbox"] for entry in as_coco(image)] for image in (found, truth)]
difference = np.abs(iou(found["boxes"], truth["boxes"]) - mask.iou(*xywh, [0, 0])).max()
print("IoU, largest difference from pycocotools:", difference)
listed = average_precision_score(matched, [0.9, 0.8, 0.7, 0.6, 0.5])
print(f"scikit-learn {listed:.4f}, times 3/4 {listed * 3 / 4:.4f}; our step sum {steps @ precision:.4f}")

# %%
# Cost, counted: IoUs that NMS needs, and bytes that box_iou needs
def pairs(boxes, threshold=0.5):
    left, count = np.arange(len(boxes)), 0  # best first
    while left.size:
        rest = left[1:]
        count += rest.size
        left = rest[iou(boxes[left[:1]], boxes[rest])[0] <= threshold]
    return count


a, b = np.zeros((2000, 4)), np.zeros((500, 4))
corners = np.maximum(a[:, None, :2], b[:, :2])  # (N, M, 2)
print("box_iou: result", iou(a, b).nbytes, "bytes, one temporary", corners.nbytes)
row = np.arange(1000.0)[:, None] * [2, 0, 2, 0] + [0, 0, 1, 1]  # side by side, with gaps
pile = np.tile(row[:1], (1000, 1))
print("nms of 1000 boxes: side by side", pairs(row), "IoUs, in one pile", pairs(pile))

# %% [markdown]
# ## How fast is it?
#
# An interviewer's next question. `race` lets your function run beside the worked solution, its fast form and the
# library, over growing inputs. Time is proportional to $n^k$: both axes are logarithmic, so k is the slope of the line.

# %% tags=["nbval-ignore-output"]
race(box_iou)

# %% tags=["nbval-ignore-output"]
race(mean_average_precision)

# %% [markdown]
# NMS has its bad case here: scattered boxes, most of which are kept. Every kept box is compared with all that are left, so
# the slope goes towards 2, OpenCV's too. In a detector's output most boxes lie in piles, and a kept one clears away its pile.

# %% tags=["nbval-ignore-output"]
race(nms)

# %% [markdown] tags=["solution"]
# ### Now make it fast: box_iou
#
# The clear form above makes arrays of shape (N, M, 2): each is written to memory and read again, and x and y lie
# interleaved. Arithmetic is not what costs; moving numbers is. So:
#
# - **Planar**: one contiguous row for each coordinate, so that neighbours in memory are worked on together.
# - **Blocked**: a few rows of the result at a time, so that all temporaries stay in the processor's cache.
# - **In place**: every step writes into a buffer that is there already.
# - **Fewer passes**: push both edges of B's box into A's; what is between them is the overlap, and never below 0.
# - **No copies behind your back**: rows shorter than NumPy's own buffer of 8192 numbers are first collected in it. A smaller
#   one (`np.setbufsize`) spares that; the end of `np.errstate` puts it back.

# %% tags=["solution", "coda"]
def fast_box_iou(a, b):
    """`box_iou`, planar, in blocks of rows, in place."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    x1, y1, x2, y2 = np.ascontiguousarray(b.T)
    ours, theirs = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1]), (x2 - x1) * (y2 - y1)
    result = np.empty((len(a), len(b)))
    rows = max(1, 32_000 // max(len(b), 1))  # 32,000 numbers of 8 bytes: a cache holds a few of such
    buffers = np.empty((3, min(rows, len(a)), len(b)))
    with np.errstate(invalid="ignore"):
        np.setbufsize(64)
        for first in range(0, len(a), rows):
            left, top, right, bottom = a[first:first + rows].T[:, :, None]  # (rows, 1) each
            width, height, low = buffers[:, :len(left)]
            np.clip(x2, left, right, out=width)
            np.subtract(width, np.clip(x1, left, right, out=low), out=width)
            np.clip(y2, top, bottom, out=height)
            np.subtract(height, np.clip(y1, top, bottom, out=low), out=height)
            inter = np.multiply(width, height, out=width)
            union = np.add(ours[first:first + rows, None], theirs, out=low)
            np.subtract(union, inter, out=union)
            np.divide(inter, union, out=result[first:first + rows])
    if not (ours.all() and theirs.all()):  # two boxes without area: 0/0
        result[np.isnan(result)] = 0
    return result


# %% [markdown] tags=["solution"]
# ### Now make it fast: mean_average_precision
#
# Images, classes and thresholds are independent; only the detections of *one* class in *one* image compete. Of those
# groups there are thousands, and each is tiny, so a loop over them is nearly all overhead. Turn it inside out: loop over
# the **rank** within the group. The best detections of all groups choose at the same time, at all ten thresholds; then
# the second-best; and after a few ranks none is left.

# %% tags=["solution", "coda"]
from itertools import pairwise


def fast_mean_average_precision(detections, ground_truths):
    """`mean_average_precision`, all images, classes and thresholds at once."""
    truths, theirs, _ = joined(ground_truths)
    found, ours, scores = joined(detections)
    classes = np.unique(theirs[1])
    if not len(classes):
        return -1.0
    # a group is one class in one image: K classes, so image * K + class
    truth_group = theirs[0] * len(classes) + np.searchsorted(classes, theirs[1])
    kind = np.searchsorted(classes, ours[1]).clip(max=len(classes) - 1)
    order = np.lexsort((-scores, ours[0] * len(classes) + kind))
    order = order[classes[kind[order]] == ours[1][order]]
    group = (ours[0] * len(classes) + kind)[order]
    rank = np.arange(len(order)) - np.searchsorted(group, group)
    order, group, rank = (values[rank < 100] for values in (order, group, rank))
    hits = matched(found[order], group, rank, truths, truth_group)  # (10, D)
    # one ranking for each class, all images together
    ranking = np.lexsort((ours[0][order], -scores[order], kind[order]))
    ends = np.searchsorted(kind[order][ranking], np.arange(len(classes) + 1))
    objects = np.bincount(truth_group % len(classes))
    return float(np.mean([sampled(hits[:, ranking[start:stop]], objects[k])
                          for k, (start, stop) in enumerate(pairwise(ends))]))


def joined(images):
    """Boxes (D, 4), (image, label) of each, and scores (D,) of all images."""
    count = [len(image["labels"]) for image in images]

    def column(key, *shape):
        parts = (np.asarray(image.get(key, np.zeros(n)), dtype=float) for image, n in zip(images, count))
        return np.concatenate([np.zeros((0, *shape)), *(part.reshape(-1, *shape) for part in parts)])

    place = np.repeat(np.arange(len(images)), count)
    return column("boxes", 4), (place, column("labels")), column("scores")


def matched(found, group, rank, truths, truth_group):
    """Which detections are true positives, (10, D)."""
    thresholds = np.linspace(0.5, 0.95, 10)
    # every detection with every ground truth of its group: P pairs; those count that overlap enough
    by_group = np.argsort(truth_group, kind="stable")
    first, last = (np.searchsorted(truth_group[by_group], group, side=side) for side in ("left", "right"))
    size = last - first
    one = np.repeat(np.arange(len(group)), size)  # (P,) detection
    behind = np.repeat(first - (np.cumsum(size) - size), size)
    other = by_group[np.arange(len(one)) + behind]  # (P,) ground truth
    a, b = found[one].T, truths[other].T
    inter = (np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])).clip(0).prod(axis=0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    ious = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
    near = np.flatnonzero(ious >= thresholds[0])
    near = near[np.argsort(rank[one[near]], kind="stable")]
    one, other, ious = one[near], other[near], ious[near]
    free, hits = np.ones((10, len(truths)), dtype=bool), np.zeros((10, len(group)), dtype=bool)
    ends = np.searchsorted(rank[one], np.arange(101))
    for start, stop in pairwise(ends):
        if start == stop:
            continue
        mine, truth, overlap = one[start:stop], other[start:stop], ious[start:stop]
        heads = np.flatnonzero(np.diff(mine, prepend=-1))  # where the pairs of another detection begin
        worth = np.where(free[:, truth] & (overlap >= thresholds[:, None]), overlap, -1)
        best = np.maximum.reduceat(worth, heads, axis=1)
        wanted = worth == np.repeat(best, np.diff(heads, append=len(mine)), axis=1)
        # of equals the last
        chosen = np.maximum.reduceat(np.where(wanted, np.arange(len(mine)), -1), heads, axis=1)
        level, spot = np.nonzero(best > 0)
        hits[level, mine[heads[spot]]] = True
        free[level, truth[chosen[level, spot]]] = False
    return hits


def sampled(hits, objects):
    """COCO's average precision at each threshold, (10,), of the hits of one class by falling score."""
    true = np.cumsum(hits, axis=1)
    envelope = np.maximum.accumulate((true / np.arange(1, hits.shape[1] + 1))[:, ::-1], axis=1)[:, ::-1]
    return [np.append(heights, 0)[np.searchsorted(recall, np.linspace(0, 1, 101))].mean()
            for heights, recall in zip(envelope, true / objects)]


# %% [markdown] tags=["solution"]
# Equal? To the last bit for IoU; mAP to a rounding error, on images with equal scores and equal overlaps.

# %% tags=["solution"]
a, b = random_boxes(300, seed=1), random_boxes(200, seed=2)
print("box_iou:", np.array_equal(fast_box_iou(a, b), box_iou(a, b)))
images = random_images(40, classes=3, seed=3)
difference = abs(fast_mean_average_precision(*images) - mean_average_precision(*images))
print("mAP, difference below 1e-12:", difference < 1e-12)

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"F1 is the weighted average of P and R."* It is the harmonic mean; the lower one rules.
# - *"Precision measures ability on negatives."* Specificity does. Precision also depends on how rare the class is.
# - *"Accuracy of a detector."* Every box rightly not drawn would be a true negative: a detector that finds nothing would
#   score 0.9999999998.
# - *"A false positive is a box on the wrong thing."* So is a second box on the right thing.
# - *"IoU below 0.5 is not detected."* That is VOC's choice. COCO averages over ten thresholds.

# %%
f1, match, keep = stand_in(f1_score), stand_in(match_detections), stand_in(nms)
print(f"TP 4, FP 1, FN 4:  F1 {f1(4, 1, 4):.3f}, arithmetic mean {(0.8 + 0.5) / 2:.3f}")
print(f"P 1, R 0.01:       F1 {f1(1, 0, 99):.3f}, arithmetic mean {(1 + 0.01) / 2:.3f}")
for prevalence in (0.5, 0.1, 0.01):
    hits, alarms = 0.9 * prevalence, 0.1 * (1 - prevalence)
    precise = hits / (hits + alarms)
    print(f"TPR 0.9, FPR 0.1, prevalence {prevalence:4}: specificity 0.9, precision {precise:.3f}")
boxes = (640 * 641 // 2) * (480 * 481 // 2)  # whole-pixel boxes in one image
print(f"{boxes:.3g} boxes; finding none of 5 objects: accuracy {1 - 5 / boxes:.10f}")
print("IoU 0.6 is a hit at 0.5 and at 0.75:", [bool(match([[0.6]], t)[0]) for t in (0.5, 0.75)])
figures.duplicates(keep, iou, match)

# %% [markdown]
# ## In five lines
#
# 1. IoU = intersection / union; clip negative sides to 0, never add 1.
# 2. An object can be matched once; duplicates are false positives; true negatives do not exist.
# 3. Precision divides by the detections so far, recall by all objects, found or not.
# 4. AP is the area under the envelope, or its mean at 11 or 101 levels: name the convention.
# 5. Match inside an image, rank across images, average over classes and thresholds.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("iou_map")

# %% [markdown] tags=["card", "easy"]
# What is IoU, and what is it for two equal boxes of which one is shifted by half a width? And when they touch?
#
# Area of the intersection over area of the union, between 0 and 1. Half-shifted: the shared half is one part, the
# union three such parts, so 1/3. Touching: 0, because an edge has no area. (One inside the other: smaller area over
# larger.)

# %% [markdown] tags=["card"]
# What are TP, FP, FN and TN in detection, and why does nobody report accuracy there?
#
# TP: a detection matched to an object. FP: a detection that is unmatched or a duplicate. FN: a missed object. TN
# would be every box rightly not drawn: background, and uncountable. Accuracy needs TN, so it does not exist for
# boxes. (TN is *not* "found the wrong target"; that is a false positive.)

# %% [markdown] tags=["card"]
# True or false, and why? "A true negative is a box that found the wrong target." What does accuracy lack in detection?
#
# False: that box is a false positive. A true negative is nothing said where nothing is. For a detector those are all the
# boxes it rightly did not draw; a 640 × 480 image has more than 10¹⁰ places for one. Counting them would give the
# detector that finds nothing an accuracy next to 1, so nobody counts them.

# %% [markdown] tags=["card", "easy"]
# Precision and recall: the two formulas, and which of them notices a missed object?
#
# Precision = TP / (TP + FP): how many of my calls are right. Recall = TP / (TP + FN): how many of the objects I
# found. Only recall notices a miss, because only its denominator counts all the objects.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "80 % of its 'cat' calls are right, so the model is 80 % accurate."
#
# False: that is precision, TP / (TP + FP), right among the predicted positives. Accuracy is (TP + TN) / all, right
# among everything. Some Chinese notes use 精度 for both; 查准率 can only mean precision.

# %% [markdown] tags=["card"]
# True or false, and why? "F1 is a weighted average of precision and recall." What is it at P = 1, R = 0.01?
#
# False. It is the harmonic mean, 2PR / (P + R), without weights; weights belong to F-beta. At P = 1, R = 0.01 it is
# 0.02, while the arithmetic mean is 0.505. At P = 0.8, R = 0.5: 0.615, not 0.65.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Precision measures how well the model does on negatives." The same model, a rarer class:
# what falls?
#
# False: specificity, TN / (TN + FP), does. Precision punishes false positives but moves with prevalence. With TPR
# 0.9 and FPR 0.1 it is 0.90, 0.50 and 0.083 at prevalence 0.5, 0.1 and 0.01. Precision falls; recall and
# specificity stay.

# %% [markdown] tags=["card"]
# True or false, and why? "A higher F1 means a more robust model." What would you plot instead?
#
# False. F1 is one operating point: one score threshold on one data set. It says nothing about shift or noise. Plot
# the whole precision–recall curve, and F1 or AP against the strength of the disturbance.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "A false positive is a box on the wrong thing." Two good boxes lie on one cat: how many TP
# and FP?
#
# Incomplete. One TP and one FP: each object can be taken once, so the second box is a duplicate and counts as
# false, however good it is. That is why detectors run NMS before they are judged.

# %% [markdown] tags=["card"]
# True or false, and why? "An object whose best box has IoU 0.49 is not detected." And what is AP50 against COCO's
# AP?
#
# True under VOC's protocol only: 0.5 is a choice, no law. AP50 judges at IoU 0.5 alone. COCO's AP is the mean over ten
# thresholds, 0.50, 0.55, …, 0.95, and so rewards tight boxes.

# %% [markdown] tags=["card"]
# What are AP and mAP?
#
# AP: the area under the precision–recall curve of one class, all detections ranked by score over all images. mAP:
# the mean of AP over the classes; COCO's also over ten IoU thresholds. It is not the mean over images.

# %% [markdown] tags=["card"]
# A detector has high precision and low recall. What does that mean, and what do you try first?
#
# It is rarely wrong and misses many: it speaks only when sure. First lower the score threshold: that moves along
# the same curve, buying recall with precision. If the curve ends early, the objects never get a box at all, and the
# model, its anchors or its data must change.

# %% [markdown] tags=["card", "hard"]
# Three programs give the same ranked detections AP 0.625, 0.614 and 0.629. Which one is wrong?
#
# None. They are the area under the envelope, the mean at 11 levels and the mean at 101 levels. Compare APs only
# within one convention, and name it: interpolation, IoU threshold, detections per image.

# %% [markdown] tags=["card", "hard"]
# Why do VOC and COCO take the envelope of the precision–recall curve? Does scikit-learn?
#
# The raw curve is a saw: each false positive lowers it, each hit lifts it, so its height at one recall is partly chance.
# The envelope gives the best precision for *at least* this recall, and never rises to the right. scikit-learn's
# `average_precision_score` adds up raw steps; and its recall is over the objects in its list, so undetected ones are
# unknown to it.

# %% [markdown] tags=["card"]
# What does NMS do, step by step? When does it do harm?
#
# Take the best-scored box, keep it, drop all others of its class that overlap it by more than the threshold; repeat with
# what is left. A dropped box drops nobody. Harm: in a crowd two real objects overlap that much, and one vanishes. With
# a higher threshold duplicates stay, and each is a false positive.

# %% [markdown] tags=["card", "hard"]
# Why is 1 − IoU a poor loss for two boxes that do not touch, and what does GIoU add?
#
# Their IoU is 0 at any distance, so the loss is flat and its gradient 0: nothing says which way to move. GIoU subtracts
# (C − U) / C, where C is the area of the smallest box around both and U their union. It reaches from −1 (never quite) to
# 1, and falls as the boxes part.

# %% [markdown]
# ## Terms and sources
#
# IoU 交并比 · TP 真阳性 · FP 假阳性 · FN 假阴性 · TN 真阴性 · precision 查准率 (精度 is ambiguous) ·
# recall 查全率, 召回率 · accuracy 准确率 · F1 F1 得分 · AP 平均精度 · mAP 平均精度均值 · NMS 非极大值抑制
#
# - Everingham et al., *The Pascal Visual Object Classes Challenge*, IJCV 2010; *A Retrospective*, IJCV 2015
# - Girshick et al., *Rich Feature Hierarchies* (R-CNN), CVPR 2014
# - Lin et al., *Microsoft COCO*, ECCV 2014; `cocoeval.py` in pycocotools
# - Padilla et al., *A Survey on Performance Metrics for Object-Detection Algorithms*, IWSSIP 2020
