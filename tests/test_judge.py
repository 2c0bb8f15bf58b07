"""Laws of the judge, run over every exercise that exists: a new topic gets them for nothing."""
from __future__ import annotations

import re
import types
from functools import cache

import pytest

from utils import blanks, cases, course
from utils.checking import judge
from utils.formatting import brief

EXERCISES = {name: exercise for name, (_, exercise) in course.exercises().items()}
# a rule on 100 detections or on a sort that is stable up to 16 needs a large input; all others do not
LARGE = ("no_limit", "unstable_ties")
WRONG = [pytest.param(name, m.slug, wrong, id=f"{name}-{m.slug}-{i}")
         for name, exercise in EXERCISES.items() for m in exercise.misconceptions for i, wrong in enumerate(m.wrong)]


@cache
def answer_lines(name, longer_than):
    """The lines of the worked solution that the blank does not have, without comments."""
    kept = set(blanks.blank(course.source_of(name), name).splitlines())
    lines = [line.split("  #")[0].strip() for line in course.source_of(name).splitlines() if line not in kept]
    return [line for line in lines if len(line) > longer_than]


every = pytest.mark.parametrize("name", EXERCISES)


def test_there_are_exercises():
    assert {"box_area", "box_iou", "mean_average_precision"} <= EXERCISES.keys()


@every
def test_blank_is_not_attempted(name):
    scope = dict(course.topic(course.find(name)[0]).namespace())  # a default may need an import
    exec(blanks.blank(course.source_of(name), name), scope)
    verdict = judge(EXERCISES[name], scope[name])
    assert (verdict.status, verdict.passed, verdict.counterexample) == ("not attempted", False, None)
    assert "not attempted" in str(verdict)
    assert "not attempted" in verdict._repr_html_()


@every
def test_worked_solution_passes_without_a_note(name):
    verdict = judge(EXERCISES[name], course.reference(name))
    assert verdict.passed, str(verdict)
    assert not verdict.notes, verdict.notes


@every
def test_judging_never_asks_our_solution(name, monkeypatch):
    """With every way to the worked solutions cut, a wrong answer gets the same verdict."""
    wrong = EXERCISES[name].misconceptions[0].wrong[0]
    before = str(judge(EXERCISES[name], wrong))
    monkeypatch.setattr(cases, "_known", {})
    for way in ("reference", "source_of", "topics"):
        monkeypatch.setattr(course, way, None)
    assert str(judge(EXERCISES[name], wrong)) == before


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if exercise.library])
def test_library_value_is_accepted(name):
    verdict = judge(EXERCISES[name], EXERCISES[name].library)
    assert verdict.passed or verdict.misconception == "library_call", str(verdict)


@pytest.mark.parametrize(("name", "slug", "wrong"), WRONG)
def test_misconception_is_rejected_under_its_own_name(name, slug, wrong):
    verdict = judge(EXERCISES[name], wrong)
    assert (verdict.status, verdict.misconception) == ("failed", slug), str(verdict)
    assert verdict.counterexample is not None
    shown = str(verdict)
    assert sum(line in shown for line in answer_lines(name, longer_than=25)) <= 1, "the verdict prints the solution"
    first = next(m.wrong[0] for m in EXERCISES[name].misconceptions if m.slug == slug)
    if wrong is first and slug not in LARGE:
        assert len(verdict.called) < 500, "too large to read"


@every
def test_hints_help_and_do_not_tell(name):
    exercise = EXERCISES[name]
    assert len(exercise.hints) >= 2
    code = {re.sub(r"\s+", "", line) for line in answer_lines(name, longer_than=12)}
    assert code, "no line of the solution was compared"
    for hint in exercise.hints:
        assert hint.strip()
        assert not [line for line in code if line in re.sub(r"\s+", "", hint)]


@every
def test_verdict_is_the_same_twice(name):
    wrong = EXERCISES[name].misconceptions[0].wrong[0]
    one, other = judge(EXERCISES[name], wrong), judge(EXERCISES[name], wrong)
    assert (str(one), one._repr_html_()) == (str(other), other._repr_html_())


@every
def test_known_inputs_do_not_depend_on_what_is_loaded(name, monkeypatch):
    """hypothesis mixes constants of local modules into its draws; ours must not."""
    from hypothesis.internal.conjecture import providers

    before = [brief(list(case.args)) for case, _ in cases.known(EXERCISES[name])]
    learners = providers.Constants(integers=range(-9, 140), floats=[k / 8 for k in range(-99, 99)])
    monkeypatch.setattr(providers, "_get_local_constants", lambda: learners)
    monkeypatch.setattr(cases, "_known", {})
    assert [brief(list(case.args)) for case, _ in cases.known(EXERCISES[name])] == before


def test_same_code_in_another_function_object_gives_the_same_verdict():
    exercise = EXERCISES["box_iou"]
    wrong = exercise.misconceptions[0].wrong[0]
    twin = types.FunctionType(wrong.__code__, wrong.__globals__, "box_iou", wrong.__defaults__, wrong.__closure__)
    assert str(judge(exercise, wrong)) == str(judge(exercise, twin))
