"""The index in a real JupyterLab: each of its links names a cell that is there, and a click leads to it."""
import json
import re
import time

import pytest

from utils import course, indexing

STEMS = [path.stem for slug, path in course.files().items() if slug != "start_here"]
LINK = re.compile(r"\]\((\w+)\.ipynb#cell-id=([\w-]+)")
FIND = "window.link = [...cells[a[0]].node.querySelectorAll('a')].find(l => l.hash === '#cell-id=' + a[1]);"
IN_SIGHT = """
if (!panel.context || panel.context.path !== a[0]) return false;
const cell = cells.find(cell => cell.model.id === a[1]);
if (!cell) return false;  // the notebook is still opening
const view = panel.content.node.getBoundingClientRect(), place = cell.node.getBoundingClientRect();
return place.height > 0 && place.bottom > view.top && place.top < view.bottom;"""


def links():
    """Stem of a notebook → the cells that the index names in it."""
    notebook = json.loads((course.ROOT / "notebooks" / indexing.NAME).read_text(encoding="utf-8"))
    found = {}
    for stem, place in LINK.findall("\n".join("".join(cell["source"]) for cell in notebook["cells"])):
        found.setdefault(stem, set()).add(place)
    return found


def follow(notebook, cell, path, target):
    """Click the link in a cell that leads to another one, until that one is in sight.

    JupyterLab goes to where the target is at once. In a notebook that is still being drawn the cells above it then get their
    heights, and push it away again.
    """
    notebook.ask(FIND, notebook.index(cell), target)
    deadline = time.monotonic() + 120
    while True:
        notebook.page.evaluate("() => window.link.click()")
        for _ in range(50):
            notebook.page.wait_for_timeout(100)
            if notebook.ask(IN_SIGHT, path, target):
                return
        assert time.monotonic() < deadline, f"the link does not lead to {target} in {path}"


@pytest.mark.parametrize("stem", STEMS)
def test_every_link_of_the_index_names_a_cell(visit, stem):
    wanted = links()[stem]
    assert any(not name.startswith("card-") for name in wanted)
    assert wanted <= set(visit(f"work/{stem}.ipynb").ask("return cells.map(cell => cell.model.id);"))


@pytest.mark.parametrize("kind", ["heading", "card"])
def test_a_click_opens_the_topic_at_the_place(visit, pictures, kind):
    index = visit(f"work/{indexing.NAME}")
    places = links()["08_histogram_equalization"]
    target = sorted(places)[0] if kind == "card" else "7-split-frequencies-1"  # neither is in sight at the top
    assert target in places
    group = next(cell for cell in json.loads((course.ROOT / "notebooks" / indexing.NAME).read_text(encoding="utf-8"))["cells"]
                 if f"#cell-id={target}" in "".join(cell["source"]))
    index.cell(group["id"])
    index.page.screenshot(path=pictures / f"index-{kind}.png")
    follow(index, group["id"], "work/08_histogram_equalization.ipynb", target)


def test_the_contents_lead_to_the_groups(visit):
    index = visit(f"work/{indexing.NAME}")
    assert not index.ask(IN_SIGHT, index.path, "group-7")
    follow(index, "contents", index.path, "group-7")
