"""The fast codas: after a worked solution, the same function made fast, in a cell tagged `coda` of the topic's source."""
from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from . import course
from .course import ROOT, Cell, Topic

PREFIX = "fast_"


def codas(topic: Topic) -> dict[str, Cell]:
    """Exercise → the cell that defines ``fast_<exercise>``."""
    found = {}
    for cell in topic.tagged("coda"):
        names = [node.name for node in ast.parse(cell.source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
        found |= {name.removeprefix(PREFIX): cell for name in names if name.startswith(PREFIX)}
    return found


def declared(slug: str, part: str, name: str):
    """``name`` of ``utils/topics/slug/part.py``, a dict or a sequence; an empty dict where the topic has no such module."""
    package = importlib.util.find_spec(f"utils.topics.{slug}")
    where = f"utils.topics.{slug}.{part}"
    if package is None or not package.submodule_search_locations or importlib.util.find_spec(where) is None:
        return {}
    return getattr(importlib.import_module(where), name)


def coda(name: str, root: Path = ROOT) -> Callable | None:
    """``fast_<name>``, or None where the exercise has no fast coda."""
    slug, _ = course.find(name, root)
    topic = course.topic(slug, root)
    return _defined(topic).get(name) if name in codas(topic) else None


@lru_cache(maxsize=16)
def _defined(topic: Topic) -> dict[str, Callable]:
    """The codas of a topic, run in one namespace after its worked exercises: one may use another."""
    scope = topic.namespace()
    for cell in topic.tagged("coda"):
        tree = ast.increment_lineno(ast.parse(cell.source), cell.line - 1)
        exec(compile(tree, str(topic.path), "exec", dont_inherit=True), scope)
    return {name.removeprefix(PREFIX): value for name, value in scope.items() if name.startswith(PREFIX)}
