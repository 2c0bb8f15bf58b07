"""The one file that Whiteboard writes for a learner: SQLite in the user's data folder, or in RAM where that cannot be.

`Store` hands out transactions. What goes wrong with the file becomes one sentence, `Store.trouble`, and from then on the
transactions go to RAM.
"""
from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import TypeVar

FILE = "whiteboard.sqlite3"
SECONDS = 5.0  # how long one process waits for another one's transaction, which takes milliseconds
SIDES = ("", "-wal", "-shm")  # a database is these three files while it is open
# Step n makes version n + 1 out of version n. A step that has been released is never changed: files were made by it.
STEPS = (
    """
    CREATE TABLE reviews (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, item TEXT NOT NULL, topic TEXT NOT NULL,
                          at TEXT NOT NULL, rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
                          seed TEXT, given TEXT NOT NULL DEFAULT '');
    CREATE INDEX reviews_of_item ON reviews (item, at, id);
    CREATE TABLE items (item TEXT PRIMARY KEY, topic TEXT NOT NULL, due TEXT NOT NULL, last TEXT NOT NULL,
                        last_rating INTEGER NOT NULL, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL,
                        stability REAL NOT NULL, difficulty REAL NOT NULL, phase INTEGER NOT NULL, step INTEGER);
    CREATE TABLE attempts (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, exercise TEXT NOT NULL, topic TEXT NOT NULL,
                           at TEXT NOT NULL, status TEXT NOT NULL, misconception TEXT);
    CREATE INDEX attempts_of_exercise ON attempts (exercise, at, id);
    CREATE TABLE interviews (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, at TEXT NOT NULL, report TEXT NOT NULL);
    """,
    "ALTER TABLE reviews ADD COLUMN seconds REAL;",
)
TABLES = {"reviews", "items", "attempts", "interviews"}
TROUBLES = (sqlite3.Error, OSError, UnicodeDecodeError)  # the last one where SQLite quotes what it found in a broken file
Result = TypeVar("Result")


class Unusable(Exception):
    """The file is whole, but not for us; the message is the beginning of a sentence."""


class Damaged(sqlite3.DatabaseError):
    """The file is a database, but not a whole one."""


def home_folder() -> Path:
    """Where the learner's data are: ``WHITEBOARD_HOME``, or the user's data folder of this system."""
    given = os.environ.get("WHITEBOARD_HOME")
    if given:
        return Path(os.path.expanduser(given))
    from platformdirs import user_data_path

    return user_data_path("whiteboard")


