"""Wrong answers to merge_k."""
from __future__ import annotations

import heapq
from functools import partial
from itertools import count, islice


def first(entry):
    """The item of an entry."""
    return entry[0]


class Wrapped:
    """An item in a heap that knows nothing of its input; with `ties` it comes before its equals, too."""

    def __init__(self, item, ties=False):
        self.item, self.ties = item, ties

    def __lt__(self, other):
        return self.item <= other.item if self.ties else self.item < other.item

    def __eq__(self, other):  # else a tuple goes on to what stands behind
        return False


def with_heap(entry, item_of=first, heapified=False):
    """Merges with a heap of entries; ``entry(item, place, stream, number)`` makes one, `number` counts the entries."""
    def answer(iterables):
        numbers, streams, heap = count(), list(map(iter, iterables)), []
        for place, stream in enumerate(streams):
            for head in stream:
                add = heap.append if heapified else partial(heapq.heappush, heap)
                add((*entry(head, place, stream, next(numbers)), place))
                break
        if heapified:
            heapq.heapify(heap)
        while heap:
            top = heapq.heappop(heap)
            yield item_of(top)
            for head in streams[top[-1]]:
                heapq.heappush(heap, (*entry(head, top[-1], streams[top[-1]], next(numbers)), top[-1]))
                break

    return answer


def by_looking(better=lambda a, b: a < b, missing=None, ends=False):
    """Looks at all heads for each item, with a switch for each mistake."""
    def answer(iterables):
        streams = [iter(part) for part in iterables]
        heads = [next(stream, missing) for stream in streams]
        while heads:
            alive = [k for k, head in enumerate(heads) if head is not missing]
            if not alive or ends and len(alive) < len(heads):
                return
            best = alive[0]
            for k in alive[1:]:
                if better(heads[k], heads[best]):
                    best = k
            yield heads[best]
            heads[best] = next(streams[best], missing)

    return answer


def exhausted_stops(iterables):
    """Ends as soon as one input does."""
    streams = [iter(part) for part in iterables]
    try:
        heads = [next(stream) for stream in streams]
        while heads:
            best = min(range(len(heads)), key=heads.__getitem__)
            yield heads[best]
            heads[best] = next(streams[best])
    except StopIteration:
        return


def exhausted_raises(iterables):
    """Asks an input that has nothing more."""
    streams = [iter(part) for part in iterables]
    heads = [next(stream) for stream in streams]
    while heads:
        best = min(range(len(heads)), key=heads.__getitem__)
        yield heads[best]
        heads[best] = next(streams[best])


def exhausted_stays(iterables):
    """Puts None in the place of what is used up, and compares with it."""
    streams = [iter(part) for part in iterables]
    heads = [next(stream, None) for stream in streams]
    while any(head is not None for head in heads):
        best = min(range(len(heads)), key=heads.__getitem__)
        yield heads[best]
        heads[best] = next(streams[best], None)


def infinite_when_exhausted(iterables):
    """Puts an infinity in the place of what is used up."""
    streams = [iter(part) for part in iterables]
    heads = [next(stream, float("inf")) for stream in streams]
    while heads and min(heads) != float("inf"):
        best = min(range(len(heads)), key=heads.__getitem__)
        yield heads[best]
        heads[best] = next(streams[best], float("inf"))


def zero_is_the_end(iterables):
    """Takes an item that counts as false for the end of its input."""
    streams = [iter(part) for part in iterables]
    heads = [next(stream, None) for stream in streams]
    while any(heads):
        best = min((k for k, head in enumerate(heads) if head), key=heads.__getitem__)
        yield heads[best]
        heads[best] = next(streams[best], None)


def merged_lists(parts):
    """One list after the other is merged into the result."""
    result: list = []
    for part in parts:
        merged, place = [], 0
        for item in part:
            while place < len(result) and result[place] <= item:
                merged.append(result[place])
                place += 1
            merged.append(item)
        result = merged + result[place:]
    return result


def all_in_a_heap(iterables):
    """Puts all items on the heap before the first goes out."""
    heap = [(item, place, k) for place, part in enumerate(iterables) for k, item in enumerate(part)]
    heapq.heapify(heap)
    while heap:
        yield heapq.heappop(heap)[0]


def lists_then_stream(iterables):
    """Makes lists of the inputs and goes on as it should."""
    yield from by_looking()([list(part) for part in iterables])


def one_ahead(iterables):
    """Reads the next item of an input before it hands out the one it has, and one more at the start."""
    streams = [iter(part) for part in iterables]
    heads = [list(islice(stream, 2)) for stream in streams]
    while any(heads):
        best = min((k for k, head in enumerate(heads) if head), key=lambda k: heads[k][0])
        yield heads[best].pop(0)
        heads[best] += islice(streams[best], 2 - len(heads[best]))


def in_pairs(iterables):
    """Takes two items of an input at a time."""
    def two_by_two(iterable):
        stream = iter(iterable)
        while part := list(islice(stream, 2)):
            yield from part

    return by_looking()([two_by_two(iterable) for iterable in iterables])


def behind_a_buffer(iterables):
    """Each input is read one further before its item goes to the merge, which holds one as well."""
    def ahead(iterable):
        stream, nothing = iter(iterable), object()
        item = next(stream, nothing)
        while item is not nothing:
            following = next(stream, nothing)
            yield item
            item = following

    return by_looking()([ahead(iterable) for iterable in iterables])


def length_wanted(iterables):
    """Asks for the length of an input."""
    places = [0] * len(iterables)
    for _ in range(sum(len(part) for part in iterables)):
        alive = [k for k, part in enumerate(iterables) if places[k] < len(part)]
        best = min(alive, key=lambda k: iterables[k][places[k]])
        yield iterables[best][places[best]]
        places[best] += 1


def index_wanted(iterables):
    """Asks for an input's items by index, and takes the IndexError for its end."""
    heap = []
    for place, part in enumerate(iterables):
        try:
            heap.append((part[0], place, 0))
        except IndexError:
            continue
    heapq.heapify(heap)
    while heap:
        item, place, k = heapq.heappop(heap)
        yield item
        try:
            heapq.heappush(heap, (iterables[place][k + 1], place, k + 1))
        except IndexError:
            continue


def pop_wanted(iterables):
    """Takes the items out of the inputs."""
    heap = [(part.pop(0), place) for place, part in enumerate(iterables) if part]
    heapq.heapify(heap)
    while heap:
        item, place = heapq.heappop(heap)
        yield item
        if iterables[place]:
            heapq.heappush(heap, (iterables[place].pop(0), place))


def next_wanted(iterables):
    """Calls `next` on what may be a list."""
    heads = [(next(part), place) for place, part in enumerate(iterables)]
    heapq.heapify(heads)
    while heads:
        item, place = heapq.heappop(heads)
        yield item
        for item in iterables[place]:
            heapq.heappush(heads, (item, place))
            break


def in_turn(iterables):
    """One of each input in turn."""
    streams = [iter(part) for part in iterables]
    while streams:
        for stream in list(streams):
            try:
                yield next(stream)
            except StopIteration:
                streams.remove(stream)
