"""Does a verdict name the right mistake? Judges every known mistake, and answers that make two of them at once."""
from __future__ import annotations

import argparse
import contextlib
import dataclasses
import itertools
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from . import cases as inputs
from . import checking, course, diagnosis, readme
from .course import ROOT
from .exercise import Case, Exercise, Misconception
from .sandbox import Outcome, run

PAIRS = 12  # of one exercise, unless all are asked for
GOAL = 0.95  # of the known mistakes that have to be named
FURTHER = 4  # times as many inputs as a check has, to tell a third mistake from two that seem to be it
KINDS = ("named", "unnamed", "same", "wrong")
BEGIN, END = "<!-- naming: written by `whiteboard.py naming --write` -->", "<!-- end of naming -->"
HEADS = ("topic", "mistakes", "spellings", "named", "unnamed", "wrong",
         "pairs", "answers", "named", "unnamed", "same", "wrong")


class Known:
    """What each spelling of each mistake of one exercise does on an input; worked out once."""

    def __init__(self, exercise: Exercise):
        self.exercise = exercise
        self._outcomes: dict[tuple[int, bytes], Outcome] = {}
        self._fails: dict[tuple[int, bytes], bool] = {}
        self._spellings = {id(wrong) for m in exercise.misconceptions for wrong in m.wrong}

    def run(self, function: Callable, exercise: Exercise, case: Case, *more) -> Outcome:
        """As `sandbox.run`; the outcome of a known mistake on an input is kept."""
        if more or id(function) not in self._spellings:
            return run(function, exercise, case, *more)
        key = id(function), inputs.key(case)
        if key not in self._outcomes:
            self._outcomes[key] = run(function, exercise, case)
        return self._outcomes[key]

    def fails(self, wrong: Callable, case: Case) -> bool:
        """Whether a mistake shows on this input."""
        # the call knows neither the layout nor whether two arguments were one object
        key = id(wrong), inputs.key(Case(*dataclasses.replace(case, layout="plain").fresh()))
        if key not in self._fails:
            outcome = self.run(wrong, self.exercise, case)
            self._fails[key] = checking.fault(self.exercise, case, self.exercise.expected(case), outcome) is not None
        return self._fails[key]

    def shows(self, wrong: Callable) -> bool:
        """Whether a mistake shows in what it gives on an input of the check; one in the cost alone does not."""
        return any(self.fails(wrong, case) for case, _ in inputs.known(self.exercise))

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """While this lasts, the diagnosis asks here what a known mistake does."""
        before, diagnosis.run = diagnosis.run, self.run
        try:
            yield
        finally:
            diagnosis.run = before


@dataclasses.dataclass(frozen=True, eq=False)
class Combined:
    """An answer that makes two mistakes: it gives what `first` gives wherever that is wrong, else what `second` gives."""

    known: Known
    first: Callable
    second: Callable

    def chosen(self, case: Case) -> Callable:
        """The one that answers on this input."""
        return self.first if self.known.fails(self.first, case) else self.second


def combining(exercise: Exercise) -> Exercise:
    """The exercise, which takes a `Combined` for an answer too.

    Nothing is forbidden in it: to find out whose turn it is asks the oracle, which may be the forbidden library. Each mistake
    by itself is judged under the watch.
    """
    def call(answer, *args, **kwargs):
        if isinstance(answer, Combined):
            answer = answer.chosen(Case(args, kwargs))
        return exercise.use(answer, args, kwargs)

    return dataclasses.replace(exercise, call=call, forbidden=(), sortable=None)


def pairs(exercise: Exercise, limit: int | None = PAIRS) -> list[tuple[Misconception, Misconception]]:
    """All pairs of different mistakes, or `limit` of them, the same at every call."""
    found = list(itertools.combinations(exercise.misconceptions, 2))
    if limit is None or len(found) <= limit:
        return found
    chosen = random.Random(exercise.name).sample(range(len(found)), limit)
    return [found[k] for k in sorted(chosen)]


@dataclasses.dataclass(frozen=True)
class Wrong:
    """A verdict with a name that is none of the answer's mistakes."""

    exercise: str
    mistakes: tuple[str, ...]
    named: str
    kind: str

    def __str__(self) -> str:
        so = "which gives the same on every input tried" if self.kind == "same" else "which it is not"
        return f"{self.exercise}: {' and '.join(self.mistakes)} is called {self.named}, {so}"


@dataclasses.dataclass(frozen=True)
class Census:
    """How the mistakes of one exercise, or of several, are named.

    Attributes
    ----------
    mistakes, pairs : int
        How many were judged: mistakes, each in all its spellings; pairs, each in both orders.
    single, double : dict
        Verdicts of each kind: ``named``, ``unnamed``, ``wrong``, and ``same`` where the name is that of a third mistake that
        gives the same on every input, further ones included.
    strangers : tuple of Wrong
        The wrong names, and those of the kind ``same``.
    """

    mistakes: int
    pairs: int
    single: dict[str, int]
    double: dict[str, int]
    strangers: tuple[Wrong, ...] = ()

    def __add__(self, other: Census) -> Census:
        return Census(self.mistakes + other.mistakes, self.pairs + other.pairs, _sum(self.single, other.single),
                     _sum(self.double, other.double), self.strangers + other.strangers)

    @property
    def good(self) -> bool:
        """Whether enough mistakes are named, and nothing is named wrongly."""
        return self.single["named"] >= GOAL * sum(self.single.values()) and not self.single["wrong"] + self.double["wrong"]

    def __str__(self) -> str:
        one, two = ([f"{count} {kind}" for kind, count in counts.items() if count] for counts in (self.single, self.double))
        told = f"{', '.join(one)}; of {self.pairs} pairs {', '.join(two) or 'none'}"
        return "\n  ".join([told, *map(str, self.strangers)])

    def cells(self) -> list[str]:
        """The row of a table, without its name."""
        one, two = self.single, self.double
        numbers = [self.mistakes, sum(one.values()), one["named"], one["unnamed"], one["wrong"] + one["same"],
                   self.pairs, sum(two.values()), *(two[kind] for kind in KINDS)]
        return [f"{number:,}" for number in numbers]


