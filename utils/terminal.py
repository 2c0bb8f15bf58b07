"""A session in a terminal: a question, a line of input, a rating."""
from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable

from .session import Session, View

QUIT = ("q", "quit", "exit")


def play(session: Session, ask: Callable[[str], str] | None = None, tell: Callable[[str], None] = print) -> int:
    """Ask until the session is done, or `q` or the end of the input; returns the exit code."""
    ask, noted = ask or input, ""
    while session.view.phase != "done":
        view = session.view
        if view.note and view.note != noted:
            noted = view.note
            tell(wrapped(noted))
        tell("")
        tell(f"{view.topic} · {view.number}" + (f" of {view.of}" if view.of else ""))
        tell(wrapped(view.text))
        if not _one(session, ask, tell):
            tell("")
            tell("Until later: what you have rated is kept.")
            return 0
    tell("")
    tell(wrapped(session.view.summary))
    return 0


def _one(session, ask, tell) -> bool:
    """One question, answered and rated; False if the person has had enough."""
    prompt = "Enter shows the answer, q ends: " if session.view.kind == "card" else "Your answer (? gives up, q ends): "
    while session.view.phase == "ask":
        text = _line(ask, prompt)
        if text is None:
            return False
        if session.view.kind == "drill" and not text.strip():
            continue
        if session.answer(text).phase == "ask":
            tell(wrapped(session.view.feedback))
    view = session.view
    if view.feedback:
        tell(("✓ " if view.right else "✗ ") + wrapped(view.feedback))
    tell(wrapped(view.answer))
    return _rated(session, view, ask, tell)


def _rated(session, view: View, ask, tell) -> bool:
    known = dict(view.ratings)
    choices = ", ".join(f"{n} {words}" for n, words in view.ratings)
    prompt = f"{choices} [Enter: {known[view.default]}]: " if len(known) > 1 else "Enter goes on, q ends: "
    while True:
        text = _line(ask, prompt)
        if text is None:
            return False
        text = text.strip() or str(view.default)
        chosen = next((n for n in known if str(n) == text), None)
        if chosen:
            session.rate(chosen)
            return True
        tell(f"“{text[:20]}” is none of " + ", ".join(map(str, known)) + ".")


def _line(ask, prompt) -> str | None:
    try:
        text = ask(prompt)
    except (EOFError, KeyboardInterrupt):
        return None
    return None if text.strip().lower() in QUIT else text


def wrapped(text: str) -> str:
    """Paragraphs and list items, each folded to the terminal's width; the marks of Markdown for bold are dropped."""
    width = min(shutil.get_terminal_size().columns, 100)
    return "\n".join(textwrap.fill(line, width) if line.strip() else "" for line in _joined(text.replace("**", "")))


def _joined(text):
    """Lines that Markdown reads as one, joined; items, tables and blank lines stand alone."""
    lines: list[str] = []
    for line in text.splitlines():
        alone = not line.strip() or line.lstrip()[:2] in ("- ", "* ") or line.lstrip().split(".")[0].isdigit() or "|" in line[:2]
        if lines and lines[-1].strip() and not alone and "|" not in lines[-1][:2]:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return lines
