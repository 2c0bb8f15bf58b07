"""top_k_frequent: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import heapq
import itertools
from collections import Counter

from ...exercise import Case, Exercise, Misconception, case
from ...items import Items
from .laws import PICKS
from .strategies import few


def frequent_oracle(items, k):
    """The library's."""
    return [item for item, _ in Counter(items).most_common(k)]


def by_value(items, k):
    counts = Counter(items)
    return sorted(counts, key=lambda item: (-counts[item], item))[:k]


def by_falling_value(items, k):
    counts = Counter(items)
    return [item for _, item in sorted(((count, item) for item, count in counts.items()), reverse=True)][:k]


def by_value_on_a_heap(items, k):
    heap = [(-count, item) for item, count in Counter(items).items()]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[1] for _ in range(min(k, len(heap)))]


def by_value_in_a_heap_of_k(items, k):
    heap = []
    for item, count in Counter(items).items():
        heapq.heappush(heap, (count, item))
        if len(heap) > k:
            heapq.heappop(heap)
    return [item for _, item in sorted(heap, reverse=True)]


def least(items, k):
    counts = Counter(items)
    return sorted(counts, key=counts.get)[:k]


def least_by_value(items, k):
    counts = Counter(items)
    return sorted(counts, key=lambda item: (counts[item], item))[:k]


def from_the_end(items, k):
    """Rises, then is cut from the back: of ties the last to appear comes first."""
    counts = Counter(items)
    return (sorted(counts, key=counts.get)[-k:] if k else [])[::-1]


def ranked(items):
    """All distinct items, in the right order."""
    counts = Counter(items)
    return sorted(counts, key=counts.get, reverse=True)


def rising(items, k):
    """The right items, the most frequent last."""
    return ranked(items)[:k][::-1]


def later_tie_kept(items, k):
    """A heap of k whose least is the *earliest* of the equally frequent, which so goes out first."""
    heap = []
    for place, (item, count) in enumerate(Counter(items).items()):
        heapq.heappush(heap, (count, place, item))
        if len(heap) > k:
            heapq.heappop(heap)
    return [item for count, place, item in sorted(heap, key=lambda entry: (-entry[0], entry[1]))]


def last_seen_first(items, k):
    counts = Counter(items)
    last = {item: place for place, item in enumerate(items)}
    return sorted(counts, key=lambda item: (-counts[item], -last[item]))[:k]


def last_seen_last(items, k):
    counts = Counter(items)
    last = {item: place for place, item in enumerate(items)}
    return sorted(counts, key=lambda item: (-counts[item], last[item]))[:k]


def with_ties(items, k):
    """All that are as frequent as the k-th."""
    counts = Counter(items)
    levels = sorted(counts.values(), reverse=True)
    least_count = levels[min(k, len(levels)) - 1] if k and levels else float("inf")
    return [item for item in ranked(items) if counts[item] >= least_count]


def set_order(items, k):
    """A stable sort of what a set gave in an order of its own."""
    return sorted(set(items), key=items.count, reverse=True)[:k]


def runs_counted(items, k):
    """Counts the longest run of each, not all of its places."""
    best, run, before = {}, 0, object()
    for item in items:
        run = run + 1 if item == before else 1
        best[item], before = max(best.get(item, 0), run), item
    return sorted(best, key=best.get, reverse=True)[:k]


def groups(items, k):
    """Counts each run for itself, so that an item may come several times."""
    found = [(item, len(list(run))) for item, run in itertools.groupby(items)]
    return [item for item, _ in sorted(found, key=lambda pair: -pair[1])][:k]


def later_tie_kept_if_more(items, k):
    """The same heap, but an item that is not more frequent than the least does not enter."""
    heap = []
    for place, (item, count) in enumerate(Counter(items).items()):
        if len(heap) < k:
            heapq.heappush(heap, (count, place, item))
        elif heap and count > heap[0][0]:
            heapq.heapreplace(heap, (count, place, item))
    return [item for count, place, item in sorted(heap, key=lambda entry: (-entry[0], entry[1]))]


