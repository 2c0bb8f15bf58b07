"""Small changes to a worked solution, one place of the syntax tree at a time.

Docstrings, decorators, annotations and the text of messages are never changed.
"""
from __future__ import annotations

import ast
from dataclasses import dataclass

from .course import DEFINITIONS
from .operators import OPERATORS, Site

_SKIPPED = {"decorator_list", "annotation", "returns", "type_params"}


@dataclass(frozen=True)
class Mutant:
    """One change: `before` and `after` are the first line of the statement, `source` is the whole changed exercise."""

    exercise: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """What `Exercise.equivalent` lists it by."""
        return f"{self.before} -> {self.after}"


def mutants(name: str, source: str, first_line: int = 1) -> list[Mutant]:
    """All distinct mutants of one exercise, in the order of its text.

    Parameters
    ----------
    name
        The exercise.
    source
        Its worked solution.
    first_line
        Where `source` begins in its file; `Mutant.line` counts from there.
    """
    tree = ast.parse(source)
    seen, found = {ast.unparse(tree)}, []
    for site in list(_sites(tree, None, None)):
        before = _header(site.statement)
        for operator, change in OPERATORS.items():
            for node in change(site):
                site.put(node)
                text, after = ast.unparse(tree), node if site.node is site.statement else site.statement
                if text not in seen:
                    seen.add(text)
                    line = first_line + site.statement.lineno - 1
                    found.append(Mutant(name, operator, line, before, _header(after, unlike=before), text))
                site.put(site.node)
    return found


def _header(node, unlike=None):
    """A statement's first line; where that shows no difference, all of it on one line."""
    lines = [line.strip() for line in ast.unparse(node).split("\n")]
    first = next(line for line in lines if not line.startswith("@"))
    return " ".join(lines) if first == unlike else first


def _sites(node, around, inside):
    """Every place that may change, with the innermost statement and function around it."""
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED or isinstance(node, ast.JoinedStr):
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for place, child in children:
            if not isinstance(child, ast.AST) or (field == "body" and place == 0 and _has_docstring(node)):
                continue
            nearest = child if isinstance(child, ast.stmt) else around
            yield Site(node, field, place, child, nearest, inside)
            yield from _sites(child, nearest, child if isinstance(child, DEFINITIONS) else inside)


def _has_docstring(node):
    return isinstance(node, DEFINITIONS) and ast.get_docstring(node, clean=False) is not None
