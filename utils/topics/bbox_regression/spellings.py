"""A rule on four numbers as an answer for boxes of shape (..., 4): rightly, and in the ways in which that goes wrong."""
from __future__ import annotations

import numpy as np


def last_axis(rule, dtype=float):
    """The rule on four numbers as an answer for `(..., 4)`; in the boxes' own dtype where `dtype` is None."""
    return lambda boxes: np.stack(rule(*np.moveaxis(np.asarray(boxes, dtype=dtype), -1, 0)), axis=-1)


def in_its_dtype(rule):
    """Writes into an array like the argument: whole numbers where that has whole numbers."""
    def answer(boxes):
        out = np.zeros_like(boxes)
        out[...] = last_axis(rule)(boxes)
        return out
    return answer


def rounded_down(rule, floor):
    """The rule, then whole numbers, for every input."""
    return lambda boxes: floor(last_axis(rule)(boxes))


def unpacked(rule, make=lambda rows, boxes: np.array(rows)):
    """Box by box, each of four numbers."""
    def answer(boxes):
        rows = []
        for box in boxes:
            a, b, c, d = box
            rows.append(rule(a, b, c, d))
        return make(rows, boxes)
    return answer


def starred(rule):
    return lambda boxes: np.array([rule(*box) for box in boxes]).reshape(-1, 4)


def columns_in_its_dtype(rule):
    """The same by columns: for (N, 4) only."""
    def answer(boxes):
        out = boxes.copy()
        for k, column in enumerate(rule(*(boxes[:, j] for j in range(4)))):
            out[:, k] = column
        return out
    return answer


def in_pairs(rule, join, flat=False):
    """The rule on `boxes[..., :2]` and `boxes[..., 2:]`, or on columns where `flat`; the two results joined."""
    def answer(boxes):
        boxes = np.asarray(boxes, dtype=float)
        low, high = (boxes[:, :2], boxes[:, 2:]) if flat else (boxes[..., :2], boxes[..., 2:])
        first, _, last, _ = rule(low, low, high, high)
        return join([first, last])
    return answer


def joined_in_front(rule):
    """`np.array([...])`, `np.stack` and `np.concatenate` without an axis."""
    return (lambda boxes: np.stack(rule(*np.moveaxis(np.asarray(boxes, dtype=float), -1, 0))),
            lambda boxes: np.stack(rule(*(np.asarray(boxes, dtype=float)[:, k] for k in range(4)))),
            in_pairs(rule, np.concatenate), in_pairs(rule, np.concatenate, flat=True))


def one_box(rule):
    """Takes the first axis for the four numbers; with an index, and unpacked."""
    def by_index(boxes):
        return np.array(rule(*(np.asarray(boxes, dtype=float)[k] for k in (0, 1, 2, 3))))

    def unpacked_whole(boxes, axis=0):
        a, b, c, d = np.asarray(boxes, dtype=float)
        return np.stack(rule(a, b, c, d), axis=axis)

    return by_index, unpacked_whole, lambda boxes: unpacked_whole(boxes, axis=-1)


def two_dimensional(rule):
    """Spellings of the right rule that hold for (N, 4) and for no other shape."""
    def by_column(boxes):
        return rule(*(np.asarray(boxes, dtype=float)[:, k] for k in range(4)))

    def turned(boxes):
        return rule(*np.asarray(boxes, dtype=float).T)

    return (lambda boxes: np.stack(by_column(boxes), axis=1), lambda boxes: np.stack(turned(boxes), axis=1),
            lambda boxes: np.stack(turned(boxes), axis=-1), lambda boxes: np.column_stack(turned(boxes)),
            unpacked(rule, lambda rows, boxes: np.array(rows, dtype=float).reshape(-1, 4)), unpacked(rule), starred(rule),
            lambda boxes: np.stack(rule(*np.moveaxis(np.asarray(boxes, dtype=float), -1, 0)), axis=1),
            in_pairs(rule, np.hstack), in_pairs(rule, np.hstack, flat=True), in_pairs(rule, lambda pair: np.concatenate(pair, axis=1)))
