"""Wrong answers to merge_k that go wrong where an input ends."""
from __future__ import annotations

import heapq
from itertools import islice


def heads_of(streams):
    """A heap of the first items, of those inputs that have any."""
    heads = [(item, place) for place, stream in enumerate(streams) for item in islice(stream, 1)]
    heapq.heapify(heads)
    return heads


def empty_raises(iterables):
    """Asks each input for its first item, and later catches its end."""
    streams = [iter(part) for part in iterables]
    heads = [(next(stream), place) for place, stream in enumerate(streams)]
    heapq.heapify(heads)
    while heads:
        item, place = heapq.heappop(heads)
        yield item
        try:
            heapq.heappush(heads, (next(streams[place]), place))
        except StopIteration:
            continue


def stops_after_the_first_end(iterables):
    """Leaves the loop where an input ends; one that is empty from the start is left out."""
    streams = [iter(part) for part in iterables]
    heads = heads_of(streams)
    try:
        while heads:
            item, place = heads[0]
            yield item
            heapq.heapreplace(heads, (next(streams[place]), place))
    except StopIteration:
        return


def never_dropped(iterables):
    """Replaces a head by the next item, if there is one; else the head stays and comes again."""
    streams = [iter(part) for part in iterables]
    heads = heads_of(streams)
    while heads:
        item, place = heads[0]
        yield item
        for item in islice(streams[place], 1):
            heapq.heapreplace(heads, (item, place))


def in_pairs_without_the_head(iterables):
    """Merges two streams, then the result with the next; the head that is left over is forgotten."""
    def two(left, right):
        nothing = object()
        a, b = next(left, nothing), next(right, nothing)
        while a is not nothing and b is not nothing:
            if b < a:
                yield b
                b = next(right, nothing)
            else:
                yield a
                a = next(left, nothing)
        yield from left
        yield from right

    merged = iter(())
    for iterable in iterables:
        merged = two(merged, iter(iterable))
    return merged
