"""`whiteboard.py import FILE`: take over what `export` wrote, on this machine or another; twice adds nothing."""
from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from .exporting import KINDS
from .records import LAST_YEAR, written

FIRST_YEAR = 1970  # where computers' clocks begin; a time near the year 1 cannot be told in every time zone
TOO_LATE = LAST_YEAR - 200  # what comes back up to a century later has to come back before `LAST_YEAR`
DEEPEST = 10  # lists and objects inside each other; what can just be read here is too deep where the stack is higher
LONGEST = 1_000_000  # characters of a line; the report of a long interview has some ten thousand
_ITEM = re.compile(r"(card|drill|exercise):\S+")
_STATUSES = ("passed", "failed", "revealed", "compared")
_OPTIONAL = {"seed": None, "given": "", "seconds": None, "misconception": None}


class BadLine(ValueError):
    """Why a line cannot be taken over, as the end of a sentence."""


def parsed(line: str) -> tuple[str, dict]:
    """The kind of a line and its columns as they are stored; a `BadLine` for one that is not whole."""
    if len(line) > LONGEST:
        raise BadLine(f"it is longer than {LONGEST:,} characters")
    try:
        line.encode()  # bytes that are no UTF-8, as `opened` reads them, cannot be encoded
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("it is not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str) or found["kind"] not in KINDS:
        raise BadLine(f"it is none of {', '.join(KINDS)}")
    columns = KINDS[found["kind"]][1]
    row = {}
    for column in columns:
        if column not in found and column not in _OPTIONAL:
            raise BadLine(f"it has no {column!r}")
        try:
            row[column] = _READERS[column](found.get(column, _OPTIONAL.get(column)))
        except (TypeError, ValueError, OverflowError):
            raise BadLine(f"its {column!r} cannot be read") from None
    return found["kind"], row


def good_lines(stream: TextIO, complain: Callable[[str], None]) -> list[tuple[str, dict]]:
    """All lines that can be taken over; one sentence to `complain` for each that cannot, with its number."""
    rows = []
    for number, line in enumerate(bounded_lines(stream), 1):
        if line.strip():
            try:
                rows.append(parsed(line))
            except BadLine as problem:
                complain(f"Line {number} is left out: {problem}.")
    return rows


def insert(db, rows: list[tuple[str, dict]]) -> tuple[int, set[str]]:
    """Insert the rows whose uid is new; returns how many those were, and the items that got reviews."""
    added, items = 0, set()
    for kind, row in rows:
        table, columns = KINDS[kind]
        marks = ", ".join("?" * len(columns))
        new = db.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})",
                         [row[column] for column in columns]).rowcount
        added += new
        if new and kind == "review":
            items.add(row["item"])
    return added, items


def _text(value, pattern=re.compile(r"(?s).+")):
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(value)
    value.encode()  # an escape may stand for half a character
    return value


def _time(value):
    at = datetime.fromisoformat(re.sub("Z$", "+00:00", value))
    if at.tzinfo is None or not FIRST_YEAR <= at.year < TOO_LATE:
        raise ValueError(value)
    return written(at)


def _number(value, whole, low=-math.inf, high=math.inf):
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not low <= value <= high:
        raise ValueError(value)
    return value


def _maybe(reader, value):
    return None if value is None else reader(value)


def _status(value):
    if value not in _STATUSES:
        raise ValueError(value)
    return value


def _report(value):
    if not isinstance(value, dict) or _nests(value, DEEPEST):
        raise ValueError("no report")
    return json.dumps(value)


def _nests(value, most) -> bool:
    """Whether lists and objects stand more than `most` deep in each other."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inside is not None and (most == 0 or any(_nests(one, most - 1) for one in inside))


_READERS = {
    "uid": _text, "topic": _text, "exercise": _text, "given": partial(_text, pattern=re.compile("(?s).*")),
    "item": partial(_text, pattern=_ITEM), "misconception": partial(_maybe, _text), "at": _time,
    "rating": partial(_number, whole=True, low=1, high=4), "status": _status, "report": _report,
    "seed": partial(_maybe, lambda value: str(_number(value, whole=True))),
    "seconds": partial(_maybe, partial(_number, whole=False, low=0, high=1e9)),
}


def bounded_lines(stream: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is longer than `LONGEST` only its beginning, one character too long."""
    while line := stream.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith("\n"):
            line = stream.readline(LONGEST + 1)


def opened(name: str) -> TextIO:
    """The file, or the standard input for ``-``, as text that may hold bytes which are no UTF-8."""
    if name != "-":
        return open(Path(name), encoding="utf-8-sig", errors="surrogateescape")
    if hasattr(sys.stdin, "reconfigure"):  # not where a test or a notebook has put something else in its place
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    return sys.stdin


def main(arguments: list[str]) -> int:
    """``import FILE``; the exit code, 1 where a line was left out."""
    parser = argparse.ArgumentParser(prog="whiteboard.py import", description="Take over what export wrote.")
    parser.add_argument("file", metavar="FILE", help="the file of JSON lines; - for the standard input")
    name = parser.parse_args(arguments).file
    from .memory import memory

    known, complaints = memory(), []
    try:
        with opened(name) as stream:
            added, there = known.import_(stream, complaints.append)
    except OSError as problem:
        print(f"{name} could not be read: {problem.strerror}.", file=sys.stderr)
        return 1
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if known.trouble:
        print(f"Nothing was imported. {known.trouble}", file=sys.stderr)
        return 1
    print(f"{name}: {added} added, {there} already there, {len(complaints)} left out.")
    return 1 if complaints else 0
