"""`whiteboard.py export` and `import`: JSON lines that carry everything, and what becomes of lines that are damaged."""
import io
import json
import os
import random
import stat
import sys
from datetime import timedelta, timezone

import pytest

from memory_kit import START, Clock
from utils import __main__ as commands
from utils import course
from utils.importing import LONGEST, bounded_lines
from utils.memory import Memory, memory
from utils.overview import progress


def filled(home):
    known, chance = Memory(home, Clock()), random.Random(2)
    for number in range(50):
        known._clock.pass_by(hours=5)
        item = chance.choice(["card:0f3a", "drill:iou", "exercise:nms"])
        known.review(item, "iou_map", chance.randint(1, 4), seed=2**65 + number, given="½ \n\u2028 'x'", seconds=number / 3)
    known.review("card:0f3a", "iou_map", 3)
    known.revealed("box_iou", "iou_map")
    known.checked("box_iou", "iou_map", "failed", "plus_one_pixel")
    known.checked("box_iou", "iou_map", "passed", None)
    known.revealed("box_iou", "iou_map")
    known.save_interview({"score": 3, "by": {"iou_map": [1, 2.5, None]}, "said": "é"})
    return known


def exported(known):
    stream = io.StringIO()
    count = known.export(stream)
    assert stream.getvalue().count("\n") == count
    return stream.getvalue()


def everything(known):
    return known.states(), known.reviews(), known.attempts(), known.interviews(), known.due()


def take(known, text):
    """What `import_` returns, and what it says."""
    said = []
    return known.import_(io.StringIO(text), said.append), said


@pytest.fixture
def known(tmp_path):
    return filled(tmp_path / "one")


@pytest.fixture
def other(tmp_path, known):
    return Memory(tmp_path / "other", known._clock)


def test_a_round_trip_carries_everything(known, other):
    text = exported(known)
    count = len(known.reviews()) + 4 + 1
    assert take(other, text) == ((count, 0), [])
    assert everything(other) == everything(known)
    assert exported(other) == text


def test_importing_twice_adds_nothing(known, other):
    text = exported(known)
    count = text.count("\n")
    take(other, text)
    before = everything(other)
    assert take(other, text) == ((0, count), [])
    assert take(known, text) == ((0, count), [])
    assert everything(other) == before


def test_two_machines_come_to_the_same_by_exchanging(known, other):
    for _ in range(20):
        other._clock.pass_by(hours=4)
        other.review("card:0f3a", "iou_map", 3)
    mine, theirs = exported(known), exported(other)
    take(known, theirs)
    take(other, mine)
    assert everything(known) == everything(other)
    assert known.states()["card:0f3a"].reviews > 20


GOOD = {"kind": "review", "uid": "u1", "item": "card:a", "topic": "iou_map", "at": "2026-03-02T10:30:00+01:00", "rating": 3}
DEEP = "[" * 100_000


