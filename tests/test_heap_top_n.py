"""Topic 06: the worked solutions against libraries and definitions, and the numbers that the text states."""
import heapq
import itertools
import math
import os
import random
import statistics
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial
from multiprocessing import get_context

import pytest

from utils import course, shards
from utils.counting import Shelf, Stream, Tally, counted

NAMES = ("sift_down", "heapify", "heap_sort", "top_n", "merge_top_n", "top_k_frequent", "running_median")
sift_down, heapify, heap_sort, top_n, merge_top_n, top_k_frequent, running_median = map(course.reference, NAMES)
TOPIC = course.topic("heap_top_n")
NUMBERS = [56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34]
LENGTHS = (0, 1, 2, 3, 10, 127, 128, 1000)


def defined(name):
    """A function that a cell of the notebook defines beside the exercises."""
    source = next(cell.source for cell in TOPIC.cells if cell.source.startswith(f"def {name}("))
    space = {}
    exec(source.partition("\n\n\n")[0], space)
    return space[name]


def lists():
    """Random, rising, falling and tied lists of several lengths."""
    generator = random.Random(0)
    for length in LENGTHS:
        yield from ([generator.randrange(span) for _ in range(length)] for span in (3, 100, 10**9))
        yield from (list(range(length)), list(range(length, 0, -1)), [7] * length)


