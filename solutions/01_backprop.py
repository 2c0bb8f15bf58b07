# %% [markdown]
# # Backpropagation
#
# **By the end you can** derive and write the backward pass of a network on a whiteboard, check it by numbers, and
# train a net on it that reads handwritten digits.
#
# *120 minutes · needs NumPy broadcasting, matrix products and the chain rule · asked in 62 of the notes' 218 questions*

# %% tags=["imports"]
import numpy as np
import torch

from utils import check, hint, quiz, race, solution, stand_in
from utils.data import digits
from utils.figures import backprop as figures

# %% [markdown]
# ## A case to do by hand
#
# f = (a·b + c)·a at a = 2, b = −3, c = 10. Forward: d = a·b = −6, e = d + c = 4, f = e·a = **8**.
#
# Backward, each step times its local slope:
#
# - f = e·a: e gets a = 2, and a gets e = 4;
# - e = d + c: d and c get 2 each;
# - d = a·b: b gets 2·a = 4, and a gets 2·b = −6.
#
# Two paths lead back to a; they **add up**: 4 − 6 = **−2**. Check: f = a²b + ac, and 2ab + c = −12 + 10.
#
# Say the gradients before you look.

# %%
figures.by_hand()

# %% [markdown]
# ## The definition
#
# $$\frac{\partial L}{\partial x} = \sum_{y\ \text{made from}\ x} \frac{\partial L}{\partial y}
# \frac{\partial y}{\partial x}$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | $L$ | loss | one number | nats |
# | $z$ | logits | `(N, C)` | none |
# | $y$ | labels | `(N,)` | 0..C-1 |
# | $p$ | softmax of $z$ | `(N, C)` | probability |
# | `dout` | ∂L/∂(output of a layer) | of the output | nats per its unit |
# | `dx`, `dw`, `db` | ∂L/∂x, ∂L/∂w, ∂L/∂b | of x, w, b | the same |
#
# *Reverse mode*: one walk back from the one loss finds all gradients.

# %% [markdown]
# ## 1 · Value
#
# Write a number that remembers how it was made. `z.backward()` gives every `Value` that led to `z` its slope
# `.grad`: how fast `z` grows with it. Start at `z.grad = 1`, walk back; each step multiplies by a local slope, and
# what arrives on several paths **adds up**.
#
# **Rules:** `+ - * /`, `** number`, unary `-`, `.tanh()`, `.relu()`, `.exp()`; Python numbers on either side.
# `.grad` starts at 0.0.
#
# **Example:** `a = Value(2); z = a * a + 3 * a`: after `z.backward()`, `a.grad` is 2 · 2 + 3 = 7.
#
# **Edge cases:** relu's slope at 0 is 0; a chain of 5,000 additions works.

