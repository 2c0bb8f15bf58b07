"""Limits on a learner's call: time, memory, output. Whatever the call changed in the interpreter is put back."""
from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import operator
import os
import random
import signal
import sys
import threading
import time

import numpy as np

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

MEMORY = 4 * 2**30  # bytes that one check may ask for beyond what the kernel holds already
DEEPEST = 300  # frames looked through for an import
REPEAT = 0.01  # seconds until the next alarm, should the answer have swallowed one with a bare except


class TimeLimit(BaseException):
    """Raised inside an answer that runs too long; a BaseException, so that `except Exception` does not swallow it."""


class Alarm:
    """Raises TimeLimit in the thread that entered it, again and again, until it is disarmed."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.armed = False

    def __enter__(self) -> Alarm:
        self.armed = True
        self.by_signal = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        if self.by_signal:
            self.started = time.monotonic()
            self.before = signal.signal(signal.SIGALRM, self._ring)
            self.pending = signal.setitimer(signal.ITIMER_REAL, self.seconds)
        else:
            self.lock, self.done = threading.Lock(), threading.Event()
            threading.Thread(target=self._watch, args=(threading.get_ident(),), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.armed = False
        if self.by_signal:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.before)
            if self.pending[0]:  # somebody else's alarm was running: give it the rest of its time
                left = self.pending[0] - (time.monotonic() - self.started)
                signal.setitimer(signal.ITIMER_REAL, max(left, 0.001), self.pending[1])
        else:
            self._stand_down()

    def _stand_down(self):
        """No further TimeLimit; one that is on its way already arrives here, where it does no harm.

        Taking it back (with NULL) would leave CPython's "something is pending" flag up for good.
        """
        while True:
            try:
                with self.lock:
                    self.done.set()
                for _ in range(3):  # an asynchronous exception arrives at a jump backwards
                    pass
                return
            except TimeLimit:
                continue

    def _ring(self, _signum, frame):
        if not self.armed:
            return
        # set anew each time: a timer that repeats by itself would ring in here, if here took long, and again in there
        if importing(frame):
            signal.setitimer(signal.ITIMER_REAL, self.seconds)
            return
        signal.setitimer(signal.ITIMER_REAL, REPEAT)
        # hypothesis hooks into the garbage collector, and what is raised in such a hook is dropped with a complaint
        if frame.f_code.co_name != "gc_callback":
            raise TimeLimit

    def _watch(self, thread):
        pause = self.seconds
        while not self.done.wait(pause):
            with self.lock:
                pause = self.seconds if importing(sys._current_frames().get(thread)) else REPEAT
                if self.armed and not self.done.is_set() and pause == REPEAT:
                    _raise_in(thread, TimeLimit)


def importing(frame) -> bool:
    """Whether a module is being loaded: half a torch cannot be loaded again, and loading it is not the answer's time."""
    for _ in range(DEEPEST):  # a runaway recursion may be millions of frames deep
        if frame is None:
            return False
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _raise_in(thread: int, kind: type) -> None:
    """Where signals do not work: ask the interpreter to raise in another thread."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))


@contextlib.contextmanager
def memory_limit(extra: int = MEMORY):
    """Where the system can: an allocation beyond `extra` bytes raises MemoryError instead of taking the machine down."""
    held = _address_space()
    if resource is None or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + extra if soft == resource.RLIM_INFINITY else min(soft, held + extra)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int | None:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, AttributeError):
        return None


class Prints(io.TextIOBase):
    """Takes what an answer prints: keeps the first characters, counts the rest."""

    keep = 2_000

    def __init__(self):
        self.kept, self.count = "", 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.count += len(text)
        if len(self.kept) < self.keep:
            self.kept += text[: self.keep - len(self.kept)]
        return len(text)


def set_profile(profiler) -> None:
    """`sys.setprofile`, also for a cProfile.Profile, which is no function and is switched on by itself."""
    if profiler is None or callable(profiler):
        sys.setprofile(profiler)
    else:
        profiler.enable()


@contextlib.contextmanager
def same_interpreter():
    """Puts back, after a check, what an answer may have changed for everybody; yields the list of what it was."""
    changed: list[str] = []
    trace, profile, errors = sys.gettrace(), sys.getprofile(), np.geterr()
    before = [read() for _, read, _, _ in SETTINGS]
    try:
        yield changed
    finally:
        for (what, read, alike, write), value in zip(SETTINGS, before):
            if not alike(read(), value):
                write(value)
                changed.append(what)
        np.seterr(**errors)
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:
            set_profile(profile)


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
    ("the garbage collector", gc.isenabled, operator.eq, lambda on: gc.enable() if on else gc.disable()),
)
