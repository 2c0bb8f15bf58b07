"""merge_k: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from itertools import chain, islice

import numpy as np

from ...counting import Stream, Tally
from ...exercise import Exercise, Misconception, case
from ...formatting import brief
from . import stream_ends
from . import stream_slips as slips
from .items import FORBIDDEN, Ordered, ranks, records
from .strategies import sorted_lists

MORE = 8  # items that are taken beyond what is there: an answer that never ends is wrong, not endless
ALIVE = 8  # items of one input that may be referred to: the one held, the one handed out, and variables left behind


def streams_oracle(iterables):
    """Python's own sort, which is stable, of all items."""
    return sorted(chain.from_iterable(iterables))


def run(answer, iterables):
    """Every second input is a generator; what comes out is collected."""
    inputs = [(item for item in part) if place % 2 else part for place, part in enumerate(iterables)]
    result = answer(inputs)
    if not isinstance(result, Iterable) or isinstance(result, (str, bytes)):
        return result
    return list(islice(result, sum(map(len, iterables)) + MORE))


def show(arguments):
    """The call with the generators in it."""
    parts = [f"iter({brief(part)})" if place % 2 else brief(part) for place, part in enumerate(arguments["iterables"])]
    text = ", ".join(parts)
    return f"list(merge_k([{text if len(text) < 400 else text[:400] + ' …'}]))"


def bound(case, answer):
    """Reads one item of each input beyond what was handed out, and keeps nothing."""
    inputs = case.args[0]
    levels, tallies = iter(ranks(list(chain.from_iterable(inputs)))), [Tally() for _ in inputs]
    streams = [Stream([next(levels) for _ in part], tally) for part, tally in zip(inputs, tallies)]
    result = answer(streams)
    handed = dict.fromkeys(map(id, tallies), 0)
    found = _held(tallies, handed)
    if found or isinstance(result, (Sequence, np.ndarray)):
        return found or "returned a list, which is no stream: hand the items out one by one, with `yield`."
    for item in islice(result, sum(map(len, inputs)) + MORE):
        handed[id(getattr(item, "tally", None))] = handed.get(id(getattr(item, "tally", None)), 0) + 1
        found = _held(tallies, handed)
        if found:
            return found
    return None


def _held(tallies, handed):
    for tally in tallies:
        if tally.reads > handed[id(tally)] + 1:
            return (f"had read {tally.reads:,} items of an input and handed out {handed[id(tally)]:,} of them: "
                    "at most one more may be held.")
        if tally.most_alive > ALIVE:
            return f"keeps {tally.most_alive:,} items of an input that it has handed out."
    return None


