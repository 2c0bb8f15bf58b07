"""Figures of topic 06: a heap as tree and as list, an item that sinks, and what a heap costs, counted."""
from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from ..counting import Shelf, Stream, Tally, counted
from ..formatting import plural
from .style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, YELLOW, Drawing, array, canvas, figure, headline, legend, sign

PLAIN = {"facecolor": "white", "edgecolor": BLACK, "linewidth": 1.2}
PARENT = {"facecolor": SKY, "edgecolor": BLUE, "linewidth": 2.6}
CHILD = {"facecolor": YELLOW, "edgecolor": RED, "linewidth": 1.8, "linestyle": "--"}
OTHER = {"facecolor": "white", "edgecolor": GREY, "linewidth": 1.8, "linestyle": ":"}


def place(index: int) -> tuple[float, int]:
    """Where a node is drawn: x between 0 and 1, and its level, the root's being 0."""
    level = (index + 1).bit_length() - 1
    return (index + 2 - 2**level - 0.5) / 2**level, level


def _tree(ax, items, looks, size=17, index=True):
    """The items as a tree; `looks` gives some nodes a look of their own and a name in the legend."""
    from matplotlib.ticker import FixedLocator

    for child in range(1, len(items)):
        (x1, y1), (x2, y2) = place((child - 1) // 2), place(child)
        ax.plot([x1, x2], [y1, y2], color=GREY, linewidth=1, zorder=1)
    for k, item in enumerate(items):
        look, label = looks.get(k, (PLAIN, None))
        x, y = place(k)
        ax.scatter(x, y, s=size**2, label=label, zorder=2, **_marker(look))
        ax.text(x, y, f"{item:g}", ha="center", va="center", zorder=3)
        if index:
            ax.annotate(str(k), (x, y), (0, -0.6 * size), textcoords="offset points", color=GREY, fontsize=9, ha="center",
                        va="top")
    deepest = place(len(items) - 1)[1]
    ax.set(xlim=(-0.06, 1.02), ylim=(deepest + 0.5, -0.5), ylabel="level", xlabel="left to right", xticks=[])
    ax.yaxis.set_major_locator(FixedLocator(range(deepest + 1)))


def _marker(look):
    return {"facecolors": look["facecolor"], "edgecolors": look["edgecolor"], "linewidths": look["linewidth"],
            "linestyles": look.get("linestyle", "-")}


def _row(ax, items, looks):
    """The items as a list: boxes side by side, with their indices as ticks."""
    from matplotlib.patches import Rectangle

    for k, item in enumerate(items):
        look, _ = looks.get(k, (PLAIN, None))
        ax.add_patch(Rectangle((k - 0.44, 0.06), 0.88, 0.88, zorder=2, **look))
        ax.text(k, 0.5, f"{item:g}", ha="center", va="center", zorder=3)
    ax.set(xlim=(-0.6, len(items) - 0.4), xticks=range(len(items)), yticks=[], xlabel="index (places)")
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)


@figure
def tree(items: Sequence[float], parent: int = 1) -> Drawing:
    """The items as a min-heap, once as a tree and once as the list that it is."""
    heap = list(items)
    heapq.heapify(heap)
    children = [k for k in (2 * parent + 1, 2 * parent + 2) if k < len(heap)]
    looks = {parent: (PARENT, "a parent, index i"), **dict.fromkeys(children, (CHILD, "its children, 2i + 1 and 2i + 2"))}
    fig, (left, right) = canvas(2, width=8.4, height=3.5, width_ratios=(1.1, 1))
    _tree(left, heap, looks)
    left.set_title("As a tree (grey: the index)")
    _row(right, heap, looks)
    for child in range(1, len(heap)):
        mine = child in children
        right.annotate("", (child, 1.0), ((child - 1) // 2, 1.0), zorder=2 if mine else 1, arrowprops={
            "arrowstyle": "->", "connectionstyle": "arc3,rad=-0.5", "color": BLUE if mine else GREY,
            "linewidth": 2.2 if mine else 0.8, "linestyle": "-" if mine else "--"})
    right.set(title="As a list (arrows: parent to child)", ylim=(0, 3.4))
    legend(fig, left, columns=2)
    digest = {"root": heap[0], "parent": heap[parent], **{f"child {k}": heap[k] for k in children}}
    told = f"the root {heap[0]:g} is the smallest; index {parent} holds {heap[parent]:g}, its children lie at"
    return Drawing(fig, f"A min-heap as a tree and as a list: {told} {' and '.join(map(str, children))}.", digest)


