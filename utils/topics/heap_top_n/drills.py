"""Drills of topic 06: the list after a few steps here; streams and machines in `stream_drills`."""
from __future__ import annotations

from itertools import pairwise

from ...drills import Drill, Question, Slip
from ...marking import shown
from .stream_drills import numbers_sent, running_medians, top_n_entrants


def _pushed(numbers, most_levels=99, larger=False):
    """The lists after each push; an item rises at most so many levels; with `larger`, in a max-heap."""
    heap, after = [], []
    for number in numbers:
        heap.append(number)
        place = len(heap) - 1
        for _ in range(most_levels):
            above = (place - 1) // 2
            if place == 0 or (heap[place] <= heap[above] if larger else heap[place] >= heap[above]):
                break
            heap[place], heap[above] = heap[above], heap[place]
            place = above
        after.append(list(heap))
    return after


def _sunk(heap, place, which=min, most_levels=99):
    """A copy in which the item at `place` has sunk; `which` of two children it is compared with."""
    heap = list(heap)
    for _ in range(most_levels):
        below = [child for child in (2 * place + 1, 2 * place + 2) if child < len(heap)]
        if not below:
            break
        child = which(below, key=heap.__getitem__)
        if heap[place] <= heap[child]:
            break
        heap[place], heap[child] = heap[child], heap[place]
        place = child
    return heap


def _first(children, key):
    return children[0]


def _built(numbers, places, **how):
    """The lists after letting the items at these places sink, in turn."""
    after = []
    for place in places:
        numbers = _sunk(numbers, place, **how)
        after.append(numbers)
    return after


