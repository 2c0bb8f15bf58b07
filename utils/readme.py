"""The topic table of README.md, written by the build between two comments."""
from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

BEGIN, END = "<!-- topics: written by `whiteboard.py build` -->", "<!-- end of topics -->"


def table(topics: Iterable) -> str:
    """A Markdown table of `topics`: number, link, exercises, minutes."""
    rows = ["| | topic | exercises | minutes |", "|---|---|---|---|"]
    for topic in topics:
        names = " ".join(f"`{name}`" for name in topic.exercise_cells)
        rows.append(f"| {topic.number:02} | [{topic.title}](notebooks/{topic.path.stem}.ipynb) | {names} | {topic.minutes} |")
    return "\n".join(rows)


def placed(text: str, begin: str, end: str, new: str) -> str:
    """A page with `new` between two marks; a ValueError where it has no such place."""
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not place.search(text):
        raise ValueError(f"There is no place for the table; it stands between '{begin}' and '{end}'.")
    return place.sub(lambda _: f"{begin}\n{new}\n{end}", text)


def with_table(text: str, topics: Iterable) -> str:
    """README's text with the table of `topics` in its place; unchanged where it has none."""
    return placed(text, BEGIN, END, table(topics)) if BEGIN in text else text


def built(topics: Iterable, root: Path) -> list[tuple[Path, str]]:
    """README.md as it should be, if there is one."""
    path = root / "README.md"
    return [(path, with_table(path.read_text(encoding="utf-8"), topics))] if path.exists() else []
