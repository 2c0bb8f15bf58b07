"""Which cell is a learner's answer, and what of it reaches the next version of a notebook."""
import pytest

from workbook_kit import ANSWER, BLANK_CLASS, blank, cell, exercise, notebook


@pytest.mark.parametrize("source", [
    ANSWER,
    "import numpy as np\n\n\n@staticmethod\n" + ANSWER,
    "def helper():\n    return 1\n\n\n" + blank("box_iou"),
    "%%time\n" + ANSWER,
    "def box_iou(a, b:\n    return (",
    "import math\ndef  box_iou(a, b)\n    return 1",
    "box_iou = lambda a, b: 0",
    "async def box_iou(a, b):\n    return 0",
    "# def box_iou(a, b):\n#     return 0",
    "def box_iuo(a, b):\n    return 0",
    blank("box_iou").replace("    raise", "    width = a[2] - a[0]\n    raise"),
])
def test_whatever_stands_in_the_exercise_cell_is_carried(desk, source):
    desk.lay_out()
    desk.answer(source)
    desk.update()
    (said,) = desk.lay_out()
    assert desk.source() == source
    assert "carried over: box_iou;" in said


@pytest.mark.parametrize("source", [
    blank("box_iou"),
    blank("box_iou", "a, b, *, eps=0"),
    'def box_iou(a, b):\n    raise NotImplementedError("exercise: box_iou")',
    "%%time\n" + blank("box_iou"),
    "",
    "  \n",
])
def test_a_blank_gives_way_to_the_new_blank(desk, source):
    desk.lay_out()
    desk.answer(source)
    desk.update(*exercise("box_iou", blank("box_iou", "boxes, others")))
    (said,) = desk.lay_out()
    assert desk.source() == blank("box_iou", "boxes, others")
    assert "carried over: none;" in said


def test_an_answer_in_another_cell_is_found(desk):
    desk.lay_out()
    desk.add("x = 1\n" + ANSWER, where=1)
    desk.update()
    (said,) = desk.lay_out()
    assert desk.source() == "x = 1\n" + ANSWER
    assert "cell" not in said


def test_the_exercise_cell_wins_over_later_cells_and_they_are_reported(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.add("def box_iou(a, b):\n    return 'experiment'")
    desk.update()
    (said,) = desk.lay_out()
    assert desk.source() == ANSWER
    assert said.endswith("also only there: 1 cell that the new version does not have.")


def test_of_two_other_cells_the_last_wins(desk):
    desk.lay_out()
    desk.add("def box_iou(a, b):\n    return 'late'")
    desk.add("def box_iou(a, b):\n    return 'early'", where=0)
    desk.update()
    desk.lay_out()
    assert "late" in desk.source()


@pytest.mark.parametrize(("source", "kind"), [
    (ANSWER, "markdown"),
    ("class Boxes:\n    def box_iou(self):\n        return 0", "code"),
    ("def box_iou2(a, b):\n    return 0", "code"),
    ("def box_iou(a, b\n", "code"),
    (blank("box_iou"), "code"),
])
def test_other_cells_that_do_not_define_the_exercise_are_no_answer(desk, source, kind):
    desk.lay_out()
    desk.add(source, kind=kind)
    desk.update()
    (said,) = desk.lay_out()
    assert desk.source() == blank("box_iou")
    assert "carried over: none;" in said
    assert "1 cell that" in said


def test_a_broken_copy_of_the_exercise_cell_counts(desk):
    desk.lay_out()
    content = desk.work()
    content["cells"] = [c for c in content["cells"] if c["id"] != "exercise-box_iou"]
    content["cells"].append(cell("def box_iou(a, b:", "0f0f0f0f", "exercise"))
    desk.write(content)
    desk.update()
    desk.lay_out()
    assert desk.source() == "def box_iou(a, b:"


@pytest.mark.parametrize(("source", "is_answer"), [
    (BLANK_CLASS, False),
    (BLANK_CLASS.replace('raise NotImplementedError("exercise: BoundedHeap")', "return 3", 1), True),
    ("class BoundedHeap:\n    size = 0", True),
])
def test_a_class_is_blank_while_all_its_methods_are(desk, source, is_answer):
    desk.ship(notebook(*exercise("BoundedHeap", BLANK_CLASS)))
    desk.lay_out()
    desk.answer(source, "exercise-BoundedHeap")
    desk.update(*exercise("BoundedHeap", BLANK_CLASS.replace("largest", "k largest")))
    (said,) = desk.lay_out()[:1]
    assert ("carried over: BoundedHeap" in said) is is_answer
    assert (desk.source("exercise-BoundedHeap") == source) is is_answer


def test_an_exercise_that_is_gone_stays_in_the_kept_file(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.update(*exercise("nms"))
    (said,) = desk.lay_out()
    assert "no longer in the course, so only there: box_iou" in said
    assert "Mine" in desk.kept()[0].read_text(encoding="utf-8")
    assert "Mine" not in desk.target.read_text(encoding="utf-8")


def test_outputs_of_the_old_run_are_not_carried(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.update()
    desk.lay_out()
    carried = next(c for c in desk.work()["cells"] if c["id"] == "exercise-box_iou")
    assert (carried["outputs"], carried["execution_count"]) == ([], None)
