"""What a newly written topic is asked for: run in a copy of the course, with the copy's `utils`; prints one JSON object."""
from __future__ import annotations

import importlib
import itertools
import json
import sys

import nbformat

import utils
from utils import course, quizzing
from utils.checking import judge
from utils.memory import memory
from utils.session import Session


def judged(slug: str) -> dict[str, list]:
    """[status, misconception] of a right answer, a known mistake, a nameless one, and the blank of the notebook."""
    name, (_, exercise) = next((name, found) for name, found in course.exercises().items() if found[0] == slug)
    book = nbformat.read(course.ROOT / "notebooks" / f"{course.topic(slug).path.stem}.ipynb", as_version=4)
    scope = {}
    exec(next(cell.source for cell in book.cells if cell.id == f"exercise-{name}"), scope)
    kinds = {kind: [function for key, function in vars(importlib.import_module(f"tests.{kind}.{slug}")).items()
                    if key.startswith(f"{name}__")] for kind in ("answers", "mistakes")}
    tried = {"right": kinds["answers"][0], "known": exercise.misconceptions[0].wrong[0], "nameless": kinds["mistakes"][0],
             "blank": scope[name]}
    verdicts = {what: judge(exercise, answer) for what, answer in tried.items()}
    return {what: [verdict.status, verdict.misconception] for what, verdict in verdicts.items()}


def quizzed(slug: str) -> dict:
    """A session over everything that a quiz asks of the topic: a drill is given up, a card is known."""
    session = Session(quizzing.chosen(memory(), slug), memory(), itertools.count(1))
    asked = []
    while session.view.phase != "done":
        asked.append(session.entry.item)
        session.answer("?")
        session.rate(session.view.default)
    return {"asked": asked, "remembered": sorted(memory().states(slug)), "summary": session.view.summary}


if __name__ == "__main__":
    sys.path.insert(0, str(course.ROOT / "tests"))  # where `mistakes` imports `answers` from
    print(json.dumps({"utils": utils.__file__, **judged(sys.argv[1]), **quizzed(sys.argv[1])}))
