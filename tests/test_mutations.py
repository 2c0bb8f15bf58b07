"""Mutations: what each operator makes of a snippet, exactly; what none of them touches; that all of it compiles."""
from __future__ import annotations

import pytest

from utils import course
from utils.mutations import OPERATORS, Mutant, mutants

MADE = {  # operator, what of it → a statement, what becomes of it
    "arithmetic": ("y = a + b * c", ["y = a - b * c", "y = a + b / c"]),
    "arithmetic, in place": ("y //= b", ["y /= b"]),
    "comparison": ("y = a < b <= c", ["y = a <= b <= c", "y = a > b <= c", "y = a < b < c", "y = a < b >= c"]),
    "comparison, others": ("y = a == b", ["y = a != b"]),
    "boolean": ("y = not (a or b)", ["y = a or b", "y = not (a and b)"]),
    "boolean, masks": ("y = ~a", ["y = a"]),
    "boolean, branches": ("y = a if b else c", ["y = a", "y = c"]),
    "constant": ("y = 5", ["y = 6", "y = 4", "y = 0"]),
    "constant, of 1": ("y = 1.0", ["y = 2.0", "y = 0.0"]),
    "constant, truth": ("y = True", ["y = False"]),
    "constant, text": ("y = 'a'", []),
    "index": ("y = a[k]", ["y = a[k + 1]", "y = a[k - 1]"]),
    "index, bounds": ("y = a[j:]", ["y = a[:]", "y = a[j + 1:]", "y = a[j - 1:]"]),
    "index, reversed": ("y = a[::-1]", ["y = a[:]"]),
    "index, mask": ("y = a[a >= b]", []),
    "index, of several": ("y = a[j, 0, :]", ["y = a[j + 1, 0, :]", "y = a[j - 1, 0, :]"]),
    "axis": ("y = f(a, axis=1)", ["y = f(a, axis=0)", "y = f(a, axis=-1)"]),
    "arguments": ("y = f(a, b, key=c)", ["y = f(a, b)", "y = f(b, a, key=c)", "y = f(a, key=c)"]),
    "arguments, three": ("y = f(a, b, c)", ["y = f(b, a, c)", "y = f(a, c, b)", "y = f(a, b)"]),
    "order": ("y = a - b", ["y = b - a"]),
    "order, no matter": ("y = a + b", []),
    "order, of a result": ("return (a, b, c)", ["return (b, a, c)", "return (a, c, b)"]),
    "statement": ("a.append(1)", ["pass"]),
    "statement, part of a whole": ("a[0] = b", ["pass"]),
    "statement, in place": ("y += b", ["pass"]),
    "statement, name": ("y = a", []),
    "statement, if": ("if a:\n    y = b\nelse:\n    y = c", ["if a: pass else: y = c", "if a: y = b", "pass"]),
    "statement, break": ("while a:\n    break", ["pass", "continue", "pass"]),
    "statement, name that has a value": ("a = b", ["pass"]),
    "statement, names": ("a, y = b", []),
    "statement, loop": ("for y in a:\n    pass", ["pass"]),
    "condition": ("if a < b:\n    pass", ["if not a < b:"]),
    "condition, loop": ("while not a:\n    pass", []),
    "condition, filter": ("y = [x for x in a if x]", ["y = [x for x in a if not x]"]),
    "condition, parts": ("y = a and b and c", ["y = b and c", "y = a and c", "y = a and b"]),
    "condition, masks": ("y = a & b", ["y = a", "y = b"]),
    "function": ("y = np.maximum(a, min(b))", ["y = np.minimum(a, min(b))", "y = np.maximum(a, max(b))"]),
    "function, sum": ("y = a.sum()", ["y = a.mean()"]),
    "function, dropped": ("y = np.abs(b)", ["y = b"]),
    "rounding": ("y = a // b", ["y = -(-a // b)"]),
    "rounding, of a number": ("y = int(a) + round(b)", ["y = round(a) + round(b)", "y = int(a) + int(b)"]),
    "dtype": ("y = a.astype(float, dtype=np.float64)", [
        "y = a.astype(int, dtype=np.float64)", "y = a.astype(float, dtype=np.int64)", "y = a",
        "y = a.astype(float, dtype=np.float32)", "y = a.astype('float32', dtype=np.float64)"]),
    "dtype, named": ("y = f(int, dtype=int) + g(dtype=bool)", ["y = f(int, dtype=float) + g(dtype=bool)",
                                                               "y = f(int, dtype=int) + g(dtype=float)"]),
    "copy": ("y = a.copy() + copy(b)", ["y = a + copy(b)", "y = a.copy() + b"]),
    "copy, made by a type": ("y = list(a) + np.array(b)", ["y = a + np.array(b)", "y = list(a) + np.asarray(b)"]),
    "return": ("return b", ["return None", "return a"]),
    "loop": ("y = range(n, m, 2)", ["y = range(n + 1, m, 2)", "y = range(n - 1, m, 2)", "y = range(n, m + 1, 2)",
                                    "y = range(n, m - 1, 2)"]),
    "loop, its rounds": ("for x in a:\n    f(x)", ["for x in list(a)[1:]:", "for x in list(a)[:-1]:",
                                                   "for x in a: f(x) break"]),
    "sign": ("y = -a", ["y = a"]),
}