def buckets(items, enough):
    """The items by falling count, until ``enough(how many)`` says so: it is asked when one has been taken."""
    counts, result = Counter(items), []
    for level in range(max(counts.values(), default=0), 0, -1):
        for item, count in counts.items():
            if count == level:
                result.append(item)
                if enough(len(result)):
                    return result
    return result


def whole_buckets(items, k, empty=False):
    """Takes all that are equally frequent at a time; `empty` buckets of counts that nothing has come first."""
    counts, result = Counter(items), []
    for level in range(len(items) if empty else max(counts.values(), default=0), 0, -1):
        result += [item for item, count in counts.items() if count == level]
        if len(result) >= k:
            break
    return result


def heap_of_k(items, k):
    """The array of the heap of k, which is right but for its order."""
    heap = []
    for place, (item, count) in enumerate(Counter(items).items()):
        heapq.heappush(heap, (count, -place, item))
        if len(heap) > k:
            heapq.heappop(heap)
    return [item for _, _, item in heap]


def popped_k_times(items, k):
    heap = [(-count, place, item) for place, (item, count) in enumerate(Counter(items).items())]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[2] for _ in range(k)]


def maxima_k_times(items, k):
    counts, result = Counter(items), []
    for _ in range(k):
        result.append(max(counts, key=counts.get))
        del counts[result[-1]]
    return result


def by_count(items, k, first=False):
    """A dict from count to item has one item for each count."""
    found = {}
    for item, count in Counter(items).items():
        if not first or count not in found:
            found[count] = item
    return [found[count] for count in sorted(found, reverse=True)][:k]


def runs_of(given) -> int:
    """How many runs of equal items there are: who counts each run for itself has so many to sort, and no more."""
    return sum(1 for _ in itertools.groupby(given.args[0]))


def frequent_inputs():
    """Few distinct items, so that ties are common."""
    from hypothesis import strategies as st

    item = st.sampled_from(["a", "b", "c", 3, 1, 2])
    numbers = few().map(lambda items: [value % 4 for value in items])
    return st.builds(lambda items, k: Case((items, k)), numbers | st.lists(item, max_size=9), st.integers(0, 5))


