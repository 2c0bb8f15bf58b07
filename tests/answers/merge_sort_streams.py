"""Right answers to topic 07 in other styles: streams and files. One function a style: `NAME__style`."""
import contextlib
import heapq
import itertools
import os
import shutil
import tempfile
from pathlib import Path


def merge_k__heap(iterables):
    heap = []
    streams = [iter(iterable) for iterable in iterables]
    for place, stream in enumerate(streams):
        with contextlib.suppress(StopIteration):
            heap.append((next(stream), place, stream))
    heapq.heapify(heap)
    while heap:
        item, place, stream = heap[0]
        yield item
        try:
            heapq.heapreplace(heap, (next(stream), place, stream))
        except StopIteration:
            heapq.heappop(heap)


def merge_k__reads_before_it_yields(iterables):
    """Asks for the next item of an input just before it hands out the one it has: still one beyond it."""
    heap, streams = [], list(map(iter, iterables))
    for place, stream in enumerate(streams):
        for item in stream:
            heapq.heappush(heap, (item, place))
            break
    while heap:
        item, place = heapq.heappop(heap)
        for following in streams[place]:
            heapq.heappush(heap, (following, place))
            break
        yield item


def merge_k__looks_at_all_heads(iterables):
    nothing = object()
    streams = [iter(iterable) for iterable in iterables]
    heads = [next(stream, nothing) for stream in streams]
    while True:
        best = None
        for place, head in enumerate(heads):
            if head is not nothing and (best is None or head < heads[best]):
                best = place
        if best is None:
            return
        yield heads[best]
        heads[best] = next(streams[best], nothing)


def _two(left, right):
    left, right, nothing = iter(left), iter(right), object()
    a, b = next(left, nothing), next(right, nothing)
    while a is not nothing and b is not nothing:
        if b < a:
            yield b
            b = next(right, nothing)
        else:
            yield a
            a = next(left, nothing)
    if a is not nothing:
        yield a
        yield from left
    if b is not nothing:
        yield b
        yield from right


def merge_k__tree_of_pairs(iterables):
    """Neighbours are merged two by two, lazily."""
    streams = list(iterables)
    while len(streams) > 1:
        streams = [_two(*streams[k:k + 2]) if k + 1 < len(streams) else streams[k] for k in range(0, len(streams), 2)]
    return iter(streams[0]) if streams else iter(())


class Heads:
    """An iterator with a method, where others write a generator."""

    def __init__(self, iterables):
        self.streams = [iter(iterable) for iterable in iterables]
        self.heads = [list(itertools.islice(stream, 1)) for stream in self.streams]

    def __iter__(self):
        return self

    def __next__(self):
        best = None
        for place, head in enumerate(self.heads):
            if head and (best is None or head[0] < self.heads[best][0]):
                best = place
        if best is None:
            raise StopIteration
        item = self.heads[best][0]
        self.heads[best] = list(itertools.islice(self.streams[best], 1))
        return item


def merge_k__iterator_class(iterables):
    return Heads(iterables)


def merge_k__functional(iterables):
    """One merge of two after the other, folded."""
    merged = iter(())
    for iterable in iterables:
        merged = _two(merged, iterable)
    return merged


def _integers(stream):
    for number, line in enumerate(stream, start=1):
        try:
            yield int(line.strip())
        except ValueError as error:
            raise ValueError(f"{number}: {line!r}") from error


def external_sort__in_temporary_folder(source, target, max_items):
    """Runs in the system's temporary folder, 31 at a time, `Path` throughout."""
    if max_items < 1:
        raise ValueError("max_items < 1")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        runs, names = [], (folder / f"run{k}.txt" for k in itertools.count())
        with Path(source).open() as lines:
            numbers = _integers(lines)
            while chunk := list(itertools.islice(numbers, max_items)):
                chunk.sort()
                runs.append(next(names))
                runs[-1].write_text("".join(f"{n}\n" for n in chunk))
        while len(runs) > 1:
            batch, runs = runs[:31], runs[31:]
            runs.append(next(names))
            with contextlib.ExitStack() as stack:
                files = [stack.enter_context(path.open()) for path in batch]
                out = stack.enter_context(runs[-1].open("w"))
                for n in heapq.merge(*[map(int, file) for file in files]):
                    out.write(f"{n}\n")
        if not runs:
            runs = [next(names)]
            runs[0].touch()
        shutil.move(runs[0], target)