def is_heap(items, first=1):
    return all(items[(k - 1) // 2] <= items[k] for k in range(first, len(items)))


def log2(count):
    return math.log2(count) if count else 0


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


@pytest.mark.parametrize("seed", range(30))
def test_sift_down_mends_the_root_and_touches_nothing_beyond_size(seed):
    generator = random.Random(seed)
    heap = sorted(generator.choices(range(20), k=seed))
    heapq.heapify(heap)
    items = [generator.randrange(25), *heap[1:], "not", "to be", "touched"]
    tally = Tally()
    mended = [*counted(items[:-3], tally), *items[-3:]]
    size = len(mended) - 3
    assert sift_down(mended, 0, size) is None
    count = tally.comparisons
    assert mended[size:] == items[-3:]
    assert is_heap(mended[:size])
    assert sorted(mended[:size]) == sorted(items[:-3])
    assert count <= 2 * math.floor(log2(size))


def test_sift_down_in_the_middle_leaves_the_rest():
    items = [1, 9, 2, 3, 4, 5, 6, 7, 8]
    sift_down(items, 1, len(items))
    assert items == [1, 3, 2, 7, 4, 5, 6, 9, 8]


def test_heapify_makes_a_heap_within_its_bound():
    for items in lists():
        tally = Tally()
        heap = counted(items, tally)
        assert heapify(heap) is None
        assert tally.comparisons <= 2 * len(items)
        assert is_heap(heap)
        assert sorted(heap) == sorted(items)


def test_heap_sort_is_sorted_within_its_bound():
    for items in lists():
        tally = Tally()
        given = counted(items, tally)
        before = list(given)
        result = heap_sort(given)
        assert tally.comparisons <= 2 * len(items) * log2(len(items)) + 2 * len(items)
        assert result == sorted(items)
        assert all(one is other for one, other in zip(given, before))
        assert result is not given


def entering(items, n):
    """How many items after the first n are larger than the n-th largest so far."""
    return sum(item > sorted(items[:k + n])[-n] for k, item in enumerate(items[n:])) if n else 0


def test_top_n_is_sorted_cut_off_and_within_its_bounds():
    for items in lists():
        for n in {0, 1, 5, 16, len(items), len(items) + 3}:
            tally = Tally()
            assert top_n(Stream(items, tally), n) == sorted(items, reverse=True)[:n]
            assert tally.most_alive <= n + 8
            if n and len(items) < 500:
                least = len(items) + 2 * n
                assert tally.comparisons <= least + 3 * (n + entering(items, n)) * (math.floor(math.log2(n)) + 1)
            assert top_n(items, n) == heapq.nlargest(n, items)


def test_top_n_of_ties_costs_one_comparison_each():
    tally = Tally()
    top_n(Stream([7] * 1000, tally), 1)
    assert tally.comparisons == 999


def test_top_n_refuses_a_negative_n_and_reads_nothing_for_0():
    with pytest.raises(ValueError, match=r"^n must be 0 or more, not -1$"):
        top_n(NUMBERS, -1)
    assert top_n(itertools.count(), 0) == []
    assert heapq.nlargest(-1, NUMBERS) == []


@pytest.mark.parametrize("seed", range(60))
def test_merge_top_n_is_the_merge_cut_off_and_reads_little(seed):
    generator = random.Random(seed)
    made = [sorted(generator.choices(range(30), k=generator.randrange(9)), reverse=True) for _ in range(seed % 7)]
    for n in (0, 1, 4, 100):
        shelves = list(map(Shelf, made))
        assert merge_top_n(shelves, n) == list(itertools.islice(heapq.merge(*made, reverse=True), n))
        assert sum(len(shelf.read) for shelf in shelves) <= n + len(made)


def test_top_k_frequent_is_most_common_of_items_that_need_not_compare():
    for items in [*lists(), ["b", 1, None, 1, "b", (2,)], "mississippi"]:
        for k in (0, 1, 3, 10**4):
            assert top_k_frequent(items, k) == [item for item, _ in Counter(items).most_common(k)]


def test_running_median_is_statistics_and_within_its_bound():
    for items in lists():
        tally = Tally()
        found = list(running_median(Stream(items, tally)))
        assert tally.comparisons <= 4 * len(items) * log2(len(items)) + 4 * len(items)
        some = range(0, len(items), max(1, len(items) // 50))
        assert len(found) == len(items)
        assert all(found[k] == statistics.median(items[:k + 1]) for k in some)


def test_running_median_is_lazy():
    tally = Tally()
    found = running_median(Stream(itertools.count(), tally))
    assert tally.reads == 0
    assert [next(found) for _ in range(3)] == [0, 0.5, 1]
    assert tally.reads == 3


def test_the_examples_of_the_tasks():
    heap = [9, 2, 3, 5, 4]
    sift_down(heap, 0, 5)
    assert heap == [2, 4, 3, 5, 9]
    falling = [5, 4, 3, 2, 1]
    heapify(falling)
    assert falling == [1, 2, 3, 5, 4]
    items = [3, 1, 2]
    assert (heap_sort(items), items) == ([1, 2, 3], [3, 1, 2])
    assert top_n(NUMBERS[:6], 3) == [93, 71, 56]
    assert merge_top_n([[9, 8, 1], [7], []], 3) == [9, 8, 7]
    assert [top_k_frequent(["b", "a", "b", "c", "a"], k) for k in (2, 3)] == [["b", "a"], ["b", "a", "c"]]
    assert list(running_median([5, 2, 9, 4])) == [5, 3.5, 5, 4.5]


def test_the_case_by_hand():
    heap, told = NUMBERS[:3], []
    heapq.heapify(heap)
    for number in NUMBERS[3:6]:
        told.append((number, heap[0], number > heap[0]))
        heapq.heapreplace(heap, max(number, heap[0]))
    assert told == [(18, 30, False), (29, 30, False), (93, 30, True)]
    assert sorted(heap) == [56, 71, 93]


def test_the_heights_of_a_heap_add_up_to_less_than_n():
    for n in range(1, 300):
        heights = [0] * n
        for k in reversed(range(1, n)):
            heights[(k - 1) // 2] = max(heights[(k - 1) // 2], heights[k] + 1)
        assert sum(heights) == n - bin(n).count("1") < n


def cost(build, items):
    tally = Tally()
    build(counted(items, tally))
    return tally.comparisons


def test_insertion_is_linear_on_random_order_only():
    push_all = defined("push_all")
    generator = random.Random(1)
    each = [cost(push_all, [generator.random() for _ in range(4095)]) / 4095 for _ in range(5)]
    assert all(2.2 < one < 2.35 for one in each)
    assert cost(push_all, range(1023, 0, -1)) == sum((k + 1).bit_length() - 1 for k in range(1023)) == 8194
    assert cost(heapify, range(1023, 0, -1)) == 2 * (1023 - 10) == 2026
    some = [generator.random() for _ in range(1023)]
    assert cost(heapq.heapify, some) < cost(heapify, some)
    for items in lists():
        push_all(items)
        assert is_heap(items)


def test_about_n_log_of_m_over_n_enter():
    exact = sum(Fraction(100, k) for k in range(101, 10_001))
    assert float(exact) == pytest.approx(100 * math.log(10_000 / 100), rel=0.01)
    generator = random.Random(0)
    seen = [entering([generator.random() for _ in range(300)], 10) for _ in range(20)]
    assert statistics.mean(seen) == pytest.approx(10 * math.log(30), rel=0.1)


def test_a_machine_sends_its_largest_and_merging_gives_the_largest_of_all():
    answers = [shards.ask(machine, size=300, n=20) for machine in range(4)]
    whole = [number for machine in range(4) for number in shards.part(machine, 300)]
    assert merge_top_n([answer.best for answer in answers], 20) == sorted(whole, reverse=True)[:20]
    assert {answer.process for answer in answers} == {os.getpid()}
    assert answers[0].bytes_of_all == shards.weight(shards.part(0, 300))
    assert len(set(whole)) > 1190
    assert 0 <= min(whole) <= max(whole) < 10**9


def test_the_machines_of_the_notebook():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        answers = list(pool.map(partial(shards.ask, size=20_000, n=100), range(10)))
    assert os.getpid() not in {answer.process for answer in answers}
    sent, whole = [answer.best for answer in answers], [shards.part(machine, 20_000) for machine in range(10)]
    largest = merge_top_n(sent, 100)
    assert largest == sorted(itertools.chain(*whole), reverse=True)[:100]
    assert (sum(map(shards.weight, sent)), sum(map(shards.weight, whole))) == (5160, 1_000_604)
    assert len(set(largest) - {number for shard in sent for number in shard[:10]}) == 7


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A324": "小顶堆", "A325 up": "sift up 上浮", "A325 down": "sift down 下沉", "A325 indices": "2i + 1, 2i + 2 and ⌊(i − 1)/2⌋",
    "F044": "NUMBERS = [56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34]", "F045": "Children and parent of index i",
    "E114": "replace the top of the stack", "E115": '"The list of a min-heap is sorted."', "E116": "works for any n",
    "Q210": "How do you get the N largest of a stream", "Q211": "Why a *min*-heap for the N *largest*?",
    "ten machines": "Ten machines hold a billion numbers each",
}


def test_fourteen_cards_follow_as_the_text_says():
    assert len(TOPIC.cards) == 14


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
