"""Windows: what they cost, what their statistics choose, and equalisation inside them."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Drawing, array, canvas, figure, headline, legend, sign
from .panels import LEVELS, cdf, grid, level_axis, mosaic, photograph


@figure
def cost(radii: Sequence[int], elements: dict[str, Sequence[float]], box_mean) -> Drawing:
    """Array elements touched for each pixel, against the radius of the window."""
    fig, (ax,) = canvas(width=7.2, height=3.8)
    for (name, values), color, marker, line in zip(elements.items(), (RED, ORANGE, BLUE), "s^o", ("--", ":", "-")):
        ax.plot(radii, values, marker=marker, linestyle=line, color=color, label=name)
    ax.set(title=f"What one pixel costs, by the radius of the window{sign(box_mean)}", xlabel="radius of the window (pixels)",
           ylabel="elements touched for each pixel", yscale="log", xticks=list(radii))
    ax.grid(axis="y", alpha=0.3)
    legend(fig, ax, columns=len(elements))
    digest = {name: round(float(values[-1] / values[0]), 1) for name, values in elements.items()}
    told = ", ".join(f"{name} {value:g} times" for name, value in digest.items())
    return Drawing(fig, f"Elements touched for each pixel against radius; from the first radius to the last: {told}.",
                   digest)


@figure
def night(enhance_local_contrast, equalize, image, radius: int = 3, gain: float = 4, k0: float = 0.4, k1: float = 0.02,
          k2: float = 0.4) -> Drawing:
    """A half-lit photograph, the pixels that the local statistics choose, the result, and global equalisation."""
    from matplotlib.patches import Rectangle

    shape = np.shape(image)
    result = array(enhance_local_contrast, image, gain, k0, k1, k2, radius, shape=shape)
    spread = array(equalize, image, shape=shape)
    changed = result != image
    fig, axes = grid(2, 2, width=7.2, height=6.0)
    photograph(axes[0, 0], image, "half in the dark")
    photograph(axes[0, 1], changed, "what is changed", high=1)
    for color, label in (("white", "changed"), ("black", "left alone")):
        axes[0, 1].add_patch(Rectangle((0, 0), 0, 0, facecolor=color, edgecolor=GREY, label=label))
    photograph(axes[1, 0], result, f"times {gain:g} where dark and moderate")
    photograph(axes[1, 1], spread, "global equalisation")
    legend(fig, axes[0, 1], columns=2)
    headline(fig, f"Local statistics, window of side {2 * radius + 1}{sign(enhance_local_contrast, equalize)}")
    half = shape[1] // 2
    digest = {"changed, left half": round(float(changed[:, :half].mean()), 3),
              "changed, right half": round(float(changed[:, half:].mean()), 3)}
    told = f"local statistics change {digest['changed, right half']:.0%} of the dark half"
    return Drawing(fig, f"Gravel, lit on the left and dark on the right: {told}; equalisation changes all.", digest)


@figure
def local(image, results: dict[str, np.ndarray], dark: slice, equalize) -> Drawing:
    """Three equalisations of one photograph, and the CDF of its dark columns in each."""
    fig, parts = mosaic([["as it was", *list(results)[:1], "CDF"], [*list(results)[1:], "CDF"]], width=8.4, height=3.6)
    plot = parts["CDF"]
    looks = ((BLACK, ":"), (RED, "--"), (BLUE, "-"), (GREEN, "-."))
    digest = {}
    for (name, one), (color, line) in zip({"as it was": image, **results}.items(), looks):
        photograph(parts[name], one, name)
        part = np.asarray(one)[:, dark]
        plot.step(LEVELS, cdf(part), where="post", color=color, linestyle=line, label=name)
        digest[name] = round(float(part.std()), 1)
    level_axis(plot, "CDF of the dark part", "share of its pixels")
    legend(fig, plot, columns=len(digest))
    headline(fig, f"One table for the image, one for each pixel, one for each tile{sign(equalize)}")
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"A half-lit photograph and three equalisations; deviation of the dark part: {told}.", digest)
