"""Answers to topic 04 that are right, on the loss, the regressor and the anchors. One function a style: `NAME__style`."""
import itertools
import math

import numpy as np
import torch


def smooth_l1__where(prediction, target, beta=1.0):
    if prediction.shape != target.shape or beta < 0:
        raise ValueError("bad arguments")
    d = prediction - target
    a = np.abs(d)
    if beta == 0:
        return a.mean(), np.sign(d) / d.size
    return np.where(a < beta, 0.5 * d * d / beta, a - 0.5 * beta).mean(), np.clip(d / beta, -1, 1) / d.size


def smooth_l1__masks(prediction, target, beta=1.0):
    if beta < 0:
        raise ValueError("beta")
    if np.shape(prediction) != np.shape(target):
        raise ValueError("shapes")
    d = np.asarray(prediction, float) - np.asarray(target, float)
    loss, gradient = np.abs(d) - beta / 2, np.sign(d)
    near = np.abs(d) < beta
    loss[near], gradient[near] = d[near] ** 2 / 2 / (beta or 1), d[near] / (beta or 1)
    return float(np.sum(loss) / loss.size), gradient / gradient.size


def smooth_l1__loops(prediction, target, beta=1.0):
    if prediction.shape != target.shape or beta < 0:
        raise ValueError
    total, gradient = 0.0, np.zeros(prediction.shape)
    for place in np.ndindex(prediction.shape):
        d = float(prediction[place]) - float(target[place])
        if abs(d) < beta:
            total += d * d / (2 * beta)
            gradient[place] = d / beta
        else:
            total += abs(d) - beta / 2
            gradient[place] = (d > 0) - (d < 0)
    return total / gradient.size, gradient / gradient.size


def smooth_l1__warns(prediction, target, beta=1.0):
    if prediction.shape != target.shape:
        raise ValueError("shapes")
    if beta < 0:
        raise ValueError("beta")
    d = prediction - target
    near = abs(d) < beta
    loss = np.where(near, d**2 / np.float64(2 * beta), abs(d) - beta / 2)
    return np.mean(loss), np.where(near, d / np.float64(beta), np.sign(d)) / d.size


def smooth_l1__envelope(prediction, target, beta=1.0):
    """min(|d|, beta) takes the parabola's part, the rest grows as a line."""
    if prediction.shape != target.shape or not beta >= 0:
        raise ValueError
    d = prediction - target
    inner = np.minimum(np.abs(d), beta)
    with np.errstate(invalid="ignore"):
        slope = np.nan_to_num(inner / np.float64(beta)) * np.sign(d) if beta else np.sign(d)
        parabola = inner**2 / (2 * beta) if beta else 0.0
    return (parabola + np.abs(d) - inner).mean(), slope / slope.size


def smooth_l1__own_formula_autograd(prediction, target, beta=1.0):
    """torch's autograd is no forbidden help here: the formula is the exercise."""
    if prediction.shape != target.shape or beta < 0:
        raise ValueError
    p = torch.tensor(prediction).double().requires_grad_()
    d = (p - torch.tensor(target).double()).abs()
    loss = (torch.where(d < beta, 0.5 * d**2 / beta, d - 0.5 * beta) if beta else d).mean()
    loss.backward()
    return loss.item(), p.grad.numpy()


def smooth_l1__by_its_slope(prediction, target, beta=1.0):
    """The loss from the clipped slope g: g * d - beta / 2 * g**2."""
    if prediction.shape != target.shape or not beta >= 0:
        raise ValueError
    d = prediction - target
    slope = np.clip(d / beta, -1, 1) if beta else np.sign(d)
    return (slope * d - beta / 2 * slope**2).mean(), slope / d.size


def fit_box_regressor__inverse(features, deltas, ridge):
    return np.linalg.inv(features.T @ features + ridge * np.eye(features.shape[1])) @ features.T @ deltas


