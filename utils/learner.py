"""The names that a notebook uses: check, hint, solution, stand_in. Each takes the function itself or its name."""
from __future__ import annotations

import difflib
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .exercise import Exercise
from .verdict import Verdict

_shown: dict[str, int] = {}  # exercise → hints shown so far in this kernel
_ABSENT = object()


def check(target: Callable | str) -> Verdict:
    """Judge the learner's function.

    Parameters
    ----------
    target : function or str
        A function that has the name of an exercise, or that name: then the notebook's function of this name is judged.

    Returns
    -------
    Verdict
        Never raises for anything that the learner's code does; bad input gives one sentence in `Verdict.message`.
    """
    name, function, trouble = _aim(target, sys._getframe(1))
    if trouble:
        return Verdict(name, "not attempted", trouble)
    from .checking import judge
    from .recording import record_check

    verdict = judge(_find(name), function)
    record_check(verdict)
    return verdict


def hint(target: Callable | str) -> Hint:
    """The next hint of an exercise; each call shows one more, the last one stays."""
    exercise = exercise_of(target)
    place = min(_shown.get(exercise.name, 0), len(exercise.hints) - 1)
    _shown[exercise.name] = place + 1
    return Hint(exercise.name, place + 1, len(exercise.hints), exercise.hints[place])


@dataclass(frozen=True)
class Hint:
    """One hint; shows itself as Markdown, and as the same text."""

    exercise: str
    number: int
    of: int
    text: str

    def __repr__(self) -> str:
        return f"Hint {self.number} of {self.of} for {self.exercise}: {self.text}"

    def _repr_markdown_(self) -> str:
        return f"**Hint {self.number} of {self.of}** for `{self.exercise}`: {self.text}"


def solution(target: Callable | str) -> Solution:
    """The worked solution of an exercise, read from the source of its topic."""
    from . import course
    from .recording import record_solution

    name = exercise_of(target).name
    shown = Solution(name, course.source_of(name))
    record_solution(name)
    return shown


@dataclass(frozen=True)
class Solution:
    """A worked solution; `source` is its text."""

    exercise: str
    source: str

    def __repr__(self) -> str:
        return self.source

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.source.rstrip()}\n```"


def stand_in(function: Callable) -> Callable:
    """The learner's function, or, while it is still blank, the worked solution (and one line that says so).

    For demonstrations and figures only: a check never uses it. The stand-in has the attribute ``stands_in = True``.
    A function that is written, but calls one that is still blank, is stood in for when that happens.
    """
    name = exercise_of(function).name
    if not is_blank(function, name):
        return _with_a_net(function, name)
    from . import course

    worked = course.reference(name)
    if isinstance(worked, type):
        print(f"{name} is still blank: the worked solution stands in.")
        return type(name, (worked,), {"stands_in": True})

    @functools.wraps(worked)
    def standing_in(*args, **kwargs):
        return worked(*args, **kwargs)

    standing_in.stands_in = True
    print(f"{name} is still blank: the worked solution stands in.")
    return standing_in


def _with_a_net(function, name):
    if isinstance(function, type):
        return function

    @functools.wraps(function)
    def tried(*args, **kwargs):
        from .sandbox import blank_of

        try:
            return function(*args, **kwargs)
        except NotImplementedError as error:
            if blank_of(error) is None:
                raise
            from . import course

            print(f"{name} calls {blank_of(error)}, which is still blank: the worked solution stands in.")
            return course.reference(name)(*args, **kwargs)

    return tried


def is_blank(function: Callable, name: str) -> bool:
    """Whether the marker of the blank is still in the function (or in a method of the class)."""
    from .sandbox import marked

    members = vars(function).values() if isinstance(function, type) else [function]
    return any(marked(member, name) for member in members)


def _exercises() -> dict[str, Exercise]:
    from . import course

    return {name: exercise for name, (_, exercise) in course.exercises().items()}


def _find(name: str) -> Exercise | None:
    """The exercise of this name; loads its topic alone."""
    from . import course

    try:
        return course.find(name)[1]
    except KeyError:
        return None


def _of_another_kind(name, target) -> str:
    """A sentence where a class is given for a function; a function that makes objects may stand for a class."""
    if isinstance(target, type) and not _find(name).is_class:
        return f"`{name}` is a class here, wanted a function: write `def {name}(…)`."
    return ""


def exercise_of(target) -> Exercise:
    """The exercise that a function or a name means; ValueError with the nearest name where there is none."""
    name = target if isinstance(target, str) else getattr(target, "__name__", type(target).__name__)
    exercise = _find(name)
    if exercise is None:
        raise ValueError(_unknown(name, _exercises()))
    return exercise


def _aim(target, frame) -> tuple[str, Callable | None, str]:
    """(name, function, trouble): what `check` was given, or one sentence on why that cannot be judged."""
    if isinstance(target, str):
        if _find(target) is None:
            return target, None, _unknown(target, _exercises())
        function = _look_up(target, frame)
        if function is _ABSENT:
            return target, None, f"`{target}` is not defined yet: run the cell that defines it, then check again."
        if not callable(function):
            wanted = "a class" if _find(target).is_class else "a function"
            return target, None, f"`{target}` is {_kind(function)} here, wanted {wanted}."
        return target, function, _of_another_kind(target, function)
    if not callable(target):
        known = _exercises()
        return "?", None, f"check was given {_kind(target)}, wanted a function or its name, as in `check({next(iter(known))})`."
    name = _own_name(target)
    if not isinstance(name, str) or name == "<lambda>":
        known = _exercises()
        what = "a lambda" if name == "<lambda>" else _kind(target)
        bound = next((key for key in known if _look_up(key, frame) is target), None)
        if bound:
            return bound, None, (f"`{bound}` is {what}, which does not know its name: "
                                 f'write `def {bound}(…)` or `check("{bound}")`.')
        return "?", None, (f"check was given {what}, which has no name: "
                           f"write `def {next(iter(known))}(…)`, the name is the exercise.")
    if _find(name) is None:
        return name, None, _unknown(name, _exercises())
    return name, target, _of_another_kind(name, target)


def _own_name(target):
    try:
        return getattr(target, "__name__", None)
    except Exception:  # a learner's object may do anything when it is asked
        return None


def _look_up(name, frame):
    for scope in (frame.f_locals, frame.f_globals, getattr(sys.modules.get("__main__"), "__dict__", {})):
        if name in scope:
            return scope[name]
    return _ABSENT


def _kind(value) -> str:
    from .formatting import article

    name = type(value).__name__
    return {"NoneType": "None", "ndarray": "an array"}.get(name) or article(name)


def _unknown(name: str, known) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return f"`{name}` is no exercise of this course; the nearest name is `{near[0]}`." if near else \
        f"`{name}` is no exercise, and this course has none yet."
