"""Parts of wrong sorts, for merge_sort and merge_sort_bottom_up: a merge a mistake, and what sorts with it."""
from __future__ import annotations

from .items import identity


def first_of(pair):
    """The key of a pair of (key, item)."""
    return pair[0]


def decorated(items, key):
    """Pairs of (key, item)."""
    return [((key or identity)(item), item) for item in items]


def on_pairs(sort):
    """An answer that calls `key` once an item and sorts pairs of (key, item) by their first part."""
    return lambda items, key=None: [item for _, item in sort(decorated(items, key), first_of)]


def on_items(sort):
    """An answer that calls `key` wherever it compares."""
    return lambda items, key=None: list(sort(list(items), key or identity))


def halves(merge, middle=lambda n: n // 2, enough=1):
    """Merge sort from the top down; `enough` items are taken for sorted."""
    def sort(items, key):
        if len(items) <= enough:
            return items
        place = middle(len(items))
        return merge(sort(items[:place], key), sort(items[place:], key), key)

    return sort


def key_always_called(sort):
    """Calls `key` though it is None."""
    return lambda items, key=None: [item for _, item in sort([(key(item), item) for item in items], first_of)]


def items_found_by_dict(sort):
    """A dict from key to item has one item for each key."""
    def answer(items, key=None):
        found = {(key or identity)(item): item for item in items}
        return [found[value] for value in sort(list(found), identity)]

    return answer


def items_found_by_index(sort):
    """Looks for the key of an item, and finds the first that has it."""
    def answer(items, key=None):
        keys = [(key or identity)(item) for item in items]
        return [items[keys.index(value)] for value in sort(keys, identity)]

    return answer


def widths(merge):
    """Merge sort from the bottom up."""
    def sort(items, key):
        runs = [[item] for item in items]
        while len(runs) > 1:
            runs = [merge(*runs[k:k + 2], key) if k + 1 < len(runs) else runs[k] for k in range(0, len(runs), 2)]
        return runs[0] if runs else []

    return sort


def merge(left, right, key, strict=False, rest=True):
    """Calls `key` twice a comparison."""
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = key(left[i]), key(right[j])
        if a < b if strict else a <= b:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:] if rest else result


def strictly(left, right, key):
    return merge(left, right, key, strict=True)


def without_rest(left, right, key):
    return merge(left, right, key, rest=False)


def with_keys_of_lists(left, right, key):
    """Works out all keys of both lists anew."""
    return [item for _, item in merge(decorated(left, key), decorated(right, key), first_of)]


def with_keys_of_heads(left, right, key):
    """Calls `key` when an item comes to the head."""
    result, i, j = [], 0, 0
    a, b = key(left[0]), key(right[0])
    while True:
        if a <= b:
            result.append(left[i])
            i += 1
            if i == len(left):
                return result + right[j:]
            a = key(left[i])
        else:
            result.append(right[j])
            j += 1
            if j == len(right):
                return result + left[i:]
            b = key(right[j])


def whole_pairs(left, right, key):
    """Compares (key, item), so that items decide where keys are equal."""
    return merge(left, right, identity)


def compared_twice(left, right, key):
    """Asks for less, then for greater; then they are equal."""
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = key(left[i]), key(right[j])
        if a < b:
            result.append(left[i])
            i += 1
        elif a > b:
            result.append(right[j])
            j += 1
        else:
            result += [left[i], right[j]]
            i, j = i + 1, j + 1
    return result + left[i:] + right[j:]


def compared_twice_one_step(left, right, key):
    """The same, but takes one where they are equal."""
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = key(left[i]), key(right[j])
        if a > b:
            result.append(right[j])
            j += 1
        elif a < b:
            result.append(left[i])
            i += 1
        else:
            result.append(left[i])
            i += 1
    return result + left[i:] + right[j:]


def with_sentinels(left, right, key):
    """Puts an infinity behind each list and compares for every item of the result."""
    keys = [[*map(key, part), float("inf")] for part in (left, right)]
    result, i, j = [], 0, 0
    for _ in range(len(left) + len(right)):
        if keys[0][i] <= keys[1][j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result


def with_a_look_first(left, right, key):
    """Asks first whether there is anything to merge."""
    return left + right if key(left[-1]) <= key(right[0]) else merge(left, right, key)


def inserted(items, key=None):
    """Insertion sort, stable, one key an item."""
    result: list = []
    for pair in decorated(items, key):
        place = len(result)
        while place and pair[0] < result[place - 1][0]:
            place -= 1
        result.insert(place, pair)
    return [item for _, item in result]


def bubbled(items, key=None):
    """Bubble sort that stops when nothing moves."""
    pairs = decorated(items, key)
    moved = True
    while moved:
        moved = False
        for k in range(len(pairs) - 1):
            if pairs[k + 1][0] < pairs[k][0]:
                pairs[k], pairs[k + 1] = pairs[k + 1], pairs[k]
                moved = True
    return [item for _, item in pairs]


def bubbled_to_the_end(items, key=None):
    """Bubble sort, all rounds."""
    pairs = decorated(items, key)
    for end in range(len(pairs) - 1, 0, -1):
        for k in range(end):
            if pairs[k + 1][0] < pairs[k][0]:
                pairs[k], pairs[k + 1] = pairs[k + 1], pairs[k]
    return [item for _, item in pairs]


def selected(items, key=None):
    """Takes the first of the smallest, again and again."""
    pairs, result = decorated(items, key), []
    while pairs:
        best = 0
        for k in range(1, len(pairs)):
            if pairs[k][0] < pairs[best][0]:
                best = k
        result.append(pairs.pop(best)[1])
    return result


def partitioned(items, key=None):
    """Quicksort with new lists, which is stable."""
    def parts(pairs):
        if len(pairs) <= 1:
            return pairs
        pivot, rest = pairs[0], pairs[1:]
        low = [pair for pair in rest if pair[0] < pivot[0]]
        high = [pair for pair in rest if not pair[0] < pivot[0]]
        return [*parts(low), pivot, *parts(high)]

    return [item for _, item in parts(decorated(items, key))]


QUADRATIC = (inserted, bubbled, bubbled_to_the_end, selected, partitioned)
