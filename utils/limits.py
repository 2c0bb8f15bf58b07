"""Limits on a learner's call: time, memory, output. Whatever the call changed in the interpreter is put back."""
from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import locale
import operator
import os
import random
import signal
import sys
import sysconfig
import threading
import time

import numpy as np

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

MEMORY = 4 * 2**30  # bytes that one check may ask for beyond what the kernel holds already
DEEPEST = 300  # frames looked through for an import
LIBRARIES = (sysconfig.get_path("stdlib"), "<frozen")
ASKED = 20  # times that a thread which an answer left is asked to end
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
            _raise_in(thread.ident, SystemExit)  # ends a thread without a word
            thread.join(REPEAT)
        left = [thread for thread in left if thread.is_alive()]
        if not left:
            return ["It left a thread running; that has been stopped."]
    return ["It left a thread running, and that cannot be stopped: restart the kernel if it disturbs."] if left else []


def _of_an_answer(thread) -> bool:
    """Whether what a thread runs was written here; the kernel and the libraries start threads when they like."""
    work = getattr(thread, "_target", None) or type(thread).run
    path = getattr(getattr(work, "__code__", None), "co_filename", LIBRARIES[0])
    return path != __file__ and "site-packages" not in path and not path.startswith(LIBRARIES)


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
