"""The inputs of an exercise: hand-written first, then generated ones, and the search for a smaller one that fails."""
from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator

import numpy as np

from .exercise import Case, Exercise

_known: dict[tuple, tuple] = {}


def known(exercise: Exercise) -> list[tuple[Case, object]]:
    """(case, expected) pairs, the same in every run; worked out once, before any answer has run."""
    key = id(exercise.oracle), id(exercise.cases), id(exercise.generate)
    if key not in _known:
        cases = [*exercise.cases, *generated(exercise)]
        # the parts are kept with the result, so that their ids stay taken
        _known[key] = [(c, exercise.expected(c)) for c in cases], (exercise.oracle, exercise.cases, exercise.generate)
    return _known[key][0]


def smaller(exercise: Exercise, fails: Callable[[Case], bool]) -> None:
    """Run `fails` on ever smaller generated inputs; it keeps what it finds.

    The search ends after `exercise.shrinks` inputs from the first that fails: counted, not timed, so that the same
    answer always gets the same counterexample.
    """
    tried = itertools.count()
    found = False

    def hunt(case: Case):
        nonlocal found
        if found and next(tried) >= exercise.shrinks:
            raise _EnoughError
        if fails(case):
            found = True
            raise _FoundError

    if exercise.generate is not None:
        with contextlib.suppress(_FoundError, _EnoughError):
            _hypothesis_run(exercise, hunt, shrink=True)


class _FoundError(Exception):
    """The input fails: what hypothesis is to look for on smaller ones."""


class _EnoughError(BaseException):
    """Ends hypothesis' search at once; it would go on after an Exception."""


def generated(exercise: Exercise) -> list[Case]:
    """`exercise.generated` inputs, no two alike; fewer where the strategy has no more to give."""
    found: dict[bytes, Case] = {}

    def collect(case: Case):
        found.setdefault(key(case), case)
        if len(found) >= exercise.generated:
            raise _EnoughError

    if exercise.generate is not None:
        with contextlib.suppress(_EnoughError):
            _hypothesis_run(exercise, collect, shrink=False)
    return list(found.values())


def key(case: Case) -> bytes:
    """The same for inputs that are the same, all the way down; an argument of another kind has to be picklable."""
    return pickle.dumps((case.args, sorted(case.kwargs.items()), case.layout))


def _hypothesis_run(exercise: Exercise, visit: Callable[[Case], object], shrink: bool) -> None:
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings

    with _quiet_hypothesis():
        @settings(max_examples=5 * exercise.generated, derandomize=True, database=None, deadline=None, print_blob=False,
                  report_multiple_bugs=False, verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck),
                  phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,))
        @given(exercise.generate())
        def visit_all(case):
            visit(case)

        visit_all()


@contextlib.contextmanager
def _quiet_hypothesis() -> Iterator[None]:
    """No folder beside the notebook, and no constants picked up from whatever modules happen to be loaded.

    hypothesis mixes constants of "local" modules into what it draws; the inputs would depend on the learner's imports.
    """
    from hypothesis.configuration import set_hypothesis_home_dir
    from hypothesis.internal.conjecture import providers

    set_hypothesis_home_dir(os.path.join(tempfile.gettempdir(), "whiteboard-hypothesis"))
    before = providers._get_local_constants
    nothing = providers.Constants()
    providers._get_local_constants = lambda: nothing
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        providers._get_local_constants = before
        providers.CONSTANTS_CACHE.cache.clear()


def size(case: Case) -> tuple:
    """Orders inputs from small to large: how many numbers, then how much there is to read, then how large they are."""
    numbers = list(_numbers([*case.args, *case.kwargs.values()]))
    digits = sum(len(format(n, ".12g")) for n in numbers)
    length = len(numbers) + _containers([*case.args, *case.kwargs.values()])
    return length, digits, sum(map(abs, numbers)), case.layout != "plain"


def _numbers(value) -> Iterator[float]:
    if isinstance(value, np.ndarray):
        yield from (float(x) for x in value.ravel())
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, (int, float, np.generic)):
        yield float(value)


def _containers(value) -> int:
    """Boxes in boxes cost the reader something too; an empty array is not nothing."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return len(value) + sum(map(_containers, value))
    return 0