def made_of(body, operator=None):
    """What becomes of a body; by one operator, or by all."""
    source = "def f(a):\n" + "\n".join(f"    {line}" for line in body.splitlines())
    return [m.after for m in mutants("f", source) if operator in (None, m.operator)]


@pytest.mark.parametrize("label", MADE)
def test_an_operator_makes_exactly_these(label):
    body, wanted = MADE[label]
    assert sorted(made_of(body, label.partition(",")[0])) == sorted(wanted)


def test_every_operator_has_such_a_test():
    assert {label.partition(",")[0] for label in MADE} == set(OPERATORS)


def test_what_no_behaviour_hangs_on_is_never_changed():
    source = '''@cache(1)
def f(a: Array[1], b: "int | 2" = c) -> Array[-1]:
    """One of 1 + 1."""
    y: Array[0] = a
    raise E(f"{a + 1} is not {b - 1}")
'''
    assert mutants("f", source) == []


def test_defaults_and_methods_are_changed_too():
    source = 'class V:\n    """V."""\n\n    def f(self, a, n=3):\n        """F."""\n        return self\n'
    assert [(m.operator, m.before, m.after) for m in mutants("V", source)] == [
        ("constant", "def f(self, a, n=3):", "def f(self, a, n=4):"),
        ("constant", "def f(self, a, n=3):", "def f(self, a, n=2):"),
        ("constant", "def f(self, a, n=3):", "def f(self, a, n=0):"),
        ("return", "return self", "return None"),
        ("return", "return self", "return a")]


def test_a_mutant_says_where_it_is_and_holds_the_whole_exercise():
    (mutant,) = mutants("f", "def f(a):\n    # why\n    b = -a\n    return\n", first_line=40)
    assert mutant == Mutant("f", "sign", 42, "b = -a", "b = a", "def f(a):\n    b = a\n    return")
    assert mutant.key == "b = -a -> b = a"


def test_no_mutant_twice_and_none_that_is_the_solution():
    source = "def f(a):\n    y = g(a, axis=1)\n    return min(a, a) + 0 * y[-1]\n"
    texts = [m.source for m in mutants("f", source)]
    assert len(texts) == len(set(texts)) > 10
    assert all(compile(text, "f", "exec") for text in texts)
    assert "def f(a):\n    y = g(a, axis=1)\n    return min(a, a) + 0 * y[-1]" not in texts


def test_every_worked_solution_has_mutants_and_they_compile():
    for topic in course.topics():
        for name, source in topic.exercise_sources.items():
            found = mutants(name, source)
            assert len(found) >= 4, name  # the shortest worked answer has three lines
            assert all(compile(m.source, name, "exec") for m in found)
