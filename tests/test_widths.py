"""Results of equal value in other types pass; only a float width that the catalogue fixes is held."""
from dataclasses import replace

import numpy as np
import pytest

from utils import course
from utils.checking import judge

EXERCISES = {name: replace(exercise, generate=None, misconceptions=())  # the written inputs alone: the value is right
             for name, (_, exercise) in course.exercises().items() if not exercise.is_class and name != "train_mlp"}


class Own(np.ndarray):
    """An array of a class of one's own."""


def parts(change):
    """`change`, of every part of a result."""
    def changed(value):
        if type(value) in (tuple, list):
            return type(value)(changed(part) for part in value)
        return change(value)

    return changed


def scalar(value):
    return {float: np.float64, int: np.int64}.get(type(value), lambda same: same)(value)


def array_of_float(value, dtype):
    return value.astype(dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


TYPES = {
    "a subclass": parts(lambda value: value.view(Own) if isinstance(value, np.ndarray) else value),
    "columns first": parts(lambda value: np.asfortranarray(value) if isinstance(value, np.ndarray) else value),
    "more digits": parts(lambda value: array_of_float(value, np.longdouble)),
    "NumPy's numbers": parts(scalar),
}


def answering(name, change):
    """The worked solution, its result in another type; and what it was."""
    reference, seen = course.reference(name), []

    def answer(*args, **kwargs):
        result = reference(*args, **kwargs)
        seen.append(result)
        return change(result)

    return answer, seen


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", EXERCISES)
def test_a_result_of_another_type_passes(name, kind):
    answer, _ = answering(name, TYPES[kind])
    verdict = judge(EXERCISES[name], answer)
    assert verdict.passed, str(verdict)


def arrays_of_float(results):
    """Arrays of floats among some results, those in tuples too."""
    flat = [part for result in results for part in (result if type(result) is tuple else (result,))]
    return [part for part in flat if isinstance(part, np.ndarray) and part.dtype == np.float64 and part.size]


@pytest.mark.parametrize("name", EXERCISES)
def test_half_the_width_is_told_where_the_inputs_have_it_whole(name):
    """Float results have the width of the input or more, and integers count as float64."""
    answer, seen = answering(name, parts(lambda value: array_of_float(value, np.float32)))
    verdict = judge(EXERCISES[name], answer)
    assert verdict.passed == (not arrays_of_float(seen))
    assert verdict.passed or "returned dtype float32, wanted float64" in str(verdict)
