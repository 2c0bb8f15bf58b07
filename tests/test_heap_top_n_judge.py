"""The judge's side of topic 06: laws, inputs and bounds, each worked out again in another way."""
from __future__ import annotations

import heapq
import itertools
import math
import random
import statistics
from collections import Counter

import numpy as np
import pytest

from utils import cases
from utils.checking import judge
from utils.counting import Stream, Tally
from utils.exercise import case
from utils.topics import heap_top_n as topic
from utils.topics.heap_top_n import heaps, laws, median, shards, strategies, top

EXERCISES = {exercise.name: exercise for exercise in topic.EXERCISES}


def is_heap_below(items, index, size):
    """By walking up from each place: the definition, the other way round."""
    for place in range(index + 1, size):
        path = [place]
        while path[-1] > index:
            path.append((path[-1] - 1) // 2)
        if path[-1] == index and any(items[below] < items[above] for below, above in itertools.pairwise(path)):
            return False
    return True


@pytest.mark.parametrize(("index", "size"), [(index, size) for index in range(8) for size in range(20)])
def test_below_are_the_places_whose_path_leads_to_the_index(index, size):
    def leads(place):
        while place > index:
            place = (place - 1) // 2
        return place == index

    assert laws.below(index, size) == [place for place in range(size) if leads(place)]


def test_every_input_of_sift_down_is_one():
    """Below each child of the index there is a heap; the index lies within the size."""
    for given, _ in cases.known(EXERCISES["sift_down"]):
        heap, index, size = given.args
        assert 0 <= index < size <= len(heap)
        assert all(is_heap_below(heap, child, size) for child in (2 * index + 1, 2 * index + 2))


def test_the_oracles_keep_the_law():
    for name in ("sift_down", "heapify"):
        for given, expected in cases.known(EXERCISES[name]):
            assert EXERCISES[name].returns.problem(expected, expected, given) is None
            items, index, size = (*given.args, 0, len(given.args[0]))[:3]
            assert is_heap_below(expected, index, size)
            assert sorted(expected) == sorted(items)


@pytest.mark.parametrize(("after", "words"), [
    ([1, 2, 3], "left 3 items"), ([1, 9, 4, 7], "changed position 3"), ([1, 9, 5, 8], "not those that were there"),
    ([9, 1, 4, 8], "position 0 holds 9, its child at 1 holds 1"), ([4, 9, 1, 8], "position 0 holds 4, its child at 2 holds 1"),
    ([1.0, 9, 4, 8], None), ([1, 9, 4, 8], None), ([1, 4, 9, 8], None), ([True, 9, 4, 8], "not those")])
def test_the_law_says_what_is_wrong(after, words):
    found = laws.MinHeap().problem(None, after, case([9, 1, 4, 8], 0, 3))
    assert (words in found.sentence) if words else found is None


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 9, 40])
def test_what_enters_is_counted_by_the_definition(n):
    chance = random.Random(n)
    for span in (3, 30, 3000):
        values = [chance.randrange(span) for _ in range(60)]
        count = sum(sum(other >= value for other in values[:place]) < n for place, value in enumerate(values) if place >= n)
        assert top.entered(values, n) == count
        levels = len(bin(n)) - 2  # floor(log2 n) + 1
        assert top.top_limit(values, n) == len(values) + 2 * n + 3 * (n + count) * levels


def test_for_none_wanted_nothing_may_be_compared():
    assert (top.entered([1, 2, 3], 0), top.top_limit([1, 2, 3], 0)) == (0, 0)


def test_a_heap_of_negatives_holds_the_items():
    tally = Tally()
    held = [-item for item in Stream(range(10), tally)]
    assert tally.most_alive == 10
    assert held[3] == -3
    tally = Tally()
    for item in Stream(range(10), tally):
        assert -item <= 0
    assert tally.most_alive <= 2


def test_exact_numbers_count_once_and_numpy_makes_no_floats_of_them():
    tally = Tally()
    one, two = median.Exact(1, tally), median.Exact(2, tally)
    assert one < two <= two > one >= one
    assert -two < -one
    assert tally.comparisons == 5
    assert np.array([one, two]).dtype == object
    assert (one + two) / 2 == statistics.median([one, two]) == 1.5
    before = tally.comparisons
    assert np.median([median.Exact(k, tally) for k in range(101)]) == 50
    assert tally.comparisons - before > 100


def test_the_work_of_a_library_counts():
    tally = Tally()
    with median.LibraryWork(tally):
        np.median([1.0, 2.0])
        sum([1.0] * 50)
        assert tally.comparisons == 0
        np.median([1.0] * 50)
        assert tally.comparisons >= 50
    before = tally.comparisons
    np.sort([1.0] * 50)
    assert tally.comparisons == before


def test_a_meter_ends_what_is_far_too_much():
    def endless(tally):
        while True:
            tally.comparisons += 1

    words = laws.compares_too_often(endless, 1000, "n")
    assert words == "compared more than 4,100 times; the limit is n = 1,000."
    assert laws.compares_too_often(lambda tally: None, 0, "n") is None


