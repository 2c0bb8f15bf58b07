"""The judge of topic 08: what may be rounded either way, which inputs are left out, what a box filter costs, OpenCV's help."""
import functools

import numpy as np
import pytest

from answers import histogram_equalization as levels
from answers import histogram_equalization_images as windows
from utils import cases, course
from utils.checking import judge
from utils.topics.histogram_equalization import boxes, enhancement, frequencies, images, matching, tables
from utils.topics.histogram_equalization.cost import Cost, measured

EXERCISES = {name: exercise for name, (slug, exercise) in course.exercises().items() if slug == "histogram_equalization"}


def verdict(name, answer):
    return judge(EXERCISES[name], answer)


def test_exact_values_before_rounding():
    histogram = np.bincount([10, 10, 20, 30, 30, 30], minlength=256)
    exact = tables.exact_lut(histogram)
    assert [exact[k] for k in (0, 9, 10, 19, 20, 29, 30, 255)] == [0, 0, 0, 0, 63.75, 63.75, 255, 255]
    constant = tables.exact_lut(np.bincount([7, 7], minlength=256))
    assert constant[7] == 7
    assert np.isnan(np.delete(constant, 7)).all()


@pytest.mark.parametrize(("value", "passes"), [(127, True), (128, True), (126, False), (129, False)])
def test_a_half_may_be_rounded_either_way(value, passes):
    expected = images.rounded(np.array([0.0, 127.5, 255.0]))
    contract = images.Levels("uint8", "levels", entry="level")
    found = contract.problem(expected, np.array([0, value, 255], dtype=np.uint8), EXERCISES["equalize"].cases[0])
    assert (found is None) == passes


def test_beyond_a_thousandth_of_a_half_it_may_not():
    contract, case = images.Levels("uint8", "levels", entry="level"), EXERCISES["equalize"].cases[0]
    for exact, passes in ((127.5009, True), (127.5011, False), (127.4991, True), (127.4989, False)):
        wrong = 127 if exact > 127.5 else 128
        found = contract.problem(images.rounded(np.array([exact])), np.array([wrong], dtype=np.uint8), case)
        assert (found is None) == passes, exact
        assert passes or found.sentence == f"the only value is wrong: level 0 is {wrong}, wanted {255 - wrong}."


def test_of_a_constant_image_only_its_own_level_is_tested():
    def equalization_lut(histogram):
        table = levels.equalization_lut__half_up(histogram)
        if np.count_nonzero(histogram) == 1:
            table[np.asarray(histogram) == 0] = 99
        return table

    assert verdict("equalization_lut", equalization_lut).passed


def test_our_table_is_opencvs_within_the_rounding():
    import cv2

    rng = np.random.default_rng(8)
    for height, width, spread in ((7, 9, 40), (64, 48, 256), (31, 50, 3)):
        image = rng.integers(0, spread, (height, width)).astype(np.uint8)
        expected = EXERCISES["equalize"].oracle(image)
        assert images.Levels("uint8", "").problem(expected, cv2.equalizeHist(image), images.Case((image,))) is None


def test_matching_compares_whole_numbers():
    image, reference = images.grey([1, 2]), images.grey([10, 20, 30])
    assert matching.matching_oracle(image, reference).tolist() == [[10, 30]]
    assert matching.nearest(image, reference, matching.as_floats).tolist() == [[20, 30]]


@pytest.mark.parametrize("case", EXERCISES["enhance_local_contrast"].cases, ids=str)
def test_written_inputs_keep_clear_of_limits_and_halves(case):
    assert enhancement.clear_of_limits(case)


def test_an_input_on_a_limit_or_a_half_is_left_out():
    half = images.grey([10, 13, 11, 13, 200, 210, 220, 190])
    assert not enhancement.clear_of_limits(images.Case((half, 1.5, 0.4, 0.001, 0.4, 1)))
    assert enhancement.clear_of_limits(images.Case((half, 1.3, 0.4, 0.001, 0.4, 1)))
    assert not enhancement.clear_of_limits(images.Case((np.full((3, 3), 9, np.uint8), 2.0, 1.5, 0.02, 0.4, 1)))
    assert enhancement.clear_of_limits(images.Case((np.full((3, 3), 9, np.uint8), 2.0, 0.5, 0.02, 0.4, 1)))


def test_no_frequency_meets_a_cutoff():
    for case, _ in cases.known(EXERCISES["split_frequencies"]):
        image, cutoff = case.args
        assert np.abs(frequencies.distance(image.shape) - cutoff).min() > 0.01


def test_halves_that_do_not_sum_to_the_image_are_told():
    def split_frequencies(image, cutoff):
        low, high = windows.split_frequencies__shifted(image, cutoff)
        return low + 4e-9, high + 4e-9

    assert "low + high is off the image by 8e-09" in str(verdict("split_frequencies", split_frequencies))


def costs(answer):
    """Elements and lines of an answer at radius 1 and 8."""
    found = Cost(), Cost()
    for radius, cost in zip((boxes.NEAR, boxes.FAR), found):
        assert measured(answer, images.ramp(*boxes.LARGE), radius, cost)
    return found


@pytest.mark.parametrize("answer", [f for name, f in vars(windows).items() if name.startswith("box_mean__")])
def test_a_flat_cost_is_counted_as_flat(answer):
    near, far = costs(answer)
    assert near.elements > 32_000
    assert far.elements < 1.2 * near.elements
    assert far.lines < 2_000


