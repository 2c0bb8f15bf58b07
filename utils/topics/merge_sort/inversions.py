"""count_inversions: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import itertools
from dataclasses import dataclass

from ...counting import Counted, Tally, counted
from ...exercise import Exercise, Misconception, case
from ...returns import Integer
from .items import assorted, hardest, levels
from .sorting import SOURCE
from .strategies import number_lists

LONG_ENOUGH, GENEROUS = 100, 4


def inversions_oracle(items):
    """The definition, pair by pair."""
    return sum(items[i] > items[j] for j in range(len(items)) for i in range(j))


class Opaque:
    """A number that NumPy cannot look into: comparisons of whole arrays of them are counted too."""

    def __init__(self, value: float, tally: Tally):
        self.number = Counted(value, tally)

    def __lt__(self, other):
        return self.number < float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __le__(self, other):
        return self.number <= float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __gt__(self, other):
        return self.number > float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __ge__(self, other):
        return self.number >= float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __eq__(self, other):
        return float(self) == float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __ne__(self, other):
        return float(self) != float(other) if isinstance(other, NUMBERS) else NotImplemented

    def __hash__(self):
        return hash(float(self))

    def __neg__(self):
        return Opaque(-float(self), self.number.tally)

    def __float__(self):
        return float(self.number)


NUMBERS = (Opaque, int, float)  # with an array of them NumPy compares item by item


@dataclass(frozen=True)
class Count(Integer):
    """A whole number; two answers that are a list and a count are the same if both parts are."""

    def same(self, one, other, case):
        if isinstance(one, tuple) and isinstance(other, tuple):
            return one == other
        return super().same(one, other, case)


def bound(case, answer):
    """Comparisons; on long lists also those that NumPy makes, with allowance for how it sorts."""
    items = case.args[0]
    n, tally = len(items), Tally()
    most = n * levels(n)
    answer(counted(items, tally))
    if tally.comparisons > most:
        return _exceeded(tally, n, most)
    hidden = Tally()
    if n >= LONG_ENOUGH:
        try:
            answer([Opaque(item, hidden) for item in items])
        except Exception:  # numbers were promised, and these are strange ones
            return None
    return _exceeded(hidden, n, most) if hidden.comparisons > GENEROUS * most else None


def _exceeded(tally, n, most):
    return f"compared {tally.comparisons:,} times for {n:,} items, at most {most:,} are allowed."


def counting(strict=True, gain=lambda i, j, left, right: len(left) - i, inner=(1, 1), merge=True, across=True,
             rest=lambda i, left, right: 0, empty=True):
    """Counts while it merges, with a switch for each mistake."""
    def sort(items):
        if len(items) == 1 or empty and not items:
            return items, 0
        middle = len(items) // 2
        (left, a), (right, b) = sort(items[:middle]), sort(items[middle:])
        result, i, j, count = [], 0, 0, 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j] if strict else left[i] < right[j]:
                result.append(left[i])
                i += 1
            else:
                result.append(right[j])
                count += gain(i, j, left, right)
                j += 1
        merged = result + left[i:] + right[j:] if merge else items
        count += rest(i, left, right)
        return merged, a * inner[0] + b * inner[1] + (count if across else 0)

    return lambda items: sort(list(items))[1]


def left_gains(items):
    """Counts, for each item of the left half, how many of the right went before it, but forgets the leftover."""
    def sort(items):
        if len(items) <= 1:
            return items, 0
        middle = len(items) // 2
        (left, a), (right, b) = sort(items[:middle]), sort(items[middle:])
        result, i, j, count = [], 0, 0, 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j]:
                result.append(left[i])
                count += j
                i += 1
            else:
                result.append(right[j])
                j += 1
        return result + left[i:] + right[j:], a + b + count

    return sort(list(items))[1]


def pairs(items):
    """Every pair, asked: the definition."""
    return sum(items[i] > items[j] for i in range(len(items)) for j in range(i + 1, len(items)))


def swaps(items):
    """Bubble sort counts its swaps."""
    items, count = list(items), 0
    for end in range(len(items) - 1, 0, -1):
        for k in range(end):
            if items[k] > items[k + 1]:
                items[k], items[k + 1] = items[k + 1], items[k]
                count += 1
    return count


def swaps_of_minima(items):
    """Selection sort counts its swaps."""
    items, count = list(items), 0
    for place in range(len(items)):
        best = min(range(place, len(items)), key=items.__getitem__)
        if best != place:
            items[place], items[best] = items[best], items[place]
            count += 1
    return count


def cycles(items):
    """The items less the cycles of the order that sorts them."""
    order, seen, count = sorted(range(len(items)), key=items.__getitem__), set(), len(items)
    for place in range(len(items)):
        count -= place not in seen
        while place not in seen:
            seen.add(place)
            place = order[place]
    return count


def steps(items):
    """Insertion sort counts how far each item goes."""
    done, count = [], 0
    for item in items:
        place = len(done)
        while place and done[place - 1] > item:
            place -= 1
            count += 1
        done.insert(place, item)
    return count


def matrix(items):
    """All pairs at once, in NumPy."""
    import numpy as np

    values = np.asarray(items)
    return int(np.triu(values[:, None] > values[None, :], 1).sum()) if len(items) else 0


def row_by_row(items):
    """One item against all behind it, in NumPy."""
    import numpy as np

    values = np.asarray(items)
    return int(sum(np.sum(values[k] > values[k + 1:]) for k in range(len(values))))


def sorting_the_argument(items):
    """Merges back into the caller's list."""
    count = counting()(items)
    items.sort()
    return count


