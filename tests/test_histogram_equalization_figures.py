"""The figures of topic 08: what they plot, worked out again in another way."""
import cv2
import numpy as np
import pytest
from scipy import ndimage

from drawings.histogram_equalization import DARK, ELEMENTS, RADII, enhanced, halves
from utils import photos
from utils.course import reference as worked
from utils.figures import histogram_equalization as figures


def titled(fig, start):
    """The axes whose title begins like this."""
    return next(ax for ax in fig.axes if ax.get_title(loc="left").startswith(start))


def picture(fig, start):
    """The image in the axes of that title."""
    return np.asarray(titled(fig, start).images[0].get_array())


def lines(ax):
    return {line.get_label(): np.asarray(line.get_ydata()) for line in ax.lines}


def cdf(image):
    return np.array([np.count_nonzero(image <= level) for level in range(256)]) / np.size(image)


def test_the_case_by_hand_shows_its_pixels_and_counts():
    drawn = figures.by_hand.drawing()
    before, after = picture(drawn.figure, "before"), picture(drawn.figure, "after")
    assert np.array_equal(after, cv2.equalizeHist(before))
    middle = titled(drawn.figure, "cumulative")
    heights = [bar.get_height() for bar in middle.patches]
    assert heights == [3, 5, 6, 8, 3, 2, 1, 2]
    assert [text.get_text() for text in middle.texts] == ["3 → 0", "5 → 102", "6 → 153", "8 → 255"]
    written = [text.get_text() for text in titled(drawn.figure, "after").texts]
    assert written == [str(level) for level in after.ravel()]


def test_equalized_shows_histograms_table_and_cdfs():
    moon = photos.photo("moon")
    wanted = cv2.equalizeHist(moon)
    drawn = figures.equalized.drawing(worked("equalize"), moon)
    assert np.array_equal(picture(drawn.figure, "after"), wanted)
    for title, image in (("histogram before", moon), ("histogram after", wanted)):
        values = titled(drawn.figure, title).patches[0].get_data().values
        assert values.tolist() == [np.count_nonzero(image == level) for level in range(256)]
    table = titled(drawn.figure, "the table").lines[0]
    assert np.array_equal(table.get_xdata(), np.unique(moon))
    assert np.array_equal(table.get_ydata()[np.searchsorted(table.get_xdata(), moon)], wanted)
    plotted = lines(titled(drawn.figure, "the two CDFs"))
    assert np.allclose(plotted["CDF before"], cdf(moon))
    assert np.allclose(plotted["CDF after"], cdf(wanted))
    straight = np.linspace(0, 1, 256)
    assert np.abs(cdf(wanted) - straight).max() < 0.3 * np.abs(cdf(moon) - straight).max()
    assert (drawn.digest["levels before"], drawn.digest["levels after"]) == (175, 68)


def test_matched_shows_three_cdfs_and_their_gap():
    image, goal = halves()
    drawn = figures.matched.drawing(worked("match_histograms"), image, goal)
    result = picture(drawn.figure, "matched")
    plotted = lines(titled(drawn.figure, "CDFs"))
    for name, one in (("image", image), ("reference", goal), ("matched", result)):
        assert np.allclose(plotted[name], cdf(one))
    assert drawn.digest["largest gap of the CDFs"] == round(np.abs(cdf(result) - cdf(goal)).max(), 3)
    assert drawn.digest["levels matched"] <= drawn.digest["levels of the image"]


def test_the_cost_is_drawn_as_it_is_given():
    drawn = figures.cost.drawing(RADII, ELEMENTS, worked("box_mean"))
    ax, = drawn.figure.axes
    assert {name: values.tolist() for name, values in lines(ax).items()} == ELEMENTS
    assert drawn.digest["all windows"] == 121
    assert len({line.get_marker() for line in ax.lines}) == len({line.get_linestyle() for line in ax.lines}) == 3


@pytest.mark.parametrize("radius", [1, 3])
def test_night_shows_what_the_local_statistics_choose(radius):
    image = photos.night()
    drawn = figures.night.drawing(worked("enhance_local_contrast"), worked("equalize"), image, radius=radius)
    values, side = image.astype(float), 2 * radius + 1
    mean = ndimage.uniform_filter(values, side, mode="reflect")
    spread = np.sqrt(np.maximum(ndimage.uniform_filter(values**2, side, mode="reflect") - mean**2, 0))
    chosen = (mean <= 0.4 * values.mean()) & (spread >= 0.02 * values.std()) & (spread <= 0.4 * values.std())
    chosen &= image > 0  # four times black is black
    shown = picture(drawn.figure, "what is changed")
    assert np.array_equal(shown.astype(bool), chosen)
    result = picture(drawn.figure, "times 4")
    assert np.array_equal(result, np.where(chosen, np.clip(4 * values, 0, 255), image))
    assert drawn.digest["changed, right half"] == round(chosen[:, 90:].mean(), 3)
    assert f"side {side}" in drawn.figure.get_suptitle()


@pytest.mark.parametrize("cutoff", [3.5, 10.5])
def test_bands_sum_to_the_image_and_the_circle_is_the_cutoff(cutoff):
    camera = photos.photo("camera")
    drawn = figures.bands.drawing(worked("split_frequencies"), camera, cutoff=cutoff)
    low, high = picture(drawn.figure, "low"), picture(drawn.figure, "high")
    assert np.allclose(low + high, camera)
    power = np.abs(np.fft.fftshift(np.fft.fft2(low)))
    ax = titled(drawn.figure, "spectrum")
    left, right, bottom, top = ax.images[0].get_extent()
    assert (left, right) == (-96.5, 95.5)
    assert (top, bottom) == (-64.5, 63.5)
    y, x = np.mgrid[-64:64, -96:96]
    assert power[np.hypot(x, y) > cutoff].max() < 1e-6
    assert np.allclose(np.hypot(*ax.lines[0].get_data()), cutoff)
    assert drawn.digest["share of the variance that is low"] == round(low.var() / camera.var(), 2)


def test_local_shows_the_cdfs_of_the_dark_part():
    image = photos.night()
    results = enhanced(image)
    drawn = figures.local.drawing(image, results, DARK, worked("equalize"))
    plotted = lines(titled(drawn.figure, "CDF of the dark part"))
    for name, one in {"as it was": image, **results}.items():
        assert np.array_equal(picture(drawn.figure, name), one)
        assert np.allclose(plotted[name], cdf(one[:, DARK]))
        assert drawn.digest[name] == round(one[:, DARK].std(), 1)
