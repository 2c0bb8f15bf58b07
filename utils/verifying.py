"""What it costs to verify the notebooks: plain nbval against kernels that are forked, for 8, 16 and 32 notebooks."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from .verify import FORKED, NBVAL, PYTEST, environment
from .workbook import ROOT

SIZES = (8, 16, 32)
GOAL = 0.5  # of plain nbval, two at a time
STRICT = (*PYTEST, "--nbval", *NBVAL, "-n", "2", "--dist", "loadfile", "--nbval-sanitize-with", "tests/sanitize.cfg")
WAYS = {"plain": (), "ours": FORKED}


def copies(count: int, folder: Path, root: Path = ROOT) -> None:
    """`count` notebooks of the course in `folder`: the worked ones again and again, without the first, which is short."""
    books = sorted((root / "solutions").glob("[0-9]*.ipynb"))[1:]
    if not books:
        raise FileNotFoundError("There are no built notebooks in solutions/; `whiteboard.py build` writes them.")
    for number in range(count):
        shutil.copy(books[number % len(books)], folder / f"{number:02}_{books[number % len(books)].name}")


def seconds(way: str, folder: Path, root: Path = ROOT) -> float:
    """How long the notebooks of a folder take; a RuntimeError where one of them does not pass."""
    with tempfile.TemporaryDirectory(prefix="whiteboard-", ignore_cleanup_errors=True) as scratch:
        variables = environment(Path(scratch), "solution notebooks") | {"PYTHONPATH": os.fspath(root)}
        started = time.perf_counter()
        done = subprocess.run([sys.executable, *STRICT, *WAYS[way], os.fspath(folder)], cwd=root, env=variables,
                              capture_output=True, text=True, check=False)
        taken = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"The notebooks do not pass ({way}): {done.stdout[-2000:]}")
    return taken


def rows(sizes: Sequence[int] = SIZES, root: Path = ROOT) -> list[dict]:
    """For each number of notebooks the seconds of both ways, one after the other, and their ratio."""
    found = []
    for count in sizes:
        with tempfile.TemporaryDirectory(prefix="whiteboard-books-") as folder:
            copies(count, Path(folder), root)
            taken = {way: round(seconds(way, Path(folder), root), 1) for way in WAYS}
        ratio = round(taken["ours"] / taken["plain"], 2)
        found.append({"notebooks": count, "plain s": taken["plain"], "ours s": taken["ours"], "ratio": ratio, "goal": GOAL,
                      "met": ratio <= GOAL, "s a notebook": round(taken["ours"] / count, 2)})
    return found
