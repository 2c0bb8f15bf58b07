"""The memory's contract: what is stored, what is due, and what a check counts for."""
import time
from datetime import UTC, datetime, timedelta

import pytest

from memory_kit import START, Clock
from utils import schedule
from utils.memory import Memory

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def known(tmp_path, clock):
    return Memory(tmp_path / "home", clock)


def ratings(known, exercise="nms"):
    return [review.rating for review in known.reviews() if review.item == f"exercise:{exercise}"]


def check(known, *statuses):
    """Check `nms`; then the ratings that this has given so far."""
    for status in statuses:
        known.checked("nms", "iou_map", status, None)
    return ratings(known)


def test_asking_writes_nothing(known, tmp_path):
    assert (known.trouble, known.due(), known.states(), known.attempts(), known.reviews(), known.interviews()) == (
        "", [], {}, {}, [], [])
    assert known.preview("card:a").keys() == {1, 2, 3, 4}
    known.checked("nms", "iou_map", "not attempted", None)
    assert not (tmp_path / "home").exists()


def test_a_review_is_there_in_the_next_process(known, tmp_path, clock):
    due = known.review("drill:iou", "iou_map", 3, seed=2**70, given="1/3 \ud800", seconds=12.5)
    later = Memory(tmp_path / "home", clock)
    review, = later.reviews()
    assert (review.item, review.topic, review.at, review.rating) == ("drill:iou", "iou_map", START, 3)
    assert (review.seed, review.given, review.seconds) == (2**70, "1/3 ?", 12.5)
    state = later.states()["drill:iou"]
    assert (state.due, state.last, state.last_rating, state.reviews, state.lapses) == (due, START, 3, 1, 0)
    assert later.trouble == ""


def test_cards_have_learning_steps_and_then_days(known, clock):
    assert known.review("card:a", "iou_map", 1) == START + MINUTE
    clock.pass_by(minutes=1)
    assert known.review("card:a", "iou_map", 3) == clock.now + 10 * MINUTE
    clock.pass_by(minutes=10)
    assert known.review("card:a", "iou_map", 3) >= clock.now + DAY
    clock.pass_by(days=1)
    assert known.states()["card:a"].lapses == 0
    assert known.review("card:a", "iou_map", 1) == clock.now + 10 * MINUTE
    assert known.states()["card:a"].lapses == 1


def test_an_exercise_comes_back_after_a_day_at_the_earliest(known, clock):
    assert known.review("exercise:nms", "iou_map", 1) == START + DAY
    assert known.preview("exercise:nms")[1] >= START + DAY
    assert known.preview("exercise:nms")[3] >= START + DAY


def test_a_preview_is_what_a_review_then_gives(known, clock):
    for number in range(6):
        for rating, due in known.preview("card:a").items():
            other = Memory(known._store.path.parent / f"{number} {rating}", clock)
            for review in known.reviews():
                other._clock = lambda at=review.at: at
                other.review(review.item, review.topic, review.rating)
            other._clock = clock
            assert other.review("card:a", "iou_map", rating) == due
        clock.now = known.review("card:a", "iou_map", 1 + number % 4)


def test_what_is_most_overdue_comes_first_and_nothing_before_its_time(known, clock):
    for number, item in enumerate(["card:c", "card:a", "card:b"]):
        clock.now = START + number * timedelta(seconds=5)
        known.review(item, "iou_map" if item != "card:a" else "nms", 1)
    clock.now = START + MINUTE - timedelta(microseconds=1)
    assert known.due() == []
    clock.now = START + MINUTE
    assert known.due() == ["card:c"]
    clock.pass_by(days=1)
    assert known.due() == ["card:c", "card:a", "card:b"]
    assert known.due("iou_map") == ["card:c", "card:b"]
    assert known.states("nms").keys() == {"card:a"}


def test_recall_falls_with_time_to_nine_tenths_when_due(known, clock):
    for _ in range(5):
        clock.now = known.review("card:a", "iou_map", 3)
    fresh = known.states()["card:a"]
    assert fresh.due == clock.now
    assert fresh.recall == pytest.approx(0.9, abs=0.01)
    clock.pass_by(days=60)
    assert known.states()["card:a"].recall < fresh.recall


@pytest.mark.parametrize("rating", [0, 5, None, 2.5])
def test_a_rating_that_is_none_is_refused(known, rating):
    with pytest.raises(ValueError, match="a rating is 1, 2, 3 or 4"):
        known.review("card:a", "iou_map", rating)
    assert known.reviews() == []


