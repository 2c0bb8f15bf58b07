"""What topic 01 races, against torch on one thread."""
from __future__ import annotations

import numpy as np

from ...racing import Race
from ...threads import one_thread
from .nets import Task, some_digits
from .pooling import tensor
from .programs import Program


class TorchScalar:
    """A torch scalar that is used as a `Value` is: the operators that the race needs."""

    __slots__ = ("tensor",)

    def __init__(self, data):
        import torch

        self.tensor = data if isinstance(data, torch.Tensor) else torch.tensor(float(data), dtype=torch.float64, requires_grad=True)

    def __add__(self, other):
        return TorchScalar(self.tensor + other.tensor)

    def __mul__(self, other):
        return TorchScalar(self.tensor * other.tensor)

    def tanh(self):
        return TorchScalar(self.tensor.tanh())

    def backward(self):
        self.tensor.retain_grad()
        self.tensor.backward()

    @property
    def data(self) -> float:
        return self.tensor.item()

    @property
    def grad(self) -> float:
        """0.0 as long as there is none; torch has no `.grad` at all for results between, which are not asked for."""
        found = self.tensor.grad if self.tensor.is_leaf or self.tensor.retains_grad else None
        return 0.0 if found is None else found.item()


def log_sum_exp(x) -> float:
    """log Σ exp(x)."""
    return float(np.log(np.sum(np.exp(x))))


def calls_of_f(answer, f, x) -> int:
    """How often an answer calls `f`."""
    calls = 0

    def counted(point):
        nonlocal calls
        calls += 1
        return f(point)

    answer(counted, x)
    return calls


@one_thread()
def slopes_of_log_sum_exp(f, x, eps=1e-5):
    """Reverse mode in place of differences: one pass forward and one back, of a torch twin of `log_sum_exp`."""
    import torch

    leaf = tensor(x).requires_grad_()
    torch.logsumexp(leaf, 0).backward()
    return leaf.grad.numpy()


@one_thread()
def cross_entropy(logits, labels):
    """cross_entropy and its gradient, by autograd, float64."""
    import torch

    leaf = torch.from_numpy(logits).requires_grad_()
    loss = torch.nn.functional.cross_entropy(leaf, torch.from_numpy(labels))
    loss.backward()
    return loss.item(), leaf.grad.numpy()


@one_thread()
def linear(dout, x, w):
    """Backward alone, as autograd's nodes do it."""
    import torch

    upstream, given, weights = map(torch.from_numpy, (dout, x, w))
    return (upstream @ weights.T).numpy(), (given.T @ upstream).numpy(), upstream.sum(0).numpy()


@one_thread()
def max_pool(dout, x, size):
    """Forward, which finds the maxima, and backward."""
    import torch

    aten, window = torch.ops.aten, [size, size]
    x = torch.from_numpy(x)
    _, found = aten.max_pool2d_with_indices(x, window)
    return aten.max_pool2d_with_indices_backward(torch.from_numpy(dout), x, window, window, [0, 0], [1, 1], False, found).numpy()


@one_thread()
def avg_pool(dout, size):
    """Backward alone."""
    import torch

    count, channels, height, width = dout.shape
    pooled = torch.empty((), dtype=torch.float64).expand(count, channels, height * size, width * size)  # its shape is all that counts
    aten, window = torch.ops.aten, [size, size]
    return aten.avg_pool2d_backward(torch.from_numpy(dout), pooled, window, window, [0, 0], False, True, None).numpy()


@one_thread()
def train(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """The same training by modules, autograd and an optimizer, in torch's usual float32."""
    import torch
    from torch import nn

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x, labels = torch.from_numpy(x).float(), torch.from_numpy(labels)
        net = nn.Sequential(nn.Linear(x.shape[1], hidden), nn.ReLU(), nn.Linear(hidden, int(labels.max()) + 1))
        optimizer, updates = torch.optim.SGD(net.parameters(), lr=lr), 0
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(batch_size):
                optimizer.zero_grad()
                nn.functional.cross_entropy(net(x[rows]), labels[rows]).backward()
                optimizer.step()
                updates += 1

    def predict(x):
        with torch.no_grad():
            return net(torch.from_numpy(x).float()).argmax(1).numpy()

    predict.updates = updates
    return predict


def chain(steps: int) -> tuple[Program]:
    """c = tanh(c·b + a), again and again: three operations a step, and numbers that stay small."""
    return (Program((0.5, 0.9), ("c = a * b",), ("c = (c * b + a).tanh()",), steps),)


def normal(*shapes) -> tuple[np.ndarray, ...]:
    """Arrays of these shapes, of normal numbers, the same in every run."""
    rng = np.random.default_rng(0)
    return tuple(rng.normal(size=shape) for shape in shapes)


def scored(rows: int, classes: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Logits (rows, classes) and labels (rows,)."""
    return *normal((rows, classes)), np.random.default_rng(1).integers(0, classes, rows)


def lesson(rows: int) -> tuple[Task]:
    """Ten epochs of so many digits."""
    return (Task(f"{rows:,} digits, 10 epochs", (some_digits, rows), {"epochs": 10}, least=0.3),)


SIDES = (16, 32, 64, 128, 256, 512)
RACES = {
    "Value": Race((30, 100, 300, 1000, 3000, 10_000), chain, "steps c = tanh(c·b + a)", "torch", TorchScalar),
    "numerical_gradient": Race((10, 30, 100, 300, 1000, 3000, 10_000), lambda n: (log_sum_exp, *normal((n,))), "entries, log of a sum of exp",
                               "torch autograd", slopes_of_log_sum_exp, counted="calls of f", count=calls_of_f),
    "softmax_cross_entropy": Race((10, 100, 1000, 10_000, 100_000), scored, "rows of 10 logits", "torch autograd", cross_entropy),
    "linear_backward": Race(SIDES, lambda n: normal((n, n), (n, n), (n, n)), "rows, inputs and outputs", "torch", linear),
    "max_pool_backward": Race(SIDES, lambda n: (*normal((2, 8, n // 2, n // 2), (2, 8, n, n)), 2), "pixels, side of 16 images", "torch",
                              max_pool),
    "avg_pool_backward": Race(SIDES, lambda n: (*normal((2, 8, n // 2, n // 2)), 2), "pixels, side of 16 images", "torch", avg_pool),
    "train_mlp": Race((90, 180, 360, 720, 1437), lesson, "digits, 10 epochs", "torch float32", train),
}
