"""What really happens: the gradient through a stack of torch convolutions of positive weights; and generated stacks."""
from __future__ import annotations

from functools import cache

import numpy as np

from ...layer import Layer
from ...threads import one_thread


def forward(layers, size: int):
    """Convolutions of ones on `size` pixels, in float64: the image, the zeros beside it and beside its maps, the output."""
    import torch

    image = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    borders, out = [], image
    for layer in layers:
        border = torch.zeros(1, 1, layer.padding, dtype=torch.float64, requires_grad=True)
        borders.append(border)
        kernel = torch.ones(1, 1, layer.kernel, dtype=torch.float64)
        padded = torch.cat([border, out, border], dim=2)
        out = torch.nn.functional.conv1d(padded, kernel, stride=layer.stride, dilation=layer.dilation)
    return image, borders, out


def seen(image, borders, out, index: int) -> tuple[list[int], bool]:
    """The pixels that one output depends on, and whether it depends on any of the zeros."""
    import torch

    gradients = torch.autograd.grad(out[0, 0, index], [image, *borders], retain_graph=True, allow_unused=True)
    at_zeros = any(g is not None and bool(g.any()) for g in gradients[1:])
    return gradients[0][0, 0].nonzero()[:, 0].tolist(), at_zeros


def forward_if_it_fits(layers, size: int):
    """`forward`, or None where a kernel does not fit."""
    try:
        return forward(layers, size)
    except RuntimeError:  # torch's word for a kernel longer than its padded input
        return None


@cache
@one_thread()
def middle(layers: tuple[Layer, ...]) -> tuple[int, list[int], list[int]]:
    """An index, and the footprints of this output and the next, on an image so large that neither sees a zero."""
    for size in (64 << doubled for doubled in range(16)):
        tried = forward_if_it_fits(layers, size)
        index = tried[2].shape[2] // 2 - 1 if tried else -1
        if index >= 0:
            (here, zeros), (after, more) = (seen(*tried, i) for i in (index, index + 1))
            if not zeros and not more:
                return index, here, after
    raise MemoryError(f"no image is large enough for {layers}")


def measured(layers) -> tuple[int, int, float]:
    """Size, jump and start, read off the footprints."""
    index, here, after = middle(tuple(layers))
    jump = after[0] - here[0]
    # the footprint covers here[0] to here[-1] + 1 where pixel i has its centre at i + 0.5
    return here[-1] - here[0] + 1, jump, (here[0] + here[-1] + 1) / 2 - index * jump


@cache
@one_thread()
def window(layers: tuple[Layer, ...], index: int, size: int) -> tuple[int, list[int]]:
    """How many outputs an image of `size` pixels has, 0 where a kernel does not fit; and the pixels that one of them sees."""
    tried = forward_if_it_fits(layers, size)
    outputs = tried[2].shape[2] if tried else 0
    return outputs, seen(*tried, index)[0] if 0 <= index < outputs else []


def clipped_as_seen(layers, index: int, size: int) -> bool:
    """Whether the kernels fit, and the footprint, if there is such an output, spans the clipped window from end to end."""
    outputs, pixels = window(tuple(layers), index, size)
    if not 0 <= index < outputs:
        return outputs > 0
    width, jump, start = measured(layers)
    first = round(start - width / 2) + index * jump
    return bool(pixels) and (pixels[0], pixels[-1]) == (max(first, 0), min(first + width, size) - 1)


def stacks(least: int = 0, most: int = 4, kernel: int = 5, stride: int = 3, padding: int = 2, dilation: int = 3):
    """A strategy of lists of layers; the plainest is `Layer(1)`."""
    from hypothesis import strategies as st

    # 3 and 2 are drawn more often than other kernels
    kernels = st.sampled_from([1, 2, 3, *range(2, kernel + 1)])
    layer = st.builds(Layer, kernels, st.integers(1, stride), st.integers(0, padding), st.integers(1, dilation))
    return st.lists(layer, min_size=least, max_size=most)


@cache
@one_thread()
def gradient_of(kernels: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """d output / d input of a stack of torch `conv1d` with these kernels, one entry for each offset."""
    import torch

    image = torch.zeros(1, 1, 1 + sum(len(k) - 1 for k in kernels), dtype=torch.float64, requires_grad=True)
    out = image
    for kernel in kernels:
        out = torch.nn.functional.conv1d(out, torch.tensor([[kernel]], dtype=torch.float64))
    return torch.autograd.grad(out[0, 0, 0], image)[0][0, 0].numpy()
