"""sift_down and heapify: oracles, inputs, and the wrong answers that people give."""
from __future__ import annotations

import heapq

from ...counting import counted
from ...exercise import Case, Exercise, Misconception, case
from .laws import BY_HAND, MinHeap, a_family, compares_too_often, countable, in_place
from .sift_mistakes import MISTAKES, left_if_any, right_wins, sift, sift_up, two_children_wanted
from .strategies import falling, few, rising, shuffled, sift_inputs


def sifted(heap, index, size):
    """Up the path of smaller children: the items on it that are smaller than the first move up one place."""
    heap, path = list(heap), [index]
    while 2 * path[-1] + 1 < size:
        path.append(min(range(2 * path[-1] + 1, min(2 * path[-1] + 3, size)), key=heap.__getitem__))
    depth = sum(heap[place] < heap[index] for place in path)
    for place, item in zip(path, [heap[place] for place in path[1:depth + 1]] + [heap[index]]):
        heap[place] = item
    return heap


SIFT_DOWN = Exercise(
    name="sift_down",
    oracle=sifted,
    returns=MinHeap("the same items, a min-heap from `index` down"),
    call=in_place,
    show=lambda given: f"sift_down({given['heap']}, index={given['index']}, size={given['size']})",
    cases=(
        case([2, 1], 0, 2, why="one swap"),
        case([1, 2], 0, 2, why="none"),
        case([5], 0, 1, why="a leaf alone"),
        case([3, 2, 1], 0, 3, why="the smaller child is the right one"),
        case([3, 1, 2], 0, 3, why="the smaller child is the left one"),
        case([2, 3, 1], 0, 3, why="only the right child is smaller"),
        case([2, 1, 3], 0, 3, why="only the left child is smaller: the larger one must not come up"),
        case([3, 1, 1], 0, 3, why="equal children: either may come up"),
        case([1, 1, 1], 0, 3, why="all equal: nothing need be done, and nothing may go on for ever"),
        case([9, 1, 2, 3, 4, 5, 6], 0, 7, why="two steps, to the last level"),
        case([9, 5, 1, 7, 6, 3, 2], 0, 7, why="right twice"),
        case([4, 1, 2, 3, 5], 0, 5, why="two steps on the left: 4 is larger than 3"),
        case([3, 1, 2, 4, 5], 0, 5, why="stops half-way, above two children: an item put down only at a leaf is lost"),
        case([3 * 10**9, 2 * 10**9], 0, 2, why="larger than any number that might stand for a missing child"),
        case([3, 1, 0, 5], 0, 4, why="a child that is 0 is a child"),
        case([9, 1, 2, 3], 0, 4, why="the second step finds one child only"),
        case([9, 4, 2, 5, 6, 3], 0, 6, why="a parent with one child, on the right-hand side"),
        case([5, 2, 3, 1, 0], 0, 3, why="positions 3 and 4 are sorted off already: smaller, and out of bounds"),
        case([5, 2, 1], 0, 2, why="the right child is out of bounds, and smaller"),
        case([5, 1], 0, 1, why="both children are out of bounds"),
        case([0, 9, 5, 4, 3], 1, 5, why="not from the root: position 0 and 2 stay"),
        case([7, 8, 9, 1, 2, 6, 3], 2, 7, why="position 1 is no heap, and that is not its business; nor is the root"),
        case([9, 8, 7, 6, 5], 3, 5, why="the item is a leaf: nothing below, whatever is above"),
        case([9, 5, 4, 3], 1, 3, why="a leaf within the size, with a child beyond it"),
        case([8, 1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 9, 9, 9, 9], 0, 15, why="four levels"),
        case([9, 1, 1, 1, 1, 1, 1], 0, 7, why="ties on the whole path"),
        case([2.5, -1.0, 0.5], 0, 3, why="floats, a negative one: 0 is no sentinel"),
    ),
    generate=sift_inputs,
    misconceptions=MISTAKES,
    hints=("The item may be too large for its place. Which of its two children may stand there instead, and why not the other?",
           "Children of i: 2i + 1 and 2i + 2, if below `size`. Three cases: no child, one, two. After a swap the same question is "
           "asked one level deeper.",
           "Repeat: find the smaller of the children that exist. If there is none, or it is not smaller than the item, stop. Swap "
           "the two and go on from the child's place."),
    praise="Why: the smaller child is no larger than its sibling, so it may be the parent of both; one path, O(log n). Usual traps: "
           "the larger child, the right child past `size`, one step only. Next question: how many comparisons does a level cost, "
           "and how would you need about half as many?",
    forbidden=BY_HAND,
    sortable=a_family,
    equivalent={
        "if child + 1 < size and heap[child + 1] < heap[child]: -> if child + 1 < size and heap[child + 1] <= heap[child]:":
            "of two equal children either may come up",
        "if not heap[child] < heap[index]: -> if not heap[child] <= heap[index]:":
            "an item that changes places with an equal one, and goes on below, leaves a heap of the same items",
    },
)


