"""Exercises that are no plain call: classes, functions that return functions or work in place; whole numbers; layers."""
from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from utils import Layer, learner
from utils.cases import size
from utils.checking import judge
from utils.exercise import Exercise, Misconception, case
from utils.formatting import brief
from utils.items import Items
from utils.returns import Array, Indices, Integer, Number, Parts


class Counter:
    """The worked answer of the exercise below: counts up."""

    def __init__(self, start):
        self.at = start

    def up(self, by=1):
        self.at += by
        return self.at


class Stuck(Counter):
    def up(self, by=1):
        return self.at + by


def use(answer, start, steps):
    counter = answer(start)
    for by in steps:
        counter.up(by)
    return counter.at


COUNTER = Exercise(
    name="Counter", oracle=lambda start, steps: start + sum(steps), returns=Integer(),
    cases=(case(1, [2], why="one step"), case(1, [2, 3], why="two steps")), generate=None,
    misconceptions=(Misconception("stuck", "each step begins where the last one ended.", Stuck),), hints=("a", "b"),
    praise="", call=use, show=lambda arguments: f"c = Counter({arguments['start']}); c.up(…)", is_class=True)


def test_a_class_is_judged_by_what_is_done_with_it():
    assert judge(COUNTER, Counter).passed
    verdict = judge(COUNTER, Stuck)
    assert (verdict.status, verdict.misconception) == ("failed", "stuck")
    assert verdict.called == "c = Counter(1); c.up(…)"
    assert verdict.counterexample == {"start": 1, "steps": [2]}
    assert "c = Counter(1)" in str(verdict)


def test_a_blank_class_is_not_attempted_and_half_a_class_is_wrong():
    def blank(*methods):
        def body(self, *args):
            raise NotImplementedError("exercise: Counter")

        return type("Counter", (Counter,), dict.fromkeys(methods, body))

    assert judge(COUNTER, blank("__init__", "up")).status == "not attempted"
    verdict = judge(COUNTER, blank("up"))
    assert verdict.status == "failed"
    assert verdict.message == "`Counter` has a method that is still blank, and the input below needs it."


def test_a_function_may_make_the_objects():
    def counter(start):
        return Counter(start)

    assert judge(COUNTER, counter).passed


def test_check_takes_the_class(monkeypatch):
    monkeypatch.setattr(learner, "_find", {"Counter": COUNTER}.get)
    assert learner.check(Counter).passed
    assert learner.check("Counter").passed
    Counter_is = Counter(3)
    assert "wanted a function or its name" in learner.check(Counter_is).message


def test_a_stand_in_for_a_class_is_a_class_that_says_so(monkeypatch, capsys):
    def body(self, start):
        raise NotImplementedError("exercise: Counter")

    blank = type("Counter", (), {"__init__": body})
    monkeypatch.setattr(learner, "_find", {"Counter": COUNTER}.get)
    monkeypatch.setattr("utils.course.reference", {"Counter": Counter}.get)
    standing_in = learner.stand_in(blank)
    assert standing_in(4).up() == 5
    assert (standing_in.stands_in, standing_in.__name__) == (True, "Counter")
    assert capsys.readouterr().out == "Counter is still blank: the worked solution stands in.\n"
    assert learner.stand_in(Counter) is Counter


def test_what_a_use_raises_is_the_answers():
    class Broken(Counter):
        def up(self, by=1):
            raise KeyError(by)

    assert "raised a KeyError" in judge(COUNTER, Broken).message


def test_the_use_of_an_answer_is_under_the_time_limit():
    class Endless(Counter):
        def up(self, by=1):
            while True:
                pass

    assert "was stopped after 0.2 s" in judge(replace(COUNTER, seconds=0.2), Endless).message


def in_place(answer, items):
    items = list(items)
    answer(items)
    return items


