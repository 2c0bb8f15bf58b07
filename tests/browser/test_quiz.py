"""The quiz panel in a real JupyterLab, by keyboard only: the notebook around it never gets a key."""
import shutil
from pathlib import Path

import nbformat
import pytest

KIT = Path(__file__).parent.parent / "session_kit.py"
NOTEBOOK = "work/quiz.ipynb"
SHOW = "from session_kit import FakeSession\nfrom utils.widget import QuizWidget\nquiz = QuizWidget(FakeSession())\nquiz"
CELLS = {"before": "1 + 1", "quiz": SHOW, "after": "2 + 2", "said": "print(quiz._session.said)", "again": "quiz"}

LEAKS = ("b", "a", "d", "d", "x", "m", "z", "ArrowDown", "ArrowUp", "Home", "End")  # what they do in command mode is seen at once


@pytest.fixture
def notebook(visit, server):
    """A notebook of our own, open, its quiz cell run; the focus is on that cell."""
    work = server.root / "work"
    shutil.copy(KIT, work)
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), server.root / NOTEBOOK)
    notebook = visit(NOTEBOOK)
    notebook.run("quiz")
    panel(notebook).wait_for()
    return notebook


def panel(notebook, cell="quiz"):
    return notebook.cell(cell).locator(".wbq")


def keys(notebook, *names):
    for name in names:
        notebook.page.keyboard.press(name)


def keys_stay(notebook, *names):
    """Press keys that mean something to a notebook; after each, nothing has changed there and the panel has the focus."""
    before = around(notebook)
    for name in names:
        keys(notebook, name)
        assert around(notebook) == before, name
        assert notebook.page.evaluate("() => Boolean(document.activeElement.closest('.wbq'))"), name


def type_answer(notebook, text):
    notebook.page.keyboard.type(text)
    keys(notebook, "Enter")


def focused(notebook):
    """Class and text of what has the focus."""
    return notebook.page.evaluate("() => [document.activeElement.className, document.activeElement.textContent]")


def await_phase(notebook, phase, number=None, cell="quiz"):
    """Wait for a phase, and for its key to be at home."""
    shown = panel(notebook, cell)
    shown.and_(notebook.page.locator(f'.wbq[data-phase="{phase}"]')).wait_for()
    if number:
        shown.locator(".wbq-count", has_text=f"{number} of").wait_for()


def around(notebook):
    """What a leaked key would change: the cells, their sources, which one is active, and the mode."""
    return notebook.ask("return [cells.map(c => [c.model.id, c.model.type, c.model.sharedModel.getSource()]),"
                        " panel.content.activeCell.model.id, panel.content.mode];")


def enter_panel(notebook):
    """By keyboard: from the cell that was run, past its one toolbar button, into the panel."""
    keys(notebook, "Tab", "Tab")
    assert focused(notebook)[0] == "wbq-input"


def test_a_round_by_keyboard_and_no_key_reaches_the_notebook(notebook):
    shown = panel(notebook)
    assert "wbq" not in focused(notebook)[0]  # nothing takes the focus when it is first shown
    enter_panel(notebook)
    before = around(notebook)
    assert before[1:] == ["quiz", "command"]

    keys_stay(notebook, *LEAKS)
    keys(notebook, "Shift+Enter")
    shown.locator(".wbq-verdict[data-state=open]").wait_for()
    assert "“baddxmz” cannot be read" in shown.locator(".wbq-status").text_content()
    assert focused(notebook)[0] == "wbq-input"
    assert shown.locator("input").input_value() == "baddxmz"  # what could not be read stays

    keys(notebook, "ControlOrMeta+A")
    type_answer(notebook, "113")
    await_phase(notebook, "rate")
    said = shown.locator(".wbq-status").text_content()
    assert "✗ Wrong" in said
    assert "that is the ceiling" in said
    assert "That is 112 px." in said
    assert focused(notebook)[1] == "1 again · 10 min"
    keys_stay(notebook, *LEAKS, "7", "4")  # 4 may not be given after a mistake
    assert around(notebook) == before
    keys(notebook, "Enter")

    await_phase(notebook, "ask", 2)
    assert shown.locator(".wbq-text math").count() == 1
    assert focused(notebook)[1] == "Show the answer"
    keys_stay(notebook, *LEAKS, "2")
    keys(notebook, "Space")
    await_phase(notebook, "rate")
    assert focused(notebook)[1] == "3 good · 3 d"
    keys_stay(notebook, *LEAKS)
    keys(notebook, "2")
    await_phase(notebook, "ask", 3)
    keys(notebook, "Enter")
    await_phase(notebook, "rate")
    keys(notebook, "ArrowDown", "4")
    await_phase(notebook, "done")
    assert "3 questions:" in shown.locator(".wbq-summary").text_content()
    assert focused(notebook)[0] == "wbq"
    keys_stay(notebook, *LEAKS, "Enter", "Space")
    assert around(notebook) == before

    keys(notebook, "Escape")
    assert "jp-Cell" in focused(notebook)[0]
    notebook.run("said")
    wanted = [("answer", "baddxmz"), ("answer", "113"), ("rate", 1), ("answer", ""), ("rate", 2), ("answer", ""), ("rate", 4)]
    assert notebook.text("said").strip() == str(wanted)


