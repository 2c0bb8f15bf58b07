"""Wrong answers to the two pooling exercises of topic 01 that no misconception lists."""
import numpy as np

from answers import backprop as right


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


def max_pool_backward__only_equal_to_image_refused(dout, x, size):
    if size >= min(x.shape[2:]) and size > 1:
        raise ValueError("window too large")
    return right.max_pool_backward__loops(dout, x, size)


def max_pool_backward__gradient_in_float32(dout, x, size):
    return right.max_pool_backward__loops(dout.astype(np.float32), x, size)


def max_pool_backward__pixels_in_float32(dout, x, size):
    return right.max_pool_backward__loops(dout, x.astype(np.float32), size)


def max_pool_backward__whole_pixels(dout, x, size):
    return right.max_pool_backward__loops(dout, x.astype(int), size)


def max_pool_backward__best_row_and_best_column(dout, x, size):
    """Looks for the row and for the column of the maximum, each on its own: at a tie they belong to two pixels."""
    dx = np.zeros_like(right.max_pool_backward__loops(dout, x, size))
    for i, j, r, s in np.ndindex(*dout.shape):
        window = x[i, j, r * size:(r + 1) * size, s * size:(s + 1) * size]
        down, across = window.max(axis=1).argmax(), window.max(axis=0).argmax()
        dx[i, j, r * size + down, s * size + across] = dout[i, j, r, s]
    return dx


def max_pool_backward__maximum_of_the_image(dout, x, size):
    dx = np.zeros_like(right.max_pool_backward__loops(dout, x, size))
    for i, j in np.ndindex(*dout.shape[:2]):
        dx[i, j].flat[x[i, j].argmax()] = dout[i, j].sum()
    return dx


def max_pool_backward__as_many_columns_as_rows(dout, x, size):
    dx = right.max_pool_backward__loops(dout, x, size)
    dx[:, :, :, x.shape[2] // size * size:] = 0
    return dx


def max_pool_backward__the_maximum_itself(dout, x, size):
    return np.where(right.max_pool_backward__loops(np.ones_like(dout), x, size) > 0, x, 0).astype(float)


def avg_pool_backward__leading_axes_lost(dout, size):
    return right.avg_pool_backward__kron(dout, size)[0]


def avg_pool_backward__one_axis(dout, size):
    return dout.repeat(size, axis=3) / size


def avg_pool_backward__rows_only(dout, size):
    return dout.repeat(size, axis=2).repeat(size, axis=3) / (size if size < 3 else size**2)


def avg_pool_backward__four(dout, size):
    return dout.repeat(size, axis=2).repeat(size, axis=3) / 4


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


def avg_pool_backward__worked_in_float32(dout, size):
    return right.avg_pool_backward__kron(dout.astype(np.float32), size).astype(float)


def avg_pool_backward__first_channel_for_all(dout, size):
    g = right.avg_pool_backward__kron(dout, size)
    return np.repeat(g[:, :1], dout.shape[1], axis=1)


def avg_pool_backward__windows_one_apart(dout, size):
    dx = np.zeros((*dout.shape[:2], dout.shape[2] * size, dout.shape[3] * size))
    for i, j, r, s in np.ndindex(*dout.shape):
        dx[i, j, r:r + size, s:s + size] += dout[i, j, r, s] / size**2
    return dx


def avg_pool_backward__mean_of_all(dout, size):
    return np.full((*dout.shape[:2], dout.shape[2] * size, dout.shape[3] * size), dout.mean() / size**2)


def avg_pool_backward__not_spread(dout, size):
    return dout / size**2


def avg_pool_backward__xor(dout, size):
    """``size ^ 2`` is no square in Python."""
    return dout.repeat(size, axis=2).repeat(size, axis=3) / ((size ^ 2) or 4)
