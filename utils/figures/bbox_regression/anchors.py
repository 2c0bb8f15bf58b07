"""Anchors: one set of them on the grid of a feature map, and the share of objects that they cover."""
from __future__ import annotations

import numpy as np

from ..style import BLACK, BLUE, GREEN, GREY, RED, Drawing, array, canvas, figure, image_axes, legend, outline, sign

RATIOS = (0.5, 1.0, 2.0)


def centres(rows: int, columns: int, stride: float) -> np.ndarray:
    """Centres of the cells of a feature map in pixels of the image, row by row: (rows * columns, 2)."""
    x, y = (np.arange(columns) + 0.5) * stride, (np.arange(rows) + 0.5) * stride
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


@figure
def anchor_grid(generate_anchors, scales=(1, 2, 4), stride: float = 32.0) -> Drawing:
    """The cells of a 5 by 8 feature map on its image, and the anchors of one of them."""
    rows, columns = 5, 8
    anchors = array(generate_anchors, stride, RATIOS, scales, shape=(len(RATIOS) * len(scales), 4))
    points = centres(rows, columns, stride)  # (40, 2)
    chosen = points[2 * columns + 3]
    placed = anchors + np.tile(chosen, 2)  # (A, 4)
    fig, (ax,) = canvas(width=7.6, height=5.2)
    ax.plot(*points.T, "+", color=GREY, markersize=7, linestyle="none", label="centre of a cell")
    outline(ax, (0, 0, columns * stride, rows * stride), BLACK, ":", label="the image")
    for k, box in enumerate(placed):
        ratio, (color, line) = RATIOS[k // len(scales)], ((BLUE, "-"), (RED, "--"), (GREEN, "-."))[k // len(scales)]
        outline(ax, box, color, line, label=f"h / w = {ratio:g}")
    ax.plot(*chosen, "o", color=BLACK, markersize=6, linestyle="none", label="this cell")
    image_axes(ax, (-20, columns * stride + 20), (-25, rows * stride + 30))
    outside = np.any((placed[:, :2] < 0) | (placed[:, 2:] > (columns * stride, rows * stride)), axis=1)
    ax.set_title(f"{len(placed)} anchors of one cell; all cells together have "
                 f"{len(points) * len(placed)}{sign(generate_anchors)}")
    legend(fig, ax, columns=6)
    digest = {"anchors of a cell": len(placed), "anchors of all cells": len(points) * len(placed),
              "of these nine out of the image": int(outside.sum())}
    told = f"{len(placed)} anchors round one cell of a 5 by 8 grid, {int(outside.sum())} of them beyond the image"
    return Drawing(fig, f"An image with the cell centres of its feature map: {told}; line style tells the ratio.", digest)


SIDES, SHAPES, OBJECTS = (16, 32, 64, 128, 256), (0.25, 0.5, 1.0, 2.0, 4.0), 200
IMAGE, STRIDE = (640, 480), 16


def some_objects(rng, side: float, ratio: float) -> np.ndarray:
    """Centres and sizes of objects, (OBJECTS, 4): side and ratio within half an octave, centre anywhere in the image."""
    sides, ratios = (value * 2 ** rng.uniform(-0.5, 0.5, OBJECTS) for value in (side, ratio))
    centre = rng.uniform(0, 1, (OBJECTS, 2)) * IMAGE
    return np.column_stack([centre, sides / np.sqrt(ratios), sides * np.sqrt(ratios)])


def best_iou(objects, anchors) -> np.ndarray:
    """IoU of each object with the best anchor of the whole grid; (N, 4) cx, cy, w, h and (A, 4) corners give (N,).

    Only the nearest cell can hold the best anchor of a shape: an overlap never grows with the distance of the centres.
    """
    last = np.array(IMAGE) // STRIDE - 1
    cell = np.clip(np.floor(objects[:, :2] / STRIDE), 0, last)
    apart = np.abs(objects[:, :2] - (cell + 0.5) * STRIDE)                   # (N, 2)
    size, other = objects[:, None, 2:], (anchors[:, 2:] - anchors[:, :2])[None]  # (N, 1, 2) and (1, A, 2)
    reach = (size + other) / 2 - apart[:, None]                              # (N, A, 2)
    shared = np.clip(reach, 0, np.minimum(size, other)).prod(axis=-1)        # (N, A)
    return (shared / (size.prod(axis=-1) + other.prod(axis=-1) - shared)).max(axis=1)


@figure
def coverage(generate_anchors, scales=(4, 8, 16), ratios=RATIOS, least: float = 0.5) -> Drawing:
    """Share of random objects that some anchor overlaps with IoU of `least` or more, by size and ratio."""
    from matplotlib.patches import Rectangle

    anchors = array(generate_anchors, STRIDE, ratios, scales, shape=(len(ratios) * len(scales), 4))
    rng = np.random.default_rng(0)
    share = np.array([[np.mean(best_iou(some_objects(rng, side, shape), anchors) >= least) for side in SIDES]
                      for shape in SHAPES])  # (ratios, sides)
    fig, (ax,) = canvas(width=7.6, height=4.0)
    ax.imshow(share, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(share):
        ax.text(column, row, f"{100 * value:.0f} %", ha="center", va="center", color="white" if value < 0.5 else BLACK)
        if SHAPES[row] in ratios and SIDES[column] / STRIDE in scales:
            ax.add_patch(Rectangle((column - 0.44, row - 0.42), 0.88, 0.84, facecolor="none", edgecolor=RED, linewidth=2,
                                   linestyle="--", label="an anchor has this size and ratio"))
    ax.set(title=f"Objects with an anchor of IoU {least:g} or more{sign(generate_anchors)}", xticks=range(len(SIDES)),
           yticks=range(len(SHAPES)), xticklabels=SIDES, yticklabels=[f"{shape:g}" for shape in SHAPES],
           xlabel="square root of the object's area (pixels)", ylabel="ratio, height / width")
    ax.spines[:].set_visible(False)
    legend(fig, ax, columns=1)
    digest = {f"side {side}": round(float(value), 3) for side, value in zip(SIDES, share.mean(axis=0))}
    digest["all"] = round(float(share.mean()), 3)
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"A table of the share of objects that an anchor covers, by ratio and size; means: {told}.",
                   digest)
