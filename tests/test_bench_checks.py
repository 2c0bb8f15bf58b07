"""The bench of checks: what it times, in which order, and when the goals are met. No true time is looked at."""
from __future__ import annotations

import itertools

import pytest

from utils import bench_checks, course
from utils.bench import table


@pytest.fixture
def judged(monkeypatch):
    """The answers that were judged, in order; each takes as many seconds as there were before it."""
    answers = []
    monkeypatch.setattr(bench_checks, "judge", lambda exercise, answer: answers.append((exercise.name, answer)))
    return answers


def clock_of(judged):
    """Seconds that pass while an answer is judged, and only then: 1, 2, 3, …"""
    return lambda: sum(range(len(judged) + 1))


def test_each_exercise_has_its_row_and_the_slowest_mistake_is_named(judged):
    one, two, *summary = bench_checks.rows(["f1_score", "nms"], clock_of(judged))
    mistakes = [len(course.find(name)[1].misconceptions) for name in ("f1_score", "nms")]
    assert (one["exercise"], one["first s"], one["again s"], one["slowest mistake s"]) == ("f1_score", 1, 2, 2 + mistakes[0])
    assert one["mistake"] == course.find("f1_score")[1].misconceptions[-1].slug
    assert (two["exercise"], two["first s"]) == ("nms", 3 + mistakes[0])
    assert [name for name, _ in judged] == ["f1_score"] * (2 + mistakes[0]) + ["nms"] * (2 + mistakes[1])
    assert judged[0][1] is judged[1][1] is course.reference("f1_score")
    assert len(summary) == 2
    assert table([one, two, *summary]).splitlines()[0].split("  ")[0] == "exercise"


def test_all_exercises_come_in_the_order_of_their_topics(judged):
    found = bench_checks.rows(clock=itertools.count().__next__)
    assert [row["exercise"] for row in found[:-2]] == list(course.exercises())


def row(first, again, slowest):
    return {"exercise": "f", "first s": first, "again s": again, "slowest mistake s": slowest, "mistake": "m", "met": None}


@pytest.mark.parametrize(("rows", "met"), [
    ([row(9.0, 0.1, 2.9), row(1.0, 0.2, 0.5), row(1.0, 2.9, 0.5)], [True, True]),
    ([row(9.0, 0.3, 0.5)], [False, True]),
    ([row(0.1, 0.1, 3.0)], [True, False]),
    ([row(0.1, 0.1, 0.1), row(0.1, 3.0, 0.1), row(0.1, 0.2, 0.1)], [True, False]),
])
def test_the_goals_are_for_checks_after_the_first(rows, met):
    assert [row["met"] for row in bench_checks._summary(rows)] == met


def test_median_and_maximum_are_of_each_column():
    middle, most = bench_checks._summary([row(1.0, 0.1, 0.5), row(4.0, 0.2, 0.7), row(2.0, 0.9, 0.6)])
    assert [middle[column] for column in bench_checks.COLUMNS] == [2.0, 0.2, 0.6]
    assert [most[column] for column in bench_checks.COLUMNS] == [4.0, 0.9, 0.7]


def test_a_process_that_fails_is_told():
    with pytest.raises(RuntimeError, match="The check of 'no_such' in a process of its own failed"):
        bench_checks.imported("no_such")
