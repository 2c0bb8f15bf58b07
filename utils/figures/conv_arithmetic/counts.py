"""What there is to count: LeNet's connection table, shares of weights and work, work for each number moved."""
from __future__ import annotations

import numpy as np

from ... import nets
from ..style import BLUE, GREEN, GREY, ORANGE, SKY, Drawing, array, canvas, figure, sign


@figure
def c3_table() -> Drawing:
    """Which of LeNet-5's six S2 maps each of the sixteen C3 maps sees, and its parameters."""
    fig, (ax,) = canvas(width=8.2, height=3.3)
    table = np.array([[source in sources for sources in nets.LENET_C3] for source in range(6)])  # (6, 16)
    for linked, marker, color, points, label in ((True, "s", BLUE, 10, "linked by a 5 × 5 kernel"),
                                                 (False, ".", GREY, 4, "no link")):
        rows, columns = np.nonzero(table == linked)
        ax.plot(columns, rows, marker, color=color, markersize=points, label=label)
    params = 25 * table.sum(axis=0) + 1
    for column, count in enumerate(params):
        ax.text(column, -0.75, f"{count}", ha="center", va="center", fontsize=9)
    ax.text(15.6, -0.75, "parameters", ha="left", va="center", fontsize=9)
    ax.set(title="C3 of LeNet-5: 60 of 96 links", xlabel="map of C3 (number)", ylabel="map of S2 (number)",
           xticks=range(16), yticks=range(6), xlim=(-0.6, 17.6), ylim=(5.5, -1.2))
    ax.spines["bottom"].set_bounds(-0.6, 15.6)  # the parameters above, and their name, are no part of the table
    ax.spines["left"].set_bounds(-0.5, 5.5)
    fig.legend(loc="outside lower center", ncols=2)
    digest = {"links": int(table.sum()), "parameters": int(params.sum())}
    alt = (f"Table of 6 by 16 squares: the maps of S2 that each map of C3 sees, 3, 4 or 6 of them. "
           f"{digest['links']} links, {digest['parameters']:,} parameters.")
    return Drawing(fig, alt, digest)


def _counted(rows, conv_output_size, conv_params, conv_macs) -> np.ndarray:
    """Parameters, batch normalisation included, and MACs of some rows of a net: (2,)."""
    total = np.zeros(2)
    for row in rows:
        channels = (row.channels_in, row.channels_out)
        side = array(conv_output_size, row.size, row.kernel, row.stride, row.padding, shape=()).item()
        params = array(conv_params, *channels, row.kernel, row.groups, row.bias, shape=())
        macs = array(conv_macs, *channels, row.kernel, side, side, row.groups, shape=())
        total += params + 2 * row.channels_out * row.norm, macs
    return total


def _percent(value: float) -> str:
    return f"{value:.1f} %" if value >= 0.1 else f"{value:.2f} %"


@figure
def shares(conv_output_size, conv_params, conv_macs) -> Drawing:
    """For each net, which share of the parameters and of the MACs lies in fully connected layers."""
    counters = (conv_output_size, conv_params, conv_macs)
    tables = {"AlexNet": nets.alexnet(), "VGG-16": nets.vgg(16), "ResNet-18": nets.resnet18(),
              "MobileNet": nets.mobilenet()}
    parts = {name: _counted([row for row in rows if row.name.startswith("fc")], *counters) / _counted(rows, *counters)
             for name, rows in tables.items()}
    fig, (ax,) = canvas(width=7.6, height=3.4)
    places, (params, macs) = np.arange(len(parts)), np.array(list(parts.values())).T * 100
    for shift, values, color, hatch, label in ((-0.2, params, ORANGE, "//", "of the parameters"),
                                               (0.2, macs, SKY, "..", "of the MACs")):
        ax.barh(places + shift, values, 0.36, color=color, hatch=hatch, edgecolor="white", linewidth=0, label=label)
        for place, value in zip(places, values):
            ax.text(value + 1, place + shift, _percent(value), va="center", fontsize=9)
    ax.set(title=f"Share of a net in its fully connected layers{sign(*counters)}", xlabel="share (%)", ylabel="net",
           yticks=places, xlim=(0, 112), ylim=(len(parts) - 0.4, -0.6))
    ax.set_yticklabels(parts)
    ax.spines["bottom"].set_bounds(0, 100)
    fig.legend(loc="outside lower center", ncols=2)
    digest = {name: round(float(value), 1) for name, value in zip(parts, params)}
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Bars: percent of parameters in fully connected layers: {told}; of the work far less.", digest)


LAYERS = {"A: 256 channels, full": (256, 1), "B: 256, depthwise": (256, 256), "C: 16 channels, full": (16, 1)}


@figure
def intensity(conv_params, conv_macs, side: int = 64) -> Drawing:
    """MACs for each number moved, of three 3 by 3 layers on a map of `side` by `side` pixels."""
    fig, (ax,) = canvas(width=8.2, height=2.9)
    digest = {}
    for place, ((name, (channels, groups)), hatch, color) in enumerate(
            zip(LAYERS.items(), ("//", "..", "xx"), (ORANGE, SKY, GREEN))):
        macs = array(conv_macs, channels, channels, 3, side, side, groups, shape=())
        moved = 2 * channels * side**2 + array(conv_params, channels, channels, 3, groups, False, shape=())
        ratio = float(macs / moved)
        digest[name[0]] = round(ratio, 1)
        ax.barh(place, ratio, 0.6, color=color, hatch=hatch, edgecolor="white", label=name)
        ax.text(ratio * 1.08, place, f"{ratio:.1f}", va="center", fontsize=10)
    ax.set(title=f"Multiply-adds for each number moved{sign(conv_params, conv_macs)}", xscale="log", xlim=(1, 3000),
           xlabel="MACs for each element of input, output and weights", ylabel="layer",
           ylim=(len(LAYERS) - 0.4, -0.6), yticks=range(len(LAYERS)), yticklabels=list(digest))
    fig.legend(loc="outside right center")
    told = ", ".join(f"{name} {ratio:g}" for name, ratio in digest.items())
    return Drawing(fig, f"Bars on a logarithmic axis, MACs for each element moved by three layers: {told}.", digest)
