"""What the course claims of its speed, as one table (ours, a peer, their ratio, the goal): printed, kept, in CONTRIBUTING.md."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from . import bench_checks, contests, readme

BEGIN, END = "<!-- speed: written by `whiteboard.py bench --write` -->", "<!-- end of speed -->"
HEADS = ("what", "ours", "against", "peer's", "ratio", "goal", "met")
Row = Mapping[str, object]


def claim(name: str, what: str, ours: str, peer: str, theirs: str, ratio: float, goal: float) -> dict:
    """A row of the table, beside those of `contests.rows`."""
    return {"name": name, "what": what, "ours": ours, "peer": peer, "peer's": theirs, "ratio": ratio, "goal": goal,
            "met": ratio <= goal}


def of_checks(rows: Sequence[Row]) -> list[dict]:
    """The goals of `bench --only check`, from its last two rows."""
    median, maximum = rows[-2:]

    def limit(name, what, seconds, most):
        return claim(name, what, f"{seconds:.3g} s", "its limit", f"{most} s", round(seconds / most, 2), 1.0)

    return [limit("check_median", "a check after the first, median of all exercises", median["again s"], bench_checks.MEDIAN),
            limit("check_maximum", "a check after the first, the longest", maximum["again s"], bench_checks.MAXIMUM),
            limit("check_mistake", "a check of a known mistake, the longest", maximum["slowest mistake s"], bench_checks.MAXIMUM)]


def of_notebooks(rows: Sequence[Row]) -> list[dict]:
    """The goals of `bench --only verify`: the ratio at each number of notebooks, and that the last is not dearer a notebook."""
    found = [claim(f"verify_{row['notebooks']}", f"nbval over {row['notebooks']} notebooks", f"{row['ours s']} s",
                   "plain nbval -n 2", f"{row['plain s']} s", row["ratio"], row["goal"]) for row in rows]
    first, *_, last = rows
    growth = round(last["s a notebook"] / first["s a notebook"], 2)
    return [*found, claim("verify_growth", f"a notebook, of {last['notebooks']}", f"{last['s a notebook']} s",
                          f"a notebook, of {first['notebooks']}", f"{first['s a notebook']} s", growth, 1.1)]


CLAIMS: dict[str, Callable[[Sequence[Row]], Iterable[dict]]] = {
    "check": of_checks, "verify": of_notebooks, "fast": list,
}


def claims(results: Mapping[str, Sequence[Row]]) -> list[dict]:
    """The claims that the rows of these benches bear on, the codas first."""
    return [row for bench in sorted(results, key="fast".__ne__) if bench in CLAIMS for row in CLAIMS[bench](results[bench])]


def kept(file: Path) -> dict[str, list[dict]]:
    """What an earlier run wrote; nothing where there is no such file. ValueError where it is something else."""
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"{file} is no table of an earlier bench: name another file by --json.")
    return found


def joined(old: Mapping[str, list[dict]], new: Mapping[str, list[dict]]) -> dict[str, list[dict]]:
    """The rows of earlier runs, but for what was measured again; contests one by one."""
    found = {**old, **new}
    if "fast" in old and "fast" in new:
        rows = {row["name"]: row for row in [*old["fast"], *new["fast"]]}
        found["fast"] = [rows[name] for name in contests.contests() if name in rows]
    return found


def markdown(rows: Iterable[Row]) -> str:
    """The claims that were measured, as a Markdown table."""
    lines = [HEADS, ("---", "--:", "---", *["--:"] * 3, "---")]
    for row in rows:
        if "ratio" not in row:
            continue
        met = {True: "yes", False: "**no**", None: ""}[row["met"]]
        goal = "" if row["goal"] is None else f"{row['goal']:g}"
        lines.append((row["what"], row["ours"], row["peer"], row["peer's"], f"{row['ratio']:g}", goal, met))
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def with_table(text: str, rows: Iterable[Row]) -> str:
    """CONTRIBUTING's text with the table of these claims in its place; a ValueError where it has no such place."""
    return readme.placed(text, BEGIN, END, markdown(rows))
