"""What topic 05 races, and the boxes and images that it races on."""
from __future__ import annotations

import contextlib
import io

import numpy as np

from ...racing import Race


def random_boxes(count: int, seed: int) -> np.ndarray:
    """`count` boxes with sides of 5 to 60 on an image of 600 by 600 pixels, (count, 4) float64."""
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 540, (count, 2))
    return np.hstack([corner, corner + rng.uniform(5, 60, (count, 2))])


def random_images(count: int, classes: int = 20, detections: int = 30, seed: int = 0) -> tuple[list[dict], list[dict]]:
    """(detections, ground truths) of `count` images, about `detections` each.

    Coordinates are whole numbers and scores have two decimals, so that overlaps and scores are often equal.
    """
    rng = np.random.default_rng(seed)
    found, truths = [], []
    for _ in range(count):
        real = int(rng.integers(1, 15))
        corner = rng.uniform(0, 500, (real, 2))
        truth = np.hstack([corner, corner + rng.uniform(20, 120, (real, 2))]).round()
        labels = rng.integers(0, classes, real)
        number = int(rng.poisson(detections))
        source = rng.integers(0, real, number)
        boxes = truth[source] + rng.normal(0, 8, (number, 4)) + rng.normal(0, 60, (number, 1)) * (rng.random((number, 1)) < 0.3)
        boxes[:, 2:] = np.maximum(boxes[:, 2:], boxes[:, :2] + 1)
        kinds = np.where(rng.random(number) < 0.8, labels[source], rng.integers(0, classes, number))
        found.append({"boxes": boxes.round(), "labels": kinds, "scores": rng.random(number).round(2)})
        truths.append({"boxes": truth, "labels": labels})
    return found, truths


def wide(boxes):
    """x, y, width, height of corners."""
    return np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])


def coco_iou(a, b):
    """`pycocotools.mask.iou` of corners."""
    from pycocotools import mask

    return mask.iou(wide(a), wide(b), [0] * len(b))


def coco_evaluation(detections, ground_truths, coco=None, evaluation=None):
    """A COCOeval of these images, loaded and ready; `faster_coco_eval` has the same classes, which may be given instead."""
    if coco is None:
        from pycocotools.coco import COCO as coco
        from pycocotools.cocoeval import COCOeval as evaluation

    def entries(images):
        number = 0
        for place, image in enumerate(images, 1):
            scores = image.get("scores", np.ones(len(image["labels"])))
            for box, label, score in zip(wide(np.asarray(image["boxes"], dtype=float)).tolist(), image["labels"], scores):
                number += 1
                yield {"id": number, "image_id": place, "category_id": int(label) + 1, "bbox": box, "iscrowd": 0,
                       "area": box[2] * box[3], "score": float(score)}

    real = coco()
    real.dataset = {"info": {}, "images": [{"id": k + 1} for k in range(len(ground_truths))],
                    "categories": [{"id": k + 1} for k in sorted({int(k) for t in ground_truths for k in t["labels"]})],
                    "annotations": list(entries(ground_truths))}
    real.createIndex()
    return evaluation(real, real.loadRes(list(entries(detections))), "bbox")


def coco_map(detections, ground_truths):
    """pycocotools' mAP, loading included."""
    with contextlib.redirect_stdout(io.StringIO()):
        judge = coco_evaluation(detections, ground_truths)
        judge.evaluate()
        judge.accumulate()
    counted = judge.eval["precision"][:, :, :, 0, -1]
    return float(counted[counted > -1].mean())


def scored_boxes(count: int, threshold: float = 0.5) -> tuple[np.ndarray, np.ndarray, float]:
    """Boxes, scores above 0 that differ in float32 too, and a threshold."""
    return random_boxes(count, 1), 1 - np.random.default_rng(2).permutation(count) / count, threshold


def opencv_nms(boxes, scores, threshold):
    """`cv2.dnn.NMSBoxes`: the same rule, for corners with sizes and scores in float32."""
    import cv2

    return cv2.dnn.NMSBoxes(wide(boxes).tolist(), scores.tolist(), 0.0, threshold)


def overlaps(count: int) -> np.ndarray:
    """IoUs of `count` detections with a tenth as many objects, (count, count // 10); about a third are 0.5 or more."""
    return np.random.default_rng(4).random((count, count // 10)) * 0.75


def random_curve(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Recall and precision of a ranking of `count` detections, a third of them false."""
    hits = np.cumsum(np.random.default_rng(3).random(count) < 2 / 3)
    return hits / count, hits / np.arange(1, count + 1)


RACES = {
    "box_iou": Race(sizes=(25, 50, 100, 200, 400, 800, 1600), make=lambda n: (random_boxes(n, 1), random_boxes(n, 2)),
                    unit="boxes on each side", library="pycocotools", peer=coco_iou),
    "nms": Race((10, 30, 100, 300, 1000, 3000, 10_000), scored_boxes, "boxes", "OpenCV", opencv_nms),
    "match_detections": Race((10, 30, 100, 300, 1000, 3000), lambda n: (overlaps(n), 0.5), "detections, and a tenth as many objects"),
    "average_precision": Race((100, 300, 1000, 3000, 10_000, 30_000, 100_000), random_curve, "detections"),
    "mean_average_precision": Race(sizes=(5, 10, 20, 40, 80, 160), make=lambda n: random_images(n, classes=5),
                                   unit="images", library="pycocotools", peer=coco_map),
}
