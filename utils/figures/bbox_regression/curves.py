"""Curves: three losses and their slopes, the log beside a line, and what a fitted regressor does to IoU."""
from __future__ import annotations

import numpy as np

from ..style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, Drawing, canvas, figure, headline, legend, sign


def _each(smooth_l1, errors, beta) -> np.ndarray:
    """Loss and slope of one element after the other: (2, E)."""
    rows = [smooth_l1(np.array([error]), np.zeros(1), beta) for error in errors]
    return np.array([[float(loss), np.asarray(slope).item()] for loss, slope in rows]).T


@figure
def losses(smooth_l1, beta: float = 1.0) -> Drawing:
    """L1, half of L2 and smooth L1 of one element, and beside them their slopes."""
    errors = np.linspace(-3, 3, 121)
    loss, slope = _each(smooth_l1, errors, beta)  # (E,) each
    fig, (left, right) = canvas(2, width=8.4, height=3.9)
    jump = np.where(errors == 0, np.nan, np.sign(errors))  # a gap where L1 has a kink
    for ax, curves in ((left, (np.abs(errors), errors**2 / 2, loss)), (right, (jump, errors, slope))):
        ax.plot(errors, curves[0], color=RED, linestyle="--", label="L1: |d|")
        ax.plot(errors, curves[1], color=GREEN, linestyle="-.", label="L2: d² / 2")
        ax.plot(errors, curves[2], color=BLUE, linewidth=2.6, label=f"smooth L1, beta {beta:.3g}")
        for k, edge in enumerate((-beta, beta)):
            ax.axvline(edge, color=GREY, linestyle=":", linewidth=1.2, label=None if k else "-beta and beta")
        ax.set_xlabel("d = prediction - target")
    left.set(title="Loss of one element", ylabel="loss", ylim=(-0.1, 4.1))
    right.set(title="Slope: how hard one element pulls", ylabel="derivative of the loss", ylim=(-3.1, 3.1))
    legend(fig, left, columns=4)
    headline(fig, f"Smooth L1 between L1 and L2{sign(smooth_l1)}")
    at = int(np.argmin(np.abs(errors - 2)))
    digest = {"loss at 2": round(float(loss[at]), 3), "slope at 2": round(float(slope[at]), 3),
              "largest slope": round(float(slope.max()), 3)}
    told = f"at d = 2 smooth L1 is {loss[at]:g} and its slope {slope[at]:g}, while that of L2 is 2"
    return Drawing(fig, f"Two panels, loss and slope of L1, L2 and smooth L1 against the error d: {told}.", digest)


@figure
def near_one() -> Drawing:
    """The log of a growth beside its tangent, and how far they part as the boxes part."""
    growth = np.linspace(-0.7, 2, 271)
    fig, (left, right) = canvas(2, width=8.4, height=3.9)
    left.plot(growth, np.log1p(growth), color=BLUE, label="log(1 + x): the target")
    left.plot(growth, growth, color=RED, linestyle="--", label="x: its tangent at 0")
    for x, marker, name in ((-0.5, "v", "half as wide"), (1.0, "^", "twice as wide")):
        left.plot(x, np.log1p(x), marker, color=BLACK, markersize=8, linestyle="none",
                  label=f"{name}: {np.log1p(x):+.3f}")
    left.set(title="Doubling and halving are symmetric", xlabel="x = (G width - P width) / P width", ylabel="target",
             ylim=(-1.3, 2.05))
    left.legend(loc="upper left")
    x = np.linspace(0.01, 2, 200)
    right.plot(1 / (1 + x), 100 * (x / np.log1p(x) - 1), color=ORANGE, label="tangent over log, minus 1")
    digest = {}
    for x, marker in ((0.1, "o"), (2 / 3, "s"), (1.0, "D")):
        gap = float(100 * (x / np.log1p(x) - 1))
        digest[f"x {x:.3g}"] = round(gap, 1)
        right.plot(1 / (1 + x), gap, marker, color=BLACK, markersize=7, linestyle="none",
                   label=f"x = {x:.3g}, IoU {1 / (1 + x):.3g}: {gap:.0f} %")
    right.set(title="Near the truth the log is nearly a line", ylabel="gap (% of the log)",
              xlabel="IoU of the two boxes, P inside G")
    right.legend()
    told = ", ".join(f"{value:g} % at {name}" for name, value in digest.items())
    return Drawing(fig, f"The log of a growth and its tangent; they part by {told}; half and double are at -+0.693.",
                   digest)


def _binned(before, after, edges) -> np.ndarray:
    """Mean of `after` in each bin of `before`."""
    place = np.digitize(before, edges) - 1
    return np.array([after[place == k].mean() for k in range(len(edges) - 1)])


@figure
def improvement(fit_box_regressor, before, near, everything, least: float = 0.6) -> Drawing:
    """IoU before and after regression: a histogram of near proposals, and means by IoU before, for two training sets."""
    chosen, bins = before > least, np.linspace(0, 1, 21)
    fig, (left, right) = canvas(2, width=8.4, height=3.9)
    left.hist(near[chosen], bins, color=SKY, hatch="///", edgecolor=BLUE, linewidth=0.8,
              label=f"after: mean {near[chosen].mean():.3f}")
    left.hist(before[chosen], bins, histtype="step", color=RED, linestyle="--", linewidth=2,
              label=f"before: mean {before[chosen].mean():.3f}")
    left.set(title=f"Test proposals with IoU above {least:g}", xlabel="IoU with the truth", ylabel="proposals",
             xlim=(0.4, 1.0))
    left.legend(loc="upper left")
    edges = np.linspace(0, 1, 11)
    middle = (edges[:-1] + edges[1:]) / 2
    right.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="no regressor")
    right.plot(middle, _binned(before, everything, edges), "s--", color=ORANGE, label="trained on all")
    right.plot(middle, _binned(before, near, edges), "o-", color=BLUE, label=f"trained on IoU above {least:g}")
    right.set(title="Mean IoU after, by IoU before", xlabel="IoU before", ylabel="mean IoU after", xlim=(0, 1),
              ylim=(0, 1))
    right.legend(loc="lower right")
    headline(fig, f"What the regressor gains{sign(fit_box_regressor)}")
    digest = {"before": before[chosen].mean(), "after, trained near": near[chosen].mean(),
              "after, trained on all": everything[chosen].mean()}
    digest = {name: round(float(value), 3) for name, value in digest.items()}
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Mean IoU of test proposals near the truth: {told}; a histogram and means by IoU before.",
                   digest)
