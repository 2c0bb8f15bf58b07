"""The figures of topic 04: what they plot, worked out again in another way."""
import math

import numpy as np
import pytest
import torch
from pycocotools import mask

from drawings.bbox_regression import AFTER, BEFORE, EVERYTHING
from utils.course import reference as worked
from utils.figures import bbox_regression
from utils.figures.bbox_regression import anchors, boxes


def xywh(corners):
    corners = np.asarray(corners, dtype=float)
    return np.hstack([corners[:, :2], corners[:, 2:] - corners[:, :2]])


def rectangles(ax, label):
    """x, y, width and height of the boxes of a label, as drawn."""
    return np.array([[*patch.get_xy(), patch.get_width(), patch.get_height()] for patch in ax.patches
                     if patch.get_label().startswith(label)])


def test_the_case_by_hand_moves_and_then_grows():
    drawn = bbox_regression.by_hand.drawing()
    assert drawn.digest == {"tx": 0.2, "ty": -0.1, "tw": 0.1823, "th": 0.2231}
    shift, growth = drawn.figure.axes
    assert rectangles(shift, "proposal").tolist() == [[75, 60, 50, 80]]
    assert rectangles(growth, "proposal").tolist() == [[85, 52, 50, 80]]
    for ax in (shift, growth):
        assert rectangles(ax, "truth").tolist() == [[80, 42, 60, 100]]
    arrows = [text for text in growth.texts if hasattr(text, "arrow_patch")]
    ends = {tuple(text.xy) for text in arrows}
    assert len(arrows) == 4
    assert {round(x, 9) for x, y in ends if y == 92} == {80, 140}
    assert {round(y, 9) for x, y in ends if x == 110} == {42, 142}


@pytest.mark.parametrize("steps", [(0, 0.5, 1), (0.25, 1.5)])
def test_the_pulled_boxes_are_those_of_the_deltas_and_their_iou_is_pycocotools(steps):
    drawn = bbox_regression.pulls.drawing(worked("encode_boxes"), worked("decode_boxes"), steps)
    truth = boxes.OBJECTS[boxes.OWNER]
    for ax, step in zip(drawn.figure.axes, steps):
        moved = rectangles(ax, "proposal" if step == 0 else "decoded box")
        wanted = []
        for (x1, y1, x2, y2), (a1, b1, a2, b2) in zip(boxes.NEAR.tolist(), truth.tolist()):
            middle = [(1 - step) * (x1 + x2) / 2 + step * (a1 + a2) / 2, (1 - step) * (y1 + y2) / 2 + step * (b1 + b2) / 2]
            size = [(x2 - x1) ** (1 - step) * (a2 - a1) ** step, (y2 - y1) ** (1 - step) * (b2 - b1) ** step]
            wanted.append([middle[0] - size[0] / 2, middle[1] - size[1] / 2, *size])
        assert np.allclose(moved, wanted)
        overlap = [mask.iou(one[None], other[None], [0])[0, 0] for one, other in zip(moved, xywh(truth))]
        assert drawn.digest[f"step {step:g}"] == round(float(np.mean(overlap)), 3)
        lines = {patch.get_linestyle() for patch in ax.patches if not patch.get_hatch()}
        assert lines == ({"--"} if step == 0 else {"-"})


@pytest.mark.parametrize("beta", [0, 1 / 9, 1.0])
def test_the_losses_and_slopes_are_torchs(beta):
    left, right = bbox_regression.losses.drawing(worked("smooth_l1"), beta=beta).figure.axes
    curves = {line.get_label(): (line.get_xdata(), line.get_ydata(), slope.get_ydata())
              for line, slope in zip(left.lines, right.lines)}
    theirs = {"L1: |d|": torch.nn.functional.l1_loss, "L2: d² / 2": lambda a, b, reduction: (a - b) ** 2 / 2,
              f"smooth L1, beta {beta:.3g}": lambda a, b, reduction: torch.nn.functional.smooth_l1_loss(
                  a, b, beta=beta, reduction=reduction)}
    assert len({line.get_linestyle() for line in left.lines[:3]}) == 3
    for name, function in theirs.items():
        d, loss, slope = curves[name]
        leaf = torch.tensor(d, requires_grad=True)
        value = function(leaf, torch.zeros(len(d), dtype=torch.float64), reduction="none")
        value.sum().backward()
        assert np.allclose(loss, value.detach().numpy())
        drawn = ~np.isnan(slope)
        assert np.allclose(slope[drawn], leaf.grad.numpy()[drawn])
        assert (~drawn).sum() == (1 if name.startswith("L1") else 0), "a gap at the kink, and nowhere else"