@pytest.mark.parametrize(("line", "why"), [
    ("{", "it is not JSON"), ("not JSON at all", "it is not JSON"), (DEEP, "it is not JSON"), ("\udcff", "it is not JSON"),
    ("[]", "it is none of review, attempt, interview"), ("3", "it is none of"), ({"kind": "poem"}, "it is none of"),
    ({"kind": ["review"]}, "it is none of"), ({**GOOD, "item": "poem:a"}, "its 'item' cannot be read"),
    ({**GOOD, "rating": 5}, "its 'rating' cannot be read"), ({**GOOD, "rating": "3"}, "its 'rating' cannot be read"),
    ({**GOOD, "rating": True}, "its 'rating' cannot be read"), ({**GOOD, "at": "yesterday"}, "its 'at' cannot be read"),
    ({**GOOD, "at": "2026-03-02T10:30:00"}, "its 'at' cannot be read"), ({**GOOD, "at": 5}, "its 'at' cannot be read"),
    ({**GOOD, "at": "9999-12-31T23:59:59+00:00"}, "its 'at' cannot be read"),
    ({**GOOD, "at": "0001-01-01T00:00:00+10:00"}, "its 'at' cannot be read"), ({**GOOD, "uid": ""}, "its 'uid' cannot be read"),
    ({**GOOD, "given": "\ud800"}, "its 'given' cannot be read"), ({**GOOD, "seconds": float("nan")}, "its 'seconds' cannot"),
    ({**GOOD, "seed": 1.5}, "its 'seed' cannot be read"), ({**GOOD, "topic": None}, "its 'topic' cannot be read"),
    ({key: value for key, value in GOOD.items() if key != "at"}, "it has no 'at'"),
    ({"kind": "attempt", "uid": "a", "exercise": "nms", "topic": "iou_map", "at": GOOD["at"], "status": "won"}, "its 'status'"),
    ({**GOOD, "at": "8800-01-01T00:00:00+00:00"}, "its 'at' cannot be read"),
    ({**GOOD, "at": "0001-01-01T00:00:00+00:00"}, "its 'at' cannot be read"), ({**GOOD, "uid": None}, "its 'uid' cannot be read"),
    ({**GOOD, "rating": float("inf")}, "its 'rating' cannot"), ({**GOOD, "seconds": -1}, "its 'seconds' cannot be read"),
    ({**GOOD, "item": "card:'); DROP TABLE reviews; --"}, "its 'item' cannot be read"),
    ({**GOOD, "given": "x" * 2_000_000}, "it is longer than 1,000,000 characters"),
    ({"kind": "interview", "uid": "i", "at": GOOD["at"], "report": []}, "its 'report' cannot be read"),
])
def test_a_bad_line_is_named_and_the_good_ones_are_taken(other, line, why):
    line = line if isinstance(line, str) else json.dumps(line)
    text = "\n".join([json.dumps(GOOD), "", line, json.dumps({**GOOD, "uid": "u2"})])
    counts, said = take(other, text)
    assert counts == (2, 0)
    assert len(said) == 1
    assert said[0].startswith(f"Line 3 is left out: {why}")
    assert said[0].endswith(".")
    assert [review.at for review in other.reviews()] == [START, START]


def test_of_a_line_without_end_only_the_beginning_is_held():
    class Endless(io.StringIO):
        longest = 0

        def readline(self, size=-1):
            line = super().readline(size)
            self.longest = max(self.longest, len(line))
            return line

    stream = Endless("x" * 5 * LONGEST + "\nafter\n" + "y" * LONGEST + "\nlast")
    assert [len(line) for line in bounded_lines(stream)] == [LONGEST + 1, 6, LONGEST + 1, 4]
    assert stream.longest == LONGEST + 1


@pytest.mark.parametrize("depth", [10, 100, *range(900, 1000, 10), 2000])
def test_a_report_that_is_nested_deeply_is_left_out(other, depth):
    report = '{"a": ' + "[" * depth + "]" * depth + "}"
    counts, said = take(other, f'{{"kind": "interview", "uid": "i", "at": "{GOOD["at"]}", "report": {report}}}')
    assert counts == (0, 0)
    assert said[0] in {"Line 1 is left out: it is not JSON.", "Line 1 is left out: its 'report' cannot be read."}


def test_what_looks_like_sql_or_a_tag_is_text_and_comes_back_as_it_was(other):
    odd = ["'); DROP TABLE reviews; --", "<script>window.pwned = 1</script>", '" OR 1=1', "a\0b", "\x1b[2J", "%s {0} ?1 :item"]
    lines = [json.dumps({**GOOD, "uid": text, "topic": text, "given": text}) for text in odd]
    assert take(other, "\n".join(lines)) == ((len(odd), 0), [])
    assert [(review.topic, review.given) for review in other.reviews()] == [(text, text) for text in odd]
    assert [json.loads(line)["uid"] for line in exported(other).splitlines()] == odd
    assert other.trouble == ""


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))])
def test_the_first_and_the_last_times_that_are_taken_can_be_told_everywhere(other, zone):
    cards = [f"card:{card.id}" for card in course.topic("iou_map").cards[:2]]
    ages = [f"{year}-12-31T23:59:59+00:00" for year in range(1999, 8800, 100)]  # remembered for a century at the end
    lines = [{**GOOD, "uid": at, "item": cards[1], "at": at, "rating": 4} for at in ages]
    lines.append({**GOOD, "item": cards[0], "at": "1970-01-01T00:00:00+00:00", "rating": 1})
    assert take(other, "\n".join(map(json.dumps, lines))) == ((len(lines), 0), [])
    assert [other.states()[card].due.year for card in cards] == [1970, 8899]
    assert sum(row.cards_seen for row in progress(other, zone=zone).rows) == 2


