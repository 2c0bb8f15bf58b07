"""A learner's day in a real JupyterLab: a wrong answer is named, a right one passes, and it is there tomorrow."""
import pytest

from utils import workbook

NOTEBOOK = "work/05_iou_map.ipynb"
CELL, CHECK = "exercise-box_iou", "check-box_iou"
RIGHT = '''def box_iou(a, b):
    """Right."""
    a, b = np.asarray(a, dtype=float)[:, None], np.asarray(b, dtype=float)[None]
    sides = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]), 0, None)
    shared = sides.prod(axis=-1)
    union = (a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1) - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0.0)'''
PLUS_ONE = RIGHT.replace("0, None)", "-1, None) + 1").replace("2:] - a[..., :2])", "2:] - a[..., :2] + 1)").replace(
    "2:] - b[..., :2])", "2:] - b[..., :2] + 1)")


def attempt(notebook, answer):
    """Type an answer, run it, run its check; the verdict's text."""
    notebook.type_into(CELL, answer)
    notebook.run(CELL)
    assert notebook.text(CELL) == ""
    notebook.run(CHECK)
    return notebook.text(CHECK)


def verdict(notebook):
    return notebook.cell(CHECK).locator("[data-verdict]")


def test_a_wrong_answer_is_named_a_right_one_passes_and_stays(visit, server):
    notebook = visit(NOTEBOOK)
    notebook.run(notebook.tagged("imports"))
    notebook.run(CELL)
    notebook.run(CHECK)
    assert "the blank is still there" in notebook.text(CHECK)
    assert verdict(notebook).get_attribute("data-verdict") == "not attempted"

    said = attempt(notebook, PLUS_ONE)
    assert "FAIL" in said
    assert "plus_one_pixel: the + 1 is for boxes that name their last pixel" in said
    shown = verdict(notebook)
    assert shown.get_attribute("data-verdict") == "failed"
    assert "the + 1 is for boxes that name their last pixel" in shown.inner_text()

    assert "PASS" in attempt(notebook, RIGHT)
    assert verdict(notebook).get_attribute("data-verdict") == "passed"
    notebook.save()
    notebook.page.close()

    server.stop()
    assert workbook.lay_out(server.root) == []
    server.start()
    again = visit(NOTEBOOK)
    assert again.source(CELL) == RIGHT
    again.run(again.tagged("imports"))
    again.run(CELL)
    again.run(CHECK)
    assert "PASS" in again.text(CHECK)


@pytest.fixture(params=["Light", "Dark"])
def theme(request):
    return request.param


def test_a_verdict_is_readable_in_both_themes(visit, pictures, theme):
    notebook = visit(NOTEBOOK)
    notebook.command("apputils:change-theme", theme=f"JupyterLab {theme}")
    notebook.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{str(theme == 'Light').lower()}'")
    notebook.run(notebook.tagged("imports"))
    attempt(notebook, PLUS_ONE)
    shown = verdict(notebook)
    assert notebook.contrast(shown) >= 7
    shown.screenshot(path=pictures / f"verdict-{theme.lower()}.png")
    notebook.page.screenshot(path=pictures / f"notebook-{theme.lower()}.png")


def test_the_printed_address_opens_the_first_notebook_and_asks_nothing(visit, server):
    notebook = visit("work/00_start_here.ipynb", server.url())
    assert notebook.page.locator(".jp-toastContainer, .jp-Dialog, .Toastify__toast").count() == 0
    assert notebook.ask("return panel.context.path;") == "work/00_start_here.ipynb"


def test_reset_and_reload_bring_the_blank_back(visit, server):
    notebook = visit(NOTEBOOK)
    blank = notebook.source(CELL)
    notebook.type_into(CELL, RIGHT)
    notebook.save()
    report = workbook.reset("box_iou", server.root)
    assert report.done
    assert notebook.source(CELL) == RIGHT
    assert "choose File → Reload Notebook from Disk" in repr(report)
    notebook.menu("File", "Reload Notebook from Disk")
    notebook.await_source(CELL, blank)
