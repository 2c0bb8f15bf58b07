"""A verdict: what `check` found, as attributes, as text and as HTML that say the same."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from .formatting import plain_html

MARKS = {"passed": ("PASS", "✓", "#2e7d32", "success"), "failed": ("FAIL", "✗", "#d32f2f", "error"),
         "not attempted": ("TODO", "○", "#616161", "info")}


@dataclass(frozen=True)
class Property:
    """One line of the verdict: a gate, whether the answer passed it, and a few words."""

    gate: str
    holds: bool
    words: str


@dataclass(frozen=True)
class Verdict:
    """What `check` returns; the same, byte for byte, for the same code.

    Attributes
    ----------
    exercise : str
        The exercise's name.
    status : str
        ``"passed"``, ``"failed"`` or ``"not attempted"``.
    message : str
        The whole verdict in a sentence or two.
    counterexample : dict or None
        Argument name → value: the smallest input found on which the answer is wrong.
    expected, got
        What was wanted and what came back on it; an exception where one was wanted or raised.
    misconception : str or None
        The slug of the known mistake that explains every failing input tried.
    """

    exercise: str
    status: str
    message: str
    counterexample: dict[str, Any] | None = None
    expected: Any = None
    got: Any = None
    misconception: str | None = None
    properties: tuple[Property, ...] = ()
    called: str = ""
    returned: str = ""
    wanted: str = ""
    diagnosis: str = ""
    notes: tuple[str, ...] = ()
    drawing: str = field(default="", repr=False)

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        word, mark, *_ = MARKS[self.status]
        lines = [f"{mark} {word} {self.exercise} ({self.status}): {self.message}" if self.status == "not attempted"
                 else f"{mark} {word} {self.exercise}: {self.message}"]
        lines += [f"  {'✓' if p.holds else '✗'} {p.gate:<9} {p.words}" for p in self.properties]
        lines += [f"  {key:<9} {value}" for key, value in self._rows()]
        if self.diagnosis:
            lines.append(f"  mistake   {self.misconception}: {self.diagnosis}")
        lines += [f"  note      {note}" for note in self.notes]
        return "\n".join(lines)

    __repr__ = __str__

    def _rows(self):
        rows = (("called", self.called), ("returned", self.returned), ("expected", self.wanted))
        return [(key, value) for key, value in rows if value]

    def _repr_html_(self) -> str:
        word, mark, colour, role = MARKS[self.status]
        # a plain colour first: a notebook that is not trusted loses the variable and keeps the bar
        style = (f"border-left:6px solid {colour};border-left-color:var(--jp-{role}-color0,{colour});"
                 f"background:color-mix(in srgb, var(--jp-{role}-color0,{colour}) 10%, transparent);"
                 "padding:8px 12px;color:var(--jp-content-font-color1);line-height:1.5")
        status = " (not attempted)" if self.status == "not attempted" else ""
        parts = [f'<div data-verdict="{self.status}" style="{style}">',
                 f'<div><b><span aria-hidden="true">{mark}</span> {word}</b> <code>{escape(self.exercise)}</code>{status}: '
                 f"{_code(self.message)}</div>"]
        parts += self._properties_html() + self._case_html()
        parts += [f'<div style="margin-top:4px">Note: {_code(note)}</div>' for note in self.notes]
        return "".join(parts) + "</div>"

    def _properties_html(self):
        if not self.properties:
            return []
        head = _CELL if self.passed else f"{_CELL};white-space:nowrap"  # a long sentence beside it would squeeze it
        rows = "".join(f'<tr style="{_ROW}"><td style="{head}">{"✓" if p.holds else "✗"} {escape(p.gate)}</td>'
                       f'<td style="{_CELL}">{_code(p.words)}</td></tr>' for p in self.properties)
        table = f'<table style="margin:4px 0;text-align:left">{rows}</table>'
        if self.passed:
            return [f"<details><summary>What was checked</summary>{table}</details>"]
        return [table]

    def _case_html(self):
        parts = []
        if self._rows():
            rows = "".join(f'<tr style="{_ROW}"><td style="{_CELL}">{key}</td><td style="{_CELL}">'
                           f'<code style="white-space:pre-wrap">{escape(value)}</code></td></tr>' for key, value in self._rows())
            parts.append(f'<table style="margin:4px 0;text-align:left">{rows}</table>')
        if self.drawing:
            parts.append(self.drawing)
        if self.diagnosis:
            parts.append(f'<div style="margin-top:4px"><b>Mistake</b> <code>{escape(self.misconception or "")}</code>: '
                         f"{_code(self.diagnosis)}</div>")
        return parts


_STRESSED = re.compile(r"(?<![\w*])\*(\w(?:[^*]*\w)?)\*(?![\w*])")
_ROW = "background:transparent"  # no zebra stripes over the tint
_CELL = "text-align:left;padding:1px 12px 1px 0;vertical-align:top;background:transparent"


def _code(text: str) -> str:
    """Escaped; what stands between backticks becomes code, what stands between asterisks is stressed."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return plain_html(text)
    return "".join(f"<code>{escape(piece)}</code>" if i % 2 else _STRESSED.sub(r"<em>\1</em>", plain_html(piece))
                   for i, piece in enumerate(pieces))
