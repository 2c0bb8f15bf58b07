"""Topic 07: the worked solutions against libraries and definitions, and the numbers that the text states."""
import heapq
import itertools
import math
import random
from itertools import count, islice
from operator import itemgetter

import numpy as np
import pytest
from scipy import stats

from utils import course
from utils.counting import Stream, Tally, counted

NAMES = ("merge", "merge_sort", "merge_sort_bottom_up", "count_inversions", "merge_k", "external_sort")
merge, merge_sort, merge_sort_bottom_up, count_inversions, merge_k, external_sort = map(course.reference, NAMES)
TOPIC = course.topic("merge_sort")
VALUES = [23, 40, 45, 19, 12, 16, 90, 39, 87, 71]  # the list of the sources
SORTS = pytest.mark.parametrize("sort", [merge_sort, merge_sort_bottom_up], ids=NAMES[1:3])
by_key = itemgetter(0)


def levels(n):
    return math.ceil(math.log2(n)) if n else 0


def worst(n):
    return n * levels(n) - 2**levels(n) + 1 if n else 0


def comparisons(sort, items, *more):
    tally = Tally()
    sort(counted(items, tally), *more)
    return tally.comparisons


def lists(seed, rounds=60, longest=40):
    rng = random.Random(seed)
    for _ in range(rounds):
        yield [rng.randrange(12) for _ in range(rng.randrange(longest))]


def records(items):
    """Pairs of a key and a place, equal keys in the order of the list."""
    return [(item, place) for place, item in enumerate(items)]


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


def test_merge_is_a_stable_sort_of_both():
    for one, other in zip(lists(0), lists(1)):
        left, right = sorted(records(one), key=by_key), sorted(records(other), key=by_key)
        before = (left.copy(), right.copy())
        assert merge(left, right, key=by_key) == sorted(left + right, key=by_key)
        assert merge(sorted(one), sorted(other)) == sorted(one + other)
        assert (left, right) == before


def test_merge_compares_at_most_once_an_item_and_never_with_an_empty_list():
    for one, other in zip(lists(2), lists(3)):
        tally = Tally()
        merge(counted(sorted(one), tally), counted(sorted(other), tally))
        assert tally.comparisons <= (max(len(one) + len(other) - 1, 0) if one and other else 0)
    left = [1, 2]
    assert merge(left, []) == left
    assert merge(left, []) is not left


@SORTS
def test_a_sort_is_stable_and_changes_nothing(sort):
    for items in lists(4):
        pairs, before = records(items), records(items)
        assert sort(pairs, key=by_key) == sorted(pairs, key=by_key)
        assert sort(items) == sorted(items)
        assert pairs == before
    for short in ([], [7]):
        assert sort(short) == short
        assert sort(short) is not short


@SORTS
@pytest.mark.parametrize("n", [0, 1, 2, 3, 100, 127])
def test_a_sort_calls_key_once_an_item(sort, n):
    calls = []
    sort(list(range(n, 0, -1)), key=lambda item: calls.append(item) or item)
    assert len(calls) == n


def hardest(items):
    """The items of a sorted list in an order that makes every merge of two halves compare as often as it can."""
    if len(items) < 2:
        return items
    return hardest(items[::2]) + hardest(items[1::2])


