"""merge_top_n: its oracle, its inputs, and the wrong answers that people give."""
from __future__ import annotations

import itertools

from ...counting import Shelf
from ...exercise import Case, Exercise, case
from ...items import Items
from .laws import PICKS
from .shards_mistakes import MISTAKES


class Rack(Shelf):
    """A shelf that equals the list of its items, so that an answer may ask ``shard == []``."""

    __hash__ = None

    def __eq__(self, other):
        return self._values == (other._values if isinstance(other, Rack) else other)


def shards_oracle(shards, n):
    """Everything in one list, sorted."""
    return sorted(itertools.chain(*shards), reverse=True)[:n]


def shards_bound(given, answer):
    """At most n + len(shards) distinct positions are read."""
    shards, n = given.args
    racks = [Rack(shard) for shard in shards]
    answer(racks, n)
    count, most = sum(len(rack.read) for rack in racks), n + len(shards)
    if count <= most:
        return None
    total = sum(map(len, shards))
    read = f"all {total:,}" if count == total else f"{count:,} of {total:,}"
    return f"read {read} positions, more than n + len(shards) = {most:,}."


def shards_inputs():
    """Up to four short shards, empty ones among them, n up to beyond all they hold."""
    from hypothesis import strategies as st

    shard = st.lists(st.integers(-4, 5), max_size=5).map(lambda items: sorted(items, reverse=True))
    return st.builds(lambda shards, n: Case((shards, n)), st.lists(shard, max_size=4), st.integers(0, 12))


MERGE_TOP_N = Exercise(
    name="merge_top_n",
    oracle=shards_oracle,
    returns=Items("a list, largest first"),
    bound=shards_bound,
    cases=(
        case([[3, 1], [2]], 2, why="one from each"),
        case([[3, 2], [1]], 2, why="both from one: one from each would be wrong"),
        case([[3, 1], [2]], 3, why="all"),
        case([[3, 1], [2]], 1, why="the largest head"),
        case([[1], [2], [3]], 1, why="more shards than are wanted, and the largest in the last: the first n heads are not enough"),
        case([[2], [3, 1]], 5, why="n exceeds what there is"),
        case([[2], [3, 1]], 0, why="n = 0"),
        case([], 2, why="no shards"),
        case([[]], 1, why="an empty shard has no head"),
        case([[], [2, 1], []], 2, why="empty shards among others"),
        case([[1], [5, 4, 3]], 3, why="a shard shorter than n, and the rest from one that is longer"),
        case([[5], [4, 3, 2, 1]], 3, why="the first shard is exhausted at once, and holds the largest"),
        case([[9, 8, 7], [6, 5], [4]], 4, why="one shard is taken whole before the next begins"),
        case([[9, 1], [8, 2], [7, 3]], 4, why="the second items come in the other order: turns would be wrong"),
        case([[2, 2], [2, 1]], 3, why="ties across shards count each"),
        case([[4, 4, 4]], 2, why="one shard with ties"),
        case([[1, 0], [1, 0], [1, 0]], 4, why="equal heads everywhere"),
        case([[-1, -5], [-2, -3]], 3, why="all negative: 0 is no sentinel"),
        case([[-1], [-2, -3]], 3, why="a shard is exhausted among negative ones: 0 does not stand for nothing"),
        case([[0.5, -0.25], [0.75]], 2, why="floats"),
        case([[7, 6, 5, 4, 3, 2, 1, 0], [7, 6, 5, 4, 3, 2, 1, 0]], 2, why="long shards: reading them whole shows, n = 2 + 2 reads"),
        case([list(range(90, 50, -1)), list(range(60, 20, -1)), list(range(40, 0, -1))], 5, why="120 items, 5 wanted: 8 reads"),
        case([list(range(k + 90, k, -3)) for k in range(6)], 12, why="six shards interlaced: 18 reads"),
        case([list(range(30, 0, -1)), [31]], 4, why="n from each is 5 reads, and 6 are allowed: the value has to tell"),
        case([list(range(9, 0, -1))] * 3, 0, why="n = 0: the heads may be read, no more"),
    ),
    generate=shards_inputs,
    misconceptions=MISTAKES,
    hints=("Which items can be the largest of all, before anything has been taken? And which can be the next, afterwards?",
           "A heap of at most len(shards) entries, one for each shard that is not exhausted. An entry: the item, its shard, its "
           "position.",
           "Put the head of each non-empty shard into a heap that gives the largest. n times, while there is one: take it out, add it "
           "to the result, and put in the next item of the same shard, if it has one."),
    praise="Why: of each shard only its head can be the next largest, so n + k reads and n log k comparisons. Usual traps: empty "
           "shards, `n` from each, a min-heap without negatives. Next question: the shards lie on machines; what do you send, and in "
           "how many round trips?",
    forbidden=PICKS,
)
