"""Answers to `Value` that are right, each in a style of its own. One class a style: `Value__style`."""
import heapq
import itertools
import math
from collections import deque


class Operators:
    """What most of the classes below have in common: `make` builds a result from data, inputs and local slopes."""

    @classmethod
    def lift(cls, other):
        return other if isinstance(other, cls) else cls(other)

    def __add__(self, other):
        other = self.lift(other)
        return self.make(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = self.lift(other)
        return self.make(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return self.make(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * self.lift(other) ** -1.0

    def __rtruediv__(self, other):
        return self.lift(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        t = math.tanh(self.data)
        return self.make(t, (self, 1 - t * t))

    def relu(self):
        return self.make(self.data if self.data > 0 else 0.0, (self, 1.0 if self.data > 0 else 0.0))

    def exp(self):
        e = math.exp(self.data)
        return self.make(e, (self, e))


class Value__closures:
    """Closures, an iterative topological order."""

    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value__closures) else Value__closures(other)
        out = Value__closures(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value__closures) else Value__closures(other)
        out = Value__closures(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def __pow__(self, other):
        assert isinstance(other, (int, float))
        out = Value__closures(self.data**other, (self,), f"**{other}")

        def _backward():
            self.grad += (other * self.data ** (other - 1)) * out.grad

        out._backward = _backward
        return out

    def _unary(self, data, slope):
        out = Value__closures(data, (self,))

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def relu(self):
        return self._unary(0 if self.data < 0 else self.data, self.data > 0)

    def tanh(self):
        t = (math.exp(2 * self.data) - 1) / (math.exp(2 * self.data) + 1)
        return self._unary(t, 1 - t**2)

    def exp(self):
        return self._unary(math.exp(self.data), math.exp(self.data))

    def backward(self):
        topo, visited, stack = [], set(), [self]
        while stack:
            v = stack[-1]
            if v in visited:
                stack.pop()
                continue
            waiting = [child for child in v._prev if child not in visited]
            if waiting:
                stack.extend(waiting)
            else:
                visited.add(v)
                topo.append(stack.pop())
        self.grad = 1
        for v in reversed(topo):
            v._backward()

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return other * self**-1


class Value__counts_what_is_awaited(Operators):
    """Kahn's order: a node goes when all that was made from it has gone."""

    def __init__(self, data):
        self.data, self.grad, self.edges = float(data), 0.0, ()

    def make(self, data, *edges):
        node = Value__counts_what_is_awaited(data)
        node.edges = edges
        return node

    def backward(self):
        awaited, stack = {self: 0}, [self]
        while stack:
            for source, _ in stack.pop().edges:
                if source not in awaited:
                    awaited[source] = 0
                    stack.append(source)
                awaited[source] += 1
        self.grad, ready = 1.0, deque([self])
        while ready:
            node = ready.popleft()
            for source, slope in node.edges:
                source.grad += slope * node.grad
                awaited[source] -= 1
                if not awaited[source]:
                    ready.append(source)


class Value__youngest_first(Operators):
    """Every node has a number; a heap gives the youngest."""

    __slots__ = ("born", "data", "edges", "grad")
    numbers = itertools.count()

    def __init__(self, data, edges=()):
        self.data, self.grad, self.edges, self.born = data, 0.0, edges, next(Value__youngest_first.numbers)

    def make(self, data, *edges):
        return Value__youngest_first(data, edges)

    def backward(self):
        self.grad = 1.0
        heap, seen = [(-self.born, self)], {self.born}
        while heap:
            _, node = heapq.heappop(heap)
            for source, slope in node.edges:
                source.grad += node.grad * slope
                if source.born not in seen:
                    seen.add(source.born)
                    heapq.heappush(heap, (-source.born, source))
