"""The README's pictures. `whiteboard.py screenshots` takes them; this test says when what they show has changed.

Pixels differ from machine to machine, so a picture carries what it shows as text, and that is compared.
"""
import os
import re

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from test_learner import PLUS_ONE, attempt, verdict
from utils.workbook import ROOT

FIGURE = "figures.chain("


def named_mistake(visit):
    notebook = visit("work/05_iou_map.ipynb")
    notebook.run(notebook.tagged("imports"))
    attempt(notebook, PLUS_ONE)
    shown = verdict(notebook)
    return shown, " ".join(shown.inner_text().split())


def figure(visit):
    notebook = visit("work/03_receptive_fields.ipynb")
    notebook.run(notebook.tagged("imports"))
    drawn = notebook.ask("return cells.find(c => c.model.sharedModel.getSource().startsWith(a[0])).model.id;", FIGURE)
    notebook.run(drawn)
    cell = notebook.cell(drawn)
    cell.locator("img").wait_for()
    return cell.locator("img"), cell.get_by_role("img", name="Units and connections").get_attribute("aria-label")


@pytest.mark.parametrize("take", [named_mistake, figure])
def test_a_picture_of_the_readme_shows_what_a_learner_sees(visit, pictures, take):
    shown, text = take(visit)
    stored = ROOT / ".github" / "images" / f"{take.__name__}.png"
    path = pictures / stored.name
    shown.screenshot(path=path)
    with Image.open(path) as taken:
        taken.load()
    info = PngInfo()
    info.add_itxt("Description", text)
    taken.save(path, pnginfo=info, optimize=True)
    if not os.environ.get("WHITEBOARD_SCREENSHOTS"):
        with Image.open(stored) as known:
            assert known.text["Description"] == text, "stale: `python3 whiteboard.py screenshots` takes it anew"


def test_the_readme_shows_these_pictures_with_an_alt_text():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r'<img src="\.github/images/(\w+)\.png" width="620" alt="([^"]+)">', text))
    assert sorted(shown) == ["figure", "named_mistake"]
    assert {path.stem for path in (ROOT / ".github" / "images").iterdir()} == set(shown)
