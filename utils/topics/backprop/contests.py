"""Topic 01's claims of speed: a training step against torch's autograd, an engine of scalars against micrograd."""
from __future__ import annotations

import gc
import random
import sys
from itertools import pairwise

import numpy as np

from ...codas import coda
from ...contests import Contest

STEPS, ROWS, RATE = 20, 32, 0.1


def lessons() -> tuple[np.ndarray, np.ndarray]:
    """Noise to learn by heart: x (20, 32, 784) float32, labels (20, 32)."""
    rng = np.random.default_rng(0)
    return rng.random((STEPS, ROWS, 784), dtype=np.float32), rng.integers(0, 10, (STEPS, ROWS))


def training_step():
    """Twenty steps of ours and of torch's autograd, both from where they were; batches are made ready beforehand.

    The peer is as lean as autograd allows: no modules, no optimizer, gradients that are not stored in `.grad`.
    """
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
    x, labels = lessons()
    net = coda("train_mlp")(x[0], np.arange(ROWS) % 10, epochs=0, batch_size=ROWS, activation="sigmoid").net
    ready = np.concatenate([x, np.ones((STEPS, ROWS, 1), np.float32)], axis=2), np.eye(10, dtype=np.float32)[labels]
    batches = list(zip(torch.from_numpy(x), torch.from_numpy(labels)))

    def weights():
        return [net.w1[:-1, :30], net.w1[-1, :30], net.w2[:, :30].T, net.w2[:, 30]]  # w1, b1, w2, b2

    leaves = w1, b1, w2, b2 = [torch.tensor(start, requires_grad=True) for start in weights()]

    def ours():
        for rows, onehot in zip(*ready):
            net.step(rows, onehot, RATE)
        return weights()

    def peer():
        for rows, right in batches:
            hidden = torch.sigmoid(torch.addmm(b1, rows, w1))
            slopes = torch.autograd.grad(functional.cross_entropy(torch.addmm(b2, hidden, w2), right), leaves)
            with torch.no_grad():
                for leaf, slope in zip(leaves, slopes):
                    leaf.sub_(slope, alpha=RATE)
        return [leaf.detach().numpy() for leaf in leaves]

    def same(mine, other):
        return all(np.allclose(one, two, rtol=0, atol=1e-5) for one, two in zip(mine, other))

    return ours, peer, same


def scalar_net(make, sizes=(784, 30, 10), rows=2):
    """A step of a net of scalars that `make` makes: relu, squared error, an update; it gives the gradients.

    Each call ends with a collection: who leaves cycles behind pays for them, and not the other one in the next call.
    """
    draw = random.Random(0)
    layers = [([[make(draw.uniform(-1, 1) / inputs ** 0.5) for _ in range(inputs)] for _ in range(outputs)],
               [make(0.0) for _ in range(outputs)]) for inputs, outputs in pairwise(sizes)]
    parameters = [value for weights, biases in layers for row in (*weights, biases) for value in row]
    images = [[draw.random() for _ in range(sizes[0])] for _ in range(rows)]

    def linear(layer, x):
        return [sum((w * v for w, v in zip(weights, x)), bias) for weights, bias in zip(*layer)]

    def loss_of(place, image):
        hidden = [value.relu() for value in linear(layers[0], image)]
        return sum((value - (k == place % sizes[-1])) ** 2 for k, value in enumerate(linear(layers[1], hidden)))

    def step():
        for value in parameters:
            value.grad = 0.0
        sum(loss_of(place, image) for place, image in enumerate(images)).backward()
        for value in parameters:
            value.data -= 0.01 * value.grad
        gc.collect()
        return [value.grad for value in parameters]

    return step


def scalar_engine():
    """Ours and micrograd; what is loaded is set aside, so that no collection of either walks over libraries."""
    from micrograd.engine import Value

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10_000))  # micrograd orders the graph by recursion
    ours, peer = scalar_net(coda("Value")), scalar_net(Value)
    gc.collect()
    gc.freeze()
    return ours, peer, lambda mine, other: np.allclose(mine, other, rtol=1e-9, atol=1e-12)


CONTESTS = {
    "training_step": Contest("20 steps of a 784-30-10 sigmoid net, batches of 32, float32", "torch autograd", 0.4, training_step, rounds=101),
    "scalar_engine": Contest("a step of a 784-30-10 net of scalars, 2 rows", "micrograd", 0.1, scalar_engine, needs=("micrograd",), rounds=3),
}
