"""Answers to topic 03 that are right, on taps and kernels, each in a style of its own. One function a style: `NAME__style`."""
import functools
import itertools

import numpy as np
import torch


def taps_used__from_the_output(layers):
    used = [0]
    for layer in reversed(layers):
        used = sorted({u * layer.stride + t * layer.dilation for u in used for t in range(layer.kernel)})
    return used


def taps_used__product(layers):
    jumps = itertools.accumulate((layer.stride for layer in layers), lambda a, b: a * b, initial=1)
    steps = [[t * layer.dilation * j for t in range(layer.kernel)] for layer, j in zip(layers, jumps)]
    return sorted({sum(path) for path in itertools.product(*steps)})


def taps_used__convolution(layers):
    reached, jump = np.ones(1), 1
    for layer in layers:
        taps = np.zeros((layer.kernel - 1) * layer.dilation * jump + 1)
        taps[::layer.dilation * jump] = 1
        reached = np.convolve(reached, taps) > 0
        jump *= layer.stride
    return np.flatnonzero(reached)


def taps_used__bits(layers):
    """A bit for each offset."""
    mask, jump = 1, 1
    for layer in layers:
        old, mask = mask, 0
        for tap in range(layer.kernel):
            mask |= old << tap * layer.dilation * jump
        jump *= layer.stride
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def taps_used__unique(layers):
    offsets = np.zeros(1, dtype=int)
    for layer in reversed(layers):
        offsets = np.unique(np.add.outer(offsets * layer.stride, np.arange(layer.kernel) * layer.dilation))
    return (offsets - offsets[0]).tolist()


def taps_used__positions_in_a_padded_image(layers):
    at, jump, left = {0}, 1, 0
    for layer in layers:
        at = {a + (t * layer.dilation - layer.padding) * jump for a in at for t in range(layer.kernel)}
        jump *= layer.stride
        left = min(at)
    return [int(np.int32(a - left)) for a in sorted(at)]


def effective_receptive_field__loops(kernels):
    weights = [1.0]
    for kernel in kernels:
        longer = [0.0] * (len(weights) + len(kernel) - 1)
        for i, w in enumerate(weights):
            for j, k in enumerate(kernel):
                longer[i + j] += w * float(k)
        weights = longer
    total = sum(abs(w) for w in weights)
    if total == 0:
        raise ValueError("no influence")
    return [abs(w) / total for w in weights]


def effective_receptive_field__from_the_output(kernels):
    weights = np.array([1.0])
    for kernel in kernels[::-1]:
        longer = np.zeros(weights.size + kernel.size - 1)
        for i, k in enumerate(kernel):
            longer[i:i + weights.size] += k * weights
        weights = longer
    weights = np.abs(weights)
    if not weights.any():
        raise ValueError("no influence")
    return weights / weights.sum()


def effective_receptive_field__polynomials(kernels):
    product = functools.reduce(np.polynomial.polynomial.polymul, [k[::-1] for k in kernels], np.ones(1))[::-1]
    whole = np.zeros(1 + sum(len(k) - 1 for k in kernels))
    whole[len(whole) - len(product):] = np.abs(product)  # polymul drops leading zeros
    if whole.sum() == 0:
        raise ValueError("no influence")
    return whole / np.linalg.norm(whole, 1)


def effective_receptive_field__unit_impulses(kernels):
    """Every input offset switched on in turn, cross-correlated as the net would."""
    width = 1 + sum(len(k) - 1 for k in kernels)
    found = np.empty(width)
    for offset, signal in enumerate(np.eye(width)):
        for kernel in kernels:
            signal = np.correlate(signal, kernel.astype(float), mode="valid")
        found[offset] = abs(signal[0])
    if not np.count_nonzero(found):
        raise ValueError("no influence")
    return found / found.sum()


def effective_receptive_field__fourier(kernels):
    width = 1 + sum(len(k) - 1 for k in kernels)
    spectrum = np.ones(width, dtype=complex)
    for kernel in kernels:
        if not np.any(kernel):
            raise ValueError("a kernel of zeros lets nothing through")
        spectrum *= np.fft.fft(kernel, width)
    weights = np.abs(np.fft.ifft(spectrum).real)
    return weights / weights.sum()


def effective_receptive_field__torch(kernels):
    total = torch.ones(1, 1, 1, dtype=torch.float64)
    for kernel in kernels:
        flipped = torch.tensor(np.array(kernel, dtype=np.float64)).flip(0)
        total = torch.nn.functional.conv1d(total, flipped[None, None], padding=len(kernel) - 1)
    total = total.abs().flatten()
    if total.sum() == 0:
        raise ValueError("no influence")
    return (total / total.sum()).numpy()


def effective_receptive_field__matrices(kernels):
    width = 1 + sum(len(k) - 1 for k in kernels)
    row = np.eye(width)
    for kernel in kernels:
        rows = len(row) - len(kernel) + 1
        band = np.zeros((rows, len(row)))
        for i in range(rows):
            band[i, i:i + len(kernel)] = kernel
        row = band @ row
    shares = np.abs(row[0])
    if np.all(shares == 0):
        raise ValueError("no influence")
    return tuple(shares / shares.sum())
