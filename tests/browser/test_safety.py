"""Nothing that a learner's code gives, that is typed or that is imported runs in the page; it is shown as it is written."""
import json
import shutil
from pathlib import Path

import nbformat
import pytest

NOTEBOOK = "work/safety.ipynb"
TAGS = {
    "script": "<script>window.pwned = 1</script>",
    "image": '<img src="http://pwned.invalid/x" onerror="window.pwned = 2">',
    "way out": '"></code></td></table></svg><svg onload="window.pwned = 3">',
    "link": '<a href="javascript:window.pwned = 4">x</a> and [y](javascript:window.pwned=5)',
    "math": r"$\href{javascript:window.pwned=6}{x}$ \(\style{color:red}{y}\) $$z$$",
}
BEGIN = f"import io, json, os\nfrom utils import *\nTAGS = {list(TAGS.values())!r}\n"
ACTIVE = ", ".join(["script", "iframe", "object", "embed", "form", "mjx-container", "[onerror]", "[onload]", "[onclick]",
                    "[href^='javascript' i]", "[style*='url(']", "img:not([src^='data:image/png;base64,'])"])
# comes last: when its formula is set and its image has failed, what stands above it has had its chance
CANARY = "from IPython.display import HTML\nHTML('<p>$x$</p><img src=\"data:,\" onerror=\"this.title = 1\">')"


@pytest.fixture
def open_cells(visit, server):
    """``open_cells(sources)``: a notebook of these cells, id → source, after one that imports; all run, in their order."""
    def opened(sources):
        shutil.copy(Path(__file__).parent.parent / "session_kit.py", server.root / "work")
        cells = {"begin": BEGIN, **sources, "canary": CANARY}
        made = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=kernel), server.root / NOTEBOOK)
        notebook = visit(NOTEBOOK)
        for name in cells:
            notebook.run(name)
        return notebook

    return opened


def settle(notebook):
    """Wait until what may run late has run: MathJax is loaded when the first formula comes, images fail after a while."""
    canary = notebook.cell("canary")
    for sign in ("mjx-container", "img[title]"):
        canary.locator(sign).wait_for(state="attached")
    notebook.page.wait_for_timeout(500)


def harmless(notebook, cell, *texts):
    """A cell's output has nothing in it that could act, and all these texts, as they are written."""
    output = notebook.cell(cell).locator(".jp-Cell-outputWrapper")
    output.locator(".jp-OutputArea-output").first.wait_for()
    found = output.locator(ACTIVE)
    assert found.count() == 0, (cell, found.first.evaluate("x => x.outerHTML"))
    shown = " ".join((output.text_content() or "").split())
    for text in texts:
        assert text in shown, (cell, text, shown[:2000])
    assert notebook.page.evaluate("() => window.pwned") is None, cell


def test_the_trap_is_a_trap(open_cells):
    """What the other tests forbid would be seen by them."""
    notebook = open_cells({
        "image": "from IPython.display import HTML\nHTML(TAGS[1].replace('http://pwned.invalid/x', 'data:,'))",
        "math": "HTML('<div>' + TAGS[4] + '</div>')"})
    notebook.page.wait_for_function("() => window.pwned === 2")
    notebook.cell("math").locator("mjx-container").first.wait_for()
    with pytest.raises(AssertionError, match="onerror"):
        harmless(notebook, "image")


ANSWERS = {  # with `tag` in them, in all the ways in which an answer can hold a text
    "returned": "box_iou = lambda a, b: tag",
    "inside": "box_iou = lambda a, b: [tag, (tag,)]",
    "keys": "box_iou = lambda a, b: {tag: tag}",
    "shown": "box_iou = lambda a, b: type('Odd', (), {'__repr__': lambda self: tag})()",
    "kind": "box_iou = lambda a, b: type(tag, (), {})()",
    "raised": "def box_iou(a, b): raise ValueError(tag)",
    "error": "def box_iou(a, b): raise type(tag, (Exception,), {})",
    "printed": "def box_iou(a, b): print(tag)",
    "named": "box_iou = lambda a, b: None\nbox_iou.__name__, box_iou.__doc__, box_iou.__qualname__ = 'box_iou', tag, tag",
}
QUOTED = ("returned", "inside", "keys", "raised")  # these show the text as Python writes it
UNSAID = ("printed", "named")


def indented(code):
    return code.replace("\n", "\n    ")


def test_a_verdict_shows_what_an_answer_gives_and_runs_none_of_it(open_cells):
    """When it is fresh, and when the notebook that holds it is opened again."""
    cells = {name: f"for tag in TAGS:\n    {indented(code)}\n    display(check('box_iou'))" for name, code in ANSWERS.items()}
    notebook = open_cells(cells)

    def look():
        settle(notebook)
        for name in cells:
            texts = () if name in UNSAID else [repr(tag)[1:-1] if name in QUOTED else tag for tag in TAGS.values()]
            harmless(notebook, name, *texts)

    look()
    notebook.save()
    notebook.page.reload()
    notebook.open()
    assert notebook.ask("return cells.every(cell => cell.model.trusted);")
    look()


