"""Whether mistakes get their names: two at once in one answer, a third that is or is not the same, and the table."""
from __future__ import annotations

import pytest
from hypothesis import strategies as st

from course_kit import exercise
from utils import checking, course, diagnosis, naming
from utils.exercise import Case, Misconception, case
from utils.naming import NOTHING, Census, Combined, Known, census, combining, outcome, pairs, table, with_table

NUMBERS = [case(x, why="its size") for x in range(-6, 7)]


def negated(x):
    return -2 * x if x < -3 else 2 * x


def tripled(x):
    return 3 * x if x > 3 else 2 * x


def both(x):
    return negated(x) if x < 0 else tripled(x)


def shifted(x):
    return both(x) if x else 1


def numbers():
    return st.integers(-50, 50).map(lambda x: case(x))


def doubling(*mistakes, **changes):
    """Twice a number; each mistake has its function's name, and shows only for some numbers."""
    found = tuple(Misconception(wrong.__name__, "does that.", wrong) for wrong in mistakes)
    return exercise("double", **{"cases": tuple(NUMBERS), "generate": numbers, "misconceptions": found, **changes})


def named(declared, one, other):
    """Kind and name of the verdict on two mistakes at once."""
    known = Known(declared)
    with known.kept():
        return outcome(known, combining(declared), Combined(known, one, other), (one.__name__, other.__name__))


@pytest.mark.parametrize("first", [negated, tripled])
def test_both_mistakes_show_in_either_order(first):
    declared = doubling(negated, tripled)
    second = tripled if first is negated else negated
    known, taking = Known(declared), combining(declared)
    answer = Combined(known, first, second)
    assert [taking.use(answer, (x,), {}) for x in (-5, 0, 5)] == [10, 0, 15]
    assert taking.use(negated, (-5,), {}) == 10
    assert named(declared, first, second) == ("unnamed", None)


def test_where_both_are_wrong_the_first_one_answers():
    def less(x):
        return 2 * x - 1

    def more(x):
        return 2 * x + 1 if x > 0 else 2 * x

    declared = doubling(less, more)
    known, taking = Known(declared), combining(declared)
    assert [taking.use(Combined(known, less, more), (x,), {}) for x in (-1, 1)] == [-3, 1]
    assert [taking.use(Combined(known, more, less), (x,), {}) for x in (-1, 1)] == [-3, 3]
    assert named(declared, less, more) == ("named", "less")


def test_what_raises_or_changes_its_argument_is_a_mistake_too():
    def raises(x):
        if x[0] > 3:
            raise KeyError(x[0])
        return 2 * x[0]

    def changes(x):
        x[0] = abs(x[0])
        return 2 * -x[0] if x[0] > 3 else 2 * x[0]

    declared = doubling(raises, changes, cases=tuple(case([x], why="-") for x in (-5, 1, 5)), generate=None,
                        oracle=lambda x: 2 * x[0])
    known, taking = Known(declared), combining(declared)
    answer = Combined(known, raises, changes)
    assert [answer.chosen(Case(([x],))) for x in (-5, 1, 5)] == [changes, changes, raises]
    given = [-5]
    assert taking.use(answer, (given,), {}) == -10
    assert given == [5]


def test_the_exercise_is_still_used_in_its_own_way():
    declared = doubling(negated, call=lambda answer, x: answer(x) + 100, oracle=lambda x: 2 * x + 100)
    assert combining(declared).use(negated, (-5,), {}) == 110
    known = Known(declared)
    assert combining(declared).use(Combined(known, negated, tripled), (-5,), {}) == 110


def test_the_oracle_may_be_what_is_forbidden():
    declared = doubling(negated, tripled, oracle=lambda x: sorted([2 * x])[0], forbidden=("sorted",))
    assert named(declared, negated, tripled) == ("unnamed", None)


def test_one_input_is_one_input_however_its_arguments_lie():
    row = [1.0]
    known = Known(doubling(negated, oracle=lambda a, b: a[0] + b[0], generate=None))
    calls = []

    def adds(a, b):
        calls.append(a)
        return 0

    known._spellings.add(id(adds))
    assert known.fails(adds, Case((row, row)))
    assert known.fails(adds, Case(([1.0], [1.0])))
    assert len(calls) == 1


def test_a_third_mistake_that_is_the_same_is_told_from_one_that_strays():
    assert named(doubling(negated, tripled, both), negated, tripled) == ("same", "both")
    assert named(doubling(negated, tripled, shifted), negated, tripled) == ("wrong", "shifted")


def test_a_mistake_in_the_cost_alone_is_not_combined():
    known = Known(doubling(negated, lambda x: x + x))
    assert known.shows(negated)
    assert not known.shows(known.exercise.misconceptions[1].wrong[0])
    assert census(known.exercise).pairs == 0


def test_a_known_mistake_runs_once_on_an_input_and_the_diagnosis_is_as_before():
    calls = []

    def counted(x):
        calls.append(x)
        return negated(x)

    known = Known(doubling(counted))
    before = diagnosis.run
    with known.kept():
        for _ in range(2):
            verdict = checking.judge(known.exercise, lambda x: negated(x))
            assert verdict.misconception == "counted"
    assert diagnosis.run is before
    assert len(calls) == len(set(calls)) > 10


def test_all_pairs_or_the_same_few():
    declared = course.find("box_iou")[1]
    many = len(declared.misconceptions)
    assert len(pairs(declared, None)) == many * (many - 1) // 2
    few = pairs(declared, 5)
    assert len(few) == 5
    assert few == pairs(declared, 5)
    assert [pair for pair in pairs(declared, None) if pair in few] == few


