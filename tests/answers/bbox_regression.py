"""Answers to topic 04 that are right, on formats and deltas, each in a style of its own. One function a style: `NAME__style`."""
import math

import numpy as np
import torch

CAP = math.log(1000 / 16)


def xyxy_to_cxcywh__by_name(boxes):
    x1, y1, x2, y2 = (boxes[..., k] for k in range(4))
    return np.stack([(x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) * 1.0, (y2 - y1) * 1.0], axis=-1)


def xyxy_to_cxcywh__unstacked(boxes):
    x1, y1, x2, y2 = np.moveaxis(boxes, -1, 0)
    w, h = x2 - x1, y2 - y1
    return np.stack((x1 + 0.5 * w, y1 + 0.5 * h, w, h), -1)


def xyxy_to_cxcywh__filled(boxes):
    out = np.empty(boxes.shape, dtype=np.result_type(boxes.dtype, np.float32))
    out[..., :2] = 0.5 * (boxes[..., :2] + boxes[..., 2:])
    out[..., 2:] = boxes[..., 2:] - boxes[..., :2]
    return out


def xyxy_to_cxcywh__matrix(boxes):
    change = np.array([[0.5, 0, -1, 0], [0, 0.5, 0, -1], [0.5, 0, 1, 0], [0, 0.5, 0, 1]])
    return boxes @ change


def xyxy_to_cxcywh__loops(boxes):
    flat = [[(a + c) / 2, (b + d) / 2, c - a, d - b] for a, b, c, d in boxes.reshape(-1, 4).tolist()]
    return np.array(flat, dtype=np.float64).reshape(boxes.shape)


def xyxy_to_cxcywh__torch(boxes):
    x1, y1, x2, y2 = torch.tensor(boxes, dtype=torch.float64).unbind(-1)
    return torch.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], dim=-1).numpy()


def xyxy_to_cxcywh__turned_twice(boxes):
    x1, y1, x2, y2 = boxes.T.astype(float)
    return np.array([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1]).T


def xyxy_to_cxcywh__on_a_copy(boxes):
    boxes = boxes.astype(float)
    boxes[..., 2:] -= boxes[..., :2]
    boxes[..., :2] += boxes[..., 2:] / 2
    return boxes


def xyxy_to_cxcywh__split(boxes):
    low, high = np.split(boxes, 2, axis=-1)
    return np.concatenate([np.add(low, high) / 2, np.subtract(high, low)], axis=-1)


def xyxy_to_cxcywh__mean_and_difference(boxes):
    corners = boxes.reshape(*boxes.shape[:-1], 2, 2)
    return np.concatenate([corners.mean(axis=-2), np.diff(corners, axis=-2)[..., 0, :]], axis=-1)


def xyxy_to_cxcywh__recursive(boxes):
    if boxes.ndim > 1:
        return np.stack([xyxy_to_cxcywh__recursive(box) for box in boxes]) if len(boxes) else np.zeros(boxes.shape)
    x1, y1, x2, y2 = map(float, boxes)
    return np.array([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])


def cxcywh_to_xyxy__by_name(boxes):
    cx, cy, w, h = (boxes[..., k] for k in range(4))
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=-1)


def cxcywh_to_xyxy__corner_then_size(boxes):
    low = boxes[..., :2] - boxes[..., 2:] * 0.5
    return np.concatenate((low, low + boxes[..., 2:]), axis=-1)


def cxcywh_to_xyxy__matrix(boxes):
    change = np.array([[1.0, 0, -0.5, 0], [0, 1, 0, -0.5], [1, 0, 0.5, 0], [0, 1, 0, 0.5]])
    return np.einsum("...j,ij->...i", boxes, change)


def cxcywh_to_xyxy__one_by_one(boxes):
    out = np.zeros(np.shape(boxes))
    for place in np.ndindex(boxes.shape[:-1]):
        cx, cy, w, h = map(float, boxes[place])
        out[place] = cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2
    return out


