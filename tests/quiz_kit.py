"""A memory and entries for tests of sessions; its clock stands still until it is moved."""
from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from utils.course import Card
from utils.drills import Drill, Question, Slip
from utils.session import Entry

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CARD = Card("abc", "iou_map", "What is IoU?", "Intersection over union.", 1)
OTHER = Card("def", "iou_map", "What is AP?", "Area under the curve.", 2, "hard")
SUM = Drill("sum", "a sum", lambda chance: _sum(chance.randrange(1, 50)), topic="iou_map")


def _sum(n):
    slips = (Slip(n * 2 + 100, "that is another sum."),)
    return Question(f"What is {n} + 2?", n + 2, (f"{n} + 2 = {n + 2}",), slips, given={"n": n}, unit="px")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def wait(self, **stretch):
        self.now += timedelta(**stretch)


class Remembered:
    """Stands in for the memory: good comes back after three days."""

    def __init__(self, clock=None):
        self.clock, self.trouble = clock or Clock(), ""
        self.told, self.saved, self.tried = [], [], {}
        self.overdue = []

    def review(self, item, topic, rating, *, seed=None, given="", seconds=None):
        self.told.append(SimpleNamespace(item=item, topic=topic, rating=rating, seed=seed, given=given, seconds=seconds,
                                         at=self.clock()))
        return self.preview(item)[rating]

    def preview(self, item):
        return {n: self.clock() + stretch for n, stretch in
                zip((1, 2, 3, 4), (timedelta(minutes=1), timedelta(minutes=6), timedelta(days=3), timedelta(days=70)))}

    def states(self, topic=None):
        last = {review.item: review for review in self.told if topic in (None, review.topic)}
        stretch = {1: timedelta(minutes=1), 2: timedelta(minutes=6), 3: timedelta(days=3), 4: timedelta(days=70)}
        return {item: SimpleNamespace(item=item, topic=review.topic, due=review.at + stretch[review.rating], last=review.at,
                                      last_rating=review.rating, reviews=1, lapses=int(review.rating == 1),
                                      recall=0.4 if review.rating == 1 else 0.9)
                for item, review in last.items()}

    def due(self, topic=None):
        return [item for item, state in self.states(topic).items() if state.due <= self.clock()]

    def attempts(self):
        return self.tried

    def save_interview(self, report):
        self.saved.append(report)

    def interviews(self):
        return self.saved


def attempt(topic, checks, fails):
    return SimpleNamespace(topic=topic, passed=checks > fails, checks=checks, fails=fails, revealed=0, last=START,
                           misconceptions=Counter())


def entry(source):
    return Entry(source, "IoU and mAP")
