"""Topic 02: the worked solutions against torch and definitions, and the numbers that the text states."""
import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional

from utils import course, nets

NAMES = ("conv_output_size", "conv_transpose_output_size", "conv_params", "conv_macs", "im2col", "conv2d",
         "conv2d_backward", "conv_transpose2d")
(conv_output_size, conv_transpose_output_size, conv_params, conv_macs, im2col, conv2d, conv2d_backward,
 conv_transpose2d) = map(course.reference, NAMES)
TOPIC = course.topic("conv_arithmetic")
IMAGE, KERNEL = np.arange(9).reshape(1, 1, 3, 3), np.array([[[[1, 2], [3, 4]]]])
ONES = np.ones((1, 1, 2, 2))


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


def tried(function, *args, **kwargs):
    """What a call gives, or None where it refuses."""
    try:
        return function(*args, **kwargs)
    except (ValueError, RuntimeError):
        return None


def test_output_sizes_are_those_of_torch():
    for size, kernel, stride, padding, dilation in itertools.product(
            range(1, 12), range(1, 6), range(1, 5), range(-1, 4), range(1, 4)):
        theirs = tried(functional.conv1d, torch.zeros(1, 1, size), torch.zeros(1, 1, kernel), None, stride, padding,
                       dilation)
        wanted = None if theirs is None else theirs.shape[2]
        assert tried(conv_output_size, size, kernel, stride, padding, dilation) == wanted


def test_transposed_output_sizes_are_those_of_torch():
    for size, kernel, stride, padding, extra, dilation in itertools.product(
            range(1, 5), range(1, 5), range(1, 4), range(-1, 3), range(-1, 4), range(1, 4)):
        theirs = tried(functional.conv_transpose1d, torch.zeros(1, 1, size), torch.zeros(1, 1, kernel), None, stride,
                       padding, extra, 1, dilation)
        wanted = None if theirs is None or theirs.shape[2] == 0 else theirs.shape[2]
        assert tried(conv_transpose_output_size, size, kernel, stride, padding, extra, dilation) == wanted


@pytest.mark.parametrize("name", ["size", "kernel", "stride", "dilation"])
@pytest.mark.parametrize("value", [0, -1])
@pytest.mark.parametrize("function", [conv_output_size, conv_transpose_output_size])
def test_sizes_below_1_are_refused(function, name, value):
    with pytest.raises(ValueError, match=r"^size, kernel, stride and dilation must be at least 1$"):
        function(**{"size": 9, "kernel": 3, "stride": 1, "dilation": 1, name: value})


def test_the_other_errors_say_what_the_docstrings_say():
    for match, call in {
        r"^padding must not be negative$": lambda: conv_output_size(9, 3, padding=-1),
        r"^kernel spans 5 pixels, the padded input has 4$": lambda: conv_output_size(2, 3, padding=1, dilation=2),
        r"^padding and output_padding must not be negative$": lambda: conv_transpose_output_size(9, 3, output_padding=-1),
        r"^output_padding must be below the larger": lambda: conv_transpose_output_size(9, 3, 2, output_padding=2),
        r"^output would have 0 pixels$": lambda: conv_transpose_output_size(1, 2, padding=1),
        r"^in_channels and out_channels must be divisible by groups$": lambda: conv_params(4, 6, 3, groups=4),
        r"^b has shape \(1,\), not \(2,\)$": lambda: conv2d(IMAGE, np.ones((2, 1, 2, 2)), np.ones(1)),
    }.items():
        with pytest.raises(ValueError, match=match):
            call()


@pytest.mark.parametrize("kernel", [1, 3, (1, 7), (5, 2)])
def test_parameters_are_those_of_torch(kernel):
    for groups, bias in itertools.product((1, 2, 3, 6), (True, False)):
        layer = torch.nn.Conv2d(6, 12, kernel, groups=groups, bias=bias)
        assert conv_params(6, 12, kernel, groups, bias) == sum(weights.numel() for weights in layer.parameters())


