"""The logic of a session, without a front end."""
import itertools
from datetime import timedelta

import pytest

from quiz_kit import CARD, OTHER, SUM, Clock, Remembered, entry
from utils.session import Session, name_of, until, worked


def session(*sources, **options):
    memory = Remembered()
    return Session([entry(source) for source in sources], memory, clock=memory.clock, **options), memory


def answer_of(round_):
    return round_.entry.source.question(round_._question.seed).answer


def test_a_card_is_asked_revealed_rated():
    asked, memory = session(CARD)
    view = asked.view
    assert (view.phase, view.kind, view.number, view.of, view.text) == ("ask", "card", 1, 1, CARD.question)
    assert CARD.answer not in repr(view)
    memory.clock.wait(seconds=8)
    view = asked.answer("")
    assert (view.phase, view.answer, view.right, view.default) == ("rate", CARD.answer, None, 3)
    assert view.ratings == ((1, "again · 1 min"), (2, "hard · 6 min"), (3, "good · 3 d"), (4, "easy · 2 mo"))
    assert memory.told == []
    view = asked.rate(4)
    assert view.phase == "done"
    assert [(r.item, r.topic, r.rating, r.seed, r.seconds) for r in memory.told] == [("card:abc", "iou_map", 4, None, 8.0)]
    assert view.summary == "**1 of 1** right at the first try."


def test_a_right_drill_is_rated_by_the_learner():
    asked, memory = session(SUM)
    assert asked.view.unit == "px"
    view = asked.answer(f"{answer_of(asked)} px")
    assert (view.phase, view.right, view.feedback, [n for n, _ in view.ratings]) == ("rate", True, "Right.", [2, 3, 4])
    assert view.answer.startswith(f"**{answer_of(asked)} px**")
    assert asked.rate(1) == view, "forgotten is no rating of a right answer"
    asked.rate(2)
    assert [(r.item, r.rating, r.seed) for r in memory.told] == [("drill:sum", 2, 1)]
    assert memory.told[0].given.endswith("px")


def test_a_missed_drill_is_recorded_at_once_named_and_asked_again_with_other_numbers():
    asked, memory = session(SUM, CARD)
    first = asked.view.text
    wrong = asked._question.slips[0].value
    view = asked.answer(str(wrong))
    assert view.right is False
    assert "that is another sum." in view.feedback
    assert view.ratings == ((1, "go on"),)
    assert [(r.item, r.rating) for r in memory.told] == [("drill:sum", 1)]
    view = asked.rate(1)
    assert len(memory.told) == 1
    assert (view.kind, view.number, view.of) == ("card", 2, 3)
    asked.answer("")
    view = asked.rate(3)
    assert (view.kind, view.number, view.of) == ("drill", 3, 3)
    assert view.text != first
    asked.answer(str(wrong + 1000))
    view = asked.rate(1)
    assert view.phase == "done", "it comes again once, not for ever"
    assert "**1 of 2** right at the first try." in view.summary
    assert "a sum" in view.summary


def test_a_forgotten_card_comes_again():
    asked, memory = session(CARD, OTHER)
    asked.answer("")
    asked.rate(1)
    asked.answer("")
    view = asked.rate(3)
    assert (view.text, view.number, view.of) == (CARD.question, 3, 3)
    asked.answer("")
    assert asked.rate(3).phase == "done"
    assert [r.rating for r in memory.told] == [1, 3, 3]


def test_what_cannot_be_read_leaves_the_question_open():
    asked, memory = session(SUM)
    view = asked.answer("some")
    assert (view.phase, view.right) == ("ask", None)
    assert "cannot be read" in view.feedback
    assert str(answer_of(asked)) not in view.feedback + view.answer
    assert memory.told == []
    assert asked.answer(str(answer_of(asked))).right


def test_giving_up_is_a_miss_without_a_name():
    asked, memory = session(SUM)
    view = asked.answer(" ? ")
    assert (view.phase, view.right, view.feedback) == ("rate", False, "This is how it goes.")
    assert str(answer_of(asked)) in view.answer
    assert [r.rating for r in memory.told] == [1]


def test_calls_out_of_turn_change_nothing():
    asked, memory = session(CARD)
    before = asked.view
    assert asked.rate(3) == before
    view = asked.answer("")
    assert asked.answer("again") == view
    assert asked.rate(7) == view
    done = asked.rate(3)
    assert asked.answer("") == asked.rate(3) == done
    assert len(memory.told) == 1


def test_practice_has_no_end_and_records_what_is_new_due_or_missed():
    memory = Remembered()
    asked = Session(itertools.repeat(entry(SUM)), memory, endless=True, clock=memory.clock)
    texts = []
    for _ in range(5):
        texts.append(asked.view.text)
        asked.answer(str(answer_of(asked)))
        view = asked.rate(3)
        assert (view.phase, view.of) == ("ask", 0)
    assert len(set(texts)) > 1
    assert [r.rating for r in memory.told] == [3], "the first was new; more of it on one day says little"
    asked.answer("-1")
    asked.rate(1)
    assert [r.rating for r in memory.told] == [3, 1]
    memory.clock.wait(minutes=5)
    asked.answer(str(answer_of(asked)))
    asked.rate(3)
    assert [r.rating for r in memory.told] == [3, 1, 3], "it was due again"


def test_nothing_to_ask():
    asked, _ = session(empty="Nothing is due.", closing="Write `nms` again.")
    assert asked.view.phase == "done"
    assert asked.view.summary == "Nothing is due.\n\nWrite `nms` again."


def test_trouble_is_told_and_stops_nothing():
    memory = Remembered()
    memory.trouble = "The disk is full."
    asked = Session([entry(CARD)], memory, clock=memory.clock)
    assert asked.view.note == "The disk is full."
    asked.answer("")
    assert asked.rate(3).phase == "done"


def test_names_and_steps():
    assert name_of(entry(SUM)) == "a sum"
    assert name_of(entry(CARD)) == "What is IoU?"
    assert worked(SUM.question(1)).splitlines()[2].startswith("1. ")


@pytest.mark.parametrize(("stretch", "text"), [({"seconds": 5}, "1 min"), ({"minutes": 10}, "10 min"), ({"hours": 5}, "5 h"),
                                               ({"days": 3}, "3 d"), ({"days": 59}, "59 d"), ({"days": 90}, "3 mo")])
def test_until(stretch, text):
    assert until(timedelta(**stretch)) == text


def test_the_clock_of_the_kit_stands_still():
    clock = Clock()
    assert clock() == clock()
