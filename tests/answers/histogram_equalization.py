"""Right answers to topic 08, on levels and their counts, in other styles than the solution's: `NAME__style`."""
import collections
import itertools
from fractions import Fraction

import numpy as np
import torch


def gray_histogram__loops(image):
    counts = [0] * 256
    for row in image:
        for level in row:
            counts[int(level)] += 1
    return np.array(counts)


def gray_histogram__list(image):
    counts = collections.Counter(image.ravel().tolist())
    return [counts[level] for level in range(256)]


def gray_histogram__numpy(image):
    return np.histogram(image, bins=256, range=(0, 256))[0]


def gray_histogram__to_255(image):
    """256 bins from 0 to 255 are a little narrower than 1, and every level still has its own."""
    return np.histogram(image.flatten(), 256, [0, 255])[0]


def gray_histogram__edges(image):
    return np.histogram(image, bins=np.arange(257))[0]


def gray_histogram__half_edges(image):
    return np.histogram(image, bins=np.arange(-0.5, 256))[0]


def gray_histogram__add_at(image):
    counts = np.zeros(256, dtype=np.int32)
    np.add.at(counts, image, 1)
    return counts


def gray_histogram__compared(image):
    return (image.reshape(-1, 1) == np.arange(256)).sum(axis=0)


def gray_histogram__unique(image):
    counts = np.zeros(256, dtype=int)
    levels, found = np.unique(image, return_counts=True)
    counts[levels] = found
    return counts


def gray_histogram__sorted(image):
    ordered = np.sort(image, axis=None)
    return np.diff(np.searchsorted(ordered, np.arange(257)))


def gray_histogram__torch(image):
    return torch.bincount(torch.from_numpy(image.copy()).flatten().long(), minlength=256).numpy()


def gray_histogram__floats(image):
    return torch.histc(torch.tensor(image.copy(), dtype=torch.float32), bins=256, min=0, max=256).numpy()


def equalization_lut__loops(histogram):
    n = int(sum(histogram))
    table, below, least = [], 0, None
    for level, count in enumerate(int(c) for c in histogram):
        below += count
        if least is None and count:
            least = below
        if least is None:
            table.append(0)
        elif n == least:
            table.append(level if count else 0)
        else:
            table.append(round((below - least) * 255 / (n - least)))
    return np.array(table, dtype=np.uint8)


def equalization_lut__fractions(histogram):
    cdf = list(itertools.accumulate(map(int, histogram)))
    least = next(c for c in cdf if c > 0)
    if cdf[-1] == least:
        return np.full(256, int(np.argmax(histogram)), dtype=np.uint8)
    return np.array([max(0, round(Fraction(c - least, cdf[-1] - least) * 255)) for c in cdf]).astype("uint8")


def equalization_lut__half_up(histogram):
    cdf = histogram.cumsum()
    least = cdf[cdf > 0][0]
    if cdf[-1] == least:
        return np.arange(256).astype(np.uint8)
    return np.floor(np.clip((cdf - least) / (cdf[-1] - least), 0, 1) * 255 + 0.5).astype(np.uint8)


