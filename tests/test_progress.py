"""The map with progress: what was done is counted, what is unknown is not, and the next step follows from it."""
import dataclasses
import random
import re
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

import utils
from utils import course, drills, overview
from utils.figures import progress as calendar
from utils.memory import Memory
from utils.overview import ENOUGH, GOAL, WELCOME, Progress, Row, strength

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Learner:
    """A memory of its own, with a clock that is set."""

    def __init__(self, home):
        self.now = START
        self.memory = Memory(home, lambda: self.now)

    def wait(self, **time):
        self.now += timedelta(**time)

    def cards(self, slug, ratings):
        """Answer as many cards of a topic as there are ratings."""
        for card, rating in zip(course.topic(slug).cards, ratings):
            self.memory.review(f"card:{card.id}", slug, rating)

    def map(self):
        return utils.progress(self.memory, self.now, UTC)

    def row(self, slug):
        return next(row for row in self.map().rows if row.slug == slug)


@pytest.fixture
def learner(tmp_path):
    return Learner(tmp_path / "home")


def row(slug, **changes):
    plain = Row(number=1, slug=slug, title=slug.title(), stem=f"01_{slug}", solved=1, attempted=1, exercises=1, cards_seen=1,
                cards=1, drills_seen=1, drills=1, due_today=0, due_now=0)
    return dataclasses.replace(plain, **changes)


def test_it_stays_a_function_whatever_was_imported():
    assert callable(utils.progress)
    assert utils.progress is overview.progress


def test_without_history_there_is_one_friendly_line_and_a_map_of_zeros(learner):
    shown = learner.map()
    assert [row.slug for row in shown.rows] == list(course.files())
    for row in shown.rows:
        assert (row.solved, row.attempted, row.cards_seen, row.drills_seen, row.due_today, row.due_now) == (0,) * 6
        assert row.exercises == len(course.topic(row.slug).exercise_cells)
        assert row.cards == len(course.topic(row.slug).cards)
        assert row.drills == len(drills.of_topic(row.slug))
    assert shown.weakest is None
    assert shown.sentences() == [WELCOME, "Next: begin with `box_area` in 00_start_here."]


def test_without_history_the_output_is_the_same_on_every_day(learner, capsys):
    outputs = set()
    for _ in range(9):
        learner.wait(days=31)
        calendar.heat_map([review.at for review in learner.memory.reviews()], learner.now, UTC)
        outputs.add((repr(learner.map()), learner.map()._repr_html_(), capsys.readouterr().out))
    (text, html, calendar_text), = outputs
    assert calendar_text == calendar.NONE + "\n"
    assert not re.search(r"\b20\d\d\b", text + html + calendar_text)


def test_exercises_solved_and_attempted(learner):
    learner.memory.checked("box_iou", "iou_map", "failed", "plus_one_pixel")
    assert (learner.row("iou_map").attempted, learner.row("iou_map").solved) == (1, 0)
    assert learner.row("iou_map").unsolved == ("box_iou",)
    learner.memory.checked("box_iou", "iou_map", "passed", None)
    learner.memory.checked("box_iou", "iou_map", "failed", None)
    assert (learner.row("iou_map").attempted, learner.row("iou_map").solved) == (1, 1)
    assert learner.row("iou_map").unsolved == ()


def test_looking_at_a_solution_or_checking_a_blank_is_no_attempt(learner):
    learner.memory.revealed("box_iou", "iou_map")
    learner.memory.checked("box_iou", "iou_map", "not attempted", None)
    assert learner.row("iou_map").attempted == 0
    assert not learner.row("iou_map").started


def test_cards_and_drills_seen_and_due(learner):
    learner.cards("iou_map", (4, 4, 4))  # easy: known at once, and for days
    learner.memory.review("drill:conv_output_size", "conv_arithmetic", 3, seed=5)  # due after ten minutes
    assert (learner.row("iou_map").cards_seen, learner.row("iou_map").due_today) == (3, 0)
    conv = learner.row("conv_arithmetic")
    assert (conv.drills_seen, conv.due_today, conv.due_now) == (1, 1, 0)
    learner.wait(minutes=11)
    assert learner.row("conv_arithmetic").due_now == 1
    learner.wait(days=60)
    assert (learner.row("iou_map").due_today, learner.row("iou_map").due_now) == (3, 3)
    assert sum(row.due_now for row in learner.map().rows) == len(learner.memory.due()) == 4


