"""The figures of topic 03: what they plot, worked out again in another way."""
import numpy as np
import pytest

from drawings.receptive_fields import INFLUENCE, KERNELS, MEASURED, dilated
from utils import Layer
from utils.course import reference as worked
from utils.figures import receptive_fields as figures


def filled(ax, marker):
    """Where the filled markers of a row stand."""
    return sorted(float(x) for line in ax.lines if line.get_marker() == marker and line.get_markerfacecolor() != "white"
                  for x in line.get_xdata())


@pytest.mark.parametrize("stacks", [([Layer(3, stride=2), Layer(3)], [Layer(3), Layer(3, stride=2)]),
                                    (dilated(1, 2), dilated(2, 1)), (dilated(2, 2, 2), [Layer(2, stride=3), Layer(2)])])
def test_the_chain_fills_the_pixels_that_one_output_reads(stacks):
    drawn = figures.chain.drawing(*stacks)
    for ax, layers, span in zip(drawn.figure.axes, stacks, drawn.digest.values()):
        pixels = filled(ax, "s")
        taps = {0}
        for layer in reversed(layers):  # from the output down
            taps = {tap * layer.stride + step * layer.dilation for tap in taps for step in range(layer.kernel)}
        assert [x - pixels[0] for x in pixels] == sorted(taps)
        assert span == pixels[-1] - pixels[0] + 1
        assert f"one output: {span} pixels" in ax.get_title(loc="left")
        assert (f"{len(taps)} of them read" in ax.get_title(loc="left")) == (len(taps) < span)


def test_every_connection_of_the_chain_ends_in_filled_units_and_has_the_right_length():
    layers = [Layer(3, stride=2), Layer(3, dilation=2)]
    ax, = figures.chain.drawing(layers).figure.axes
    units = {(float(x), float(line.get_ydata()[0])) for line in ax.lines
             if line.get_marker() in "so" and line.get_markerfacecolor() != "white" for x in line.get_xdata()}
    links = [line for line in ax.lines if line.get_marker() == "None"]
    assert len(links) == 3 + 3 * 3
    for line in links:
        (top, below), (high, low) = line.get_data()
        assert {(float(top), float(high)), (float(below), float(low))} <= units
        assert abs(top - below) in ((0, 1) if low == 0 else (0, 4))  # a tap is 1 pixel away, or dilation 2 times jump 2


def test_nested_squares_have_the_sizes_and_one_centre():
    drawn = figures.nested.drawing(worked("receptive_field"), dilated(1, 2, 1))
    ax, = drawn.figure.axes
    squares = [patch.get_bbox() for patch in ax.patches]
    assert sorted(box.width for box in squares) == sorted(box.height for box in squares) == [1, 3, 7, 9]
    assert {(box.x0 + box.x1, box.y0 + box.y1) for box in squares} == {(9, 9)}
    assert list(drawn.digest.values()) == [1, 3, 7, 9]
    looks = {(patch.get_linestyle(), patch.get_edgecolor()) for patch in ax.patches if not patch.get_hatch()}
    assert len(looks) == 3


@pytest.mark.parametrize("padding", [0, 1])
def test_windows_are_what_a_ones_convolution_touches(padding):
    layers = [Layer(3, stride=2, padding=padding), Layer(3, padding=padding)]
    drawn = figures.windows.drawing(worked("input_window"), layers, 16)
    bars = [patch.get_bbox() for patch in drawn.figure.axes[0].patches if not patch.get_hatch()]
    whole = [patch.get_bbox() for patch in drawn.figure.axes[0].patches if patch.get_hatch()]
    rows = np.eye(16)  # what each unit reads of the image
    for layer in layers:
        border = np.zeros((layer.padding, 16))
        padded = np.vstack([border, rows, border])
        rows = np.array([padded[first:first + 3].sum(axis=0) for first in range(0, len(padded) - 2, layer.stride)])
    assert [(box.x0, box.x1) for box in bars] == [(np.flatnonzero(row)[0], np.flatnonzero(row)[-1] + 1) for row in rows]
    assert {box.width for box in whole} == {7}
    assert drawn.digest["outputs"] == len(rows)
    assert [text.get_text() for text in drawn.figure.axes[0].texts] == [
        f"{int(box.x0)} to {int(box.x1) - 1}" for box in bars]


def test_gridding_darkens_the_pixels_that_are_read():
    drawn = figures.gridding.drawing(worked("taps_used"), dilated(1, 2, 4), dilated(2, 2, 2))
    full, sparse = (np.asarray(ax.collections[0].get_array()) for ax in drawn.figure.axes)
    assert full.shape == (15, 15)
    assert full.all()
    assert sparse.shape == (13, 13)
    assert sparse[::2, ::2].all()
    assert sparse.sum() == 49
    assert drawn.digest == {"1, 2, 4": 225, "2, 2, 2": 49}


def test_effective_plots_the_profile_a_linear_stack_and_a_gaussian_as_wide():
    drawn = figures.effective.drawing(worked("effective_receptive_field"), INFLUENCE, KERNELS)
    image, plot = drawn.figure.axes
    assert np.allclose(image.images[0].get_array(), INFLUENCE)
    profile = np.array([bar.get_height() for bar in plot.patches])
    assert profile.sum() == pytest.approx(1)
    assert np.allclose(profile, (INFLUENCE.sum(axis=0) + INFLUENCE.sum(axis=1)) / (2 * INFLUENCE.sum()))
    linear, bell = (next(line.get_ydata() for line in plot.lines if word in line.get_label())
                    for word in ("linear", "Gaussian"))
    trinomial = np.array([1.0])
    for _ in range(10):
        trinomial = sum(np.pad(trinomial, (shift, 2 - shift)) for shift in range(3)) / 3
    assert np.allclose(linear, trinomial)
    variance = profile @ (np.arange(21) - 10) ** 2
    assert np.allclose(bell[1:] / bell[:-1], np.exp(-(2 * np.arange(-10, 10) + 1) / (2 * variance)))
    circle = next(patch for patch in image.patches if hasattr(patch, "radius"))
    assert circle.radius == pytest.approx(2 * variance ** 0.5)
    assert drawn.digest["standard deviation, linear"] == round((2 * 10 / 3) ** 0.5, 1)


def test_widths_plots_four_standard_deviations_and_names_their_share():
    ax, = figures.widths.drawing(worked("effective_receptive_field"), MEASURED).figure.axes
    lines = {line.get_label(): line.get_data() for line in ax.lines}
    depths = np.array(list(MEASURED))
    fields, linear, found = (next(data for label, data in lines.items() if word in label)
                             for word in ("theoretical", "ones", "measured"))
    assert np.array_equal(fields, [depths, 2 * depths + 1])
    assert np.allclose(linear, [depths, 4 * np.sqrt(2 * depths / 3)])
    assert np.allclose(found, [depths, 4 * np.array(list(MEASURED.values()))])
    assert [text.get_text() for text in ax.texts] == [
        f"{400 * sigma / (2 * depth + 1):.0f}%" for depth, sigma in MEASURED.items()]
