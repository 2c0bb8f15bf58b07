"""Mutants: what each operator makes of a snippet, the sample, the count, and that a weak judge is found out."""
import dataclasses
import random

import pytest

from course_kit import TinyCourse, exercise, verdict
from utils import course
from utils.mutants import main, sample, survey, survives, tally
from utils.mutations import OPERATORS, Mutant, mutants

MADE = {
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
    "axis": ("y = f(a, axis=1)", ["y = f(a, axis=0)", "y = f(a, axis=-1)"]),
    "arguments": ("y = f(a, b, key=c)", ["y = f(a, b)", "y = f(b, a, key=c)"]),
    "statement": ("a.append(1)", ["pass"]),
    "statement, part of a whole": ("a[0] = b", ["pass"]),
    "statement, in place": ("y += b", ["pass"]),
    "statement, name": ("y = a", []),
    "statement, if": ("if a:\n    y = b\nelse:\n    y = c", ["if a: pass else: y = c", "if a: y = b"]),
    "statement, break": ("while a:\n    break", ["pass", "continue"]),
    "function": ("y = np.maximum(a, min(b))", ["y = np.minimum(a, min(b))", "y = np.maximum(a, max(b))"]),
    "function, sum": ("y = a.sum()", ["y = a.mean()"]),
    "dtype": ("y = a.astype(float, dtype=np.float64)", [
        "y = a.astype(int, dtype=np.float64)", "y = a.astype(float, dtype=np.int64)"]),
    "copy": ("y = a.copy() + copy(b)", ["y = a + copy(b)", "y = a.copy() + b"]),
    "return": ("return b", ["return None", "return a"]),
    "loop": ("y = range(n, m, 2)", ["y = range(n + 1, m, 2)", "y = range(n - 1, m, 2)", "y = range(n, m + 1, 2)",
                                    "y = range(n, m - 1, 2)"]),
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


def test_the_sample_is_the_same_every_time_and_in_order():
    found = [Mutant("f", "sign", k, "", "", str(k)) for k in range(100)]
    state = random.getstate()
    chosen = sample(found, 40)
    assert random.getstate() == state
    assert chosen == sample(found, 40) == sorted(chosen, key=lambda m: m.line)
    assert len(set(chosen)) == 40
    assert sample(found, 100) == sample(found, None) == found
    assert chosen != sample([dataclasses.replace(m, exercise="g") for m in found], 40)


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    return TinyCourse(tmp_path, monkeypatch)



def weak(_exercise, answer):
    """Looks at one input only, and an unlucky one."""
    try:
        return verdict(answer(0) == 0)
    except (TypeError, ZeroDivisionError):
        return verdict(False)


def strong(_exercise, answer):
    try:
        return verdict([answer(x) for x in (0, 3, -5)] == [0, 6, -10])
    except (TypeError, ZeroDivisionError):
        return verdict(False)


def tally_of(tiny, judge, equivalent=()):
    found = mutants("double", course.source_of("double", tiny.root))
    judged = {m: survives("double", m.source, tiny.root, judge) for m in found}
    declared = exercise("double", equivalent=dict.fromkeys(equivalent, "because"))
    return tally(declared, found, judged, found)


def test_a_weak_judge_lets_mutants_survive(tiny):
    result = tally_of(tiny, weak)
    assert [m.key.removeprefix("return 2 * x -> ") for m in result.survivors] == [
        "return x", "return 3 * x", "return 1 * x", "return 0 * x"]
    assert (result.killed, result.total) == (2, 6)  # a division by zero and None are seen


def test_a_strong_judge_lets_none_survive(tiny):
    result = tally_of(tiny, strong)
    assert (result.killed, result.equivalent, result.survivors, result.stale) == (6, 0, (), ())


def test_an_equivalent_survivor_is_excused(tiny):
    result = tally_of(tiny, weak, ["return 2 * x -> return 3 * x"])
    assert (result.killed, result.equivalent, len(result.survivors), result.total) == (2, 1, 3, 6)
    assert result.stale == ()


def test_an_entry_that_no_longer_holds_is_stale(tiny):
    result = tally_of(tiny, strong, ["return 2 * x -> return 3 * x", "return x + x -> return x - x"])
    assert result.stale == ("'return 2 * x -> return 3 * x' is killed now",
                            "'return x + x -> return x - x' is no mutant now")


def test_the_other_exercises_are_the_worked_ones(tiny):
    worked = course.source_of("Box", tiny.root)

    def box_is_right():
        return survives("Box", worked, tiny.root, lambda _, box: verdict(box().get(3) == 12))

    assert box_is_right()
    assert survives("double", "def double(x):\n    return -x", tiny.root, lambda _, f: verdict(f(1) == -1))
    assert box_is_right()


def test_a_mutant_that_cannot_be_defined_is_killed(tiny):
    assert not survives("double", "def double(x=1 / 0):\n    return 2 * x", tiny.root, lambda *_: verdict(True))


def test_calls_of_a_mutant_have_little_time(tiny):
    seconds = []
    for name, declared in (("double", 2.0), ("Box", 9.0)):
        tiny.declared["tiny"][name] = exercise(name, seconds=declared)
        survives(name, course.source_of(name, tiny.root), tiny.root,
                 lambda judged, _: seconds.append(judged.seconds) or verdict(True))
    assert seconds == [0.5, 9.0]  # an author who asks for more than the default needs it


def test_the_real_judge_in_processes_of_its_own():
    (result,) = survey(["f1_score"], limit=4)
    assert (result.exercise, result.killed, result.total) == ("f1_score", 4, 4)


def test_an_unknown_exercise_is_one_sentence(capsys):
    assert main(["f2_score"]) == 1
    assert capsys.readouterr().err.startswith("There is no exercise or topic 'f2_score'; the exercises are ")
