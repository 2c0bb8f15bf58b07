"""Wrong answers to the functions of topic 01, without a name. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import backprop as right


def numerical_gradient__one_extra_call(f, x, eps=1e-5):
    f(x)
    return right.numerical_gradient__flat(f, x, eps)


def numerical_gradient__each_twice(f, x, eps=1e-5):
    right.numerical_gradient__flat(f, x, eps)
    return right.numerical_gradient__flat(f, x, eps)


def numerical_gradient__sign(f, x, eps=1e-5):
    return -right.numerical_gradient__flat(f, x, eps)


def numerical_gradient__flattened(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps).ravel()


def numerical_gradient__f_gets_a_flat_array(f, x, eps=1e-5):
    flat = x.astype(float).ravel()
    return right.numerical_gradient__flat(f, flat, eps).reshape(x.shape)


def numerical_gradient__transposed(f, x, eps=1e-5):
    g = right.numerical_gradient__flat(f, x, eps)
    return g.reshape(-1, order="F").reshape(x.shape)


def numerical_gradient__first_axis_only(f, x, eps=1e-5):
    g = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = eps
        g[i] = (f(x + step) - f(x - step)) / (2 * eps)
    return g


def numerical_gradient__last_entry_left_out(f, x, eps=1e-5):
    g = right.numerical_gradient__flat(f, x, eps)
    g.flat[-1:] = 0
    return g


def numerical_gradient__relative_step(f, x, eps=1e-5):
    x, g = np.array(x, dtype=float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h, kept = eps * max(1.0, abs(x[i])), x[i]
        x[i] = kept + h
        up = f(x)
        x[i] = kept - h
        g[i] = (up - f(x)) / (2 * h)
        x[i] = kept
    return g


def numerical_gradient__half_step(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps / 2)


def numerical_gradient__double_step(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps * 2)


def numerical_gradient__five_points(f, x, eps=1e-5):
    near, far = right.numerical_gradient__flat(f, x, eps), right.numerical_gradient__flat(f, x, 2 * eps)
    return (4 * near - far) / 3


def numerical_gradient__float32(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps).astype(np.float32)


def numerical_gradient__list(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps).tolist()


def numerical_gradient__rounded(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps).round(4)


def numerical_gradient__absolute(f, x, eps=1e-5):
    return np.abs(right.numerical_gradient__flat(f, x, eps))


def numerical_gradient__empty_is_none(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps) if x.size else None


def softmax_cross_entropy__loss_only(logits, labels):
    return right.softmax_cross_entropy__loops(logits, labels)[0]


def softmax_cross_entropy__swapped(logits, labels):
    return right.softmax_cross_entropy__loops(logits, labels)[::-1]


def softmax_cross_entropy__losses_of_rows(logits, labels):
    z = np.array([right.softmax_cross_entropy__loops(logits[i:i + 1], labels[i:i + 1])[0] for i in range(len(logits))])
    return z, right.softmax_cross_entropy__loops(logits, labels)[1]


def softmax_cross_entropy__probabilities(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    g = g * len(labels)
    g[np.arange(len(labels)), labels] += 1
    return loss, g


def softmax_cross_entropy__base_two(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    return loss / np.log(2), g


def softmax_cross_entropy__sigmoid(logits, labels):
    right.softmax_cross_entropy__loops(logits, labels)
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    rows = np.arange(len(labels))
    g = p.copy()
    g[rows, labels] -= 1
    return float(-np.log(p[rows, labels] + 1e-300).mean()), g / len(labels)


def softmax_cross_entropy__clipped_logits(logits, labels):
    return right.softmax_cross_entropy__loops(np.clip(np.asarray(logits, float), -100, 100), labels)


def softmax_cross_entropy__scaled_by_maximum(logits, labels):
    return right.softmax_cross_entropy__loops(logits / max(1.0, np.abs(logits).max()), labels)


def softmax_cross_entropy__in_place(logits, labels):
    result = right.softmax_cross_entropy__loops(logits, labels)
    logits -= logits.max(axis=1, keepdims=True)
    return result


def softmax_cross_entropy__changes_float_logits(logits, labels):
    result = right.softmax_cross_entropy__loops(logits, labels)
    if logits.dtype == np.float64 and logits.flags.writeable:
        logits -= logits.max(axis=1, keepdims=True)
    return result


def softmax_cross_entropy__assertion(logits, labels):
    assert labels.min() >= 0
    assert labels.max() < logits.shape[1]
    return right.softmax_cross_entropy__loops(logits, labels)


def softmax_cross_entropy__labels_clipped(logits, labels):
    return right.softmax_cross_entropy__loops(logits, np.clip(labels, 0, logits.shape[1] - 1))


def softmax_cross_entropy__label_c_allowed(logits, labels):
    return right.softmax_cross_entropy__loops(logits, np.where(labels == logits.shape[1], 0, labels))


def softmax_cross_entropy__gradient_in_one_column(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    keep = np.zeros_like(g)
    rows = np.arange(len(labels))
    keep[rows, labels] = g[rows, labels]
    return loss, keep


def softmax_cross_entropy__fancy_columns(logits, labels):
    """``g[:, labels] -= 1`` takes 1 from whole columns."""
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    g = g * len(labels)
    g[np.arange(len(labels)), labels] += 1
    g[:, labels] -= 1
    return loss, g / len(labels)


def softmax_cross_entropy__float16(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    return loss, g.astype(np.float16)


def softmax_cross_entropy__float32(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    return loss, g.astype(np.float32)


def softmax_cross_entropy__label_smoothing(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    g = g * len(labels) * 0.999
    return loss, g / len(labels)


def softmax_cross_entropy__squeezed(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    return loss, g.squeeze()


def softmax_cross_entropy__needs_two_rows(logits, labels):
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    return loss * len(labels) / max(len(labels) - 1, 1), g


def linear_backward__order(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    return dw, dx, db


def linear_backward__no_db(dout, x, w):
    return right.linear_backward__einsum(dout, x, w)[:2]


def linear_backward__first_row_only(dout, x, w):
    dx, _, _ = right.linear_backward__einsum(dout, x, w)
    return dx, np.outer(x[0], dout[0]) if len(x) else np.zeros(w.shape), dout[0] if len(x) else np.zeros(w.shape[1])


def linear_backward__db_over_outputs(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    return dx, dw, db / len(db)


def linear_backward__pseudo_inverse(dout, x, w):
    _, dw, db = right.linear_backward__einsum(dout, x, w)
    return dout @ np.linalg.pinv(w), dw, db


def linear_backward__weights_decay(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    return dx, dw + 1e-3 * w, db


def linear_backward__bias_in_dx(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    return dx + dout.sum(1, keepdims=True), dw, db


def linear_backward__integer_gradients(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    made = np.zeros(x.shape, x.dtype)
    made[...] = dx
    return made, dw, db


def linear_backward__in_place(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    if x.flags.writeable and x.dtype == dx.dtype:
        x[...] = dx
    return dx, dw, db


def linear_backward__float32(dout, x, w):
    return tuple(g.astype(np.float32) for g in right.linear_backward__einsum(dout, x, w))


def linear_backward__squeezed(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    return np.squeeze(dx), np.squeeze(dw), db


def linear_backward__db_keeps_the_last(dout, x, w):
    dx, dw, db = right.linear_backward__einsum(dout, x, w)
    for row in dout:
        db = row
    return dx, dw, db


def max_pool_backward__leftovers_get_the_last(dout, x, size):
    """Pads the gradient at its edge."""
    dx = right.max_pool_backward__loops(dout, x, size)
    h, w = x.shape[2] // size * size, x.shape[3] // size * size
    return np.pad(dx[:, :, :h, :w], ((0, 0), (0, 0), (0, x.shape[2] - h), (0, x.shape[3] - w)), mode="edge")


def max_pool_backward__windows_from_the_end(dout, x, size):
    """The rows and columns left over are taken from the top and the left."""
    flipped = right.max_pool_backward__offsets(dout[:, :, ::-1, ::-1], x[:, :, ::-1, ::-1], size)
    return flipped[:, :, ::-1, ::-1] if x.shape[2] % size or x.shape[3] % size else right.max_pool_backward__loops(dout, x, size)


def max_pool_backward__one_winner_for_all_channels(dout, x, size):
    first = right.max_pool_backward__loops(np.ones_like(dout[:, :1]), x[:, :1], size)
    g = right.avg_pool_backward__loops(dout, size)
    wide = np.zeros(x.shape)
    wide[:, :, :g.shape[2], :g.shape[3]] = g * size**2
    return wide * first


def max_pool_backward__first_image_only(dout, x, size):
    dx = right.max_pool_backward__loops(dout, x, size)
    dx[1:] = 0
    return dx


def max_pool_backward__by_value(dout, x, size):
    """Every pixel that equals the maximum of *any* window gets a gradient of its own window."""
    dx = right.max_pool_backward__loops(dout, x, size)
    winners = x[right.max_pool_backward__loops(np.ones_like(dout), x, size) > 0]
    wide = np.zeros(x.shape)
    g = right.avg_pool_backward__loops(dout, size) * size**2
    wide[:, :, :g.shape[2], :g.shape[3]] = g
    return np.where(np.isin(x, winners), wide, dx)


def max_pool_backward__rows_for_columns(dout, x, size):
    if x.shape[2] != x.shape[3]:
        return right.max_pool_backward__loops(dout, x, size)
    return right.max_pool_backward__loops(dout.swapaxes(2, 3), x, size)


def max_pool_backward__mask_only(dout, x, size):
    return right.max_pool_backward__loops(np.ones_like(dout), x, size)


def max_pool_backward__absolute_gradient(dout, x, size):
    return np.abs(right.max_pool_backward__loops(dout, x, size))


def max_pool_backward__size_two(dout, x, size):
    return right.max_pool_backward__loops(dout, x, 2) if size > 1 and dout.shape[2:] == (x.shape[2] // 2, x.shape[3] // 2) \
        else np.zeros(x.shape)


def max_pool_backward__integer_result(dout, x, size):
    dx = np.zeros_like(x)
    dx[...] = right.max_pool_backward__loops(dout, x, size)
    return dx


def max_pool_backward__in_place(dout, x, size):
    dx = right.max_pool_backward__loops(dout, x, size)
    if x.flags.writeable and x.dtype.kind == "f":
        x[...] = dx
    return dx


def max_pool_backward__float32(dout, x, size):
    return right.max_pool_backward__loops(dout, x, size).astype(np.float32)


def max_pool_backward__negated_unsigned(dout, x, size):
    """The first minimum of -x: with unsigned pixels that is another one."""
    right.max_pool_backward__loops(dout, x, size)
    return right.max_pool_backward__loops(dout, (-(-x.astype(float) if x.dtype.kind == "f" else -x)).astype(float)
                                          if x.dtype.kind != "u" else -(-x).astype(float), size)


def max_pool_backward__nearly_tied(dout, x, size):
    return right.max_pool_backward__loops(dout, np.round(x.astype(float), 6), size)


def max_pool_backward__index_error(dout, x, size):
    if size > min(x.shape[2:]):
        raise IndexError("window too large")
    return right.max_pool_backward__loops(dout, x, size)


def max_pool_backward__only_equal_to_image_refused(dout, x, size):
    if size >= min(x.shape[2:]) and size > 1:
        raise ValueError("window too large")
    return right.max_pool_backward__loops(dout, x, size)


def avg_pool_backward__leading_axes_lost(dout, size):
    return right.avg_pool_backward__kron(dout, size)[0]


def avg_pool_backward__one_axis(dout, size):
    return dout.repeat(size, axis=3) / size


def avg_pool_backward__rows_only(dout, size):
    return dout.repeat(size, axis=2).repeat(size, axis=3) / (size if size < 3 else size**2)


def avg_pool_backward__four(dout, size):
    return dout.repeat(size, axis=2).repeat(size, axis=3) / 4


def avg_pool_backward__floor(dout, size):
    return (dout // size**2).astype(float).repeat(size, axis=2).repeat(size, axis=3)


def avg_pool_backward__floor_of_integers(dout, size):
    share = dout // size**2 if dout.dtype.kind in "iu" else dout / size**2
    return share.astype(dout.dtype if dout.dtype.kind == "f" else float).repeat(size, axis=2).repeat(size, axis=3)


def avg_pool_backward__dtype_of_input(dout, size):
    return (dout / size**2).astype(dout.dtype).repeat(size, axis=2).repeat(size, axis=3)


def avg_pool_backward__half_precision(dout, size):
    return right.avg_pool_backward__kron(dout, size).astype(np.float16)


def avg_pool_backward__averaged_over_batch(dout, size):
    return right.avg_pool_backward__kron(dout, size) / len(dout)


def avg_pool_backward__interpolated(dout, size):
    g = right.avg_pool_backward__kron(dout, size).astype(float)
    g[:, :, :, 1:-1] = (g[:, :, :, 1:-1] + g[:, :, :, 2:]) / 2 if g.shape[3] > 2 else g[:, :, :, 1:-1]
    return g


def avg_pool_backward__axes_swapped(dout, size):
    n, c, h, w = dout.shape
    return right.avg_pool_backward__kron(dout, size).reshape(n, c, w * size, h * size)


def avg_pool_backward__in_place(dout, size):
    if dout.dtype.kind == "f" and dout.flags.writeable:
        dout /= size**2
        return dout.repeat(size, axis=2).repeat(size, axis=3)
    return right.avg_pool_backward__kron(dout, size)


def avg_pool_backward__negative_lost(dout, size):
    return right.avg_pool_backward__kron(np.maximum(dout, 0), size)
