"""Wrong answers to merge_top_n that people give."""
from __future__ import annotations

import heapq
import itertools

from ...exercise import Misconception


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


def shares(share):
    """n shared out evenly, by ``share(n, how many shards)``."""
    return lambda shards, n: sorted((item for shard in shards for item in shard[:share(n, len(shards) or 1)]), reverse=True)[:n]


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


def rising_from_the_back(shards, n):
    """The n smallest, smallest first."""
    heads = [(shard[-1], place, len(shard) - 1) for place, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    result = []
    while heads and len(result) < n:
        value, place, position = heapq.heappop(heads)
        result.append(value)
        if position:
            heapq.heappush(heads, (shards[place][position - 1], place, position - 1))
    return result


def each_until_it_fails(shards, n):
    """Reads a shard until an item is no better than the least of n: n of each, if they rise from shard to shard."""
    heap = []
    for shard in shards:
        for item in shard:
            if len(heap) < n:
                heapq.heappush(heap, item)
            elif heap and item > heap[0]:
                heapq.heapreplace(heap, item)
            else:
                break
    return sorted(heap, reverse=True)


def two_at_a_time(shards, n):
    """Merges the first n of one shard after the other into the result."""
    result = []
    for shard in shards:
        merged_two, i, j = [], 0, 0
        while len(merged_two) < n and (i < len(result) or j < len(shard)):
            if j == len(shard) or i < len(result) and result[i] >= shard[j]:
                merged_two.append(result[i])
                i += 1
            else:
                merged_two.append(shard[j])
                j += 1
        result = merged_two
    return result


def heads_popped(shards, n):
    """Takes the heads out at once, also if nothing is wanted."""
    heads = [(-shard.pop(0), place) for place, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    result = []
    while heads and len(result) < n:
        value, place = heapq.heappop(heads)
        result.append(-value)
        if shards[place]:
            heapq.heappush(heads, (-shards[place].pop(0), place))
    return result


def reversed_and_popped(shards, n):
    """Turns the shards round, because a list is quick at its end."""
    for shard in shards:
        shard.reverse()
    result = []
    while len(result) < n and any(shards):
        result.append(max((shard for shard in shards if shard), key=lambda shard: shard[-1]).pop())
    return result


def zero_is_the_end(shards, n):
    """Takes a head that is 0 for the end of its shard."""
    streams = [iter(shard) for shard in shards]
    heads, result = [next(stream, None) for stream in streams], []
    while len(result) < n and any(heads):
        best = max((place for place, head in enumerate(heads) if head), key=heads.__getitem__)
        result.append(heads[best])
        heads[best] = next(streams[best], None)
    return result


def ends_with_the_first(shards, n):
    """Ends as soon as one shard does."""
    at, result = [0] * len(shards), []
    while len(result) < n and shards and all(at[place] < len(shard) for place, shard in enumerate(shards)):
        best = max(range(len(shards)), key=lambda place: shards[place][at[place]])
        result.append(shards[best][at[best]])
        at[best] += 1
    return result


def largest_of_nothing(shards, n):
    """Asks for the largest head where none is left."""
    at, result = [0] * len(shards), []
    for _ in range(n):
        best = max((place for place, shard in enumerate(shards) if at[place] < len(shard)),
                   key=lambda place: shards[place][at[place]])
        result.append(shards[best][at[best]])
        at[best] += 1
    return result


def infinities_at_the_end(shards, n):
    """What is used up counts as minus infinity, which is handed out when nothing else is left."""
    at, result = [0] * len(shards), []
    while shards and len(result) < n:
        heads = [shard[place] if place < len(shard) else float("-inf") for shard, place in zip(shards, at)]
        best = heads.index(max(heads))
        result.append(heads[best])
        at[best] += 1
    return result


def asks_afterwards(shards, n):
    """Looks whether there are enough when it has appended one."""
    heads = [(-shard[0], place, 0) for place, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    result = []
    while heads:
        value, place, position = heapq.heappop(heads)
        result.append(-value)
        if len(result) >= n:
            break
        if position + 1 < len(shards[place]):
            heapq.heappush(heads, (-shards[place][position + 1], place, position + 1))
    return result


MISTAKES = (
    Misconception("concatenate_and_sort", "every position is read, but the shards are sorted already: a shard's next item is wanted "
                  "only when the one before it has been taken.",
                  lambda shards, n: sorted(itertools.chain(*shards), reverse=True)[:n], heap_of_everything, one_by_one),
    Misconception("n_from_each", "n from each shard are n · k reads, n + k are enough: read the next of a shard only when its "
                  "last one has been taken.", n_from_each, each_until_it_fails, two_at_a_time),
    Misconception("short_shard", "a shard may hold fewer than n: take what it has, and leave none out.",
                  n_from_each_by_index, n_from_long_ones),
    Misconception("exhausted_shard", "a shard that is empty, or has been used up, has no next item: drop it from the heap.",
                  _merged(empty=False), _merged(used_up=False), _merged(empty=False, used_up=False),
                  ends_with_the_first),
    Misconception("not_enough_items", "n may exceed what all shards hold: stop when no head is left.", _merged(strict=False),
                  largest_of_nothing, infinities_at_the_end),
    Misconception("nothing_wanted", "n may be 0: ask whether there are enough before you append, not afterwards.", asks_afterwards),
    Misconception("zero_is_the_end", "0 is a number like the others, though it counts as false: ask whether there is a head, not "
                  "whether it is true.", zero_is_the_end),
    Misconception("heads_only", "the second of one shard may beat the first of another: after a head is taken, its successor "
                  "competes.", heads_only),
    Misconception("in_turns", "taking one of each shard in turn does not give the largest: compare the heads each time.",
                  in_turns),
    Misconception("share_of_each", "the n largest may all lie in one shard: no shard has a fixed share of them.",
                  shares(lambda n, k: -(-n // k)), shares(lambda n, k: n // k), shares(lambda n, k: n // k + 1),
                  shares(lambda n, k: max(1, n // k))),
    Misconception("min_heap", "of the heads the *largest* is wanted: `heapq` gives the smallest, so push negatives.",
                  _merged(rises=True)),
    Misconception("shards_changed", "`pop` takes the items out of the caller's lists: remember a position for each shard.",
                  popped_from_the_front, heads_popped, reversed_and_popped),
    Misconception("wrong_end", "the shards are sorted descending: their largest is the first, not the last.", from_the_back,
                  rising_from_the_back),
    Misconception("duplicates_lost", "equal items are items too: a set loses them.", distinct_only),
)
