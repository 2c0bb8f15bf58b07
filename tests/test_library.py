"""Letting a library do the exercise is noticed under any alias, and nothing else is taken for it."""
from __future__ import annotations

import functools
import sys
import types

import numpy as np
import pycocotools.mask
import pytest
import sklearn.metrics
from pycocotools.mask import iou as alias

from utils import check, course

IOU = course.reference("box_iou")


def xywh(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return np.hstack([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]])


def helped(a, b, call):
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    return np.asarray(call(xywh(a), xywh(b), [0] * len(b)))


def by_attribute(a, b):
    return helped(a, b, pycocotools.mask.iou)


def by_alias(a, b):
    return helped(a, b, alias)


def by_nested_function(a, b):
    def inner():
        return helped(a, b, alias)

    return inner()


def by_import_inside(a, b):
    from pycocotools import _mask

    return helped(a, b, _mask.iou)


def by_partial(a, b):
    return helped(a, b, functools.partial(alias))


def by_map(a, b):
    return helped(a, b, lambda *arguments: next(map(alias, *([x] for x in arguments))))


def by_getattr(a, b):
    return helped(a, b, getattr(sys.modules["pycocotools" + ".mask"], "i" + "ou"))


def only_when_large(a, b):
    return by_alias(a, b) if len(a) > 2 else IOU(a, b)


@pytest.mark.parametrize("way", [by_attribute, by_alias, by_nested_function, by_import_inside, by_partial, by_map,
                                 by_getattr, only_when_large])
def test_a_call_is_noticed_under_any_name(way):
    verdict = check(types.FunctionType(way.__code__, globals(), "box_iou"))
    assert (verdict.status, verdict.misconception) == ("failed", "library_call")
    assert "pycocotools" in verdict.message
    assert verdict.counterexample is not None


def test_it_is_noticed_though_the_value_is_wrong():
    def box_iou(a, b):
        return by_alias(a, b) * 2

    assert check(box_iou).misconception == "library_call"


def test_a_python_library_is_noticed():
    def f1_score(tp, fp, fn):
        labels = [1] * (tp + fn) + [0] * fp, [1] * tp + [0] * fn + [1] * fp
        return float(sklearn.metrics.f1_score(*labels, zero_division=0.0)) if tp + fp + fn < 1000 else 0.0

    assert check(f1_score).misconception == "library_call"


def test_a_module_of_that_name_is_noticed(monkeypatch):
    ops = types.ModuleType("torchvision.ops")
    ops.worked = IOU
    exec("def box_iou(a, b):\n    return worked(a, b)", vars(ops))
    monkeypatch.setitem(sys.modules, "torchvision.ops", ops)

    def box_iou(a, b):
        return ops.box_iou(a, b)

    verdict = check(box_iou)
    assert verdict.misconception == "library_call"
    assert "torchvision.ops.box_iou" in verdict.message


def test_what_the_judge_calls_is_not_held_against_the_answer():
    assert check(IOU).passed
    assert check(course.reference("mean_average_precision")).passed


def test_importing_is_not_calling():
    def box_iou(a, b):

        return IOU(a, b)

    assert check(box_iou).passed


def test_other_parts_of_a_library_are_free():
    def box_iou(a, b):
        from sklearn.utils import check_array

        check_array(np.eye(2))
        return IOU(a, b)

    assert check(box_iou).passed


def test_afterwards_the_library_is_as_before():
    check(types.FunctionType(by_alias.__code__, globals(), "box_iou"))
    assert sys.modules["pycocotools._mask"].np is np
    assert alias(np.array([[0.0, 0, 2, 2]]), np.array([[0.0, 0, 2, 2]]), [0])[0, 0] == 1
