"""How every figure of the course looks, and how it is shown: fixed size, alt text, colour never the only sign."""
from __future__ import annotations

import base64
import functools
import io
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:  # importing matplotlib takes a while, and a notebook without figures needs none of it
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 100
SHARPNESS = 2  # pixels drawn for each pixel shown, for dense screens
# Okabe and Ito's colours: told apart with every common colour vision, and as greys of different lightness
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, RED, PINK = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
GREY = "#767676"
DARK, PALE = "#606060", "#CCCCCC"  # of areas
STYLE = {
    "font.family": "DejaVu Sans", "font.size": 10, "axes.titlesize": 11, "axes.labelsize": 10, "legend.fontsize": 9,
    "xtick.labelsize": 9, "ytick.labelsize": 9, "figure.titlesize": 12, "hatch.linewidth": 0.8,
    "figure.facecolor": "white", "savefig.facecolor": "white", "axes.facecolor": "white", "text.color": BLACK,
    "axes.edgecolor": BLACK, "axes.labelcolor": BLACK, "xtick.color": BLACK, "ytick.color": BLACK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlelocation": "left", "legend.framealpha": 1.0,
    "legend.edgecolor": "white", "lines.linewidth": 2.0,
}


class Drawing(NamedTuple):
    """A figure, one sentence that says what it shows, and the rounded numbers in it."""

    figure: Figure
    alt: str
    digest: dict[str, float] | None = None


def figure(draw: Callable[..., Drawing]) -> Callable[..., dict[str, float] | None]:
    """Make a function that draws into one that draws in the course's style, shows, and returns the digest.

    ``name.drawing(...)`` gives the `Drawing` without showing it, for tests.
    """
    @functools.wraps(draw)
    def drawing(*args, **kwargs):
        import matplotlib

        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)

    @functools.wraps(draw)
    def shown(*args, **kwargs):
        drawn = drawing(*args, **kwargs)
        show(drawn.figure, drawn.alt)
        return drawn.digest

    shown.drawing = drawing
    return shown


def blank(width: float, height: float) -> Figure:
    """A figure of fixed size in inches without axes; pyplot does not know it: no closing."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, layout="constrained")


def canvas(columns: int = 1, width: float = 7.2, height: float = 3.2, **layout) -> tuple[Figure, list[Axes]]:
    """A `blank` figure with `columns` axes side by side."""
    fig = blank(width, height)
    return fig, list(fig.subplots(1, columns, squeeze=False, **layout)[0])


def headline(fig: Figure, text: str) -> None:
    """The title of a figure of several axes: on the left, as theirs are."""
    fig.suptitle(text, x=0.01, ha="left")


def png(fig: Figure) -> bytes:
    """The figure as PNG, the same bytes for the same figure."""
    import matplotlib

    stream = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        fig.savefig(stream, format="png", dpi=DPI * SHARPNESS, metadata={"Software": None})
    return stream.getvalue()


def show(fig: Figure, alt: str) -> None:
    """Display a figure with its alt text; whatever matplotlib's backend is.

    The text is in the picture's metadata, where nbconvert looks for it, and once more in an output of no size: JupyterLab
    gives a picture no alt attribute, and a screen reader would pass over it.
    """
    from IPython.display import display

    width, height = (round(side * DPI) for side in fig.get_size_inches())
    data = {"image/png": base64.b64encode(png(fig)).decode("ascii"), "text/plain": repr(fig)}
    display(data, metadata={"image/png": {"alt": alt, "width": width, "height": height}}, raw=True)
    display({"text/html": f'<div role="img" aria-label="{escape(alt)}"></div>', "text/plain": alt}, raw=True)


def sign(*functions: Callable) -> str:
    """``" (worked solution)"`` for a title, if one of the functions only stands in for the learner's."""
    return " (worked solution)" if any(getattr(function, "stands_in", False) for function in functions) else ""


def array(function: Callable, *args, shape: tuple[int, ...]) -> np.ndarray:
    """What a learner's function returns, or one plain sentence if it cannot be drawn."""
    result = function(*args)
    name = getattr(function, "__name__", "the function")
    if np.shape(result) != shape:
        raise ValueError(f"{name} returned {_described(result)}, the picture wants shape {shape}: run check({name}).")
    return np.asarray(result)


def _described(value) -> str:
    return f"shape {value.shape}" if isinstance(value, np.ndarray) else f"{type(value).__name__}"


def outline(ax: Axes, box, color: str, line: str = "-", label: str | None = None, hatch: str = "",
            edge: str = BLACK) -> None:
    """One box as a rectangle; with `hatch` a filled area, without it an outline."""
    from matplotlib.patches import Rectangle

    x1, y1, x2, y2 = (float(value) for value in box)
    look = {"facecolor": "none", "edgecolor": color, "linewidth": 2, "linestyle": line}
    if hatch:
        look = {"facecolor": color, "edgecolor": edge, "hatch": hatch, "linewidth": 0, "alpha": 0.6}
    ax.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, label=label, **look))


def image_axes(ax: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Axes of an image: pixels, equal scales, y pointing down."""
    ax.set(xlim=x, ylim=y[::-1], aspect="equal", xlabel="x (pixels)", ylabel="y (pixels)")


def legend(fig: Figure, *axes: Axes, columns: int) -> None:
    """One legend for `axes`, under the figure; labels that several artists share appear once."""
    once = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels())}
    fig.legend(once.values(), once.keys(), loc="outside lower center", ncols=columns)
