"""What several test modules need of memories: a clock that stands still, and processes that are light to start.

Run as a script, `python tests/memory_kit.py WHAT HOME …`, it imports what it needs once and forks from there.
"""
import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

START = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
ITEMS = [f"card:{number}" for number in range(40)]


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now=START):
        self.now = now

    def __call__(self):
        return self.now

    def pass_by(self, **span):
        self.now += timedelta(**span)


def review_for_ever(home, pipe):
    """Review, and acknowledge each review on the pipe, until killed."""
    from utils.memory import Memory

    memory, chance = Memory(home), random.Random(os.getpid())
    while True:
        given = f"{os.getpid()} {time.monotonic_ns()}"
        memory.review(chance.choice(ITEMS), "iou_map", chance.randint(1, 4), given=given)
        os.write(pipe, f"{given}\n".encode())


def kill_again_and_again(home, times):
    """Print each acknowledged review of `times` processes that were killed at random moments, and say so."""
    chance = random.Random(5)
    for _ in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            review_for_ever(home, writing)
        os.close(writing)
        first = os.read(reading, 4096)  # it has begun
        time.sleep(chance.uniform(0, 0.012))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as pipe:
            acknowledged = first + pipe.read()
        assert acknowledged, "the child has not begun"
        sys.stdout.write(acknowledged.decode())


def review_side_by_side(home, processes, times):
    """Let processes review the same few items at once; the first ones also make the file at once."""
    from utils.memory import Memory

    children = []
    for number in range(processes):
        children.append(os.fork())
        if not children[-1]:
            memory, chance = Memory(home), random.Random(number)
            for _ in range(times):
                memory.review(chance.choice(ITEMS[:5]), "iou_map", chance.randint(1, 4))
            os._exit(bool(memory.trouble))
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * processes


if __name__ == "__main__":
    import fsrs  # noqa: F401 - once, not in each child

    import utils.memory  # noqa: F401

    what, where, *numbers = sys.argv[1:]
    {"kill": kill_again_and_again, "side": review_side_by_side}[what](Path(where), *map(int, numbers))
