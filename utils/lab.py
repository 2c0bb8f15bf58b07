"""`whiteboard.py lab`: the learner's copies, and JupyterLab open on the first of them."""
from __future__ import annotations

import os
import sys
from pathlib import Path

from . import workbook

DEFAULT_URL = "/lab/tree/work/00_start_here.ipynb"


def options(root: Path, extra: list[str]) -> list[str]:
    """JupyterLab's arguments: ours, then `extra`; one of ours that `extra` gives too is left out.

    Given twice, an option would not be overridden: JupyterLab would start with a page that does not load.
    """
    ours = [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={DEFAULT_URL}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # jupytext's contents manager would write .py files beside notebooks that carry its metadata
        "--ServerApp.jpserver_extensions={'jupyterlab_jupytext': False}",
    ]
    if os.name == "posix" and os.geteuid() == 0:
        ours.append("--allow-root")
    given = {"--ServerApp.ip" if name == "--ip" else name for name in (option.partition("=")[0] for option in extra)}
    return [option for option in ours if option.partition("=")[0] not in given] + extra


def main(arguments: list[str]) -> int:
    """Lay out work/, then run JupyterLab until it is stopped; returns the exit code."""
    try:
        done = workbook.lay_out()
    except OSError as problem:
        print(f"work/ could not be laid out at {problem.filename}: {problem.strerror}.", file=sys.stderr)
        return 1
    for sentence in done:
        print(sentence)
    from jupyterlab.labapp import LabApp  # slow, and only needed here

    LabApp.launch_instance(options(workbook.ROOT, arguments))
    return 0
