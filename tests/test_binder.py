"""What Binder and repo2docker find in `.binder/`: the course's packages, a Python that is tested, a start that lays out work/."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from utils.course import ROOT

BINDER = ROOT / ".binder"
REQUIREMENTS = BINDER / "requirements.txt"


def named(path):
    """The lines of a requirements file that say something."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def test_the_packages_are_those_of_everywhere_else():
    assert named(REQUIREMENTS) == ["-r ../requirements.txt"]
    assert "-e ." in named(BINDER / ".." / "requirements.txt")  # editable: a copy of utils would have no course beside it


def test_the_python_is_one_that_is_tested():
    runtime = (BINDER / "runtime.txt").read_text(encoding="utf-8")
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert re.fullmatch(r"python-3\.\d+\n", runtime)
    assert f'python-version: "{runtime.strip().removeprefix("python-")}"' in workflow


@pytest.fixture
def container(tmp_path):
    """``container(*command)``: start the course as a container does that was made of a copy of the repository."""
    for part in ("notebooks", "utils", ".binder"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path}

    def container(*command):
        return subprocess.run([str(tmp_path / ".binder" / "start"), *command], cwd=tmp_path, capture_output=True, text=True,
                              env=environment)

    container.root = tmp_path
    return container


posix = pytest.mark.skipif(os.name != "posix", reason="a container of the course runs Linux")


@posix
@pytest.mark.parametrize("there", [False, True], ids=["no work", "a volume at work"])
def test_the_start_lays_out_work_and_becomes_the_server(container, there):
    if there:
        (container.root / "work" / "lost+found").mkdir(parents=True)
    started = container("sh", "-c", "echo as $0 $1; ls work/*.ipynb", "given", "it is")
    said = started.stdout.splitlines()
    assert (started.returncode, "as given it is" in said, "work/00_start_here.ipynb: laid out." in said) == (0, True, True)
    assert said[-1] == max(f"work/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert container("true").stdout.strip() == ""  # a second start has nothing to do


@posix
def test_the_server_starts_where_work_cannot_be_laid_out(container):
    (container.root / "work").write_text("a file", encoding="utf-8")
    started = container("echo", "served")
    assert (started.returncode, started.stdout) == (0, "served\n")
    assert "FileExistsError" in started.stderr