TOP_K_FREQUENT = Exercise(
    name="top_k_frequent",
    oracle=frequent_oracle,
    returns=Items("a list of items"),
    cases=(
        case([1, 2, 2], 1, why="the most frequent"),
        case([1, 2, 2], 2, why="most frequent first, not smallest first"),
        case([2, 1], 1, why="a tie: the first to appear, not the smaller"),
        case([1, 2], 1, why="a tie: the first to appear, not the larger"),
        case([1, 2], 2, why="a tie within k keeps the order of appearance"),
        case([3, 1, 2, 1, 2, 3], 2, why="three tied, two wanted: 3 came first"),
        case([1, 2, 2, 1], 1, why="first *appearance* counts, not the last"),
        case([2, 1, 1, 2], 2, why="the same the other way round"),
        case([1, 2, 3, 3], 2, why="3 before the earlier 1: counts come first"),
        case([1, 1, 2, 3, 3, 3, 2, 2, 2], 2, why="a run is no count"),
        case([1, 2, 1, 2, 1, 3, 3], 1, why="1 comes three times and never twice in a row"),
        case([1, 2], 5, why="k exceeds the number of distinct items"),
        case([1, 1], 0, why="k = 0"),
        case([], 3, why="nothing"),
        case([], 0, why="neither"),
        case([7], 1, why="one item"),
        case(["b", "a", "b", "a", "c"], 2, why="strings, tied"),
        case(["b", 2, "b", 2, None], 2, why="items need not compare with each other, only be hashable"),
        case([(1, 0), (0, 1), (0, 1)], 1, why="tuples: an array of them would have two axes"),
        case([-1, -1, 0, 5], 2, why="negative items are no indices into a table of counts"),
        case([10**9, 10**9, 3], 1, why="a table of counts by value would be a billion long"),
        case([5, 4, 3, 2, 1, 0, 5, 3, 1], 4, why="5, 3, 1 twice, then 4: the first of those that come once"),
        case([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3, why="all tied, k in the middle: a heap of k must push out the later ones"),
        case([9, 8, 7, 6, 5, 4, 3, 2, 1, 0] * 2 + [4], 5, why="nine tied behind the first, in falling order"),
        case(list("mississippi"), 2, why="i and s come four times each: i is first"),
        case(list("abracadabra"), 3, why="b and r come twice each: b is first"),
    ),
    generate=frequent_inputs,
    misconceptions=(
        Misconception("ties_by_value", "equally frequent items keep the order of their first appearance; comparing the items "
                      "themselves orders them by value, and fails where they do not compare.",
                      by_value, by_falling_value, by_value_on_a_heap, by_value_in_a_heap_of_k),
        Misconception("least_frequent", "those are the least frequent: the largest counts come first.", least, least_by_value),
        Misconception("last_of_ties", "of equally frequent items the first to appear comes first: reversing a stable sort turns the "
                      "ties round too, `reverse=True` does not.", from_the_end),
        Misconception("rising", "these are the right items the wrong way round: most frequent first.", rising),
        Misconception("later_tie_kept", "the heap of k pushes out the *earlier* of equal counts: let the later place be the smaller "
                      "entry, with its sign changed.", later_tie_kept, later_tie_kept_if_more),
        Misconception("last_appearance", "a tie is decided by the first appearance, not by the last.",
                      last_seen_first, last_seen_last),
        Misconception("set_order", "a set forgets which item appeared first: take the distinct items from a dict, which does not.",
                      set_order),
        Misconception("pairs", "the items are wanted, not pairs of item and count.",
                      lambda items, k: [(item, Counter(items)[item]) for item in ranked(items)[:k]],
                      lambda items, k: [(Counter(items)[item], item) for item in ranked(items)[:k]]),
        Misconception("counts", "the items are wanted, not how often they come.",
                      lambda items, k: sorted(Counter(items).values(), reverse=True)[:k]),
        Misconception("ties_beyond_k", "k items at most: a tie with the last of them is decided by first appearance.", with_ties,
                      whole_buckets, lambda items, k: whole_buckets(items, k, empty=True)),
        Misconception("nothing_wanted", "k may be 0: ask whether there are enough before you append, not afterwards.",
                      lambda items, k: buckets(items, lambda count: count == k),
                      lambda items, k: buckets(items, lambda count: count >= k)),
        Misconception("too_few", "there may be fewer than k different items: stop when none is left.",
                      popped_k_times, maxima_k_times),
        Misconception("heap_order", "a heap's array is not sorted, though it may look so: sort it at the end, most frequent first.",
                      heap_of_k, lambda items, k: heap_of_k(items, k)[::-1]),
        Misconception("one_item_a_count", "several items may come equally often, and a dict from count to item keeps one of them: "
                      "keep a list for each count.", by_count, lambda items, k: by_count(items, k, first=True)),
        Misconception("runs", "equal items need not stand side by side: count all of them.", runs_counted, groups),
    ),
    hints=("Two items come equally often. Which of them is to be first, and who remembers that for you?",
           "A dict from item to count: at most len(items) entries, in order of first appearance. The result has min(k, distinct) items.",
           "Count. Then order the distinct items by count, falling, in a way that leaves ties as they are; or keep a heap of k entries "
           "(count, minus place, item). Take the first k items."),
    praise="Why: a dict keeps insertion order, so a stable order by count gives ties by first appearance for nothing. Usual traps: "
           "comparing the items, turning ties round, pairs for items. Next question: the stream does not fit into memory; what can you "
           "still promise (count-min sketch, Misra–Gries)?",
    forbidden=PICKS,
    sortable=runs_of,
)
