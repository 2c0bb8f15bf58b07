"""Questions and worked steps of every drill as text: both sides of an equals sign are equal; articles, plurals, roundings."""
import ast
import operator
import re
from fractions import Fraction
from math import log

import pytest

from utils import drills
from utils.marking import equals
from utils.topics.bbox_regression.drills import GROWTHS

DRILLS = drills.all_drills()
WITHOUT = {  # steps that show lists, or write results behind colons
    "central_difference", "softmax_gradient", "max_pool_gradient", "dilated_taps", "nms_survivors", "heap_after_pushes",
    "heap_after_pop", "top_n_entrants", "medians_by_hand", "bottom_up_trace", "equalization_table",
    "textbook_equalization"}
SIGNS = str.maketrans({"·": "*", "−": "-"})
TERM = r"[-\d.(−][-\d.()/·+−²^ ]*"
DO = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
      ast.FloorDiv: operator.floordiv, ast.Pow: operator.pow, ast.USub: operator.neg}


def value(term):
    """The number that a term of digits, signs and brackets stands for, exactly; None where it is no term."""
    written = term.strip().translate(SIGNS).replace("²", "**2").replace("^", "**")
    try:
        return worth(ast.parse(written, mode="eval").body, written)
    except SyntaxError:
        return None


def worth(node, written):
    if isinstance(node, ast.BinOp):
        return DO[type(node.op)](worth(node.left, written), worth(node.right, written))
    if isinstance(node, ast.UnaryOp):
        return DO[type(node.op)](worth(node.operand, written))
    return Fraction(ast.get_source_segment(written, node))


def equations(step):
    """(left, sign, right) for each = or ≈ between two terms; behind `ln` or a name's bracket stands no term."""
    step = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", step)
    parts = re.split(r" ([=≈]) ", step)
    for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2]):
        before = re.search(rf"(?<![\w)\]|√.])(?<!ln )({TERM})$", left)
        after = re.match(rf"({TERM}?)(?=$|[,:;]| px| cycles| runs| missing| [a-z≤<]|: )", right)
        if before and after and None not in (found := (value(before[1]), value(after[1]))):
            yield found[0], sign, found[1], after[1]


@pytest.mark.parametrize("name", DRILLS)
def test_an_equation_holds(name):
    found = 0
    for seed in range(150):
        for step in DRILLS[name].question(seed).steps:
            for left, sign, right, written in equations(step):
                found += 1
                places = len(written.strip().partition(".")[2])
                assert (left == right) == (sign == "="), (seed, step)
                assert abs(left - right) <= Fraction(1, 2 * 10**places), (seed, step)
    assert bool(found) == (name not in WITHOUT)


def test_equations_are_found():
    found = list(equations("precision = TP / (TP + FP) = 1,019/26 ≈ 39.19 and w = 8 − 0.1 · (-3) = 8.3, 2^3 = 8"))
    assert found == [(Fraction(1019, 26), "≈", Fraction("39.19"), "39.19"), (Fraction("8.3"), "=", Fraction("8.3"), "8.3"),
                     (8, "=", 8, "8")]
    assert not list(equations("tw = ln(180 / 120) = ln 1.6 ≈ 0.47 and f(2.2) = 42.592 and root: √(16 / 9) = 4/3"))


@pytest.mark.parametrize(("given", "places", "wanted"), [
    (Fraction(17, 2), 2, "= 8.50"), (Fraction(14, 3), 2, "≈ 4.67"), (0.1 + 0.2, None, "= 0.3"), (Fraction(1, 3), 4, "≈ 0.3333"),
    (284 / 7, None, "≈ 40.5714"), (0, 2, "= 0.00"), (-1.25, 1, "≈ -1.2"), (12345, None, "= 12,345")])
def test_an_equals_sign_only_where_nothing_is_rounded(given, places, wanted):
    assert equals(given, places) == wanted


@pytest.mark.parametrize("name", DRILLS)
def test_articles_and_plurals_fit_the_numbers(name):
    wrong = re.compile(r"\ba (8|11|18)\b|\b1 (pixels (wide|off)|layers|objects|samples|epochs)\b")
    for seed in range(300):
        question = DRILLS[name].question(seed)
        for text in (question.text, *question.steps, *(slip.sentence for slip in question.slips)):
            assert not wrong.search(text), (seed, text)


def test_a_log_that_is_given_rounds_to_two_decimals_as_the_exact_one():
    for factor, given in GROWTHS.items():
        assert abs(given - log(factor)) < 0.0005
        assert round(given * 1000) % 10 != 5, "half up or half to even would be a matter of taste"


def test_heapify_has_something_to_do():
    for seed in range(300):
        steps = DRILLS["heapify_by_hand"].question(seed).steps
        assert sum(" sinks: " in step for step in steps) >= 2, (seed, steps)
