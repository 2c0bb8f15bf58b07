"""How strongly the pixels of a field count: a measured map beside a Gaussian, and widths against depth."""
from __future__ import annotations

import numpy as np

from ..style import BLUE, GREEN, ORANGE, RED, Drawing, array, canvas, figure, image_axes, legend, outline, sign


def spread(shares) -> float:
    """Standard deviation of a distribution over 0, 1, 2, …, in pixels."""
    shares = np.asarray(shares, dtype=float) / np.sum(shares)
    places = np.arange(len(shares))
    return float(np.sqrt(shares @ (places - shares @ places) ** 2))


def _gauss(count: int, sigma: float) -> np.ndarray:
    """A Gaussian about the middle of `count` pixels, as shares of 1."""
    bell = np.exp(-0.5 * ((np.arange(count) - (count - 1) / 2) / sigma) ** 2)
    return bell / bell.sum()


@figure
def effective(effective_receptive_field, influence, kernels) -> Drawing:
    """A measured map of influence, its profile, the profile of a linear stack, and a Gaussian as wide."""
    from matplotlib.patches import Circle

    side = len(influence)
    profile = (influence.sum(axis=0) + influence.sum(axis=1)) / (2 * influence.sum())  # (R,)
    linear = array(effective_receptive_field, kernels, shape=(side,))
    sigma = spread(profile)
    fig, (ax, plot) = canvas(2, width=8.4, height=4.2, width_ratios=(1, 1.35))
    ax.imshow(influence / influence.max(), cmap="Greys", extent=(0, side, side, 0), vmin=0, vmax=1)
    outline(ax, (0, 0, side, side), BLUE, label=f"theoretical field, {side} × {side}")
    ax.add_patch(Circle((side / 2, side / 2), 2 * sigma, fill=False, edgecolor=RED, linestyle="--", linewidth=2,
                        label=f"2 standard deviations, radius {2 * sigma:.1f}"))
    image_axes(ax, (-1, side + 1), (-1, side + 1))
    ax.set_title("Mean squared gradient, measured")
    places = np.arange(side) + 0.5
    plot.bar(places, profile, width=1, color="#D0D0D0", edgecolor="#909090", linewidth=0.5, label="measured, mean over both axes")
    plot.plot(places, linear, "o", color=ORANGE, markersize=5, label="kernels of ones, linear")
    plot.plot(places, _gauss(side, sigma), "--", color=GREEN, label="Gaussian as wide as the measured one")
    plot.set(title=f"Its profile{sign(effective_receptive_field)}", xlabel="x or y (pixels)", ylabel="share of the whole",
             ylim=(0, 1.15 * max(profile.max(), linear.max())))
    legend(fig, ax, plot, columns=2)
    digest = {"field": side, "standard deviation, measured": round(sigma, 1),
              "standard deviation, linear": round(spread(linear), 1)}
    told = f"a field of {side} by {side} pixels holds a Gaussian blob of standard deviation {sigma:.1f}"
    return Drawing(fig, f"Mean squared gradient of one output: {told}; kernels of ones give {spread(linear):.1f}.", digest)


@figure
def widths(effective_receptive_field, measured: dict[int, float]) -> Drawing:
    """Depth against the field and against the effective width: four measured standard deviations, both on log scales."""
    from matplotlib.ticker import NullLocator, ScalarFormatter

    depths = np.array(sorted(measured))
    fields = 2 * depths + 1
    linear = np.array([4 * spread(array(effective_receptive_field, [np.ones(3)] * depth, shape=(2 * depth + 1,)))
                       for depth in depths.tolist()])
    found = 4 * np.array([measured[depth] for depth in depths.tolist()])
    fig, (ax,) = canvas(width=7.2, height=3.8)
    ax.loglog(depths, fields, "-s", color=BLUE, label="theoretical field, 2 · depth + 1")
    ax.loglog(depths, linear, "--", color=GREEN, label="effective width, kernels of ones")
    ax.loglog(depths, found, "o", color=RED, markersize=8, label="effective width, measured,\nand its share of the field")
    for depth, field, width in zip(depths, fields, found):
        ax.annotate(f"{width / field:.0%}", (depth, width), xytext=(0, -16), textcoords="offset points", ha="center")
    for axis, ticks in ((ax.xaxis, depths), (ax.yaxis, (5, 10, 20, 40, 80))):
        axis.set_major_formatter(ScalarFormatter())
        axis.set_minor_locator(NullLocator())
        axis.set_ticks(ticks)
    ax.set(title=f"The field grows like the depth, what counts like its root{sign(effective_receptive_field)}",
           xlabel="depth (layers of 3 × 3, log scale)", ylabel="pixels (log scale)",
           xlim=(0.8 * depths.min(), 1.25 * depths.max()), ylim=(4, 110))
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    digest = {f"depth {depth}": round(float(width), 1) for depth, width in zip(depths, found)}
    told = ", ".join(f"{width / field:.0%} at depth {depth}" for depth, field, width in zip(depths, fields, found))
    return Drawing(fig, f"Effective width as a share of the theoretical field falls with depth: {told}.", digest)
