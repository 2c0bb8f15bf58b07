"""Runs a notebook in a fresh kernel of this interpreter, the same way every time."""
from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

from .course import ROOT

SECONDS = 120  # for one cell
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_WIDGET = "application/vnd.jupyter.widget-view+json"


class CellFailure(Exception):
    """A cell raised, or the kernel died: the cell's index, the line within it and the error."""

    def __init__(self, index: int, line: int, error: str):
        super().__init__(error)
        self.index, self.line = index, line


def execute(notebook, folder: Path) -> None:
    """Run all cells of an nbformat notebook in place; a `CellFailure` for the first that raises.

    Parameters
    ----------
    notebook
        A NotebookNode; outputs and counts are written into its cells, its metadata stay as they are.
    folder
        The kernel's working directory.
    """
    from nbclient import NotebookClient  # slow, only needed here
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    metadata, started = dict(notebook.metadata), [0]
    client = NotebookClient(notebook, kernel_name="python3", timeout=SECONDS, record_timing=False,
                            store_widget_state=False,
                            on_cell_start=lambda cell, cell_index: started.append(cell_index))
    client.create_kernel_manager()
    # a kernelspec of that name may belong to another interpreter
    client.km.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
                                  "--log-level=ERROR"]
    with tempfile.TemporaryDirectory(prefix="whiteboard-") as scratch:
        if os.name == "posix":  # files have names of their own; of two kernels that start side by side both may get one port
            client.km.transport, client.km.ip = "ipc", os.path.join(scratch, "k")
        try:
            client.execute(cwd=str(folder), env=_environment(scratch))
        except CellExecutionError as error:
            raise CellFailure(started[-1], _line(error.traceback), f"{error.ename}: {error.evalue}") from None
        except CellTimeoutError:
            raise CellFailure(started[-1], 1, f"TimeoutError: it runs longer than {SECONDS} s") from None
        except DeadKernelError:
            raise CellFailure(started[-1], 1, "the death of its kernel") from None
    notebook.metadata.clear()
    notebook.metadata.update(metadata)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = _settled(cell.outputs)


def _environment(scratch):
    """This process's environment, with this `utils` first and without what would change outputs."""
    kept = {key: value for key, value in os.environ.items() if key != "MPLBACKEND"}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(paths),
            "IPYTHONDIR": scratch,  # a user's start-up files are not the course's
            "WHITEBOARD_STATIC": "1",  # folded text can be read everywhere; a stored widget looks alive and is dead
            "WHITEBOARD_HOME": os.path.join(scratch, "home")}  # nor are their reviews: outputs must not depend on them


def _line(traceback):
    """Line of the error within its cell; the first ``Cell In[n], line k`` is the cell itself, later ones are calls."""
    found = re.search(r"Cell In\[\d+\], line (\d+)", _ESCAPES.sub("", traceback))
    return int(found[1]) if found else 1


def _settled(outputs):
    """Outputs without what differs from run to run."""
    kept = []
    for output in outputs:
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text  # how many messages one print takes is a matter of timing
            continue
        if len(output.get("data", ())) > 1:
            output.data.pop(_WIDGET, None)  # a random number without the state that we do not store; its text remains
        kept.append(output)
    return kept
