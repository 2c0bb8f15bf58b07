"""merge_top_n: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import heapq
import itertools

from ...counting import Shelf
from ...exercise import Case, Exercise, Misconception, case
from ...items import Items
from .laws import PICKS


class Rack(Shelf):
    """A shelf that equals the list of its items, so that an answer may ask ``shard == []``."""

    __hash__ = None

    def __eq__(self, other):
        return self._values == (other._values if isinstance(other, Rack) else other)


def shards_oracle(shards, n):
    """Everything in one list, sorted."""
    return sorted(itertools.chain(*shards), reverse=True)[:n]


def merged(shards, n, empty=True, used_up=True, rises=False, strict=True):
    """A heap of the shards' heads, with a switch for each mistake."""
    sign = 1 if rises else -1
    heads = [(sign * shard[0], place, 0) for place, shard in enumerate(shards) if shard or not empty]
    heapq.heapify(heads)
    result = []
    while len(result) < n and (heads or not strict):
        _, place, position = heapq.heappop(heads)
        result.append(shards[place][position])
        if position + 1 < len(shards[place]) or not used_up:
            heapq.heappush(heads, (sign * shards[place][position + 1], place, position + 1))
    return result


def _merged(**switches):
    return lambda shards, n: merged(shards, n, **switches)


def heap_of_everything(shards, n):
    heap = [-item for shard in shards for item in shard]
    heapq.heapify(heap)
    return [-heapq.heappop(heap) for _ in range(min(n, len(heap)))]


def one_by_one(shards, n):
    """The n best of a stream of all items: no order is made use of."""
    heap = []
    for item in itertools.chain(*shards):
        if len(heap) < n:
            heapq.heappush(heap, item)
        elif heap and item > heap[0]:
            heapq.heapreplace(heap, item)
    return sorted(heap, reverse=True)


def n_from_each(shards, n):
    return sorted((item for shard in shards for item in shard[:n]), reverse=True)[:n]


def n_from_each_by_index(shards, n):
    return sorted((shard[place] for shard in shards for place in range(n)), reverse=True)[:n]


def n_from_long_ones(shards, n):
    return sorted((item for shard in shards if len(shard) >= n for item in shard[:n]), reverse=True)[:n]


def heads_only(shards, n):
    return sorted((shard[0] for shard in shards if shard), reverse=True)[:n]


def in_turns(shards, n):
    """Round robin: the first of each, the second of each."""
    gap = object()
    turns = itertools.chain(*itertools.zip_longest(*shards, fillvalue=gap))
    return [item for item in turns if item is not gap][:n]


