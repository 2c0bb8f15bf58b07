"""Reads what a person typed as the answer to a drill, and says whether it is right or which mistake it is."""
from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

from .drills import Question, Slip, near

_THOUSANDS = re.compile(r"(?<=\d)[,_' \u00a0\u202f](?=\d{3}(?!\d))")
LONGEST = 1000  # characters of an answer that is read; no answer of the course is nearly as long
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?")


@dataclass(frozen=True)
class Mark:
    """What becomes of an answer: `right`, or None where it could not be read; one sentence; the slip it is, if one."""

    right: bool | None
    sentence: str
    slip: Slip | None = None


def mark(question: Question, text: str) -> Mark:
    """Mark the typed `text`; never raises."""
    wanted = _wanted(question)
    try:
        given = read(text, question)
    except ValueError:
        return Mark(None, f"{_quoted(text)} cannot be read; wanted {wanted}.")
    if near(given, question.answer, question.tolerance):
        return Mark(True, "Right.")
    slip = next((slip for slip in question.slips if near(given, slip.value, question.tolerance)), None)
    if slip:
        return Mark(False, f"Not {shown(given)}: {slip.sentence}", slip)
    if not isinstance(question.answer, (int, float, Fraction)) and len(given) != len(question.answer):
        return Mark(False, f"Not right: {len(given)} numbers, the answer has {len(question.answer)}.")
    return Mark(False, f"Not {shown(given)}.")


def read(text: str, question: Question):
    """The number, tuple or list that was typed; ValueError where it is none.

    Numbers may be fractions (``1/3``), percentages, in groups of three digits, and followed by the unit. Sequences are
    separated by commas, semicolons or blanks, with or without brackets, with the unit after each or after the last.
    """
    if len(text) > LONGEST:  # a search for the unit in a million blanks takes hours
        raise ValueError(text[:40])
    text = text.strip().replace("−", "-").replace("×", " ")
    if isinstance(question.answer, (tuple, list)):
        if question.unit:
            text = re.sub(rf"\s*{re.escape(question.unit)}(?=[\s,;)\]]|$)", "", text, flags=re.IGNORECASE)
        inside = text.strip("()[]{} ")
        parts = re.split(r"\s*[,;]\s*|\s+", inside) if inside else []
        values = [_number(part) for part in parts if part]
        return type(question.answer)(values)
    if question.unit:
        text = re.sub(rf"\s*{re.escape(question.unit)}\.?$", "", text, flags=re.IGNORECASE)
    percent = text.endswith("%")
    text = _THOUSANDS.sub("", text.removesuffix("%").strip())
    if re.fullmatch(r"[+-]?\d+,\d+", text):  # what is left is a decimal comma
        text = text.replace(",", ".")
    value = _number(text)
    return value / 100 if percent else value


def _number(text):
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    above, _, below = text.replace(" ", "").partition("/")
    if not math.isfinite(float(above)):  # before a quotient: a whole number may have more digits than a float holds
        raise ValueError(text)
    value = float(above) if re.search(r"[.eE]", above) else int(above)
    if below:
        if float(below) == 0:
            raise ValueError(text)
        value = value / float(below)
        if not math.isfinite(value):
            raise ValueError(text)
    return value


def _quoted(text):
    """The beginning of what was typed as code in Markdown, whatever is in it: else a ``*`` or a ``$`` in it is obeyed."""
    words = " ".join(text.split())[:40]
    if not words:
        return "An empty answer"
    fence = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    return f"{fence} {words} {fence}" if "`" in words else f"`{words}`"


def shown(value) -> str:
    """An answer as text: a whole number in groups of three, others with at most six digits."""
    if isinstance(value, (tuple, list)):
        inside = ", ".join(shown(item).replace(",", "") for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{float(value):.6g}"


def equals(value, places: int | None = None) -> str:
    """``= 8.5`` or ``≈ 4.66667``, to go behind a term: an equals sign only where nothing was rounded off.

    With ``places`` so many decimals are shown, else what `shown` shows.
    """
    text = shown(value) if places is None else f"{float(value):.{places}f}"
    exact = abs(float(Fraction(text.replace(",", ""))) - float(value)) <= 1e-9 * abs(float(value))
    return f"{'=' if exact else '≈'} {text}"


def _wanted(question) -> str:
    if isinstance(question.answer, tuple):
        return f"{len(question.answer)} numbers, separated by commas"
    if isinstance(question.answer, list):
        return "numbers, separated by commas"
    return "a number"
