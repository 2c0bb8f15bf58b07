"""A calendar of reviews: how many on each day of the last twelve weeks."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

import numpy as np

from .style import BLACK, GREY, RED, Drawing, canvas, figure, legend

WEEKS = 12
BUSY = 10  # reviews of a day that is dark at least
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # whatever the locale
NONE = f"No reviews in the last {WEEKS} weeks: answer a card or a drill, and a calendar of them stands here."


def counts(times: Iterable[datetime], today: date, zone: tzinfo | None = None) -> np.ndarray:
    """Reviews a day, (7, WEEKS) integers: Monday to Sunday down, the week of `today` last; what lies outside is left out.

    Parameters
    ----------
    times
        When each review was; aware.
    today : date
        The day it is.
    zone
        Whose midnight ends a day; this computer's where it is None.
    """
    first = _monday(today) - timedelta(weeks=WEEKS - 1)
    table = np.zeros((7, WEEKS), dtype=int)
    for day, number in Counter(time.astimezone(zone).date() for time in times).items():
        week, weekday = divmod((day - first).days, 7)
        if 0 <= week < WEEKS:
            table[weekday, week] = number
    return table


def _monday(day):
    return day - timedelta(days=day.weekday())


def heat_map(times: Iterable[datetime] | None = None, now: datetime | None = None,
             zone: tzinfo | None = None) -> dict[str, float] | None:
    """Show the reviews of the last twelve weeks, a cell a day, and return their sums; one sentence where there are none.

    A day is one of this computer's time zone, not of UTC, by which the schedule counts: it ends when the learner's does.

    Parameters
    ----------
    times
        When each review was, aware; those that this computer remembers where it is None.
    now
        The time, aware; the clock's where it is None.
    zone
        The time zone; this computer's where it is None.
    """
    now = now or datetime.now(UTC)
    if times is None:
        from ..memory import memory

        times = [review.at for review in memory().reviews(now - timedelta(weeks=WEEKS + 1))]
    times = list(times)
    if not counts(times, now.astimezone(zone).date(), zone).any():
        print(NONE)
        return None
    return _calendar(times, now, zone)


@figure
def _calendar(times, now, zone=None) -> Drawing:
    from matplotlib import colormaps

    today = now.astimezone(zone).date()
    table = counts(times, today, zone)
    to_come = np.arange(7)[:, None] + 7 * np.arange(WEEKS) > 7 * (WEEKS - 1) + today.weekday()
    # the root, so that one long day does not make all others look the same
    shade = 0.15 + 0.75 * np.sqrt(table / max(table.max(), BUSY))
    fig, (ax,) = canvas(width=7.6, height=3.6)
    paints = colormaps["Blues"](shade)
    for (weekday, week), number in np.ndenumerate(table):
        if to_come[weekday, week]:
            _cell(ax, week, weekday, facecolor="none", edgecolor=GREY, hatch="///", linewidth=0, label="still to come")
            continue
        _cell(ax, week, weekday, facecolor=paints[weekday, week] if number else "#F2F2F2")
        ax.text(week, weekday, str(number), ha="center", va="center_baseline",
                color="white" if shade[weekday, week] > 0.6 else BLACK if number else "#6B6B6B")
    _cell(ax, WEEKS - 1, today.weekday(), facecolor="none", edgecolor=RED, linewidth=2.5, linestyle="--", label="today")
    mondays = [_monday(today) - timedelta(weeks=back) for back in range(WEEKS - 1, 0, -1)]
    ax.set(title=f"Reviews a day in the last {WEEKS} weeks", xlabel="week, by the date of its Monday",
           ylabel="day (your local time)", xticks=range(WEEKS), yticks=range(7), yticklabels=WEEKDAYS,
           xlim=(-0.55, WEEKS - 0.45), ylim=(6.55, -0.55),
           xticklabels=[*(f"{day.day}\n{MONTHS[day.month - 1]}" for day in mondays), "this\nweek"])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    legend(fig, ax, columns=2)
    total, days = int(table.sum()), int(np.count_nonzero(table))
    digest = {"reviews": total, "days": days, "most on a day": int(table.max()), "this week": int(table[:, -1].sum())}
    told = f"{total} in all, on {days} of the last {7 * (WEEKS - 1) + today.weekday() + 1} days, at most {table.max()} on one"
    return Drawing(fig, f"A calendar with the number of reviews of each day: {told}.", digest)


def _cell(ax, week, weekday, **look):
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((week - 0.46, weekday - 0.45), 0.92, 0.9, **look))


heat_map.drawing = _calendar.drawing
