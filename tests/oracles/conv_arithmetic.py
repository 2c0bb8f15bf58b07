"""Oracles of topic 02's drills: torch's layers, numpy's memory, or a search."""
import numpy as np
import torch

nn, functional = torch.nn, torch.nn.functional


def blank(*shape):
    """A tensor that has a shape and no numbers: only sizes are asked for."""
    return torch.empty(shape, device="meta")


def output_size(n, k, s, p):
    """What torch makes of it."""
    return functional.conv1d(blank(1, 1, n), blank(1, 1, k), stride=s, padding=p).shape[-1]


def transposed_size(n, k, s, p, extra):
    """What torch makes of it."""
    row, kernel = blank(1, 1, n), blank(1, 1, k)
    return functional.conv_transpose1d(row, kernel, stride=s, padding=p, output_padding=extra).shape[-1]


def parameters(inputs, outputs, groups, high, wide):
    """The parameters of torch's layer."""
    layer = nn.Conv2d(inputs, outputs, (high, wide), groups=groups, device="meta")
    return sum(parameter.numel() for parameter in layer.parameters())


def macs(inputs, outputs, k, height, width):
    """The size of the matrix product that torch's unfolded windows ask for."""
    columns = functional.unfold(blank(1, inputs, height, width), k, stride=2, padding=k // 2)
    return columns.numel() * outputs


def separable(inputs, outputs, k):
    """The weights of torch's three layers."""
    full = nn.Conv2d(inputs, outputs, k, bias=False, device="meta")
    depthwise = nn.Conv2d(inputs, inputs, k, groups=inputs, bias=False, device="meta")
    pointwise = nn.Conv2d(inputs, outputs, 1, bias=False, device="meta")
    return (depthwise.weight.numel() + pointwise.weight.numel()) / full.weight.numel()


def same_padding(n, k, d):
    """The one padding that keeps the size, searched for."""
    row, kernel = blank(1, 1, n), blank(1, 1, k)
    (found,) = (p for p in range(n // 2 + 1) if functional.conv1d(row, kernel, padding=p, dilation=d).shape[-1] == n)
    return found


def map_memory(batch, channels, height, width, bits):
    """The bytes of numpy's array."""
    return np.empty((batch, channels, height, width), dtype=f"f{bits // 8}").nbytes / 1024


def flatten(n, first, maps, second, last):
    """torch's net."""
    with torch.device("meta"):
        net = nn.Sequential(nn.Conv2d(1, maps, first), nn.MaxPool2d(2), nn.Conv2d(maps, last, second), nn.MaxPool2d(2))
        return net(torch.empty(1, 1, n, n)).flatten(1).shape[1]


ORACLES = {
    "conv_output_size": output_size, "transposed_size": transposed_size, "conv_parameters": parameters,
    "strided_macs": macs, "separable_share": separable, "same_padding": same_padding, "map_memory": map_memory,
    "flatten_size": flatten,
}
