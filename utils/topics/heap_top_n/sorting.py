"""heap_sort: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import math

from ...counting import counted
from ...exercise import Case, Exercise, Misconception, case
from ...items import Items
from .heaps import built, pushed, selection_sorted
from .laws import BY_HAND, a_family, compares_too_often, countable
from .sift_mistakes import sift
from .strategies import falling, few, rising, shuffled


def sort_oracle(items):
    """Sorted, by the library."""
    return sorted(items)


def popped(heap):
    """Takes the root again and again, the last item in its place each time; empties the heap."""
    result = []
    while heap:
        result.append(heap[0])
        last = heap.pop()
        if heap:
            heap[0] = last
            sift(heap, 0, len(heap))
    return result


def swapped(heap):
    """The root goes to the end, again and again: of a min-heap this makes a falling list."""
    for size in range(len(heap) - 1, 0, -1):
        heap[0], heap[size] = heap[size], heap[0]
        sift(heap, 0, size)
    return heap


def swapped_without_size(heap):
    """Sifts over the whole list, and so takes the sorted end back into the heap."""
    for size in range(len(heap) - 1, 0, -1):
        heap[0], heap[size] = heap[size], heap[0]
        sift(heap, 0, len(heap))
    return heap[::-1]


def heap_of(items, way=built):
    """A copy of the items, made a heap by `way`."""
    heap = list(items)
    way(heap)
    return heap


def sorted_in_place(items):
    """Right, and the argument is sorted too."""
    built(items)
    items[:] = swapped(items)[::-1]
    return items


def sorted_in_place_and_copied(items):
    return list(sorted_in_place(items))


def emptied(items):
    built(items)
    return popped(items)


def built_again_each_time(items):
    """A heap of what is left, made afresh for each item."""
    heap, result = list(items), []
    while heap:
        size = len(heap)
        for start in range(size // 2 - 1, -1, -1):
            place, child = start, 2 * start + 1
            while child < size:
                if child + 1 < size and heap[child + 1] < heap[child]:
                    child += 1
                if heap[place] <= heap[child]:
                    break
                heap[place], heap[child] = heap[child], heap[place]
                place, child = child, 2 * child + 1
        result.append(heap.pop(0))
    return result


def pops_from_the_front(items):
    """A heap with its root cut off is no heap: everything has moved one place."""
    heap, result = heap_of(items), []
    while heap:
        result.append(heap.pop(0))
        sift(heap, 0, len(heap))
    return result


def minima_removed(items):
    left, result = list(items), []
    while left:
        smallest = min(left)
        left.remove(smallest)
        result.append(smallest)
    return result


def bubbled(items):
    items = list(items)
    for end in range(len(items), 1, -1):
        for place in range(1, end):
            if items[place] < items[place - 1]:
                items[place - 1], items[place] = items[place], items[place - 1]
    return items


def inserted(items):
    result = []
    for item in items:
        place = len(result)
        while place and item < result[place - 1]:
            place -= 1
        result.insert(place, item)
    return result


def partitioned(items):
    """Quicksort by the first item."""
    if len(items) < 2:
        return list(items)
    pivot, rest = items[0], items[1:]
    return [*partitioned([item for item in rest if item < pivot]), pivot,
            *partitioned([item for item in rest if not item < pivot])]


def last_item_left(items):
    """The loop ends when one item is left, and that one is forgotten."""
    heap, result = heap_of(items), []
    while len(heap) > 1:
        result.append(heap[0])
        heap[0] = heap.pop()
        sift(heap, 0, len(heap))
    return result


def last_item_popped_twice(items):
    """Of the last item `pop` leaves no place to write it to."""
    heap, result = heap_of(items), []
    while heap:
        result.append(heap[0])
        heap[0] = heap.pop()
        sift(heap, 0, len(heap))
    return result


def swapped_to(end=1, sifts=True, more=0):
    """Swaps the root to the end, with a switch for each mistake."""
    def answer(items, way=built):
        heap = heap_of(items, way)
        for size in range(len(heap) - 1, end - 1, -1):
            heap[0], heap[size] = heap[size], heap[0]
            if sifts:
                sift(heap, 0, size + more)
        return heap[::-1]

    return answer


def taken_without_sifting(items):
    """Takes the root, puts the last item there, and leaves it there."""
    heap, result = heap_of(items), []
    while heap:
        heap[0], heap[-1] = heap[-1], heap[0]
        result.append(heap.pop())
    return result


def never_built(_heap):
    """Does not make a heap."""


def argument_back(items):
    """Hands back what is sorted already."""
    return items if len(items) < 2 else swapped(heap_of(items))[::-1]


def sort_inputs():
    """Generated lists of up to 10 items."""
    from hypothesis import strategies as st

    return st.builds(lambda items: Case((items,)), few(10))


def sort_bound(given, answer):
    """At most 2n log2 n + 2n comparisons, 0 for no item."""
    (items,) = given.args
    if not countable(items):
        return None
    limit = 2 * len(items) * math.log2(len(items)) + 2 * len(items) if items else 0
    return compares_too_often(lambda tally: answer(counted(items, tally)), limit, "2n log2 n + 2n")


HEAP_SORT = Exercise(
    name="heap_sort",
    oracle=sort_oracle,
    returns=Items("a new sorted list"),
    new=True,
    bound=sort_bound,
    cases=(
        case([2, 1], why="two"),
        case([], why="nothing"),
        case([1], why="one: a new list all the same"),
        case([1, 2, 3], why="sorted already: a list that falls shows here"),
        case([3, 2, 1], why="falling"),
        case([1, 3, 2], why="a heap already, and not sorted"),
        case([4, 1, 3, 2], why="n even"),
        case([5, 3, 4, 1, 2], why="n odd"),
        case([2, 1, 2, 1, 2], why="ties: a set would lose them"),
        case([0, 0, 0], why="all equal"),
        case([3, 7, 5, 1, 6, 2, 4], why="three levels: the root cut off the front is no heap any more"),
        case([-1.5, 2.0, -3.0, 0.0], why="floats and negative ones: their digits' order is another"),
        case(["pear", "fig", "apple"], why="strings sort too: no arithmetic on items"),
        case([10**17 + 1, 10**17, 10**17 + 2], why="whole numbers that a float cannot tell apart"),
        case([56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34], why="the sources' twelve numbers"),
        case(shuffled(50, span=7), why="ties, long enough for several levels"),
        case(falling(100), why="quadratic sorts compare 4,950 times; 1,528 are allowed"),
        case(shuffled(100), why="no order: insertion needs about n² / 4"),
        case(falling(750), why="built by pushes, each item climbs to the root: 3n log2 n in all, 2n log2 n + 2n are allowed"),
        case(rising(750), why="the same for a heap with the largest at the root"),
    ),
    generate=sort_inputs,
    misconceptions=(
        Misconception("reversed", "a min-heap gives the smallest first: swapped to the end of the list they stand falling.",
                      lambda items: swapped(heap_of(items)), lambda items: popped(heap_of(items))[::-1]),
        Misconception("heap_order", "a heap is not sorted: only its root is in its place. Take the root away n times.", heap_of),
        Misconception("size_not_shrunk", "what has been swapped to the end is sorted; sift within the items before it.",
                      lambda items: swapped_without_size(heap_of(items)), swapped_to(more=1)),
        Misconception("last_item_lost", "when one item is left in the heap, it belongs to the result too.", last_item_left),
        Misconception("last_item_popped", "when the heap has one item, `pop` takes it, and there is no place 0 to put it: stop "
                      "there, or look whether the heap is empty.", last_item_popped_twice),
        Misconception("last_two", "two items may still stand the wrong way round: go on until one is left, `range(n - 1, 0, -1)`.",
                      swapped_to(end=2)),
        Misconception("not_sifted", "what comes to the root is not the smallest of what is left: let it sink each time.",
                      swapped_to(sifts=False), taken_without_sifting),
        Misconception("not_built", "only the root of a heap is the smallest: make a heap of the copy first.",
                      lambda items: swapped_to()(items, never_built), lambda items: popped(list(items))),
        Misconception("argument_returned", "a list of none or one is sorted already, but the result has to be a copy of it.",
                      argument_back),
        Misconception("root_cut_off", "without its first item the list is no heap: put the last item at the root and sift it down.",
                      pops_from_the_front),
        Misconception("input_changed", "a new list is wanted: copy the items before you make a heap of them.",
                      sorted_in_place, sorted_in_place_and_copied, emptied),
        Misconception("quadratic", "right, but it looks at all that is left for each item: n². A heap looks at one path.",
                      minima_removed, lambda items: heap_of(items, selection_sorted), built_again_each_time, bubbled, inserted,
                      partitioned),
        Misconception("built_by_pushes", "right, but building the heap by pushes costs n log n on falling input; `heapify` costs 2n.",
                      lambda items: popped(heap_of(items, pushed))),
        Misconception("duplicates_lost", "equal items are items too: a set loses them.",
                      lambda items: popped(heap_of(dict.fromkeys(items)))),
    ),
    hints=("A heap gives you its smallest item at once. What does it take to have the next smallest at the root?",
           "Copy, heapify, then n times: the root out, the last item to the root, the heap one smaller, one sift.",
           "Swap root and last item of the heap, make the heap one smaller, sift the root down in what is left. The items taken out "
           "lie at the end, largest first: turn the list round."),
    praise="Why: n times the root, each followed by one sift of at most log2 n levels; no worst case beyond n log n. Usual traps: "
           "falling order, `size` not made smaller, the input changed. Next question: is it stable, and why do libraries prefer merge "
           "sort or quicksort all the same?",
    forbidden=BY_HAND,
    sortable=a_family,
    equivalent={
        "for size in reversed(range(1, len(heap))): -> for size in reversed(range(0, len(heap))):":
            "one round more, at size 0: the root changes places with itself, and an empty heap has nothing to sift",
    },
)
