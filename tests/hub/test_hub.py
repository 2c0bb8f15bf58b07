"""A class on a JupyterHub: three users at once, each with a home, a store and a work/ of their own."""
import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tornado.httpclient import HTTPError

from classroom import User
from conftest import ANSWERS
from hubkit import await_running, kill_what_stays
from utils import course, store

NAMES = sorted(ANSWERS)
STRANGERS = [(name, other) for name in NAMES for other in NAMES if name != other]
NOTE = "the secret of "
REFUSED = {403, 404}
WHERE = """
from pathlib import Path
from utils import store, workbook
print(Path.home(), workbook.ROOT, Path.cwd(), store.home_folder(), sep="\\n")
"""


def test_three_servers_start_at_once(lesson):
    assert sorted(lesson.events[:3]) == [(name, 202) for name in NAMES]  # all are asked for before the first is there
    assert sorted(lesson.events[3:]) == [(name, "ready") for name in NAMES]


def test_each_exercise_is_judged_in_its_own_kernel(lesson):
    assert lesson.printed == {
        "ada": ["box_area failed plus_one_pixel\n", "box_area passed None\n"],
        "ben": ["merge passed None\n"],
        "cleo": ["conv_output_size passed None\n"],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_kernel_has_its_users_home_course_and_store(lesson, hub, name):
    said = asyncio.run(lesson.users[name].run(WHERE))
    own = hub.folder / name
    assert said.splitlines() == [str(own), str(own / "course"), str(own / "course" / "work"), str(own / "store")]


@pytest.mark.parametrize("name", NAMES)
def test_a_store_has_its_users_attempts_and_no_others(lesson, hub, name):
    with closing(sqlite3.connect(hub.folder / name / "store" / store.FILE)) as db:
        rows = db.execute("SELECT exercise, status, misconception FROM attempts ORDER BY id").fetchall()
    said = [tuple(line.split()) for line in lesson.printed[name]]
    assert [(exercise, status, str(mistake)) for exercise, status, mistake in rows] == said


@pytest.mark.parametrize("name", NAMES)
def test_work_has_the_course_and_what_its_user_put_there(listing, name):
    shipped = [path.name for path in (course.ROOT / "notebooks").glob("*.ipynb")]
    assert listing(name) == sorted([*shipped, f"{name}.txt"])


def test_an_answer_and_its_reset_stay_with_their_user(lesson, hub, ask):
    path = "/user/ada/api/contents/work/00_start_here.ipynb"
    notebook = json.loads(ask("ada", path)[1])["content"]
    next(cell for cell in notebook["cells"] if cell["id"] == "exercise-box_area")["source"] = "box_area = max"
    assert ask("ada", path, "PUT", {"type": "notebook", "content": notebook})[0] == 200
    said = asyncio.run(lesson.users["ada"].run('from utils import reset; print(reset("box_area"))'))
    assert "blank again in work/00_start_here.ipynb; your copy is kept" in said
    kept = {name: len(list((hub.folder / name / "course" / "work").glob("00_start_here*.ipynb"))) for name in NAMES}
    assert kept == {"ada": 2, "ben": 1, "cleo": 1}
    shipped = (course.ROOT / "notebooks" / "00_start_here.ipynb").read_bytes()
    assert (hub.folder / "ben" / "course" / "work" / "00_start_here.ipynb").read_bytes() == shipped


def asked_of(name):
    """What a server answers its owner."""
    return [f"/user/{name}/api/contents/work/{name}.txt", f"/user/{name}/files/work/{name}.txt", f"/user/{name}/api/contents",
            f"/user/{name}/api/kernels", f"/user/{name}/api/sessions", f"/user/{name}/lab", f"/hub/api/users/{name}"]


@pytest.mark.parametrize("name", NAMES)
def test_the_owner_gets_it_and_without_a_token_nobody(ask, name):
    for path in asked_of(name):
        status, _ = ask(name, path)
        assert (path, status) == (path, 200)
        status, text = ask(name, path, token="")
        assert (path, status) == (path, 403 if "/api/" in path else 302)  # a page leads to the log-in
        assert NOTE not in text
    assert NOTE + name in ask(name, asked_of(name)[0])[1]


@pytest.mark.parametrize(("name", "other"), STRANGERS)
def test_nobody_reads_anothers_files_or_uses_anothers_server(ask, name, other):
    for path in asked_of(other):
        status, text = ask(name, path)
        assert (path, status in REFUSED) == (path, True), status
        assert NOTE not in text
    for path, method in ((f"/user/{other}/api/kernels", "POST"), (f"/user/{other}/api/contents/work/{other}.txt", "DELETE"),
                         (f"/hub/api/users/{other}/server", "DELETE"), (f"/hub/api/users/{other}/tokens", "POST")):
        assert ask(name, path, method, {} if method == "POST" else None)[0] in REFUSED


@pytest.mark.parametrize(("name", "other"), STRANGERS)
def test_nobody_listens_to_anothers_kernel(lesson, name, other):
    user, kernel = lesson.users[name], lesson.users[other].kernel
    for token in (user.token, ""):
        with pytest.raises(HTTPError) as refused:
            asyncio.run(user.connect(kernel, other, token))
        assert refused.value.code in REFUSED


@pytest.mark.parametrize("way", [
    "/user/ada/api/contents/../../ben/course/work/ben.txt",
    "/user/ada/api/contents/..%2F..%2Fben%2Fcourse%2Fwork%2Fben.txt",
    "/user/ada/api/contents/%2e%2e/%2e%2e/ben/course/work/ben.txt",
    "/user/ada/api/contents/work/..%2F..%2F..%2Fben%2Fcourse%2Fwork%2Fben.txt",
    "/user/ada/files/..%2F..%2Fben%2Fcourse%2Fwork%2Fben.txt",
    "/user/ada/../ben/api/contents/work/ben.txt",
    "/user/ada/%2e%2e/ben/api/contents/work/ben.txt",
])
def test_no_path_leads_out_of_a_users_folder(ask, hub, way):
    assert (hub.folder / "ben" / "course" / "work" / "ben.txt").exists()
    status, text = ask("ada", way)
    assert status in {400, *REFUSED}
    assert NOTE not in text


def test_a_password_opens_one_account(lesson):
    ada = lesson.users["ada"]
    intruder = User(ada.address, "ada", ada.password)
    assert [asyncio.run(intruder.log_in(name)) for name in ("ben", "cleo", "nobody")] == [403, 403, 403]
    assert asyncio.run(intruder.log_in()) == 201


def test_all_that_a_hub_started_listens_on_this_machine_only(lesson, hub):
    processes = await_running(hub.folder, 2 + 2 * len(NAMES))  # the Hub, its proxy; a server and a kernel each
    heard = {c.laddr.ip for process in processes for c in process.net_connections("inet") if c.status == "LISTEN"}
    assert heard == {"127.0.0.1"}


KILLED = """
import json, sys, time
sys.path[:0] = json.loads(sys.argv[1])
from pathlib import Path
from hubkit import Hub
hub = Hub(Path(sys.argv[2]), ["ada"]).start()
print(hub.address, hub.passwords["ada"], flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_a_test_run_that_is_killed_leaves_nothing_behind(tmp_path):
    here = Path(__file__).parent
    runner = subprocess.Popen([sys.executable, "-c", KILLED, json.dumps([str(here), str(here.parent)]), str(tmp_path)],
                              stdout=subprocess.PIPE, text=True)
    try:
        with runner.stdout:
            address, password = runner.stdout.readline().split()

        async def attend():
            user = User(address, "ada", password)
            await user.log_in()
            await user.start()
            await user.ready()
            return await user.run("print(6 * 7)")

        assert asyncio.run(attend()) == "42\n"
        await_running(tmp_path, 4)
    finally:
        runner.kill()
        runner.wait()
    assert kill_what_stays(tmp_path) == []


def test_what_stays_is_killed_and_named(tmp_path):
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env={"HOME": str(tmp_path)})
    try:
        assert [line for line in kill_what_stays(tmp_path, timeout=0.5) if line.endswith("time.sleep(600)")]
        assert sleeper.wait(30) != 0
    finally:
        sleeper.kill()
        sleeper.wait()
