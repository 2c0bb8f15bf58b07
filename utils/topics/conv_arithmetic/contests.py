"""Topic 02's claims of speed; and what 1/256 of the multiply-adds is worth, which is told and not claimed."""
from __future__ import annotations

import numpy as np

from ...codas import coda
from ...contests import Contest


def convolution():
    """Ours and torch's, on batches of 8."""
    import torch

    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((8, 64, 56, 56), np.float32), rng.standard_normal((64, 64, 3, 3), np.float32)
    ours, theirs = coda("conv2d"), (torch.from_numpy(x), torch.from_numpy(w))
    return (lambda: ours(x, w, padding=1), lambda: torch.nn.functional.conv2d(*theirs, padding=1),
            lambda mine, other: np.allclose(mine, other.numpy(), rtol=0, atol=1e-3))


def depthwise(layout: str):
    """torch's depthwise layer and its full one; results are not compared, for the two compute different things."""
    import torch

    order = getattr(torch, layout)
    x, full, thin = (torch.ones(shape).to(memory_format=order) for shape in ((1, 256, 64, 64), (256, 256, 3, 3), (256, 1, 3, 3)))
    return (lambda: torch.nn.functional.conv2d(x, thin, padding=1, groups=256),
            lambda: torch.nn.functional.conv2d(x, full, padding=1))


CONTESTS = {
    "conv2d": Contest("conv2d of 8×64×56×56 with 64×64×3×3, padding 1, float32", "torch", 1.6, convolution),
    "depthwise": Contest("256 channels of 64×64, 3×3 depthwise: 1/256 of the multiply-adds", "torch's full layer", None,
                         lambda: depthwise("contiguous_format")),
    "depthwise_last": Contest("the same, channels last", "torch's full layer", None, lambda: depthwise("channels_last")),
}