def test_the_log_its_tangent_and_the_gap_between_them():
    drawn = bbox_regression.near_one.drawing()
    left, right = drawn.figure.axes
    log, line = left.lines[:2]
    assert np.allclose(np.exp(log.get_ydata()) - 1, log.get_xdata())
    assert np.array_equal(line.get_xdata(), line.get_ydata())
    marks = [(mark.get_xdata()[0], mark.get_ydata()[0]) for mark in left.lines[2:]]
    assert [x for x, _ in marks] == [-0.5, 1.0]
    assert marks[0][1] == pytest.approx(-marks[1][1])
    overlap, gap = right.lines[0].get_data()
    assert np.allclose(gap / 100 + 1, (1 / overlap - 1) / -np.log(overlap))  # IoU of P inside G is Pw / Gw
    for mark in right.lines[1:]:
        assert np.interp(mark.get_xdata()[0], overlap[::-1], gap[::-1]) == pytest.approx(mark.get_ydata()[0], abs=0.05)
    assert drawn.digest == {"x 0.1": 4.9, "x 0.667": 30.5, "x 1": 44.3}


def test_the_improvement_counts_and_averages_what_it_is_given():
    drawn = bbox_regression.improvement.drawing(worked("fit_box_regressor"), BEFORE, AFTER, EVERYTHING)
    left, right = drawn.figure.axes
    chosen = [k for k, value in enumerate(BEFORE.tolist()) if value > 0.6]
    bars = [patch for patch in left.patches if patch.get_hatch()]
    for bar in bars:
        inside = [k for k in chosen if bar.get_x() <= AFTER[k] < bar.get_x() + bar.get_width()]
        assert bar.get_height() == len(inside)
    assert sum(bar.get_height() for bar in bars) == len(chosen)
    curves = {line.get_label(): line.get_ydata() for line in right.lines}
    for name, after in (("trained on IoU above 0.6", AFTER), ("trained on all", EVERYTHING)):
        means = [np.mean([a for b, a in zip(BEFORE, after) if low / 10 <= b < (low + 1) / 10]) for low in range(10)]
        assert np.allclose(curves[name], means)
    means = [sum(values[k] for k in chosen) / len(chosen) for values in (BEFORE, AFTER, EVERYTHING)]
    assert list(drawn.digest.values()) == [round(float(value), 3) for value in means]


def test_one_set_of_anchors_on_the_grid():
    drawn = bbox_regression.anchor_grid.drawing(worked("generate_anchors"))
    ax, = drawn.figure.axes
    grid = next(line for line in ax.lines if line.get_label() == "centre of a cell")
    assert sorted(zip(*grid.get_data())) == [(x, y) for x in range(16, 256, 32) for y in range(16, 160, 32)]
    chosen = next(line for line in ax.lines if line.get_label() == "this cell")
    lines = {}
    for ratio in (0.5, 1, 2):
        placed = rectangles(ax, f"h / w = {ratio:g}")
        assert np.allclose(placed[:, 3] / placed[:, 2], ratio)
        assert np.allclose(placed[:, 2] * placed[:, 3], [32**2, 64**2, 128**2])
        assert np.allclose(placed[:, :2] + placed[:, 2:] / 2, [chosen.get_xdata()[0], chosen.get_ydata()[0]])
        lines[ratio] = {patch.get_linestyle() for patch in ax.patches if patch.get_label() == f"h / w = {ratio:g}"}
    assert len(set.union(*lines.values())) == 3
    assert drawn.digest == {"anchors of a cell": 9, "anchors of all cells": 360, "of these nine out of the image": 1}
    assert 128 * math.sqrt(2) > 160, "the tall one is higher than the image"


@pytest.mark.parametrize("scales", [(4, 8, 16), (1, 2)])
def test_coverage_is_that_of_all_anchors_of_all_cells(scales, monkeypatch):
    monkeypatch.setattr(anchors, "OBJECTS", 12)
    asked = []

    def some_objects(*args, real=anchors.some_objects):
        asked.append(real(*args))
        return asked[-1]

    monkeypatch.setattr(anchors, "some_objects", some_objects)
    ax, = bbox_regression.coverage.drawing(worked("generate_anchors"), scales=scales).figure.axes
    every = worked("generate_anchors")(16, anchors.RATIOS, scales)
    every = (anchors.centres(30, 40, 16)[:, None, [0, 1, 0, 1]] + every).reshape(-1, 4)
    assert len(every) == 30 * 40 * 3 * len(scales)
    table = [text.get_text() for text in ax.texts]
    assert len(table) == len(asked) == 25
    for text, objects in zip(table, asked):
        sides = np.hstack([objects[:, :2] - objects[:, 2:] / 2, objects[:, 2:]])
        best = mask.iou(sides, xywh(every), [0] * len(every)).max(axis=1)
        assert text == f"{100 * np.mean(best >= 0.5):.0f} %"
    assert len(ax.patches) == 3 * len(scales), "the fields that are an anchor's are framed"


def test_random_objects_are_what_their_field_says():
    objects = anchors.some_objects(np.random.default_rng(1), 64, 2.0)
    side, ratio = np.sqrt(objects[:, 2] * objects[:, 3]) / 64, objects[:, 3] / objects[:, 2] / 2
    for value in (side, ratio):
        assert value.min() == pytest.approx(2**-0.5, rel=0.02)
        assert value.max() == pytest.approx(2**0.5, rel=0.02)
    assert np.all((objects[:, :2] >= 0) & (objects[:, :2] <= anchors.IMAGE))
