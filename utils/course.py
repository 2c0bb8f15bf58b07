"""The only reader of ``solutions/NN_slug.py``: topics, their cells, exercises and cards.

Importing this module is cheap. Reading a source costs an import of jupytext (about a second), so the judge's path
(`exercises`, `find`) lists file names and imports declarations only.
"""
from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from .exercise import Exercise

ROOT = Path(__file__).resolve().parent.parent
DIFFICULTIES = ("easy", "usual", "hard")
TAGS = frozenset({"exercise", "card", "easy", "hard", "solution", "coda", "learner", "imports", "map",
                  "nbval-ignore-output"})
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FILE = re.compile(r"(\d\d)_(\w+)\.py")
_TAGGED = re.compile(r'tags=\["[\w-]+"(, *"[\w-]+")*\]')
_MARKER = re.compile(r"#\s*%%+(\s|$)")


class CourseError(Exception):
    """Something is wrong with the course's own files; the message is ``path:line: sentence``."""

    def __init__(self, path: str, line: int, sentence: str):
        super().__init__(f"{path}:{line}: {sentence}")


@dataclass(frozen=True)
class Cell:
    """One cell of a source; `line` is the number of its first line of text in the file."""

    kind: str
    source: str
    tags: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Card:
    """A concept question; the id comes from the question, so a reworded answer keeps its history."""

    id: str
    topic: str
    question: str
    answer: str
    line: int
    difficulty: str = "usual"


@dataclass(frozen=True)
class Topic:
    """One notebook: ``solutions/NN_slug.py``, read."""

    number: int
    slug: str
    title: str
    path: Path
    cells: tuple[Cell, ...]
    minutes: int
    claim: str

    @property
    def where(self) -> str:
        """The source's path as messages show it."""
        return f"solutions/{self.path.name}"

    @cached_property
    def exercise_cells(self) -> dict[str, Cell]:
        """Exercise name → its cell; of a name used twice, the first (`validate` reports the second)."""
        found: dict[str, Cell] = {}
        for cell in self.tagged("exercise"):
            found.setdefault(definition(cell).name, cell)
        return found

    @property
    def exercise_sources(self) -> dict[str, str]:
        """Exercise name → the text of its worked solution, in the notebook's order."""
        return {name: cell.source for name, cell in self.exercise_cells.items()}

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The concept questions, in the notebook's order."""
        return tuple(card_of(self.slug, cell) for cell in self.tagged("card"))

    def tagged(self, *tags: str) -> Iterator[Cell]:
        """The cells that carry one of `tags`."""
        return (cell for cell in self.cells if set(tags) & set(cell.tags))

    def namespace(self) -> dict:
        """A fresh namespace in which the import cells and all worked exercises have run.

        The code is compiled under the source's own path and line numbers, in a module that `sys.modules` knows:
        tracebacks show the line, and ``inspect.getsource`` works, for classes too.
        """
        module = types.ModuleType(f"solutions_{self.slug}")
        module.__file__ = str(self.path)
        sys.modules[module.__name__] = module
        for cell in self.tagged("imports", "exercise"):
            tree = ast.increment_lineno(ast.parse(cell.source), cell.line - 1)
            exec(compile(tree, str(self.path), "exec", dont_inherit=True), module.__dict__)
        return module.__dict__


def definition(cell: Cell) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef:
    """The one function or class of an exercise cell."""
    return ast.parse(cell.source).body[0]


def card_of(slug: str, cell: Cell) -> Card:
    """A cell tagged card as question (its first paragraph) and answer."""
    question, _, answer = (part.strip() for part in re.sub(r"\n[ \t]*\n", "\n\n", cell.source).partition("\n\n"))
    difficulty = next((word for word in DIFFICULTIES if word in cell.tags), "usual")
    return Card(hashlib.sha1(question.encode()).hexdigest()[:10], slug, question, answer, cell.line, difficulty)


def files(root: Path = ROOT) -> dict[str, Path]:
    """Topic slug → path of its source, in the order of the numbers; by file name only."""
    found = sorted((Path(root) / "solutions").glob("*.py"))
    return {match[2]: path for path in found if (match := FILE.fullmatch(path.name))}


def topics(root: Path = ROOT) -> tuple[Topic, ...]:
    """All topics, in the order of their numbers; a `CourseError` for the first damaged one."""
    return tuple(_read(path, path.read_text(encoding="utf-8")) for path in files(root).values())


def topic(slug: str, root: Path = ROOT) -> Topic:
    """One topic; a KeyError where there is no such slug."""
    path = files(root)[slug]
    return _read(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)  # keyed on the text: an edited source is read again
def _read(path: Path, text: str) -> Topic:
    import jupytext  # slow, and only needed here

    where, lines = f"solutions/{path.name}", text.splitlines()
    markers = _markers(where, lines)
    body = "\n".join(lines[markers[0] - 1:])  # without the header: we set the metadata ourselves
    cells = jupytext.reads(body, fmt="py:percent").cells
    if len(cells) != len(markers):
        raise CourseError(where, 1, f"jupytext reads {len(cells)} cells where there are {len(markers)} '# %%' markers.")
    read = tuple(_cell(where, lines, marker, cell) for marker, cell in zip(markers, cells))
    title, minutes, claim = _opening(where, read)
    number, slug = FILE.fullmatch(path.name).groups()
    return Topic(int(number), slug, title, path, read, minutes, claim)


