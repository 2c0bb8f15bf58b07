"""`race(fn)`: the learner's function, the worked solution, its fast coda and the library, timed over growing inputs."""
from __future__ import annotations

import gc
import inspect
import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from . import course
from .codas import coda, declared
from .exercise import Case, Exercise
from .learner import check, is_blank
from .sandbox import look
from .threads import one_thread

SECONDS, HURRY = 5.0, 0.5  # for a whole race; where only its running counts
LOADING = 20.0  # for a library to be imported, before the race begins
REPEATS = 7  # calls of which the fastest counts
COUNTING = 1.0  # seconds for one count; after one of more than a tenth of it no larger n is counted
TICK = 1e-9  # seconds that a call takes at least: a coarse clock may see none
FAINT = 2e-5  # seconds; below this the clock and the call itself are much of what is measured
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


@dataclass(frozen=True)
class Lap:
    """One contestant on one n: the fastest call in seconds, and operations where they are counted."""

    seconds: float
    operations: int | None = None


@dataclass(frozen=True)
class Results:
    """What a race found; shows itself as a figure and a table, and as text.

    Attributes
    ----------
    laps : dict
        Contestant → n → Lap. A contestant that is too slow for a size has none there.
    """

    exercise: str
    race: Race
    laps: Mapping[str, Mapping[int, Lap]]
    stopped: Mapping[str, str]

    def exponent(self, contestant: str) -> float | None:
        """k of the best fit of seconds = c · n^k to the upper half of the sizes; None where there are too few points."""
        points = [(math.log(n), math.log(lap.seconds)) for n, lap in self.laps[contestant].items() if lap.seconds > FAINT]
        points = points[-max(3, len(points) // 2 + 1):]
        if len(points) < 3:
            return None
        middle = [sum(column) / len(points) for column in zip(*points)]
        spread = sum((x - middle[0]) ** 2 for x, _ in points)
        return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / spread

    @property
    def base(self) -> str:
        """The contestant that the ratios are to: the library where there is one."""
        return self.race.library if self.race.library in self.laps else next(iter(self.laps))

    @property
    def common(self) -> int | None:
        """The largest n that all have reached."""
        return max((n for n in self.race.sizes if all(n in laps for laps in self.laps.values())), default=None)

    @property
    def counted(self) -> int | None:
        """The largest n on which the operations of all that have any are counted."""
        laps = [{n for n, lap in laps.items() if lap.operations is not None} for laps in self.laps.values()]
        return max(set.intersection(*filter(None, laps)), default=None) if any(laps) else None

    def heads(self) -> list[str]:
        at = f"time at n = {self.common:,}" if self.common else "time"
        counted = [f"{self.race.counted} at n = {self.counted:,}"] if self.counted else []
        return ["who", "fit", at, f"of {self.base}", *counted, "largest n"]

    def rows(self) -> list[list[str]]:
        """A row a contestant: name, fit, seconds and ratio at `common`, operations at `counted`, the largest n and why."""
        base = self.laps[self.base].get(self.common)
        found = []
        for name, laps in self.laps.items():
            lap, exponent = laps.get(self.common), self.exponent(name)
            operations = getattr(laps.get(self.counted), "operations", None)
            counted = ["" if operations is None else f"{operations:,}"] if self.counted else []
            largest = f"{max(laps):,}" if laps else ""
            found.append([name, "" if exponent is None else f"n^{exponent:.2f}", _time(lap), _ratio(lap, base), *counted,
                          f"{largest} ({self.stopped[name]})" if name in self.stopped else largest])
        return found

    def __str__(self) -> str:
        lines = [self.heads(), *self.rows()]
        wide = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
        title = f"race {self.exercise}: n = {self.race.unit}; the fastest of up to {REPEATS} calls each"
        return "\n".join([title, *("  ".join(cell.ljust(w) for cell, w in zip(line, wide)).rstrip() for line in lines)])

    __repr__ = __str__

    def _ipython_display_(self):
        from .figures.race import lines

        lines(self)
        print(self)


def _time(lap):
    if lap is None:
        return ""
    seconds = float(f"{lap.seconds:.3g}")
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1 or unit == "µs":
            return f"{seconds * factor:.3g} {unit}"
    return ""


def _ratio(lap, base):
    return "" if lap is None or base is None else f"{lap.seconds / base.seconds:.3g}×"


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
    """
    name = target if isinstance(target, str) else getattr(target, "__name__", "")
    slug, exercise = course.find(name)
    found = races(slug).get(name)
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
    try:
        return inspect.getsource(target).strip() in course.source_of(name)
    except (OSError, TypeError):
        return False


def _raced():
    return [name for slug in course.files() for name in races(slug)]


def run(exercise: Exercise, found: Race, contestants: Mapping[str, Callable], seconds: float = SECONDS,
        clock: Callable[[], float] = time.perf_counter) -> Results:
    """Each contestant on each n in turn, on one thread, until its share of the time is used up."""
    from threadpoolctl import threadpool_limits

    for answer in contestants.values():  # whatever a library imports when it is called first
        look(lambda answer=answer: exercise.use(answer, Case(found.make(found.sizes[0])).fresh()[0], {}), LOADING)
    with threadpool_limits(1), one_thread(load=False), _set_aside():
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
                stopped[name] = f"about {_time(Lap(expected))} for n = {n:,}"
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
