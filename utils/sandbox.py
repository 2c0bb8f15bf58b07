"""One call of an answer: what it returned, raised, printed, warned of, changed and called."""
from __future__ import annotations

import contextlib
import inspect
import signal
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .exercise import Case, Exercise
from .formatting import article, brief
from .guard import LibraryWatch, Untouched
from .limits import REPEAT, Alarm, Prints, TimeLimit


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

    def raised(self, kind) -> bool:
        return isinstance(self.error, kind)


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
        if frame.f_code.co_name != "gc_callback":
            raise KeyboardInterrupt
        # hypothesis hooks into the garbage collector; what is raised there is dropped, so let the alarm ring right after
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, REPEAT)


def run(function: Callable, exercise: Exercise, case: Case, untouched: Untouched | None = None,
        forbidden: tuple[str, ...] = ()) -> Outcome:
    """Call `function` on fresh copies of the case's arguments. Raises nothing but the user's own KeyboardInterrupt."""
    args, kwargs = case.fresh()
    _poison()
    prints, watch = Prints(), LibraryWatch(forbidden, exercise.sortable and exercise.sortable(case))
    value, error, interrupt, warned = None, None, _Interrupt(), []
    try:
        with interrupt, warnings.catch_warnings(record=True) as warned, np.errstate(), \
                contextlib.redirect_stdout(prints), contextlib.redirect_stderr(prints), Alarm(exercise.seconds) as alarm:
            warnings.simplefilter("always")
            try:
                with watch:
                    value = exercise.use(function, args, kwargs)
                if inspect.iscoroutine(value):
                    value.close()  # never awaited, it would warn later
            finally:
                alarm.armed = False
    except BaseException as caught:  # an answer may raise anything, SystemExit included
        error = caught
    finally:  # before anything of ours runs: it may be `len` that was patched
        patched = tuple(untouched.restore()) if untouched else ()
    if interrupt.pressed:  # also where the answer, or a hook, has swallowed it
        raise KeyboardInterrupt from error
    arguments = exercise.bound_arguments(args, kwargs)
    handed_back = next((name for name, given in arguments.items() if given is value and value is not None), None)
    return Outcome(value, error, _changed(exercise, case, arguments), handed_back, patched, watch.called, prints.kept,
                   prints.count, tuple(dict.fromkeys(str(w.message) for w in warned)))


def _poison() -> None:
    """Leave nan in the memory that NumPy hands out next: `np.empty` or a `where=` without `out=` must not look right."""
    kept = [np.full(count, np.nan) for count in range(1, 33) for _ in range(2)]
    del kept


def _changed(exercise, case, named) -> tuple[str, ...]:
    """Names of the arguments that are no longer what they were."""
    was = exercise.arguments(case)
    return tuple(name for name in was if not identical(was[name], named[name]))


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
    if isinstance(error, TimeLimit):
        return (f"was stopped after {exercise.seconds:g} s on the input below: "
                "an endless loop, or far more work than the input needs.")
    if isinstance(error, MemoryError):
        return "asked for more memory than this course lends it (4 GiB): allocate what the result needs, not more."
    if isinstance(error, RecursionError):
        return "called itself too deeply (RecursionError): is there a base case, and does every call come nearer to it?"
    if isinstance(error, SystemExit):
        return "called `sys.exit`, which would end the whole kernel: use `return`."
    if isinstance(error, KeyboardInterrupt):
        return "raised KeyboardInterrupt by itself, as if you had pressed Ctrl-C: leave that to the keyboard."
    blank = blank_of(error)
    if blank == exercise.name:
        return "has a method that is still blank, and the input below needs it."
    if blank:
        return f"calls `{blank}`, which is still blank: write that one first."
    if isinstance(error, ValueError) and "read-only" in str(error):
        return "tried to write into an argument that is read-only: work on a copy."
    kind = type(error).__name__
    text = brief(_text(error))
    text = text[1:].removesuffix(text[0])  # without the quotes round the whole, but with those at either end of the words
    return f"raised {article(kind)}" + (f": {text}" if text else "") + ("" if text.endswith((".", "?", "!")) else ".")


def _text(error):
    try:
        return str(error)
    except Exception:  # a learner's exception may fail in __str__
        return ""


def blank_of(error: BaseException | None) -> str | None:
    """The exercise whose untouched blank raised this, if one did."""
    text = _text(error) if isinstance(error, NotImplementedError) else ""
    return text.removeprefix("exercise: ") if text.startswith("exercise: ") else None


def marked(function: object, name: str) -> bool:
    """Whether the marker of the blank of `name` is still in a function."""
    code = getattr(function, "__code__", None)
    return code is not None and f"exercise: {name}" in code.co_consts
