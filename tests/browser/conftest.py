"""A course in a temporary folder, JupyterLab on it, and Chromium in front: nothing is written to the repository."""
import os
import shutil
from pathlib import Path

import pytest

from labkit import LabServer
from nbpage import NotebookPage
from utils import stages, workbook

CHROMIUM = stages.chromium()
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update",
         # a request that leaves the machine fails at once instead of hanging
         "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


def pytest_collection_modifyitems(items):
    """Without a browser: one line in the report, instead of one for each test."""
    if not CHROMIUM:
        for item in items:
            if item.path.parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason=stages.NO_CHROMIUM))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    root = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(workbook.ROOT / "notebooks", root / "notebooks")
    workbook.lay_out(root)
    server = LabServer(root).start()
    yield server
    server.stop()


@pytest.fixture
def visit(server, browser, tmp_path):
    """``visit(path)``: that notebook in a page of its own, over a fresh work/.

    At the end: no page asked for anything but 127.0.0.1, and none had a script error.
    """
    shutil.rmtree(server.root / "work")
    workbook.lay_out(server.root)
    outside, errors, opened = [], [], []

    def watch(request):
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            outside.append(request.url)

    def start(path, url=None):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        page.on("request", watch)
        page.on("websocket", watch)
        page.on("pageerror", lambda error: errors.append(str(error)))
        opened.append(NotebookPage(page, server, path))
        return opened[-1].open(url)

    yield start
    for notebook in opened:
        if not notebook.page.is_closed():
            notebook.page.screenshot(path=tmp_path / "last.png")
            notebook.close()
    assert outside == []
    assert errors == []


@pytest.fixture
def pictures(tmp_path):
    """Where screenshots go: a folder that WHITEBOARD_SCREENSHOTS names, or one that is thrown away."""
    folder = Path(os.environ.get("WHITEBOARD_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