def share_of_each(shards, n):
    """n shared out evenly."""
    share = -(-n // max(len(shards), 1))
    return sorted((item for shard in shards for item in shard[:share]), reverse=True)[:n]


def popped_from_the_front(shards, n):
    result = []
    while len(result) < n and any(shards):
        result.append(max((shard for shard in shards if shard), key=lambda shard: shard[0]).pop(0))
    return result


def from_the_back(shards, n):
    """As if the shards rose: takes their last items."""
    ends = [len(shard) for shard in shards]
    result = []
    while len(result) < n and any(ends):
        place = max((k for k, end in enumerate(ends) if end), key=lambda k: shards[k][ends[k] - 1])
        ends[place] -= 1
        result.append(shards[place][ends[place]])
    return result


def distinct_only(shards, n):
    return list(dict.fromkeys(merged(shards, sum(map(len, shards)))))[:n]


def shards_bound(given, answer):
    """At most n + len(shards) distinct positions are read."""
    shards, n = given.args
    racks = [Rack(shard) for shard in shards]
    answer(racks, n)
    count, most = sum(len(rack.read) for rack in racks), n + len(shards)
    if count <= most:
        return None
    total = sum(map(len, shards))
    read = f"all {total:,}" if count == total else f"{count:,} of {total:,}"
    return f"read {read} positions, more than n + len(shards) = {most:,}."


def shards_inputs():
    """Up to four short shards, empty ones among them, n up to beyond all they hold."""
    from hypothesis import strategies as st

    shard = st.lists(st.integers(-4, 5), max_size=5).map(lambda items: sorted(items, reverse=True))
    return st.builds(lambda shards, n: Case((shards, n)), st.lists(shard, max_size=4), st.integers(0, 12))


MERGE_TOP_N = Exercise(
    name="merge_top_n",
    oracle=shards_oracle,
    returns=Items("a list, largest first"),
    bound=shards_bound,
    cases=(
        case([[3, 1], [2]], 2, why="one from each"),
        case([[3, 2], [1]], 2, why="both from one: one from each would be wrong"),
        case([[3, 1], [2]], 3, why="all"),
        case([[3, 1], [2]], 1, why="the largest head"),
        case([[2], [3, 1]], 5, why="n exceeds what there is"),
        case([[2], [3, 1]], 0, why="n = 0"),
        case([], 2, why="no shards"),
        case([[]], 1, why="an empty shard has no head"),
        case([[], [2, 1], []], 2, why="empty shards among others"),
        case([[1], [5, 4, 3]], 3, why="a shard shorter than n, and the rest from one that is longer"),
        case([[5], [4, 3, 2, 1]], 3, why="the first shard is exhausted at once, and holds the largest"),
        case([[9, 8, 7], [6, 5], [4]], 4, why="one shard is taken whole before the next begins"),
        case([[9, 1], [8, 2], [7, 3]], 4, why="the second items come in the other order: turns would be wrong"),
        case([[2, 2], [2, 1]], 3, why="ties across shards count each"),
        case([[4, 4, 4]], 2, why="one shard with ties"),
        case([[1, 0], [1, 0], [1, 0]], 4, why="equal heads everywhere"),
        case([[-1, -5], [-2, -3]], 3, why="all negative: 0 is no sentinel"),
        case([[-1], [-2, -3]], 3, why="a shard is exhausted among negative ones: 0 does not stand for nothing"),
        case([[0.5, -0.25], [0.75]], 2, why="floats"),
        case([[7, 6, 5, 4, 3, 2, 1, 0], [7, 6, 5, 4, 3, 2, 1, 0]], 2, why="long shards: reading them whole shows, n = 2 + 2 reads"),
        case([list(range(90, 50, -1)), list(range(60, 20, -1)), list(range(40, 0, -1))], 5, why="120 items, 5 wanted: 8 reads"),
        case([list(range(k + 90, k, -3)) for k in range(6)], 12, why="six shards interlaced: 18 reads"),
        case([list(range(30, 0, -1)), [31]], 4, why="n from each is 5 reads, and 6 are allowed: the value has to tell"),
        case([list(range(9, 0, -1))] * 3, 0, why="n = 0: the heads may be read, no more"),
    ),
    generate=shards_inputs,
    misconceptions=(
        Misconception("concatenate_and_sort", "every position is read, but the shards are sorted already: a shard's next item is wanted "
                      "only when the one before it has been taken.", lambda shards, n: sorted(itertools.chain(*shards), reverse=True)[:n], heap_of_everything, one_by_one),
        Misconception("n_from_each", "n from each shard are n · k reads, n + k are enough: read the next of a shard only when its "
                      "last one has been taken.", n_from_each),
        Misconception("short_shard", "a shard may hold fewer than n: take what it has, and leave none out.",
                      n_from_each_by_index, n_from_long_ones),
        Misconception("exhausted_shard", "a shard that is empty, or has been used up, has no next item: drop it from the heap.",
                      _merged(empty=False), _merged(used_up=False), _merged(empty=False, used_up=False)),
        Misconception("not_enough_items", "n may exceed what all shards hold: stop when no head is left.", _merged(strict=False)),
        Misconception("heads_only", "the second of one shard may beat the first of another: after a head is taken, its successor "
                      "competes.", heads_only),
        Misconception("in_turns", "taking one of each shard in turn does not give the largest: compare the heads each time.",
                      in_turns),
        Misconception("share_of_each", "the n largest may all lie in one shard: no shard has a fixed share of them.", share_of_each),
        Misconception("min_heap", "of the heads the *largest* is wanted: `heapq` gives the smallest, so push negatives.",
                      _merged(rises=True)),
        Misconception("shards_changed", "`pop(0)` takes the items out of the caller's lists: remember a position for each shard.",
                      popped_from_the_front),
        Misconception("wrong_end", "the shards are sorted descending: their largest is the first, not the last.", from_the_back),
        Misconception("duplicates_lost", "equal items are items too: a set loses them.", distinct_only),
    ),
    hints=("Which items can be the largest of all, before anything has been taken? And which can be the next, afterwards?",
           "A heap of at most len(shards) entries, one for each shard that is not exhausted. An entry: the item, its shard, its "
           "position.",
           "Put the head of each non-empty shard into a heap that gives the largest. n times, while there is one: take it out, add it "
           "to the result, and put in the next item of the same shard, if it has one."),
    praise="Why: of each shard only its head can be the next largest, so n + k reads and n log k comparisons. Usual traps: empty "
           "shards, `n` from each, a min-heap without negatives. Next question: the shards lie on machines; what do you send, and in "
           "how many round trips?",
    forbidden=PICKS,
)
