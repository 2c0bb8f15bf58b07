"""`whiteboard.py test`: every test there is, stage by stage, with the time that each takes."""
from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .workbook import ROOT

PYTEST = ("-m", "pytest", "-q", "-rs")
NBVAL = ("--nbval-current-env", "--nbval-cell-timeout=120", "-p", "no:randomly")
# tests/forked.py: kernels forked from one warm process; they talk through files, so two at a time do not race for ports
FORKED = ("-p", "tests.forked", "-n", "2", "--dist", "loadfile") if hasattr(os, "fork") else ()
STAGES = {
    "lint": ("-m", "ruff", "check", "utils", "tests", "solutions", "whiteboard.py"),
    "unit": (*PYTEST, "tests", "--ignore=tests/browser", "--ignore=tests/hub", "-n", "2", "--dist",
             "worksteal"),  # 10 minutes instead of 20
    "learner notebooks": (*PYTEST, "--nbval-lax", *NBVAL, *FORKED, "notebooks/"),
    "solution notebooks": (*PYTEST, "--nbval", *NBVAL, *FORKED, "--nbval-sanitize-with", "tests/sanitize.cfg", "solutions/"),
    "browser": (*PYTEST, "tests/browser"),
    "hub": (*PYTEST, "tests/hub"),
}
NO_CHROMIUM = "there is no Chromium on this machine (`chromium` or `google-chrome`; CHROMIUM may name another)"
NO_NPM = "there is no npm on this machine (JupyterHub's proxy is installed with it)"
NO_WINDOWS = "JupyterHub does not run on Windows"
WORDS = {True: "passed", False: "FAILED", None: "skipped"}


def chromium() -> str | None:
    """The browser that the tests drive."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def lacking(stage: str) -> str:
    """Why a stage cannot run on this machine; empty where it can."""
    if stage == "browser" and not chromium():
        return NO_CHROMIUM
    if stage == "hub" and os.name == "nt":
        return NO_WINDOWS
    return NO_NPM if stage == "hub" and not shutil.which("npm") else ""


def environment(scratch: Path, stage: str) -> dict[str, str]:
    """The variables that a stage runs under: the same on every machine, and nothing written outside `scratch`."""
    # outputs are compared: folded text, not widgets; and times are not, so races are short
    static = {"WHITEBOARD_STATIC": "1", "WHITEBOARD_HURRY": "1"} if "notebooks" in stage else {}
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}  # Agg would drop figures
    return kept | static | {
        "PYTHONHASHSEED": "0",
        "JUPYTER_PLATFORM_DIRS": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
        "IPYTHONDIR": str(scratch / "ipython"),  # a learner's start-up files are not the course's
        "WHITEBOARD_HOME": str(scratch / stage / "home"),  # nor are their reviews, nor those of another stage
    }


def tree_state(root: Path) -> str | None:
    """What git sees as changed, or None outside a checkout."""
    if not shutil.which("git"):
        return None
    status = subprocess.run(["git", "status", "--porcelain", "--untracked-files=all"], cwd=root, capture_output=True,
                            text=True)
    return status.stdout if status.returncode == 0 else None


def chosen(names: list[str]) -> list[str]:
    """The stages that `names` mean, in their order; a first word is enough. ValueError for a name that is none."""
    for name in names:
        if not any(name in (stage, stage.split()[0]) for stage in STAGES):
            near = difflib.get_close_matches(name, STAGES, n=1, cutoff=0.4)
            raise ValueError(f"There is no stage `{name}`; " + (f"did you mean `{near[0]}`?" if near else
                                                               f"the stages are {', '.join(STAGES)}."))
    return [stage for stage in STAGES if not names or {stage, stage.split()[0]} & set(names)]


def run(stages: dict[str, tuple[str, ...]], root: Path) -> dict[str, tuple[bool | None, float]]:
    """Run all stages, also after one that failed; returns each one's success (None: skipped) and seconds."""
    results = {}
    before = tree_state(root)
    with tempfile.TemporaryDirectory(prefix="whiteboard-", ignore_cleanup_errors=True) as scratch:
        for stage, arguments in stages.items():
            print(f"== {stage}", flush=True)
            if reason := lacking(stage):
                print(f"skipped: {reason}")
                results[stage] = (None, 0.0)
                continue
            start = time.perf_counter()
            code = subprocess.call([sys.executable, *arguments], cwd=root, env=environment(Path(scratch), stage))
            results[stage] = (code == 0, time.perf_counter() - start)
    after = tree_state(root)
    if before is not None:
        results["clean tree"] = (before == after, 0.0)
        news = set((after or "").splitlines()) ^ set(before.splitlines())
        for line in sorted(news):
            print(f"git status differs after the run: {line}")
    return results


def summary(results: dict[str, tuple[bool | None, float]]) -> str:
    """The table of stages, and a last line that says it all."""
    lines = [f"  {stage:<20}{WORDS[passed]:<7}{seconds:8.1f} s"
             for stage, (passed, seconds) in results.items()]
    failed = [stage for stage, (passed, _) in results.items() if passed is False]
    skipped = [stage for stage, (passed, _) in results.items() if passed is None]
    total = sum(seconds for _, seconds in results.values())
    if failed:
        last = f"Whiteboard: {', '.join(failed)} failed; {len(results)} stages in {total:.0f} s"
    else:
        last = f"Whiteboard: all {len(results) - len(skipped)} stages passed in {total:.0f} s"
    last += f", {', '.join(skipped)} skipped" if skipped else ""
    return "\n".join([*lines, last])


def main(arguments: list[str]) -> int:
    """Run the stages named, or all; returns the exit code."""
    try:
        stages = {name: STAGES[name] for name in chosen(arguments)}
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    results = run(stages, ROOT)
    print(summary(results))
    return 1 if any(passed is False for passed, _ in results.values()) else 0
