"""Disks that are full or read-only, files that are damaged: one sentence, and everything works in RAM."""
import contextlib
import io
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from memory_kit import START, Clock, assert_sound, everything_works, filled
from utils import course, store
from utils.memory import Memory


@contextlib.contextmanager
def no_power():
    """The rights of nobody: to root, nothing is read-only. Nobody need not be able to read where the packages lie."""
    import fsrs  # noqa: F401

    if not hasattr(os, "geteuid") or os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder():
    """A folder that every user may enter, which `tmp_path` is not."""
    with tempfile.TemporaryDirectory(prefix="whiteboard-") as name:
        os.chmod(name, 0o755)
        yield Path(name)
        for path in [Path(name), *Path(name).rglob("*")]:
            os.chmod(path, 0o755)


# Where nothing can be written

def test_a_read_only_folder(open_folder):
    home = open_folder / "home"
    home.mkdir()
    os.chmod(home, 0o555)
    with no_power():
        said = everything_works(Memory(home))
        assert list(home.iterdir()) == []
    assert said.startswith(f"The schedule in {home / store.FILE} cannot be ")
    assert "WHITEBOARD_HOME" in said


def test_a_read_only_file_is_still_read(open_folder):
    home = filled(open_folder / "home")
    os.chmod(home / store.FILE, 0o444)
    os.chmod(home, 0o555)
    before = (home / store.FILE).read_bytes()
    with no_power():
        known = Memory(home)
        assert len(known.reviews()) == 61
        said = everything_works(known)
        assert len(known.reviews()) == 63
    assert "cannot be" in said
    assert (home / store.FILE).read_bytes() == before
    assert len(Memory(home).reviews()) == 61


def test_a_file_that_nobody_may_read(open_folder):
    home = filled(open_folder / "home")
    os.chmod(home / store.FILE, 0o000)
    with no_power():
        everything_works(Memory(home))
    os.chmod(home / store.FILE, 0o644)
    assert len(assert_sound(home).reviews()) == 61


