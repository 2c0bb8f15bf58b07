"""check, hint, solution and stand_in as a notebook uses them, and what they say to bad input."""
from __future__ import annotations

import functools

import numpy as np
import pytest

from utils import check, course, hint, learner, solution, stand_in

IOU = course.reference("box_iou")


def text(target):
    verdict = check(target)
    assert (verdict.status, verdict.passed, verdict.misconception) == ("not attempted", False, None)
    assert verdict.message.count(".") <= 2
    return verdict.message


def test_something_that_is_no_exercise():
    def box_ious(a, b):
        return 1

    assert text(box_ious) == "`box_ious` is no exercise of this course; the nearest name is `box_iou`."


def test_an_unknown_name():
    assert text("maen_average_precision").endswith("the nearest name is `mean_average_precision`.")


def test_a_name_that_is_not_defined():
    assert text("nms") == "`nms` is not defined yet: run the cell that defines it, then check again."


def test_a_class_for_a_function():
    class box_iou:
        pass

    assert text(box_iou) == "`box_iou` is a class here, wanted a function: write `def box_iou(…)`."


def test_a_lambda():
    box_iou = lambda a, b: IOU(a, b)  # noqa: E731

    said = check(box_iou).message
    assert said == '`box_iou` is a lambda, which does not know its name: write `def box_iou(…)` or `check("box_iou")`.'
    assert check("box_iou").passed
    assert "check was given a lambda, which has no name" in text(lambda a, b: 1)


@pytest.mark.parametrize(("given", "words"), [(5, "an int"), (None, "None"), (np.eye(4), "an array"), ([], "a list")])
def test_no_function_at_all(given, words):
    assert text(given).startswith(f"check was given {words}, wanted a function or its name")


def test_an_object_that_does_not_tell_its_name():
    class Odd:
        def __getattr__(self, name):
            raise RuntimeError(name)

        def __call__(self):
            return 1

    assert "check was given an Odd, which has no name" in text(Odd())


def test_a_partial_has_no_name():
    assert "a partial, which has no name" in text(functools.partial(IOU))


def test_a_name_means_the_callers_function():
    def box_iou(a, b):
        return IOU(a, b) * 2

    assert check("box_iou").status == "failed"
    assert check("box_iou").got is not None


def test_a_wrapped_function_keeps_its_name():
    @functools.lru_cache
    def box_iou(a, b):
        return IOU(a, b)

    assert "TypeError" in check(box_iou).message  # arrays are not hashable; the cache is the learner's


def test_a_mistake_is_named_in_the_width_that_the_learner_works_in():
    """Most people do not convert float32 to float64; their + 1 is the same mistake."""
    def box_area(boxes):
        return (boxes[:, 2] - boxes[:, 0] + 1.0) * (boxes[:, 3] - boxes[:, 1] + 1)

    def box_iou(a, b):
        low, high = np.maximum(a[:, None, :2], b[:, :2]), np.minimum(a[:, None, 2:], b[:, 2:])
        shared = np.clip(high - low + 1, 0, None).prod(axis=2)
        area_a, area_b = ((box[:, 2] - box[:, 0] + 1) * (box[:, 3] - box[:, 1] + 1) for box in (a, b))
        return shared / (area_a[:, None] + area_b - shared)

    assert check(box_area).misconception == "plus_one_pixel"
    assert check(box_iou).misconception == "plus_one_pixel"


def test_hints_come_one_by_one_and_the_last_stays(monkeypatch):
    monkeypatch.setattr(learner, "_shown", {})
    hints = course.exercises()["nms"][1].hints
    assert [hint("nms").text for _ in range(5)] == [*hints, hints[-1], hints[-1]]
    assert repr(hint("nms")).startswith("Hint 3 of 3 for nms: ")


def test_solution_is_the_source():
    shown = solution("f1_score")
    assert repr(shown) == course.source_of("f1_score")
    assert shown._repr_markdown_().startswith("```python\ndef f1_score(")


@pytest.mark.parametrize("call", [hint, solution])
def test_unknown_names_elsewhere(call):
    with pytest.raises(ValueError, match=r"^`box_uio` is no exercise of this course; the nearest name is `box_iou`\.$"):
        call("box_uio")


def test_stand_in_is_for_blanks_only(capsys):
    def box_iou(a, b):
        raise NotImplementedError("exercise: box_iou")

    stand = stand_in(box_iou)
    assert stand.stands_in
    assert stand(np.array([[0, 0, 1, 1]]), np.array([[0, 0, 1, 1]])) == [[1.0]]
    assert capsys.readouterr().out == "box_iou is still blank: the worked solution stands in.\n"


def test_stand_in_leaves_a_written_function_alone(capsys):
    def box_iou(a, b):
        return "mine"

    assert stand_in(box_iou)(1, 2) == "mine"
    assert not getattr(stand_in(box_iou), "stands_in", False)
    assert capsys.readouterr().out == ""


def test_stand_in_catches_a_blank_further_down(capsys):
    def box_iou(a, b):
        raise NotImplementedError("exercise: box_iou")

    def nms(boxes, scores, threshold):
        return box_iou(boxes, boxes)

    assert list(stand_in(nms)(np.array([[0, 0, 1, 1]]), np.array([1.0]), 0.5)) == [0]
    assert capsys.readouterr().out == "nms calls box_iou, which is still blank: the worked solution stands in.\n"
