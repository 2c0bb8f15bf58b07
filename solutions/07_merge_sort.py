# %% [markdown]
# # Merge sort
#
# **By the end you can** write merge sort top-down and bottom-up, count its comparisons, keep it stable, and sort a
# file that does not fit in memory.
#
# *90 minutes · needs lists, recursion and generators · asked in 1 of the notes' 218 questions*

# %% tags=["imports"]
import heapq
import math
import os
import random
import shutil
import subprocess
import tracemalloc
from contextlib import ExitStack
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from utils import check, hint, quiz, race, solution, stand_in
from utils.counting import Stream, Tally, counted
from utils.figures import merge_sort as figures

# %% [markdown]
# ## A case to do by hand
#
# Merge `[2, 5, 9]` and `[3, 5]`, looking at the two heads only: 2 before 3; 3 before 5; then 5 and 5, a tie, and the
# left one goes; 5 before 9; now the right list is used up, and 9 follows without a comparison. Five items, **four**
# comparisons: `[2, 3, 5, 5, 9]`.
#
# Merge sort does nothing else: one item is sorted already, so halve until there is one, then merge on the way back.
# Below is a list of ten. Before you look: how many merges will it take?

# %%
values = [23, 40, 45, 19, 12, 16, 90, 39, 87, 71]
figures.tree(values)

# %% [markdown]
# ## The definition
#
# $$C(n) = C(\lceil n/2 \rceil) + C(\lfloor n/2 \rfloor) + n - 1 \qquad C(1) = 0$$
#
# $$C(n) = n\lceil\log_2 n\rceil - 2^{\lceil\log_2 n\rceil} + 1$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | `items` | list to sort | `(n,)` | items |
# | `left`, `right` | sorted runs | `(a,)`, `(b,)` | items |
# | $C(n)$ | comparisons in the worst case | number | comparisons |
# | $\log_2 n!$ | floor of every sort that compares | number | comparisons |
# | $I$ | inversions: pairs in the wrong order | number | pairs |
#
# n items take n − 1 merges. C(10) = 25; this list took 21, for a merge stops comparing when a run is used up.

# %% [markdown]
# ## 1 · merge
#
# Return two sorted lists as one new sorted list. Compare the heads, take the smaller one; when one list is used up,
# append the rest of the other. **Of equal items the left one goes first.** `key`, if given, says what of an item is
# compared.
#
# **Example:** `[2, 5, 9]` with `[3, 5]` gives `[2, 3, 5, 5, 9]`.
#
# **Edge cases:** one list empty, or both. The arguments stay as they are: `pop(0)` would empty them.
#
# **Do it yourself:** here, in both sorts and in `merge_k`, `sorted`, `list.sort`, `numpy.sort` and `heapq.merge` are
# refused.

# %% tags=["exercise"]
def merge(left, right, key=None):
    """Two sorted lists as one sorted list, stable.

    Parameters
    ----------
    left, right : list
        Each sorted ascending by `key`, of any lengths, 0 included. Neither is changed.
    key : callable, optional
        What of an item is compared; the item itself if None.

    Returns
    -------
    list
        New, with all items of both. Of equal items those of `left` come first, and each list
        keeps its own order. Two empty lists give ``[]``.

    Notes
    -----
    Raises nothing. Cost: at most ``len(left) + len(right) - 1`` comparisons, none if either is
    empty, and a new list. Not a sort: runs that are not sorted give a result that is not.
    Source: Knuth, The Art of Computer Programming 3, section 5.2.4, algorithm M.
    """
    left_keys = left if key is None else [key(item) for item in left]
    right_keys = right if key is None else [key(item) for item in right]
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if right_keys[j] < left_keys[i]:  # only a smaller item overtakes: ties go to the left
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    merged.extend(left[i:])  # one of these two is empty
    merged.extend(right[j:])
    return merged


# %%
check(merge)

# %%
join = stand_in(merge)
figures.stability(join)

# %% [markdown]
# ## 2 · merge_sort
#
# Return a sorted copy: halve, sort both halves, merge. Call `key` **once for each item**, not at every comparison: it
# may be expensive. Sort positions by their keys, say.
#
# **Example:** the list above takes 21 comparisons. (Give the odd item to the right half instead, and it takes 22:
# both are right.)
#
# **Edge cases:** none or one item: a new list still. Equal items keep their order. The list itself is not changed.
#
# **Bound:** at most C(n) comparisons.

# %% tags=["exercise"]
def merge_sort(items, key=None):
    """A sorted copy of a list, by halving it; stable.

    Parameters
    ----------
    items : list
        What to sort, ascending; of any length, 0 included. It is not changed.
    key : callable, optional
        What of an item is compared; the item itself if None. Called once for each item.

    Returns
    -------
    list
        New, also for 0 and 1 items. Equal items keep their order.

    Notes
    -----
    Raises nothing. Cost for n items: at most ``n * ceil(log2 n) - 2**ceil(log2 n) + 1``
    comparisons (0 for n = 0), n calls of `key`, O(n) extra memory, recursion ``ceil(log2 n)``
    deep. Not in place. Source: von Neumann 1945; Knuth, volume 3, section 5.2.4.
    """
    items = list(items)
    keys = items if key is None else [key(item) for item in items]

    def order(first, last):
        """The positions from `first` up to, not including, `last`, sorted by their keys."""
        if last - first < 2:
            return list(range(first, last))
        middle = first + (last - first + 1) // 2  # of an odd number the left half gets one more
        return merge(order(first, middle), order(middle, last), key=keys.__getitem__)

    return [items[place] for place in order(0, len(items))]


