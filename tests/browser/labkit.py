"""A JupyterLab of its own for a test run: the course's options and settings, a private home, one port."""
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import whiteboard
from process_kit import die_with_parent, free_port
from utils import lab

# What only a test needs: no saving behind its back, no way to the outside for the extension manager.
SETTINGS = {
    **whiteboard.LAB_SETTINGS,
    "@jupyterlab/docmanager-extension:plugin": {
        **whiteboard.LAB_SETTINGS["@jupyterlab/docmanager-extension:plugin"], "autosave": False},
}


class LabServer:
    """JupyterLab on 127.0.0.1, as `whiteboard.py lab` starts it; can be stopped and started again."""

    def __init__(self, root: Path):
        self.root = root
        self.process = None

    def start(self, timeout: float = 180) -> "LabServer":
        self.port = free_port()
        self.home = Path(tempfile.mkdtemp(prefix="whiteboard-lab-"))
        self.log = (self.home / "server.log").open("wb")
        extra = ["--no-browser", f"--port={self.port}", "--ServerApp.port_retries=0", "--expose-app-in-browser",
                 "--ServerApp.terminals_enabled=False", "--LabApp.extension_manager=readonly"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *lab.options(self.root, extra)], cwd=self.root,
            env=self._environment(), stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=die_with_parent)
        self._await_answer(time.monotonic() + timeout)
        return self

    def _environment(self):
        """Nothing of the user's own Jupyter set-up reaches the test, and the test leaves nothing there."""
        config = self.home / "config" / "labconfig"
        config.mkdir(parents=True)
        (config / "default_setting_overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON", "MPL"))}
        places = {"HOME": "home", "USERPROFILE": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
                  "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}
        for folder in places.values():
            (self.home / folder).mkdir(exist_ok=True)
        kept["JUPYTER_PLATFORM_DIRS"] = "1"
        return kept | {name: str(self.home / folder) for name, folder in places.items()}

    def _await_answer(self, deadline):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        told = self.home / "runtime" / f"jpserver-{self.process.pid}.json"  # with the token that Jupyter has made up
        while True:
            if self.process.poll() is not None:
                self._give_up("JupyterLab ended at once")
            with contextlib.suppress(OSError, ValueError):  # not there yet, or half written
                self.token = json.loads(told.read_text(encoding="utf-8"))["token"]
                direct.open(f"{self.address}/api/status?token={self.token}", timeout=30).read()
                return
            if time.monotonic() > deadline:
                self._give_up("JupyterLab did not answer")
            time.sleep(0.1)

    def _give_up(self, what):
        said = self.log_text()[-3000:]  # before it goes with the home
        self.stop()
        raise RuntimeError(f"{what}:\n{said}")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str | None = None) -> str:
        """The page of a notebook, in a workspace without a history; without a path, the address that Lab prints."""
        if path is None:
            return f"{self.address}{lab.DEFAULT_URL}?token={self.token}"
        return f"{self.address}/lab/tree/{path}?token={self.token}&reset"

    def log_text(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)
