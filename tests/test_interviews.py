"""The mock interview: what is drawn, the clock, the report, on a clock that is moved by hand."""
import itertools
import random
from collections import Counter
from html import escape

import pytest

from quiz_kit import CARD, SUM, Remembered, attempt, entry
from utils import course, interview
from utils.interviews import Interview, Task, TaskEntry, choose, draw, minutes_for
from utils.quizzing import entries
from utils.reports import Report, readable
from utils.session import name_of

TASK = TaskEntry(Task("box_iou", "iou_map", 10), "IoU and mAP")


CHOSEN = [TASK, entry(SUM), entry(CARD)]


def begun(minutes=45, chosen=CHOSEN):
    memory = Remembered()
    return Interview(list(chosen), memory, minutes, itertools.count(1), memory.clock), memory


def right_answer(held):
    return str(held.entry.source.question(held._question.seed).answer)


def test_a_whole_interview_and_its_report():
    held, memory = begun()
    assert "box_iou" in held.view.text
    assert "def box_iou" in held.view.text
    assert "np.maximum" not in held.view.text, "the worked solution comes afterwards"
    assert held.view.deadline == held.end.timestamp()
    memory.clock.wait(minutes=9)
    memory.tried["box_iou"] = attempt("iou_map", 1, 0)
    view = held.answer("")
    assert (view.phase, view.right, view.ratings) == ("rate", True, ((3, "go on"),))
    assert "def box_iou" in view.answer
    held.rate(3)
    memory.clock.wait(minutes=2)
    held.answer("-5")
    held.rate(1)
    memory.clock.wait(minutes=1)
    held.answer("")
    view = held.rate(3)
    assert view.phase == "done", "nothing comes twice in an interview"
    (saved,) = memory.saved
    row = saved["topics"]["iou_map"]
    assert (row["right"], row["wrong"], row["missed"], row["seconds"], row["minutes"]) == (2, 1, 0, 720.0, 14.0)
    assert row["review"] == ["a sum"]
    assert saved["taken"] == 12
    assert "2 of 3 right" in view.summary
    assert "**Review first:** a sum (IoU and mAP)." in view.summary
    assert [r.item for r in memory.told] == ["drill:sum", "card:abc"], "the check has told of the exercise itself"


@pytest.mark.parametrize(("before", "after", "right"), [
    (None, None, False), (None, (1, 1), False), (None, (3, 2), True), ((2, 1), (2, 1), False), ((2, 1), (3, 2), False),
    ((2, 1), (3, 1), True)])
def test_an_exercise_counts_only_if_its_check_passed_meanwhile(before, after, right):
    """Pairs are checks and failures of the exercise."""
    memory = Remembered()
    memory.tried = {"box_iou": attempt("iou_map", *before)} if before else {}
    held = Interview(CHOSEN, memory, 45, itertools.count(1), memory.clock)
    memory.tried = {"box_iou": attempt("iou_map", *after)} if after else {}
    view = held.answer("")
    assert view.right is right
    assert ("Its check passed." in view.feedback) is right
    held.rate(view.default)
    assert held.results[0].right is right


def test_when_the_time_is_up_the_rest_is_not_reached():
    held, memory = begun(minutes=10)
    memory.clock.wait(minutes=11)
    held.answer("")
    view = held.rate(1)
    assert view.phase == "done"
    row = memory.saved[0]["topics"]["iou_map"]
    assert (row["right"], row["wrong"], row["missed"]) == (0, 1, 2)
    assert memory.saved[0]["taken"] == 10
    assert "0 of 3 right" in view.summary


def test_reports_are_compared():
    held, memory = begun(chosen=[entry(SUM)])
    held.answer(right_answer(held))
    held.rate(3)
    memory.clock.wait(days=1)
    second = Interview([entry(SUM)], memory, 20, itertools.count(5), memory.clock)
    second.answer("-1")
    view = second.rate(1)
    assert len(memory.saved) == 2
    assert "**Before:** 05 January 2026 1 of 1 right." in view.summary
    assert repr(Report(memory.saved)).startswith("Mock interview of 06 January 2026: 0 of 1 right")
    assert "No interview yet" in repr(Report([])) + Report([])._repr_html_()
    page = Report(memory.saved)._repr_html_()
    assert "<table>" in page
    assert 'alt="Bars by topic. IoU and mAP: 0 right, 1 wrong, 0 not reached.' in page
    assert "data:image/png;base64," in page


