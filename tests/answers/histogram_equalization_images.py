"""Right answers to topic 08, on windows and frequencies, in other styles than the solution's: `NAME__style`."""
import itertools

import numpy as np
import scipy.fft
import scipy.signal
import torch
from numpy.lib.stride_tricks import sliding_window_view


def box_mean__integral_of_whole_numbers(image, radius):
    h, w = image.shape
    k = 2 * radius + 1
    total = np.pad(np.pad(image, radius, "symmetric").astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (total[k:k + h, k:k + w] - total[:h, k:k + w] - total[k:k + h, :w] + total[:h, :w]) / k**2


def box_mean__unsigned(image, radius):
    """uint64 differences wrap and come out right."""
    k = 2 * radius + 1
    total = np.pad(np.cumsum(np.cumsum(np.pad(image, radius, mode="symmetric"), axis=0), axis=1), ((1, 0), (1, 0)))
    return ((total[k:, k:] - total[k:, :-k]) - (total[:-k, k:] - total[:-k, :-k])) / float(k * k)


def box_mean__axis_by_axis(image, radius):
    k = 2 * radius + 1
    result = np.asarray(image, dtype=np.float64)
    for axis in (0, 1):
        padded = np.pad(result, [(radius + 1, radius) if a == axis else (0, 0) for a in (0, 1)], mode="symmetric")
        edge = np.take(padded, [0], axis=axis)
        running = np.cumsum(padded, axis=axis) - edge
        last, first = (np.take(running, np.arange(start, start + image.shape[axis]), axis=axis) for start in (k, 0))
        result = (last - first) / k
    return result


def box_mean__rows_and_columns(image, radius):
    """A running sum that takes a row in and lets one go, then the same with columns."""
    k = 2 * radius + 1
    wide = np.pad(image.astype(float), radius, mode="symmetric")
    rows = np.zeros((image.shape[0], wide.shape[1]))
    run = wide[:k].sum(axis=0)
    rows[0] = run
    for y in range(1, image.shape[0]):
        run = run + wide[y + k - 1] - wide[y - 1]
        rows[y] = run
    out = np.zeros(image.shape)
    run = rows[:, :k].sum(axis=1)
    out[:, 0] = run
    for x in range(1, image.shape[1]):
        run = run + rows[:, x + k - 1] - rows[:, x - 1]
        out[:, x] = run
    return out / (k * k)


def box_mean__reflected_indices(image, radius):
    """No padding: indices that run back and forth."""
    h, w = image.shape
    y, x = (np.arange(-radius, n + radius) % (2 * n) for n in (h, w))
    y, x = np.minimum(y, 2 * h - 1 - y), np.minimum(x, 2 * w - 1 - x)
    total = np.zeros((h + 2 * radius + 1, w + 2 * radius + 1))
    np.cumsum(np.cumsum(image[np.ix_(y, x)], axis=0, dtype=float), axis=1, out=total[1:, 1:])
    side = 2 * radius + 1
    return (total[side:, side:] - total[:h, side:] - total[side:, :w] + total[:h, :w]) / side**2


def box_mean__fourier(image, radius):
    wide = np.pad(image.astype(float), radius, mode="symmetric")
    kernel = np.zeros(wide.shape)
    kernel[:2 * radius + 1, :2 * radius + 1] = 1 / (2 * radius + 1) ** 2
    result = np.fft.ifft2(np.fft.fft2(wide) * np.fft.fft2(kernel)).real
    return np.ascontiguousarray(result[2 * radius:, 2 * radius:])


def box_mean__fftconvolve(image, radius):
    k = 2 * radius + 1
    return scipy.signal.fftconvolve(np.pad(image, radius, "symmetric").astype(float), np.full((k, k), 1 / k**2), mode="valid")


def box_mean__matrices(image, radius):
    def average(n):
        where = np.arange(-radius, n + radius) % (2 * n)
        where = np.where(where < n, where, 2 * n - 1 - where)
        running = np.zeros((n + 2 * radius + 1, n))
        running[1:] = np.cumsum(np.eye(n)[where], axis=0)
        return (running[2 * radius + 1:] - running[:n]) / (2 * radius + 1)

    return average(image.shape[0]) @ image @ average(image.shape[1]).T


def box_mean__accumulated_rows(image, radius):
    k = 2 * radius + 1

    def along(rows):
        sums = [np.zeros(rows.shape[1]), *itertools.accumulate(rows)]
        return np.stack([b - a for a, b in zip(sums, sums[k:])])

    wide = np.pad(image, radius, mode="symmetric").astype(float)
    return along(along(wide).T).T / k**2


def box_mean__torch(image, radius):
    k = 2 * radius + 1
    wide = torch.from_numpy(np.pad(np.array(image), radius, mode="symmetric")).double()
    total = torch.zeros(wide.shape[0] + 1, wide.shape[1] + 1, dtype=torch.float64)
    total[1:, 1:] = wide.cumsum(0).cumsum(1)
    return ((total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2).numpy()


def enhance_local_contrast__windows(image, gain, k0, k1, k2, radius):
    windows = sliding_window_view(np.pad(image, radius, mode="symmetric"), (2 * radius + 1,) * 2)
    mean, std = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    out = image.copy()
    chosen = (mean <= k0 * image.mean()) & (std >= k1 * image.std()) & (std <= k2 * image.std())
    out[chosen] = np.clip(np.rint(gain * image[chosen].astype(float)), 0, 255).astype(np.uint8)
    return out


def enhance_local_contrast__loops(image, gain, k0, k1, k2, radius):
    wide, side = np.pad(image.astype(int), radius, mode="symmetric"), 2 * radius + 1
    average, spread = float(np.mean(image)), float(np.std(image))
    out = [[int(p) for p in row] for row in image]
    for y, row in enumerate(out):
        for x, level in enumerate(row):
            window = wide[y:y + side, x:x + side]
            if window.mean() <= k0 * average and k1 * spread <= window.std() <= k2 * spread:
                row[x] = max(0, min(255, int(gain * level + 0.5)))
    return np.array(out, dtype="uint8")


def enhance_local_contrast__box_means(image, gain, k0, k1, k2, radius):
    levels = image.astype(np.float64)
    mean = box_mean__fourier(image, radius)
    square = box_mean__matrices(levels**2, radius)
    std = np.sqrt(np.clip(square - mean**2, 0, None))
    low = np.less_equal(mean, k0 * levels.mean())
    middle = np.logical_and(std >= k1 * levels.std(), std <= k2 * levels.std())
    bright = np.minimum(np.round(levels * gain), 255.0)
    return np.select([low & middle], [bright], default=levels).astype(np.uint8)


def enhance_local_contrast__whole_numbers(image, gain, k0, k1, k2, radius):
    """Deviations compared by their squares, variances by sums of whole numbers."""
    count = (2 * radius + 1) ** 2
    first = np.rint(box_mean__integral_of_whole_numbers(image.astype(np.int64), radius) * count)
    second = np.rint(box_mean__integral_of_whole_numbers(image.astype(np.int64) ** 2, radius) * count)
    variance = (second * count - first**2) / count**2
    whole = image.astype(float).var()
    chosen = (first <= k0 * image.mean() * count) & (variance >= k1**2 * whole) & (variance <= k2**2 * whole)
    table = np.array([min(255, round(gain * level)) for level in range(256)], dtype=np.uint8)
    return np.where(chosen, table[image], image)


def enhance_local_contrast__torch(image, gain, k0, k1, k2, radius):
    wide = torch.from_numpy(np.pad(image, radius, mode="symmetric").astype(np.float64))
    windows = wide.unfold(0, 2 * radius + 1, 1).unfold(1, 2 * radius + 1, 1).flatten(2)
    mean, std = windows.mean(2).numpy(), windows.std(2, correction=0).numpy()
    chosen = (mean <= k0 * image.mean()) * (std >= k1 * image.std()) * (std <= k2 * image.std())
    factor = np.where(chosen, gain, 1)
    return (image * factor).round().clip(0, 255).astype(np.uint8)


def split_frequencies__shifted(image, cutoff):
    h, w = image.shape
    spectrum = np.fft.fftshift(np.fft.fft2(image.astype(float)))
    y, x = np.ogrid[:h, :w]
    mask = (y - h // 2) ** 2 + (x - w // 2) ** 2 <= cutoff**2
    low = np.real(np.fft.ifft2(np.fft.ifftshift(spectrum * mask)))
    return low, image - low


def split_frequencies__two_masks(image, cutoff):
    fy, fx = np.meshgrid(*(np.minimum(np.arange(n), n - np.arange(n)) for n in image.shape), indexing="ij")
    keep = np.sqrt(fy**2 + fx**2) <= cutoff
    spectrum = np.fft.fft2(image)
    low, high = (np.fft.ifft2(spectrum * part).real for part in (keep, ~keep))
    return low, high


def split_frequencies__high_first(image, cutoff):
    spectrum = np.fft.fft2(image)
    f = [scipy.fft.fftfreq(n, d=1 / n) for n in image.shape]
    spectrum[np.hypot(f[0][:, np.newaxis], f[1]) < cutoff] = 0
    high = np.fft.ifft2(spectrum).real
    return image.astype(np.float64) - high, high


def split_frequencies__half_spectrum(image, cutoff):
    h, w = image.shape
    y, x = np.fft.fftfreq(h) * h, np.fft.rfftfreq(w) * w
    kept = np.where(np.add.outer(y**2, x**2) <= cutoff**2, np.fft.rfft2(image), 0)
    low = np.fft.irfft2(kept, s=image.shape)
    return low, np.subtract(image, low)


def split_frequencies__matrices(image, cutoff):
    """The transform as a sum over pixels, written as two matrix products."""
    def waves(n):
        return np.exp(-2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n)

    a, b = (waves(n) for n in image.shape)
    spectrum = a @ image @ b
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            dy, dx = min(y, image.shape[0] - y), min(x, image.shape[1] - x)
            if dy * dy + dx * dx > cutoff * cutoff:
                spectrum[y, x] = 0
    low = (a.conj() @ spectrum @ b.conj() / image.size).real
    return [low, image - low]


def split_frequencies__torch(image, cutoff):
    pixels = torch.tensor(image.tolist(), dtype=torch.float64)
    y, x = (torch.fft.fftfreq(n, d=1 / n, dtype=torch.float64) for n in image.shape)
    low = torch.fft.ifft2(torch.fft.fft2(pixels) * (y[:, None] ** 2 + x**2 <= cutoff**2)).real
    return low.numpy(), (pixels - low).numpy()


def split_frequencies__stacked(image, cutoff):
    low, high = split_frequencies__shifted(image, cutoff)
    return np.stack([low, high])
