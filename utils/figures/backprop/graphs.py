"""Computational graphs: a box for each value, an arrow for each use of it, gradients underneath."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..style import BLACK, BLUE, GREY, RED, Drawing, canvas, figure, sign

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TALL, WIDE, APART = 0.62, 0.84, 1.52  # height and width of a box, distance of columns


def _box(ax, place, title, value, grad):
    """One node: its name and value in the upper half, its gradient in the lower, dashed one."""
    from matplotlib.patches import Rectangle

    x, y = place
    corner = (x - WIDE / 2, y - TALL / 2)
    ax.add_patch(Rectangle(corner, WIDE, TALL, facecolor="white", edgecolor=BLACK, zorder=2))
    ax.add_patch(Rectangle(corner, WIDE, TALL / 2, facecolor="white", edgecolor=RED, linewidth=1.5, linestyle="--", zorder=3))
    ax.text(x, y + TALL / 4, f"{title} = {value:.3g}", ha="center", va="center", zorder=4, color=BLUE, fontsize=9)
    ax.text(x, y - TALL / 4, f"{grad:.3g}", ha="center", va="center", zorder=4, color=RED, weight="bold", fontsize=9)


def _ends(start, end):
    """Where an arrow begins and ends, if `start` and `end` are the middles of boxes."""
    return (start[0] + WIDE / 2, start[1]), (end[0] - WIDE / 2, end[1])


def _arrow(ax, ends, bend):
    """From a value to what is made from it."""
    look = {"arrowstyle": "-|>", "color": GREY, "connectionstyle": f"arc3,rad={bend}", "linewidth": 1.5}
    ax.annotate("", ends[1], ends[0], arrowprops=look, zorder=1)


def _label(ax, ends, bend, text):
    """A local slope in the middle of its arrow, which is bent on the page; so the layout has to be made."""
    (x1, y1), (x2, y2) = ax.transData.transform(ends)
    middle = (x1 + x2 + bend * (y2 - y1)) / 2, (y1 + y2 - bend * (x2 - x1)) / 2
    ax.text(*ax.transData.inverted().transform(middle), text, ha="center", va="center", fontsize=9, zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})


def _graph(title: str, places: Mapping, nodes: Mapping, edges: Mapping) -> Figure:
    """Boxes at `places`, their (title, value, gradient) in `nodes`; `edges` (from, to) → (label, bend)."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    fig, (ax,) = canvas(width=8.4, height=3.9)
    at = {name: (APART * column, row) for name, (column, row) in places.items()}
    rows, right = [row for _, row in at.values()], max(column for column, _ in at.values())
    ax.set(xlim=(-0.45, right + 0.45), ylim=(min(rows) - 0.45, max(rows) + 0.55), xticks=[], yticks=[], title=title,
           xlabel="values: from left to right    |    gradients: from right to left", ylabel="inputs")
    ax.spines[:].set_visible(False)
    handles = [Rectangle((0, 0), 1, 1, facecolor="white", edgecolor=BLACK, label="name = value"),
               Rectangle((0, 0), 1, 1, facecolor="white", edgecolor=RED, linestyle="--", label="gradient of the output"),
               Line2D([], [], color=GREY, marker=">", label="use, with its local slope")]
    fig.legend(handles=handles, loc="outside lower center", ncols=3)
    for name, (head, value, grad) in nodes.items():
        _box(ax, at[name], head, value, grad)
    fig.draw_without_rendering()
    for (start, end), (label, bend) in edges.items():
        ends = _ends(at[start], at[end])
        _arrow(ax, ends, bend)
        _label(ax, ends, bend, label)
    return fig


@figure
def by_hand() -> Drawing:
    """f = (a b + c) a at a = 2, b = -3, c = 10: values forward, gradients backward, both paths of a."""
    a, b, c = 2, -3, 10
    d = a * b
    e = d + c
    f = e * a
    into_e, straight = a, e  # df/de, and what a gets on the direct path
    through = into_e * b
    nodes = {"a": ("a", a, straight + through), "b": ("b", b, into_e * a), "c": ("c", c, into_e),
             "d": ("d", d, into_e), "e": ("e", e, into_e), "f": ("f", f, 1)}
    places = {"a": (0, 1.9), "b": (0, 0.95), "c": (0, 0), "d": (1, 1.25), "e": (2, 0.7), "f": (3, 1.5)}
    edges = {("a", "d"): (f"b = {b}", 0), ("b", "d"): (f"a = {a}", 0), ("d", "e"): ("1", 0), ("c", "e"): ("1", 0),
             ("e", "f"): (f"a = {a}", 0), ("a", "f"): (f"e = {e}", -0.12)}
    title = (f"f = (a b + c) a.  Two paths lead from f to a:  {straight} directly, {into_e} times 1 times "
             f"({b}) = {through} through d;  sum {straight + through}")
    fig = _graph(title, places, nodes, edges)
    digest = {f"df/d{name}": node[2] for name, node in nodes.items()}
    told = ", ".join(f"{name} {node[1]} and {node[2]}" for name, node in nodes.items())
    return Drawing(fig, f"A computational graph of f = (a b + c) a, with value and gradient of each node: {told}.", digest)


@figure
def neuron(Value, w: float = 0.5, x: float = 2.0, b: float = -0.5, y: float = 1.0) -> Drawing:
    """One tanh neuron and its squared error, with the values and gradients that `Value` finds."""
    made = {"w": Value(w), "x": Value(x), "b": Value(b), "y": Value(y)}
    made["p"] = made["w"] * made["x"]
    made["s"] = made["p"] + made["b"]
    made["t"] = made["s"].tanh()
    made["d"] = made["t"] - made["y"]
    made["L"] = made["d"] ** 2
    made["L"].backward()
    value = {name: float(node.data) for name, node in made.items()}
    nodes = {name: (name, value[name], float(node.grad)) for name, node in made.items()}
    places = {"w": (0, 1.9), "x": (0, 0.95), "b": (0, 0), "p": (1, 1.4), "s": (2, 0.7), "t": (3, 1.0), "y": (3, 0),
              "d": (4, 0.5), "L": (5, 0.5)}
    slope = 1 - value["t"] ** 2
    edges = {("w", "p"): (f"{value['x']:.3g}", 0), ("x", "p"): (f"{value['w']:.3g}", 0), ("p", "s"): ("1", 0),
             ("b", "s"): ("1", 0), ("s", "t"): (f"{slope:.{3 if slope > 1e-3 else 1}g}", 0),  # a short arrow
             ("t", "d"): ("1", 0), ("y", "d"): ("-1", 0), ("d", "L"): (f"{2 * value['d']:.3g}", 0)}
    fig = _graph("p = w x,  s = p + b,  t = tanh(s),  d = t - y,  L = d squared" + sign(Value), places, nodes, edges)
    digest = {"L": round(value["L"], 3), "tanh's slope": round(slope, 6), "w.grad": round(nodes["w"][2], 6)}
    told = f"at w = {w:g} the loss is {value['L']:.3g} and its gradient with respect to w is {nodes['w'][2]:.3g}"
    return Drawing(fig, f"The graph of one tanh neuron with a squared error: {told}.", digest)
