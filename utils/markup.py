"""Markdown with LaTeX in dollars → HTML that may be put into a page: formulas become MathML, tags in the text stay text."""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import Converter
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .formatting import plain_html

TAGS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "mpadded", "mphantom",
    "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable",
    "mtr", "mtd"})
ATTRIBUTES = frozenset({
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines",
    "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"})
# what the converter raises on LaTeX that is none: its own classes have no common one, and on some it stumbles
NOT_LATEX = (*(each for each in vars(exceptions).values() if isinstance(each, type)),
             AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError, RecursionError)
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{1,6});")


def render(text: str) -> str:
    """Markdown as HTML blocks: paragraphs, lists, tables, code, and formulas in ``$…$`` or ``$$…$$``.

    Tags in the text are shown as text, images are not loaded, links open a page of their own.
    """
    return _reader().render(text).strip()


def formula(latex: str, display: str = "inline") -> str:
    """One formula as MathML, `display` being ``"inline"`` or ``"block"``; what cannot be read is shown as it is written."""
    try:
        tree = Converter(display=display).convert_to_element(latex)
    except NOT_LATEX:
        return f"<code>{escape(latex)}</code>"
    return _written(tree)


def _written(node: Element) -> str:
    """An element as text, escaped.

    The converter's own writer turns ``\\text{<b>}`` into a tag, and it makes links and styles: hence the lists above.
    """
    inside = _characters(node.text) + "".join(_written(child) + _characters(child.tail) for child in node)
    if node.tag not in TAGS:
        return inside
    if node.tag == "mi" and (node.text or "").startswith("\\"):  # a command that it does not know
        return f"<mtext>{inside}</mtext>"
    kept = "".join(f' {name}="{escape(str(value))}"' for name, value in node.attrib.items() if name in ATTRIBUTES)
    return f"<{node.tag}{kept}>{inside}</{node.tag}>"


def _characters(text: str | None) -> str:
    """The converter writes characters as references (``&#x0230A;``) into the text; all else is text."""
    return escape(_REFERENCE.sub(lambda found: _character(int(found[1], 16)), text or ""), quote=False)


def _character(code: int) -> str:
    return chr(code) if 32 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    # the plugin's own rules wrap a formula in a <div>, which would end the paragraph that it stands in
    reader.add_render_rule("math_inline", lambda self, tokens, place, *_: formula(tokens[place].content.strip()))
    for rule in ("math_inline_double", "math_block"):
        reader.add_render_rule(rule, lambda self, tokens, place, *_: formula(tokens[place].content.strip(), "block"))
    reader.add_render_rule("link_open", _link)
    reader.add_render_rule("text", lambda self, tokens, place, *_: plain_html(tokens[place].content))
    return reader


def _link(renderer, tokens, place, options, env):
    """A click must not take the page away that the notebook is in."""
    tokens[place].attrSet("target", "_blank")
    tokens[place].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, place, options, env)


def static_html(title: str, entries: Iterable[tuple[str, str]]) -> str:
    """The questions with folded answers, for a page in which no widget runs.

    `entries` are pairs of Markdown, question and answer; `title` is plain text. No style needs a variable, a script or an
    id, so a notebook that is not trusted shows it too.
    """
    rows = [f'<li style="margin:0 0 12px 0">{render(question)}<details><summary>Answer</summary>{render(answer)}</details></li>'
            for question, answer in entries]
    if not rows:
        return f"<div><p><b>{plain_html(title)}</b></p><p>No questions.</p></div>"
    return f'<div><p><b>{plain_html(title)}</b></p><ol style="padding-left:28px">{"".join(rows)}</ol></div>'
