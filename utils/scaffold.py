"""`whiteboard.py topic NAME`: a new topic, small and complete, that its author replaces piece by piece."""
from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path

from . import course

TEMPLATES = Path(__file__).resolve().parent / "template"
FILES = {  # template → where it goes
    "source": "solutions/{number:02}_{slug}.py",
    "exercises": "utils/topics/{slug}/__init__.py",
    "drills": "utils/topics/{slug}/drills.py",
    "races": "utils/topics/{slug}/races.py",
    "figures": "utils/figures/{slug}.py",
    **{kind: f"tests/{kind}/{{slug}}.py" for kind in ("answers", "mistakes", "oracles", "drawings", "card_rows")},
}
LONGEST = 24
LAST = 98  # 99 comes after all topics


def free_number(root: Path = course.ROOT) -> int:
    """One more than the last topic's."""
    return max(_numbers(root), default=-1) + 1


def _numbers(root):
    return {int(path.name[:2]) for path in course.files(root).values()}


def refusal(slug: str, number: int, root: Path = course.ROOT) -> str | None:
    """Why there can be no such topic, in one sentence; None where there can."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", slug) or keyword.iskeyword(slug) or len(slug) > LONGEST:
        return (f"`{slug}` is no name for a topic; wanted are small letters, digits and single underscores, "
                f"{LONGEST} at most, as in `edge_maps`.")
    if slug in course.files(root):
        return f"There is a topic `{slug}` already: {course.files(root)[slug].relative_to(root).as_posix()}."
    if not 0 <= number <= LAST:
        return f"{number} is no number for a topic; wanted is one from 0 to {LAST}."
    if number in _numbers(root):
        return f"The number {number:02} is taken; the next free one is {free_number(root):02}."
    there = [root / place for place in _places(slug, number).values()]
    there += [root / "utils" / folder / slug for folder in ("topics", "figures")]
    there += [root / "utils" / "topics" / f"{slug}.py"]
    there += [path for path in sorted((root / "tests").glob(f"test_{slug}*.py")) if re.match(rf"test_{slug}[_.]", path.name)]
    taken = next((path for path in there if path.exists()), None)
    return f"`{slug}` is taken: {taken.relative_to(root).as_posix()} is there already." if taken else None


def _places(slug, number):
    return {kind: place.format(slug=slug, number=number) for kind, place in FILES.items()}


def written(slug: str, number: int, root: Path = course.ROOT) -> list[str]:
    """Write the files of a new topic; returns their names. A ValueError where it is refused, and then nothing is written."""
    if problem := refusal(slug, number, root):
        raise ValueError(problem)
    names = _places(slug, number)
    for kind, name in names.items():
        text = (TEMPLATES / f"{kind}.txt").read_text(encoding="utf-8")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:  # never over another file
            file.write(text.replace("TITLE", slug.replace("_", " ").capitalize()).replace("SLUG", slug))
    return list(names.values())


def main(arguments: list[str]) -> int:
    """``topic NAME [--number N]``; the exit code."""
    parser = argparse.ArgumentParser(prog="whiteboard.py topic", description="Write a new topic, small and complete.")
    parser.add_argument("name", metavar="NAME", help="its slug, as edge_maps")
    parser.add_argument("--number", type=int, metavar="N", help="its place in the course; the next free one if left out")
    options = parser.parse_args(arguments)
    try:
        names = written(options.name, free_number() if options.number is None else options.number)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("\n".join(f"written {name}" for name in names))
    print(f"Next: python3 whiteboard.py build, then python3 whiteboard.py check-topic {options.name}")
    return 0
