"""Wrong answers to topic 02, on gradients. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import conv_arithmetic_gradients as right


def _backward(dout, x, w, stride=1, padding=0):
    return right.conv2d_backward__loops(dout, x, w, stride, padding)


def conv2d_backward__one_pixel_cropped(dout, x, w, stride=1, padding=0):
    """Crops dx by one pixel, whatever the padding."""
    full = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    dx, dw, db = _backward(dout, full, w, stride)
    first = min(padding, 1)
    return dx[:, :, first:first + x.shape[2], first:first + x.shape[3]], dw, db


def conv2d_backward__other_order(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    return dw, dx, db


def conv2d_backward__no_bias(dout, x, w, stride=1, padding=0):
    return _backward(dout, x, w, stride, padding)[:2]


def conv2d_backward__dict(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    return {"dx": dx, "dw": dw, "db": db}


def conv2d_backward__dx_averaged(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    return dx / len(x), dw, db


def conv2d_backward__dw_for_each_image(dout, x, w, stride=1, padding=0):
    dx, _, db = _backward(dout, x, w, stride, padding)
    return dx, np.stack([_backward(d[None], image[None], w, stride, padding)[1] for d, image in zip(dout, x)]), db


def conv2d_backward__stride_1_only(dout, x, w, stride=1, padding=0):
    size = [side + 2 * padding - k + 1 for side, k in zip(x.shape[2:], w.shape[2:])]
    large = dout.repeat(stride, 2).repeat(stride, 3)[:, :, :size[0], :size[1]]
    large = np.pad(large, ((0, 0), (0, 0), (0, size[0] - large.shape[2]), (0, size[1] - large.shape[3])))
    return _backward(large, x, w, 1, padding)[0], *_backward(dout, x, w, stride, padding)[1:]


def conv2d_backward__dx_of_the_first_output(dout, x, w, stride=1, padding=0):
    return _backward(dout[:, :1], x, w[:1], stride, padding)[0], *_backward(dout, x, w, stride, padding)[1:]


def conv2d_backward__square_kernel(dout, x, w, stride=1, padding=0):
    side = w.shape[2]
    dx, dw, db = _backward(dout, x, w, stride, padding)
    return (dx, dw, db) if w.shape[3] == side else (np.zeros_like(dx), dw, db)


def conv2d_backward__transposed_dw(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    return dx, dw.transpose(1, 0, 2, 3), db


def conv2d_backward__minus(dout, x, w, stride=1, padding=0):
    return tuple(-part for part in _backward(dout, x, w, stride, padding))


def conv2d_backward__last_column_lost(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    dx[..., -1] = 0
    return dx, dw, db


def conv2d_backward__steps_of_gradient_descent(dout, x, w, stride=1, padding=0):
    dx, dw, db = _backward(dout, x, w, stride, padding)
    w -= 0.1 * dw
    return dx, dw, db


def conv2d_backward__padding_before_in_dw(dout, x, w, stride=1, padding=0):
    dx, _, db = _backward(dout, x, w, stride, padding)
    before = np.pad(x, ((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0)))
    return dx, _backward(dout, before, w, stride)[1], db


def conv2d_backward__float32(dout, x, w, stride=1, padding=0):
    return tuple(part.astype(np.float32).astype(float) for part in _backward(dout, x, w, stride, padding))


def _transposed(x, w, stride=1, padding=0):
    return right.conv_transpose2d__scattered(x, w, stride, padding)


def conv_transpose2d__zeros_after_every_pixel(x, w, stride=1, padding=0):
    out = _transposed(x, w, stride, padding)
    return np.pad(out, ((0, 0), (0, 0), (0, stride - 1), (0, stride - 1)))


def conv_transpose2d__times_stride(x, w, stride=1, padding=0):
    out = _transposed(x, w, stride)
    return out[:, :, padding:padding + x.shape[2] * stride, padding:padding + x.shape[3] * stride]


def conv_transpose2d__same_size(x, w, stride=1, padding=0):
    return _transposed(x, w, stride)[:, :, :x.shape[2], :x.shape[3]]


def conv_transpose2d__overlap_averaged(x, w, stride=1, padding=0):
    return _transposed(x, w, stride, padding) / np.maximum(_transposed(x[:1, :1] * 0 + 1, w[:1, :1] * 0 + 1, stride, padding), 1)


def conv_transpose2d__largest(x, w, stride=1, padding=0):
    (n, _, h, wide), (_, out, k, _) = x.shape, w.shape
    y = np.full((n, out, (h - 1) * stride + k, (wide - 1) * stride + k), -np.inf)
    for i, j in np.ndindex(h, wide):
        there = y[:, :, i * stride:i * stride + k, j * stride:j * stride + k]
        np.maximum(there, np.tensordot(x[:, :, i, j], w, 1), out=there)
    y[np.isinf(y)] = 0
    return y[:, :, padding:y.shape[2] - padding, padding:y.shape[3] - padding]


def conv_transpose2d__first_input(x, w, stride=1, padding=0):
    return _transposed(x[:, :1], w[:1], stride, padding)


def conv_transpose2d__first_output(x, w, stride=1, padding=0):
    return np.repeat(_transposed(x, w[:, :1], stride, padding), w.shape[1], axis=1)


def conv_transpose2d__one_side_cropped(x, w, stride=1, padding=0):
    out = _transposed(x, w, stride)
    return out[:, :, padding:out.shape[2] - padding]


def conv_transpose2d__stride_of_rows(x, w, stride=1, padding=0):
    rows = _transposed(x, w, stride)
    return rows[:, :, padding:rows.shape[2] - padding, padding:rows.shape[2] - padding]


def conv_transpose2d__divided(x, w, stride=1, padding=0):
    return _transposed(x, w, stride, padding) / stride**2


def conv_transpose2d__first_image(x, w, stride=1, padding=0):
    out = _transposed(x, w, stride, padding)
    return np.repeat(out[:1], len(out), axis=0)


def conv_transpose2d__float32(x, w, stride=1, padding=0):
    return _transposed(x, w, stride, padding).astype(np.float32)


def conv_transpose2d__pixels_used_up(x, w, stride=1, padding=0):
    out = _transposed(x, w, stride, padding)
    x[...] = 0
    return out


def conv_transpose2d__bilinear(x, w, stride=1, padding=0):
    return _transposed(x, np.abs(w), stride, padding)