class Store:
    """The transactions of one process.

    Parameters
    ----------
    home
        The folder of the file; neither is made before something is written.
    """

    def __init__(self, home: Path):
        self.path = Path(home) / FILE
        self.trouble = ""
        self._identity: tuple[int, int] | None = None  # device and number of the file that is open
        self._db: sqlite3.Connection | None = None
        self._nothing: sqlite3.Connection | None = None  # answers as long as there is no file
        self._inherited: list[sqlite3.Connection] = []
        self._process = os.getpid()
        self._lock = threading.RLock()

    def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """What `work` makes of the stored rows; nothing is written, nor made."""
        return self._safely(work, False)

    def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` as one transaction that no other process gets in between; it may be run a second time, in RAM."""
        return self._safely(work, True)

    def _safely(self, work, writing):
        self._leave_parent()
        with self._lock:
            again = True
            while not self.trouble:
                try:
                    return _transaction(self._connection(writing), work, writing)
                except (*TROUBLES, Unusable) as problem:
                    if is_damage(problem) and again:
                        self._close()  # another process may have set the file aside, then the one there now is a new one
                        again = False
                    else:
                        self._go_on_in_ram(problem)
            return _transaction(self._db, work, writing)

    def _close(self):
        if self._db is not None:
            self._db.close()
            self._db = None

    def _leave_parent(self):
        """A connection must not be used after a fork, not even be closed."""
        if self._process != os.getpid():
            if self._db and not self.trouble:
                self._inherited.append(self._db)
                self._db = None
            self._process, self._lock = os.getpid(), threading.RLock()  # a thread of the parent may hold the old one

    def _connection(self, writing):
        there = _identity(self.path)
        if there != self._identity:  # deleted, or set aside by another process
            self._close()
        if self._db is None:
            if not writing and there is None:
                self._nothing = self._nothing or _in_ram()
                return self._nothing
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._db = opened(self.path)
            self._identity = _identity(self.path)
        return self._db

    def _go_on_in_ram(self, problem):
        damaged = is_damage(problem)
        ram = _in_ram() if damaged else self._rescued()
        self._close()
        aside = set_aside(self.path) if damaged else ""
        self.trouble = sentence(problem, self.path, aside)
        self._db = ram

    def _rescued(self):
        """A copy in RAM of what can still be read: who cannot store new reviews need not lose sight of the old ones."""
        ram = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            source = self._db or sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            with closing(source):
                source.backup(ram)
            self._db = None
            _check(ram)
            migrate(ram)
        except (*TROUBLES, Unusable):
            ram.close()
            return _in_ram()
        return ram


def _identity(path):
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _transaction(db, work, writing):
    db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    try:
        result = work(db)
        db.execute("COMMIT")
    finally:
        if db.in_transaction:  # an exception, an interrupt by the user among them
            db.execute("ROLLBACK")
    return result


def _in_ram():
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(db)
    return db


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a file that is sound and of the newest version; it is made, the user's alone, where there is none."""
    if not path.exists():
        path.touch(mode=0o600)  # SQLite would make it readable for all; it gives its other files the same mode
    with ExitStack() as unless_all_goes_well:
        db = sqlite3.connect(path, timeout=SECONDS, isolation_level=None, check_same_thread=False)
        unless_all_goes_well.callback(db.close)
        _check(db)
        _use_wal(db)
        db.execute("PRAGMA synchronous = FULL")  # an acknowledged review survives a power cut
        migrate(db)
        unless_all_goes_well.pop_all()
    return db


def _check(db):
    db.execute("BEGIN")  # version and tables as of one moment: another process may be making them
    try:
        _check_now(db)
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _check_now(db):
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise Unusable("it was written by a newer version of this course")
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise Damaged(found)
    tables = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if version == 0 and tables:
        raise Unusable("it is a database of something else")
    if version and not tables >= TABLES:
        raise Damaged("a table is missing")


def _use_wal(db):
    """Readers do not wait for writers. SQLite does not wait where two processes switch at once, so this does."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def migrate(db: sqlite3.Connection) -> None:
    """Bring a database to the newest version, in one transaction."""
    if db.execute("PRAGMA user_version").fetchone()[0] == len(STEPS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]  # again: another process may have been faster
        for step in STEPS[version:]:
            for statement in filter(str.strip, step.split(";")):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(STEPS)}")
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def is_damage(problem: Exception) -> bool:
    """Whether an error means that the content of the file is broken; what we write keeps its constraints."""
    words = ("malformed", "not a database", "no such", "decode", "corrupt", "constraint")
    return isinstance(problem, (Damaged, UnicodeDecodeError)) or (
        isinstance(problem, sqlite3.Error) and any(word in str(problem) for word in words))


def set_aside(path: Path) -> str:
    """Give a damaged file another name, with what belongs to it; returns that name, or "" where it cannot be done."""
    number = 1
    while True:
        mark = f"damaged-{date.today().isoformat()}" + (f"-{number}" if number > 1 else "")
        target = path.with_name(f"{path.stem}.{mark}{path.suffix}")
        if not any(os.path.lexists(f"{target}{side}") for side in SIDES):
            break
        number += 1
    try:
        for side in reversed(SIDES):  # the file itself last: without it, its log would be taken for an old one and deleted
            if os.path.lexists(f"{path}{side}"):
                os.replace(f"{path}{side}", f"{target}{side}")
    except OSError:
        return ""
    return target.name


def sentence(problem: Exception, path: Path, aside: str = "") -> str:
    """What is wrong, what goes on working and what to do, for a learner."""
    what, remedy = _reason(problem, path, aside)
    return f"{what}: everything but the stored schedule goes on working, and new reviews are kept only while this runs; {remedy}."


def _reason(problem, path, aside):
    text, number = str(problem), getattr(problem, "errno", None)
    if isinstance(problem, Unusable):
        return f"The schedule in {path} cannot be used, {text}", "update the course, or set WHITEBOARD_HOME to another folder"
    if aside:
        return (f"The file of your schedule was damaged, it is kept as {aside} in {path.parent}",
                "the next start begins a new one, into which `whiteboard.py import` puts an earlier export")
    if is_damage(problem):
        return f"The file of your schedule, {path}, is damaged", "move it away, the next start begins a new one"
    if "full" in text or number == errno.ENOSPC:
        return f"The disk is full, so nothing can be added to {path}", "make room, then start again"
    if "locked" in text:
        return f"Another program holds {path} locked", "close that program, then start again"
    if "readonly" in text or number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The schedule in {path} cannot be written, it is read-only", \
            "allow writing there, or set WHITEBOARD_HOME to another folder"
    return (f"The schedule in {path} cannot be used ({(text.splitlines() or [type(problem).__name__])[0]})",
            "put right what lies there, or set WHITEBOARD_HOME to another folder")