NOTHING = Census(0, 0, dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0))


def _sum(one, other):
    return {kind: one[kind] + other[kind] for kind in KINDS}


def census(exercise: Exercise, limit: int | None = PAIRS) -> Census:
    """Judge all mistakes of an exercise in all spellings, and at most `limit` pairs of them in both orders."""
    known, taking = Known(exercise), combining(exercise)
    single, double, strangers = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), []

    def count(counts, judged, answer, *slugs):
        kind, named = outcome(known, judged, answer, slugs)
        counts[kind] += 1
        if kind in ("same", "wrong"):
            strangers.append(Wrong(exercise.name, slugs, named, kind))

    with known.kept():
        for misconception in exercise.misconceptions:
            for wrong in misconception.wrong:
                count(single, exercise, wrong, misconception.slug)
        combined = 0
        for place, (one, other) in enumerate(pairs(exercise, limit)):
            # other spellings with every pair; all with all would be tens of thousands
            chosen = [m.wrong[place % len(m.wrong)] for m in (one, other)]
            if not all(map(known.shows, chosen)):
                continue
            combined += 1
            count(double, taking, Combined(known, *chosen), one.slug, other.slug)
            count(double, taking, Combined(known, *reversed(chosen)), other.slug, one.slug)
    return Census(len(exercise.misconceptions), combined, single, double, tuple(strangers))


def outcome(known: Known, judged: Exercise, answer: Callable, slugs: tuple[str, ...]) -> tuple[str, str | None]:
    """(kind, name) of the verdict on an answer that makes the mistakes `slugs`."""
    named = checking.judge(judged, answer).misconception
    if named is None:
        return "unnamed", None
    if named in slugs:
        return "named", named
    third = next((m for m in judged.misconceptions if m.slug == named), None)
    return ("same" if third and any(same(known, judged, answer, wrong) for wrong in third.wrong) else "wrong"), named


def same(known: Known, judged: Exercise, answer: Callable, wrong: Callable) -> bool:
    """Whether an answer and a mistake give the same on every input of the check, and on `FURTHER` times as many."""
    more = inputs.generated(dataclasses.replace(known.exercise, generated=FURTHER * known.exercise.generated))
    for case in [*known.exercise.cases, *more]:
        if not diagnosis.alike(known.exercise, case, run(answer, judged, case), known.run(wrong, known.exercise, case)):
            return False
    return True


def table(rows: Iterable[tuple[str, Census]]) -> str:
    """A Markdown table of (name, census), with the sum below."""
    rows = list(rows)
    rows.append(("**all**", sum((row for _, row in rows), NOTHING)))
    lines = [HEADS, ["---", *["--:"] * (len(HEADS) - 1)], *([name, *row.cells()] for name, row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_table(text: str, new: str) -> str:
    """CONTRIBUTING's text with `new` in the place of its table; a ValueError where it has no such place."""
    return readme.placed(text, BEGIN, END, new)


def survey(names: Iterable[str], limit: int | None = PAIRS) -> Iterator[tuple[str, str, Census]]:
    """(topic, exercise, census) of each exercise, in turn."""
    for name in names:
        slug, exercise = course.find(name)
        yield slug, name, census(exercise, limit)


def _rows(found: list[tuple[str, str, Census]], by_topic: bool) -> list[tuple[str, Census]]:
    """One row a topic, or one an exercise."""
    rows: dict[str, Census] = {}
    for slug, name, result in found:
        key = f"`{slug if by_topic else name}`"
        rows[key] = rows.get(key, NOTHING) + result
    return list(rows.items())


def main(args: list[str], root: Path = ROOT) -> int:
    """``naming [NAME or slug …] [--all] [--write]``; the exit code, 1 where a name is wrong or too few are named."""
    from .mutants import chosen

    parser = argparse.ArgumentParser(prog="whiteboard.py naming", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises or topics; all where none is given")
    parser.add_argument("--all", action="store_true", help=f"every pair of mistakes, not only {PAIRS} of an exercise")
    parser.add_argument("--write", action="store_true", help="write the table of all topics into CONTRIBUTING.md")
    options = parser.parse_args(args)
    if options.write and options.names:
        parser.error("--write is for the table of all topics: give no names.")
    page = root / "CONTRIBUTING.md"
    try:
        names = chosen(options.names)
        if options.write:
            with_table(page.read_text(encoding="utf-8"), "")  # before an hour of judging, not after it
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    found = []
    for slug, name, result in survey(names, None if options.all else PAIRS):
        found.append((slug, name, result))
        print(f"{name}: {result}", flush=True)
    total = sum((result for _, _, result in found), NOTHING)
    new = table(_rows(found, by_topic=not options.names))
    print(new)
    if options.write:
        page.write_text(with_table(page.read_text(encoding="utf-8"), new), encoding="utf-8")
    return 0 if total.good else 1
