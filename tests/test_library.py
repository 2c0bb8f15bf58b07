"""Letting a library do the exercise is noticed under any alias, and nothing else is taken for it."""
from __future__ import annotations

import functools
import sys
import types
from dataclasses import replace

import numpy as np
import pycocotools.mask
import pytest
import sklearn.metrics
import torch
from pycocotools.mask import iou as alias

from utils import check, course
from utils.checking import judge

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


def test_importing_is_not_calling(monkeypatch):
    """What runs while a forbidden library is loaded, here for the first time, is none of the answer's doing."""
    monkeypatch.delitem(sys.modules, "sklearn.metrics._ranking")
    monkeypatch.delattr(sklearn.metrics, "_ranking")

    def box_iou(a, b):
        import sklearn.metrics._ranking as loaded

        return IOU(a, b) if loaded.auc else None

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


def of_torch(way):
    """The verdict's misconception for an answer that does `way` on the side."""
    def box_iou(a, b):
        way()
        return IOU(a, b)

    exercise = replace(course.find("box_iou")[1], forbidden=("torch.nn", "torch.autograd", "torch.conv"))
    return judge(exercise, box_iou).misconception


def square(x):
    return (x * x).sum()


X, IMAGE, KERNEL = torch.ones(2, requires_grad=True), torch.ones(1, 1, 4, 4), torch.ones(1, 1, 3, 3)
TORCH = {
    "backward": lambda: square(X).backward(),
    "autograd.grad": lambda: torch.autograd.grad(square(X), X),
    "functional jacobian": lambda: torch.autograd.functional.jacobian(square, X),
    "torch.func": lambda: torch.func.grad(square)(X),
    "a layer": lambda: torch.nn.Linear(1, 1),
    "functional": lambda: torch.nn.functional.relu(X),
    "a compiled functional": lambda: torch.nn.functional.avg_pool2d(IMAGE, 2),
    "what functional calls": lambda: torch._C._nn.im2col(IMAGE, [2, 2], [1, 1], [0, 0], [1, 1]),
    "torch.conv2d": lambda: torch.conv2d(IMAGE, KERNEL),
    "a transposed convolution": lambda: torch.conv_transpose2d(IMAGE, KERNEL),
    "by map": lambda: list(map(torch.conv2d, [IMAGE], [KERNEL])),
    "by partial": functools.partial(torch.conv2d, IMAGE, KERNEL),
    "by operator": lambda: torch.ops.aten.convolution(IMAGE, KERNEL, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1),
}


@pytest.mark.parametrize("way", TORCH)
def test_what_torch_does_is_noticed(way):
    assert of_torch(TORCH[way]) == "library_call"


FREE = {
    "no_grad": lambda: torch.no_grad().__enter__() or torch.set_grad_enabled(True),
    "einsum": lambda: torch.einsum("ij,jk->ik", torch.eye(2), torch.eye(2)),
    "softmax": lambda: torch.eye(2).softmax(1),
    "windows": lambda: IMAGE.unfold(2, 2, 1).sum().item(),
    "round trip": lambda: torch.from_numpy(np.eye(2)).numpy(),
    "printing": lambda: repr(X),
}


@pytest.mark.parametrize("way", FREE)
def test_the_rest_of_torch_is_free(way):
    assert of_torch(FREE[way]) is None


def test_torchs_hook_is_off_afterwards():
    of_torch(TORCH["by map"])
    assert torch.overrides._get_current_function_mode_stack() == []


def test_a_patch_of_torch_is_noticed_and_undone():
    before = torch.conv2d
    exercise = replace(course.find("box_iou")[1], forbidden=("torch.conv",))

    def box_iou(a, b):
        torch.conv2d = None
        return IOU(a, b)

    assert "changed `torch.conv2d` for everybody" in judge(exercise, box_iou).message
    assert torch.conv2d is before