def heapified(items):
    """One heap of these items; any other will do as well."""
    items = list(items)
    heapq.heapify(items)
    return items


def built(items, start=0, stop=-1, up=False, **switches):
    """From the last parent to the root, with switches for what people do instead."""
    places = range(len(items) // 2 - 1 + start, stop, -1)
    for index in reversed(places) if up else places:
        sift(items, index, len(items), **switches)


def _built(**switches):
    return lambda items: built(items, **switches)


def _each(way):
    """From the last parent to the root, with another way to sift."""
    def answer(items):
        for place in reversed(range(len(items) // 2)):
            way(items, place, len(items))

    return answer


def inserted_one_by_one(items):
    for place in range(1, len(items)):
        sift_up(items, place, len(items))


def pushed(items):
    """The same by pushes on to a second list."""
    heap = []
    for item in items:
        heap.append(item)
        sift_up(heap, len(heap) - 1, len(heap))
    items[:] = heap


def insertion_sorted(items):
    for place in range(1, len(items)):
        item = items[place]
        while place and item < items[place - 1]:
            items[place] = items[place - 1]
            place -= 1
        items[place] = item


def selection_sorted(items):
    for start in range(len(items)):
        best = start
        for place in range(start + 1, len(items)):
            if items[place] < items[best]:
                best = place
        items[start], items[best] = items[best], items[start]


def heapify_inputs():
    """Generated lists of up to 12 items."""
    from hypothesis import strategies as st

    return st.builds(lambda items: Case((items,)), few(12))


def heapify_bound(given, answer):
    """At most 2n comparisons."""
    (items,) = given.args
    if not countable(items):
        return None
    return compares_too_often(lambda tally: answer(counted(items, tally)), 2 * len(items), "2n")


HEAPIFY = Exercise(
    name="heapify",
    oracle=heapified,
    returns=MinHeap("the same items, a min-heap"),
    call=in_place,
    bound=heapify_bound,
    cases=(
        case([2, 1], why="one parent, one child"),
        case([], why="nothing: no last parent"),
        case([1], why="one item: no parent"),
        case([3, 2, 1], why="one parent, two children"),
        case([1, 2, 3], why="a heap already"),
        case([4, 3, 2, 1], why="the last parent has one child: a start one too low leaves it"),
        case([1, 4, 3, 2], why="only the last parent is wrong"),
        case([3, 1, 2, 4, 5], why="only the root is wrong: a loop that stops before 0 leaves it"),
        case([5, 4, 3, 2, 1], why="falling, n odd: the last parent has two children"),
        case([6, 5, 4, 3, 2, 1], why="falling, n even"),
        case([7, 6, 5, 4, 3, 2, 1], why="a full tree: the root sinks two levels"),
        case([2, 2, 1, 1, 2, 1, 2], why="ties"),
        case([0, 0, 0, 0], why="all equal"),
        case([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], why="root to leaves in one pass leaves the 0 below the root"),
        case([1.5, -2.0, 0.25, -7.5], why="floats"),
        case([56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34], why="the sources' twelve numbers"),
        case(falling(15), why="four levels: the smallest has to come all the way up"),
        case(falling(127), why="a full tree, falling: building by pushes costs 642 comparisons, 254 are allowed"),
        case(falling(128), why="one item more: a parent with one child on the lowest level"),
        case(rising(127), why="a heap already: a sift that goes on regardless pays here"),
        case(shuffled(127), why="no order: what sorts pays n log n"),
        case(shuffled(200, seed=1, span=5), why="five values, long: many ties"),
    ),
    generate=heapify_inputs,
    misconceptions=(
        Misconception("top_down_insertion", "right, but each item climbs from the bottom: n log n on falling input. Sift *down*, "
                      "from the last parent to the root: most items are leaves and do nothing.", inserted_one_by_one, pushed),
        Misconception("starts_too_low", "the last parent is at n // 2 - 1, the parent of the last item; a start below that leaves it "
                      "out.", _built(start=-1), lambda items: built(items, start=(len(items) - 3) // 2 - len(items) // 2 + 1)),
        Misconception("root_left_out", "the root is at 0: `range(…, 0, -1)` ends at 1 and leaves it out.", _built(stop=0)),
        Misconception("from_the_root", "sifting down needs heaps below: go from the last parent to the root, not the other way.",
                      _built(up=True)),
        Misconception("one_step", "a swap may spoil the subtree below: sift each parent all the way down.", _built(once=True), _built(once=True, ties=True)),
        Misconception("larger_child", "of two children the *smaller* one comes up; the larger would be its sibling's parent.",
                      _built(larger=True), _built(larger=True, ties=True)),
        Misconception("left_first", "compare the two children with each other first: the left one may be smaller than the item and "
                      "still not the smaller child.", _each(left_if_any), _built(right=False)),
        Misconception("right_wins", "compare the right child with the smaller one so far, not with the item: if both children are "
                      "smaller than the item, the smaller of the two comes up.", _each(right_wins)),
        Misconception("only_child", "with an even number of items the last parent has one child, the left one: ask for each of the "
                      "two whether it is there.", _built(guard=False), _built(guard=False, ties=True), _each(two_children_wanted)),
        Misconception("max_heap", "that is a max-heap; here the smallest is at the root.",
                      _built(larger=True, upside_down=True), _built(larger=True, upside_down=True, ties=True)),
        Misconception("sorts", "a sorted list is a heap, but sorting costs n log n or more: sift down every parent, 2n.",
                      insertion_sorted, selection_sorted),
        Misconception("not_in_place", "the list that was given is as it was: work inside it, a heap elsewhere is lost.",
                      lambda items: built(list(items)), lambda items: None),
    ),
    hints=("Which items are heaps already, before you have done anything? How many are they?",
           "n items: those from n // 2 on are leaves. The last parent is the parent of item n - 1.",
           "For each parent, from the last one back to the root: sift it down in the whole list. Nothing is returned."),
    praise="Why: half the items are leaves, a quarter sink one level at most, and so on: the sum is below n levels, two comparisons "
           "each. Usual traps: pushes (n log n), the wrong last parent, from the root. Next question: why is the sum of all heights "
           "below n, and the sum of all depths n log n?",
    forbidden=BY_HAND,
    sortable=a_family,
    equivalent={
        "for index in reversed(range(len(items) // 2)): -> for index in reversed(range(len(items) // 2 + 1)):":
            "the item at n // 2 is a leaf: no child below the size, nothing compared",
        "for index in reversed(range(len(items) // 2)): -> for index in reversed(range(-(-len(items) // 2))):":
            "rounded up, it begins one later at most: at n // 2, which is a leaf",
        "for index in reversed(range(len(items) // 2)): -> for index in reversed(range(len(items) // 1)):":
            "all items from n // 2 on are leaves: nothing compared, nothing moved",
    },
)
