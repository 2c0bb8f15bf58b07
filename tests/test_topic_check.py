"""What `check-topic` runs of a topic, and what it says of the outcome."""
from __future__ import annotations

from pathlib import Path

import pytest

from utils import course, topic_check
from utils.course import ROOT


def test_all_files_of_a_topic_are_linted_and_no_other():
    found = {path.relative_to(ROOT).as_posix() for path in topic_check.files_of("iou_map", ROOT)}
    every = {path.relative_to(ROOT).as_posix() for folder in ("solutions", "utils", "tests")
             for path in (ROOT / folder).rglob("*.py")}
    packages = {name for name in found if not name.endswith(".py")}
    linted = {name for name in every if name in found or any(name.startswith(f"{package}/") for package in packages)}
    assert linted == {name for name in every if "iou_map" in name}


def test_a_module_belongs_to_the_longest_name_that_begins_its_own(tmp_path):
    names = ("solutions/01_merge.py", "solutions/02_merge_sort.py", "utils/topics/merge.py", "utils/topics/merge_sort.py",
             "utils/figures/merge_rows.py", "utils/figures/merge_sort_rows.py", "tests/test_merge.py",
             "tests/test_merge_sort_cost.py", "tests/test_merged.py")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {slug: {path.relative_to(tmp_path).as_posix() for path in topic_check.files_of(slug, tmp_path)}
             for slug in ("merge", "merge_sort")}
    assert found["merge_sort"] == {name for name in names if "merge_sort" in name}
    assert found["merge"] == set(names) - found["merge_sort"] - {"tests/test_merged.py"}


def test_the_time_is_given_to_the_tests_unless_all_are_wanted():
    assert "--within" not in topic_check.stages("iou_map", ROOT, None)["tests"]
    told = topic_check.stages("iou_map", ROOT, 12.5)["tests"]
    assert told[told.index("--within") + 1] == "12.5"


@pytest.mark.parametrize(("failed", "late", "words"), [
    ([], False, "passed"), ([], True, "has no failure in what ran"), (["lint", "tests"], True, "failed: lint, tests")])
def test_what_was_left_out_is_not_called_passed(failed, late, words):
    assert topic_check.result(failed, late).startswith(words)


def test_nothing_is_run_where_the_files_do_not_fit_together(monkeypatch, capsys):
    monkeypatch.setattr(topic_check.course_rules, "problems", lambda root: [course.CourseError("x.py", 3, "it is odd.")])
    monkeypatch.setattr(topic_check.subprocess, "call", None)
    assert topic_check.check("iou_map", ROOT) == ["files"]
    assert capsys.readouterr().out == "x.py:3: it is odd.\n"


@pytest.mark.parametrize(("codes", "failed"), [((0, 0), []), ((1, 0), ["lint"]), ((0, 1), ["tests"])])
def test_the_exit_code_follows_the_stages(codes, failed, monkeypatch, capsys):
    waiting = list(codes)
    monkeypatch.setattr(topic_check.subprocess, "call", lambda *_, **__: waiting.pop(0))
    monkeypatch.setattr(topic_check.course_rules, "problems", lambda root: [])
    assert topic_check.check("iou_map", ROOT, None) == failed
    monkeypatch.setattr(topic_check, "check", lambda *_: failed)
    assert topic_check.main(["05", "--all"]) == int(bool(failed))


@pytest.mark.parametrize(("left_out", "words"), [(False, "passed in"), (True, "has no failure in what ran;")])
def test_what_did_not_begin_in_time_is_told(left_out, words, monkeypatch, capsys):
    def call(command, env, **_):
        if "pytest" in command and left_out:
            Path(env["WHITEBOARD_LATE"]).touch()
        return 0

    monkeypatch.setattr(topic_check.subprocess, "call", call)
    monkeypatch.setattr(topic_check.course_rules, "problems", lambda root: [])
    assert topic_check.check("iou_map", ROOT) == []
    assert f"Whiteboard: iou_map {words}" in capsys.readouterr().out


def test_an_unknown_topic_is_told_with_the_nearest(capsys):
    assert topic_check.main(["iou_mop"]) == 2
    assert capsys.readouterr().err == "`iou_mop` is no topic of this course; the nearest one is `iou_map`.\n"
