"""The figures of topic 05 and of the first notebook: what they plot, worked out again in another way."""
import numpy as np
import pytest
from pycocotools import mask

from drawings.iou_map import FIVE, PRECISION, RANKING, RECALL
from utils.course import reference as worked
from utils.figures import iou_map, start_here


def test_overlaps_hatches_the_intersection_and_prints_its_iou():
    drawn = iou_map.overlaps.drawing()
    for ax, (name, box) in zip(drawn.figure.axes, iou_map.PLACES.items()):
        corners = np.array([iou_map.FIXED, box])
        sides = np.hstack([corners[:, :2], corners[:, 2:] - corners[:, :2]])
        wanted = mask.iou(sides[:1], sides[1:], [0])[0, 0]
        assert f"IoU {wanted:.3f}" in ax.get_title(loc="left")
        assert drawn.digest[name] == round(wanted, 3)
        hatched = sum(patch.get_width() * patch.get_height() for patch in ax.patches if patch.get_hatch())
        whole = sides[:, 2:].prod(axis=1).sum()
        assert hatched / (whole - hatched) == pytest.approx(wanted)


@pytest.mark.parametrize("width", [2.0, 4.0, 6.0])
def test_the_slide_is_pycocotools_curve(width):
    drawn = iou_map.slide.drawing(worked("box_iou"), width=width)
    line = max(drawn.figure.axes[1].lines, key=lambda one: len(one.get_xdata()))
    shifts, curve = line.get_data()
    moving = np.stack([shifts, 0 * shifts, 0 * shifts + width, 0 * shifts + 2], axis=1)
    assert np.allclose(curve, mask.iou([[0.0, 0, 4, 2]], moving, [0] * len(moving))[0], atol=1e-15)
    assert curve.max() == pytest.approx(min(width, 4) / max(width, 4))
    marks = [one for one in drawn.figure.axes[1].lines if one.get_label().startswith("shift")]
    for mark in marks:
        place = int(np.flatnonzero(shifts == mark.get_xdata()[0])[0])
        assert mark.get_ydata()[0] == curve[place]
    assert len({mark.get_marker() for mark in marks}) == 4


def shoelace(points):
    x, y = np.asarray(points).T
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


def filled(ax):
    return sum(shoelace(path.vertices[:-1]) for group in ax.collections for path in group.get_paths()
               if group.get_label() == "area added up" or group.get_label().startswith("area under"))


def test_the_staircase_and_its_area():
    drawn = iou_map.staircase.drawing(worked("precision_recall"), RANKING, 4)
    ax, = drawn.figure.axes
    lines = {line.get_label(): line for line in ax.lines}
    assert np.allclose(lines["raw curve"].get_data(), [RECALL, PRECISION])
    assert lines["envelope"].get_linestyle() != lines["raw curve"].get_linestyle()
    assert np.all(np.diff(lines["envelope"].get_ydata()) <= 0)
    assert filled(ax) == pytest.approx(5 / 8)
    assert drawn.digest == {"points": 5, "last recall": 0.75, "area": 0.625}
    assert len(lines["detection that is right"].get_xdata()) == 3
    assert len(lines["detection that is wrong"].get_xdata()) == 2


def test_each_convention_draws_what_it_adds_up():
    axes = iou_map.conventions.drawing(worked("average_precision"), PRECISION, RECALL, FIVE).figure.axes
    for place in (0, 3, 4):
        assert filled(axes[place]) == pytest.approx(list(FIVE.values())[place])
    for place, count in ((1, 11), (2, 101)):
        dots = next(line for line in axes[place].lines if line.get_label() == "envelope at a level")
        assert np.allclose(dots.get_xdata(), np.linspace(0, 1, count))
        assert dots.get_ydata().mean() == pytest.approx(list(FIVE.values())[place])
    for ax, value in zip(axes, FIVE.values()):
        assert f"AP {value:.4f}" in ax.get_title(loc="left")


def test_duplicates_become_false_positives_and_nms_removes_them():
    drawn = iou_map.duplicates.drawing(*map(worked, ("nms", "box_iou", "match_detections")))
    assert drawn.digest == {"TP before NMS": 2, "FP before NMS": 2, "TP after NMS": 2, "FP after NMS": 0}
    for ax, (right, wrong) in zip(drawn.figure.axes, ((2, 2), (2, 0))):
        lines = [patch.get_linestyle() for patch in ax.patches if not patch.get_hatch()]
        assert (lines.count("-"), lines.count("--")) == (right, wrong)


def test_the_grid_draws_the_box_that_it_names():
    drawn = start_here.grid.drawing(worked("box_area"), box=(1, 1, 6, 4))
    hatched = next(patch for patch in drawn.figure.axes[0].patches if patch.get_hatch())
    assert (hatched.get_width(), hatched.get_height()) == (5, 3)
    assert drawn.digest == {"width": 5.0, "height": 3.0, "area": 15.0}
