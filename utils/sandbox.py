"""One call of an answer: what it returned, raised, printed, warned of, changed and called."""
from __future__ import annotations

import contextlib
import inspect
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .exercise import Case, Exercise
from .formatting import article, brief
from .guard import LibraryWatch, Untouched
from .limits import REPEAT, Alarm, Prints, TimeLimit, dropping


@dataclass(frozen=True)
class Outcome:
    """What one call did. Exactly one of `value` and `error` counts: `error` is None when the call returned."""

    value: object = None
    error: BaseException | None = None
    changed: tuple[str, ...] = ()
    handed_back: str | None = None
    patched: tuple[str, ...] = ()
    library: str | None = None
    printed: str = ""
    printed_count: int = 0
    warned: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    misfit: str | None = None

    def raised(self, kind) -> bool:
        """Whether the call ended in an exception of this kind, or of one of these."""
        return issubclass(type(self.error), kind)  # `__class__` may lie, or raise


class _Interrupt:
    """Tells the learner's own Ctrl-C (or Kernel → Interrupt) from a KeyboardInterrupt that the answer raises."""

    def __enter__(self):
        self.pressed = False
        self.on = threading.current_thread() is threading.main_thread()
        if self.on:
            self.before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_):
        if self.on:
            signal.signal(signal.SIGINT, self.before)

    def _press(self, _signum, frame):
        self.pressed = True
        if not dropping(frame):
            raise KeyboardInterrupt
        # let the alarm ring right after
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, REPEAT)


def run(function: Callable, exercise: Exercise, case: Case, untouched: Untouched | None = None,
        forbidden: tuple[str, ...] = ()) -> Outcome:
    """Call `function` on fresh copies of the case's arguments. Raises nothing but the user's own KeyboardInterrupt."""
    args, kwargs = case.fresh()
    _poison()
    prints, watch = Prints(), LibraryWatch(forbidden, exercise.sortable and exercise.sortable(case), function)
    settings: tuple[str, ...] = ()

    def call():
        value = exercise.use(function, args, kwargs)
        if inspect.iscoroutine(value):
            value.close()  # never awaited, it would warn later
        return value

    with warnings.catch_warnings(record=True) as warned, np.errstate(), \
            contextlib.redirect_stdout(prints), contextlib.redirect_stderr(prints):
        warnings.simplefilter("always")
        before, loaded = _settings(), len(sys.modules)
        try:
            value, error = look(call, exercise.seconds, watch)
        finally:  # before anything of ours runs: it may be `len` that was patched
            patched = tuple(untouched.restore()) if untouched else ()
        if len(sys.modules) == loaded:  # to load a library may add a filter: that is no change of the answer's
            settings = tuple(what for what, was in before.items() if was != _settings()[what])
    if type(error) is RuntimeError and "DefaultCPUAllocator" in text_of(error):
        error = MemoryError()  # torch has a word of its own for it
    arguments = exercise.bound_arguments(args, kwargs)
    handed_back = next((name for name, given in arguments.items() if given is value and value is not None), None)
    return Outcome(value, error, _changed(exercise, case, arguments), handed_back, patched, watch.called, prints.kept,
                   prints.count, tuple(dict.fromkeys(text_of(w.message) for w in warned)), settings,
                   _misfit(function, exercise, error, args, kwargs))


def look(action: Callable, seconds: float, around=None) -> tuple[object, BaseException | None]:
    """(value, error) of `action`, which runs an answer's code, be it only the `__eq__` of what it returned.

    Raises nothing but the user's own KeyboardInterrupt, and ends in time. `around` is left when no alarm can ring in it.
    """
    value, error, interrupt = None, None, _Interrupt()
    try:
        with interrupt, Alarm(seconds) as alarm, around or contextlib.nullcontext():
            try:
                value = action()
            finally:
                alarm.armed = False
    except BaseException as caught:  # an answer may raise anything, SystemExit included
        error = caught
    if interrupt.pressed:  # also where the answer, or a hook, has swallowed it
        raise KeyboardInterrupt from error
    return value, error


def _settings() -> dict[str, object]:
    """What `run` itself puts back after each call."""
    return {"NumPy's error handling": np.geterr(), "the filters of `warnings`": list(warnings.filters)}