def cxcywh_to_xyxy__on_a_copy(boxes):
    out = np.array(boxes, dtype=float)
    out[..., :2] -= out[..., 2:] / 2
    out[..., 2:] += out[..., :2]
    return out


def cxcywh_to_xyxy__repeated(boxes):
    centre, half = boxes[..., :2], np.true_divide(boxes[..., 2:], 2)
    return np.concatenate([centre, centre], -1) + np.concatenate([-half, half], -1)


def cxcywh_to_xyxy__torch(boxes):
    b = torch.as_tensor(boxes.copy(), dtype=torch.float64)
    half = b[..., 2:] / 2
    return torch.cat([b[..., :2] - half, b[..., :2] + half], dim=-1).numpy()


def cxcywh_to_xyxy__inverse(boxes):
    """Solves the equations of the way back."""
    there = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
    return (np.linalg.inv(there) @ boxes[..., None])[..., 0]


def encode_boxes__loops(proposals, targets):
    out = np.zeros((len(proposals), 4))
    for n, (p, g) in enumerate(zip(proposals, targets)):
        pw, ph, gw, gh = p[2] - p[0], p[3] - p[1], g[2] - g[0], g[3] - g[1]
        if pw <= 0 or ph <= 0 or gw <= 0 or gh <= 0:
            raise ValueError("size")
        out[n] = ((g[0] + gw / 2 - p[0] - pw / 2) / pw, (g[1] + gh / 2 - p[1] - ph / 2) / ph,
                  math.log(gw / pw), math.log(gh / ph))
    return out


def encode_boxes__formats(proposals, targets):
    p, g = xyxy_to_cxcywh__by_name(proposals), xyxy_to_cxcywh__by_name(targets)
    if not ((p[:, 2:] > 0).all() and (g[:, 2:] > 0).all()):
        raise ValueError("width and height have to be above 0")
    return np.concatenate([(g[:, :2] - p[:, :2]) / p[:, 2:], np.log(g[:, 2:]) - np.log(p[:, 2:])], axis=1)


def encode_boxes__half_sums(proposals, targets):
    """The offset from the two corner offsets; the size checked last."""
    with np.errstate(all="ignore"):
        pw, ph = (proposals[:, 2] - proposals[:, 0]), (proposals[:, 3] - proposals[:, 1])
        gw, gh = (targets[:, 2] - targets[:, 0]), (targets[:, 3] - targets[:, 1])
        d = (targets - proposals) / np.stack([pw, ph, pw, ph], axis=1)
        out = np.stack([(d[:, 0] + d[:, 2]) / 2, (d[:, 1] + d[:, 3]) / 2, np.log(gw / pw), np.log(gh / ph)], axis=1)
    for sizes in (pw, ph, gw, gh):
        if np.any(sizes <= 0):
            raise ValueError
    return out


def encode_boxes__log1p(proposals, targets):
    """log(1 + r) with r the relative growth."""
    p, g = proposals.astype(float), targets.astype(float)
    ps, gs = p[:, 2:] - p[:, :2], g[:, 2:] - g[:, :2]
    if min(ps.min(initial=1), gs.min(initial=1)) <= 0:
        raise ValueError("empty box")
    return np.hstack([((g[:, :2] + g[:, 2:]) - (p[:, :2] + p[:, 2:])) / (2 * ps), np.log1p((gs - ps) / ps)])


def encode_boxes__torch(proposals, targets):
    p, g = torch.tensor(proposals).double(), torch.tensor(targets).double()
    pw, gw = p[:, 2:] - p[:, :2], g[:, 2:] - g[:, :2]
    if (pw <= 0).any() or (gw <= 0).any():
        raise ValueError("size")
    return torch.cat([((g[:, 2:] + g[:, :2]) / 2 - (p[:, 2:] + p[:, :2]) / 2) / pw, torch.log(gw / pw)], 1).numpy()


