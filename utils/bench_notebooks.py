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

from .stages import FORKED, NBVAL, PYTEST, environment
from .workbook import ROOT

SIZES = (8, 16, 32)
GOAL = 0.5  # of plain nbval, two at a time
KINDS = {"solutions": ("--nbval", "--nbval-sanitize-with", "tests/sanitize.cfg"), "notebooks": ("--nbval-lax",)}  # as tests run
TWO = ("-n", "2", "--dist", "loadfile")
WAYS = {"plain": (), "ours": FORKED}


def copies(count: int, folder: Path, root: Path = ROOT) -> None:
    """`count` notebooks of the course in `folder`, worked and untouched ones by turns, without the short first topic."""
    books = {kind: sorted((root / kind).glob("[0-9]*.ipynb"))[1:] for kind in KINDS}
    if not all(books.values()):
        raise FileNotFoundError("There are no built notebooks in solutions/ and notebooks/; `whiteboard.py build` writes them.")
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        book = books[kind][number // len(KINDS) % len(books[kind])]
        (folder / kind).mkdir(exist_ok=True)
        shutil.copy(book, folder / kind / f"{number:02}_{book.name}")


def seconds(way: str, folder: Path, root: Path = ROOT) -> float:
    """How long the notebooks of a folder take, one kind after the other; a RuntimeError where one of them does not pass."""
    taken = 0.0
    for kind, options in KINDS.items():
        with tempfile.TemporaryDirectory(prefix="whiteboard-", ignore_cleanup_errors=True) as scratch:
            variables = environment(Path(scratch), "solution notebooks") | {"PYTHONPATH": os.fspath(root)}
            started = time.perf_counter()
            done = subprocess.run([sys.executable, *PYTEST, *NBVAL, *TWO, *options, *WAYS[way], folder / kind], cwd=root,
                                  env=variables, capture_output=True, text=True, check=False)
            taken += time.perf_counter() - started
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
