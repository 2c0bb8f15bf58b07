"""A verdict as attributes, as text and as HTML that say the same."""
from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from utils import check, course, drawing, verdict
from utils.formatting import apart, brief, call

IOU = course.reference("box_iou")


class Text(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags = "", []
        self.feed(page)

    def handle_data(self, data):
        self.words += data

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def doubled():
    def box_iou(a, b):
        return IOU(a, b) * 2

    return check(box_iou)


def test_attributes():
    verdict = doubled()
    assert (verdict.exercise, verdict.status, verdict.passed) == ("box_iou", "failed", False)
    assert list(verdict.counterexample) == ["a", "b"]
    assert verdict.got == verdict.expected * 2
    assert verdict.misconception is None
    assert not verdict


def test_html_says_what_the_text_says():
    verdict = doubled()
    page = Text(verdict._repr_html_())
    for line in str(verdict).splitlines()[1:]:
        key, _, rest = line.strip(" ✓✗").partition(" ")
        assert key in page.words, line
        assert rest.strip() in page.words, line


def test_a_long_sentence_does_not_break_the_words_before_it():
    cells = re.findall(r'<td style="([^"]*)">[✓✗] (\w+)</td>', doubled()._repr_html_())
    assert {"defined", "value"} <= {gate for _, gate in cells}
    assert all("white-space:nowrap" in style for style, _ in cells)


def test_html_has_no_script_no_id_and_closes_what_it_opens():
    page = doubled()._repr_html_()
    tags = Text(page).tags
    assert not {"script", "style", "img", "iframe"} & {tag for tag, _ in tags}
    assert not any("id" in attributes or any(name.startswith("on") for name in attributes) for _, attributes in tags)
    for tag in ("div", "table", "tr", "td", "svg"):
        assert page.count(f"<{tag}") == page.count(f"</{tag}>")


def test_what_a_learner_returns_is_escaped():
    def nms(boxes, scores, threshold):
        print("<script>alert(1)</script>")
        return "<img src=x onerror=alert(1)>"

    page = check(nms)._repr_html_()
    assert "<script" not in page
    assert "<img" not in page

    def f1_score(a, b, c):
        raise RuntimeError("<b>`bold</b>")

    assert "&lt;b&gt;" in check(f1_score)._repr_html_()


def test_colour_is_never_the_only_sign():
    assert str(doubled()).startswith("✗ FAIL box_iou:")
    assert str(check(IOU)).startswith("✓ PASS box_iou:")


def test_a_plain_colour_stands_before_the_variable():
    style = Text(doubled()._repr_html_()).tags[0][1]["style"]
    assert re.search(r"border-left:6px solid #[0-9a-f]{6};border-left-color:var\(--jp-error-color0", style)


@pytest.mark.parametrize(("value", "text"), [
    (np.array([[0.0, 1.5]]), "[[0, 1.5]]"), (np.zeros((0, 4)), "an empty array of shape (0, 4)"), (np.float64(1 / 3), "0.3333"),
    (np.True_, "True"), ((1,), "(1,)"), ({"a": np.array([1])}, "{'a': [1]}"), (object(), "<object>"), (None, "None"),
    (np.zeros(300), "an array of shape (300,) that begins [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"),
])
def test_values_as_text(value, text):
    assert brief(value) == text


def test_two_values_show_where_they_differ():
    assert apart(0.3333, 0.33331) == ("0.3333", "0.33331")
    assert apart(1.0, 1.0 + 1e-10) == ("1", "1.0000000001")
    assert apart(np.array([0.5]), np.array([0.25])) == ("[0.5]", "[0.25]")


def test_call_as_text():
    shown = call("nms", {"boxes": np.zeros((0, 4)), "threshold": 0.5})
    assert shown == "nms(boxes=an empty array of shape (0, 4), threshold=0.5)"


def test_drawings():
    picture = drawing.boxes(a=np.array([[0, 0, 4, 2]]), b=np.array([[2, 0, 6, 2], [8, 0, 9, 9]]))
    assert picture.count("<rect") == 3
    assert "a: 0, 0, 4, 2; b0: 2, 0, 6, 2" in picture
    assert len(set(re.findall(r'stroke-dasharray="([^"]*)"', picture))) == 2
    assert drawing.boxes(a=np.zeros((0, 4))) == ""
    assert drawing.boxes(a=np.zeros((40, 4))) == ""
    assert drawing.boxes(a=np.array([[0, 0, np.inf, 1]])) == ""
    assert drawing.curve(np.array([0.5, 1]), np.array([1, 0.5])).count("<circle") == 2
    assert drawing.curve(np.zeros(0), np.zeros(0)) == ""


@pytest.mark.parametrize(("text", "shown"), [
    ("by *half* a width", "by <em>half</em> a width"), ("`a * b * c`", "<code>a * b * c</code>"), ("2 * a * b", "2 * a * b"),
    ("a*b*c", "a*b*c"), ("the *sum of squares*.", "the <em>sum of squares</em>."), ("2**3**4", "2**3**4"),
    ("`x*2` is *x*", "<code>x*2</code> is <em>x</em>"), ("`a$<b>\\\\`", "<code>a$&lt;b&gt;\\\\</code>"),
    ("$5 & $6", "<span>$</span>5 &amp; <span>$</span>6"), ("one ` $x$", "one ` <span>$</span>x<span>$</span>"),
    (r"\(x\)", r"<span>\</span>(x<span>\</span>)")])
def test_stress_and_code(text, shown):
    assert verdict._code(text) == shown