RIGHT = """def box_iou(a, b):
    a, b = np.asarray(a, dtype=float)[:, None], np.asarray(b, dtype=float)[None]
    sides = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]), 0, None)
    shared = sides.prod(axis=-1)
    union = (a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1) - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0.0)
box_iou.__doc__ = box_iou.__qualname__ = " ".join(TAGS)
"""
NAMES = {  # where a name is wanted
    "passes": f"import numpy as np\n{RIGHT}\ncheck(box_iou)",
    "race": "os.environ['WHITEBOARD_HURRY'] = '1'\nrace(box_iou)",
    "check": "for tag in TAGS:\n    display(check(tag))",
    "renamed": "for tag in TAGS:\n    box_iou.__name__ = tag\n    display(check(box_iou))",
    **{f"{name}-{which}": f"{name}(TAGS[{which}])" for name in ("hint", "solution", "race", "quiz", "drill") for which in (0, 1)},
}


def test_a_name_that_is_none_is_shown_and_not_obeyed(open_cells):
    notebook = open_cells(NAMES)
    settle(notebook)
    for name in NAMES:
        texts = {"passes": ["PASS"], "race": ["yours"]}.get(name, TAGS.values())
        if name[-1].isdigit():
            texts = [[*TAGS.values()][int(name[-1])]]
        harmless(notebook, name, *texts)


AT = "2026-03-02T10:30:00+00:00"
ROW = {"title": "<b>", "right": 1, "wrong": 1, "missed": 1, "seconds": 1, "minutes": 1}


def imported():
    """Lines of an import, with tags wherever a line may hold a text."""
    for number, tag in enumerate(TAGS.values()):
        item = f"card:{tag.replace(' ', '')}"
        yield {"kind": "review", "uid": tag, "item": item, "topic": tag, "at": AT, "rating": 1, "given": tag}
        yield {"kind": "review", "uid": f"r{number}", "item": "drill:iou_of_boxes", "topic": "iou_map", "at": AT, "rating": 1,
               "seed": 1, "given": tag}
        yield {"kind": "attempt", "uid": f"a{number}", "exercise": "box_iou", "topic": "iou_map", "at": AT, "status": "failed",
               "misconception": tag}
        yield {"kind": "attempt", "uid": f"b{number}", "exercise": tag, "topic": tag, "at": AT, "status": "failed"}
    rows = {tag: {**ROW, "title": tag, "review": [tag]} for tag in TAGS.values()}
    yield {"kind": "interview", "uid": "i", "at": AT, "report": {"at": AT, "minutes": 45, "taken": 30, "topics": rows}}


def test_what_is_imported_is_shown_and_not_obeyed(open_cells):
    lines = "\n".join(map(json.dumps, imported()))
    notebook = open_cells({
        "import": f"from utils.memory import memory\nprint(memory().import_(io.StringIO({lines!r})), memory().trouble)",
        "report": "report()", "figure": "report().figure()", "progress": "progress()", "quiz": "quiz('iou_map')",
        "text": "print(report(), progress(), memory().reviews())"})
    settle(notebook)
    harmless(notebook, "import", f"({len(list(imported()))}, 0)")
    plain = [TAGS[name] for name in ("script", "image")]  # the others are Markdown, too
    harmless(notebook, "report", "Mock interview of 02 March 2026: 5 of 15 right", *plain)
    harmless(notebook, "figure", "'right': 5")
    harmless(notebook, "progress", "IoU")
    harmless(notebook, "quiz")
    harmless(notebook, "text", *plain)
    alt = notebook.cell("report").locator("img").get_attribute("alt")
    assert all(f"{tag}: 1 right" in alt for tag in TAGS.values())


TYPED = [*TAGS.values(), "**bold** and $x^2$ and `code`", "![x](http://pwned.invalid/y)"]
STATIC = """from utils.twin import Twin
from session_kit import HOSTILE
from utils.course import Card
from utils.session import Entry
Twin(TAGS[0], [Entry(Card("a", "b", tag, tag, 1), tag) for tag in [*TAGS, HOSTILE.text]])"""


def test_what_is_typed_is_shown_as_it_is_typed(open_cells):
    notebook = open_cells({"drill": "drill('conv_output_size')", "twin": STATIC})
    panel = notebook.cell("drill").locator(".wbq")
    for text in TYPED:
        panel.locator("input").fill(text)
        panel.locator("input").press("Enter")
        panel.locator(".wbq-said", has_text=" ".join(text.split())[:40]).wait_for()
        assert panel.locator(".wbq-said").locator(f"{ACTIVE}, a, img, strong, math").count() == 0, text
        assert panel.locator("input").input_value() == text
    settle(notebook)
    harmless(notebook, "drill")
    harmless(notebook, "twin", TAGS["script"], TAGS["image"], "What does <script>window.ran = 1</script> do")
    assert notebook.page.evaluate("() => window.ran") is None