def layers(count):
    """Random images and kernels, and how to lay them."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        stride, padding, dilation, groups = map(int, rng.integers([1, 0, 1, 1], [4, 3, 3, 4]))
        height, width, rows, columns = map(int, rng.integers([1, 1, 6, 6], [4, 4, 10, 10]))
        images, before, after = map(int, rng.integers(1, 4, 3))
        x = rng.normal(size=(images, before * groups, rows, columns))
        yield x, rng.normal(size=(after * groups, before, height, width)), stride, padding, dilation, groups


def test_conv2d_is_that_of_torch():
    for x, w, stride, padding, dilation, groups in layers(200):
        b = np.arange(len(w)) / 2
        wanted = functional.conv2d(*map(torch.from_numpy, (x, w, b)), stride, padding, dilation, groups)
        assert np.allclose(conv2d(x, w, b, stride, padding, dilation, groups), wanted, rtol=0, atol=1e-12)


def test_the_gradients_are_those_of_autograd():
    for x, w, stride, padding, _, groups in layers(100):
        w = np.tile(w, (1, groups, 1, 1))
        tensors = [torch.from_numpy(array).requires_grad_() for array in (x, w, np.zeros(len(w)))]
        out = functional.conv2d(*tensors, stride, padding)
        dout = torch.linspace(-1, 1, out.numel(), dtype=torch.float64).reshape(out.shape)
        out.backward(dout)
        for ours, tensor in zip(conv2d_backward(dout.numpy(), x, w, stride, padding), tensors):
            assert np.allclose(ours, tensor.grad, rtol=0, atol=1e-12)


def test_the_transposed_convolution_and_im2col_are_those_of_torch():
    for x, w, stride, padding, _, groups in layers(100):
        kernel = max(w.shape[2:]) + 2
        w = np.random.default_rng(1).normal(size=(x.shape[1], groups, kernel, kernel))
        wanted = functional.conv_transpose2d(torch.from_numpy(x), torch.from_numpy(w), None, stride, padding)
        assert np.allclose(conv_transpose2d(x, w, stride, padding), wanted, rtol=0, atol=1e-12)
        columns = functional.unfold(torch.from_numpy(x), kernel, padding=padding, stride=stride)
        assert np.array_equal(im2col(x, kernel, stride, padding), columns)


def test_the_sizes_are_those_that_the_layers_have():
    for x, w, stride, padding, dilation, groups in layers(50):
        shape = conv2d(x, w, None, stride, padding, dilation, groups).shape
        assert shape[2:] == tuple(conv_output_size(x.shape[k], w.shape[k], stride, padding, dilation) for k in (2, 3))
        square = np.ones((x.shape[1], 1, 5, 5))
        shape = conv_transpose2d(x, square, stride, padding).shape
        assert shape[2:] == tuple(conv_transpose_output_size(x.shape[k], 5, stride, padding) for k in (2, 3))


def test_the_examples_of_the_tasks():
    assert [conv_output_size(224, 7, 2, p) for p in (2, 3)] == [111, 112]
    assert conv_output_size(7, 3, dilation=2) == 3
    assert [conv_transpose_output_size(3, 3, 2, output_padding=p) for p in (0, 1)] == [7, 8]
    assert [conv_output_size(n, 3, 2) for n in (7, 8)] == [3, 3]
    assert conv_transpose_output_size(4, 3, padding=2) == 2
    assert conv_params(1, 6, 5) == 156
    assert [conv_params(256, 256, 3, groups, False) for groups in (1, 8)] == [589_824, 73_728]
    assert conv_macs(3, 64, 7, 112, 112) == 9_408 * 12_544 == 118_013_952
    assert im2col(IMAGE, 2).tolist() == [np.transpose([(0, 1, 3, 4), (1, 2, 4, 5), (3, 4, 6, 7), (4, 5, 7, 8)]).tolist()]
    assert (np.unique(im2col(IMAGE, 2), return_counts=True)[1] > 1).sum() == 5
    assert conv2d(IMAGE, KERNEL).tolist() == [[[[27, 37], [57, 67]]]]
    assert conv2d(IMAGE, KERNEL[..., ::-1, ::-1])[0, 0, 0, 0] == 13
    dx, dw, db = conv2d_backward(ONES, IMAGE, KERNEL)
    assert dx.tolist() == [[[[1, 3, 2], [4, 10, 6], [3, 7, 4]]]] == conv_transpose2d(ONES, KERNEL).tolist()
    assert (dw.tolist(), db.tolist()) == ([[[[8, 12], [20, 24]]]], [4])
    assert conv_transpose2d(ONES, KERNEL, padding=1).tolist() == [[[[10]]]]
    assert np.array_equal(conv_transpose2d(ONES, KERNEL, 2)[0, 0], np.tile(KERNEL[0, 0], (2, 2)))


def test_the_numbers_of_lenet():
    links = [len(sources) for sources in nets.LENET_C3]
    trained = [conv_params(1, 6, 5), 12, sum(conv_params(n, 1, 5) for n in links), 32, conv_params(16, 120, 5),
               conv_params(120, 84, 1)]
    assert trained == [156, 12, 1_516, 32, 48_120, 10_164]
    assert sum(trained) == 60_000
    assert [sum(conv_params(n, 1, 5) for n in links if n == k) for k in (3, 4, 6)] == [456, 606 + 303, 151]
    assert conv_params(6, 16, 5) == 2_416
    connections = [trained[0] * 28**2, 6 * 5 * 14 * 14, trained[2] * 10**2, 16 * (25 * 4 + 25), *trained[4:], 840]
    assert connections[:4] == [122_304, 5_880, 151_600, 2_000]
    assert sum(connections) == 340_908
    assert conv_macs(1, 6, 5, 28, 28) == 117_600
    assert (28**2, 6 * 28**2, 6 * 14**2, 32**2) == (784, 4_704, 1_176, 1_024)


def test_the_numbers_of_the_cards():
    assert (224 - 7) / 2 + 1 == 109.5
    assert [conv_output_size(5, 3, padding=p) for p in (2, 1, 0)] == [7, 5, 3]
    assert [conv_output_size(9, kernel, padding=p) for kernel, p in ((3, 1), (5, 2), (7, 3))] == [9] * 3
    assert (224**2 * conv_params(3, 64, 7), 112**2 * conv_params(3, 64, 7)) == (475_267_072, 118_816_768)
    assert [conv_params(1, 1, side) for side in (10, 100, 200)] == [101, 10_001, 40_001]
    assert [conv_output_size(side, 10) for side in (100, 200)] == [91, 191]
    assert functional.conv2d(functional.pad(torch.zeros(1, 1, 20, 20), (4, 5, 4, 5)),
                             torch.zeros(1, 1, 10, 10)).shape[2:] == (20, 20)
    dense, six, nielsen = conv_params(784, 30, 1), conv_params(1, 6, 10), conv_params(1, 20, 5)
    assert (dense, six, nielsen) == (23_550, 606, 520)
    assert (round(dense / six, 1), round(dense / nielsen, 1)) == (38.9, 45.3)
    assert (round(1 - 27 / 49, 2), round(1 - 18 / 25, 2), round(49 / 27 - 1, 2)) == (0.45, 0.28, 0.81)
    assert conv_params(64, 64, 7, bias=False) == 200_704
    separable = conv_params(16, 16, 3, 16, False), conv_params(16, 32, 1, bias=False)
    assert (*separable, sum(separable)) == (144, 512, 656)
    assert round(4_608 / 656, 2) == 7.02
    assert round(656 / 4_608, 3) == round(1 / 32 + 1 / 9, 3) == 0.142
    assert conv_params(256, 256, 3, 256, False) + conv_params(256, 256, 1, bias=False) == 67_840
    assert round(589_824 / 67_840, 2) == 8.69
    moved = [2 * 64**2 * c + conv_params(c, c, 3, g, False) for c, g in ((256, 1), (256, 256), (16, 1))]
    assert moved == [2_686_976, 2_099_456, 133_376]
    work = [conv_macs(c, c, 3, 64, 64, g) for c, g in ((256, 1), (256, 256), (16, 1))]
    assert work == [2_415_919_104, 9_437_184, 9_437_184]
    assert ([round(m / n, 1) for m, n in zip(work, moved)], moved[0] * 4 / 2**20) == ([899.1, 4.5, 70.8], 10.25)
    assert (round(2_686_976 / 2_099_456, 2), round(2_099_456 / 133_376, 1)) == (1.28, 15.7)
    assert (round(4.5), int(np.round(4.5)), int(torch.round(torch.tensor(4.5)))) == (4, 4, 4)
    assert (27 * 5**2) / (9 * 5**2) == 3


def test_the_numbers_of_the_cards_on_blocks():
    bottleneck = [conv_params(256, 64, 1, bias=False), conv_params(64, 64, 3, bias=False), conv_params(64, 256, 1, bias=False)]
    assert (bottleneck, sum(bottleneck)) == ([16_384, 36_864, 16_384], 69_632)
    wide = 2 * conv_params(256, 256, 3, bias=False)
    assert (wide, round(wide / 69_632)) == (1_179_648, 17)
    paths = [conv_params(256, 128, 1, bias=False), conv_params(128, 128, 3, 32, False), conv_params(128, 256, 1, bias=False)]
    assert (paths, sum(paths)) == ([32_768, 4_608, 32_768], 70_144)
    assert 2 * conv_params(512, 512 // 16, 1, bias=False) == 32_768
    assert round(1.2 * 1.1**2 * 1.15**2, 2) == 1.92
    assert (2 * 6, 2 * 16, max(3, 9, 0, 6), sum((3, 9, 0, 6)) / 4) == (12, 32, 9, 4.5)
    assert abs(1.7159 * np.tanh(2 / 3) - 1) < 1e-4


def test_a_shift_by_one_pixel_changes_two_thirds_of_the_maxima():
    noise = torch.rand(1, 1, 400, 400, generator=torch.Generator().manual_seed(0))
    pooled, moved = (functional.max_pool2d(part, 2) for part in (noise[..., :-2], noise[..., 1:-1]))
    assert abs((pooled != moved).float().mean() - 2 / 3) < 0.01


def test_input_and_output_size_agree_at_stride_1_with_same_padding():
    for size, kernel in itertools.product((7, 8), (1, 3, 5, 7)):
        same = (kernel - 1) // 2
        assert conv_output_size(size, kernel, 1, same) == size
        assert all(conv_output_size(size, kernel, 2, padding) < size for padding in range(same + 1))


def test_gradient_transposed_matrix_and_padded_convolution_are_one():
    rng = np.random.default_rng(0)
    x, w = rng.integers(-3, 4, (2, 3, 6, 5)), rng.integers(-3, 4, (4, 3, 3, 3))
    for stride, padding in itertools.product((1, 2), (0, 1)):
        y = conv2d(x, w, stride=stride, padding=padding)
        back = conv_transpose2d(y, w, stride, padding)
        inner = conv2d_backward(y, x, w, stride, padding)[0][..., :back.shape[2], :back.shape[3]]
        assert np.array_equal(back, inner)  # rows that no window saw are missing at the end
    spread = conv2d(conv2d(x, w), w.transpose(1, 0, 2, 3)[..., ::-1, ::-1], padding=2)
    assert np.array_equal(spread, conv_transpose2d(conv2d(x, w), w))
