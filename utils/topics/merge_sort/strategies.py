"""Hypothesis strategies of topic 07: few items, few distinct keys, so that ties are common."""
from __future__ import annotations

from ...exercise import Case
from .items import ABS, FIRST, LEN, LOWER, NEGATIVE, Record

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _whole(numbers):
    return numbers, None


def _labelled(numbers):
    return [Record(number, LETTERS[k]) for k, number in enumerate(numbers)], None


def _pairs(numbers):
    """Pairs whose second parts fall: comparing whole pairs turns ties round."""
    return [(number, -k) for k, number in enumerate(numbers)], FIRST


def _apart(numbers):
    """Pairs whose second parts cannot be compared."""
    return [(number, None if k % 2 else "x") for k, number in enumerate(numbers)], FIRST


def _by_size(numbers):
    return [-number if k % 2 else number for k, number in enumerate(numbers)], ABS


def _falling(numbers):
    return numbers, NEGATIVE


def _words(numbers):
    return ["abc"[number % 3] * (number // 3 + 1) for number in numbers], LEN


def _letters(numbers):
    return [(LETTERS[number] if k % 2 else LETTERS[number].upper()) for k, number in enumerate(numbers)], LOWER


def _plain_words(numbers):
    return [LETTERS[number] * 2 for number in numbers], None


KINDS = (_whole, _labelled, _pairs, _apart, _by_size, _falling, _words, _letters, _plain_words)


def _case(kind, numbers, cuts=None):
    items, key = kind(numbers)
    named = {"key": key} if key else {}
    if cuts is None:
        return Case((items,), named)
    parts = [sorted(items[a:b], key=key) for a, b in zip((0, *cuts), (*cuts, len(items)))]
    return Case(tuple(parts), named)


def _numbers(most):
    from hypothesis import strategies as st

    return st.lists(st.integers(0, 6), max_size=most)


def unsorted_lists(most=9):
    """One list of any kind."""
    from hypothesis import strategies as st

    return st.builds(_case, st.sampled_from(KINDS), _numbers(most))


def two_sorted_lists(most=8):
    """Two lists, each sorted by the key."""
    from hypothesis import strategies as st

    def cut(kind, numbers, place):
        return _case(kind, numbers, (min(place, len(numbers)),))

    return st.builds(cut, st.sampled_from(KINDS), _numbers(most), st.integers(0, most))


def sorted_lists(most=9):
    """A list of sorted lists, without a key."""
    from hypothesis import strategies as st

    def cut(kind, numbers, places):
        cuts = sorted(min(place, len(numbers)) for place in places)
        return Case((list(_case(kind, numbers, cuts).args),))

    kinds = st.sampled_from((_whole, _labelled, _plain_words))
    return st.builds(cut, kinds, _numbers(most), st.lists(st.integers(0, most), max_size=3))


def number_lists(most=9):
    """One list of whole numbers, negative ones too."""
    from hypothesis import strategies as st

    return st.builds(lambda numbers: Case((numbers,)), st.lists(st.integers(-4, 5), max_size=most))
