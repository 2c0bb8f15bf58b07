"""`reset`: a blank back, and a copy kept."""
import json

import pytest

from utils import workbook
from workbook_kit import ANSWER, blank


def test_reset_of_an_exercise(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.answer("def nms(a, b):\n    return 1", "exercise-nms")
    desk.add("my = 'note'")
    before = desk.target.read_bytes()
    report = workbook.reset("box_iou", desk.root)
    (kept,) = desk.kept()
    assert kept.read_bytes() == before
    assert repr(report) == ("`box_iou` is blank again in work/05_iou_map.ipynb; "
                            f"your copy is kept as work/{kept.name}. {workbook.RELOAD}")
    expected = json.loads(before)
    place = next(i for i, c in enumerate(expected["cells"]) if c["id"] == "exercise-box_iou")
    expected["cells"][place] = next(c for c in desk.shipped()["cells"] if c["id"] == "exercise-box_iou")
    assert desk.work() == expected


def test_reset_takes_the_function_itself(desk):
    def box_iou(a, b):
        return 0

    desk.lay_out()
    desk.answer(ANSWER)
    assert workbook.reset(box_iou, desk.root).done
    assert desk.source() == blank("box_iou")


def test_reset_leaves_other_cells_that_define_it(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.add("def box_iou(a, b):\n    return 2")
    assert "1 more of its cells define it too and are left" in repr(workbook.reset("box_iou", desk.root))
    assert desk.source("f00dcafe").endswith("return 2")


def test_reset_puts_a_deleted_cell_back_in_its_place(desk):
    desk.lay_out()
    content = desk.work()
    content["cells"] = [c for c in content["cells"] if c["id"] != "exercise-nms"]
    desk.write(content)
    workbook.reset("nms", desk.root)
    assert [c["id"] for c in desk.work()["cells"]] == [c["id"] for c in desk.shipped()["cells"]]


def test_reset_of_a_blank_changes_nothing(desk):
    desk.lay_out()
    before = desk.target.read_bytes()
    assert repr(workbook.reset("box_iou", desk.root)) == "`box_iou` is blank already."
    assert desk.target.read_bytes() == before
    assert desk.kept() == []


@pytest.mark.parametrize("name", ["iou_map", "05_iou_map", "05_iou_map.ipynb"])
def test_reset_of_a_topic(desk, name):
    desk.lay_out()
    desk.answer(ANSWER)
    before = desk.target.read_bytes()
    report = workbook.reset(name, desk.root)
    (kept,) = desk.kept()
    assert kept.read_bytes() == before
    assert desk.work() == desk.shipped()
    assert repr(report) == (f"work/05_iou_map.ipynb is as shipped again; your copy is kept as work/{kept.name}. "
                            "In JupyterLab choose File → Reload Notebook from Disk.")


@pytest.mark.parametrize(("name", "sentence"), [
    ("box_iuo", "There is no exercise or topic `box_iuo`: did you mean `box_iou`?"),
    ("iou_mop", "There is no exercise or topic `iou_mop`: did you mean `iou_map`?"),
    ("qqqq", "There is no exercise or topic `qqqq`."),
    (7, "There is no exercise or topic `7`."),
])
def test_reset_of_an_unknown_name(desk, name, sentence):
    desk.lay_out()
    report = workbook.reset(name, desk.root)
    assert (report.done, repr(report)) == (False, sentence)


def test_reset_without_a_copy(desk):
    report = workbook.reset("box_iou", desk.root)
    assert repr(report) == "There is no work/05_iou_map.ipynb yet: `python3 whiteboard.py lab` lays it out."
    assert not desk.target.exists()


def test_reset_of_an_exercise_in_a_damaged_copy_points_to_the_way_out(desk):
    desk.lay_out()
    desk.target.write_bytes(b"{")
    report = workbook.reset("box_iou", desk.root)
    assert not report.done
    assert 'reset("05_iou_map") keeps it aside and lays out a new one.' in repr(report)
    assert desk.target.read_bytes() == b"{"
    assert workbook.reset("05_iou_map", desk.root).done
    assert desk.kept()[0].read_bytes() == b"{"


def test_the_command(desk, monkeypatch, capsys):
    monkeypatch.setattr(workbook.reset, "__defaults__", (desk.root,))
    desk.lay_out()
    desk.answer(ANSWER)
    assert workbook.main(["box_iou"]) == 0
    assert "is blank again" in capsys.readouterr().out
    assert workbook.main(["box_iuo"]) == 1
    assert workbook.main([]) == 2
    assert "usage:" in capsys.readouterr().err
