"""merge: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Exercise, Misconception, case
from .items import ABS, FIRST, FORBIDDEN, LEN, LOWER, NEGATIVE, Ordered, identity, no_plain_numbers, records
from .strategies import two_sorted_lists


def merge_oracle(left, right, key=None):
    """Python's own sort, which is stable."""
    return sorted([*left, *right], key=key)


def merged(left, right, key=None, first=lambda a, b: a <= b, rest="both"):
    """Merging with a switch for each mistake; `first` says whether left's key goes first."""
    key = key or identity
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if first(key(left[i]), key(right[j])):
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + (list(left[i:]) if rest != "right" else []) * (rest != "none") \
        + (list(right[j:]) if rest != "left" else []) * (rest != "none")


def ties_right(left, right, key=None):
    return merged(left, right, key, lambda a, b: a < b)


def by_whole_items(strict):
    """Compares (key, item), so that items decide where keys are equal."""
    def answer(left, right, key=None):
        return merged(left, right, lambda item: ((key or identity)(item), item), (lambda a, b: a < b) if strict else
                      lambda a, b: a <= b)

    return answer


def pop_until_one_is_empty(left, right, key=None):
    key = key or identity
    result = []
    while left and right:
        result.append(left.pop(0) if key(left[0]) <= key(right[0]) else right.pop(0))
    return result + left + right


def pop_until_both_are_empty(left, right, key=None):
    key = key or identity
    result = []
    while left or right:
        from_left = left and (not right or key(left[0]) <= key(right[0]))
        result.append(left.pop(0) if from_left else right.pop(0))
    return result


def pop_from_the_end(left, right, key=None):
    key = key or identity
    result = []
    while left and right:
        result.append(left.pop() if key(left[-1]) > key(right[-1]) else right.pop())
    return left + right + result[::-1]


def into_left(left, right, key=None):
    """Puts right's items into the left list."""
    key, place = key or identity, 0
    for item in right:
        while place < len(left) and key(left[place]) <= key(item):
            place += 1
        left.insert(place, item)
        place += 1
    return left


def into_copy_of_left(left, right, key=None):
    """The same, but the caller gets a copy."""
    return list(into_left(left, right, key))


def one_of_equals(left, right, key=None):
    """Where two are equal, takes one and steps over both."""
    key = key or identity
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = key(left[i]), key(right[j])
        result.append(right[j] if b < a else left[i])
        i, j = i + (a <= b), j + (b <= a)
    return result + left[i:] + right[j:]


def hands_back(which):
    """Returns the other argument itself if one is empty."""
    def answer(left, right, key=None):
        if "left" in which and not left:
            return right
        if "right" in which and not right:
            return left
        return merged(left, right, key)

    return answer


def sentinels(left, right, key=None):
    """Puts an infinity behind each list, as textbooks do."""
    key = key or identity
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


def or_for_and(left, right, key=None):
    """Goes on while either has items, and compares what only one of them has."""
    key = key or identity
    result, i, j = [], 0, 0
    while i < len(left) or j < len(right):
        if key(left[i]) <= key(right[j]):
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result


def appended(always):
    """Appends the rest as one item, also an empty rest if `always`."""
    def answer(left, right, key=None):
        key = key or identity
        result, i, j = [], 0, 0
        while i < len(left) and j < len(right):
            if key(left[i]) <= key(right[j]):
                result.append(left[i])
                i += 1
            else:
                result.append(right[j])
                j += 1
        return result + [rest for rest in (left[i:], right[j:]) if rest or always]

    return answer


def one_of_each(left, right, key=None, from_left=True):
    """Of two equal items takes both, and looks no further for more of left's."""
    key = key or identity
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        a, b = key(left[i]), key(right[j])
        if a == b:
            result += [left[i], right[j]] if from_left else [right[j], left[i]]
        else:
            result.append(left[i] if a < b else right[j])
        i, j = i + (a <= b), j + (b <= a)
    return result + left[i:] + right[j:]


def infinities_in_the_arguments(left, right, key=None):
    """Puts the infinities behind the caller's own lists."""
    left.append(float("inf"))
    right.append(float("inf"))
    key = key or identity
    result, i, j = [], 0, 0
    for _ in range(len(left) + len(right) - 2):
        if key(left[i]) <= key(right[j]):
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result


def key_always_called(left, right, key=None):
    """Calls `key` though it is None."""
    return merged(left, right, lambda item: key(item))


