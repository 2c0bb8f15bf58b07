"""What topic 05 races."""
from __future__ import annotations

import numpy as np

from ...racing import Race


def boxes(count: int, seed: int) -> np.ndarray:
    """`count` boxes of 5 to 60 pixels on a 600-pixel image, float64."""
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 540, (count, 2))
    return np.hstack([corner, corner + rng.uniform(5, 60, (count, 2))])


def _wide(boxes):
    return np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])


def coco_iou(a, b):
    """`pycocotools.mask.iou` on corners."""
    from pycocotools import mask

    return mask.iou(_wide(a), _wide(b), [0] * len(b))


RACES = {
    "box_iou": Race(sizes=(25, 50, 100, 200, 400, 800, 1600), make=lambda n: (boxes(n, 1), boxes(n, 2)),
                    unit="boxes on each side", library="pycocotools", peer=coco_iou),
}
