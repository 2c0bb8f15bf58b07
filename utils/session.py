"""One round of questions: what is asked, what was answered, how it was rated. Knows no widget and no terminal."""
from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .course import Card
from .drills import Drill, Question
from .marking import mark, shown
from .memory import utc_now
from .schedule import RATINGS

GIVE_UP = "?"


@dataclass(frozen=True)
class View:
    """All that a front end shows; the answer is in it only after one was given.

    ``phase`` is "ask", "rate" or "done"; ``of`` is 0 where there is no end. Texts are Markdown. ``ratings`` are those that
    may be given, with when the item comes back; ``default`` is the one that Enter gives. ``deadline`` is the second, since
    1970, at which an interview ends; 0 where there is no hurry.
    """

    phase: str
    kind: str = ""
    topic: str = ""
    number: int = 0
    of: int = 0
    text: str = ""
    unit: str = ""
    feedback: str = ""
    right: bool | None = None
    answer: str = ""
    ratings: tuple[tuple[int, str], ...] = ()
    default: int = 0
    note: str = ""
    summary: str = ""
    deadline: float = 0.0


@dataclass(frozen=True)
class Entry:
    """A card or a drill that a session asks, and the title of its topic."""

    source: Card | Drill
    title: str

    @property
    def kind(self) -> str:
        """``"card"`` or ``"drill"``."""
        return "card" if isinstance(self.source, Card) else "drill"

    @property
    def item(self) -> str:
        """What the memory calls it."""
        return f"card:{self.source.id}" if self.kind == "card" else f"drill:{self.source.name}"


@dataclass(frozen=True)
class Asked:
    """What became of one question; ``right`` of a card is that it was not forgotten."""

    entry: Entry
    right: bool
    rating: int
    seconds: float


