"""Slips in one operation of an otherwise right engine: its chain, its inputs, its numbers; and edges that are lost or miscounted."""
from __future__ import annotations

from .engines import Composed, Engine, engine

BINARY = {"__add__": (lambda x, y: x + y, "add_slopes"), "__sub__": (lambda x, y: x - y, "sub_slopes"),
          "__mul__": (lambda x, y: x * y, "mul_slopes"), "__truediv__": (lambda x, y: x / y, "div_slopes")}


class Short(Composed):
    """Fewer lines still: a number is left to + and *, and what stands on its right is taken the other way round."""

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return other + (-self)

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return other * self**-1


def youngest_first(self):
    """By the order of birth."""
    return sorted(Engine.order(self), key=lambda node: -node.born)


def unchained(operation, base=Engine):
    """The nodes of one operation pass their local slope on as it is."""
    def made(self, *others):
        node = getattr(base, operation)(self, *others)
        node.alone = True
        return node

    def backward(self):
        self.seed()
        for node in self.order():
            for source, slope in node.inputs:
                source.grad += slope * (1.0 if getattr(node, "alone", False) else node.grad)

    return engine(base, **{operation: made, "backward": backward})


def cut(operation, base=Engine):
    """One operation gives a leaf."""
    return engine(base, **{operation: lambda self, *others: type(self)(getattr(base, operation)(self, *others).data)})


def unwrapped(operation, base=Engine):
    """One operation asks a plain number for its `.data`."""
    work, slopes = BINARY[operation]
    return engine(base, **{operation: lambda self, other: self._binary(other, work(self.data, other.data), getattr(self, slopes))})


def without_twins(keep_last, base=Engine):
    """Inputs by name in a dict: of a value that stands on both sides one slope is left."""
    def node(self, data, *inputs):
        kept = {id(source): (source, slope) for source, slope in (inputs if keep_last else inputs[::-1])}
        return type(self)(data, tuple(kept.values()))

    return engine(base, _node=node)


def counted_by_parents(self):
    """Counts for each node what was made from it, but takes one away for each use: ``b * b`` is one parent and two uses."""
    awaited = {}
    for node in Engine.order(self):
        for name in {id(source) for source, _ in node.inputs}:
            awaited[name] = awaited.get(name, 0) + 1
    ready, done = [self], []
    while ready:
        node = ready.pop()
        done.append(node)
        for source, _ in node.inputs:
            awaited[id(source)] -= 1
            if not awaited[id(source)]:
                ready.append(source)
    return done


def seeded_with_data(self):
    self.grad = self.data
