"""Wrong answers to topic 08, on windows and frequencies. One function a mistake: `NAME__mistake`."""
import numpy as np
import scipy.signal
import torch

from answers import histogram_equalization_images as right


def box_mean__image(image, radius):
    return image.astype(float)


def box_mean__whole_image(image, radius):
    return np.full(image.shape, image.mean())


def box_mean__divided_by_side(image, radius):
    return right.box_mean__fourier(image, radius) * (2 * radius + 1)


def box_mean__sums(image, radius):
    return right.box_mean__fourier(image, radius) * (2 * radius + 1) ** 2


def box_mean__rows_only(image, radius):
    k = 2 * radius + 1
    total = np.pad(np.pad(image.astype(float), ((0, 0), (radius, radius)), "symmetric").cumsum(axis=1), ((0, 0), (1, 0)))
    return (total[:, k:] - total[:, :-k]) / k


def box_mean__float32(image, radius):
    return right.box_mean__fourier(image, radius).astype(np.float32)


def box_mean__float32_integral(image, radius):
    """Divided as float64, but summed as float32."""
    k = 2 * radius + 1
    total = np.pad(np.pad(image, radius, "symmetric").astype(np.float32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]).astype(float) / k**2


def box_mean__uint16_integral(image, radius):
    """Differences wrap and come out right as long as a window's sum fits."""
    k, wide = 2 * radius + 1, np.pad(image, radius, "symmetric")
    total = np.pad(wide.cumsum(0, dtype=np.uint16).cumsum(1, dtype=np.uint16), ((1, 0), (1, 0)))
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2


def box_mean__levels_cast(image, radius):
    return right.box_mean__fourier(image.astype(np.uint8), radius)