# %%
check(merge_sort)

# %%
# Try it: sort by name, then by class. Each class keeps its names in order. And the other way round?
pupils = [("Wu", 2), ("Ali", 1), ("Kim", 2), ("Eve", 1), ("Bo", 2)]
sort = stand_in(merge_sort)
by_name = sort(pupils, key=lambda pupil: pupil[0])
print(sort(by_name, key=lambda pupil: pupil[1]))

# %% [markdown]
# ## How far from the floor?
#
# A comparison has two outcomes, so c of them tell at most $2^c$ orders apart. A list of n different items has n!
# orders: whatever sorts by comparing needs at least $\log_2 n!$ comparisons for its worst list, and on average.
#
# For n = 10 that is 21.8. Our list took 21, and breaks no law: the floor is not under each single list.
#
# Up to n = 96, the worst case is less than half a comparison an item above the floor. "n log2 n" is more than one above
# it from n = 6 on.

# %%
def comparisons(sort, items):
    tally = Tally()
    sort(counted(items, tally))
    return tally.comparisons


for name, items in {"given": values, "sorted": sorted(values), "all equal": [5] * 10}.items():
    print(f"{name:10}{comparisons(sort, items)} comparisons")
print(f"floor {math.log2(math.factorial(10)):.1f}, worst case {10 * 4 - 2**4 + 1}")
figures.comparisons(sort)

# %% [markdown]
# ## 3 · merge_sort_bottom_up
#
# The same without recursion. Runs of 1 item are sorted; merge neighbours to runs of 2, then 4, 8, …, until one run is
# left.
#
# Where n is no power of two, the last run of a pass is short, or has no neighbour at all: it must come along all the
# same.
#
# **Example:** ten items take four passes; after two of them the runs have 4, 4 and 2 items.
#
# **Edge cases:** as before; `key` once for each item.
#
# **Bound:** $n\lceil\log_2 n\rceil - n + 1$ comparisons.

# %% tags=["exercise"]
def merge_sort_bottom_up(items, key=None):
    """A sorted copy of a list, by merging runs of 1, 2, 4, … items; stable, without recursion.

    Parameters
    ----------
    items : list
        What to sort, ascending; of any length, 0 included. It is not changed.
    key : callable, optional
        What of an item is compared; the item itself if None. Called once for each item.

    Returns
    -------
    list
        New, also for 0 and 1 items. Equal items keep their order.

    Notes
    -----
    Raises nothing. Cost for n items: at most ``n * ceil(log2 n) - n + 1`` comparisons (0 for
    n = 0), n calls of `key`, O(n) extra memory, ``ceil(log2 n)`` passes. Not a natural merge
    sort: it does not look for runs that are there already. Source: Sedgewick and Wayne,
    Algorithms, 4th edition, section 2.2.
    """
    items = list(items)
    keys = items if key is None else [key(item) for item in items]
    order = list(range(len(items)))  # positions; runs of `width` of them are sorted by key
    width = 1
    while width < len(order):
        merged = []
        for start in range(0, len(order), 2 * width):
            middle = start + width  # past the end in the last round of a pass, maybe: slices allow that
            merged += merge(order[start:middle], order[middle:middle + width], key=keys.__getitem__)
        order = merged
        width *= 2
    return [items[place] for place in order]


# %%
check(merge_sort_bottom_up)

# %%
figures.passes(join, values)

# %% [markdown]
# ## 4 · count_inversions
#
# An *inversion* is a pair in the wrong order: `i < j` and `items[i] > items[j]`. Return how many there are. Do not try
# all pairs. Merge, and count on the way: an item that goes out of the right run overtakes **all** that are still in
# the left run.
#
# **Example:** `[3, 1, 2]` has two: (3, 1) and (3, 2). The list above has 17.
#
# **Edge cases:** equal items are no inversion; n falling items have n(n − 1)/2.
#
# **Bound:** $n\lceil\log_2 n\rceil$ comparisons.

