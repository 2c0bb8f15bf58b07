"""The figures of topic 06: what they plot, worked out again in another way."""
import heapq
import itertools
import statistics

import numpy as np
import pytest

from drawings.heap_top_n import NUMBERS, SHALLOW, SHARDS, STREAM, push_all
from utils.course import reference as worked
from utils.figures import heap_top_n


def numbers_in(ax):
    """(x, y) → the number that is written there, rounded; indices are annotations at an offset, and left out."""
    return {(round(text.get_position()[0], 6), round(text.get_position()[1], 6)): float(text.get_text())
            for text in ax.texts if text.get_color() == "#000000" and text.get_text()}


def edges_in(ax):
    return [tuple(zip(np.round(line.get_xdata(), 6), np.round(line.get_ydata(), 6))) for line in ax.lines]


def in_level_order(ax):
    return [number for _, number in sorted(numbers_in(ax).items(), key=lambda item: (item[0][1], item[0][0]))]


def labelled(ax):
    return {line.get_label(): line.get_data() for line in ax.lines}


def test_the_tree_and_the_list_hold_the_same_heap():
    drawn = heap_top_n.tree.drawing(NUMBERS)
    left, right = drawn.figure.axes
    held = numbers_in(left)
    assert len(edges_in(left)) == len(NUMBERS) - 1
    for upper, lower in edges_in(left):
        assert held[upper] <= held[lower]
        assert lower[1] == upper[1] + 1
    on_a_row = [number for _, number in sorted(numbers_in(right).items())]
    assert on_a_row == in_level_order(left)
    assert sorted(on_a_row) == sorted(NUMBERS)
    assert drawn.digest == {"root": min(NUMBERS), "parent": on_a_row[1], "child 3": on_a_row[3], "child 4": on_a_row[4]}


def test_the_tree_marks_a_parent_and_its_children_not_by_colour_alone():
    left, right = heap_top_n.tree.drawing(NUMBERS, parent=5).figure.axes
    marked = {round(patch.get_x() + 0.44): patch.get_linestyle() for patch in right.patches if patch.get_linewidth() > 1.5}
    assert marked == {5: "solid", 11: "--"}
    assert {group.get_label() for group in left.collections if not group.get_label().startswith("_")} == {
        "a parent, index i", "its children, 2i + 1 and 2i + 2"}


@pytest.mark.parametrize(("root", "levels", "comparisons"), [(100, 3, 5), (60, 2, 5), (25, 1, 4), (20, 0, 2)])
def test_sinking_swaps_a_parent_with_its_smaller_child_in_each_step(root, levels, comparisons):
    drawn = heap_top_n.sinking.drawing(worked("sift_down"), [root, *SHALLOW])
    states = [in_level_order(ax) for ax in drawn.figure.axes]
    assert states[0] == [root, *SHALLOW]
    for before, after in itertools.pairwise(states):
        upper, lower = (k for k in range(8) if before[k] != after[k])
        assert (before[upper], after[upper]) == (root, before[lower])
        assert (lower - 1) // 2 == upper
        assert before[lower] == min(before[2 * upper + 1:2 * upper + 3])
    assert all(states[-1][(k - 1) // 2] <= states[-1][k] for k in range(1, 8))
    assert drawn.digest["steps"] == len(states) - 1 == levels
    assert drawn.digest["comparisons"] == comparisons
    wanted = " ".join(f"{number:g}" for number in states[-1])
    assert drawn.figure.axes[-1].get_xlabel() == f"as a list:\n{wanted}"


def test_sinking_follows_equal_items_too():
    drawn = heap_top_n.sinking.drawing(worked("sift_down"), [9, 2, 2, 2, 2, 3])
    assert drawn.digest["steps"] == 2


def test_sinking_says_so_where_there_is_no_path():
    def sift_down(heap, index, size):
        heap.sort(reverse=True)

    with pytest.raises(ValueError, match=r"run check\(sift_down\)"):
        heap_top_n.sinking.drawing(sift_down, [5, 1, 2, 3])


def test_building_plots_what_falling_order_costs_by_the_formula():
    drawn = heap_top_n.building.drawing(worked("heapify"), push_all, largest=9)
    lines = labelled(drawn.figure.axes[0])
    sizes = [2**k - 1 for k in range(2, 10)]
    depths = [sum((k + 1).bit_length() - 1 for k in range(n)) / n for n in sizes]
    assert np.allclose(lines["insertion, falling order"], [sizes, depths])
    assert np.allclose(lines["bottom-up, falling order"], [sizes, [2 * (n - n.bit_length()) / n for n in sizes]])
    for name in ("bottom-up, falling order", "bottom-up, random order"):
        assert max(lines[name][1]) < 2
    assert drawn.digest["insertion, falling"] == round(depths[-1], 2)


def test_holding_is_flat_for_the_heap_and_the_diagonal_for_sorting():
    drawn = heap_top_n.holding.drawing(worked("top_n"), largest=1000)
    lines = labelled(drawn.figure.axes[0])
    lengths, most = lines.pop("sorted, then cut off")
    assert np.array_equal(lengths, most)
    for n in (10, 100):
        _, most = lines.pop(f"top_n, n = {n}")
        assert all(min(n, length) <= count <= n + 8 for length, count in zip(lengths, most))
    assert lines == {}
    heaped = heap_top_n.holding.drawing(lambda stream, n: heapq.nlargest(n, stream), largest=1000)
    assert heaped.digest["n = 10"] <= 18


def test_reading_is_one_place_more_than_what_is_taken():
    drawn = heap_top_n.reading.drawing(worked("merge_top_n"), SHARDS, 100)
    sent, read, taken = ([bar.get_width() for bar in bars] for bars in drawn.figure.axes[0].containers)
    largest = heapq.nlargest(100, itertools.chain(*SHARDS))
    assert sent == [40] * 10
    assert sum(taken) == 100
    assert taken == [sum(item in largest for item in shard) for shard in SHARDS]
    assert sum(read) <= 110
    assert all(count - 1 <= most <= count for count, most in zip(read, taken))
    assert drawn.digest == {"sent": 400, "read": sum(read), "most of one": max(read), "least of one": min(read)}


def test_medians_are_those_of_statistics():
    drawn = heap_top_n.medians.drawing(worked("running_median"), STREAM)
    lines = labelled(drawn.figure.axes[0])
    for name, work in (("running median", statistics.median), ("running mean", statistics.fmean)):
        assert np.allclose(lines[name][1], [work(STREAM[:k + 1]) for k in range(len(STREAM))])
    assert drawn.digest == {"median": 5, "mean": 10.5}
    far = heap_top_n.medians.drawing(worked("running_median"), [6000 if item == 60 else item for item in STREAM])
    assert far.digest["median"] == 5
