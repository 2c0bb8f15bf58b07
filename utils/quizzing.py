"""`quiz` and `drill`, in a notebook and in a terminal: which questions, in which order, and what shows them."""
from __future__ import annotations

import argparse
import difflib
import itertools
import os
import random
import sys
from collections.abc import Iterator

from . import course, drills
from .course import CourseError, Topic
from .session import Entry, Session

NEW = 12  # unseen questions that a quiz asks at most; what is due comes on top
STATIC = "WHITEBOARD_STATIC"  # set where notebooks are built or compared: no widget, the same questions every time


def quiz(topic: str | None = None):
    """Ask cards and drills.

    Parameters
    ----------
    topic : str, optional
        ``"iou_map"`` asks what is due of this topic, then new questions, twelve at most. Without it: what is due of all topics.

    Returns
    -------
    widget
        Answer, Enter, then 1 to 4 for how well you knew it: again, hard, good, easy. What you were about to forget
        comes back on another day. Where no widgets run, the questions with folded answers.

    Raises
    ------
    ValueError
        There is no such topic; the sentence has the nearest one.
    """
    if topic is not None:
        topic = slug_of(topic)
    return _front(_round(topic), f"quiz({topic!r})" if topic else "quiz()", topic)


def drill(target):
    """Ask one kind of question without end, with new numbers each time.

    Parameters
    ----------
    target : str or function
        The name of a drill, or an exercise that has one.

    Returns
    -------
    widget
        As `quiz`. Where no widgets run, three questions with folded answers.

    Raises
    ------
    ValueError
        There is no such drill; the sentence has the nearest one.
    """
    name = target if isinstance(target, str) else getattr(target, "__name__", type(target).__name__)
    entry = _drilled(name)
    return _front(lambda memory: _practice(entry, memory), f'drill("{entry.source.name}")', None, [entry] * 3)


def _drilled(name) -> Entry:
    found = drills.find(name)
    return Entry(found, course.topic(found.topic).title)


def _practice(entry, memory) -> Session:
    """One kind of question, without end."""
    return Session(itertools.repeat(entry), memory, seeds(), endless=True)


def slug_of(text: str) -> str:
    """The topic that a slug, a number (``05``) or a notebook's name means; ValueError with the nearest one."""
    known = course.files()
    if isinstance(text, str):
        bare = text.strip().removesuffix(".ipynb")
        by_name = {path.stem: slug for slug, path in known.items()} | {path.stem[:2]: slug for slug, path in known.items()}
        if bare in known or bare in by_name:
            return by_name.get(bare, bare)
    near = difflib.get_close_matches(str(text), known, n=1, cutoff=0.0)[0]
    raise ValueError(f"`{text}` is no topic of this course; the nearest one is `{near}`.")


def entries(topic: Topic) -> list[Entry]:
    """All cards and drills of a topic: easy cards first, a drill after every third card, what is left of either at the end."""
    order = course.DIFFICULTIES.index
    cards = sorted(topic.cards, key=lambda card: order(card.difficulty))  # stable: else in the notebook's order
    mixed: list = []
    waiting = list(drills.of_topic(topic.slug))
    for place, card in enumerate(cards, 1):
        mixed.append(card)
        if place % 3 == 0 and waiting:
            mixed.append(waiting.pop(0))
    return [Entry(source, topic.title) for source in [*mixed, *waiting]]


def chosen(memory, topic: str | None) -> list[Entry]:
    """What a quiz asks now: what is due, most overdue first; of one topic also what is new."""
    known = {entry.item: entry for found in course.topics() if topic in (None, found.slug) for entry in entries(found)}
    due = [known[item] for item in memory.due(topic) if item in known]
    if topic is None:
        return due
    seen = memory.states(topic)
    return due + [entry for item, entry in known.items() if item not in seen][:NEW]


def _round(topic):
    def make(memory):
        return Session(chosen(memory, topic), memory, seeds(), empty=_nothing(memory, topic), closing=_code(memory, topic))

    return make


def _nothing(memory, topic) -> str:
    times = [state.due for item, state in memory.states(topic).items() if not item.startswith("exercise:")]
    if times:
        return f"Nothing is due. The next question comes back {min(times):on %A, %d %B, at %H:%M} UTC."
    return f'Nothing is due, for nothing was asked yet. `quiz("{next(iter(course.files()))}")` or another topic begins.'


def _code(memory, topic) -> str:
    """The exercises that are due; they are asked in their notebooks."""
    names = [item.removeprefix("exercise:") for item in memory.due(topic) if item.startswith("exercise:")]
    return "To write again from a blank, in its notebook: " + ", ".join(f"`{name}`" for name in names) + "." if names else ""


def seeds() -> Iterator[int]:
    """A seed for each question: other ones each time, but where outputs are compared."""
    if os.environ.get(STATIC):
        return itertools.count(1)
    return (random.SystemRandom().randrange(1, 2**31) for _ in itertools.count())


def _front(make, title, topic, shown=None):
    """The widget, or what stands for it where there are none."""
    from .memory import memory

    if not os.environ.get(STATIC):
        try:
            from .widget import QuizWidget
        except ImportError:
            pass
        else:
            return QuizWidget(make(memory()))
    from .twin import Twin

    return Twin(title, shown or entries(course.topic(topic)) if shown or topic else [])


def main(arguments: list[str]) -> int:
    """``quiz [TOPIC]`` or ``quiz --drill NAME`` in a terminal; returns the exit code."""
    from .memory import memory
    from .terminal import play

    parser = argparse.ArgumentParser(prog="whiteboard.py quiz", description="Asks cards and drills in the terminal.")
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="a topic, as iou_map or 05; what is due of all if left out")
    parser.add_argument("--drill", metavar="NAME", help="one kind of question, without end")
    options = parser.parse_args(arguments)
    try:
        if options.drill:
            session = _practice(_drilled(options.drill), memory())
        else:
            session = _round(options.topic and slug_of(options.topic))(memory())
    except (ValueError, CourseError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return play(session)
