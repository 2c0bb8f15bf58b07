# %% [markdown]
# # Heaps and the top N
#
# **By the end you can** write a heap without a library, keep the N largest of a stream in N places, and find the top 100
# of ten machines without moving their numbers.
#
# *90 minutes · needs Python lists and generators; logarithms to base 2 · asked in 2 of the notes' 218 questions*

# %% tags=["imports"]
import heapq
from collections import Counter
from itertools import islice

from utils import check, hint, quiz, race, solution, stand_in
from utils.counting import Stream, Tally, counted
from utils.figures import heap_top_n as figures

# %% [markdown]
# ## A case to do by hand
#
# Keep the 3 largest of `56, 30, 71, 18, 29, 93`, and look at each number once.
#
# Keep 56, 30, 71. Then 18 comes. Compare it with all three? No: only with the *smallest survivor*, 30. It
# loses, and so does 29. 93 wins, so 30 goes: 56, 71, 93, and the smallest survivor is now **56**.
#
# So one question has to be cheap: *who is the smallest survivor?* A min-heap answers it at once, and mends itself in a
# few steps when that one is replaced. Below is one, of twelve numbers.

# %%
NUMBERS = [56, 30, 71, 18, 29, 93, 44, 75, 20, 65, 68, 34]
figures.tree(NUMBERS)

# %% [markdown]
# ## The definition
#
# A *min-heap* is a list in which no item is smaller than its parent. The tree is only a way to read the list: nobody
# stores pointers.
#
# $$\mathrm{children}(i) = 2i + 1,\ 2i + 2 \qquad \mathrm{parent}(i) = \lfloor (i - 1) / 2 \rfloor \qquad
# \mathrm{levels} = \lfloor \log_2 n \rfloor + 1$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | n | items in the heap | scalar | items |
# | i | index, root 0 | scalar | places |
# | `heap` | the list | `(n,)` | of the items |
# | cost | comparisons, `<` and the like | scalar | comparisons |
#
# The root is the smallest; siblings have no order. So a heap serves as a *priority queue*: the next one out is always
# the smallest.

# %% [markdown]
# ## 1 · sift_down
#
# One item may be too large for its place; both subtrees below it are heaps already. Let it sink: swap it with its
# **smaller** child while that child is smaller than it. In place, within the first `size` items; return nothing.
#
# **Example:** `[9, 2, 3, 5, 4]`, index 0, size 5. 9 changes places with 2, then with 4: `[2, 4, 3, 5, 9]`.
#
# **Edge cases:** an equal child stays where it is; an only child has no sibling; what lies at `size` and beyond is not
# touched.

# %% tags=["exercise"]
def sift_down(heap, index, size):
    """Let the item at `index` of a min-heap sink to its place.

    Parameters
    ----------
    heap : list
        Items that can be compared. Within the first `size` of them everything below `index` is a
        min-heap; only the item at `index` may be larger than its children. Changed in place.
    index : int
        Where the item stands, ``0 <= index < size``; or 0 in an empty heap.
    size : int
        How many items, from the front, belong to the heap; at most ``len(heap)``.

    Returns
    -------
    None
        Afterwards `index` and everything below it is a min-heap of the same items. All others,
        those at `size` and beyond included, are where they were.

    Notes
    -----
    Raises nothing. Equal items do not change places. Cost: at most two comparisons a level, so at
    most ``2 * floor(log2(size))``. Not a search for the parent: an item that is too small for its
    place has to rise, not sink. Source: Williams, Algorithm 232: Heapsort, 1964.
    """
    while (child := 2 * index + 1) < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if not heap[child] < heap[index]:
            return
        heap[index], heap[child] = heap[child], heap[index]
        index = child


# %%
check(sift_down)

# %%
# Try it: set the root to 100, then to 25, then to 20. How far does it sink, after how many comparisons?
sift = stand_in(sift_down)
figures.sinking(sift, [60, 20, 34, 29, 44, 71, 56, 75])

