"""Wrong answers to topic 02, on sizes and counts. One function a mistake: `NAME__mistake`."""
import math

import numpy as np

from answers import conv_arithmetic as right


def _size(size, kernel, stride=1, padding=0, dilation=1):
    return right.conv_output_size__floored(size, kernel, stride, padding, dilation)


def conv_output_size__same_padding(size, kernel, stride=1, padding=0, dilation=1):
    _size(size, kernel, stride, padding, dilation)
    return math.ceil(size / stride)


def conv_output_size__same_if_half_of_the_kernel(size, kernel, stride=1, padding=0, dilation=1):
    """What is true of odd kernels without holes."""
    found = _size(size, kernel, stride, padding, dilation)
    return math.ceil(size / stride) if padding == kernel // 2 else found


def conv_output_size__input_kept(size, kernel, stride=1, padding=0, dilation=1):
    _size(size, kernel, stride, padding, dilation)
    return size


def conv_output_size__stride_ignored(size, kernel, stride=1, padding=0, dilation=1):
    _size(size, kernel, stride, padding, dilation)
    return size + 2 * padding - dilation * (kernel - 1)


def conv_output_size__kernel_not_below_stride(size, kernel, stride=1, padding=0, dilation=1):
    return _size(size, max(kernel, stride), stride, padding, dilation)


def conv_output_size__divided_first(size, kernel, stride=1, padding=0, dilation=1):
    _size(size, kernel, stride, padding, dilation)
    return (size + 2 * padding) // stride - (dilation * (kernel - 1) + 1) // stride + 1


def conv_output_size__asserts(size, kernel, stride=1, padding=0, dilation=1):
    assert min(size, kernel, stride, dilation) >= 1
    assert padding >= 0
    return _size(size, kernel, stride, padding, dilation)


def conv_output_size__exact_fit_refused(size, kernel, stride=1, padding=0, dilation=1):
    if dilation * (kernel - 1) + 1 >= size + 2 * padding:
        raise ValueError
    return _size(size, kernel, stride, padding, dilation)


def conv_output_size__longer_than_the_image_refused(size, kernel, stride=1, padding=0, dilation=1):
    if kernel > size:
        raise ValueError
    return _size(size, kernel, stride, padding, dilation)


def conv_output_size__remainder_refused(size, kernel, stride=1, padding=0, dilation=1):
    if (size + 2 * padding - dilation * (kernel - 1) - 1) % stride:
        raise ValueError
    return _size(size, kernel, stride, padding, dilation)


def conv_output_size__no_padding_refused(size, kernel, stride=1, padding=0, dilation=1):
    if padding < 1:
        raise ValueError
    return _size(size, kernel, stride, padding, dilation)


def conv_output_size__stride_for_dilation(size, kernel, stride=1, padding=0, dilation=1):
    return _size(size, kernel, dilation, padding, stride)


def conv_output_size__text(size, kernel, stride=1, padding=0, dilation=1):
    return str(_size(size, kernel, stride, padding, dilation))


def conv_output_size__dilation_not_taken(size, kernel, stride=1, padding=0):
    return _size(size, kernel, stride, padding)


def conv_output_size__prints(size, kernel, stride=1, padding=0, dilation=1):
    print(_size(size, kernel, stride, padding, dilation))


