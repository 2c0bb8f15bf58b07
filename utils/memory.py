"""What a learner has done and when each item is due: the one interface to the store and to the schedule."""
from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from . import schedule
from .exporting import lines
from .importing import good_lines, insert
from .records import Attempt, Review, State, attempt_of, new_uid, rating_of, read, review_of, sound, state_of, written
from .store import Store, home_folder

__all__ = ["Attempt", "Memory", "Review", "State", "memory", "utc_now"]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Memory:
    """Reviews, attempts and interviews of one learner.

    Parameters
    ----------
    home
        The folder of the data; None means `store.home_folder()`.
    clock
        Gives the time, aware.

    No method raises because of the disk: see `trouble`.
    """

    def __init__(self, home: Path | None = None, clock: Callable[[], datetime] = utc_now):
        self._store = Store(home_folder() if home is None else Path(home))
        self._clock = clock

    @property
    def trouble(self) -> str:
        """Empty, or one sentence on why nothing is stored; then everything works on a memory in RAM."""
        self._store.read(lambda db: None)
        return self._store.trouble

    def review(self, item: str, topic: str, rating: int, *, seed: int | None = None, given: str = "",
               seconds: float | None = None) -> datetime:
        """Store that an item was answered, and return when it is due next; ValueError for a rating that is none."""
        if rating not in schedule.RATINGS:
            raise ValueError(f"a rating is 1, 2, 3 or 4, not {rating!r}")
        return self._store.write(lambda db: _add(db, Review(item, topic, self._now(), int(rating), seed, given, seconds)))

    def preview(self, item: str) -> dict[int, datetime]:
        """Rating → when the item would be due, if it were rated so now."""
        return schedule.preview(item, self._store.read(lambda db: _history(db, item)), self._now())

    def due(self, topic: str | None = None) -> list[str]:
        """The items whose time has come, the most overdue first."""
        query = "SELECT item FROM items WHERE due <= ? AND (? IS NULL OR topic = ?) ORDER BY due, item"
        now = written(self._now())
        return [item for item, in self._store.read(lambda db: db.execute(query, (now, topic, topic)).fetchall())]

    def states(self, topic: str | None = None) -> dict[str, State]:
        """Item → where it stands, for all items that were ever reviewed."""
        query = ("SELECT item, topic, due, last, last_rating, reviews, lapses, stability FROM items"
                 " WHERE ? IS NULL OR topic = ? ORDER BY item")
        now = self._now()
        return self._store.read(lambda db: {row[0]: state_of(row, now) for row in db.execute(query, (topic, topic))})

    def checked(self, exercise: str, topic: str, status: str, misconception: str | None) -> None:
        """Log a check, and make a review of it where it is one; a check of a blank is neither.

        The first failure of an episode is *again*. A pass is *good*, or *hard* after a failure, and one lower where the
        solution was looked at before; it ends the episode. A pass before the exercise is due says nothing new.
        """
        if status not in ("passed", "failed"):
            return
        item = f"exercise:{exercise}"

        def work(db):
            at = self._now()  # within the transaction: of two processes, the one that waited is the later one
            failed, revealed = _episode(db, exercise)
            rating = None
            if status == "failed":
                rating = None if failed else 1
            elif failed or _is_asked(db, item, at):
                rating = (2 if failed else 3) - revealed
            _log(db, exercise, topic, at, status, misconception)
            if rating:
                _add(db, Review(item, topic, at, rating))

        self._store.write(work)

    def revealed(self, exercise: str, topic: str) -> None:
        """Log that the worked solution was shown; who compares it with an answer that has passed loses nothing."""
        def work(db):
            at = self._now()
            failed, _ = _episode(db, exercise)
            before = failed or _is_asked(db, f"exercise:{exercise}", at)
            _log(db, exercise, topic, at, "revealed" if before else "compared", None)

        self._store.write(work)

    def attempts(self) -> dict[str, Attempt]:
        """Exercise → what happened with it so far."""
        query = "SELECT exercise, topic, at, status, misconception FROM attempts ORDER BY exercise, at, id"

        def work(db):
            return {exercise: attempt_of(list(rows)) for exercise, rows in groupby(db.execute(query), key=itemgetter(0))}

        return self._store.read(work)

    def reviews(self, since: datetime | None = None) -> list[Review]:
        """All reviews, or those since a time, oldest first."""
        query = "SELECT item, topic, at, rating, seed, given, seconds FROM reviews WHERE at >= ? ORDER BY at, id"
        start = "" if since is None else written(since)
        return self._store.read(lambda db: [review_of(row) for row in db.execute(query, (start,))])

    def save_interview(self, report: dict) -> None:
        """Store the report of a mock interview; it has to be JSON."""
        row = (new_uid(), written(self._now()), json.dumps(report))
        self._store.write(lambda db: db.execute("INSERT INTO interviews (uid, at, report) VALUES (?, ?, ?)", row))

    def interviews(self) -> list[dict]:
        """The reports of all mock interviews, oldest first."""
        query = "SELECT report FROM interviews ORDER BY at, id"
        return self._store.read(lambda db: [sound(json.loads, report) for report, in db.execute(query)])

    def export(self, stream: TextIO) -> int:
        """Write all that is stored as JSON lines; returns how many. An OSError is the stream's."""
        found = self._store.read(lambda db: sound(list, lines(db)))
        stream.writelines(f"{line}\n" for line in found)
        return len(found)

    def import_(self, stream: TextIO, complain: Callable[[str], None] | None = None) -> tuple[int, int]:
        """Take over JSON lines: (how many were added, how many had been there); a sentence to `complain` for each bad one.

        Without `complain`, the sentences go to the standard error.
        """
        rows = good_lines(stream, complain or (lambda sentence: print(sentence, file=sys.stderr)))
        if not rows:
            return 0, 0

        def work(db):
            added, items = insert(db, rows)
            for item in items:
                settle(db, item)
            return added, len(rows) - added

        return self._store.write(work)

    def _now(self):
        return self._clock().astimezone(UTC)


