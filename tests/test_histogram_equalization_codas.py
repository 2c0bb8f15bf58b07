"""Topic 08: the fast codas give what the worked solutions and OpenCV give. No time is looked at."""
import cv2
import numpy as np
import pytest

from utils import course
from utils.codas import coda
from utils.topics.histogram_equalization.races import elements, opencv_mean, picture

BOX_MEAN, FAST = course.reference("box_mean"), coda("box_mean")
HELPERS = coda("box_mean").__globals__


def some_image(seed):
    """Up to 300 × 300 pixels: few or many levels, now and then one."""
    rng = np.random.default_rng(seed)
    low = int(rng.integers(0, 256))
    return rng.integers(low, rng.integers(low, 256) + 1, rng.integers(1, rng.choice([9, 301]), 2)).astype(np.uint8)


@pytest.mark.parametrize("seed", range(100))
def test_fast_equalize_is_opencvs_to_the_last_bit(seed):
    image = some_image(seed)
    assert np.array_equal(coda("equalize")(image), cv2.equalizeHist(image))
    assert np.array_equal(coda("equalize")(image[::-1, ::2]), cv2.equalizeHist(image[::-1, ::2].copy()))


def test_a_constant_image_comes_back_as_a_copy():
    image = np.full((3, 5), 7, dtype=np.uint8)
    equal = coda("equalize")(image)
    assert np.array_equal(equal, image)
    assert not np.shares_memory(equal, image)


def test_no_pixels_are_256_zeros():
    assert not coda("gray_histogram")(np.zeros((0, 3), dtype=np.uint8)).any()


@pytest.mark.parametrize("shape", [(1, 1), (31, 40), (32, 7), (33, 64), (100, 3)])
@pytest.mark.parametrize("radius", [0, 1, 7, 40])
def test_windows_are_exact_whatever_the_blocks(shape, radius):
    image = picture(*shape)
    means = BOX_MEAN(image, radius), BOX_MEAN(image.astype(float)**2, radius)
    assert np.array_equal(FAST(image, radius), means[0])
    assert np.array_equal(HELPERS["box_means"](image, radius), means)
    assert np.allclose(FAST(image / 7, radius), means[0] / 7, rtol=0, atol=1e-11)


def test_running_sums_may_overflow_while_a_windows_sum_does_not():
    white = np.full((150, 400), 255, dtype=np.uint8)
    assert 255**2 * 255 * (400 + 2 * 128) > 1 << 32
    mean, squares = HELPERS["box_means"](white, 128)
    assert (mean == 255).all()
    assert (squares == 255**2).all()


def test_box_means_says_what_it_does_not_take():
    for image, radius in ((np.zeros((2, 2), dtype=np.uint8), 129), (np.zeros((2, 2)), 1)):
        with pytest.raises(ValueError, match="32 bits"):
            HELPERS["box_means"](image, radius)


def test_the_elements_of_a_race_are_counted_for_numpy_only():
    image = picture(64, 64)
    worked, fast = elements(BOX_MEAN, image, 3), elements(FAST, image, 3)
    assert worked < fast < 1.5 * worked  # "touches no fewer elements"
    with pytest.raises(ValueError, match="nothing was counted"):
        elements(opencv_mean, image, 3)
