"""The learner's copies in work/: laid out from notebooks/, brought up to date with their answers, reset on demand.

A file of the learner's is never changed in place. It is copied aside, complete and on disk, before its successor takes
its name in one step; whenever the process dies, the answers are in one of the two.
"""
from __future__ import annotations

import ast
import difflib
import json
import os
import re
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELOAD = "In JupyterLab choose File → Reload Notebook from Disk."
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Damaged(ValueError):
    """A file that is no notebook; the text says which."""


@dataclass(frozen=True)
class Report:
    """What `reset` did, as text; `done` says whether the exercise or notebook is as shipped now."""

    done: bool
    message: str

    def __repr__(self) -> str:
        return self.message


def lay_out(root: Path = ROOT) -> list[str]:
    """Bring work/ up to date with notebooks/; one sentence for each notebook that was touched.

    A notebook that is absent is copied. One that came from another version is replaced by the new version with the
    learner's answers in it, by exercise name; the old file stays beside it under a name with the time. Others stay.
    """
    work = root / "work"
    work.mkdir(exist_ok=True)
    _sweep(work)
    said = (_lay_out_one(path, work / path.name) for path in sorted((root / "notebooks").glob("*.ipynb")))
    return [sentence for sentence in said if sentence]


def _sweep(work: Path) -> None:
    """Remove what a process that was killed while writing left behind; a day old, so that it is nobody's any more."""
    for stray in work.glob(".*.tmp"):
        if time.time() - stray.stat().st_mtime > 86_400:
            stray.unlink(missing_ok=True)


def _lay_out_one(source: Path, target: Path) -> str | None:
    try:
        shipped = read(source)
    except Damaged as problem:
        return f"{problem}: fetch it again, or `git checkout notebooks/{source.name}`."
    if not target.exists():
        write(target, source.read_bytes())
        return f"work/{target.name}: laid out."
    try:
        mine = read(target)
    except Damaged as problem:
        kept = keep(target)
        write(target, source.read_bytes())
        return f"{problem}: it is kept as work/{kept.name}, and a new one is laid out."
    if version(mine) == version(shipped):
        return None
    carried, gone, other = carry_over(mine, shipped)
    kept = keep(target)
    write(target, dump(shipped))
    said = [f"work/{target.name}: new version laid out", f"answers carried over: {', '.join(carried) or 'none'}",
            f"old file kept as work/{kept.name}"]
    if gone:
        said.append(f"no longer in the course, so only there: {', '.join(gone)}")
    if other:
        said.append(f"also only there: {other} {'cell' if other == 1 else 'cells'} that the new version does not have")
    return "; ".join(said) + "."


def carry_over(mine: dict, shipped: dict) -> tuple[list[str], list[str], int]:
    """Put the answers of `mine` into `shipped`, in place.

    Returns
    -------
    carried, gone, other
        The names carried over; the names answered that `shipped` has no more; how many more cells it does not have.
    """
    stubs = {name_of(cell): cell for cell in shipped["cells"] if name_of(cell)}
    asked = [name_of(cell) for cell in mine["cells"] if name_of(cell)]
    carried, gone, used = [], [], []
    for name in dict.fromkeys([*stubs, *asked]):
        answer = find_answer(mine["cells"], name)
        if answer is None:
            continue
        used.append(answer)
        if name in stubs:
            stubs[name]["source"] = answer["source"]
            carried.append(name)
        else:
            gone.append(name)
    known = {cell.get("id") for cell in shipped["cells"]} | {f"exercise-{name}" for name in asked}
    other = [cell for cell in mine["cells"] if cell.get("id") not in known and text_of(cell).strip()]
    return carried, gone, sum(not any(cell is answer for answer in used) for cell in other)


def find_answer(cells: list[dict], name: str) -> dict | None:
    """The cell with the learner's answer, by `rank`, the last of equals; None if there is nothing but the blank."""
    ranks = [rank(cell, name) for cell in cells]
    best = max(ranks, default=0)
    return cells[len(ranks) - 1 - ranks[::-1].index(best)] if best else None


def rank(cell: dict, name: str) -> int:
    """How surely a cell is the answer to `name`.

    3: the exercise's own cell, and it defines `name`; 2: another that does; 1: the own cell with something else in it;
    0: none of these, or just the blank. Code that does not parse, in a cell for exercises, defines what a line there
    begins to define.
    """
    text = text_of(cell)
    if cell["cell_type"] != "code" or not text.strip():
        return 0
    own = name_of(cell) == name
    try:
        body = ast.parse(re.sub(r"^[%!].*$", "", text, flags=re.MULTILINE)).body  # IPython's own lines are no Python
    except (SyntaxError, ValueError):  # a null byte is a ValueError in some versions
        tagged = own or "exercise" in (cell["metadata"].get("tags") or ())
        defines = tagged and re.search(rf"^(async +def|def|class) +{re.escape(name)}\b", text, re.MULTILINE)
    else:
        blanks = sum(isinstance(node, DEFINITIONS) and node.name == name and is_blank(node, name) for node in body)
        if blanks:
            return 3 if own and len(body) > blanks else 0  # a helper above the blank is work too
        defines = any(name in bound_by(node) for node in body)
    return (3 if own else 2) if defines else int(own)


