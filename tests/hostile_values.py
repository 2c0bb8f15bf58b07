"""What an answer may return instead of a result."""
from __future__ import annotations

import functools

import numpy as np
import torch


class Raises:
    """Raises whatever one asks of it."""

    def raising(self, *_):
        raise RuntimeError("no")

    __eq__ = __lt__ = __len__ = __iter__ = __repr__ = __float__ = __array__ = raising
    __hash__ = None


class Exits(Raises):
    """Ends the interpreter."""

    def exiting(self, *_):
        raise SystemExit

    __eq__ = __lt__ = __len__ = __iter__ = __repr__ = __float__ = __array__ = __str__ = exiting


class Interrupts(list):
    """Looks as if the user had pressed Ctrl-C."""

    def interrupt(self, *_):
        raise KeyboardInterrupt

    __len__ = __iter__ = __getitem__ = __repr__ = interrupt


class EndlessList(list):
    """Has one item again and again."""

    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        while True:
            pass

    __repr__ = __len__


class Liar:
    """Says that it is an array."""

    __class__ = np.ndarray


class ListLiar:
    """Says that it is a list."""

    __class__ = list


class Unaskable:
    """Does not even say of which class it is."""

    @property
    def __class__(self):
        raise RuntimeError("no")


class Mine(np.ndarray):
    """An array of the learner's own."""


class Loud:
    """Raises when it goes."""

    def __del__(self):
        raise RuntimeError("gone")


def nested(kind):
    made = kind()
    for _ in range(100_000):
        made = [made] if kind is list else (made,)
    return made


def partials():
    """Its repr is recursive in C."""
    made = int
    for k in range(50_000):
        made = functools.partial(made, k) if k == 0 else functools.partial(print, made)
    return made


VALUES = {
    "torch tensor": (lambda: torch.ones(2), "returned a torch tensor"),
    "generator": (lambda: (k for k in [1]), "returned a generator"),
    "masked array": (lambda: np.ma.masked_array(np.ones((2, 2)), mask=True), ""),
    "matrix": (lambda: np.asmatrix(np.ones((1, 2))), ""),
    "list": (lambda: ["a", None], ""),
    "subclass": (lambda: np.ones(7).view(Mine), ""),
    "raises": (Raises, ""),
    "list of what raises": (lambda: [Raises(), Raises()], ""),
    "exits": (Exits, ""),
    "list of what exits": (lambda: [Exits(), Exits()], ""),
    "array of what exits": (lambda: np.array([Exits, Exits], dtype=object), ""),
    "interrupts": (lambda: Interrupts([1]), ""),
    "endless": (lambda: EndlessList([1]), ""),
    "liar": (Liar, ""),
    "list liar": (ListLiar, ""),
    "unaskable": (Unaskable, ""),
    "nested lists": (lambda: nested(list), ""),
    "nested tuples": (lambda: nested(tuple), ""),
    "nested partials": (partials, ""),
    "loud": (Loud, ""),
    "text": (lambda: "abc", ""),
    "huge number": (lambda: 10**5000, ""),
}
