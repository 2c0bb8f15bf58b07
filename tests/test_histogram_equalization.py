"""Topic 08: the worked solutions against libraries and definitions, and the numbers that the text states."""
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage
from scipy import ndimage

from utils import course, photos
from utils.topics.histogram_equalization.cost import Cost, measured

NAMES = ("gray_histogram", "equalization_lut", "equalize", "match_histograms", "box_mean", "enhance_local_contrast",
         "split_frequencies")
(gray_histogram, equalization_lut, equalize, match_histograms, box_mean, enhance_local_contrast,
 split_frequencies) = map(course.reference, NAMES)
TOPIC = course.topic("histogram_equalization")
MOON, CAMERA, NIGHT = photos.photo("moon"), photos.photo("camera"), photos.night()
DARK, LIT = NIGHT[:, 100:], NIGHT[:, :60]
HALF = NIGHT.shape[1] // 2


def some_image(seed, height=None, width=None):
    """An image of few or many levels, now and then of one."""
    rng = np.random.default_rng(seed)
    shape = (height or rng.integers(1, 12), width or rng.integers(1, 12))
    low = rng.integers(0, 256)
    return rng.integers(low, rng.integers(low, 256) + 1, shape).astype(np.uint8)


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


@pytest.mark.parametrize("seed", range(20))
def test_gray_histogram_is_numpys_with_257_edges(seed):
    image = some_image(seed)
    assert np.array_equal(gray_histogram(image), np.histogram(image, bins=np.arange(257))[0])
    assert not gray_histogram(np.zeros((0, 3), dtype=np.uint8)).any()


def test_edges_0_to_255_put_two_levels_into_one_bin():
    image = np.array([[254, 255]], dtype=np.uint8)
    assert np.histogram(image, bins=np.arange(256))[0][-1] == 2


@pytest.mark.parametrize("seed", range(60))
def test_the_table_is_the_exact_value_rounded(seed):
    counts = gray_histogram(some_image(seed, 9, 11))
    cdf = [int(value) for value in np.cumsum(counts)]
    lowest = min(value for value in cdf if value)
    table = equalization_lut(counts)
    assert table.dtype == np.uint8
    for level, value in enumerate(cdf):
        if lowest < cdf[-1]:
            exact = Fraction(max(value - lowest, 0) * 255, cdf[-1] - lowest)
            assert abs(int(table[level]) - exact) <= Fraction(1, 2)
        elif counts[level]:
            assert table[level] == level


@pytest.mark.parametrize("seed", range(60))
def test_equalize_is_opencvs_but_next_to_a_half(seed):
    image = some_image(seed)
    ours, theirs = equalize(image).astype(int), cv2.equalizeHist(image).astype(int)
    cdf = np.cumsum(gray_histogram(image))
    lowest = cdf[image.min()]
    exact = (cdf[image] - lowest) * 255 / max(cdf[-1] - lowest, 1)
    assert np.all((ours == theirs) | (np.abs(exact % 1 - 0.5) < 1e-3))


@pytest.mark.parametrize("image", [MOON, CAMERA, NIGHT], ids=["moon", "camera", "night"])
def test_equalize_is_opencvs_on_the_photographs(image):
    assert np.array_equal(equalize(image), cv2.equalizeHist(image))


@pytest.mark.parametrize("image", [MOON, CAMERA, NIGHT], ids=["moon", "camera", "night"])
def test_scikit_images_equalize_hist_is_the_plain_cdf(image):
    from skimage import exposure

    cdf = [np.count_nonzero(image <= level) / image.size for level in range(256)]
    assert np.allclose(exposure.equalize_hist(image), np.array(cdf)[image], atol=1e-12, rtol=0)


@pytest.mark.parametrize("dtype", ["float64", "int64", "uint16", "bool"])
def test_equalize_wants_uint8(dtype):
    with pytest.raises(ValueError, match=f"^image must be uint8, not {dtype}$"):
        equalize(np.ones((2, 3), dtype=dtype))


def matched_by_definition(image, reference):
    def share(picture, level):
        return Fraction(int(np.count_nonzero(picture <= level)), picture.size)

    occurring = sorted(set(reference.ravel().tolist()))
    table = {level: min(occurring, key=lambda other: (abs(share(image, level) - share(reference, other)), other))
             for level in set(image.ravel().tolist())}
    return [[table[level] for level in row] for row in image.tolist()]


@pytest.mark.parametrize("seed", range(30))
def test_match_histograms_is_its_definition(seed):
    image, reference = some_image(seed) % 30, some_image(seed + 100) % 40
    assert match_histograms(image, reference).tolist() == matched_by_definition(image, reference)
    assert np.array_equal(match_histograms(image, image), image)


