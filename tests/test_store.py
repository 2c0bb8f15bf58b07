"""The file: killed processes, processes side by side, disks that are full or read-only, files that are damaged or too new."""
import contextlib
import io
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

import memory_kit
from memory_kit import START, Clock
from utils import course, schedule, store
from utils.memory import Memory

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, and kills with a signal: POSIX only")


def light(*arguments):
    """What `memory_kit.py` prints."""
    run = subprocess.run([sys.executable, memory_kit.__file__, *map(str, arguments)], cwd=course.ROOT, capture_output=True,
                         text=True, env={**os.environ, "PYTHONPATH": str(course.ROOT)}, timeout=300)
    assert run.returncode == 0, run.stderr
    return run.stdout


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


@contextlib.contextmanager
def no_power():
    """The rights of nobody: to root, nothing is read-only."""
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
    assert len(assert_sound(tmp_path).reviews()) == 400


@FORKS
def test_many_processes_may_make_the_file_at_once(tmp_path):
    for number in range(3):
        light("side", tmp_path / str(number), 6, 2)
        assert len(assert_sound(tmp_path / str(number)).reviews()) == 12


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
    assert "cannot be opened" in everything_works(Memory(tmp_path))
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


def test_what_belongs_to_a_damaged_file_goes_with_it_and_no_name_is_used_twice(tmp_path):
    for _ in range(3):
        for side, content in (("", b"x" * 5000), ("-wal", b"log"), ("-shm", b"index")):
            (tmp_path / f"{store.FILE}{side}").write_bytes(content)
        store.set_aside(tmp_path / store.FILE)
    names = sorted(path.name.replace(store.date.today().isoformat(), "DATE") for path in tmp_path.iterdir())
    assert names == [f"whiteboard.damaged-DATE{number}.sqlite3{side}" for number in ("-2", "-3", "")
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


def test_the_scratch_folder_of_the_tests_is_in_place():
    assert Path(os.environ["WHITEBOARD_HOME"]).is_relative_to(tempfile.gettempdir())
    assert store.home_folder() == Path(os.environ["WHITEBOARD_HOME"])
