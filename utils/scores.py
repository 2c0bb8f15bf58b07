"""How the mutants fared: of one exercise, and as tables by exercise and by operator."""
from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .exercise import Exercise
from .mutations import Mutant

ENOUGH = 0.97  # of the mutants of each exercise that are no equivalent ones
KILLED, STOPPED, EQUIVALENT, SURVIVED = FATES = ("killed", "stopped", "equivalent", "survived")


@dataclass(frozen=True)
class Score:
    """The fate of each mutant of one exercise; `stale` are entries of `Exercise.equivalent` that no longer hold."""

    exercise: str
    fates: tuple[tuple[Mutant, str], ...]
    stale: tuple[str, ...] = ()

    def count(self, *fates: str) -> int:
        """How many mutants had one of these fates."""
        return sum(fate in fates for _, fate in self.fates)

    @property
    def killed(self) -> int:
        """Those stopped by a time limit included."""
        return self.count(KILLED, STOPPED)

    @property
    def equivalent(self) -> int:
        """Those that survived, and that no input can tell from the solution."""
        return self.count(EQUIVALENT)

    @property
    def total(self) -> int:
        """All that were judged, equivalent ones included."""
        return len(self.fates)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Those that no check noticed, without the equivalent ones."""
        return tuple(mutant for mutant, fate in self.fates if fate == SURVIVED)

    @property
    def enough(self) -> bool:
        """Whether the share of killed ones is `ENOUGH`."""
        return share(collections.Counter(fate for _, fate in self.fates)) >= ENOUGH


def share(counts: Mapping[str, int]) -> float:
    """Killed mutants over those that can be: the equivalent ones are not counted."""
    killed = counts[KILLED] + counts[STOPPED]
    return killed / (killed + counts[SURVIVED]) if killed + counts[SURVIVED] else 1.0


def score(exercise: Exercise, found: list[Mutant], judged: dict[Mutant, str], counted: list[Mutant]) -> Score:
    """Count the fates of the mutants of one exercise.

    Parameters
    ----------
    exercise
        Its `equivalent` says which survivors are no loss.
    found
        All mutants.
    judged
        Mutant → its fate: of the sample, and of all that `equivalent` lists.
    counted
        The sample.
    """
    fates = [(m, EQUIVALENT if judged[m] == SURVIVED and m.key in exercise.equivalent else judged[m]) for m in counted]
    known = {mutant.key for mutant in found}
    killed = {mutant.key for mutant, fate in judged.items() if fate != SURVIVED}
    # two mutants may look the same in one line each: an entry has to hold for both
    stale = [f"'{key}' is {'killed' if key in known else 'no mutant'} now"
             for key in exercise.equivalent if key not in known or key in killed]
    return Score(exercise.name, tuple(fates), tuple(stale))


def report(results: Iterable[Score], where: Mapping[str, str]) -> str:
    """Both tables, then the survivors with their line before and after.

    Parameters
    ----------
    results
        The scores, in the order of the tables.
    where
        Exercise → file.
    """
    results = list(results)
    by_exercise, by_operator = {}, {}
    for result in results:
        by_exercise[result.exercise] = collections.Counter(fate for _, fate in result.fates)
        for mutant, fate in result.fates:
            by_operator.setdefault(mutant.operator, collections.Counter())[fate] += 1
    parts = [_table("operator", by_operator), _table("exercise", by_exercise)]
    survivors = [f"{where[r.exercise]}:{m.line} ({m.exercise}, {m.operator})\n  before  {m.before}\n  after   {m.after}"
                 for r in results for m in r.survivors]
    if survivors:
        parts.append("\n".join(["Survivors:", *survivors]))
    stale = [f"{result.exercise}: {sentence}" for result in results for sentence in result.stale]
    if stale:
        parts.append("\n".join(["Entries of `equivalent` that no longer hold:", *stale]))
    return "\n\n".join(parts)


def _table(title: str, rows: Mapping[str, Mapping[str, int]]) -> str:
    """One row each and their sum; `stopped` is killed by the time limit, the share is without the equivalent ones."""
    total = sum(rows.values(), collections.Counter())
    wide = max(map(len, [*rows, title, "all"]))
    heads = ("mutants", *FATES, "share killed")
    lines = [f"{title:<{wide}}" + "".join(f"  {head:>{len(head)}}" for head in heads)]
    for name, counts in [*rows.items(), ("all", total)]:
        cells = [sum(counts.values()), *(counts[fate] for fate in FATES), f"{share(counts):.1%}"]
        lines.append(f"{name:<{wide}}" + "".join(f"  {cell:>{len(head)}}" for cell, head in zip(cells, heads)))
    return "\n".join(lines)
