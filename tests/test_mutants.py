"""Mutants: the sample, the processes, the count, the report, and that a weak judge is found out."""
from __future__ import annotations

import dataclasses
import io
import os
import random
import signal
import time

import pytest

from course_kit import TinyCourse, exercise, verdict
from utils import course
from utils.checking import first_failure, judge
from utils.mutants import fate, main, of_exercise, sample, survey
from utils.mutations import Mutant, mutants
from utils.scores import EQUIVALENT, KILLED, STOPPED, SURVIVED, Score, report, score
from utils.workers import LOST, calls


def test_the_sample_is_the_same_every_time_and_in_order():
    found = [Mutant("f", "sign", k, f"y = {k}", "pass", str(k)) for k in range(100)]
    state = random.getstate()
    chosen = sample(found, 40)
    assert random.getstate() == state
    assert chosen == sample(found, 40) == sorted(chosen, key=lambda m: m.line)
    assert len(set(chosen)) == 40
    assert sample(found, 100) == sample(found, None) == found
    assert [m.line for m in chosen] != [m.line for m in sample([dataclasses.replace(m, exercise="g") for m in found], 40)]


def test_the_sample_keeps_most_of_its_mutants_when_others_are_added():
    found = [Mutant("f", "sign", k, f"y = {k}", "pass", str(k)) for k in range(110)]
    assert len(set(sample(found[:100], 40)) & set(sample(found, 40))) >= 30


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


def score_of(tiny, judge, equivalent=()):
    found = mutants("double", course.source_of("double", tiny.root))
    judged = {m: fate("double", m.source, tiny.root, judge=judge) for m in found}
    declared = exercise("double", equivalent=dict.fromkeys(equivalent, "because"))
    return score(declared, found, judged, found)


def test_a_weak_judge_lets_mutants_survive(tiny):
    result = score_of(tiny, weak)
    assert [m.key.removeprefix("return 2 * x -> ") for m in result.survivors] == [
        "return x", "return 3 * x", "return 1 * x", "return 0 * x"]
    assert (result.killed, result.total, result.enough) == (2, 6, False)  # a division by zero and None are seen


def test_a_strong_judge_lets_none_survive(tiny):
    result = score_of(tiny, strong)
    assert (result.killed, result.equivalent, result.survivors, result.stale) == (6, 0, (), ())
    assert result.enough


def test_an_equivalent_survivor_is_excused(tiny):
    result = score_of(tiny, weak, ["return 2 * x -> return 3 * x"])
    assert (result.killed, result.equivalent, len(result.survivors), result.total) == (2, 1, 3, 6)
    assert result.stale == ()


def test_an_entry_that_no_longer_holds_is_stale(tiny):
    result = score_of(tiny, strong, ["return 2 * x -> return 3 * x", "return x + x -> return x - x"])
    assert result.stale == ("'return 2 * x -> return 3 * x' is killed now",
                            "'return x + x -> return x - x' is no mutant now")


def test_an_entry_has_to_hold_for_all_mutants_that_look_the_same():
    found = [Mutant("double", "sign", line, "y = -x", "y = x", str(line)) for line in (3, 9)]
    declared = exercise("double", equivalent={"y = -x -> y = x": "because"})
    result = score(declared, found, dict(zip(found, (SURVIVED, KILLED))), found)
    assert result.stale == ("'y = -x -> y = x' is killed now",)


def test_the_other_exercises_are_the_worked_ones(tiny):
    worked = course.source_of("Box", tiny.root)

    def box_is_right():
        return fate("Box", worked, tiny.root, judge=lambda _, box: verdict(box().get(3) == 12)) == SURVIVED

    assert box_is_right()
    assert fate("double", "def double(x):\n    return -x", tiny.root, judge=lambda _, f: verdict(f(1) == -1)) == SURVIVED
    assert box_is_right()


def test_a_mutant_that_cannot_be_defined_is_killed(tiny):
    assert fate("double", "def double(x=1 / 0):\n    return 2 * x", tiny.root, judge=lambda *_: verdict(True)) == KILLED


def test_calls_of_a_mutant_have_little_time(tiny):
    seconds = []
    for name, declared in (("double", 2.0), ("Box", 9.0)):
        tiny.declared["tiny"][name] = exercise(name, seconds=declared)
        fate(name, course.source_of(name, tiny.root), tiny.root,
             judge=lambda judged, _: seconds.append(judged.seconds) or verdict(True))
    assert seconds == [0.5, 9.0]  # an author who asks for more than the default needs it


def test_an_endless_mutant_is_stopped():
    assert fate("f1_score", "def f1_score(*_):\n    while True: pass") == STOPPED
    assert fate("f1_score", "def f1_score(*_):\n    return None") == KILLED


def test_the_short_cut_decides_as_the_judge_does():
    """On answers that fail at once, at the end, when called again, by a library and by their cost."""
    right = course.reference("f1_score")

    def forgetful():
        seen = []
        return lambda *counts: right(*counts) + (seen.append(1) or len(seen) > 112)  # wrong from the second time on

    answers = [("f1_score", lambda: right), ("f1_score", forgetful), ("count_inversions", lambda: sorted)]
    answers += [(name, lambda wrong=m.wrong[0]: wrong) for name in ("f1_score", "top_n")
                for m in course.find(name)[1].misconceptions]
    decided = [(first_failure(course.find(name)[1], made()) is None, judge(course.find(name)[1], made()).passed)
               for name, made in answers]
    assert decided[0] == (True, True)
    assert set(decided[1:]) == {(False, False)}


