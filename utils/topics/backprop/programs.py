"""Small programs over Values: what a learner would type, run with any class; how such a run is judged; random ones."""
from __future__ import annotations

import math
from copy import copy
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ...exercise import Case
from ...returns import Finding, Number
from ...threads import one_thread

NAMES = "abcdefghijklmnopqrstuvwxyz"


class Program(NamedTuple):
    """Leaves ``a = Value(…)``, ``b = …``, then lines such as ``"c = a + b"``, then lines in a loop; the last name is the result."""

    leaves: tuple
    lines: tuple = ()
    loop: tuple = ()
    times: int = 0

    @property
    def body(self) -> str:
        """The lines after the leaves, as Python."""
        repeated = (f"for _ in range({self.times}): {'; '.join(self.loop)}",) if self.loop else ()
        return "\n".join([*self.lines, *repeated])

    @property
    def result(self) -> str:
        """Name of the result."""
        return (self.loop or self.lines or (NAMES[0],))[-1].split(" = ")[0]

    def __repr__(self) -> str:
        made = [f"{name} = Value({value!r})" for name, value in zip(NAMES, self.leaves)]
        return "; ".join([*made, *filter(None, self.body.split("\n")), f"{self.result}.backward()"])


@lru_cache(maxsize=1024)
def _compiled(body):
    return compile(body, "<program>", "exec")


def run(make, program: Program) -> dict:
    """Run `program` with the Values that `make` makes, and go backward once.

    Returns
    -------
    dict
        The result's data, what its and the leaves' grad held before, and their grads afterwards.
    """
    leaves = {name: make(value) for name, value in zip(NAMES, program.leaves)}
    scope = dict(leaves)
    exec(_compiled(program.body), scope)
    result = scope[program.result]
    early = [copy(node.grad) for node in (*leaves.values(), result)]  # of an array that is added to in place too
    result.backward()
    watched = {**leaves, program.result: result}
    return {f"{program.result}.data": result.data,
            "grad before backward": next((grad for grad in early if not _is_zero(grad)), 0.0),
            **{f"{name}.grad": node.grad for name, node in watched.items()}}


def _is_zero(grad):
    return isinstance(grad, (int, float, np.number, np.ndarray)) and not isinstance(grad, bool) and np.all(grad == 0)


@one_thread()
def value_oracle(program):
    """torch.autograd, in float64."""
    import torch

    leaves = {name: torch.tensor(float(value), dtype=torch.float64, requires_grad=True)
              for name, value in zip(NAMES, program.leaves)}
    scope = dict(leaves)
    exec(_compiled(program.body), scope)
    result = scope[program.result]
    result.retain_grad()
    result.backward()
    grads = {name: 0.0 if node.grad is None else node.grad.item() for name, node in {**leaves, program.result: result}.items()}
    return {f"{program.result}.data": result.item(), "grad before backward": 0.0,
            **{f"{name}.grad": grad for name, grad in grads.items()}}


class Backward:
    """The contract of a run: every number of it is a real number, finite and right."""

    what = "floats in .data and .grad"
    number = Number(tolerance=1e-7)

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that one of the numbers does not pass, or None."""
        found = [self._of_one(name, wanted, got[name], case) for name, wanted in expected.items()]
        return min(filter(None, found), key=lambda f: f.rank, default=None)

    def _of_one(self, name, wanted, got, case):
        if got is None:
            return Finding("type", f"has None for {name}, wanted a float.")
        found = self.number.problem(wanted, got, case)
        return found and Finding(found.gate, f"{name}: {found.sentence.replace('returned', 'holds', 1)}")

    def same(self, one, other, case: Case) -> bool:
        return one.keys() == other.keys() and all(self._same(one[name], other[name], case) for name in one)

    def _same(self, one, other, case):
        return one is other is None or self.number.same(one, other, case)

    def advice(self, got) -> list[str]:
        odd = [name for name, number in got.items() if isinstance(number, np.ndarray)]
        return [f"{odd[0]} is a 0-d array; a float is what was asked for."] if odd else []


# what a line may do: its text with operands put in, what it gives, and where that is safe to ask for
NUMBERS = (2, 3, -1, 0.5, -2.0, 1)
LARGEST = 40.0


def _safe(operator, x, y, exact):
    """Away from poles and from overflow; relu either at an exact 0 or clear of it."""
    if operator == "/":
        return abs(y) >= 0.25
    if operator == "**":
        return x >= 0.25 if y in (0.5, 1.5) else abs(x) >= 0.25 or y in (1, 2, 3)
    if operator == "relu":
        return abs(x) > 1e-3 or exact
    return operator != "exp" or x <= 3


_GIVES = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "/": lambda x, y: x / y,
          "**": lambda x, y: x ** y, "neg": lambda x, _: -x, "tanh": lambda x, _: math.tanh(x),
          "relu": lambda x, _: max(x, 0.0), "exp": lambda x, _: math.exp(x)}
_EXACT = ("+", "-", "*", "neg", "relu")


def value_cases():
    """Random graphs of up to six operations, late nodes used more often, nodes used again and again."""
    from hypothesis import strategies as st

    leaf = st.sampled_from([2.0, 3.0, 1.0, -1.0, 0.5, -2.0, 0.0, 4, -3])
    leaves, count = st.lists(leaf, min_size=1, max_size=3), st.integers(1, 6)
    kind = st.sampled_from(["+", "*", "-", "/", "**", "neg", "tanh", "relu", "exp", "+", "*", "-"])
    place, number = st.integers(0, 99), st.sampled_from(NUMBERS)
    side, power = st.sampled_from(["both", "both", "both", "left", "right"]), st.sampled_from([2, 3, -1, 0.5, -2, 1, 1.5])

    def operand(draw, known):
        """Counted from the newest, so that graphs grow deep rather than wide."""
        name = list(known)[-1 - draw(place) % min(len(known), 4)]
        return name, known[name][0], known[name][1]

    @st.composite
    def one(draw):
        values = draw(leaves)
        known = {name: (float(value), True) for name, value in zip(NAMES, values)}
        lines = []
        for _ in range(draw(count)):
            operator = draw(kind)
            (x_name, x, x_exact), (y_name, y, y_exact) = operand(draw, known), ("", 0.0, True)
            if operator == "**":
                y = draw(power)
                y_name = repr(y)
            elif operator in "+-*/":
                y_name, y, y_exact = operand(draw, known)
                where = draw(side)
                if where == "left":
                    x = draw(number)
                    x_name, x_exact = repr(x), True
                elif where == "right":
                    y = draw(number)
                    y_name, y_exact = repr(y), True
            exact = x_exact and y_exact
            if not _safe(operator, x, y, exact) or abs(_GIVES[operator](x, y)) > LARGEST:
                continue
            text = {"neg": f"-{x_name}", "tanh": f"{x_name}.tanh()", "relu": f"{x_name}.relu()", "exp": f"{x_name}.exp()",
                    "**": f"{x_name} ** {y_name}"}.get(operator, f"{x_name} {operator} {y_name}")
            new = NAMES[len(known)]
            known[new] = float(_GIVES[operator](x, y)), exact and operator in _EXACT
            lines.append(f"{new} = {text}")
        return Case((Program(tuple(values), tuple(lines)),))

    return one().filter(lambda c: c.args[0].lines)
