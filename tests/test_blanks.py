"""The blank rule: what a learner's copy keeps of a worked exercise."""
import ast

import pytest

from utils.blanks import blank

SPREAD = '''def f(
    x,  # left
    y: dict[str, int] = {"a": 1},
) -> "list[int]":  # why
    """Doc.

    More.
    """'''
RULES = {  # the worked function, and what of it stays above the raise line
    "a body goes, comments and all": (
        'def f(x):\n    """Twice."""\n    # by two\n    y = 2 * x  # here\n    return y',
        'def f(x):\n    """Twice."""'),
    "no docstring": ("def f(x):\n    # by two\n    return 2 * x", "def f(x):"),
    "one line": ("def f(x): return 2 * x", "def f(x):"),
    "one line with a docstring": ('def f(x): "Twice."; return 2 * x', 'def f(x):\n    "Twice."'),
    "a signature of several lines, with its comments": (
        SPREAD + "\n    return y",
        SPREAD),
    "a default that has colons": (
        "def f(x, key=lambda v: v[1:2]):\n    return key(x)",
        "def f(x, key=lambda v: v[1:2]):"),
    "letters of several bytes": (
        'def f(x="é→", y="ü"):  # ß\n    """Größe → 2."""; return 1',
        'def f(x="é→", y="ü"):  # ß\n    """Größe → 2."""'),
    "decorators and async": ("@one\n@two(3)\nasync def f(x):\n    await x", "@one\n@two(3)\nasync def f(x):"),
    "inner functions": ("def f(x):\n    def g():\n        return x\n    return g", "def f(x):"),
    "a comment above": ("# first\ndef f(x):\n    return x", "def f(x):"),
}
RULES = {rule: (worked, f'{kept}\n    raise NotImplementedError("exercise: f")')
         for rule, (worked, kept) in RULES.items()}


@pytest.mark.parametrize("rule", RULES)
def test_a_function_keeps_signature_and_docstring(rule):
    worked, wanted = RULES[rule]
    ast.parse(wanted)
    assert blank(worked, "f") == wanted


def test_a_blank_is_its_own_blank():
    for worked, wanted in RULES.values():
        assert blank(blank(worked, "f"), "f") == wanted


def test_a_class_keeps_its_docstring_and_its_methods():
    worked = '''@total
class V(Base, kind=dict[str, int]):  # a value
    """A value."""

    __slots__ = ("data",)  # part of the answer

    def __init__(self, data):
        self.data = data

    @property
    def size(self) -> int:
        """How big."""
        # secret
        return self.data

    def __add__(
        self, other,  # either side
    ):
        return V(self.data + other)

    __radd__ = __add__
'''
    assert blank(worked, "V") == '''@total
class V(Base, kind=dict[str, int]):  # a value
    """A value."""

    def __init__(self, data):
        raise NotImplementedError("exercise: V")

    @property
    def size(self) -> int:
        """How big."""
        raise NotImplementedError("exercise: V")

    def __add__(
        self, other,  # either side
    ):
        raise NotImplementedError("exercise: V")'''
