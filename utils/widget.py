"""The quiz in a notebook: shows what a session shows and passes on what is typed. It knows nothing of answers or schedules."""
from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from .markup import render


class QuizWidget(anywidget.AnyWidget):
    """A panel for one session, to be worked by keyboard.

    `session` has a `view` and the methods ``answer(text)`` and ``rate(rating)``. It stays in Python: what the page holds
    is the trait `view`, whose HTML is made here, and there is no answer in it before the session gives one.

    The page sends ``{"do": "answer", "text": …}`` or ``{"do": "rate", "rating": n}``, with the `turn` of the view that it
    showed: what was sent to a view that is gone (a key pressed twice, a second panel) is dropped.
    """

    _esm = Path(__file__).with_name("widget.js")
    _css = Path(__file__).with_name("widget.css")
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, session):
        self._session, self._turn = session, 0
        super().__init__(view=page_view(session.view, 0))
        self.on_msg(self._receive)

    def _receive(self, _, content, buffers=None):
        if not isinstance(content, dict) or content.get("turn", self._turn) != self._turn:
            return
        shown = self._session.view
        try:
            if content.get("do") == "answer" and shown.phase == "ask":
                self._session.answer(str(content.get("text", "")))
            elif content.get("do") == "rate" and shown.phase == "rate":
                for rating in (rating for rating, _ in shown.ratings if rating == content.get("rating")):
                    self._session.rate(rating)
        finally:  # also after an error: the page waits for the next turn
            self._turn += 1
            self.view = page_view(self._session.view, self._turn)

    def __repr__(self) -> str:
        return plain(self._session.view)


def page_view(view, turn: int) -> dict:
    """A session's view as the page gets it: Markdown rendered, the rest plain; no answer as long as the question is open."""
    open_ = view.phase == "ask"
    said = "" if view.right and view.feedback.strip() == "Right." else view.feedback  # the page has that word anyway
    return {"turn": turn, "phase": view.phase, "kind": view.kind, "topic": view.topic, "number": view.number, "of": view.of,
            "text": render(view.text), "unit": view.unit, "feedback": render(said), "right": None if open_ else view.right,
            "answer": "" if open_ else render(view.answer), "ratings": [] if open_ else [list(pair) for pair in view.ratings],
            "default": 0 if open_ else view.default, "note": view.note, "summary": render(view.summary),
            "deadline": view.deadline}


def plain(view) -> str:
    """A view as text: the summary when all is done, else where we are and the question, as Markdown."""
    if view.phase == "done":
        parts = [f"Quiz: {view.topic}" if view.topic else "Quiz", view.summary]
    else:
        place = f"Quiz: {view.topic}, {view.number}" + (f" of {view.of}" if view.of else "")
        parts = [place, view.text + (f" (in {view.unit})" if view.unit else "")]
    return "\n\n".join(part for part in [*parts, view.note] if part)
