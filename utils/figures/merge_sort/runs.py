"""Runs of items as rows of tiles: the recursion tree, the passes from the bottom up, what a tie does."""
from __future__ import annotations

from ..style import BLACK, GREY, ORANGE, SKY, Drawing, canvas, figure, legend, sign

GAP = 0.07  # between two runs, in widths of a tile


def listed(function, *args, length: int, **kwargs) -> list:
    """What a learner's function returns as a list, or one plain sentence if it cannot be drawn."""
    result = function(*args, **kwargs)
    name = getattr(function, "__name__", "the function")
    if not isinstance(result, list) or len(result) != length:
        what = f"{len(result)} items" if isinstance(result, list) else type(result).__name__
        raise ValueError(f"{name} returned {what}, the picture wants a list of {length} items: run check({name}).")
    return result


def tile(ax, x: float, y: float, text: str, width: float = 1.0, face: str = "white", hatch: str = "", label=None) -> None:
    """One item: a box of height 1 whose upper left corner is (x, y), and its text."""
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((x, y), width, 1, facecolor=face, edgecolor=GREY, linewidth=0.8, hatch=hatch, label=label))
    ax.text(x + width / 2, y + 0.5, text, ha="center", va="center",
            bbox={"facecolor": face, "edgecolor": "none", "pad": 1} if hatch else None)


def run(ax, first: int, y: float, values, **look) -> None:
    """Neighbouring tiles from position `first` on, with half a gap on either side."""
    from matplotlib.patches import Rectangle

    width = (len(values) - 2 * GAP) / len(values)
    for k, value in enumerate(values):
        tile(ax, first + GAP + k * width, y, str(value), width, **look)
    ax.add_patch(Rectangle((first + GAP, y), len(values) - 2 * GAP, 1, facecolor="none", edgecolor=BLACK, linewidth=1.5))


def merged(left: list, right: list) -> tuple[list, int]:
    """Two runs as one, and the comparisons that took: one an item, until one run is used up."""
    whole = sorted(left + right)
    if not left or not right:
        return whole, 0
    # no item of `right` is left over where `left` outlasts it
    rest = sum(item >= left[-1] for item in right) or sum(item > right[-1] for item in left)
    return whole, len(whole) - rest


LEVEL = 3.1  # rows from one depth of the recursion to the next