def bound_by(node: ast.stmt) -> list[str]:
    """The names that a statement defines: `def`, `class`, or a plain assignment such as ``box_iou = jit(slow)``."""
    if isinstance(node, DEFINITIONS):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def is_blank(node: ast.AST, name: str) -> bool:
    """Whether a definition is as shipped: docstrings and ``raise NotImplementedError("exercise: NAME")``, no more."""
    body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    methods = [s for s in body if isinstance(s, DEFINITIONS)]
    if isinstance(node, ast.ClassDef) and methods:
        return all(is_blank(method, name) for method in methods)
    return [ast.unparse(s) for s in body] == [f"raise NotImplementedError({'exercise: ' + name!r})"]


def reset(name, root: Path = ROOT) -> Report:
    """Give an exercise its blank back, or a whole notebook, in work/; a copy with the time in its name is kept first.

    Parameters
    ----------
    name
        An exercise (``"box_iou"``, or the function itself) or a topic (``"iou_map"``, ``"05_iou_map"``).
    root
        The folder that holds notebooks/ and work/.
    """
    name = getattr(name, "__name__", str(name)).removesuffix(".ipynb")
    homes, topics = {}, {}
    try:
        for path in sorted((root / "notebooks").glob("*.ipynb")):
            topics[path.stem] = topics[path.stem.partition("_")[2] or path.stem] = path
            homes.update({name_of(cell): path for cell in read(path)["cells"] if name_of(cell)})
    except Damaged as problem:
        return Report(False, f"{problem}.")
    source = homes.get(name) or topics.get(name)
    if source is None:
        near = difflib.get_close_matches(name, [*homes, *topics], n=1)
        hint = f": did you mean `{near[0]}`?" if near else "."
        return Report(False, f"There is no exercise or topic `{name}`{hint}")
    target = root / "work" / source.name
    if not target.exists():
        return Report(False, f"There is no work/{source.name} yet: `python3 whiteboard.py lab` lays it out.")
    return _reset_exercise(name, source, target) if name in homes else _reset_notebook(source, target)


def _reset_notebook(source: Path, target: Path) -> Report:
    kept = keep(target)
    write(target, source.read_bytes())
    return Report(True, f"work/{target.name} is as shipped again; your copy is kept as work/{kept.name}. {RELOAD}")


def _reset_exercise(name: str, source: Path, target: Path) -> Report:
    try:
        mine = read(target)
    except Damaged as problem:
        return Report(False, f"{problem}: reset(\"{target.stem}\") keeps it aside and lays out a new one.")
    shipped = read(source)["cells"]
    place = next(i for i, cell in enumerate(shipped) if name_of(cell) == name)
    own = next((cell for cell in mine["cells"] if name_of(cell) == name), None)
    others = sum(rank(cell, name) == 2 for cell in mine["cells"])
    left = f" {others} more of its cells define it too and are left as they are." if others else ""
    if own and text_of(own) == text_of(shipped[place]):
        return Report(True, f"`{name}` is blank already.{left}")
    if own:
        own.update(shipped[place])
    else:
        before = {cell["id"] for cell in shipped[:place]}
        last = max((i for i, cell in enumerate(mine["cells"]) if cell.get("id") in before), default=-1)
        mine["cells"].insert(last + 1, shipped[place])
    kept = keep(target)
    write(target, dump(mine))
    where = f"work/{target.name}; your copy is kept as work/{kept.name}"
    return Report(True, f"`{name}` is blank again in {where}.{left} {RELOAD}")


def read(path: Path) -> dict:
    """A notebook as JSON, or `Damaged`."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        version(notebook)
        if all(isinstance(cell["metadata"], dict) and cell["cell_type"] and isinstance(text_of(cell), str)
               for cell in notebook["cells"]):
            return notebook
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise Damaged(f"{path.parent.name}/{path.name} is damaged and cannot be read as a notebook")


def text_of(cell: dict) -> str:
    """A cell's source; the format allows one string or a list of lines."""
    return "".join(cell["source"])


def version(notebook: dict) -> str | None:
    """The hash of the shipped content that a notebook came from."""
    return notebook.get("metadata", {}).get("whiteboard", {}).get("version")


def name_of(cell: dict) -> str | None:
    """The exercise that a cell is for."""
    name = str(cell.get("id", ""))
    return name.removeprefix("exercise-") if name.startswith("exercise-") else None


def dump(notebook: dict) -> bytes:
    """The bytes that nbformat would write; importing it takes longer than all of this."""
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair, which UTF-8 cannot hold, stays an escape


def keep(path: Path) -> Path:
    """A copy beside a file, with the time in its name; an existing file is never overwritten."""
    stamp, number = datetime.now().strftime("%Y-%m-%d-%H%M%S"), 1
    kept = path.with_name(f"{path.stem}.{stamp}{path.suffix}")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.{stamp}-{number}{path.suffix}")
    write(kept, path.read_bytes())
    return kept


def write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """`whiteboard.py reset NAME`."""
    if len(arguments) != 1:
        print("usage: python3 whiteboard.py reset NAME, an exercise such as box_iou or a topic such as iou_map",
              file=sys.stderr)
        return 2
    report = reset(arguments[0])
    print(report)
    return 0 if report.done else 1
