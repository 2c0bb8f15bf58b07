"""Oracles of topic 06's drills: heapq, statistics, NumPy, or trees walked node by node."""
import heapq
import statistics
from collections import deque

import numpy as np


def heap_after_pushes(numbers):
    """heapq's, push by push."""
    heap = []
    for number in numbers:
        heapq.heappush(heap, number)
    return heap


def heap_after_pop(heap):
    """heapq's; it lets a hole sink to a leaf and the last item rise, which ends in the same list where no two are equal."""
    heap = list(heap)
    heapq.heappop(heap)
    return heap


def heapify_by_hand(numbers):
    """heapq's."""
    numbers = list(numbers)
    heapq.heapify(numbers)
    return numbers


def grown(count):
    """Parent and children of each index, of a tree whose nodes are numbered level by level, from the left, as they appear."""
    parent, children, waiting, new = {}, {}, deque([0]), 1
    while waiting:
        node = waiting.popleft()
        children[node] = [child for child in (new, new + 1) if child < count]
        new += len(children[node])
        parent.update(dict.fromkeys(children[node], node))
        waiting.extend(children[node])
    return parent, children


def heap_family(i):
    """Read off a tree that was grown level by level."""
    parent, children = grown(2 * i + 10)
    return (parent[i], *children[i])


def sink_comparisons(n):
    """The dearest way down the tree: a node with two children costs two comparisons, one with one child one."""
    _, children = grown(n)
    dearest = {}
    for node in reversed(range(n)):
        dearest[node] = len(children[node]) + max((dearest[child] for child in children[node]), default=0)
    return dearest[0]


def top_n_entrants(stream, n):
    """A number enters where the n-th largest so far is another one after it, by `heapq.nlargest` of the whole prefix."""
    entered = sum(heapq.nlargest(n, stream[:k]) != heapq.nlargest(n, stream[:k + 1]) for k in range(n, len(stream)))
    return entered, heapq.nlargest(n, stream)[-1]


def numbers_sent(machines, size, few, width, n):
    """What NumPy says that the arrays weigh."""
    held = [np.zeros(count, dtype=f"f{width}") for count in [size] * machines + [few]]
    return sum(array[:n].nbytes for array in held)


def medians_by_hand(numbers):
    """`statistics.median` of each prefix."""
    return tuple(statistics.median(numbers[:k]) for k in range(1, len(numbers) + 1))


ORACLES = {name: globals()[name] for name in ("heap_after_pushes", "heap_after_pop", "heapify_by_hand", "heap_family",
                                              "sink_comparisons", "top_n_entrants", "numbers_sent", "medians_by_hand")}