def _node(ax, values: list, first: int, depth: int, counts: list[int]) -> list:
    """Draw one call of the recursion and those below it; return its run, sorted."""
    y, count = LEVEL * depth, 0
    ordered = values
    if len(values) > 1:
        middle = (len(values) + 1) // 2
        for start, part in ((0, values[:middle]), (middle, values[middle:])):
            ax.plot([first + start + len(part) / 2] * 2, [y + 2.0, y + LEVEL], color=GREY, linewidth=1, zorder=0)
        left = _node(ax, values[:middle], first, depth + 1, counts)
        right = _node(ax, values[middle:], first + middle, depth + 1, counts)
        ordered, count = merged(left, right)
        counts.append(count)
        run(ax, first, y + 1, ordered, face=SKY, hatch="..", label="as it returns, sorted")
    run(ax, first, y, values, label="as it comes")
    told = f"n = {len(values)}" + (f" · {count} comp." if count else "")
    ax.text(first + len(values) / 2, y + (2.5 if count else 1.5), told, ha="center", va="center", fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    return ordered


@figure
def tree(values: list) -> Drawing:
    """Every call of merge sort on a list: its size, what it gets, what it returns and what its merge costs."""
    fig, (ax,) = canvas(width=8.4, height=5.6)
    counts: list[int] = []
    ordered = _node(ax, list(values), 0, 0, counts)
    levels = max(len(values) - 1, 0).bit_length()
    ax.set(xlim=(-0.1, len(values) + 0.1), ylim=(LEVEL * levels + 2.2, -0.2), xlabel="position in the list (items)",
           ylabel="depth of the recursion (calls)", title=f"Merge sort, n = {len(values)}: {sum(counts)} comparisons",
           yticks=[LEVEL * level + 0.5 for level in range(levels + 1)], yticklabels=range(levels + 1))
    ax.set_xticks([k + 0.5 for k in range(len(values))], range(len(values)))
    legend(fig, ax, columns=2)
    digest = {"items": len(values), "depth": levels, "merges": len(counts), "comparisons": sum(counts)}
    told = f"Recursion tree of merge sort: {len(values)} items are halved {levels} times and merged back to"
    return Drawing(fig, f"{told} {ordered[0]} ... {ordered[-1]} with {sum(counts)} comparisons in {len(counts)} merges.", digest)


@figure
def passes(merge, values: list) -> Drawing:
    """The list after each pass of bottom-up merge sort; runs shorter than the width are hatched."""
    fig, (ax,) = canvas(width=8.2, height=3.9)
    items, width, rows, short = list(values), 1, [], 0
    while True:
        y = 1.5 * len(rows)
        for start in range(0, len(items), width):
            part = items[start:start + width]
            tail = len(part) < width
            short += tail and width < len(items)
            look = {"face": ORANGE, "hatch": "///", "label": "shorter than the width"} if tail else \
                {"face": SKY, "label": "run of the full width"}
            run(ax, start, y, part, **look)
        rows.append(f"width {width}")
        if width >= len(items):
            break
        items = [item for start in range(0, len(items), 2 * width) for item in _pair(merge, items, start, width)]
        width *= 2
    ax.set(xlim=(-0.1, len(items) + 0.1), ylim=(1.5 * len(rows) - 0.3, -0.2), xlabel="position in the list (items)",
           ylabel="width of the runs (items)", title=f"From the bottom up: {len(rows) - 1} passes{sign(merge)}")
    ax.set_yticks([1.5 * k + 0.5 for k in range(len(rows))], rows)
    ax.set_xticks([k + 0.5 for k in range(len(items))], range(len(items)))
    legend(fig, ax, columns=2)
    digest = {"passes": len(rows) - 1, "short runs on the way": short}
    told = f"{len(items)} items in runs of 1, 2, 4 and so on, until one run is left after {len(rows) - 1} passes"
    return Drawing(fig, f"Bottom-up merge sort: {told}; the last run of a row may be shorter than the others.", digest)


def _pair(merge, items, start, width):
    left, right = items[start:start + width], items[start + width:start + 2 * width]
    return listed(merge, left, right, length=len(left) + len(right))


LEFT = [(1, "a"), (2, "b"), (2, "c"), (3, "d")]  # (key, letter in order of arrival)
RIGHT = [(1, "e"), (2, "f"), (3, "g")]


def first(record):
    """The key of a record."""
    return record[0]


def overtakers(records) -> list[int]:
    """Places of records that stand before an equal one that arrived earlier."""
    return [k for k, (key, letter) in enumerate(records)
            if any(other == key and earlier < letter for other, earlier in records[k + 1:])]


@figure
def stability(merge) -> Drawing:
    """Two runs with equal keys, merged with the learner's function, and with ties taken from the right."""
    from matplotlib.patches import Rectangle

    whole = len(LEFT) + len(RIGHT)
    stable = listed(merge, LEFT, RIGHT, length=whole, key=first)
    unstable = sorted(RIGHT + LEFT, key=first)  # what `<` for `<=` gives: of equal records the right one first
    rows = {"left": LEFT, "right": RIGHT, "merged": stable, "merged with\nties from the right": unstable}
    fig, (ax,) = canvas(width=8.2, height=3.9)
    for y, records in enumerate(rows.values()):
        wrong = overtakers(records)
        for k, record in enumerate(records):
            look = {"face": SKY, "label": "from left"} if record in LEFT else \
                {"face": ORANGE, "hatch": "///", "label": "from right"}
            tile(ax, k + GAP, 1.5 * y, f"{record[0]}{record[1]}", 1 - 2 * GAP, **look)
            if k in wrong:
                ax.add_patch(Rectangle((k + GAP, 1.5 * y), 1 - 2 * GAP, 1, facecolor="none", edgecolor=BLACK, linewidth=2.5,
                                       linestyle="--", label="overtook an equal record"))
    ax.set(xlim=(-0.1, whole + 0.1), ylim=(5.7, -0.2), xlabel="position in the list (records)", ylabel="list",
           title=f"A record is a key and a letter; letters are the order of arrival{sign(merge)}")
    ax.set_yticks([1.5 * y + 0.5 for y in range(len(rows))], rows)
    ax.set_xticks([k + 0.5 for k in range(whole)], range(whole))
    legend(fig, ax, columns=3)
    digest = {"overtakers": len(overtakers(stable)), "with ties from the right": len(overtakers(unstable))}
    told = "letters of one key stay in order if ties go to the left run, and not if they go to the right one"
    return Drawing(fig, f"Seven records with keys 1 to 3, merged twice: {told}.", digest)
