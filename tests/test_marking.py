"""What may be typed as an answer, and what is said to it."""
from fractions import Fraction
from html import escape

import pytest

from utils.drills import Question, Slip
from utils.marking import mark, read, shown
from utils.markup import render

HALF = Question("How much?", Fraction(1, 2), ("1/2",), (Slip(2, "that is upside down."),))
SIDE = Question("Side?", 112, ("112",), (Slip(113, "that is the ceiling."),), unit="px")
SHARE = Question("Share?", 33.3, ("33.3",), unit="%", tolerance=0.05)
PAIR = Question("Shape?", (3, 224), ("(3, 224)",), unit="px")
HEAP = Question("Heap?", [1, 2, 3], ("[1, 2, 3]",), (Slip([1, 3, 2], "that one is not sifted."),))


@pytest.mark.parametrize(("question", "text"), [
    (HALF, "1/2"), (HALF, "0.5"), (HALF, ".5"), (HALF, " 50 % "), (HALF, "0,5"), (HALF, "5e-1"), (HALF, "2/4"), (HALF, "+0.5"),
    (SIDE, "112"), (SIDE, "112 px"), (SIDE, "112px"), (SIDE, "112.0"), (SIDE, "224/2"), (SIDE, "112 PX"),
    (SHARE, "33.3"), (SHARE, "33.3 %"), (SHARE, "33.27"),
    (PAIR, "3, 224"), (PAIR, "(3,224)"), (PAIR, "3 224"), (PAIR, "[3; 224]"), (PAIR, "3 × 224"),
    (PAIR, "3 px, 224 px"), (PAIR, "(3, 224) px"), (PAIR, "3 224px"),
    (HEAP, "1 2 3"), (HEAP, "[1, 2, 3]"), (HEAP, "1,2,3")])
def test_right_in_any_spelling(question, text):
    assert mark(question, text).right


def test_thousands():
    question = Question("?", 1_048_576, ("1,048,576",))
    for text in ("1048576", "1,048,576", "1 048 576", "1_048_576", "1'048'576"):
        assert mark(question, text).right, text


@pytest.mark.parametrize(("question", "text", "words"), [
    (SIDE, "113", "that is the ceiling."), (HALF, "2", "that is upside down."), (HEAP, "1 3 2", "that one is not sifted."),
    (SIDE, "7", "Not 7."), (HEAP, "1 2", "2 numbers, the answer has 3."), (SIDE, "-112", "Not -112.")])
def test_wrong(question, text, words):
    verdict = mark(question, text)
    assert verdict.right is False
    assert words in verdict.sentence
    assert bool(verdict.slip) == words.startswith("that")


@pytest.mark.parametrize(("question", "text", "words"), [
    (SIDE, "", "An empty answer cannot be read; wanted a number"),
    (SIDE, "a lot", "`a lot` cannot be read; wanted a number"), (SIDE, "1/0", "wanted a number"),
    (SIDE, "1 2", "wanted a number"), (SIDE, "nan", "wanted a number"), (SIDE, "1e999", "wanted a number"),
    (PAIR, "x, y", "wanted 2 numbers, separated by commas"), (HEAP, "one", "wanted numbers, separated by commas"),
    (SIDE, "9" * 100 + "x", "cannot be read"), (SIDE, "__import__('os')", "cannot be read"),
    (SIDE, "9" * 400, "cannot be read"), (SIDE, "9" * 400 + "/3", "cannot be read"), (PAIR, f"1, {'9' * 400}", "cannot be read"),
    (SIDE, "1" + " " * 1000 + "x", "`1 x` cannot be read"), (HEAP, "1 " * 1000, "cannot be read")])
def test_what_cannot_be_read_is_no_answer(question, text, words):
    verdict = mark(question, text)
    assert verdict.right is None
    assert words in verdict.sentence


@pytest.mark.parametrize("typed", ["<script>x</script>", '<img src=x onerror="y">', "[x](javascript:y)", "[x](https://example.org)",
                                   "**a** and $b$", "a `b` c", "`", "```", "![x](y)", "$\\href{javascript:x}{y}$"])
def test_what_was_typed_is_shown_as_it_was_typed(typed):
    html = render(mark(SIDE, typed).sentence)
    assert html == f"<p><code>{escape(typed)}</code> cannot be read; wanted a number.</p>"


def test_an_empty_list_may_be_typed():
    assert mark(Question("?", [], ("[]",)), "[]").right
    assert read("", Question("?", [1], ("[1]",))) == []


@pytest.mark.parametrize(("value", "text"), [(1234567, "1,234,567"), (0.5, "0.5"), (Fraction(1, 3), "1/3"), (2 / 3, "0.666667"),
                                             ((1, 2000), "(1, 2000)"), ([0.25], "[0.25]"), (Fraction(4, 2), "2"), (-3, "-3")])
def test_shown(value, text):
    assert shown(value) == text
