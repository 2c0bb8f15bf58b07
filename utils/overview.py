"""How far a learner is: the map of all topics, what is due, what is weakest, and what to do next."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .memory import Memory

ENOUGH, RECENT = 5, 20  # reviews of a topic before it can be called the weakest, and how many of the last ones count
GOAL = 0.9  # a strength that is weak no more; what the schedule aims at
HEADS = ("topic", "solved", "attempted", "exercises", "cards seen", "drills seen", "due today")
WELCOME = "Nothing here yet, and that is fine: this map fills itself while you solve exercises and answer cards."


@dataclass(frozen=True)
class Row:
    """One topic, counted.

    Attributes
    ----------
    number, slug, title, stem
        Of the topic; the stem names its notebook.
    solved, attempted, exercises : int
        Exercises that ever passed a check, that were ever judged, and that there are.
    cards_seen, cards, drills_seen, drills : int
        Those answered at least once, and those that there are.
    due_today, due_now : int
        Cards, drills and exercises whose time comes before the day ends, and those of them whose time has come.
    unsolved, untouched : tuple of str
        Exercises that were judged and never passed, and those that were never judged.
    strength : float or None
        See `strength`; None where there is too little to say.
    """

    number: int
    slug: str
    title: str
    stem: str
    solved: int
    attempted: int
    exercises: int
    cards_seen: int
    cards: int
    drills_seen: int
    drills: int
    due_today: int
    due_now: int
    unsolved: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    strength: float | None = None

    @property
    def started(self) -> bool:
        """Whether anything of this topic was ever done."""
        return bool(self.attempted or self.cards_seen or self.drills_seen)

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (f"{self.number:02} {self.title}", str(self.solved), str(self.attempted), str(self.exercises),
                f"{self.cards_seen} of {self.cards}", f"{self.drills_seen} of {self.drills}", str(self.due_today))


@dataclass(frozen=True)
class Progress:
    """What `progress` returns; text and HTML say the same."""

    rows: tuple[Row, ...]
    trouble: str = ""

    @property
    def weakest(self) -> Row | None:
        """The topic with the least `strength`, if that is below `GOAL`; None while fewer than two can be compared."""
        known = [row for row in self.rows if row.strength is not None]
        least = min(known, key=lambda row: row.strength, default=None)
        return least if len(known) > 1 and least.strength < GOAL else None

    @property
    def next(self) -> str:
        """What to do next, in one sentence: what is due, then what failed, then what is new, then what is weak."""
        due = sum(row.due_now for row in self.rows)
        if due:
            return f"Next: `quiz()` asks what is due now, {due} {'item' if due == 1 else 'items'}."
        for row in self.rows:
            if row.unsolved:
                return f"Next: go on with `{row.unsolved[0]}` in {row.stem}; it has not passed yet."
        for row in sorted(self.rows, key=lambda row: not row.started):
            if row.untouched:
                return f"Next: {'go on' if row.started else 'begin'} with `{row.untouched[0]}` in {row.stem}."
            if row.cards_seen < row.cards or row.drills_seen < row.drills:
                return f'Next: `quiz("{row.slug}")` has questions that you have not seen.'
        if self.weakest:
            return f'Next: `quiz("{self.weakest.slug}")` practises your weakest topic.'
        return "Next: everything is solved and nothing is due now; `interview()` is a rehearsal."

    def sentences(self) -> list[str]:
        """What stands under the map."""
        found = [] if any(row.started for row in self.rows) else [WELCOME]
        if self.weakest:
            found.append(f"Weakest topic: {self.weakest.title} (strength {self.weakest.strength:.2f} of 1).")
        return [*found, self.next, *filter(None, [self.trouble])]

    def _total(self) -> tuple[str, ...]:
        def add(name):
            return sum(getattr(row, name) for row in self.rows)

        return ("all topics", str(add("solved")), str(add("attempted")), str(add("exercises")),
                f"{add('cards_seen')} of {add('cards')}", f"{add('drills_seen')} of {add('drills')}", str(add("due_today")))

    def __str__(self) -> str:
        lines = [HEADS, *(row.cells() for row in self.rows), self._total()]
        widths = [max(map(len, column)) for column in zip(*lines)]
        table = ["  ".join([first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(rest, widths[1:]))])
                 for first, *rest in lines]
        return "\n".join([*table, "", *self.sentences()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="{_CELL}{_side(k)}">{text}</th>' for k, text in enumerate(HEADS))
        body = "".join(_html_row(row, row is self.weakest) for row in self.rows)
        total = "".join(f'<td style="{_CELL}{_side(k)}{_RULE}"><b>{text}</b></td>' for k, text in enumerate(self._total()))
        told = "".join(f'<div style="margin-top:4px">{_code(sentence)}</div>' for sentence in self.sentences())
        table = (f'<table style="margin:4px 0;color:inherit"><thead><tr>{head}</tr></thead>'
                 f"<tbody>{body}<tr>{total}</tr></tbody></table>")
        return f'<div data-progress style="color:var(--jp-content-font-color1);line-height:1.5">{table}{told}</div>'


_CELL = "padding:2px 12px 2px 0;"
_RULE = "border-top:1px solid var(--jp-border-color1,#bdbdbd);"


def _side(column):
    return f"text-align:{'right' if column else 'left'};"


def _html_row(row, weakest):
    first, *rest = row.cells()
    link = f'<a href="{escape(row.stem)}.ipynb">{escape(first)}</a>' + (" (weakest)" if weakest else "")
    cells = "".join(f'<td style="{_CELL}{_side(1)}">{text}</td>' for text in rest)
    return f'<tr><td style="{_CELL}{_side(0)}">{link}</td>{cells}</tr>'


def _code(sentence):
    pieces = escape(sentence, quote=False).split("`")
    return "".join(f"<code>{piece}</code>" if k % 2 else piece for k, piece in enumerate(pieces))


def strength(recalls: Iterable[float], ratings: Sequence[int]) -> float | None:
    """How firm a topic is, 0 to 1: the mean recall of its items, times the share of its last reviews that did not fail.

    Recall alone would forgive every failure at once: right after one, the answer is remembered.

    Parameters
    ----------
    recalls
        For each item of the topic that was ever asked, the probability that it is remembered now.
    ratings
        Of all its reviews, oldest first; 1 is a forgotten card, a missed drill or a failed exercise. The last `RECENT`
        count; with fewer than `ENOUGH`, None is returned.
    """
    recalls, recent = list(recalls), ratings[-RECENT:]
    if len(recent) < ENOUGH or not recalls:
        return None
    return sum(recalls) / len(recalls) * sum(rating > 1 for rating in recent) / len(recent)


def progress(memory: Memory | None = None, now: datetime | None = None, zone: tzinfo | None = None) -> Progress:
    """The map of all topics: exercises solved, cards and drills seen, what is due today, and what to do next.

    Parameters
    ----------
    memory
        What is remembered of the learner; this computer's where it is None.
    now
        The time, aware; the clock's where it is None.
    zone
        Whose midnight ends today; this computer's where it is None.
    """
    from . import course, drills

    if memory is None:
        from .memory import memory as own

        memory = own()
    states, attempts, reviews = memory.states(), memory.attempts(), memory.reviews()
    now = now or datetime.now(UTC)
    today = now.astimezone(zone).date()
    due = [{item for item, state in states.items() if state.due.astimezone(zone).date() <= today},
           {item for item, state in states.items() if state.due <= now}]
    rows = []
    for topic in course.topics():
        known = {"exercise": list(topic.exercise_cells), "card": [card.id for card in topic.cards],
                 "drill": [drill.name for drill in drills.of_topic(topic.slug)]}
        rows.append(_row(topic, known, states, attempts, due, reviews))
    return Progress(tuple(rows), memory.trouble)


def _row(topic, known: Mapping[str, list[str]], states, attempts, due, reviews) -> Row:
    """The row of a topic; what is remembered of cards and exercises that are no more does not count."""
    items = {kind: {f"{kind}:{name}" for name in names} for kind, names in known.items()}
    mine = set().union(*items.values())
    tried = {name: attempts[name] for name in known["exercise"] if name in attempts and attempts[name].checks}
    solved = [name for name, attempt in tried.items() if attempt.passed]
    return Row(
        topic.number, topic.slug, topic.title, topic.path.stem, len(solved), len(tried), len(known["exercise"]),
        len(items["card"] & states.keys()), len(known["card"]), len(items["drill"] & states.keys()), len(known["drill"]),
        *(len(mine & some) for some in due),
        tuple(name for name in tried if name not in solved), tuple(name for name in known["exercise"] if name not in tried),
        strength([state.recall for item, state in states.items() if item in mine],
                 [review.rating for review in reviews if review.item in mine]))
