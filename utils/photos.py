"""Small grey photographs for the notebooks; they come with scikit-image, so nothing is downloaded."""
from __future__ import annotations

import numpy as np

CROPS = {  # of shapes (160, 280), (128, 192) and (120, 180)
    "moon": (slice(40, 200), slice(92, 372)),
    "camera": (slice(50, 178), slice(160, 352)),
    "gravel": (slice(100, 220), slice(100, 280)),
}


def photo(name: str) -> np.ndarray:
    """A part of scikit-image's photograph `name`: ``"moon"``, ``"camera"`` or ``"gravel"``; (H, W) `uint8`."""
    from skimage import data

    return np.ascontiguousarray(getattr(data, name)()[CROPS[name]])


def night() -> np.ndarray:
    """The gravel as a lamp on the left would light it: the right half gets 15 % of the light; (120, 180) `uint8`."""
    gravel = photo("gravel")
    width = gravel.shape[1]
    light = 0.15 + 0.85 / (1 + np.exp((np.arange(width) - 0.45 * width) / 6))  # (W,)
    return np.rint(gravel * light).astype(np.uint8)
