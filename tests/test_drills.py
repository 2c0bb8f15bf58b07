"""Laws of every drill, over a thousand seeds each; what decides is ``tests/oracles/SLUG.py``, written on its own."""
import importlib
import itertools
import re
from pathlib import Path

import pytest

from utils import course, drills
from utils.drills import Drill, Question, Slip, near
from utils.marking import mark, shown

DRILLS = drills.all_drills()
SEEDS = range(1000)
EIGHT = [slug for slug in course.files() if slug != "start_here"]
LARGEST = 10_000_000  # what a person still multiplies on paper, with patience


@pytest.fixture(scope="module", params=DRILLS)
def name(request):
    """One drill after the other, so that its questions are made once."""
    return request.param


@pytest.fixture(scope="module")
def questions(name):
    return [DRILLS[name].question(seed) for seed in SEEDS]


def oracle(name):
    return importlib.import_module(f"oracles.{DRILLS[name].topic}").ORACLES[name]


def flat(value):
    return list(value) if isinstance(value, (tuple, list)) else [value]


def numbers_of(given):
    """All numbers in the givens, however deep."""
    if isinstance(given, (int, float)):
        return [] if isinstance(given, bool) else [given]
    if isinstance(given, dict):
        given = given.values()
    return [] if isinstance(given, str) or given is None else [number for item in given for number in numbers_of(item)]


@pytest.mark.parametrize("slug", EIGHT)
def test_at_least_four_a_topic(slug):
    assert len(drills.of_topic(slug)) >= 4


def test_thirty_two_in_all_and_every_oracle_is_used():
    assert len(DRILLS) >= 32
    for path in sorted((Path(__file__).parent / "oracles").glob("*.py")):
        assert importlib.import_module(f"oracles.{path.stem}").ORACLES.keys() == {d.name for d in drills.of_topic(path.stem)}


def test_the_answer_is_the_oracles(name, questions):
    decide = oracle(name)
    for seed, question in zip(SEEDS, questions):
        wanted = decide(**question.given)
        assert near(question.answer, wanted, max(question.tolerance, 1e-9)), (seed, question.text, wanted)


def test_a_question_is_whole(name, questions):
    exercises = course.exercises()
    assert not DRILLS[name].exercise or DRILLS[name].exercise in exercises
    for seed, question in zip(SEEDS, questions):
        assert (question.drill, question.seed) == (name, seed)
        assert question.text.strip().endswith(("?", ".", "`", "|"))
        assert question.steps
        assert shown(question.answer) in question.steps[-1].replace("`", ""), question
        assert all(abs(number) <= LARGEST for number in flat(question.answer))
        assert all(slip.sentence.strip().endswith((".", "?", "!")) for slip in question.slips)
        written = question.text.replace(",", "").replace("−", "-")
        for number in numbers_of(question.given):
            assert f"{number:g}" in written or str(number) in written, (seed, number, question.text)


def test_no_two_values_coincide(questions):
    for seed, question in zip(SEEDS, questions):
        values = [question.answer, *(slip.value for slip in question.slips)]
        for one, other in itertools.combinations(values, 2):
            assert not near(one, other, 2 * question.tolerance), (seed, question)


def test_typing_the_answer_is_right_and_typing_a_mistake_names_it(questions):
    for seed, question in zip(SEEDS, questions):
        assert mark(question, shown(question.answer)).right, question
        for slip in question.slips:
            verdict = mark(question, shown(slip.value))
            assert verdict.right is False
            assert verdict.slip == slip, (seed, slip, verdict)


def test_questions_differ_and_mistakes_show(questions):
    assert len({question.text for question in questions}) >= 50
    assert len({str(question.answer) for question in questions}) >= 5
    assert sum(bool(question.slips) for question in questions) == len(questions)
    seen = {slip.sentence for question in questions for slip in question.slips}
    assert len(seen) >= 2, "at least two mistakes a drill"


def test_a_question_is_a_pure_function_of_its_seed(name, questions):
    assert [DRILLS[name].question(seed) for seed in reversed(range(20))] == questions[19::-1]


def test_numbers_can_be_done_on_paper(questions):
    for question in questions:
        assert len(question.steps) <= 12
        assert len(question.text) <= 900
        for number in re.findall(r"\d+\.\d+", question.text):
            assert len(number.partition(".")[2]) <= 3, question.text


def test_slips_that_coincide_are_drawn_again_or_left_out():
    def make(chance):
        a = chance.randrange(4)
        return Question(f"{a}?", a, (f"{a}",), (Slip(2, "two."), Slip(9, "nine."), Slip(a * a, "squared.", sometimes=True)))

    made = [Drill("made", "made", make).question(seed) for seed in range(100)]
    assert {question.answer for question in made} == {0, 1, 3}
    assert {len(question.slips) for question in made} == {2}  # 0, 1: squared is right; 3: squared is nine
    with pytest.raises(RuntimeError, match="1000 draws"):
        Drill("never", "never", lambda chance: None).question(1)


def test_a_name_that_is_none_gets_the_nearest():
    name = next(iter(DRILLS))
    assert drills.find(name) == DRILLS[name]
    with pytest.raises(ValueError, match=f"nearest one is `{name}`"):
        drills.find(name + "x")
    by_exercise = next(drill for drill in DRILLS.values() if drill.exercise and drill.exercise != drill.name)
    assert drills.find(by_exercise.exercise).exercise == by_exercise.exercise