def heap_after_pushes(chance):
    """The list of a min-heap after pushing numbers one by one."""
    numbers = chance.sample(range(10, 100), chance.choice([5, 6, 7]))
    after = _pushed(numbers)
    answer, count = after[-1], len(numbers)
    return Question(
        f"A min-heap lies in a list, its root at index 0. It is empty; then these numbers are pushed, one after the other: "
        f"`{numbers}`. How does the list read in the end?",
        answer,
        (*(f"push {number}: `{shown(state)}`" for number, state in zip(numbers, after)),
         f"in the end: `{shown(answer)}`"),
        (Slip(numbers, "that is the order of arrival; each number rises while it is smaller than its parent."),
         Slip(sorted(numbers), "that is sorted; a heap has an order from parent to child only, and pushing does not sort."),
         Slip(_pushed(numbers, larger=True)[-1], "that is a max-heap; the smallest belongs at the root."),
         Slip(_pushed(numbers, most_levels=1)[-1], "there each number rises one level at most; it goes on while it is smaller "
              "than its parent.", sometimes=True),
         Slip(_built(numbers, reversed(range(count // 2)))[-1], "that is heapify, bottom-up from the whole list; here the numbers "
              "come one by one.", sometimes=True)),
        given={"numbers": numbers})


def heap_after_pop(chance):
    """The list of a min-heap after its smallest item was taken."""
    numbers = chance.sample(range(10, 100), chance.choice([7, 8, 9, 10, 11]))
    heap = _built(numbers, reversed(range(len(numbers) // 2)))[-1]
    moved = [heap[-1], *heap[1:-1]]
    answer = _sunk(moved, 0)
    path, state = [], moved
    while (after := _sunk(state, state.index(heap[-1]), most_levels=1)) != state:
        path.append(f"its smaller child {after[state.index(heap[-1])]} is less, they change places: `{shown(after)}`")
        state = after
    if len(path) < 2:
        return None
    hole = heap[:-1]
    place = 0
    while below := [child for child in (2 * place + 1, 2 * place + 2) if child < len(hole)]:
        child = min(below, key=hole.__getitem__)
        hole[place], place = hole[child], child
    hole[place] = heap[-1]
    return Question(
        f"A min-heap lies in the list `{heap}`. Its smallest item is popped; the last one takes the empty place and sinks. How "
        "does the list read then?",
        answer,
        (f"{heap[0]} leaves, the last item {heap[-1]} takes its place: `{shown(moved)}`", *path,
         f"no child of {heap[-1]} is less: `{shown(answer)}`"),
        (Slip(heap[1:], "that moves everything one place to the front; whose child is whose changes with that."),
         Slip(moved, "there the last item is at the root; it still has to sink."),
         Slip(_sunk(moved, 0, most_levels=1), "there it sinks one level only; it goes on while a child is less."),
         Slip(_sunk(moved, 0, which=max), "there it changes places with the larger child, which then stands above a smaller one.",
              sometimes=True),
         Slip(_sunk(moved, 0, which=_first), "there it always meets the left child; it has to be the smaller one.", sometimes=True),
         Slip(hole, "there the smaller children move up all the way to a leaf, and the last item fills the hole; it then has to "
              "rise.", sometimes=True)),
        given={"heap": heap})


def heapify_by_hand(chance):
    """Bottom-up heapify of a short list."""
    numbers = chance.sample(range(10, 100), chance.choice([6, 7, 8, 9]))
    count = len(numbers)
    places = list(reversed(range(count // 2)))
    after = _built(numbers, places)
    answer = after[-1]
    if sum(before != state for before, state in pairwise([numbers, *after])) < 2:  # nearly a heap already
        return None
    return Question(
        f"Heapify makes `{numbers}` a min-heap in place, bottom-up: from the last parent back to the root, each item sinks. How "
        "does the list read in the end?",
        answer,
        (f"the last parent is at {count} // 2 − 1 = {places[0]}; what comes after it is a leaf",
         *(f"index {place}, {before[place]} {'sinks' if before != state else 'stays'}: `{shown(state)}`"
           for place, before, state in zip(places, [numbers, *after], after)),
         f"in the end: `{shown(answer)}`"),
        (Slip(sorted(numbers), "that is sorted; heapify stops long before, at parent ≤ child."),
         Slip(_built(numbers, places, most_levels=1)[-1], "there each item sinks one level at most; it goes on while a child is "
              "less.", sometimes=True),
         Slip(_built(numbers, range(count // 2))[-1], "that begins at the root; the subtrees below are no heaps yet then.",
              sometimes=True),
         Slip(_pushed(numbers)[-1], "that pushes the items one by one; bottom-up gives another list.", sometimes=True),
         Slip(_built(numbers, places, which=_first)[-1], "there an item always meets its left child; it has to be the smaller one.",
              sometimes=True)),
        given={"numbers": numbers})


def heap_family(chance):
    """Parent and children of an index."""
    i = chance.randrange(3, 400)
    parent, left = (i - 1) // 2, 2 * i + 1
    return Question(
        f"A binary heap lies in a list, its root at index 0. At which indices are the parent, the left and the right child of the "
        f"item at index {i}?",
        (parent, left, left + 1),
        (f"parent: ({i} − 1) / 2 = {(i - 1) / 2:g}" + ("" if i % 2 else f", rounded down {parent}"),
         f"left child: 2 · {i} + 1 = {left}",
         f"right child: one more, {left + 1}; together {shown((parent, left, left + 1))}"),
        (Slip((i // 2, 2 * i, 2 * i + 1), "those are the rules for a root at index 1."),
         Slip((parent, 2 * i, 2 * i + 1), "the parent is right; the children are one place further, 2i + 1 and 2i + 2.",
              sometimes=True),
         Slip((i // 2, left, left + 1), "the children are right; the parent is (i − 1) / 2, rounded down.", sometimes=True),
         Slip((i - 1, i + 1, i + 2), "those are the neighbours in the list, not parent and children.")),
        given={"i": i})


def sink_comparisons(chance):
    """The most comparisons that one sift-down may take."""
    n = chance.randrange(6, 1001)
    levels = n.bit_length()
    below = levels - 1
    if n == 1 << below:  # the longest path ends at an only child there, one comparison less
        return None
    return Question(
        f"The root of a min-heap of {n} items is replaced by a large one, which sinks. How many comparisons of two items may that "
        "take at most?",
        2 * below,
        (f"2^{below} = {1 << below} ≤ {n} < 2^{levels} = {1 << levels}, so the tree has {levels} levels, {below} below the root",
         "on each of them: which child is smaller, and is it less than the sinking item? Two comparisons",
         f"2 · {below} = {2 * below}"),
        (Slip(below, "that is one comparison a level; which child is smaller costs another."),
         Slip(2 * levels, "that counts the root's level as well; from the root, one level less is below."),
         Slip(n - 1, "that looks at every item; a sinking item goes down one path only."),
         Slip(2 * n, "that is the bound for heapify as a whole; one item goes down one path.")),
        given={"n": n})


DRILLS = (
    Drill("heap_after_pushes", "a heap's list after pushes", heap_after_pushes),
    Drill("heap_after_pop", "a heap's list after a pop", heap_after_pop, exercise="sift_down"),
    Drill("heapify_by_hand", "heapify, bottom-up", heapify_by_hand, exercise="heapify"),
    Drill("heap_family", "parent and children of an index", heap_family),
    Drill("sink_comparisons", "comparisons of one sift-down", sink_comparisons),
    Drill("top_n_entrants", "who enters a heap of the n largest", top_n_entrants, exercise="top_n"),
    Drill("numbers_sent", "what travels from many machines", numbers_sent),
    Drill("medians_by_hand", "medians of a stream", running_medians, exercise="running_median"),
)
