"""The index of terms: ``utils/terms.tsv`` → ``notebooks/99_index.ipynb``, and `terms`, which searches it.

A line of the table is a heading, ``# Group``, or a term in seven columns: id, English, Chinese, one line, the headings that
explain it (``slug#Heading ; …``), the beginnings of the cards that ask it (``… ; …``) and the names of its drills.
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .course import ROOT, CourseError

NAME, TABLE = "99_index.ipynb", "utils/terms.tsv"
COLUMNS, LONGEST = 7, 120
ON_A_CARD, ABSENT = "on a card", "not yet treated"
_HEAD = "| English | Chinese 中文 | in one line | explained | asked | `drill` |\n|---|---|---|---|---|---|"
_OPENING = """# Index of terms

Every term of the course with its Chinese name (所有术语), in one line, and where it is explained, asked and drilled.
Of {all} terms, {explained} are explained in a topic, {asked} asked on cards and {drilled} drilled. {carded} are met on a card
only, {absent} are *not yet treated*: their line is all that the course says of them.

A link leads to the place, a number under "asked" to that card. `drill("name")` asks a drill, and `terms("word")` finds
the terms that speak of a word, English or Chinese."""


@dataclass(frozen=True)
class Term:
    """One line of the table; `line` is its number in the file."""

    id: str
    english: str
    chinese: str
    gist: str
    explained: tuple[str, ...]
    cards: tuple[str, ...]
    drills: tuple[str, ...]
    line: int


def read(root: Path = ROOT) -> dict[str, list[Term]]:
    """Group → its terms, in the order of the file; a `CourseError` for the first line that is neither."""
    groups: dict[str, list[Term]] = {}
    for number, text in enumerate((Path(root) / TABLE).read_text(encoding="utf-8").splitlines(), 1):
        if text.startswith("# "):
            groups[text[2:]] = []
        elif not groups:
            raise CourseError(TABLE, number, "a term stands before the first group; begin with a line '# Group'.")
        else:
            groups[list(groups)[-1]].append(_term(text, number))
    return groups


def _term(text, number):
    fields = text.split("\t")
    if len(fields) != COLUMNS:
        raise CourseError(TABLE, number, f"there are {len(fields)} columns; a term has {COLUMNS}, with tabs between them.")
    if not all(field.strip() for field in fields[:4]):
        raise CourseError(TABLE, number, "id, English, Chinese and one line are wanted, and one of them is empty.")
    if len(fields[3]) > LONGEST:
        raise CourseError(TABLE, number, f"the line has {len(fields[3])} characters; it has {LONGEST} at most.")
    listed = (tuple(piece.strip() for piece in field.split(" ; ") if piece.strip()) for field in fields[4:6])
    return Term(*fields[:4], *listed, tuple(fields[6].split()), number)


def headings(topic, ids: Iterable[str]) -> dict[str, str]:
    """Heading → id of its cell, for what a learner's notebook shows; `ids` are those of the topic's cells."""
    return {title: name for cell, name in zip(topic.cells, ids) if cell.kind == "markdown" and "solution" not in cell.tags
            for title in re.findall(r"^#{1,6} +(.+)", cell.source, re.MULTILINE)}


class _Links:
    """Where headings and cards lie; a `CourseError` for what is not there.

    A link names a cell by its id, and no heading: JupyterLab does not find one with a letter outside ASCII.
    """

    def __init__(self, topics, ids_of, drills):
        self.topics = {topic.slug: topic for topic in topics}
        self.headings = {slug: headings(topic, ids_of(topic)) for slug, topic in self.topics.items()}
        self.cards = [(" ".join(card.question.split()), card) for topic in topics for card in topic.cards]
        self.drills = drills

    def heading(self, term, place):
        """A link to ``slug#Heading``."""
        slug, _, heading = place.partition("#")
        if heading not in self.headings.get(slug, ()):
            raise CourseError(TABLE, term.line, f"{term.id} is said to be explained at '{place}', and no heading is there.")
        topic = self.topics[slug]
        label = re.sub(r"^\d+ · (\w+)$", r"`\1`", heading)
        return f"[{topic.number:02} {_escaped(label)}]({topic.path.stem}.ipynb#cell-id={self.headings[slug][heading]})"

    def asked(self, term):
        """Links to the cards of a term, by topic."""
        found: dict[str, list[str]] = {}
        for words in term.cards:
            fits = [(question, card) for question, card in self.cards if question.startswith(words)]
            if len(fits) != 1:
                raise CourseError(TABLE, term.line, f"{term.id}: {len(fits)} cards begin with '{words}'; one is wanted.")
            question, card = fits[0]
            topic = self.topics[card.topic]
            links = found.setdefault(f"{topic.number:02}", [])
            said = re.sub(r"[*`\"|\\$<>]", "", question)[:90].strip()
            links.append(f'[{len(links) + 1}]({topic.path.stem}.ipynb#cell-id=card-{card.id} "{said}")')
        return "<br>".join(f"{topic}: {' '.join(links)}" for topic, links in sorted(found.items()))

    def drilled(self, term):
        """The names of a term's drills, as code."""
        for name in term.drills:
            if name not in self.drills:
                raise CourseError(TABLE, term.line, f"{term.id}: there is no drill '{name}'.")
        return "<br>".join(f"`{name}`" for name in term.drills)

    def row(self, term):
        """A row of the notebook's table."""
        explained = "<br>".join(self.heading(term, place) for place in term.explained)
        asked, drilled = self.asked(term), self.drilled(term)
        explained = explained or (f"*{ON_A_CARD}*" if asked else "" if drilled else f"*{ABSENT}*")
        cells = (*(_escaped(text) for text in (term.english, term.chinese, term.gist)), explained, asked, drilled)
        return f"| {' | '.join(cells)} |"