def equalization_lut__whole_numbers(histogram):
    cdf = np.cumsum(histogram, dtype=np.int64)
    least = cdf[cdf > 0].min()
    span = cdf[-1] - least
    if span == 0:
        return np.where(np.asarray(histogram) > 0, np.arange(256), 7).astype(np.uint8)
    return ((2 * 255 * np.maximum(cdf - least, 0) + span) // (2 * span)).astype(np.uint8)


def equalization_lut__masked(histogram):
    cdf = np.ma.masked_equal(np.cumsum(histogram), 0)
    if cdf.min() == cdf.max():
        return np.arange(256, dtype=np.uint8)
    table = (cdf - cdf.min()) * 255 / (cdf.max() - cdf.min())
    return np.ma.filled(np.ma.round(table), 0).astype("uint8")


def equalization_lut__float32(histogram):
    """As OpenCV does it: one factor in float32, sums from the darkest level on."""
    levels = np.flatnonzero(histogram)
    n, first = int(np.sum(histogram)), levels[0]
    table = np.zeros(256, dtype=np.uint8)
    if histogram[first] == n:
        table[first] = first
        return table
    scale, total = np.float32(255) / np.float32(n - histogram[first]), 0
    for level in range(first + 1, 256):
        total += int(histogram[level])
        table[level] = np.uint8(np.rint(np.float32(total) * scale))
    return table


def equalization_lut__shares(histogram):
    share = histogram / histogram.sum()
    cdf = np.cumsum(share)
    least = share[np.nonzero(histogram)[0][0]]
    if np.count_nonzero(histogram) == 1:
        return np.arange(256, dtype=np.uint8)
    return np.rint(np.clip((cdf - least) / (1 - least), 0, 1) * 255).astype(np.uint8)


def equalization_lut__torch(histogram):
    cdf = torch.from_numpy(np.array(histogram)).long().cumsum(0)
    least = cdf[cdf > 0][0]
    if cdf[-1] == least:
        return torch.arange(256, dtype=torch.uint8).numpy()
    return ((cdf - least).clamp(min=0).double() / (cdf[-1] - least) * 255).round().to(torch.uint8).numpy()


def equalize__one_function(image):
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
        raise ValueError("expected uint8")
    counts = np.bincount(image.flat, minlength=256)
    if counts.max() == image.size:
        return image
    cdf = counts.cumsum()
    low = cdf[image.min()]
    return np.take(np.rint((cdf - low).clip(0) * (255 / (image.size - low))).astype(np.uint8), image)


def equalize__ranks(image):
    """How many pixels are not brighter, by search in the sorted pixels."""
    if image.dtype.name != "uint8":
        raise ValueError(f"dtype {image.dtype}")
    ordered = np.sort(image.ravel())
    below = np.searchsorted(ordered, image, side="right")
    if ordered[0] == ordered[-1]:
        return image.copy()
    return np.round((below - below.min()) / (image.size - below.min()) * 255).astype(np.uint8)


def equalize__loops(image):
    if image.dtype != "uint8":
        raise ValueError
    table = equalization_lut__loops(gray_histogram__loops(image))
    out = np.empty_like(image)
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            out[y, x] = table[image[y, x]]
    return out


def equalize__interp(image):
    if image.dtype != np.dtype(np.uint8):
        raise ValueError("uint8 only")
    table = equalization_lut__float32(gray_histogram__numpy(image))
    return np.interp(image.ravel(), np.arange(256), table).reshape(image.shape).astype(np.uint8)


def equalize__torch(image):
    if image.dtype != np.uint8:
        raise ValueError("uint8 only")
    table = torch.from_numpy(equalization_lut__torch(gray_histogram__torch(image)))
    return table[torch.from_numpy(image.copy()).long()].numpy()


def match_histograms__loops(image, reference):
    pixels, others = image.ravel().tolist(), reference.ravel().tolist()
    table = {}
    for level in set(pixels):
        below = sum(p <= level for p in pixels)
        best = None
        for choice in sorted(set(others)):
            apart = abs(below * len(others) - sum(p <= choice for p in others) * len(pixels))
            if best is None or apart < best[0]:
                best = apart, choice
        table[level] = best[1]
    return np.array([[table[level] for level in row] for row in image.tolist()], dtype=np.uint8)


def match_histograms__fractions(image, reference):
    n, m = image.size, reference.size
    levels, counts = np.unique(reference, return_counts=True)
    cdf = [Fraction(int(c), m) for c in np.cumsum(counts)]
    table = np.zeros(256, dtype=np.uint8)
    for level, below in zip(*(part.tolist() for part in (np.arange(256), np.cumsum(np.bincount(image.ravel(), minlength=256))))):
        table[level] = levels[min(range(len(cdf)), key=lambda k: abs(cdf[k] - Fraction(below, n)))]
    return table[image]


def match_histograms__searched(image, reference):
    """The first CDF that is not below, or the one before it if that is not further away."""
    _, inverse, counts = np.unique(image, return_inverse=True, return_counts=True)
    levels, theirs = np.unique(reference, return_counts=True)
    ours, theirs = counts.cumsum() * reference.size, theirs.cumsum() * image.size
    after = np.minimum(np.searchsorted(theirs, ours), len(levels) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.where(np.abs(ours - theirs[before]) <= np.abs(theirs[after] - ours), before, after)
    return levels[nearer][inverse].reshape(image.shape)


def match_histograms__two_pointers(image, reference):
    ours, theirs = (np.cumsum(np.bincount(x.ravel(), minlength=256)).tolist() for x in (image, reference))
    occurring = np.unique(reference).tolist()
    at, table = 0, np.empty(256, dtype=np.uint8)
    for level in range(256):
        goal = ours[level] * reference.size
        while at + 1 < len(occurring) and (abs(theirs[occurring[at + 1]] * image.size - goal)
                                           < abs(theirs[occurring[at]] * image.size - goal)):
            at += 1
        table[level] = occurring[at]
    return table[image]


def match_histograms__infinity(image, reference):
    """All 256 levels, those that do not occur infinitely far away."""
    c, d = np.bincount(image.ravel(), minlength=256).cumsum(), np.bincount(reference.ravel(), minlength=256)
    apart = np.abs(c[:, None] * reference.size - d.cumsum()[None] * image.size)
    apart[:, d == 0] = np.iinfo(np.int64).max
    return apart.argmin(axis=1).astype(np.uint8)[image]


def match_histograms__torch(image, reference):
    c, d = (torch.bincount(torch.tensor(x.copy()).flatten().long(), minlength=256) for x in (image, reference))
    levels = torch.nonzero(d).flatten()
    apart = (c.cumsum(0)[:, None] * reference.size - d.cumsum(0)[levels] * image.size).abs()
    table = [int(levels[int((row == row.min()).nonzero()[0])]) for row in apart]
    return np.array(table, dtype=np.uint8)[image]
