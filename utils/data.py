"""The data that topics share: real handwritten digits, and two rings that no straight line parts."""
from __future__ import annotations

import numpy as np

TRAINING = 1437  # four fifths of the 1,797 digits


def digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Handwritten digits, 8 by 8 pixels, in random order: x (1437, 64) in 0..1, labels (1437,), and the 360 held out."""
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(pixels))
    x, labels = pixels[order] / 16, labels[order]
    return x[:TRAINING], labels[:TRAINING], x[TRAINING:], labels[TRAINING:]


def rings(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points on two concentric rings of radius 1 (label 0) and 2 (label 1): x (count, 2), labels (count,), alternating."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2                                    # (N,)
    radius = 1 + labels + rng.normal(0, 0.1, count)                  # (N,)
    angle = rng.uniform(0, 2 * np.pi, count)                         # (N,)
    return radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1), labels