CASES = (
    case([1], [2], why="one each: catches the loop that ends when one list is used up"),
    case([2], [1], why="the same, right first"),
    case([], [], why="nothing: a new empty list"),
    case([1, 2], [], why="right is empty: the result may not be left itself"),
    case([], [1, 2], why="left is empty: the result may not be right itself"),
    case([1, 4, 6], [2, 3, 7, 9], why="lists of different lengths, to do by hand; catches concatenation"),
    case([5, 6], [1, 2, 3], why="all of right before all of left"),
    case([1, 2, 3], [5, 6], why="all of left before all of right: what is over is right"),
    case([1, 2, 2, 3], [2, 2, 4], why="equal numbers stay as many as they are"),
    case(records("1a", "2b"), records("1p", "2q"), why="ties go to left; nothing but the labels shows it"),
    case(records("2a", "2b", "2c"), records("2p", "2q"), why="all equal: left, then right, each in its order"),
    case([-3, -1, 0], [-2, 0, 5], why="negative numbers, and a zero in each: 0 is not nothing"),
    case([0.5, 1.5], [-1.25, 1.5, float("inf")], why="floats, and an infinity that is an item"),
    case(["ant", "cow"], ["bee", "cow", "dog"], why="words: no number can stand behind the last one"),
    case([True], [False], why="bools are ordered like 0 and 1"),
    case([3, 2, 1], [3, 1], key=NEGATIVE, why="falling, by a key: catches an answer that ignores it"),
    case([1, -2, 3], [-1, 2, -4], key=ABS, why="equal keys of different items: left first, and items, not keys"),
    case([(1, 9), (2, 8)], [(1, 3), (2, 1)], key=FIRST, why="comparing whole pairs would turn the ties round"),
    case([(1, "x"), (2, None)], [(1, None), (2, "y")], key=FIRST, why="items that cannot be compared, their keys can"),
    case(["b", "C"], ["a", "B", "c"], key=LOWER, why="keys of another order than the items"),
    case(["", "to", "bee"], ["a", "be"], key=LEN, why="keys of another type; an empty word is an item too"),
    case([[1, 2], [3]], [[1], [2, 0]], key=FIRST, why="items that cannot be hashed: lists"),
    case([], [3, 2], key=NEGATIVE, why="one empty list, with a key"),
    case([3, 2], [], key=NEGATIVE, why="the other"),
    case([10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 11], why="one against many: catches answers that step in both lists"),
    case(list(range(0, 60, 2)), list(range(1, 61, 2)), why="long and interleaved"),
    case(list(range(20)), list(range(20, 60)), why="long and apart"),
)

MERGE = Exercise(
    name="merge",
    oracle=merge_oracle,
    returns=Ordered("a new list"),
    odd=no_plain_numbers,
    cases=CASES,
    generate=two_sorted_lists,
    misconceptions=(
        Misconception("ties_from_right", "of two equal keys left's goes first: take left's while it is not greater, `<=`; with `<` "
                      "equal items change places and the merge is not stable.", ties_right),
        Misconception("leftover_dropped", "the loop ends when one list is used up; what is left of the other belongs to the result.",
                      *(lambda left, right, key=None, rest=rest: merged(left, right, key, rest=rest)
                        for rest in ("none", "left", "right"))),
        Misconception("arguments_emptied", "`pop` takes the items out of the caller's lists, and `pop(0)` moves all the others each "
                      "time: walk along with two indices.",
                      pop_until_one_is_empty, pop_until_both_are_empty, pop_from_the_end),
        Misconception("written_into_left", "the result is a new list: left itself must stay as it was.",
                      into_left, into_copy_of_left),
        Misconception("argument_returned", "if one list is empty, the result is a *copy* of the other: whoever changes it later "
                      "would change the argument.", hands_back("left right"), hands_back("left"), hands_back("right")),
        Misconception("key_ignored", "compare `key(item)`, not the items, where a key is given.",
                      lambda left, right, key=None: merged(left, right),
                      lambda left, right, key=None: ties_right(left, right)),
        Misconception("keys_returned", "the key is for comparing only; the result holds the items.",
                      lambda left, right, key=None: merged([*map(key or identity, left)], [*map(key or identity, right)])),
        Misconception("items_decide_ties", "pairs of (key, item) compare the items where keys are equal: that breaks stability, and "
                      "fails for items that cannot be compared. Compare the keys alone.",
                      by_whole_items(strict=False), by_whole_items(strict=True)),
        Misconception("equal_items_lost", "two equal items are two items: step over one of them, not over both.", one_of_equals),
        Misconception("one_of_each", "of equal items all of left's go before right's: on a tie take left's alone, there may be more of "
                      "them.", one_of_each, lambda left, right, key=None: one_of_each(left, right, key, from_left=False)),
        Misconception("or_for_and", "only as long as *both* lists have items is there anything to compare: `and`, then the rest.",
                      or_for_and),
        Misconception("rest_appended", "`append` puts the whole rest in as one item: `extend`, or `+=`.",
                      appended(always=False), appended(always=True)),
        Misconception("falling", "ascending: of the two heads the *smaller* goes first.",
                      lambda left, right, key=None: merged(left, right, key, lambda a, b: a >= b),
                      lambda left, right, key=None: merged(left, right, key, lambda a, b: a > b)),
        Misconception("key_is_none", "`key` may be None, and None cannot be called: then compare the items themselves.",
                      key_always_called),
        Misconception("concatenated", "one list behind the other is not sorted: take the smaller of the two heads, again and again.",
                      lambda left, right, key=None: left + right),
        Misconception("sentinel", "an infinity behind the last item compares with numbers only, and words or pairs have none: test "
                      "the index instead.", sentinels, infinities_in_the_arguments),
    ),
    hints=("Both lists are sorted. Where in them can the smallest item of all be, and where the next one?",
           "Two indices i and j, one result list of length len(left) + len(right); each step moves one of the two.",
           "While both have items: append the one with the smaller key, left's if the keys are equal. Then append what is left "
           "of either; one of the two is empty. `key` is None or a function."),
    praise="Why: the smallest item left is always at the head of one of the lists, and `<=` gives ties to left. Usual traps: `<`, "
           "the leftover, `pop(0)`. Next question: how would you merge two arrays in place, if the first has room at its end?",
    forbidden=FORBIDDEN,
    sortable=lambda case: 0,
    new=True,
    library=merge_oracle,
)
