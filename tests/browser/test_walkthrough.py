"""Every topic in a real JupyterLab: the worked answers typed into the learner's notebook, all cells run, all checks pass."""
import pytest

from utils import course

STEMS = [path.stem for path in course.files().values()]
# Run All is over when no cell waits and the last code cell has a number
DONE = """
const code = cells.filter(c => c.model.type === 'code');
return code.every(c => c.model.executionState === 'idle' && c.model.executionCount !== null);"""
ERRORS = """
return cells.filter(c => c.model.type === 'code').flatMap(c => c.model.outputs.toJSON()
  .filter(o => o.output_type === 'error' || o.name === 'stderr').map(o => c.model.id + ': ' + (o.ename || o.text)));"""
# what is wider than its cell would have to be scrolled sideways
WIDE = """
const shown = panel.node.querySelectorAll('.jp-OutputArea-output');
return [...shown].filter(o => o.scrollWidth > o.clientWidth + 1).map(o => o.innerText.slice(0, 80) || 'a picture');"""


def wait(notebook, script, seconds=120):
    for _ in range(10 * seconds):
        if notebook.ask(script):
            return
        notebook.page.wait_for_timeout(100)
    raise AssertionError(f"{notebook.path} did not finish")


@pytest.mark.parametrize("stem", STEMS)
def test_worked_answers_typed_into_the_learners_notebook(visit, pictures, stem):
    notebook = visit(f"work/{stem}.ipynb")
    topic = course.topic(stem[3:])
    for name, source in topic.exercise_sources.items():
        notebook.type_into(f"exercise-{name}", source)
    notebook.command("notebook:run-all-cells")
    wait(notebook, DONE)
    said = {name: notebook.text(f"check-{name}") for name in topic.exercise_cells}
    assert [name for name, text in said.items() if "PASS" not in text] == []
    assert notebook.ask(ERRORS) == []
    for place in range(notebook.ask("return cells.length;")):
        notebook.ask("await panel.content.scrollToItem(a[0]);", place)
        assert notebook.ask(WIDE) == []
    notebook.cell(f"check-{name}")
    notebook.page.screenshot(path=pictures / f"{stem}-last-check.png")