def _markers(where, lines):
    """Line numbers of the cell markers; nothing but a jupytext header may stand before the first."""
    found = [number for number, line in enumerate(lines, 1) if _MARKER.match(line)]
    before = lines[:found[0] - 1] if found else lines
    closed = before[:1] == ["# ---"] and "# ---" in before[1:]
    header = before.index("# ---", 1) + 1 if closed else 0
    for number, line in enumerate(before[header:], header + 1):
        if line.strip():
            raise CourseError(where, number, "this stands before the first '# %%' marker and belongs to no cell.")
    for number in found:
        if "tags" in lines[number - 1] and not _TAGGED.search(lines[number - 1]):
            raise CourseError(where, number, 'the tags cannot be read; write them as tags=["exercise"].')
    if not found:
        raise CourseError(where, 1, "there is no cell in this source.")
    return found


def _cell(where, lines, marker, raw):
    tags = raw.metadata.get("tags", [])
    for tag in tags:
        if tag not in TAGS:
            raise CourseError(where, marker, f"unknown tag '{tag}'; a tag is one of {', '.join(sorted(TAGS))}.")
    if raw.cell_type not in ("code", "markdown"):
        raise CourseError(where, marker, f"this is a {raw.cell_type} cell; a cell is code or markdown.")
    first = next((n for n, text in enumerate(lines[marker:], marker + 1) if text.strip() not in ("", "#")), marker)
    cell = Cell(raw.cell_type, re.sub(r"\A\s*\n", "", raw.source), tuple(tags), first)
    if cell.kind == "code":
        _sound_code(where, cell)
    elif {"easy", "hard"} & set(tags) and ("card" not in tags or len(tags) > 2):
        raise CourseError(where, first, "easy and hard are tags of a card, one of them at most.")
    elif "card" in tags and not card_of("", cell).answer:
        raise CourseError(where, first, "this card has no answer; write the question, a blank line, the answer.")
    return cell


def _sound_code(where, cell):
    if {"card", "map"} & set(cell.tags):
        raise CourseError(where, cell.line, "a card or a map is a markdown cell, this one is code.")
    try:
        body = ast.parse(cell.source).body
    except SyntaxError as error:
        raise CourseError(where, cell.line + (error.lineno or 1) - 1, f"syntax error: {error.msg}.") from None
    if "exercise" not in cell.tags:
        return
    odd = [node for node in body if not isinstance(node, DEFINITIONS)]
    if odd:
        line = cell.line + odd[0].lineno - 1
        raise CourseError(where, line, "an exercise cell holds one function or class and nothing beside it.")
    if len(body) != 1:
        raise CourseError(where, cell.line, f"an exercise cell holds one function or class, not {len(body)}.")
    if not ast.get_docstring(body[0]):
        raise CourseError(where, cell.line + body[0].lineno - 1, f"exercise '{body[0].name}' has no docstring.")


def _opening(where, cells):
    """Title, minutes and claim, from the first cell."""
    text = cells[0].source if cells[0].kind == "markdown" else ""
    title = re.match(r"# +(.+)", text)
    minutes = re.search(r"(\d+) minutes", text)
    claim = re.search(r"^\*\*By the end you can\*\*\s*(.+?)(?:\n\s*\n|\Z)", text, re.MULTILINE | re.DOTALL)
    for found, wanted in ((title, "a title '# …'"), (minutes, "the time as 'N minutes'"),
                          (claim, "a paragraph that begins '**By the end you can**'")):
        if not found:
            raise CourseError(where, cells[0].line, f"the first cell has to be markdown with {wanted}.")
    return title[1].strip(), int(minutes[1]), " ".join(claim[1].split())


def declared(slug: str) -> dict[str, Exercise]:
    """Name → what ``utils.topics.slug`` declares; empty where there is no such module."""
    if importlib.util.find_spec(f"utils.topics.{slug}") is None:
        return {}
    module = importlib.import_module(f"utils.topics.{slug}")
    found = getattr(module, "EXERCISES", None)
    if found is None:
        raise CourseError(f"utils/topics/{slug}.py", 1, "the topic has no EXERCISES; wanted a tuple of Exercise.")
    by_name = {exercise.name: exercise for exercise in found}
    if len(by_name) < len(found):
        raise CourseError(f"utils/topics/{slug}.py", 1, "EXERCISES holds two exercises of one name.")
    return by_name


def exercises(root: Path = ROOT) -> dict[str, tuple[str, Exercise]]:
    """Exercise name → (topic slug, Exercise), without reading a source."""
    return {name: (slug, exercise) for slug in files(root) for name, exercise in declared(slug).items()}


def find(name: str, root: Path = ROOT) -> tuple[str, Exercise]:
    """(topic slug, Exercise) of a name; a KeyError where there is none.

    The topic whose source defines the name is tried alone first: the first check must not import all topics.
    """
    for slug in _likely(name, root):
        found = declared(slug)
        if name in found:
            return slug, found[name]
    return exercises(root)[name]


def _likely(name, root):
    defined = re.compile(rf"^(?:async )?(?:def|class) {re.escape(name)}\b", re.MULTILINE)
    return [slug for slug, path in files(root).items() if defined.search(path.read_text(encoding="utf-8"))]


def source_of(name: str, root: Path = ROOT) -> str:
    """The text of a worked solution; a KeyError where there is none."""
    return _home(name, root).exercise_sources[name]


def reference(name: str, root: Path = ROOT):
    """The worked function or class of an exercise; a KeyError where there is none."""
    return _worked(_home(name, root))[name]


def _home(name, root):
    for slug in _likely(name, root):
        found = topic(slug, root)
        if name in found.exercise_cells:
            return found
    raise KeyError(name)


@lru_cache(maxsize=64)
def _worked(found: Topic) -> dict:
    return found.namespace()


def validate(root: Path = ROOT, raising: bool = True) -> list[str]:
    """Hold sources and declarations together; raise the first `CourseError`, or list all as text."""
    from .course_rules import problems

    found = list(problems(Path(root)))
    if found and raising:
        raise found[0]
    return [str(problem) for problem in found]
