"""The figure of topic 00: a box on a grid of pixels."""
from __future__ import annotations

from .style import BLUE, GREY, ORANGE, RED, Drawing, array, canvas, figure, image_axes, outline, sign


@figure
def grid(box_area=None, box=(1.0, 1.0, 5.0, 3.0)) -> Drawing:
    """A box, its two corners and the pixels that it covers: its width is x2 - x1."""
    from matplotlib.ticker import MultipleLocator

    x1, y1, x2, y2 = box
    fig, (ax,) = canvas(width=7.2, height=3.4)
    outline(ax, box, ORANGE, hatch="///", label="what the box covers")
    outline(ax, box, BLUE)
    for x, y, name, marker in ((x1, y1, "(x1, y1)", "o"), (x2, y2, "(x2, y2)", "s")):
        ax.plot(x, y, marker, color=RED, markersize=9, label=f"{name} = ({x:g}, {y:g})", linestyle="none", zorder=3)
    ax.annotate("", (x1, y2 + 0.45), (x2, y2 + 0.45), arrowprops={"arrowstyle": "<->"})
    ax.text((x1 + x2) / 2, y2 + 0.85, f"x2 - x1 = {x2 - x1:g}", ha="center", va="center",
            bbox={"facecolor": "white", "edgecolor": "none"})
    right, bottom = max(7.2, x2 + 1.2), max(4.6, y2 + 1.6)  # room for the arrow, wherever the box ends
    image_axes(ax, (min(-0.2, x1 - 1), right), (min(-0.2, y1 - 1), bottom))
    ax.xaxis.set_major_locator(MultipleLocator(1))
    ax.yaxis.set_major_locator(MultipleLocator(1))
    ax.grid(color=GREY, linewidth=0.6)
    ax.set_axisbelow(True)
    fig.legend(*ax.get_legend_handles_labels(), loc="outside right center")
    if box_area is None:
        area, title = (x2 - x1) * (y2 - y1), "A box on a grid of pixels"
    else:
        area = float(array(box_area, [box], shape=(1,))[0])
        title = f"The area is {area:g} pixels²{sign(box_area)}"
    ax.set_title(title)
    digest = {"width": round(float(x2 - x1), 3), "height": round(float(y2 - y1), 3), "area": round(area, 3)}
    told = f"{x2 - x1:g} pixels wide and {y2 - y1:g} high, from corner ({x1:g}, {y1:g}) to corner ({x2:g}, {y2:g})"
    return Drawing(fig, f"A box on a grid of pixels, {told}.", digest)
