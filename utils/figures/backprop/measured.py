"""Measurements: the valley of the gradient check, losses and their slopes, gradients through thirty layers."""
from __future__ import annotations

import numpy as np

from ..style import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Drawing, canvas, figure, sign

PLACES = np.linspace(-2, 2, 41) + 0.013
STEPS = 10.0 ** -np.arange(1, 13.1, 0.5)


def bell(x) -> float:
    """1 / (1 + x²) of the first entry: only + * /, so every machine rounds it alike."""
    return float(1 / (1 + x[0] * x[0]))


def slope_of_bell(x):
    """Its derivative, from the quotient rule."""
    return -2 * x / (1 + x * x) ** 2


def errors(gradient, steps=STEPS) -> np.ndarray:
    """Largest error of ``gradient(f, x, eps)`` over `PLACES`, for each step."""
    return np.array([max(abs(float(np.ravel(gradient(bell, np.array([place]), eps))[0]) - slope_of_bell(place))
                         for place in PLACES) for eps in steps])


def _forward(f, x, eps):
    return np.array([(f(x + eps) - f(x)) / eps])


@figure
def valley(numerical_gradient) -> Drawing:
    """Error of forward and central differences against the step, on two logarithmic scales."""
    fig, (ax,) = canvas(width=8.4, height=4.4)
    digest = {}
    curves = {"forward": (_forward, ORANGE, "s", "--"), "central": (numerical_gradient, BLUE, "o", "-")}
    for name, (gradient, color, marker, line) in curves.items():
        error = errors(gradient)
        ax.plot(STEPS, error, color=color, marker=marker, markersize=5, linestyle=line, label=f"{name} difference")
        best = int(error.argmin())
        ax.plot(STEPS[best], error[best], marker="v", markersize=13, color="none", markeredgecolor=BLACK,
                linestyle="none", label=f"least error, {name}: step {STEPS[best]:.0e}, error {error[best]:.0e}")
        digest[f"best step, {name}"] = float(f"{STEPS[best]:.0e}")
        digest[f"error there, {name}"] = float(f"{error[best]:.0e}")
    unit = np.finfo(float).eps
    for values, name, look in ((STEPS, "step (truncation, forward)", ":"),
                               (STEPS ** 2, "step squared (truncation, central)", "-."),
                               (unit / STEPS, "2.2e-16 / step (rounding)", (0, (1, 4)))):
        ax.plot(STEPS, values, color=GREY, linewidth=1.5, linestyle=look, label=name, zorder=1)
    ax.set(xscale="log", yscale="log", ylim=(1e-12, 1), xlabel="step eps (unit of x)",
           ylabel="largest error of the slope (1 / unit of x)",
           title="The error has a valley: a step can be too small" + sign(numerical_gradient))
    fig.legend(*ax.get_legend_handles_labels(), loc="outside right center")
    told = ", ".join(f"{name} differences are best at {digest[f'best step, {name}']:.0e}" for name in curves)
    return Drawing(fig, f"Error of a numerical slope against the step, both logarithmic, a valley each: {told}.", digest)


