"""Wrong answers to topic 07: counting inversions. One function a mistake: `NAME__mistake`."""
from answers import merge_sort_inversions as right


def count_inversions__all_pairs(items):
    return len(items) * (len(items) - 1) // 2


def count_inversions__ranks_displaced(items):
    """How far the items are from their places, halved."""
    order = sorted(range(len(items)), key=items.__getitem__)
    return sum(abs(k - place) for k, place in enumerate(order)) // 2


def count_inversions__doubled(items):
    return 2 * right.count_inversions__bottom_up(items)


def count_inversions__distinct_pairs(items):
    """Counts pairs of values, not of places."""
    return len({(a, b) for k, a in enumerate(items) for b in items[k + 1:] if a > b})


def count_inversions__in_a_byte(items):
    return right.count_inversions__bottom_up(items) % 256


def count_inversions__as_text(items):
    return str(right.count_inversions__bottom_up(items))


def count_inversions__small_values_only(items):
    """A table by value: no place for negative numbers and fractions."""
    table, total = [0] * 200, 0
    for item in items:
        total += sum(table[int(item) + 1:])
        table[int(item)] += 1
    return total


def count_inversions__remembers(items, total=[0]):  # noqa: B006
    total[0] += right.count_inversions__bottom_up(items)
    return total[0]


def count_inversions__empties(items):
    seen, total = [], 0
    while items:
        item = items.pop()
        total += sum(other < item for other in seen)
        seen.append(item)
    return total


def count_inversions__one_round_of_bubbles(items):
    items, count = list(items), 0
    for k in range(len(items) - 1):
        if items[k] > items[k + 1]:
            items[k], items[k + 1] = items[k + 1], items[k]
            count += 1
    return count


def count_inversions__far_smaller_only(items):
    """Pairs with an item more than twice as large as the later one: another exercise."""
    return sum(a > 2 * b for k, a in enumerate(items) for b in items[k + 1:])
