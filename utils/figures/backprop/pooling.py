"""Where the gradient of a pooled image goes, on a 4 by 4 grid."""
from __future__ import annotations

import numpy as np

from ..style import BLACK, BLUE, GREY, SKY, Drawing, array, canvas, figure, headline, legend, sign

IMAGE = np.array([[1, 5, 2, 0], [5, 3, 2, 1], [0, 1, 4, 4], [7, 2, 4, 4]])
ARRIVING = np.array([[8, 4], [2, 6]])


def _grid(ax, numbers, step, marked):
    """Numbers in cells; windows outlined; cells that are `marked` hatched."""
    from matplotlib.patches import Rectangle

    rows = len(numbers)
    side = 4 / rows
    for (row, column), number in np.ndenumerate(numbers):
        corner = (column * side, row * side)
        ax.add_patch(Rectangle(corner, side, side, facecolor="none", edgecolor=GREY, linewidth=0.8, label="pixel"))
        if marked[row, column]:
            ax.add_patch(Rectangle(corner, side, side, facecolor=SKY, alpha=0.6, edgecolor=GREY, hatch="..", linewidth=0,
                                   label="gets gradient, or the first maximum"))
        ax.text(corner[0] + side / 2, corner[1] + side / 2, f"{number:g}", ha="center", va="center", fontsize=11,
                weight="bold" if marked[row, column] else "normal", color=BLACK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8})
    for top in range(0, 5 - step, step):
        for left in range(0, 5 - step, step):
            ax.add_patch(Rectangle((left, top), step, step, facecolor="none", edgecolor=BLUE, linewidth=2.5, zorder=3,
                                   label="window"))
    ticks = {"ticks": (np.arange(rows) + 0.5) * side, "labels": range(rows)}
    ax.set(xlim=(-0.08, 4.08), ylim=(4.08, -0.08), aspect="equal", xlabel="column (pixels)")
    ax.set_xticks(**ticks)
    ax.set_yticks(**ticks)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


@figure
def pools(max_pool_backward, avg_pool_backward, size: int = 2) -> Drawing:
    """An image, the gradient that arrives at its pooled version, and what the two poolings send back."""
    fig, axes = canvas(4, width=8.4, height=3.5)
    side = 4 // size
    arriving = ARRIVING[:side, :side].astype(float) if side <= 2 else np.arange(1.0, 17).reshape(4, 4)
    image, given = IMAGE[None, None].astype(float), arriving[None, None]
    shape = (1, 1, side * size, side * size)
    # the average needs no image: its result ends where the windows end
    routed = array(max_pool_backward, given, image, size, shape=image.shape)[0, 0]
    shared = np.zeros((4, 4))
    shared[:shape[2], :shape[3]] = array(avg_pool_backward, given, size, shape=shape)[0, 0]
    peaks = array(max_pool_backward, np.ones_like(given), image, size, shape=image.shape)[0, 0] != 0
    _grid(axes[0], IMAGE, size, peaks)
    _grid(axes[1], arriving, 4 // side, np.ones_like(arriving))
    _grid(axes[2], routed, size, routed != 0)
    _grid(axes[3], shared, size, shared != 0)
    name = sign(max_pool_backward, avg_pool_backward)
    titles = ("the image x,\nfirst maxima hatched", f"dout, one a window,\nsum {arriving.sum():g}",
              f"dx of max pooling,\nsum {routed.sum():g}", f"dx of average pooling,\nsum {shared.sum():g}")
    for ax, title in zip(axes, titles):
        ax.set_title(title)
    axes[0].set_ylabel("row (pixels)")
    legend(fig, axes[0], columns=3)
    headline(fig, f"Pooling sends a gradient back{name}")
    digest = {"sum of dout": float(arriving.sum()), "max": round(float(routed.sum()), 6),
              "average": round(float(shared.sum()), 6), "pixels reached by max": int(np.count_nonzero(routed)),
              "by average": int(np.count_nonzero(shared))}
    told = (f"max pooling sends it to {digest['pixels reached by max']} pixels, average pooling to {digest['by average']}; "
            f"the sums are {digest['max']:g} and {digest['average']:g}")
    return Drawing(fig, f"A 4 by 4 image and the gradient of its pooled version: {told}.", digest)
