"""Limits on a learner's call: time, memory, output."""
from __future__ import annotations

import contextlib
import ctypes
import io
import signal
import sys
import threading
import time
import weakref

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

MEMORY = 4 * 2**30  # bytes that one check may ask for beyond what the kernel holds already
DEEPEST = 300  # frames looked through for an import
PATIENCE = 4  # times its limit that a call may wait for a processor
REPEAT = 0.01  # seconds until the next alarm, should the answer have swallowed one with a bare except


class TimeLimit(BaseException):
    """Raised inside an answer that runs too long; a BaseException, so that `except Exception` does not swallow it."""


class Alarm:
    """Raises TimeLimit in the thread that entered it, again and again, until it is disarmed."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.armed = False

    def __enter__(self) -> Alarm:
        self.armed, self.given = True, 0.0
        self.native = threading.get_native_id()
        self.waited = _waited(self.native)
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
        more = self._more(frame)
        signal.setitimer(signal.ITIMER_REAL, more or REPEAT)
        if not more and not dropping(frame):
            raise TimeLimit

    def _more(self, frame) -> float:
        """Seconds that are not the answer's: a module is being loaded, or other programs had the processor."""
        if importing(frame):
            return self.seconds
        more = min(_waited(self.native) - self.waited, PATIENCE * self.seconds) - self.given
        self.given += max(more, 0.0)
        return more if more > REPEAT else 0.0

    def _watch(self, thread):
        pause = self.seconds
        while not self.done.wait(pause):
            with self.lock:
                more = self._more(sys._current_frames().get(thread))
                pause = more or REPEAT
                if self.armed and not self.done.is_set() and not more:
                    raise_in(thread, TimeLimit)


def _waited(thread: int) -> float:
    """Seconds for which a thread was ready to run and did not get a processor; 0 where the system does not tell."""
    try:
        with open(f"/proc/self/task/{thread}/schedstat", "rb", buffering=0) as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def dropping(frame) -> bool:
    """Whether what is raised here is dropped with a complaint: in hypothesis' hook of the garbage collector, in `weakref`."""
    code = frame.f_code
    return code.co_name == "gc_callback" or code.co_filename == weakref.__file__


def importing(frame) -> bool:
    """Whether a module is being loaded: half a torch cannot be loaded again, and loading it is not the answer's time."""
    for _ in range(DEEPEST):  # a runaway recursion may be millions of frames deep
        if frame is None:
            return False
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def raise_in(thread: int, kind: type) -> None:
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
