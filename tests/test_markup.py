"""Markdown with LaTeX as HTML: formulas become MathML, and nothing in a text is obeyed as a tag."""
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from utils import course, markup
from utils.markup import formula, render, static_html

LATEX = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
PLAIN = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "hr",
         "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "div", "b", "details", "summary", "span"}


class Page(HTMLParser):
    """What a browser would make of it: tags with their attributes, and the words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words += data


HOSTILE = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<div>\n\n<script>alert(1)</script>\n\n</div>",
    "<!-- x --><svg onload=alert(1)>", "![x](https://example.org/x.png)", "[x](javascript:alert(1))", "<javascript:alert(1)>",
    "`<script>alert(1)</script>`", "    <script>alert(1)</script>", "| <b> |\n|---|\n| <img src=x onerror=alert(1)> |",
    r"$<script>alert(1)</script>$", r"$\text{<script>alert(1)</script>}$", r"$\text{<img src=x onerror=alert(1)>}$",
    r"$$\mbox{</mtext><img src=x onerror=alert(1)>}$$", r"$\href{javascript:alert(1)}{x}$", r"$\style{color:red}{x}$",
    r'$\color{red" onclick="alert(1)}{x}$', r'$\class{"onclick="alert(1)}{x}$', r"$\unicode{3c}img\unicode{3e}$",
    r"$\frac<img src=x onerror=alert(1)>$", r"$\fbox{<img src=x onerror=alert(1)>}$", r"$\operatorname{<img>}$",
    "[x](https://example.org 'a\" onclick=\"alert(1)')", "```html\" onclick=\"x\n<script>\n```")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_obeyed(text):
    for page in (Page(render(text)), Page(static_html(text, [(text, text)]))):
        for tag, attributes in page.tags:
            assert tag in PLAIN | markup.TAGS, (tag, text)
            safe = markup.ATTRIBUTES | {"href", "target", "rel", "title", "class"} | ({"style"} if tag in ("li", "ol") else set())
            assert attributes.keys() <= safe, (tag, attributes)
            assert not (attributes.get("href") or "").startswith("javascript")


@pytest.mark.parametrize("text", [text for text in HOSTILE[:12] if "[" not in text and not text.startswith("<java")])
def test_a_tag_is_shown_as_it_was_written(text):
    shown = Page(render(text)).words.replace("\u00a0", " ")
    for word in re.findall(r"alert\(1\)|<script>|<img|<b>|<svg", text):
        assert word in shown


def test_markdown():
    html = render("A *word* and **two**, `x < y`.\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<em>word</em>" in html
    assert "<code>x &lt; y</code>" in html
    assert html.count("<li>") == 2
    assert html.count("<td>") == 2
    assert render("") == ""


def test_an_image_is_never_asked_for_and_a_link_leaves_the_notebook_open():
    page = Page(render("![a](https://example.org/x.png) [b](https://example.org)"))
    assert "img" not in [tag for tag, _ in page.tags]
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert [link["target"] for link in links] == ["_blank", "_blank"]
    assert all("noopener" in link["rel"] for link in links)


def test_formulas_stand_in_their_paragraph():
    assert render("so $x^2$.") == '<p>so <math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>.</p>'
    inside = render("so $$x$$ then")
    assert inside.startswith("<p>so <math display=\"block\">")
    assert inside.endswith("</math> then</p>")
    assert render("so\n\n$$\nx\n$$\n\nthen").count('<math display="block">') == 1
    assert render("it costs $5, or $6") == "<p>it costs <span>$</span>5, or <span>$</span>6</p>"  # no formula for the page, too
    assert render(r"\\(x\\)") == r"<p><span>\</span>(x<span>\</span>)</p>"
    assert "⌊" in formula(r"\left\lfloor x \right\rfloor")
    assert "&lt;" in formula("a < b")


@pytest.mark.parametrize("latex", [
    r"\frac", r"\left(", "x_", r"\begin{matrix} a", r"\genfrac{a}", r"\rule{a}", r"\verb", pytest.param("{" * 3000, id="deep")])
def test_what_is_no_latex_is_shown_as_it_is_written(latex):
    assert formula(latex) == f"<code>{latex}</code>"


def test_every_formula_of_the_course_becomes_well_formed_mathml():
    found = {first or second for topic in course.topics() for cell in topic.cells if cell.kind == "markdown"
             for first, second in LATEX.findall(cell.source)}
    assert len(found) > 50
    for latex in found:
        tree = ET.fromstring(formula(latex))
        assert tree.tag == "math", latex
        assert "\\" not in "".join(tree.itertext()), latex


def test_every_card_renders():
    for topic in course.topics():
        for card in topic.cards:
            page = Page(render(card.question) + render(card.answer))
            assert {tag for tag, _ in page.tags} <= PLAIN | markup.TAGS
            assert "$" not in page.words, card.question


def test_static_twin_folds_the_answers():
    html = static_html("Heaps & <co>", [("What is *a heap*?", "A tree with $2i + 1$."), ("And a queue?", "A line.")])
    assert html.startswith("<div><p><b>Heaps &amp; &lt;co&gt;</b></p><ol")
    assert html.count("<details><summary>Answer</summary>") == html.count("</details>") == 2
    assert "open" not in {name for _, attributes in Page(html).tags for name in attributes}
    assert html.index("And a queue?") < html.index("A line.")
    assert "<math" in html
    assert "var(" not in html
    assert "No questions." in static_html("Nothing", [])