@figure
def losses() -> Drawing:
    """Cross-entropy and entropy against the output; and the slope that two losses send into a sigmoid."""
    fig, (ax, plot) = canvas(2, width=8.4, height=4.2)
    a = np.linspace(0.005, 0.995, 199)
    entropy = -a * np.log(a) - (1 - a) * np.log(1 - a)
    ax.plot(a, -np.log(a), color=BLUE, label="cross-entropy C, label 1")
    ax.plot(a, entropy, color=ORANGE, linestyle="--", label="entropy H of the output")
    for place, marker in ((0.5, "o"), (0.01, "^")):
        ax.plot(place, -np.log(place), marker, color=BLACK, markersize=8, linestyle="none",
                label=f"C at a = {place:g}: {-np.log(place):.3f}")
    ax.set(title="C is not largest at a = 0.5; H is", xlabel="output a, the probability of label 1",
           ylabel="loss (nats)", ylim=(0, 5.6))
    ax.legend()
    z = np.linspace(-10, 10, 201)
    out = 1 / (1 + np.exp(-z))
    plot.plot(z, out - 1, color=BLUE, label="cross-entropy: a - y")
    plot.plot(z, (out - 1) * out * (1 - out), color=RED, linestyle="--", label="squared error: (a - y) a (1 - a)")
    wrong = {"cross-entropy": float(out[0] - 1), "squared error": float((out[0] - 1) * out[0] * (1 - out[0]))}
    for (name, value), marker in zip(wrong.items(), "D^"):
        plot.plot(z[0], value, marker, color=BLACK, markersize=8, linestyle="none", label=f"{name} at -10: {value:.2g}")
    plot.set(title="Label 1: the slope that reaches the logit", xlabel="logit z; the output is a = sigmoid(z)",
             ylabel="slope of the loss, dL/dz", ylim=(-1.12, 0.95), xticks=range(-10, 11, 5))
    plot.legend()
    digest = {"C at 0.5": round(float(np.log(2)), 3), "C at 0.01": round(float(-np.log(0.01)), 3),
              "H is largest at": round(float(a[entropy.argmax()]), 3),
              "slope at z = -10, cross-entropy": round(wrong["cross-entropy"], 5),
              "slope at z = -10, squared error": round(wrong["squared error"], 7)}
    told = ("cross-entropy grows without bound as the output goes to the wrong label; at z = -10 its slope is still -1, "
            "that of the squared error almost 0")
    return Drawing(fig, f"Two losses of a sigmoid: {told}.", digest)


LAYERS, WIDTH, ROWS = 30, 64, 32
NETS = {  # name → activation, its slope given its output, factor on the scale of He et al.
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda h: h * (1 - h), 1.0),
    "tanh": (np.tanh, lambda h: 1 - h * h, 1 / np.sqrt(2)),
    "relu": (lambda z: np.maximum(z, 0), lambda h: (h > 0) * 1.0, 1.0),
    "relu, weights 1.5 times as large": (lambda z: np.maximum(z, 0), lambda h: (h > 0) * 1.0, 1.5),
}


def norms(name: str) -> np.ndarray:
    """Norm of the gradient at the output of each layer, first to last, of a random net; at the last it is 1."""
    activation, slope, factor = NETS[name]
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, factor * np.sqrt(2 / WIDTH), (WIDTH, WIDTH)) for _ in range(LAYERS)]
    outputs = [rng.normal(0, 1, (ROWS, WIDTH))]
    for w in weights:
        outputs.append(activation(outputs[-1] @ w))
    gradient = rng.normal(0, 1, (ROWS, WIDTH))
    found = [np.linalg.norm(gradient)]
    for w, output in zip(weights[::-1], outputs[::-1]):
        gradient = (gradient * slope(output)) @ w.T
        found.append(np.linalg.norm(gradient))
    return np.array(found[::-1]) / found[0]


@figure
def depth() -> Drawing:
    """How a gradient's norm changes on its way back through thirty layers, for four kinds of layer."""
    fig, (ax,) = canvas(width=8.0, height=3.8)
    digest = {}
    looks = ((RED, "--", "s"), (ORANGE, "-.", "D"), (BLUE, "-", "o"), (GREEN, ":", "^"))
    for name, (color, line, marker) in zip(NETS, looks):
        found = norms(name)
        ax.plot(range(LAYERS + 1), found, color=color, linestyle=line, marker=marker, markersize=5, markevery=5, label=name)
        digest[name] = float(f"{found[0]:.1g}")
    ax.set(yscale="log", xlabel="layer, counted from the input", ylabel="norm of the gradient\n(share of that at the output)",
           title="Going back through 30 layers: factors multiply")
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    told = ", ".join(f"{name} {value:.0e}" for name, value in digest.items())
    return Drawing(fig, f"The gradient's norm at the input of a random net of 30 layers: {told}.", digest)