COUNT_INVERSIONS = Exercise(
    name="count_inversions",
    oracle=inversions_oracle,
    returns=Count("an int"),
    cases=(
        case([2, 1], why="one inversion"),
        case([1, 2], why="none"),
        case([], why="nothing to count; a base case for one item only never ends"),
        case([5], why="one item has no pair"),
        case([2, 2], why="equal items are no inversion"),
        case([3, 1, 2], why="two, to do by hand: catches neighbours only, which is one"),
        case([2, 3, 1], why="right's item jumps over two at once: catches an answer that counts 1 for each jump"),
        case([1, 3, 2, 4], why="one, across the halves"),
        case([2, 1, 4, 3], why="one in each half and none across: the counts of the halves belong to the sum"),
        case([3, 4, 1, 2], why="four across, none within"),
        case([2, 4, 1, 3], why="what is left of left when right is used up has been counted already"),
        case([4, 3, 2, 1], why="falling: all six pairs; the halves have to be sorted before they are merged"),
        case([1, 2, 3, 4, 5], why="sorted: none of ten"),
        case(SOURCE, why="ten numbers to do by hand: 17"),
        case([1, 1, 1, 1, 1], why="all equal: none"),
        case([2, 1, 2, 1, 2, 1], why="equal items among others"),
        case([0, -1, 0, -2, 3, -1], why="negative numbers: no table can have them as indices"),
        case([0.5, 0.25, 0.75, 0.25], why="floats that are alike after `int`"),
        case([10**9, -(10**9), 5, 10**9], why="far apart: a table from the smallest to the largest is too large"),
        case([7, 1, 2, 3, 4, 5, 6], why="the first item is out of place, and makes an inversion with all others"),
        case([2, 3, 4, 5, 6, 7, 1], why="so is the last one: six again, not one"),
        case(list(range(40, 0, -1)), why="long and falling: 780; a count in bytes would overflow, sorting by swaps is too dear"),
        case(hardest(list(range(64))), why="every merge runs to the last but one"),
        case(assorted(100), why="long, without order"),
        case(list(range(128)), why="long and sorted: looking at all pairs costs 8,128 comparisons, 896 are allowed"),
        case([k % 5 for k in range(150)], why="long with many ties"),
    ),
    generate=number_lists,
    misconceptions=(
        Misconception("equal_pairs_counted", "an inversion is a pair with the *greater* item first; of equal items take left's, and "
                      "count nothing.", counting(strict=False),
                      lambda items: sum(items[i] >= items[j] for j in range(len(items)) for i in range(j))),
        Misconception("one_a_jump", "an item of the right half that goes out jumps over *all* that are still in the left half: count "
                      "them all.", counting(gain=lambda i, j, left, right: 1)),
        Misconception("wrong_side_counted", "what is jumped over is what is left of the *left* half, `len(left) - i`.",
                      counting(gain=lambda i, j, left, right: i), counting(gain=lambda i, j, left, right: len(right) - j),
                      counting(gain=lambda i, j, left, right: i + 1), counting(gain=lambda i, j, left, right: j + 1),
                      counting(gain=lambda i, j, left, right: len(left) - i - 1),
                      counting(gain=lambda i, j, left, right: len(left)),
                      counting(gain=lambda i, j, left, right: len(left) - i + 1)),
        Misconception("halves_forgotten", "the sum has three parts: within left, within right, across.", counting(inner=(0, 0)),
                      counting(inner=(1, 0)), counting(inner=(0, 1))),
        Misconception("empty_never_ends", "half of nothing is nothing: the recursion has to end at no item as well as at one.",
                      counting(empty=False)),
        Misconception("pair_returned", "the recursion returns two things, the exercise asks for one: hand out the count alone.",
                      lambda items: (sorted(items), inversions_oracle(items)),
                      lambda items: (inversions_oracle(items), sorted(items))),
        Misconception("leftover_counted_again", "what is left of the left half when right is used up has been counted already, each "
                      "time an item jumped over it.", counting(rest=lambda i, left, right: (len(left) - i) * len(right)),
                      counting(rest=lambda i, left, right: len(left) - i)),
        Misconception("swaps_to_sort", "that is the least number of swaps that sort the list, of any two items; a swap far apart may "
                      "settle many inversions at once.", swaps_of_minima, cycles),
        Misconception("across_forgotten", "the sum has three parts: within left, within right, across.", counting(across=False)),
        Misconception("halves_not_sorted", "the count across is right only if both halves are sorted: the recursion has to return the "
                      "merged list beside the count.", counting(merge=False)),
        Misconception("leftover_not_counted", "if you count for the items of left how many of right went before, those that are left "
                      "over when right is used up count too.", left_gains),
        Misconception("neighbours_only", "an inversion is any pair in the wrong order, not two neighbours only.",
                      lambda items: sum(a > b for a, b in itertools.pairwise(items))),
        Misconception("items_out_of_place", "pairs are counted, not the items that stand elsewhere in the sorted list.",
                      lambda items: sum(a != b for a, b in zip(items, sorted(items)))),
        Misconception("pairs_in_order", "these are the pairs in the right order; count those with the greater item first.",
                      lambda items: sum(items[i] < items[j] for j in range(len(items)) for i in range(j)),
                      lambda items: sum(items[i] <= items[j] for j in range(len(items)) for i in range(j))),
        Misconception("argument_sorted", "the caller's list stays as it was: sort a copy.", sorting_the_argument),
        Misconception("quadratic", "looking at all pairs costs n(n - 1)/2 comparisons, and so does sorting by swaps; merging gives "
                      "the count in n log2 n.", pairs, swaps, steps, matrix, row_by_row, inversions_oracle),
    ),
    hints=("Two sorted halves are merged, and the next item comes from the right one. Which items does it jump over?",
           "Let the recursion return two things: the sorted list and the count. The sum is left's + right's + across.",
           "In the merge: on a tie take left's. When right's item goes out, add the number of items that are still in left. What "
           "is left over at the end adds nothing."),
    praise="Why: a merge meets every pair across the halves once, and settles a whole bundle of them with one comparison. Usual "
           "traps: `<` for `<=`, adding 1 a jump, unsorted halves. Next question: what has this to do with Kendall's tau, and with "
           "the swaps of insertion sort?",
    bound=bound,
    equivalent={
        "middle = len(part) // 2 -> middle = -(-len(part) // 2)":
            "which half takes the odd item does not matter: the recurrence of the bound is the same",
        "return sort(list(items))[1] -> return sort(items)[1]": "the argument is a list, and only slices of it are sorted",
    },
)
