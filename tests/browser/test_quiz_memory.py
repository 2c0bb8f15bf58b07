"""The quiz with the real store, in a real JupyterLab: a named mistake, a rating, a new page and kernel, and it is remembered."""
import re

import nbformat
import pytest

from utils import course, quizzing

NOTEBOOK = "work/mine.ipynb"
CELLS = {
    "imports": "from utils import drill, interview, progress, quiz\nfrom utils.memory import memory",
    "drill": 'drill("conv_output_size")',
    "quiz": 'quiz("merge_sort")',
    "told": "print([(review.item, review.rating) for review in memory().reviews()])",
    "map": "progress()",
    "interview": "interview(minutes=30)",
}


@pytest.fixture
def mine(server, visit, tmp_path, monkeypatch):
    """A notebook with these cells, open; its kernels have a store of their own."""
    home = tmp_path / "home"
    cells = [nbformat.v4.new_code_cell(source.replace("from utils import drill", f"import os\nos.environ['WHITEBOARD_HOME'] = "
                                                      f"{str(home)!r}\nfrom utils import drill"), id=name)
             for name, source in CELLS.items()]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), server.root / NOTEBOOK)

    def open_():
        notebook = visit(NOTEBOOK)
        notebook.run("imports")
        return notebook

    return open_


def panel(notebook, cell):
    return notebook.cell(cell).locator(".wbq")


def await_phase(notebook, cell, phase):
    panel(notebook, cell).and_(notebook.page.locator(f'.wbq[data-phase="{phase}"]')).wait_for()


def told(notebook):
    notebook.run("told")
    return notebook.text("told").strip()


def test_a_mistake_is_named_a_card_is_rated_and_both_are_remembered(mine):
    notebook = mine()
    notebook.run("drill")
    await_phase(notebook, "drill", "ask")
    text = panel(notebook, "drill").locator(".wbq-text").inner_text()
    k, s, p, n = map(int, re.search(r"(\d+) × \d+ kernel, stride (\d+) and padding (\d+) meets an input (\d+)", text).groups())
    field = panel(notebook, "drill").locator("input")
    field.click()
    notebook.page.keyboard.type(str(-(-(n + 2 * p - k) // s) + 1))  # the ceiling
    notebook.page.keyboard.press("Enter")
    await_phase(notebook, "drill", "rate")
    said = panel(notebook, "drill").locator(".wbq-status").inner_text()
    assert "that is the ceiling" in said
    assert f"+ 1 = {(n + 2 * p - k) // s + 1}" in said
    assert told(notebook) == "[('drill:conv_output_size', 1)]"  # before it is left: a missed drill is missed

    first = quizzing.entries(course.topic("merge_sort"))[0].source
    notebook.run("quiz")
    await_phase(notebook, "quiz", "ask")
    panel(notebook, "quiz").locator(".wbq-main:visible").click()
    await_phase(notebook, "quiz", "rate")
    notebook.page.keyboard.press("4")
    await_phase(notebook, "quiz", "ask")
    both = f"[('drill:conv_output_size', 1), ('card:{first.id}', 4)]"
    assert told(notebook) == both
    notebook.save()
    notebook.close()

    again = mine()  # a new page and a new kernel
    assert told(again) == both
    again.run("quiz")
    await_phase(again, "quiz", "ask")
    words = " ".join(re.sub(r"[`*]", "", first.question).split())[:25]
    assert words not in " ".join(panel(again, "quiz").locator(".wbq-text").inner_text().split())
    again.run("map")
    assert "1 of" in again.text("map")


def test_an_interview_begins_with_code_and_shows_its_clock(mine):
    notebook = mine()
    notebook.run("interview")
    await_phase(notebook, "interview", "ask")
    shown = panel(notebook, "interview")
    assert "raise NotImplementedError" in shown.locator(".wbq-text").inner_text()
    assert shown.locator(".wbq-clock").inner_text() == "30 min left"
    shown.get_by_role("button", name="I am done: show the worked solution").click()
    await_phase(notebook, "interview", "rate")
    assert "No check of it passed" in shown.locator(".wbq-status").inner_text()
    notebook.page.keyboard.press("Enter")
    await_phase(notebook, "interview", "ask")
    assert shown.locator(".wbq-text").inner_text()
