"""Answers to the last two exercises of topic 02 that are right, each in a style of its own: `NAME__style`."""
import numpy as np
import torch


def conv2d_backward__loops(dout, x, w, stride=1, padding=0):
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, o, y, z in np.ndindex(*dout.shape):
        d = float(dout[n, o, y, z])
        db[o] += d
        for c, i, j in np.ndindex(*w.shape[1:]):
            p, q = y * stride + i - padding, z * stride + j - padding
            if 0 <= p < x.shape[2] and 0 <= q < x.shape[3]:
                dx[n, c, p, q] += d * w[o, c, i, j]
                dw[o, c, i, j] += d * x[n, c, p, q]
    return dx, dw, db


def conv2d_backward__window_at_a_time(dout, x, w, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    kh, kw = w.shape[2:]
    for y in range(dout.shape[2]):
        for z in range(dout.shape[3]):
            there = (slice(None), slice(None), slice(y * stride, y * stride + kh), slice(z * stride, z * stride + kw))
            dpadded[there] += np.tensordot(dout[:, :, y, z], w, 1)
            dw += np.tensordot(dout[:, :, y, z].T, padded[there], 1)
    end = [-padding or None] * 2
    return dpadded[:, :, padding:end[0], padding:end[1]], dw, np.einsum("nohw->o", dout)


def conv2d_backward__correlations(dout, x, w, stride=1, padding=0):
    """dx as a correlation of the spread-out gradient with the turned kernel, dw as one of the image with it."""
    kh, kw = w.shape[2:]
    view = np.lib.stride_tricks.sliding_window_view
    high, wide = x.shape[2] + 2 * padding - kh + 1, x.shape[3] + 2 * padding - kw + 1
    spread = np.zeros((*dout.shape[:2], high, wide), dout.dtype)
    spread[:, :, ::stride, ::stride] = dout
    around = np.pad(spread, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    dx = np.einsum("nohwij,ocij->nchw", view(around, (kh, kw), (2, 3)), w[:, :, ::-1, ::-1])
    dx = dx[:, :, padding:padding + x.shape[2], padding:padding + x.shape[3]]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dw = np.einsum("ncijhw,nohw->ocij", view(padded, (high, wide), (2, 3)), spread)
    return dx, dw, dout.sum(axis=(0, 2, 3))


def conv2d_backward__autograd(dout, x, w, stride=1, padding=0):
    """Through a convolution of one's own."""
    image = torch.tensor(np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2)), dtype=torch.float64, requires_grad=True)
    kernels = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    seen = image.unfold(2, w.shape[2], stride).unfold(3, w.shape[3], stride)
    torch.einsum("nchwij,ocij->nohw", seen, kernels).backward(torch.tensor(dout, dtype=torch.float64))
    dx = image.grad[:, :, padding:padding + x.shape[2], padding:padding + x.shape[3]]
    return dx.numpy(), kernels.grad.numpy(), dout.sum((0, 2, 3), dtype=float)


def conv2d_backward__columns(dout, x, w, stride=1, padding=0):
    (n, out, rows, cols), (_, c, kh, kw) = dout.shape, w.shape
    index = np.pad(np.arange(1, x.size + 1).reshape(x.shape), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    index = np.lib.stride_tricks.sliding_window_view(index, (kh, kw), (2, 3))[:, :, ::stride, ::stride]
    index = index.transpose(0, 2, 3, 1, 4, 5).reshape(n * rows * cols, c * kh * kw)  # 0 is padding
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, out)
    columns = np.concatenate([[0], x.ravel()])[index]
    dx = np.bincount(index.ravel(), (flat @ w.reshape(out, -1)).ravel(), x.size + 1)[1:].reshape(x.shape)
    return dx, (flat.T @ columns).reshape(w.shape), flat.sum(0)


def conv_transpose2d__scattered(x, w, stride=1, padding=0):
    n, c, h, wide = x.shape
    out, k = w.shape[1], w.shape[2]
    y = np.zeros((n, out, (h - 1) * stride + k, (wide - 1) * stride + k))
    for b in range(n):
        for i in range(h):
            for j in range(wide):
                for a in range(c):
                    y[b, :, i * stride:i * stride + k, j * stride:j * stride + k] += x[b, a, i, j] * w[a]
    return y[:, :, padding:y.shape[2] - padding, padding:y.shape[3] - padding]