# %% tags=["exercise"]
def count_inversions(items):
    """How many pairs stand in the wrong order: ``i < j`` and ``items[i] > items[j]``.

    Parameters
    ----------
    items : list
        Of any length, 0 included. It is not changed.

    Returns
    -------
    int
        From 0 (sorted) to ``n * (n - 1) // 2`` (strictly falling). Equal items are no inversion.

    Notes
    -----
    Raises nothing. Cost: at most ``n * ceil(log2 n)`` comparisons (0 for n = 0). Not the number
    of items out of place: one item moved from the end to the front makes n - 1 inversions.
    Source: Knuth, volume 3, section 5.1.1; Kleinberg and Tardos, Algorithm Design, section 5.3.
    """
    def sort(part):
        """The part sorted, and the inversions within it."""
        if len(part) < 2:
            return part, 0
        middle = len(part) // 2
        (left, inside_left), (right, inside_right) = sort(part[:middle]), sort(part[middle:])
        merged, i, across = [], 0, 0
        for item in right:
            while i < len(left) and not item < left[i]:
                merged.append(left[i])
                i += 1
            across += len(left) - i  # the item overtakes all that are left of `left`
            merged.append(item)
        return merged + left[i:], inside_left + inside_right + across

    return sort(list(items))[1]


# %%
check(count_inversions)

# %%
inversions = stand_in(count_inversions)
figures.crossings(inversions, values)

# %% [markdown]
# ## 5 · merge_k
#
# Merge any number of sorted inputs into one stream. Write a generator that asks an input for an item only when it
# needs it: inputs may be endless.
#
# A heap holds one head of each input, and beside it what decides a tie: **the number of the input, not the iterator**.
# Iterators cannot be compared, and of equal items the earlier input's goes first.
#
# **Example:** `[1, 4, 7]`, `[2, 4]`, `[]` give 1, 2, 4, 4, 7.
#
# **Edge cases:** no inputs; empty ones.
#
# **Bound:** beyond the item handed out, at most one of each input is held.

# %% tags=["exercise"]
def merge_k(iterables):
    """Several sorted inputs as one sorted stream, lazily; stable across the inputs.

    Parameters
    ----------
    iterables : list of iterables
        Each sorted ascending: lists, generators, open files; empty and endless ones too.

    Yields
    ------
    item
        Every item of every input, ascending. Of equal items those of an earlier input come
        first. No inputs, no items.

    Notes
    -----
    Raises nothing. Cost for n items of k inputs: O(n log k) comparisons; at most one item of
    each input is held beyond the one handed out. Items are compared with items and with nothing
    else. Not a sort: an input that is not sorted gives a stream that is not. Source: Knuth,
    volume 3, section 5.4.1; ``heapq.merge`` in Python's library.
    """
    streams = [iter(iterable) for iterable in iterables]
    heads = []  # (item, index of its stream): on a tie the index decides, and no two are equal
    for index, stream in enumerate(streams):
        for item in islice(stream, 1):  # none, if the stream is empty
            heads.append((item, index))
    heapq.heapify(heads)
    while heads:
        item, index = heads[0]
        yield item
        for item in islice(streams[index], 1):
            heapq.heapreplace(heads, (item, index))
            break
        else:
            heapq.heappop(heads)


# %%
check(merge_k)

# %%
# Try it: three inputs without end. How many of their items are read for the first nine of the stream?
stream = stand_in(merge_k)
tally = Tally()
endless = [Stream(count(start, step), tally) for start, step in ((0, 3), (1, 5), (2, 7))]
print([int(item) for item in islice(stream(endless), 9)])
print(tally.reads, "reads for 9 items of 3 inputs")

# %% [markdown]
# ## 6 · external_sort
#
# Sort a text file, one integer a line, with at most `max_items` in memory beside one a run. Sort pieces, write each to
# a file, merge the files, at most 32 open at once: more runs need several rounds.
#
# `target` appears whole (`os.replace`) or not at all; no temporary file stays.
#
# **Example:** 10, 9, −1 with `max_items` 2: runs `[9, 10]` and `[-1]`, target −1, 9, 10.
#
# **Edge cases:** an empty file. `max_items` below 1 raises `ValueError`; so does a line that is no integer, with its
# number: `line 2 is no integer: ''`.

# %% tags=["exercise"]
def external_sort(source, target, max_items):
    """Sort a file of integers that is too long for memory: sorted runs in files, then merges.

    Parameters
    ----------
    source : path
        A text file, one integer a line, as ``int`` reads it. It may be empty.
    target : path
        Gets the integers in ascending order, each as ``str(int)`` and a newline. It appears
        whole or not at all; what was there before stays until then.
    max_items : int
        How many integers may be in memory at a time, beside one for each run that is merged.

    Raises
    ------
    ValueError
        ``max_items must be 1 or more, not N``; ``line L is no integer: TEXT`` for the first
        such line, counted from 1, a blank line too. `target` is not touched then.

    Notes
    -----
    Cost for r runs: each number is written and read ``1 + ceil(log16 r)`` times. At most 17 files are
    open at once. Temporary files lie in a folder beside `target`, on the same disk, and are gone
    afterwards, also on failure. Not for lines of text: 10 comes after 9. Source: Knuth, volume
    3, section 5.4.
    """
    if max_items < 1:
        raise ValueError(f"max_items must be 1 or more, not {max_items}")
    target, at_once = Path(target), 16  # as many buffers as files that are merged at once

    def numbers(stream):
        for place, line in enumerate(stream, 1):
            try:
                number = int(line)
            except ValueError:
                raise ValueError(f"line {place} is no integer: {line.rstrip()!r}") from None
            yield number

    with TemporaryDirectory(dir=target.parent) as folder:
        names = (Path(folder) / str(place) for place in count())

        def write(values):
            path = next(names)
            with open(path, "w", encoding="ascii", newline="\n") as stream:
                stream.writelines(f"{value}\n" for value in values)
            return path

        def combine(paths):
            with ExitStack() as stack:
                files = [stack.enter_context(open(path, encoding="ascii")) for path in paths]
                longer = write(merge_k(map(int, file) for file in files))
            for path in paths:
                path.unlink()
            return longer

        with open(source, encoding="utf-8", errors="replace") as stream:
            values, runs = numbers(stream), []
            while part := sorted(islice(values, max_items)):
                runs.append(write(part))
        while len(runs) > 1:
            runs = [combine(runs[start:start + at_once]) for start in range(0, len(runs), at_once)]
        os.replace(runs[0] if runs else write([]), target)


