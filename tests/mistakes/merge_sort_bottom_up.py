"""Wrong answers to topic 07: sorting without recursion. One function a mistake: `NAME__mistake`."""
import itertools
import math

from answers import merge_sort as right


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


def merge_sort_bottom_up__logarithm_of_nothing(items, key=None):
    order = [((key or (lambda item: item))(item), item) for item in items]
    for step in range(math.ceil(math.log2(len(order)))):
        width = 2**step
        order = [pair for k in range(0, len(order), 2 * width)
                 for pair in right.merge__indices(order[k:k + width], order[k + width:k + 2 * width], lambda pair: pair[0])]
    return [item for _, item in order]
