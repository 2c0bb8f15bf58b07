"""The figure of an interview's report, with one interview and with several."""
from utils.figures import interviews


def row(title, right, wrong, missed):
    return {"title": title, "right": right, "wrong": wrong, "missed": missed, "seconds": 60.0, "minutes": 4.0, "review": []}


FIRST = {"at": "2026-01-05T09:00:00+00:00", "minutes": 45, "taken": 45.0,
         "topics": {"iou_map": row("IoU and mAP", 2, 3, 1), "merge_sort": row("Merge sort", 1, 0, 4)}}
SECOND = FIRST | {"topics": {"iou_map": row("IoU and mAP", 4, 1, 0), "backprop": row("Backpropagation", 3, 0, 1)}}


def calls(pick):
    return {
        "one interview": lambda: interviews.interviews.drawing([FIRST]),
        "two interviews": lambda: interviews.interviews.drawing([FIRST, SECOND]),
    }