@lru_cache(maxsize=1)
def memory() -> Memory:
    """The memory of this process, made on first use."""
    return Memory()


def _add(db, review: Review, uid: str | None = None) -> datetime:
    """Insert a review and bring its item's state up to date; returns when it is due."""
    seed = None if review.seed is None else str(int(review.seed))  # as text: SQLite's integers end at 64 bits
    given = review.given.encode("utf-8", "replace").decode()  # half a surrogate pair can be typed, but not stored
    db.execute("INSERT INTO reviews (uid, item, topic, at, rating, seed, given, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
               (uid or new_uid(), review.item, review.topic, written(review.at), review.rating, seed, given, review.seconds))
    return settle(db, review.item)


def settle(db, item: str) -> datetime:
    """Compute an item's state from all its reviews, within the transaction that changed them.

    All, not the last one on top of the state: reviews of another machine or process may lie before those known here.
    """
    now = schedule.replay(item, _history(db, item))
    topic, = db.execute("SELECT topic FROM reviews WHERE item = ? ORDER BY at DESC, id DESC", (item,)).fetchone()
    db.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               (item, topic, written(now.due), written(now.last), now.last_rating, now.reviews, now.lapses,
                now.stability, now.difficulty, now.phase, now.step))
    return now.due


def _history(db, item) -> list[tuple[datetime, int]]:
    rows = db.execute("SELECT at, rating FROM reviews WHERE item = ? ORDER BY at, id", (item,)).fetchall()
    return [(read(at), rating_of(rating)) for at, rating in rows]


def _is_asked(db, item, at) -> bool:
    """Whether an item is new, or due."""
    row = db.execute("SELECT due FROM items WHERE item = ?", (item,)).fetchone()
    return row is None or row[0] <= written(at)


def _episode(db, exercise) -> tuple[bool, bool]:
    """Whether the exercise was failed, and the solution looked at, since it was passed last."""
    seen = set()
    for status, in db.execute("SELECT status FROM attempts WHERE exercise = ? ORDER BY at DESC, id DESC", (exercise,)):
        if status == "passed":
            break
        seen.add(status)
    return "failed" in seen, "revealed" in seen


def _log(db, exercise, topic, at, status, misconception):
    db.execute("INSERT INTO attempts (uid, exercise, topic, at, status, misconception) VALUES (?, ?, ?, ?, ?, ?)",
               (new_uid(), exercise, topic, written(at), status, misconception))
