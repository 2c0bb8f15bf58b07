"""What topic 02 races: images of growing sides, of whole numbers in float32, so that sums are exact in any order."""
from __future__ import annotations

import numpy as np

from ...racing import Race
from ...threads import one_thread
from .images import mixed

CHANNELS = 16


def images(side: int, seed: int = 0) -> np.ndarray:
    """One image, (1, 16, side, side) float32."""
    return mixed(1, CHANNELS, side, side, seed=seed).astype(np.float32)


def kernels(seed: int = 1) -> np.ndarray:
    """(16, 16, 3, 3) float32."""
    return mixed(CHANNELS, CHANNELS, 3, 3, seed=seed).astype(np.float32)


@one_thread()
def unfolded(x, kernel, stride=1, padding=0):
    """torch's im2col."""
    import torch

    return torch.nn.functional.unfold(torch.from_numpy(x), kernel, stride=stride, padding=padding).numpy()


@one_thread()
def convolved(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """torch's convolution."""
    import torch

    bias = None if b is None else torch.from_numpy(b)
    return torch.nn.functional.conv2d(torch.from_numpy(x), torch.from_numpy(w), bias, stride, padding, dilation, groups).numpy()


@one_thread()
def backward(dout, x, w, stride=1, padding=0):
    """torch's gradients alone, without the forward pass that autograd would run first."""
    import torch

    upstream, image, weights = map(torch.from_numpy, (dout, x, w))
    needed = torch.ops.aten.convolution_backward(upstream, image, weights, [len(w)], [stride] * 2, [padding] * 2, [1, 1], False,
                                                 [0, 0], 1, [True, True, True])
    return tuple(gradient.numpy() for gradient in needed)


@one_thread()
def transposed(x, w, stride=1, padding=0):
    """torch's transposed convolution."""
    import torch

    return torch.nn.functional.conv_transpose2d(torch.from_numpy(x), torch.from_numpy(w), stride=stride, padding=padding).numpy()


SIZES = (4, 8, 16, 32, 64, 128)
UNIT = f"pixels a side, {CHANNELS} channels, 3 × 3"
RACES = {
    "im2col": Race((*SIZES, 256), lambda n: (images(n), 3, 1, 1), UNIT, "torch unfold", unfolded),
    "conv2d": Race((*SIZES, 256), lambda n: (images(n), kernels(), None, 1, 1), UNIT, "torch", convolved),
    "conv2d_backward": Race(SIZES, lambda n: (images(n, 2), images(n), kernels(), 1, 1), UNIT, "torch", backward),
    "conv_transpose2d": Race(SIZES, lambda n: (images(n), kernels(), 2, 1), UNIT, "torch", transposed),
}
