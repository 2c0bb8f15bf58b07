"""Fields that grow: units and connections along one axis, nested squares, windows on an image, grids of read pixels."""
from __future__ import annotations

import numpy as np

from ...formatting import plural
from ..style import (
    BLACK,
    BLUE,
    DARK,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PINK,
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


def _said(layer) -> str:
    """A layer in few words: its kernel, and what is not usual."""
    extra = [(layer.stride, "stride"), (layer.dilation, "dilation")]
    return ", ".join([f"kernel {layer.kernel}", *(f"{word} {value}" for value, word in extra if value > 1)])


def _outputs(layers, size: int) -> list[int]:
    """Units of each level on an image of `size` pixels, the image first."""
    counts = [size]
    for layer in layers:
        counts.append((counts[-1] + 2 * layer.padding - (layer.kernel - 1) * layer.dilation - 1) // layer.stride + 1)
    return counts


def _places(layers) -> list[tuple[float, int]]:
    """Centre of unit 0 and distance of neighbours, of each level, in input pixels."""
    found = [(0.5, 1)]
    for layer in layers:
        centre, step = found[-1]
        found.append((centre + ((layer.kernel - 1) * layer.dilation / 2 - layer.padding) * step, step * layer.stride))
    return found


def _read(layers, index: int) -> list[list[int]]:
    """Units of each level that unit `index` of the last one depends on, the image first; no padding."""
    levels = [[index]]
    for layer in reversed(layers):
        below = {unit * layer.stride + tap * layer.dilation for unit in levels[0] for tap in range(layer.kernel)}
        levels.insert(0, sorted(below))
    return levels


def _stack(ax, layers) -> list[list[int]]:
    """One stack as rows of units, the image at the bottom, and the connections of one output."""
    places = _places(layers)
    size = 2 * places[-1][1] + _read(layers, 0)[0][-1] + 1  # room for one more output on either side
    read = _read(layers, 1)
    for row, (layer, used) in enumerate(zip(layers, read[1:])):
        (low, step), (high, wide) = places[row], places[row + 1]
        for unit in used:
            for tap in range(layer.kernel):
                below = low + step * (unit * layer.stride + tap * layer.dilation)
                ax.plot([high + wide * unit, below], [row + 1, row], color=GREY, linewidth=1, zorder=1)
    for row, (count, used) in enumerate(zip(_outputs(layers, size), read)):
        centre, step = places[row]
        ax.plot(centre + step * np.arange(count), np.full(count, row), "s" if row == 0 else "o", color=BLACK,
                markerfacecolor="white", markersize=8, linestyle="none", label="unit")
        ax.plot(centre + step * np.array(used), np.full(len(used), row), "s" if row == 0 else "o", color=BLUE,
                markersize=8, linestyle="none", label="unit that the output depends on")
    ax.set(xlim=(-0.7, size + 0.7), ylim=(-0.5, len(layers) + 0.5), xlabel="input pixels",
           yticks=range(len(read)), yticklabels=["image", *map(_said, layers)])
    return read


@figure
def chain(*stacks) -> Drawing:
    """Stacks side by side: every unit that one output depends on, layer by layer."""
    fig, axes = canvas(len(stacks), width=8.4, height=1.3 + 0.75 * max(map(len, stacks)))
    digest = {}
    for ax, layers in zip(axes, stacks):
        pixels = _stack(ax, layers)[0]
        span = pixels[-1] - pixels[0] + 1
        name = ", then ".join(map(_said, layers))
        ax.set_title(f"one output: {span} pixels" + (f", {len(pixels)} of them read" if len(pixels) < span else ""))
        digest[name] = span
    axes[0].set_ylabel("layer, upwards")
    legend(fig, axes[0], columns=2)
    told = "; ".join(f"{name}: {span}" for name, span in digest.items())
    return Drawing(fig, f"Units and connections of one output, and the pixels it spans. {told}.", digest)


LINES = [(BLUE, "-"), (RED, "--"), (GREEN, "-."), (PINK, ":"), (ORANGE, "-"), (BLACK, "--"), (GREY, "-.")]


@figure
def nested(receptive_field, layers) -> Drawing:
    """The field after each layer as squares about one centre, on the grid of pixels."""
    sizes = [int(array(receptive_field, layers[:count], shape=())) for count in range(len(layers) + 1)]
    fig, (ax,) = canvas(width=7.2, height=4.2)
    edge = max(sizes)
    ax.hlines(range(edge + 1), 0, edge, color=PALE, linewidth=0.6, zorder=0)
    ax.vlines(range(edge + 1), 0, edge, color=PALE, linewidth=0.6, zorder=0)
    for count, size in list(enumerate(sizes))[::-1]:
        near, far = (edge - size) / 2, (edge + size) / 2
        name = "one pixel" if count == 0 else f"{plural(count, 'layer')}: {size} × {size}"
        color, line = LINES[count % len(LINES)]
        if count == 0:
            outline(ax, (near, near, far, far), SKY, hatch="///", label=name)
        else:
            outline(ax, (near, near, far, far), color, line, label=name)
    image_axes(ax, (-0.5, edge + 0.5), (-0.5, edge + 0.5))
    ax.set_title(f"The field after each layer{sign(receptive_field)}")
    ax.legend(loc="center left", bbox_to_anchor=(1.05, 0.5))
    digest = {f"after {count}": size for count, size in enumerate(sizes)}
    told = ", ".join(map(str, sizes[:20]))
    return Drawing(fig, f"Nested squares: the side of the receptive field after 0, 1, 2 and more layers is {told}.", digest)


@figure
def windows(input_window, layers, size: int) -> Drawing:
    """The window of every output on an image, and what of it lies on padding."""
    from matplotlib.ticker import MaxNLocator

    count = _outputs(layers, size)[-1]
    centre, step = _places(layers)[-1]
    width = _read(layers, 0)[0][-1] + 1
    fig, (ax,) = canvas(width=7.2, height=1.7 + 0.3 * count)
    seen = []
    for index in range(count):
        first, last = array(input_window, layers, index, size, shape=(2,)).tolist()
        left = centre - width / 2 + index * step
        ax.barh(index, width, left=left, height=0.6, color="white", edgecolor=GREY, hatch="////", linewidth=1,
                label="field, also on padding")
        ax.barh(index, last - first + 1, left=first, height=0.6, color=SKY, edgecolor=BLUE, linewidth=1.5,
                label="pixels first to last")
        ax.text((first + last + 1) / 2, index, f"{first} to {last}", ha="center", va="center")
        seen.append(last - first + 1)
    for edge in (0, size):
        ax.axvline(edge, color=RED, linestyle="--", label="border of the image")
    ax.set(title=f"What each output sees of {size} pixels{sign(input_window)}", xlabel="x (pixels)",
           ylabel="output index", yticks=range(count), ylim=(count - 0.5, -0.5))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    legend(fig, ax, columns=3)
    digest = {"outputs": count, "field": width, "most seen": max(seen), "least seen": min(seen)}
    told = f"{count} outputs with a field of {width} on {size} pixels; each sees {min(seen)} to {max(seen)} of them"
    return Drawing(fig, f"Windows of {told}; hatched is what lies on padding.", digest)


@figure
def gridding(taps_used, *stacks) -> Drawing:
    """Which pixels of the square field one output reads, for stacks of dilated layers."""
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator

    fig, axes = canvas(len(stacks), width=4.2 * len(stacks), height=4.6)
    digest = {}
    for ax, layers in zip(axes, stacks):
        taps = array(taps_used, layers, shape=(len(_read(layers, 0)[0]),)).astype(int)
        side = int(taps.max()) + 1
        used = np.zeros(side, dtype=bool)
        used[taps] = True
        ax.pcolormesh(np.arange(side + 1), np.arange(side + 1), np.outer(used, used), cmap="Greys", vmin=0, vmax=1.6,
                      edgecolors="#BBBBBB", linewidth=0.6)
        rates = ", ".join(str(layer.dilation) for layer in layers)
        ax.set_title(f"dilations {rates}\n{len(taps)} of {side} on each axis, {len(taps) ** 2} of {side ** 2} pixels")
        image_axes(ax, (0, side), (0, side))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        digest[rates] = len(taps) ** 2
    for ax in axes[1:]:
        ax.set_ylabel("")
    keys = [Patch(facecolor=DARK, label="read"), Patch(facecolor="white", edgecolor="#BBBBBB", label="never read")]
    fig.legend(handles=keys, loc="outside lower center", ncols=2)
    headline(fig, f"What one output reads{sign(taps_used)}")
    told = "; ".join(f"dilations {rates}, {count} pixels" for rates, count in digest.items())
    return Drawing(fig, f"Grids of the pixels that one output reads: {told}.", digest)
