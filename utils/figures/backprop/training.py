"""The digits net trained with its losses written down: what the loss curve and the batch sizes are drawn from."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...data import digits

HIDDEN = 30


def descend(softmax_cross_entropy: Callable, linear_backward: Callable, batch_size: int, lr: float,
            epochs: int) -> list[list[float]]:
    """Train 64-30-10 with relu on the digits; a row before the first epoch and after each.

    A row holds the updates made so far, the loss on the training rows and the loss on the held-out rows.
    """
    x_train, y_train, x_test, y_test = digits()
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, np.sqrt(2 / 64), (64, HIDDEN)), np.zeros(HIDDEN),
               rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 10)), np.zeros(10)]
    history: list[list[float]] = []

    def record(updates):
        losses = (softmax_cross_entropy(_logits(weights, x)[1], y)[0] for x, y in ((x_train, y_train), (x_test, y_test)))
        history.append([updates, *map(float, losses)])

    record(updates := 0)
    for _ in range(epochs):
        order = rng.permutation(len(x_train))
        for start in range(0, len(order), batch_size):
            rows = order[start:start + batch_size]
            slopes = _slopes(weights, x_train[rows], y_train[rows], softmax_cross_entropy, linear_backward)
            for values, slope in zip(weights, slopes):
                values -= lr * slope
            updates += 1
        record(updates)
    return history


def _logits(weights, x):
    """Output of the hidden layer, and of the net."""
    active = np.maximum(x @ weights[0] + weights[1], 0)
    return active, active @ weights[2] + weights[3]


def _slopes(weights, x, labels, softmax_cross_entropy, linear_backward):
    """Gradients of the batch's mean loss, in the order of the weights."""
    active, logits = _logits(weights, x)
    _, dlogits = softmax_cross_entropy(logits, labels)
    dactive, dw2, db2 = linear_backward(dlogits, active, weights[2])
    _, dw1, db1 = linear_backward(dactive * (active > 0), x, weights[0])
    return dw1, db1, dw2, db2