def test_a_home_below_a_file(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    known = Memory(tmp_path / "file" / "home")
    assert known.trouble == ""
    assert "Not a directory" in everything_works(known) or os.name == "nt"


def test_a_folder_in_the_files_place(tmp_path):
    (tmp_path / store.FILE).mkdir()
    assert "cannot be used (unable to open" in everything_works(Memory(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [store.FILE]


def test_a_full_disk_from_the_first_review_on(tmp_path, monkeypatch):
    def full(path, *args, **kwargs):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "opened", full)
    assert everything_works(Memory(tmp_path)).startswith("The disk is full")


def test_a_folder_for_which_there_is_no_room(tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    assert everything_works(Memory(tmp_path / "home")).startswith("The disk is full")


def test_a_disk_that_becomes_full_later(tmp_path):
    known = Memory(filled(tmp_path))
    before = known.reviews()
    pages = known._store.read(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    known._store.read(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    number = 0
    while not known.trouble:
        number += 1
        assert number < 1000
        known.review(f"card:new {number}", "iou_map", 3, given="y" * 3000)
    assert everything_works(known).startswith("The disk is full, so nothing can be added")
    given = [review.given for review in known.reviews()]
    assert given.count("y" * 3000) == number, "what was answered is known until the end"
    stored = assert_sound(tmp_path).reviews()
    assert stored[:len(before)] == before
    assert len(stored) == len(before) + number - 1, "and all but the last was stored"


def test_a_real_disk_that_is_full(tmp_path):
    if sys.platform != "linux":
        pytest.skip("limits the size of files by RLIMIT_FSIZE: Linux only")
    code = """
import resource, signal, sys
from pathlib import Path
from utils.memory import Memory
known = Memory(Path(sys.argv[1]))
known.review("card:a", "iou_map", 3)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
number = 0
while not known.trouble and number < 500:
    known.review("card:b", "iou_map", 3, given=str(number) * 1000)
    number += 1
print(number, len(known.reviews()), known.trouble)
"""
    said = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=course.ROOT, check=True, capture_output=True, text=True)
    number, there, trouble = said.stdout.split(maxsplit=2)
    assert int(number) < 500
    assert int(there) == int(number) + 1
    assert trouble.count("\n") == 1
    assert len(assert_sound(tmp_path).reviews()) == int(number)


def test_a_program_that_holds_the_file_locked(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SECONDS", 0.1)
    filled(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / store.FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        known = Memory(tmp_path)
        said = everything_works(known)
        assert len(known.reviews()) == 61 + 2
    assert said.startswith(f"Another program holds {tmp_path / store.FILE} locked")
    assert len(assert_sound(tmp_path).reviews()) == 61


# Damaged files

def random_bytes(data, chance):
    return chance.randbytes(len(data))


def half(data, chance):
    return data[:len(data) // 2]


def broken_page(data, chance):
    return data[:4096] + chance.randbytes(4096) + data[8192:]


def text(data, chance):
    return b"not a database, a letter"


@pytest.mark.parametrize("damage", [random_bytes, half, broken_page, text])
def test_a_damaged_file_is_kept_aside(tmp_path, damage):
    path = filled(tmp_path) / store.FILE
    broken = damage(path.read_bytes(), random.Random(3))
    path.write_bytes(broken)
    said = everything_works(Memory(tmp_path))
    kept, = tmp_path.glob("whiteboard.damaged-*.sqlite3")
    assert said.startswith(f"The file of your schedule was damaged, it is kept as {kept.name} in {tmp_path}: ")
    assert kept.read_bytes() == broken
    assert not path.exists()
    fresh = Memory(tmp_path)
    fresh.review("card:a", "iou_map", 3)
    assert len(assert_sound(tmp_path).reviews()) == 1


def test_what_belongs_to_a_damaged_file_goes_with_it_and_no_name_is_used_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "date", SimpleNamespace(today=lambda: date(2026, 3, 2)))
    for _ in range(3):
        for side, content in (("", b"x" * 5000), ("-wal", b"log"), ("-shm", b"index")):
            (tmp_path / f"{store.FILE}{side}").write_bytes(content)
        store.set_aside(tmp_path / store.FILE)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"whiteboard.damaged-2026-03-02{number}.sqlite3{side}" for number in ("-2", "-3", "")
                     for side in ("", "-shm", "-wal")]


def test_a_damaged_file_that_cannot_be_moved(tmp_path, monkeypatch):
    (tmp_path / store.FILE).write_bytes(b"x" * 5000)

    def never(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store.os, "replace", never)
    assert everything_works(Memory(tmp_path)).startswith(f"The file of your schedule, {tmp_path / store.FILE}, is damaged: ")
    assert (tmp_path / store.FILE).read_bytes() == b"x" * 5000


def test_damage_that_comes_while_the_file_is_open(tmp_path):
    known = Memory(filled(tmp_path))
    assert known.due()
    known._store.write(lambda db: db.execute("UPDATE reviews SET at = 'yesterday' WHERE id = 5"))
    assert known.reviews() == []
    assert everything_works(known).startswith("The file of your schedule was damaged")
    assert len(list(tmp_path.glob("whiteboard.damaged-*.sqlite3"))) == 1


def test_a_file_that_another_process_has_set_aside_is_let_go(tmp_path):
    known = Memory(filled(tmp_path))
    assert len(known.reviews()) == 61
    store.set_aside(tmp_path / store.FILE)
    assert known.reviews() == []
    known.review("card:a", "iou_map", 3)
    assert len(assert_sound(tmp_path).reviews()) == 1
    assert known.trouble == ""


def test_an_empty_file_is_a_beginning(tmp_path):
    (tmp_path / store.FILE).write_bytes(b"")
    known = Memory(tmp_path)
    assert (known.due(), known.trouble) == ([], "")
    known.review("card:a", "iou_map", 3)
    assert len(assert_sound(tmp_path).reviews()) == 1


def test_flipped_bytes_never_raise(tmp_path):
    """Not every flipped byte can be seen; what matters is that nothing raises, and that what is seen is kept."""
    good, seen = (filled(tmp_path / "good") / store.FILE).read_bytes(), 0
    chance = random.Random(11)
    for number in range(150):
        broken = bytearray(good)
        for _ in range(chance.choice([1, 8, 60])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        home = tmp_path / str(number)
        home.mkdir()
        (home / store.FILE).write_bytes(broken)
        known = Memory(home, Clock(START))
        known.due(), known.states(), known.reviews(), known.attempts(), known.interviews(), known.preview("card:1")
        known.review("card:1", "iou_map", 3)
        known.checked("nms", "iou_map", "passed", None)
        known.export(io.StringIO())
        if known.trouble:
            seen += 1
            kept = list(home.glob("whiteboard.damaged-*.sqlite3"))
            assert kept or "newer version" in known.trouble or "something else" in known.trouble, known.trouble
        known._store._close()
    assert seen > 30