def test_windows_are_counted_in_full():
    near, far = costs(boxes.windows_of)
    assert far.elements > 17**2 * 32_000
    assert near.elements < 40 * 32_000


def boxes_by_signal(image, radius):
    import scipy.signal

    side = 2 * radius + 1
    return scipy.signal.convolve2d(np.pad(image.astype(float), radius, "symmetric"), np.ones((side, side)), "valid") / side**2


def boxes_by_torch(image, radius):
    import torch

    wide = torch.from_numpy(np.pad(image.astype(float), radius, "symmetric"))
    return torch.nn.functional.avg_pool2d(wide[None], 2 * radius + 1, 1)[0].numpy()


def boxes_by_torch_conv(image, radius):
    import torch

    wide, side = torch.from_numpy(np.pad(image.astype(float), radius, "symmetric")), 2 * radius + 1
    return torch.conv2d(wide[None, None], torch.full((1, 1, side, side), 1 / side**2, dtype=torch.float64))[0, 0].numpy()


def boxes_by_einsum(image, radius):
    side = 2 * radius + 1
    seen = np.lib.stride_tricks.as_strided
    wide = np.pad(image, radius, "symmetric").astype(float)
    return np.einsum("ijkl->ij", seen(wide, (*image.shape, side, side), wide.strides * 2)) / side**2


def boxes_by_rolling(image, radius):
    wide, side = np.pad(image, radius, "symmetric").astype(float), 2 * radius + 1
    total = sum(np.roll(wide, (down, right), (0, 1)) for down in range(side) for right in range(side))
    return total[2 * radius:, 2 * radius:] / side**2


def boxes_by_mean_of_list(image, radius):
    wide, side = np.pad(image, radius, "symmetric").astype(float), range(2 * radius + 1)
    return np.mean([wide[y:y + image.shape[0], x:x + image.shape[1]] for y in side for x in side], axis=0)


@pytest.mark.parametrize("answer", [boxes_by_mean_of_list, boxes_by_signal, boxes_by_torch, boxes_by_torch_conv, boxes_by_einsum,
                                    boxes_by_rolling])
def test_a_cost_that_grows_is_noticed_in_any_library(answer):
    found = verdict("box_mean", answer)
    assert (found.status, found.misconception) == ("failed", "cost_grows_with_radius"), str(found)
    assert "array elements at radius 8" in found.message


def test_a_loop_over_offsets_is_noticed_where_no_element_is_counted():
    found = verdict("box_mean", boxes.reduced)
    assert found.misconception == "cost_grows_with_radius"
    assert "no loop over the offsets of a window" in found.message


def padded_by_loops(image, radius):
    """A loop over the rows and columns of the border is not one over the offsets of a window."""
    rows = list(image.astype(float))
    for k in range(radius):
        rows.insert(0, rows[2 * k])
        rows.append(rows[-1 - 2 * k])
    columns = list(np.array(rows).T)
    for k in range(radius):
        columns.insert(0, columns[2 * k])
        columns.append(columns[-1 - 2 * k])
    total = np.pad(np.array(columns).T.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    side = 2 * radius + 1
    return (total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]) / side**2


def test_padding_row_by_row_is_not_a_loop_over_offsets():
    assert verdict("box_mean", padded_by_loops).passed


def test_a_loop_hidden_in_vectorize_is_a_loop():
    def box_mean(image, radius):
        result = windows.box_mean__fourier(image, radius)
        return np.vectorize(lambda value: value + 0.0)(result)

    assert verdict("box_mean", box_mean).misconception == "loop_over_pixels"


def test_counting_leaves_numpy_and_the_trace_as_they_were():
    import sys

    before = np.array, np.asarray, np.ascontiguousarray, np.asfortranarray, sys.gettrace()
    assert not measured(boxes.shifted, images.ramp(*boxes.LARGE), 8, Cost(most_elements=1e6))
    assert before == (np.array, np.asarray, np.ascontiguousarray, np.asfortranarray, sys.gettrace())


def test_views_cost_nothing():
    cost = Cost()

    def viewed(image, radius):
        image[::2, 1:].T.reshape(-1, 2)[radius:]

    assert measured(viewed, images.ramp(4, 5), 1, cost)
    assert cost.elements == 0


def opencv(name):
    import cv2

    return getattr(cv2, name)


HELP = {
    "equalize": lambda image: opencv("equalizeHist")(image),
    "gray_histogram": lambda image: opencv("calcHist")([image], [0], None, [256], [0, 256]).ravel(),
    "box_mean": lambda image, radius: opencv("blur")(image, (2 * radius + 1,) * 2, borderType=2).astype(float),
}


@pytest.mark.parametrize("name", HELP)
def test_opencv_is_noticed(name):
    found = verdict(name, HELP[name])
    assert found.misconception == "library_call"
    assert "cv2." in found.message


def test_opencv_imported_inside_is_noticed():
    def equalize(image):
        from cv2 import equalizeHist as flatten

        return flatten(image)

    assert verdict("equalize", equalize).misconception == "library_call"


def test_scikit_image_and_ndimage_are_noticed():
    import scipy.ndimage
    import skimage.exposure

    def match_histograms(image, reference):
        return skimage.exposure.match_histograms(image, reference)

    def box_mean(image, radius):
        return functools.partial(scipy.ndimage.uniform_filter, mode="reflect")(image.astype(float), 2 * radius + 1)

    assert verdict("match_histograms", match_histograms).misconception == "library_call"
    assert verdict("box_mean", box_mean).misconception == "library_call"
