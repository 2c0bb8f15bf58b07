"""Histograms, their sums, and what a table of grey levels does to them."""
from __future__ import annotations

import numpy as np

from ..style import BLUE, GREEN, GREY, ORANGE, SKY, Drawing, array, figure, headline, legend, sign
from .panels import LEVELS, cdf, counts, grid, level_axis, photograph

EIGHT = np.array([[100, 100, 101, 103], [100, 101, 102, 103]], dtype=np.uint8)


def _pixels(ax, image, title):
    """A tiny image with its grey levels written in."""
    photograph(ax, image, title)
    for (y, x), level in np.ndenumerate(image):
        ax.text(x, y, str(level), ha="center", va="center", color="white" if level < 128 else "black", weight="bold")
    ax.set(xticks=range(image.shape[1]), yticks=range(image.shape[0]))


@figure
def by_hand() -> Drawing:
    """Eight pixels, their cumulative histogram, and the same pixels equalised."""
    levels, each = np.unique(EIGHT, return_counts=True)
    up_to = np.cumsum(each)
    new = np.rint((up_to - up_to[0]) / (up_to[-1] - up_to[0]) * 255).astype(np.uint8)
    fig, ((before, middle, after),) = grid(1, 3, width=8.4, height=3.1)
    _pixels(before, EIGHT, "before")
    middle.bar(levels, up_to, width=0.7, color=SKY, edgecolor=GREY, label="pixels at or below the level")
    middle.bar(levels, each, width=0.4, color=ORANGE, edgecolor=GREY, hatch="///", label="pixels of the level")
    for level, height, value in zip(levels, up_to, new):
        middle.text(level, height + 0.2, f"{height} → {value}", ha="center", fontsize=9)
    middle.set(title="cumulative histogram → new level", xlabel="grey level", ylabel="pixels", ylim=(0, 9.5), xticks=levels)
    _pixels(after, new[np.searchsorted(levels, EIGHT)], "after")
    legend(fig, middle, columns=2)
    digest = {str(level): int(value) for level, value in zip(levels, new)}
    told = ", ".join(f"{level} becomes {value}" for level, value in digest.items())
    return Drawing(fig, f"Eight pixels before and after equalisation, with their cumulative histogram: {told}.", digest)


def _bars(ax, image, title):
    ax.stairs(counts(image), np.arange(257) - 0.5, fill=True, color=BLUE, label="histogram (pixels of a level)")
    level_axis(ax, title, "pixels")


@figure
def equalized(equalize, image) -> Drawing:
    """A photograph, its histogram, its CDF and its table, before equalisation and after."""
    result = array(equalize, image, shape=np.shape(image)).astype(np.uint8)
    fig, axes = grid(2, 3, width=8.4, height=5.0)
    photograph(axes[0, 0], image, "before")
    photograph(axes[0, 1], result, f"after{sign(equalize)}")
    _bars(axes[1, 0], image, "histogram before")
    _bars(axes[1, 1], result, "histogram after")
    axes[1, 1].sharey(axes[1, 0])
    used = np.flatnonzero(counts(image))
    table = np.zeros(256)
    table[np.ravel(image)] = np.ravel(result)
    axes[0, 2].plot(used, table[used], ".", color=GREEN, markersize=4, label="table (levels that occur)")
    axes[0, 2].plot([0, 255], [0, 255], ":", color=GREY, linewidth=1, label="no change")
    level_axis(axes[0, 2], "the table", "new grey level")
    axes[1, 2].step(LEVELS, cdf(image), where="post", color=ORANGE, label="CDF before")
    axes[1, 2].step(LEVELS, cdf(result), where="post", color=BLUE, linestyle="--", label="CDF after")
    level_axis(axes[1, 2], "the two CDFs", "share of the pixels")
    legend(fig, axes[1, 0], axes[0, 2], axes[1, 2], columns=3)
    digest = {"levels before": len(used), "levels after": len(np.unique(result)),
              "deviation before": round(float(np.std(image)), 1), "deviation after": round(float(np.std(result)), 1)}
    told = f"{len(used)} grey levels become {digest['levels after']}, and the CDF becomes nearly a straight line"
    return Drawing(fig, f"A photograph with histogram, CDF and table, before and after equalisation: {told}.", digest)


@figure
def matched(match_histograms, image, reference) -> Drawing:
    """An image, a reference, the image with the histogram of the reference, and the three CDFs."""
    result = array(match_histograms, image, reference, shape=np.shape(image)).astype(np.uint8)
    fig, (axes,) = grid(1, 4, width=8.4, height=3.4, width_ratios=(1, 0.8, 1, 1.7))
    photograph(axes[0], image, "image")
    photograph(axes[1], reference, "reference")
    photograph(axes[2], result, "matched")
    plot = axes[3]
    plot.step(LEVELS, cdf(image), where="post", color=ORANGE, linestyle=":", label="image")
    plot.step(LEVELS, cdf(reference), where="post", color=GREY, linewidth=4, label="reference")
    plot.step(LEVELS, cdf(result), where="post", color=BLUE, linewidth=1.2, linestyle="--", label="matched")
    level_axis(plot, "CDFs", "share of the pixels")
    legend(fig, plot, columns=3)
    headline(fig, f"The image keeps its order of levels and takes the reference's CDF{sign(match_histograms)}")
    gap = float(np.abs(cdf(result) - cdf(reference)).max())
    digest = {"levels of the image": len(np.unique(image)), "levels matched": len(np.unique(result)),
              "largest gap of the CDFs": round(gap, 3)}
    told = f"the matched CDF follows the reference's in {digest['levels matched']} steps"
    return Drawing(fig, f"A dark image, a bright reference and the image matched to it: {told}.", digest)