@pytest.mark.parametrize("zone", ["NPT-5:45", "EST5EDT,M3.2.0,M11.1.0"], ids=["Kathmandu", "New York"])  # needs no table of zones
def test_the_zone_of_the_system_does_not_matter(tmp_path, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    try:
        now = datetime.now().astimezone()
        assert now.utcoffset() or not hasattr(time, "tzset")
        known = Memory(tmp_path, lambda: now)
        due = known.review("card:a", "iou_map", 1)
        assert due == now + MINUTE
        assert due.tzinfo is UTC
        assert known.reviews(now)[0].at == now
        assert known.reviews(now)[0].at.utcoffset() == timedelta(0)
        assert known.reviews(now + MINUTE) == []
    finally:
        monkeypatch.undo()
        if hasattr(time, "tzset"):
            time.tzset()


def test_a_state_is_a_function_of_the_reviews_in_whatever_order_they_come(known, clock, tmp_path):
    times = [START + timedelta(hours=7 * number) for number in range(8)]
    other = Memory(tmp_path / "other", clock)
    for at in times:
        clock.now = at
        known.review("card:a", "iou_map", 1 + at.hour % 4)
    for at in reversed(times):
        clock.now = at
        other.review("card:a", "iou_map", 1 + at.hour % 4)
    clock.now = times[-1]
    assert known.states() == other.states()
    state, history = known.states()["card:a"], [(review.at, review.rating) for review in known.reviews()]
    assert schedule.replay("card:a", history).due == state.due


# Exercises: an episode goes from one pass to the next

def test_a_pass_at_the_first_go_is_good(known):
    assert check(known, "passed") == [3]


def test_the_first_failure_is_again_and_the_pass_after_it_is_hard(known):
    assert check(known, "failed", "failed", "failed") == [1]
    assert check(known, "passed") == [1, 2]
    found = known.attempts()["nms"]
    assert (found.topic, found.passed, found.checks, found.fails, found.revealed) == ("iou_map", True, 4, 3, 0)


def test_looking_at_the_solution_lowers_the_rating_and_locks_nothing(known):
    known.revealed("nms", "iou_map")
    assert check(known, "passed") == [2]
    known.revealed("box_iou", "iou_map")
    known.checked("box_iou", "iou_map", "failed", "plus_one_pixel")
    known.revealed("box_iou", "iou_map")
    known.checked("box_iou", "iou_map", "passed", None)
    assert ratings(known, "box_iou") == [1, 1]
    found = known.attempts()["box_iou"]
    assert (found.passed, found.revealed, found.misconceptions) == (True, 2, {"plus_one_pixel": 1})


def test_passes_before_the_exercise_is_due_are_attempts_only(known, clock):
    check(known, "passed")
    due = known.states()["exercise:nms"].due
    clock.now = due - timedelta(microseconds=1)
    assert check(known, "passed", "passed") == [3]
    clock.now = due
    assert check(known, "passed", "passed") == [3, 3]
    assert known.attempts()["nms"].checks == 5


def test_a_failure_before_the_exercise_is_due_counts_and_brings_it_back(known, clock):
    check(known, "passed")
    clock.pass_by(hours=1)
    assert check(known, "failed") == [3, 1]
    assert known.states()["exercise:nms"].due <= clock.now + DAY
    clock.pass_by(days=1)
    assert known.due() == ["exercise:nms"]
    assert check(known, "passed") == [3, 1, 2]


def test_comparing_with_the_solution_after_a_pass_costs_nothing(known, clock):
    check(known, "passed")
    known.revealed("nms", "iou_map")
    clock.now = known.states()["exercise:nms"].due
    assert check(known, "passed") == [3, 3]
    clock.now = known.states()["exercise:nms"].due
    known.revealed("nms", "iou_map")  # now it is asked again
    assert check(known, "passed") == [3, 3, 2]
    assert known.attempts()["nms"].revealed == 2


def test_an_exercise_that_was_solved_once_stays_solved(known, clock):
    check(known, "passed")
    clock.pass_by(days=40)
    check(known, "failed")
    assert known.attempts()["nms"].passed
    assert known.attempts()["nms"].last == clock.now


def test_interviews_come_back_as_they_were_oldest_first(known, clock):
    reports = [{"score": 3, "by": {"iou_map": [1, 0.5]}}, {"score": 4, "note": "é"}]
    for report in reports:
        known.save_interview(report)
        clock.pass_by(days=1)
    assert known.interviews() == reports
