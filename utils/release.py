"""``solutions/NN_slug.py`` → ``notebooks/NN_slug.ipynb`` (blank), ``solutions/NN_slug.ipynb`` (executed); index; README."""
from __future__ import annotations

import argparse
import base64
import copy
import hashlib
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import nbformat
import numpy as np

from . import course, indexing, readme, workbook
from .blanks import blank
from .course import ROOT, CourseError, Topic
from .executing import CellFailure, execute

LEARNER, SOLUTION = "learner", "solution"
FOLDERS = {LEARNER: "notebooks", SOLUTION: "solutions"}
PIXEL_TOLERANCE = 4  # of 255: what another CPU's antialiasing may change, and no eye sees
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_UNCHECKED = "nbval-ignore-output"


def convert(topic: Topic, kind: str, topics: Iterable[Topic] = ()) -> nbformat.NotebookNode:
    """A topic's source as a notebook without outputs.

    Parameters
    ----------
    topic
        The source.
    kind
        ``"learner"`` (blanks, hints, questions) or ``"solution"`` (worked, with answers).
    topics
        All topics, for the map.
    """
    dropped = SOLUTION if kind == LEARNER else LEARNER
    hints = _hints(topic) if kind == LEARNER else {}
    cells = []
    for cell, name in zip(topic.cells, cell_ids(topic)):
        if dropped not in cell.tags:
            text = _text(topic, cell, kind, topics) + hints.get(cell, "")
            cells.append(_notebook_cell(cell, name, text))
    return _notebook(cells, topic.slug)


def _notebook(cells, slug):
    metadata = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"},
                "whiteboard": {"topic": slug, "version": _version(cells)}}
    notebook = nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    nbformat.validate(notebook)
    return notebook


def cell_ids(topic: Topic) -> list[str]:
    """An id for each cell of the source, the same in both notebooks and at every build."""
    used: Counter[str] = Counter()
    heading, ids = "start", []
    for cell in topic.cells:
        titles = re.findall(r"^#{1,6} +(.+)", cell.source, re.MULTILINE) if cell.kind == "markdown" else []
        heading = _slug(titles[-1]) if titles else heading
        checked = re.fullmatch(r"check\((\w+)\)", cell.source.strip())
        if "exercise" in cell.tags:
            base, counted = f"exercise-{course.definition(cell).name}", False
        elif "card" in cell.tags:
            base, counted = f"card-{course.card_of(topic.slug, cell).id}", False
        elif checked and cell.kind == "code":
            base, counted = f"check-{checked[1]}", False
        else:
            base, counted = heading, True
        used[base] += 1
        ids.append(f"{base[:58]}-{used[base]}" if counted or used[base] > 1 else base)
    return ids


def _slug(title):
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "cell"
    return f"on-{slug}" if re.match("(exercise|check|card)-", slug) else slug  # those prefixes mean something


def _text(topic, cell, kind, topics):
    if "exercise" in cell.tags and kind == LEARNER:
        return blank(cell.source, course.definition(cell).name)
    if "card" in cell.tags:
        card = course.card_of(topic.slug, cell)
        return card.question if kind == LEARNER else f"{card.question}\n\n{_folded('Answer', card.answer)}"
    if "map" in cell.tags:
        return re.sub(r"^\{\{topics\}\}$", lambda _: _map(topics), cell.source, flags=re.MULTILINE)
    return cell.source


def _folded(summary, text):
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _hints(topic):
    """The cell with an exercise's task → the folded hints that follow its text."""
    declared = course.declared(topic.slug)
    found = {}
    for before, cell in zip(topic.cells, topic.cells[1:]):
        if "exercise" in cell.tags:
            hints = declared[course.definition(cell).name].hints
            folded = [_folded(f"Hint {k}", hint.strip()) for k, hint in enumerate(hints, 1)]
            found[before] = "".join(f"\n\n{hint}" for hint in folded)
    return found


def _map(topics):
    """The table of all topics but the first steps."""
    rows = ["| | topic | by the end you can | exercises | minutes |", "|--:|---|---|---|--:|"]
    for topic in topics:
        if topic.number:
            names = list(topic.exercise_cells)
            link = f"[{topic.title}]({topic.path.stem}.ipynb)"
            cells = [f"{topic.number:02}", link, topic.claim.rstrip("."),
                     f"{len(names)}: {', '.join(f'`{name}`' for name in names)}", str(topic.minutes)]
            rows.append("| " + " | ".join(text.replace("|", r"\|") for text in cells) + " |")
    return "\n".join(rows)


def _notebook_cell(cell, name, text):
    made = {"cell_type": cell.kind, "id": name, "metadata": {"tags": list(cell.tags)} if cell.tags else {},
            "source": text}
    return made if cell.kind == "markdown" else {**made, "execution_count": None, "outputs": []}


