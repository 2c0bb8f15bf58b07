"""Wrong answers to sift_down that people give."""
from __future__ import annotations

import operator

from ...exercise import Misconception


def sift(heap, index, size, larger=False, upside_down=False, once=False, end=None, guard=True, first=1, right=True,
         ties=False):
    """The usual loop with a switch for each mistake."""
    end = size if end is None else end(heap, size)
    while 2 * index + first < end:
        child = 2 * index + first
        if right and (not guard or child + 1 < end):
            equal, falls = heap[child + 1] == heap[child], heap[child + 1] < heap[child]
            child += ties if equal else falls != larger
        if (heap[child] <= heap[index]) if upside_down else (heap[index] <= heap[child]):
            return
        heap[index], heap[child] = heap[child], heap[index]
        if once:
            return
        index = child


def _sift(**switches):
    return lambda heap, index, size: sift(heap, index, size, **switches)


def both(**switches):
    """The mistake twice: of equal children the left one comes up, or the right one."""
    return _sift(**switches), _sift(**switches, ties=True)


def leaves_it(heap, index, size):
    """Works on a copy."""
    heap = list(heap)
    sift(heap, index, size)
    return heap


def left_if_any(heap, index, size):
    """Follows the left child where it is smaller than the item, without a look at the right one."""
    while 2 * index + 1 < size:
        left, right = 2 * index + 1, 2 * index + 2
        if heap[left] < heap[index]:
            child = left
        elif right < size and heap[right] < heap[index]:
            child = right
        else:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def right_wins(heap, index, size):
    """Asks for each child whether it is smaller than the item: where both are, the right one comes up, whatever the left one is."""
    while True:
        left, right, smallest = 2 * index + 1, 2 * index + 2, index
        if left < size and heap[left] < heap[index]:
            smallest = left
        if right < size and heap[right] < heap[index]:
            smallest = right
        if smallest == index:
            return
        heap[index], heap[smallest] = heap[smallest], heap[index]
        index = smallest


def to_the_last_but_one_parent(heap, index, size):
    """Takes the last parent for a leaf."""
    while index < size // 2 - 1:
        child = min(range(2 * index + 1, min(2 * index + 3, size)), key=heap.__getitem__)
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def two_children_wanted(heap, index, size):
    """Goes on only while there are two children."""
    while 2 * index + 2 < size:
        child = min(2 * index + 1, 2 * index + 2, key=heap.__getitem__)
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def right_within_the_list(heap, index, size):
    """Asks whether the list has a right child, not whether the heap has one."""
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[index] <= heap[child]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


def sift_up(heap, index, size):
    """Towards the root while the parent is larger; `size` plays no part."""
    while index and heap[index] < heap[(index - 1) // 2]:
        parent = (index - 1) // 2
        heap[index], heap[parent] = heap[parent], heap[index]
        index = parent


def without_the_item(heap, index, size):
    """Moves the smaller children up and forgets to put the item down where the path ends."""
    item = heap[index]
    while 2 * index + 1 < size:
        child = 2 * index + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if item <= heap[child]:
            return
        heap[index] = heap[child]
        index = child


def put_down_at_a_leaf_only(stops):
    """Puts the item down where there are no children, and leaves by another door where `stops` says that it may stay."""
    def answer(heap, index, size):
        item = heap[index]
        while 2 * index + 1 < size:
            child = min(range(2 * index + 1, min(2 * index + 3, size)), key=heap.__getitem__)
            if stops(item, heap[child]):
                return
            heap[index] = heap[child]
            index = child
        heap[index] = item

    return answer


MISTAKES = (
    Misconception("larger_child", "of two children the *smaller* one comes up; the larger would be its sibling's parent.",
                  *both(larger=True)),
    Misconception("max_heap", "that sifts in a max-heap; here no parent is larger than its child.",
                  *both(larger=True, upside_down=True), _sift(upside_down=True)),
    Misconception("one_step", "one swap is one step: go on from the child's position until both children are no smaller.",
                  *both(once=True)),
    Misconception("past_size", "only the first `size` items are the heap: a child exists if its index is below `size`, and the "
                  "right one has to be asked for separately.", *both(end=lambda heap, size: len(heap)),
                  *both(end=lambda heap, size: size + 1), *both(guard=False),
                  *both(end=lambda heap, size: min(size + 1, len(heap))), right_within_the_list),
    Misconception("one_based", "counted from 0 the children of i are 2i + 1 and 2i + 2; 2i and 2i + 1 are those of a list "
                  "counted from 1.", _sift(first=0)),
    Misconception("left_first", "compare the two children with each other first: the left one may be smaller than the item and "
                  "still not the smaller child.", left_if_any, _sift(right=False)),
    Misconception("right_wins", "compare the right child with the smaller one so far, not with the item: if both children are "
                  "smaller than the item, the smaller of the two comes up.", right_wins),
    Misconception("size_too_small", "the last child of a heap of `size` items is at `size - 1`, and belongs to it.",
                  _sift(end=lambda heap, size: size - 1), two_children_wanted),
    Misconception("last_parent_left_out", "the last parent is at `size // 2 - 1`: an index below `size // 2` has a child.",
                  to_the_last_but_one_parent),
    Misconception("wrong_way", "that sifts *up*, towards the root; here the item goes down, towards the leaves.", sift_up),
    Misconception("item_lost", "the children have moved up, but the item has not been put where the path ended.",
                  without_the_item, put_down_at_a_leaf_only(operator.le),
                  put_down_at_a_leaf_only(operator.lt)),
    Misconception("not_in_place", "the list that was given is as it was: swap inside it, a changed copy is lost.", leaves_it),
)
