"""A mock interview: one exercise to write, then drills and cards from weak and unseen ground, against a clock; and its report."""
from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from . import course
from .memory import utc_now
from .quizzing import STATIC, entries, seeds
from .session import Entry, Session, View, name_of

CODE = 0.5  # share of the time that is for the exercise
PER_DRILL, PER_CARD = 2.5, 1.5  # minutes
UNSEEN = 0.8  # how much ground that was never trodden wants a visit; 1 - recall for what was
SHORTEST, LONGEST = 10, 180


@dataclass(frozen=True)
class Task:
    """An exercise as something to be asked: in the notebook, or on paper."""

    name: str
    topic: str
    minutes: float

    @property
    def question(self) -> str:
        """What is asked, in Markdown."""
        return (f"Write `{self.name}` from a blank, in a new cell or in its notebook, `{course.files()[self.topic].stem}`; "
                f"`check({self.name})` tells whether it is right. Speak aloud while you write: what goes in, what comes out, "
                f"which inputs are odd. {self.minutes:.0f} minutes. Then come back here.\n\n"
                f"```python\n{blank(self.name)}\n```")

    @property
    def answer(self) -> str:
        """The worked solution."""
        return f"```python\n{course.source_of(self.name).rstrip()}\n```"


def blank(name: str) -> str:
    """Signature and docstring of an exercise, as the learner's notebook has them."""
    from . import blanks

    return blanks.blank(course.source_of(name), name).rstrip()


@dataclass(frozen=True)
class TaskEntry(Entry):
    """A task in a session."""

    source: Task

    @property
    def kind(self) -> str:
        return "exercise"

    @property
    def item(self) -> str:
        return f"exercise:{self.source.name}"


class Interview(Session):
    """A session with an end in time; its report is saved when it is over.

    What was right is counted by what happened: the exercise by a check that passed meanwhile, a drill by its answer, a card by
    how it was rated. Nothing comes twice. Reviews of cards and drills count for the schedule as in any session.
    """

    def __init__(self, chosen: list[Entry], memory, minutes: float, seeds=None, clock: Callable[[], datetime] = utc_now):
        self.minutes, self.began = minutes, clock()
        self.end = self.began + timedelta(minutes=minutes)
        self.asked_for = list(chosen)
        self._passes_before = {name: _passes(tried) for name, tried in memory.attempts().items()}
        super().__init__(chosen, memory, seeds, clock=clock)
        self._again = {entry.item for entry in chosen}  # nothing comes again

    def answer(self, text: str) -> View:
        """As in any session; of the exercise it asks the memory whether a check passed since the beginning."""
        if self.entry is None or self.entry.kind != "exercise" or self.view.phase != "ask":
            return super().answer(text)
        name = self.entry.source.name
        passed = _passes(self.memory.attempts().get(name)) > self._passes_before.get(name, 0)
        words = "Its check passed." if passed else "No check of it passed since the interview began."
        self._seconds, self._given, self._recorded = (self.clock() - self._since).total_seconds(), "", True
        self._show("rate", feedback=words, right=passed, answer=self.entry.source.answer,
                   ratings=((3 if passed else 1, "go on"),), default=3 if passed else 1)
        return self.view

    def _next(self):
        if self.clock() >= self.end:
            self._ahead.clear()
        super()._next()
        if self.view.phase == "done":
            self.memory.save_interview(self.report())

    def _show(self, phase="ask", **more):
        super()._show(phase, **more)
        self.view = replace(self.view, deadline=self.end.timestamp())

    def report(self) -> dict:
        """What happened, as plain values: when, minutes, and for each topic what was right, wrong and not reached."""
        rows: dict[str, dict] = {}
        reached = {asked.entry.item for asked in self.results}
        for asked in self.results:
            row = _row(rows, asked.entry)
            row["right" if asked.right else "wrong"] += 1
            row["seconds"] += round(asked.seconds, 1)
            row["review"] += [] if asked.right else [name_of(asked.entry)]
        for entry in self.asked_for:
            row = _row(rows, entry)
            row["missed"] += entry.item not in reached
            row["minutes"] += minutes_for(entry)
        return {"at": self.began.isoformat(), "minutes": self.minutes, "topics": rows,
                "taken": round((min(self.clock(), self.end) - self.began).total_seconds() / 60, 1)}

    def summary(self) -> str:
        """The report, in Markdown."""
        from .reports import Report

        return Report([*self.memory.interviews(), self.report()]).markdown()


