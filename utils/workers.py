"""Calls in processes of their own, each with a limit in time: one that hangs or ends its process takes nothing else along."""
from __future__ import annotations

import collections
import math
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import connection

PROCESSES = 2
SECONDS = 60.0  # for what no alarm interrupts; generous, as the machine may be busy
LOST = "lost"  # what a call gives that hung or ended its process


class _Worker:
    """A process, the pipe to it, and the call that it is busy with."""

    def __init__(self, context, call, prepare):
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, call, prepare), daemon=True)
        self.process.start()
        other.close()  # so that the end of the process is the end of the pipe
        self.place, self.deadline = None, math.inf

    @property
    def is_busy(self) -> bool:
        return self.place is not None

    def give(self, place, task):
        """Begin a call; its time starts when the process says that all is prepared."""
        self.place, self.deadline = place, math.inf
        self.pipe.send(task)

    def hear(self, seconds, done) -> bool:
        """Put a result that has come into `done`; whether the process is still of use."""
        try:
            while self.is_busy and self.pipe.poll():
                word, value = self.pipe.recv()
                if word == "begun":
                    self.deadline = time.monotonic() + seconds
                elif word == "failed":
                    raise RuntimeError(value)
                else:
                    done[self.place], self.place = value, None
        except (EOFError, OSError):
            self.deadline = -math.inf
        if self.is_busy and time.monotonic() >= self.deadline:
            done[self.place], self.place = LOST, None
            return False
        return True

    def end(self):
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe, call, prepare):
    try:
        while True:
            task = pipe.recv()
            try:
                if prepare is not None:
                    prepare(*task)
                pipe.send(("begun", None))
                pipe.send(("done", call(*task)))
            except Exception as problem:  # ours, not the mutant's: it must not count as its end
                pipe.send(("failed", f"{type(problem).__name__} in {task[0]!r}: {problem}"))
    except (EOFError, KeyboardInterrupt):  # the other side is gone, or about to go
        return


def calls(call: Callable, tasks: Iterable[tuple], prepare: Callable | None = None, processes: int = PROCESSES,
          seconds: float = SECONDS) -> Iterator:
    """The results of ``call(*task)`` in the order of the tasks, worked out side by side.

    Parameters
    ----------
    call, prepare
        Functions of a module: another process imports them. `prepare` gets the same arguments first, without a limit.
    tasks
        Tuples of arguments.
    processes
        How many at a time.
    seconds
        A call that takes longer, or ends its process, gives `LOST`; the next one gets a fresh process. One that raises ends
        them all with a RuntimeError.
    """
    waiting = collections.deque(enumerate(tasks))
    context = multiprocessing.get_context("spawn")  # a fork would copy torch's threads half alive
    done, turn, last = {}, 0, len(waiting)
    crew = [_Worker(context, call, prepare) for _ in range(min(processes, last))]
    try:
        while turn < last:
            for worker in crew:
                if waiting and not worker.is_busy:
                    worker.give(*waiting.popleft())
            busy = [worker for worker in crew if worker.is_busy]
            soonest = min(worker.deadline for worker in busy) - time.monotonic()
            connection.wait([worker.pipe for worker in busy], None if soonest == math.inf else max(soonest, 0))
            for k, worker in enumerate(crew):
                if worker.is_busy and not worker.hear(seconds, done):
                    worker.end()
                    crew[k] = _Worker(context, call, prepare)
            while turn in done:
                yield done.pop(turn)
                turn += 1
    finally:
        for worker in crew:
            worker.end()