# %% [markdown]
# ## 2 · heapify
#
# Turn any list into a min-heap, in place. A leaf is a heap already. So begin at the last item that has a child, walk
# back to the root, and let each item sink.
#
# **Rules:** no `heapq` in exercises 1 to 3; at most 2n comparisons.
#
# **Example:** `[5, 4, 3, 2, 1]`. Index 1: 4 sinks below 1. Index 0: 5 sinks below 1, then below 2:
# `[1, 2, 3, 5, 4]`. Any other heap of the same items is right too.
#
# **Edge cases:** an empty list, and one item, are heaps.

# %% tags=["exercise"]
def heapify(items):
    """Rearrange a list into a min-heap, in place.

    Parameters
    ----------
    items : list
        Items that can be compared, in any order. Changed in place.

    Returns
    -------
    None
        Afterwards ``items[(k - 1) // 2] <= items[k]`` for every k from 1 on, with the same items.

    Notes
    -----
    Raises nothing; an empty list stays empty. Cost: at most 2n comparisons for n items, because
    half of the items are leaves, a quarter sinks one level at most, an eighth two. Not sorting:
    siblings have no order. Source: Floyd, Algorithm 245: Treesort 3, 1964.
    """
    for index in reversed(range(len(items) // 2)):  # from the last parent to the root
        sift_down(items, index, len(items))


# %%
check(heapify)

# %% [markdown]
# ### Built twice, counted
#
# *Insertion* puts each item at the end and lets it rise. Half of the items are leaves, and in falling order each rises
# through all levels. *Bottom-up*, the leaves cost nothing, a quarter of the items sinks one level at most, an eighth
# two, at two comparisons a level:
#
# $$2 \sum_{k \ge 1} k \, \frac{n}{2^{k + 1}} = 2n$$
#
# On random order insertion is linear too, about 2.3 comparisons for each item. Test the worst order, not the
# comfortable one.

# %%
def push_all(items):
    """Build a heap from the front: each new item rises to its place."""
    for place in range(1, len(items)):
        while place and items[place] < items[(place - 1) // 2]:
            parent = (place - 1) // 2
            items[place], items[parent] = items[parent], items[place]
            place = parent


build = stand_in(heapify)
for size in (127, 1023):
    for order, items in figures.orders(size).items():
        inserted, bottom_up = figures.cost(push_all, items), figures.cost(build, items)
        print(f"n = {size:4}, {order:7}: insertion {inserted:4}, bottom-up {bottom_up:4}, 2n = {2 * size}")
figures.building(build, push_all)

# %% [markdown]
# ## 3 · heap_sort
#
# Return a **new** list of the items in rising order. Make a heap of a copy. Swap the root with the last item, take that
# last place out of the heap, let the new root sink; repeat. The smallest go to the back, so the list ends up falling:
# turn it round.
#
# **Rules:** at most 2n log₂ n + 2n comparisons; no `sorted`, no `heapq`.
#
# **Example:** `[3, 1, 2]` gives `[1, 2, 3]`, and the argument is still `[3, 1, 2]`.
#
# **Edge case:** no items give `[]`.

# %% tags=["exercise"]
def heap_sort(items):
    """The items in rising order, sorted with a heap.

    Parameters
    ----------
    items : list
        Items that can be compared. Not changed.

    Returns
    -------
    list
        A new list, smallest first; ``[]`` for no items. Equal items are interchangeable.

    Notes
    -----
    Raises nothing. Cost: at most ``2 * n * log2(n) + 2 * n`` comparisons for n items, whatever
    their order. Not stable: equal items may change their order. Source: Williams 1964 and Floyd
    1964.
    """
    heap = list(items)
    heapify(heap)
    for size in reversed(range(1, len(heap))):
        heap[0], heap[size] = heap[size], heap[0]  # the smallest leaves the heap
        sift_down(heap, 0, size)
    return heap[::-1]


# %%
check(heap_sort)

# %% [markdown]
# ## 4 · top_n
#
# Return the `n` largest items of an iterable, largest first. It may be a stream that does not fit into memory: read it
# once, hold at most `n + 8` items. The min-heap holds the survivors; a newcomer has to be *larger* than its root.
#
# **Rules:** no `heapq.nlargest`, no sorting of everything; an equal newcomer costs one comparison.
#
# **Example:** `[56, 30, 71, 18, 29, 93]`, n = 3: `[93, 71, 56]`.
#
# **Edge cases:** `n` above the length gives all; 0 gives `[]`; a negative `n` raises `ValueError`.

# %% tags=["exercise"]
def top_n(items, n):
    """The `n` largest items of an iterable, largest first.

    Parameters
    ----------
    items : iterable
        Items that can be compared; an iterator is read once.
    n : int
        How many; 0 or more.

    Returns
    -------
    list
        The `n` largest, largest first; all of them if there are fewer than `n`; ``[]`` if `n` is 0.
        Equal items are interchangeable.

    Raises
    ------
    ValueError
        ``n must be 0 or more, not N``, if `n` is negative.

    Notes
    -----
    Cost, for m items of which e enter after the first n: at most
    ``m + 2n + 3(n + e)(floor(log2(n)) + 1)`` comparisons, and n + 8 items held at a time. An item
    that equals the smallest survivor does not enter. Not a max-heap: that one would have to hold
    all m. Source: Knuth, The Art of Computer Programming 3, section 5.2.3; ``heapq.nlargest`` works
    like this.
    """
    if n < 0:
        raise ValueError(f"n must be 0 or more, not {n}")
    if n == 0:
        return []
    stream = iter(items)
    heap = list(islice(stream, n))
    heapify(heap)
    for item in stream:
        if heap[0] < item:  # the root is the smallest survivor
            heap[0] = item
            sift_down(heap, 0, n)
    return heap_sort(heap)[::-1]


# %%
check(top_n)

# %% [markdown]
# ### A stream, counted
#
# A stream of m items, of which n are kept. Each item is compared once with the root. In random order the item that
# comes k-th is among the n largest so far with probability n/k, so about
#
# $$e \approx n \ln \frac{m}{n}$$
#
# newcomers enter, each for O(log n). Rising order is the worst: all enter. Falling order is the best: none does.
#
# `Stream` makes an item when it is asked for, counts its comparisons, and watches how many items anybody still holds.

# %%
from random import Random


def random_stream(length):
    generator = Random(0)
    return (generator.random() for _ in range(length))


keep = stand_in(top_n)
streams = {"falling": range(10_000, 0, -1), "random": random_stream(10_000), "rising": range(10_000)}
for order, stream in streams.items():
    tally = Tally()
    keep(Stream(stream, tally), 100)
    print(f"{order:8}{tally.reads} read, {tally.most_alive} held at most, {tally.comparisons} comparisons")

# %%
import tracemalloc


def peak(run):
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


cut_off = peak(lambda: sorted(random_stream(50_000))[-10:])
kept = peak(lambda: keep(random_stream(50_000), 10))
print("10 of 50000: sorting takes more than 100 times the memory:", cut_off > 100 * kept)
figures.holding(keep)

# %% [markdown]
# ## 5 · merge_top_n
#
# *Ten machines hold a billion numbers each. Which are the 100 largest of all?* Each machine sends its own list, sorted
# **descending**. Return the `n` largest overall, largest first.
#
# Only the heads of the lists can be next. Put them into a heap; take the largest, and let the next of *its* list follow.
#
# **Rules:** read at most `n + len(shards)` places; no `heapq.merge`.
#
# **Example:** `[[9, 8, 1], [7], []]`, n = 3: `[9, 8, 7]`.
#
# **Edge cases:** short and empty lists; `n` above the total gives all; no lists give `[]`.

# %% tags=["exercise"]
def merge_top_n(shards, n):
    """The `n` largest numbers of several lists, each sorted descending.

    Parameters
    ----------
    shards : list of lists of numbers
        Each sorted descending; lengths differ, some may be empty.
    n : int
        How many; 0 or more.

    Returns
    -------
    list
        The `n` largest overall, largest first; all of them if there are fewer than `n`.

    Notes
    -----
    Raises nothing. Cost: at most ``n + len(shards)`` places of the lists are read, and a heap of
    one head a list is mended n times: O((n + k) log k) for k lists. Not a merge of everything, and
    not the n largest of each: those are n·k. Source: the k-way merge of external sorting, Knuth 3,
    section 5.4.1.
    """
    # negatives: the root of a min-heap is then the largest
    heads = [(-shard[0], place, 0) for place, shard in enumerate(shards) if shard]
    heapq.heapify(heads)
    found = []
    while heads and len(found) < n:
        value, place, position = heads[0]
        found.append(-value)
        if position + 1 < len(shards[place]):
            heapq.heapreplace(heads, (-shards[place][position + 1], place, position + 1))
        else:
            heapq.heappop(heads)
    return found


# %%
check(merge_top_n)

# %% [markdown]
# ### Ten machines
#
# Each machine finds its own 100 with `top_n`'s idea and sends them sorted. Nothing else travels: a number that is not
# among the 100 largest of its machine cannot be among the 100 largest of all.
#
# Below, the ten lists are made and searched in *other* processes; this one sees only what they send. The machines hold
# 20,000 numbers each. With a billion numbers of 8 bytes, each machine would send 800 bytes instead of 8 GB.

# %%
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from utils import shards

machines, size, n = 10, 20_000, 100
with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
    answers = list(pool.map(partial(shards.ask, size=size, n=n), range(machines)))
sent = [answer.best for answer in answers]
travelled, all_of_it = sum(map(shards.weight, sent)), sum(answer.bytes_of_all for answer in answers)
print("found in this process:", os.getpid() in [answer.process for answer in answers])
print(f"{travelled} bytes travel instead of {all_of_it}: one in {all_of_it / travelled:.0f}")

# %%
merge = stand_in(merge_top_n)
largest = merge(sent, n)
each = n // machines
fair_shares = {number for shard in sent for number in shard[:each]}
print(f"the {n} largest of {machines * size}: from {largest[0]} down to {largest[-1]}")
print(f"had each machine sent {each}: {len(set(largest) - fair_shares)} of them would be missing")
figures.reading(merge, sent, n)

# %% [markdown]
# ## 6 · top_k_frequent
#
# Return the `k` items that occur most often, most frequent first: the items, not pairs. Of equally frequent ones the one
# that *appeared* first comes first.
#
# Count in one pass; then it is exercise 4 on the counts.
#
# **Rules:** no `Counter.most_common`, no `nlargest`; do not sort all the items.
#
# **Example:** `["b", "a", "b", "c", "a"]`, k = 2: `["b", "a"]`. With k = 3: `["b", "a", "c"]`.
#
# **Edge cases:** `k` above the number of different items gives all; 0 gives `[]`.

# %% tags=["exercise"]
def top_k_frequent(items, k):
    """The `k` most frequent items, most frequent first.

    Parameters
    ----------
    items : iterable
        Hashable items; they need not be comparable.
    k : int
        How many; 0 or more.

    Returns
    -------
    list
        Different items, most frequent first; of equally frequent ones the one that appears first in
        `items`. All of them if there are fewer than `k`; ``[]`` if `k` is 0.

    Notes
    -----
    Raises nothing. Cost: one pass, and O(d log k) comparisons of counts for d different items. Not
    a stream algorithm: all d counts are held. Source: ``collections.Counter.most_common``, which
    returns pairs.
    """
    counts = Counter(items)  # keeps the order of first appearance
    # no two places are equal, so the items themselves are never compared
    ranked = ((count, -place, item) for place, (item, count) in enumerate(counts.items()))
    return [item for _, _, item in top_n(ranked, k)]


# %%
check(top_k_frequent)

# %% [markdown]
# ## 7 · running_median
#
# A **generator**: after each item of the stream, yield the median of all items so far. For an even number it is the mean
# of the two in the middle.
#
# Two heaps: the smaller half with its *largest* on top, the larger half with its *smallest* on top. The middle is what
# lies on top.
#
# **Rules:** at most 4n log₂ n + 4n comparisons; yield before you read on.
#
# **Example:** 5, 2, 9, 4 gives 5, 3.5, 5, 4.5.
#
# **Edge case:** an empty stream yields nothing.

# %% tags=["exercise"]
def running_median(stream):
    """The median of all items so far, after each item of a stream.

    Parameters
    ----------
    stream : iterable of numbers
        It may never end.

    Yields
    ------
    number
        After each item the median of those read so far: the middle one, or the mean of the two in
        the middle. Nothing for an empty stream.

    Notes
    -----
    Raises nothing. Lazy: an item is read when its median is asked for. Cost: at most
    ``4 * n * log2(n) + 4 * n`` comparisons for n items; all n are held. Not a moving median:
    nothing is ever forgotten. Source: two heaps, an interview classic; the values are those of
    ``statistics.median``.
    """
    low, high = [], []  # negatives of the smaller half, the larger half: both roots are next to the middle
    for item in stream:
        if len(low) == len(high):
            heapq.heappush(low, -heapq.heappushpop(high, item))
            yield -low[0]
        else:
            heapq.heappush(high, -heapq.heappushpop(low, -item))
            yield (high[0] - low[0]) / 2


# %%
check(running_median)

# %%
# Try it: make the 60 a 6000. Which line moves?
median = stand_in(running_median)
figures.medians(median, [5, 2, 9, 4, 3, 6, 60, 5, 4, 7])

# %% [markdown]
# ## Against the library
#
# - `heapq.nlargest` gives `[]` for a negative n; ours raises.
# - `Counter.most_common` gives pairs.
# - `heapq` has no max-heap to rely on before Python 3.14: push negatives, or pairs.
# - `heapq.heapify` needs fewer comparisons than ours: it lets a hole sink to a leaf, at *one* comparison a level, and
#   the item rise from there. Most items belong near the leaves.
# - `numpy.partition` is not a heap: it selects, in O(m), and leaves both parts unsorted. It needs all items in an array.

# %%
from statistics import median as middle

letters = "mississippi"
print("top_n, nlargest:", keep(NUMBERS, 5) == heapq.nlargest(5, NUMBERS))
print("merge_top_n, merge cut off:", largest == list(islice(heapq.merge(*sent, reverse=True), n)))
print("top_k_frequent:", stand_in(top_k_frequent)(letters, 3))
print("most_common:", Counter(letters).most_common(3))
print("running_median, median:", list(median(NUMBERS)) == [middle(NUMBERS[:k]) for k in range(1, 13)])
items = figures.orders(1023)["random"]
ours, theirs = (figures.cost(way, items) for way in (build, heapq.heapify))
print(f"heapify, 1023 random items: {ours} comparisons, heapq {theirs}")
try:
    keep(NUMBERS, -1)
except ValueError as error:
    print("nlargest(-1):", heapq.nlargest(-1, NUMBERS), "top_n(-1):", error)

# %% [markdown]
# ## When to use what
#
# | you have | use |
# |---|---|
# | a stream, n small | a heap of n: `heapq.nlargest` |
# | a list, n near its length | `sorted` |
# | an array of numbers | `numpy.partition`, then sort the n |
# | items that come and go, the next one wanted | `heapq.heappush`, `heappop` |
#
# How small is small? The next cell measures it, on your machine.

# %% tags=["nbval-ignore-output"]
from timeit import repeat

import numpy as np

many = list(random_stream(100_000))
packed = np.array(many)  # (100000,)
ways = {
    "nlargest": lambda n: heapq.nlargest(n, many),
    "sorted": lambda n: sorted(many, reverse=True)[:n],
    "partition": lambda n: np.sort(np.partition(packed, -n)[-n:])[::-1],
}
took = {(name, n): min(repeat(partial(way, n), number=1, repeat=5)) for n in (10, 1000, 50_000)
        for name, way in ways.items()}
for n in (10, 1000, 50_000):
    times = ", ".join(f"{name} {1000 * took[name, n]:5.1f} ms" for name in ways)
    print(f"the {n:5} largest of {len(many)}: {times}")

# %%
print("all three agree:", all(list(way(1000)) == ways["sorted"](1000) for way in ways.values()))

# %% [markdown]
# ## How fast is it?
#
# `race` lets your function run beside the worked solution, its fast form and the library, over growing inputs. Both
# axes are logarithmic: time proportional to $n^k$ is a line of slope k.

# %% tags=["nbval-ignore-output"]
race(top_n)

# %% tags=["nbval-ignore-output"]
race(heap_sort)

# %% [markdown]
# Why two heaps for a median, and not one sorted list? `bisect.insort` finds the place by halving, with no more comparisons
# than the heaps need. But then all items behind that place move up: about $n^2 / 4$ moves in all, in random order. They
# are cheap, in C, so for a short stream the two hardly differ. Where do the lines part?

# %% tags=["nbval-ignore-output"]
race(running_median)

# %% [markdown] tags=["solution"]
# ### Now make it fast: top_n
#
# Of ten million items in random order only about 1,150 enter a heap of 100 once it is full: after m items the next one
# enters with probability n/m. So what counts is what an item costs that does **not** enter.
#
# - **An iterator**: one comparison with a local name, no call, no index. Only who enters pays for the heap, and
#   `heapq.heapreplace` is C.
# - **An array**: fold it into 128 rows and take the maximum of each column. That is the only pass over all numbers: the N
#   largest lie in the N columns with the largest maxima, and only those are looked at again. (A number in another
#   column has N maxima above it, or equal to it.) `np.partition` would copy the whole array and move it about.
#
# For the iterator rising order is the worst case: every item enters. For the columns order makes no difference.

# %% tags=["solution", "coda"]
import numpy as np


def fast_top_n(items, n):
    """`top_n`: an iterable by one comparison an item, a flat array of numbers by columns."""
    if n < 0:
        raise ValueError(f"n must be 0 or more, not {n}")
    if isinstance(items, np.ndarray):
        return top_of_array(items, n)
    stream = iter(items)
    heap = list(islice(stream, n))
    heapq.heapify(heap)
    if heap:
        smallest, replace = heap[0], heapq.heapreplace
        for item in stream:
            if smallest < item:  # seldom
                replace(heap, item)
                smallest = heap[0]
    return sorted(heap, reverse=True)


def top_of_array(values, n, rows=128):
    """The `n` largest numbers of a flat array without nan, largest first."""
    width = len(values) // rows
    if width > n > 0:
        table, rest = values[:rows * width].reshape(rows, width), values[rows * width:]
        columns = np.argpartition(table.max(axis=0), width - n)[width - n:]  # (n,)
        values = np.concatenate([table[:, columns].ravel(), rest])           # (rows * n + rest,)
    n = min(n, len(values))
    largest = np.partition(values, len(values) - n)[len(values) - n:] if n else values[:0]
    return np.sort(largest)[::-1].tolist()


# %% [markdown] tags=["solution"]
# Equal?

# %% tags=["solution"]
inputs = {"random": list(random_stream(5000)), "rising": range(5000), "falling": range(5000, 0, -1)}
for order, values in inputs.items():
    same = [fast_top_n(given, n) == top_n(values, n)
            for n in (0, 1, 7, 6000) for given in (iter(values), np.array(values))]
    print(order, all(same))

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# The notes' Java code, line by line in Python, with counters. It finds the right five, and has four faults:
#
# - It fails for N above the length, and for N = 0.
# - It prints the heap's list, which here only *happens* to be sorted.
# - `>=` lets an equal newcomer in: work for nothing.
# - Its comments speak of the top of the *stack* (栈); it is the root of the *heap* (堆).
#
# Java's `(i - 1) / 2` is 0 at the root; Python's `(i - 1) // 2` is −1, the *last* item. Ask first whether i is 0.

# %%
def notes_top_n(numbers, n):
    """Return the list, how often its root was replaced, and all swaps."""
    top, replaced, swaps = [0] * n, 0, 0
    for i in range(n):
        top[i], t = numbers[i], i
        while t != 0 and top[(t - 1) // 2] > top[t]:
            top[t], top[(t - 1) // 2] = top[(t - 1) // 2], top[t]
            t, swaps = (t - 1) // 2, swaps + 1
    for i in range(n, len(numbers)):
        if numbers[i] >= top[0]:
            top[0], t, replaced = numbers[i], 0, replaced + 1
            while 2 * t + 1 < n and top[t] > top[2 * t + 1] or 2 * t + 2 < n and top[t] > top[2 * t + 2]:
                child = 2 * t + 2 if 2 * t + 2 < n and top[2 * t + 2] < top[2 * t + 1] else 2 * t + 1
                top[t], top[child] = top[child], top[t]
                t, swaps = child, swaps + 1
    return top, replaced, swaps


for n in (5, 3):
    found, replaced, swaps = notes_top_n(NUMBERS, n)
    print(f"N = {n}: {found}, {replaced} replacements, {swaps} swaps; ours {keep(NUMBERS, n)}")

# %%
for n in (13, 0):
    try:
        notes_top_n(NUMBERS, n)
    except IndexError as error:
        print(f"N = {n}: the notes' code fails ({error}); ours gives {len(keep(NUMBERS, n))} items")
generator, looks_sorted = Random(0), 0
for _ in range(4000):
    found, _, _ = notes_top_n(sorted(NUMBERS, key=lambda _: generator.random()), 5)  # in random order
    looks_sorted += found == sorted(found)
print(f"of 4000 random orders, the list looks sorted in {looks_sorted / 4000:.0%}")
notes, ours = Tally(), Tally()
_, replaced, _ = notes_top_n(counted([7] * 1000, notes), 5)
keep(counted([7] * 1000, ours), 5)
print(f"1000 equal numbers: the notes' code replaces {replaced};", end=" ")
print(f"comparisons: notes {notes.comparisons}, ours {ours.comparisons}")

# %% [markdown]
# ## In five lines
#
# 1. A heap is a list: children of i at 2i + 1 and 2i + 2, the smallest at the root.
# 2. Sink towards the *smaller* child; build from the last parent to the root: 2n comparisons.
# 3. The N largest: a *min*-heap of N; only a larger one than the root enters.
# 4. Many machines: N from *each*, then a heap of the heads.
# 5. A median lies between two heaps; the K most frequent are a top K of counts.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("heap_top_n")

# %% [markdown] tags=["card"]
# How do you get the N largest of a stream of m numbers that does not fit into memory? Time, and space?
#
# A min-heap of N. Fill it with the first N; each later number is compared with the root and replaces it if larger, and
# the new root sinks. O(m log N) time at worst, O(N) space. In random order only about N ln(m/N) numbers enter, so it is
# near m comparisons.

# %% [markdown] tags=["card", "easy"]
# Why a *min*-heap for the N *largest*?
#
# Its root is the weakest survivor: the only one that a newcomer must beat, and the one that goes. It is found in O(1)
# and replaced in O(log N). A max-heap shows the strongest, of whom nobody asks; it would have to hold all m numbers.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "The list of a min-heap is sorted." A program prints `[65, 68, 71, 75, 93]` for N = 5; what does
# it print for N = 3?
#
# False. Only parent ≤ child holds; siblings have no order. On the same twelve numbers N = 3 gives
# `[71, 93, 75]`. With N = 5 about one random order in eight looks sorted. To give a ranking, sort the N at the end.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "If the newcomer is larger, replace the top of the stack." Heap, stack, heap memory: which is
# which?
#
# False: the *root of the heap*. The data structure heap (堆) is a tree in a list. A stack (栈) gives back what came last.
# Heap memory (堆内存) is where a program's objects live; it shares only the name.

# %% [markdown] tags=["card"]
# True or false, and why? "`topN(numbers, n)` works for any n, and `>=` or `>` makes no difference." Name its edge cases.
#
# False. n above the length: give all, do not read past the end. n = 0: give nothing; there is no root to look at.
# Negative n: refuse. `>=` gives the same values but replaces equals: on 1000 equal numbers, all but the first n pass through
# the root for nothing.

# %% [markdown] tags=["card", "hard"]
# Why is bottom-up heapify O(n), though it calls an O(log n) step n/2 times?
#
# Most calls are near the leaves and short: of n items a quarter sinks one level at most, an eighth two, and so on. The
# heights add up to less than n, at two comparisons each: less than 2n. Insertion has it the wrong way round: most items
# are leaves and may rise through all levels.

# %% [markdown] tags=["card", "easy"]
# Children and parent of index i, with the root at 0? And what goes wrong with the parent of the root in Python?
#
# 2i + 1, 2i + 2 and ⌊(i − 1)/2⌋. (With the root at 1: 2i, 2i + 1, ⌊i/2⌋.) At i = 0 Java's integer division gives 0,
# Python's −1, which silently means the last item. Stop at i = 0 before asking.

# %% [markdown] tags=["card"]
# Sift up or sift down: which one after a push, after a pop, and after a key was changed?
#
# Push: put it at the end, sift up. Pop: move the last item to the root, sift down. Key made smaller in a min-heap: up;
# larger: down. Both are O(log n); up needs one comparison a level, down two, because the smaller child has to be found.

# %% [markdown] tags=["card"]
# Heap sort: time, space, stable? Why is it rarely the default?
#
# O(n log n) at worst, in place with a max-heap, not stable. It jumps about in memory, so caches help little, and it
# gains nothing from input that is nearly sorted. Its worst case makes it the fallback of introsort.

# %% [markdown] tags=["card", "hard"]
# Ten machines hold a billion numbers each. How do you get the 100 largest, and what travels? Would ten from each do?
#
# Each machine keeps a min-heap of 100 over its own numbers and sends those 100, sorted: 1000 numbers in all. Then a heap of
# the ten heads gives the answer after reading at most 110 of them. Ten from each will not do: all 100 may lie on one machine.

# %% [markdown] tags=["card"]
# The N largest of m numbers: sort, heap or quickselect?
#
# Sort: O(m log m), simple, fine when N is near m. Heap: O(m log N), one pass, O(N) space; the only one for a stream.
# Quickselect: O(m) on average, O(m²) at worst without care; needs all numbers in memory and leaves them unsorted.

# %% [markdown] tags=["card", "hard"]
# The K most frequent words of a text: how, and what is the cost? And if the words do not fit into memory?
#
# Count in a hash map, O(m); then a min-heap of K over the d counts, O(d log K). Too many different words: send each word
# by its hash to one machine, so that its count is whole there, take K from each, merge. K from pieces *not* split by word
# can be wrong.

# %% [markdown] tags=["card"]
# The median of a stream, after each number: which structure, and what does a step cost?
#
# Two heaps: the smaller half with its largest on top, the larger half with its smallest; sizes differ by one at most. A
# number passes through one heap into the other: O(log n). The median is one root, or the mean of both. All n are held: an
# exact median needs them.

# %% [markdown] tags=["card"]
# What is a heap bad at, and what do you use instead?
#
# Finding or deleting any item but the root: O(n) to find it, unless positions are kept in a map. All items in order: sort.
# Smallest *and* largest, or the k-th at any time: a balanced search tree. `heapq` users mark deleted entries and skip them
# when they come up.

# %% [markdown]
# ## Terms and sources
#
# heap 堆 · min-heap 小顶堆 · max-heap 大顶堆 · root 堆顶, 根 · sift up 上浮 · sift down 下沉 · priority queue 优先队列 ·
# heap sort 堆排序 · top N 前 N 个最大 · stream 数据流 · k-way merge 多路归并 · median 中位数 · stack 栈
#
# - Williams, *Algorithm 232: Heapsort*, CACM 1964
# - Floyd, *Algorithm 245: Treesort 3*, CACM 1964 (bottom-up heapify)
# - Knuth, *The Art of Computer Programming* 3, sections 5.2.3 and 5.4.1
# - Cormen et al., *Introduction to Algorithms*, chapter "Heapsort"
# - `heapq`, documentation and source of Python
