"""Answers to `train_mlp` that are right, each in a style of its own. One function a style: `train_mlp__style`."""
import math

import numpy as np
import torch


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def train_mlp__xavier_tanh(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    rng = np.random.default_rng(seed)
    n, d = x.shape
    k = labels.max() + 1
    W1, b1 = rng.normal(size=(d, hidden)) / np.sqrt(d), np.zeros(hidden)
    W2, b2 = rng.normal(size=(hidden, k)) / np.sqrt(hidden), np.zeros(k)
    onehot = np.eye(k)[labels]
    steps = 0
    for _ in range(epochs):
        perm = rng.permutation(n)
        for batch in np.array_split(perm, range(batch_size, n, batch_size)):
            xb, yb = x[batch], onehot[batch]
            h = np.tanh(xb @ W1 + b1)
            dz = (softmax(h @ W2 + b2) - yb) / len(batch)
            dh = (dz @ W2.T) * (1 - h**2)
            W2, b2 = W2 - lr * h.T @ dz, b2 - lr * dz.sum(0)
            W1, b1 = W1 - lr * xb.T @ dh, b1 - lr * dh.sum(0)
            steps += 1

    def predict(x):
        return np.argmax(np.tanh(x @ W1 + b1) @ W2 + b2, axis=1)

    predict.updates = steps
    return predict


def train_mlp__legacy_seed_sigmoid(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    np.random.seed(seed)
    w1, b1 = np.random.randn(x.shape[1], hidden) * 0.1, np.zeros((1, hidden))
    w2, b2 = np.random.randn(hidden, max(labels) + 1) * 0.1, np.zeros((1, max(labels) + 1))
    sigmoid = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    updates = 0
    for _ in range(epochs):
        order = np.arange(len(x))
        np.random.shuffle(order)
        xs, ys = x[order], labels[order]
        for i in range(0, len(x), batch_size):
            xb, yb = xs[i:i + batch_size], ys[i:i + batch_size]
            a = sigmoid(xb.dot(w1) + b1)
            p = softmax(a.dot(w2) + b2)
            p[np.arange(len(yb)), yb] -= 1
            p /= len(yb)
            da = p.dot(w2.T) * a * (1 - a)
            w2 -= lr * a.T.dot(p)
            b2 -= lr * p.sum(axis=0, keepdims=True)
            w1 -= lr * xb.T.dot(da)
            b1 -= lr * da.sum(axis=0, keepdims=True)
            updates += 1
    predict = lambda rows: (sigmoid(rows.dot(w1) + b1).dot(w2) + b2).argmax(axis=1)  # noqa: E731
    predict.updates = updates
    return predict


class _Net:
    def __init__(self, features, hidden, classes, rng):
        limit = np.sqrt(6 / (features + hidden))
        self.w = [rng.uniform(-limit, limit, (features + 1, hidden)), rng.uniform(-0.5, 0.5, (hidden + 1, classes))]
        self.updates = 0

    def forward(self, x):
        self.x = np.column_stack([x, np.ones(len(x))])
        z = self.x @ self.w[0]
        self.h = np.column_stack([np.where(z > 0, z, 0.01 * z), np.ones(len(x))])
        self.slope = np.where(z > 0, 1, 0.01)
        return self.h @ self.w[1]

    def step(self, x, labels, lr):
        grad = softmax(self.forward(x))
        grad[range(len(labels)), labels] -= 1
        grad /= len(labels)
        below = grad @ self.w[1][:-1].T * self.slope
        self.w[1] = self.w[1] - lr * self.h.T @ grad
        self.w[0] = self.w[0] - lr * self.x.T @ below
        self.updates += 1

    def __call__(self, x):
        return self.forward(x).argmax(-1)


def train_mlp__object_with_biases_as_a_column(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    rng = np.random.RandomState(seed)
    net = _Net(x.shape[1], hidden, max(labels.tolist()) + 1, rng)
    for _ in range(epochs):
        idx = rng.permutation(len(x))
        for b in range(math.ceil(len(x) / batch_size)):
            take = idx[b * batch_size:(b + 1) * batch_size]
            net.step(x[take], labels[take], lr)
    return net


def train_mlp__torch_tensors(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    g = torch.Generator().manual_seed(seed)
    data, y = torch.tensor(np.asarray(x, dtype=np.float32)), torch.tensor(np.asarray(labels, dtype=np.int64))
    k = int(y.max()) + 1
    w1, b1 = torch.randn(data.shape[1], hidden, generator=g) * (2 / data.shape[1]) ** 0.5, torch.zeros(hidden)
    w2, b2 = torch.randn(hidden, k, generator=g) * (2 / hidden) ** 0.5, torch.zeros(k)
    count = 0
    for _ in range(epochs):
        for rows in torch.randperm(len(data), generator=g).split(batch_size):
            h = (data[rows] @ w1 + b1).clamp(min=0)
            p = torch.softmax(h @ w2 + b2, 1)
            p[torch.arange(len(rows)), y[rows]] -= 1
            p /= len(rows)
            dh = (p @ w2.T) * (h > 0)
            w2 -= lr * h.T @ p
            b2 -= lr * p.sum(0)
            w1 -= lr * data[rows].T @ dh
            b1 -= lr * dh.sum(0)
            count += 1

    def predict(rows):
        rows = torch.tensor(np.asarray(rows, dtype=np.float32))
        return ((rows @ w1 + b1).clamp(min=0) @ w2 + b2).argmax(1).numpy()

    predict.updates = count
    return predict


def train_mlp__small_start_list_of_labels(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    rng = np.random.default_rng(seed)
    params = {"W1": 0.01 * rng.standard_normal((x.shape[1], hidden)), "b1": np.zeros(hidden),
              "W2": 0.01 * rng.standard_normal((hidden, int(labels.max()) + 1)), "b2": np.zeros(int(labels.max()) + 1)}
    n, order = len(x), np.arange(len(x))
    for _ in range(epochs):
        rng.shuffle(order)
        for first in range(0, n, batch_size):
            i = order[first:first + batch_size]
            h = np.maximum(0, x[i] @ params["W1"] + params["b1"])
            d = softmax(h @ params["W2"] + params["b2"])
            d[np.arange(i.size), labels[i]] -= 1
            d /= i.size
            dh = np.where(h > 0, d @ params["W2"].T, 0)
            grads = {"W1": x[i].T @ dh, "b1": dh.sum(0), "W2": h.T @ d, "b2": d.sum(0)}
            for name in params:
                params[name] -= lr * grads[name]

    def predict(rows):
        scores = np.maximum(0, rows @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
        return [int(label) for label in scores.argmax(axis=1)]

    predict.updates = epochs * -(-n // batch_size)
    return predict


def train_mlp__row_by_row(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """Gradients added up one row at a time."""
    rng = np.random.default_rng(seed)
    classes = int(labels.max()) + 1
    w1, w2 = rng.normal(0, 0.3, (hidden, x.shape[1])), rng.normal(0, 0.3, (classes, hidden))
    b1, b2, updates = np.zeros(hidden), np.zeros(classes), 0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        while len(order):
            batch, order = order[:batch_size], order[batch_size:]
            g1, g2, h1, h2 = np.zeros(w1.shape), np.zeros(w2.shape), np.zeros(hidden), np.zeros(classes)
            for i in batch:
                a = np.tanh(w1 @ x[i] + b1)
                z = w2 @ a + b2
                e = np.exp(z - z.max())
                e /= e.sum()
                e[labels[i]] -= 1
                da = (e @ w2) * (1 - a * a)
                g2 += e[:, None] * a
                h2 += e
                g1 += da[:, None] * x[i]
                h1 += da
            rate = lr / len(batch)
            w1, w2, b1, b2 = w1 - rate * g1, w2 - rate * g2, b1 - rate * h1, b2 - rate * h2
            updates += 1

    def predict(rows):
        return np.array([np.argmax(w2 @ np.tanh(w1 @ row + b1) + b2) for row in rows])

    predict.updates = updates
    return predict