def _version(cells):
    """Changes when what a reader sees of the cells changes; outputs do not count."""
    content = [[cell["id"], cell["cell_type"], cell["metadata"], cell["source"]] for cell in cells]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def executed(topic: Topic, notebook: nbformat.NotebookNode, root: Path) -> nbformat.NotebookNode:
    """A copy with outputs; a `CourseError` with the source's line where a cell fails."""
    notebook = copy.deepcopy(notebook)
    folder = Path(root) / FOLDERS[LEARNER]
    folder.mkdir(exist_ok=True)
    try:
        execute(notebook, folder)
    except CellFailure as failure:
        lines = dict(zip(cell_ids(topic), (cell.line for cell in topic.cells)))
        line = lines[notebook.cells[failure.index].id] + failure.line - 1
        raise CourseError(topic.where, line, f"the cell fails with {failure}") from None
    nbformat.validate(notebook)
    return notebook


def keep_stored(new: nbformat.NotebookNode, old: nbformat.NotebookNode) -> None:
    """Take over stored outputs that say the same: equal pictures, and unchecked cells of an unchanged notebook."""
    stored = {cell.id: cell.get("outputs", []) for cell in old.cells}
    unchanged = new.metadata["whiteboard"] == old.metadata.get("whiteboard")
    for cell in new.cells:
        before = stored.get(cell.id, [])
        if unchanged and _UNCHECKED in cell.metadata.get("tags", ()):
            cell["outputs"] = before
            continue
        for now, then in zip(cell.get("outputs", ()), before):
            data, past = now.get("data", {}), then.get("data", {})
            if "image/png" in data and "image/png" in past and same_picture(data["image/png"], past["image/png"]):
                data["image/png"] = past["image/png"]


def same_picture(one: str, other: str) -> bool:
    """Whether two base64 PNGs show the same pixels, up to what rounding changes."""
    from PIL import Image  # comes with matplotlib

    first, second = (np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA"), dtype=np.int16)
                     for png in (one, other))
    return first.shape == second.shape and int(np.abs(first - second).max(initial=0)) <= PIXEL_TOLERANCE


def _built(topic: Topic, topics, root: Path) -> Iterator[tuple[Path, str]]:
    """Both files of a topic, as they should be."""
    learner = convert(topic, LEARNER, topics)
    solution = executed(topic, convert(topic, SOLUTION, topics), root)
    target = topic.path.with_suffix(".ipynb")
    if (stored := _stored(target)) is not None:
        keep_stored(solution, stored)
    yield root / FOLDERS[LEARNER] / target.name, nbformat.writes(learner) + "\n"
    yield target, nbformat.writes(solution) + "\n"


def _index(topics, root: Path) -> Iterator[tuple[Path, str]]:
    """The index of terms as it should be, if the course has one; it needs all topics, whichever are built."""
    if indexing.exists(root):
        notebook = _notebook(indexing.cells(topics, cell_ids, root), "index")
        yield root / FOLDERS[LEARNER] / indexing.NAME, nbformat.writes(notebook) + "\n"


def _stored(path):
    """The notebook as it lies there; None where there is none, or where a merge left it broken."""
    try:
        return nbformat.read(path, as_version=4)
    except (FileNotFoundError, nbformat.reader.NotJSONError):
        return None


def _orphans(root):
    """Notebooks whose source is gone."""
    built = {root / folder / f"{path.stem}.ipynb" for folder in FOLDERS.values() for path in course.files(root).values()}
    if indexing.exists(root):
        built.add(root / FOLDERS[LEARNER] / indexing.NAME)
    for folder in FOLDERS.values():
        for path in sorted((root / folder).glob("*.ipynb")):
            if path not in built:
                yield path


def build(root: Path = ROOT, only: Iterable[str] = (), check: bool = False, say=print) -> list[str]:
    """Build the notebooks; returns the files that were not current, relative to `root`.

    Parameters
    ----------
    root
        The course.
    only
        Slugs of the topics to build; all where empty.
    check
        Write nothing.
    say
        Receives one line per file.
    """
    root, only = Path(root), {re.sub(r"^\d\d_", "", slug) for slug in only}
    course.validate(root)
    topics = course.topics(root)
    for slug in sorted(only - {topic.slug for topic in topics}):
        raise ValueError(f"There is no topic '{slug}'; the topics are {', '.join(topic.slug for topic in topics)}.")
    changed = []
    wanted = (list(_built(topic, topics, root)) for topic in topics if not only or topic.slug in only)
    for path, text in chain(chain.from_iterable(wanted), _index(topics, root), readme.built(topics, root)):
        name = path.relative_to(root).as_posix()
        current = path.exists() and path.read_text(encoding="utf-8") == text
        say(f"{'current' if current else 'stale  ' if check else 'written'} {name}")
        if not current:
            changed.append(name)
        if not current and not check:
            workbook.write(path, text.encode("utf-8"))
    for path in [] if only else _orphans(root):
        changed.append(path.relative_to(root).as_posix())
        say(f"orphan  {changed[-1]}: it has no source, delete it")
    return changed


def stale(root: Path = ROOT) -> list[str]:
    """Files that a build would change, relative to `root`; writes nothing."""
    return build(root, check=True, say=lambda line: None)


def main(args: list[str]) -> int:
    """``build [SLUG…] [--check]``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py build", description="Build the notebooks from solutions/*.py.")
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="topics to build; all where none is given")
    parser.add_argument("--check", action="store_true", help="write nothing, say which files are stale")
    options = parser.parse_args(args)
    try:
        changed = build(ROOT, options.slugs, options.check)
    except (CourseError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 1 if options.check and changed else 0