def encode_boxes__list(proposals, targets):
    def one(p, g):
        sizes = [b[k + 2] - b[k] for b in (p, g) for k in (0, 1)]
        if any(s <= 0 for s in sizes):
            raise ValueError(f"sizes {sizes}")
        shift = [(g[k] + g[k + 2] - p[k] - p[k + 2]) / 2 / sizes[k] for k in (0, 1)]
        return shift + [math.log(sizes[k + 2] / sizes[k]) for k in (0, 1)]

    return np.array([one(p, g) for p, g in zip(proposals.tolist(), targets.tolist())], dtype=float).reshape(len(proposals), 4)


def decode_boxes__loops(proposals, deltas, max_log_ratio=CAP):
    out = np.empty((len(proposals), 4), dtype=float)
    for n in range(len(proposals)):
        x1, y1, x2, y2 = proposals[n]
        tx, ty, tw, th = deltas[n]
        w, h = x2 - x1, y2 - y1
        cx, cy = x1 + w / 2 + tx * w, y1 + h / 2 + ty * h
        w, h = w * math.exp(min(tw, max_log_ratio)), h * math.exp(min(th, max_log_ratio))
        out[n] = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]
    return out


def decode_boxes__formats(proposals, deltas, max_log_ratio=CAP):
    p = xyxy_to_cxcywh__by_name(proposals)
    size = p[:, 2:] * np.exp(np.minimum(deltas[:, 2:], max_log_ratio))
    return cxcywh_to_xyxy__by_name(np.concatenate([p[:, :2] + p[:, 2:] * deltas[:, :2], size], axis=1))


def decode_boxes__clip(proposals, deltas, max_log_ratio=CAP):
    pw, ph = proposals[:, 2] - proposals[:, 0], proposals[:, 3] - proposals[:, 1]
    dx, dy, dw, dh = deltas.T
    dw, dh = np.clip(dw, None, max_log_ratio), np.clip(dh, -np.inf, max_log_ratio)
    cx, cy = proposals[:, 0] + (0.5 + dx) * pw, proposals[:, 1] + (0.5 + dy) * ph
    w, h = np.exp(dw) * pw, np.exp(dh) * ph
    return np.array([cx - 0.5 * w, cy - 0.5 * h, cx + 0.5 * w, cy + 0.5 * h]).T


def decode_boxes__copied(proposals, deltas, max_log_ratio=CAP):
    deltas = deltas.astype(float).copy()
    deltas[:, 2:][deltas[:, 2:] > max_log_ratio] = max_log_ratio
    size = proposals[:, 2:] - proposals[:, :2]
    centre = (proposals[:, 2:] + proposals[:, :2]) / 2 + deltas[:, :2] * size
    half = size * np.exp(deltas[:, 2:]) / 2
    return np.c_[centre - half, centre + half]


def decode_boxes__ratio_bounded(proposals, deltas, max_log_ratio=CAP):
    """Bounds the ratio itself by exp of the cap: the same numbers, with an overflow on the way."""
    size = proposals[:, 2:] - proposals[:, :2]
    with np.errstate(over="ignore"):
        half = size * np.minimum(np.exp(deltas[:, 2:]), np.exp(max_log_ratio)) / 2
    middle = proposals[:, :2] + size / 2 + size * deltas[:, :2]
    return np.concatenate([middle - half, middle + half], axis=1)


def decode_boxes__torch(proposals, deltas, max_log_ratio=CAP):
    p, t = torch.tensor(proposals).double(), torch.tensor(deltas).double()
    size = p[:, 2:] - p[:, :2]
    new = size * torch.exp(t[:, 2:].clamp(max=max_log_ratio))
    middle = (p[:, 2:] + p[:, :2]) / 2 + t[:, :2] * size
    return torch.cat([middle - new / 2, middle + new / 2], 1).numpy()
