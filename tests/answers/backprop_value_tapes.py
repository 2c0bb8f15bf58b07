"""Value in other styles: tapes, a dataclass, operations as objects."""
import math
from dataclasses import dataclass, field

import numpy as np

from answers.backprop_value import Operators


class Value__tape(Operators):
    """One list for all graphs, which is never emptied; a node knows its place in it."""

    tape: list = []  # noqa: RUF012 - that is the style

    def __init__(self, data):
        self.data, self.grad = np.float64(data), np.float64(0)
        self.edges = ()
        self.place = len(Value__tape.tape)
        Value__tape.tape.append(self)

    def make(self, data, *edges):
        node = Value__tape(data)
        node.edges = edges
        return node

    def backward(self):
        self.grad = np.float64(1)
        arrived = {self.place: np.float64(1)}
        for node in Value__tape.tape[self.place::-1]:
            for source, slope in node.edges if node.place in arrived else ():
                arrived[source.place] = arrived.get(source.place, 0.0) + slope * arrived[node.place]
                source.grad = arrived[source.place]


class Value__plain_tape:
    """A tape of functions to call, reset by nobody."""

    steps: list = []  # noqa: RUF012

    def __init__(self, data):
        self.data, self.grad = data, 0.0

    @staticmethod
    def record(data, *pairs):
        out = Value__plain_tape(data)

        def step():
            for source, slope in pairs:
                source.grad += slope * out.grad

        Value__plain_tape.steps.append(step)
        return out

    def number(self, other):
        return other if isinstance(other, Value__plain_tape) else Value__plain_tape(other)

    def __add__(self, other):
        other = self.number(other)
        return self.record(self.data + other.data, (self, 1), (other, 1))

    def __sub__(self, other):
        other = self.number(other)
        return self.record(self.data - other.data, (self, 1), (other, -1))

    def __mul__(self, other):
        other = self.number(other)
        return self.record(self.data * other.data, (self, other.data), (other, self.data))

    def __truediv__(self, other):
        other = self.number(other)
        return self.record(self.data / other.data, (self, 1 / other.data), (other, -self.data / other.data**2))

    def __pow__(self, n):
        return self.record(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return self.record(-self.data, (self, -1))

    def __radd__(self, other):
        return self.number(other) + self

    def __rsub__(self, other):
        return self.number(other) - self

    def __rmul__(self, other):
        return self.number(other) * self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def tanh(self):
        return self.record(np.tanh(self.data), (self, 1 / np.cosh(self.data) ** 2))

    def relu(self):
        return self.record(max(0, self.data), (self, int(self.data > 0)))

    def exp(self):
        return self.record(np.exp(self.data), (self, np.exp(self.data)))

    def backward(self):
        self.grad = 1.0
        for step in reversed(Value__plain_tape.steps):
            step()
        Value__plain_tape.steps.clear()


@dataclass(eq=False)
class Value__dataclass(Operators):
    """A dataclass that keeps the graph as a list made in the forward pass."""

    data: float
    grad: float = 0.0
    edges: tuple = field(default=(), repr=False)

    def make(self, data, *edges):
        return Value__dataclass(data, 0.0, edges)

    def backward(self):
        order, state, stack = [], {}, [self]
        while stack:
            node = stack.pop()
            if state.get(id(node)) == "open":
                state[id(node)] = "done"
                order.append(node)
            elif id(node) not in state:
                state[id(node)] = "open"
                stack.append(node)
                stack.extend(source for source, _ in node.edges if id(source) not in state)
        self.grad = 1.0
        while order:
            node = order.pop()
            for source, slope in node.edges:
                source.grad += slope * node.grad


class _Operation:
    def __init__(self, *inputs):
        self.inputs = inputs

    def __call__(self):
        out = Value__operations(self.forward(*(value.data for value in self.inputs)))
        out.made_by = self
        return out


class _Add(_Operation):
    forward = staticmethod(lambda x, y: x + y)
    slopes = staticmethod(lambda x, y: (1, 1))


class _Mul(_Operation):
    forward = staticmethod(lambda x, y: x * y)
    slopes = staticmethod(lambda x, y: (y, x))


class _Reciprocal(_Operation):
    forward = staticmethod(lambda x: 1 / x)
    slopes = staticmethod(lambda x: (-1 / x**2,))


class _Tanh(_Operation):
    forward = staticmethod(math.tanh)
    slopes = staticmethod(lambda x: (1 - math.tanh(x) ** 2,))


class _Relu(_Operation):
    forward = staticmethod(lambda x: x * (x > 0))
    slopes = staticmethod(lambda x: (1.0 * (x > 0),))


class _Exp(_Operation):
    forward = staticmethod(math.exp)
    slopes = staticmethod(lambda x: (math.exp(x),))


class _Power(_Operation):
    def __init__(self, base, n):
        super().__init__(base)
        self.n = n

    def forward(self, x):
        return x**self.n

    def slopes(self, x):
        return (self.n * x ** (self.n - 1),)


class Value__operations:
    """An object for each operation, slopes worked out on the way back; grads are 0-d arrays that are added to in place."""

    made_by = None

    def __init__(self, data):
        self.data, self.grad = data, np.zeros(())

    @staticmethod
    def of(other):
        return other if isinstance(other, Value__operations) else Value__operations(other)

    def __add__(self, other):
        return _Add(self, self.of(other))()

    def __mul__(self, other):
        return _Mul(self, self.of(other))()

    def __sub__(self, other):
        return self + self.of(other) * -1

    def __rsub__(self, other):
        return self.of(other) - self

    def __truediv__(self, other):
        return self * _Reciprocal(self.of(other))()

    def __rtruediv__(self, other):
        return self.of(other) / self

    def __pow__(self, n):
        return _Power(self, n)()

    def __neg__(self):
        return self * -1

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        return _Tanh(self)()

    def relu(self):
        return _Relu(self)()

    def exp(self):
        return _Exp(self)()

    def backward(self):
        depth, stack = {}, [self]  # longest way from a leaf
        while stack:
            node = stack[-1]
            inputs = node.made_by.inputs if node.made_by else ()
            missing = [value for value in inputs if value not in depth]
            if missing:
                stack += missing
            else:
                depth[stack.pop()] = 1 + max((depth[value] for value in inputs), default=0)
        self.grad += 1
        for node in sorted(depth, key=depth.get, reverse=True):
            if node.made_by:
                values = [value.data for value in node.made_by.inputs]
                for value, slope in zip(node.made_by.inputs, node.made_by.slopes(*values)):
                    value.grad += slope * node.grad