def _poison() -> None:
    """Leave nan in the memory that NumPy hands out next: `np.empty` or a `where=` without `out=` must not look right."""
    kept = [np.full(count, np.nan) for count in range(1, 33) for _ in range(2)]
    del kept


def _changed(exercise, case, named) -> tuple[str, ...]:
    """Names of the arguments that are no longer what they were."""
    was = exercise.arguments(case)

    def changed():
        return tuple(name for name in was if not identical(was[name], named[name]))

    names, error = look(changed, exercise.seconds)
    return names if error is None else tuple(was)[:1]  # what was put in there raises when it is looked at


def identical(one, other) -> bool:
    """Same type, shape, dtype and bits, all the way down."""
    if isinstance(one, np.ndarray):
        return (isinstance(other, np.ndarray) and one.shape == other.shape and one.dtype == other.dtype
                and one.tobytes() == other.tobytes())
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(identical(one[k], other[k]) for k in one)
    return one is other or type(one) is type(other) and one == other


def sentence(exercise: Exercise, outcome: Outcome) -> str:
    """Why a call did not return, in one plain sentence."""
    error = outcome.error
    if outcome.raised(TimeLimit):
        return (f"was stopped after {exercise.seconds:g} s on the input below: "
                "an endless loop, or far more work than the input needs.")
    if outcome.raised(MemoryError):
        return "asked for more memory than this course lends it (4 GiB): allocate what the result needs, not more."
    if outcome.raised(RecursionError):
        return "called itself too deeply (RecursionError): is there a base case, and does every call come nearer to it?"
    if outcome.raised(SystemExit):
        return "called `sys.exit`, which would end the whole kernel: use `return`."
    if outcome.raised(KeyboardInterrupt):
        return "raised KeyboardInterrupt by itself, as if you had pressed Ctrl-C: leave that to the keyboard."
    blank = blank_of(error)
    if blank == exercise.name:
        return "has a method that is still blank, and the input below needs it."
    if blank:
        return f"calls `{blank}`, which is still blank: write that one first."
    if outcome.raised(ValueError) and "read-only" in str(error):
        return "tried to write into an argument that is read-only: work on a copy."
    wanted = outcome.misfit and inspect.signature(exercise.oracle)
    if wanted:
        names = ", ".join(parameter.name for parameter in wanted.parameters.values())
        return (f"takes `{outcome.misfit}`, but is called with `({names})`: {text_of(error)}. "
                f"Write `def {exercise.name}({_plainly(wanted)})`.")
    kind = type(error).__name__
    text = brief(text_of(error))
    text = text[1:].removesuffix(text[0])  # without the quotes round the whole, but with those at either end of the words
    return f"raised {article(kind)}" + (f": {text}" if text else "") + ("" if text.endswith((".", "?", "!")) else ".")


def _misfit(function, exercise, error, args, kwargs) -> str | None:
    """The answer's own signature, where these arguments do not fit it; of what is no plain call Python tells enough."""
    if exercise.call or not issubclass(type(error), TypeError):
        return None
    try:
        signature = inspect.signature(function)
    except Exception:  # some callables have none, and an answer may give itself anything for one
        return None
    try:
        signature.bind(*args, **kwargs)
    except TypeError:
        return f"({_plainly(signature)})"
    return None


def _plainly(signature) -> str:
    return str(signature.replace(return_annotation=inspect.Signature.empty))[1:-1]


def text_of(error) -> str:
    """What an exception or a warning says."""
    text, failed = look(lambda: str(error), 1.0)  # a learner's exception may fail in __str__
    return "" if failed else text


def blank_of(error: BaseException | None) -> str | None:
    """The exercise whose untouched blank raised this, if one did."""
    text = text_of(error) if issubclass(type(error), NotImplementedError) else ""
    return text.removeprefix("exercise: ") if text.startswith("exercise: ") else None


def marked(function: object, name: str) -> bool:
    """Whether the marker of the blank of `name` is still in a function."""
    code = getattr(function, "__code__", None)
    return code is not None and f"exercise: {name}" in code.co_consts
