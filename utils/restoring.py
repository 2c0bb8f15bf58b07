"""Whatever an answer changed in the interpreter is put back after the check, and told."""
from __future__ import annotations

import contextlib
import gc
import locale
import operator
import os
import random
import sys
import sysconfig
import threading

import numpy as np

from .limits import REPEAT, raise_in

ASKED = 20  # times that a thread which an answer left is asked to end
LIBRARIES = (sysconfig.get_path("stdlib"), "<frozen", raise_in.__code__.co_filename)  # the last: an alarm's own thread


def set_profile(profiler) -> None:
    """`sys.setprofile`, also for a cProfile.Profile, which is no function and is switched on by itself."""
    if profiler is None or callable(profiler):
        sys.setprofile(profiler)
    else:
        profiler.enable()


@contextlib.contextmanager
def same_interpreter():
    """Puts back, after a check, what an answer may have changed for everybody; yields the list of sentences that tell of it."""
    changed: list[str] = []
    trace, profile, errors = sys.gettrace(), sys.getprofile(), np.geterr()
    before, threads = [read() for _, read, _, _ in SETTINGS], set(threading.enumerate())
    try:
        yield changed
    finally:
        changed += _end_threads(threads)
        for (what, read, alike, write), value in zip(SETTINGS, before):
            if not alike(read(), value):
                write(value)
                changed.append(put_back(what))
        np.seterr(**errors)
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:
            set_profile(profile)


def put_back(what: str) -> str:
    """What a verdict says of it."""
    return f"It changed {what} for everybody; that has been put back."


def _end_threads(before) -> list[str]:
    """Asks the threads that an answer left running to end; one that waits for the system hears it later, or never."""
    left = [thread for thread in threading.enumerate() if thread not in before and _of_an_answer(thread)]
    for _ in range(ASKED if left else 0):
        for thread in left:
            raise_in(thread.ident, SystemExit)  # ends a thread without a word
            thread.join(REPEAT)
        left = [thread for thread in left if thread.is_alive()]
        if not left:
            return ["It left a thread running; that has been stopped."]
    return ["It left a thread running, and that cannot be stopped: restart the kernel if it disturbs."] if left else []


def _of_an_answer(thread) -> bool:
    """Whether what a thread runs was written here; the kernel and the libraries start threads when they like."""
    work = getattr(thread, "_target", None) or type(thread).run
    path = getattr(getattr(work, "__code__", None), "co_filename", LIBRARIES[0])
    return "site-packages" not in path and not path.startswith(LIBRARIES)


def _torch_state():
    """The state of torch's random numbers, its default dtype and whether it records gradients; None before it is loaded."""
    torch = sys.modules.get("torch")
    return None if torch is None else (torch.get_rng_state(), torch.get_default_dtype(), torch.is_grad_enabled())


def _same_torch(now, before):
    return before is None or bool((now[0] == before[0]).all()) and now[1:] == before[1:]


def _set_torch(state):
    torch = sys.modules["torch"]
    torch.set_rng_state(state[0])
    torch.set_default_dtype(state[1])
    torch.set_grad_enabled(state[2])


def _set_path(before):
    sys.path, items = before
    sys.path[:] = items


def _hooks():
    return sys.excepthook, sys.unraisablehook, sys.displayhook, sys.stdin


def _set_hooks(before):
    sys.excepthook, sys.unraisablehook, sys.displayhook, sys.stdin = before


def _folder():
    try:
        return os.getcwd()
    except OSError:  # somebody removed it
        return None


def _same_state(one, other):
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other))


def _set_environment(values):
    os.environ.clear()
    os.environ.update(values)


# what an answer may have set for everybody: its name, how to read it, how to compare it, how to put it back
SETTINGS = (
    ("the recursion limit", sys.getrecursionlimit, operator.eq, sys.setrecursionlimit),
    ("the state of `random`", random.getstate, operator.eq, random.setstate),
    ("the state of `np.random`", np.random.get_state, _same_state, np.random.set_state),
    ("NumPy's print options", np.get_printoptions, operator.eq, lambda options: np.set_printoptions(**options)),
    ("the working directory", _folder, operator.eq, lambda path: path and os.chdir(path)),
    ("the environment variables", lambda: dict(os.environ), operator.eq, _set_environment),
    ("`sys.path`", lambda: (sys.path, list(sys.path)), operator.eq, _set_path),
    ("the locale", lambda: locale.setlocale(locale.LC_ALL), operator.eq, lambda name: locale.setlocale(locale.LC_ALL, name)),
    ("torch's random state or defaults", _torch_state, _same_torch, _set_torch),
    ("the interpreter's hooks", _hooks, operator.eq, _set_hooks),
    ("the garbage collector", gc.isenabled, operator.eq, lambda on: gc.enable() if on else gc.disable()),
)
