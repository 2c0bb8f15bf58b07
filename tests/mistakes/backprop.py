"""Wrong answers to the functions of topic 01, without a name. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import backprop as right


def numerical_gradient__one_extra_call(f, x, eps=1e-5):
    f(x)
    return right.numerical_gradient__flat(f, x, eps)


def numerical_gradient__each_twice(f, x, eps=1e-5):
    right.numerical_gradient__flat(f, x, eps)
    return right.numerical_gradient__flat(f, x, eps)


def numerical_gradient__flattened(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x, eps).ravel()


def numerical_gradient__f_gets_a_flat_array(f, x, eps=1e-5):
    flat = x.astype(float).ravel()
    return right.numerical_gradient__flat(f, flat, eps).reshape(x.shape)


def numerical_gradient__transposed(f, x, eps=1e-5):
    g = right.numerical_gradient__flat(f, x, eps)
    return g.reshape(-1, order="F").reshape(x.shape)


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


def numerical_gradient__of_a_float32_point(f, x, eps=1e-5):
    return right.numerical_gradient__flat(f, x.astype(np.float32), eps)


def numerical_gradient__forward_over_both_sides(f, x, eps=1e-5):
    """One side only, divided by the distance of two."""
    x, g = np.array(x, dtype=float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += eps
        g[i] = (f(moved) - f(x)) / (2 * eps)
    return g


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


def softmax_cross_entropy__of_float32_logits(logits, labels):
    return right.softmax_cross_entropy__loops(logits.astype(np.float32), labels)


def softmax_cross_entropy__no_log_of_the_sum(logits, labels):
    _, g = right.softmax_cross_entropy__loops(logits, labels)
    return float((logits.max(axis=1) - logits[np.arange(len(labels)), labels]).mean()), g


def softmax_cross_entropy__minus_p(logits, labels):
    """The logarithm is missing in the loss."""
    _, g = right.softmax_cross_entropy__loops(logits, labels)
    return -float((1 + g[np.arange(len(labels)), labels] * len(labels)).mean()), g


def softmax_cross_entropy__of_every_class(logits, labels):
    """The binary loss, summed over the classes."""
    loss, g = right.softmax_cross_entropy__loops(logits, labels)
    p = g * len(labels)
    p[np.arange(len(labels)), labels] += 1
    p[np.arange(len(labels)), labels] = 0
    return loss - float(np.log(np.clip(1 - p, 1e-300, 1)).sum()) / len(labels), g


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


def linear_backward__first_row_and_its_outer_product(dout, x, w):
    return dout @ w.T, np.outer(x[:1], dout[:1]) if len(x) else np.zeros(w.shape), dout[:1].sum(axis=0)


def linear_backward__weights_gradient_without_inputs(dout, x, w):
    return dout @ w.T, np.ones((x.shape[1], 1)) @ dout.sum(axis=0, keepdims=True), dout.sum(axis=0)


def linear_backward__relu_in_between(dout, x, w):
    return (dout @ w.T) * (x > 0), x.T @ dout, dout.sum(axis=0)


def linear_backward__ones_for_the_bias(dout, x, w):
    return dout @ w.T, x.T @ dout, np.full(w.shape[1], float(len(x)))


def linear_backward__a_dict(dout, x, w):
    return {"dx": dout @ w.T, "dw": x.T @ dout, "db": dout.sum(axis=0)}


def linear_backward__db_squeezed(dout, x, w):
    return dout @ w.T, x.T @ dout, dout.sum(axis=0).squeeze()


def numerical_gradient__imaginary_step(f, x, eps=1e-5):
    """What the complex step comes to where `f` works in floats: zeros, and half of the calls."""
    return np.array([np.imag(f(np.array(x, dtype=float))) / eps for _ in np.ndindex(x.shape)]).reshape(x.shape)
