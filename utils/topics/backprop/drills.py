"""Drills of topic 01: counting updates and weights, and gradients on paper."""
from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ...drills import Drill, Question, Slip
from ...marking import equals, shown

FEW = (-5, -4, -3, -2, 2, 3, 4, 5)  # whole numbers whose products can be told from each other


def inner(value):
    """A number inside a formula; a negative one in brackets."""
    return f"({shown(value)})" if value < 0 else shown(value)


def updates(chance):
    """Updates in several epochs, where the last batch of each is smaller."""
    n, b, e = chance.randrange(50, 1200, 10), chance.choice([8, 16, 32, 64, 100, 128]), chance.randrange(2, 13)
    whole, rest = divmod(n, b)
    if whole < 2 or not rest:
        return None
    return Question(
        f"A training set has {n} samples. You train for {e} epochs with batches of {b}; the smaller batch at the end of an "
        "epoch is kept. How many updates are made?",
        (whole + 1) * e,
        (f"one epoch: {n} / {b} {equals(Fraction(n, b), 2)}, so {whole} full batches and one of {rest}, {whole + 1} updates",
         f"{e} epochs: {e} · {whole + 1} = {shown((whole + 1) * e)}"),
        (Slip(whole * e, "that drops the last, smaller batch of each epoch; here it is kept, and is an update too."),
         Slip(-(-n * e // b), "that lets a batch run over the end of an epoch; each epoch begins a new one.", sometimes=True),
         Slip(whole + 1, "that is one epoch."),
         Slip(n * e, "that is the number of samples seen; an update takes a whole batch.")),
        given={"n": n, "b": b, "e": e})


def mlp_parameters(chance):
    """Weights and biases of a net of fully connected layers."""
    sizes = [chance.randrange(8, 100), *(chance.choice([5, 8, 10, 12, 20, 30, 50]) for _ in range(chance.choice([1, 2]))),
             chance.randrange(2, 11)]
    pairs = list(pairwise(sizes))
    weights, biases = sum(a * b for a, b in pairs), sum(sizes[1:])
    return Question(
        f"A fully connected net has layers of {' – '.join(map(str, sizes))} units, the inputs first. Every layer but the "
        "inputs has biases. How many parameters does it learn?",
        weights + biases,
        ("weights: " + " + ".join(f"{a} · {b}" for a, b in pairs) + f" = {shown(weights)}",
         f"biases, one for each unit that is no input: {' + '.join(map(str, sizes[1:]))} = {biases}",
         f"together {shown(weights)} + {biases} = {shown(weights + biases)}"),
        (Slip(weights, "those are the weights; the biases are missing."),
         Slip(weights + sum(sizes), "that gives the inputs biases too; they are given, not worked out."),
         Slip(weights + len(pairs), "that is one bias for each layer; every unit has its own."),
         Slip(weights + sizes[0] + sum(sizes[1:-1]), "that counts a bias for each unit that sends; the units that receive "
              "have them.", sometimes=True)),
        given={"sizes": sizes})


def shared_node(chance):
    """The gradient at a node that is used twice."""
    a, b, c, x = (chance.choice(FEW) for _ in range(4))
    u, v = a * x + b, c * x
    by_u, by_v = a * v, c * u
    if not u or abs(by_u + by_v) > 200:
        return None
    return Question(
        f"$u = a x + b$, $v = c x$ and $L = u v$, with $a = {a}$, $b = {b}$, $c = {c}$, $x = {x}$. What is $dL/dx$?",
        by_u + by_v,
        (f"forward: u = {a} · {inner(x)} + {inner(b)} = {u} and v = {c} · {inner(x)} = {v}",
         f"through u: dL/du · du/dx = v · a = {v} · {inner(a)} = {by_u}",
         f"through v: dL/dv · dv/dx = u · c = {u} · {inner(c)} = {by_v}",
         f"both paths add up: {by_u} + {inner(by_v)} = {by_u + by_v}"),
        (Slip(by_u, "that is the path through u; the one through v adds to it."),
         Slip(by_v, "that is the path through v; the one through u adds to it."),
         Slip(a * c, "those are the two local slopes multiplied; only slopes along *one* path multiply, and u · v has slopes "
              "of its own."),
         Slip(u + v, "that is dL/du + dL/dv; each still has to be multiplied by the slope down to x.", sometimes=True)),
        given={"a": a, "b": b, "c": c, "x": x})


def central(chance):
    """A central difference of a cubic, which is not exact."""
    c, x, step = chance.choice([1, 2, 3, 4, 5]), chance.randrange(-5, 6), chance.choice([0.1, 0.2, 0.5, 1])
    if not x:
        return None
    h = Fraction(str(step))
    high, low, middle = c * (x + h)**3, c * (x - h)**3, Fraction(c * x**3)
    answer = (high - low) / (2 * h)
    return Question(
        f"f(x) = {c}·x³. What does the *central* difference with eps = {step} give for the derivative at x = {x}? "
        "To three decimals.",
        float(answer),
        (f"f({shown(float(x + h))}) = {shown(float(high))} and f({shown(float(x - h))}) = {shown(float(low))}",
         f"their difference, {shown(float(high - low))}, over the distance, {shown(float(2 * h))}: {shown(float(answer))}"),
        (Slip(3 * c * x * x, f"that is the derivative itself; a central difference of this cubic is too large by {c} · eps²."),
         Slip(float((high - middle) / h), "that is the forward difference; the central one goes a step to each side."),
         Slip(float((middle - low) / h), "that is the backward difference; the central one goes a step to each side."),
         Slip(float((high - low) / h), "that divides by eps; the two points are 2 · eps apart.")),
        tolerance=0.0005, given={"c": c, "x": x, "step": step})


def softmax_gradient(chance):
    """The gradient of cross-entropy at the logits of one row, with logits that are logarithms of whole numbers."""
    odds = chance.sample(range(1, 10), 3)
    label, n = chance.randrange(3), chance.choice([2, 4, 5, 10])
    if sum(odds) not in (6, 8, 9, 10, 12, 15, 16, 18, 20):
        return None
    whole = sum(odds)
    p = [Fraction(odd, whole) for odd in odds]
    onehot = [int(i == label) for i in range(3)]
    right = [(a - b) / n for a, b in zip(p, onehot)]
    return Question(
        f"One row of a batch of {n} has the logits ln {odds[0]}, ln {odds[1]}, ln {odds[2]} and the label {label} (classes count "
        "from 0). The loss is softmax and cross-entropy, averaged over the batch. What is its gradient at these three "
        "logits? Write fractions.",
        tuple(right),
        (f"exp of the logits: {odds[0]}, {odds[1]}, {odds[2]}, together {whole}",
         f"p = ({', '.join(map(str, p))})",
         f"minus 1 at class {label}: ({', '.join(str(a - b) for a, b in zip(p, onehot))})",
         f"divided by {n}, for the mean: {shown(tuple(right))}"),
        (Slip(tuple(p), "those are the probabilities; subtract 1 at the label and divide by the batch."),
         Slip(tuple(g * n for g in right), f"that is right for the sum of the losses; the mean divides by {n}."),
         Slip(tuple(-g for g in right), "that is onehot − p, the way downhill; the gradient points uphill."),
         Slip(tuple(a / n for a in p), "that forgets to subtract 1 at the label.")),
        given={"odds": odds, "label": label, "n": n})


def product(a, b):
    """A matrix product, row by row in one tuple."""
    return tuple(sum(x * y for x, y in zip(row, column)) for row in a for column in zip(*b))


def weight_gradient(chance):
    """dw of a linear layer for two rows."""
    x, dout = ([[chance.randrange(-3, 6) for _ in range(2)] for _ in range(2)] for _ in range(2))
    across = list(zip(*x))
    answer = product(across, dout)
    return Question(
        f"A linear layer computes out = x @ w + b. For x = {x} (two rows of a batch), dout = {dout} comes back, the gradient "
        "of the loss at out. What is dw? Its four entries, row by row.",
        answer,
        ("dw = x.T @ dout, so each entry is a column of x times a column of dout",
         *(f"dw[{i}][{j}] = {across[i][0]} · {inner(dout[0][j])} + {inner(across[i][1])} · {inner(dout[1][j])} = {answer[2 * i + j]}"
           for i in range(2) for j in range(2)),
         f"row by row: {shown(answer)}"),
        (Slip(product(x, dout), "that is x @ dout; the batch has to be summed over, so x is transposed."),
         Slip(product(zip(*dout), x), "that is dout.T @ x, the transpose of dw; torch.nn.Linear keeps its weight that way."),
         Slip(tuple(value / 2 for value in answer), "that takes the mean of the rows; where the loss is a mean, dout has "
              "been divided already."),
         Slip(product(x, list(zip(*dout))), "that is x @ dout.T; its entries pair rows with rows, those of dw an input with an output.")),
        given={"x": x, "dout": dout})


def max_pool(chance):
    """The gradient of max pooling along one row, with windows that share a maximum."""
    k, n = chance.choice([2, 3]), chance.choice([5, 6])
    x = chance.sample(range(1, 10), n)
    dout = [chance.randrange(1, 10) for _ in range(n - k + 1)]
    windows = range(len(dout))
    winners = [max(range(i, i + k), key=x.__getitem__) for i in windows]
    gradient, last, shares, first = [0] * n, [0] * n, [Fraction(0)] * n, [0] * n
    for i, winner in enumerate(winners):
        gradient[winner] += dout[i]
        last[winner] = dout[i]
        first[i] += dout[i]
        for place in range(i, i + k):
            shares[place] += Fraction(dout[i], k)
    return Question(
        f"Max pooling with windows of {k} and stride 1 runs over the row {x}. The gradients {dout} come back, one for each "
        f"window. What is the gradient at the {n} inputs?",
        tuple(gradient),
        (*(f"window {x[i:i + k]}: its maximum {x[winner]} gets {dout[i]}" for i, winner in enumerate(winners)),
         f"what meets at one input adds up: {shown(tuple(gradient))}"),
        (Slip(tuple(last), "that keeps only the last window's gradient where two share a maximum; they add up."),
         Slip(tuple(shares), "those are equal shares, as for average pooling; a maximum gets everything."),
         Slip(tuple(map(int, (i in winners for i in range(n)))), "that marks the maxima; they get the gradients that come "
              "back."),
         Slip(tuple(first), "that gives each window's gradient to its first input; it belongs to the maximum.")),
        given={"x": x, "dout": dout, "k": k})


def momentum(chance):
    """Two steps of gradient descent with momentum."""
    w, rate, keep = chance.randrange(1, 10), chance.choice([0.1, 0.2, 0.5]), chance.choice([0.5, 0.8, 0.9])
    one, two = chance.choice(FEW), chance.choice(FEW)
    lr, mu = Fraction(str(rate)), Fraction(str(keep))
    v = mu * one + two
    middle = w - lr * one
    answer, rest = middle - lr * v, 1 - mu
    average = mu * rest * one + rest * two
    return Question(
        f"Gradient descent with momentum: v ← {keep} · v + g, then w ← w − {rate} · v. It begins at w = {w} and v = 0; the "
        f"gradients of the first two steps are {one} and {two}. What is w after both?",
        float(answer),
        (f"step 1: v = {one}, w = {w} − {rate} · {inner(one)} = {shown(float(middle))}",
         f"step 2: v = {keep} · {inner(one)} + {inner(two)} = {shown(float(v))}",
         f"w = {shown(float(middle))} − {rate} · {inner(float(v))} = {shown(float(answer))}"),
        (Slip(float(w - lr * (one + two)), "that is descent without momentum."),
         Slip(float(w - lr * v), "that leaves the first step out; w has moved already."),
         Slip(float(w - lr * (rest * one + average)), f"that gives g the factor 1 − {keep}, as in an average; here g enters whole."),
         Slip(float(w + lr * (one + v)), "that goes uphill; the step is subtracted.")),
        given={"w": w, "rate": rate, "keep": keep, "one": one, "two": two})


DRILLS = (
    Drill("updates_in_epochs", "epochs, batches and updates", updates),
    Drill("mlp_parameters", "parameters of a fully connected net", mlp_parameters),
    Drill("shared_node_gradient", "the chain rule at a node that is used twice", shared_node, exercise="Value"),
    Drill("central_difference", "a central difference", central, exercise="numerical_gradient"),
    Drill("softmax_gradient", "the gradient of softmax and cross-entropy", softmax_gradient, exercise="softmax_cross_entropy"),
    Drill("weight_gradient", "dw of a linear layer", weight_gradient, exercise="linear_backward"),
    Drill("max_pool_gradient", "the gradient of max pooling", max_pool, exercise="max_pool_backward"),
    Drill("momentum_steps", "two steps with momentum", momentum),
)
