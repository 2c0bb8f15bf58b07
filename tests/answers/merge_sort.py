"""Right answers to topic 07 in other styles: merges, sorts, inversions. One function a style: `NAME__style`."""
import bisect
import itertools
import operator
from collections import deque

import numpy as np


def merge__indices(left, right, key=None):
    if key is None:
        def key(item):
            return item
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if key(left[i]) <= key(right[j]):
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    out.extend(left[i:])
    out.extend(right[j:])
    return out


def merge__deques(left, right, key=None):
    key = key or (lambda item: item)
    a, b, out = deque(left), deque(right), []
    while a and b:
        out.append(b.popleft() if key(b[0]) < key(a[0]) else a.popleft())
    return [*out, *a, *b]


def merge__copies_from_the_end(left, right, key=lambda item: item):
    """Another default for `key`, and copies that are emptied from behind."""
    key = key or (lambda item: item)
    left, right, out = left[:], right[:], []
    while left and right:
        out.append(left.pop() if key(right[-1]) < key(left[-1]) else right.pop())
    return left + right + out[::-1]


def merge__recursive(left, right, key=None):
    of = key if key is not None else lambda item: item
    if not left or not right:
        return list(left) or list(right)
    if of(right[0]) < of(left[0]):
        return [right[0], *merge__recursive(left, right[1:], key)]
    return [left[0], *merge__recursive(left[1:], right, key)]


def merge__bisect(left, right, key=None):
    """Puts each item of right behind what is not greater."""
    out, keys, start = list(left), [item if key is None else key(item) for item in left], 0
    for item in right:
        k = item if key is None else key(item)
        start = bisect.bisect_right(keys, k, start)
        keys.insert(start, k)
        out.insert(start, item)
    return out


def merge__generator(left, right, key=None):
    key = key or (lambda item: item)

    def walk():
        nothing = object()
        streams = iter(left), iter(right)
        a, b = (next(stream, nothing) for stream in streams)
        while a is not nothing or b is not nothing:
            if b is nothing or a is not nothing and not key(b) < key(a):
                yield a
                a = next(streams[0], nothing)
            else:
                yield b
                b = next(streams[1], nothing)

    return list(walk())


def merge_sort__key_pairs(items, key=None):
    pairs = [(item if key is None else key(item), item) for item in items]

    def sort(part):
        if len(part) < 2:
            return part
        middle = len(part) // 2
        return merge__indices(sort(part[:middle]), sort(part[middle:]), operator.itemgetter(0))

    return [item for _, item in sort(pairs)]


def merge_sort__places_in_scratch(items, key=None):
    """Indices first..last, one scratch list, as in C."""
    items = list(items)
    keys = items if key is None else list(map(key, items))
    order, scratch = list(range(len(items))), [0] * len(items)

    def sort(first, last):
        if first >= last:
            return
        middle = first + (last - first) // 2
        sort(first, middle)
        sort(middle + 1, last)
        i, j, k = first, middle + 1, first
        while i <= middle and j <= last:
            if keys[order[i]] <= keys[order[j]]:
                scratch[k] = order[i]
                i += 1
            else:
                scratch[k] = order[j]
                j += 1
            k += 1
        scratch[k:last + 1] = order[i:middle + 1] + order[j:last + 1]
        order[first:last + 1] = scratch[first:last + 1]

    sort(0, len(items) - 1)
    return [items[k] for k in order]


def merge_sort__binary_insertion(items, key=None):
    """No merge sort, but as frugal with comparisons."""
    keys, out = [], []
    for item in items:
        k = item if key is None else key(item)
        place = bisect.bisect_right(keys, k)
        keys.insert(place, k)
        out.insert(place, item)
    return out


def merge_sort__ties_by_place(items, key=None):
    """Triples (key, place, item): the place decides between equal keys, the item is never compared."""
    def sort(part):
        if len(part) <= 1:
            return part
        half = (len(part) + 1) // 2
        return merge__deques(sort(part[:half]), sort(part[half:]))

    return [entry[-1] for entry in sort([((key or (lambda x: x))(item), place, item) for place, item in enumerate(items)])]


