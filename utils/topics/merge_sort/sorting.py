"""merge_sort: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Exercise, Misconception, case
from . import slips
from .items import (
    ABS,
    FIRST,
    FORBIDDEN,
    LEN,
    LOWER,
    NEGATIVE,
    SECOND,
    Ordered,
    assorted,
    hardest,
    identity,
    no_plain_numbers,
    records,
    sorting_bound,
    top_down_bound,
)
from .strategies import unsorted_lists

SOURCE = [23, 40, 45, 19, 12, 16, 90, 39, 87, 71]


def sort_oracle(items, key=None):
    """Python's own sort, which is stable."""
    return sorted(items, key=key)


def in_place(items, key=None):
    """Merges back into the argument and returns a copy of it."""
    items[:] = slips.on_pairs(slips.halves(slips.merge))(items, key)
    return list(items)


def in_place_and_back(items, key=None):
    """Merges back into the argument and returns it."""
    items[:] = slips.on_pairs(slips.halves(slips.merge))(items, key)
    return items


def like_the_method(items, key=None):
    """As `list.sort` does: changes the argument and returns nothing."""
    items[:] = slips.on_pairs(slips.halves(slips.merge))(items, key)


def argument_back(items, key=None):
    """The base case hands back what it got."""
    return items if len(items) <= 1 else slips.on_pairs(slips.halves(slips.merge))(items, key)


def middle_lost(items, key=None):
    """The second half begins one too late."""
    def sort(part, key):
        if len(part) <= 1:
            return part
        middle = len(part) // 2
        return slips.merge(sort(part[:middle], key), sort(part[middle + 1:], key), key)

    return slips.on_pairs(sort)(items, key)


def middle_twice(first, second):
    """Halves that overlap, or one of them is all: a list of two never gets shorter."""
    def answer(items, key=None):
        def sort(part, key):
            if len(part) <= 1:
                return part
            middle = len(part) // 2
            return slips.merge(sort(part[:middle + first], key), sort(part[middle - second:], key), key)

        return slips.on_pairs(sort)(items, key)

    return answer


