"""pytest plugin (`-p tests.forked`): kernels for nbval are forked from one warm process that has imported the libraries.

The imports of NumPy, matplotlib and torch are most of what a notebook's test costs. Jupyter's own extension point, a kernel
provisioner, says how a kernel is started; this one asks Python's fork server for it. Where a system cannot fork, or with
``WHITEBOARD_FORK=0``, kernels are started as ever. No kernel has run anything before it is forked, so each has a fresh namespace.
"""
from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
from importlib.metadata import EntryPoint

NAME = "forked"
# imported once, before any kernel is there
WARM = ("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.pyplot", "matplotlib_inline.config", "numpy", "torch")
BACKEND = "module://matplotlib_inline.backend_inline"  # what a kernel sets when it starts, before matplotlib is imported
FLUSH = 0.01  # seconds; the clients wait 0.2 for further messages of a kernel that has just told that it is ready

# a grammar that jsonschema compiles at every import of nbformat, for formats of web addresses: no notebook has one
sys.modules.setdefault("rfc3987_syntax", None)


def can_fork() -> bool:
    """Whether kernels can be, and are to be, forked."""
    return "forkserver" in multiprocessing.get_all_start_methods() and os.environ.get("WHITEBOARD_FORK") != "0"


def run_kernel(arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
    """In the child: what ``python -m ipykernel_launcher`` does, in a process of its own group."""
    import random

    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder or os.curdir)
    sys.argv = ["ipykernel_launcher", *arguments]
    sys.path[0] = ""  # the notebook's folder
    np.random.seed()  # forks of one process would draw the same
    random.seed()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    IPKernelApp.launch_instance(argv=arguments)


class Process:
    """A forked process with the face of a `subprocess.Popen`, as far as `LocalProvisioner` looks at it."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.Process):
        self.process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    kill, terminate = (lambda self: self.process.kill()), (lambda self: self.process.terminate())


def provisioner():
    """The class, made late: jupyter_client is imported when the first kernel is wanted."""
    from jupyter_client.provisioning import LocalProvisioner

    class ForkedProvisioner(LocalProvisioner):
        async def launch_kernel(self, cmd, **kwargs):
            module = cmd.index("ipykernel_launcher")
            forks = multiprocessing.get_context("forkserver")
            forks.set_forkserver_preload(list(WARM))
            child = forks.Process(target=run_kernel, args=(cmd[module + 1:], kwargs["env"], kwargs.get("cwd")))
            child.start()
            self.process, self.pid, self.pgid = Process(child), child.pid, child.pid
            return self.connection_info

        async def pre_launch(self, **kwargs):
            """Kernels that start side by side race for ports; files have names of their own."""
            self.sockets = tempfile.mkdtemp(prefix="wb-")
            self.parent.transport, self.parent.ip = "ipc", os.path.join(self.sockets, "k")
            return await super().pre_launch(**kwargs)

        async def cleanup(self, restart=False):
            await super().cleanup(restart)
            if not restart:
                shutil.rmtree(self.sockets, ignore_errors=True)

        async def wait(self):
            while await self.poll() is None:
                await asyncio.sleep(FLUSH)  # not a tenth of a second
            return await super().wait()

    return ForkedProvisioner


def pytest_configure(config):
    if not can_fork():
        return
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    os.environ["MPLBACKEND"] = BACKEND
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = NAME
    KernelProvisionerFactory.provisioners[NAME] = EntryPoint(NAME, "tests.forked:Forked", KernelProvisionerFactory.GROUP_NAME)


def __getattr__(name):
    if name == "Forked":
        return provisioner()
    raise AttributeError(name)
