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

    def give(self, place, task):
        """Begin a call; its time starts when the process says that all is prepared."""
        self.place, self.deadline = place, math.inf
        self.pipe.send(task)

    def end(self):
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe, call, prepare):
    while True:
        try:
            task = pipe.recv()
        except EOFError:  # the other side is gone
            return
        if prepare is not None:
            prepare(*task)
        pipe.send(("begun", None))
        pipe.send(("done", call(*task)))


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
        A call that takes longer, or ends its process, gives `LOST`; the next one gets a fresh process.
    """
    waiting = collections.deque(enumerate(tasks))
    context = multiprocessing.get_context("spawn")  # a fork would copy torch's threads half alive
    crew = [_Worker(context, call, prepare) for _ in range(min(processes, len(waiting)))]
    done, turn, last = {}, 0, len(waiting)
    try:
        while turn < last:
            for worker in crew:
                if worker.place is None and waiting:
                    worker.give(*waiting.popleft())
            for k, worker in enumerate(crew):
                if worker.place is not None and _heard(worker, crew, seconds, done):
                    worker.end()
                    crew[k] = _Worker(context, call, prepare)
            while turn in done:
                yield done.pop(turn)
                turn += 1
    finally:
        for worker in crew:
            worker.end()


def _heard(worker, crew, seconds, done) -> bool:
    """Wait for any of the crew, then take what this worker has to say; True if it has to be replaced."""
    busy = [each for each in crew if each.place is not None]
    soonest = min(each.deadline for each in busy) - time.monotonic()
    connection.wait([each.pipe for each in busy], None if math.isinf(soonest) else max(soonest, 0))
    lost = False
    try:
        while worker.place is not None and worker.pipe.poll():
            word, value = worker.pipe.recv()
            if word == "begun":
                worker.deadline = time.monotonic() + seconds
            else:
                done[worker.place], worker.place = value, None
    except (EOFError, OSError):
        lost = True
    if worker.place is not None and (lost or time.monotonic() >= worker.deadline):
        done[worker.place], worker.place = LOST, None
        return True
    return lost
