"""numerical_gradient: the definition, functions to take the gradient of, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from .differences import (
    all_at_once,
    along_first_axis,
    backward,
    by_unit_vectors,
    default_ignored,
    differences,
    forward,
    forward_each,
    in_dtype,
    in_flat_copy,
    in_place_dtype,
    in_ravel,
    left_in,
    left_in_copy,
    left_raised,
    other_default,
    result_in_dtype,
    two_loops,
    under_two_names,
)
from .strategies import array, numbers
from .value import FORBIDDEN


class Formula:
    """A function of an array, written as a formula: it knows its text, and equals itself after a journey by pickle."""

    def __init__(self, text: str):
        self.text = text
        self.code = compile(text, "<f>", "eval")

    def __call__(self, x):
        return float(eval(self.code, {"np": np, "x": x}))

    def __reduce__(self):
        return Formula, (self.text,)

    def __eq__(self, other):
        return isinstance(other, Formula) and self.text == other.text

    def __hash__(self):
        return hash(self.text)

    def __repr__(self) -> str:
        return f"lambda x: {self.text}"


def gradient_oracle(f, x, eps=1e-5):
    """The definition, entry by entry, each time from a fresh float64 copy."""
    found = []
    for place in range(np.size(x)):
        above, below = np.array(x, dtype=np.float64), np.array(x, dtype=np.float64)
        above.flat[place] += eps
        below.flat[place] -= eps
        found.append((f(above) - f(below)) / (2 * eps))
    return np.array(found, dtype=np.float64).reshape(np.shape(x))


def _quotient(quotient):
    return lambda f, x, eps=1e-5: differences(f, x, eps, quotient=quotient)


def calls_of_f(c, answer):
    """Counts the calls of `f`: exactly two for each entry."""
    (f, x, *rest), kwargs = c.args, c.kwargs
    count = 0

    def counted(point):
        nonlocal count
        count += 1
        return f(point)

    answer(counted, x, *rest, **kwargs)
    wanted = 2 * np.size(x)
    return None if count == wanted else f"takes {count} calls of `f`, exactly {wanted} are wanted: two for each entry of x."


SQUARES = Formula("np.sum(x ** 2)")
CUBES = Formula("np.sum(x ** 3)")
STEEP = Formula("np.sum(np.sin(1000 * x))")
NEIGHBOURS = Formula("x[0] * x[1] + x[1] * x[2]")
WEIGHED = Formula("np.sum(x * [[1, 2, 3], [4, 5, 6]])")
CORNERS = Formula("x[0, 0] * x[1, 2] - x[0, 2] ** 2")
LOG_SUM_EXP = Formula("np.log(np.sum(np.exp(x)))")
DEEP = Formula("np.sum(x[0] ** 2) + 3 * x[1, 0, 1] * x[0, 2, 0]")
PLAIN = np.array([[1.0, -2, 0.5], [3, 0, -1]])
TENTHS = np.array([0.1, 0.2, 0.3, 0.7, 1.1, 1.3, -0.6, 2.9])


def gradient_cases():
    """Formulas of one to three axes at small whole points; the step given by place, by name or not at all."""
    from hypothesis import strategies as st

    formulas = {1: [SQUARES, CUBES, LOG_SUM_EXP, STEEP, Formula("np.sum(x * np.roll(x, 1))"), Formula("np.sum(x) ** 2"),
                    Formula("x.ravel()[-1] ** 2 + 3 * x.ravel()[0]"), Formula("np.sum(x * np.arange(x.size).reshape(x.shape))")],
                2: [Formula("np.sum(x[0] ** 2) + x[-1, -1]"), Formula("np.sum(x @ x.T)"), Formula("np.sum(x.sum(axis=0) ** 2)")],
                3: [Formula("np.sum(x[0] ** 2) + x[-1, 0, -1]")]}
    lists = numbers(8, -2, 3)
    shape = st.sampled_from([(1,), (2,), (3,), (1, 2), (2, 1), (2, 2), (2, 3), (1, 2, 2)])
    dtype = st.sampled_from([np.float64, np.float64, np.int64, np.float32])
    step = st.sampled_from([None, None, None, 1e-3, 0.5, 1e-4])
    by_name = st.booleans()
    function = {axes: st.sampled_from([f for k in range(1, axes + 1) for f in formulas[k]]) for axes in formulas}

    @st.composite
    def one(draw):
        x = array(draw, lists, draw(shape), draw(dtype))
        f, eps = draw(function[x.ndim]), draw(step)
        if eps is None:
            return Case((f, x))
        return Case((f, x), {"eps": eps}) if draw(by_name) else Case((f, x, eps))

    return one()


NUMERICAL_GRADIENT = Exercise(
    name="numerical_gradient",
    oracle=gradient_oracle,
    # two sound spellings differ by the last bit of f over eps, about 1e-10 here; a forward difference is off by 1e-6 and more
    returns=Array("float", "a float64 array of the shape of x", tolerance=1e-7, absolute=1e-7, wide=True),
    cases=(
        case(SQUARES, np.array([3.0]), why="2x = 6 by a central difference; a forward one gives 6.00001"),
        case(Formula("5 * x[0] - 2 * x[1]"), np.array([1.0, 2]), why="a line: dividing by eps doubles it"),
        case(NEIGHBOURS, np.array([2.0, 3, 5]), why="products of neighbours: a step that is left in shows in the next entry"),
        case(CUBES, np.array([1.0, -2]), 0.1, why="a wide step by place: 3x² + 0.01 by definition, not the true slope"),
        case(CUBES, np.array([1.0, -2]), eps=0.1, why="the same by name"),
        case(CUBES, np.array([2.0]), eps=1e-3, why="3x² + 1e-6: the step that is asked for, not the default"),
        case(Formula("np.sum(x ** 3) * x[0, 0]"), PLAIN, eps=0.5, why="a wide step with two axes"),
        case(STEEP, np.array([0.0, 0.001, 1]), why="so steep that the default step of 1e-5 is told from 1e-4 and from 1e-6"),
        case(STEEP, np.array([1.1]), why="1.1 rounded to float32 is another point, 2e-8 away, with another slope"),
        case(SQUARES, TENTHS, why="tenths: x + eps - 2 eps + eps is often not x to the last bit"),
        case(SQUARES, np.tile(TENTHS, 4)[:29] * 7, why="more of them, larger"),
        case(WEIGHED, PLAIN, why="(2, 3), and an f that takes no other shape"),
        case(CORNERS, PLAIN, why="not symmetric: rows told from columns"),
        case(DEEP, np.arange(12.0).reshape(2, 3, 2) / 4, why="three axes"),
        case(LOG_SUM_EXP, np.array([1.0, 2, 3]), why="the gradient is a softmax"),
        case(Formula("np.sum(x[:, 0]) * x[0, 0]"), np.array([[2.0], [3]]), why="one column"),
        case(NEIGHBOURS, np.array([2, 3, 5]), why="whole numbers: a step of 1e-5 is cut off in an integer array"),
        case(CORNERS, np.array([[1, 2, 3], [4, 5, 6]]), why="the same with two axes"),
        case(Formula("x[0] / 3 + x[1] / 7"), np.array([1, 2]), why="whole numbers in, 1/3 and 1/7 out: a result like x is cut to 0"),
        case(NEIGHBOURS, np.array([2, 3, 5], dtype=np.float32), why="float32 is too coarse for the step: worked in float64, given as it"),
        case(LOG_SUM_EXP, np.array([[1.5, 2], [-0.25, 3]], dtype=np.float32), why="float32 with two axes"),
        case(SQUARES, np.array([200, 100], dtype=np.uint8), why="small unsigned integers neither wrap nor clip"),
        case(Formula("np.max(x)"), np.array([1.0, 4, 2]), why="a maximum: 1 for one entry, 0 for the others"),
        case(Formula("7.0"), np.array([[1.0, 2]]), why="a constant: zeros"),
        case(SQUARES, np.zeros((2, 0)), why="no entries: shape (2, 0)"),
        case(Formula("np.sum(x) ** 2"), np.array([[1.0, 2], [3, 4], [5, 6]]), layout="strided", why="every second row of a larger array"),
        case(NEIGHBOURS, np.array([2.0, 3, 5]), 0.5, why="a quadratic is exact at any step; half the step, or twice, divides wrongly"),
        case(Formula("abs(x[0]) + x[1]"), np.array([2e-6, 1.0]), why="a corner between x - eps and x: the mean of both sides, 0.2"),
    ),
    generate=gradient_cases,
    bound=calls_of_f,
    misconceptions=(
        Misconception("forward_difference", "one side only is off by eps/2 times the second derivative; step to both sides, and the error "
                      "is of order eps².", forward, forward_each, lambda f, x, eps=1e-5: differences(f, x, eps, kind="forward", below=1)),
        Misconception("backward_difference", "one side only is off by eps/2 times the second derivative; step to both sides.", backward),
        Misconception("divided_by_eps", "from x - eps to x + eps it is 2·eps: divide by that.",
                      lambda f, x, eps=1e-5: differences(f, x, eps, below=1)),
        Misconception("perturbation_left", "each entry must be back at its old value before the next one is moved: keep the value, and put "
                      "it back.", left_in(), left_in(convert=True), left_raised, left_in_copy),
        Misconception("not_restored_exactly", "`x + eps - eps` is not always `x` to the last bit: keep the old value and put that back, or "
                      "work on a copy.", *(left_in(way, convert) for way in ("by adding", "minus first", "twice") for convert in (True, False))),
        Misconception("integer_truncation", "an integer array cuts a step of 1e-5 off, and a gradient too: work on a float64 copy.",
                      in_dtype(True), in_dtype(False), in_place_dtype, result_in_dtype, in_ravel),
        Misconception("all_at_once", "that moves all entries together and gives the sum of the slopes: move one entry at a time.", all_at_once),
        Misconception("axes_fixed", "x may have any number of axes, and one entry moves at a time: walk over `np.ndindex(x.shape)`.",
                      along_first_axis(), along_first_axis(np.size), by_unit_vectors, two_loops),
        Misconception("same_point_twice", "`f` sees no step between its values, so the difference is 0: `moved = x` is no copy, what is moved in "
                      "a copy `f` has to be given, and where `f` works in floats an imaginary step is lost.", under_two_names(True), under_two_names(False), in_flat_copy),
        Misconception("quotient", "the slope is the difference over the distance, `(above - below) / (2 * eps)`, with both pairs of brackets.",
                      *(_quotient(q) for q in (lambda a, b, d: (a - b) / 2 * d / 2, lambda a, b, d: (a - b) / 2, lambda a, b, d: a - b,
                                               lambda a, b, d: a - b / d))),
        Misconception("turned_round", "f(x + eps) minus f(x - eps); the other way round the sign is wrong.",
                      _quotient(lambda a, b, d: (b - a) / d)),
        Misconception("eps_ignored", "`eps` is the step to take; 1e-5 is only its default.",
                      *map(default_ignored, (1e-5, 1e-4, 1e-3, 1e-6))),
        Misconception("other_default", "the default of `eps` is 1e-5.", *map(other_default, (1e-3, 1e-4, 1e-6, 1e-7, 1e-8))),
    ),
    hints=("The slope at a point, seen from both sides at once: how far apart are the two points that you compare?",
           "The result has the shape of x; walk over all index tuples of that shape, so that any number of axes will do.",
           "Make a float64 copy. For each entry: keep its value; set it to value plus eps and call f; set it to value minus eps and call "
           "f; put the kept value back; difference over twice eps."),
    praise="Why: the even terms of the Taylor series cancel between the two sides. Usual traps: one side only, a step left in, integers. "
           "Next question: why is a smaller eps not always better, and where is the best one?",
    forbidden=FORBIDDEN,
    equivalent={
        "gradient = np.zeros(point.shape) -> gradient = np.ones(point.shape)": "every entry is written in the loop",
        "point = np.array(x, dtype=float) -> point = np.asarray(x, dtype=float)":
            "then it is x itself that moves, which is allowed: each entry is put back bit for bit",
    },
)