def without_base_for_nothing(items, key=None):
    """The recursion ends at one item only."""
    def sort(part, key):
        if len(part) == 1:
            return part
        return slips.merge(sort(part[:len(part) // 2], key), sort(part[len(part) // 2:], key), key)

    return slips.on_pairs(sort)(items, key)


def thrown_away(items, key=None):
    """Sorts the halves, forgets the results and merges the halves as they were."""
    pairs = slips.decorated(items, key)
    if len(pairs) <= 1:
        return [item for _, item in pairs]
    return [item for _, item in slips.merge(pairs[:len(pairs) // 2], pairs[len(pairs) // 2:], slips.first_of)]


def key_lost_on_the_way(items, key=None):
    """Does not hand `key` on to the halves, and merges them by it."""
    if len(items) <= 1:
        return list(items)
    middle = len(items) // 2
    halves = key_lost_on_the_way(items[:middle]), key_lost_on_the_way(items[middle:])
    return slips.merge(*halves, key or identity)


def keys_only(items, key=None):
    """Sorts the keys and returns them."""
    return slips.on_pairs(slips.halves(slips.merge))([*map(key or identity, items)])


SMALL = (
    case([2, 1], why="two, the wrong way round"),
    case([], why="nothing: a new empty list; a base case for one item only never ends"),
    case([7], why="one item: a new list, not the argument"),
    case([3, 1, 2], why="an odd number: catches a half that begins one too late or too early"),
    case([1, 2, 3, 4], why="sorted already: nothing changes places"),
    case([5, 4, 3, 2, 1], why="falling: every merge takes all of right first"),
    case(SOURCE, why="ten numbers to do by hand: 21 comparisons, 25 are allowed"),
    case([2, 1, 2, 1, 2, 1], why="equal numbers stay as many as they are"),
    case(records("2a", "1b", "2c", "1d"), why="ties keep their order; nothing but the labels shows it"),
    case(records("1a", "1b", "1c", "1d", "1e", "1f", "1g"), why="all equal, an odd number"),
    case(records("2a", "2b", "1c", "2d", "1e"), why="five with ties: a queue of runs turns them round"),
    case([0, -1, 3, -2, 0], why="negative numbers and zeros: 0 is not nothing"),
    case([0.5, float("inf"), -1.25, 0.25], why="floats, and an infinity that is an item"),
    case(["dog", "ant", "", "cow", "bee"], why="words, an empty one too: no number compares with them"),
    case([3, 1, 2, 1], key=NEGATIVE, why="falling, by a key: catches an answer that ignores it"),
    case([1, -2, 2, -1, 1], key=ABS, why="equal keys of different items: their order, and items, not keys"),
    case([(1, 9), (0, 5), (1, 3), (0, 1)], key=FIRST, why="comparing whole pairs would turn the ties round"),
    case([(1, "x"), (1, None), (0, 3), (1, "y")], key=FIRST, why="items that cannot be compared, their keys can"),
    case([(1, "b"), (2, "a"), (3, "b"), (4, "a")], key=SECOND, why="by class, names in order: why stability is wanted"),
    case(["b", "A", "a", "B", "c"], key=LOWER, why="keys of another order than the items"),
    case(["bee", "to", "", "a", "be"], key=LEN, why="keys of another type than the items"),
    case([9], key=NEGATIVE, why="one item, with a key"),
    case([[2, 1], [1, 5], [2, 0], [1]], key=FIRST, why="items that cannot be hashed: lists. A table of keys by item fails"),
)
LONG = (
    case(hardest(list(range(13))), why="every merge of halves runs to the last but one: the bound is met, one more is too many"),
    case(hardest(list(range(13)), longer=0), why="the same where the left half takes the odd one"),
    case(hardest(list(range(32))), why="the same for a power of two"),
    case(hardest(list(range(37))), key=NEGATIVE, why="37 items with a key: it is called 37 times at most"),
    case(list(range(100)), why="long and sorted: quicksort by the first item takes 4,950 comparisons"),
    case(list(range(100, 0, -1)), why="long and falling: insertion takes 4,950 comparisons"),
    case([5] * 100, why="long and all equal"),
    case(assorted(127), why="one less than a power of two, without order"),
    case(assorted(200, below=7), why="long, few different values"),
)

MERGE_SORT = Exercise(
    name="merge_sort",
    oracle=sort_oracle,
    returns=Ordered("a new sorted list"),
    odd=no_plain_numbers,
    cases=SMALL + LONG,
    generate=unsorted_lists,
    misconceptions=(
        Misconception("unstable", "of two equal keys the left half's goes first: take it while it is not greater, `<=`.",
                      slips.on_pairs(slips.halves(slips.strictly))),
        Misconception("input_changed", "a *new* list is wanted: sort a copy, and leave the argument as it was.",
                      in_place, in_place_and_back),
        Misconception("like_list_sort", "`list.sort` changes its list and returns None; here a new sorted list is returned.",
                      like_the_method),
        Misconception("argument_returned", "a list of none or one is sorted already, but the result has to be a copy of it.",
                      argument_back),
        Misconception("middle_lost", "`items[:middle]` ends before the middle item, so the second half begins with it: "
                      "`items[middle:]`.", middle_lost),
        Misconception("overlapping_halves", "the halves share an item: of two items one half is both again, and the recursion "
                      "never ends.", middle_twice(1, 0), middle_twice(0, 1), middle_twice(1, -1)),
        Misconception("empty_never_ends", "half of nothing is nothing: the recursion has to end at no item as well as at one.",
                      without_base_for_nothing),
        Misconception("results_thrown_away", "a function that returns a new list does not change its argument: merge what the two "
                      "calls return.", thrown_away),
        Misconception("leftover_dropped", "the merge ends when one half is used up; what is left of the other belongs to the "
                      "result.", slips.on_pairs(slips.halves(slips.without_rest))),
        Misconception("key_at_every_comparison", "`key` may be expensive: call it once for each item, before you sort, and sort the "
                      "keys with their items.",
                      *(slips.on_items(slips.halves(way))
                        for way in (slips.merge, slips.with_keys_of_heads, slips.with_keys_of_lists))),
        Misconception("key_ignored", "compare `key(item)`, not the items, where a key is given.",
                      lambda items, key=None: slips.on_pairs(slips.halves(slips.merge))(items),
                      lambda items, key=None: slips.on_pairs(slips.halves(slips.strictly))(items), key_lost_on_the_way),
        Misconception("key_is_none", "`key` may be None, and None cannot be called: then compare the items themselves.",
                      slips.key_always_called(slips.halves(slips.merge))),
        Misconception("items_found_by_key", "several items may have the same key, and who looks an item up by its key finds one of "
                      "them: sort pairs of key and item, or positions.", slips.items_found_by_dict(slips.halves(slips.merge)),
                      slips.items_found_by_index(slips.halves(slips.merge))),
        Misconception("two_taken_for_sorted", "two items may stand the wrong way round: only none or one is sorted without work.",
                      slips.on_pairs(slips.halves(slips.merge, enough=2))),
        Misconception("keys_returned", "the key is for comparing only; the result holds the items.", keys_only),
        Misconception("items_decide_ties", "pairs of (key, item) compare the items where keys are equal: that breaks stability, and "
                      "fails for items that cannot be compared. Compare the keys alone.",
                      slips.on_pairs(slips.halves(slips.whole_pairs))),
        Misconception("sentinels", "an infinity behind each half costs a comparison for every item that is left over, and compares "
                      "with numbers only: stop when a half is used up.", slips.on_pairs(slips.halves(slips.with_sentinels))),
        Misconception("compared_twice", "one comparison decides: if right's is not smaller, left's goes, equal or not.",
                      slips.on_pairs(slips.halves(slips.compared_twice)),
                      slips.on_pairs(slips.halves(slips.compared_twice_one_step))),
        Misconception("asked_first", "asking whether the halves are in order already saves much on sorted input, and costs one "
                      "comparison more for each merge on all other: over the bound.",
                      slips.on_pairs(slips.halves(slips.with_a_look_first))),
        Misconception("quadratic", "this is no merge sort: on some inputs it takes about n²/2 comparisons or more. Halve, sort the "
                      "halves, merge.", *slips.QUADRATIC),
    ),
    hints=("Two sorted lists can be merged. Which lists are sorted without any work?",
           "Of n items, halves of n // 2 and n - n // 2; the recursion is ceil(log2 n) deep, and every level merges n items.",
           "None or one: a copy. Otherwise sort the first half, sort the second half, merge the two results, left first on ties. "
           "Work the keys out once, before the recursion, and let the recursion carry them with their items."),
    praise="Why: each of the ceil(log2 n) levels compares fewer than n times. Usual traps: the middle item lost, a key called at "
           "every comparison, `<` in the merge. Next question: why can no sort that compares take fewer than log2(n!) in the "
           "worst case?",
    bound=sorting_bound(top_down_bound),
    forbidden=FORBIDDEN,
    sortable=lambda case: 0,
    new=True,
    library=sort_oracle,
    equivalent={
        "middle = first + (last - first + 1) // 2 -> middle = first + (last - first + 0) // 2":
            "which half takes the odd item does not matter: the recurrence of the bound is the same",
        "items = list(items) -> pass": "the argument is a list, it is only read, and the result is made of its items anew",
        "items = list(items) -> items = items": "the argument is a list, it is only read, and the result is made of its items anew",
        "return list(range(first, last)) -> return range(first, last)":
            "none or one position: `merge` only reads its arguments, by length, index and slice, and a range has all three",
    },
)
