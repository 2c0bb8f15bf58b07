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
MANY, MOST_KIB = 60_000, 600  # numbers of the long file, memory for them
PATIENCE = 8.0  # seconds

MEASURED = case(lines(*((k * 29) % 70 - 30 for k in range(70))), None, 2, why="35 runs: more than may be open at a time. The memory "
                "for 60,000 numbers is measured here too")


@functools.cache
def many() -> tuple[str, str]:
    """A long file and what it is sorted."""
    draw = random.Random(7)
    values = [draw.randrange(-10**6, 10**6) for _ in range(MANY)]
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
    """The sentence on the memory; measured twice if it is a little too much, for other threads of this process allocate too."""
    try:
        with Alarm(PATIENCE):
            found, peak = _memory_once(answer)
            return _memory_once(answer)[0] if found and peak < 2 * MOST_KIB * 1024 else found
    except TimeLimit:  # a slow machine: what cannot be measured is not held against anybody
        return None


def _memory_once(answer):
    text, wanted = many()
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
    if not found and peak > MOST_KIB * 1024:
        found = f"took more than {MOST_KIB} KiB of memory for {MANY:,} numbers with max_items {IN_MEMORY}."
    if not found and done.text != wanted:
        found = f"did not sort a file of {MANY:,} numbers with max_items {IN_MEMORY}."
    return found, peak
