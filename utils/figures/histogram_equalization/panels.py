"""What the figures of this topic share: a grid of axes, a photograph, a cumulative histogram."""
from __future__ import annotations

import numpy as np

from ..style import blank

LEVELS = np.arange(256)


def grid(rows: int, columns: int, width: float, height: float, **layout):
    """A figure of fixed size in inches and its axes, (rows, columns)."""
    fig = blank(width, height)
    return fig, fig.subplots(rows, columns, squeeze=False, **layout)


def mosaic(names: list[list[str]], width: float, height: float):
    """A figure of fixed size in inches and its axes by name; a name that is repeated spans what it covers."""
    fig = blank(width, height)
    return fig, fig.subplot_mosaic(names)


def photograph(ax, image, title: str, low: float = 0, high: float = 255) -> None:
    """A grey image, `low` drawn black and `high` white whatever it holds."""
    ax.imshow(image, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    ax.spines[["top", "right"]].set_visible(True)
    ax.set(title=title, xlabel="x (pixels)", ylabel="y (pixels)")


def counts(image) -> np.ndarray:
    """Pixels of each grey level, (256,)."""
    return np.bincount(np.ravel(image), minlength=256)


def cdf(image) -> np.ndarray:
    """Share of the pixels at or below each grey level, (256,)."""
    return np.cumsum(counts(image)) / np.size(image)


def level_axis(ax, title: str, ylabel: str) -> None:
    """An axis of grey levels, 0 to 255."""
    ax.set(title=title, xlabel="grey level", ylabel=ylabel, xlim=(-3, 258), xticks=[0, 64, 128, 192, 255])
