"""The instruments: each counts exactly what it says, and behaves like the thing it stands for."""
import gc
import heapq
import itertools
import math
import operator
import pickle

import pytest

from utils.counting import Counted, Shelf, Stream, Tally, counted

SIX = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
VALUES = [-2, -0.0, 0, 1, 1.5, math.inf]


@pytest.mark.parametrize("compare", SIX)
def test_all_six_agree_with_the_float_on_either_side(compare):
    for one, other in itertools.product(VALUES, VALUES):
        tally = Tally()
        wanted = compare(one, other)
        assert compare(Counted(one, tally), Counted(other, tally)) is wanted
        assert compare(Counted(one, tally), other) is wanted
        assert compare(one, Counted(other, tally)) is wanted
        assert tally.comparisons == (3 if compare in SIX[:4] else 0)


def test_equal_ones_have_one_hash():
    tally = Tally()
    assert len({Counted(1, tally), Counted(1.0, tally), 1}) == 1


def test_a_negative_counts_and_a_sum_does_not():
    tally = Tally()
    one, two = counted([1, 2], tally)
    assert -two < -one
    assert tally.comparisons == 1
    assert (one + two) / 2 < 2
    assert tally.comparisons == 1
    assert type(one + two) is float


def test_a_number_of_another_tally_counts_once_on_the_left():
    left, right = Tally(), Tally()
    assert Counted(1, left) < Counted(2, right)
    assert (left.comparisons, right.comparisons) == (1, 0)


@pytest.mark.parametrize("n", [1, 2, 10, 100])
def test_sorted_and_heapify_are_counted(n):
    tally = Tally()
    assert sorted(counted(range(n), tally)) == list(range(n))
    assert tally.comparisons == n - 1  # timsort on one run
    tally = Tally()
    heap = counted(range(n), tally)
    heapq.heapify(heap)
    assert tally.comparisons <= 2 * n
    assert bool(tally.comparisons) == (n > 1)


def test_a_pickled_copy_is_a_plain_number():
    copy = pickle.loads(pickle.dumps(Counted(2.5, Tally())))
    assert (copy, type(copy)) == (2.5, float)


def test_a_stream_counts_reads_and_what_is_held():
    tally = Tally()
    held = []
    for item in Stream(range(10), tally):
        held = [*held[-2:], item]
    assert (tally.reads, tally.most_alive) == (10, 4)  # three held, and the new one
    tally = Tally()
    assert list(Stream(range(10), tally)) == list(range(10))
    assert (tally.reads, tally.most_alive) == (10, 10)


def test_a_stream_sees_equal_items_as_several():
    tally = Tally()
    kept = list(Stream([1, 1, 1], tally))
    assert tally.most_alive == len(kept) == 3


def test_nothing_is_read_before_it_is_asked_for():
    tally = Tally()
    stream = Stream(itertools.count(), tally)
    assert tally.reads == 0
    assert [next(stream), next(stream)] == [0, 1]
    assert tally.reads == 2
    gc.collect()
    assert tally.most_alive == 2


def test_a_stream_that_has_ended_stays_so():
    stream = Stream([1], Tally())
    assert next(stream) == 1
    for _ in range(2):
        with pytest.raises(StopIteration):
            next(stream)


def test_a_shelf_knows_its_read_positions():
    shelf = Shelf("abcdef")
    assert (shelf[0], shelf[-1], shelf[0]) == ("a", "f", "a")
    assert shelf.read == {0, 5}
    assert shelf[1:3] == ["b", "c"]
    assert shelf.read == {0, 1, 2, 5}
    assert list(itertools.islice(shelf, 4)) == list("abcd")
    assert shelf.read == {0, 1, 2, 3, 5}
    assert (len(shelf), repr(shelf)) == (6, "['a', 'b', 'c', 'd', 'e', 'f']")
    with pytest.raises(IndexError):
        shelf[6]
    assert 6 not in shelf.read
