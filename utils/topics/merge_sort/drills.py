"""Drills of topic 07."""
from __future__ import annotations

from itertools import chain, pairwise

from ...drills import Drill, Question, Slip


def _sum_of(numbers):
    return " + ".join(map(str, numbers))


def merge_comparisons(chance):
    """What one merge costs, where several items of one run are left over."""
    a, b = chance.randrange(3, 7), chance.randrange(3, 7)
    drawn = chance.sample(range(10, 100), a + b)
    left, right = sorted(drawn[:a]), sorted(drawn[a:])
    first, second = ("left", "right") if left[-1] < right[-1] else ("right", "left")
    end = min(left[-1], right[-1])
    rest = [item for item in left + right if item > end]
    if len(rest) < 2:
        return None
    return Question(
        f"Merge `{left}` and `{right}`, looking at the two heads only. How many comparisons does it take?",
        a + b - len(rest),
        (f"the {first} list is used up first: it ends in {end}, the other one in {max(rest)}",
         f"then {', '.join(map(str, rest))} of the {second} list follow without a comparison",
         f"each of the other items costs one: {a + b} − {len(rest)} = {a + b - len(rest)}"),
        (Slip(a + b - 1, "that is the most it can be; a merge stops comparing when one list is used up."),
         Slip(a + b, "that is one for each item; those that are left over cost none."),
         Slip(len(rest), "that is how many follow without a comparison; the others are those that cost one."),
         Slip(min(a, b), "that is the least it can be, where one list is used up before the other begins.", sometimes=True)),
        given={"left": left, "right": right})