ROW = {"title": 3, "right": 1, "wrong": 1, "missed": 1, "seconds": 1, "minutes": 1, "review": []}  # a title is a text


HUGE = 10**400  # JSON has it, a float has not


def rows(**changed):
    return {"topics": {"iou_map": {**ROW, "title": "IoU", **changed}}}


@pytest.mark.parametrize("odd", [
    {}, {"topics": []}, {"topics": {}}, {"topics": {"iou_map": {}}}, {"topics": {"iou_map": ROW}}, {"at": "then"},
    {"minutes": "45"}, {"minutes": HUGE}, {"minutes": float("nan")}, {"taken": float("inf")}, {"taken": True},
    rows(right=HUGE), rows(seconds=-1), rows(title="a" * 400), rows(title="a\x1b[2J"), rows(review=["half of 😀: \ud83d"]),
    rows(title="two\nlines"), {"topics": {str(number): rows()["topics"]["iou_map"] for number in range(200)}}])
def test_a_report_of_another_form_is_left_out(odd):
    held, memory = begun(chosen=[entry(SUM)])
    held.answer("-1")
    held.rate(1)
    (sound,) = memory.saved
    broken = sound | odd if odd else {"score": 3}
    assert Report([broken, sound]).interviews == [sound]
    assert "No interview yet" in Report([broken])._repr_html_()


@pytest.mark.parametrize("text", [
    "<script>x</script>", '"><img src=x onerror="y">', "$\\nothing$", "$x^$ $", "[x](javascript:y)"])
def test_what_an_import_calls_a_topic_is_shown_and_not_obeyed(text):
    held, memory = begun(chosen=[entry(SUM)])
    held.answer("-1")
    held.rate(1)
    page = Report([memory.saved[0] | rows(title=text, review=[text])])._repr_html_()
    assert "<script" not in page
    assert page.count("<img") == 1  # the figure
    assert 'href="javascript' not in page
    assert f"Bars by topic. {escape(text)}: 1 right" in page  # what is read aloud


def test_the_courses_own_names_can_be_shown():
    row = rows()["topics"]["iou_map"]
    for topic in course.topics():
        told = {**row, "title": topic.title, "review": [name_of(one) for one in entries(topic)]}
        assert readable({"at": "2026-01-05", "minutes": 45, "taken": 1, "topics": {topic.slug: told}}), topic.slug


@pytest.mark.parametrize("minutes", [10, 30, 45, 90])
def test_what_is_asked_fits_the_time(minutes):
    for seed in range(5):
        asked = choose(Remembered(), minutes, random.Random(seed))
        kinds = Counter(one.kind for one in asked)
        assert kinds["exercise"] == 1
        assert asked[0].kind == "exercise"
        assert kinds["drill"] >= 1
        assert kinds["card"] >= 1
        assert len({one.item for one in asked}) == len(asked)
        total = sum(map(minutes_for, asked))
        assert total <= minutes + 4 or minutes == 10
        assert total >= 0.7 * minutes


def test_weak_ground_is_drawn_more_often_than_known_ground():
    memory = Remembered()
    topic = course.topic("iou_map")
    weak, known = [f"card:{card.id}" for card in topic.cards[:2]]
    memory.review(weak, "iou_map", 1)
    memory.review(known, "iou_map", 4)
    found = Counter(one.item for seed in range(60) for one in choose(memory, 90, random.Random(seed)))
    assert found[weak] > found[known]


def test_a_failed_exercise_is_asked_before_a_solved_one():
    memory = Remembered()
    for topic in course.topics():
        for name in topic.exercise_cells:
            memory.tried[name] = attempt(topic.slug, 1, int(name == "nms"))
    found = Counter(choose(memory, 45, random.Random(seed))[0].source.name for seed in range(60))
    assert found.most_common(1)[0][0] == "nms"


def test_draw_takes_different_ones_and_few_of_one_topic():
    pool = [entry(CARD)] * 3 + [entry(SUM)]
    assert len(draw(pool, [1.0] * 4, 3, random.Random(0))) == 3
    assert len(draw(pool, [1.0] * 4, 3, random.Random(0), most=2)) == 2


@pytest.mark.parametrize("minutes", [0, 9, 181, "45", None, float("nan")])
def test_minutes_that_are_none(minutes):
    with pytest.raises(ValueError, match="an interview takes 10 to 180 minutes, not"):
        interview(minutes)
