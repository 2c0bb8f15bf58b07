#!/usr/bin/env python3
"""The one door of the course: `python3 whiteboard.py COMMAND`.

Makes .venv and installs requirements.txt once, then hands over to `python -m utils COMMAND` inside it. Needs nothing
but Python, and parses under old ones too, so that they can be turned away in one sentence.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
}
REASONS = (
    (r"ensurepip is not\s+available|No module named '?(venv|ensurepip)",
     "Python's venv module is missing: on Debian or Ubuntu, `sudo apt install python3-venv` adds it."),
    (r"No space left", "The disk is full: the packages take about 2 GB."),
    (r"Permission denied|Read-only file system", "The folder of the course cannot be written to."),
    (r"connection broken|NewConnectionError|ConnectTimeout|Max retries|Could not fetch URL|Temporary failure",
     "The packages could not be downloaded: with a network, the same command goes on from here."),
)


class SetupError(Exception):
    """What is missing, in one sentence."""


def environment_python(root: Path) -> Path:
    """The interpreter inside .venv."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(root: Path) -> str:
    """Changes when the environment has to be installed anew. The folder counts: `-e .` holds its path."""
    parts = [(root / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")]
    parts += [".".join(map(str, sys.version_info[:2])).encode(), os.fsencode(root)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_usable(root: Path, run) -> bool:
    """Whether .venv has this Python and a pip; false for one half made, or of another version."""
    python = environment_python(root)
    if not python.exists():
        return False
    probe = run([str(python), "-c", "import pip, sys; print(*sys.version_info[:2])"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return probe.returncode == 0 and probe.stdout.split() == [str(part) for part in sys.version_info[:2]]


def sentence(output: str, otherwise: str) -> str:
    """The reason for a failure, from what the tool printed."""
    for pattern, reason in REASONS:
        if re.search(pattern, output):
            return reason
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["it gave no reason."]
    return f"{otherwise}: {errors[-1]}"


def make_environment(root: Path, run) -> None:
    """An empty .venv in the place of any other; a SetupError where Python cannot make it."""
    print("Making .venv …", flush=True)
    made = run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")],
               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode:
        raise SetupError(sentence(made.stdout or "", "Python could not make .venv"))


def install(root: Path, run) -> None:
    """Put what requirements.txt lists into .venv; a SetupError where pip cannot."""
    print("Installing requirements.txt, once (a minute or more) …", flush=True)
    command = [str(environment_python(root)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
               "-r", "requirements.txt"]
    done = run(command, cwd=root, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SetupError(sentence(done.stderr or "", "pip could not install requirements.txt"))


def write_lab_settings(root: Path) -> None:
    """No question about news, no look for updates, and a Markdown file opens as it reads."""
    path = root / ".venv" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    text = json.dumps(LAB_SETTINGS, indent=2) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def prepare(root: Path, run=subprocess.run) -> bool:
    """Make .venv what requirements.txt says; returns whether anything had to be installed.

    The stamp is written last: an installation that was interrupted is taken up again by the next start.
    """
    stamp, wanted = root / ".venv" / "whiteboard-stamp", fingerprint(root)
    fresh = stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and environment_python(root).exists()
    if not fresh:
        if not is_usable(root, run):
            make_environment(root, run)
        install(root, run)
    write_lab_settings(root)
    if not fresh:
        stamp.write_text(wanted, encoding="utf-8")
    return not fresh


def hand_over(root: Path, arguments: list[str]) -> int:
    """Run the command by the Python of .venv, in the place of this process where the system can; else its exit code."""
    command = [str(environment_python(root)), "-m", "utils", *arguments]
    os.chdir(root)  # `-m utils` takes the utils of the working directory
    sys.stdout.flush()
    if os.name == "nt":  # there, execv returns to the shell at once
        return subprocess.call(command)
    return os.execv(command[0], command)


def main(arguments: list[str]) -> int:
    """Returns the exit code; on POSIX a command that starts does not return."""
    if sys.version_info < (3, 11):  # noqa: UP036 - that is what this line is for
        this = ".".join(map(str, sys.version_info[:2]))
        print(f"Whiteboard needs Python 3.11 or newer; this is {this}.", file=sys.stderr)
        return 1
    commands = runpy.run_path(str(ROOT / "utils" / "__main__.py"))
    if not arguments or arguments[0] in ("-h", "--help", "help") or commands["complaint"](arguments[0]):
        return commands["main"](arguments)  # needs no environment
    try:
        prepare(ROOT)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"Set-up stopped at {problem.filename}: {problem.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    return hand_over(ROOT, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