def fit_box_regressor__stacked(features, deltas, ridge):
    d = features.shape[1]
    x = np.vstack([features, math.sqrt(ridge) * np.eye(d)])
    return np.linalg.lstsq(x, np.vstack([deltas, np.zeros((d, 4))]), rcond=None)[0]


def fit_box_regressor__svd(features, deltas, ridge):
    u, s, vt = np.linalg.svd(features.astype(float), full_matrices=False)
    with np.errstate(all="ignore"):
        d = np.where(s > 1e-12 * s.max(), s / (s**2 + ridge), 0.0)
    return vt.T @ (d[:, None] * (u.T @ deltas))


def fit_box_regressor__dual_when_wide(features, deltas, ridge):
    n, d = features.shape
    x = np.asarray(features, dtype=float)
    if d > n:
        return x.T @ np.linalg.solve(x @ x.T + ridge * np.eye(n), deltas)
    return np.linalg.solve(x.T @ x + ridge * np.eye(d), x.T @ deltas)


def fit_box_regressor__woodbury(features, deltas, ridge):
    """Inverts the small (N, N) matrix; without a ridge there is none to invert."""
    x = features.astype(float)
    if ridge == 0:
        return np.linalg.pinv(x) @ deltas
    small = ridge * np.eye(len(x)) + x @ x.T
    return (x.T @ deltas - x.T @ np.linalg.solve(small, x @ (x.T @ deltas))) / ridge


def fit_box_regressor__cholesky(features, deltas, ridge):
    a = features.T @ features * 1.0
    a.flat[:: len(a) + 1] += ridge
    low = np.linalg.cholesky(a)
    return np.linalg.solve(low.T, np.linalg.solve(low, features.T @ deltas))


def fit_box_regressor__pinv(features, deltas, ridge):
    d = features.shape[1]
    return np.linalg.pinv(features.T.dot(features) + np.diag([float(ridge)] * d)).dot(features.T.dot(deltas))


def fit_box_regressor__float32_kept(features, deltas, ridge):
    dtype = np.result_type(features, np.float32)
    a = (features.T @ features).astype(dtype) + ridge * np.eye(features.shape[1], dtype=dtype)
    return (np.linalg.inv(a) @ (features.T @ deltas)).astype(dtype)


def fit_box_regressor__conjugate_gradients(features, deltas, ridge):
    x, y = features.astype(float), deltas.astype(float)
    w = np.zeros((x.shape[1], 4))
    rest = x.T @ y
    step, size = rest.copy(), (rest**2).sum(axis=0)
    for _ in range(20 * len(w)):
        turned = x.T @ (x @ step) + ridge * step
        length = size / np.maximum((step * turned).sum(axis=0), 1e-300)
        w, rest = w + length * step, rest - length * turned
        before, size = size, (rest**2).sum(axis=0)
        step = rest + size / np.maximum(before, 1e-300) * step
    return w


def fit_box_regressor__columns(features, deltas, ridge):
    a = features.T @ features + ridge * np.identity(features.shape[1])
    return np.stack([np.linalg.solve(a, features.T @ deltas[:, k]) for k in range(4)], axis=1)


def fit_box_regressor__elimination(features, deltas, ridge):
    x, y = features.astype(float).tolist(), deltas.astype(float).tolist()
    d = len(x[0])
    a = [[sum(r[i] * r[j] for r in x) + (ridge if i == j else 0.0) for j in range(d)]
         + [sum(r[i] * t[k] for r, t in zip(x, y)) for k in range(4)] for i in range(d)]
    for i in range(d):
        best = max(range(i, d), key=lambda k: abs(a[k][i]))
        a[i], a[best] = a[best], a[i]
        a[i] = [v / a[i][i] for v in a[i]]
        for k in range(d):
            if k != i:
                a[k] = [v - a[k][i] * u for v, u in zip(a[k], a[i])]
    return np.array([row[d:] for row in a])


