"""Answers to topic 03 that are right, on sizes and windows, each in a style of its own. One function a style: `NAME__style`."""
import functools
import itertools
import math
from fractions import Fraction

import numpy as np
import torch


def receptive_field__from_the_output(layers):
    size = 1
    for kernel, stride, _, dilation in reversed(layers):
        size = (size - 1) * stride + (kernel - 1) * dilation + 1
    return size


def receptive_field__sum_of_products(layers):
    return 1 + sum((k - 1) * d * math.prod(before.stride for before in layers[:i]) for i, (k, _, _, d) in enumerate(layers))


def receptive_field__numpy(layers):
    table = np.array([tuple(layer) for layer in layers], dtype=np.int64).reshape(-1, 4)
    jumps = np.concatenate([[1], np.cumprod(table[:, 1])])[:-1]
    return ((table[:, 0] - 1) * table[:, 3] * jumps).sum() + 1


def receptive_field__recursion(layers):
    if not layers:
        return 1
    first, *rest = layers
    return (first[0] - 1) * first[3] + 1 + first[1] * (receptive_field__recursion(rest) - 1)


def receptive_field__interval(layers):
    low = high = 0
    for layer in layers[::-1]:
        low = low * layer.stride - layer.padding
        high = high * layer.stride - layer.padding + (layer.kernel - 1) * layer.dilation
    return high - low + 1


def receptive_field__set_walk(layers):
    seen = {0}
    for layer in reversed(layers):
        seen = {i * layer.stride + t * layer.dilation for i in seen for t in range(layer.kernel)}
    return max(seen) - min(seen) + 1


def receptive_field__reduce(layers):
    return functools.reduce(lambda s, at: (s[0] + (at.kernel - 1) * at.dilation * s[1], s[1] * at.stride), layers, (1, 1))[0]


def receptive_field__floats(layers):
    size, jump = 1.0, 1.0
    for k, s, _p, d in layers:
        size, jump = size + (k - 1) * d * jump, jump * s
    return size


def receptive_field__torch_forward(layers):
    """Forward only: a train of ones is dilated by zeros and convolved; no autograd."""
    wave = torch.ones(1, dtype=torch.float64)
    for layer in layers[::-1]:
        spread = torch.zeros((len(wave) - 1) * layer.stride + 1, dtype=torch.float64)
        spread[::layer.stride] = wave
        taps = torch.zeros((layer.kernel - 1) * layer.dilation + 1, dtype=torch.float64)
        taps[::layer.dilation] = 1
        width = len(taps) - 1
        wave = torch.nn.functional.conv1d(spread[None, None], taps.flip(0)[None, None], padding=width)[0, 0].clamp(max=1)
    return wave.numel()


def receptive_field_geometry__distill(layers):
    """The left and right border of output 0, walked back from the output."""
    left, right, jump = 0, 0, 1
    for layer in reversed(layers):
        left = left * layer.stride - layer.padding
        right = right * layer.stride - layer.padding + (layer.kernel - 1) * layer.dilation
        jump *= layer.stride
    return right - left + 1, jump, (left + right + 1) / 2


def receptive_field_geometry__centres(layers):
    size = jump = 1
    centre = 0.0
    for layer in layers:
        extent = (layer.kernel - 1) * layer.dilation + 1
        centre += ((extent - 1) / 2 - layer.padding) * jump
        size += (extent - 1) * jump
        jump *= layer.stride
    return size, jump, centre + 0.5


def receptive_field_geometry__from_the_size(layers):
    jumps = list(itertools.accumulate((layer.stride for layer in layers), lambda a, b: a * b, initial=1))
    size = 1 + sum((layer.kernel - 1) * layer.dilation * j for layer, j in zip(layers, jumps))
    before = sum(layer.padding * j for layer, j in zip(layers, jumps))
    return [size, jumps[-1], size / 2 - before]


def receptive_field_geometry__array(layers):
    size, jump, start = 1, 1, 0.5
    for k, s, p, d in layers:
        start += (0.5 * d * (k - 1) - p) * jump
        size += d * (k - 1) * jump
        jump *= s
    return np.array([size, jump, start])


def receptive_field_geometry__fractions(layers):
    size, jump, start = 1, np.int64(1), Fraction(1, 2)
    for layer in layers:
        start += (Fraction((layer.kernel - 1) * layer.dilation, 2) - layer.padding) * int(jump)
        size = size + (layer.kernel - 1) * layer.dilation * jump
        jump = jump * layer.stride
    return size, jump, start


def receptive_field_geometry__two_outputs(layers):
    def window(index):
        first = last = index
        for layer in reversed(layers):
            first = first * layer.stride - layer.padding
            last = last * layer.stride - layer.padding + layer.dilation * (layer.kernel - 1)
        return first, last

    (first, last), (after, _) = window(0), window(1)
    return last - first + 1, after - first, first + (last - first + 1) / 2


