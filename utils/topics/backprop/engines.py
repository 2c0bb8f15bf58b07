"""A scalar autograd engine with a method for each thing that people get wrong, and the wrong engines made from it."""
from __future__ import annotations

import itertools
import math
from collections import deque

from ...limits import TimeLimit

BIRTHS = itertools.count()


class Engine:
    """Value as it should be; the wrong ones below replace a method each. A node holds (input, local slope) pairs."""

    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs, self.born = data, 0.0, inputs, next(BIRTHS)

    def _wrap(self, other):
        return other if isinstance(other, Engine) else type(self)(other)

    def _node(self, data, *inputs):
        return type(self)(data, inputs)

    # local slopes: of the inputs x, y and the result
    add_slopes = staticmethod(lambda x, y: (1.0, 1.0))
    sub_slopes = staticmethod(lambda x, y: (1.0, -1.0))
    mul_slopes = staticmethod(lambda x, y: (y, x))
    div_slopes = staticmethod(lambda x, y: (1 / y, -x / y**2))
    pow_slope = staticmethod(lambda x, n: n * x ** (n - 1))
    neg_slope = -1.0
    tanh_slope = staticmethod(lambda x, result: 1 - result**2)
    relu_slope = staticmethod(lambda x, result: float(x > 0))
    exp_slope = staticmethod(lambda x, result: result)

    def _binary(self, other, data, slopes):
        return self._node(data, *zip((self, other), slopes(self.data, other.data)))

    def __add__(self, other):
        other = self._wrap(other)
        return self._binary(other, self.data + other.data, self.add_slopes)

    def __sub__(self, other):
        other = self._wrap(other)
        return self._binary(other, self.data - other.data, self.sub_slopes)

    def __mul__(self, other):
        other = self._wrap(other)
        return self._binary(other, self.data * other.data, self.mul_slopes)

    def __truediv__(self, other):
        other = self._wrap(other)
        return self._binary(other, self.data / other.data, self.div_slopes)

    def __pow__(self, n):
        return self._node(self.data**n, (self, self.pow_slope(self.data, n)))

    def __neg__(self):
        return self._node(-self.data, (self, self.neg_slope))

    def __radd__(self, other):
        return self._wrap(other) + self

    def __rsub__(self, other):
        return self._wrap(other) - self

    def __rmul__(self, other):
        return self._wrap(other) * self

    def __rtruediv__(self, other):
        return self._wrap(other) / self

    def tanh(self):
        result = math.tanh(self.data)
        return self._node(result, (self, self.tanh_slope(self.data, result)))

    def relu(self):
        result = max(self.data, 0)
        return self._node(result, (self, self.relu_slope(self.data, result)))

    def exp(self):
        result = math.exp(self.data)
        return self._node(result, (self, self.exp_slope(self.data, result)))

    def order(self):
        """Every node once, after all that were made from it."""
        done, seen, stack = [], set(), [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                done.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack += [(node, True), *((source, False) for source, _ in node.inputs)]
        return done[::-1]

    def seed(self):
        self.grad = 1.0

    def give(self, grad, slope):
        """Add what comes along one edge."""
        self.grad += grad * slope

    def backward(self):
        self.seed()
        for node in self.order():
            for source, slope in node.inputs:
                source.give(node.grad, slope)


class Composed(Engine):
    """The same with fewer operations of its own, as most people write it: the others are made from +, * and **."""

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self._wrap(other)

    def __truediv__(self, other):
        return self * self._wrap(other) ** -1


def engine(base=Engine, **changes):
    """A wrong engine: `Engine` with some attributes replaced."""
    return type("Value", (base,), {key: staticmethod(value) if key.endswith(("slope", "slopes")) and callable(value) else value
                                     for key, value in changes.items()})


def assigned(self, grad, slope):
    self.grad = grad * slope


def no_chain(self, grad, slope):
    self.grad += slope


def unseeded(self):
    """Leaves the result's own gradient at 0."""


def first_met(last: bool, mark_early: bool, turned: bool = False):
    """Visits nodes as a stack (`last`) or a queue meets them, each once; marked as seen when put in, or when taken out."""
    def order(self):
        waiting, seen, met = [self], {id(self)} if mark_early else set(), []
        while waiting:
            node = waiting.pop(-1 if last else 0)
            if not mark_early and id(node) in seen:
                continue
            seen.add(id(node))
            met.append(node)
            for source, _ in node.inputs[::-1] if turned else node.inputs:
                if id(source) not in seen:
                    if mark_early:
                        seen.add(id(source))
                    waiting.append(source)
        return met

    return order


def counted_order(self):
    """The topological order by counting uses, a node being taken from a stack when all have arrived (Kahn)."""
    uses = {}
    for node in Engine.order(self):
        for source, _ in node.inputs:
            uses[id(source)] = uses.get(id(source), 0) + 1
    ready, done = [self], []
    while ready:
        node = ready.pop()
        done.append(node)
        for source, _ in node.inputs:
            uses[id(source)] -= 1
            if not uses[id(source)]:
                ready.append(source)
    return done


def preorder(self):
    """Depth first by recursion, each node when it is first met."""
    met, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            met.append(node)
            for source, _ in node.inputs:
                visit(source)

    visit(self)
    return met


def leaves_first(self):
    """The topological order, not reversed."""
    return Engine.order(self)[::-1]


def recursive_order(self):
    """The topological order by recursion."""
    done, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for source, _ in node.inputs:
                visit(source)
            done.append(node)

    visit(self)
    return done[::-1]


def recursive_order_by_list(self):
    """The same, the finished list being what has been seen."""
    done = []

    def visit(node):
        if not any(node is other for other in done[-1:]) and node not in done:
            for source, _ in node.inputs:
                visit(source)
            done.append(node)

    visit(self)
    return done[::-1]


def leaves_first_by_recursion(self):
    return recursive_order(self)[::-1]


def patient(most=30_000):
    """A function to call at each visit: stops what would never end, as the judge's clock would, only sooner."""
    count = itertools.count()

    def visit():
        if next(count) > most:
            raise TimeLimit

    return visit


def passes_on_twice(self):
    """Every arrival at a node sends on all that the node has so far."""
    self.grad = 1.0
    visit = patient()

    def push(node):
        visit()
        for source, slope in node.inputs:
            source.grad += node.grad * slope
            push(source)

    push(self)


def passes_on_twice_by(last: bool):
    """The same with a stack or a queue."""
    def backward(self):
        self.grad = 1.0
        waiting, visit = deque([self]), patient()
        while waiting:
            visit()
            node = waiting.pop() if last else waiting.popleft()
            for source, slope in node.inputs:
                source.grad += node.grad * slope
                waiting.append(source)

    return backward


def every_path(self):
    """Right, but walks each path on its own: their number doubles with every node that is used twice."""
    visit = patient()

    def push(node, grad):
        visit()
        node.grad += grad
        for source, slope in node.inputs:
            push(source, grad * slope)

    push(self, 1.0)


def every_path_by_stack(self):
    """The same without recursion."""
    waiting, visit = [(self, 1.0)], patient()
    while waiting:
        visit()
        node, grad = waiting.pop()
        node.grad += grad
        waiting += [(source, grad * slope) for source, slope in node.inputs]