@pytest.mark.parametrize("radius", [0, 1, 2, 5, 13])
def test_box_mean_is_scipys_uniform_filter(radius):
    for seed in range(5):
        image = some_image(seed)
        wanted = ndimage.uniform_filter(image.astype(float), 2 * radius + 1, mode="reflect")
        assert np.allclose(box_mean(image, radius), wanted, atol=1e-9, rtol=0)
    assert box_mean(image, radius).dtype == np.float64


def touched(function, radius):
    cost = Cost()
    assert measured(function, np.zeros((200, 160), dtype=np.uint8), radius, cost)
    return cost.elements


def test_the_cost_of_box_mean_hardly_depends_on_the_radius():
    assert touched(box_mean, 8) < 1.2 * touched(box_mean, 1)


def enhanced_by_definition(image, gain, k0, k1, k2, radius):
    padded, side = np.pad(image, radius, mode="symmetric").astype(float), 2 * radius + 1
    result = image.copy()
    for y, x in np.ndindex(image.shape):
        window = padded[y:y + side, x:x + side]
        if window.mean() <= k0 * image.mean() and k1 * image.std() <= window.std() <= k2 * image.std():
            result[y, x] = min(round(gain * float(image[y, x])), 255)
    return result


@pytest.mark.parametrize("radius", [1, 2, 3])
def test_enhance_local_contrast_is_its_definition(radius):
    for image in (NIGHT[::3, ::3], CAMERA[::4, ::4], MOON[::5, ::5]):
        ours = enhance_local_contrast(image, 4, 1, 0.02, 0.6, radius)
        assert np.array_equal(ours, enhanced_by_definition(image, 4, 1, 0.02, 0.6, radius))
        assert (ours != image).any()
    flat = np.full((30, 20), 7, dtype=np.uint8)
    flat[:10] = 200
    assert np.array_equal(enhance_local_contrast(flat, 4, 1, 0.01, 0.2, radius), flat)