def _escaped(text):
    return re.sub(r"[\\|*_$<~\[]", r"\\\g<0>", text) if "`" not in text else text


def cells(topics: Iterable, ids_of: Callable, root: Path = ROOT) -> list[dict]:
    """The notebook's cells: an opening with what is counted, a search, a table of contents, a table for each group.

    ``ids_of(topic)`` gives the ids that the topic's cells have in the notebook.
    """
    from .drills import all_drills  # loads all topics' drills, which a search need not

    groups, links = read(root), _Links(tuple(topics), ids_of, all_drills(root))
    every = [term for terms in groups.values() for term in terms]
    counts = {"all": len(every), "explained": sum(bool(term.explained) for term in every),
              "asked": sum(bool(term.cards) for term in every), "drilled": sum(bool(term.drills) for term in every),
              "carded": sum(bool(term.cards) and not term.explained for term in every),
              "absent": sum(not (term.explained or term.cards or term.drills) for term in every)}
    made = [_cell("markdown", "index", _OPENING.format(**counts)),
            _cell("code", "imports", "from utils import drill, terms", ["imports"]),
            _cell("code", "search", 'terms("anchor")', ["nbval-ignore-output"]),
            _cell("code", "drill", 'drill("anchor_sides")', ["nbval-ignore-output"]),
            _cell("markdown", "contents", "## Groups\n\n" + "\n".join(
                f"- [{group}](#cell-id=group-{number}): {len(terms)}"
                for number, (group, terms) in enumerate(groups.items(), 1)))]
    for number, (group, terms) in enumerate(groups.items(), 1):
        text = "\n".join([f"## {group}", "", _HEAD, *map(links.row, terms)])
        made.append(_cell("markdown", f"group-{number}", text))
    return made


def _cell(kind, name, text, tags=()):
    made = {"cell_type": kind, "id": name, "metadata": {"tags": list(tags)} if tags else {}, "source": text}
    return made if kind == "markdown" else {**made, "execution_count": None, "outputs": []}


def exists(root: Path = ROOT) -> bool:
    """Whether the course has a table of terms."""
    return (Path(root) / TABLE).exists()


@dataclass(frozen=True)
class Found:
    """Rows of the index; shows itself as a table, and as plain lines without the links."""

    word: str
    rows: tuple[str, ...]

    def __repr__(self) -> str:
        if not self.rows:
            return f"No term of the index speaks of '{self.word}'."
        lines = [re.sub(r"\[((?:\\.|[^\]])*)\]\((?:[^)\"]|\"[^\"]*\")*\)", r"\1", row).replace("<br>", ", ") for row in self.rows]
        return "\n".join(re.sub(r"\\(.)", r"\1", " · ".join(_split(line)[:3])) for line in lines)

    def _repr_markdown_(self) -> str:
        return "\n".join([_HEAD, *self.rows]) if self.rows else repr(self)


def _split(row):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def terms(word: str, root: Path = ROOT) -> Found:
    """The terms of the index with `word` in their English or Chinese name, or in their line; capitals do not matter.

    Raises
    ------
    ValueError
        If `word` is no text, or an empty one.
    """
    if not isinstance(word, str) or not word.strip():
        raise ValueError(f"terms takes a piece of a term's name, such as \"anchor\" or \"锚框\", not {word!r}.")
    notebook = json.loads((Path(root) / "notebooks" / NAME).read_text(encoding="utf-8"))
    rows = (line for cell in notebook["cells"] if cell["id"].startswith("group-")
            for line in "".join(cell["source"]).splitlines()[4:])
    wanted = word.strip().casefold()
    return Found(word, tuple(row for row in rows if any(wanted in re.sub(r"\\(.)", r"\1", text).casefold()
                                                       for text in _split(row)[:3])))
