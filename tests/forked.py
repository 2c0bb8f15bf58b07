"""pytest plugin (`-p tests.forked`): kernels for nbval are forked from one warm process that has imported the libraries.

The imports of NumPy, matplotlib and torch are most of what a notebook's test costs. Jupyter's own extension point, a kernel
provisioner, says how a kernel is started; this one asks Python's fork server for it. Where a system cannot fork, or with
``WHITEBOARD_FORK=0``, kernels are started as ever. No kernel has run anything before it is forked, so each has a fresh namespace.
"""
from __future__ import annotations

import asyncio
import functools
import gc
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import EntryPoint

# a grammar that jsonschema compiles at every import of nbformat, for formats of web addresses: no notebook has one
sys.modules.setdefault("rfc3987_syntax", None)

from jupyter_client.provisioning import LocalProvisioner  # noqa: E402
from jupyter_client.provisioning.factory import KernelProvisionerFactory  # noqa: E402

NAME = "forked"
# imported once, before any kernel is there
WARM = ("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.figure", "matplotlib.pyplot", "matplotlib_inline.config",
        "numpy", "torch", "jupytext", "cv2", "pycocotools.cocoeval", "scipy.stats", "scipy.ndimage", "skimage.exposure",
        "sklearn.metrics")
BACKEND = "module://matplotlib_inline.backend_inline"  # what a kernel sets when it starts, before matplotlib is imported


def can_fork() -> bool:
    """Whether kernels can be, and are to be, forked."""
    return "forkserver" in multiprocessing.get_all_start_methods() and os.environ.get("WHITEBOARD_FORK") != "0"


@functools.cache
def fresh_path() -> list[str]:
    """Where a new interpreter looks for modules: not where pytest does."""
    asked = [sys.executable, "-c", "import sys; print(*sys.path[1:], sep=chr(10))"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def run_kernel(arguments: list[str], environment: dict[str, str], folder: str | None, path: list[str]) -> None:
    """In the child: what ``python -m ipykernel_launcher`` does, in a process group of its own."""
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    gc.freeze()  # what the fork has loaded is not this kernel's to walk over
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder or os.curdir)
    sys.argv, sys.path[:] = ["ipykernel_launcher", *arguments], path
    np.random.seed()  # forks of one process would draw the same; Python sees to its own `random`
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    IPKernelApp.launch_instance(argv=arguments)


class Process:
    """A forked process with the face of a `subprocess.Popen`, as far as `LocalProvisioner` looks at it."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.Process):
        self.process, self.pid, self.kill, self.terminate = process, process.pid, process.kill, process.terminate

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class ForkedProvisioner(LocalProvisioner):
    """Starts kernels by the fork server."""

    async def pre_launch(self, **kwargs):
        """Kernels that start side by side race for ports; files have names of their own."""
        self.sockets = tempfile.mkdtemp(prefix="wb-")
        self.parent.transport, self.parent.ip = "ipc", os.path.join(self.sockets, "k")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd, **kwargs):
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(list(WARM))
        given = cmd[cmd.index("ipykernel_launcher") + 1:], kwargs["env"], kwargs.get("cwd"), fresh_path()
        child = forks.Process(target=run_kernel, args=given)
        child.start()
        self.process, self.pid, self.pgid = Process(child), child.pid, child.pid
        return self.connection_info

    async def wait(self):
        while await self.poll() is None:
            await asyncio.sleep(0.01)  # not a tenth of a second
        return await super().wait()

    async def cleanup(self, restart=False):
        await super().cleanup(restart)
        if not restart:
            shutil.rmtree(self.sockets, ignore_errors=True)


def pytest_configure(config):
    """Make it the way in which kernels are started that ask for no other one."""
    if can_fork():
        os.environ |= {"MPLBACKEND": BACKEND, "JUPYTER_DEFAULT_PROVISIONER_NAME": NAME}
        KernelProvisionerFactory.provisioners[NAME] = EntryPoint(
            NAME, "tests.forked:ForkedProvisioner", KernelProvisionerFactory.GROUP_NAME)