def low_by_definition(image, cutoff):
    """Sum over the waves that are low, each from its definition."""
    height, width = image.shape
    y, x = np.mgrid[:height, :width]
    low = np.zeros(image.shape, dtype=complex)
    for fy in range(-(height // 2), (height + 1) // 2):
        for fx in range(-(width // 2), (width + 1) // 2):
            if fy**2 + fx**2 <= cutoff**2:
                wave = np.exp(2j * np.pi * (fy * y / height + fx * x / width))
                low += (image * wave.conj()).sum() / image.size * wave
    return low.real


@pytest.mark.parametrize("cutoff", [0.3, 1.2, 2.7, 40.1])
def test_split_frequencies_is_its_definition(cutoff):
    for seed in range(8):
        image = some_image(seed)
        low, high = split_frequencies(image, cutoff)
        assert np.allclose(low, low_by_definition(image, cutoff), atol=1e-9)
        assert np.allclose(low + high, image, atol=1e-9, rtol=0)
        assert abs(high.mean()) < 1e-9


def test_the_examples_of_the_tasks():
    def grey(*rows):
        return np.array(rows, dtype=np.uint8)

    eight = grey([100, 100, 101, 103], [100, 101, 102, 103])
    assert np.cumsum(gray_histogram(eight))[100:104].tolist() == [3, 5, 6, 8]
    assert gray_histogram(grey([0, 255, 255])).tolist() == [1, *[0] * 254, 2]
    assert equalization_lut(gray_histogram(eight))[100:104].tolist() == [0, 102, 153, 255]
    assert equalize(eight).tolist() == [[0, 0, 102, 255], [0, 102, 153, 255]]
    assert match_histograms(grey([0, 1]), grey([10, 20, 30, 40])).tolist() == [[20, 40]]
    assert box_mean(grey([0, 3, 6]), 1).tolist() == [[1, 3, 5]]
    assert enhance_local_contrast(grey([10, 20, 200, 200]), 4, 0.4, 0.02, 0.4, 1).tolist() == [[40, 20, 200, 200]]
    assert np.allclose(split_frequencies(grey([1, 3]), 0.5), [[[2, 2]], [[-1, 1]]])
    assert np.pad([1, 2, 3, 4], 4, mode="symmetric").tolist() == [4, 3, 2, 1, 1, 2, 3, 4, 4, 3, 2, 1]


def plain(counts, top):
    """round(top · CDF), the textbook's form, in whole numbers; no value here is a half."""
    total, pixels = 0, sum(counts)
    for count in counts:
        total += count
        yield (2 * total * top + pixels) // (2 * pixels)


def minus_the_first(counts, top):
    return list(plain([0, *counts[1:]], top))


def test_the_numbers_of_the_two_forms():
    three_bits = [790, 1023, 850, 656, 329, 245, 122, 81]
    assert sum(three_bits) == 64 * 64
    assert list(plain(three_bits, 7)) == [1, 3, 5, 6, 6, 7, 7, 7]
    assert minus_the_first(three_bits, 7) == [0, 2, 4, 5, 6, 7, 7, 7]
    assert list(plain([3, 2, 1, 2], 255)) == [96, 159, 191, 255]
    assert minus_the_first([3, 2, 1, 2], 255) == [0, 102, 153, 255]
    assert [100 + value for value in plain([3, 2, 1, 2], 3)] == [101, 102, 102, 103]
    assert list(plain([3, 2, 1, 1, 1], 7)) == [3, 4, 5, 6, 7]
    assert minus_the_first([3, 2, 1, 1, 1], 7) == [0, 3, 4, 6, 7]


def entropy(image):
    share = np.unique(image, return_counts=True)[1] / image.size
    return -np.sum(share * np.log2(share))


def test_the_numbers_of_the_moon():
    after = equalize(MOON)
    assert (len(np.unique(MOON)), len(np.unique(after))) == (175, 68)
    assert (round(entropy(MOON), 2), round(entropy(after), 2)) == (5.06, 4.83)
    assert np.sort(gray_histogram(MOON))[-12:].sum() > 0.7 * MOON.size
    assert gray_histogram(MOON).max() == gray_histogram(after).max()
    again = equalize(after)
    assert (again != after).any()
    assert np.abs(again.astype(int) - after).max() == 1


@pytest.mark.parametrize("seed", range(40))
def test_the_textbooks_form_twice_is_the_same_as_once(seed):
    image = some_image(seed, 13, 17)

    def spread(picture):
        return np.rint(np.cumsum(gray_histogram(picture)) / picture.size * 255).astype(np.uint8)[picture]

    assert np.array_equal(spread(spread(image)), spread(image))


def test_no_table_makes_levels_or_entropy():
    for seed in range(40):
        image = some_image(seed, 13, 17)
        assert len(np.unique(equalize(image))) <= len(np.unique(image))
        assert entropy(equalize(image)) <= entropy(image) + 1e-12
        assert np.all(np.diff(equalization_lut(gray_histogram(image)).astype(int)) >= 0)


def test_uniform_filter_truncates_after_each_of_two_passes():
    side = np.pad(CAMERA, 1, mode="symmetric").astype(int)
    down = (side[:-2] + side[1:-1] + side[2:]) // 3
    both = (down[:, :-2] + down[:, 1:-1] + down[:, 2:]) // 3
    assert np.array_equal(ndimage.uniform_filter(CAMERA, 3, mode="reflect"), both)


def test_the_other_numbers_of_the_text():
    assert 4 * 70 % 256 == 24
    assert 255 * 8_421_504 < 2**31 <= 255 * 8_421_505
    assert 2 * 7**2 < 5 * np.log2(2**20) < 2 * 8**2
    changed = [(enhance_local_contrast(NIGHT, 4, 0.4, 0.02, 0.4, radius) != NIGHT)[:, HALF:].mean() for radius in (3, 1)]
    assert [f"{share:.0%}" for share in changed] == ["92%", "74%"]
    assert HALF == 90


def test_the_photographs_come_with_the_installed_package_and_are_not_square():
    for name in photos.CROPS:
        assert (Path(skimage.__file__).parent / "data" / f"{name}.png").is_file()
        picture = photos.photo(name)
        assert picture.dtype == np.uint8
        assert picture.shape[0] != picture.shape[1]
    light = NIGHT.mean(axis=0) / photos.photo("gravel").mean(axis=0)
    assert light[:60].min() > 0.9
    assert light[-60:] == pytest.approx(0.15, abs=0.02)


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A232": "低频", "A233": "高频", "A234": "直方图均衡化", "A235": "直方图匹配", "A236": "邻域直方图均衡",
    "A237": "邻域统计方法", "F046": "790, 1023, 850, 656, 329, 245, 122, 81", "F047": "Match an image to itself",
    "F048": "multiply a pixel by `gain` where", "E100": "3 4 5 6 7. OpenCV subtracts",
    "E101": "Can equalisation create new levels?",
    "E102": "With half-width s the window has side s", "Q169": "What are the steps of histogram equalisation?",
    "Q170": "Equalisation or matching", "Q171": "Global or local enhancement",
    "Q172": "Which pixels does local-statistics enhancement change", "Q173": "What do low and high frequencies",
    "CLAHE": "contrast-limited adaptive histogram equalisation",
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
