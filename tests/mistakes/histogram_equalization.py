"""Wrong answers to topic 08, on levels and their counts. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import histogram_equalization as right


def gray_histogram__zeros(image):
    return np.zeros(256, dtype=int)


def gray_histogram__257_bins(image):
    return np.bincount(image.ravel(), minlength=257)


def gray_histogram__first_row(image):
    return np.bincount(image[0], minlength=256)


def gray_histogram__square_images(image):
    counts = np.zeros(256, dtype=int)
    for y in range(image.shape[0]):
        for x in range(min(image.shape)):
            counts[image[y, x]] += 1
    return counts


def gray_histogram__column(image):
    return right.gray_histogram__numpy(image)[:, None]


def gray_histogram__with_edges(image):
    return np.histogram(image, bins=256, range=(0, 256))


def gray_histogram__dictionary(image):
    return {level: int(count) for level, count in enumerate(right.gray_histogram__numpy(image)) if count}


def gray_histogram__brightest_first(image):
    return right.gray_histogram__numpy(255 - image)


def gray_histogram__black_ignored(image):
    counts = right.gray_histogram__numpy(image)
    counts[0] = 0
    return counts


def gray_histogram__remembers(image, counts=np.zeros(256, dtype=int)):  # noqa: B008
    np.add.at(counts, image, 1)
    return counts


def gray_histogram__bins_of_two(image):
    return np.histogram(image, bins=128, range=(0, 256))[0]


def gray_histogram__sorts_the_image(image):
    flat = image.reshape(-1)
    if flat.flags.writeable:
        flat.sort()
    return right.gray_histogram__numpy(flat)


def equalization_lut__float(histogram):
    return right.equalization_lut__half_up(histogram).astype(float)


def equalization_lut__int(histogram):
    return right.equalization_lut__half_up(histogram).astype(int)


def equalization_lut__plain_list(histogram):
    return right.equalization_lut__half_up(histogram).tolist()


def equalization_lut__rounded_up(histogram):
    cdf = np.cumsum(histogram)
    least = cdf[cdf > 0][0]
    if least == cdf[-1]:
        return np.arange(256, dtype=np.uint8)
    return np.ceil(np.maximum(cdf - least, 0) / (cdf[-1] - least) * 255).astype(np.uint8)


def equalization_lut__rarest_level(histogram):
    """The smallest count for the first one."""
    cdf, least = np.cumsum(histogram), histogram[histogram > 0].min()
    if np.count_nonzero(histogram) == 1:
        return np.arange(256, dtype=np.uint8)
    return np.clip(np.round((cdf - least) / (cdf[-1] - least) * 255), 0, 255).astype(np.uint8)


def equalization_lut__one_to_255(histogram):
    table = right.equalization_lut__half_up(histogram)
    return np.maximum(table, 1)


def equalization_lut__identity(histogram):
    return np.arange(256, dtype=np.uint8)


def equalization_lut__shares_rounded(histogram):
    cdf = np.cumsum(histogram)
    least = cdf[cdf > 0][0]
    if least == cdf[-1]:
        return np.arange(256, dtype=np.uint8)
    return np.round(np.round(np.maximum(cdf - least, 0) / (cdf[-1] - least), 2) * 255).astype(np.uint8)


def equalization_lut__exclusive(histogram):
    """The CDF of the level before."""
    cdf = np.cumsum(histogram) - histogram
    if np.count_nonzero(histogram) == 1:
        return np.arange(256, dtype=np.uint8)
    return np.round(cdf / cdf[-1] * 255).clip(0, 255).astype(np.uint8) if cdf[-1] else cdf.astype(np.uint8)


def equalization_lut__middle(histogram):
    """Half of a level's own pixels count as below it."""
    if np.count_nonzero(histogram) == 1:
        return np.arange(256, dtype=np.uint8)
    return np.round((np.cumsum(histogram) - histogram / 2) / histogram.sum() * 255).astype(np.uint8)


def equalization_lut__int32(histogram):
    cdf = np.cumsum(histogram, dtype=np.int32)
    least = cdf[cdf > 0][0]
    span = cdf[-1] - least
    if span == 0:
        return np.arange(256, dtype=np.uint8)
    return ((2 * np.maximum(cdf - least, 0) * np.int32(255) + span) // (2 * span)).astype(np.uint8)


def equalization_lut__occurring_levels_only(histogram):
    """Levels that do not occur stay 0, also those between."""
    table = right.equalization_lut__half_up(histogram)
    return np.where(np.asarray(histogram) > 0, table, 0).astype(np.uint8)


def equalization_lut__first_level(histogram):
    """The index of the first count for that count."""
    cdf, first = np.cumsum(histogram), np.flatnonzero(histogram)[0]
    if np.count_nonzero(histogram) == 1:
        return np.arange(256, dtype=np.uint8)
    with np.errstate(all="ignore"):
        return np.round(np.maximum(cdf - first, 0) / (cdf[-1] - first) * 255).astype(np.uint8)


def equalization_lut__absolute(histogram):
    """Below the darkest level the sign is taken off."""
    cdf = np.cumsum(histogram)
    least = cdf[cdf > 0].min()
    if cdf[-1] == least:
        return np.arange(256, dtype=np.uint8)
    return np.round(np.abs(cdf - least) / (cdf[-1] - least) * 255).astype(np.uint8)


def equalization_lut__half_precision(histogram):
    cdf = np.cumsum(histogram)
    least = cdf[cdf > 0].min()
    if cdf[-1] == least:
        return np.arange(256, dtype=np.uint8)
    return np.round(np.maximum((cdf - least) / (cdf[-1] - least), 0).astype(np.float16) * 255).astype(np.uint8)


def equalization_lut__counts_in_int32(histogram):
    """Room for two thousand million pixels."""
    return right.equalization_lut__half_up(np.asarray(histogram).astype(np.int32))


def equalization_lut__divides_in_place(histogram):
    share = histogram if histogram.flags.writeable else histogram.copy()
    share /= share.sum()
    return right.equalization_lut__shares(share)


def equalization_lut__cumsum_in_place(histogram):
    if not histogram.flags.writeable:
        return right.equalization_lut__half_up(histogram)
    table = right.equalization_lut__half_up(histogram.copy())
    np.cumsum(histogram, out=histogram)
    return table


def equalize__table(image):
    right.equalize__ranks(image)
    return right.equalization_lut__half_up(right.gray_histogram__numpy(image))


def equalize__flat(image):
    return right.equalize__ranks(image).ravel()


def equalize__float(image):
    return right.equalize__ranks(image).astype(float)


def equalize__row_by_row(image):
    if image.dtype != np.uint8:
        raise ValueError
    return np.stack([right.equalize__ranks(row) for row in image])


def equalize__transposed(image):
    return right.equalize__ranks(image.T)


def equalize__type_error(image):
    if image.dtype != np.uint8:
        raise TypeError("uint8 only")
    return right.equalize__ranks(image)


def equalize__assertion(image):
    assert image.dtype == np.uint8
    return right.equalize__ranks(image)


def equalize__warns_only(image):
    return right.equalize__ranks(image.astype(np.uint8)) if image.dtype == np.uint8 else image


def equalize__in_place(image):
    result = right.equalize__ranks(image)
    if image.flags.writeable:
        image[:] = result
        return image
    return result


def equalize__gamma(image):
    if image.dtype != np.uint8:
        raise ValueError
    return np.round(255 * (image / 255) ** 0.5).astype(np.uint8)


def equalize__constant_is_middle_grey(image):
    return right.equalize__ranks(image) if image.dtype != np.uint8 or image.min() < image.max() else np.full_like(image, 128)