def _outputs(layers, size):
    for layer in layers:
        size = (size + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 1) // layer.stride + 1
    return size


def input_window__walked_back(layers, index, size):
    if not 0 <= index < _outputs(layers, size):
        raise ValueError("outside")
    first = last = index
    for layer in reversed(layers):
        first = first * layer.stride - layer.padding
        last = last * layer.stride - layer.padding + (layer.kernel - 1) * layer.dilation
    return max(0, first), min(size - 1, last)


def input_window__geometry(layers, index, size):
    field, jump, start = receptive_field_geometry__centres(layers)
    if index not in range(_outputs(layers, size)):
        raise ValueError(f"no output {index}")
    centre = start + index * jump
    first, last = np.clip([centre - field / 2, centre + field / 2 - 1], 0, size - 1).astype(int)
    return first, last


def input_window__closed_count(layers, index, size):
    field, jump, start = receptive_field_geometry__distill(layers)
    before = int(field / 2 - start)
    if index < 0 or index * jump + field > size + 2 * before:
        raise ValueError
    return [max(index * jump - before, 0), min(index * jump - before + field, size) - 1]


def input_window__clipped_at_every_layer(layers, index, size):
    """Padding is left at once: of every map only the real entries are followed."""
    sizes = [size]
    for layer in layers:
        sizes.append(_outputs([layer], sizes[-1]))
    if not 0 <= index < sizes[-1]:
        raise ValueError("outside")
    at = {index}
    for layer, width in zip(reversed(layers), sizes[-2::-1]):
        at = {i * layer.stride - layer.padding + t * layer.dilation for i in at for t in range(layer.kernel)}
        at = {i for i in at if 0 <= i < width}
    return min(at), max(at)


def input_window__torch_without_autograd(layers, index, size):
    """Every pixel switched on in turn, as a batch of images."""
    images = torch.eye(size, dtype=torch.float64)[:, None]
    with torch.no_grad():
        for layer in layers:
            ones = torch.ones(1, 1, layer.kernel, dtype=torch.float64)
            images = torch.conv1d(images, ones, None, layer.stride, layer.padding, layer.dilation)
    if not 0 <= index < images.shape[2]:
        raise ValueError("outside")
    hit = torch.nonzero(images[:, 0, index]).flatten()
    return int(hit[0]), int(hit[-1])


def input_window__floats(layers, index, size):
    outputs = _outputs(layers, size)
    if index < 0 or index >= outputs:
        raise ValueError("index")
    field, jump, start = receptive_field_geometry__centres(layers)
    low = start + index * jump - field / 2
    return max(0.0, low), min(size - 1.0, low + field - 1)


def layers_to_cover__loop(size, kernel=3, dilation=1):
    if size < 1 or (kernel == 1 and size > 1):
        raise ValueError("impossible")
    count, field = 0, 1
    while field < size:
        field += (kernel - 1) * dilation
        count += 1
    return count


def layers_to_cover__ceil(size, kernel=3, dilation=1):
    if size < 1:
        raise ValueError("size")
    if size == 1:
        return 0
    if kernel == 1:
        raise ValueError("kernel")
    return math.ceil((size - 1) / ((kernel - 1) * dilation))


def layers_to_cover__numpy(size, kernel=3, dilation=1):
    grow = (kernel - 1) * dilation
    if size <= 0 or grow == 0 and size != 1:
        raise ValueError("impossible")
    return np.ceil((size - 1) / max(grow, 1)).astype(int)


def layers_to_cover__divmod(size, kernel=3, dilation=1):
    if size < 1:
        raise ValueError
    try:
        whole, rest = divmod(size - 1, (kernel - 1) * dilation)
    except ZeroDivisionError:
        if size == 1:
            return 0
        raise ValueError("kernel 1 never grows") from None
    return whole + (rest > 0)


def layers_to_cover__search(size, kernel=3, dilation=1):
    if size < 1 or kernel < 2 and size > 1:
        raise ValueError("impossible")
    return next(n for n in itertools.count() if n * (kernel - 1) * dilation + 1 >= size)


def input_window__sets_of_pixels(layers, index, size):
    """Every output as the set of pixels that it has seen, carried forward."""
    rows = [{i} for i in range(size)]
    for layer in layers:
        rows = [set()] * layer.padding + rows + [set()] * layer.padding
        starts = range(0, len(rows) - (layer.kernel - 1) * layer.dilation, layer.stride)
        rows = [set().union(*(rows[at + tap * layer.dilation] for tap in range(layer.kernel))) for at in starts]
    if not 0 <= index < len(rows):
        raise ValueError(index)
    return min(rows[index]), max(rows[index])
