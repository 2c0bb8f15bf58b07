"""Whatever an answer returns, the judge looks at it under limits and says in a sentence what it is."""
from __future__ import annotations

import pytest

from hostile_kit import KINDS, small, state
from hostile_values import VALUES, Exits, Raises
from utils import course
from utils.checking import judge

RETURNS = [name for name in KINDS if name not in ("Value", "train_mlp", "sift_down", "external_sort")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of `__del__`
@pytest.mark.parametrize("way", VALUES)
@pytest.mark.parametrize("name", RETURNS)
def test_whatever_is_returned_gets_a_verdict(name, way):
    make, words = VALUES[way]
    exercise, before = small(name, 0.3), state()
    verdict = judge(exercise, lambda *_, **__: make())
    if not (way == "generator" and KINDS[name] == "generator"):
        assert verdict.status == "failed"
        assert words in verdict.message or KINDS[name] == "generator", verdict.message
        assert verdict.misconception is None, str(verdict)
    assert len(str(verdict)) < 20_000
    assert verdict._repr_html_()
    assert state() == before


@pytest.mark.parametrize("name", ["Value", "train_mlp", "running_median", "merge_k", "top_n"])
def test_a_part_of_the_result_may_be_as_odd(name):
    """A class whose objects, a generator whose items and a function whose results are not what they should be."""
    def answer(*_, **__):
        return iter([Exits(), Raises()])

    assert judge(small(name, 0.3), answer).status == "failed"


def test_what_was_right_at_first_may_turn_hostile():
    right = course.reference("merge")

    class Turning(list):
        asked = 0

        def __len__(self):
            Turning.asked += 1
            if Turning.asked > 2:  # of the third result, on
                raise SystemExit
            return super().__len__()

    verdict = judge(small("merge"), lambda *given, **named: Turning(right(*given, **named)))
    assert verdict.message == "`merge` returned a Turning that raises SystemExit when looked at."
    assert Turning.asked > 2


def test_what_is_put_into_an_argument_may_be_hostile():
    class Dict(list):
        __class__ = dict

    right = course.reference("mean_average_precision")

    def answer(detections, ground_truths):
        value = right(detections, ground_truths)
        if detections:
            detections[0] = Dict()
        return value

    message = judge(small("mean_average_precision"), answer).message
    assert message == "`mean_average_precision` changed its argument `detections`: work on a copy."
