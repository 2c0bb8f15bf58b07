"""Right answers to topic 07 in other styles: counting inversions. One function a style: `NAME__style`."""
import bisect
import itertools

import numpy as np


def count_inversions__sentinels(items):
    """Merges with infinities, one comparison an item."""
    def sort(part):
        if len(part) <= 1:
            return list(part), 0
        (left, a), (right, b) = sort(part[:len(part) // 2]), sort(part[len(part) // 2:])
        total, out, i, j = a + b, [], 0, 0
        left, right = [*left, float("inf")], [*right, float("inf")]
        for _ in range(len(part)):
            if left[i] <= right[j]:
                out.append(left[i])
                i += 1
            else:
                out.append(right[j])
                j += 1
                total += len(left) - 1 - i
        return out, total

    return sort(items)[1]


def count_inversions__fenwick(items):
    """A tree of counts over the ranks, from behind."""
    rank = {value: place for place, value in enumerate(sorted(set(items)), 1)}
    tree, total = [0] * (len(rank) + 1), 0
    for item in reversed(items):
        place = rank[item] - 1
        while place:
            total += tree[place]
            place -= place & -place
        place = rank[item]
        while place <= len(rank):
            tree[place] += 1
            place += place & -place
    return total


def count_inversions__bisect(items):
    seen, total = [], 0
    for k, item in enumerate(items):
        place = bisect.bisect_right(seen, item)
        total += k - place
        seen.insert(place, item)
    return total


def count_inversions__left_counts(items):
    """Adds, for each item of left, how many of right went before it."""
    def sort(part):
        if len(part) < 2:
            return part, 0
        (left, a), (right, b) = sort(part[:len(part) // 2]), sort(part[len(part) // 2:])
        out, j, across = [], 0, 0
        for item in left:
            while j < len(right) and right[j] < item:
                out.append(right[j])
                j += 1
            across += j
            out.append(item)
        return out + right[j:], a + b + across

    return sort(list(items))[1]


def count_inversions__bottom_up(items):
    runs, total = [[item] for item in items], 0
    while len(runs) > 1:
        merged = []
        for left, right in itertools.zip_longest(runs[::2], runs[1::2], fillvalue=[]):
            i, out = 0, []
            for item in right:
                while i < len(left) and left[i] <= item:
                    out.append(left[i])
                    i += 1
                total += len(left) - i
                out.append(item)
            merged.append(out + left[i:])
        runs = merged
    return total


def count_inversions__numpy_int(items):
    """The places in sorted order by NumPy's stable sort, then a tree; the count is a NumPy integer."""
    order = np.argsort(np.asarray(items, dtype=float), kind="stable")
    size, total = len(items), np.int64(0)
    tree = np.zeros(size + 1, dtype=np.int64)
    for seen, place in enumerate(order.tolist()):  # in rising order: those before it that stand behind it
        k, before = place + 1, 0
        while k:
            before += tree[k]
            k -= k & -k
        total += seen - before
        k = place + 1
        while k <= size:
            tree[k] += 1
            k += k & -k
    return total
