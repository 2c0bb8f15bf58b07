"""Answers to im2col and conv2d that are right, each in a style of its own. One function a style: `NAME__style`."""
import itertools

import numpy as np
import torch


def _pad(x, p):
    out = np.zeros((*x.shape[:2], x.shape[2] + 2 * p, x.shape[3] + 2 * p), x.dtype)
    out[:, :, p:p + x.shape[2], p:p + x.shape[3]] = x
    return out


def im2col__loops(x, kernel, stride=1, padding=0):
    n, c, h, w = x.shape
    rows, cols = (h + 2 * padding - kernel) // stride + 1, (w + 2 * padding - kernel) // stride + 1
    out = np.zeros((n, c * kernel * kernel, rows * cols))
    for b, ch, i, j, y, z in itertools.product(range(n), range(c), range(kernel), range(kernel), range(rows), range(cols)):
        up, left = y * stride + i - padding, z * stride + j - padding
        if 0 <= up < h and 0 <= left < w:
            out[b, (ch * kernel + i) * kernel + j, y * cols + z] = x[b, ch, up, left]
    return out


def im2col__fancy(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    c, rows, cols = x.shape[1], *((side - kernel) // stride + 1 for side in padded.shape[2:])
    i = np.tile(np.repeat(np.arange(kernel), kernel), c)[:, None] + stride * np.repeat(np.arange(rows), cols)
    j = np.tile(np.arange(kernel), kernel * c)[:, None] + stride * np.tile(np.arange(cols), rows)
    return padded[:, np.repeat(np.arange(c), kernel**2)[:, None], i, j]


def im2col__strided(x, kernel, stride=1, padding=0):
    padded = _pad(x, padding)
    n, c, h, w = padded.shape
    a, b, s, t = padded.strides
    shape = (n, c, kernel, kernel, (h - kernel) // stride + 1, (w - kernel) // stride + 1)
    seen = np.lib.stride_tricks.as_strided(padded, shape, (a, b, s, t, s * stride, t * stride), writeable=False)
    return seen.reshape(n, c * kernel * kernel, -1)


def im2col__shifted(x, kernel, stride=1, padding=0):
    padded = _pad(x, padding)
    high, wide = (side - kernel + 1 for side in padded.shape[2:])
    taps = [padded[:, :, i:i + high:stride, j:j + wide:stride] for i in range(kernel) for j in range(kernel)]
    out = np.stack(taps, axis=2)
    return out.reshape(len(x), -1, out.shape[-2] * out.shape[-1])


def im2col__appended(x, kernel, stride=1, padding=0):
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    columns = []
    for y in range(0, padded.shape[2] - kernel + 1, stride):
        for z in range(0, padded.shape[3] - kernel + 1, stride):
            columns.append(padded[:, :, y:y + kernel, z:z + kernel].reshape(len(x), -1))
    return np.stack(columns, axis=-1)


def im2col__torch(x, kernel, stride=1, padding=0):
    padded = torch.from_numpy(_pad(x, padding))
    seen = padded.unfold(2, kernel, stride).unfold(3, kernel, stride)
    return seen.permute(0, 1, 4, 5, 2, 3).flatten(4).flatten(1, 3).numpy()


def im2col__view_of_rows(x, kernel, stride=1, padding=0):
    rows = np.lib.stride_tricks.sliding_window_view(_pad(x, padding), (kernel, kernel), (2, 3))[:, :, ::stride, ::stride]
    rows = rows.transpose(0, 2, 3, 1, 4, 5).reshape(len(x), -1, x.shape[1] * kernel**2)
    return rows.transpose(0, 2, 1)


def _check(b, w):
    if b is not None and b.shape != (w.shape[0],):
        raise ValueError("bias")


def conv2d__seven_loops(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    n, _, h, wide = x.shape
    out, into, kh, kw = w.shape
    rows = (h + 2 * padding - dilation * (kh - 1) - 1) // stride + 1
    cols = (wide + 2 * padding - dilation * (kw - 1) - 1) // stride + 1
    y = np.zeros((n, out, rows, cols))
    for a in range(n):
        for o in range(out):
            g = o // (out // groups)
            for r in range(rows):
                for s in range(cols):
                    total = 0.0 if b is None else float(b[o])
                    for c in range(into):
                        for i in range(kh):
                            for j in range(kw):
                                p, q = r * stride + i * dilation - padding, s * stride + j * dilation - padding
                                if 0 <= p < h and 0 <= q < wide:
                                    total += float(x[a, g * into + c, p, q]) * float(w[o, c, i, j])
                    y[a, o, r, s] = total
    return y


def conv2d__windows(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    kh, kw = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, (dilation * (kh - 1) + 1, dilation * (kw - 1) + 1), (2, 3))
    seen = seen[:, :, ::stride, ::stride, ::dilation, ::dilation]
    parts = [np.einsum("nchwij,ocij->nohw", part, kernels)
             for part, kernels in zip(np.split(seen, groups, axis=1), np.split(w, groups))]
    y = np.concatenate(parts, axis=1)
    if b is not None:
        y += b.reshape(1, -1, 1, 1)
    return y


def conv2d__shifted(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    padded = _pad(x, padding)
    high, wide = (side - dilation * (k - 1) for side, k in zip(padded.shape[2:], w.shape[2:]))
    kernels = np.zeros((len(w), x.shape[1], *w.shape[2:]), w.dtype)  # dense, with zeros for the other groups
    for o in range(len(w)):
        g = o // (len(w) // groups)
        kernels[o, g * w.shape[1]:(g + 1) * w.shape[1]] = w[o]
    y = 0
    for i, j in np.ndindex(*w.shape[2:]):
        part = padded[:, :, i * dilation:i * dilation + high:stride, j * dilation:j * dilation + wide:stride]
        y = y + np.tensordot(kernels[:, :, i, j], part, axes=(1, 1)).transpose(1, 0, 2, 3)
    return y if b is None else y + np.expand_dims(b, (1, 2))


def conv2d__matrix(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    (out, into, kh, kw), (n, _, h, wide) = w.shape, x.shape
    rows = (h + 2 * padding - dilation * (kh - 1) - 1) // stride + 1
    cols = (wide + 2 * padding - dilation * (kw - 1) - 1) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    up = stride * np.arange(rows)[:, None] + dilation * np.arange(kh)
    left = stride * np.arange(cols)[:, None] + dilation * np.arange(kw)
    columns = padded[:, :, up[:, None, :, None], left[None, :, None, :]]  # (N, C, H', W', KH, KW)
    columns = columns.transpose(0, 1, 4, 5, 2, 3).reshape(n, groups, into * kh * kw, rows * cols)
    y = (w.reshape(groups, out // groups, into * kh * kw) @ columns).reshape(n, out, rows, cols)
    return y if b is None else y + b[:, None, None]


def conv2d__fourier(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    padded = _pad(x, padding)
    size = padded.shape[2:]
    high, wide = (side - dilation * (k - 1) for side, k in zip(size, w.shape[2:]))
    holes = np.zeros((*w.shape[:2], *((k - 1) * dilation + 1 for k in w.shape[2:])), w.dtype)
    holes[:, :, ::dilation, ::dilation] = w
    image, kernels = np.fft.rfft2(padded, size), np.conj(np.fft.rfft2(holes, size))
    image = image.reshape(len(x), groups, w.shape[1], *image.shape[2:])
    kernels = kernels.reshape(groups, len(w) // groups, w.shape[1], *kernels.shape[2:])
    full = np.fft.irfft2(np.einsum("ngcyx,gocyx->ngoyx", image, kernels), size).reshape(len(x), len(w), *size)
    y = full[:, :, :high:stride, :wide:stride]
    return y if b is None else y + b[None, :, None, None]


def conv2d__torch(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    if b is not None and list(b.shape) != [len(w)]:
        raise ValueError(f"{b.shape}")
    kernels = torch.zeros(*w.shape[:2], *((k - 1) * dilation + 1 for k in w.shape[2:]), dtype=torch.float64)
    kernels[:, :, ::dilation, ::dilation] = torch.tensor(w, dtype=torch.float64)
    seen = torch.tensor(_pad(x, padding), dtype=torch.float64)
    seen = seen.unfold(2, kernels.shape[2], stride).unfold(3, kernels.shape[3], stride)
    parts = [torch.einsum("nchwij,ocij->nohw", part, k) for part, k in zip(seen.chunk(groups, 1), kernels.chunk(groups, 0))]
    y = torch.cat(parts, dim=1)
    return (y if b is None else y + torch.tensor(b)[:, None, None]).numpy()


def conv2d__window_at_a_time(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    _check(b, w)
    padded = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    into, (high, wide) = w.shape[1], (dilation * (k - 1) + 1 for k in w.shape[2:])
    rows, cols = range(0, padded.shape[2] - high + 1, stride), range(0, padded.shape[3] - wide + 1, stride)
    y = np.empty((len(x), len(w), len(rows), len(cols)))
    for o, kernel in enumerate(w):
        first = o * groups // len(w) * into
        for r, top in enumerate(rows):
            for s, left in enumerate(cols):
                seen = padded[:, first:first + into, top:top + high:dilation, left:left + wide:dilation]
                y[:, o, r, s] = (seen * kernel).sum((1, 2, 3)) + (b[o] if b is not None else 0)
    return y
