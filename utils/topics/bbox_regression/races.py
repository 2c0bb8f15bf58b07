"""What topic 04 races: boxes by their corners, deltas."""
from __future__ import annotations

import numpy as np

from ...racing import Race
from ...threads import one_thread


def boxes(count: int, seed: int) -> np.ndarray:
    """`count` boxes with sides of 5 to 200 pixels, (count, 4) float64."""
    rng = np.random.default_rng(seed)
    corner = rng.uniform(0, 500, (count, 2))
    return np.hstack([corner, corner + rng.uniform(5, 200, (count, 2))])


def deltas(count: int, seed: int) -> np.ndarray:
    """`count` deltas, (count, 4) float64; with a spread of 1, so that smooth L1 takes both of its branches."""
    return np.random.default_rng(seed).normal(0, 1, (count, 4))


@one_thread()
def torch_loss(prediction, target, beta=1.0):
    """PyTorch's loss, and its gradient by autograd."""
    import torch

    said = torch.tensor(prediction, requires_grad=True)
    loss = torch.nn.functional.smooth_l1_loss(said, torch.tensor(target), beta=beta)
    loss.backward()
    return loss.item(), said.grad.numpy()


SIZES = (30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)
RACES = {
    "encode_boxes": Race(SIZES, lambda n: (boxes(n, 1), boxes(n, 2)), "pairs of boxes"),
    "decode_boxes": Race(SIZES, lambda n: (boxes(n, 1), deltas(n, 2)), "boxes"),
    "smooth_l1": Race(SIZES, lambda n: (deltas(n, 1), deltas(n, 2)), "boxes, of 4 deltas each", "torch", torch_loss),
}
