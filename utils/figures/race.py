"""A race as a figure: seconds over n, and the counted operations beside it, on logarithmic axes; a line a contestant."""
from __future__ import annotations

from .style import BLUE, GREEN, ORANGE, PINK, Drawing, canvas, figure

LOOKS = ((BLUE, "o", "-"), (ORANGE, "s", "--"), (GREEN, "^", "-."), (PINK, "D", ":"))


@figure
def lines(results) -> Drawing:
    """Show a `utils.racing.Results`."""
    race, told = results.race, []
    fig, (times, *counts) = canvas(2 if race.count else 1, width=8.4 if race.count else 7.2, height=4.2)
    for (name, laps), (color, marker, line) in zip(results.laps.items(), LOOKS):
        if not laps:
            continue
        exponent = results.exponent(name)
        label = name if exponent is None else f"{name}: n^{exponent:.2f}"
        look = {"color": color, "marker": marker, "linestyle": line, "label": label}
        times.plot(list(laps), [lap.seconds for lap in laps.values()], **look)
        told.append(label)
        counted = {n: lap.operations for n, lap in laps.items() if lap.operations}
        for ax in counts:
            ax.plot(list(counted), list(counted.values()), **look)
    times.set(title=f"{results.exercise}: fastest call", ylabel="time of one call (seconds)")
    for ax in counts:
        ax.set(title=f"{results.exercise}: {race.counted}", ylabel=f"{race.counted} of one call")
    for ax in (times, *counts):
        ax.set(xscale="log", yscale="log", xlabel=f"n ({race.unit})")
    fig.legend(*times.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    beside = f" Beside it the {race.counted}." if counts else ""
    return Drawing(fig, f"Time of one call over n on logarithmic axes; the slope is the exponent.{beside} {'; '.join(told)}.")
