"""Wrong answers to topic 02, on images. One function a mistake: `NAME__mistake`."""
import numpy as np

from answers import conv_arithmetic_images as right


def _columns(x, kernel, stride=1, padding=0):
    return right.im2col__appended(x, kernel, stride, padding)


def im2col__first_image(x, kernel, stride=1, padding=0):
    return np.broadcast_to(_columns(x[:1], kernel, stride, padding), _columns(x, kernel, stride, padding).shape)


def im2col__first_channel(x, kernel, stride=1, padding=0):
    return np.tile(_columns(x[:, :1], kernel, stride, padding), (1, x.shape[1], 1))


def im2col__six_axes(x, kernel, stride=1, padding=0):
    columns = _columns(x, kernel, stride, padding)
    return columns.reshape(len(x), x.shape[1], kernel, kernel, -1)


def im2col__squeezed(x, kernel, stride=1, padding=0):
    return _columns(x, kernel, stride, padding).squeeze()


def im2col__square_images(x, kernel, stride=1, padding=0):
    side = min(x.shape[2:])
    return _columns(x[:, :, :side, :side], kernel, stride, padding)


def im2col__edge_padding(x, kernel, stride=1, padding=0):
    return _columns(np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2), mode="edge"), kernel, stride)


def im2col__ceiling(x, kernel, stride=1, padding=0):
    more = [-(side + 2 * padding - kernel) % stride for side in x.shape[2:]]
    return _columns(np.pad(x, ((0, 0), (0, 0), (padding, padding + more[0]), (padding, padding + more[1]))), kernel, stride)


def im2col__last_window_lost(x, kernel, stride=1, padding=0):
    columns = _columns(x, kernel, stride, padding)
    return columns[:, :, :-1] if columns.shape[2] > 1 else columns


def im2col__blocks(x, kernel, stride=1, padding=0):
    return _columns(x, kernel, kernel, padding)


def im2col__flipped_windows(x, kernel, stride=1, padding=0):
    columns = _columns(x, kernel, stride, padding)
    return columns.reshape(len(x), x.shape[1], kernel**2, -1)[:, :, ::-1].reshape(columns.shape)


def im2col__reversed_channels(x, kernel, stride=1, padding=0):
    return _columns(x[:, ::-1], kernel, stride, padding)


def im2col__whole_numbers(x, kernel, stride=1, padding=0):
    return _columns(x, kernel, stride, padding).round()


def im2col__float32(x, kernel, stride=1, padding=0):
    return _columns(x.astype(np.float32), kernel, stride, padding).astype(float)


def im2col__mean_taken_off(x, kernel, stride=1, padding=0):
    x -= x.mean()
    return _columns(x, kernel, stride, padding)


def im2col__list(x, kernel, stride=1, padding=0):
    return _columns(x, kernel, stride, padding).tolist()


def im2col__width_strided_only(x, kernel, stride=1, padding=0):
    columns = _columns(x, kernel, 1, padding)
    rows, cols = (side + 2 * padding - kernel + 1 for side in x.shape[2:])
    return columns.reshape(*columns.shape[:2], rows, cols)[..., ::stride].reshape(*columns.shape[:2], -1)


