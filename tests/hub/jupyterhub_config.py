"""A small Hub on one machine: each user has a home, a copy of the course with its own work/, and a store.

It is for the tests: all servers run as one account of the system, so a kernel can read what its neighbours have on the
disk. `hub.json`, in the folder where the Hub starts, says where and for whom.
"""
import json
import os
import shutil
import sys
from pathlib import Path

from jupyterhub.auth import DummyAuthenticator

from utils import workbook

c = get_config()  # noqa: F821 - traitlets runs this file with that name
given = json.loads(Path("hub.json").read_text(encoding="utf-8"))
folder = Path(given["folder"])

c.JupyterHub.bind_url = given["address"]
c.JupyterHub.hub_bind_url = given["hub"]
c.ConfigurableHTTPProxy.api_url = given["proxy"]
c.ConfigurableHTTPProxy.command = [given["command"]]
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}  # "it is starting" at once: users do not wait in a row


class Passwords(DummyAuthenticator):
    """The dummy authenticator, which takes one password for all, with one for each."""

    async def authenticate(self, handler, data):
        """The user's name, or None."""
        wanted = given["passwords"].get(data["username"])
        return data["username"] if wanted and data["password"] == wanted else None


c.JupyterHub.authenticator_class = Passwords
c.Authenticator.allowed_users = set(given["passwords"])

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{folder}/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.ip = "127.0.0.1"
c.Spawner.notebook_dir = f"{folder}/{{username}}/course"
c.Spawner.default_url = "/lab/tree/work/00_start_here.ipynb"
c.Spawner.http_timeout = c.Spawner.start_timeout = 240


def lay_out(spawner):
    """The course as a user finds it: a copy, so that `reset` and updates reach this user's work/ and no other."""
    course = folder / spawner.user.name / "course"
    for part in ("notebooks", "solutions", "utils"):
        shutil.copytree(workbook.ROOT / part, course / part, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    workbook.lay_out(course)


c.Spawner.pre_spawn_hook = lay_out
c.Spawner.environment = {
    "PYTHONPATH": lambda spawner: f"{folder}/{spawner.user.name}/course",
    "WHITEBOARD_HOME": lambda spawner: f"{folder}/{spawner.user.name}/store",
}