def test_due_today_ends_at_the_learners_midnight(learner):
    learner.now = datetime(2026, 3, 2, 23, 55, tzinfo=UTC)
    learner.cards("iou_map", (3,))
    assert learner.row("iou_map").due_today == 0
    behind = timezone(timedelta(hours=-5))
    found = {row.slug: row for row in utils.progress(learner.memory, learner.now, behind).rows}
    assert found["iou_map"].due_today == 1


def test_what_is_no_longer_in_the_course_does_not_count(learner):
    learner.memory.review("card:gone", "iou_map", 1)
    learner.memory.checked("gone", "iou_map", "failed", None)
    learner.memory.review("drill:gone", "nowhere", 1)
    learner.wait(days=9)
    assert learner.map() == utils.progress(Memory(learner.memory._store.path.parent / "other"), learner.now, UTC)


def test_the_weakest_topic_is_the_one_that_is_failed_most(learner):
    learner.cards("iou_map", (3, 3, 1, 3, 3, 3))
    learner.cards("merge_sort", (1, 1, 3, 1, 3, 1))
    assert learner.map().weakest.slug == "merge_sort"
    assert "Weakest topic: Merge sort (strength 0.33 of 1)." in repr(learner.map())


def test_the_weakest_topic_is_the_one_that_is_forgotten_most(learner):
    learner.cards("merge_sort", (3,) * 6)
    learner.wait(days=100)
    learner.cards("iou_map", (3,) * 6)
    assert learner.map().weakest.slug == "merge_sort"


def test_failed_checks_make_a_topic_weak_too(learner):
    learner.cards("iou_map", (3,) * ENOUGH)
    for name in list(course.topic("merge_sort").exercise_cells)[:ENOUGH]:
        learner.memory.checked(name, "merge_sort", "failed", None)
    assert learner.map().weakest.slug == "merge_sort"
    assert learner.map().weakest.strength == 0


def test_with_too_little_to_say_no_topic_is_weakest(learner):
    learner.cards("merge_sort", (1,) * ENOUGH)
    learner.cards("iou_map", (1,) * (ENOUGH - 1))
    assert learner.row("merge_sort").strength is not None
    assert learner.row("iou_map").strength is None
    assert learner.map().weakest is None
    learner.memory.checked("box_iou", "iou_map", "passed", None)
    assert learner.row("iou_map").strength == pytest.approx(1 / ENOUGH, rel=0.01)
    assert learner.map().weakest.slug == "merge_sort"


def test_a_topic_that_was_learned_is_weak_no_more(learner):
    learner.cards("iou_map", (3,) * 6)
    learner.cards("merge_sort", (1,) * 6)
    assert learner.map().weakest.slug == "merge_sort"
    for _ in range(4):
        learner.wait(days=1)
        learner.cards("merge_sort", (3,) * 6)
        learner.cards("iou_map", (3,) * 6)
    assert learner.map().weakest is None


def test_strength_by_hand():
    assert strength([1.0, 0.5], [1, 2, 1, 3, 4, 1]) == 0.375
    assert strength([0.5], [1] * 7 + [2] * overview.RECENT) == 0.5
    assert strength([1.0], [3] * (ENOUGH - 1)) is None
    assert strength([], [3] * 9) is None


@pytest.mark.parametrize(("values", "weakest"), [
    ((0.2, None), None), ((0.2, 0.3), "a"), ((0.3, 0.2), "b"), ((GOAL, 1.0), None), ((0.5, 0.5), "a")])
def test_weakest_compares_and_lets_the_strong_alone(values, weakest):
    shown = Progress(tuple(row(slug, strength=value) for slug, value in zip("ab", values)))
    assert (shown.weakest and shown.weakest.slug) == weakest


WEAK, STRONG = row("weak", strength=0.3), row("strong", strength=0.8)
NEW = row("new", solved=0, attempted=0, cards_seen=0, drills_seen=0, untouched=("a", "b"))
STUCK = row("stuck", solved=0, unsolved=("box_iou", "nms"), untouched=("c",))


@pytest.mark.parametrize(("rows", "sentence"), [
    ((row("a", due_now=2, due_today=3), row("b", due_now=1), STUCK), "Next: `quiz()` asks what is due now, 3 items."),
    ((row("a", due_now=1),), "Next: `quiz()` asks what is due now, 1 item."),
    ((NEW, WEAK, STRONG, STUCK), "Next: go on with `box_iou` in 01_stuck; it has not passed yet."),
    ((STRONG, WEAK, NEW), "Next: begin with `a` in 01_new."),
    ((NEW, row("half", untouched=("d",))), "Next: go on with `d` in 01_half."),
    ((NEW, row("half", cards=9)), 'Next: `quiz("half")` has questions that you have not seen.'),
    ((NEW, row("half", drills=9)), 'Next: `quiz("half")` has questions that you have not seen.'),
    ((STRONG, WEAK), 'Next: `quiz("weak")` practises your weakest topic.'),
    ((STRONG, row("a", due_today=4)), "Next: everything is solved and nothing is due now; `interview()` is a rehearsal."),
])
def test_one_sentence_says_what_to_do_next(rows, sentence):
    assert Progress(rows).next == sentence
    assert str(Progress(rows)).splitlines()[-1] == sentence


