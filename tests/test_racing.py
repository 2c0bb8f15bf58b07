"""Races: what is timed, when a contestant stops, the fit, the table. No true time is looked at: the clock is ours."""
import html
import linecache
import math
import re
from dataclasses import replace

import pytest

from utils import course, race, racing
from utils.codas import coda, codas
from utils.figures.race import lines
from utils.racing import Lap, Race, Results, run

EXERCISE = course.find("box_area")[1]


class Clock:
    """Time that passes only when a contestant says so."""

    now = 0.0

    def __call__(self):
        return self.now

    def takes(self, seconds):
        """A contestant: n → seconds(n)."""
        def contestant(n):
            self.now += seconds(n)
            return n

        return contestant


TOY = Race(sizes=(10, 100, 1000), make=lambda n: (n,), unit="things", library="peer")


def held(contestants, seconds=5.0, toy=TOY):
    clock = Clock()
    return run(EXERCISE, toy, {name: clock.takes(cost) for name, cost in contestants.items()}, seconds, clock), clock


def test_the_exponent_is_that_of_the_cost():
    results, _ = held({"yours": lambda n: 1e-6 * n**2, "peer": lambda n: 1e-4 * n})
    assert results.exponent("yours") == pytest.approx(2)
    assert results.exponent("peer") == pytest.approx(1)
    assert results.exponent("yours") != pytest.approx(results.exponent("peer"))


def test_faint_times_are_not_fitted():
    results, _ = held({"yours": lambda n: 1e-9 * n})
    assert results.exponent("yours") is None
    assert "n^" not in str(results)


def test_ratios_are_to_the_library_at_the_largest_size_that_all_have_reached():
    results, clock = held({"yours": lambda n: 1e-5 * n**2, "peer": lambda n: 1e-5 * n})
    yours, peer = results.rows()
    assert results.common == 100
    assert results.heads()[2:4] == ["time at n = 100", "of peer"]
    assert yours[2:] == ["100 ms", "100×", "100 (about 10 s for n = 1,000)"]
    assert peer[2:] == ["1 ms", "1×", "1,000"]
    assert clock.now < 5.5


def test_the_first_call_warms_up_and_the_fastest_counts():
    clock, costs = Clock(), iter([9.0, 3.0, 1.0, 2.0] + [4.0] * 99)

    def contestant(n):
        clock.now += next(costs)

    results = run(EXERCISE, Race((10,), lambda n: (n,), "things"), {"yours": contestant}, 200.0, clock)
    assert results.laps["yours"][10].seconds == 1.0


def test_a_call_for_which_there_is_no_time_twice_counts_as_it_is():
    results, _ = held({"yours": lambda n: 9.0})
    assert results.laps["yours"] == {10: Lap(9.0)}
    assert "yours" in results.stopped


def test_what_raises_is_out_and_the_others_go_on():
    clock = Clock()

    def breaks(n):
        if n > 10:
            raise KeyError(n)

    results = run(EXERCISE, TOY, {"yours": breaks, "peer": clock.takes(lambda n: 1e-3)}, 5.0, clock)
    assert results.stopped == {"yours": "KeyError at n = 100"}
    assert list(results.laps["peer"]) == [10, 100, 1000]


def test_arguments_are_fresh_for_each_call():
    met = []

    def empties(items):
        met.append(len(items))
        items.clear()

    run(EXERCISE, Race((3,), lambda n: ([1] * n,), "items"), {"yours": empties, "worked": empties}, 0.05)
    assert set(met) == {3}
    assert len(met) > 2


def test_operations_stand_beside_the_times():
    toy = Race((10, 100), lambda n: (n,), "things", counted="steps", count=lambda answer, n: n * answer.weight)

    def one(n):
        return n

    one.weight = 7
    table = run(EXERCISE, toy, {"yours": one}, 1.0)
    assert table.heads()[4] == "steps at n = 100"
    assert table.rows()[0][4] == "700"


def test_counting_ends_where_it_takes_long():
    clock, toy = Clock(), Race((10, 100, 1000), lambda n: (n,), "things", counted="steps", count=None)

    def count(answer, n):
        clock.now += n / 500
        return n

    results = run(EXERCISE, replace(toy, count=count), {"yours": lambda n: n}, 5.0, clock)
    assert [lap.operations for lap in results.laps["yours"].values()] == [10, 100, None]
    assert results.counted == 100


def test_the_figure_says_what_the_table_says():
    results, _ = held({"yours": lambda n: 1e-6 * n**2, "peer": lambda n: 1e-4 * n})
    drawing = lines.drawing(results)
    assert "yours: n^2.00" in drawing.alt
    assert "peer: n^1.00" in drawing.alt


def test_the_page_gets_the_table_and_a_terminal_the_text(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append(data))
    results, _ = held({"<yours>": lambda n: 1e-5 * n**2, "peer": lambda n: 1e-5 * n})
    results._ipython_display_()
    table = shown[-1]
    assert table["text/plain"] == str(results)
    cells = re.findall("<t[hd] [^>]*>(.*?)</t[hd]>", table["text/html"])
    assert [html.unescape(cell) for cell in cells] == [*results.heads(), *(cell for row in results.rows() for cell in row)]
    assert "<yours>" not in table["text/html"]


