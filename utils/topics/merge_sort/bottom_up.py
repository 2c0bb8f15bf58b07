"""merge_sort_bottom_up: the oracle and inputs of merge_sort, longer lists for the recursion, and wrong answers of its own."""
from __future__ import annotations

import inspect
import sys
from collections import Counter, deque
from dataclasses import replace

from ...exercise import Misconception, case
from . import slips
from .items import NEGATIVE, assorted, bottom_up_bound, hardest, records, sorting_bound
from .sorting import MERGE_SORT, SMALL

LONG_ENOUGH, DEEPEST = 64, 3  # items; how often one function may be inside itself: a decorator on two helpers is, twice


def most_inside(answer, items) -> int:
    """How often one function was inside itself at most, while `answer` sorted; generators wait inside each other by right."""
    inside: Counter = Counter()
    most = 0

    def watch(frame, event, _):
        nonlocal most
        if event not in ("call", "return") or frame.f_code.co_flags & inspect.CO_GENERATOR:
            return
        inside[frame.f_code] += 1 if event == "call" else -1
        most = max(most, inside[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        answer(items)
    finally:
        sys.setprofile(before)
    return most


def bound(case, answer):
    """Comparisons, one call of `key` an item, and no recursion."""
    found = sorting_bound(bottom_up_bound)(case, answer)
    items = case.args[0]
    if not found and len(items) >= LONG_ENOUGH and most_inside(answer, list(items)) > DEEPEST:
        return "calls itself: this one is to do without recursion."
    return found


def doubling(stop=lambda width, n: width < n, tail=True, last=lambda n, width: n):
    """Passes over pairs of (key, item), with a switch for what happens at the end of a pass and after the last one."""
    def sort(pairs, key):
        n, width = len(pairs), 1
        while stop(width, n):
            passed = []
            for start in range(0, last(n, width), 2 * width):
                left, right = pairs[start:start + width], pairs[start + width:start + 2 * width]
                if len(right) == width or tail:
                    passed += slips.merge(left, right, key)
            pairs, width = passed, 2 * width
        return pairs

    return slips.on_pairs(sort)


def shrinking(pairs, key):
    """Goes on with what the pass has left, and looks only as far as two runs reach."""
    width = 1
    while width < len(pairs):
        passed = []
        for start in range(0, len(pairs) - width, 2 * width):
            passed += slips.merge(pairs[start:start + width], pairs[start + width:start + 2 * width], key)
        pairs, width = passed, 2 * width
    return pairs


def full_index(items, key=None):
    """Writes into a second list by index, as if every run were full."""
    pairs, width = slips.decorated(items, key), 1
    while width < len(pairs):
        target = list(pairs)
        for start in range(0, len(pairs), 2 * width):
            i, j = start, start + width
            for place in range(start, start + 2 * width):
                if j >= start + 2 * width or i < start + width and pairs[i][0] <= pairs[j][0]:
                    target[place] = pairs[i]
                    i += 1
                else:
                    target[place] = pairs[j]
                    j += 1
        pairs, width = target, 2 * width
    return [item for _, item in pairs]


def unpaired_left_alone(items, key=None):
    """Keeps a tail as it is in each pass, and never merges it with what stands before it."""
    pairs, width = slips.decorated(items, key), 1
    while width < len(pairs):
        for start in range(0, len(pairs) - 2 * width + 1, 2 * width):
            pairs[start:start + 2 * width] = slips.merge(pairs[start:start + width], pairs[start + width:start + 2 * width],
                                                         slips.first_of)
        width *= 2
    return [item for _, item in pairs]


def queue(pairs, key):
    """Takes two runs from the front of a queue and puts the merged one at its end."""
    runs = deque([pair] for pair in pairs)
    while len(runs) > 1:
        left = runs.popleft()
        runs.append(slips.merge(left, runs.popleft(), key))
    return runs[0] if runs else []


def pop_queue(pairs, key):
    """The same with a list, taken from its end."""
    runs = [[pair] for pair in pairs]
    while len(runs) > 1:
        right = runs.pop()
        runs.insert(0, slips.merge(runs.pop(), right, key))
    return runs[0] if runs else []


def one_after_the_other(pairs, key):
    """Merges each item into one growing run."""
    result: list = []
    for pair in pairs:
        result = slips.merge(result, [pair], key)
    return result


def from_the_end(pairs, key):
    """The same from the end: the last two runs become one."""
    runs = [[pair] for pair in pairs]
    while len(runs) > 1:
        right = runs.pop()
        runs.append(slips.merge(runs.pop(), right, key))
    return runs[0] if runs else []


def buffers_not_swapped(pairs, key):
    """Reads the first list in every pass, and writes the second one."""
    target, width = list(pairs), 1
    while width < len(pairs):
        for start in range(0, len(pairs), 2 * width):
            target[start:start + 2 * width] = slips.merge(pairs[start:start + width], pairs[start + width:start + 2 * width], key)
        width *= 2
    return target


def passes_by_recursion(pairs, key):
    """Each pass calls the next one."""
    def merge_all(runs):
        if len(runs) <= 1:
            return runs[0] if runs else []
        return merge_all([slips.merge(runs[k], runs[k + 1], key) if k + 1 < len(runs) else runs[k]
                          for k in range(0, len(runs), 2)])

    return merge_all([[pair] for pair in pairs])


def no_run_to_return(items, key=None):
    """Makes the runs, merges them all, and returns the first one, which nothing has."""
    runs = [[pair] for pair in slips.decorated(items, key)]
    while len(runs) > 1:
        runs = [slips.merge(runs[k], runs[k + 1], slips.first_of) if k + 1 < len(runs) else runs[k]
                for k in range(0, len(runs), 2)]
    return [item for _, item in runs[0]]


def _shared(*slugs):
    return tuple(m for m in MERGE_SORT.misconceptions if m.slug in slugs)


def from_bottom(merge, through=slips.on_pairs):
    """A bottom-up sort with this merge; `through` brings in the key."""
    return through(slips.widths(merge))


CASES = (
    *SMALL[:4],
    case([4, 3, 2, 1], why="four, falling: a power of two, so that what fails only elsewhere passes here"),
    *SMALL[4:],
    case([6, 5, 4, 3, 2, 1], why="six: after two passes a run of 4 and one of 2"),
    case([7, 6, 5, 4, 3, 2, 1], why="seven: the last run is short in every pass"),
    case([9, 8, 7, 6, 5, 4, 3, 2, 1], why="nine: the last item has no neighbour until the last pass"),
    case(records("3a", "2b", "3c", "2d", "3e", "2f", "3g"), why="seven with ties"),
    case(hardest(list(range(32))), why="every merge runs to the last but one: the bound is met, one more is too many"),
    case(hardest(list(range(64))), key=NEGATIVE, why="the same with a key: it is called 64 times at most"),
    case(hardest(list(range(64))), why="64 items: a recursion is six calls deep here"),
    case(list(range(65, 0, -1)), why="one more than a power of two, falling: the last item waits for six passes"),
    case(list(range(100)), why="long and sorted"),
    case(assorted(127), why="one less than a power of two, without order"),
    case([k // 2 % 5 for k in range(100)], why="long with many ties"),
)

MERGE_SORT_BOTTOM_UP = replace(
    MERGE_SORT,
    name="merge_sort_bottom_up",
    cases=CASES,
    misconceptions=(
        Misconception("tail_lost", "what is left at the end of a pass, shorter than a full run or without a neighbour, belongs to "
                      "the next pass: append it as it is.",
                      doubling(tail=False), doubling(last=lambda n, width: n - width),
                      doubling(last=lambda n, width: n - 2 * width + 1),
                      slips.on_pairs(shrinking)),
        Misconception("tail_not_merged", "a short run at the end has to be merged with the run before it, in the last pass at the "
                      "latest.", unpaired_left_alone),
        Misconception("full_runs_only", "the last run may be short: its end is the smaller of `start + 2 * width` and n.", full_index),
        Misconception("last_pass_missing", "go on as long as the width is less than n: stopping at half of n is right for powers of "
                      "two only.", doubling(lambda width, n: 2 * width <= n), doubling(lambda width, n: width <= n // 2)),
        Misconception("queue_of_runs", "with an odd number of runs a queue turns them round: the last run meets the first one of the "
                      "next pass, and comes before it, though its items stood behind. Equal items change places.",
                      slips.on_pairs(queue), slips.on_pairs(pop_queue)),
        Misconception("no_run_for_nothing", "no items make no runs, and there is no first one to return.", no_run_to_return),
        Misconception("unstable", "of two equal keys the left run's goes first: take it while it is not greater, `<=`.",
                      from_bottom(slips.strictly)),
        *_shared("input_changed", "like_list_sort", "argument_returned", "key_ignored", "keys_returned", "key_is_none",
                 "items_found_by_key"),
        Misconception("buffers_not_swapped", "the next pass has to read what this one has written: swap the two lists after each "
                      "pass.", slips.on_pairs(buffers_not_swapped)),
        Misconception("leftover_dropped", "the merge ends when one run is used up; what is left of the other belongs to the result.",
                      from_bottom(slips.without_rest)),
        Misconception("key_at_every_comparison", "`key` may be expensive: call it once for each item, before the first pass, and sort the "
                      "keys with their items.",
                      *(from_bottom(way, slips.on_items)
                        for way in (slips.merge, slips.with_keys_of_heads, slips.with_keys_of_lists)),
                      slips.on_items(slips.halves(slips.merge))),
        Misconception("items_decide_ties", "pairs of (key, item) compare the items where keys are equal: that breaks stability, and "
                      "fails for items that cannot be compared. Compare the keys alone.", from_bottom(slips.whole_pairs)),
        Misconception("recursion", "this one is to do without: runs of 1, 2, 4, … items, in a loop.",
                      slips.on_pairs(slips.halves(slips.merge)), slips.on_pairs(passes_by_recursion),
                      slips.on_pairs(slips.halves(slips.merge, lambda n: (n + 1) // 2))),
        Misconception("sentinels", "an infinity behind each run costs a comparison for every item that is left over, and compares "
                      "with numbers only: stop when a run is used up.", from_bottom(slips.with_sentinels)),
        Misconception("compared_twice", "one comparison decides: if right's is not smaller, left's goes, equal or not.",
                      from_bottom(slips.compared_twice), from_bottom(slips.compared_twice_one_step)),
        Misconception("asked_first", "asking whether two runs are in order already saves much on sorted input, and costs one "
                      "comparison more for each merge on all other: over the bound.", from_bottom(slips.with_a_look_first)),
        Misconception("one_after_the_other", "merging one item after the other into a growing run is insertion sort, n²/2 "
                      "comparisons: merge runs of equal width.", slips.on_pairs(one_after_the_other), slips.on_pairs(from_the_end)),
        Misconception("quadratic", "this is no merge sort: on some inputs it takes about n²/2 comparisons or more. Merge runs of "
                      "1, 2, 4, … items.", *slips.QUADRATIC),
    ),
    hints=("Every single item is a sorted run. What do you get from merging each with its neighbour, and then again?",
           "Two loops: widths 1, 2, 4, … below n; starts 0, 2 * width, 4 * width, … below n. Each pass gives a list of n items.",
           "For each start, merge the run that begins there with the run that begins a width later, which may be short or empty. "
           "What comes out of a pass goes into the next one. A slice that reaches past the end is no error."),
    praise="Why: ceil(log2 n) passes, n - 1 merges, and each merge compares at least one time less than it has items. Usual traps: "
           "the short last run, the pass that is missing, a queue that turns runs round. Next question: how do you sort a linked "
           "list with O(1) extra memory?",
    bound=bound,
    equivalent={
        "items = list(items) -> pass": "the argument is a list, it is only read, and the result is made of its items anew",
        "items = list(items) -> items = items": "the argument is a list, it is only read, and the result is made of its items anew",
        "order = list(range(len(items))) -> order = range(len(items))":
            "the first pass takes slices of it, which a range has too, and makes a list; without a pass it is read item by item",
        "while width < len(order): -> while width <= len(order):":
            "one pass more, which merges the only run with an empty one: no comparison, the same list",
        "for start in range(0, len(order), 2 * width): -> for start in range(0, len(order) + 1, 2 * width):":
            "a start at n gives two empty slices, and merging them adds nothing",
    },
)
