"""Oracles of topic 01's drills: torch's autograd, layers and optimiser, or counting."""
from itertools import pairwise

import numpy as np
import torch

DOUBLE = torch.float64


def updates(n, b, e):
    """Every batch of every epoch, counted."""
    return sum(1 for _ in range(e) for _ in range(0, n, b))


def mlp_parameters(sizes):
    """The parameters of torch's layers."""
    layers = [torch.nn.Linear(a, b, device="meta") for a, b in pairwise(sizes)]
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())


def shared_node(a, b, c, x):
    """Autograd."""
    x = torch.tensor(float(x), dtype=DOUBLE, requires_grad=True)
    ((a * x + b) * (c * x)).backward()
    return x.grad.item()


def central(c, x, step):
    """numpy's gradient of three points, in the middle."""
    points = np.array([x - step, x, x + step])
    return np.gradient(c * points**3, step)[1]


def softmax_gradient(odds, label, n):
    """Autograd of torch's mean cross-entropy; the other rows are zeros."""
    logits = torch.zeros(n, 3, dtype=DOUBLE)
    logits[0] = torch.tensor(odds, dtype=DOUBLE).log()
    logits.requires_grad_()
    torch.nn.functional.cross_entropy(logits, torch.full((n,), label)).backward()
    return tuple(logits.grad[0].tolist())


def weight_gradient(x, dout):
    """Autograd of x @ w with dout coming back."""
    w = torch.zeros(2, 2, dtype=DOUBLE, requires_grad=True)
    (torch.tensor(x, dtype=DOUBLE) @ w).backward(torch.tensor(dout, dtype=DOUBLE))
    return tuple(w.grad.flatten().tolist())


def max_pool(x, dout, k):
    """Autograd of torch's max pooling."""
    row = torch.tensor([[x]], dtype=DOUBLE, requires_grad=True)
    torch.nn.functional.max_pool1d(row, k, stride=1).backward(torch.tensor([[dout]], dtype=DOUBLE))
    return tuple(row.grad.flatten().tolist())


def momentum(w, rate, keep, one, two):
    """torch's SGD, given the gradients."""
    weight = torch.tensor(float(w), dtype=DOUBLE, requires_grad=True)
    optimiser = torch.optim.SGD([weight], lr=rate, momentum=keep)
    for gradient in (one, two):
        weight.grad = torch.tensor(float(gradient), dtype=DOUBLE)
        optimiser.step()
    return weight.item()


ORACLES = {
    "updates_in_epochs": updates, "mlp_parameters": mlp_parameters, "shared_node_gradient": shared_node,
    "central_difference": central, "softmax_gradient": softmax_gradient, "weight_gradient": weight_gradient,
    "max_pool_gradient": max_pool, "momentum_steps": momentum,
}
