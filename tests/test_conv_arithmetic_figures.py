"""The figures of topic 02: what they plot, worked out again in another way."""
import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional

from drawings.conv_arithmetic import COUNTERS
from utils import nets
from utils.course import reference as worked
from utils.figures import conv_arithmetic as figures
from utils.figures.conv_arithmetic import windows


def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


def numbers(ax):
    """The numbers written in the cells of an axes, as {(row, column): value}."""
    return {(int(text.get_position()[1]), int(text.get_position()[0])): float(text.get_text()) for text in ax.texts}


def matrix(cells):
    rows, columns = (max(place[k] for place in cells) + 1 for k in (0, 1))
    return np.array([[cells[row, column] for column in range(columns)] for row in range(rows)])


def test_sliding_shows_torchs_convolution_and_frames_the_windows():
    drawn = figures.sliding.drawing()
    image, kernel, output = (matrix(numbers(ax)) for ax in drawn.figure.axes)
    wanted = functional.conv2d(torch.from_numpy(image)[None, None], torch.from_numpy(kernel)[None, None])[0, 0]
    assert np.array_equal(output, wanted)
    assert wanted.tolist() == [[-3, -3, 0], [-2, -2, 0]]
    assert wanted.numel() * kernel.size == 54
    frames = [patch for patch in drawn.figure.axes[0].patches if "window" in (patch.get_label() or "")]
    assert len({patch.get_linestyle() for patch in frames}) == 3
    for patch in frames:
        row, column = round(patch.get_y()), round(patch.get_x())
        assert patch.get_label().endswith(f"({row}, {column})")
        assert drawn.digest[f"output {(row, column)}"] == wanted[row, column]


@pytest.mark.parametrize(("size", "kernel"), [(7, 3), (9, 5), (6, 2)])
def test_the_rules_draw_the_windows_that_torch_has(size, kernel):
    drawn = figures.rules.drawing(worked("conv_output_size"), size=size, kernel=kernel)
    laid = [(size, 1, 0, 1), (size, 1, (kernel - 1) // 2, 1), (size, 1, kernel - 1, 1), (size, 2, 0, 1),
            (size + 1, 2, 0, 1), (size, 1, 0, 2)]
    for ax, (pixels, stride, padding, dilation), count in zip(drawn.figure.axes, laid, drawn.digest.values()):
        image = torch.arange(1.0, pixels + 1)[None, None]
        taps = torch.eye(kernel)[:, None]  # one output channel for each tap: it gives the pixel under it
        seen = functional.conv1d(image, taps, None, stride, padding, dilation)[0].T.numpy()
        drawn_windows = np.array([line.get_xdata() for line in lines(ax, "window")])
        inside = (drawn_windows > 0) & (drawn_windows < pixels)
        assert np.array_equal(np.where(inside, drawn_windows + 0.5, 0), seen)
        assert count == len(seen)
        unseen = [mark + 0.5 for line in lines(ax, "never seen") for mark in line.get_xdata()]
        assert sorted({*range(1, pixels + 1)} - {*seen.ravel()}) == unseen
        assert sum(patch.get_label() == "padding (0)" for patch in ax.patches) == 2 * padding


def test_the_pixel_that_stride_2_loses_is_marked():
    axes = figures.rules.drawing(worked("conv_output_size")).figure.axes
    assert [len(lines(ax, "never seen")) for ax in axes] == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("size", [3, 5])
def test_the_filters_are_means_and_differences(size):
    drawn = figures.filters.drawing(worked("conv2d"), size=size)
    picture, soft, edges = (ax.images[0].get_array() for ax in drawn.figure.axes)
    assert picture.shape == windows.scene().shape == (28, 40)
    assert soft.shape == (28 - size + 1, 40 - size + 1)
    assert soft[4, 7] == pytest.approx(picture[4:4 + size, 7:7 + size].mean())
    assert edges[4, 7] == pytest.approx(picture[4:7, 7].mean() - picture[4:7, 9].mean())
    assert drawn.digest["noise after"] < drawn.digest["noise before"] / 2


def test_the_checkerboard_counts_the_stamps():
    drawn = figures.checkerboard.drawing(worked("conv_transpose2d"))
    for ax, (kernel, padding) in zip(drawn.figure.axes, ((3, 0), (4, 1))):
        stamps = matrix(numbers(ax))
        axis = np.zeros(2 * 3 + kernel)
        for start in range(0, 8, 2):
            axis[start:start + kernel] += 1
        axis = axis[padding:len(axis) - padding]
        assert np.array_equal(stamps, np.outer(axis, axis))
        hatched = sum(bool(patch.get_hatch()) for patch in ax.patches)
        assert hatched == (stamps > 1).sum()
    assert drawn.digest == {"kernel 3": [1, 2, 4], "kernel 4": [4]}


def test_the_table_marks_each_link_and_its_parameters():
    drawn = figures.c3_table.drawing()
    ax, = drawn.figure.axes
    marks = {(int(x), int(y)) for line in lines(ax, "linked by a 5 × 5 kernel") for x, y in zip(*line.get_data())}
    assert marks == {(column, row) for column, sources in enumerate(nets.LENET_C3) for row in sources}
    gaps = {(int(x), int(y)) for line in lines(ax, "no link") for x, y in zip(*line.get_data())}
    assert (len(marks), len(gaps), marks & gaps) == (60, 36, set())
    written = [int(text.get_text()) for text in ax.texts if text.get_text().isdigit()]
    assert written == [76] * 6 + [101] * 9 + [151]
    assert drawn.digest == {"links": 60, "parameters": sum(written)}


def test_the_shares_are_those_of_the_fully_connected_layers():
    drawn = figures.shares.drawing(*map(worked, COUNTERS))
    ax, = drawn.figure.axes
    widths = np.array([patch.get_width() for patch in ax.patches]).reshape(2, 4)
    dense = {"AlexNet": (9216, 4096, 4096, 1000), "VGG-16": (25088, 4096, 4096, 1000), "ResNet-18": (512, 1000),
             "MobileNet": (1024, 1000)}
    totals = {"AlexNet": (60_965_224, 724_406_816), "VGG-16": (138_357_544, 15_470_264_320),
              "ResNet-18": (11_689_512, 1_814_073_344), "MobileNet": (4_231_976, 568_740_352)}  # see test_nets.py
    for column, (name, sides) in enumerate(dense.items()):
        macs = sum(before * after for before, after in itertools.pairwise(sides))
        params, work = totals[name]
        assert widths[:, column] == pytest.approx([100 * (macs + sum(sides[1:])) / params, 100 * macs / work])
        assert drawn.digest[name] == round(widths[0, column], 1)


def test_intensity_divides_macs_by_what_is_moved():
    drawn = figures.intensity.drawing(*map(worked, COUNTERS[1:]))
    ax, = drawn.figure.axes
    wanted = [9 * 256 * 256 * 4096 / (2 * 256 * 4096 + 9 * 256 * 256), 9 * 256 * 4096 / (2 * 256 * 4096 + 9 * 256),
              9 * 16 * 16 * 4096 / (2 * 16 * 4096 + 9 * 16 * 16)]
    assert [patch.get_width() for patch in ax.patches] == pytest.approx(wanted)
    assert drawn.digest == dict(zip("ABC", np.round(wanted, 1)))
    assert ax.get_xscale() == "log"