def test_every_library_below_torch_has_one_thread():
    torch = pytest.importorskip("torch")
    told, before = [], torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        run(EXERCISE, TOY, {"yours": lambda n: told.append(torch.__config__.parallel_info())}, 0.05)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    # of torch, of OpenMP, of MKL
    loading, *_, raced = (re.findall(r"(?:get_num|max)_threads\(\) : (\d+)", info) for info in told)
    assert "2" in loading
    assert set(raced) == {"1"}


def test_a_wrong_answer_is_not_raced():
    def box_iou(a, b):
        return None

    assert race(box_iou).status == "failed"


def test_the_worked_solution_itself_is_not_raced_twice(monkeypatch):
    monkeypatch.setattr(racing, "run", lambda exercise, found, contestants, seconds: list(contestants))
    own = course.reference("heapify")
    assert race(own)[0] == "worked solution (yours)"

    def heapify(items):
        own(items)

    assert race(heapify)[:2] == ["yours", "worked solution"]
    assert race("heapify")[0] == "worked solution"


def test_a_worked_class_in_a_cell_is_known_as_such(monkeypatch):
    monkeypatch.setattr(racing, "run", lambda exercise, found, contestants, seconds: list(contestants))

    def raced(text):
        cell, names = "<cell of a notebook>", {**course.topic("backprop").namespace(), "__name__": "no_module"}
        monkeypatch.setitem(linecache.cache, cell, (len(text), None, text.splitlines(keepends=True), cell))
        exec(compile(text, cell, "exec"), names)
        return race(names["Value"])[:2]

    worked = course.source_of("Value")
    assert raced(worked)[0] == "worked solution (yours)"
    assert raced(worked + "\n# my own words") == ["yours", "worked solution"]


def test_a_size_for_which_there_is_no_time_to_warm_up_is_left_out():
    results, _ = held({"yours": lambda n: n * 1e-3}, seconds=1.5)
    assert list(results.laps["yours"]) == [10, 100]
    assert results.stopped == {"yours": "about 1 s for n = 1,000"}


def test_a_race_that_counts_has_a_second_panel():
    toy = Race((10, 100, 1000), lambda n: (n,), "things", counted="steps", count=lambda answer, n: 7 * n)
    results = run(EXERCISE, toy, {"yours": lambda n: n}, 1.0)
    drawing = lines.drawing(results)
    assert [ax.get_ylabel() for ax in drawing.figure.axes] == ["time of one call (seconds)", "steps of one call"]
    assert list(drawing.figure.axes[1].lines[0].get_ydata()) == [70, 700, 7000]
    assert "Beside it the steps." in drawing.alt


def test_a_library_that_nobody_sees_working_is_not_said_to_do_nothing():
    toy = Race((10, 100, 1000), lambda n: (n,), "things", counted="steps", count=lambda answer, n: 7 * n if answer(n) else 0)
    yours, peer = run(EXERCISE, toy, {"yours": lambda n: n, "peer": lambda n: 0}, 1.0).rows()
    assert [yours[4], peer[4]] == ["7,000", ""]


def test_what_is_not_raced_says_what_is():
    with pytest.raises(ValueError, match=r"`box_area` is not raced: .*box_iou"):
        race("box_area")


RACED = {name: (slug, found) for slug in course.files() for name, found in racing.races(slug).items()}


@pytest.mark.parametrize("name", RACED)
def test_every_race_runs_on_its_smallest_inputs_and_all_agree(name):
    """All contestants give what the contract of the exercise takes for the same result."""
    slug, found = RACED[name]
    exercise = course.find(name)[1]
    assert course.find(name)[0] == slug
    assert list(found.sizes) == sorted(set(found.sizes))
    assert len(found.sizes) >= 4
    assert bool(found.peer) == bool(found.library)
    assert bool(found.count) == bool(found.counted)
    args = found.make(found.sizes[0])
    case = racing.Case(args)
    right = exercise.use(course.reference(name), case.fresh()[0], {})
    for other in filter(None, (coda(name), found.peer)):
        assert exercise.returns.problem(right, exercise.use(other, case.fresh()[0], {}), case) is None
    results = run(exercise, replace(found, sizes=found.sizes[:2]), {"worked solution": course.reference(name)}, 0.05)
    assert results.laps["worked solution"]
    if found.count:
        assert results.laps["worked solution"][found.sizes[0]].operations > 0


def test_every_coda_belongs_to_an_exercise():
    for topic in course.topics():
        for name in codas(topic):
            assert name in topic.exercise_cells
            assert callable(coda(name))


def test_a_fit_needs_three_points():
    assert Results("x", TOY, {"a": {10: Lap(1.0), 100: Lap(2.0)}}, {}).exponent("a") is None
    found = Results("x", TOY, {"a": {10: Lap(1.0), 100: Lap(10.0), 1000: Lap(100.0)}}, {}).exponent("a")
    assert math.isclose(found, 1.0)


@pytest.mark.parametrize("target", ["box_areas", type("box_areas", (), {}), 3])
def test_what_is_no_exercise_is_told_in_one_sentence(target):
    with pytest.raises(ValueError, match=r"^`(box_areas|int)` is no exercise of this course; the nearest name is `\w+`\.$"):
        race(target)
