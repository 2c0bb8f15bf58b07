"""What external_sort may cost: files that are open, numbers that are held, memory."""
from __future__ import annotations

import functools
import random
import tracemalloc

from ...exercise import case
from ...limits import Alarm, TimeLimit
from .file_contract import files_oracle, lines
from .files import sort_files

MOST_OPEN, IN_MEMORY = 32, 500  # files; numbers that may be held while the memory for a long file is measured
LONG = 60_000, 10**6, 600  # its numbers, their size, the most KiB
SHORTER = 24_000, 10**18, 500  # about as many bytes, and less than half of the work
PATIENCE = 8.0  # seconds

MEASURED = case(lines(*((k * 29) % 70 - 30 for k in range(70))), None, 2, why="35 runs: more than may be open at a time. The memory "
                "for 60,000 numbers is measured here too")


@functools.cache
def many(count: int, span: int) -> tuple[str, str]:
    """A file of `count` numbers below `span`, and what it is sorted."""
    draw = random.Random(7)
    values = [draw.randrange(-span, span) for _ in range(count)]
    return "".join(f"{value}\n" for value in values), "".join(f"{value}\n" for value in sorted(values))


def bound(case, answer):
    """Files that are open, numbers that are held; and, once, the memory that a long file takes."""
    source, target, max_items = case.args
    if files_oracle(source, target, max_items).error or len(source) <= max_items + 1 and case.args != MEASURED.args:
        return None  # few numbers cannot be too many
    found = _dear(sort_files(answer, source, target, max_items)[1], max_items)
    return found if found or case.args != MEASURED.args else _memory(answer)


def _dear(desk, max_items):
    if desk.most_numbers() > max_items + 1:  # one more may have been looked at
        return f"had read {desk.most_numbers():,} numbers before it wrote any, with max_items {max_items:,}."
    if desk.most_open > MOST_OPEN:
        return f"had {desk.most_open:,} files open at a time, at most {MOST_OPEN} are allowed."
    return None


def _memory(answer):
    """The sentence on the memory for a long file.

    It takes a second to measure, so a shorter file of longer numbers goes first, within a narrower limit: who keeps within
    that, and was seen reading line by line, holds no more of the long one. Other threads of this process allocate too, so
    whatever is too much has to be so twice.
    """
    try:
        with Alarm(PATIENCE):
            found, desk = _memory_once(answer, *SHORTER)
            if found is None and desk.most_numbers():
                return None
            return _memory_once(answer, *LONG)[0]
    except TimeLimit:  # a slow machine: what cannot be measured is not held against anybody
        return None


def _memory_once(answer, length, span, most):
    text, wanted = many(length, span)
    peak = 0

    def traced(source, target, max_items):
        nonlocal peak
        started = not tracemalloc.is_tracing()
        if started:
            tracemalloc.start()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        try:
            answer(source, target, max_items)
        finally:
            peak = tracemalloc.get_traced_memory()[1] - before
            if started:
                tracemalloc.stop()

    done, desk = sort_files(traced, (text,), None, IN_MEMORY)
    found = _dear(desk, IN_MEMORY)
    if not found and peak > most * 1024:
        found = f"took more than {most} KiB of memory for {length:,} numbers with max_items {IN_MEMORY}."
    if not found and done.text != wanted:
        found = f"did not sort a file of {length:,} numbers with max_items {IN_MEMORY}."
    return found, desk
