"""Which questions a quiz asks, what names mean, and what stands for it where no widgets run."""
import itertools

import pytest

from quiz_kit import Remembered
from utils import course, drill, drills, quiz, quizzing
from utils.session import Session


@pytest.fixture
def static(monkeypatch):
    monkeypatch.setenv(quizzing.STATIC, "1")


@pytest.mark.parametrize("name", ["iou_map", "05", "05_iou_map", "05_iou_map.ipynb", " iou_map "])
def test_names_of_a_topic(name):
    assert quizzing.slug_of(name) == "iou_map"


@pytest.mark.parametrize(("name", "near"), [("iou", "iou_map"), ("merge", "merge_sort"), ("", ""), (5, "")])
def test_a_name_that_is_none(name, near):
    with pytest.raises(ValueError, match=f"is no topic of this course; the nearest one is `{near}"):
        quizzing.slug_of(name)


def test_all_of_a_topic_is_asked_easy_cards_first():
    topic = course.topic("conv_arithmetic")
    found = quizzing.entries(topic)
    assert {entry.item for entry in found} == {f"card:{card.id}" for card in topic.cards} | {
        f"drill:{one.name}" for one in drills.of_topic("conv_arithmetic")}
    levels = [course.DIFFICULTIES.index(entry.source.difficulty) for entry in found if entry.kind == "card"]
    assert levels == sorted(levels)
    assert "drill" in [entry.kind for entry in found[:6]]


def test_what_is_due_comes_before_what_is_new():
    memory = Remembered()
    first = quizzing.chosen(memory, "iou_map")
    assert len(first) == quizzing.NEW
    assert quizzing.chosen(memory, None) == []
    last = quizzing.entries(course.topic("iou_map"))[-1]
    memory.review(last.item, "iou_map", 1)
    memory.review(first[0].item, "iou_map", 4)
    memory.clock.wait(minutes=5)
    assert quizzing.chosen(memory, None) == [last]
    found = quizzing.chosen(memory, "iou_map")
    assert found[0] == last
    assert first[0] not in found
    assert len(found) == 1 + quizzing.NEW


def test_a_card_that_is_gone_is_passed_over():
    memory = Remembered()
    memory.review("card:gone", "iou_map", 1)
    memory.clock.wait(days=1)
    assert quizzing.chosen(memory, None) == []


def test_nothing_due_says_when():
    memory = Remembered()
    assert "nothing was asked yet" in quizzing._round(None)(memory).view.summary
    memory.review("card:x", "iou_map", 3)
    assert "on Thursday, 08 January, at 09:00 UTC" in quizzing._round(None)(memory).view.summary


def test_exercises_that_are_due_are_told_at_the_end():
    memory = Remembered()
    memory.review("exercise:nms", "iou_map", 1)
    memory.clock.wait(days=1)
    assert "To write again from a blank, in its notebook: `nms`." in quizzing._round(None)(memory).view.summary


def test_seeds_are_new_each_time_but_where_outputs_are_compared(static, monkeypatch):
    assert list(itertools.islice(quizzing.seeds(), 3)) == [1, 2, 3]
    monkeypatch.delenv(quizzing.STATIC)
    assert list(itertools.islice(quizzing.seeds(), 3)) != list(itertools.islice(quizzing.seeds(), 3))


def test_the_twin_is_the_same_each_time_and_folds_the_answers(static):
    one, two = quiz("iou_map"), quiz("iou_map")
    assert repr(one) == repr(two)
    assert one._repr_html_() == two._repr_html_()
    assert repr(one).startswith('quiz(\'iou_map\'): ')
    card = course.topic("iou_map").cards[0]
    assert card.question.split()[0] in one._repr_html_()
    assert one._repr_html_().count("<details") == len(quizzing.entries(course.topic("iou_map")))


def test_a_drill_by_its_name_or_its_exercise(static):
    assert repr(drill("conv_output_size")) == repr(drill(course.reference("conv_output_size")))
    assert len(drill("conv_output_size").pairs) == 3
    assert len(set(drill("conv_output_size").pairs)) == 3
    with pytest.raises(ValueError, match="nearest one is `conv_output_size`"):
        drill("conv_output_sizes")


def test_quiz_without_a_topic_is_one_line(static):
    assert repr(quiz()) == "quiz() asks what is due, where it can be answered: in JupyterLab or by `whiteboard.py quiz`."
    assert quiz()._repr_html_() is None


def test_in_a_terminal(monkeypatch, capsys):
    lines = iter(["", "3", "q"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    monkeypatch.setattr("utils.memory.memory", Remembered)
    assert quizzing.main(["iou_map"]) == 0
    assert "IoU and mAP · 2 of " in capsys.readouterr().out
    assert quizzing.main(["nowhere"]) == 2
    assert quizzing.main(["--drill", "nothing"]) == 2
    assert "nearest" in capsys.readouterr().err


def test_every_topic_has_a_first_question():
    for slug in course.files():
        assert Session(quizzing.chosen(Remembered(), slug), Remembered()).view.text
