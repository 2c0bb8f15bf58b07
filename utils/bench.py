"""`whiteboard.py bench`: what is claimed, measured; a table for each bench.

A bench is a function without arguments that returns rows, each a dict of column → value (text, number or bool), and a line
in `BENCHES`. Numbers arrive rounded: they are printed as they are.
"""
from __future__ import annotations

import argparse
import difflib
import importlib
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from pathlib import Path

from .workbook import ROOT

# name → where its rows come from, and what its table shows
BENCHES = {
    "schedule": ("utils.simulation:rows", "90 days of a simulated learner, 150 items, 10 new ones a day"),
    "check": ("utils.bench_checks:rows", "seconds for a check of each exercise: the first in this process, and later ones"),
    "fast": ("utils.contests:rows", "CPU time of the fast codas and of what they compete with, one thread, in turns"),
    "verify": ("utils.bench_notebooks:rows", "seconds to verify notebooks by nbval, two at a time: kernels started, and forked"),
}
FAST, KEPT = "fast", "bench.json"
Row = Mapping[str, object]


def find(name: str) -> Callable[[], Sequence[Row]]:
    """The function behind a bench; ValueError with the nearest one where there is none."""
    if name not in BENCHES:
        near = difflib.get_close_matches(name, BENCHES, n=1, cutoff=0.0)
        raise ValueError(f"There is no bench `{name}`" + (f"; the nearest one is `{near[0]}`." if near else "."))
    module, _, function = BENCHES[name][0].partition(":")
    return getattr(importlib.import_module(module), function)


def table(rows: Sequence[Row]) -> str:
    """The rows under their column names, text to the left and numbers to the right, as many decimals as the longest has."""
    columns = []
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row.get(name) for row in rows]
        places = max((_places(value) for value in values if isinstance(value, float)), default=0)
        shown = [name, *(_shown(value, places) for value in values)]
        width = max(map(len, shown))
        right = all(isinstance(value, Real) and not isinstance(value, bool) for value in values if value is not None)
        columns.append([text.rjust(width) if right else text.ljust(width) for text in shown])
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns))


def _places(value):
    return max(0, -Decimal(str(value)).as_tuple().exponent) if math.isfinite(value) else 0


def _shown(value, places):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.{places}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def run(benches: Mapping[str, Callable[[], Sequence[Row]]], say: Callable[[str], None] = print) -> dict[str, list[dict]]:
    """Name → rows of each; its table is said as soon as it is there, but for contests, which are claims as they are."""
    results = {}
    for name, bench in benches.items():
        results[name] = [dict(row) for row in bench()]
        if name != FAST:
            say(f"{name}: {BENCHES[name][1]}\n\n{table(results[name])}\n")
    return results


def chosen(names: Sequence[str]) -> dict[str, Callable[[], Sequence[Row]]]:
    """Bench → its function, of the benches and contests that are named; all where none is."""
    from . import contests

    asked = [name for name in names if name in contests.contests()]
    benches = {name: find(name) for name in names or BENCHES if name not in asked}
    if asked and FAST not in benches:
        benches[FAST] = lambda: contests.rows(asked)
    return benches


def main(args: list[str]) -> int:
    """``bench [--only NAME] [--json FILE] [--write]``; the exit code."""
    from . import claims

    parser = argparse.ArgumentParser(prog="whiteboard.py bench", description="Measure what is claimed; a table each.")
    parser.add_argument("--only", action="append", metavar="NAME",
                        help=f"one of {', '.join(BENCHES)}, or one contest of `{FAST}`; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", default=ROOT / KEPT,
                        help=f"where the rows are kept, those of earlier runs too ({KEPT})")
    parser.add_argument("--write", action="store_true", help="write the claims, those of earlier runs too, into CONTRIBUTING.md")
    options = parser.parse_args(args)
    try:
        benches, old = chosen(options.only or ()), claims.kept(options.json)
        results = run(benches)
        if goals := claims.claims(results):
            print(f"goals: CPU time where it is no check and no nbval, one thread\n\n{table(goals)}\n")
        everything = claims.joined(old, results)
        options.json.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        if options.write:
            page = ROOT / "CONTRIBUTING.md"
            page.write_text(claims.with_table(page.read_text(encoding="utf-8"), claims.claims(everything)), encoding="utf-8")
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{problem.filename} could not be written: {problem.strerror}.", file=sys.stderr)
        return 1
    return 0