def test_a_rack_equals_its_items_and_reading_all_shows():
    rack = shards.Rack([3, 2])
    assert rack == [3, 2]
    assert rack != []
    assert rack == shards.Rack([3, 2])
    assert rack.read == set()
    assert list(rack) == [3, 2]
    assert rack.read == {0, 1}


@pytest.mark.parametrize("count", [127, 128, 200, 750, 1000])
def test_textbook_ways_keep_the_bounds_whatever_the_order(count):
    """2n for heapify and 2n log2 n + 2n for the sort, on orders of every kind."""
    from answers import heap_top_n as right

    orders = [strategies.rising(count), strategies.falling(count), strategies.shuffled(count), [7] * count,
              strategies.shuffled(count, span=5), [k if k % 2 else -k for k in range(count)]]
    for items in orders:
        for answer in (heaps.built, right.heapify__worked, right.heapify__parent_of_the_last, heapq.heapify):
            assert heaps.heapify_bound(case(items), answer) is None
        for answer in (right.heap_sort__worked, right.heap_sort__max_heap, right.heap_sort__holes):
            assert EXERCISES["heap_sort"].bound(case(items), answer) is None


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 64, 100])
def test_textbook_ways_of_top_n_keep_the_bound(n):
    from answers import heap_top_n_top as right

    for items in (strategies.rising(300), strategies.falling(300), strategies.shuffled(300), [7] * 300,
                  strategies.shuffled(300, span=20), strategies.shuffled(max(n - 1, 0))):
        for name, answer in vars(right).items():
            if name.startswith("top_n__"):
                assert top.top_bound(case(items, n), answer) is None, (name, items[:5])


@pytest.mark.parametrize("count", [1, 2, 3, 15, 100, 300])
def test_textbook_ways_of_the_median_keep_the_bound(count):
    from answers import heap_top_n_median as right

    for items in (strategies.rising(count), strategies.falling(count), strategies.shuffled(count), [7] * count,
                  [k if k % 2 else -k for k in range(count)], [count - k if k % 2 else k - count for k in range(count)]):
        for name, answer in vars(right).items():
            if name.startswith("running_median__"):
                assert median.median_bound(case(items), answer) is None, name


def test_a_bound_of_the_catalogue_is_the_one_that_is_used():
    assert heaps.heapify_bound(case(list(range(10))), lambda items: [items[0] < items[1] for _ in range(20)]) is None
    assert "21 times, more than 2n = 20" in heaps.heapify_bound(
        case(list(range(10))), lambda items: [items[0] < items[1] for _ in range(21)])
    limit = int(2 * 10 * math.log2(10) + 20)
    for extra, words in ((0, None), (1, f"more than 2n log2 n + 2n = {limit}.")):
        found = EXERCISES["heap_sort"].bound(
            case(list(range(10))), lambda items, extra=extra: [items[0] < items[1] for _ in range(limit + extra)])
        assert found is None if words is None else words in found


def whole_sorted(items, k):
    counts = Counter(items)
    return list(dict.fromkeys(sorted(items, key=counts.get, reverse=True)))[:k]


def whole_sorted_in_place(items, k):
    items = list(items)
    items.sort(key=Counter(items).get, reverse=True)
    return list(dict.fromkeys(items))[:k]


def sorted_rising(items):
    items.sort()


@pytest.mark.parametrize(("name", "answer"), [
    ("sift_down", lambda heap, index, size: heapq.heapify(heap)),
    ("heapify", lambda items: heapq.heapify(items)),
    ("heapify", sorted_rising),
    ("heap_sort", lambda items: sorted(items)),
    ("heap_sort", lambda items: np.sort(items).tolist()),
    ("heap_sort", lambda items: [heapq.heappop(heap) for heap in [heapq.nsmallest(len(items), items)] for _ in items]),
    ("top_n", lambda items, n: heapq.nlargest(n, items)),
    ("top_n", lambda items, n: heapq.nsmallest(n, items, key=lambda item: -item)),
    ("merge_top_n", lambda shards, n: list(itertools.islice(heapq.merge(*shards, reverse=True), n))),
    ("merge_top_n", lambda shards, n: heapq.nlargest(n, itertools.chain(*shards))),
    ("top_k_frequent", lambda items, k: [item for item, _ in Counter(items).most_common(k)]),
    ("top_k_frequent", lambda items, k: [item for item, _ in Counter(items).most_common()][:k]),
    ("top_k_frequent", lambda items, k: heapq.nlargest(k, Counter(items), key=Counter(items).get)),
    ("top_k_frequent", whole_sorted),
    ("top_k_frequent", whole_sorted_in_place),
])
def test_a_library_that_does_the_very_thing_is_named(name, answer):
    assert judge(EXERCISES[name], answer).misconception == "library_call"


def test_the_other_functions_of_heapq_are_free_from_exercise_4_on():
    for exercise in topic.EXERCISES[3:]:
        assert "_heapq" not in exercise.forbidden
        assert not {"heappush", "heapq"} & set(exercise.forbidden)