def path_of(sift_down: Callable, items: Sequence[float]) -> tuple[list[int], int]:
    """The places through which the root sinks, and the comparisons; one plain sentence if it does not sink along a path."""
    tally = Tally()
    before = counted(items, tally)
    after = list(before)
    sift_down(after, 0, len(after))
    comparisons = tally.comparisons
    came = {id(item): k for k, item in enumerate(before)}  # equal items are still told apart
    path = [k for k, item in enumerate(after) if item is not before[k]] or [0]
    sound = path[0] == 0 and all((k - 1) // 2 == above for above, k in pairwise(path))
    if not sound or [came.get(id(after[k])) for k in path] != [*path[1:], 0]:
        name = getattr(sift_down, "__name__", "the function")
        raise ValueError(f"{name} does not move items along one path, the picture wants that: run check({name}).")
    return path, comparisons


@figure
def sinking(sift_down, items: Sequence[float]) -> Drawing:
    """The root of a tree sinks to its place: the tree and the list after each step."""
    path, comparisons = path_of(sift_down, items)
    state = list(items)
    fig, axes = canvas(len(path), width=8.4, height=3.5)
    for step, (ax, here) in enumerate(zip(axes, path)):
        looks = {}
        for child in (2 * here + 1, 2 * here + 2):
            if child < len(state):
                looks[child] = (OTHER, "the other child, or both where it stays")
        if step + 1 < len(path):
            looks[path[step + 1]] = (CHILD, "its smaller child: they change places")
        looks[here] = (PARENT, "the sinking item")
        _tree(ax, state, looks, size=20, index=False)
        ax.set_title("start" if step == 0 else f"step {step}")
        ax.set_xlabel(f"as a list:\n{' '.join(f'{item:g}' for item in state)}", fontsize=9)
        if step + 1 < len(path):
            state[here], state[path[step + 1]] = state[path[step + 1]], state[here]
    for ax in axes[1:]:
        ax.set(ylabel="", yticks=[])
    legend(fig, *axes, columns=3)
    did = f"{items[0]:g} sinks {plural(len(path) - 1, 'level')}"
    headline(fig, f"{did}, by {comparisons} comparisons{sign(sift_down)}")
    told = f"from the root {did} to index {path[-1]}, by {comparisons} comparisons"
    return Drawing(fig, f"A tree drawn after each step: {told}.",
                   {"steps": len(path) - 1, "comparisons": comparisons, "last index": path[-1]})


def cost(build: Callable, items: Sequence[float]) -> int:
    """How many comparisons `build` makes on these items."""
    tally = Tally()
    build(counted(items, tally))
    return tally.comparisons


def orders(size: int) -> dict[str, list[float]]:
    """The same number of items in falling and in random order."""
    generator = random.Random(size)
    return {"falling": [float(k) for k in range(size, 0, -1)], "random": [generator.random() for _ in range(size)]}


@figure
def building(heapify, push_all, largest: int = 12) -> Drawing:
    """Comparisons for each item when a heap is built by insertion and bottom-up, against the number of items."""
    sizes = [2**k - 1 for k in range(2, largest + 1)]
    fig, (ax,) = canvas(width=7.6, height=3.8)
    digest = {}
    for name, build, color, dashes in (("insertion", push_all, RED, "--"), ("bottom-up", heapify, BLUE, "-")):
        for order, marker in (("falling", "v"), ("random", "o")):
            each = [cost(build, orders(size)[order]) / size for size in sizes]
            ax.plot(sizes, each, color=color, linestyle=dashes, marker=marker, markersize=6,
                    markerfacecolor=color if order == "falling" else "white", label=f"{name}, {order} order")
            digest[f"{name}, {order}"] = round(each[-1], 2)
    ax.axhline(2, color=BLACK, linewidth=1, linestyle=":", label="the bound, 2 for each item")
    ax.set_xscale("log", base=2)
    ax.set(title=f"Building a heap: what each item costs{sign(heapify, push_all)}", xlabel="n (items; logarithmic)",
           ylabel="comparisons for each item", ylim=(0, None))
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    told = ", ".join(f"{name} {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Comparisons for each of {sizes[-1]} items when a heap is built: {told}.", digest)


def alive(keep: Callable, length: int) -> int:
    """How many items of a stream of random numbers are held at most while `keep` reads it."""
    generator, tally = random.Random(length), Tally()
    keep(Stream((generator.random() for _ in range(length)), tally))
    return tally.most_alive


@figure
def holding(top_n, counts: Sequence[int] = (10, 100), largest: int = 10_000) -> Drawing:
    """Items held at a time against the length of a stream, for `sorted` and for a heap of n."""
    lengths = [length for length in (10, 30, 100, 300, 1000, 3000, 10_000) if length <= largest]
    fig, (ax,) = canvas(width=7.6, height=3.6)
    most = [alive(lambda stream: sorted(stream)[-10:], length) for length in lengths]
    ax.plot(lengths, most, color=RED, linestyle="--", marker="s", label="sorted, then cut off")
    digest = {"sorted": most[-1]}
    for n, color, marker in zip(counts, (BLUE, GREEN, ORANGE), "o^D"):
        most = [alive(lambda stream, n=n: top_n(stream, n), length) for length in lengths]
        ax.plot(lengths, most, color=color, marker=marker, label=f"top_n, n = {n}")
        digest[f"n = {n}"] = most[-1]
    ax.set(title=f"How many items of a stream are held at a time{sign(top_n)}", xscale="log", yscale="log",
           xlabel="length of the stream (items; logarithmic)", ylabel="items held at most (logarithmic)")
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    told = ", ".join(f"{name} holds {value:g}" for name, value in digest.items())
    return Drawing(fig, f"Items held at a time; of a stream of {lengths[-1]} items {told}.", digest)


@figure
def reading(merge_top_n, shards: Sequence[Sequence[float]], n: int) -> Drawing:
    """How many places of each sorted list are read for the n largest of all, and how many are taken."""
    shelves = [Shelf(shard) for shard in shards]
    found = list(array(merge_top_n, shelves, n, shape=(min(n, sum(map(len, shards))),)))
    read = [len(shelf.read) for shelf in shelves]
    least = found[-1] if found else np.inf
    taken = [min(sum(item >= least for item in shard), count) for shard, count in zip(shards, read)]
    fig, (ax,) = canvas(width=7.6, height=3.6)
    rows = np.arange(len(shards))
    ax.barh(rows, list(map(len, shards)), color="white", edgecolor=GREY, linestyle="--", label="sent")
    ax.barh(rows, read, color=ORANGE, edgecolor=BLACK, linewidth=0.8, label="read")
    ax.barh(rows, taken, color=SKY, edgecolor=BLACK, linewidth=0.8, hatch="///", label="among the largest of all")
    for row, count in zip(rows, read):
        ax.text(count + 0.8, row, f"{count} read", va="center", fontsize=9)
    ax.set(title=f"The {n} largest of all: {sum(read)} of {sum(map(len, shards))} places are read{sign(merge_top_n)}",
           xlabel="places of the sorted list (items)", ylabel="machine", yticks=rows, ylim=(len(shards) - 0.4, -0.6))
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    digest = {"sent": sum(map(len, shards)), "read": sum(read), "most of one": max(read), "least of one": min(read)}
    told = f"{sum(read)} of {digest['sent']} places are read, between {min(read)} and {max(read)} of a machine"
    return Drawing(fig, f"Bars for {len(shards)} machines; for the {n} largest numbers {told}.", digest)


@figure
def medians(running_median, stream: Sequence[float]) -> Drawing:
    """A stream of numbers with its running median and its running mean."""
    middle = array(lambda items: list(running_median(iter(items))), list(stream), shape=(len(stream),))
    mean = np.cumsum(stream) / np.arange(1, len(stream) + 1)
    steps = np.arange(1, len(stream) + 1)
    fig, (ax,) = canvas(width=7.8, height=3.4)
    ax.plot(steps, stream, "o", color=GREY, markersize=5, label="item")
    ax.plot(steps, middle, color=BLUE, marker="s", markersize=4, label="running median")
    ax.plot(steps, mean, color=RED, linestyle="--", marker="^", markersize=4, label="running mean")
    ax.set(title=f"One item far out moves the mean, hardly the median{sign(running_median)}", xlabel="items read",
           ylabel="value (as the items)")
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    digest = {"median": round(float(middle[-1]), 3), "mean": round(float(mean[-1]), 3)}
    told = f"after {len(stream)} items the median is {digest['median']:g} and the mean {digest['mean']:g}"
    return Drawing(fig, f"A stream of numbers with its running median and running mean: {told}.", digest)
