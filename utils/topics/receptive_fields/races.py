"""What topic 03 races: deep stacks, where torch finds the same by its gradient."""
from __future__ import annotations

import numpy as np

from ...layer import Layer
from ...racing import Race
from ...threads import one_thread


def random_kernels(count: int, seed: int = 0) -> list[np.ndarray]:
    """`count` kernels of 3 positive weights that add up to 1."""
    kernels = np.random.default_rng(seed).uniform(0.1, 1.0, (count, 3))
    return list(kernels / kernels.sum(axis=1, keepdims=True))


def gradient(layers, kernels) -> np.ndarray:
    """How one output depends on each pixel of its field, (R,): torch's gradient through a stack, without padding."""
    import torch

    size, jump = 1, 1
    for layer in layers:
        size += (layer.kernel - 1) * layer.dilation * jump
        jump *= layer.stride
    image = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    out = image
    for layer, kernel in zip(layers, kernels):
        out = torch.conv1d(out, torch.tensor(kernel)[None, None], stride=layer.stride, dilation=layer.dilation)
    out.backward(torch.ones_like(out))
    return image.grad[0, 0].numpy()


@one_thread()
def pixels_with_a_gradient(layers):
    """Where torch finds one, through kernels of positive weights."""
    return np.flatnonzero(gradient(layers, [np.full(layer.kernel, 1 / layer.kernel) for layer in layers])).tolist()


@one_thread()
def sizes_of_the_gradient(kernels):
    """As shares of 1."""
    sizes = np.abs(gradient([Layer(len(kernel)) for kernel in kernels], kernels))
    return sizes / sizes.sum()


SIZES = (4, 6, 8, 12, 16, 32, 64, 128, 256, 512)
RACES = {
    "taps_used": Race(SIZES, lambda n: ([Layer(3)] * n,), "layers of kernel 3", "torch's gradient", pixels_with_a_gradient),
    "effective_receptive_field": Race(SIZES, lambda n: (random_kernels(n),), "layers of kernel 3", "torch's gradient",
                                      sizes_of_the_gradient),
}
