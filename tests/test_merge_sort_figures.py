"""The figures of topic 07: what they plot, worked out again in another way."""
import itertools
import math
import random

import numpy as np
import pytest

from drawings.merge_sort import MEMORY, VALUES
from utils.counting import Tally, counted
from utils.course import reference as worked
from utils.figures import merge_sort
from utils.figures.merge_sort import runs


def comparisons(items):
    tally = Tally()
    worked("merge_sort")(counted(items, tally))
    return tally.comparisons


def said(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("seed", range(12))
def test_the_tree_counts_what_merge_sort_compares(seed):
    values = [random.Random(seed).randrange(9) for _ in range(seed + 1)]
    drawn = merge_sort.tree.drawing(values)
    assert drawn.digest["comparisons"] == comparisons(values)
    assert drawn.digest["merges"] == len(values) - 1
    assert drawn.digest["depth"] == math.ceil(math.log2(len(values)))


def test_the_tree_shows_every_call_with_its_size_and_its_cost():
    ax, = merge_sort.tree.drawing(VALUES).figure.axes
    labels = [text for text in said(ax) if text.startswith("n = ")]
    assert labels.count("n = 1") == 10
    sizes = [int(label.split()[2]) for label in labels]
    assert len(sizes) == 2 * 10 - 1
    assert sorted(sizes, reverse=True)[:7] == [10, 5, 5, 3, 3, 2, 2]
    assert sum(int(label.split()[4]) for label in labels if "comp" in label) == 21
    assert ax.get_title(loc="left").endswith("21 comparisons")
    top = [text for text in ax.texts if text.get_text().isdigit() and text.get_position()[1] == 1.5]
    assert [int(text.get_text()) for text in sorted(top, key=lambda text: text.get_position())] == sorted(VALUES)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 9, 10])
def test_the_passes_end_with_one_run_and_hatch_what_is_short(n):
    values = random.Random(n).sample(range(50), n)
    drawn = merge_sort.passes.drawing(worked("merge"), values)
    ax, = drawn.figure.axes
    assert drawn.digest["passes"] == math.ceil(math.log2(n))
    widths = [2**k for k in range(drawn.digest["passes"] + 1)]
    rows = np.reshape([int(text) for text in said(ax)], (len(widths), n))
    for row, width in zip(rows, widths):
        for start in range(0, n, width):
            assert row[start:start + width].tolist() == sorted(values[start:start + width])
    hatched = sum(bool(patch.get_hatch()) for patch in ax.patches)
    assert hatched == sum(n % width for width in widths)
    assert drawn.digest["short runs on the way"] == sum(n % width > 0 for width in widths if width < n)


def ties_right(left, right):
    """The mistake: `<` where `<=` belongs."""
    out, left, right = [], list(left), list(right)
    while left and right:
        out.append(left.pop(0) if left[0][0] < right[0][0] else right.pop(0))
    return out + left + right


def test_stability_shows_the_learners_merge_and_the_mistake():
    drawn = merge_sort.stability.drawing(worked("merge"))
    ax, = drawn.figure.axes
    wrong = ties_right(runs.LEFT, runs.RIGHT)
    right = sorted(runs.LEFT + runs.RIGHT, key=lambda record: record[0])
    wanted = [f"{key}{letter}" for row in (runs.LEFT, runs.RIGHT, right, wrong) for key, letter in row]
    assert said(ax) == wanted
    overtaken = {one for one, later in itertools.combinations(wrong, 2) if one[0] == later[0] and one[1] > later[1]}
    marked = [patch for patch in ax.patches if patch.get_linestyle() == "--"]
    assert len(marked) == len(overtaken) == drawn.digest["with ties from the right"] == 3
    assert drawn.digest["overtakers"] == 0
    shown = merge_sort.stability.drawing(lambda left, right, key: ties_right(left, right))
    assert shown.digest["overtakers"] == 3


def test_the_comparisons_lie_between_their_lines():
    drawn = merge_sort.comparisons.drawing(worked("merge_sort"))
    left, right = drawn.figure.axes
    lines, above = ({line.get_label(): line.get_xydata() for line in ax.lines} for ax in (left, right))
    for n, value in lines["floor log2(n!)"]:
        assert value == pytest.approx(math.log2(math.factorial(int(n))))
    for n, value in lines["worst case"]:
        levels = math.ceil(math.log2(n))
        assert value == n * levels - 2**levels + 1
    assert [value for _, value in lines["already sorted, counted"]] == [comparisons(range(n)) for n in range(2, 97)]
    assert np.all(lines["shuffled, counted"][:, 1] <= lines["worst case"][:, 1])
    for label, points in lines.items():
        assert np.allclose(above[label][:, 1], (points[:, 1] - lines["floor log2(n!)"][:, 1]) / points[:, 0])
    assert drawn.digest["above the worst case"] == 0
    assert drawn.digest["shuffled, below the floor"] == 9
    assert len({(line.get_linestyle(), line.get_marker()) for line in left.lines}) == 5


@pytest.mark.parametrize("seed", range(6))
def test_the_crossings_are_the_inversions_and_lie_on_two_lines(seed):
    values = random.Random(seed).sample(range(50), 9)
    drawn = merge_sort.crossings.drawing(worked("count_inversions"), values)
    ax, = drawn.figure.axes
    wanted = sum(one > other for one, other in itertools.combinations(values, 2))
    assert drawn.digest == {"inversions": wanted, "crossings": wanted}
    marks = next(line for line in ax.lines if line.get_label().startswith("a crossing")).get_xydata()
    joined = [line.get_xydata() for line in ax.lines if line.get_label().startswith("an item")]
    for x, y in marks:
        on = [start + y * (end - start) for (start, _), (end, _) in joined]
        assert sum(abs(place - x) < 1e-9 for place in on) >= 2


def test_a_wrong_count_shows_beside_the_crossings():
    drawn = merge_sort.crossings.drawing(lambda items: 3, VALUES)
    assert drawn.digest == {"inversions": 3, "crossings": 17}


def test_the_memory_lines_are_what_was_measured():
    ax, = merge_sort.memory.drawing(*MEMORY).figure.axes
    assert [line.get_ydata().tolist() for line in ax.lines] == [list(MEMORY[1]), list(MEMORY[2])]
    assert len({(line.get_marker(), line.get_linestyle()) for line in ax.lines}) == 2


@pytest.mark.parametrize(("draw", "wrong"), [
    (lambda answer: merge_sort.stability.drawing(answer), lambda left, right, key: None),
    (lambda answer: merge_sort.passes.drawing(answer, VALUES), lambda left, right: left),
    (lambda answer: merge_sort.comparisons.drawing(answer), lambda items: items[1:]),
    (lambda answer: merge_sort.crossings.drawing(answer, VALUES), lambda items: None),
])
def test_what_cannot_be_drawn_gives_one_sentence(draw, wrong):
    with pytest.raises(ValueError, match=r"returned .*, the picture wants .*: run check\(.+\)\."):
        draw(wrong)
