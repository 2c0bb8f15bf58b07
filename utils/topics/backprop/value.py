"""Value: oracle, programs, and the wrong engines that people write."""
from __future__ import annotations

from ...exercise import Exercise, Misconception, case
from . import engines, slips
from .engines import Composed, Engine, engine, first_met
from .programs import Backward, Program, run, value_cases, value_oracle

FORBIDDEN = ("torch.nn", "torch.autograd")


def _case(why, leaves, *lines, loop=(), times=0):
    return case(Program(leaves, lines, loop, times), why=why)


def _steep(text, leaves=(0.5, 2.0)):
    """One operation under a factor of 3 and beside a second use: its own slope must be multiplied by what arrives."""
    return _case(f"{text}, times 3, and used again: what arrives must be multiplied in, and added up", leaves,
                 f"c = {text}", "d = c * 3", "e = d + a")


CASES = (
    _case("the result itself: its grad is 1.0", (2.0,)),
    _case("a sum gives both the same", (2.0, 3.0), "c = a + b"),
    _case("one value twice: 2, not 1; catches assignment", (2.0,), "b = a + a"),
    _case("a product gives each the other one", (2.0, 3.0), "c = a * b"),
    _case("a square by multiplication: 2a", (3.0,), "b = a * a"),
    _case("the second of a difference gets a minus", (2.0, 5.0), "c = a - b"),
    _case("a quotient: 1/b and -a/b²", (6.0, 4.0), "c = a / b"),
    _case("a by a: 1 with slope 0", (3.0,), "b = a / a"),
    _case("a minus a: two grads that cancel; keeping only the last does not", (3.0,), "b = a - a"),
    _case("unary minus", (2.0,), "b = -a"),
    _case("the power rule: 3a² = 12", (2.0,), "b = a ** 3"),
    _case("an odd power of a negative number: no logarithm will do", (-2.0,), "b = a ** 3"),
    _case("a negative power: -1/a²", (4.0,), "b = a ** -1"),
    _case("an integer to a negative power", (2,), "b = a ** -2"),
    _case("a root: 1/(2·sqrt(a))", (4.0,), "b = a ** 0.5"),
    _case("to the power 0: always 1, slope 0", (3.0,), "b = a ** 0"),
    _case("0 squared: slope 0, not 0/0", (0.0,), "b = a ** 2"),
    _case("tanh", (0.5,), "b = a.tanh()"),
    _case("tanh far out: flat, to about 1e-8", (-9.0,), "b = a.tanh()"),
    _case("exp", (1.5,), "b = a.exp()"),
    _case("exp of a negative number", (-2.0,), "b = a.exp()"),
    _case("relu lets a positive number through", (3.0,), "b = a.relu()"),
    _case("relu stops value and gradient of a negative number", (-3.0,), "b = a.relu()"),
    _case("relu at 0: slope 0", (0.0,), "b = a.relu()"),
    _case("a small number is not 0: slope 1", (1e-6,), "b = a.relu()"),
    *(_case(f"a number on the side: {text}", (4.0,), f"b = {text}")
      for text in ("2 + a", "2 - a", "2 * a", "2 / a", "a + 2", "a - 2", "a * 2", "a / 2", "0.5 - a", "-1.5 / a")),
    _case("whole numbers: 7/2 is 3.5, not 3", (7, 2), "c = a / b"),
    _case("whole numbers throughout", (3, -2), "c = a * b", "d = c - 4", "e = 12 / d"),
    *(_steep(text) for text in ("a + b", "a - b", "b - a", "a * b", "a / b", "b / a", "a ** 3", "b ** -1", "-a", "a.tanh()",
                                "b.relu()", "a.exp()", "2 + a", "2 - a", "2 * a", "2 / a", "a - 2", "a / 4")),
    _case("a leaf that the result does not need: 0.0", (2.0, 3.0), "c = a * 2"),
    _case("a branch that the result does not need gives nothing", (2.0,), "b = a * 5", "c = a * a", "d = a + 1"),
    _case("a neuron: tanh(a·b + c)", (0.5, -1.0, 0.25), "d = a * b", "e = d + c", "f = e.tanh()"),
    _case("a dead relu before a factor: nothing comes through", (2.0, -3.0), "c = a * b", "d = c.relu()", "e = d * a"),
    _case("a diamond: b waits for both ways back; one that sends on too early gives too little", (2.0,),
          "b = a * 3", "c = b + 1", "d = b * c"),
    _case("the same diamond, its short way second", (2.0,), "b = a * 3", "c = b + 1", "d = c * b"),
    _case("a long way and a short one", (2.0,), "b = a * 3", "c = b.exp()", "d = c / 100", "e = d * 2", "f = e + b"),
    _case("a long way and a short one, turned round", (0.5,), "b = a * 3", "c = b.exp()", "d = c / 100", "e = d * 2", "f = b + e"),
    _case("diamond upon diamond", (0.5, 2.0), "c = a * b", "d = c + a", "e = c * d", "f = e + d", "g = e * f", "h = g - c"),
    _case("a square beside a plain use: two uses, but one node; counted as one, b goes before the other has arrived", (2.0,),
          "b = a * 3", "c = b * b", "d = b + 1", "e = d * c"),
    _case("the same turned round, for a queue or a stack", (2.0,), "b = a * 3", "c = b * b", "d = b + 1", "e = c * d"),
    _case("a value used at three depths", (2.0,), "b = a + 1", "c = a * b", "d = c * b", "e = a * d"),
    _case("squares of squares", (1.5,), "b = a * a", "c = b * b", "d = c * c"),
    _case("a name that is used anew does not forget the old node", (2.0, 3.0), "c = a * b", "c = c + a", "c = c * c"),
    _case("5,000 additions in a row: recursion overflows, in ordering as in going back", (1.0, 0.5), "c = a + b",
          loop=("c = c + b",), times=5000),
    _case("60 doublings: 61 nodes, but 2^60 paths", (1.0,), "b = a + a", loop=("b = b + b",), times=60),
)

