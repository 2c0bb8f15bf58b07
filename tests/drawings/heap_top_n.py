"""The figures of topic 06, each with what the notebook gives it; long series are shorter here."""
from utils.figures import heap_top_n

NUMBERS = [56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34]
SHALLOW = [20, 34, 29, 44, 71, 56, 75]
STREAM = [5, 2, 9, 4, 3, 6, 60, 5, 4, 7]
SHARDS = [[(97 * k + 31 * machine) % 1000 for k in range(40)] for machine in range(10)]
SHARDS = [sorted(shard, reverse=True) for shard in SHARDS]


def push_all(items):
    """Build a heap by insertion."""
    for start in range(1, len(items)):
        place = start
        while place and items[place] < items[(place - 1) // 2]:
            items[place], items[(place - 1) // 2] = items[(place - 1) // 2], items[place]
            place = (place - 1) // 2


def calls(pick):
    return {
        "tree": lambda: heap_top_n.tree.drawing(NUMBERS),
        "sinking": lambda: heap_top_n.sinking.drawing(pick("sift_down"), [60, *SHALLOW]),
        "sinking far": lambda: heap_top_n.sinking.drawing(pick("sift_down"), [100, *SHALLOW]),
        "sinking little": lambda: heap_top_n.sinking.drawing(pick("sift_down"), [25, *SHALLOW]),
        "not sinking": lambda: heap_top_n.sinking.drawing(pick("sift_down"), [20, *SHALLOW]),
        "building": lambda: heap_top_n.building.drawing(pick("heapify"), push_all, largest=9),
        "holding": lambda: heap_top_n.holding.drawing(pick("top_n"), largest=1000),
        "reading": lambda: heap_top_n.reading.drawing(pick("merge_top_n"), SHARDS, 100),
        "medians": lambda: heap_top_n.medians.drawing(pick("running_median"), STREAM),
    }