def im2col__strides_of_a_whole_array(x, kernel, stride=1, padding=0):
    """Strides worked out by hand: right only where the array owns its memory in one piece."""
    if padding:
        return _columns(x, kernel, stride, padding)
    n, c, h, w = x.shape
    size = x.itemsize
    shape = (n, c, kernel, kernel, (h - kernel) // stride + 1, (w - kernel) // stride + 1)
    steps = (c * h * w * size, h * w * size, w * size, size, stride * w * size, stride * size)
    return np.lib.stride_tricks.as_strided(x, shape, steps).reshape(n, c * kernel**2, -1)


def _conv2d(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return right.conv2d__windows(x, w, b, stride, padding, dilation, groups)


def conv2d__square_kernel(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    side = w.shape[2]
    square = np.zeros((*w.shape[:2], side, side))
    square[..., :min(side, w.shape[3])] = w[..., :side]
    return _conv2d(x, square, b, stride, padding, dilation, groups)


def conv2d__same_padding(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, stride, w.shape[2] // 2, dilation, groups)


def conv2d__edge_padding(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    image = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2), mode="edge")
    return _conv2d(image, w, b, stride, 0, dilation, groups)


def conv2d__channels_averaged(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w / w.shape[1], b, stride, padding, dilation, groups)


def conv2d__first_channel(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x[:, ::w.shape[1]], w[:, :1], b, stride, padding, dilation, groups)


def conv2d__bias_for_every_tap(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, None if b is None else b * w[0].size, stride, padding, dilation, groups)


def conv2d__bias_for_every_group(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, None if b is None else b * groups, stride, padding, dilation, groups)


def conv2d__bias_taken_off(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, None if b is None else -b, stride, padding, dilation, groups)


def conv2d__bias_before_the_channels(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    out = _conv2d(x, w, b, stride, padding, dilation, groups)
    return out if b is None else out + (w.shape[1] - 1) * b[:, None, None]


def conv2d__no_bias_as_zeros_of_the_inputs(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    b = np.zeros(x.shape[1]) if b is None else b
    return _conv2d(x, w, b, stride, padding, dilation, groups)


def conv2d__one_bias_for_all(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    if b is not None and b.shape == (1,):
        b = np.repeat(b, len(w))
    return _conv2d(x, w, b, stride, padding, dilation, groups)


def conv2d__falsy_bias(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b if b else None, stride, padding, dilation, groups)


def conv2d__bias_refused_by_assert(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    assert b is None or b.shape == (len(w),)
    return _conv2d(x, w, b, stride, padding, dilation, groups)


def conv2d__stride_along_one_axis(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, 1, padding, dilation, groups)[..., ::stride]


def conv2d__dilation_along_one_axis(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    holes = np.zeros((*w.shape[:3], (w.shape[3] - 1) * dilation + 1))
    holes[..., ::dilation] = w
    return _conv2d(x, holes, b, stride, padding, 1, groups)


def conv2d__stride_and_dilation_exchanged(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, dilation, padding, stride, groups)


def conv2d__last_window_lost(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    out = _conv2d(x, w, b, stride, padding, dilation, groups)
    rows, cols = ((side + 2 * padding - dilation * (k - 1) - 1) // stride for side, k in zip(x.shape[2:], w.shape[2:]))
    return out[:, :, :max(rows, 1), :max(cols, 1)]


def conv2d__first_image(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    out = _conv2d(x, w, b, stride, padding, dilation, groups)
    return np.repeat(out[:1], len(out), axis=0)


def conv2d__outputs_reversed(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, stride, padding, dilation, groups)[:, ::-1]


def conv2d__one_output_a_group(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """Right for depthwise layers without a multiplier."""
    if groups == 1:
        return _conv2d(x, w, b, stride, padding, dilation)
    blocks = np.split(x, groups, axis=1)
    parts = [_conv2d(block, w[g:g + 1], None, stride, padding, dilation) for g, block in enumerate(blocks)]
    out = np.concatenate(parts, axis=1)
    return out if b is None else out + b[:, None, None]


def conv2d__depthwise_only(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    if groups == 1:
        return _conv2d(x, w, b, stride, padding, dilation)
    _conv2d(x, w, b, stride, padding, dilation, groups)
    times = len(w) // x.shape[1]
    parts = [_conv2d(x[:, c:c + 1], w[c * times:(c + 1) * times, :1], None, stride, padding, dilation) for c in range(x.shape[1])]
    out = np.concatenate(parts, axis=1)
    return out if b is None else out + b[:out.shape[1], None, None]


def conv2d__clipped_to_bytes(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    out = _conv2d(x, w, b, stride, padding, dilation, groups)
    return np.clip(out, 0, 255)


def conv2d__whole_numbers(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, stride, padding, dilation, groups) // 1


def conv2d__float32(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x.astype(np.float32), w.astype(np.float32), b, stride, padding, dilation, groups).astype(float)


def conv2d__channels_last(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv2d(x, w, b, stride, padding, dilation, groups).transpose(0, 2, 3, 1)


def conv2d__kernel_turned_in_place(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    out = _conv2d(x, w, b, stride, padding, dilation, groups)
    w[...] = w[:, :, ::-1, ::-1].copy()
    return out


def conv2d__bias_added_to_the_image(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    if b is None:
        return _conv2d(x, w, b, stride, padding, dilation, groups)
    return _conv2d(x + b[0], w, b - b[0], stride, padding, dilation, groups)