VALUE = Exercise(
    name="Value",
    oracle=value_oracle,
    returns=Backward(),
    cases=CASES,
    generate=value_cases,
    call=run,
    show=lambda arguments: repr(arguments["program"]),
    is_class=True,
    misconceptions=(
        Misconception("grad_assigned", "a value that is used twice gets a gradient from each use: add to `grad`, do not assign it.",
                      *(engine(base, give=engines.assigned, order=order) for base in (Engine, Composed, slips.Short)
                        for order in (Engine.order, engines.recursive_order, engines.counted_order, slips.youngest_first))),
        Misconception("wrong_order", "a node may pass its gradient on only when all that was made from it has passed on to it: visit in "
                      "reverse topological order, not as a stack, a queue or a recursion meets them.",
                      *(engine(base, order=order) for base in (Engine, Composed) for order in (
                          engines.preorder, engines.leaves_first, engines.leaves_first_by_recursion, slips.counted_by_parents,
                          *(first_met(last, early, turned)
                            for last in (True, False) for early in (True, False) for turned in (False, True))))),
        Misconception("passed_on_twice", "each time a node is reached it sends on all it has, so what came first is sent twice: visit "
                      "every node once, when its gradient is complete.",
                      engine(backward=engines.passes_on_twice), *(engine(backward=engines.passes_on_twice_by(last)) for last in (True, False))),
        Misconception("every_path", "the number of paths doubles with each node that is used twice: visit every node once, in reverse "
                      "topological order.", engine(backward=engines.every_path), engine(backward=engines.every_path_by_stack)),
        Misconception("recursion_overflows", "a graph can be deeper than the stack: keep your own list of what is still to visit, in "
                      "place of calls within calls.",
                      engine(order=engines.recursive_order), engine(order=engines.recursive_order_by_list)),
        Misconception("not_seeded", "the result's slope with respect to itself is 1: set its grad to 1.0 first; not 0, and not its "
                      "data.", engine(seed=engines.unseeded), engine(seed=slips.seeded_with_data)),
        Misconception("no_chain_rule", "a local slope is only one factor: multiply it by the gradient that arrives from above.",
                      *(engine(base, give=engines.no_chain) for base in (Engine, Composed)),
                      *(slips.unchained(operation, base) for base in (Engine, Composed) for operation in (
                          "__mul__", "__pow__", "tanh", "exp", "relu", "__truediv__", "__neg__", "__sub__", "__add__")
                        if base is Engine or operation in ("__mul__", "__pow__", "__add__"))),
        Misconception("graph_cut", "the result of every operation has to know its inputs: a plain `Value(number)` is a leaf, and the way back "
                      "ends there.", *(slips.cut(operation) for operation in (
                          "__neg__", "__sub__", "__truediv__", "__pow__", "tanh", "exp", "relu")),
                      *(slips.cut(operation, Composed) for operation in ("__neg__", "__pow__"))),
        Misconception("inputs_as_set", "a value that stands on both sides of an operation is two inputs: keep them in a tuple, not in a set or "
                      "by name.", *(slips.without_twins(last, base) for last in (True, False) for base in (Engine, Composed))),
        Misconception("one_operand", "both operands of an operation get a gradient, each its own.",
                      *(engine(base, **slopes) for base in (Engine, Composed, slips.Short) for slopes in (
                          {"add_slopes": lambda x, y: (1.0, 0.0)}, {"add_slopes": lambda x, y: (0.0, 1.0)},
                          {"mul_slopes": lambda x, y: (y, 0.0)}, {"mul_slopes": lambda x, y: (0.0, x)})),
                      engine(sub_slopes=lambda x, y: (1.0, 0.0))),
        Misconception("relu_passes_negative", "relu is flat below 0: its slope there is 0, and no gradient gets through.",
                      engine(relu_slope=lambda x, result: 1.0)),
        Misconception("relu_slope_at_zero", "the slope of relu at exactly 0 is taken as 0 here, as torch does: `> 0`, not `>= 0`.",
                      engine(relu_slope=lambda x, result: float(x >= 0)), engine(relu_slope=lambda x, result: 0.5 * (x > 0) + 0.5 * (x >= 0))),
        Misconception("reflected_missing", "with a number on the left Python asks `__radd__`, `__rsub__`, `__rmul__` and `__rtruediv__`.",
                      engine(__radd__=None, __rsub__=None, __rmul__=None, __rtruediv__=None), engine(__rsub__=None, __rtruediv__=None),
                      engine(__rtruediv__=None), engine(__rsub__=None), engine(__radd__=None), engine(__rmul__=None),
                      engine(__radd__=None, __rmul__=None)),
        Misconception("reflected_turned", "`2 - a` is not `a - 2`, and `2 / a` is not `a / 2`: the number comes first.",
                      engine(__rsub__=Engine.__sub__, __rtruediv__=Engine.__truediv__), engine(__rsub__=Engine.__sub__),
                      engine(__rtruediv__=Engine.__truediv__), engine(__rsub__=Engine.__sub__, __rtruediv__=None)),
        Misconception("numbers_not_wrapped", "a plain number has no `.data`: make it a Value first, or treat it apart.",
                      *(slips.unwrapped(operation) for operation in slips.BINARY),
                      *(slips.unwrapped(operation, base) for base in (Composed, slips.Short) for operation in ("__add__", "__mul__")),
                      engine(_wrap=lambda self, other: other),
                      engine(_wrap=lambda self, other: other, __radd__=None, __rsub__=None, __rmul__=None, __rtruediv__=None)),
        Misconception("tanh_of_input", "the slope of tanh is 1 minus the *result* squared, not the input squared.",
                      engine(tanh_slope=lambda x, result: 1 - x**2)),
        Misconception("tanh_slope", "the slope of tanh is 1 - t², where t is its result: not the sigmoid's t · (1 - t), nor 1 - t, 1 + t² or 1.",
                      *(engine(tanh_slope=slope) for slope in (
                          lambda x, t: t * (1 - t), lambda x, t: 1 - t, lambda x, t: 1 + t**2, lambda x, t: 1.0))),
        Misconception("power_rule", "the slope of x**n is n · x**(n - 1): the exponent comes down as a factor, and is one less above.",
                      *(engine(base, pow_slope=slope) for base in (Engine, Composed) for slope in (
                          lambda x, n: n * x**n, lambda x, n: x ** (n - 1), lambda x, n: (n - 1) * x ** (n - 1)))),
        Misconception("quotient_rule", "the slope of a / b is 1/b for a and -a/b² for b.",
                      engine(div_slopes=lambda x, y: (1 / y, -1 / y**2)), engine(div_slopes=lambda x, y: (1 / y, x / y**2)),
                      engine(div_slopes=lambda x, y: (1 / y, 1 / x)), engine(div_slopes=lambda x, y: (1 / y, -x / y)),
                      engine(div_slopes=lambda x, y: (1 / y, 0.0)), engine(div_slopes=lambda x, y: (1 / y, x))),
        Misconception("minus_lost", "the second of a difference, and what stands after a unary minus, gets the gradient with a minus.",
                      engine(sub_slopes=lambda x, y: (1.0, 1.0)), engine(neg_slope=1.0),
                      engine(sub_slopes=lambda x, y: (1.0, 1.0), neg_slope=1.0)),
        Misconception("own_factor", "the slope of a product with respect to one factor is the *other* factor.",
                      engine(mul_slopes=lambda x, y: (x, y)), engine(Composed, mul_slopes=lambda x, y: (x, y))),
        Misconception("exp_of_input", "exp is its own derivative: the slope is the *result*; not the input, not 1, and not by the rule for "
                      "powers.", *(engine(exp_slope=slope) for slope in (
                          lambda x, e: x, lambda x, e: 1.0, lambda x, e: x * e, lambda x, e: x * e / 2.718281828459045))),
    ),
    hints=("If a value is used in two places, how much does the result change when it changes a little?",
           "Each new Value has to know what it was made from, and one local slope for each of these.",
           "Order the nodes so that each comes after all that it was made from: with a list of your own as the stack, put a node back "
           "under its inputs before you go on. Then go through from the end: for each input, its grad grows by local slope times "
           "the node's grad. The result starts with 1.",
           "For a number on the left Python calls the method with an r in front; for a difference the order matters."),
    praise="Why: a node passes its gradient on once, when it is complete, and adds up what it is given. Usual traps: assignment, the "
           "order in a diamond, recursion. Next question: what does reverse mode have to keep in memory, and when is forward mode cheaper?",
    forbidden=FORBIDDEN,
    seconds=4.0,  # 5,000 nodes under the watch for library calls, on a slow machine
    equivalent={
        "for node in reversed(order): -> for node in list(reversed(order))[:-1]:":
            "the one that was finished first is a leaf, which has nothing to pass on to",
        "return self * -1 -> return self / -1": "-a, a · -1 and a / -1 are the same number, with the same slope",
        "return Value(max(self.data, 0.0), ((self, float(self.data > 0)),)) -> "
        "return Value(max(0.0, self.data), ((self, float(self.data > 0)),))": "the larger of two does not depend on their order",
        "slope = power * self.data ** (power - 1) if power else 0.0 -> slope = power * self.data ** (power - 1)":
            "0 · a**-1 is 0 for every a but 0, and 0**0 is left open: the rule has a pole there",
        "return Value(max(self.data, 0.0), ((self, float(self.data > 0)),)) -> "
        "return Value(max(self.data, 0.0), ((self, int(self.data > 0)),))": "1 and 0 are factors as good as 1.0 and 0.0",
    },
)
