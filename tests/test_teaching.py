"""The report of a class: what it counts, what it leaves out, and that its memory does not grow with the class."""
from __future__ import annotations

import json
import random
import tracemalloc

import pytest

from utils import course, drills, teaching
from utils.teaching import Room, main, markdown, sentence_of, slip_of

EXERCISES = course.exercises()
AT = "2026-11-01T12:00:00.000000+00:00"


def review(item, topic, rating=3, seed=None, given="", number=0):
    return json.dumps({"kind": "review", "uid": f"r{number}", "item": item, "topic": topic, "at": AT, "rating": rating,
                       "seed": seed, "given": given, "seconds": 4.0})


def attempt(exercise, status, misconception=None, number=0):
    return json.dumps({"kind": "attempt", "uid": f"a{number}", "exercise": exercise, "topic": EXERCISES[exercise][0], "at": AT,
                       "status": status, "misconception": misconception})


def simulated(seed):
    """The lines of one learner's export: some hundred reviews and checks, slips and misconceptions among them."""
    draw = random.Random(seed)
    found = list(drills.all_drills().values())
    for number in range(20):
        name = draw.choice(list(EXERCISES))
        slug = draw.choice(EXERCISES[name][1].misconceptions).slug
        status = draw.choice(("failed", "passed", "revealed"))
        yield attempt(name, status, slug if status == "failed" else None, number)
    for number in range(10):
        drill = draw.choice(found)
        at = draw.randrange(10**6)
        slips = drill.question(at).slips
        wrong = bool(slips) and draw.random() < 0.5
        given = draw.choice(slips).value if wrong else 0
        yield review(f"drill:{drill.name}", drill.topic, 1 if wrong else 3, at, str(given), number)
    for card in draw.sample([card for topic in course.topics() for card in topic.cards], 30):
        yield review(f"card:{card.id}", card.topic, draw.choice((1, 3, 3, 4)), number=card.line)


def test_a_class_is_counted_by_topic():
    room = Room()
    room.take([attempt("nms", "failed"), attempt("nms", "passed"), attempt("nms", "passed"), attempt("box_iou", "revealed")])
    room.take([attempt("nms", "failed"), ""])
    total = room.topics["iou_map"]
    assert (room.learners, total.learners, total.solved, total.checks, total.failed, total.revealed) == (2, 2, 1, 4, 2, 1)


def test_a_misconception_counts_learners_and_times():
    exercise = EXERCISES["box_iou"][1]
    first, second = exercise.misconceptions[:2]
    room = Room()
    room.take([attempt("box_iou", "failed", first.slug), attempt("box_iou", "failed", first.slug)])
    room.take([attempt("box_iou", "failed", second.slug), attempt("box_iou", "failed", first.slug)])
    assert room.mistakes["box_iou", first.sentence] == 3
    assert room.makers["box_iou", first.sentence] == 2
    report = markdown(room)
    assert report.index(first.sentence) < report.index(second.sentence)


def test_a_slip_in_a_drill_is_a_misconception_too():
    drill = next(iter(drills.all_drills().values()))
    question = drill.question(5)
    room = Room()
    room.take([review(f"drill:{drill.name}", drill.topic, 1, 5, str(question.slips[0].value))])
    (name, sentence), times = room.mistakes.popitem()
    assert (name, times) == (drill.name, 1)
    assert sentence == slip_of(drill.name, 5, str(question.slips[0].value))
    assert not any(digit in sentence for digit in "0123456789")


def test_what_is_not_known_any_more_is_left_out():
    assert sentence_of("box_iou", "no_such_slug") is None
    assert sentence_of("no_such_exercise", "x") is None
    room = Room()
    room.take(["not JSON", review("card:old", "a_topic_that_was"), review("card:unknown", "iou_map")])
    assert room.left_out == 2
    assert room.items == {}
    assert "2 lines could not be read" in markdown(room)


def test_hard_questions_are_told_by_their_words():
    card = course.topic("iou_map").cards[0]
    room = Room()
    room.take([review(f"card:{card.id}", "iou_map", 1, number=n) for n in range(9)])
    assert " ".join(card.question.split()) not in markdown(room)
    room.take([review(f"card:{card.id}", "iou_map", 3)])
    assert teaching._table(["a"], [[card.question, 10, "90%"]])[2] in markdown(room)


def test_a_table_holds_what_would_break_it():
    assert teaching._table(["a"], [["x | y\nz"], [1234]])[2:] == ["| x \\| y z |", "| 1,234 |"]


def test_memory_does_not_grow_with_the_class():
    """A thousand learners take hardly more than a hundred: only counts are kept."""
    exports = [list(simulated(seed)) for seed in range(40)]  # drawing questions is what takes long here
    room, peaks = Room(), {}
    room.take(exports[0])  # what is read once and kept
    tracemalloc.start()
    for number in range(1, 1001):
        room.take(exports[number % len(exports)])
        if number in (100, 1000):
            peaks[number] = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert room.learners == 1001
    assert peaks[1000] < 1.5 * peaks[100]
    assert len(markdown(room).splitlines()) < 60


def test_files_are_read_and_a_missing_one_is_told(tmp_path, capsys):
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_text("\n".join(simulated(number)), encoding="utf-8")
    assert main([str(tmp_path / "*.jsonl")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# 3 learners")
    assert main([str(tmp_path / "0.jsonl"), str(tmp_path / "none.jsonl")]) == 1
    found = capsys.readouterr()
    assert found.out.startswith("# 1 learners")
    assert "none.jsonl could not be read: No such file or directory." in found.err


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_what_a_learner_typed_is_not_in_the_report(script):
    room = Room()
    room.take([review("drill:conv_output_size", "conv_arithmetic", 1, 3, script)])
    assert script not in markdown(room)
