"""A race as a figure: seconds over n, both on logarithmic axes, a line a contestant."""
from __future__ import annotations

from .style import BLUE, GREEN, ORANGE, PINK, Drawing, canvas, figure

LOOKS = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (PINK, "D", ":"))


@figure
def lines(results) -> Drawing:
    """Show a `utils.racing.Results`."""
    fig, (ax,) = canvas(width=7.2, height=3.8)
    told = []
    for (name, laps), (color, marker, line) in zip(results.laps.items(), LOOKS):
        if not laps:
            continue
        exponent = results.exponent(name)
        label = name if exponent is None else f"{name}: n^{exponent:.2f}"
        ax.plot(list(laps), [lap.seconds for lap in laps.values()], color=color, marker=marker, linestyle=line, label=label)
        told.append(label)
    ax.set(xscale="log", yscale="log", title=f"{results.exercise}: fastest call over the size of the input",
           xlabel=f"n ({results.race.unit})", ylabel="time of one call (seconds)")
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
    return Drawing(fig, f"Time of one call over n on logarithmic axes; the slope is the exponent. {'; '.join(told)}.")
