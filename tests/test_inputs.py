"""The hand-written inputs of every exercise: what kinds there are, and that each says why it stays.

What an exercise's inputs cannot have, because its docstring does not allow it, stands in `CANNOT` with the reason.
"""
from __future__ import annotations

import numpy as np
import pytest

from utils import course

EXERCISES = {name: exercise for name, (_, exercise) in course.exercises().items()}


def arrays(value):
    """The arrays in an argument, and lists of numbers as arrays."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from arrays(part)
    elif isinstance(value, (list, tuple)):
        if all(isinstance(item, (int, float)) for item in value):
            yield np.array(value)
        else:
            for part in value:
                yield from arrays(part)


def of(exercise):
    """(case, its arrays) of each hand-written input."""
    return [(case, [a for value in (*case.args, *case.kwargs.values()) for a in arrays(value)]) for case in exercise.cases]


def takes_arrays(name):
    return any(isinstance(value, np.ndarray) for case in EXERCISES[name].cases for value in case.args)


KINDS = {
    "read-only": lambda case, found: case.layout == "readonly",
    "strided": lambda case, found: case.layout == "strided",
    "H other than W": lambda case, found: any(a.ndim > 1 and a.shape[-1] != a.shape[-2] for a in found),
    "one": lambda case, found: any(a.ndim and len(a) == 1 for a in found),
    "integers": lambda case, found: any(a.ndim and a.dtype.kind in "iu" for a in found),
    "repeated values": lambda case, found: any(a.size > len(np.unique(a)) for a in found if a.size and a.dtype.kind in "iufb"),
    "negative": lambda case, found: any(a.size and a.dtype.kind in "if" and (a < 0).any() for a in found),
}
FLAT, LEVELS = "its arrays have one axis", "grey levels and counts are not negative"
SCORES = "overlaps, scores and shares are not negative"
FLOATS = "torch's convolutions take no integers"
CANNOT = {
    **{(name, "integers"): FLOATS for name in ("im2col", "conv2d", "conv2d_backward", "conv_transpose2d")},
    ("effective_receptive_field", "H other than W"): FLAT, ("precision_recall", "H other than W"): FLAT,
    ("average_precision", "H other than W"): FLAT, ("equalization_lut", "H other than W"): FLAT,
    ("generate_anchors", "H other than W"): "it takes numbers and lists of numbers",
    ("numerical_gradient", "read-only"): "an answer may move x and put it back",
    ("equalization_lut", "one"): "a histogram has 256 entries",
    ("match_detections", "negative"): SCORES, ("precision_recall", "negative"): SCORES, ("average_precision", "negative"): SCORES,
    ("match_detections", "integers"): SCORES, ("average_precision", "integers"): SCORES, ("precision_recall", "integers"): SCORES,
    **{(name, "negative"): LEVELS for name in ("gray_histogram", "equalization_lut", "equalize", "match_histograms", "box_mean",
                                               "enhance_local_contrast", "split_frequencies")},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [name for name in EXERCISES if takes_arrays(name)])
def test_exercises_of_arrays_meet_every_kind_of_array(name, kind):
    met = any(KINDS[kind](case, found) for case, found in of(EXERCISES[name]))
    assert met != ((name, kind) in CANNOT), CANNOT.get((name, kind), f"no input of {name} is {kind}")


@pytest.mark.parametrize("name", EXERCISES)
def test_each_input_says_why_it_stays_in_words_of_its_own(name):
    whys = [case.why for case in EXERCISES[name].cases]
    assert all(len(why) > 2 for why in whys), whys
    assert len(set(whys)) == len(whys), sorted(why for why in whys if whys.count(why) > 1)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_smallest_input_is_among_them(name):
    """Nothing, or one thing: where most loops go wrong first."""
    sizes = [min((len(a) for a in found if a.ndim), default=0) for _, found in of(EXERCISES[name])]
    assert min(sizes) <= 1 or name == "equalization_lut", sizes
