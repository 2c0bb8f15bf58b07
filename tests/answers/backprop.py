"""Answers to the functions of topic 01 that are right, each in a style of its own. One function a style: `NAME__style`."""
import itertools
import math

import numpy as np
import torch


def numerical_gradient__one_hot(f, x, eps=1e-5):
    x = np.asarray(x, dtype=np.float64)
    grad = []
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = eps
        e = e.reshape(x.shape)
        grad.append((f(x + e) - f(x - e)) / (2 * eps))
    return np.array(grad, dtype=np.float64).reshape(x.shape)


def numerical_gradient__in_place(f, x, eps=1e-5):
    work = x if x.dtype == np.float64 else x.astype(np.float64)
    grad = np.zeros_like(work)
    for index in np.ndindex(*work.shape):
        old = work[index]
        work[index] = old + eps
        up = f(work)
        work[index] = old - eps
        down = f(work)
        work[index] = old
        grad[index] = (up - down) / (eps + eps)
    return grad


def numerical_gradient__flat(f, x, eps=1e-5):
    flat = x.astype(float).ravel()

    def at(i, step):
        moved = flat.copy()
        moved[i] += step
        return f(moved.reshape(x.shape))

    return np.fromiter(((at(i, eps) - at(i, -eps)) / 2 / eps for i in range(flat.size)), float, flat.size).reshape(x.shape)


def numerical_gradient__eye(f, x, eps=1e-5):
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    ups = np.array([f(x + s) for s in steps])
    downs = np.array([f(x - s) for s in steps])
    return ((ups - downs) / (2 * eps)).reshape(x.shape)


def numerical_gradient__enumerate(f, x, eps=1e-5):
    g = np.empty(x.shape)
    base = np.array(x, dtype="float64")
    for i, v in np.ndenumerate(base.copy()):
        base[i] = v + eps
        plus = f(base.copy())
        base[i] = v - eps
        g[i] = (plus - f(base.copy())) / (2.0 * eps)
        base[i] = v
    return g


def softmax_cross_entropy__loops(logits, labels):
    n, c = logits.shape
    loss, grad = 0.0, np.zeros((n, c))
    for i in range(n):
        label = int(labels[i])
        if label < 0 or label >= c:
            raise ValueError(f"label {label} is outside 0..{c - 1}")
        row = [float(v) for v in logits[i]]
        top = max(row)
        total = math.fsum(math.exp(v - top) for v in row)
        loss += top + math.log(total) - row[label]
        for j in range(c):
            grad[i, j] = (math.exp(row[j] - top) / total - (j == label)) / n
    return loss / n, grad


def softmax_cross_entropy__log_sum_exp(logits, labels):
    z = logits if logits.dtype.kind == "f" else logits.astype(float)
    if np.any((labels < 0) | (labels >= z.shape[1])):
        raise ValueError("label out of range")
    lse = np.logaddexp.reduce(z, axis=1, keepdims=True)
    hot = np.equal.outer(labels, np.arange(z.shape[1]))
    return (lse[:, 0] - z[hot]).mean(), (np.exp(z - lse) - hot).astype(z.dtype) / z.dtype.type(len(z))


def softmax_cross_entropy__torch(logits, labels):
    z = torch.tensor(np.array(logits, dtype=np.float64))
    y = torch.tensor(np.array(labels, dtype=np.int64))
    if (y < 0).any() or (y >= z.shape[1]).any():
        raise ValueError("no such label")
    logp = z - torch.logsumexp(z, dim=1, keepdim=True)
    rows = torch.arange(len(y))
    grad = logp.exp()
    grad[rows, y] -= 1.0
    return -logp[rows, y].mean().item(), (grad / len(y)).numpy()


def softmax_cross_entropy__float32_kept(logits, labels):
    if not set(np.unique(labels)) <= set(range(logits.shape[1])):
        raise ValueError("label")
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    e = np.exp(shifted)
    s = np.sum(e, axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[1], dtype=shifted.dtype)[labels]
    loss = np.sum(one_hot * (np.log(s) - shifted)) / len(labels)
    return loss, (e / s - one_hot) / len(labels)


def softmax_cross_entropy__pick_by_index(logits, labels):
    logits = np.array(logits, dtype=float)
    n, c = logits.shape
    if labels.max() > c - 1 or labels.min() < 0:
        raise ValueError
    logits -= logits.max(1)[:, None]
    log_p = logits - np.log(np.exp(logits).sum(1))[:, None]
    loss = -np.take_along_axis(log_p, labels[:, None].astype(int), axis=1).sum() / n
    g = np.exp(log_p)
    np.subtract.at(g, (np.arange(n), labels), 1)
    return loss, g / n


def linear_backward__loops(dout, x, w):
    n, m = dout.shape
    d = x.shape[1]
    dx, dw, db = np.zeros((n, d)), np.zeros((d, m)), np.zeros(m)
    for i, j in itertools.product(range(n), range(m)):
        db[j] += dout[i, j]
        for k in range(d):
            dx[i, k] += dout[i, j] * w[k, j]
            dw[k, j] += dout[i, j] * x[i, k]
    return dx, dw, db


def linear_backward__einsum(dout, x, w):
    return np.einsum("nm,dm->nd", dout, w), np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)


def linear_backward__outer_products(dout, x, w):
    dw = np.zeros(w.shape)
    for row, grad in zip(x, dout):
        dw += np.outer(row, grad)
    return np.dot(dout, np.transpose(w)), dw, np.ones(len(dout)) @ dout


