"""Oracles of topic 03's drills: where torch finds a gradient, and what torch counts."""
import numpy as np
import torch

from utils.threads import one_thread


@one_thread()
def pixels(layers, size, index=None):
    """The pixels that can change an output (the middle one, if none is named), and the middle one's number.

    A layer is its kernel, stride, padding and dilation; what is left away is 1, 0 and 1.
    """
    image = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    out = image
    for kernel, stride, padding, dilation in ((*layer, *(1, 0, 1)[len(layer) - 1:]) for layer in layers):
        weight = torch.ones(1, 1, kernel, dtype=torch.float64)  # positive: nothing cancels
        out = torch.conv1d(out, weight, stride=stride, padding=padding, dilation=dilation)
    out[0, 0, out.shape[2] // 2 if index is None else index].backward()
    return torch.nonzero(image.grad[0, 0])[:, 0].tolist(), out.shape[2] // 2


def span(layers, size=900):
    """Without padding no window is cut, so the image need not be much larger than the field."""
    found, _ = pixels(layers, size)
    return found[-1] - found[0] + 1


def geometry(layers):
    """From two neighbours in the middle of a large image, where no border cuts."""
    here, middle = pixels(layers, 400)
    there, _ = pixels(layers, 400, middle + 1)
    jump = there[0] - here[0]
    return here[-1] - here[0] + 1, jump, (here[0] + here[-1] + 1) / 2 - middle * jump


def window(layers, index, size):
    found, _ = pixels(layers, size, index)
    return found[0], found[-1]


def enough_layers(size, kernel, dilation):
    """A spot of one pixel is smeared, once a layer, until it is wide enough."""
    taps = np.zeros((kernel - 1) * dilation + 1)
    taps[::dilation] = 1
    spot, count = np.ones(1), 0
    while len(spot) < size:
        spot, count = np.sign(np.convolve(spot, taps)), count + 1
    return count


def dilated_taps(kernel, rates):
    return len(pixels([(kernel, 1, 0, rate) for rate in rates], 200)[0])


def beliefs(below, stride, kernel, count):
    """One kernel stands for the whole first stage."""
    return span([(below, stride), *[(kernel, 1)] * count])


def stacked(kernel, count, channels):
    net = torch.nn.Sequential(*(torch.nn.Conv2d(channels, channels, kernel, bias=False, device="meta") for _ in range(count)))
    side = span([(kernel, 1)] * count, 50)
    large = torch.nn.Conv2d(channels, channels, side, bias=False, device="meta")
    return side, sum(weight.numel() for weight in net.parameters()), large.weight.numel()


ORACLES = {"receptive_field": span, "receptive_field_geometry": geometry, "input_window": window,
           "layers_to_cover": enough_layers, "dilated_taps": dilated_taps, "field_over_beliefs": beliefs,
           "stacked_kernels": stacked}