def external_sort__text_paths(source, target, max_items):
    """`os.path` and text throughout, two files at a time, its files removed in `finally`."""
    if max_items <= 0:
        raise ValueError("max_items has to be positive, not " + str(max_items))
    made = []

    def new(numbers):
        name = target + f".{len(made)}.part"
        made.append(name)
        with open(name, "w", encoding="utf-8") as file:
            for number in numbers:
                print(number, file=file)
        return name

    def both(one, other):
        with open(one) as a, open(other) as b:
            return new(heapq.merge(map(int, a), map(int, b)))

    try:
        runs, part = [], []
        with open(source) as file:
            for place, line in enumerate(file):
                try:
                    part.append(int(line))
                except ValueError:
                    raise ValueError(f"not an integer in line {place + 1}") from None
                if len(part) == max_items:
                    runs.append(new(sorted(part)))
                    part = []
        runs.append(new(sorted(part)))
        while len(runs) > 1:
            runs = [both(runs[k], runs[k + 1]) if k + 1 < len(runs) else runs[k] for k in range(0, len(runs), 2)]
        os.rename(runs[0], target)
    finally:
        for name in made:
            if os.path.exists(name):
                os.remove(name)


def external_sort__checked_first(source, target, max_items):
    """One pass to check, another to sort; temporary files that vanish when they are closed."""
    if max_items < 1:
        raise ValueError("nothing fits")
    with open(source) as file:
        for _ in _integers(file):
            pass

    def spool(numbers):
        file = tempfile.TemporaryFile("w+")  # noqa: SIM115
        file.writelines(f"{number:d}\n" for number in numbers)
        file.seek(0)
        return file

    files = []
    with open(source) as lines:
        numbers = map(int, lines)
        while part := sorted(itertools.islice(numbers, max_items)):
            files.append(spool(part))
            if len(files) == 20:
                merged = spool(heapq.merge(*(map(int, file) for file in files)))
                for file in files:
                    file.close()
                files = [merged]
    handle, name = tempfile.mkstemp(dir=os.path.dirname(target))
    with os.fdopen(handle, "w") as out:
        out.writelines(f"{number}\n" for number in heapq.merge(*(map(int, file) for file in files)))
    for file in files:
        file.close()
    os.replace(name, target)


def external_sort__replacement_selection(source, target, max_items):
    """Runs longer than memory: a heap hands out what may still go into the run at hand."""
    if max_items < 1:
        raise ValueError("at least one")
    with tempfile.TemporaryDirectory() as folder:
        with open(source) as stream:
            numbers = _integers(stream)
            heap = [(0, number) for number in itertools.islice(numbers, max_items)]
            heapq.heapify(heap)
            names, out = [], None
            try:
                while heap:
                    run, number = heap[0]
                    if run == len(names):
                        if out:
                            out.close()
                        names.append(os.path.join(folder, f"{run}"))
                        out = open(names[-1], "w")  # noqa: SIM115
                    out.write(f"{number}\n")
                    following = next(numbers, None)
                    if following is None:
                        heapq.heappop(heap)
                    else:
                        heapq.heapreplace(heap, (run + (following < number), following))
            finally:
                if out:
                    out.close()
        rounds = 0
        while len(names) > 1:
            longer = []
            for k in range(0, len(names), 8):
                longer.append(os.path.join(folder, f"{rounds}-{k}"))
                with contextlib.ExitStack() as stack, open(longer[-1], "w") as out:
                    parts = [map(int, stack.enter_context(open(name))) for name in names[k:k + 8]]
                    out.writelines(f"{number}\n" for number in heapq.merge(*parts))
            names, rounds = longer, rounds + 1
        if not names:
            names = [os.path.join(folder, "none")]
            Path(names[0]).touch()
        os.replace(names[0], target)
