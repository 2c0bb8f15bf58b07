"""What stands for a quiz where no widgets run: the questions as text, and as HTML with folded answers."""
from __future__ import annotations

import itertools
from collections.abc import Sequence

from .session import Entry, worked


class Twin:
    """Questions that can be read but not answered; the same ones each time."""

    def __init__(self, title: str, entries: Sequence[Entry]):
        self.title = title
        numbers = itertools.count(1)
        self.pairs = [_pair(entry, next(numbers) if entry.kind == "drill" else 0) for entry in entries]

    def __repr__(self) -> str:
        if not self.pairs:
            return f"{self.title} asks what is due, where it can be answered: in JupyterLab or by `whiteboard.py quiz`."
        first = " ".join(self.pairs[0][0].split())
        return f"{self.title}: {len(self.pairs)} questions. The first: {first}"

    def _repr_html_(self) -> str | None:
        from .markup import static_html

        return static_html(self.title, self.pairs) if self.pairs else None


def _pair(entry, seed):
    if entry.kind == "card":
        return entry.source.question, entry.source.answer
    question = entry.source.question(seed)
    return question.text, worked(question)