def test_what_is_stored_stays_when_a_line_of_the_same_id_says_otherwise(other):
    take(other, json.dumps(GOOD))
    assert take(other, json.dumps({**GOOD, "rating": 1})) == ((0, 1), [])
    assert [review.rating for review in other.reviews()] == [3]


def test_nothing_to_take_over_makes_no_file(other, tmp_path):
    assert take(other, "\n{\n") == ((0, 0), ["Line 2 is left out: it is not JSON."])
    assert not (tmp_path / "other").exists()


def test_lines_cut_anywhere_never_raise(known, other):
    text, chance = exported(known), random.Random(4)
    for _ in range(200):
        start, end = sorted(chance.choices(range(len(text)), k=2))
        take(other, text[:start] + text[end:])
    take(other, text)
    assert other.trouble == ""
    assert {review.at for review in known.reviews()} <= {review.at for review in other.reviews()}


# The commands

@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command as if in a new process; returns its exit code and what it printed."""
    def running(*arguments, home="one"):
        monkeypatch.setenv("WHITEBOARD_HOME", str(tmp_path / home))
        memory.cache_clear()
        code = commands.main(list(map(str, arguments)))
        return (code, *capsys.readouterr())

    yield running
    memory.cache_clear()


def test_the_commands_carry_a_home_to_another(run, known, tmp_path):
    file, count = tmp_path / "out.jsonl", exported(known).count("\n")
    assert run("export", file) == (0, f"{file}: {count} lines.\n", "")
    assert run("import", file, home="two") == (0, f"{file}: {count} added, 0 already there, 0 left out.\n", "")
    assert run("import", file, home="two")[1] == f"{file}: 0 added, {count} already there, 0 left out.\n"
    assert run("export", "-", home="two") == (0, file.read_text(encoding="utf-8"), "")
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.jsonl"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders from other users by other means")
def test_the_files_are_the_users_alone(run, tmp_path):
    before = os.umask(0)  # the most generous one
    try:
        known, file = filled(tmp_path / "one"), tmp_path / "out.jsonl"
        kept = [tmp_path / "one", *(tmp_path / "one").iterdir()]
        assert len(kept) > 2  # the log beside the database, too
        run("export", file)
        assert {mode(path) & 0o077 for path in [*kept, file]} == {0}
        file.chmod(0o640)  # somebody else may read it now
        known.review("card:0f3a", "iou_map", 3)
        run("export", file)
        assert mode(file) == 0o640
    finally:
        os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_import_reads_the_standard_input(run, known, monkeypatch):
    text = exported(known)
    stdin = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + text.encode() + b"\xff\n"), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, err = run("import", "-", home="two")
    count = text.count("\n")
    assert (code, out) == (1, f"-: {count} added, 0 already there, 1 left out.\n")
    assert err == f"Line {count + 1} is left out: it is not JSON.\n"


def test_files_that_cannot_be_read_or_written_are_one_sentence(run, known, tmp_path):
    assert run("import", tmp_path / "none") == (1, "", f"{tmp_path / 'none'} could not be read: No such file or directory.\n")
    assert run("import", tmp_path) == (1, "", f"{tmp_path} could not be read: Is a directory.\n")
    target = tmp_path / "none" / "out.jsonl"
    assert run("export", target) == (1, "", f"{target} could not be written: No such file or directory.\n")


def test_an_export_of_nothing_does_not_replace_an_earlier_one(run, tmp_path):
    (tmp_path / "out.jsonl").write_text("earlier", encoding="utf-8")
    code, out, err = run("export", tmp_path / "out.jsonl", home="empty")
    assert (code, err) == (0, "")
    assert out == f"There is nothing to export yet, so {tmp_path / 'out.jsonl'} was not written.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "earlier"


def test_a_store_in_trouble_exports_and_imports_nothing(run, known, tmp_path):
    file = tmp_path / "out.jsonl"
    run("export", file)
    before = file.read_bytes()
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, err = run("import", file, home="file")
    assert (code, out) == (1, "")
    assert err.startswith("Nothing was imported. The schedule in ")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "whiteboard.sqlite3").write_bytes(b"x" * 3000)
    code, out, err = run("export", file, home="bad")
    assert (code, out) == (1, "")
    assert err.startswith("The file of your schedule was damaged")
    assert file.read_bytes() == before
