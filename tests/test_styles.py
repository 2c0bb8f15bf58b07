"""Right answers pass in any style (tests/answers); wrong ones that no misconception lists are rejected (tests/mistakes)."""
import importlib
import pkgutil
from dataclasses import replace

import pytest

import answers
import mistakes
from utils import course
from utils.checking import first_failure, judge

# mistakes that are a listed misconception in other words: the name is welcome, not demanded
NAMED = {"average_precision__interpolated": "sampled_precision", "match_detections__any": "truth_used_twice",
         "numerical_gradient__imaginary_step": "same_point_twice"}


def found(package):
    return [pytest.param(name.partition("__")[0], function, id=name)
            for module in pkgutil.iter_modules(package.__path__)
            for name, function in vars(importlib.import_module(f"{package.__name__}.{module.name}")).items()
            if "__" in name.strip("_")]


@pytest.mark.parametrize(("name", "function"), found(answers))
def test_right_answer_passes(name, function):
    verdict = judge(course.exercises()[name][1], function)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(("name", "function"), found(mistakes))
def test_wrong_answer_is_rejected_and_not_given_a_wrong_name(name, function):
    verdict = judge(course.exercises()[name][1], function)
    assert verdict.status == "failed"
    assert verdict.counterexample is not None
    assert verdict.misconception in (None, NAMED.get(function.__name__)), str(verdict)


def written_inputs_only(exercise):
    """The exercise without generated inputs."""
    return replace(exercise, generate=None)


@pytest.mark.parametrize(("name", "function"), found(mistakes))
def test_the_written_inputs_alone_reject_it(name, function):
    """Chance may not decide: what the generated inputs catch, a written one must catch too."""
    assert first_failure(written_inputs_only(course.exercises()[name][1]), function) is not None


@pytest.mark.parametrize("name", course.exercises())
def test_the_written_inputs_alone_reject_every_misconception(name):
    whole = course.exercises()[name][1]
    exercise = written_inputs_only(whole)
    passed = [m.slug for m in whole.misconceptions for wrong in m.wrong if first_failure(exercise, wrong) is None]
    assert passed == []


@pytest.mark.parametrize(("package", "least"), [(answers, 1), (mistakes, 5)])
def test_every_exercise_has_some(package, least):
    counts = {name: sum(param.values[0] == name for param in found(package)) for name in course.exercises()}
    assert min(counts.values()) >= least, counts
