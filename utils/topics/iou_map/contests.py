"""Topic 05's claims of speed."""
from __future__ import annotations

import contextlib
import io

import numpy as np

from ...codas import coda
from ...contests import Contest
from .races import coco_evaluation, random_boxes, random_images, wide


def boxes():
    """Ours and `pycocotools.mask.iou`; the peer's conversion to width and height is done beforehand."""
    from pycocotools import mask

    ours, a, b = coda("box_iou"), random_boxes(2000, 1), random_boxes(2000, 2)
    theirs = wide(a), wide(b), [0] * len(b)
    return lambda: ours(a, b), lambda: mask.iou(*theirs), lambda mine, other: np.allclose(mine, other, rtol=0, atol=1e-12)


def evaluated(coco, evaluation):
    """Ours, and `evaluate` and `accumulate` of a COCOeval that has everything loaded."""
    ours, images = coda("mean_average_precision"), random_images(1000)
    judge = coco_evaluation(*images, coco, evaluation)
    judge.params.areaRng, judge.params.areaRngLbl, judge.params.maxDets = judge.params.areaRng[:1], ["all"], [100]

    def peer():
        with contextlib.redirect_stdout(io.StringIO()):
            judge.evaluate()
            judge.accumulate()
        counted = judge.eval["precision"][:, :, :, 0, -1]
        return float(counted[counted > -1].mean())

    return lambda: ours(*images), peer, lambda mine, other: abs(mine - other) < 1e-12


def pycocotools():
    """Against pycocotools."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    return evaluated(COCO, COCOeval)


def faster():
    """Against faster-coco-eval, a COCOeval in C++."""
    from faster_coco_eval import COCO, COCOeval_faster

    return evaluated(COCO, COCOeval_faster)


CONTESTS = {
    "box_iou": Contest("IoU of 2000×2000 boxes, float64", "pycocotools", 0.70, boxes),
    "map": Contest("mAP of 1,000 images, 20 classes, about 30 detections each", "pycocotools", 0.06, pycocotools, rounds=5),
    "map_faster": Contest("the same", "faster-coco-eval", 0.5, faster, needs=("faster_coco_eval",)),
}
