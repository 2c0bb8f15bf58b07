"""What is counted: comparisons against the floor, inversions as crossings, memory against the length of a file."""
from __future__ import annotations

import math
import random

import numpy as np

from ...counting import Tally, counted
from ..style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Drawing, canvas, figure, legend, sign
from .runs import listed


def worst(n: int) -> int:
    """Comparisons of top-down merge sort in the worst case."""
    levels = max(n - 1, 0).bit_length()
    return n * levels - 2**levels + 1 if n else 0


def floor(n: int) -> float:
    """log2(n!): the yes-or-no answers that tell n! orders apart."""
    return math.lgamma(n + 1) / math.log(2)


def count(sort, values) -> int:
    """Comparisons of one sort."""
    tally = Tally()
    listed(sort, counted(values, tally), length=len(values))
    return tally.comparisons


@figure
def comparisons(merge_sort, most: int = 96) -> Drawing:
    """Comparisons of shuffled and of sorted lists against the worst case, n log2 n and the floor log2(n!)."""
    sizes = np.arange(2, most + 1)
    rng = random.Random(0)
    shuffled = [count(merge_sort, rng.sample(range(n), n)) for n in sizes]
    ascending = [count(merge_sort, range(n)) for n in sizes]
    lowest, highest = np.array([floor(int(n)) for n in sizes]), np.array([worst(int(n)) for n in sizes])
    fig, axes = canvas(2, width=8.4, height=4.2)
    for ax, (minus, per) in zip(axes, ((0 * lowest, 1 + 0 * sizes), (lowest, sizes))):
        for line, look, label in ((sizes * np.log2(sizes), {"color": GREY, "linestyle": ":"}, "n log2 n"),
                                  (highest, {"color": RED, "linestyle": "--"}, "worst case"),
                                  (lowest, {"color": BLACK, "linestyle": "-"}, "floor log2(n!)")):
            ax.plot(sizes, (line - minus) / per, label=label, linewidth=1.5, **look)
        for points, look, label in ((shuffled, {"color": BLUE, "marker": "o"}, "shuffled, counted"),
                                    (ascending, {"color": GREEN, "marker": "^"}, "already sorted, counted")):
            ax.plot(sizes, (points - minus) / per, linestyle="none", markersize=3, label=label, **look)
        ax.set_xlabel("length n of the list (items)")
    axes[0].set(ylabel="comparisons", title=f"Comparisons{sign(merge_sort)}")
    axes[1].set(ylabel="comparisons an item, less the floor", ylim=(-1.9, 1.6), title="Above the floor, for each item")
    legend(fig, axes[0], columns=3)
    over = int(np.sum(np.maximum(shuffled, ascending) > highest))
    below = int(np.sum(shuffled < lowest))
    digest = {"largest n": most, "floor": round(float(lowest[-1]), 1), "worst case": int(highest[-1]),
              "shuffled": shuffled[-1], "already sorted": ascending[-1], "above the worst case": over,
              "shuffled, below the floor": below}
    told = (f"shuffled lists keep near the floor log2(n!) and below the worst case, {lowest[-1]:.0f} and {highest[-1]} "
            f"at n = {most}")
    return Drawing(fig, f"Comparisons of merge sort by length: {told}; sorted lists take fewer.", digest)


def crossing(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """Where two lines from (start, 0) to (end, 1) meet."""
    (a, b), (c, d) = one, other
    height = (c - a) / ((c - a) - (d - b))
    return a + height * (b - a), height


@figure
def crossings(count_inversions, values: list) -> Drawing:
    """Each item joined to its place in the sorted list: lines cross once for each inversion."""
    told = count_inversions(list(values))
    if type(told) is not int:
        raise ValueError(f"count_inversions returned {type(told).__name__}, the picture wants an int: "
                         "run check(count_inversions).")
    order = sorted(range(len(values)), key=lambda k: values[k])
    lines = [(place, order.index(place)) for place in range(len(values))]
    fig, (ax,) = canvas(width=8.2, height=3.9)
    for place, rank in lines:
        ax.plot([place, rank], [0, 1], color=BLUE, linewidth=1.5, label="an item, from its place to its sorted place")
        ax.text(place, -0.05, str(values[place]), ha="center", va="bottom")
        ax.text(rank, 1.05, str(values[place]), ha="center", va="top")
    points = [crossing(a, b) for k, a in enumerate(lines) for b in lines[k + 1:] if a[1] > b[1]]
    ax.plot(*np.reshape(points, (-1, 2)).T, "D", color=ORANGE, markeredgecolor=BLACK, markersize=6, linestyle="none", zorder=3,
            label=f"a crossing: {len(points)} in all")
    ax.set(xlim=(-0.6, len(values) - 0.4), ylim=(1.22, -0.22), xlabel="position in the list (items)", ylabel="list",
           title=f"count_inversions says {told}{sign(count_inversions)}")
    ax.set_yticks([0, 1], ["given", "sorted"])
    ax.set_xticks(range(len(values)), range(len(values)))
    legend(fig, ax, columns=2)
    digest = {"inversions": told, "crossings": len(points)}
    return Drawing(fig, f"{len(values)} items, each joined to its place in the sorted list; {len(points)} pairs of lines cross, "
                        "one for each inversion.", digest)


@figure
def memory(lengths: list[int], whole: list[float], external: list[float]) -> Drawing:
    """Peak memory of two ways to sort a file, in KiB, against its length in numbers."""
    fig, (ax,) = canvas(width=7.2, height=3.6)
    ax.plot(lengths, whole, "s--", color=RED, label="all numbers in memory")
    ax.plot(lengths, external, "o-", color=BLUE, label="external sort")
    ax.set(xlabel="length of the file (numbers)", ylabel="peak memory (KiB)", ylim=(0, None), xlim=(0, None),
           title="Most memory that a sort holds, traced")
    ax.legend()
    return Drawing(fig, "Peak memory of two sorts: with all numbers in memory it grows with the file, with an external sort it "
                        "stays nearly level.")
