"""Figures of topic 05: boxes and their overlap, the precision-recall curve, five ways to its area."""
from __future__ import annotations

import numpy as np

from .style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    Drawing,
    array,
    canvas,
    figure,
    headline,
    image_axes,
    legend,
    outline,
    sign,
)

FIXED = (0.0, 0.0, 4.0, 2.0)
PLACES = {
    "half-shifted": (2.0, 0.0, 6.0, 2.0),
    "touching": (4.0, 0.0, 8.0, 2.0),
    "shifted both ways": (1.0, 1.0, 5.0, 3.0),
    "inside": (1.0, 0.5, 3.0, 1.5),
}


def common(one, other) -> tuple[float, float, float, float]:
    """The rectangle that two boxes share; it ends before it begins if they share none."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def area(box) -> float:
    """Area of a box; 0 if it ends before it begins."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _pair(ax, other) -> tuple[float, float]:
    """Draw box a, box b and what they share; return intersection and union."""
    shared = common(FIXED, other)
    if area(shared) > 0:
        outline(ax, shared, ORANGE, hatch="///", label="intersection")
    outline(ax, FIXED, BLUE, label="a")
    outline(ax, other, RED, "--", label="b")
    return area(shared), area(FIXED) + area(other) - area(shared)


@figure
def overlaps() -> Drawing:
    """Four pairs of boxes, the intersection hatched, the IoU above."""
    from matplotlib.ticker import MultipleLocator

    fig, axes = canvas(4, width=8.4, height=2.3)
    digest = {}
    for ax, (name, other) in zip(axes, PLACES.items()):
        shared, union = _pair(ax, other)
        digest[name] = round(shared / union, 3)
        ax.set_title(f"{name}\n{shared:g} / {union:g}:  IoU {shared / union:.3f}")
        image_axes(ax, (-0.5, 8.5), (-0.5, 3.5))
        ax.xaxis.set_major_locator(MultipleLocator(2))
    for ax in axes[1:]:
        ax.set_ylabel("")
    legend(fig, axes[0], columns=3)
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Four pairs of boxes with the shared area hatched; their IoU: {told}.", digest)


@figure
def slide(box_iou, width: float = 4.0) -> Drawing:
    """IoU of a 4 by 2 box with a box of the same height that slides over it from left to right."""
    from matplotlib.ticker import MultipleLocator

    shifts = np.arange(-width - 1, 5.01, 0.25)
    moving = np.stack([shifts, 0 * shifts, shifts + width, 0 * shifts + 2], axis=1)  # (M, 4)
    curve = array(box_iou, np.array([FIXED]), moving, shape=(1, len(moving)))[0]
    fig, (ax, plot) = canvas(2, width=8.4, height=3.9, width_ratios=(1, 1.25))
    marks = [int(np.argmin(np.abs(shifts - shift))) for shift in (-width / 2, 0, 2, 4)]
    for row, (place, marker) in enumerate(zip(marks, "osD^")):
        down = np.array([0, 3 * row, 0, 3 * row])
        outline(ax, np.array(FIXED) + down, BLUE, label="a, fixed")
        outline(ax, moving[place] + down, RED, "--", label="b, sliding")
        shared = common(FIXED, moving[place])
        if area(shared) > 0:
            outline(ax, np.array(shared) + down, ORANGE, hatch="///", label="intersection")
        ax.plot(-width - 1, 3 * row + 1, marker, color="black")
        plot.plot(shifts[place], curve[place], marker, color="black", label=f"shift {shifts[place]:g}")
    image_axes(ax, (-width - 2, 5 + width), (-0.5, 11.5))
    ax.xaxis.set_major_locator(MultipleLocator(4))
    ax.set(title="Four positions, one below the other", yticks=[], ylabel="")
    plot.plot(shifts, curve, color=BLUE, zorder=0)
    plot.set(title=f"IoU as b slides over a{sign(box_iou)}", xlabel="left edge of b (pixels; left edge of a is 0)",
             ylabel="IoU (no unit)", ylim=(-0.05, 1.05))
    plot.legend()
    legend(fig, ax, columns=3)
    digest = {f"shift {shifts[place]:g}": round(float(curve[place]), 3) for place in marks}
    told = f"it is 0 until the boxes meet, climbs to {curve.max():.3f} and falls back to 0"
    return Drawing(fig, f"IoU of a box {width:g} wide that slides over a box 4 wide: {told}.", digest)


def _walk(precision, recall):
    """The raw curve as points, from recall 0 and precision 1."""
    return np.append(0, recall), np.append(1, precision)


def _envelope(precision):
    return np.maximum.accumulate(precision[::-1])[::-1]


@figure
def staircase(precision_recall, matched, num_ground_truth: int) -> Drawing:
    """The raw precision-recall curve, its envelope and the area under the envelope."""
    both = array(precision_recall, matched, num_ground_truth, shape=(2, len(matched)))
    precision, recall = both
    height = _envelope(precision)
    total = float(np.sum(np.diff(recall, prepend=0) * height))
    fig, (ax,) = canvas(width=7.2, height=3.8)
    x, y = np.append(0, np.repeat(recall, 2))[:-1], np.repeat(height, 2)
    ax.fill_between(x, y, color=SKY, alpha=0.5, hatch="..", edgecolor=GREY, linewidth=0,
                    label=f"area under the envelope: {total:.3f}")
    ax.plot([*x, recall[-1]], [*y, 0], color=ORANGE, linestyle="--", zorder=2.5, label="envelope")
    ax.plot(recall, precision, color=BLUE, label="raw curve")
    right = np.asarray(matched, dtype=bool)
    for mark, marker, label in ((right, "o", "right"), (~right, "X", "wrong")):
        ax.plot(recall[mark], precision[mark], marker, color=BLUE, markersize=8, linestyle="none", zorder=3,
                label=f"detection that is {label}")
    for rank, point in enumerate(zip(recall, precision), 1):
        ax.annotate(str(rank), point, xytext=(8, -12), textcoords="offset points")
    ax.set(title=f"Precision and recall, down the ranking{sign(precision_recall)}", xlim=(0, 1), ylim=(0, 1.08),
           xlabel=f"recall (share of the {num_ground_truth} objects)", ylabel="precision (share of the detections)")
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    digest = {"points": len(recall), "last recall": round(float(recall[-1]), 3), "area": round(total, 3)}
    told = f"zigzags through {len(recall)} points; the envelope above it falls in steps, with area {total:.3f}"
    return Drawing(fig, f"A precision-recall curve {told}.", digest)


