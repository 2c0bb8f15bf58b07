"""Values as short text: what was called, returned and expected."""
from __future__ import annotations

import re
from html import escape

import numpy as np

LONGEST = 240  # characters of one value in a verdict


def article(noun: str) -> str:
    """``article("int")`` → ``"an int"``."""
    return f"{'an' if noun[:1].lower() in 'aeiou' or noun == 'ndarray' else 'a'} {noun}"


def plural(number: int, noun: str) -> str:
    """``plural(1, "item")`` → ``"1 item"``, ``plural(2, "item")`` → ``"2 items"``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def part(number: int, total: int, noun: str) -> str:
    """``part(1, 3, "value")`` → ``"1 of 3 values is"``: a subject with its verb."""
    return f"the only {noun} is" if total == 1 else f"{number} of {total} {noun}s {'is' if number == 1 else 'are'}"


def plain_html(text: str) -> str:
    """Text for a page that typesets formulas, as JupyterLab does in HTML: no tag in it is obeyed, and no formula begins."""
    # a formula is found only where it stands in one piece; in <code> none is looked for, and there this does no harm
    return re.sub(r"[$\\]", r"<span>\g<0></span>", escape(text))


def number(value: float, digits: int) -> str:
    """A float with `digits` significant digits; whole numbers without a point."""
    return format(float(value), f".{digits}g")


def brief(value, digits: int = 4) -> str:
    """One value on one line, at most `LONGEST` characters; floats with `digits` significant digits."""
    try:
        text = _plain(value, digits)
    except Exception:  # a list that holds itself, an object that fails to answer
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _plain(value, digits):
    if isinstance(value, np.ndarray) and value.size == 0:
        return f"an empty array of shape {value.shape}"
    if isinstance(value, np.ndarray):
        if value.size > 200:
            return f"an array of shape {value.shape} that begins {_plain(value.ravel()[:12], digits)}"
        return _plain(value.tolist(), digits)
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (float, np.floating)):
        return number(value, digits)
    if isinstance(value, np.generic):
        return str(value.item())
    if hasattr(value, "_fields"):  # a named tuple says what its items are
        return repr(value)
    if isinstance(value, (list, tuple)) and len(value) > LONGEST:
        start = ", ".join(_plain(item, digits) for item in value[:12])
        return f"a {type(value).__name__} of {len(value):,} items that begins {start}"
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item, digits) for item in value) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(_plain(item, digits) for item in value) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_plain(item, digits)}" for key, item in value.items()) + "}"
    return repr(value) if type(value) is str else _without_address(value)


def _without_address(value):
    """repr, unless it shows an address or fails: then the name of the type."""
    try:
        text = repr(value)
    except Exception:  # a learner's object may do anything in __repr__
        text = "0x"
    return f"<{type(value).__name__}>" if " at 0x" in text or text == "0x" else text


def apart(one, other) -> tuple[str, str]:
    """Two values as text, with as many digits as it takes to see the difference."""
    for digits in (4, 8, 12, 17):
        texts = brief(one, digits), brief(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def call(name: str, arguments: dict) -> str:
    """``box_iou(a=[[0, 0, 1, 1]], b=…)``."""
    return f"{name}({', '.join(f'{key}={brief(value)}' for key, value in arguments.items())})"
