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


def merge_sort_bottom_up__one_pass(items, key=None):
    out = []
    for k in range(0, len(items), 2):
        out += right.merge__indices(list(items[k:k + 1]), list(items[k + 1:k + 2]), key)
    return out


def merge_sort_bottom_up__width_and_one(items, key=None):
    """Widths 1, 2, 3, …: the runs of one pass are not those of the next."""
    order = [((key or (lambda item: item))(item), item) for item in items]
    for width in range(1, len(order)):
        order = [pair for k in range(0, len(order), 2 * width)
                 for pair in right.merge__indices(order[k:k + width], order[k + width:k + 2 * width], lambda pair: pair[0])]
    return [item for _, item in order]


def merge_sort_bottom_up__starts_at_two(items, key=None):
    order, width = [((key or (lambda item: item))(item), item) for item in items], 2
    while width < len(order):
        order = [pair for k in range(0, len(order), 2 * width)
                 for pair in right.merge__indices(order[k:k + width], order[k + width:k + 2 * width], lambda pair: pair[0])]
        width *= 2
    return [item for _, item in order]


def merge_sort_bottom_up__eight_passes(items, key=None):
    """Enough up to 16 items."""
    order = [((key or (lambda item: item))(item), item) for item in items]
    for width in (1, 2, 4, 8):
        order = [pair for k in range(0, len(order), 2 * width)
                 for pair in right.merge__indices(order[k:k + width], order[k + width:k + 2 * width], lambda pair: pair[0])]
    return [item for _, item in order]


def merge_sort_bottom_up__first_and_last(items, key=None):
    """Merges the first run with the last one: few comparisons, but ties change places."""
    runs = [[((key or (lambda item: item))(item), item)] for item in items]
    while len(runs) > 1:
        runs = [right.merge__indices(runs[k], runs[-1 - k], lambda pair: pair[0]) for k in range(len(runs) // 2)] \
            + runs[len(runs) // 2:len(runs) - len(runs) // 2]
    return [item for run in runs for _, item in run]


def merge_sort_bottom_up__empty_is_none(items, key=None):
    return right.merge_sort_bottom_up__runs(items, key) or None


def merge_sort_bottom_up__one_more_pass(items, key=None):
    """Merges once more when all is sorted: empty merges compare nothing, but it looks at the ends."""
    keys = [(key or (lambda item: item))(item) for item in items]
    order = right.merge_sort_bottom_up__runs(list(range(len(items))), keys.__getitem__)
    for a, b in itertools.pairwise(order):
        if keys[b] < keys[a]:
            raise AssertionError
    return [items[k] for k in order]


def merge_sort_bottom_up__runs_that_are_there(items, key=None):
    """Natural merge sort: to find the runs costs n - 1 comparisons beforehand."""
    pairs, runs = [((key or (lambda item: item))(item), item) for item in items], []
    for pair in pairs:
        if runs and not pair[0] < runs[-1][-1][0]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    while len(runs) > 1:
        runs = [right.merge__indices(*runs[k:k + 2], lambda pair: pair[0]) if k + 1 < len(runs) else runs[k]
                for k in range(0, len(runs), 2)]
    return [item for run in runs for _, item in run]