def _levels(ax, recall, height, count):
    """Precision at equally spaced recall levels, as stems."""
    levels = np.linspace(0, 1, count)
    values = np.append(height, 0)[np.searchsorted(recall, levels)]
    ax.vlines(levels, 0, values, color=ORANGE, linewidth=2 if count == 11 else 0.8, label="level of recall")
    ax.plot(levels, values, "o", color=RED, markersize=4 if count == 11 else 1.5, label="envelope at a level")


@figure
def conventions(average_precision, precision, recall, areas: dict[str, float]) -> Drawing:
    """The same raw curve five times, with what each convention of AP adds up."""
    from matplotlib.ticker import FixedLocator

    fig, axes = canvas(5, width=8.4, height=3.2, sharey=True)
    height, steps = _envelope(precision), np.append(0, np.repeat(recall, 2))[:-1]
    raw_x, raw_y = _walk(precision, recall)
    look = {"color": SKY, "alpha": 0.5, "hatch": "..", "edgecolor": GREY, "linewidth": 0, "label": "area added up"}
    axes[0].fill_between(steps, np.repeat(height, 2), **look)
    _levels(axes[1], recall, height, 11)
    _levels(axes[2], recall, height, 101)
    axes[3].fill_between(steps, np.repeat(precision, 2), **look)
    axes[4].fill_between(raw_x, raw_y, **look)
    for ax, (name, value) in zip(axes, areas.items()):
        ax.plot(raw_x, raw_y, color=BLUE, marker=".", linewidth=1.5, label="raw curve")
        if name.startswith("envelope"):
            ax.plot(np.append(steps, recall[-1]), np.append(np.repeat(height, 2), 0), color=GREEN, linestyle="--",
                    label="envelope")
        ax.set_title("\n".join([*name.split(", "), f"AP {value:.4f}"]))
        ax.set(xlabel="recall", xlim=(-0.03, 1.03), ylim=(-0.03, 1.08))
        ax.xaxis.set_major_locator(FixedLocator([0, 0.5, 1]))
        ax.xaxis.set_major_formatter("{x:g}")  # "0.0" would meet the "1.0" of its neighbour
    axes[0].set_ylabel("precision")
    legend(fig, axes[0], axes[1], columns=5)
    headline(fig, f"One ranking, five conventions{sign(average_precision)}")
    told = ", ".join(f"{name} {value:.4f}" for name, value in areas.items())
    return Drawing(fig, f"The same precision-recall curve five times, with its AP by five conventions: {told}.")


CATS = np.array([[0.0, 0.0, 4.0, 3.0], [5.0, 1.0, 9.0, 4.0]])
FOUND = np.array([[0.0, 0.5, 4.0, 3.5], [5.0, 0.5, 9.0, 4.0], [0.5, 0.0, 4.0, 3.0], [5.5, 1.0, 9.0, 3.5]])
SCORES = np.array([0.9, 0.8, 0.7, 0.6])


@figure
def duplicates(nms, box_iou, match_detections) -> Drawing:
    """Two objects with two good boxes each: true and false positives before NMS and after it."""
    kept = np.asarray(nms(FOUND, SCORES, 0.5), dtype=int)
    fig, axes = canvas(2, width=8.4, height=3.4)
    digest = {}
    for ax, name, rows in zip(axes, ("before NMS", "after NMS"), (np.arange(len(FOUND)), kept)):
        overlap = array(box_iou, FOUND[rows], CATS, shape=(len(rows), len(CATS)))
        hits = array(match_detections, overlap, 0.5, shape=(len(rows),)).astype(bool)
        for cat in CATS:
            outline(ax, cat, SKY, hatch="..", edge=GREY, label="object")
        for row, hit in zip(rows, hits):
            look = (BLUE, "-", "true positive") if hit else (RED, "--", "false positive")
            outline(ax, FOUND[row], *look)
            ax.text(FOUND[row, 0] + 0.1, FOUND[row, 3] - 0.1, f"score {SCORES[row]}", color=look[0], weight="bold",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
        digest[f"TP {name}"], digest[f"FP {name}"] = int(hits.sum()), int((~hits).sum())
        ax.set_title(f"{name}: TP {hits.sum()}, FP {(~hits).sum()}")
        image_axes(ax, (-0.5, 9.5), (-0.5, 4.5))
    axes[1].set_ylabel("")
    legend(fig, axes[0], columns=3)
    headline(fig, f"A duplicate is a false positive{sign(nms, box_iou, match_detections)}")
    told = ", ".join(f"{name} {value}" for name, value in digest.items())
    return Drawing(fig, f"Two objects, each with two good boxes, of which only one counts: {told}.", digest)
