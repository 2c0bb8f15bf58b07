"""A net with one hidden layer and a switch for each mistake, and the data that it is trained on."""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

TRAINED = 1437  # of 1,797 digits; the other 360 are held out


@lru_cache(maxsize=1)
def digits():
    """The real ones: 8×8 pixels, 0..1, in the order of ``default_rng(0).permutation``."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    order = np.random.default_rng(0).permutation(len(bunch.target))
    return bunch.data[order] / 16, bunch.target[order]


def some_digits(count=TRAINED, by_label=False, dtype=float):
    """The first `count` training rows, and the 360 rows held out."""
    x, labels = digits()
    order = np.argsort(labels[:count], kind="stable") if by_label else np.arange(count)
    return x[order].astype(dtype), labels[order], x[TRAINED:].astype(dtype), labels[TRAINED:]


def digits_and_noise(count=400):
    """Training rows in float32; what is held out is noise, on which two nets hardly ever agree."""
    x, labels, _, truth = some_digits(count, dtype=np.float32)
    return x, labels, np.random.default_rng(9).random((len(truth), x.shape[1]), dtype=np.float32), truth


def rings(count=300, radii=(1.0, 3.0)):
    """Points on two circles about 0, a little off them."""
    rng = np.random.default_rng(5)
    labels = np.arange(count + 200) % 2
    angle, radius = rng.uniform(0, 2 * np.pi, len(labels)), np.array(radii)[labels] + rng.normal(0, 0.2, len(labels))
    x = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return x[:count], labels[:count], x[count:], labels[count:]


def corners(count, classes=2, whole=False):
    """Class k lies about 2 on axis k: easy, and the same for every class."""
    rng = np.random.default_rng(3)
    labels = np.arange(count + 120) % classes
    x = 2 * np.eye(classes)[labels] + rng.normal(0, 0.2, (len(labels), classes))
    x, labels = (np.rint(x).astype(np.int64), labels.astype(np.int32)) if whole else (x, labels)
    return x[:count], labels[:count], x[count:], labels[count:]


def class_missing(count=32):
    """Easy rows of classes 0 and 2; there is none of class 1."""
    x, labels, held_out, truth = corners(count)
    return x, 2 * labels, held_out, 2 * truth


def nothing(count=32):
    """Rows of zeros, three in four of class 1: only the last bias can learn that."""
    labels = np.minimum(np.arange(count + 40) % 4, 1)
    return np.zeros((count, 3)), labels[:count], np.zeros((40, 3)), labels[count:]


@dataclass(frozen=True)
class Task:
    """Data, options, and what the trained net has to do.

    Parameters
    ----------
    what
        The data in words.
    data
        Gives training rows and labels, held-out rows and labels.
    options
        Keyword arguments of the call.
    least, most
        Bounds of the share of held-out rows that are right.
    seeds
        Train again with the same seed, and with another one.
    border
        Tell what the border between classes looks like: it is a line for a net that is linear.
    """

    what: str
    data: tuple
    options: dict = field(default_factory=dict)
    least: float = 0.0
    most: float = 1.0
    seeds: bool = False
    border: bool = False

    @lru_cache(maxsize=32)  # noqa: B019 - a dozen tasks, which live as long as the module
    def rows(self):
        """Training rows and labels, held-out rows and labels; to be copied."""
        make, *options = self.data
        return make(*options)

    def __hash__(self) -> int:
        return hash(self.what)

    @property
    def updates(self) -> int:
        """The updates that a training has to make."""
        count, size = len(self.rows()[0]), self.options.get("batch_size", 32)
        return self.options.get("epochs", 40) * math.ceil(count / size)


def _softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


ACTIVATIONS = {"relu": (lambda z: np.maximum(z, 0), lambda a: a > 0), "tanh": (np.tanh, lambda a: 1 - a**2),
               "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)), "none": (lambda z: z, lambda a: 1.0)}
SCALES = {"he": (2.0, 2.0), "xavier": (1.0, 1.0)}


def train(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0, weights="he", act="relu", shuffle=True, tail=True,
          honest=True, share="batch", layers=(1, 2), bias=True, slope=True, sign=1.0, fixed=None, other=None, lost=(), counted=False,
          decay=0.0):
    """A right net, unless one of the arguments from `weights` on says otherwise."""
    given = {"hidden": 30, "epochs": 40, "batch_size": 32, "lr": 0.5} if lost else {}
    hidden, epochs, batch_size, lr = (given[name] if name in lost else value for name, value in
                                      (("hidden", hidden), ("epochs", epochs), ("batch_size", batch_size), ("lr", lr)))
    rng = np.random.default_rng(seed if fixed is None else fixed) if other is None else other()
    labels, classes, activation = np.asarray(labels), len(set(labels)) if counted else int(np.max(labels)) + 1, ACTIVATIONS[act]
    first, second = bias if isinstance(bias, tuple) else (bias, bias)
    w1, w2 = first_weights(rng, x.shape[1], hidden, classes, weights)
    b1, b2, hot = np.zeros(hidden), np.zeros(classes), np.eye(classes)[labels]
    done, step, last = 0, sign * lr, len(x) if tail else len(x) // batch_size * batch_size
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
            for start in range(0, last, batch_size):
                rows = order[start:start + batch_size]
                a = activation[0](x[rows] @ w1 + b1)
                d = (_softmax(a @ w2 + b2) - hot[rows]) / {"batch": len(rows), "size": batch_size, "sum": 1, "all": len(x)}[share]
                dz = d @ w2.T * (activation[1](a) if slope else 1)
                if 2 in layers:
                    w2 -= step * (a.T @ d)
                    b2 -= step * second * d.sum(axis=0)
                if 1 in layers:
                    w1 -= step * (x[rows].T @ dz)
                    b1 -= step * first * dz.sum(axis=0)
                for held in (w1, w2) if decay else ():
                    held *= 1 - decay
                done += 1

    def predict(x):
        with np.errstate(all="ignore"):
            return (activation[0](x @ w1 + b1) @ w2 + b2).argmax(axis=1)

    predict.updates = done if honest else epochs * math.ceil(len(x) / batch_size)
    return predict


def first_weights(rng, features, hidden, classes, kind):
    """Random ones by name of their scale or by their standard deviation; all alike for ``("alike", w1, w2)``."""
    if isinstance(kind, tuple):
        _, one, two = kind
        return (np.full((features, hidden), one) if one is not None else rng.normal(0, 0.3, (features, hidden)),
                np.full((hidden, classes), two) if two is not None else rng.normal(0, 0.3, (hidden, classes)))
    one, two = SCALES.get(kind, (kind, kind))
    if kind in SCALES:
        one, two = np.sqrt(one / features), np.sqrt(two / hidden)
    return rng.normal(0, one, (features, hidden)), rng.normal(0, two, (hidden, classes))


class WrongNet:
    """`train` with some mistakes. What it does on a task is worked out once: a diagnosis asks it again and again."""

    def __init__(self, **switches):
        self.switches = switches
        self.reports: dict[str, dict] = {}

    def __call__(self, x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
        return train(x, labels, hidden, epochs, batch_size, lr, seed, **self.switches)
