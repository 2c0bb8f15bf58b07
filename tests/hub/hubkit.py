"""A JupyterHub for a test run: installed beside the environment's packages, started on 127.0.0.1, gone at the end."""
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from importlib import metadata
from pathlib import Path

import psutil

from process_kit import die_with_parent, free_port
from utils.workbook import ROOT

HERE = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements-hub.txt"
PROXY = Path(sys.prefix) / "hub"  # an environment's own folder: nothing is written to the repository


def install() -> Path:
    """Install what a Hub needs and is not there yet; returns the proxy's program."""
    wanted = REQUIREMENTS.read_text(encoding="utf-8").splitlines()[-1].partition("==")
    with contextlib.suppress(metadata.PackageNotFoundError):
        if metadata.version(wanted[0]) == wanted[2]:
            wanted = None
    if wanted:
        _run(sys.executable, "-m", "pip", "install", "-q", "--no-input", "-r", str(REQUIREMENTS))
    lock, stamp = (HERE / "package-lock.json").read_bytes(), PROXY / "installed"
    if not stamp.exists() or stamp.read_bytes() != lock:
        PROXY.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, PROXY / name)
        _run(shutil.which("npm"), "ci", "--prefix", str(PROXY), "--no-audit", "--no-fund")
        stamp.write_bytes(lock)  # last: an installation that was interrupted is made again
    return PROXY / "node_modules" / ".bin" / "configurable-http-proxy"


def _run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"The Hub could not be installed: `{' '.join(command)}` ended with\n{done.stdout[-1000:]}")


class Hub:
    """A Hub for the users `names`, with `tests/hub/jupyterhub_config.py`; all that it writes is in `folder`."""

    def __init__(self, folder: Path, names: list[str]):
        self.folder = folder
        self.passwords = {name: secrets.token_hex(8) for name in names}
        self.process = None

    def start(self, timeout: float = 180) -> "Hub":
        command = install()
        self.port, hub, proxy = free_port(), free_port(), free_port()
        given = {"folder": str(self.folder), "passwords": self.passwords, "command": str(command), "address": self.address,
                 "hub": f"http://127.0.0.1:{hub}", "proxy": f"http://127.0.0.1:{proxy}"}
        (self.folder / "hub.json").write_text(json.dumps(given), encoding="utf-8")
        self.log = (self.folder / "hub.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")], cwd=self.folder,
            env=self._environment(), stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=die_with_parent)
        self._await_answer(time.monotonic() + timeout)
        return self

    def _environment(self):
        """Nothing of the user's own set-up reaches the Hub, nor the servers that it starts."""
        own = ("JUPYTER", "IPYTHON", "MPL", "WHITEBOARD", "CONFIGPROXY", "XDG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        return kept | {"HOME": str(self.folder)}

    def _await_answer(self, deadline):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            if self.process.poll() is not None:
                raise RuntimeError("JupyterHub ended at once:\n" + self.log_text()[-3000:])
            with contextlib.suppress(OSError):
                direct.open(f"{self.address}/hub/api/", timeout=30).read()
                return
            if time.monotonic() > deadline:
                self.stop()
                raise TimeoutError("JupyterHub did not answer:\n" + self.log_text()[-3000:])
            time.sleep(0.1)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log_text(self) -> str:
        return (self.folder / "hub.log").read_text(errors="replace")

    def stop(self) -> list[str]:
        """End the Hub, which ends what it started; what does not end is killed, and returned."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(60)
        left = kill_what_stays(self.folder)
        self.process.wait()
        self.log.close()
        return left


def kill_what_stays(folder: Path, timeout: float = 120) -> list[str]:
    """Wait for the end of all that runs for the Hub of `folder`; what stays is killed, and returned.

    A server that is interrupted does not end its kernels: each sees within a second or two that its parent is gone, and ends
    by itself, which may be after the Hub.
    """
    until = time.monotonic() + timeout
    while (left := running(folder)) and time.monotonic() < until:
        time.sleep(0.1)
    stayed = []
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            stayed.append(" ".join(process.cmdline()))
            process.kill()
    return stayed


def await_running(folder: Path, count: int, timeout: float = 60) -> list[psutil.Process]:
    """The processes of the Hub of `folder`, once there are so many: a program may start another for a moment."""
    until = time.monotonic() + timeout
    while len(found := running(folder)) != count and time.monotonic() < until:
        time.sleep(0.1)
    assert len(found) == count, found
    return found


def running(folder: Path) -> list[psutil.Process]:
    """The processes that have `folder` in their environment."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.status() != psutil.STATUS_ZOMBIE and any(str(folder) in v for v in process.environ().values()):
                found.append(process)
    return found
