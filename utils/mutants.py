"""Would the checks notice? Changes the worked solutions in small ways and counts how many changes `judge` rejects."""
from __future__ import annotations

import argparse
import dataclasses
import functools
import multiprocessing
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from . import course
from .course import ROOT, CourseError
from .exercise import Exercise
from .mutations import Mutant, mutants

LIMIT = 40  # mutants for each exercise
PROCESSES = 2
SECONDS = 0.5  # for one call: endless loops are common among mutants


@dataclasses.dataclass(frozen=True)
class Tally:
    """How the mutants of one exercise fared; `stale` are entries of `Exercise.equivalent` that no longer hold."""

    exercise: str
    killed: int
    equivalent: int
    survivors: tuple[Mutant, ...]
    stale: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.killed + self.equivalent + len(self.survivors)


def sample(found: list[Mutant], limit: int | None = LIMIT) -> list[Mutant]:
    """At most `limit` of one exercise's mutants, the same at every call, in their order."""
    if limit is None or len(found) <= limit:
        return found
    chosen = random.Random(found[0].exercise).sample(range(len(found)), limit)
    return [found[k] for k in sorted(chosen)]


def of_exercise(name: str, root: Path = ROOT) -> list[Mutant]:
    """All mutants of a worked solution."""
    slug, _ = course.find(name, root)
    cell = course.topic(slug, root).exercise_cells[name]
    return mutants(name, cell.source, cell.line)


def survives(name: str, source: str, root: Path = ROOT, judge: Callable | None = None) -> bool:
    """Whether `judge` lets `source` pass as an answer to `name`; the other exercises are the worked ones."""
    exercise, namespace = _setting(name, root)
    answer = _defined(name, source, namespace)
    if answer is None:
        return False
    if judge is None:
        from .checking import judge
    return judge(exercise, answer).passed


@functools.cache
def _setting(name, root) -> tuple[Exercise, dict]:
    slug, exercise = course.find(name, root)
    if exercise.seconds <= 2:  # an author who asks for more than the default needs it
        exercise = dataclasses.replace(exercise, seconds=SECONDS)
    return exercise, course.topic(slug, root).namespace()


def _defined(name, source, namespace):
    """The changed function, in a namespace of its own; None where the definition itself fails."""
    scope = dict(namespace)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as: 'int' object is not subscriptable
            exec(compile(source, f"<mutant of {name}>", "exec", dont_inherit=True), scope)
    except Exception:  # a changed default or base class may raise anything
        return None
    return scope[name]


def tally(exercise: Exercise, found: list[Mutant], judged: dict[Mutant, bool], counted: list[Mutant]) -> Tally:
    """Count.

    Parameters
    ----------
    exercise
        Its `equivalent` says which survivors are no loss.
    found
        All mutants.
    judged
        Mutant → whether it survived: the sample, and all that `equivalent` lists.
    counted
        The sample.
    """
    alive = [mutant for mutant in counted if judged[mutant]]
    excused = [mutant for mutant in alive if mutant.key in exercise.equivalent]
    living = {mutant.key for mutant, survived in judged.items() if survived}
    known = {mutant.key for mutant in found}
    stale = [f"'{key}' is {'killed' if key in known else 'no mutant'} now"
             for key in exercise.equivalent if key not in living]
    return Tally(exercise.name, len(counted) - len(alive), len(excused),
                 tuple(mutant for mutant in alive if mutant not in excused), tuple(stale))


def survey(names: Iterable[str], limit: int | None = LIMIT, root: Path = ROOT) -> Iterable[Tally]:
    """The tally of each exercise, in turn; a `CourseError` for a worked solution that does not pass itself."""
    plans = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        for name in names:
            slug, exercise = course.find(name, root)
            found = of_exercise(name, root)
            counted = sample(found, limit)
            wanted = [*counted, *(m for m in found if m.key in exercise.equivalent and m not in counted)]
            worked = pool.submit(survives, name, course.source_of(name, root), root)
            plans.append((slug, exercise, found, counted, worked,
                          {mutant: pool.submit(survives, name, mutant.source, root) for mutant in wanted}))
        for slug, exercise, found, counted, worked, futures in plans:
            if not worked.result():
                pool.shutdown(cancel_futures=True)
                cell = course.topic(slug, root).exercise_cells[exercise.name]
                raise CourseError(course.topic(slug, root).where, cell.line,
                                  f"the worked solution of '{exercise.name}' does not pass its own checks.")
            judged = {mutant: future.result() for mutant, future in futures.items()}
            yield tally(exercise, found, judged, counted)


def _chosen(words: list[str]) -> list[str]:
    """Exercise names for names and slugs; all where there are none."""
    known = course.exercises()
    names = []
    for word in words:
        slug = re.sub(r"^\d\d_", "", word)
        mine = [name for name, (topic, _) in known.items() if word == name or topic == slug]
        if not mine:
            raise ValueError(f"There is no exercise or topic '{word}'; the exercises are {', '.join(known)}.")
        names += mine
    return list(dict.fromkeys(names)) if words else list(known)


def _report(result: Tally) -> None:
    slug, _ = course.find(result.exercise)
    where = course.topic(slug).where
    print(f"{result.exercise}: {result.killed}/{result.total} killed, {result.equivalent} equivalent", flush=True)
    for mutant in result.survivors:
        print(f"  survives: {where}:{mutant.line}: {mutant.key}  ({mutant.operator})")
    for sentence in result.stale:
        print(f"  stale entry in equivalent: {sentence}")


def main(args: list[str]) -> int:
    """``mutants [NAME or slug …] [--all] [--limit N]``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises or topics; all where none is given")
    parser.add_argument("--all", action="store_true", help="every mutant, not only a sample")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help=f"size of a sample (default {LIMIT})")
    options = parser.parse_args(args)
    results = []
    try:
        for result in survey(_chosen(options.names), None if options.all else options.limit):
            results.append(result)
            _report(result)
    except (CourseError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    killed, judged = sum(r.killed for r in results), sum(r.total - r.equivalent for r in results)
    print(f"{killed} of {judged} mutants killed ({killed / max(judged, 1):.1%}), equivalent ones not counted")
    return 1 if any(r.survivors or r.stale for r in results) else 0
