"""Kernels that are forked from a warm process: the same results as with kernels of their own, and fresh namespaces."""
import os
import re
import subprocess
import sys

import nbformat
import pytest

from forked import can_fork
from utils.workbook import ROOT

needs_forks = pytest.mark.skipif(not can_fork(), reason="this system cannot fork a process")
FIRST = [
    ("left = 1\nimport builtins\nbuiltins.left_too = 2\nprint(__name__)", "__main__\n"),
    ("import os, sys\nprint(sys.path.count(os.environ['PYTHONPATH']), any(p.endswith('tests') for p in sys.path))", "1 False\n"),
    ("print('changed')", "stored\n"),  # a strict comparison fails here
    ("import subprocess\nprint(subprocess.run(['echo', '7'], capture_output=True, text=True).stdout)", "7\n\n"),
]
SECOND = [
    ("import builtins\nprint('left' in globals(), hasattr(builtins, 'left_too'))", "False False\n"),
    ("import multiprocessing\nprint(multiprocessing.get_context('spawn').Pool(1).map(abs, [-3]))", "[3]\n"),
    ("raise ValueError('on purpose')", ""),
    ("import matplotlib\nprint('inline' in matplotlib.get_backend())", "True\n"),
]


def book(cells):
    """A notebook of (code, stored text)."""
    made = nbformat.v4.new_notebook()
    for place, (source, text) in enumerate(cells, 1):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
        made.cells.append(nbformat.v4.new_code_cell(source, outputs=outputs, execution_count=place))
    return made


def results(folder, fork):
    """What nbval tells of each cell, in order; and its whole output."""
    command = [sys.executable, "-m", "pytest", "-v", "-p", "tests.forked", "--nbval", "--nbval-current-env", "-p", "no:randomly",
               "-p", "no:cacheprovider", "--rootdir", str(ROOT), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "WHITEBOARD_FORK": str(int(fork)), "PYTHONPATH": str(ROOT)})
    return re.findall(r"Cell \d+ (?:PASSED|FAILED)", done.stdout), done.stdout


@needs_forks
def test_forked_kernels_give_what_kernels_of_their_own_give(tmp_path):
    nbformat.write(book(FIRST), tmp_path / "a.ipynb")
    nbformat.write(book(SECOND), tmp_path / "b.ipynb")
    plain, text = results(tmp_path, fork=False)
    forked, other = results(tmp_path, fork=True)
    assert re.findall(r"\d+ (?:passed|failed)", text) == ["2 failed", "6 passed"], text
    assert forked == plain, other
    assert re.findall(r"\d+ (?:passed|failed)", other) == ["2 failed", "6 passed"], other


def test_without_forks_nothing_is_changed(monkeypatch):
    monkeypatch.setenv("WHITEBOARD_FORK", "0")
    assert not can_fork()
