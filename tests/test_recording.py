"""What `check` and `solution` hand to the memory, and that a verdict never depends on it."""
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from utils import course, executing, recording, stages, store
from utils.memory import memory
from utils.verdict import Verdict


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """The memory of this process, in a folder of the test's own."""
    monkeypatch.setenv("WHITEBOARD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(recording, "_told", set())
    memory.cache_clear()
    yield memory()
    memory.cache_clear()


def test_the_home_can_be_chosen_and_is_the_users_data_folder_otherwise(monkeypatch, tmp_path):
    monkeypatch.setenv("WHITEBOARD_HOME", str(tmp_path))
    assert store.home_folder() == tmp_path
    monkeypatch.setenv("WHITEBOARD_HOME", "~/here")
    assert store.home_folder() == store.Path.home() / "here"
    monkeypatch.delenv("WHITEBOARD_HOME")
    assert store.home_folder().name == "whiteboard"


def test_a_check_and_a_look_at_a_solution_are_remembered(mine):
    from utils import check, solution

    worked = course.reference("nms")
    solution("nms")
    assert check(worked).passed

    def box_iou(a, b):
        return 0

    def unheard_of():
        return 0

    assert not check(box_iou).passed
    assert not check(unheard_of).passed
    found = mine.attempts()
    assert {name: (found[name].topic, found[name].passed, found[name].revealed) for name in found} == {
        "nms": ("iou_map", True, 1), "box_iou": ("iou_map", False, 0)}
    assert {item: state.last_rating for item, state in mine.states().items()} == {"exercise:nms": 2, "exercise:box_iou": 1}


def test_nothing_is_remembered_of_the_worked_solutions(mine, monkeypatch, tmp_path):
    from utils import check, solution

    worked = course.reference("nms")
    monkeypatch.chdir(course.ROOT / "solutions")
    assert check(worked).passed
    solution("nms")
    assert not (tmp_path / "home").exists()


def test_a_store_in_trouble_is_told_of_once_and_never_in_the_verdict(mine, tmp_path, capsys):
    from utils import check

    worked = course.reference("nms")
    before = str(check(worked))
    mine._store._close()
    for path in (tmp_path / "home").iterdir():
        path.unlink()
    (tmp_path / "home").rmdir()
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    assert capsys.readouterr().err == ""
    assert str(check(worked)) == before
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith(f"The schedule in {tmp_path / 'home' / store.FILE} cannot be used")
    assert str(check(worked)) == before
    assert capsys.readouterr().err == ""


def test_importing_the_memory_is_cheap(tmp_path):
    code = ("import sys, utils.recording; from utils.memory import Memory; known = Memory(); known.due(), known.trouble;"
            " print([name for name in ('fsrs', 'torch', 'jupytext', 'anywidget') if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], cwd=course.ROOT, capture_output=True, text=True, check=True,
                         env={**os.environ, "WHITEBOARD_HOME": str(tmp_path)})
    assert json.loads(run.stdout.replace("'", '"')) == []


def test_no_stage_of_the_tests_and_no_build_sees_what_a_learner_has_done(tmp_path, monkeypatch):
    monkeypatch.setenv("WHITEBOARD_HOME", str(tmp_path / "learner"))
    scratch = tmp_path / "scratch"
    for variables in (stages.environment(scratch, "unit"), executing._environment(str(scratch))):
        assert Path(variables["WHITEBOARD_HOME"]).is_relative_to(scratch)


def test_a_notebook_that_is_built_starts_from_an_empty_home(mine, tmp_path):
    mine.checked("nms", "iou_map", "failed", None)
    source = "from utils.memory import memory\nprint(memory().attempts(), memory().trouble)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    executing.execute(notebook, tmp_path)
    assert [output.text for output in notebook.cells[0].outputs] == ["{} \n"]


def test_an_exercise_that_no_topic_declares_is_not_logged(mine):
    recording.record_check(Verdict("made_up", "failed", "No."))
    recording.record_solution("made_up")
    assert mine.attempts() == {}
