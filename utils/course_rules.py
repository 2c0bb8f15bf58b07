"""What has to hold between the sources and the declarations of the course; each breach with file and line."""
from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from . import course
from .course import CourseError


def problems(root: Path) -> Iterator[CourseError]:
    """All breaches, sources in the order of their numbers."""
    yield from _file_names(root)
    seen: dict[str, str] = {}
    cards: dict[str, str] = {}
    for slug in course.files(root):
        try:
            topic = course.topic(slug, root)
            declared = course.declared(slug)
        except CourseError as problem:
            yield problem
            continue
        yield from _repeated(topic, seen, cards)
        yield from _unmatched(topic, declared, root)
        yield from _tasks(topic)
        for name, exercise in declared.items():
            yield from _declaration(exercise, *declaration(name, slug, root))


def _file_names(root):
    numbers: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for path in sorted((root / "solutions").glob("*.py")):
        where, match = f"solutions/{path.name}", course.FILE.fullmatch(path.name)
        if not match:
            yield CourseError(where, 1, "the name of a source is NN_slug.py, with two digits.")
            continue
        for key, taken, word in ((match[1], numbers, "number"), (match[2], slugs, "slug")):
            if key in taken:
                yield CourseError(where, 1, f"the {word} '{key}' is already taken by {taken[key]}.")
            taken.setdefault(key, where)


def _repeated(topic, seen, cards):
    """Exercise names are unique across the course, and so are questions."""
    for cell in topic.tagged("exercise"):
        node = course.definition(cell)
        line = cell.line + node.lineno - 1
        if node.name in seen:
            yield CourseError(topic.where, line, f"exercise '{node.name}' is already defined at {seen[node.name]}.")
        seen.setdefault(node.name, f"{topic.where}:{line}")
    for card in topic.cards:
        if card.id in cards:
            yield CourseError(topic.where, card.line, f"this card's question is already asked at {cards[card.id]}.")
        cards.setdefault(card.id, f"{topic.where}:{card.line}")


def _unmatched(topic, declared, root):
    for name, cell in topic.exercise_cells.items():
        if name not in declared:
            sentence = f"exercise '{name}' has no Exercise in utils/topics/{topic.slug}."
            yield CourseError(topic.where, cell.line, sentence)
    for name in declared:
        if name not in topic.exercise_cells:
            yield CourseError(*declaration(name, topic.slug, root),
                              f"exercise '{name}' has no cell tagged exercise in {topic.where}.")


def _tasks(topic):
    """The text before an exercise is where the learner finds the task, and its hints."""
    for before, cell in zip(topic.cells, topic.cells[1:]):
        if "exercise" in cell.tags and (before.kind != "markdown" or {"card", "solution"} & set(before.tags)):
            name = course.definition(cell).name
            yield CourseError(topic.where, cell.line, f"the cell before exercise '{name}' is not the text of its task.")


def _declaration(exercise, path, line):
    if not exercise.misconceptions:
        yield CourseError(path, line, f"exercise '{exercise.name}' has no misconception; at least one is wanted.")
    for slug, count in Counter(m.slug for m in exercise.misconceptions).items():
        if count > 1:
            yield CourseError(path, line, f"exercise '{exercise.name}' has {count} misconceptions named '{slug}'.")
    for misconception in exercise.misconceptions:
        if not misconception.wrong:
            yield CourseError(path, line, f"misconception '{misconception.slug}' of '{exercise.name}' has no code.")
    if len(exercise.hints) < 2:
        sentence = f"exercise '{exercise.name}' has too few hints ({len(exercise.hints)}); two are wanted."
        yield CourseError(path, line, sentence)


def declaration(name: str, slug: str, root: Path = course.ROOT) -> tuple[str, int]:
    """Where ``Exercise(name=…)`` stands in the topic's module or package: path relative to `root`, and line."""
    base = Path(root) / "utils" / "topics" / slug
    paths = sorted(base.glob("*.py")) if base.is_dir() else [base.with_suffix(".py")]
    for path in filter(Path.is_file, paths):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_named(node, name):
                return path.relative_to(root).as_posix(), node.lineno
    return paths[0].relative_to(root).as_posix() if paths else f"utils/topics/{slug}", 1


def _is_named(call, name):
    values = [keyword.value for keyword in call.keywords if keyword.arg == "name"]
    return any(isinstance(value, ast.Constant) and value.value == name for value in values)
