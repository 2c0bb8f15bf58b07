"""Wrong answers to `match_histograms`. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import histogram_equalization as right


def match_histograms__image(image, reference):
    return image.copy()


def match_histograms__equalized(image, reference):
    return right.equalize__ranks(image)


def match_histograms__mean_and_deviation(image, reference):
    spread = image.std() or 1
    return np.clip(np.round((image - image.mean()) / spread * reference.std() + reference.mean()), 0, 255).astype(np.uint8)


def match_histograms__stretched(image, reference):
    low, high = int(image.min()), int(image.max())
    share = (image - low) / max(high - low, 1)
    return np.round(share * (float(reference.max()) - reference.min()) + reference.min()).astype(np.uint8)


def match_histograms__pixel_by_pixel(image, reference):
    """Sorted pixels, one by one: equal pixels get different levels."""
    order = np.argsort(image, axis=None, kind="stable")
    out = np.empty(image.size, dtype=np.uint8)
    out[order] = np.sort(reference, axis=None)[np.arange(image.size) * reference.size // image.size]
    return out.reshape(image.shape)


def match_histograms__float(image, reference):
    return right.match_histograms__searched(image, reference).astype(float)


def match_histograms__shape_of_reference(image, reference):
    return np.resize(right.match_histograms__searched(image, reference), reference.shape)


def match_histograms__table(image, reference):
    matched = right.match_histograms__searched(image, reference)
    table = np.arange(256, dtype=np.uint8)
    table[image] = matched
    return table


def match_histograms__equal_sizes_only(image, reference):
    if image.size != reference.size:
        reference = np.resize(reference, image.shape)
    return right.match_histograms__searched(image, reference)


def match_histograms__first_choice_sticks(image, reference):
    """Stops at the first level that is nearer than its successor, though a later one is as near."""
    c, d = (np.cumsum(right.gray_histogram__numpy(x)) / x.size for x in (image, reference))
    levels = np.unique(reference)
    table = np.zeros(256, dtype=np.uint8)
    for level in range(256):
        table[level] = levels[min(range(len(levels)), key=lambda k: (round(abs(c[level] - d[levels[k]]), 1), k))]
    return table[image]


def match_histograms__sorts_reference(image, reference):
    result = right.match_histograms__searched(image, reference)
    if reference.flags.writeable:
        reference.sort(axis=0)
    return result


def match_histograms__nearest_level(image, reference):
    levels = np.unique(reference).astype(int)
    return levels[np.abs(image.astype(int)[..., None] - levels).argmin(axis=-1)].astype(np.uint8)


def match_histograms__smoothed_shares(image, reference):
    """Both CDFs stretched by their highest counts, as OpenCV's tutorial draws them."""
    cdfs = []
    for x in (image, reference):
        counts = right.gray_histogram__numpy(x)
        cdfs.append(np.cumsum(counts) * counts.max() / x.size)
    levels = np.unique(reference)
    return levels[np.abs(cdfs[0][:, None] - cdfs[1][levels]).argmin(axis=1)][image]


def match_histograms__exclusive(image, reference):
    """The pixels below a level, without those on it."""
    below = [np.cumsum(counts) - counts for counts in (right.gray_histogram__numpy(x) for x in (image, reference))]
    levels = np.unique(reference)
    return levels[np.abs(below[0][:, None] * reference.size - below[1][levels] * image.size).argmin(axis=1)][image]


def match_histograms__distances_in_uint8(image, reference):
    c, d = (np.round(np.cumsum(right.gray_histogram__numpy(x)) / x.size * 255).astype(np.uint8) for x in (image, reference))
    levels = np.unique(reference)
    return levels[np.abs(c[:, None] - d[levels]).argmin(axis=1)][image]


def match_histograms__nearest_quantile(image, reference):
    share = np.cumsum(right.gray_histogram__numpy(image)) / image.size
    return np.quantile(reference, share, method="nearest").astype(np.uint8)[image]