# %%
check(external_sort)

# %% [markdown]
# ## For real
#
# 60,000 numbers, 500 of them in memory: 120 runs. The worked solution merges them 16 at a time, 120 → 8 → 1, so every
# number is written and read three times.
#
# With r runs and w-way merges that is $1 + \lceil\log_w r\rceil$ times. So external sorts merge as many runs at a time as
# memory has buffers for, not two: what costs here is a pass over the disk, no longer a comparison.

# %%
def as_lines(numbers):
    return "".join(f"{number}\n" for number in numbers)


numbers = np.random.default_rng(0).integers(-10**15, 10**15, 60_000).tolist()
external = stand_in(external_sort)
with TemporaryDirectory() as folder:
    source, target = Path(folder, "numbers.txt"), Path(folder, "sorted.txt")
    source.write_text(as_lines(numbers))
    external(source, target, max_items=500)
    result, wanted = target.read_text(), as_lines(sorted(numbers))
    command = shutil.which("sort") if os.name == "posix" else None
    if command:  # otherwise Python's word has to do
        wanted = subprocess.run([command, "-n", source], capture_output=True, text=True, check=True).stdout
print("as `sort -n` has it:", result == wanted)
for width in (2, 16):
    runs = [120]
    while runs[-1] > 1:
        runs.append(math.ceil(runs[-1] / width))
    print(f"{width:2} at a time: {' → '.join(map(str, runs))} runs, each number written {len(runs)} times")

# %% tags=["nbval-ignore-output"]
def at_once(source, target, _):
    with open(source) as lines:
        ordered = sorted(map(int, lines))
    with open(target, "w") as out:
        out.writelines(f"{number}\n" for number in ordered)