def merge_sort__numpy_places(items, key=None):
    """The places in an integer array, the merges in Python."""
    keys = [item if key is None else key(item) for item in items]

    def sort(places):
        if places.size < 2:
            return places
        left, right = (sort(half) for half in np.array_split(places, 2))
        return np.array(merge__indices(left.tolist(), right.tolist(), lambda place: keys[place]), dtype=int)

    return [items[place] for place in sort(np.arange(len(items)))]


def merge_sort_bottom_up__runs(items, key=None):
    runs = [[(item if key is None else key(item), item)] for item in items]
    while len(runs) > 1:
        merged = [merge__indices(a, b, lambda pair: pair[0]) for a, b in zip(runs[::2], runs[1::2])]
        runs = merged + ([runs[-1]] if len(runs) % 2 else [])
    return [item for run in runs for _, item in run]


def merge_sort_bottom_up__two_buffers(items, key=None):
    """Two lists that change their parts after each pass, with indices cut at n."""
    n = len(items)
    keys = [item if key is None else key(item) for item in items]
    source, target, width = list(range(n)), [0] * n, 1
    while width < n:
        for low in range(0, n, 2 * width):
            middle, high = min(low + width, n), min(low + 2 * width, n)
            i, j = low, middle
            for k in range(low, high):
                if j >= high or i < middle and not keys[source[j]] < keys[source[i]]:
                    target[k] = source[i]
                    i += 1
                else:
                    target[k] = source[j]
                    j += 1
        source, target, width = target, source, 2 * width
    return [items[k] for k in source]


def merge_sort_bottom_up__generators(items, key=None):
    """Passes of lazy merges: generators wait inside each other, but nothing calls itself."""
    key = key or (lambda item: item)

    def merged(left, right):
        left, right = iter(left), iter(right)
        a, b = next(left, None), next(right, None)
        while a and b:
            if b[0] < a[0]:
                yield b
                b = next(right, None)
            else:
                yield a
                a = next(left, None)
        while a:
            yield a
            a = next(left, None)
        while b:
            yield b
            b = next(right, None)

    runs = [[(key(item), item)] for item in items]
    while len(runs) > 1:
        runs = [merged(*runs[k:k + 2]) if len(runs[k:k + 2]) == 2 else runs[k] for k in range(0, len(runs), 2)]
    return [item for run in runs for _, item in run]


def merge_sort_bottom_up__own_stack(items, key=None):
    """Top-down with a stack of its own in the place of the recursion."""
    keys = [item if key is None else key(item) for item in items]
    if not keys:
        return []
    stack, done = [(0, len(keys), False)], []
    while stack:
        first, last, ready = stack.pop()
        if last - first == 1:
            done.append([first])
        elif ready:
            right, left = done.pop(), done.pop()
            done.append(merge__indices(left, right, keys.__getitem__))
        else:
            middle = (first + last) // 2
            stack += [(first, last, True), (middle, last, False), (first, middle, False)]
    return [items[k] for k in done[0]]


def watched(function):
    """A decorator, whose wrapper is inside itself where one wrapped function calls another."""
    def wrapper(*args):
        return function(*args)

    return wrapper


@watched
def _pass_over(runs):
    return [_joined(runs[k:k + 2]) for k in range(0, len(runs), 2)]


@watched
def _joined(pair):
    return merge__indices(pair[0], pair[1], operator.itemgetter(0)) if len(pair) == 2 else pair[0]


@watched
def _all_passes(runs):
    while len(runs) > 1:
        runs = _pass_over(runs)
    return runs


def merge_sort_bottom_up__decorated(items, key=None):
    runs = _all_passes([[(item if key is None else key(item), item)] for item in items])
    return [item for _, item in itertools.chain.from_iterable(runs)]


def merge_sort_bottom_up__binary_counter(items, key=None):
    """Runs of 1, 2, 4, … items in slots, as a binary counter has its digits; the rest is merged at the end, later runs last."""
    slots: list = []
    for item in items:
        run, place = [((key or (lambda x: x))(item), item)], 0
        while place < len(slots) and slots[place]:
            run, slots[place] = merge__indices(slots[place], run, lambda pair: pair[0]), None
            place += 1
        slots[place:place + 1] = [run]
    result: list = []
    for run in filter(None, slots):
        result = merge__indices(run, result, lambda pair: pair[0])
    return [item for _, item in result]
