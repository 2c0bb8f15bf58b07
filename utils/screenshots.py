"""`whiteboard.py screenshots`: the README's pictures, taken anew from a real JupyterLab by a browser test."""
from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from . import stages
from .workbook import ROOT

FOLDER = Path(".github") / "images"
TEST = Path("tests") / "browser" / "test_images.py"


def main(arguments: list[str]) -> int:
    """``screenshots``; the exit code, 1 where there is no browser or a picture could not be taken."""
    if arguments:
        print("screenshots takes no arguments; the pictures are those that README.md shows.", file=sys.stderr)
        return 2
    if reason := stages.lacking("browser"):
        print(f"No screenshots: {reason}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="whiteboard-") as scratch:
        env = stages.environment(Path(scratch), "browser") | {"WHITEBOARD_SCREENSHOTS": str(ROOT / FOLDER)}
        code = subprocess.call([sys.executable, *stages.PYTEST, str(TEST)], cwd=ROOT, env=env)
    if code == 0:
        print("\n".join(f"written {path.relative_to(ROOT).as_posix()}" for path in sorted((ROOT / FOLDER).glob("*.png"))))
    return 1 if code else 0