def peak(sort_file, length):
    """The most memory that Python held at a time, in KiB."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "numbers.txt"), Path(folder, "sorted.txt")
        source.write_text(as_lines(numbers[:length]))
        tracemalloc.start()
        sort_file(source, target, 500)
        most = tracemalloc.get_traced_memory()[1] / 1024
        tracemalloc.stop()
        return most


lengths = [15_000, 30_000, 60_000]
whole = [peak(at_once, length) for length in lengths]
pieces = [peak(external, length) for length in lengths]
figures.memory(lengths, whole, pieces)

# %%
print("external sort of 60,000 numbers holds less than 600 KiB:", pieces[-1] < 600)
print("the file is more than twice as long as that:", len(as_lines(numbers)) / 1024 > 2 * pieces[-1])
print("all at once holds more than 4 times as much:", whole[-1] > 4 * pieces[-1])
print("4 times the file, all at once: more than 3 times the memory:", whole[-1] > 3 * whole[0])
print("4 times the file, external: less than 1.5 times the memory:", pieces[-1] < 1.5 * pieces[0])

# %% [markdown]
# ## Against the library
#
# - `sorted` is a merge sort too (Timsort): it looks for runs that are there already, makes short ones longer by
#   insertion, and merges. On sorted or strictly falling input it needs n − 1 comparisons. It is stable.
# - `heapq.merge` is our `merge_k`, with `key` and `reverse`.
# - `numpy.sort` promises a stable order only with `kind="stable"`.
# - Kendall's tau, without ties, is $1 - 4I / (n(n - 1))$: inversions, scaled to −1 … 1.

# %%
from scipy.stats import kendalltau

shuffled = random.Random(0).sample(range(1000), 1000)
print("sorted:     ", sort(shuffled) == stand_in(merge_sort_bottom_up)(shuffled) == sorted(shuffled))
inputs = values[:3], [], [40, 40]
print("heapq.merge:", list(stream(inputs)) == list(heapq.merge(*inputs)))
tau = kendalltau(range(10), values).statistic
print(f"tau: scipy {tau:.4f}, from {inversions(values)} inversions {1 - 4 * inversions(values) / 90:.4f}")

# %%
# Cost, counted: comparisons and calls of key for 1000 items
bottom_up = stand_in(merge_sort_bottom_up)
shapes = {"shuffled": shuffled, "sorted": range(1000), "falling": range(1000, 0, -1),
          "all equal": [0] * 1000}
print("           top-down  bottom-up")
for name, items in shapes.items():
    print(f"{name:10}{comparisons(sort, items):9}{comparisons(bottom_up, items):11}")
print(f"{'bound':10}{1000 * 10 - 2**10 + 1:9}{1000 * 10 - 1000 + 1:11}")
print(f"floor log2(1000!) = {math.log2(math.factorial(1000)):.0f}")
in_runs = list(shapes.values())[1:]
print("Python's sorted on the last three:", *(comparisons(sorted, items) for items in in_runs))
calls = []
sort(shuffled, key=lambda item: calls.append(item) or item)
print("calls of key:", len(calls), "- two at every comparison would be", 2 * comparisons(sort, shuffled))

# %% [markdown]
# ## How fast is it?
#
# `race` lets your function run beside the worked solution, its fast form and the library, over growing inputs. Both
# axes are logarithmic: time proportional to $n^k$ is a line of slope k. $n \log n$ looks like a slope a little above 1.

# %% tags=["nbval-ignore-output"]
race(merge_sort)

# %% tags=["nbval-ignore-output"]
race(count_inversions)

# %% [markdown]
# A file, a tenth of which fits into memory, beside `sort -n`, which takes as much memory as it likes. The lines begin flat:
# there the cost is a folder and its files, and for `sort` the start of a process.

# %% tags=["nbval-ignore-output"]
race(external_sort)

# %% [markdown] tags=["solution"]
# ### Now make it fast: merge_sort
#
# `sorted` is C, and looks for runs that are there already. In Python, what counts is how many bytecodes an item costs:
#
# - **Short runs by binary insertion**: `bisect.insort` is C, and it needs no more comparisons than merging does: k items take
#   at most C(k). Only the shifting is quadratic, and for a few hundred items it is cheaper than merging in Python.
# - **The merge knows which side ends first**: the one with the smaller last item. So both sides are a plain `for`, and nobody
#   asks whether the other is used up.
# - **In order already?** One comparison tells, and the two halves are joined as they are.

# %% tags=["solution", "coda"]
from bisect import insort


def fast_merge_sort(items, key=None):
    """`merge_sort` with short runs by binary insertion, and a merge without tests for the end."""
    if key is None:
        return halved(items)
    # the place tells equal keys apart
    keyed = halved([(key(item), place) for place, item in enumerate(items)])
    return [items[place] for _, place in keyed]


def halved(values, short=500):
    """A sorted copy."""
    if len(values) <= short:
        run = []
        for value in values:
            insort(run, value)  # behind its equals
        return run
    middle = len(values) // 2
    left, right = halved(values[:middle], short), halved(values[middle:], short)
    if not right[0] < left[-1]:
        return left + right
    merged = []
    if right[-1] < left[-1]:  # right ends first, so left always has a next one
        rest = iter(left)
        head = next(rest)
        for item in right:
            if not item < head:
                merged.append(head)
                for head in rest:  # goes on where it stopped
                    if item < head:
                        break
                    merged.append(head)
            merged.append(item)
    else:
        rest = iter(right)
        head = next(rest)
        for item in left:
            if head < item:
                merged.append(head)
                for head in rest:
                    if not head < item:
                        break
                    merged.append(head)
            merged.append(item)
    merged.append(head)
    merged.extend(rest)
    return merged


# %% [markdown] tags=["solution"]
# ### And for an array
#
# NumPy has no merge, and which items a merge compares depends on the items. In a *bitonic* one (Batcher 1968) it does not.
# Of two sorted runs, compare the first item with the last of the other run, the second with the last but one, and so on:
# the smaller ones are the lower half of the result. Each half is put in order by comparing items half as far apart, again
# and again.
# n items need about half of $\log_2^2 n$ such rounds: more work than n log n, but each round is one `np.minimum` and one
# `np.maximum` of whole rows. So it is laid out for that:
#
# - **Runs stand in columns**, side by side; a run that has grown longer goes on in another column.
# - **Slabs**: rounds that stay within a few hundred rows are all done there, in the cache, before the next rows come.
# - **There and back**: a round reads one array and writes the other, so nothing is copied, not even into NumPy's buffer.

# %% tags=["solution", "coda"]
from itertools import groupby


def merge_sort_array(values, columns=256, slab=256):
    """A sorted copy of a flat array of numbers without nan; `columns` and `slab` are powers of two."""
    values, rows = np.asarray(values), slab
    if len(values) < 2:
        return values.copy()
    while rows * columns < len(values):
        rows *= 2
    here = np.full(rows * columns, values.max(), dtype=values.dtype)  # what is too much comes last
    here[:len(values)] = values
    here, there = here.reshape(rows, columns), np.empty((rows, columns), dtype=values.dtype)
    with np.errstate():  # its end puts the buffer's size back
        kinds = groupby(rounds(rows, columns), key=lambda found: (found[0] <= slab, found[1][-1] > 64))
        for (local, wide), group in kinds:
            todo, height = list(group), slab if local else rows
            np.setbufsize(64 if wide else 8192)  # short pieces are better collected
            for first in range(0, rows, height):
                old, new = here[first:first + height], there[first:first + height]
                for _, shape, axis, mirror in todo:
                    one, two = old.reshape(shape).swapaxes(0, axis)
                    low, high = new.reshape(shape).swapaxes(0, axis)
                    np.minimum(one, two[mirror], out=low)
                    np.maximum(one[mirror], two, out=high)
                    old, new = new, old
            if len(todo) % 2:
                here, there = there, here
    order = [0]
    while len(order) < columns:  # where the columns are: their numbers with the bits reversed
        order = [2 * place for place in order] + [2 * place + 1 for place in order]
    return here.T[order].ravel()[:len(values)]


def rounds(rows, columns):
    """Each round: rows that it spans, a shape with an axis for the two sides, that axis, the mirror."""
    run, back = 1, slice(None, None, -1)
    while run < rows:  # in its column
        yield 2 * run, (-1, 2, run, columns), 1, (slice(None), back)
        yield from halves(run // 2, columns)
        run *= 2
    run = 1
    while run < columns:  # in so many columns
        yield rows, (-1, run, 2, columns // (2 * run)), 2, (back, back)
        step = run // 2
        while step:
            yield 1, (-1, step, 2, columns // (2 * step)), 2, ()
            step //= 2
        yield from halves(rows // 2, columns)
        run *= 2


def halves(step, columns):
    """Rounds within the columns: `step` rows apart, then half as far, down to neighbours."""
    while step:
        yield 2 * step, (-1, 2, step * columns), 1, ()
        step //= 2


# %% [markdown] tags=["solution"]
# ### Now make it fast: external_sort
#
# The worked solution spends its time on single numbers: a line, an `int`, a heap, a `str`. Here pieces of text are read,
# sorted and merged as arrays. Up to 30 runs are merged at once: of the blocks at hand everything up to the smallest *last*
# number is complete, for whatever comes later is larger. Memory goes to the runs; text and `str` objects, which take many times
# the eight bytes of a number, exist for a small piece at a time.

# %% tags=["solution", "coda"]
import re

PLAIN = re.compile(rb"(?:-?[0-9]{1,18}\n)*")  # lines that 64 bits hold


def fast_external_sort(source, target, max_items):
    """`external_sort` by arrays of 64-bit integers; any other line leaves the file to the clear form."""
    if max_items < 1:
        raise ValueError(f"max_items must be 1 or more, not {max_items}")
    with TemporaryDirectory(dir=Path(target).parent) as folder:
        names, runs = (Path(folder, str(place)) for place in count()), []
        for run in sorted_runs(source, max_items):
            if run is None:
                external_sort(source, target, max_items)
                return
            runs.append(saved([run], next(names)))
        while len(runs) > 30:  # files that are open at once
            runs = [saved(merged_runs(runs[k:k + 30], max_items), next(names))
                    for k in range(0, len(runs), 30)]
        result = next(names)
        with open(result, "w", encoding="ascii", newline="\n") as out:
            for part in merged_runs(runs, max_items):
                out.write("\n".join(map(str, part.tolist())) + "\n")
        os.replace(result, target)


def sorted_runs(source, most):
    """Sorted arrays of at most `most` integers, in the same memory; None where a piece is not plain."""
    room, held = np.empty(min(most, os.path.getsize(source) // 2 + 1), dtype=np.int64), 0
    size = min(most, 1 << 18)  # so many bytes, and more up to the line's end, are at most as many numbers
    with open(source, "rb") as stream:
        while piece := stream.read(size) + stream.readline():
            piece += b"" if piece.endswith(b"\n") else b"\n"
            if not PLAIN.fullmatch(piece):
                yield None
            part = np.fromstring(piece, dtype=np.int64, sep="\n")
            if held + len(part) > most:
                room[:held].sort()
                yield room[:held]
                held = 0
            room[held:held + len(part)] = part
            held += len(part)
    if held:
        room[:held].sort()
        yield room[:held]


def saved(parts, path):
    """The path, once the arrays are in that file."""
    with open(path, "wb") as out:
        for part in parts:
            part.tofile(out)
    return path


def merged_runs(paths, most):
    """Files that are sorted each, merged: arrays of at most `most` integers, or one for each file."""
    block = max(1, min(most // (2 * len(paths) + 1), 8192))
    with ExitStack() as stack:
        files = [stack.enter_context(open(path, "rb")) for path in paths]
        heads = [np.fromfile(file, np.int64, block) for file in files]
        while heads:
            bound = min(head[-1] for head in heads)
            ends = [np.searchsorted(head, bound, side="right") for head in heads]
            yield np.sort(np.concatenate([head[:end] for head, end in zip(heads, ends)]), kind="stable")
            heads = [head[end:] if end < len(head) else np.fromfile(file, np.int64, block)
                     for head, end, file in zip(heads, ends, files)]
            files = [file for file, head in zip(files, heads) if len(head)]
            heads = [head for head in heads if len(head)]


# %% [markdown] tags=["solution"]
# Equal?

# %% tags=["solution"]
deck = [random.Random(5).randrange(1000) for _ in range(3000)]
print("merge_sort:", fast_merge_sort(deck) == sorted(deck),
      fast_merge_sort(deck, key=lambda card: card % 7) == sorted(deck, key=lambda card: card % 7))
print("merge_sort_array:", merge_sort_array(np.array(deck)).tolist() == sorted(deck))
with TemporaryDirectory() as folder:
    source, target = Path(folder, "numbers.txt"), Path(folder, "sorted.txt")
    source.write_text(as_lines(numbers))
    fast_external_sort(source, target, max_items=500)
    print("external_sort:", target.read_text() == wanted)

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"Merge a[first..mid] and a[mid..last]."* One item is in both. The second run starts at mid + 1.
# - *"mid = (first + last) / 2."* The sum may not fit: in C++ undefined behaviour, on most machines a negative number.
#   `first + (last - first) / 2` is safe. Python's integers have no limit; NumPy's have.
# - *"`new int[n]`, then test for NULL."* That is `malloc`'s way. Plain `new` throws `std::bad_alloc`: the test never
#   sees a failure. Python raises, too.
# - *"Sort the lines of the file."* As text, 10 comes before 9.

# %%
middle = (len(values) - 1) // 2
both = join(sorted(values[:middle + 1]), sorted(values[middle:]))
twice = values[middle]
print(f"a[0..{middle}] and a[{middle}..9]: {len(both)} items, {twice} is in {both.count(twice)} times")


def shared(items):
    # both runs hold the middle item: of two items the second run is both of them again
    middle = (len(items) - 1) // 2
    return items if len(items) < 2 else join(shared(items[:middle + 1]), shared(items[middle:]))


try:
    shared(values)
except RecursionError:
    print("and as a recursion it never ends")
first, last = np.array([1_500_000_000], dtype=np.int32), np.array([1_600_000_000], dtype=np.int32)
print("(first + last) // 2 in 32 bits:  ", ((first + last) // 2)[0])
print("first + (last - first) // 2:     ", (first + (last - first) // 2)[0])
print("the lines, sorted as text:", sorted(["9", "10", "-1", "-2"]))

# %%
import ctypes

allocate = ctypes.pythonapi.PyMem_RawMalloc  # C's malloc, as Python itself uses it
allocate.restype, allocate.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
print("malloc of 2**62 bytes gives", allocate(2**62), "(NULL), and nothing is raised")
try:
    data = bytearray(2**62)
    print("never printed, nor is a test `data is None` of any use")
except MemoryError:
    print("bytearray of 2**62 bytes raises MemoryError, as new throws bad_alloc")

# %% [markdown]
# ## In five lines
#
# 1. Merge: compare heads, ties to the left, then the rest without comparing.
# 2. At most $n\lceil\log_2 n\rceil - 2^{\lceil\log_2 n\rceil} + 1$ comparisons, O(n) extra memory, stable.
# 3. No sort by comparing gets below log2(n!) in its worst case or on average.
# 4. An item of the right run overtakes all that are left of the left run: inversions.
# 5. Too long for memory: sorted runs on disk, k-way merges, cost counted in passes.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("merge_sort")

# %% [markdown] tags=["card", "easy"]
# Merge sort: time, space, stability?
#
# O(n log n), whatever the input; sorted input saves some comparisons (1000 items: 5044 instead of some 8700). O(n)
# scratch, and a stack about log2 n deep. Stable, if a tie goes to the left run (`<=`). (One scratch array for all merges,
# or a new list in each: O(n) at a time either way.)

# %% [markdown] tags=["card"]
# In `merge`, you write `if left[i] < right[j]: take left, else: take right`. Which test passes, and which fails?
#
# Numbers pass: equal ones cannot be told apart. Records fail: on a tie the right one goes first, so equal records come
# out in another order. Write `<=`, or ask the other way round: `if right[j] < left[i]: take right`.

# %% [markdown] tags=["card"]
# True or false, and why? "`int* p = new int[n]; if (p == NULL)` catches a lack of memory." What does new return on
# failure?
#
# False. Plain `new` returns nothing then: it throws `std::bad_alloc`, so the test is dead code. A null pointer comes
# only from `new (std::nothrow) int[n]`, or from `malloc`. Best of all, use `std::vector<int>`: it frees itself, too.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? A comment says: "merge a[first..mid] and a[mid..last]". Off by one: where?
#
# False: a[mid] would be in both runs, and ten items would become eleven. The runs are a[first..mid] and
# a[mid+1..last]. (The code under that comment does it right.) Half-open ranges avoid it: [first, mid) and [mid, last).

# %% [markdown] tags=["card"]
# True or false, and why? "(first + last) / 2 is a safe midpoint."
#
# False with fixed-width integers: with 32 bits the sum overflows once an array has more than about 2**30 items. In
# C++ that is undefined behaviour, in Java a negative index. Write `first + (last - first) / 2`, or `std::midpoint`. In
# Python it is safe.

# %% [markdown] tags=["card", "hard"]
# Two more habits of old C++ notes: names such as `__merge`, and `system("pause")` at the end. What is wrong with
# them?
#
# Names that contain two underscores are reserved for the compiler and its library, everywhere: yours may collide.
# `system("pause")` runs a command of the Windows shell: elsewhere it does nothing but complain. Let the terminal stay
# open.

# %% [markdown] tags=["card", "hard"]
# Why can no sort that compares do better than about n log2 n? A list of 10 was sorted with 21 comparisons, and
# log2(10!) is 21.8: a contradiction?
#
# c comparisons have at most 2**c outcomes, and n! orders must be told apart, so the worst list needs at least log2(n!),
# about n log2 n − 1.44 n; so does the mean over all lists. A single list may take fewer. Radix sort does not
# compare, so the floor is not its floor.

# %% [markdown] tags=["card", "easy"]
# Merge sort, quicksort or heap sort: when which?
#
# Merge sort: stable, n log n always, for linked lists and files; O(n) extra memory. Quicksort: in place but for its
# stack, quick in practice, quadratic if pivots are bad, not stable. Heap sort: in place and n log n always, not
# stable, jumps about in memory.

# %% [markdown] tags=["card", "easy"]
# What is an inversion, and what do inversions tell about insertion sort?
#
# A pair in the wrong order. Swapping two neighbours that are one removes just that one, so insertion sort makes as many
# swaps as there are inversions: none for sorted input, n(n − 1)/2 for falling input. So it is quick on lists that are
# nearly sorted.

# %% [markdown] tags=["card"]
# k sorted lists of n items in all: what does it cost to merge them with a heap, and one after the other?
#
# With a heap of k heads O(n log k). One after the other, the early lists are copied again and again: O(nk). Merging
# neighbours in rounds is O(n log k) too. The heap alone is lazy: it needs one head of each input.

# %% [markdown] tags=["card", "hard"]
# A k-way merge keeps pairs `(item, iterator)` in its heap. It works for months, then stops with a TypeError. Why?
#
# Two equal items met. The pair's first members tie, so Python compares the second ones, and iterators have no order.
# Put the input's number between them: `(item, number, iterator)`. It also makes the merge stable.

# %% [markdown] tags=["card"]
# Sort 100 GB with 1 GB of memory: how?
#
# Read 1 GB, sort it, write a run: 100 runs. Then merge all 100 at once, with a buffer of up to 10 MB for each: every number
# is read and written twice. Two at a time it would be 1 + ceil(log2 100) = 8 times. Write beside the target and rename at
# the end.

# %% [markdown] tags=["card"]
# Why is merge sort the choice for a linked list, and how much extra memory does it take there?
#
# Merging reads both lists from front to back and only relinks nodes: no jumps, no copies. So bottom-up it takes O(1)
# extra memory, top-down the stack of O(log n) calls. Finding the middle costs a walk, which changes the constant
# only.

# %% [markdown] tags=["card"]
# `sorted(items, key=f)` for 1000 shuffled items: how often is f called? And in a merge sort that calls `f` at each
# comparison?
#
# 1000 times: keys are computed once and kept. At each comparison it would be twice the comparisons, more than 17,000
# calls here. With `key=f` the comparisons stay the same; only the calls go.

# %% [markdown] tags=["card"]
# How do you count the inversions of a list in O(n log n)?
#
# With merge sort: inversions within the halves by recursion, those across while merging. An item that leaves the right run
# overtakes all that are still in the left run: add their number, not 1 and not those that are out. On a tie take the left
# item and add nothing.

# %% [markdown] tags=["card", "hard"]
# `merge` takes at most a + b − 1 comparisons for lists of a and b items. Can that be beaten?
#
# Not for a = b: 2a − 1 is the least that a worst case can have. (Each of the 2a − 1 pairs of neighbours in the result may
# have to be compared.) For 1 and b items it can: binary search needs about log2 b. Timsort gallops for that reason: when
# one run wins again and again it searches instead.

# %% [markdown]
# ## Terms and sources
#
# merge sort 归并排序 · merge 合并 · run 有序段, 顺串 · stable sort 稳定排序 · top-down 自顶向下 · bottom-up 自底向上 ·
# inversion 逆序对 · k-way merge 多路归并 · external sort 外部排序 · comparison 比较 · lower bound 下界
#
# - Knuth, *The Art of Computer Programming 3: Sorting and Searching*, 2nd edition, 1998, sections 5.1.1, 5.2.4, 5.4
# - Sedgewick and Wayne, *Algorithms*, 4th edition, 2011, section 2.2
# - Kleinberg and Tardos, *Algorithm Design*, 2005, section 5.3
# - Peters, `listsort.txt`, in the source of CPython
# - Bloch, *Nearly All Binary Searches and Mergesorts are Broken*, 2006
