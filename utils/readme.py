"""The topic table of README.md, written by the build between two comments."""
from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from . import indexing

BEGIN, END = "<!-- topics: written by `whiteboard.py build` -->", "<!-- end of topics -->"


def asked(topic) -> str:
    """How many of the notes' interview questions are the topic's, by its first cell; a dash where that says nothing."""
    said = re.search(r"asked in (\d+) of the notes' 218 questions", " ".join(topic.cells[0].source.split()))
    return said[1] if said else "–"


def table(topics: Iterable, index: bool = False) -> str:
    """A Markdown table of `topics`: number, link, exercises, minutes, how often asked; with the index below if there is one."""
    rows = ["| | topic | exercises | minutes | asked |", "|---|---|--:|--:|--:|"]
    for topic in topics:
        link = f"[{topic.title}](notebooks/{topic.path.stem}.ipynb)"
        rows.append(f"| {topic.number:02} | {link} | {len(topic.exercise_cells)} | {topic.minutes} | {asked(topic)} |")
    if index:
        rows.append(f"| 99 | [Index of terms](notebooks/{indexing.NAME}) | – | – | – |")
    return "\n".join(rows)


def placed(text: str, begin: str, end: str, new: str) -> str:
    """A page with `new` between two marks; a ValueError where it has no such place."""
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not place.search(text):
        raise ValueError(f"There is no place for the table; it stands between '{begin}' and '{end}'.")
    return place.sub(lambda _: f"{begin}\n{new}\n{end}", text)


def with_table(text: str, topics: Iterable, index: bool = False) -> str:
    """README's text with the table of `topics` in its place; unchanged where it has none."""
    return placed(text, BEGIN, END, table(topics, index)) if BEGIN in text else text


def built(topics: Iterable, root: Path) -> list[tuple[Path, str]]:
    """README.md as it should be, if there is one."""
    path = root / "README.md"
    return [(path, with_table(path.read_text(encoding="utf-8"), topics, indexing.exists(root)))] if path.exists() else []
