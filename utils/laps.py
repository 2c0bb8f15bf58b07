"""What a race has found: seconds and operations of each contestant, as a table, and as a figure beside it."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .racing import Race

REPEATS = 7  # calls of which the fastest counts
FAINT = 2e-5  # seconds; below this the clock and the call itself are much of what is measured


@dataclass(frozen=True)
class Lap:
    """One contestant on one n: the fastest call in seconds, and operations where they are counted."""

    seconds: float
    operations: int | None = None


@dataclass(frozen=True)
class Results:
    """What a race found; shows itself as a figure and a table, and as text.

    Attributes
    ----------
    laps : dict
        Contestant → n → Lap. A contestant that is too slow for a size has none there.
    """

    exercise: str
    race: Race
    laps: Mapping[str, Mapping[int, Lap]]
    stopped: Mapping[str, str]

    def exponent(self, contestant: str) -> float | None:
        """k of the best fit of seconds = c · n^k to the upper half of the sizes; None where there are too few points."""
        points = [(math.log(n), math.log(lap.seconds)) for n, lap in self.laps[contestant].items() if lap.seconds > FAINT]
        points = points[-max(3, len(points) // 2 + 1):]
        if len(points) < 3:
            return None
        middle = [sum(column) / len(points) for column in zip(*points)]
        spread = sum((x - middle[0]) ** 2 for x, _ in points)
        return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / spread

    @property
    def base(self) -> str:
        """The contestant that the ratios are to: the library where there is one."""
        return self.race.library if self.race.library in self.laps else next(iter(self.laps))

    @property
    def common(self) -> int | None:
        """The largest n that all have reached."""
        return max((n for n in self.race.sizes if all(n in laps for laps in self.laps.values())), default=None)

    @property
    def counted(self) -> int | None:
        """The largest n on which the operations of all that have any are counted."""
        laps = [{n for n, lap in laps.items() if lap.operations is not None} for laps in self.laps.values()]
        return max(set.intersection(*filter(None, laps)), default=None) if any(laps) else None

    def heads(self) -> list[str]:
        """The names of the columns of `rows`."""
        at = f"time at n = {self.common:,}" if self.common else "time"
        counted = [f"{self.race.counted} at n = {self.counted:,}"] if self.counted else []
        return ["who", "fit", at, f"of {self.base}", *counted, "largest n"]

    def rows(self) -> list[list[str]]:
        """A row a contestant: name, fit, seconds and ratio at `common`, operations at `counted`, the largest n and why."""
        base = self.laps[self.base].get(self.common)
        found = []
        for name, laps in self.laps.items():
            lap, exponent = laps.get(self.common), self.exponent(name)
            operations = getattr(laps.get(self.counted), "operations", None)
            # 0: a library that works in C, where nobody sees it compare
            counted = [f"{operations:,}" if operations else ""] if self.counted else []
            largest = f"{max(laps):,}" if laps else ""
            found.append([name, "" if exponent is None else f"n^{exponent:.2f}", time_text(lap), _ratio(lap, base), *counted,
                          f"{largest} ({self.stopped[name]})" if name in self.stopped else largest])
        return found

    def __str__(self) -> str:
        lines = [self.heads(), *self.rows()]
        wide = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
        title = f"race {self.exercise}: n = {self.race.unit}; the fastest of up to {REPEATS} calls each"
        return "\n".join([title, *("  ".join(cell.ljust(w) for cell, w in zip(line, wide)).rstrip() for line in lines)])

    __repr__ = __str__

    def _ipython_display_(self):
        from IPython.display import display

        from .figures.race import lines

        lines(self)
        display({"text/html": self._html(), "text/plain": str(self)}, raw=True)

    def _html(self) -> str:
        """The table of the text: a page breaks lines inside its cells, where a line of text would fall apart."""
        title, *_ = str(self).splitlines()
        heads = "".join(f'<th style="text-align:left">{escape(head)}</th>' for head in self.heads())
        rows = "".join("<tr>" + "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in row) + "</tr>"
                       for row in self.rows())
        return (f"<div>{escape(title)}"
                f'<table style="margin:4px 0"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>')


def time_text(lap: Lap | None) -> str:
    """Three digits and a unit; empty where there is no lap."""
    if lap is None:
        return ""
    seconds = float(f"{lap.seconds:.3g}")
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def _ratio(lap, base):
    return "" if lap is None or base is None else f"{lap.seconds / base.seconds:.3g}×"