def test_a_tag_in_a_card_does_nothing(notebook):
    enter_panel(notebook)
    type_answer(notebook, "112")
    await_phase(notebook, "rate")
    keys(notebook, "3")
    await_phase(notebook, "ask", 2)
    keys(notebook, "Enter")
    await_phase(notebook, "rate")
    keys(notebook, "Enter")
    await_phase(notebook, "ask", 3)
    assert '<img src=x onerror="window.ran = 2">' in panel(notebook).locator(".wbq-text").inner_text()
    keys(notebook, "Enter")
    await_phase(notebook, "rate")
    assert '<img src=x onerror="window.ran = 3">' in panel(notebook).locator(".wbq-answer").inner_text()
    assert panel(notebook).locator("script, img").count() == 0
    assert notebook.page.evaluate("() => window.ran") is None


def test_two_panels_stay_in_step_and_the_focus_stays_where_the_learner_is(notebook):
    notebook.run("again")
    panel(notebook, "again").wait_for()
    panel(notebook).locator("input").click()
    type_answer(notebook, "113")
    for cell in ("quiz", "again"):
        await_phase(notebook, "rate", cell=cell)
        assert "that is the ceiling" in panel(notebook, cell).text_content()
    assert notebook.page.evaluate("() => document.activeElement.closest('.jp-Cell').dataset.windowedListIndex") == "1"
    # a hand on the mouse in the other one, on a word and not on a button: the panel has the focus, and the key counts
    panel(notebook, "again").locator(".wbq-topic").click()
    keys(notebook, "b", "2")
    for cell in ("quiz", "again"):
        await_phase(notebook, "ask", 2, cell=cell)
    assert notebook.page.evaluate("() => document.activeElement.closest('.jp-Cell').dataset.windowedListIndex") == "4"
    assert notebook.ask("return cells.length;") == len(CELLS)


def test_saving_is_still_saving(notebook):
    enter_panel(notebook)
    assert notebook.ask("return panel.context.model.dirty;")
    notebook.save()
    assert focused(notebook)[0] == "wbq-input"


def test_a_key_held_down_answers_once(notebook):
    enter_panel(notebook)
    notebook.page.keyboard.type("112")
    notebook.page.keyboard.down("Enter")
    await_phase(notebook, "rate")
    for _ in range(5):
        notebook.page.keyboard.down("Enter")  # repeats
    notebook.page.keyboard.up("Enter")
    assert panel(notebook).get_attribute("data-phase") == "rate"
    notebook.run("said")
    assert notebook.text("said").strip() == "[('answer', '112')]"


def test_all_keys_have_a_name_for_those_who_hear_the_page(notebook):
    shown = panel(notebook)
    field = shown.get_by_role("textbox", name="Your answer, in px")
    described = shown.locator(f"#{field.get_attribute('aria-describedby')}")
    assert "224 pixels wide" in described.text_content()
    assert shown.get_by_role("button", name="Answer").count() == 1
    field.fill("112")
    field.press("Enter")
    await_phase(notebook, "rate")
    assert shown.get_by_role("status").first.get_attribute("aria-live") == "polite"
    assert shown.get_by_role("group", name="How well did you know it?").get_by_role("button").count() == 4
    unmarked = "x => [...x.querySelectorAll('button, input, a, [tabindex]')].filter(e => !e.dataset.lmSuppressShortcuts).length"
    assert shown.evaluate(unmarked) == 0


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_panel_is_readable_in_both_themes(notebook, pictures, theme):
    notebook.command("apputils:change-theme", theme=f"JupyterLab {theme}")
    notebook.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{str(theme == 'Light').lower()}'")
    shown = panel(notebook)

    def picture(name):
        assert notebook.contrast(shown) >= 7
        assert shown.evaluate("x => x.scrollWidth <= x.clientWidth + 1")
        shown.screenshot(path=pictures / f"quiz-{name}-{theme.lower()}.png")

    enter_panel(notebook)
    picture("1-drill")
    for quiet in (".wbq-keys", ".wbq-unit", ".wbq-topic"):
        assert notebook.contrast(shown.locator(quiet)) >= 4.5
    type_answer(notebook, "many")
    shown.locator(".wbq-verdict[data-state=open]").wait_for()
    picture("2-unread")
    keys(notebook, "ControlOrMeta+A")
    type_answer(notebook, "113")
    await_phase(notebook, "rate")
    picture("3-wrong")
    assert notebook.contrast(shown.locator(".wbq-verdict")) >= 7
    notebook.page.screenshot(path=pictures / f"quiz-page-{theme.lower()}.png")
    keys(notebook, "Enter")
    await_phase(notebook, "ask", 2)
    picture("4-card")
    keys(notebook, "Enter")
    await_phase(notebook, "rate")
    picture("5-answer")
    keys(notebook, "Enter")
    await_phase(notebook, "ask", 3)
    keys(notebook, "Enter")
    await_phase(notebook, "rate")
    picture("6-tags")
    keys(notebook, "Enter")
    await_phase(notebook, "done")
    picture("7-done")
