"""Every topic in a real JupyterLab: the worked answers typed into the learner's notebook, all cells run, all checks pass."""
import time

import pytest

from utils import course

STEMS = [path.stem for path in course.files().values()]
# Run All is over when no cell waits and each code cell has a number, or when one has raised
OVER = """
const code = cells.filter(c => c.model.type === 'code');
return code.every(c => c.model.executionState === 'idle' && c.model.executionCount !== null)
  || code.some(c => c.model.outputs.toJSON().some(o => o.output_type === 'error'));"""
ERRORS = """
return cells.filter(c => c.model.type === 'code').flatMap(c => c.model.outputs.toJSON()
  .filter(o => o.output_type === 'error' || o.name === 'stderr').map(o => c.model.id + ': ' + (o.ename || o.text)));"""
# what is wider than its cell would have to be scrolled sideways
WIDE = """
const shown = panel.node.querySelectorAll('.jp-OutputArea-output');
return [...shown].filter(o => o.scrollWidth > o.clientWidth + 1).map(o => o.innerText.slice(0, 80) || 'a picture');"""


def run_all(notebook, seconds=600):
    notebook.ask("window.jupyterapp.commands.execute('notebook:run-all-cells');")  # to wait for it could take for ever
    deadline = time.monotonic() + seconds
    while not notebook.ask(OVER):
        assert time.monotonic() < deadline, f"{notebook.path} did not finish"
        notebook.page.wait_for_timeout(100)


@pytest.mark.parametrize("stem", STEMS)
def test_worked_answers_typed_into_the_learners_notebook(visit, pictures, stem):
    notebook = visit(f"work/{stem}.ipynb")
    topic = course.topic(stem[3:])
    for name, source in topic.exercise_sources.items():
        notebook.type_into(f"exercise-{name}", source)
    run_all(notebook)
    assert notebook.ask(ERRORS) == []
    said = {name: notebook.text(f"check-{name}") for name in topic.exercise_cells}
    assert [name for name, text in said.items() if "PASS" not in text] == []
    for place in range(notebook.ask("return cells.length;")):
        notebook.ask("await panel.content.scrollToItem(a[0]);", place)
        assert notebook.ask(WIDE) == []
    notebook.cell(f"check-{name}")
    notebook.page.screenshot(path=pictures / f"{stem}-last-check.png")
