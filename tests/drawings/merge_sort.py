"""The figures of topic 07, each with what the notebook gives it."""
from utils.figures import merge_sort

VALUES = [23, 40, 45, 19, 12, 16, 90, 39, 87, 71]
MEMORY = ([15000, 30000, 60000], [600.0, 1210.5, 2430.0], [270.0, 275.5, 280.0])


def calls(pick):
    return {
        "tree": lambda: merge_sort.tree.drawing(VALUES),
        "tree of one": lambda: merge_sort.tree.drawing([7]),
        "tree of eight with ties": lambda: merge_sort.tree.drawing([3, 1, 2, 2, 3, 1, 1, 2]),
        "stability": lambda: merge_sort.stability.drawing(pick("merge")),
        "comparisons": lambda: merge_sort.comparisons.drawing(pick("merge_sort")),
        "passes": lambda: merge_sort.passes.drawing(pick("merge"), VALUES),
        "passes of eight": lambda: merge_sort.passes.drawing(pick("merge"), [8, 7, 6, 5, 4, 3, 2, 1]),
        "crossings": lambda: merge_sort.crossings.drawing(pick("count_inversions"), VALUES),
        "crossings of a sorted list": lambda: merge_sort.crossings.drawing(pick("count_inversions"), [1, 2, 3, 4]),
        "memory": lambda: merge_sort.memory.drawing(*MEMORY),
    }
