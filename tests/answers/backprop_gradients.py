"""More right answers to numerical_gradient, softmax_cross_entropy and linear_backward. `NAME__style`."""
import numpy as np
import torch


def numerical_gradient__nditer(f, x, eps=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros_like(x)
    walk = np.nditer(x, flags=["multi_index", "zerosize_ok"], op_flags=["readwrite"])
    for _ in walk:
        place = walk.multi_index
        old = x[place]
        x[place] = old + eps
        above = f(x)
        x[place] = old - eps
        grad[place] = (above - f(x)) / (2 * eps)
        x[place] = old
    return grad


def numerical_gradient__recursion(f, x, eps=1e-5):
    x = np.array(x, dtype=float)

    def walk(place):
        if len(place) < x.ndim:
            return [walk((*place, k)) for k in range(x.shape[len(place)])]
        kept, found = x[place], []
        for step in (-eps, eps):
            x[place] = kept + step
            found.append(f(x))
        x[place] = kept
        return (found[1] - found[0]) / (2 * eps)

    return np.array(walk(()), dtype=float).reshape(x.shape)


class _Gradient:
    def __init__(self, work):
        self.work = work

    def __call__(self, f, x, eps=1e-5):
        """Divides by the distance of the two points as they came out."""
        x, grad = np.array(x, dtype=self.work), np.empty(x.shape)
        for k in range(x.size):
            here = float(x.flat[k])
            right, left = here + eps, here - eps
            x.flat[k] = right
            above = f(x)
            x.flat[k] = left
            grad.flat[k] = (above - f(x)) / (right - left)
            x.flat[k] = here
        return grad


numerical_gradient__callable_object = _Gradient(np.float64)


def softmax_cross_entropy__gradient_from_differences(logits, labels):
    """Everything relative to the logit of the label."""
    z, rows = np.asarray(logits, dtype=float), np.arange(len(logits))
    if any(int(label) not in range(z.shape[1]) for label in labels):
        raise ValueError("no such class")
    apart = z - z[rows, labels][:, None]
    top = apart.max(1)
    powers = np.exp(apart - top[:, None])
    total = powers.sum(1)
    grad = powers / total[:, None]
    grad[rows, labels] -= 1
    return float((top + np.log(total)).sum()) / len(z), grad / len(z)


def softmax_cross_entropy__scipy_and_an_error_of_its_own(logits, labels):
    from scipy.special import log_softmax

    class NoSuchLabel(ValueError):
        pass

    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise NoSuchLabel
    log_p = log_softmax(logits.astype(float), axis=1)
    hot = np.asarray(labels)[:, None] == np.arange(logits.shape[1])[None]
    return [np.float64(-log_p[hot].mean()), (np.exp(log_p) - hot) * (1 / len(logits))]


def softmax_cross_entropy__jacobian(logits, labels):
    """Row by row through the whole Jacobian of the logarithm of p."""
    n, c = logits.shape
    loss, grad = 0.0, np.zeros((n, c))
    for i, label in enumerate(labels.tolist()):
        if label < 0 or c <= label:
            raise ValueError(label)
        row = np.array(logits[i], dtype=float)
        row -= row.max()
        p = np.exp(row) / np.exp(row).sum()
        jacobian = np.eye(c) - p  # d log p[k] / d z[j] at [k, j]
        loss -= row[label] - np.log(np.exp(row).sum())
        grad[i] = -np.eye(c)[label] @ jacobian
    return loss / n, grad / n


def softmax_cross_entropy__gather(logits, labels):
    if (labels < 0).any() or (labels >= logits.shape[1]).any():
        raise ValueError("label")
    log_p = torch.log_softmax(torch.tensor(np.array(logits, dtype=float)), 1)
    index = torch.tensor(labels.astype(np.int64))[:, None]
    grad = log_p.exp().scatter_add(1, index, torch.full(index.shape, -1.0, dtype=torch.float64))
    return -log_p.gather(1, index).mean().item(), (grad / len(log_p)).numpy()


def linear_backward__ones_for_the_bias(dout, x, w):
    grown = np.column_stack([x, np.ones(len(x))]).T @ dout
    return (w @ dout.T).T, grown[:-1], grown[-1]


def linear_backward__tensordot(dout, x, w):
    return np.tensordot(dout, w, axes=(1, 1)), np.tensordot(x, dout, axes=(0, 0)), np.add.reduce(dout)


class _Backward:
    def __call__(self, dout, x, w, b=None):
        """In plain lists."""
        (n, m), d = dout.shape, x.shape[1]
        dx = [[sum(dout[i, j] * w[k, j] for j in range(m)) for k in range(d)] for i in range(n)]
        dw = [[sum(dout[i, j] * x[i, k] for i in range(n)) for j in range(m)] for k in range(d)]
        db = [sum(dout[i, j] for i in range(n)) for j in range(m)]
        return np.array(dx, dtype=float).reshape(n, d), np.array(dw, dtype=float), np.array(db, dtype=float)


linear_backward__callable_object = _Backward()