def worst_case(chance):
    """The most comparisons that top-down merge sort makes; no power of two, where the two bounds are the same."""
    n = chance.randrange(9, 250)
    high = (n - 1).bit_length()
    if n == 1 << high:
        return None
    low, answer = high - 1, n * high - (1 << high) + 1
    return Question(
        f"Merge sort halves a list of {n} items, as evenly as can be, sorts both halves and merges them. "
        "How many comparisons does it make in the worst case?",
        answer,
        (f"{1 << low} < {n} ≤ {1 << high}, so ⌈log₂ {n}⌉ = {high}",
         f"n⌈log₂ n⌉ = {n} · {high} = {n * high}",
         f"minus 2^{high}, plus 1: {n * high} − {1 << high} + 1 = {answer:,}"),
        (Slip(n * high, "that is n⌈log₂ n⌉; the last item of each merge costs no comparison."),
         Slip(n * high - n + 1, "that is the bound of the bottom-up sort; halving evenly does better."),
         Slip(n * low - (1 << low) + 1, "that rounds log₂ n down; no list longer than 2^k is halved to single items in k steps."),
         Slip(n * (n - 1) // 2, "that compares every item with every other one; merge sort does not."),
         Slip(n - 1, "that is how many merges there are; a merge may take more than one comparison.")),
        given={"n": n})


def inversions(chance):
    """Inversions of a short list, by hand; in every other list two items are equal."""
    n = chance.randrange(5, 8)
    items = chance.sample(range(1, 30), n)
    if chance.random() < 0.5:
        items[chance.randrange(n)] = items[chance.randrange(n)]
    smaller = [[other for other in items[i + 1:] if other < item] for i, item in enumerate(items)]
    answer = sum(map(len, smaller))
    equal = sum(item == other for i, item in enumerate(items) for other in items[:i])
    told = [f"behind {item}: {', '.join(map(str, found))} ({len(found)})" for item, found in zip(items, smaller) if found]
    return Question(
        f"How many inversions does `{items}` have?",
        answer,
        ("an inversion is a greater item in front of a smaller one; behind each item, look for smaller ones", *told,
         f"together {_sum_of(len(found) for found in smaller if found)}" + (f" = {answer}" if len(told) > 1 else "")),
        (Slip(sum(one > two for one, two in pairwise(items)),
              "that looks at neighbours only; every pair counts, however far apart."),
         Slip(n * (n - 1) // 2 - answer - equal, "that counts the pairs that stand in the right order."),
         Slip(answer + equal, "that counts equal items too; they are no inversion.", sometimes=True),
         Slip(sum(one != two for one, two in zip(items, sorted(items))),
              "that is how many items are out of place; one item can make many inversions.", sometimes=True)),
        given={"items": items}) if answer else None


def inversions_across(chance):
    """What a merge adds to the count of inversions; now and then with a tie."""
    a, b = chance.randrange(4, 7), chance.randrange(3, 6)
    drawn = chance.sample(range(1, 50), a + b)
    if chance.random() < 0.4:
        drawn[-1] = drawn[0]
    left, right = sorted(drawn[:a]), sorted(drawn[a:])
    still = [sum(item > other for item in left) for other in right]
    equal = sum(item == other for item in left for other in right)
    answer, overtaking = sum(still), [count for count in still if count]
    if not overtaking:
        return None
    steps = [f"{other} overtakes {count} of the left half" for other, count in zip(right, still)]
    return Question(
        f"Inversions are counted by merging. The two halves, sorted already, are `{left}` and `{right}`. "
        "How many inversions does this merge add?",
        answer,
        ("an item of the right half overtakes all that are still in the left half, that is, the greater ones", *steps,
         f"{_sum_of(still)} = {answer}"),
        (Slip(len(overtaking), "that adds one for each item that overtakes; it overtakes all that are still in the left half."),
         Slip(a * b - answer,
              "that adds the items of the left half that are out already; the overtaken ones are those still in it."),
         Slip(a * len(overtaking), "that adds the whole left half each time; some of its items are out already.", sometimes=True),
         Slip(answer + equal, "that counts equal items too; of equal items the left one goes first.", sometimes=True)),
        given={"left": left, "right": right})


def _flat(runs):
    return list(chain.from_iterable(runs))


def _pass(runs, full_only=False):
    """Neighbouring runs merged; with `full_only` a run shorter than the others is left alone."""
    merged = []
    for start in range(0, len(runs), 2):
        pair = runs[start:start + 2]
        if full_only and len(pair) == 2 and len(pair[1]) < len(pair[0]):
            merged += pair
        else:
            merged.append(sorted(_flat(pair)))
    return merged


def bottom_up_trace(chance):
    """The list in the middle of a bottom-up merge sort, with a short run at the end."""
    passes = chance.choice([1, 2, 2, 3])
    width = 2**passes
    items = chance.sample(range(10, 100), chance.choice([n for n in range(5, 14) if n > width and n % width]))
    stages = [[[item] for item in items]]
    for _ in range(passes + 1):
        stages.append(_pass(stages[-1]))
    answer, short = _flat(stages[passes]), items[-(len(items) % width):]
    alone = _flat(_pass(stages[passes - 1], full_only=True))
    return Question(
        f"Bottom-up merge sort begins with runs of 1 item. It sorts `{items}`. "
        f"What is the list after {passes} pass{'es' if passes > 1 else ''}?",
        answer,
        (*(f"runs of {2**number}: " + " ".join(f"`{run}`" for run in stages[number]) for number in range(1, passes + 1)),
         f"in one row: `{answer}`"),
        (Slip(_flat(stages[passes - 1]), "that is one pass too few; the first pass makes runs of 2."),
         Slip(_flat(stages[passes + 1]), "that is one pass too many; the first pass makes runs of 2."),
         Slip(answer[:-len(short)], "that loses the last run; it is short, but comes along."),
         Slip(sorted(items), "that is the end, when all passes are done.", sometimes=True),
         Slip(alone, "that leaves a short run at the end alone; it is merged with its neighbour.", sometimes=True)),
        given={"items": items, "passes": passes})


def _rounds(runs, ways):
    """The numbers of runs, round by round, down to one."""
    found = [runs]
    while found[-1] > 1:
        found.append(-(-found[-1] // ways))
    return found


def external_passes(chance):
    """Passes over the disk of an external sort."""
    memory, ways = chance.choice([1, 2, 4, 5, 8]), chance.choice([2, 3, 4, 5, 8, 10, 16])
    size = memory * chance.randrange(6, 400)
    runs = size // memory
    rounds = _rounds(runs, ways)
    answer = len(rounds)
    return Question(
        f"A file of {size} GB is sorted with {memory} GB of memory: sorted runs as long as the memory allows, then merges of "
        f"{ways} runs at a time. How many times is each number written in all, the runs included, if every round copies the "
        "whole file?",
        answer,
        (f"{size} / {memory} = {runs} runs, each number written once",
         f"rounds of merges: {' → '.join(map(str, rounds))} runs, so {answer - 1} more",
         f"1 + {answer - 1} = {answer}"),
        (Slip(answer - 1, "that counts the merges only; making the runs writes each number once, too."),
         Slip(2 * answer, "that counts reads and writes; each number is read once for each time it is written."),
         Slip(len(_rounds(runs, 2)), f"that merges two runs at a time, not {ways}.", sometimes=True),
         Slip(len(_rounds(size, ways)), f"that begins with {size} runs of 1 GB; they are {memory} GB long.", sometimes=True),
         Slip(1 + rounds[1], "that counts the merges of the first round; one number takes part in one of them.", sometimes=True)),
        given={"size": size, "memory": memory, "ways": ways})


def one_after_other(chance):
    """What it costs to merge k lists by adding one list at a time."""
    k, m = chance.randrange(4, 17), chance.choice([5, 10, 20, 25, 50, 100])
    sizes = [m * count for count in range(2, k + 1)]
    answer = sum(sizes)
    rounds = (Slip(k * m * (k.bit_length() - 1), "that is the price in rounds of neighbours; here the early lists are copied "
                   "again and again."),) if k & (k - 1) == 0 else ()
    return Question(
        f"{k} sorted lists of {m} items each are merged one after the other: the first two, then the result with the third, and "
        "so on. How many items do the merges write in all?",
        answer,
        (f"the results have {sizes[0]}, {sizes[1]}, …, {sizes[-1]} items",
         f"that is {m} · (2 + 3 + … + {k}) = {m} · {answer // m} = {answer:,}"),
        (Slip(k * m, "that writes each item once, as one merge with a heap of heads does."),
         Slip(m * k * (k + 1) // 2, "that writes the first list once by itself; the first merge is of two lists."),
         Slip(m * k * (k - 1) // 2, "that leaves out the list that is added; a merge writes both."), *rounds),
        given={"k": k, "m": m})


DRILLS = (
    Drill("merge_comparisons", "comparisons of one merge", merge_comparisons),
    Drill("merge_sort_worst_case", "comparisons of merge sort in the worst case", worst_case),
    Drill("inversions", "inversions of a list", inversions, exercise="count_inversions"),
    Drill("inversions_across", "inversions that one merge counts", inversions_across),
    Drill("bottom_up_trace", "a bottom-up merge sort, stopped", bottom_up_trace),
    Drill("external_passes", "passes of an external sort", external_passes),
    Drill("merge_one_after_other", "k lists, merged one after the other", one_after_other),
)
