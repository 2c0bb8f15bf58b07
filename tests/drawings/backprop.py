"""The figures of topic 01, each with what the notebook gives it."""
import numpy as np

from utils.data import digits
from utils.figures import backprop

PIXELS, TRUTH = digits()[2:]
HISTORY = np.array([[0, 2.56, 2.59], [45, 0.45, 0.46], [90, 0.32, 0.3], [135, 0.16, 0.15], [180, 0.12, 0.19]])
THREE = {"batch, 1,437 rows": HISTORY * [0.02, 1, 1] + [0, 1, 1], "mini-batch, 32 rows": HISTORY,
         "stochastic, 1 row": HISTORY * [32, 0.5, 0.5]}


def read(draw, train_mlp):
    """A figure of what a net reads that was trained for a short while."""
    return draw.drawing(train_mlp(*digits()[:2], epochs=4), PIXELS, TRUTH, train_mlp)


def calls(pick):
    return {
        "by hand": lambda: backprop.by_hand.drawing(),
        "neuron": lambda: backprop.neuron.drawing(pick("Value")),
        "neuron, saturated": lambda: backprop.neuron.drawing(pick("Value"), w=-3.0),
        "valley": lambda: backprop.valley.drawing(pick("numerical_gradient")),
        "pools": lambda: backprop.pools.drawing(pick("max_pool_backward"), pick("avg_pool_backward")),
        "pools, one window": lambda: backprop.pools.drawing(pick("max_pool_backward"), pick("avg_pool_backward"), size=4),
        "losses": lambda: backprop.losses.drawing(),
        "depth": lambda: backprop.depth.drawing(),
        "learning": lambda: backprop.learning.drawing(HISTORY, pick("linear_backward")),
        "descent": lambda: backprop.descent.drawing(THREE, 1437, pick("linear_backward")),
        "confusion": lambda: read(backprop.confusion, pick("train_mlp")),
        "mistakes": lambda: read(backprop.mistakes, pick("train_mlp")),
        "no mistake": lambda: backprop.mistakes.drawing(lambda x: TRUTH, PIXELS, TRUTH),
    }
