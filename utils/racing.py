"""`race(fn)`: the learner's function, the worked solution, its fast coda and the library, timed over growing inputs."""
from __future__ import annotations

import gc
import inspect
import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from . import course
from .codas import coda, declared
from .exercise import Case, Exercise
from .laps import REPEATS, Lap, Results, time_text
from .learner import check, exercise_of, is_blank
from .sandbox import look
from .threads import one_thread

SECONDS, HURRY = 5.0, 0.1  # for a whole race; where only its running counts
LOADING = 20.0  # for a library to be imported, before the race begins
COUNTING = 1.0  # seconds for one count; after one of more than a tenth of it no larger n is counted
TICK = 1e-9  # seconds that a call takes at least: a coarse clock may see none
YOURS, WORKED, FAST = "yours", "worked solution", "fast coda"


@dataclass(frozen=True)
class Race:
    """How an exercise is raced; a topic lists its races in ``utils/topics/slug/races.py`` as ``RACES``, exercise → Race.

    Parameters
    ----------
    sizes
        Growing n.
    make
        ``make(n)``: the arguments, the same at every call; each call of a contestant gets copies of its own.
    unit
        What n counts: "boxes on each side".
    library
        What the library's line is called; empty where there is none.
    peer
        Same signature; imports the library when it is called.
    counted
        What `count` counts: "comparisons".
    count
        ``count(answer, *arguments) -> int``: operations of an answer on these arguments; None where nothing is counted.
    """

    sizes: tuple[int, ...]
    make: Callable[[int], tuple]
    unit: str
    library: str = ""
    peer: Callable | None = None
    counted: str = ""
    count: Callable | None = None


def races(slug: str) -> Mapping[str, Race]:
    """Exercise → Race of a topic; empty where it has none."""
    return declared(slug, "races", "RACES")


def race(target: Callable | str, seconds: float | None = None):
    """Time the learner's function beside the worked solution, its fast coda and the library.

    Parameters
    ----------
    target : function or str
        As for `check`; a wrong answer is not raced: its verdict comes back. While it is still blank, the others race alone.
    seconds
        For the whole race, about; 5 unless told.

    Returns
    -------
    Results or Verdict

    Raises
    ------
    ValueError
        There is no such exercise, the sentence has the nearest one; or it is not raced.
    """
    exercise = exercise_of(target)
    name = exercise.name
    found = races(course.find(name)[0]).get(name)
    if found is None:
        raise ValueError(f"`{name}` is not raced: its cost is no point of the exercise. Raced are {', '.join(_raced())}.")
    contestants: dict[str, Callable] = {}
    worked = WORKED
    if not isinstance(target, str) and not is_blank(target, name) and not getattr(target, "stands_in", False):
        verdict = check(target)
        if not verdict.passed:
            return verdict
        if _is_worked(target, name):
            worked = f"{WORKED} (yours)"
        else:
            contestants[YOURS] = target
    contestants[worked] = course.reference(name)
    if (fast := coda(name)) is not None:
        contestants[FAST] = fast
    if found.peer is not None:
        contestants[found.library] = found.peer
    if seconds is None:
        seconds = HURRY if os.environ.get("WHITEBOARD_HURRY") else SECONDS
    return run(exercise, found, contestants, seconds)


def _is_worked(target, name) -> bool:
    """Whether the learner's is the worked solution, letter for letter, as in the worked notebook: it is not raced twice."""
    for text in (inspect.getsource, _cell):
        with suppress(OSError, TypeError):
            return text(target).strip() in course.source_of(name)
    return False


def _cell(target):
    """The text that a class was written in: before Python 3.13 `inspect` finds the methods of a notebook's class, not itself."""
    method = next(filter(inspect.isfunction, vars(target).values()), None)
    return "".join(inspect.findsource(method)[0])


def _raced():
    return [name for slug in course.files() for name in races(slug)]


def run(exercise: Exercise, found: Race, contestants: Mapping[str, Callable], seconds: float = SECONDS,
        clock: Callable[[], float] = time.perf_counter) -> Results:
    """Each contestant on each n in turn, on one thread, until its share of the time is used up."""
    from threadpoolctl import threadpool_limits

    for answer in contestants.values():  # whatever a library imports when it is called first
        look(lambda answer=answer: exercise.use(answer, Case(found.make(found.sizes[0])).fresh()[0], {}), LOADING)
    # torch first: it answers with OpenMP's number, and once that is 1 it would seem to need nothing, and MKL would keep two
    with one_thread(load=False), threadpool_limits(1), _set_aside():
        return _held(exercise, found, contestants, seconds, clock)


@contextmanager
def _set_aside():
    """What is loaded is out of the garbage collector's sight inside: no contestant pays for walks over the libraries."""
    frozen = gc.get_freeze_count()
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()


def _held(exercise, found, contestants, seconds, clock) -> Results:
    ends = clock() + seconds
    laps: dict[str, dict[int, Lap]] = {name: {} for name in contestants}
    stopped: dict[str, str] = {}
    for place, n in enumerate(found.sizes):
        alive = [name for name in contestants if name not in stopped]
        for turn, name in enumerate(alive):
            share = (ends - clock()) / (len(found.sizes) - place) / (len(alive) - turn)
            expected = _expected(laps[name], n)
            if 2 * expected > max(share, 0.0):  # a call that warms up, and one that counts
                stopped[name] = f"about {time_text(Lap(expected))} for n = {n:,}"
                continue
            lap, error = _lap(exercise, found, contestants[name], n, share, clock)
            if error:
                stopped[name] = error
            else:
                laps[name][n] = lap
    return Results(exercise.name, found, _counted(found, contestants, laps, clock), stopped)


def _counted(found, contestants, laps, clock) -> dict[str, dict[int, Lap]]:
    """The laps with their operations, as far as counting is quick: it takes many times as long as running."""
    if found.count is None:
        return laps
    counted = {name: dict(own) for name, own in laps.items()}
    for name, own in counted.items():
        for n, lap in own.items():
            started, given = clock(), Case(found.make(n)).fresh()[0]
            operations, error = look(partial(found.count, contestants[name], *given), COUNTING)
            if error is not None:
                break
            own[n] = Lap(lap.seconds, operations)
            if clock() - started > COUNTING / 10:
                break
    return counted


def _expected(laps, n) -> float:
    """Seconds that a call on n will take if it goes on as it did: at least in proportion; 0 before the first."""
    if not laps:
        return 0.0
    *_, last = sizes = list(laps)
    power = 1.0
    if len(sizes) > 1:
        power = max(power, math.log(laps[last].seconds / laps[sizes[-2]].seconds) / math.log(last / sizes[-2]))
    return laps[last].seconds * (n / last) ** power


def _lap(exercise, found, answer, n, share, clock) -> tuple[Lap | None, str]:
    """The fastest call; the first one warms up, and counts only where there is no time for another."""
    given = Case(found.make(n))
    times: list[float] = []

    def call():
        args, _ = given.fresh()
        started = clock()
        exercise.use(answer, args, {})
        return clock() - started

    begun = clock()
    while len(times) <= REPEATS and (not times or clock() - begun + times[-1] < share):
        taken, error = look(call, max(4 * share, 0.5))
        if error is not None:
            return None, f"{type(error).__name__} at n = {n:,}"
        times.append(taken)
    return Lap(max(min(times[1:] or times), TICK)), ""