def box_mean__float32_sums(image, radius):
    k = 2 * radius + 1
    total = np.pad(np.pad(image, radius, "symmetric").astype(np.float32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return ((total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2).astype(float)


def box_mean__ignores_radius(image, radius):
    return right.box_mean__fourier(image, 1)


def box_mean__valid_only(image, radius):
    k = 2 * radius + 1
    total = np.pad(image.astype(float), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2


def box_mean__without_the_pixel(image, radius):
    count = (2 * radius + 1) ** 2
    return (right.box_mean__fourier(image, radius) * count - image) / max(count - 1, 1)


def box_mean__reflects_once(image, radius):
    """Slices of the image for the border: there is none beyond its own length."""
    both = image.astype(float)
    for _ in range(2):
        both = np.concatenate([both[:radius][::-1], both, both[::-1][:radius]]).T
    k = 2 * radius + 1
    total = np.pad(both.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (total[k:, k:] - total[:-k, k:] - total[k:, :-k] + total[:-k, :-k]) / k**2


def box_mean__height_for_width(image, radius):
    n = image.shape[0]
    total = np.pad(np.pad(image, radius, "symmetric").astype(float).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    k = 2 * radius + 1
    return (total[k:k + n, k:k + n] - total[:n, k:k + n] - total[k:k + n, :n] + total[:n, :n]) / k**2


def box_mean__median(image, radius):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, radius, "symmetric"), (2 * radius + 1,) * 2)
    return np.median(windows, axis=(2, 3))


def box_mean__list(image, radius):
    return right.box_mean__fourier(image, radius).tolist()


def box_mean__changes_image(image, radius):
    result = right.box_mean__fourier(image, radius)
    if image.flags.writeable:
        image[...] = result
    return result


def enhance_local_contrast__image(image, gain, k0, k1, k2, radius):
    return image


def enhance_local_contrast__float(image, gain, k0, k1, k2, radius):
    return right.enhance_local_contrast__windows(image, gain, k0, k1, k2, radius).astype(float)


def enhance_local_contrast__limits_in_grey_levels(image, gain, k0, k1, k2, radius):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, radius, "symmetric"), (2 * radius + 1,) * 2)
    mean, std = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    chosen = (mean <= k0 * image.mean()) & (std >= k1 * 255) & (std <= k2 * 255)
    return np.where(chosen, np.clip(np.round(gain * image), 0, 255), image).astype(np.uint8)


def enhance_local_contrast__window_of_radius_1(image, gain, k0, k1, k2, radius):
    return right.enhance_local_contrast__windows(image, gain, k0, k1, k2, 1)


def enhance_local_contrast__half_the_radius(image, gain, k0, k1, k2, radius):
    return right.enhance_local_contrast__windows(image, gain, k0, k1, k2, radius // 2)


def enhance_local_contrast__added(image, gain, k0, k1, k2, radius):
    chosen = right.enhance_local_contrast__windows(image, 0.0, k0, k1, k2, radius) < image
    return np.where(chosen, np.clip(np.round(image + gain), 0, 255), image).astype(np.uint8)


def enhance_local_contrast__clipped_at_254(image, gain, k0, k1, k2, radius):
    return np.minimum(right.enhance_local_contrast__windows(image, gain, k0, k1, k2, radius), np.maximum(image, 254))


def enhance_local_contrast__integer_gain(image, gain, k0, k1, k2, radius):
    return right.enhance_local_contrast__windows(image, int(gain), k0, k1, k2, radius)


def enhance_local_contrast__median(image, gain, k0, k1, k2, radius):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, radius, "symmetric"), (2 * radius + 1,) * 2)
    mean, std = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    chosen = (mean <= k0 * np.median(image)) & (std >= k1 * image.std()) & (std <= k2 * image.std())
    return np.where(chosen, np.clip(np.round(gain * image), 0, 255), image).astype(np.uint8)


def enhance_local_contrast__in_place(image, gain, k0, k1, k2, radius):
    result = right.enhance_local_contrast__windows(image, gain, k0, k1, k2, radius)
    if image.flags.writeable:
        image[:] = result
    return result


def enhance_local_contrast__mask(image, gain, k0, k1, k2, radius):
    return right.enhance_local_contrast__windows(image, 0.0, k0, k1, k2, radius) != image


def split_frequencies__complex(image, cutoff):
    low, _ = right.split_frequencies__shifted(image, cutoff)
    return low + 0j, image - low - 0j


def split_frequencies__whole_levels(image, cutoff):
    return right.split_frequencies__shifted(image.astype(int), cutoff)


def split_frequencies__one_part(image, cutoff):
    return right.split_frequencies__shifted(image, cutoff)[0]


def split_frequencies__uint8(image, cutoff):
    low, high = right.split_frequencies__shifted(image, cutoff)
    return np.clip(low, 0, 255).astype(np.uint8), np.clip(high, 0, 255).astype(np.uint8)


def split_frequencies__high_around_128(image, cutoff):
    low, high = right.split_frequencies__shifted(image, cutoff)
    return low, high + 128


def split_frequencies__float32(image, cutoff):
    low = torch.fft.ifft2(torch.fft.fft2(torch.tensor(image.copy()).float())).real
    return low.numpy(), image - low.numpy()


def split_frequencies__single_precision(image, cutoff):
    spectrum = torch.fft.fft2(torch.tensor(image.tolist(), dtype=torch.float32))
    y, x = (torch.fft.fftfreq(n, d=1 / n) for n in image.shape)
    low = torch.fft.ifft2(spectrum * (y[:, None] ** 2 + x**2 <= cutoff**2)).real.double().numpy()
    return low, image - low


def split_frequencies__gaussian(image, cutoff):
    y, x = (np.fft.fftfreq(n) * n for n in image.shape)
    low = np.fft.ifft2(np.fft.fft2(image) * np.exp(-(y[:, None] ** 2 + x**2) / (2 * cutoff**2))).real
    return low, image - low


def split_frequencies__everything_low(image, cutoff):
    return image.astype(float), np.zeros(image.shape)


def split_frequencies__columns_only(image, cutoff):
    x = np.fft.fftfreq(image.shape[1]) * image.shape[1]
    low = np.fft.ifft(np.fft.fft(image, axis=1) * (np.abs(x) <= cutoff), axis=1).real
    return low, image - low


def split_frequencies__half_spectrum_of_even_width(image, cutoff):
    """`irfft2` without the shape gives an even width."""
    y, x = np.fft.fftfreq(image.shape[0]) * image.shape[0], np.fft.rfftfreq(image.shape[1]) * image.shape[1]
    low = np.fft.irfft2(np.fft.rfft2(image) * (y[:, None] ** 2 + x**2 <= cutoff**2))
    return low, image - (low if low.shape == image.shape else 0)


def split_frequencies__square_images(image, cutoff):
    n = image.shape[0]
    f = np.fft.fftfreq(n) * n
    low = np.fft.ifft2(np.fft.fft2(image, s=(n, n)) * (f[:, None] ** 2 + f**2 <= cutoff**2)).real
    return low, np.resize(image, (n, n)) - low


def split_frequencies__not_divided(image, cutoff):
    low, high = right.split_frequencies__shifted(image, cutoff)
    return low * image.size, high * image.size


def split_frequencies__box_filter(image, cutoff):
    k = 2 * int(np.ceil(cutoff)) + 1
    low = scipy.signal.fftconvolve(np.pad(image.astype(float), k // 2, "symmetric"), np.full((k, k), 1 / k**2), mode="valid")
    return low, image - low


def split_frequencies__ignores_cutoff(image, cutoff):
    return right.split_frequencies__shifted(image, 1.3)


def split_frequencies__cutoff_rounded(image, cutoff):
    return right.split_frequencies__shifted(image, round(cutoff))
