"""Wrong answers to topic 07: merges, sorts, inversions. One function a mistake: `NAME__mistake`."""
import heapq
import itertools

from answers import merge_sort as right


def merge__left_only(left, right_, key=None):
    return list(left)


def merge__falling(left, right_, key=None):
    return right.merge__indices(left, right_, key)[::-1]


def merge__as_tuple_of_two(left, right_, key=None):
    return right.merge__indices(left, right_, key), len(left) + len(right_)


def merge__in_turn(left, right_, key=None):
    out = []
    for k in range(max(len(left), len(right_))):
        out += left[k:k + 1] + right_[k:k + 1]
    return out


def merge__zip_smaller_first(left, right_, key=None):
    key = key or (lambda item: item)
    out = []
    for a, b in zip(left, right_):
        out += [a, b] if key(a) <= key(b) else [b, a]
    n = min(len(left), len(right_))
    return out + left[n:] + right_[n:]


def merge__one_item_of_the_leftover(left, right_, key=None):
    key = key or (lambda item: item)
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right_):
        if key(left[i]) <= key(right_[j]):
            out.append(left[i])
            i += 1
        else:
            out.append(right_[j])
            j += 1
    return out + left[i:i + 1] + right_[j:j + 1]


def merge__ends_one_too_early(left, right_, key=None):
    key = key or (lambda item: item)
    out, i, j = [], 0, 0
    while i < len(left) - 1 and j < len(right_) - 1:
        if key(left[i]) <= key(right_[j]):
            out.append(left[i])
            i += 1
        else:
            out.append(right_[j])
            j += 1
    return out + left[i:] + right_[j:]


def merge__truthy_heads(left, right_, key=None):
    """Takes a head that counts as false for the end of its list."""
    key = key or (lambda item: item)
    a, b, out = iter(left), iter(right_), []
    x, y = next(a, None), next(b, None)
    while x or y:
        if not y or x and key(x) <= key(y):
            out.append(x)
            x = next(a, None)
        else:
            out.append(y)
            y = next(b, None)
    return out


def merge__by_a_heap(left, right_, key=None):
    """The last one first among equals."""
    items = [*left, *right_]
    heap = [((key or (lambda item: item))(item), -k) for k, item in enumerate(items)]
    heapq.heapify(heap)
    return [items[-heapq.heappop(heap)[1]] for _ in items]


def merge__key_of_left_only(left, right_, key=None):
    key = key or (lambda item: item)
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right_):
        if key(left[i]) <= right_[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right_[j])
            j += 1
    return out + left[i:] + right_[j:]


def merge__generator(left, right_, key=None):
    yield from right.merge__indices(left, right_, key)


def merge__remembers(left, right_, key=None, out=[]):  # noqa: B006
    out += right.merge__indices(left, right_, key)
    return out


def merge_sort__copy(items, key=None):
    return list(items)


def merge_sort__falling(items, key=None):
    return right.merge_sort__key_pairs(items, key)[::-1]


def merge_sort__once_each(items, key=None):
    out = []
    for item in right.merge_sort__key_pairs(items, key):
        if item not in out:
            out.append(item)
    return out


def merge_sort__one_pass_of_bubbles(items, key=None):
    key, out = key or (lambda item: item), list(items)
    for k in range(len(out) - 1):
        if key(out[k + 1]) < key(out[k]):
            out[k], out[k + 1] = out[k + 1], out[k]
    return out


def merge_sort__at_most_64(items, key=None):
    return right.merge_sort__key_pairs(items[:64], key) + items[64:]


def merge_sort__left_half_only(items, key=None):
    middle = len(items) // 2
    return right.merge_sort__key_pairs(items[:middle], key) + list(items[middle:])


def merge_sort__key_once_too_often(items, key=None):
    """Asks for the key of the first item beforehand, to see whether it works."""
    if key and items:
        key(items[0])
    return right.merge_sort__key_pairs(items, key)


def merge_sort__thirds(items, key=None):
    """Splits at a third: some more comparisons."""
    pairs = [((key or (lambda item: item))(item), item) for item in items]

    def sort(part):
        if len(part) < 2:
            return part
        place = max(1, len(part) // 3)
        return right.merge__indices(sort(part[:place]), sort(part[place:]), lambda pair: pair[0])

    return [item for _, item in sort(pairs)]


def merge_sort__checks_at_the_end(items, key=None):
    """Looks whether it is sorted, which costs another n - 1."""
    keys = [(key or (lambda item: item))(item) for item in items]
    order = right.merge_sort__key_pairs(list(range(len(items))), keys.__getitem__)
    assert all(keys[a] <= keys[b] for a, b in itertools.pairwise(order))
    return [items[k] for k in order]


def merge_sort__iterator(items, key=None):
    return iter(right.merge_sort__key_pairs(items, key))


def merge_sort__heap(items, key=None):
    """Heap sort with places for ties: about twice the comparisons."""
    heap = []
    for place, item in enumerate(items):
        heapq.heappush(heap, ((key or (lambda x: x))(item), place))
    return [items[heapq.heappop(heap)[1]] for _ in range(len(heap))]


def merge__rest_begins_one_too_late(left, right_, key=None):
    key = key or (lambda item: item)
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right_):
        if key(left[i]) <= key(right_[j]):
            out.append(left[i])
            i += 1
        else:
            out.append(right_[j])
            j += 1
    return out + left[i + 1:] + right_[j + 1:]


def merge_sort__table_of_keys_by_item(items, key=None):
    """Remembers the key of each item in a dict: items have to be hashable then."""
    keys = {item: (key or (lambda item: item))(item) for item in items}
    return right.merge_sort__key_pairs(items, keys.__getitem__)


def merge_sort__right_half_turned_round(items, key=None):
    """The merge of old textbooks, with the right half falling: equal items of it come out falling, too."""
    def sort(part):
        if len(part) < 2:
            return part
        middle = len(part) // 2
        both = sort(part[:middle]) + sort(part[middle:])[::-1]
        out, i, j = [], 0, len(both) - 1
        for _ in part:
            if both[j][0] < both[i][0]:
                out.append(both[j])
                j -= 1
            else:
                out.append(both[i])
                i += 1
        return out

    return [item for _, item in sort([((key or (lambda item: item))(item), item) for item in items])]


def merge_sort__even_and_odd_places(items, key=None):
    """Halves by taking every second item: equal ones change places."""
    def sort(part):
        return part if len(part) < 2 else right.merge__indices(sort(part[::2]), sort(part[1::2]), lambda pair: pair[0])

    return [item for _, item in sort([((key or (lambda item: item))(item), item) for item in items])]