CASES = (
    case([[1, 3], [2]], why="two inputs, to do by hand; the second one ends first"),
    case([[2], [1, 3]], why="the first one ends first: what is used up is left out, the others go on"),
    case([], why="no inputs, no items"),
    case([[]], why="one input without items"),
    case([[1, 2, 3]], why="one input: as it is, and lazily"),
    case([[], [1, 2], []], why="inputs without items among others: asking them for a first one fails"),
    case([[5, 6], [5, 7]], why="equal items: after them iterators would be compared"),
    case([[1, 4, 7], [2, 5, 8], [3, 6, 9]], why="three in turn"),
    case([[7, 8, 9], [4, 5, 6], [1, 2, 3]], why="the last input first: catches one input behind the other"),
    case([[1, 2, 3, 4, 5], [6], [0]], why="of different lengths: catches one of each in turn, and reading ahead"),
    case([[0, 0, 1], [-2, -1, 0], [0, 5]], why="zeros and negative numbers: 0 is not the end"),
    case([records("1a", "2b"), records("1p", "2q"), records("1x", "2y")], why="ties in the order of the inputs"),
    case([records("1a", "1b"), records("1p", "1q"), records("1x")], why="all equal: a counter of arrivals takes them in turn"),
    case([records("2a"), records("1p", "2q"), records("1x", "1y", "2z")], why="a tie among late comers: the place of the input "
         "decides, not the time of the arrival"),
    case([["ant", "cow"], ["bee", "cow"], ["", "dog"]], why="words, an empty one too: no number stands behind the last one"),
    case([[0.5, float("inf")], [1.25, float("inf")]], why="an infinity that is an item is not the end"),
    case([[k, k + 6] for k in range(6)], why="six inputs"),
    case([[k] for k in range(12, 0, -1)], why="twelve inputs of one item each, falling"),
    case([list(range(0, 90, 3)), list(range(1, 90, 3)), list(range(2, 90, 3))], why="long: what has gone out is not kept"),
    case([[k // 10 for k in range(40)], [k // 8 for k in range(40)]], why="long with many ties"),
    case([[0] * 12 + [9], [1, 2], [3] * 5], why="one input gives a dozen before the others move"),
)

MERGE_K = Exercise(
    name="merge_k",
    oracle=streams_oracle,
    returns=Ordered("a stream of items"),
    call=run,
    show=show,
    cases=CASES,
    generate=sorted_lists,
    misconceptions=(
        Misconception("eager", "all items are read before the first goes out: an endless input never comes to an end. Hold one item "
                      "of each input.",
                      slips.merged_lists, lambda iterables: iter(slips.merged_lists(iterables)), slips.all_in_a_heap,
                      slips.lists_then_stream, lambda iterables: list(slips.by_looking()(iterables))),
        Misconception("reads_ahead", "one item of each input is held, not two: read the next one when you have handed out the one "
                      "before.", slips.one_ahead, slips.in_pairs, slips.behind_a_buffer),
        Misconception("compares_iterators", "pairs of (item, iterator) compare the iterators where items are equal, and those have "
                      "no order: put the place of the input between them.",
                      slips.with_heap(lambda item, place, stream, number: (item, stream))),
        Misconception("arrival_order", "a running number breaks ties by the time of arrival: of equal items the next one of an "
                      "early input comes behind those of late inputs. Take the place of the input.",
                      slips.with_heap(lambda item, place, stream, number: (item, number))),
        Misconception("ties_from_late_inputs", "of equal items those of the earlier input go first: prefer the smaller place.",
                      slips.by_looking(lambda a, b: a <= b),
                      slips.with_heap(lambda item, place, stream, number: (item, -place)),
                      *(slips.with_heap(lambda item, place, stream, number, ties=ties: (slips.Wrapped(item, ties),),
                                        lambda top: top[0].item, heapified) for ties in (False, True)
                        for heapified in (False, True))),
        Misconception("head_lost", "when one of two inputs ends, an item of the other has been read already: hand it out before the "
                      "rest.", stream_ends.in_pairs_without_the_head),
        Misconception("exhausted_not_dropped", "an input that is used up is left out, and the others go on.",
                      slips.exhausted_stops, slips.exhausted_raises, slips.exhausted_stays,
                      stream_ends.empty_raises, stream_ends.stops_after_the_first_end, stream_ends.never_dropped),
        Misconception("infinity_when_exhausted", "an infinity compares with numbers only, and may be an item itself: leave out what "
                      "is used up.", slips.infinite_when_exhausted),
        Misconception("zero_is_the_end", "0 and the empty word are items, though they count as false: ask whether there is an item, "
                      "not whether it is true.", slips.zero_is_the_end),
        Misconception("lists_wanted", "an iterable may have no length, no index and no `pop`: take `iter` of each input and `next` of "
                      "that.", slips.length_wanted, slips.index_wanted, slips.pop_wanted),
        Misconception("iterators_wanted", "a list is no iterator, `next` does not take it: call `iter` on each input first.",
                      slips.next_wanted),
        Misconception("concatenated", "one input behind the other is not sorted: take the smallest of the heads, again and again.",
                      lambda iterables: chain.from_iterable(iterables)),
        Misconception("in_turn", "one item of each input in turn is not sorted: take the smallest of the heads.", slips.in_turn),
    ),
    hints=("k inputs are sorted. Which k items have to be looked at to know the smallest of all?",
           "Hold k heads at most; a heap of them gives the smallest in log2 k comparisons. What decides if two items are equal?",
           "Fill the heap with (item, place of the input), one of each that has any. While the heap has something: hand out the "
           "smallest; only then ask its input for the next one; if there is none, the input is out."),
    praise="Why: the smallest item left is one of the k heads. Usual traps: iterators compared on ties, a counter that is not "
           "stable, an input that is used up. Next question: what does it cost for k inputs of n items in all, and what with "
           "pairwise merges?",
    bound=bound,
    forbidden=FORBIDDEN,
    sortable=lambda case: 0,
    library=lambda iterables: heapq.merge(*iterables),
    equivalent={
        "for item in islice(stream, 1): -> for item in islice(stream, 1): heads.append((item, index)) break":
            "`islice` gives one item at most, so there is no second round to break off",
        "for item in islice(streams[index], 1): -> for item in islice(streams[index], 1): "
        "heapq.heapreplace(heads, (item, index)) break break else: heapq.heappop(heads)":
            "a second `break` behind the first is never reached",
        "for item in islice(streams[index], 1): -> for item in islice(streams[index], 2):":
            "the loop is left by `break` after its first item, so the second one is never asked for",
    },
)