class Session:
    """Asks its entries one after the other; what was missed comes once more at the end.

    Parameters
    ----------
    entries : iterable of Entry
        An endless one gives a session without end.
    memory : Memory
        What is told of every review.
    seeds : iterator of int
        A new one for each question of a drill.
    endless : bool
        Practice: nothing comes again, and only what is due or missed is a review.
    empty, closing : str
        What the summary says if there was nothing to ask, and what it says at the end in any case; in Markdown.
    clock : callable
        Gives the time in UTC.
    """

    def __init__(self, entries: Iterable[Entry], memory, seeds: Iterator[int] | None = None, *, endless: bool = False,
                 empty: str = "Nothing to ask.", closing: str = "", clock: Callable[[], datetime] = utc_now):
        self.memory, self.endless, self.clock = memory, endless, clock
        self.results: list[Asked] = []
        self._seeds, self._empty, self._closing = seeds or itertools.count(1), empty, closing
        self._ahead = iter(entries) if endless else deque(entries)
        self._total = 0 if endless else len(self._ahead)
        self._again: set[str] = set()
        self._next()

    def answer(self, text: str) -> View:
        """Give an answer; for a card any text, which reveals it.

        Of a drill ``"?"`` gives up, and text that cannot be read leaves the question open.
        """
        if self.view.phase != "ask":
            return self.view
        if self._question is None:
            self._reveal(text, None, "", self.entry.source.answer)
            return self.view
        if text.strip() == GIVE_UP:
            self._reveal(text, False, "This is how it goes.", worked(self._question))
            return self.view
        marked = mark(self._question, text)
        if marked.right is None:
            self._show(feedback=marked.sentence, right=None)
        else:
            self._reveal(text, marked.right, marked.sentence, worked(self._question))
        return self.view

    def rate(self, rating: int) -> View:
        """Say how well it went: 1 again, 2 hard, 3 good, 4 easy; goes on to the next question."""
        if self.view.phase != "rate" or rating not in dict(self.view.ratings):
            return self.view
        right = rating > 1
        if not self._recorded and self._counts(right):
            self._record(rating)
        self.results.append(Asked(self.entry, right, rating, self._seconds))
        if not right and not self.endless and self.entry.item not in self._again:
            self._again.add(self.entry.item)
            self._ahead.append(self.entry)
            self._total += 1
        self._next()
        return self.view

    def _counts(self, right):
        """In practice only what is due, new or missed is a review; more of the same on one day says little."""
        if not self.endless or not right:
            return True
        state = self.memory.states().get(self.entry.item)
        return state is None or state.due <= self.clock()

    def _record(self, rating):
        seed = self._question.seed if self._question else None
        self.memory.review(self.entry.item, self.entry.source.topic, rating, seed=seed, given=self._given,
                           seconds=round(self._seconds, 1))
        self._recorded = True

    def _reveal(self, text, right, feedback, answer):
        self._seconds, self._given = (self.clock() - self._since).total_seconds(), text.strip()[:200]
        if right is False:
            choices = (1,)
            self._record(1)  # at once: a missed drill is missed, whatever happens next
        else:
            choices = (1, 2, 3, 4) if right is None else (2, 3, 4)
        times = self.memory.preview(self.entry.item)
        ratings = tuple((n, f"{RATINGS[n]} · {until(times[n] - self.clock())}") for n in choices)
        if right is False:
            ratings = ((1, "go on"),)
        self._show("rate", feedback=feedback, right=right, answer=answer, ratings=ratings, default=min(3, choices[-1]))

    def _next(self):
        self.entry = next(self._ahead, None) if self.endless else (self._ahead.popleft() if self._ahead else None)
        if self.entry is None:
            self.view = View("done", number=len(self.results), of=self._total, note=self.memory.trouble, summary=self.summary())
            return
        is_drill = self.entry.kind == "drill"
        self._question: Question | None = self.entry.source.question(next(self._seeds)) if is_drill else None
        self._since, self._recorded, self._given, self._seconds = self.clock(), False, "", 0.0
        self._show("ask")

    def _show(self, phase="ask", **more):
        question = self._question
        self.view = View(phase, self.entry.kind, self.entry.title, len(self.results) + 1, self._total,
                         question.text if question else self.entry.source.question, question.unit if question else "",
                         note=self.memory.trouble, **more)

    def summary(self) -> str:
        """How it went, in Markdown."""
        if not self.results:
            return "\n\n".join(filter(None, [self._empty, self._closing]))
        missed = list(dict.fromkeys(name_of(asked.entry) for asked in self.results if not asked.right))
        first = list({asked.entry.item: asked for asked in reversed(self.results)}.values())
        right = sum(asked.right for asked in first)
        lines = [f"**{right} of {len(first)}** right at the first try."]
        if missed:
            lines.append("To look at again: " + "; ".join(missed) + ".")
        return "\n\n".join(filter(None, [*lines, self._closing]))


def name_of(entry: Entry) -> str:
    """A card's question, a drill's title or an exercise's name, in a few words."""
    if entry.kind == "exercise":
        return f"`{entry.source.name}`"
    text = " ".join((entry.source.question if entry.kind == "card" else entry.source.title).split())
    return text if len(text) <= 70 else text[:69].rstrip() + "…"


def worked(question: Question) -> str:
    """The answer and the steps to it, in Markdown."""
    unit = f" {question.unit}" if question.unit else ""
    return "\n".join([f"**{shown(question.answer)}{unit}**", "", *(f"{n}. {step}" for n, step in enumerate(question.steps, 1))])


def until(wait: timedelta) -> str:
    """A stretch of time in one short word: ``10 min``, ``5 h``, ``3 d``, ``4 mo``."""
    minutes = max(wait.total_seconds() / 60, 1)
    for size, unit, limit in ((1, "min", 60), (60, "h", 24 * 60), (24 * 60, "d", 60 * 24 * 60)):
        if minutes < limit:
            return f"{round(minutes / size)} {unit}"
    return f"{round(minutes / (30.4 * 24 * 60))} mo"
