"""What several test modules need of memories: a clock that stands still, and processes that are light to start.

Run as a script, `python tests/memory_kit.py WHAT HOME …`, it imports what it needs once and forks from there.
"""
import contextlib
import os
import random
import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from utils import schedule, store
from utils.memory import Memory

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
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
    children = []
    for number in range(processes):
        children.append(os.fork())
        if not children[-1]:
            memory, chance = Memory(home), random.Random(number)
            for _ in range(times):
                memory.review(chance.choice(ITEMS[:5]), "iou_map", chance.randint(1, 4))
                memory.checked("nms", "iou_map", chance.choice(["passed", "failed"]), None)
            os._exit(bool(memory.trouble))
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * processes


def assert_sound(home):
    """The file is whole, and every state is what a replay of the reviews gives."""
    with contextlib.closing(sqlite3.connect(home / store.FILE)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    known = Memory(home)
    states, histories = known.states(), {}
    for review in known.reviews():
        histories.setdefault(review.item, []).append((review.at, review.rating))
    assert states.keys() == histories.keys()
    for item, history in histories.items():
        replayed = schedule.replay(item, history)
        assert (states[item].due, states[item].reviews, states[item].lapses) == (
            replayed.due, replayed.reviews, replayed.lapses)
    assert known.trouble == ""
    return known


def filled(home, count=60):
    """A home with some reviews, closed."""
    known, chance = Memory(home, Clock()), random.Random(1)
    for number in range(count):
        known._clock.pass_by(hours=3)
        known.review(f"card:{number % 7}", "iou_map", chance.randint(1, 4), given="x" * 200)
    known.checked("nms", "iou_map", "failed", "plus_one_pixel")
    known.save_interview({"score": 3})
    known._store._close()
    return home


def everything_works(known):
    """Each method does its work, in RAM; returns the trouble."""
    item = "card:asked in trouble"
    due = known.review(item, "iou_map", 3, given="1")
    assert known.states()[item].due == due
    assert known.states("iou_map")[item].reviews == 1
    assert known.preview(item).keys() == {1, 2, 3, 4}
    assert isinstance(known.due(), list)
    known.checked("box_area", "iou_map", "passed", None)
    known.revealed("box_area", "iou_map")
    assert known.attempts()["box_area"].passed
    assert item in [review.item for review in known.reviews()]
    known.save_interview({"score": 4})
    assert known.interviews()[-1] == {"score": 4}
    assert known.trouble.endswith(".")
    assert "\n" not in known.trouble
    assert known.trouble.count(". ") == 0, "one sentence"
    return known.trouble


if __name__ == "__main__":
    import fsrs  # noqa: F401 - once, not in each child

    store.SECONDS = 120.0  # of a slow disk, six processes at a time wait for longer than one learner ever does
    what, where, *numbers = sys.argv[1:]
    {"kill": kill_again_and_again, "side": review_side_by_side}[what](Path(where), *map(int, numbers))