def test_the_worst_case_is_what_the_text_says_and_it_is_reached():
    recursion = [0, 0]
    for n in range(2, 300):
        recursion.append(recursion[(n + 1) // 2] + recursion[n // 2] + n - 1)
        assert recursion[n] == worst(n)
    for n in (*range(1, 70), 127, 128, 129):
        order = hardest(list(range(n)))
        assert comparisons(merge_sort, order) == worst(n)
        for shuffled in (random.Random(n).sample(range(n), n), range(n), range(n, 0, -1), [1] * n):
            assert comparisons(merge_sort, shuffled) <= worst(n)


def test_the_bounds_of_bottom_up_and_of_counting():
    for n in (*range(70), 127, 128, 129, 1000):
        for order in (random.Random(n).sample(range(n), n), range(n), range(n, 0, -1), [1] * n, hardest(list(range(n)))):
            assert comparisons(merge_sort_bottom_up, order) <= (n * levels(n) - n + 1 if n else 0)
            assert comparisons(count_inversions, order) <= n * levels(n)


def pairs_in_the_wrong_order(items):
    return sum(one > other for one, other in itertools.combinations(items, 2))


def insertion_sort_swaps(items):
    items, swaps = list(items), 0
    for end in range(1, len(items)):
        place = end
        while place and items[place - 1] > items[place]:
            items[place - 1], items[place] = items[place], items[place - 1]
            place, swaps = place - 1, swaps + 1
    return swaps


def test_inversions_are_pairs_swaps_and_kendalls_tau():
    for items in lists(5):
        assert count_inversions(items) == pairs_in_the_wrong_order(items) == insertion_sort_swaps(items)
    for n in range(2, 30):
        order = random.Random(n).sample(range(n), n)
        tau = 1 - 4 * count_inversions(order) / (n * (n - 1))
        assert tau == pytest.approx(stats.kendalltau(range(n), order).statistic)
        assert count_inversions(range(n, 0, -1)) == n * (n - 1) // 2
        assert count_inversions([n, *range(n)][:n]) == n - 1


def test_merge_k_is_heapq_merge():
    for seed in range(20):
        inputs = [sorted(items) for items in lists(100 + seed, rounds=seed % 7, longest=9)]
        assert list(merge_k(inputs)) == list(heapq.merge(*inputs)) == sorted(itertools.chain(*inputs))
        named = [[Named(item, k) for item in items] for k, items in enumerate(inputs)]
        told = [(int(item), item.origin) for item in merge_k(map(iter, named))]
        assert told == sorted(((int(item), k) for k, items in enumerate(inputs) for item in items))


class Named(int):
    """A number that remembers which input it came from, and compares as a number."""

    def __new__(cls, value, origin):
        made = super().__new__(cls, value)
        made.origin = origin
        return made


def test_merge_k_is_lazy():
    tally = Tally()
    inputs = [Stream(count(start, step), tally) for start, step in ((0, 3), (1, 5), (2, 7))]
    merged = merge_k(inputs)
    assert tally.reads == 0
    taken = [int(item) for item in islice(merged, 50)]
    assert taken == sorted(taken)
    assert tally.reads <= 50 + 3
    tally = Tally()
    for item in merge_k([Stream(range(k, 100, 5), tally) for k in range(4)]):
        assert tally.most_alive <= 4 + 1, item


def test_the_examples_of_the_tasks(tmp_path):
    assert comparisons(lambda items: merge(items[:3], items[3:]), [2, 5, 9, 3, 5]) == 4
    assert merge([2, 5, 9], [3, 5]) == [2, 3, 5, 5, 9]
    assert merge_sort(VALUES) == sorted(VALUES) == [12, 16, 19, 23, 39, 40, 45, 71, 87, 90]
    assert (comparisons(merge_sort, VALUES), worst(10), count_inversions(VALUES)) == (21, 25, 17)
    assert count_inversions([3, 1, 2]) == 2
    assert list(merge_k([[1, 4, 7], [2, 4], []])) == [1, 2, 4, 4, 7]
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text("10\n9\n-1\n")
    external_sort(source, target, 2)
    assert target.read_text() == "-1\n9\n10\n"


def test_with_the_odd_item_on_the_right_it_takes_22():
    def sort(items):
        middle = len(items) // 2
        return merge(sort(items[:middle]), sort(items[middle:])) if len(items) > 1 else items

    assert comparisons(sort, VALUES) == 22


def test_the_numbers_about_the_floor():
    floors = {n: math.log2(math.factorial(n)) for n in range(2, 97)}
    assert round(floors[10], 1) == 21.8
    assert max((worst(n) - floor) / n for n, floor in floors.items()) < 0.5
    above = [n for n, floor in floors.items() if n * math.log2(n) > floor + n]
    assert above == list(range(6, 97))
    mean = np.mean([comparisons(merge_sort, order) for order in itertools.permutations(range(6))])
    assert math.log2(math.factorial(6)) < mean < worst(6)
    for n in (10**4, 10**6):
        assert math.lgamma(n + 1) / math.log(2) == pytest.approx(n * math.log2(n) - 1.44 * n, rel=1e-3)


def test_the_numbers_of_the_cards():
    shuffled = random.Random(0).sample(range(1000), 1000)
    assert comparisons(merge_sort, range(1000)) == 5044
    assert round(comparisons(merge_sort, shuffled), -2) == 8700
    assert 2 * comparisons(merge_sort, shuffled) > 17_000
    assert 1 + math.ceil(math.log2(100)) == 8
    assert [math.ceil(120 / 16), math.ceil(120 / 256)] == [8, 1]
    assert 2 * 2**30 - 3 < 2**31 <= 2 * (2**30 + 2) - 3  # the largest first + last of so many items


def test_a_heap_of_pairs_with_iterators_fails_on_a_tie():
    with pytest.raises(TypeError):
        heapq.heapify([(1, iter([2])), (1, iter([3]))])


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A322": "归并排序", "A322 scratch": "One scratch array",
    "A323": "Of equal items the left one goes first",
    "F043": "23, 40, 45, 19, 12, 16, 90, 39, 87, 71",
    "F043 comparisons": "takes 21 comparisons", "F043 inversions": "has 17", "E111": "What does new return on failure?",
    "E112": "Off by one: where?", "E113": "is a safe midpoint", "E113 names": "two underscores", "E113 pause": 'system("pause")',
    "Q209": "Merge sort: time, space, stability?",
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
