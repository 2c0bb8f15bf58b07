"""Oracles of topic 02's drills: torch's layers and its counter of operations, numpy's memory, or a search."""
import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

nn, functional = torch.nn, torch.nn.functional


def output_size(n, k, s, p):
    """What torch makes of it."""
    return functional.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, k), stride=s, padding=p).shape[-1]


def transposed_size(n, k, s, p, extra):
    """What torch makes of it."""
    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    return functional.conv_transpose1d(row, kernel, stride=s, padding=p, output_padding=extra).shape[-1]


def parameters(inputs, outputs, groups, high, wide):
    """The parameters of torch's layer."""
    layer = nn.Conv2d(inputs, outputs, (high, wide), groups=groups, device="meta")
    return sum(parameter.numel() for parameter in layer.parameters())


def macs(inputs, outputs, k, height, width):
    """Half of what torch's counter of operations says."""
    image = torch.empty(1, inputs, height, width, device="meta")
    kernel = torch.empty(outputs, inputs, k, k, device="meta")
    with FlopCounterMode(display=False) as counter:
        functional.conv2d(image, kernel, stride=2, padding=k // 2)
    return counter.get_total_flops() // 2


def separable(inputs, outputs, k):
    """The weights of torch's three layers."""
    full = nn.Conv2d(inputs, outputs, k, bias=False, device="meta")
    depthwise = nn.Conv2d(inputs, inputs, k, groups=inputs, bias=False, device="meta")
    pointwise = nn.Conv2d(inputs, outputs, 1, bias=False, device="meta")
    return (depthwise.weight.numel() + pointwise.weight.numel()) / full.weight.numel()


def same_padding(n, k, d):
    """The one padding that keeps the size, searched for."""
    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    (found,) = (p for p in range(n // 2 + 1) if functional.conv1d(row, kernel, padding=p, dilation=d).shape[-1] == n)
    return found


def map_memory(batch, channels, height, width, bits):
    """The bytes of numpy's array."""
    return np.empty((batch, channels, height, width), dtype=f"f{bits // 8}").nbytes / 1024


def flatten(n, first, maps, second, last):
    """torch's net."""
    net = nn.Sequential(nn.Conv2d(1, maps, first), nn.MaxPool2d(2), nn.Conv2d(maps, last, second), nn.MaxPool2d(2), nn.Flatten())
    return net.to("meta")(torch.empty(1, 1, n, n, device="meta")).shape[1]


ORACLES = {
    "conv_output_size": output_size, "transposed_size": transposed_size, "conv_parameters": parameters,
    "strided_macs": macs, "separable_share": separable, "same_padding": same_padding, "map_memory": map_memory,
    "flatten_size": flatten,
}
