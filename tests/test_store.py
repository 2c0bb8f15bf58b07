"""The file: killed processes, processes side by side, files of other versions."""
import contextlib
import itertools
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import memory_kit
from memory_kit import Clock, assert_sound, everything_works, filled
from utils import course, store
from utils.memory import Memory

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and kills with a signal: POSIX only")


def light(*arguments):
    """What `memory_kit.py` prints."""
    run = subprocess.run([sys.executable, memory_kit.__file__, *map(str, arguments)], cwd=course.ROOT, capture_output=True,
                         text=True, env={**os.environ, "PYTHONPATH": str(course.ROOT)}, timeout=300)
    assert run.returncode == 0, run.stderr
    return run.stdout


@FORKS
def test_three_hundred_kills_lose_nothing(tmp_path):
    acknowledged = light("kill", tmp_path, 300).splitlines()
    assert len({line.split()[0] for line in acknowledged}) > 250, "300 processes; ids may come again"
    stored = Counter(review.given for review in assert_sound(tmp_path).reviews())
    assert not set(acknowledged) - set(stored), "lost"
    assert set(stored.values()) == {1}, "twice"
    assert len(stored) <= len(acknowledged) + 300, "at most one review a process was stored and not yet acknowledged"


@FORKS
def test_two_processes_at_once_lose_nothing(tmp_path):
    light("side", tmp_path, 2, 200)
    known = assert_sound(tmp_path)
    found = [review.rating for review in known.reviews() if review.item == "exercise:nms"]
    assert len(known.reviews()) == 400 + len(found)
    statuses = known._store.read(lambda db: [status for status, in db.execute("SELECT status FROM attempts ORDER BY at, id")])
    assert len(statuses) == 400
    episodes = [list(statuses) for status, statuses in itertools.groupby(statuses) if status == "failed"]
    assert found.count(1) == len(episodes), "one failure of an episode counts, whichever process it was in"


@FORKS
def test_many_processes_may_make_the_file_at_once(tmp_path):
    for number in range(3):
        light("side", tmp_path / str(number), 6, 2)
        assert assert_sound(tmp_path / str(number)).attempts()["nms"].checks == 12


@FORKS
def test_a_fork_gets_a_connection_of_its_own(tmp_path):
    code = """
import os, sys
from pathlib import Path
from utils.memory import Memory
known = Memory(Path(sys.argv[1]))
known.review("card:a", "iou_map", 3)
child = os.fork()
for _ in range(20):
    known.review("card:a", "iou_map", 3)
if not child:
    os._exit(bool(known.trouble))
assert os.waitpid(child, 0)[1] == 0 and not known.trouble
"""
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=course.ROOT, check=True)
    assert len(assert_sound(tmp_path).reviews()) == 41


def test_a_transaction_that_is_broken_off_leaves_nothing(tmp_path):
    known = Memory(filled(tmp_path))
    before = known.reviews()

    def work(db):
        db.execute("DELETE FROM reviews")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        known._store.write(work)
    assert known.reviews() == before
    assert Memory(tmp_path).reviews() == before
    assert known.trouble == ""


def test_the_file_is_as_durable_as_promised(tmp_path):
    known = Memory(filled(tmp_path))
    found = known._store.read(lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in (
        "journal_mode", "synchronous", "user_version")])
    assert found == ["wal", 2, len(store.STEPS)]


# Versions

def old_file(path, version):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        for step in store.STEPS[:version]:
            db.executescript(step)
        db.execute("INSERT INTO reviews (uid, item, topic, at, rating, seed, given)"
                   " VALUES ('u1', 'drill:iou', 'iou_map', '2026-03-01T09:30:00.000000+00:00', 3, '7', '0.5')")
        db.execute("INSERT INTO items VALUES ('drill:iou', 'iou_map', '2026-03-01T09:40:00.000000+00:00',"
                   " '2026-03-01T09:30:00.000000+00:00', 3, 1, 0, 2.3065, 2.11810397, 1, 1)")
        db.execute(f"PRAGMA user_version = {version}")


def columns(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [name for _, name, *_ in db.execute("PRAGMA table_info(reviews)")]


def test_a_file_of_the_first_version_is_brought_forward(tmp_path):
    old_file(tmp_path / store.FILE, 1)
    assert "seconds" not in columns(tmp_path / store.FILE)
    known = Memory(tmp_path, Clock())
    assert known.due() == ["drill:iou"]
    assert "seconds" in columns(tmp_path / store.FILE)
    known.review("drill:iou", "iou_map", 3, seconds=4.0)
    assert [(review.seed, review.given, review.seconds) for review in known.reviews()] == [(7, "0.5", None), (None, "", 4.0)]
    assert_sound(tmp_path)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    old_file(tmp_path / store.FILE, 1)
    with contextlib.closing(sqlite3.connect(tmp_path / store.FILE, isolation_level=None)) as db:
        db.execute("INSERT INTO reviews (uid, item, topic, at, rating)"
                   " VALUES ('u2', 'drill:iou', 'iou_map', '2026-03-01T09:31:00.000000+00:00', 3)")
    monkeypatch.setattr(store, "STEPS", (*store.STEPS, "CREATE UNIQUE INDEX one_only ON reviews (topic)"))
    assert Memory(tmp_path).trouble
    monkeypatch.undo()
    path, = tmp_path.glob("*.sqlite3")
    assert "seconds" not in columns(path)
    os.replace(path, tmp_path / store.FILE)
    assert [review.given for review in Memory(tmp_path).reviews()] == ["0.5", ""]


def test_a_file_of_a_newer_version_is_not_touched(tmp_path):
    path = filled(tmp_path) / store.FILE
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(store.STEPS) + 1}")
    before = path.read_bytes()
    assert "it was written by a newer version of this course" in everything_works(Memory(tmp_path))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [store.FILE]


def test_a_database_of_something_else_is_not_touched(tmp_path):
    path = tmp_path / store.FILE
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE letters (text)")
    before = path.read_bytes()
    assert "a database of something else" in everything_works(Memory(tmp_path))
    assert path.read_bytes() == before


def test_the_scratch_folder_of_the_tests_is_in_place(tmp_path_factory):
    assert Path(os.environ["WHITEBOARD_HOME"]).is_relative_to(tmp_path_factory.getbasetemp())
    assert store.home_folder() == Path(os.environ["WHITEBOARD_HOME"])