def _passes(attempt) -> int:
    return attempt.checks - attempt.fails if attempt else 0


def _row(rows, entry):
    return rows.setdefault(entry.source.topic, {"title": entry.title, "right": 0, "wrong": 0, "missed": 0, "seconds": 0.0,
                                                "minutes": 0.0, "review": []})


def minutes_for(entry: Entry) -> float:
    """How long a question may take: of an exercise its share of the notebook's minutes."""
    if entry.kind == "exercise":
        return entry.source.minutes
    return PER_DRILL if entry.kind == "drill" else PER_CARD


def choose(memory, minutes: float, chance: random.Random) -> list[Entry]:
    """One exercise, then drills and cards in turn, drawn from weak and unseen ground; no topic gets more than a third."""
    topics = [topic for topic in course.topics() if len(topic.exercise_cells) > 1]
    states, attempts = memory.states(), memory.attempts()
    tasks = [TaskEntry(Task(name, topic.slug, round(topic.minutes / len(topic.exercise_cells))), topic.title)
             for topic in topics for name in topic.exercise_cells]
    fitting = [task for task in tasks if task.source.minutes <= CODE * minutes] or sorted(tasks, key=minutes_for)[:1]
    task = draw(fitting, [_want_of_code(attempts.get(entry.source.name)) for entry in fitting], 1, chance)
    left = minutes - task[0].source.minutes
    drills_wanted = max(1, round(0.45 * left / PER_DRILL))
    cards_wanted = max(1, round((left - drills_wanted * PER_DRILL) / PER_CARD))
    pool = [entry for topic in topics for entry in entries(topic)]
    asked: list[Entry] = []
    for kind, count in (("drill", drills_wanted), ("card", cards_wanted)):
        kin = [entry for entry in pool if entry.kind == kind]
        asked.append(draw(kin, [_want(states.get(entry.item)) for entry in kin], count, chance, most=-(-count // 3)))
    return task + [entry for pair in zip(*_padded(*asked)) for entry in pair if entry]


def _padded(one, other):
    length = max(len(one), len(other))
    return one + [None] * (length - len(one)), other + [None] * (length - len(other))


def _want(state) -> float:
    return UNSEEN if state is None else max(0.05, 1 - state.recall)


def _want_of_code(attempt) -> float:
    if attempt is None or not attempt.checks:
        return UNSEEN
    return 0.1 if attempt.passed else 1.0


def draw(pool: list, wants: list[float], count: int, chance: random.Random, most: int | None = None) -> list:
    """`count` different ones, each with a probability that grows with how much it is wanted; at most `most` of one topic."""
    keyed = sorted(zip((chance.random() ** (1 / want) for want in wants), range(len(pool))), reverse=True)
    found, of_topic = [], {}
    for _, place in keyed:  # Efraimidis and Spirakis, 2006
        entry = pool[place]
        if most and of_topic.get(entry.source.topic, 0) >= most:
            continue
        of_topic[entry.source.topic] = of_topic.get(entry.source.topic, 0) + 1
        found.append(entry)
        if len(found) == count:
            break
    return found


def interview(minutes: float = 45):
    """A mock interview: one exercise, then drills and cards, against the clock.

    Parameters
    ----------
    minutes : float
        From 10 to 180.

    Returns
    -------
    widget
        Its last page is the report; `report()` shows it later, with a figure and the interviews before it.

    Raises
    ------
    ValueError
        ``an interview takes 10 to 180 minutes, not N``.
    """
    if not isinstance(minutes, (int, float)) or not SHORTEST <= minutes <= LONGEST:
        raise ValueError(f"an interview takes {SHORTEST} to {LONGEST} minutes, not {minutes}")
    if os.environ.get(STATIC):
        from .twin import Twin

        return Twin(f"interview({minutes:g})", [])
    from .memory import memory
    from .widget import QuizWidget

    return QuizWidget(start(memory(), minutes))


def start(memory, minutes: float, clock=utc_now) -> Interview:
    """An interview that begins now."""
    return Interview(choose(memory, minutes, random.SystemRandom()), memory, minutes, seeds(), clock)


def report():
    """The reports of all mock interviews; the last one in full."""
    from .memory import memory
    from .reports import Report

    return Report(memory().interviews())
