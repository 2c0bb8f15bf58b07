"""The figures of topic 05, each with what the notebook gives it."""
import numpy as np

from utils.figures import iou_map

RANKING = np.array([True, False, True, True, False])
PRECISION, RECALL = np.array([1, 1 / 2, 2 / 3, 3 / 4, 3 / 5]), np.array([0.25, 0.25, 0.5, 0.75, 0.75])
FIVE = {"envelope, area": 5 / 8, "envelope, 11 levels": 27 / 44, "envelope, 101 levels": 127 / 202,
        "raw, step sum": 29 / 48, "raw, trapezoids": 55 / 96}


def calls(pick):
    return {
        "overlaps": lambda: iou_map.overlaps.drawing(),
        "slide": lambda: iou_map.slide.drawing(pick("box_iou")),
        "slide wide": lambda: iou_map.slide.drawing(pick("box_iou"), width=6),
        "slide narrow": lambda: iou_map.slide.drawing(pick("box_iou"), width=2),
        "staircase": lambda: iou_map.staircase.drawing(pick("precision_recall"), RANKING, 4),
        "conventions": lambda: iou_map.conventions.drawing(pick("average_precision"), PRECISION, RECALL, FIVE),
        "duplicates": lambda: iou_map.duplicates.drawing(*map(pick, ("nms", "box_iou", "match_detections"))),
    }
