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
    class Turning(list):
        asked = 0

        def __len__(self):
            Turning.asked += 1
            if Turning.asked > 30:
                raise SystemExit
            return super().__len__()

    verdict = judge(small("merge"), lambda *given, **named: Turning(course.reference("merge")(*given, **named)))
    assert verdict.status in ("passed", "failed")


def test_what_is_put_into_an_argument_may_be_hostile():
    class Dict(list):
        __class__ = dict

    def answer(detections, ground_truths):
        if detections:
            detections[0] = Dict()
        return -1.0

    verdict = judge(small("mean_average_precision"), answer)
    assert "changed its argument `detections`" in str(verdict) or verdict.status == "failed"
