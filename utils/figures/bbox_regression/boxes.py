"""Boxes that are moved onto the truth: the case by hand, and proposals pulled part of the way."""
from __future__ import annotations

import math

import numpy as np

from ..style import BLACK, BLUE, GREY, RED, SKY, Drawing, array, canvas, figure, headline, image_axes, legend, outline, sign

PROPOSAL, TRUTH = (100.0, 100.0, 50.0, 80.0), (110.0, 92.0, 60.0, 100.0)  # cx, cy, w, h


def corners(box) -> tuple[float, float, float, float]:
    """x1, y1, x2, y2 of one box given as cx, cy, w, h."""
    cx, cy, w, h = box
    return (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)


def row_iou(a, b) -> np.ndarray:
    """IoU of the boxes of each row: (N, 4) twice gives (N,)."""
    sides = np.maximum(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0)
    areas = (a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1)
    return sides.prod(axis=1) / (areas - sides.prod(axis=1))


def arrow(ax, start, end, dot: str = "o") -> None:
    """An arrow between two points in pixels, from a dot; the dot alone where they are the same."""
    ax.plot(*start, dot, color=BLACK, markersize=4, zorder=3)
    if not np.allclose(start, end):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": BLACK, "linewidth": 1.4, "shrinkA": 0,
                                                "shrinkB": 0}, zorder=3)


@figure
def by_hand() -> Drawing:
    """The proposal and the truth of the case by hand: first the shift, then the growth."""
    (px, py, pw, ph), (gx, gy, gw, gh) = PROPOSAL, TRUTH
    digest = {"tx": (gx - px) / pw, "ty": (gy - py) / ph, "tw": math.log(gw / pw), "th": math.log(gh / ph)}
    digest = {name: round(value, 4) for name, value in digest.items()}
    fig, (shift, growth) = canvas(2, width=6.6, height=4.6)
    for ax, centre in ((shift, (px, py)), (growth, (gx, gy))):
        outline(ax, corners(TRUTH), SKY, hatch="..", edge=GREY, label=f"truth G, {gw:g} by {gh:g}")
        outline(ax, corners((*centre, pw, ph)), RED, "--", label=f"proposal P, {pw:g} by {ph:g}")
        image_axes(ax, (60, 155), (30, 155))
    arrow(shift, (px, py), (gx, gy))
    shift.set_title(f"1  move the centre\n$t_x$ = {gx - px:g} / {pw:g} = {digest['tx']:g}\n"
                    f"$t_y$ = {gy - py:g} / {ph:g} = {digest['ty']:g}")
    for x, y in ((pw, 0), (0, ph)):
        for side in (-1, 1):
            start = (gx + side * x / 2, gy + side * y / 2)
            arrow(growth, start, (gx + side * x / 2 * gw / pw, gy + side * y / 2 * gh / ph), dot="")
    growth.set_title(f"2  then change the size\n$t_w$ = log({gw:g} / {pw:g}) = {digest['tw']:.4f}\n"
                     f"$t_h$ = log({gh:g} / {ph:g}) = {digest['th']:.4f}")
    growth.set_ylabel("")
    legend(fig, shift, columns=2)
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"A dashed proposal is moved to the centre of the truth and then grows to its size: {told}.",
                   digest)


OBJECTS = np.array([[20.0, 25.0, 90.0, 70.0], [112.0, 18.0, 146.0, 88.0]])
NEAR = np.array([[8.0, 12.0, 68.0, 62.0], [38.0, 30.0, 98.0, 94.0], [25.0, 18.0, 75.0, 48.0],
                 [104.0, 8.0, 132.0, 64.0], [122.0, 30.0, 156.0, 94.0], [100.0, 46.0, 138.0, 90.0]])
OWNER = np.array([0, 0, 0, 1, 1, 1])


def _title(step: float) -> str:
    return {0: "the proposals", 1: "all of each delta"}.get(step, f"{step:g} of each delta")


@figure
def pulls(encode_boxes, decode_boxes, steps=(0, 0.5, 1)) -> Drawing:
    """Six proposals round two objects, moved by a share of their deltas, one panel for each share."""
    truth = OBJECTS[OWNER]  # (6, 4)
    deltas = array(encode_boxes, NEAR, truth, shape=NEAR.shape)
    fig, axes = canvas(len(steps), width=8.4, height=2.8)
    digest = {}
    for ax, step in zip(axes, steps):
        moved = array(decode_boxes, NEAR, step * deltas, shape=NEAR.shape)
        for box in OBJECTS:
            outline(ax, box, SKY, hatch="..", edge=GREY, label="object")
        for box, whole in zip(moved, truth):
            look = (RED, "--", "proposal") if step == 0 else (BLUE, "-", "decoded box")
            outline(ax, box, *look)
            arrow(ax, (box[:2] + box[2:]) / 2, (whole[:2] + whole[2:]) / 2)
        overlap = round(float(row_iou(moved, truth).mean()), 3)
        digest[f"step {step:g}"] = overlap
        ax.set_title(f"{_title(step)}\nmean IoU {overlap:.3f}")
        image_axes(ax, (0, 165), (0, 100))
    for ax in axes[1:]:
        ax.set_ylabel("")
    legend(fig, *axes, columns=3)
    headline(fig, f"Deltas pull proposals onto the truth{sign(encode_boxes, decode_boxes)}")
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Six proposals round two objects, moved by a share of their deltas; mean IoU: {told}.", digest)
