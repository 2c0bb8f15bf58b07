"""Costs: an answer that is right but too dear is rejected, and its mistake is named; single library functions are noticed."""
from __future__ import annotations

import bisect
import builtins
import collections
import heapq
import math
import types
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from utils import diagnosis
from utils.checking import judge
from utils.counting import Tally, counted
from utils.exercise import Exercise, Misconception, case
from utils.items import Items
from utils.returns import Finding


def in_order(items):
    """A new sorted list."""
    return sorted(items)


def bound(case, answer):
    """At most four comparisons an item, so that insertion passes on short lists only."""
    tally = Tally()
    answer(counted(case.args[0], tally))
    most = 4 * len(case.args[0])
    return f"compared {tally.comparisons:,} times, at most {most:,} are allowed." if tally.comparisons > most else None


def inserted(items):
    result = []
    for item in items:
        place = len(result)
        while place and item < result[place - 1]:
            place -= 1
        result.insert(place, item)
    return result


def selected(items):
    left, result = list(items), []
    while left:
        best = 0
        for k in range(1, len(left)):
            if left[k] < left[best]:
                best = k
        result.append(left.pop(best))
    return result


def falling(items):
    return sorted(items, reverse=True)


TOY = Exercise(
    name="toy", oracle=in_order, returns=Items("a sorted list"), bound=bound, generate=None,
    cases=(case([2, 1, 3], why="small"), case(list(range(20, 0, -1)), why="long and falling"), case(list(range(20)), why="long")),
    misconceptions=(Misconception("falling", "it falls.", falling),
                    Misconception("selection", "looks at all that is left for each.", selected),
                    Misconception("insertion", "puts each into its place from the right.", inserted)),
    hints=("a", "b"), praise="")


def named(answer, **changes):
    return judge(replace(TOY, **changes), answer).misconception


def test_a_dear_answer_is_named_by_what_it_costs():
    assert judge(TOY, in_order).passed
    assert named(selected) == "selection"
    assert named(inserted) == "insertion"
    assert named(falling) == "falling"


def test_the_verdict_tells_the_count():
    verdict = judge(TOY, inserted)
    assert verdict.message == "`toy` compared 190 times, at most 80 are allowed."
    assert verdict.counterexample == {"items": list(range(20, 0, -1))}


def test_an_excess_in_other_numbers_is_named_by_the_nearest():
    def answer(items):  # insertion, and one comparison more
        if items:
            items[0] < items[-1]  # noqa: B015
        return inserted(items)

    assert named(answer) == "insertion"


def test_a_right_and_cheap_mistake_is_never_the_name_of_a_dear_answer():
    cheap = Misconception("cheap", "is no mistake here.", in_order)
    assert named(inserted, misconceptions=(cheap,)) is None


def test_an_excess_of_another_kind_is_not_the_same_mistake():
    def other(case, answer):
        return bound(case, answer) if answer is inserted else (bound(case, answer) or "").replace("compared", "looked") or None

    assert named(inserted, bound=other, misconceptions=TOY.misconceptions[:2]) is None


def test_what_stops_in_the_measuring_is_measured_once():
    calls = []

    def endless(case, answer):
        calls.append(1)
        while True:
            pass

    verdict = judge(replace(TOY, bound=endless, seconds=0.3, misconceptions=()), in_order)
    assert "was stopped" in verdict.message
    assert len(calls) == 1


def test_what_raises_in_the_measuring_says_so():
    def answer(items):
        return sorted(items) if all(type(item) is int for item in items) else 1 / 0

    verdict = judge(TOY, answer)
    assert "ZeroDivisionError" in verdict.message
    assert verdict.properties[-1].gate == "bounds"


def test_the_distance_of_two_excesses():
    trial = types.SimpleNamespace(case=TOY.cases[1], finding=Finding("bounds", bound(TOY.cases[1], selected)))
    assert diagnosis._cost_apart(TOY, selected, trial) == 0
    assert 0 < diagnosis._cost_apart(TOY, lambda items: selected(items) and selected(items), trial) < 1
    assert math.isinf(diagnosis._cost_apart(TOY, in_order, trial))


def by(way, *forbidden, sortable=None):
    """What is told of an answer that does `way` on the side."""
    def answer(items):
        way(list(items))
        return sorted(items)

    return judge(replace(TOY, forbidden=forbidden, sortable=sortable), answer).message


class Mine(list):
    """A list of the learner's own."""


@pytest.mark.parametrize(("way", "entry"), [
    (lambda x: heapq.nlargest(2, x), "heapq.nlargest"),
    (lambda x: list(heapq.merge(x, x)), "heapq.merge"),
    (lambda x: heapq.heappush(x, 0), "heapq.heappush"),
    (lambda x: heapq.heapify(x), "heapq.heapify"),
    (lambda x: Counter(x).most_common(1), "collections.Counter.most_common"),
    (lambda x: Counter.most_common(Counter(x)), "collections.Counter.most_common"),
    (lambda x: x.sort(), "list.sort"),
    (lambda x: list.sort(x), "list.sort"),
    (lambda x: Mine(x).sort(), "list.sort"),
    (lambda x: getattr(x, "sort")(), "builtins.list.sort"),  # noqa: B009
    (lambda x: np.sort(x), "numpy.sort"),
    (lambda x: np.array(x).sort(), "numpy.ndarray.sort"),
    (lambda x: bisect.insort(x, 3), "bisect.insort_right"),
])
def test_one_function_is_noticed_and_others_are_free(way, entry):
    assert by(way, entry) == f"`toy` lets `{entry}` do the very thing."
    assert "right on" in by(way, "heapq.nsmallest", "collections.Counter.elements", "list.pop", "numpy.partition")


def test_sorted_is_noticed_by_name():
    assert judge(replace(TOY, forbidden=("sorted",)), lambda items: sorted(items)).misconception == "library_call"
    assert judge(replace(TOY, forbidden=("heapq", "sorted"), bound=None), selected).passed


def test_a_module_holds_its_python_functions_and_not_those_of_its_accelerator():
    assert "nlargest" in by(lambda x: heapq.nlargest(2, x), "heapq")
    assert "merge" in by(lambda x: list(heapq.merge(x, x)), "heapq")
    assert "right on" in by(lambda x: (heapq.heapify(x), heapq.heappush(x, 1), heapq.heapreplace(x, 1)), "heapq")
    for way in (heapq.heapify, lambda x: heapq.heappush(x, 1), lambda x: heapq.heapreplace(x, 1), heapq._heapify_max):
        assert "_heapq." in by(lambda x, way=way: way(x), "heapq", "_heapq")


@pytest.mark.parametrize("entry", ["heapq.nowhere", "nowhere.at_all", "scipy.signal", "collections.Counter.nothing.more"])
def test_an_entry_that_is_not_there_forbids_nothing(entry):
    assert "right on" in by(lambda x: heapq.heapify(x), entry)


def test_sorting_more_items_than_allowed_is_noticed():
    few = {"forbidden": ("heapq",), "bound": None}
    whole = replace(TOY, **few, sortable=lambda case: len(case.args[0]) - 1)
    more = replace(TOY, **few, sortable=lambda case: len(case.args[0]))
    before = builtins.sorted

    def method(items):
        result = list(items)
        result.sort()
        return result

    for answer in (in_order, method, lambda items: sorted(set(items))):
        assert judge(whole, answer).misconception == "library_call"
        assert judge(more, answer).passed
    assert judge(whole, selected).passed
    assert judge(whole, lambda items: [x for start in sorted(items[:1]) for x in selected(items)]).passed
    assert builtins.sorted is before
    assert collections.Counter.most_common is Counter.most_common
