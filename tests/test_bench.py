"""`whiteboard.py bench`: every registered bench has rows, and they are printed and written as they are."""
import json

import pytest

from utils import bench

ROWS = [{"name": "ours", "seconds": 1234.5, "calls": 12000, "met": True},
        {"name": "a peer", "seconds": 0.25, "calls": None, "met": False, "note": "slow"}]


@pytest.fixture
def made(monkeypatch):
    """One bench of our own, that counts its runs."""
    runs = []
    monkeypatch.setattr(bench, "BENCHES", {"made": ("made.up:rows", "a made-up table"), "other": ("no.such:module", "never")})
    monkeypatch.setattr(bench, "find", lambda name, find=bench.find: (lambda: runs.append(name) or ROWS) if name == "made"
                        else find(name))
    return runs


@pytest.mark.parametrize("name", bench.BENCHES)
def test_every_bench_is_found_and_says_what_it_shows(name):
    assert callable(bench.find(name))
    assert len(bench.BENCHES[name][1]) > 20


def test_a_table_has_its_numbers_under_each_other():
    assert bench.table(ROWS).splitlines() == [
        "name     seconds   calls  met  note",
        "ours    1,234.50  12,000  yes",
        "a peer      0.25          no   slow",
    ]


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (1e-7, "0.0000001"), (float("inf"), "inf"), (3, "3"), (2.0, "2.0")])
def test_numbers_are_printed_as_they_are(value, text):
    assert bench.table([{"x": value}]).split() == ["x", text]


def test_a_table_of_no_rows_is_empty():
    assert bench.table([]) == ""


def test_only_one_is_run_printed_and_written(made, tmp_path, capsys):
    target = tmp_path / "rows.json"
    assert bench.main(["--only", "made", "--json", str(target)]) == 0
    assert capsys.readouterr().out == f"made: a made-up table\n\n{bench.table(ROWS)}\n\n"
    assert json.loads(target.read_text(encoding="utf-8")) == {"made": ROWS}
    assert made == ["made"]


def test_an_unknown_name_is_told_with_the_nearest_before_anything_runs(made, capsys):
    assert bench.main(["--only", "made", "--only", "mode"]) == 2
    assert capsys.readouterr().err == "There is no bench `mode`; the nearest one is `made`.\n"
    assert made == []


def test_a_file_that_cannot_be_written_is_one_sentence(made, tmp_path, capsys):
    assert bench.main(["--only", "made", "--json", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path} could not be written: Is a directory.\n"


def test_the_schedules_are_compared(tmp_path, capsys):
    assert bench.main(["--only", "schedule", "--json", str(tmp_path / "rows.json")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "schedule: 90 days of a simulated learner, 150 items, 10 new ones a day"
    assert lines[2].split("  ")[0] == "schedule"
    assert [line[:11].rstrip() for line in lines[3:6]] == ["FSRS", "every day", "Leitner box"]
