"""Wrong answers to exercises 5 and 6 of topic 06 that no misconception lists. One function a mistake: `NAME__mistake`."""
import heapq
import itertools
from collections import Counter

import numpy as np

from answers import heap_top_n_streams as right


def merge_top_n__first_two_shards(shards, n):
    return right.merge_top_n__heap_of_heads(shards[:2], n)


def merge_top_n__first_n_shards(shards, n):
    """As if the n largest could lie in no more than the first n shards."""
    return right.merge_top_n__heap_of_heads([shard for shard in shards if shard][:n], n)


def merge_top_n__first_shard_first(shards, n):
    """As if the shards themselves came in falling order."""
    return list(itertools.islice((item for shard in shards for item in shard), n))


def merge_top_n__n_minus_one(shards, n):
    return right.merge_top_n__heap_of_heads(shards, n - 1)


def merge_top_n__one_too_many(shards, n):
    return right.merge_top_n__heap_of_heads(shards, n + 1)


def merge_top_n__rising(shards, n):
    return right.merge_top_n__heap_of_heads(shards, n)[::-1]


def merge_top_n__negatives_given_back(shards, n):
    return [-value for value in right.merge_top_n__heap_of_heads(shards, n)]


def merge_top_n__with_shard_numbers(shards, n):
    return [(value, None) for value in right.merge_top_n__heap_of_heads(shards, n)]


def merge_top_n__reads_one_ahead(shards, n):
    """Looks at two of each shard from the start."""
    firsts = [list(shard[:2]) for shard in shards]
    del firsts
    return right.merge_top_n__heap_of_heads(shards, n)


def merge_top_n__zero_for_an_empty_shard(shards, n):
    at, result = [0] * len(shards), []
    total = sum(map(len, shards))
    while len(result) < min(n, total):
        heads = [shard[at[k]] if at[k] < len(shard) else 0 for k, shard in enumerate(shards)]
        best = heads.index(max(heads))
        result.append(heads[best])
        at[best] += 1
    return result


def merge_top_n__keeps_the_head(shards, n):
    """The position is never moved on."""
    heads = [(-shard[0], k) for k, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    return [-heads[0][0] for _ in range(n)] if heads else []


def merge_top_n__generator(shards, n):
    yield from right.merge_top_n__heap_of_heads(shards, n)


def merge_top_n__shards_sorted(shards, n):
    """Puts the caller's list of shards into order."""
    shards.sort(reverse=True)
    return right.merge_top_n__heap_of_heads(shards, n)


def top_k_frequent__k_plus_one(items, k):
    return right.top_k_frequent__stable_sort(items, k + 1)


def top_k_frequent__first_k_distinct(items, k):
    return list(dict.fromkeys(items))[:k]


def top_k_frequent__with_repeats(items, k):
    """Each item as often as it comes."""
    return [item for item in right.top_k_frequent__stable_sort(items, k) for _ in range(list(items).count(item))]


def top_k_frequent__at_least_twice(items, k):
    return [item for item in right.top_k_frequent__stable_sort(items, k) if list(items).count(item) > 1]


def top_k_frequent__set(items, k):
    return set(right.top_k_frequent__stable_sort(items, k))


def top_k_frequent__as_text(items, k):
    return right.top_k_frequent__stable_sort([str(item) for item in items], k)


def top_k_frequent__parity_of_counts(items, k):
    """Takes an item out again when it comes a second time."""
    seen = {}
    for item in items:
        if item in seen:
            del seen[item]
        else:
            seen[item] = 1
    return list(seen)[:k]


def top_k_frequent__numpy_unique(items, k):
    values, counts = np.unique(items, return_counts=True)
    return values[np.argsort(-counts, kind="stable")[:k]].tolist()


def top_k_frequent__table_by_value(items, k):
    counts = np.bincount(items, minlength=1)
    return np.argsort(-counts, kind="stable")[:k].tolist()


def top_k_frequent__slice_from_the_end(items, k):
    counts = Counter(items)
    return sorted(counts, key=counts.get)[-k:]


def top_k_frequent__empty_fails(items, k):
    counts = Counter(items)
    best = max(counts.values())
    return [item for count in range(best, 0, -1) for item in counts if counts[item] == count][:k]


def merge_top_n__shard_found_by_its_head(shards, n):
    """Two heads that are equal belong to the same shard then."""
    where = {shard[0]: (place, 0) for place, shard in enumerate(shards) if shard}
    heads, result = [-shard[0] for shard in shards if shard], []
    heapq.heapify(heads)
    while heads and len(result) < n:
        value = -heapq.heappop(heads)
        result.append(value)
        place, position = where[value]
        if position + 1 < len(shards[place]):
            where[shards[place][position + 1]] = place, position + 1
            heapq.heappush(heads, -shards[place][position + 1])
    return result


def top_k_frequent__counts_from_zero(items, k):
    """An item that comes once counts as none."""
    counts = {}
    for item in items:
        counts[item] = counts[item] + 1 if item in counts else 0
    return sorted((item for item in counts if counts[item]), key=counts.get, reverse=True)[:k]


def top_k_frequent__ties_by_text(items, k):
    counts = Counter(items)
    return sorted(counts, key=lambda item: (-counts[item], str(item)))[:k]
