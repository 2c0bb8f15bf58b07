"""Wrong answers to external_sort."""
from __future__ import annotations

import heapq
import os
from contextlib import ExitStack
from itertools import chain, count, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp


def numbers(stream, start=1, restart=None, blank="raise", bad="named", kind=int):
    """The numbers of a stream, with a switch for each mistake."""
    for place, line in enumerate(stream):
        if not line.strip() and blank != "raise":
            if blank == "end":
                return
            continue
        try:
            number = kind(line)
        except ValueError:
            if bad == "skipped":
                continue
            if bad == "bare":
                raise
            raise ValueError(f"line {start + (place % restart if restart else place)} is no integer") from None
        yield int(number)


def written(values, path):
    """A file with these numbers."""
    with open(path, "w") as stream:
        stream.writelines(f"{value}\n" for value in values)
    return path


def merged(paths, path, merge=heapq.merge):
    """A file with the numbers of several, all of them open."""
    with ExitStack() as stack:
        return written(merge(*(map(int, stack.enter_context(open(run))) for run in paths)), path)


def behind_each_other(*streams):
    for stream in streams:
        yield from stream


def pieces(values, max_items):
    """Lists of `max_items` numbers, the last one shorter."""
    while part := list(islice(values, max_items)):
        yield part


def full_pieces(values, max_items):
    """The last, shorter piece is lost."""
    return (part for part in pieces(values, max_items) if len(part) == max_items)


def distinct(*streams):
    """Merges, and writes equal numbers once."""
    return (number for number, _ in groupby(heapq.merge(*streams)))


def sorted_again(*streams):
    """Reads all of the runs and sorts them."""
    return sorted(chain.from_iterable(streams))


def digits(signs):
    """Takes for an integer what consists of digits, behind one of `signs`."""
    def kind(line):
        if not line.strip().lstrip(signs).isdigit():
            raise ValueError(line)
        return int(line)

    return kind


def by_runs(checked=True, cut=pieces, key=None, merge=heapq.merge, at_once=16, largest=None, once=False, target_first=False,
            ordered=sorted, **switches):
    """External sort with a switch for each mistake."""
    def answer(source, target, max_items):
        if checked and max_items < 1:
            raise ValueError("max_items must be 1 or more")
        with TemporaryDirectory(dir=Path(target).parent) as folder:
            names = (Path(folder, str(place)) for place in count())
            with open(source) as stream:
                given = numbers(stream, **{**switches, **({"restart": max_items} if "restart" in switches else {})})
                runs = [written(ordered(set(part) if once else part, key=key), next(names))
                        for part in cut(given, largest or max_items)]
            while len(runs) > at_once:
                runs = [merged(runs[k:k + at_once], next(names), merge) for k in range(0, len(runs), at_once)]
            if target_first:
                merged(runs, target, merge)
            else:
                os.replace(merged(runs, next(names), merge), target)

    return answer


def checked_first(source, target, max_items):
    """A target that is there in part while the merge goes on, though every line was looked at before."""
    with open(source) as stream:
        for _ in numbers(stream):
            pass
    by_runs(target_first=True)(source, target, max_items)


def all_at_once(source, target, max_items):
    """Reads all, sorts, writes; as it should but for the memory."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with open(source) as stream:
        values = sorted(numbers(stream))
    os.replace(written(values, Path(target).with_suffix(".new")), target)


def all_at_once_in_place(source, target, max_items):
    """The same, straight into the target."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with open(source) as stream:
        values = sorted(numbers(stream))
    written(values, target)


def kept_in_lists(source, target, max_items):
    """Runs as lists: every number is in memory."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with open(source) as stream:
        runs = [sorted(part) for part in pieces(numbers(stream), max_items)]
    os.replace(written(heapq.merge(*runs), Path(target).with_suffix(".new")), target)


def as_text(source, target, max_items):
    """Sorts the lines as text."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with TemporaryDirectory(dir=Path(target).parent) as folder:
        with open(source) as stream:
            parts = [sorted(f"{number}\n" for number in part) for part in pieces(numbers(stream), max_items)]
        runs = []
        for place, part in enumerate(parts):
            runs.append(Path(folder, str(place)))
            runs[-1].write_text("".join(part))
        with ExitStack() as stack, open(Path(folder, "all"), "w") as out:
            out.writelines(heapq.merge(*(stack.enter_context(open(run)) for run in runs)))
        os.replace(Path(folder, "all"), target)


def as_text_at_once(plain):
    """The same with the whole file in memory; `plain` writes each number in its plain form, else the lines that were read."""
    def answer(source, target, max_items):
        if max_items < 1:
            raise ValueError("max_items must be 1 or more")
        with open(source) as stream:
            values = list(numbers(stream))
        lines = map(str, values) if plain else Path(source).read_text().splitlines()
        Path(target).write_text("".join(f"{line}\n" for line in sorted(lines)))

    return answer


def lines_as_they_are(source, target, max_items):
    """Sorts by the number and writes the lines that were read."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with open(source) as stream:
        for _ in numbers(stream):
            pass
    with TemporaryDirectory(dir=Path(target).parent) as folder, open(source) as stream:
        runs = []
        while part := sorted(islice(stream, max_items), key=int):
            runs.append(Path(folder, str(len(runs))))
            runs[-1].write_text("".join(part))
        with ExitStack() as stack, open(Path(folder, "all"), "w") as out:
            out.writelines(heapq.merge(*(stack.enter_context(open(run)) for run in runs), key=int))
        os.replace(Path(folder, "all"), target)


def nothing_for_nothing(source, target, max_items):
    """No runs, no target."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with open(source) as stream:
        if next(numbers(stream), None) is None:
            return
    by_runs()(source, target, max_items)


def first_of_no_runs(source, target, max_items):
    """Takes the first run, and there may be none."""
    if max_items < 1:
        raise ValueError("max_items must be 1 or more")
    with TemporaryDirectory(dir=Path(target).parent) as folder:
        names = (Path(folder, str(place)) for place in count())
        with open(source) as stream:
            runs = [written(sorted(part), next(names)) for part in pieces(numbers(stream), max_items)]
        while len(runs) > 1:
            runs = [merged(runs[k:k + 16], next(names)) for k in range(0, len(runs), 16)]
        os.replace(runs[0], target)


def leaving(always, folder_only=False):
    """Removes its files at the end, if at all."""
    def answer(source, target, max_items):
        if max_items < 1:
            raise ValueError("max_items must be 1 or more")
        folder = mkdtemp(dir=Path(target).parent)
        names = (Path(folder, str(place)) for place in count())
        with open(source) as stream:
            runs = [written(sorted(part), next(names)) for part in pieces(numbers(stream), max_items)]
        while len(runs) > 16:
            runs = [merged(runs[k:k + 16], next(names)) for k in range(0, len(runs), 16)]
        os.replace(merged(runs, next(names)), target)
        if not always:
            for path in Path(folder).iterdir():
                path.unlink()
            if not folder_only:
                os.rmdir(folder)

    return answer
