"""Topic 06: the code of the source notes, as its notebook shows it, and what is wrong with it."""
import itertools
import math
import random
from collections import Counter
from fractions import Fraction

import pytest

from utils import course
from utils.counting import Tally, counted

NUMBERS = [56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34]


def _of_the_notebook():
    cells = (cell.source for cell in course.topic("heap_top_n").cells)
    source = next(source for source in cells if source.startswith("def notes_top_n("))
    space = {}
    exec(source.partition("\n\n\n")[0], space)  # without the demonstration below it
    return space["notes_top_n"]


notes = _of_the_notebook()


def test_the_notes_code_and_its_four_faults():
    assert notes(NUMBERS, 5) == ([65, 68, 71, 75, 93], 5, 11)
    assert notes(NUMBERS, 3)[0] == [71, 93, 75]
    for n in (0, 13):
        with pytest.raises(IndexError):
            notes(NUMBERS, n)
    tally = Tally()
    assert notes(counted([7] * 1000, tally), 5) == ([7] * 5, 995, 0)
    assert tally.comparisons == 2989
    tally = Tally()
    assert course.reference("top_n")(counted([7] * 1000, tally), 5) == [7] * 5
    assert tally.comparisons == 1008


def test_the_notes_code_finds_the_right_ones_and_their_indices_are_right():
    generator = random.Random(0)
    for _ in range(3000):
        items = [generator.randrange(21) for _ in range(generator.randint(1, 30))]
        n = generator.randint(1, len(items))
        found = notes(items, n)[0]
        assert sorted(found) == sorted(items)[len(items) - n:]
        assert all(found[(k - 1) // 2] <= found[k] for k in range(1, n))


def sorted_looking(length, n):
    """Probability that the notes' list of n is sorted, for distinct numbers in random order; exact."""
    chances = Counter()
    for order in itertools.permutations(range(n)):
        chances[tuple(notes(order, n)[0])] += Fraction(1, math.factorial(n))
    for seen in range(n + 1, length + 1):  # the newcomer has every rank among those seen with the same chance
        after = Counter({heap: chance * Fraction(seen - n, seen) for heap, chance in chances.items()})
        for heap, chance in chances.items():
            for beaten in range(n):
                found = notes([*heap, beaten + 0.5], n)[0]
                after[tuple(map(sorted(found).index, found))] += chance * Fraction(1, seen)
        chances = after
    assert sum(chances.values()) == 1
    return chances[tuple(range(n))]


def test_about_one_random_order_in_eight_looks_sorted():
    all_orders = [notes(order, 4)[0] for order in itertools.permutations(range(7))]
    assert sorted_looking(7, 4) == Fraction(sum(found == sorted(found) for found in all_orders), len(all_orders))
    assert sorted_looking(12, 5) == Fraction(719, 5940)
    assert round(719 / 5940, 2) == 0.12


def test_the_parent_of_the_root_in_two_languages():
    assert (0 - 1) // 2 == -1
    assert int((0 - 1) / 2) == 0  # Java cuts off towards zero