def linear_backward__torch(dout, x, w):
    dout, x, w = (torch.from_numpy(np.array(v, dtype=np.float64)) for v in (dout, x, w))
    return (dout @ w.T).numpy(), (x.T @ dout).numpy(), dout.sum(0).numpy()


def linear_backward__broadcast(dout, x, w):
    return [(dout[:, None, :] * w).sum(2), (x[:, :, None] * dout[:, None, :]).sum(0), np.sum(dout, axis=0)]


def max_pool_backward__loops(dout, x, size):
    n, c, h, w = x.shape
    if h < size or w < size:
        raise ValueError(f"window of {size} does not fit into {h} x {w}")
    dx = np.zeros(x.shape)
    for i in range(n):
        for ch in range(c):
            for r in range(h // size):
                for s in range(w // size):
                    best, where = None, None
                    for a in range(r * size, (r + 1) * size):
                        for b in range(s * size, (s + 1) * size):
                            if best is None or x[i, ch, a, b] > best:
                                best, where = x[i, ch, a, b], (a, b)
                    dx[i, ch, where[0], where[1]] += dout[i, ch, r, s]
    return dx


def max_pool_backward__unravel(dout, x, size):
    h, w = x.shape[2:]
    if size > min(h, w):
        raise ValueError
    dx = np.zeros(x.shape, dtype=dout.dtype)
    for i, j, r, s in np.ndindex(*dout.shape):
        patch = x[i, j, r * size:(r + 1) * size, s * size:(s + 1) * size]
        a, b = np.unravel_index(np.argmax(patch), patch.shape)
        dx[i, j, r * size + a, s * size + b] = dout[i, j, r, s]
    return dx


def max_pool_backward__offsets(dout, x, size):
    h, w = x.shape[-2:]
    if h // size == 0 or w // size == 0:
        raise ValueError("too large")
    rows, cols = h // size, w // size
    stack = np.stack([x[:, :, a:rows * size:size, b:cols * size:size] for a in range(size) for b in range(size)])
    winner = stack.argmax(0)
    dx = np.zeros(x.shape)
    for k, (a, b) in enumerate(itertools.product(range(size), repeat=2)):
        dx[:, :, a:rows * size:size, b:cols * size:size] = dout * (winner == k)
    return dx


def max_pool_backward__first_of_ties(dout, x, size):
    n, c, h, w = x.shape
    ho, wo = h // size, w // size
    if 0 in (ho, wo):
        raise ValueError("the window does not fit")
    win = x[:, :, :ho * size, :wo * size].reshape(n, c, ho, size, wo, size).transpose(0, 1, 2, 4, 3, 5).reshape(n, c, ho, wo, -1)
    mask = win == win.max(-1, keepdims=True)
    mask &= mask.cumsum(-1) == 1
    grad = (mask * dout[..., None]).reshape(n, c, ho, wo, size, size).transpose(0, 1, 2, 4, 3, 5)
    grad = grad.reshape(n, c, ho * size, wo * size)
    return np.pad(grad, ((0, 0), (0, 0), (0, h - ho * size), (0, w - wo * size)))


def max_pool_backward__put_along_axis(dout, x, size):
    n, c, h, w = x.shape
    if min(h, w) < size:
        raise ValueError("the window does not fit")
    view = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::size, ::size]
    flat = view.reshape(*view.shape[:4], size * size)
    spread = np.zeros(flat.shape)
    np.put_along_axis(spread, flat.argmax(-1)[..., None], dout[..., None], -1)
    dx = np.zeros((n, c, h, w))
    rows, cols = dout.shape[2] * size, dout.shape[3] * size
    dx[:, :, :rows, :cols] = spread.reshape(*flat.shape[:4], size, size).swapaxes(3, 4).reshape(n, c, rows, cols)
    return dx


def max_pool_backward__torch_tensors(dout, x, size):
    n, c, h, w = x.shape
    if size > h or size > w:
        raise ValueError("the window does not fit")
    t = torch.tensor(np.array(x, dtype=np.float64))
    win = t.unfold(2, size, size).unfold(3, size, size)
    dx = torch.zeros(n, c, h, w, dtype=torch.float64)
    for i, j, r, s in itertools.product(*map(range, dout.shape)):
        values = win[i, j, r, s].reshape(-1).tolist()
        k = values.index(max(values))
        dx[i, j, r * size + k // size, s * size + k % size] = float(dout[i, j, r, s])
    return dx.numpy()


def avg_pool_backward__kron(dout, size):
    return np.kron(dout, np.full((1, 1, size, size), 1 / size**2))


def avg_pool_backward__loops(dout, size):
    n, c, h, w = dout.shape
    dx = np.empty((n, c, h * size, w * size))
    for i in range(n):
        for j in range(c):
            for r in range(h * size):
                for s in range(w * size):
                    dx[i, j, r, s] = dout[i, j, r // size, s // size] / (size * size)
    return dx


def avg_pool_backward__broadcast(dout, size):
    n, c, h, w = dout.shape
    share = (dout / (size * size))[:, :, :, None, :, None]
    return np.broadcast_to(share, (n, c, h, size, w, size)).reshape(n, c, h * size, w * size)


def avg_pool_backward__slices(dout, size):
    dx = np.zeros((*dout.shape[:2], dout.shape[2] * size, dout.shape[3] * size), dtype=np.result_type(dout, np.float32)
                  if dout.dtype.kind == "f" else float)
    for a in range(size):
        for b in range(size):
            dx[..., a::size, b::size] = dout / size**2
    return dx


def avg_pool_backward__torch(dout, size):
    share = torch.tensor(np.array(dout, dtype=np.float64)) / size**2
    return share.repeat_interleave(size, 2).repeat_interleave(size, 3).numpy()
