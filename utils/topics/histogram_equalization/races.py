"""What topic 08 races, the pictures that it races on, and how OpenCV, SciPy and scikit-image do the same."""
from __future__ import annotations

import sys
from functools import cache
from unittest import mock

import numpy as np

from ...racing import Race
from .cost import Cost, Touched, measured

RADIUS = 7  # of the windows
BOOK = (4.0, 0.4, 0.02, 0.4)  # gain, k0, k1, k2


def picture(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Light that falls off from right to left, and noise: (height, width) uint8, levels 20 to 210."""
    noise = np.random.default_rng(seed).integers(0, 31, (height, width), dtype=np.uint8)
    return noise + np.linspace(20, 180, width).astype(np.uint8)


def two_cameras(side: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture, and the same twice as wide and brighter, levels in the same order.

    Each level's CDF occurs in both. So there is nothing between two levels, where scikit-image would interpolate.
    """
    image = picture(side, side)
    return image, np.hstack([image, image[::-1]]) // 5 * 6 + np.hstack([image, image[::-1]]) % 5


@cache
def opencv():
    """`cv2`, on one thread."""
    import cv2

    cv2.setNumThreads(1)
    return cv2


def counted_by_opencv(image):
    """`cv2.calcHist`, whose counts are float32."""
    return opencv().calcHist([image], [0], None, [256], [0, 256]).ravel().astype(np.int64)


def equalized_by_opencv(image):
    """`cv2.equalizeHist`."""
    return opencv().equalizeHist(image)


def matched_by_skimage(image, reference):
    """`skimage.exposure.match_histograms`, its floats rounded."""
    from skimage.exposure import match_histograms

    return np.rint(match_histograms(image, reference)).astype(np.uint8)


def opencv_mean(image, radius):
    """`cv2.boxFilter` in float64."""
    cv2 = opencv()
    return cv2.boxFilter(image, cv2.CV_64F, (2 * radius + 1,) * 2, borderType=cv2.BORDER_REFLECT)


def enhanced_by_opencv(image, gain, k0, k1, k2, radius):
    """`cv2.boxFilter`, `cv2.sqrBoxFilter` and `cv2.meanStdDev`; the choice of pixels is NumPy's."""
    cv2 = opencv()
    mean = opencv_mean(image, radius)
    squares = cv2.sqrBoxFilter(image, cv2.CV_64F, (2 * radius + 1,) * 2, borderType=cv2.BORDER_REFLECT)
    deviation = np.sqrt(np.maximum(squares - mean**2, 0))
    (average,), (spread,) = (values.ravel() for values in cv2.meanStdDev(image))
    chosen = (mean <= k0 * average) & (k1 * spread <= deviation) & (deviation <= k2 * spread)
    return np.where(chosen, cv2.convertScaleAbs(image, alpha=gain), image)


def split_by_scipy(image, cutoff):
    """`scipy.fft` of real numbers: half of the spectrum tells the other half."""
    from scipy import fft

    height, width = image.shape
    distance = np.hypot(np.fft.fftfreq(height, 1 / height)[:, None], np.arange(width // 2 + 1))
    low = fft.irfft2(fft.rfft2(image) * (distance <= cutoff), s=(height, width))
    return low, image - low


def elements(answer, image, radius) -> int:
    """Array elements that an answer reads and writes, its buffers included; raises where a library's C hides them."""
    cost, real = Cost(), np.empty

    def empty(*args, **kwargs):
        numpys = sys._getframe(1).f_globals["__name__"].startswith("numpy")  # inside a function that is counted as a whole
        return real(*args, **kwargs) if numpys else real(*args, **kwargs).view(Touched)

    with mock.patch.object(np, "empty", empty):
        measured(answer, image, radius, cost)
    if not cost.elements:
        raise ValueError("nothing was counted")
    return cost.elements


SIDES = (32, 64, 128, 256, 512, 1024, 2048)
LARGER = (*SIDES, 4096)
UNIT = "pixels on each side"
RACES = {
    "gray_histogram": Race(LARGER, lambda n: (picture(n, n),), UNIT, "cv2.calcHist", counted_by_opencv),
    "equalize": Race(LARGER, lambda n: (picture(n, n),), UNIT, "cv2.equalizeHist", equalized_by_opencv),
    "match_histograms": Race(SIDES, two_cameras, UNIT, "scikit-image", matched_by_skimage),
    "box_mean": Race(SIDES, lambda n: (picture(n, n), RADIUS), UNIT, "cv2.boxFilter", opencv_mean,
                     counted="elements", count=elements),
    "enhance_local_contrast": Race(SIDES, lambda n: (picture(n, n), *BOOK, RADIUS), UNIT, "OpenCV", enhanced_by_opencv),
    "split_frequencies": Race(SIDES[:-1], lambda n: (picture(n, n), 10.5), UNIT, "scipy.fft", split_by_scipy),
}
