"""Right answers to exercises 5 and 6 of topic 06, each in a style of its own. One function a style: `NAME__style`."""
import bisect
import heapq
import itertools
from collections import Counter, OrderedDict, defaultdict

import numpy as np


def merge_top_n__heap_of_heads(shards, n):
    heads = [(-shard[0], place, 0) for place, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    found = []
    while heads and len(found) < n:
        value, place, position = heapq.heappop(heads)
        found.append(-value)
        if position + 1 < len(shards[place]):
            heapq.heappush(heads, (-shards[place][position + 1], place, position + 1))
    return found


def merge_top_n__looks_at_all_heads(shards, n):
    positions, found = [0] * len(shards), []
    for _ in range(n):
        open_shards = [k for k, shard in enumerate(shards) if positions[k] < len(shard)]
        if not open_shards:
            break
        best = max(open_shards, key=lambda k: shards[k][positions[k]])
        found.append(shards[best][positions[best]])
        positions[best] += 1
    return found


def merge_top_n__iterators(shards, n):
    heap = []
    for place, source in enumerate(map(iter, shards)):
        head = next(source, None)
        if head is not None:
            heapq.heappush(heap, (-head, place, source))
    result = []
    for _ in range(n):
        if not heap:
            return result
        value, place, source = heap[0]
        result.append(-value)
        head = next(source, None)
        if head is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (-head, place, source))
    return result


def merge_top_n__lazy_generator(shards, n):
    def merged():
        heads = []
        for k, shard in enumerate(shards):
            if len(shard):
                heads.append((-shard[0], k, 0))
        heapq.heapify(heads)
        while heads:
            value, k, i = heapq.heappop(heads)
            yield -value
            if i + 1 < len(shards[k]):
                heapq.heappush(heads, (-shards[k][i + 1], k, i + 1))

    return list(itertools.islice(merged(), n))


def merge_top_n__compares_with_empty(shards, n):
    heads = [(-shard[0], k) for k, shard in enumerate(shards) if shard != []]
    heapq.heapify(heads)
    at, result = dict.fromkeys(range(len(shards)), 0), []
    while len(result) < n and heads:
        _, k = heads[0]
        result.append(shards[k][at[k]])
        at[k] += 1
        try:
            heapq.heapreplace(heads, (-shards[k][at[k]], k))
        except IndexError:
            heapq.heappop(heads)
    return result


def merge_top_n__sorted_heads(shards, n):
    """Keeps the heads in order with bisect."""
    heads = sorted((shard[0], k, 0) for k, shard in enumerate(shards) if shard)
    result = []
    while heads and len(result) < n:
        value, k, i = heads.pop()
        result.append(value)
        if i + 1 < len(shards[k]):
            bisect.insort(heads, (shards[k][i + 1], k, i + 1))
    return result


def merge_top_n__numpy_heads(shards, n):
    at, result = np.zeros(len(shards), dtype=int), []
    heads = np.array([shard[0] if shard else -np.inf for shard in shards], dtype=float)
    while len(result) < n and np.any(np.isfinite(heads)):
        best = int(np.argmax(heads))
        result.append(float(heads[best]))
        at[best] += 1
        heads[best] = shards[best][at[best]] if at[best] < len(shards[best]) else -np.inf
    return result


def top_k_frequent__heap_of_k(items, k):
    heap = []
    for place, (item, count) in enumerate(Counter(items).items()):
        entry = (count, -place, item)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        elif k and entry > heap[0]:
            heapq.heapreplace(heap, entry)
    return [item for _, _, item in sorted(heap, reverse=True)]


def top_k_frequent__stable_sort(items, k):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return sorted(counts, key=counts.get, reverse=True)[:k]


def top_k_frequent__negative_counts(items, k):
    counts = Counter(items)
    distinct = list(counts)
    distinct.sort(key=lambda item: -counts[item])
    return distinct[:k]


def top_k_frequent__buckets(items, k):
    counts = OrderedDict()
    for item in items:
        counts[item] = counts.setdefault(item, 0) + 1
    buckets = defaultdict(list)
    for item, count in counts.items():
        buckets[count].append(item)
    result = []
    for count in range(len(items), 0, -1):
        result += buckets[count]
    return result[:k]


def top_k_frequent__maxima(items, k):
    counts, result = dict(Counter(items)), []
    while counts and len(result) < k:
        best = max(counts, key=counts.get)
        result.append(best)
        del counts[best]
    return result


def top_k_frequent__popped_heap(items, k):
    heap = [(-count, place, item) for place, (item, count) in enumerate(Counter(items).items())]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[2] for _ in range(min(k, len(heap)))]


def top_k_frequent__list_count(items, k):
    distinct = list(dict.fromkeys(items))
    return sorted(distinct, key=lambda item: (-list(items).count(item), distinct.index(item)))[:k]


def top_k_frequent__numpy_counts(items, k):
    index = {}
    codes = [index.setdefault(item, len(index)) for item in items]
    counts = np.bincount(np.array(codes, dtype=int), minlength=len(index))
    order = np.argsort(-counts, kind="stable")[:k]
    names = list(index)
    return [names[place] for place in order]