# %% tags=["exercise"]
class Value:
    """A scalar that remembers how it was made, and can tell its slope with respect to all that made it.

    Attributes
    ----------
    data : float
        The number.
    grad : float
        0.0 at first. After ``z.backward()``: dz/d(this value), summed over all paths to `z`.

    Notes
    -----
    ``a + b``, ``a - b``, ``a * b``, ``a / b``, ``a ** number``, ``-a``, ``a.tanh()``, ``a.relu()``
    and ``a.exp()`` give a new Value. A Python number may stand on either side of ``+ - * /``
    (``2 - a`` as well as ``a - 2``). The slope of relu at 0 is 0. `backward` is called once for a
    graph. Poles, overflow and ``number ** a`` are left open. Raises nothing. Cost of `backward`:
    one visit to each node and each edge, however many paths there are, and no recursion. Not
    symbolic: the slope is a number at one point. Source: Linnainmaa 1970; Rumelhart, Hinton and
    Williams 1986.
    """

    def __init__(self, data, inputs=()):
        """`inputs` are pairs (Value, local slope), for the operators' own use."""
        self.data = float(data)
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, power):
        slope = power * self.data ** (power - 1) if power else 0.0
        return Value(self.data ** power, ((self, slope),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * other ** -1

    # the number on the left does not know Value: Python asks the right side
    __radd__, __rsub__ = __add__, lambda self, other: -self + other
    __rmul__, __rtruediv__ = __mul__, lambda self, other: self ** -1 * other

    def tanh(self):
        """Hyperbolic tangent."""
        height = float(np.tanh(self.data))
        return Value(height, ((self, 1 - height ** 2),))

    def relu(self):
        """The number where it is positive, else 0."""
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    def exp(self):
        """e to the number."""
        height = float(np.exp(self.data))
        return Value(height, ((self, height),))

    def backward(self):
        """Set `.grad` of every Value that this one was made from, and 1.0 here."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, inputs_are_done = stack.pop()
            if inputs_are_done:
                order.append(node)  # after all that it was made from
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((source, False) for source, _ in node.inputs)
        self.grad = 1.0
        for node in reversed(order):  # a node passes on only what has arrived in full
            for source, slope in node.inputs:
                source.grad += slope * node.grad


# %%
check(Value)

# %%
# Try it: set w to -3. The loss grows more than tenfold. What becomes of w's gradient, and which
# arrow is to blame?
figures.neuron(stand_in(Value), w=0.5)

# %% [markdown]
# ## 2 · numerical_gradient
#
# The referee for every backward pass: move one entry of `x` by `eps` to either side, see what `f` does, divide by
# the distance.
#
# $$g_i = \frac{f(x + \epsilon e_i) - f(x - \epsilon e_i)}{2\epsilon}$$
#
# **Rules:** float64 whatever the dtype of `x`; exactly two calls of `f` for each entry; `x` is unchanged
# afterwards, bit for bit.
#
# **Example:** `f(x) = x[0] ** 2 + 3 * x[1]` at `[2, 5]` gives `[4, 3]`.
#
# **Edge case:** integers: `2 + 1e-5` must not become 2.

# %% tags=["exercise"]
def numerical_gradient(f, x, eps=1e-5):
    """Gradient of `f` at `x` by central differences.

    Parameters
    ----------
    f : function
        Takes an array of the shape of `x`, returns a float.
    x : array
        The point; any shape and dtype. Unchanged afterwards; a temporary change that is undone bit
        for bit is allowed.
    eps : float
        Step to either side, greater than 0, in the unit of `x`.

    Returns
    -------
    float64 array
        Shape of `x`: ``(f(x + eps * e) - f(x - eps * e)) / (2 * eps)`` for each entry, where `e`
        is 1 there and 0 elsewhere. Integers and float32 are worked in float64 too.

    Notes
    -----
    Raises nothing. Cost: exactly ``2 * x.size`` calls of `f`. The error is of order eps² by
    truncation and of order 1e-16 / eps by rounding. Not a way to train: a backward pass gives all
    entries for about the price of two or three calls. Source: Baydin et al. 2018, section 2.1.
    """
    point = np.array(x, dtype=float)  # a copy that a step of 1e-5 does not round away
    gradient = np.zeros(point.shape)
    for place in np.ndindex(point.shape):
        kept = point[place]
        point[place] = kept + eps
        above = f(point)
        point[place] = kept - eps
        below = f(point)
        point[place] = kept  # adding eps again would not always give the same bits
        gradient[place] = (above - below) / (2 * eps)
    return gradient


# %%
check(numerical_gradient)

# %% [markdown]
# ## How small a step?
#
# Two errors pull apart:
#
# - **truncation**: a curve is not its chord. Forward differences are wrong by about eps, central ones by eps²;
# - **rounding**: two values of f that agree in nearly all digits are subtracted; about 2.2e-16 / eps.
#
# The sum has a valley, where both are alike: near the square root of 2.2e-16 (1.5e-8) for forward, near its cube
# root (6e-6) for central differences, which get much deeper. Hence `eps=1e-5`. In float32, with 1.2e-7 in place of
# 2.2e-16, the cube root is 5e-3, and the valley shallow: check in float64.

# %%
figures.valley(stand_in(numerical_gradient))

# %% [markdown]
# ## 3 · softmax_cross_entropy
#
# Return the mean loss over the batch and its gradient with respect to the logits:
#
# $$p_{nc} = \frac{e^{z_{nc}}}{\sum_k e^{z_{nk}}} \qquad L = -\frac1N \sum_n \log p_{n y_n}
# \qquad \frac{\partial L}{\partial z_{nc}} = \frac{p_{nc} - [c = y_n]}{N}$$
#
# Subtract the largest logit of a row first: `p` stays, `exp` no longer overflows.
#
# **Example:** `[[0, 0]]` with `[1]`: loss ln 2 = 0.693, gradient `[[0.5, -0.5]]`.
#
# **Edge cases:** logits of ±10,000 give a finite loss; a label outside `0..C-1`, a negative one too, raises
# `ValueError`.

# %% tags=["exercise"]
def softmax_cross_entropy(logits, labels):
    """Mean cross-entropy of the softmax of `logits` with `labels`, and its gradient.

    Parameters
    ----------
    logits : (N, C) array
        Scores before the softmax, N >= 1, C >= 1. Integers count as float64.
    labels : (N,) int array
        The right class of each row, 0..C-1.

    Returns
    -------
    loss : float
        Mean over the rows of ``-log p[label]``, natural logarithm; 0 or more. Finite for logits of
        1e4 and -1e4.
    dlogits : (N, C) float array
        d loss / d logits: ``(p - onehot) / N``. Each row adds up to 0.

    Raises
    ------
    ValueError
        ``label LABEL is outside 0..C-1``, if there is one; -1 does not mean the last class.

    Notes
    -----
    Cost: one pass over N·C numbers, one exp for each. Not ``log(softmax(z) + 1e-8)``: that is
    biased and still overflows. Source: Bridle 1990; Goodfellow et al. 2016, section 6.2.2.3.
    """
    logits, labels = np.asarray(logits, dtype=float), np.asarray(labels)
    count, classes = logits.shape
    for label in labels:
        if not 0 <= label < classes:
            raise ValueError(f"label {label} is outside 0..{classes - 1}")
    rows = np.arange(count)
    shifted = logits - logits.max(axis=1, keepdims=True)                # largest of a row is 0
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))  # (N, C)
    loss = -log_p[rows, labels].mean()
    dlogits = np.exp(log_p)                                             # (N, C)
    dlogits[rows, labels] -= 1
    return float(loss), dlogits / count


# %%
check(softmax_cross_entropy)

# %% [markdown]
# ## 4 · linear_backward
#
# Forward was `y = x @ w + b`: `x` is `(N, D)`, `w` is `(D, M)`, `b` is `(M,)`. Given `dout` = ∂L/∂y, return
# `(dx, dw, db)`: ∂L/∂x, ∂L/∂w, ∂L/∂b.
#
# Each has the shape of what it belongs to. All N rows used the same `w` and `b`, so what they send back **adds
# up** (the 1/N is already in `dout`).
#
# **Example:** `x = [[1, 2]]`, `w = [[3], [4]]`, `dout = [[1]]`: `dx = [[3, 4]]`, `dw = [[1], [2]]`, `db = [1]`.

# %% tags=["exercise"]
def linear_backward(dout, x, w):
    """Gradients of a linear layer ``x @ w + b``, given that of its output.

    Parameters
    ----------
    dout : (N, M) array
        d loss / d output.
    x : (N, D) array
        What the layer was given.
    w : (D, M) array
        Its weights. The bias, shape ``(M,)``, is not needed.

    Returns
    -------
    dx : (N, D) float array
        d loss / d x.
    dw : (D, M) float array
        d loss / d w, summed over the rows of the batch.
    db : (M,) float array
        d loss / d b, summed over the rows; shape ``(M,)``, not ``(1, M)``.

    Notes
    -----
    Raises nothing. Integers count as float64; without rows `dw` and `db` are 0. Cost: two matrix
    products, 2·N·D·M multiply-accumulates, twice the forward pass. Not averaged: a loss that is a
    mean over the batch has its 1/N in `dout`. Source: Rumelhart, Hinton and Williams 1986.
    """
    dout, x, w = (np.asarray(values, dtype=float) for values in (dout, x, w))
    dx = dout @ w.T          # (N, M) @ (M, D) -> (N, D)
    dw = x.T @ dout          # (D, N) @ (N, M) -> (D, M)
    db = dout.sum(axis=0)    # (M,)
    return dx, dw, db


# %%
check(linear_backward)

# %%
# A gradient check: 3 inputs, 4 tanh units, 2 classes. Try it: leave out tanh's slope, 1 - active ** 2.
loss_of, back = stand_in(softmax_cross_entropy), stand_in(linear_backward)
measure = stand_in(numerical_gradient)
rng = np.random.default_rng(0)
x, labels = rng.normal(size=(5, 3)), np.array([0, 1, 1, 0, 1])
w1, w2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
active = np.tanh(x @ w1)                                # (N, H)
_, dlogits = loss_of(active @ w2, labels)               # (N, C)
dactive, dw2, _ = back(dlogits, active, w2)             # (N, H), (H, C)
_, dw1, _ = back(dactive * (1 - active ** 2), x, w1)    # (D, H)


def relative(found, f, at):
    measured = measure(f, at)
    return np.abs(measured - found).max() / np.abs(measured).max()


print("dw1 agrees to 1e-8:", relative(dw1, lambda w: loss_of(np.tanh(x @ w) @ w2, labels)[0], w1) < 1e-8)
print("dw2 agrees to 1e-8:", relative(dw2, lambda w: loss_of(active @ w, labels)[0], w2) < 1e-8)

# %% [markdown]
# ## 5 · max_pool_backward
#
# Max pooling has no weights, yet the gradient must get through. Windows of `size` by `size`, without overlap: the
# whole gradient of a window goes to its **first** maximum in row-major order, all others get 0.
#
# **Example:** `x = [[1, 5], [5, 2]]`, `size = 2`, `dout = [[7]]`: `dx = [[0, 7], [0, 0]]`.
#
# **Edge cases:** rows and columns left over at the bottom and on the right get 0; a window larger than the image
# raises `ValueError`.

# %% tags=["exercise"]
def max_pool_backward(dout, x, size):
    """Gradient of max pooling with windows that do not overlap.

    Parameters
    ----------
    dout : (N, C, H // size, W // size) array
        d loss / d output.
    x : (N, C, H, W) array
        What was pooled.
    size : int
        Side of a window, and stride; 1 or more.

    Returns
    -------
    (N, C, H, W) float array
        d loss / d x: each window's gradient at its first maximum in row-major order, 0 elsewhere.
        Rows and columns that fill no window get 0.

    Raises
    ------
    ValueError
        ``window of SIZE does not fit into H x W``, if `size` is larger than H or W.

    Notes
    -----
    Cost: one pass over `x`. The gradient's sum is kept. Not the gradient at a tie, where there is
    none: one of the subgradients, the one that torch takes on the CPU. Source: LeCun et al. 1998
    subsample by averages; Ranzato et al. 2007 take the maximum.
    """
    x, dout = np.asarray(x), np.asarray(dout, dtype=float)
    count, channels, height, width = x.shape
    rows, columns = height // size, width // size
    if not rows or not columns:
        raise ValueError(f"window of {size} does not fit into {height} x {width}")
    split = (count, channels, rows, size, columns, size)
    used = x[:, :, :rows * size, :columns * size]
    windows = used.reshape(split).swapaxes(3, 4)                       # (N, C, rows, columns, size, size)
    windows = windows.reshape(count, channels, rows, columns, size * size)
    first = windows.argmax(axis=-1)                                    # (N, C, rows, columns)
    chosen = np.arange(size * size) == first[..., None]                # (N, C, rows, columns, size²)
    routed = np.where(chosen, dout[..., None], 0.0)
    routed = routed.reshape(count, channels, rows, columns, size, size).swapaxes(3, 4)
    dx = np.zeros(x.shape)
    dx[:, :, :rows * size, :columns * size] = routed.reshape(used.shape)
    return dx


# %%
check(max_pool_backward)

# %% [markdown]
# ## 6 · avg_pool_backward
#
# Each of the `size * size` pixels of a window had the same share in its mean, so each gets the same share of its
# gradient.
#
# **Example:** `dout = [[8]]`, `size = 2`: `dx = [[2, 2], [2, 2]]`. What went in comes out: the sum stays 8.

# %% tags=["exercise"]
def avg_pool_backward(dout, size):
    """Gradient of average pooling with windows that do not overlap and fill the image.

    Parameters
    ----------
    dout : (N, C, H, W) array
        d loss / d output.
    size : int
        Side of a window, and stride; 1 or more.

    Returns
    -------
    (N, C, H * size, W * size) float array
        d loss / d input: each pixel gets its window's gradient divided by ``size ** 2``.

    Notes
    -----
    Raises nothing. Integers count as float64. Cost: one pass over the result. The input itself is
    not needed: a mean has the same slope everywhere. Source: LeCun et al. 1998.
    """
    dout = np.asarray(dout, dtype=float)
    wide = dout.repeat(size, axis=2).repeat(size, axis=3)  # (N, C, H * size, W * size)
    return wide / size ** 2


# %%
check(avg_pool_backward)

# %%
# Try it: set size to 4. Which pixel gets all of it, and how much does each get from the average?
figures.pools(stand_in(max_pool_backward), stand_in(avg_pool_backward), size=2)

# %% [markdown]
# ## 7 · train_mlp
#
# Train `x → linear → relu (or tanh) → linear → softmax` by mini-batch gradient descent, with your own backward
# pass. Return a function `predict(x) -> labels`, and set `predict.updates` to the number of updates made.
#
# **Rules:** `max(labels) + 1` classes; small *random* weights from `default_rng(seed)`; shuffle anew each epoch;
# the last batch may be smaller and counts.
#
# **Example:** 100 rows, `batch_size=32`, `epochs=2`: 2 · ⌈100 / 32⌉ = 8 updates.
#
# **Wanted:** 95 % on held-out digits and on two rings.

# %% tags=["exercise"]
def train_mlp(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """Train a network with one hidden layer by mini-batch stochastic gradient descent.

    Parameters
    ----------
    x : (N, D) array
        Training rows, of the order of 1 in size, N >= 1.
    labels : (N,) int array
        Their classes, 0..C-1; C is the largest label plus 1.
    hidden : int
        Width of the hidden layer.
    epochs : int
        Passes over the training rows, each in a new random order.
    batch_size : int
        Rows for each update; the last batch of an epoch holds what is left.
    lr : float
        Learning rate: the weights move by ``-lr`` times the gradient of the batch's mean loss.
    seed : int
        Of the weights and of the order. The same seed gives the same predictions.

    Returns
    -------
    function
        ``predict(x) -> labels``: ``(M, D)`` array to ``(M,)`` int array. ``predict.updates`` is the
        number of updates made, ``epochs * ceil(N / batch_size)``.

    Notes
    -----
    Raises nothing. Cost: about 3·D·hidden multiply-accumulates for each row and epoch. Not
    full-batch descent, and not a linear model: without the nonlinearity the two layers are one.
    Source: Rumelhart, Hinton and Williams 1986; He et al. 2015 for the size of the weights.
    """
    x, labels = np.asarray(x, dtype=float), np.asarray(labels)
    rng = np.random.default_rng(seed)
    classes, features = int(labels.max()) + 1, x.shape[1]
    w1 = rng.normal(0, np.sqrt(2 / features), (features, hidden))  # (D, H)
    w2 = rng.normal(0, np.sqrt(2 / hidden), (hidden, classes))     # (H, C)
    b1, b2 = np.zeros(hidden), np.zeros(classes)
    updates = 0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start:start + batch_size]
            active = np.maximum(x[rows] @ w1 + b1, 0)              # (B, H)
            _, dlogits = softmax_cross_entropy(active @ w2 + b2, labels[rows])
            dactive, dw2, db2 = linear_backward(dlogits, active, w2)
            _, dw1, db1 = linear_backward(dactive * (active > 0), x[rows], w1)
            for weights, slope in ((w1, dw1), (b1, db1), (w2, dw2), (b2, db2)):
                weights -= lr * slope
            updates += 1

    def predict(x):
        return (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1)

    predict.updates = updates
    return predict


# %%
check(train_mlp)

# %% [markdown]
# ## It reads
#
# Real handwritten digits, 1,797 of them, 8 by 8 pixels: 1,437 to train on, 360 held out. The net sees each training
# digit 40 times and the held-out ones never.
#
# A **loss curve** shows both losses. At first they fall together; then the training loss goes on falling while the
# held-out one stands still: from there on the net learns its training digits, not digits.

# %%
history = figures.descend(loss_of, back, batch_size=32, lr=0.5, epochs=40)
figures.learning(history, loss_of, back)

# %%
train = stand_in(train_mlp)
x_train, y_train, x_test, y_test = digits()
predict = train(x_train, y_train)
right = predict(x_test) == y_test
print(f"{predict.updates} updates; {right.sum()} of {right.size} held-out digits right, "
      f"{right.mean():.1%}")
figures.confusion(predict, x_test, y_test, train)

# %%
# A page of its mistakes: which of them would you have read?
figures.mistakes(predict, x_test, y_test, train)

# %% [markdown]
# ## Batch, stochastic, mini-batch
#
# | descent | rows for one update | updates in an epoch |
# |---|--:|--:|
# | batch (BGD) | all 1,437 | 1 |
# | mini-batch | 32 | ⌈1437 / 32⌉ = 45, the last of 29 rows |
# | stochastic (SGD) | 1 | 1,437 |
#
# One epoch costs all three the same multiplications. The mean gradient of B random rows is right on average; its noise
# falls as 1/√B. So small batches make many cheap, noisy steps, and the noise limits the rate: at `lr=0.5` single rows
# undo each other.

# %%
settings = {"batch 1437, lr 0.5": (1437, 0.5), "mini-batch 32, lr 0.5": (32, 0.5),
            "stochastic 1, lr 0.05": (1, 0.05)}
histories = {name: figures.descend(loss_of, back, rows, lr, epochs=10)
             for name, (rows, lr) in settings.items()}
for name, rows in histories.items():
    print(f"{name:22} {rows[-1][0]:6} updates in 10 epochs, "
          f"training loss {rows[0][1]:.2f} -> {rows[-1][1]:.2f}")
hot = figures.descend(loss_of, back, batch_size=1, lr=0.5, epochs=1)
print("stochastic at lr 0.5 ends worse than guessing evenly, ln 10:", hot[-1][1] > np.log(10))
figures.descent(histories, len(x_train), loss_of, back)

# %% [markdown]
# ## Thirty layers: factors multiply
#
# On the way back, each layer multiplies the gradient by `w.T` and by the activation's slope. A sigmoid's slope is at
# most 1/4; thirty of them are at most 8.7e-19, whatever the loss. ReLU's is 0 or 1, and weights of variance 2/D keep
# the norm (He et al. 2015). Weights 1.5 times as large multiply it by 1.5³⁰ = 190,000: *exploding* instead of
# *vanishing*.

# %%
figures.depth()

# %% [markdown]
# ## Batch norm, backward
#
# *No exercise.* $\hat x = (x - \mu) / \sigma$ with $\sigma^2$ the batch's variance
# plus a small constant, $y = \gamma \hat x + \beta$, all for each feature over the N rows. Mean and σ depend on every
# row, so each row's gradient loses what the batch has in common, a shift and a stretch:
#
# $$dx = \frac{\gamma}{N \sigma} \Big(N\, dy - \sum dy - \hat x \sum dy\, \hat x\Big) \qquad
# d\gamma = \sum dy\, \hat x \qquad d\beta = \sum dy$$
#
# Convolution has its own backward pass: `conv2d_backward` in topic 02.

# %%
gamma, dy = rng.normal(size=3), rng.normal(size=(5, 3))


def normalised(x):
    return (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5)


sigma, x_hat = np.sqrt(x.var(axis=0) + 1e-5), normalised(x)    # (D,), (N, D)
dx = gamma / (len(x) * sigma) * (len(x) * dy - dy.sum(axis=0) - x_hat * (dy * x_hat).sum(axis=0))
naive = gamma / sigma * dy  # as if mean and sigma were constants
for name, found in (("formula", dx), ("mean and sigma held constant", naive)):
    error = relative(found, lambda at: float((dy * gamma * normalised(at)).sum()), x)
    print(f"{name}: agrees to 1e-7: {error < 1e-7}")
print("each column of dx adds up to 0:", np.abs(dx.sum(axis=0)).max() < 1e-12)

# %% [markdown]
# ## Against the library, and the cost
#
# - `torch.nn.Linear` stores w as `(out, in)` and computes `x @ w.T + b`: its gradient is our `dw`, transposed.
# - `cross_entropy` takes logits. Fed with probabilities it applies a second softmax: no error, another loss.
# - `z = z + z`, sixty times over, has 2⁶⁰ *paths* back to its start, and 120 *edges*. Reverse mode walks the edges.
# - Backward through a linear layer is two matrix products to the forward's one. A numerical gradient takes two
#   forward passes for each *weight*.

# %%
layer = torch.nn.Linear(3, 4, dtype=torch.float64)
with torch.no_grad():
    layer.weight.copy_(torch.from_numpy(w1.T))
    layer.bias.zero_()
loss = torch.nn.functional.cross_entropy(torch.tanh(layer(torch.from_numpy(x))) @ torch.from_numpy(w2),
                                         torch.from_numpy(labels))
loss.backward()
print("torch's weight gradient", tuple(layer.weight.grad.shape), "ours", dw1.shape, "equal, transposed:",
      np.allclose(layer.weight.grad.numpy().T, dw1, rtol=1e-10))
logits = torch.tensor([[4.0, 0.0]])
for name, given in (("logits", logits), ("probabilities", logits.softmax(dim=1))):
    fed = torch.nn.functional.cross_entropy(given, torch.tensor([0]))
    print(f"cross_entropy fed with {name}: {fed:.3f}")
start = end = stand_in(Value)(1.0)
for _ in range(60):
    end = end + end
end.backward()
print("60 doublings: the gradient is the number of paths, 2 to the 60:", start.grad == 2.0 ** 60)
weights, forward = 64 * 30 + 30 + 30 * 10 + 10, 64 * 30 + 30 * 10
print(f"digits net: {weights} weights; multiply-accumulates for one row and all gradients:")
print(f"  forward and backward {3 * forward}, numerical {2 * weights * forward}")

# %% [markdown]
# ## How fast is it?
#
# `race` lets your function run beside the worked solution, its fast form and the library, over growing inputs. Both
# axes are logarithmic: time proportional to $n^k$ is a line of slope k. Before you run a cell: which k for whom?
#
# - `Value`: every engine visits each node once.
# - `numerical_gradient`: 2n calls of an `f` whose cost grows with n too, in the end. torch goes back once.
# - `train_mlp`: the multiplications are the same on both sides. What else does a library do for each small batch?
#
# `softmax_cross_entropy` and both pools can be raced too.

# %% tags=["nbval-ignore-output"]
race(Value)

# %% tags=["nbval-ignore-output"]
race(numerical_gradient)

# %% tags=["nbval-ignore-output"]
race(train_mlp)

# %% [markdown] tags=["solution"]
# ### Now make it fast: Value
#
# No arithmetic to save here: a node is one multiplication or addition. What costs is Python around it, and memory:
#
# - **One object for each node.** `__slots__` in place of a `__dict__`, inputs and slopes in the slots in place of tuples,
#   no node for a plain number, no closure.
# - **No set, no sort.** The way back counts: first how often each node is used, then down; at 0 it is complete.
#   (Creation order is a topological order too. A global list of all nodes, a *tape*, has it for nothing, but keeps every
#   node alive until somebody empties it.)
# - **Less for the garbage collector.** CPython 3.11 counts *container* objects (not floats). Whenever so many more were made than
#   freed (`gc.get_threshold()`), it scans the young ones; each time the old ones have grown by a quarter, it scans them
#   **all**. A growing graph holds no garbage, yet is walked again and
#   again.
#
# Without cycles a graph is freed by reference counts as soon as its result is dropped. An engine in which each result
# holds a closure, and the closure the result, has cycles: only the collector can free its graphs.

# %% tags=["solution", "coda"]
import gc
import math
from time import perf_counter


class fast_Value:
    """`Value` with one object for each node: up to two inputs and their slopes lie in its slots.

    ``a ** power`` wants a number, as there. `uses` counts, during `backward`, the nodes that still
    have to send; before and after it is 0.
    """

    __slots__ = ("data", "grad", "left", "left_slope", "right", "right_slope", "uses")

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.left = None
        self.uses = math.inf  # a leaf passes nothing on: it never counts as new, and never gets down to 0

    def __add__(self, other):
        if isinstance(other, fast_Value):
            return node(self.data + other.data, self, 1.0, other, 1.0)
        return node(self.data + other, self, 1.0)  # a number has no slope: no node for it

    def __mul__(self, other):
        if isinstance(other, fast_Value):
            return node(self.data * other.data, self, other.data, other, self.data)
        return node(self.data * other, self, other)

    def __sub__(self, other):
        if isinstance(other, fast_Value):
            return node(self.data - other.data, self, 1.0, other, -1.0)
        return node(self.data - other, self, 1.0)

    def __pow__(self, power):
        return node(self.data ** power, self, power * self.data ** (power - 1) if power else 0.0)

    def __truediv__(self, other):
        return self * other ** -1

    def __neg__(self):
        return node(-self.data, self, -1.0)

    def __rsub__(self, other):
        return node(other - self.data, self, -1.0)

    def __rtruediv__(self, other):
        return self ** -1 * other

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        """Hyperbolic tangent."""
        height = math.tanh(self.data)
        return node(height, self, 1 - height * height)

    def relu(self):
        """The number where it is positive, else 0."""
        return node(self.data, self, 1.0) if self.data > 0 else node(0.0, self, 0.0)

    def exp(self):
        """e to the number."""
        height = math.exp(self.data)
        return node(height, self, height)

    def backward(self):
        """As in `Value`; a node passes its gradient on when the last of its uses has sent."""
        self.grad = 1.0
        found = [self] if self.left is not None else []
        for one in found:  # the list grows while it is walked
            source = one.left
            if not source.uses:
                found.append(source)
            source.uses += 1
            source = one.right
            if source is not None:
                if not source.uses:
                    found.append(source)
                source.uses += 1
        ready = found[:1]
        while ready:
            one = ready.pop()
            arrived, source = one.grad, one.left
            source.grad += one.left_slope * arrived
            source.uses -= 1
            if not source.uses:
                ready.append(source)
            source = one.right
            if source is not None:
                source.grad += one.right_slope * arrived
                source.uses -= 1
                if not source.uses:
                    ready.append(source)


class Made(fast_Value):
    """The result of an operator; without an `__init__` in Python it is made faster."""

    __slots__ = ()
    __init__ = object.__init__


def node(data, left, left_slope, right=None, right_slope=0.0):
    """A Value made from one or two others."""
    made = Made()
    made.data, made.grad, made.uses = data, 0.0, 0
    made.left, made.left_slope = left, left_slope
    made.right, made.right_slope = right, right_slope
    return made


# %% [markdown] tags=["solution"]
# Equal? And what does the collector do meanwhile? Objects it has to walk over for each node, its collections, and its
# share of the time:

# %% tags=["solution"]
def slopes(engine):
    """Result and gradients of an expression that uses every operator, its leaves several times."""
    a, b = engine(1.5), engine(-0.5)
    c = (2 - a * b) / (a + 3) + (a - b).tanh() ** 2
    d = 1 / (c + b.exp()) - b.relu() + -c / 2 + 0.5 * a
    d.backward()
    return np.array([d.data, a.grad, b.grad, c.grad])


print("equal:", np.allclose(slopes(fast_Value), slopes(Value), rtol=1e-12, atol=0))

# %% tags=["solution", "nbval-ignore-output"]
def collected(engine, steps=30_000):
    """Tracked objects for each node, collections of each generation, their share of the time."""
    begun, spent, collections = 0.0, 0.0, [0, 0, 0]

    def note(phase, info):
        nonlocal begun, spent
        if phase == "start":
            begun = perf_counter()
            collections[info["generation"]] += 1
        else:
            spent += perf_counter() - begun

    gc.collect()
    before, started = len(gc.get_objects()), perf_counter()
    gc.callbacks.append(note)
    weight = end = engine(0.9)
    for _ in range(steps):
        end = (end * weight + weight).tanh()
    end.backward()
    gc.callbacks.remove(note)
    return (len(gc.get_objects()) - before) / 3 / steps, collections, spent / (perf_counter() - started)


for engine in (Value, fast_Value):
    objects, collections, share = collected(engine)
    print(f"{engine.__name__:10} {objects:.2f} objects a node, "
          f"collections by generation {collections}, {share:.0%} of the time")

# %% [markdown] tags=["solution"]
# Could one turn it off? Both ways hold for the whole process, so they are the caller's to choose, not the engine's:
#
# - `gc.disable()` around a step: no scans at all. The price: cycles that anybody makes meanwhile pile up, and whoever
#   forgets `finally: gc.enable()` has it off for good.
# - `gc.collect(); gc.freeze()` once all is loaded: libraries and weights are never scanned again; new nodes are. The
#   price: what of them becomes garbage in a cycle stays until `gc.unfreeze()`.

# %% [markdown] tags=["solution"]
# ### Now make it fast: train_mlp
#
# Of the five matrix products two have nearly all the multiplications: x by w1, and xᵀ by the hidden layer's gradient.
# They are the processor's work; at 32 rows all the small steps around them count too. torch makes a graph at each step,
# finds its order, and takes memory for every result. A net that never changes needs none of that:
#
# - **float32**: half the bytes, and twice as many numbers in a register.
# - **Fewer, fuller calls.** A bias is a row of the weights. All weights lie in one block, so that an update is *one*
#   subtraction. The learning rate and 1/N are multiplied into the few dlogits.
# - **No new memory for what is large**: it goes into arrays that are there already (`out=`).
# - **Shapes that suit the processor.** 30 hidden units are padded to 32 columns, whole registers of 8 or 16 numbers. The
#   logits stand as (C, B): their maximum and sum run over whole rows.
# - **Shuffled once an epoch**: a batch is a view, not a copy.

# %% tags=["solution", "coda"]
def relu(z):
    """In place."""
    np.maximum(z, 0, out=z)


def sigmoid(z):
    """1 / (1 + exp(-z)) in place, as (1 + tanh(z / 2)) / 2: nothing overflows."""
    z *= 0.5
    np.tanh(z, out=z)
    z += 1
    z *= 0.5


# what it does in place, and its slope, from the result
ACTIVATIONS = {"relu": (relu, lambda a: a > 0), "sigmoid": (sigmoid, lambda a: a * (1 - a))}


class Net:
    """x → linear → activation → linear → softmax, in float32, in memory that is taken once.

    A bias is one more row of weights, for an input that is always 1. The hidden layer has `wide`
    columns: its H units, the constant 1, and zeros up to a multiple of 16.
    """

    def __init__(self, w1, w2, rows, activation="relu"):
        """`w1` (D, H) and `w2` (H, C) to begin with; batches of at most `rows`."""
        (inputs, self.hidden), classes = w1.shape, w2.shape[1]
        wide = (self.hidden // 16 + 1) * 16
        self.activate, self.slope = ACTIVATIONS[activation]
        self.weights, self.moves = np.zeros((2, inputs + 1 + classes, wide), dtype=np.float32)
        self.w1, self.w2 = np.split(self.weights, [inputs + 1])  # (D + 1, wide), (C, wide): views
        self.dw1, self.dw2 = np.split(self.moves, [inputs + 1])
        self.w1[:-1, :self.hidden], self.w2[:, :self.hidden] = w1, w2.T
        self.active, self.dactive = np.empty((2, rows, wide), dtype=np.float32)
        self.constant = np.eye(1, wide - self.hidden, dtype=np.float32)  # 1, 0, 0, ...

    def logits(self, x, active):
        """(C, B), of x (B, D + 1), whose last column is 1; `active` (B, wide) gets the hidden layer."""
        np.matmul(x, self.w1, out=active)
        self.activate(active)
        active[:, self.hidden:] = self.constant
        return self.w2 @ active.T

    def step(self, x, onehot, lr):
        """One update, from x (B, D + 1) and the labels as rows of 0 and 1, (B, C)."""
        active, dactive = self.active[:len(x)], self.dactive[:len(x)]
        p = self.logits(x, active)
        p -= np.maximum.reduce(p)                # (C, B): down the columns, whole rows at a time
        np.exp(p, out=p)
        p /= np.add.reduce(p)
        p -= onehot.T
        p *= lr / len(x)                         # C·B numbers, in place of all weights
        np.matmul(p, active, out=self.dw2)
        np.matmul(p.T, self.w2, out=dactive)
        dactive *= self.slope(active)
        dactive[:, self.hidden:] = 0             # nothing is learnt by the constants
        np.matmul(x.T, dactive, out=self.dw1)
        self.weights -= self.moves               # all four at once


def with_ones(x):
    """x in float32 with one more column, of ones."""
    wider = np.ones((len(x), np.shape(x)[1] + 1), dtype=np.float32)
    wider[:, :-1] = x
    return wider


def fast_train_mlp(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0, activation="relu"):
    """`train_mlp` in float32; the activation may also be "sigmoid". ``predict.net`` is the Net."""
    labels, rng = np.asarray(labels), np.random.default_rng(seed)
    (count, features), classes = np.shape(x), int(labels.max()) + 1
    w1 = rng.normal(0, np.sqrt(2 / features), (features, hidden))
    w2 = rng.normal(0, np.sqrt(2 / hidden), (hidden, classes))
    net = Net(w1, w2, min(batch_size, count), activation)
    given, onehot = with_ones(x), np.eye(classes, dtype=np.float32)[labels]
    updates = 0
    for _ in range(epochs):
        order = rng.permutation(count)
        rows, right = given[order], onehot[order]  # copied once an epoch; a batch is a view
        for start in range(0, count, batch_size):
            net.step(rows[start:start + batch_size], right[start:start + batch_size], lr)
            updates += 1

    def predict(x):
        active = np.empty((len(x), net.w1.shape[1]), dtype=np.float32)
        return net.logits(with_ones(x), active).argmax(axis=0)

    predict.updates, predict.net = updates, net
    return predict


# %% [markdown] tags=["solution"]
# Equal? One step against torch's autograd from the same weights, and a training against the clear one.

# %% tags=["solution"]
def weights_after(activation, rows=32, lr=0.5):
    """The first weights and the last biases after one step on digits: ours and torch's."""
    net = fast_train_mlp(x_train, y_train, epochs=0, activation=activation).net
    w1, w2 = net.w1[:-1, :30].copy(), net.w2[:, :30].T.copy()
    starts = w1, w2, np.zeros(30, np.float32), np.zeros(10, np.float32)
    leaves = [torch.tensor(start, requires_grad=True) for start in starts]
    given, labels = torch.tensor(x_train[:rows], dtype=torch.float32), torch.tensor(y_train[:rows])
    hidden = getattr(torch, activation)(given @ leaves[0] + leaves[2])
    torch.nn.functional.cross_entropy(hidden @ leaves[1] + leaves[3], labels).backward()
    net.step(with_ones(x_train[:rows]), np.eye(10, dtype=np.float32)[y_train[:rows]], lr)
    moved = [(leaf - lr * leaf.grad).detach().numpy() for leaf in leaves]
    return [net.w1[:-1, :30], net.w2[:, :30].T, net.w1[-1, :30], net.w2[:, 30]], moved


for activation in ("relu", "sigmoid"):
    pairs = zip(*weights_after(activation))
    print(activation, all(np.allclose(mine, other, rtol=0, atol=1e-6) for mine, other in pairs))
quick, clear = (method(x_train, y_train)(x_test) for method in (fast_train_mlp, train_mlp))
print("at least 95 % right:", np.mean(quick == y_test) >= 0.95)
print("the same as the clear one on at least 97 %:", np.mean(quick == clear) >= 0.97)

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"Cross-entropy is largest at a = 0.5."* That is the entropy. Cross-entropy has no bound as a goes to the wrong label.
# - *"Squared error does as well."* Behind a saturated, wrong sigmoid it has almost no slope.
# - *"The derivative of sigmoid is 0 at infinity."* It tends to 0 and never is.
# - *"ReLU cannot take negative inputs."* It can; value and slope are 0.
# - *"Pooling is not part of backpropagation"*, *"its sum is kept"*: it passes; only an average over
#   padding loses.
# - *"L2 is differentiable at 0."* Its square is; the norm is not.

# %%
def slope_of_sigmoid(z):
    a = 1 / (1 + np.exp(-z))
    return a * (1 - a)


for a in (0.5, 0.01):
    entropy = -a * np.log(a) - (1 - a) * np.log(1 - a)
    print(f"label 1, a = {a}: cross-entropy {-np.log(a):.3f}, entropy {entropy:.3f}")
print(f"sigmoid's derivative: {slope_of_sigmoid(0.0):.2f} at 0, {slope_of_sigmoid(10.0):.1e} at 10")
negative = stand_in(Value)(-3.0)
output = negative.relu()
output.backward()
print(f"ReLU of -3: value {output.data:g}, slope {negative.grad:g}")
figures.losses()

# %%
def gradient(pool, image):
    image = torch.tensor(image, requires_grad=True)
    pool(image[None, None]).sum().backward()  # a gradient of 1 arrives at each output
    return image.grad


peak, flat = np.zeros((3, 3)), np.zeros((5, 5))
peak[1, 1] = 1
pooling = torch.nn.functional
shared = gradient(lambda x: pooling.max_pool2d(x, 2, stride=1), peak)
print("max, 2x2, stride 1: 4 arrive, the centre alone gets", shared[1, 1].item())
inside = gradient(lambda x: pooling.avg_pool2d(x, 3, stride=1), flat)
padded = gradient(lambda x: pooling.avg_pool2d(x, 3, stride=1, padding=1), peak)
print(f"average, 3x3, stride 1: 9 arrive, {inside.sum():.2f} pass without padding, "
      f"{padded.sum():.2f} with padding 1")
zero = torch.zeros(2, requires_grad=True)
(zero ** 2).sum().sqrt().backward()
norm, zero.grad = zero.grad, None
(zero ** 2).sum().backward()
print("gradient at 0 of sqrt(sum of squares):", norm.tolist(),
      " of the sum of squares:", zero.grad.tolist())

# %% [markdown]
# ## In five lines
#
# 1. Multiply local slopes along a path, add up over paths; visit a node when all that it owes has arrived.
# 2. Linear layer: `dx = dout @ w.T`, `dw = x.T @ dout`, `db = dout.sum(axis=0)`.
# 3. Softmax with cross-entropy: `(p - onehot) / N`; subtract the row's largest logit first.
# 4. Pooling: all to the first maximum, or equal shares.
# 5. Check with central differences in float64, eps about 1e-5; then shuffle, batch, step, repeat.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("backprop")

# %% [markdown] tags=["card", "hard"]
# Derive backpropagation for one hidden layer: h = f(x W₁ + b₁), z = h W₂ + b₂, softmax and cross-entropy.
#
# At the output δ₂ = (p − onehot) / N. Then dW₂ = hᵀ δ₂ and db₂ = the column sums of δ₂. Through W₂ and f: δ₁ = (δ₂
# W₂ᵀ) ∘ f′(x W₁ + b₁). Then dW₁ = xᵀ δ₁, db₁ = the column sums of δ₁. Each gradient has the shape of what it belongs
# to: that alone settles most transposes.

# %% [markdown] tags=["card"]
# How does a convolution backpropagate: dx, dw, db in a line each?
#
# dx: the full correlation of dout with the kernel turned by 180°, channels swapped. dw: the correlation of x with
# dout. db: the sum of dout over batch, rows and columns. Topic 02 has it as the exercise `conv2d_backward`.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "Back-propagation does not concern pooling layers: they have no weights."
#
# Half true. There is nothing to update, but the gradient must pass to the layers in front: all of it to the maximum,
# or in equal shares. Stop it there and everything in front of the first pooling layer stays untrained.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Pooling's backward pass keeps the sum of the gradient, and max pooling touches one pixel."
# What must max pooling remember?
#
# True for windows that fill the image without overlap, one pixel for each window. Overlapping windows add up: a
# shared maximum under 2×2, stride 1, gets 4. Averages with padding, zeros counted, lose some: with 3×3 windows on a
# 3×3 image 5.44 of 9 survive. Max pooling remembers the index of its maximum.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "ReLU cannot take negative inputs." What does it give at −3?
#
# False: any real number. At −3 the value is 0 and the slope is 0. A unit that is negative on every row gets no
# gradient and never recovers: a dead unit.

# %% [markdown] tags=["card"]
# True or false, and why? "The derivative of the sigmoid is 0 at infinity." What is the largest derivative of sigmoid,
# and of tanh?
#
# Loosely said: it tends to 0 and never is 0; at x = 10 it is 4.5e-5. The largest are 0.25 for sigmoid, where it is
# 0.5, and 1 for tanh, both at x = 0.

# %% [markdown] tags=["card"]
# True or false, and why? "Binary cross-entropy is largest at a = 0.5." What is it at a = 0.01 for label 1?
#
# False. At 0.5 it is ln 2 = 0.693; at 0.01 it is 4.605, and it has no bound as a goes to the wrong label. The
# *entropy* of the output is largest at 0.5.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "L1 is not differentiable at 0, L2 is." What is the gradient of a vector's norm at zero?
#
# The *squared* L2 norm is, with gradient 0. The plain norm is a cone with its tip at 0: every vector of length at
# most 1 is a subgradient, and autograd of `sqrt(sum(x ** 2))` says nan. For L1 the subgradients of one entry are −1
# to 1.

# %% [markdown] tags=["card"]
# With a sigmoid output, why cross-entropy and not squared error?
#
# The slope at the logit is a − y for cross-entropy and (a − y)·a(1 − a) for half the squared error. Saturated and
# wrong, at z = −10 with label 1, that is −1.0 against −4.5e-5: squared error does not learn where it is most wrong.

# %% [markdown] tags=["card"]
# What does cross-entropy measure, and which logits make it exactly 0?
#
# How badly the predicted distribution codes the true one. For a one-hot label with its 1 at class k it is −log p_k.
# No finite logits make p_k exactly 1: the loss can always fall by growing them, which label smoothing stops.

# %% [markdown] tags=["card"]
# Why feed logits to the loss and not softmax outputs? And one-hot labels or class indices?
#
# The loss takes the log-softmax itself, with the largest logit subtracted: stable. A second softmax flattens it:
# logits 4 and 0 give 0.018, their probabilities 0.323. One-hot and index are the same loss; an index stores one
# number instead of C.

# %% [markdown] tags=["card", "easy"]
# Epoch, iteration, batch: 1,000 samples, batch size 10. And with batch size 32?
#
# An iteration is one update on one batch, an epoch one pass over all data: it is neither "the number of iterations"
# nor a batch (轮次, not 批次). 1,000 / 10 = 100 iterations; with 32 they are ⌈1000 / 32⌉ = 32, the last batch of 8. Batch
# size and number of epochs are both hyperparameters.

# %% [markdown] tags=["card", "easy"]
# Batch, stochastic and mini-batch descent: what is the batch size of each, and why was SGD introduced?
#
# B = N, B = 1, 1 < B < N. The cost of a full-batch update grows with N. One sample gives a noisy gradient that is
# right on average, for 1/N of the price. What `torch.optim.SGD` gets is usually a mini-batch.

# %% [markdown] tags=["card"]
# What does one step of SGD do, and why does it allow online learning?
#
# Draw a sample, forward, backward, w ← w − lr · gradient. It needs the present sample only, so data may come as a
# stream and need not be kept.

# %% [markdown] tags=["card"]
# How do you choose a batch size?
#
# By memory and throughput first: as large as the hardware works well with. The gradient's noise falls as 1/√B, so
# beyond some size a larger batch only saves updates slowly. A larger batch allows a larger learning rate; a very large
# one may generalise worse.

# %% [markdown] tags=["card"]
# Why do gradients vanish or explode, in deep nets and in recurrent ones?
#
# They are products of many Jacobians: factors below 1 shrink geometrically, above 1 they grow. Thirty sigmoids: at
# most 0.25³⁰ = 8.7e-19 from the slopes alone. A recurrent net multiplies by the same matrix at every step. Remedies:
# ReLU, initialisation, normalisation, skip connections, gating, clipping.

# %% [markdown] tags=["card"]
# How does ReLU ease vanishing gradients, and what remains?
#
# An active unit passes the gradient with factor 1, however large its input; sigmoid and tanh saturate. It is cheap
# and sparse too. What remains: inactive units pass nothing and may die, and the weights can still shrink or blow up
# the product.

# %% [markdown] tags=["card"]
# Why are activations needed, and why can a perceptron with a step not be trained by gradient descent?
#
# Without a nonlinearity two layers are one: (x W₁) W₂ = x (W₁ W₂). A step's derivative is 0 wherever it exists, and
# it does not exist at the jump: no gradient ever arrives.

# %% [markdown] tags=["card", "hard"]
# Batch norm's backward pass: why is dx not just γ/σ · dy?
#
# Mean and σ depend on every row of the batch. dx = γ/(Nσ) · (N dy − Σ dy − x̂ Σ dy x̂): what moves all rows alike, or
# stretches them, has no effect and gets no gradient. So dx sums to 0 over the batch.

# %% [markdown] tags=["card"]
# You wrote a backward pass. How do you check it, with which step, and why not train that way?
#
# Central differences in float64, eps about 1e-5; relative error below 1e-6 or so, away from kinks of relu and max.
# Then overfit a tiny batch. Training that way costs two forward passes for each weight: 4,520 for 2,260 weights,
# against one backward pass.

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "An iteration is one forward and one backward pass." Gradients of four small batches are
# accumulated: how many iterations?
#
# Incomplete: an iteration ends with an update of the weights. With accumulation four forward and backward passes make
# one update, as from one batch four times as large; so one. (Batch norm still sees four small batches: for it they
# are not the same.)

# %% [markdown] tags=["card"]
# How does momentum differ from plain descent, and Nesterov's momentum from the ordinary one?
#
# v ← μ v + g, then w ← w − lr · v. Gradients that agree add up, to 1 / (1 − μ) times their size, 10 times at μ = 0.9;
# those that alternate cancel, so zigzags across a narrow valley are damped. Nesterov takes the gradient where the
# velocity is about to lead, at w − lr · μ v, and so corrects itself a step earlier.

# %% [markdown] tags=["card"]
# What is AdaGrad's weakness, how does RMSProp mend it, and what does AdaDelta remove?
#
# AdaGrad divides each weight's step by the root of the sum of all its squared gradients. The sum only grows, so steps
# shrink to nothing. RMSProp takes an exponential average, which forgets. AdaDelta does too, and multiplies by the
# root mean square of its past updates: the units fit, and no global learning rate is needed.

# %% [markdown] tags=["card"]
# Which two ideas does Adam combine? Write its update, and name its hyperparameters.
#
# Momentum, m ← β₁ m + (1 − β₁) g, and RMSProp's scale, v ← β₂ v + (1 − β₂) g². Both begin at 0, so m̂ = m / (1 − β₁ᵗ)
# and v̂ = v / (1 − β₂ᵗ); then w ← w − lr · m̂ / (√v̂ + ε). Usual values: 0.001, 0.9, 0.999, 1e-8. The first step has
# length lr, however large the gradient.

# %% [markdown] tags=["card", "hard"]
# AMSGrad, AdaBound, Adamax, Nadam: what does each change in Adam?
#
# AMSGrad divides by the largest v so far, so that a weight's rate cannot grow again. AdaBound clips that rate between
# two bounds that close in on one value: Adam at first, plain SGD in the end. Adamax takes a decaying maximum of |g|
# in place of √v. Nadam has Nesterov's momentum in place of the ordinary one.

# %% [markdown] tags=["card", "easy"]
# What happens when the learning rate is too small, and when it is too large?
#
# Too small: slow, and it may rest on a plateau. Too large: the loss jumps about or diverges. On a parabola of
# curvature λ the error is multiplied by 1 − lr · λ in each step: fastest at lr = 1/λ, divergent above 2/λ. The
# steepest direction sets the limit, the flattest one the pace.

# %% [markdown] tags=["card"]
# How do you schedule a learning rate, and why warm up?
#
# Down: by steps, along a cosine, linearly, or when the validation loss rests. Large steps travel, small ones settle.
# Warm-up raises it over the first few hundred or thousand updates, because first gradients are large and erratic and
# Adam's averages still rest on few samples; a full step may ruin the weights for good. It also lets very large
# batches start.

# %% [markdown] tags=["card", "hard"]
# What is a saddle point, and why does it matter more than a bad minimum?
#
# A point of gradient zero where the loss curves up in some directions and down in others, as x² − y² at the origin. A
# minimum needs all curvatures positive, which is unlikely among millions. Near a saddle the gradient is small, so
# descent is slow, but it is not caught: noise and momentum carry it off.

# %% [markdown] tags=["card", "easy"]
# Which preprocessing is common, and from which images are its numbers taken?
#
# Subtract the mean and divide by the standard deviation, for each channel; seldom PCA or whitening, which also remove
# correlation. All from the *training* images only, then applied unchanged to validation and test: anything else
# leaks. Inputs that are all positive push a unit's weights all in one direction, and uneven scales make a narrow
# valley.

# %% [markdown] tags=["card"]
# Why may weights not all begin equal? What do Xavier's and He's rules keep, and what is He's factor 2 for?
#
# Equal units compute the same, get the same gradient and stay equal for ever. Xavier: variance 2 / (fan_in +
# fan_out), a compromise that keeps the size of signals forwards and of gradients backwards, near linear activations.
# He: 2 / fan_in, since ReLU sets half to zero and so halves the mean square. Biases may begin at 0.

# %% [markdown] tags=["card"]
# L1 or L2 regularisation: what does each do to the weights? Does L1 give sparse deep nets?
#
# L2 multiplies weights by a factor below 1: small, hardly ever zero. L1 pulls all with the same force, so small ones
# reach exactly zero, if the step is a soft threshold. With plain SGD a weight jumps about zero and rarely hits it;
# prune, or use proximal steps.

# %% [markdown] tags=["card"]
# What do depth and width each give a network?
#
# Depth composes features of features and widens the receptive field; each layer adds a nonlinearity, but gradients
# pass through more factors. Width gives more features on a level and parallel work; weights between two layers grow
# with its square: 100 – 100 has 10,000, 200 – 200 has 40,000.

# %% [markdown] tags=["card", "easy"]
# How do you classify an image that may carry several labels at once?
#
# One sigmoid for each label with binary cross-entropy, from the logits, instead of one softmax: labels do not compete
# and need not add up to 1. Thresholds are chosen for each label on validation data; rare labels get a weight.
# Accuracy flatters where most labels are absent; report precision and recall.

# %% [markdown] tags=["card", "easy"]
# Parameter or hyperparameter: what is the difference? Three of each?
#
# Parameters are learned by descent on the training loss: weights, biases, batch norm's γ and β. Hyperparameters are
# set before: learning rate, batch size, number of layers, weight decay. They are compared on validation data, never
# on test data. Running means are neither: buffers that are measured.

# %% [markdown] tags=["card", "easy"]
# What does a learning curve tell you? And which first steps when training does not work?
#
# Training low, validation high: overfitting. Both high: underfitting, or a bug. First overfit a handful of images; if
# that fails, look for a bug. Compare the first loss with ln C. Then search the learning rate on a logarithmic scale,
# watch both curves, and change one thing at a time.

# %% [markdown] tags=["card"]
# What speaks against the sigmoid in hidden layers, and does tanh cure it?
#
# Its slope is at most 0.25 and vanishes at both ends; its outputs are all positive, so a unit's weight gradients all
# share one sign. tanh is zero-centred with slope up to 1, and is a stretched sigmoid: tanh x = 2 σ(2x) − 1. It
# saturates too.

# %% [markdown] tags=["card", "easy"]
# Name five variants of ReLU, and what they do below zero.
#
# Leaky: a slope of 0.01. PReLU: a slope that is learned. RReLU: a random one while training. ELU: eˣ − 1, which
# levels off at −1. SELU: ELU with two constants that keep mean and variance. GELU: x · Φ(x), smooth, slightly
# negative. (ReLU6 is cut at 6 above and is 0 below.)

# %% [markdown] tags=["card"]
# What is entropy, and for which distribution is it largest? How does it relate to cross-entropy?
#
# The expected surprise, H(p) = −Σ p log p. Largest for the uniform distribution, ln C for C classes (ln 2 = 0.693 for
# a coin), 0 for a sure event. Cross-entropy with a prediction q is H(p) + KL(p‖q): never less than the entropy, and
# equal to it only for q = p.

# %% [markdown] tags=["card"]
# Hinge loss or cross-entropy: when is each of them done with a sample?
#
# Hinge, max(0, 1 − margin), is 0 from a margin of 1 on: such samples give no gradient, and only those near the
# boundary count. Cross-entropy is never 0 and still pushes right answers, ever more weakly. Its outputs can be read
# as probabilities; the hinge's are only scores.

# %% [markdown] tags=["card", "hard"]
# Which problem does the focal loss solve, and what is its factor at p = 0.9 and γ = 2?
#
# A dense detector has thousands of easy background places for one object; each costs little, together they drown it.
# The focal loss multiplies cross-entropy by (1 − p)^γ, with p the probability of the right class: 0.01 at p = 0.9,
# 0.81 at p = 0.1. γ = 0 is cross-entropy. A weight α between the classes is usually added.

# %% [markdown] tags=["card"]
# How does batch normalisation work, which numbers does it keep, and what differs at test time?
#
# For each channel: subtract the batch's mean, divide by √(variance + ε), multiply by γ, add β. γ and β are learned,
# 2C numbers; running mean and variance are 2C more, as buffers. At test time those replace the batch's, so an image's
# result does not depend on its company. Forgetting `model.eval()` is the classic bug.

# %% [markdown] tags=["card"]
# True or false, and why? "Batch norm makes each layer's distribution a standard normal one."
#
# False twice. It fixes two moments of each channel and leaves the shape: exponential data keep their skew of 2. And
# then γ and β set any other mean and deviation, so even mean 0 and variance 1 hold only before them.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Batch norm works because it stops the shift of distributions between layers." How was that
# tested, and would dividing the loss by 1000 smooth it just as well?
#
# Disputed. Random shifting noise was added *after* batch norm: distributions moved more, and training was still
# faster than without it. A smoother loss explains it better, and that the length of a weight no longer matters, only
# its direction. Dividing by 1000 rescales everything; a rate 1000 times larger undoes it.

# %% [markdown] tags=["card", "hard"]
# Can batch norm prevent overfitting? True or false, and why? "With it you can drop dropout and L2."
#
# A little: statistics of random batches are noise, with a variance of about 1/B. That is a side effect. Overstated:
# dropout is often needed less. L2 in front of batch norm changes its meaning: the output does not depend on the
# weight's length, so decay shortens the weight and thereby raises the effective learning rate.

# %% [markdown] tags=["card", "hard"]
# BN, LN, IN, GN, WN: over which axes of (N, C, H, W) does each take its statistics?
#
# Batch: N, H, W, for each channel. Layer: C, H, W, for each image. Instance: H, W. Group: H, W and the channels of
# one group; one group is layer norm, C groups are instance norm. Weight norm takes none: it splits a weight into
# length and direction. Only batch norm depends on the other images.

# %% [markdown] tags=["card", "easy"]
# How is dropout implemented, in training and at test time? True or false, and why? "Dropout sets parameters to zero."
#
# Training: zero each activation with probability p and divide the others by 1 − p, so that the expectation stays:
# ones become 0 and 2 at p = 0.5. Test: nothing is done. False: activations are dropped, and anew for each sample;
# zeroing weights is DropConnect.

# %% [markdown] tags=["card", "hard"]
# Batch norm and dropout both differ at test time: in what? And why do ResNets go without dropout?
#
# Batch norm changes its statistics, from the batch's to running ones; dropout does nothing at all. In front of batch
# norm dropout raises the variance in training only, so running variances are wrong at test time. ResNets have batch
# norm everywhere and, after a global average, one small dense layer: little for dropout to regularise.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "Every unit of a multilayer perceptron that is not an input has a nonlinear activation."
#
# Not the outputs. A regression's output is linear: a sigmoid could not reach 7, a ReLU not −1. A classifier's last
# layer gives logits, and softmax belongs to the loss. Hidden layers need the nonlinearity, or they collapse into one
# linear map.

# %% [markdown]
# ## Terms and sources
#
# backpropagation 反向传播 · chain rule 链式法则 · reverse-mode automatic differentiation 反向模式自动微分 ·
# cross-entropy 交叉熵 · squared error 均方误差 · vanishing, exploding gradient 梯度消失, 梯度爆炸 ·
# BN backward BN 反向传播 · convolution backward 卷积反向传播 · pooling backward 池化反向传播 ·
# batch size 批大小 · iteration 迭代 · epoch 轮次 · online learning 在线学习 ·
# batch, stochastic, mini-batch descent 批量, 随机, 小批量梯度下降
#
# - Rumelhart, Hinton, Williams, *Learning representations by back-propagating errors*, Nature 1986
# - Baydin et al., *Automatic Differentiation in Machine Learning: a Survey*, JMLR 2018
# - Glorot, Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural Networks*, AISTATS 2010
# - He et al., *Delving Deep into Rectifiers*, ICCV 2015
# - Ioffe, Szegedy, *Batch Normalization*, ICML 2015