def conv_transpose2d__plain_python(x, w, stride=1, padding=0):
    (n, c, h, wide), (_, out, k, _) = x.shape, w.shape
    high, broad = (h - 1) * stride + k - 2 * padding, (wide - 1) * stride + k - 2 * padding
    y = [[[[0.0] * broad for _ in range(high)] for _ in range(out)] for _ in range(n)]
    for b, a, i, j in np.ndindex(n, c, h, wide):
        for o, p, q in np.ndindex(out, k, k):
            r, s = i * stride + p - padding, j * stride + q - padding
            if 0 <= r < high and 0 <= s < broad:
                y[b][o][r][s] += float(x[b, a, i, j]) * float(w[a, o, p, q])
    return np.array(y)


def conv_transpose2d__zeros_between(x, w, stride=1, padding=0):
    n, c, h, wide = x.shape
    k = w.shape[2]
    spread = np.zeros((n, c, (h - 1) * stride + 1, (wide - 1) * stride + 1), x.dtype)
    spread[:, :, ::stride, ::stride] = x
    edge = k - 1 - padding
    around = np.pad(spread, ((0, 0), (0, 0), (edge, edge), (edge, edge)))
    seen = np.lib.stride_tricks.sliding_window_view(around, (k, k), (2, 3))
    return np.einsum("nchwij,coij->nohw", seen, np.flip(w, (2, 3)))


def conv_transpose2d__matrix(x, w, stride=1, padding=0):
    """One column after the other of the matrix of the convolution, turned round."""
    (n, c, h, wide), (_, out, k, _) = x.shape, w.shape
    high, broad = (h - 1) * stride + k, (wide - 1) * stride + k
    matrix = np.zeros((c, h, wide, out, high, broad), np.result_type(x, w))
    for i, j in np.ndindex(h, wide):
        matrix[:, i, j, :, i * stride:i * stride + k, j * stride:j * stride + k] = w
    y = (x.reshape(n, -1) @ matrix.reshape(c * h * wide, -1)).reshape(n, out, high, broad)
    return y[..., padding:high - padding, padding:broad - padding]


def conv_transpose2d__taps(x, w, stride=1, padding=0):
    k = w.shape[-1]
    size = [(side - 1) * stride + k for side in x.shape[2:]]
    y = np.zeros((len(x), w.shape[1], *size))
    stamps = np.einsum("nchw,coij->ijnohw", x, w)
    for i in range(k):
        for j in range(k):
            y[:, :, i:size[0] - k + 1 + i:stride, j:size[1] - k + 1 + j:stride] += stamps[i, j]
    return y[:, :, padding:-padding, padding:-padding] if padding else y


def conv_transpose2d__fourier(x, w, stride=1, padding=0):
    k = w.shape[2]
    size = [(side - 1) * stride + k for side in x.shape[2:]]
    spread = np.zeros((*x.shape[:2], *size))
    spread[:, :, :size[0] - k + 1:stride, :size[1] - k + 1:stride] = x
    y = np.einsum("ncyx,coyx->noyx", np.fft.fft2(spread), np.fft.fft2(w, size))
    return np.fft.ifft2(y).real[:, :, padding:size[0] - padding, padding:size[1] - padding]


def conv_transpose2d__gradient(x, w, stride=1, padding=0):
    """As what it is: the gradient of a convolution with respect to its input."""
    kernels, upstream = torch.tensor(w), torch.tensor(x)
    size = [(side - 1) * stride + w.shape[2] for side in x.shape[2:]]
    image = torch.zeros(len(x), w.shape[1], *size, dtype=kernels.dtype, requires_grad=True)
    seen = image.unfold(2, w.shape[2], stride).unfold(3, w.shape[3], stride)
    torch.einsum("nchwij,ocij->nohw", seen, kernels).backward(upstream)
    return image.grad.numpy()[:, :, padding:size[0] - padding, padding:size[1] - padding]


def conv2d_backward__like_the_arguments(dout, x, w, stride=1, padding=0):
    """Zeros like the arguments, one output at a time, as a well-known course has it."""
    padded = np.pad(x, ((0,), (0,), (padding,), (padding,)))
    dpadded, dw, db = np.zeros_like(padded), np.zeros_like(w), np.zeros(w.shape[0], dtype=w.dtype)
    for n, o, i, j in np.ndindex(*dout.shape):
        there = np.s_[n, :, i * stride:i * stride + w.shape[2], j * stride:j * stride + w.shape[3]]
        dw[o] += padded[there] * dout[n, o, i, j]
        dpadded[there] += w[o] * dout[n, o, i, j]
        db[o] += dout[n, o, i, j]
    return [dpadded[:, :, padding:padding + x.shape[2], padding:padding + x.shape[3]], dw, db]
