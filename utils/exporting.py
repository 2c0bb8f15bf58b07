"""`whiteboard.py export FILE`: what a learner has done as JSON lines, one object a line, oldest first."""
from __future__ import annotations

import argparse
import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

# kind of a line → its table and columns; the state of an item follows from its reviews and is not written
KINDS = {
    "review": ("reviews", ("uid", "item", "topic", "at", "rating", "seed", "given", "seconds")),
    "attempt": ("attempts", ("uid", "exercise", "topic", "at", "status", "misconception")),
    "interview": ("interviews", ("uid", "at", "report")),
}


def lines(db: sqlite3.Connection) -> Iterator[str]:
    """Each stored row as a line of ASCII, without its end."""
    for kind, (table, columns) in KINDS.items():
        for row in db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY at, id"):
            found = dict(zip(columns, row))
            if found.get("seed") is not None:
                found["seed"] = int(found["seed"])
            if "report" in found:
                found["report"] = json.loads(found["report"])
            yield json.dumps({"kind": kind, **found})


def main(arguments: list[str]) -> int:
    """``export FILE``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py export", description="Write reviews, checks and interviews to a file.")
    parser.add_argument("file", metavar="FILE", help="the file to write, as JSON lines; - for the standard output")
    target = parser.parse_args(arguments).file
    from .memory import memory

    known = memory()
    if known.trouble:
        print(known.trouble, file=sys.stderr)
        return 1
    if target == "-":
        known.export(sys.stdout)
        return 0
    try:
        count = _written(known, Path(target))
    except OSError as problem:
        print(f"{target} could not be written: {problem.strerror}.", file=sys.stderr)
        return 1
    print(f"{target}: {count} lines." if count else f"There is nothing to export yet, so {target} was not written.")
    return 0


def _written(known, target: Path) -> int:
    """Write beside the target first: an export that fails must not cost the last one.

    A new file is the user's alone, as the store is; one that was there keeps its mode.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            count = known.export(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if count:
            os.chmod(beside, mode)
            os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return count
