"""Answers to the counting half of topic 02 that are right, each in a style of its own: `NAME__style`."""
import itertools
import math
import operator

import numpy as np
import torch


def conv_output_size__floored(size, kernel, stride=1, padding=0, dilation=1):
    if size < 1 or kernel < 1 or stride < 1 or dilation < 1 or padding < 0:
        raise ValueError("out of range")
    if dilation * (kernel - 1) + 1 > size + 2 * padding:
        raise ValueError("the kernel does not fit")
    return math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)


def conv_output_size__counted(size, kernel, stride=1, padding=0, dilation=1):
    if any(value < least for value, least in ((size, 1), (kernel, 1), (stride, 1), (padding, 0), (dilation, 1))):
        raise ValueError
    padded = range(-padding, size + padding)
    starts = [start for start in padded[::stride] if start + (kernel - 1) * dilation in padded]
    if not starts:
        raise ValueError
    return len(starts)


def conv_output_size__slid(size, kernel, stride=1, padding=0, dilation=1):
    if min(size, kernel, stride, dilation, padding + 1) <= 0:
        raise ValueError("no such layer")
    count, last = 0, dilation * (kernel - 1)
    while last < size + 2 * padding:
        count, last = count + 1, last + stride
    if count == 0:
        raise ValueError("no place")
    return count


def conv_output_size__numpy(size, kernel, stride=1, padding=0, dilation=1):
    args = np.array([size, kernel, stride, padding + 1, dilation])
    if (args < 1).any():
        raise ValueError(f"bad: {args}")
    padded, extent = np.int64(size + 2 * padding), np.int64(1 + (kernel - 1) * dilation)
    if extent > padded:
        raise ValueError("does not fit")
    return (padded - extent + stride) // stride


def conv_output_size__late(size, kernel, stride=1, padding=0, dilation=1):
    for value, least in zip((size, kernel, stride, padding, dilation), (1, 1, 1, 0, 1)):
        if value < least:
            raise ValueError
    out = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
    if out <= 0:
        raise ValueError
    return int(out)


def conv_output_size__error_of_its_own(size, kernel, stride=1, padding=0, dilation=1):
    class GeometryError(ValueError):
        """A layer that cannot be."""

    places = len(range(0, size + 2 * padding - (kernel - 1) * dilation, stride)) if stride > 0 else 0
    if places == 0 or padding < 0 or min(size, kernel, dilation) < 1:
        raise GeometryError(size, kernel)
    return places


def conv_transpose_output_size__plain(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if size < 1 or kernel < 1 or stride < 1 or padding < 0 or output_padding < 0 or dilation < 1:
        raise ValueError("out of range")
    if output_padding >= stride and output_padding >= dilation:
        raise ValueError("output_padding")
    out = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1
    if out <= 0:
        raise ValueError("nothing left")
    return out


def conv_transpose_output_size__scattered(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if min(size, kernel, stride, dilation) <= 0 or padding < 0 or not 0 <= output_padding < max(stride, dilation):
        raise ValueError
    reached = {i * stride + j * dilation for i in range(size) for j in range(kernel)}
    length = max(reached) + 1 + output_padding - 2 * padding
    if length < 1:
        raise ValueError
    return length


def conv_transpose_output_size__numpy(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if np.min([size, kernel, stride, dilation]) < 1 or padding < 0 or output_padding not in range(max(stride, dilation)):
        raise ValueError
    full = np.array([size - 1, kernel - 1]) @ np.array([stride, dilation]) + 1
    out = full + output_padding - 2 * padding
    if out < 1:
        raise ValueError
    return out


def conv_transpose_output_size__inverse(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if any(value < 1 for value in (size, kernel, stride, dilation)) or min(padding, output_padding) < 0:
        raise ValueError
    if output_padding >= max(stride, dilation):
        raise ValueError
    extent = dilation * (kernel - 1) + 1
    smallest = next(n for n in itertools.count(extent - 2 * padding) if (n + 2 * padding - extent) // stride + 1 == size)
    if smallest + output_padding < 1:
        raise ValueError
    return smallest + output_padding


def conv_params__product(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if in_channels % groups != 0:
        raise ValueError("in_channels")
    if out_channels % groups != 0:
        raise ValueError("out_channels")
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    return math.prod((out_channels, in_channels // groups, *kernel_size)) + bias * out_channels


def conv_params__each_group(in_channels, out_channels, kernel_size, groups=1, bias=True):
    into, left = divmod(in_channels, groups)
    out, over = divmod(out_channels, groups)
    if left or over:
        raise ValueError
    try:
        kh, kw = kernel_size
    except TypeError:
        kh = kw = kernel_size
    return sum(into * out * kh * kw + (out if bias else 0) for _ in range(groups))


def conv_params__array(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if (np.array([in_channels, out_channels]) % groups).any():
        raise ValueError
    sides = np.broadcast_to(kernel_size, 2)
    return int(np.prod([out_channels, in_channels // groups, *sides])) + (out_channels if bias else 0)


def conv_params__floats(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if in_channels % groups or out_channels % groups:
        raise ValueError
    area = kernel_size**2 if np.isscalar(kernel_size) else kernel_size[0] * kernel_size[1]
    return out_channels * (in_channels / groups * area + (1 if bias else 0))


def conv_macs__product(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2
    return in_channels // groups * kh * kw * out_channels * out_height * out_width


def conv_macs__params(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return conv_params__product(in_channels, out_channels, kernel_size, groups, bias=False) * out_height * out_width


def conv_macs__whole_divided(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    sides = [kernel_size] * 2 if isinstance(kernel_size, int) else list(kernel_size)
    return math.prod([in_channels, out_channels, *sides, out_height, out_width]) / groups


def conv_macs__torch(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    sides = torch.tensor(kernel_size).expand(2)
    return (sides.prod() * out_height * out_width * (in_channels // groups) * out_channels).item()


def conv_macs__each_group(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    area = operator.mul(*kernel_size) if isinstance(kernel_size, (tuple, list)) else kernel_size * kernel_size
    dot_product = area * (in_channels // groups)
    numbers = [out_channels // groups * out_height * out_width] * groups
    return np.int64(dot_product * sum(numbers))
