"""What `topic` refuses, and that its templates hold whatever the name."""
from __future__ import annotations

import subprocess
import sys

import pytest

from utils import course, scaffold


@pytest.mark.parametrize("slug", ["", "Edges", "2d", "edge-maps", "edge maps", "_edges", "edges_", "a__b", "class", "../x", "é",
                                  "a" * 25])
def test_a_bad_name_is_refused_and_told_what_is_wanted(slug):
    assert scaffold.refusal(slug, 50) == (f"`{slug}` is no name for a topic; wanted are small letters, digits and single "
                                          "underscores, 24 at most, as in `edge_maps`.")


@pytest.mark.parametrize(("slug", "number", "words"), [
    ("iou_map", 50, "There is a topic `iou_map` already: solutions/05_iou_map.py."),
    ("never_a_topic", 5, f"The number 05 is taken; the next free one is {scaffold.free_number():02}."),
    ("never_a_topic", 99, "99 is no number for a topic; wanted is one from 0 to 98."),
    ("never_a_topic", -1, "-1 is no number for a topic; wanted is one from 0 to 98."),
    ("style", 50, "`style` is taken: utils/figures/style.py is there already."),
    ("styles", 50, "`styles` is taken: tests/test_styles.py is there already."),
    ("hostile", 50, "`hostile` is taken: tests/test_hostile.py is there already."),
])
def test_what_is_there_is_refused(slug, number, words):
    assert scaffold.refusal(slug, number) == words


@pytest.mark.parametrize("slug", ["never_a_topic", "quiz", "x", "a2"])
def test_other_names_are_free(slug):
    assert scaffold.refusal(slug, scaffold.free_number()) is None


def test_no_file_is_ever_written_over(tmp_path, capsys, monkeypatch):
    path = tmp_path / "tests" / "oracles" / "never_a_topic.py"
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match=r"`never_a_topic` is taken: tests/oracles/never_a_topic.py is there already."):
        scaffold.written("never_a_topic", 3, tmp_path)
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]
    monkeypatch.setattr(course, "ROOT", tmp_path)
    assert scaffold.main(["Edges"]) == 1
    assert capsys.readouterr().err.startswith("`Edges` is no name for a topic; wanted")


def test_the_next_number_follows_the_last_topic(tmp_path):
    assert scaffold.free_number(tmp_path) == 0
    assert scaffold.written("first", 7, tmp_path)[0] == "solutions/07_first.py"
    assert scaffold.free_number(tmp_path) == 8


def test_what_is_written_is_sound_python_of_the_houses_style_with_the_longest_name(tmp_path):
    slug = "m" * scaffold.LONGEST
    names = scaffold.written(slug, 42, tmp_path)
    (tmp_path / "pyproject.toml").write_bytes((course.ROOT / "pyproject.toml").read_bytes())
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", *names]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    for name in names:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "SLUG" not in text
        assert "TITLE" not in text
