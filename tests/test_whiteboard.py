"""The one door: an environment made and installed once, resumed when interrupted, and plain sentences when it fails."""
import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import whiteboard
from utils import __main__ as commands

ROOT = Path(__file__).resolve().parent.parent


class FakeTools:
    """Stands in for subprocess.run: a venv that is only files, and a pip that does as told."""

    def __init__(self, root, pip=(0, ""), venv=(0, "")):
        self.root, self.calls, self.replies = root, [], {"venv": venv, "pip": pip}

    def __call__(self, command, **options):
        kind = "probe" if "-c" in command else command[2]
        self.calls.append(kind)
        if kind == "probe":
            return subprocess.CompletedProcess(command, 0, " ".join(map(str, sys.version_info[:2])), "")
        code, text = self.replies[kind]
        if kind == "venv" and code == 0:
            python = whiteboard.environment_python(self.root)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        if isinstance(code, BaseException):
            raise code
        return subprocess.CompletedProcess(command, code, text, text)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "requirements.txt").write_text("numpy==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    return tmp_path


def prepare(root, **replies):
    tools = FakeTools(root, **replies)
    return whiteboard.prepare(root, tools), tools.calls


def test_second_start_calls_nothing(root):
    assert prepare(root) == (True, ["venv", "pip"])
    assert prepare(root) == (False, [])


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_requirement_is_installed_into_the_same_environment(root, name):
    prepare(root)
    (root / name).write_text("# other\n", encoding="utf-8")
    assert prepare(root) == (True, ["probe", "pip"])
    assert prepare(root) == (False, [])


def test_a_moved_folder_is_installed_again(root):
    prepare(root)
    moved = root.rename(root.with_name("moved"))
    assert prepare(moved)[0] is True


def test_another_python_makes_the_environment_anew(root, monkeypatch):
    prepare(root)
    monkeypatch.setattr(whiteboard.sys, "version_info", (3, 99, 0))
    tools = FakeTools(root)
    tools_with_old_python = lambda command, **options: (  # noqa: E731 - one line is all it is
        subprocess.CompletedProcess(command, 0, "3 11", "") if "-c" in command else tools(command, **options))
    assert whiteboard.prepare(root, tools_with_old_python)
    assert tools.calls == ["venv", "pip"]


@pytest.mark.parametrize("failure", [(1, "ERROR: No matching distribution found"), (KeyboardInterrupt(), "")])
def test_an_installation_that_stopped_is_taken_up_again(root, failure):
    with pytest.raises((whiteboard.SetupError, KeyboardInterrupt)):
        prepare(root, pip=failure)
    assert prepare(root) == (True, ["probe", "pip"])
    assert prepare(root) == (False, [])


def test_a_deleted_environment_is_made_again(root):
    prepare(root)
    shutil.rmtree(root / ".venv")
    assert prepare(root) == (True, ["venv", "pip"])


def test_an_environment_whose_python_is_gone_is_made_again(root):
    prepare(root)
    whiteboard.environment_python(root).unlink()
    assert prepare(root) == (True, ["venv", "pip"])


@pytest.mark.parametrize(("replies", "sentence"), [
    ({"venv": (1, "The virtual environment was not created successfully because ensurepip is not\navailable.")},
     "Python's venv module is missing: on Debian or Ubuntu, `sudo apt install python3-venv` adds it."),
    ({"venv": (1, "/usr/bin/python3: No module named venv")},
     "Python's venv module is missing: on Debian or Ubuntu, `sudo apt install python3-venv` adds it."),
    ({"venv": (1, "Error: [Errno 13] Permission denied: '.venv'")},
     "The folder of the course cannot be written to."),
    ({"pip": (1, "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution")},
     "The packages could not be downloaded: with a network, the same command goes on from here."),
    ({"pip": (1, "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device")},
     "The disk is full: the packages take about 2 GB."),
    ({"pip": (1, "ERROR: No matching distribution found for torch==2.13.0\n\n[notice] a new pip")},
     "pip could not install requirements.txt: ERROR: No matching distribution found for torch==2.13.0"),
    ({"pip": (2, "")}, "pip could not install requirements.txt: it gave no reason."),
])
def test_a_failure_is_one_sentence_and_exit_code_1(root, monkeypatch, capsys, replies, sentence):
    tools = FakeTools(root, **replies)
    prepare = whiteboard.prepare
    monkeypatch.setattr(whiteboard, "prepare", lambda _: prepare(root, tools))
    monkeypatch.setattr(whiteboard, "hand_over", lambda *_: pytest.fail("handed over without an environment"))
    assert whiteboard.main(["lab"]) == 1
    assert capsys.readouterr().err == sentence + "\n"


def test_lab_settings_are_written_and_mended(root):
    prepare(root)
    path = root / ".venv" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    text = path.read_text(encoding="utf-8")
    assert '"fetchNews": "false"' in text
    path.write_text("{}", encoding="utf-8")
    assert prepare(root) == (False, [])
    assert path.read_text(encoding="utf-8") == text


def test_an_old_python_is_turned_away_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(whiteboard, "prepare", lambda _: pytest.fail("went on"))
    monkeypatch.setattr(whiteboard.sys, "version_info", (3, 8, 10))
    assert whiteboard.main(["lab"]) == 1
    assert capsys.readouterr().err == "Whiteboard needs Python 3.11 or newer; this is 3.8.\n"


def test_the_script_parses_under_old_pythons():
    ast.parse((ROOT / "whiteboard.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_real_environment_is_made_once(root):
    """Real venv and pip, nothing to download; the second start has to do without a pip."""
    (root / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    shutil.copy(ROOT / "whiteboard.py", root)
    (root / "utils").mkdir()
    shutil.copy(ROOT / "utils" / "__main__.py", root / "utils")
    (root / "utils" / "lab.py").write_text(
        "import os, sys\ndef main(args):\n    print(args, os.getcwd(), sys.prefix)\n    return 7\n", encoding="utf-8")
    start = [sys.executable, str(root / "whiteboard.py"), "lab", "--port=9"]
    first = subprocess.run(start, capture_output=True, text=True, cwd=root.parent)
    assert first.returncode == 7, first.stderr
    assert "Installing" in first.stdout
    for pip in (root / ".venv").rglob("site-packages/pip"):
        shutil.rmtree(pip)
    second = subprocess.run(start, capture_output=True, text=True, cwd=root.parent)
    assert second.returncode == 7, second.stderr
    assert second.stdout.strip() == f"['--port=9'] {root} {root / '.venv'}"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_every_command_and_makes_nothing(arguments, monkeypatch, capsys):
    monkeypatch.setattr(whiteboard, "prepare", lambda _: pytest.fail("help needs no environment"))
    assert whiteboard.main(arguments) == 0
    text = capsys.readouterr().out
    assert re.findall(r"^  ([\w-]+) ", text, re.MULTILINE) == list(commands.COMMANDS)


@pytest.mark.parametrize(("command", "sentence"), [
    ("tset", "There is no command `tset`: did you mean `test`?"),
    ("xyz", "There is no command `xyz`; --help lists them all."),
])
def test_an_unknown_command_is_told_before_anything_is_installed(command, sentence, monkeypatch, capsys):
    monkeypatch.setattr(whiteboard, "prepare", lambda _: pytest.fail("installed for nothing"))
    assert whiteboard.main([command]) == 2
    assert capsys.readouterr().err == sentence + "\n"


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_every_command_has_a_main(name):
    module = commands.COMMANDS[name][0]
    assert (ROOT / (module.replace(".", "/") + ".py")).exists()
    assert callable(commands.importlib.import_module(module).main)


def test_every_requirement_is_pinned_and_the_course_comes_last():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted.pop() == "-e ."
    wanted += [line for line in (ROOT / "requirements-bench.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(wanted) > 2
    assert [line for line in wanted if not re.fullmatch(r"[a-z0-9-]+==\d+(\.\d+)+", line)] == []


@pytest.mark.skipif(os.name == "nt", reason="the CI script is for Debian")
def test_the_ci_script_is_sound():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0
