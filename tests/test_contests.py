"""Contests: what is timed and how, what is told where something is missing, and that both sides of each give the same."""
import json
import re
from dataclasses import replace

import pytest

from utils import claims, contests, course
from utils.contests import Contest, Unequal, measured, missing, row

ALL = contests.contests()
BENCH = {re.split("[=<>]", line)[0].replace("-", "_")
         for line in (course.ROOT / contests.WANTED).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}


class Clock:
    """Time that passes only when a side takes it."""

    now = 0.0

    def __call__(self):
        return self.now

    def takes(self, costs, result=0):
        """A function whose calls cost so much, one after the other."""
        costs = iter(costs)

        def side():
            self.now += next(costs)
            return result

        return side


def made(clock, ours, peer, same=None, **more):
    sides = [clock.takes(ours), clock.takes(peer)]
    return Contest("a task", "a peer", 0.5, lambda: (*sides, *([same] if same else [])), rounds=3, **more)


def test_each_turn_warms_up_first_and_the_middle_turn_counts():
    clock = Clock()
    ours, peer, ratio = measured(made(clock, [9, 1, 9, 3, 9, 2], [9, 4, 9, 4, 9, 20]), clock)
    assert (ours, peer) == (2, 4)
    assert ratio == 0.25  # of 1/4, 3/4 and 2/20, which is not that of the middles


def test_a_long_call_needs_no_other_before_it():
    clock = Clock()
    assert measured(made(clock, [1, 2, 3], [2, 2, 2], warm=False), clock) == (2, 2, 1)


def test_sides_that_differ_are_not_timed():
    clock = Clock()
    with pytest.raises(Unequal, match="Ours and a peer differ: a task"):
        measured(made(clock, [1] * 6, [1] * 6, same=lambda one, other: False), clock)
    assert clock.now == 4  # one turn


def test_what_is_no_time_is_taken_from_the_results():
    sides = iter([30.0]), iter([80.0])
    found = Contest("memory", "a budget", 1.0, lambda: [lambda side=side: next(side) for side in sides], rounds=1, warm=False,
                    unit="MB")
    assert measured(found) == (30, 80, 0.375)


def test_what_is_missing_is_told_in_one_line():
    found = row("x", Contest("a task", "a peer", 0.5, None, needs=("json", "no_such_module")))
    assert found == {"name": "x", "what": "a task", "peer": "a peer",
                     "note": "not measured: no_such_module missing, `pip install -r requirements-bench.txt`"}


def test_a_program_that_is_missing_is_told_too():
    found = row("x", Contest("a task", "a peer", 0.5, None, programs=("no-such-program",)))
    assert found["note"] == "not measured: no program `no-such-program` on this machine"
    assert "met" not in found


def test_a_contest_is_measured_in_a_process_of_its_own_with_one_thread(monkeypatch):
    asked = []

    def stands_in(command, env, **_):
        asked.append((command[-1], {env[name] for name in contests.THREADS}))
        return type("Done", (), {"returncode": 0, "stdout": "noise\n[0.012, 2.0, 0.0061234]\n"})

    monkeypatch.setattr(contests.subprocess, "run", stands_in)
    found = row("box_iou", Contest("a task", "a peer", 0.5, None))
    assert asked == [("box_iou", {"1"})]
    assert found == {"name": "box_iou", "what": "a task", "peer": "a peer", "ours": "12 ms", "peer's": "2 s", "ratio": 0.00612,
                     "goal": 0.5, "met": True}


def test_a_contest_that_fails_has_not_met_its_goal(monkeypatch):
    done = type("Done", (), {"returncode": 1, "stderr": "so\nit broke\n"})
    monkeypatch.setattr(contests.subprocess, "run", lambda *_, **__: done)
    found = row("x", Contest("a task", "a peer", 0.5, None))
    assert (found["met"], found["note"]) == (False, "it broke")


def test_the_process_prints_the_three_numbers(capsys):
    clock = Clock()
    assert contests.main(["toy"], {"toy": made(clock, [1] * 6, [1] * 6)}) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert contests.main(["toy"], {"toy": made(clock, [1] * 6, [1] * 6, same=lambda *_: False)}) == 1
    assert capsys.readouterr().err == "Ours and a peer differ: a task.\n"


@pytest.mark.parametrize("name", ALL)
def test_a_contest_is_declared_as_it_should_be(name):
    found = ALL[name]
    assert found.what
    assert found.peer
    assert found.goal is None or 0 < found.goal < 10
    assert set(found.needs) <= BENCH
    assert name not in ("check", "fast", "schedule", "verify")


@pytest.mark.parametrize("name", [name for name, found in ALL.items() if found.warm])  # the others take minutes
def test_both_sides_of_a_contest_give_the_same(name):
    found = ALL[name]
    if absent := missing(found):
        pytest.skip(absent)
    assert len(measured(replace(found, rounds=1, warm=False))) == 3


def test_what_bench_wants_is_used_by_a_contest():
    assert {name for found in ALL.values() for name in found.needs} == BENCH


TOLD = {"peer": "a peer", "ours": "1 s", "peer's": "4 s", "ratio": 0.25}
ROWS = [{"name": "a", "what": "a task", **TOLD, "goal": 0.5, "met": True},
        {"name": "b", "what": "told only", **TOLD, "goal": None, "met": None},
        {"name": "c", "what": "a task", "peer": "a peer", "note": "not measured"}]


def test_the_table_in_the_readme_holds_what_was_measured():
    assert claims.markdown(ROWS).splitlines()[2:] == [
        "| a task | 1 s | a peer | 4 s | 0.25 | 0.5 | yes |", "| told only | 1 s | a peer | 4 s | 0.25 |  |  |"]
    page = f"before\n{claims.BEGIN}\nold\n{claims.END}\nafter\n"
    assert claims.with_table(page, ROWS) == page.replace("old", claims.markdown(ROWS))
    assert claims.BEGIN in (course.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_checks_and_notebooks_have_their_goals_in_the_same_table():
    last = [{"again s": 0.2, "slowest mistake s": 0.6}, {"again s": 1.5, "slowest mistake s": 3.5}]
    books = [{"notebooks": n, "plain s": 10.0 * n, "ours s": 4.0 * n, "ratio": 0.4, "goal": 0.5, "s a notebook": 4.0}
             for n in (8, 16)]
    found = claims.claims({"check": last, "verify": books, "schedule": [{"x": 1}], "fast": ROWS})
    assert [row["name"] for row in found] == ["a", "b", "c", "check_median", "check_maximum", "check_mistake",
                                              "verify_8", "verify_16", "verify_growth"]
    assert [row["met"] for row in found if row["name"].startswith("check")] == [True, True, False]
    assert [row["ratio"] for row in found if row["name"].startswith("verify")] == [0.4, 0.4, 1.0]


def test_rows_of_earlier_runs_stay_until_they_are_measured_again(tmp_path):
    first, second, *_ = ALL
    old = {"check": [1], "fast": [{"name": second, "ratio": 1}, {"name": "gone", "ratio": 1}]}
    new = {"verify": [2], "fast": [{"name": first, "ratio": 2}, {"name": second, "ratio": 2}]}
    assert claims.joined(old, new) == {"check": [1], "verify": [2], "fast": new["fast"]}
    assert claims.joined({}, new) == new
    file = tmp_path / "rows.json"
    assert claims.kept(file) == {}
    file.write_text(json.dumps(old), encoding="utf-8")
    assert claims.kept(file) == old
    for text in ("[]", "{"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="is no table of an earlier bench"):
            claims.kept(file)
