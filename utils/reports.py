"""The report of a mock interview: by topic what was right, wrong and not reached, the time, and how it went before."""
from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from html import escape

NUMBERS = ("right", "wrong", "missed", "seconds", "minutes")
MOST, LONGEST = 1e9, 300  # of any number, and characters of any text, in a report; both are far from what interviews give
TOPICS = 100


class Report:
    """All interviews so far, as `Interview.report` gives them, oldest first; shows the last one, beside those before it.

    What has another form, of another version or an import, is left out.
    """

    def __init__(self, interviews: list[dict]):
        self.interviews = [one for one in interviews if readable(one)]

    def __repr__(self) -> str:
        return self.markdown().replace("**", "")

    def _repr_html_(self) -> str:
        from .markup import render

        text = render(self.markdown())
        if not self.interviews:
            return text
        from .figures import interviews as figures
        from .figures.style import DPI, png

        drawn = figures.interviews.drawing(self.interviews)
        picture = b64encode(png(drawn.figure)).decode()
        width = round(drawn.figure.get_size_inches()[0] * DPI)
        return (f'<div>{text}<img style="max-width:100%" width="{width}" alt="{escape(drawn.alt)}" '
                f'src="data:image/png;base64,{picture}"></div>')

    def figure(self):
        """The last interview by topic, as bars, and the share that was right in all of them."""
        from .figures import interviews as figures

        return figures.interviews(self.interviews)

    def markdown(self) -> str:
        """Table and sentences."""
        if not self.interviews:
            return "No interview yet: `interview(minutes=45)` is one."
        last = self.interviews[-1]
        lines = [f"**Mock interview of {_day(last)}:** {score(last)}, {last['taken']:g} of {last['minutes']:g} minutes.", "",
                 "| topic | right | wrong | not reached | minutes taken | minutes planned |", "|---|---|---|---|---|---|"]
        lines += [f"| {row['title']} | {row['right']} | {row['wrong']} | {row['missed']} | {row['seconds'] / 60:.1f} "
                  f"| {row['minutes']:g} |" for row in last["topics"].values()]
        first = review_first(last)
        if first:
            lines += ["", "**Review first:** " + "; ".join(first) + "."]
        if len(self.interviews) > 1:
            lines += ["", "**Before:** " + "; ".join(f"{_day(one)} {score(one)}" for one in self.interviews[-6:-1]) + "."]
        return "\n".join(lines)


def readable(interview: dict) -> bool:
    """Whether a stored report has the form that `Report` shows; an import may have put anything there."""
    try:
        rows = list(interview["topics"].values())
        datetime.fromisoformat(interview["at"])
        numbers = [interview["minutes"], interview["taken"], *(row[key] for row in rows for key in NUMBERS)]
        words = [text for row in rows for text in (row["title"], *row["review"])]
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return 0 < len(rows) <= TOPICS and all(map(_is_number, numbers)) and all(map(_is_words, words))


def _is_number(one) -> bool:
    """Not a truth value, no NaN, not negative, and small enough to be divided and drawn."""
    return type(one) in (int, float) and 0 <= one <= MOST


def _is_words(one) -> bool:
    """One line that can be shown: no control characters, which a terminal would obey, and no halves of characters."""
    return isinstance(one, str) and one.isprintable() and len(one) <= LONGEST


def score(interview: dict) -> str:
    """How many were right of all that were to be asked; what was not reached is not right."""
    rows = interview["topics"].values()
    total = sum(row["right"] + row["wrong"] + row["missed"] for row in rows)
    return f"{sum(row['right'] for row in rows)} of {total} right"


def review_first(interview: dict, most: int = 5) -> list[str]:
    """What was wrong, of the topic with the most mistakes first; then topics of which something was not reached."""
    rows = sorted(interview["topics"].values(), key=lambda row: (-row["wrong"], row["right"]))
    wrong = [f"{words} ({row['title']})" for row in rows for words in row["review"]]
    return wrong[:most] or [row["title"] for row in rows if row["missed"]][:most]


def _day(interview) -> str:
    return datetime.fromisoformat(interview["at"]).strftime("%d %B %Y")
