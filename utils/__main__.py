"""The commands behind `whiteboard.py`.

`whiteboard.py` also runs this file by itself, before there is an environment: only the standard library at the top.
"""
from __future__ import annotations

import difflib
import importlib
import sys

COMMANDS = {
    "lab": ("utils.lab", "lay out your copies in work/ and open JupyterLab; options such as --port=9000 go to it"),
    "quiz": ("utils.quizzing", "ask cards and drills in the terminal: of one topic, or what is due of all"),
    "test": ("utils.stages", "run all tests, or only the stages named: lint, unit, learner, solution, browser, hub"),
    "build": ("utils.release", "write the notebooks from solutions/*.py"),
    "topic": ("utils.scaffold", "write a new topic, small and complete, for you to replace piece by piece"),
    "check-topic": ("utils.topic_check", "run every test that belongs to one topic, in under a minute"),
    "mutants": ("utils.mutants", "change the solutions in small ways and count how many changes the checks notice"),
    "naming": ("utils.naming", "judge every known mistake, and pairs of them, and count how many verdicts name the right one"),
    "bench": ("utils.bench", "measure what is claimed: fast forms, checks, nbval over all notebooks, schedules of reviews"),
    "screenshots": ("utils.screenshots", "take the README's pictures anew, in a real JupyterLab"),
    "reset": ("utils.workbook", "give an exercise or a whole notebook its blank back, keeping a copy"),
    "export": ("utils.exporting", "write your reviews, checks and interviews to a file"),
    "class": ("utils.teaching", "turn the exports of many learners into one report: by topic, by misconception"),
    "import": ("utils.importing", "take over such a file, from this machine or another"),
}


def usage() -> str:
    """The list of commands."""
    lines = [f"  {name:<13}{what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: python3 whiteboard.py COMMAND …", "", *lines])


def complaint(command: str) -> str | None:
    """One sentence if there is no such command, with the nearest one."""
    if command in COMMANDS:
        return None
    near = difflib.get_close_matches(command, COMMANDS, n=1)
    return f"There is no command `{command}`" + (f": did you mean `{near[0]}`?" if near else "; --help lists them all.")


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    command, *rest = arguments
    problem = complaint(command)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    return importlib.import_module(COMMANDS[command][0]).main(rest) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