def test_the_census_counts_spellings_and_both_orders():
    declared = doubling(negated, tripled, both)
    found = census(declared)
    assert (found.mistakes, found.pairs) == (3, 3)
    assert found.single == {"named": 3, "unnamed": 0, "same": 0, "wrong": 0}
    # negated with both and tripled with both are both; negated with tripled is a third one that is the same
    assert found.double == {"named": 4, "unnamed": 0, "same": 2, "wrong": 0}
    assert [str(stranger) for stranger in found.strangers] == [
        "double: negated and tripled is called both, which gives the same on every input tried",
        "double: tripled and negated is called both, which gives the same on every input tried"]
    assert found.good


@pytest.mark.parametrize("name", ["box_area", "f1_score", "numerical_gradient", "conv_macs", "receptive_field", "box_iou",
                                  "heapify", "merge", "gray_histogram"])
def test_a_sample_of_pairs_never_gets_a_wrong_name(name):
    declared = course.find(name)[1]
    known, taking, kinds = Known(declared), combining(declared), []
    with known.kept():
        for one, other in pairs(declared, 3):
            if known.shows(one.wrong[0]) and known.shows(other.wrong[0]):
                kinds.append(outcome(known, taking, Combined(known, one.wrong[0], other.wrong[0]), (one.slug, other.slug)))
    assert kinds
    assert not [found for found in kinds if found[0] == "wrong"]


def row(named, unnamed, wrong):
    counts = {"named": named, "unnamed": unnamed, "same": 0, "wrong": 0}
    return Census(2, 1, counts, {**NOTHING.double, "named": 1, "wrong": wrong})


@pytest.mark.parametrize(("found", "good"), [(row(95, 5, 0), True), (row(94, 6, 0), False), (row(100, 0, 1), False)])
def test_when_naming_is_good_enough(found, good):
    assert found.good is good


def test_a_table_has_a_row_each_and_their_sum():
    lines = table([("`a`", row(3, 1, 0)), ("`b`", row(1000, 0, 2))]).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2:] == ["| `a` | 2 | 4 | 3 | 1 | 0 | 1 | 1 | 1 | 0 | 0 | 0 |",
                         "| `b` | 2 | 1,000 | 1,000 | 0 | 0 | 1 | 3 | 1 | 0 | 0 | 2 |",
                         "| **all** | 4 | 1,004 | 1,003 | 1 | 0 | 2 | 4 | 2 | 0 | 0 | 2 |"]


def test_the_table_is_written_in_its_place_and_nowhere_else():
    old = "\n".join(["before", naming.BEGIN, "old", naming.END, "after", ""])
    assert with_table(old, "new") == old.replace("old", "new")
    with pytest.raises(ValueError, match="There is no place for the table"):
        with_table("no table here\n", "new")


@pytest.fixture
def judged(monkeypatch):
    """The exercises that were judged; each is a row of its own number."""
    names = []
    monkeypatch.setattr(naming, "census", lambda declared, limit: names.append((declared.name, limit)) or row(20, 1, 0))
    return names


def test_the_command_writes_one_row_a_topic(judged, tmp_path, capsys):
    page = tmp_path / "CONTRIBUTING.md"
    page.write_text(f"before\n{naming.BEGIN}\n{naming.END}\nafter\n", encoding="utf-8")
    assert naming.main(["--all", "--write"], tmp_path) == 0
    assert judged == [(name, None) for name in course.exercises()]
    written = page.read_text(encoding="utf-8")
    topics = list(dict.fromkeys(slug for slug, _ in course.exercises().values()))
    assert [line.split("`")[1] for line in written.splitlines() if line.startswith("| `")] == topics
    assert written.splitlines()[2] in capsys.readouterr().out


def test_the_command_shows_one_row_an_exercise_where_some_are_chosen(judged, tmp_path, capsys):
    assert naming.main(["nms", "start_here"], tmp_path) == 0
    assert judged == [("nms", naming.PAIRS), ("box_area", naming.PAIRS)]
    assert "| `nms` |" in capsys.readouterr().out


def test_nothing_is_judged_where_the_table_could_not_be_written(judged, tmp_path, capsys):
    (tmp_path / "CONTRIBUTING.md").write_text("no place\n", encoding="utf-8")
    assert naming.main(["--write"], tmp_path) == 1
    assert capsys.readouterr().err.startswith("There is no place for the table; it stands between ")
    with pytest.raises(SystemExit):
        naming.main(["nms", "--write"], tmp_path)
    assert naming.main(["no_such"], tmp_path) == 1
    assert judged == []


def test_contributing_has_the_table_of_the_course():
    text = (course.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.partition(naming.BEGIN)[2].partition(naming.END)[0].strip().splitlines()
    assert rows[0] == f"| {' | '.join(naming.HEADS)} |"
    counted = {}
    for slug, declared in course.exercises().values():
        counted.setdefault(slug, []).append(declared.misconceptions)
    assert [line.split(" | ")[:3] for line in rows[2:-1]] == [
        [f"| `{slug}`", str(sum(map(len, found))), str(sum(len(m.wrong) for mistakes in found for m in mistakes))]
        for slug, found in counted.items()]
    assert rows[-1].endswith(" | 0 |")
    assert rows[-1].split(" | ")[5] == "0"