def test_an_answer_in_place():
    exercise = replace(COUNTER, name="halve", oracle=lambda items: [x // 2 for x in items], returns=Indices(plural="halves"),
                       cases=(case([2, 4], why="two"),), is_class=False, show=None, call=in_place,
                       misconceptions=(Misconception("nothing", "it changes nothing.", lambda items: items),))

    def halve(items):
        items[:] = [x // 2 for x in items]

    assert judge(exercise, halve).passed
    verdict = judge(exercise, lambda items: [x // 2 for x in items])
    assert verdict.misconception == "nothing"
    assert "these are not the halves wanted" in verdict.properties[-1].words


@pytest.mark.parametrize("right", [5, np.int64(5), np.uint8(5), np.array(5), True + 4, 5.0, np.float64(5)])
def test_whole_numbers_that_are_right(right):
    assert Integer().problem(5, right, case(1)) is None
    assert bool(Integer().advice(right)) == (isinstance(right, (float, np.ndarray)))


@pytest.mark.parametrize(("wrong", "gate"), [(6, "value"), (5.5, "value"), (float("nan"), "value"), (None, "type"), ("5", "type"),
                                             (True, "type"), (np.array([5]), "shape"), (5j, "type"), ([5], "type")])
def test_whole_numbers_that_are_wrong(wrong, gate):
    assert Integer().problem(5, wrong, case(1)).gate == gate
    assert Integer(strict=True).problem(5, wrong, case(1)).gate in (gate, "dtype")


def test_a_strict_whole_number_is_no_float():
    found = Integer(strict=True).problem(5, 5.0, case(1))
    assert (found.gate, found.sentence) == ("dtype", "returned the float 5, wanted an int: `//` divides ints, `/` does not.")
    assert Integer(strict=True).problem(5, np.int32(5), case(1)) is None
    assert not Integer(strict=True).same(5, 5.0, case(1))
    assert Integer().same(5.0, 5.0, case(1))


def test_large_whole_numbers_are_exact():
    large = 2**60 + 1
    assert Integer().problem(large, large, case(1)) is None
    assert Integer().problem(large, float(large), case(1)).gate == "value"
    assert Integer().problem(large, Fraction(large), case(1)) is None


def test_a_number_is_held_to_the_width_of_the_arrays():
    narrow, wide = case(np.ones(2, dtype=np.float32)), case(np.ones(2))
    assert Number().problem(1.0, 1.000001, narrow) is None
    assert Number().problem(1.0, 1.000001, wide).gate == "value"
    assert Number().problem(1.0, 1.001, narrow).gate == "value"
    parts = Parts(loss=Number(), slope=Array("float", "an array"))
    got = 1.000001, np.array([1.000001], dtype=np.float32)
    assert parts.problem((1.0, np.ones(1)), got, narrow) is None


def test_a_wide_array_is_float64_whatever_comes_in():
    contract, given = Array("float", "an array", wide=True), case(np.ones(1, dtype=np.float32))
    assert contract.problem(np.ones(1), np.ones(1, dtype=np.float32), given).gate == "dtype"
    assert contract.problem(np.ones(1), np.ones(1) + 1e-6, given).gate == "value"
    assert contract.problem(np.ones(1), np.ones(1), given) is None


def test_a_list_of_numbers_for_an_array():
    contract = Array("float", "an array or a list", lists=True)
    assert contract.problem(np.array([1.0, 2]), [1.0, 2.0], case(1)) is None
    assert contract.problem(np.array([1.0, 2]), (1.0, 3.0), case(1)).gate == "value"
    assert contract.problem(np.array([1.0, 2]), ["a", "b"], case(1)).gate == "type"
    assert contract.problem(np.array([1.0, 2]), [[1.0], [2.0, 3.0]], case(1)).gate == "type"
    assert contract.advice([1.0]) == []
    assert Array("float", "an array").problem(np.array([1.0]), [1.0], case(1)).gate == "type"


def test_a_layer_says_what_differs_from_the_default():
    assert [repr(layer) for layer in (Layer(3), Layer(3, 2), Layer(5, padding=2, dilation=4))] == [
        "Layer(3)", "Layer(3, stride=2)", "Layer(5, padding=2, dilation=4)"]
    assert Layer(3) == (3, 1, 0, 1)
    assert brief([Layer(3), Layer(3, stride=2)]) == "[Layer(3), Layer(3, stride=2)]"


def test_layers_are_copied_as_layers():
    given = case([Layer(3), Layer(3, stride=2)])
    (layers,), _ = given.fresh()
    assert layers == given.args[0]
    assert all(type(layer) is Layer for layer in layers)
    assert size(given) > size(case([Layer(3)]))


def test_a_new_result_is_none_of_the_arguments():
    def mine(items):
        return items if len(items) < 2 else sorted(items)

    exercise = replace(COUNTER, name="in_order", oracle=lambda items: sorted(items), returns=Items(), new=True, call=None,
                       show=None, is_class=False,
                       cases=(case([2, 1], why="two"), case([1], why="one")),
                       misconceptions=(Misconception("mine", "a short list is copied too.", mine),))
    assert judge(exercise, sorted).passed
    verdict = judge(exercise, mine)
    assert verdict.misconception == "mine"
    assert verdict.message == "`in_order` returned its argument `items` itself, wanted a new one: return a copy."
    assert judge(replace(exercise, new=False), mine).passed


@pytest.mark.parametrize(("got", "gate"), [([1, 2], None), ((1, 2), None), (np.array([1, 2]), None), ([1.0, 2], None),
                                           ([2, 1], "value"), ([1], "shape"), ([True, 2], "value"), (None, "type"),
                                           ("12", "type"), ({1, 2}, "type"),
                                           (iter([1, 2]), "type"), (np.eye(2), "shape")])
def test_items(got, gate):
    found = Items().problem([1, 2], got, case(1))
    assert (found and found.gate) == gate
    if gate is None:
        assert bool(Items().advice(got)) == (type(got) is not list)


def test_one_is_no_plural():
    given = case(1)
    assert Items().problem([1, 2], [1], given).sentence == "returned 1 item, wanted 2."
    assert Items().problem([1], [1, 2], given).sentence == "returned 2 items, wanted 1."
    values = Array("float", "an array")
    said = [values.problem(np.zeros(3), np.array(got), given).sentence for got in ([0.0, 0, 1], [0.0, 1, 1])]
    assert said == ["1 of 3 values is wrong.", "2 of 3 values are wrong."]
    assert values.problem(np.zeros(1), np.ones(1), given).sentence == "the only value is wrong."


@pytest.mark.parametrize(("kind", "got", "gate"), [
    ("int", [1, 2], None), ("int", [1.0, 2.0], None), ("int", [1, 3], "value"), ("int", [1.5, 2], "value"),
    ("int", [np.nan, 2], "finite"),
    ("uint8", np.array([1, 2], np.uint8), None), ("uint8", [1, 2], "dtype"), ("uint8", [1.0, 2.0], "dtype"),
    ("uint8", np.array([1, 3], np.uint8), "value")])
def test_arrays_of_whole_numbers(kind, got, gate):
    contract = Array(kind, "an array")
    found = contract.problem(np.array([1, 2]), np.array(got), case(1))
    assert (found and found.gate) == gate
    assert bool(contract.advice(np.array(got))) == (kind == "int" and np.array(got).dtype.kind == "f")
