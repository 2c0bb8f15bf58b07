"""Oracles of topic 08's drills: OpenCV, scikit-image, SciPy, NumPy."""
import cv2
import numpy as np
from scipy import ndimage, stats
from skimage import exposure


def pixels(levels, counts):
    """An image of one row with these counts."""
    return np.repeat(np.array(levels, dtype=np.uint8), counts)[None]


def one_of_each(image, counts):
    """The values at the first pixel of each level."""
    return tuple(int(value) for value in image[0][np.cumsum([0, *counts[:-1]])])


def opencv(levels, counts):
    return one_of_each(cv2.equalizeHist(pixels(levels, counts)), counts)


def textbook(levels, counts):
    """scikit-image's form is the CDF; seven times that, rounded."""
    return one_of_each(np.rint(7 * exposure.equalize_hist(pixels(levels, counts))), counts)


def matched(source, counts, target, others):
    """scikit-image interpolates between the reference's levels; between their ranks, its result shows the nearer one."""
    ranks = exposure.match_histograms(pixels(source, counts), pixels(range(len(target)), others))
    return tuple(target[place] for place in one_of_each(np.rint(ranks), counts))


def window(table, rows, columns):
    """The image back from its integral image, and a plain sum."""
    image = np.diff(np.diff(table, axis=0), axis=1)
    return int(image[rows[0]:rows[1] + 1, columns[0]:columns[1] + 1].sum())


def edge(row, radius, at):
    return ndimage.uniform_filter1d(np.array(row, dtype=float), 2 * radius + 1, mode="reflect")[at]


def entropy(counts):
    return stats.entropy(counts, base=2)


def frequency(size, entry):
    return np.hypot(*(np.fft.fftfreq(n, 1 / n)[place] for n, place in zip(size, entry)))


ORACLES = {
    "equalization_table": opencv,
    "textbook_equalization": textbook,
    "match_levels": matched,
    "integral_image_sum": window,
    "box_mean_edge": edge,
    "histogram_entropy": entropy,
    "fft_entry_frequency": frequency,
}