def test_text_and_html_say_the_same(learner):
    learner.cards("iou_map", (3, 3, 1, 3, 3, 3))
    learner.cards("merge_sort", (1, 1, 3, 1, 3, 1))
    shown = learner.map()
    text, html = repr(shown), shown._repr_html_()
    table, told = text.split("\n\n")
    cells = [re.split(r"  +", line.strip()) for line in table.splitlines()]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in re.findall(r"<tr.*?</tr>", html)]
    plain = [[re.sub(r"<.*?>| \(weakest\)", "", cell) for cell in line] for line in rows]
    assert plain == cells
    assert len(cells) == len(course.files()) + 2
    assert "05 IoU and mAP" in html
    assert html.count("(weakest)") == 1
    for sentence in told.splitlines():
        assert re.sub(r"`(.*?)`", r"<code>\1</code>", sentence) in html


def test_the_columns_add_up(learner):
    learner.cards("iou_map", (3, 1))
    learner.memory.checked("box_iou", "iou_map", "passed", None)
    lines = repr(learner.map()).split("\n\n")[0].splitlines()
    numbers = np.array([[int(n) for n in re.findall(r"\d+", line[4:].removeprefix("l topics"))] for line in lines[1:]])
    assert (numbers[:-1].sum(axis=0) == numbers[-1]).all()
    assert numbers[-1, 0] == 1
    assert len({len(line) for line in lines}) == 1


def test_trouble_with_the_store_is_said(tmp_path):
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    memory = Memory(tmp_path / "home")
    memory.review("card:x", "iou_map", 3)
    shown = utils.progress(memory)
    assert shown.trouble
    assert repr(shown).splitlines()[-1] == shown.trouble == memory.trouble


def test_the_calendar_counts_each_day_once():
    """Against a count by plain dates, over reviews in and out of the twelve weeks."""
    chance, today = random.Random(3), date(2026, 3, 18)
    times = [datetime(2026, 3, 19, tzinfo=UTC) - timedelta(minutes=chance.randrange(1, 130 * 24 * 60)) for _ in range(900)]
    table = calendar.counts(times, today, UTC)
    first = date(2025, 12, 29)
    assert first.weekday() == 0
    for day in range(7 * calendar.WEEKS):
        wanted = sum(time.date() == first + timedelta(days=day) for time in times)
        assert table[day % 7, day // 7] == wanted
    assert table.sum() == sum(first <= time.date() for time in times) < len(times)


def test_a_day_is_the_learners_own():
    late = datetime(2026, 3, 18, 23, 30, tzinfo=UTC)
    for hours, weekday in ((0, 2), (2, 3), (-5, 2)):
        table = calendar.counts([late], date(2026, 3, 19), timezone(timedelta(hours=hours)))
        assert np.argwhere(table).tolist() == [[weekday, calendar.WEEKS - 1]]


def test_every_day_that_has_come_says_its_number():
    now = datetime(2026, 3, 18, 20, tzinfo=UTC)
    times = [now - timedelta(days=day) for day in (0, 0, 0, 1, 9, 40)]
    drawn = calendar.heat_map.drawing(times, now, UTC)
    said = {(round(text.get_position()[1]), round(text.get_position()[0])): int(text.get_text())
            for text in drawn.figure.axes[0].texts}
    table = calendar.counts(times, now.date(), UTC)
    assert len(said) == 7 * calendar.WEEKS - 4
    assert all(table[place] == number for place, number in said.items())
    assert drawn.digest == {"reviews": 6, "days": 4, "most on a day": 3, "this week": 4}


def test_the_calendar_of_this_computer(monkeypatch, capsys, learner):
    monkeypatch.setattr("utils.memory.memory", lambda: learner.memory)
    assert calendar.heat_map() is None
    assert capsys.readouterr().out == calendar.NONE + "\n"
    learner.now = datetime.now(UTC)
    learner.cards("iou_map", (3, 1))
    monkeypatch.setattr("IPython.display.display", lambda *args, **kwargs: None)
    assert calendar.heat_map()["reviews"] == 2
