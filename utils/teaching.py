"""`whiteboard.py class FILE …`: the exports of many learners as one report, by topic and by misconception.

Lines are read one by one and counted; what is kept grows with the course, not with the class.
"""
from __future__ import annotations

import argparse
import glob
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from . import course, drills
from .importing import BadLine, bounded_lines, opened, parsed
from .marking import mark

MOST = 10  # rows of misconceptions and of items
ENOUGH = 10  # answers to an item before it is called hard
AGAIN = 1  # the rating of what was not known
_NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass
class Sum:
    """What a class has done in one topic.

    ``learners`` did anything there; ``solved`` counts exercises that passed, once a learner; ``recalled`` reviews were known.
    """

    learners: int = 0
    solved: int = 0
    checks: int = 0
    failed: int = 0
    revealed: int = 0
    reviews: int = 0
    recalled: int = 0


@dataclass
class Room:
    """A class, as far as it has been read.

    Attributes
    ----------
    topics : dict
        Slug → `Sum`.
    mistakes : Counter
        (exercise or drill, misconception) → how often it was made; `makers` → by how many learners.
    items : dict
        Item → [answers, of those not known].
    """

    learners: int = 0
    topics: dict[str, Sum] = field(default_factory=dict)
    mistakes: Counter = field(default_factory=Counter)
    makers: Counter = field(default_factory=Counter)
    items: dict[str, list[int]] = field(default_factory=dict)
    left_out: int = 0

    def take(self, lines: Iterable[str]) -> None:
        """All lines of one learner; lines that cannot be read are counted and left out."""
        mine, solved, made = set(), set(), set()
        for line in lines:
            if not line.strip():
                continue
            try:
                kind, row = parsed(line)
            except BadLine:
                self.left_out += 1
                continue
            if kind == "interview":
                continue
            total = self.topics.setdefault(row["topic"], Sum()) if row["topic"] in slugs() else None
            if total is None:  # of another version
                self.left_out += 1
                continue
            mine.add(row["topic"])
            (self._review if kind == "review" else self._attempt)(row, total, solved, made)
        self.learners += 1
        for slug in mine:
            self.topics[slug].learners += 1
        self.makers.update(made)

    def _review(self, row, total, _, made):
        known = row["rating"] > AGAIN
        total.reviews += 1
        total.recalled += known
        if row["item"] not in known_items():
            return
        answers = self.items.setdefault(row["item"], [0, 0])
        answers[0] += 1
        answers[1] += not known
        kind, _, name = row["item"].partition(":")
        if kind == "drill" and not known and row["seed"] is not None and (slip := slip_of(name, int(row["seed"]), row["given"])):
            self.mistakes[name, slip] += 1
            made.add((name, slip))

    def _attempt(self, row, total, solved, made):
        total.checks += row["status"] in ("passed", "failed")
        total.failed += row["status"] == "failed"
        total.revealed += row["status"] in ("revealed", "compared")
        if row["status"] == "passed" and row["exercise"] not in solved:
            solved.add(row["exercise"])
            total.solved += 1
        if sentence := sentence_of(row["exercise"], row["misconception"]):
            self.mistakes[row["exercise"], sentence] += 1
            made.add((row["exercise"], sentence))


@lru_cache(maxsize=1)
def slugs() -> tuple[str, ...]:
    """All topics, in their order."""
    return tuple(course.files())


@lru_cache(maxsize=1)
def exercises() -> dict:
    """Name → (slug, exercise)."""
    return course.exercises()


@lru_cache(maxsize=1)
def all_drills() -> dict[str, drills.Drill]:
    """Name → drill."""
    return drills.all_drills()


@lru_cache(maxsize=1)
def known_items() -> frozenset[str]:
    """All cards, drills and exercises of the course, as items."""
    return frozenset(titles()) | {f"exercise:{name}" for name in exercises()}


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """Item → what a teacher calls it."""
    cards = {f"card:{card.id}": card.question for topic in course.topics() for card in topic.cards}
    return cards | {f"drill:{name}": found.title for name, found in all_drills().items()}


@lru_cache(maxsize=4096)
def slip_of(name: str, seed: int, given: str) -> str | None:
    """The sentence of the slip that was made, N in place of the question's numbers; None where it was none."""
    slip = mark(all_drills()[name].question(seed), given).slip
    return None if slip is None else _NUMBER.sub("N", slip.sentence)


def sentence_of(exercise: str, slug: str | None) -> str | None:
    """The sentence of a misconception; None where there is none, or the course no longer knows it."""
    found = exercises().get(exercise)
    if slug is None or found is None:
        return None
    return next((m.sentence for m in found[1].misconceptions if m.slug == slug), None)


def markdown(room: Room) -> str:
    """The report."""
    lines = [f"# {room.learners:,} learners", ""]
    if room.left_out:
        lines += [f"{room.left_out:,} lines could not be read, or are of another version, and are left out.", ""]
    lines += ["## By topic", "", *_table(
        ("topic", "learners", "exercises solved, a learner", "checks", "failed", "solutions shown", "reviews", "recalled"),
        ([course.topic(slug).title, found.learners, f"{found.solved / max(found.learners, 1):.1f}", found.checks,
          _share(found.failed, found.checks), found.revealed, found.reviews, _share(found.recalled, found.reviews)]
         for slug, found in _in_order(room.topics)))]
    lines += ["", "## What is misunderstood", "", *_table(
        ("exercise or drill", "learners", "times", "misconception"),
        ([f"`{name}`", room.makers[name, sentence], times, sentence]
         for (name, sentence), times in _most(room.mistakes, room.makers)))]
    hard = sorted(((known, item) for item, known in room.items.items() if known[0] >= ENOUGH and known[1]),
                  key=lambda found: (-found[0][1] / found[0][0], found[1]))
    lines += ["", "## What is hardest to remember", "", *_table(
        ("question", "answers", "not known"),
        ([titles()[item], answers, _share(lost, answers)] for (answers, lost), item in hard[:MOST] if item in titles()))]
    return "\n".join(lines)


def _in_order(topics: dict[str, Sum]) -> Iterator[tuple[str, Sum]]:
    return ((slug, topics[slug]) for slug in slugs() if slug in topics)


def _most(mistakes: Counter, makers: Counter) -> list:
    """The misconceptions of the most learners."""
    return sorted(mistakes.items(), key=lambda found: (-makers[found[0]], -found[1], found[0]))[:MOST]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Lines of a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads)]
    for row in rows:
        texts = (f"{cell:,}" if isinstance(cell, int) else " ".join(str(cell).split()) for cell in row)
        lines.append([text.replace("|", "\\|") for text in texts])
    return [f"| {' | '.join(line)} |" for line in lines]


def main(arguments: list[str]) -> int:
    """``class FILE …``; the exit code, 1 where a file could not be read."""
    parser = argparse.ArgumentParser(prog="whiteboard.py class", description="One report of many learners' exports, in Markdown.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="what `export` wrote, one file a learner")
    patterns = parser.parse_args(arguments).files
    names = [name for pattern in patterns for name in sorted(glob.glob(pattern)) or [pattern]]  # Windows leaves `*` to programs
    room, trouble = Room(), False
    for name in names:
        try:
            with opened(name) as stream:
                room.take(bounded_lines(stream))
        except OSError as problem:
            print(f"{name} could not be read: {problem.strerror}.", file=sys.stderr)
            trouble = True
    print(markdown(room))
    return 1 if trouble else 0