def fit_box_regressor__eigen(features, deltas, ridge):
    values, vectors = np.linalg.eigh((features.T @ features).astype(float))
    return vectors @ ((vectors.T @ (features.T @ deltas)) / (values + ridge)[:, None])


def fit_box_regressor__torch(features, deltas, ridge):
    x, y = torch.tensor(features).double(), torch.tensor(deltas).double()
    return torch.linalg.solve(x.T @ x + ridge * torch.eye(x.shape[1]), x.T @ y).numpy()


def fit_box_regressor__scipy(features, deltas, ridge):
    from scipy.linalg import solve

    return solve(features.T @ features + ridge * np.eye(features.shape[1]), features.T @ deltas, assume_a="pos")


def generate_anchors__loops(base_size, ratios, scales):
    if base_size <= 0 or any(r <= 0 for r in ratios) or any(s <= 0 for s in scales):
        raise ValueError("all have to be above 0")
    out = []
    for r in ratios:
        for s in scales:
            h = base_size * s * r**0.5
            w = h / r
            out.append((-w / 2, -h / 2, w / 2, h / 2))
    return np.array(out)


def generate_anchors__broadcast(base_size, ratios, scales):
    r, s = np.asarray(ratios, dtype=float)[:, None], np.asarray(scales, dtype=float)[None]
    if base_size <= 0 or (r <= 0).any() or (s <= 0).any():
        raise ValueError
    w, h = (base_size * s / np.sqrt(r)).ravel(), (base_size * s * np.sqrt(r)).ravel()
    return np.stack([-w, -h, w, h], axis=1) / 2


def generate_anchors__product(base_size, ratios, scales):
    if not all(v > 0 for v in itertools.chain([base_size], ratios, scales)):
        raise ValueError("not positive")
    sides = [(base_size * s / q, base_size * s * q) for q, s in itertools.product(map(math.sqrt, ratios), scales)]
    return np.array([[-w / 2, -h / 2, w / 2, h / 2] for w, h in sides])


def generate_anchors__meshgrid(base_size, ratios, scales):
    if min(base_size, np.min(ratios), np.min(scales)) <= 0:
        raise ValueError("not positive")
    r, s = np.meshgrid(ratios, scales, indexing="ij")
    area = (np.float64(base_size) * s.ravel()) ** 2
    w = np.sqrt(area / r.ravel())
    h = area / w
    return 0.5 * np.column_stack([-w, -h, w, h])


def generate_anchors__outer(base_size, ratios, scales):
    """Multiplied out, then the rows one after the other."""
    ratios, scales = np.array(ratios, dtype=np.float64), np.array(scales, dtype=np.float64)
    if base_size <= 0 or np.any(ratios <= 0) or np.any(scales <= 0):
        raise ValueError(f"{base_size}")
    half = base_size * scales / 2
    h, w = np.outer(ratios**0.5, half), np.outer(ratios**-0.5, half)
    return np.dstack([-w, -h, w, h]).reshape(-1, 4)


def generate_anchors__repeat_and_tile(base_size, ratios, scales):
    r, s = np.repeat(np.asarray(ratios, float), len(scales)), np.tile(np.asarray(scales, float), len(ratios))
    if not (base_size > 0 and np.all(r > 0) and np.all(s > 0)):
        raise ValueError
    w = base_size * s / np.sqrt(r)
    corners = np.zeros((len(r), 4))
    corners[:, 2], corners[:, 3] = w / 2, w * r / 2
    corners[:, :2] = -corners[:, 2:]
    return corners


def generate_anchors__torch(base_size, ratios, scales):
    r, s = (torch.tensor(np.asarray(v, dtype=float)) for v in (ratios, scales))
    if base_size <= 0 or (r <= 0).any() or (s <= 0).any():
        raise ValueError
    h = (float(base_size) * r.sqrt()[:, None] * s).flatten()
    w = h / r.repeat_interleave(len(s))
    return torch.stack([-w, -h, w, h], dim=1).div(2).numpy()