def conv_output_size__default_padding_same(size, kernel, stride=1, padding=None, dilation=1):
    return _size(size, kernel, stride, kernel // 2 if padding is None else padding, dilation)


def _back(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return right.conv_transpose_output_size__plain(size, kernel, stride, padding, output_padding, dilation)


def conv_transpose_output_size__times_stride_plus_kernel(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    _back(size, kernel, stride, padding, output_padding, dilation)
    return size * stride + kernel - 2 * padding


def conv_transpose_output_size__stride_ignored(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    _back(size, kernel, stride, padding, output_padding, dilation)
    return size - 1 - 2 * padding + dilation * (kernel - 1) + output_padding + 1


def conv_transpose_output_size__output_padding_taken_off(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return _back(size, kernel, stride, padding, output_padding, dilation) - 2 * output_padding


def conv_transpose_output_size__kernel_less_stride(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    _back(size, kernel, stride, padding, output_padding, dilation)
    return size * stride + max(dilation * (kernel - 1) + 1 - stride, 0) - 2 * padding + output_padding


def conv_transpose_output_size__zero_allowed(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    try:
        return _back(size, kernel, stride, padding, output_padding, dilation)
    except ValueError:
        if (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1 == 0:
            return 0
        raise


def conv_transpose_output_size__one_refused(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    out = _back(size, kernel, stride, padding, output_padding, dilation)
    if out <= 1:
        raise ValueError
    return out


def conv_transpose_output_size__limit_of_the_dilation(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if output_padding >= dilation:
        raise ValueError
    return _back(size, kernel, stride, padding, output_padding, dilation)


def conv_transpose_output_size__limit_of_the_sum(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if output_padding >= stride + dilation:
        raise ValueError
    return _back(size, kernel, stride, padding, 0, dilation) + output_padding


def conv_transpose_output_size__long_kernel_refused(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if kernel > size + 2 * padding:
        raise ValueError
    return _back(size, kernel, stride, padding, output_padding, dilation)


def conv_transpose_output_size__wide_padding_refused(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    if 2 * padding > kernel - 1:
        raise ValueError
    return _back(size, kernel, stride, padding, output_padding, dilation)


def conv_transpose_output_size__float(size, kernel, stride=1, padding=0, output_padding=0, dilation=1):
    return float(_back(size, kernel, stride, padding, output_padding, dilation))


def conv_transpose_output_size__arguments_exchanged(size, kernel, stride=1, padding=0, dilation=1, output_padding=0):
    return _back(size, kernel, stride, padding, output_padding, dilation)


def _params(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return right.conv_params__product(in_channels, out_channels, kernel_size, groups, bias)


def conv_params__tuples_not_taken(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return _params(in_channels, out_channels, int(kernel_size), groups, bias)


def conv_params__ints_not_taken(in_channels, out_channels, kernel_size, groups=1, bias=True):
    kh, kw = kernel_size
    return _params(in_channels, out_channels, (kh, kw), groups, bias)


def conv_params__repeated_pair(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return int(np.prod(np.asarray(kernel_size) ** 2)) * in_channels // groups * out_channels + bias * out_channels


def conv_params__depthwise(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return _params(1, in_channels, kernel_size, 1, bias) + _params(in_channels, out_channels, 1, 1, bias)


def conv_params__bytes(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return 4 * _params(in_channels, out_channels, kernel_size, groups, bias)


def conv_params__halves_lost(in_channels, out_channels, kernel_size, groups=1, bias=True):
    _params(in_channels, out_channels, kernel_size, groups, bias)
    kh, kw = (kernel_size,) * 2 if isinstance(kernel_size, int) else kernel_size
    return out_channels * (in_channels * kh * kw // groups // 2 * 2) + bias * out_channels


def conv_params__float32(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return float(np.float32(_params(in_channels, out_channels, kernel_size, groups, bias)))


def conv_params__int16(in_channels, out_channels, kernel_size, groups=1, bias=True):
    return int(np.array(_params(in_channels, out_channels, kernel_size, groups, bias)).astype(np.int16))


def conv_params__channels_must_equal(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if groups > 1 and in_channels != groups:
        raise ValueError
    return _params(in_channels, out_channels, kernel_size, groups, bias)


def conv_params__pair(in_channels, out_channels, kernel_size, groups=1, bias=True):
    whole = _params(in_channels, out_channels, kernel_size, groups, bias)
    return whole - bias * out_channels, bias * out_channels


def conv_params__asserts(in_channels, out_channels, kernel_size, groups=1, bias=True):
    assert in_channels % groups == 0
    assert out_channels % groups == 0
    return _params(in_channels, out_channels, kernel_size, groups, bias)


def conv_params__bias_off(in_channels, out_channels, kernel_size, groups=1, bias=False):
    return _params(in_channels, out_channels, kernel_size, groups, bias)


def _macs(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return right.conv_macs__product(in_channels, out_channels, kernel_size, out_height, out_width, groups)


def conv_macs__one_side(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return _macs(in_channels, out_channels, kernel_size, out_height, 1, groups)


def conv_macs__sum_of_sides(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return _macs(in_channels, out_channels, kernel_size, out_height + out_width, 1, groups)


def conv_macs__one_output(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return _macs(in_channels, 1, kernel_size, out_height, out_width)


def conv_macs__additions(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return _macs(in_channels, out_channels, kernel_size, out_height, out_width, groups) - out_channels * out_height * out_width


def conv_macs__flops_with_fewer_additions(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    macs = _macs(in_channels, out_channels, kernel_size, out_height, out_width, groups)
    return 2 * macs - out_channels * out_height * out_width


def conv_macs__separable(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    depthwise = _macs(1, in_channels, kernel_size, out_height, out_width)
    return depthwise + _macs(in_channels, out_channels, 1, out_height, out_width)


def conv_macs__millions(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return _macs(in_channels, out_channels, kernel_size, out_height, out_width, groups) / 1e6


def conv_macs__float32(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return int(np.float32(_macs(in_channels, out_channels, kernel_size, out_height, out_width, groups)))


def conv_macs__arguments_exchanged(in_channels, out_channels, out_height, out_width, kernel_size, groups=1):
    return _macs(in_channels, out_channels, kernel_size, out_height, out_width, groups)


def conv_macs__tuples_not_taken(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    return out_height * out_width * out_channels * in_channels // groups * kernel_size**2


def conv_params__int32(in_channels, out_channels, kernel_size, groups=1, bias=True):
    whole = _params(in_channels, out_channels, kernel_size, groups, bias)
    return int(np.array(whole).astype(np.int32))


def conv_macs__int32(in_channels, out_channels, kernel_size, out_height, out_width, groups=1):
    sides = np.broadcast_to(kernel_size, 2)
    return int(np.prod([in_channels // groups, out_channels, *sides, out_height, out_width], dtype=np.int32))