@pytest.mark.parametrize("name", course.exercises())
def test_a_sample_of_the_mutants_is_noticed(name):
    """The whole is `whiteboard.py mutants`; this much shows a check that has lost its teeth."""
    equivalent = course.find(name)[1].equivalent
    survivors = [m.key for m in sample(of_exercise(name), 4) if m.key not in equivalent and fate(name, m.source) == SURVIVED]
    assert survivors == []


def hostile(task):
    """For processes of their own: they import this file."""
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "hangs":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        while True:
            time.sleep(1)
    if task == "breaks":
        raise ZeroDivisionError("by zero")
    return task


def test_results_come_in_order_and_what_hangs_or_dies_is_lost():
    tasks = [(task,) for task in (1, "hangs", 2, "dies", 3, 4)]
    assert list(calls(hostile, tasks, seconds=10.0)) == [1, LOST, 2, LOST, 3, 4]


def test_no_tasks_no_results():
    assert list(calls(hostile, [])) == []


def test_a_fault_of_ours_is_no_end_of_a_mutant():
    with pytest.raises(RuntimeError, match="ZeroDivisionError in 'breaks': by zero"):
        list(calls(hostile, [("breaks",)], processes=1))


def test_the_real_judge_in_processes_of_its_own():
    watched = []
    (result,) = survey(["f1_score"], limit=4, watch=lambda fates, total: watched.append(total) or fates)
    assert (result.exercise, result.killed, result.total, watched) == ("f1_score", 4, 4, [5])  # and the worked solution


def test_the_report_has_both_tables_and_every_survivor():
    def mutant(operator, line):
        return Mutant("f", operator, line, f"y = {line}", "pass", "")

    results = [Score("f", ((mutant("sign", 1), KILLED), (mutant("sign", 2), STOPPED), (mutant("loop", 3), SURVIVED))),
               Score("gg", ((mutant("sign", 4), EQUIVALENT),), ("'a -> b' is killed now",))]
    assert report(results, {"f": "a.py", "gg": "b.py"}) == """\
operator  mutants  killed  stopped  equivalent  survived  share killed
sign            3       1        1           1         0        100.0%
loop            1       0        0           0         1          0.0%
all             4       1        1           1         1         66.7%

exercise  mutants  killed  stopped  equivalent  survived  share killed
f               3       1        1           0         1         66.7%
gg              1       0        0           1         0        100.0%
all             4       1        1           1         1         66.7%

Survivors:
a.py:3 (f, loop)
  before  y = 3
  after   pass

Entries of `equivalent` that no longer hold:
gg: 'a -> b' is killed now"""


@pytest.mark.parametrize(("survivors", "stale", "code"), [(0, (), 0), (3, (), 0), (4, (), 1), (0, ("a",), 1)])
def test_the_exit_code_tells_of_an_exercise_below_97_percent(monkeypatch, capsys, survivors, stale, code):
    fates = [(Mutant("f1_score", "sign", k, "a", "b", ""), SURVIVED if k < survivors else KILLED) for k in range(100)]
    monkeypatch.setattr("utils.mutants.survey", lambda *_, **__: [Score("f1_score", tuple(fates), stale)])
    assert main(["f1_score", "--quiet"]) == code
    assert ("Below 97%: f1_score." in capsys.readouterr().out) == (survivors > 3)


class Screen(io.StringIO):
    """A terminal, or a file."""

    def __init__(self, is_terminal):
        super().__init__()
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize(("is_terminal", "quiet", "shown"), [(True, False, True), (True, True, False), (False, False, False)])
def test_the_progress_bar_is_for_terminals(monkeypatch, capsys, is_terminal, quiet, shown):
    screen = Screen(is_terminal)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("utils.mutants.survey", lambda *_, watch, **__: [
        Score("f1_score", tuple((Mutant("f1_score", "sign", 1, "a", "b", ""), KILLED) for _ in watch(iter("abc"), 3)))])
    assert main(["f1_score"] + ["--quiet"] * quiet) == 0
    assert ("3/3" in screen.getvalue() or "0/3" in screen.getvalue()) == shown
    assert "3/3" not in capsys.readouterr().out


def test_an_unknown_exercise_is_one_sentence(capsys):
    assert main(["f2_score"]) == 1
    assert capsys.readouterr().err.startswith("There is no exercise or topic 'f2_score'; the exercises are ")


@pytest.mark.parametrize("option", [("--limit", "0"), ("--limit", "-3"), ("--seconds", "0"), ("--seconds", "nan")])
def test_a_number_that_is_no_limit_is_refused(option, capsys, monkeypatch):
    monkeypatch.setattr("utils.mutants.survey", lambda *_, **__: [])
    with pytest.raises(SystemExit, match="2"):
        main(["f1_score", *option])
    assert capsys.readouterr().err.endswith("--limit and --seconds are more than 0.\n")
