"""Wrong answers to topic 07: streams and files. One function a mistake: `NAME__mistake`."""
import heapq
import itertools
import os
from pathlib import Path

from answers import merge_sort_streams as right


def merge_k__first_two_only(iterables):
    return right._two(*([*list(iterables), [], []])[:2])


def merge_k__once_each(iterables):
    for item, _ in itertools.groupby(right.merge_k__heap(iterables)):
        yield item


def merge_k__falling(iterables):
    return iter(list(right.merge_k__heap(iterables))[::-1])


def merge_k__heads_only(iterables):
    heads = [(item, place) for place, iterable in enumerate(iterables) for item in itertools.islice(iterable, 1)]
    heapq.heapify(heads)
    while heads:
        yield heapq.heappop(heads)[0]


def merge_k__keeps_what_went_out(iterables):
    history = []
    for item in right.merge_k__heap(iterables):
        history.append(item)
        yield history[-1]


def merge_k__pairs(iterables):
    streams = [((item, place) for item in iterable) for place, iterable in enumerate(iterables)]
    return right.merge_k__looks_at_all_heads(streams)


def merge_k__stays_with_an_input(iterables):
    """Goes on with the same input while its items are not greater than the last one: right, and then not stable."""
    nothing, streams = object(), [iter(iterable) for iterable in iterables]
    heads = [next(stream, nothing) for stream in streams]
    at = 0
    while any(head is not nothing for head in heads):
        for place in [at, *range(len(heads))]:
            if heads[place] is not nothing and not any(head is not nothing and head < heads[place] for head in heads):
                at = place
                break
        yield heads[at]
        heads[at] = next(streams[at], nothing)


def merge_k__none(iterables):
    list(right.merge_k__heap(iterables))


def external_sort__copies(source, target, max_items):
    Path(target).with_suffix(".new").write_text(Path(source).read_text())
    os.replace(Path(target).with_suffix(".new"), target)


def external_sort__falling(source, target, max_items):
    right.external_sort__text_paths(source, target, max_items)
    lines = Path(target).read_text().splitlines(keepends=True)
    Path(target + ".new").write_text("".join(lines[::-1]))
    os.replace(target + ".new", target)


def external_sort__returns_the_numbers(source, target, max_items):
    if max_items < 1:
        raise ValueError("max_items")
    return sorted(int(line) for line in Path(source).read_text().splitlines())


def external_sort__first_run_only(source, target, max_items):
    if max_items < 1:
        raise ValueError("max_items")
    with open(source) as stream:
        numbers = list(right._integers(stream))
    Path(target + ".new").write_text("".join(f"{n}\n" for n in sorted(numbers[:max_items])))
    os.replace(target + ".new", target)


def external_sort__no_last_newline(source, target, max_items):
    right.external_sort__text_paths(source, target, max_items)
    Path(target + ".new").write_text(Path(target).read_text().rstrip("\n"))
    os.replace(target + ".new", target)


def external_sort__commas(source, target, max_items):
    right.external_sort__text_paths(source, target, max_items)
    Path(target + ".new").write_text(Path(target).read_text().replace("\n", ","))
    os.replace(target + ".new", target)


def external_sort__sorts_the_source_too(source, target, max_items):
    right.external_sort__text_paths(source, target, max_items)
    Path(source).write_bytes(Path(target).read_bytes())


def external_sort__removes_the_target_first(source, target, max_items):
    """On failure nothing is left of what was there."""
    Path(target).unlink(missing_ok=True)
    right.external_sort__text_paths(source, target, max_items)


def external_sort__ten_times_as_many(source, target, max_items):
    if max_items < 1:
        raise ValueError("max_items")
    right.external_sort__in_temporary_folder(source, target, 10 * max_items)


def external_sort__type_error(source, target, max_items):
    if max_items < 1:
        raise TypeError("max_items")
    right.external_sort__in_temporary_folder(source, target, max_items)


def external_sort__appends(source, target, max_items):
    """Behind what was there."""
    before = Path(target).read_text() if Path(target).exists() else ""
    right.external_sort__in_temporary_folder(source, target, max_items)
    Path(target + ".new").write_text(before + Path(target).read_text())
    os.replace(target + ".new", target)


def merge_k__tee(iterables):
    """Keeps a second way to each input, and with it all that it gives."""
    pairs = [itertools.tee(iterable) for iterable in iterables]
    yield from right.merge_k__heap([first for first, _ in pairs])
    del pairs


def external_sort__refuses_one(source, target, max_items):
    if max_items < 2:
        raise ValueError("max_items")
    right.external_sort__in_temporary_folder(source, target, max_items)
