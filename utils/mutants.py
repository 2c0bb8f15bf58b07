"""Would the checks notice? Changes the worked solutions in small ways and counts how many changes `judge` rejects."""
from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import hashlib
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from . import cases, course
from .course import ROOT, CourseError
from .exercise import Exercise
from .limits import TimeLimit
from .mutations import Mutant, mutants
from .scores import ENOUGH, KILLED, STOPPED, SURVIVED, Score, report, score
from .workers import LOST, calls

SECONDS = 0.5  # for one call: endless loops are common among mutants


def sample(found: list[Mutant], limit: int | None = None) -> list[Mutant]:
    """At most `limit` of one exercise's mutants, in their order: the same at every call, whatever other mutants there are."""
    if limit is None or len(found) <= limit:
        return found
    chosen = sorted(range(len(found)), key=lambda k: _digest(found[k]))[:limit]
    return [found[k] for k in sorted(chosen)]


def _digest(mutant):
    return hashlib.sha256(f"{mutant.exercise} {mutant.operator} {mutant.key}".encode()).digest()


def of_exercise(name: str, root: Path = ROOT) -> list[Mutant]:
    """All mutants of a worked solution."""
    slug, _ = course.find(name, root)
    cell = course.topic(slug, root).exercise_cells[name]
    return mutants(name, cell.source, cell.line)


def fate(name: str, source: str, root: Path = ROOT, seconds: float = SECONDS, judge: Callable | None = None) -> str:
    """Whether `source` passes as an answer to `name`: survived, killed, or stopped by the time limit.

    The other exercises are the worked ones. The inputs end with the first that fails: neither the smallest one nor the
    mistake behind it is wanted here, and those take most of a check's time. Tests may give a `judge` of their own.
    """
    exercise, namespace = _setting(name, root, seconds)
    answer = _defined(name, source, namespace)
    if answer is None:
        return KILLED
    if judge is not None:
        return SURVIVED if judge(exercise, answer).passed else KILLED
    from .checking import first_failure
    failure = first_failure(exercise, answer)
    if failure is None:
        return SURVIVED
    return STOPPED if failure.outcome.raised(TimeLimit) else KILLED


def prepare(name: str, _source: str, root: Path = ROOT, seconds: float = SECONDS) -> None:
    """What is no mutant's time: the imports and the inputs of the exercise, and what its oracle says of them."""
    cases.known(_setting(name, root, seconds)[0])


@functools.cache
def _setting(name, root, seconds) -> tuple[Exercise, dict]:
    slug, exercise = course.find(name, root)
    if exercise.seconds <= 2:  # an author who asks for more than the default needs it
        exercise = dataclasses.replace(exercise, seconds=seconds)
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


def survey(names: Iterable[str], limit: int | None = None, root: Path = ROOT, seconds: float = SECONDS,
           watch: Callable[[Iterator, int], Iterable] = lambda fates, total: fates) -> Iterator[Score]:
    """The score of each exercise, in turn; a `CourseError` for a worked solution that does not pass itself.

    `watch` gets the fates as they come, and how many there will be; it passes them on (a progress bar).
    """
    plans, tasks = [], []
    for name in names:
        exercise = course.find(name, root)[1]
        found = of_exercise(name, root)
        counted = sample(found, limit)
        wanted = [*counted, *(m for m in found if m.key in exercise.equivalent and m not in counted)]
        plans.append((exercise, found, counted, wanted))
        tasks += [(name, source, root, seconds) for source in (course.source_of(name, root), *(m.source for m in wanted))]
    with contextlib.closing(calls(fate, tasks, prepare)) as results:
        fates = iter(watch(results, len(tasks)))
        for exercise, found, counted, wanted in plans:
            if next(fates) != SURVIVED:
                topic = course.topic(course.find(exercise.name, root)[0], root)
                raise CourseError(topic.where, topic.exercise_cells[exercise.name].line,
                                  f"the worked solution of '{exercise.name}' does not pass its own checks.")
            judged = {mutant: STOPPED if (value := next(fates)) == LOST else value for mutant in wanted}
            yield score(exercise, found, judged, counted)


def chosen(words: list[str]) -> list[str]:
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


def _watched(fates: Iterator, total: int, quiet: bool) -> Iterable:
    """The fates, with a progress bar; without one in a file or a pipe, where each of its states would be a line."""
    if quiet or not sys.stderr.isatty():
        return fates
    from tqdm import tqdm

    return tqdm(fates, total=total, unit="mutant", file=sys.stderr, leave=False)


def main(args: list[str]) -> int:
    """``mutants [NAME or slug …] [--limit N] [--quiet] [--seconds S]``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises or topics; all where none is given")
    parser.add_argument("--limit", type=int, metavar="N", help="only a fixed sample of N mutants of each exercise")
    parser.add_argument("--all", action="store_true", help="every mutant: what is done without --limit too")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="S",
                        help=f"for one call of a mutant (default {SECONDS:g}); more on a machine that is busy")
    options = parser.parse_args(args)
    if options.limit is not None and options.limit < 1 or not options.seconds > 0:
        parser.error("--limit and --seconds are more than 0.")  # an alarm of 0 seconds would never ring
    try:
        names = chosen(options.names)
        limit = None if options.all else options.limit
        watch = functools.partial(_watched, quiet=options.quiet)
        results = list(survey(names, limit, seconds=options.seconds, watch=watch))
    except (CourseError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report(results, {name: course.topic(course.find(name)[0]).where for name in names}))
    short = [result.exercise for result in results if not result.enough]
    if short:
        print(f"\nBelow {ENOUGH:.0%}: {', '.join(short)}.")
    return 1 if short or any(result.stale for result in results) else 0
