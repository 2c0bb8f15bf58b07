"""The quiz widget without a browser: what the page gets, what its messages do, and what never reaches it."""
import json
import re
import tomllib
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pytest

from session_kit import CARD, CARD_ANSWER, DONE, DRILL, HOSTILE, HOSTILE_ANSWER, KEY, STEPS, FakeSession
from utils import course
from utils.widget import QuizWidget, page_view, plain


@pytest.fixture
def widget():
    made = QuizWidget(FakeSession())
    yield made
    made.close()


def say(widget, **message):
    """A message as the page sends it."""
    widget._handle_custom_msg(message, [])


def state(widget):
    """Everything the page holds but the code, as text."""
    held = {name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css")}
    return json.dumps(held, default=str, ensure_ascii=False)


def test_messages_become_calls_of_the_session(widget):
    session = widget._session
    say(widget, do="answer", text="113")
    assert (widget.view["phase"], widget.view["right"]) == ("rate", False)
    assert "that is the ceiling" in widget.view["feedback"]
    assert widget.view["ratings"] == [[1, "again · 10 min"], [2, "hard · 1 d"]]
    assert widget.view["default"] == 1
    say(widget, do="rate", rating=1)
    assert (widget.view["phase"], widget.view["number"], widget.view["kind"]) == ("ask", 2, "card")
    say(widget, do="answer", text="")
    say(widget, do="rate", rating=2)
    say(widget, do="answer")
    say(widget, do="rate", rating=4)
    assert widget.view["phase"] == "done"
    assert "<strong>3 questions:</strong>" in widget.view["summary"]
    assert session.said == [("answer", "113"), ("rate", 1), ("answer", ""), ("rate", 2), ("answer", ""), ("rate", 4)]


def test_the_answer_key_is_not_in_the_page_before_the_answer(widget):
    assert KEY in STEPS
    assert KEY not in state(widget)
    assert "112" not in state(widget)
    say(widget, do="answer", text="a hundred")
    assert "cannot be read" in widget.view["feedback"]
    assert widget.view["phase"] == "ask"
    assert KEY not in state(widget)
    say(widget, do="answer", text="112")
    assert KEY in state(widget)
    say(widget, do="rate", rating=3)
    assert KEY not in state(widget)
    assert "Zero" not in state(widget)
    say(widget, do="answer", text="")
    assert "Zero" in state(widget)


def test_a_session_that_says_too_much_is_held_back():
    shown = page_view(replace(DRILL, answer=STEPS, right=True, ratings=((3, "good"),), default=3), 0)
    assert KEY not in json.dumps(shown)
    assert (shown["right"], shown["ratings"], shown["default"]) == (None, [], 0)


@pytest.mark.parametrize("message", [
    {"do": "rate", "rating": 3}, {"do": "skip"}, {}, "answer", None, ["answer"], {"do": "answer", "text": "112", "turn": 7}])
def test_what_does_not_belong_is_dropped_while_a_question_is_open(widget, message):
    widget._handle_custom_msg(message, [])
    assert widget._session.said == []
    assert widget.view["phase"] == "ask"


@pytest.mark.parametrize("message", [
    {"do": "answer", "text": "112"}, {"do": "rate", "rating": 3}, {"do": "rate", "rating": 0}, {"do": "rate", "rating": "1"},
    {"do": "rate"}, {"do": "rate", "rating": None}])
def test_only_a_rating_that_may_be_given_is_passed_on(widget, message):
    say(widget, do="answer", text="113")
    widget._handle_custom_msg(message, [])
    assert widget._session.said == [("answer", "113")]
    assert widget.view["phase"] == "rate"


def test_a_key_pressed_twice_counts_once(widget):
    turn = widget.view["turn"]
    say(widget, do="answer", text="113", turn=turn)
    say(widget, do="answer", text="113", turn=turn)
    say(widget, do="rate", rating=1, turn=turn + 1)
    say(widget, do="rate", rating=1, turn=turn + 1)
    assert widget._session.said == [("answer", "113"), ("rate", 1)]


def test_the_page_is_told_after_every_message_that_is_not_late(widget):
    seen = []
    widget.observe(lambda change: seen.append(change["new"]["turn"]), "view")
    for text in ("what", "what", "113"):
        say(widget, do="answer", text=text)
    say(widget, do="rate", rating=9)
    assert seen == [1, 2, 3, 4]


def test_an_error_of_the_session_leaves_the_panel_usable(widget, monkeypatch):
    def breaks(text):
        raise OSError("the disk is gone")

    monkeypatch.setattr(widget._session, "answer", breaks)
    with pytest.raises(OSError, match="the disk is gone"):
        widget._receive(widget, {"do": "answer", "text": "112"})
    assert widget.view["turn"] == 1
    monkeypatch.undo()
    say(widget, do="answer", text="112", turn=1)
    assert widget.view["right"] is True


def test_the_text_form_is_the_question_without_an_address(widget):
    assert repr(widget) == f"Quiz: Convolution arithmetic, 1 of 3\n\n{DRILL.text} (in px)"
    data, _ = widget._repr_mimebundle_()
    assert data["text/plain"] == repr(widget)
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert "0x" not in repr(widget)
    assert repr(widget) == repr(QuizWidget(FakeSession()))
    assert plain(replace(CARD, note="No schedule.")) == f"Quiz: Detection metrics, 2 of 3\n\n{CARD.text}\n\nNo schedule."
    assert plain(DONE).startswith("Quiz: All topics\n\n**3 questions:**")


def test_tags_in_a_text_are_text():
    shown = page_view(replace(HOSTILE, phase="rate", answer=HOSTILE_ANSWER, feedback="<b>no</b>", summary="<i>x</i>"), 0)
    for name in ("text", "feedback", "answer", "summary"):
        tags = set(re.findall(r"<\s*(\w+)", shown[name]))
        assert tags <= {"p", "code", "math", "mrow", "mtext"}, name
    assert shown["topic"] == HOSTILE.topic  # plain: the page sets it as text


def test_the_word_right_is_not_said_twice():
    rated = replace(DRILL, phase="rate", right=True, feedback="Right.")
    assert page_view(rated, 0)["feedback"] == ""
    assert page_view(replace(rated, feedback="Right, and quick."), 0)["feedback"] == "<p>Right, and quick.</p>"
    assert page_view(replace(rated, right=False), 0)["feedback"] == "<p>Right.</p>"


def test_latex_is_set_before_it_reaches_the_page():
    assert '<math display="block">' in page_view(CARD, 0)["text"]
    assert page_view(replace(CARD, phase="rate", answer=CARD_ANSWER), 0)["answer"].count("<math") == 2


def test_script_and_style_are_shipped_and_ask_for_nothing_from_outside():
    for path in (*(course.ROOT / "utils").glob("*.js"), *(course.ROOT / "utils").glob("*.css")):
        assert not re.search(r"https?:|//[a-z]+\.|@import|\bfetch\b|\bimport\b|\beval\b", path.read_text(encoding="utf-8")), path
    assert str(QuizWidget._esm) == (course.ROOT / "utils/widget.js").read_text(encoding="utf-8")
    assert str(QuizWidget._css) == (course.ROOT / "utils/widget.css").read_text(encoding="utf-8")


def test_what_is_no_python_is_package_data():
    settings = tomllib.loads((course.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["utils"]
    for path in Path(course.ROOT / "utils").rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            assert any(fnmatch(str(path.relative_to(course.ROOT / "utils")), pattern) for pattern in patterns), path
