"""Topic 07's claims of speed, and one of memory."""
from __future__ import annotations

import ast
import atexit
import filecmp
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ... import course
from ...codas import coda, codas
from ...contests import Contest
from ..heap_top_n.races import numbers

LENGTH, BYTES, BUDGET = 1_000_000, 500_000_000, 80.0
AT_ONCE = 3_000_000  # integers of 8 bytes that the external sort holds: with Python, NumPy and its text about as much as `sort -S 64M`
LAST_LINES = """
fast_external_sort(*sys.argv[1:3], int(sys.argv[3]))
with open("/proc/self/status") as told:  # Linux; getrusage would count the process that this one was forked from
    print(next(line.split()[1] for line in told if line.startswith("VmHWM")))
"""


def lists():
    """Ours and `sorted`, both of a list."""
    ours, values = coda("merge_sort"), numbers(LENGTH)
    return lambda: ours(values), lambda: sorted(values), list.__eq__


def arrays():
    """Ours of an array, which stands beside the coda of `merge_sort`, and `sorted` of a list of the same numbers."""
    ours, values = coda("merge_sort").__globals__["merge_sort_array"], numbers(LENGTH)
    array = np.array(values)
    return lambda: ours(array), lambda: sorted(values), lambda mine, other: mine.tolist() == other


def long_file(folder: Path) -> Path:
    """A file of `BYTES` bytes and a few more: integers of up to 15 digits, one a line, as many below 0 as above."""
    path, rng = folder / "numbers.txt", np.random.default_rng(0)
    with open(path, "w", encoding="ascii", newline="\n") as out:
        while out.tell() < BYTES:
            out.write("\n".join(map(str, rng.integers(-10**15, 10**15, 100_000).tolist())) + "\n")
    return path


def program() -> str:
    """The coda of `external_sort` as a program of its own, which imports what the notebook does without `utils`."""
    topic = course.topic("merge_sort")
    nodes = [node for cell in topic.tagged("imports") for node in ast.parse(cell.source).body]
    imports = [ast.unparse(node) for node in nodes if not (getattr(node, "module", None) or "").startswith("utils")]
    return "\n".join(["import sys", *imports, codas(topic)["external_sort"].source, LAST_LINES])


def ours(source: Path, target: Path) -> float:
    """Sort by our program; the most memory that its process held, in MB of 10⁶ bytes, Python and NumPy included."""
    done = subprocess.run([sys.executable, "-c", program(), source, target, str(AT_ONCE)], check=True, capture_output=True)
    return int(done.stdout) * 1024 / 1e6


def gnu(source: Path, target: Path):
    """Sort by GNU `sort`."""
    subprocess.run(["sort", "-n", "-S", "64M", "--parallel=1", "-T", target.parent, "-o", target, source], check=True,
                   env={**os.environ, "LC_ALL": "C"})


def folder() -> Path:
    """An empty folder that goes when this process ends."""
    made = TemporaryDirectory(prefix="whiteboard-")
    atexit.register(made.cleanup)
    return Path(made.name)


def files():
    """Ours and GNU `sort`, each a process of its own with about the same memory; the files are compared."""
    place = folder()
    source, mine, theirs = long_file(place), place / "mine.txt", place / "theirs.txt"
    return lambda: ours(source, mine), lambda: gnu(source, theirs), lambda *_: filecmp.cmp(mine, theirs, shallow=False)


def memory():
    """The peak of the process that sorts, and what it may be."""
    place = folder()
    source = long_file(place)
    return lambda: ours(source, place / "mine.txt"), lambda: BUDGET


CONTESTS = {
    "merge_sort": Contest("10⁶ random floats of a list", "sorted", 4.5, lists, rounds=7),
    "merge_sort_array": Contest("10⁶ random floats: ours of an array, sorted of a list", "sorted", 1.0, arrays, rounds=7),
    "external_sort": Contest("500 MB of integers in a file, about 64 MB of memory", "GNU sort -n", 0.5, files, rounds=1, warm=False,
                             programs=("sort",)),
    "external_sort_memory": Contest("the same: peak memory of the whole process", "the budget", 1.0, memory, rounds=1, warm=False,
                                    unit="MB"),
}
