"""Topic 03: the worked solutions against torch and the definition; the fields of known nets; dimensions of stacks."""
import itertools

import numpy as np
import pytest
import torch

from utils import Layer, course

NAMES = ("receptive_field", "receptive_field_geometry", "input_window", "layers_to_cover", "taps_used",
         "effective_receptive_field")
receptive_field, geometry, input_window, layers_to_cover, taps_used, effective_receptive_field = map(
    course.reference, NAMES)
TOPIC = course.topic("receptive_fields")
POOL = Layer(2, stride=2)
CPM = [Layer(9), POOL, Layer(9), POOL, Layer(9), POOL, Layer(5), Layer(9), Layer(1), Layer(1)]
VGG = [layer for count in (2, 2, 3, 3, 3) for layer in [Layer(3, padding=1)] * count + [POOL]]


def dilated(*rates):
    return [Layer(3, dilation=rate) for rate in rates]


def average(x, layer):
    """One layer in torch, with equal positive weights."""
    kernel = torch.full((1, 1, layer.kernel), 1 / layer.kernel, dtype=torch.float64)
    return torch.conv1d(x, kernel, stride=layer.stride, padding=layer.padding, dilation=layer.dilation)


def forward(layers, size):
    image = torch.ones(1, 1, size, dtype=torch.float64, requires_grad=True)
    out = image
    for layer in layers:
        out = average(out, layer)
    return image, out


def pixels(image, out, index):
    gradient, = torch.autograd.grad(out[0, 0, index], image, retain_graph=True)
    return torch.nonzero(gradient[0, 0])[:, 0].tolist()


def middle(layers, size=700):
    """What the middle output and its right neighbour see, and the middle's index."""
    image, out = forward(layers, size)
    index = out.shape[2] // 2
    return index, pixels(image, out, index), pixels(image, out, index + 1)


def stacks(count=60, padded=True):
    rng = np.random.default_rng(3)
    for _ in range(count):
        yield [Layer(int(rng.integers(1, 6)), int(rng.integers(1, 4)), int(rng.integers(0, 3)) if padded else 0,
                     int(rng.integers(1, 4))) for _ in range(rng.integers(0, 4))]


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


def test_size_jump_start_and_taps_are_what_torch_shows():
    for layers in stacks():
        index, here, after = middle(layers)
        assert receptive_field(layers) == here[-1] - here[0] + 1
        start = (here[0] + here[-1] + 1) / 2 - index * (after[0] - here[0])
        assert geometry(layers) == (here[-1] - here[0] + 1, after[0] - here[0], start)
        assert taps_used(layers) == [pixel - here[0] for pixel in here]


def test_nothing_is_one_pixel():
    assert (receptive_field([]), geometry([]), taps_used([])) == (1, (1, 1, 0.5), [0])
    assert input_window([], 2, 5) == (2, 2)
    assert effective_receptive_field([]).tolist() == [1.0]


def test_the_window_of_plain_padded_stacks_is_their_footprint_at_every_index():
    for kernels, size in itertools.product([(3,), (5, 3), (3, 3, 3), (7, 5), (1, 3)], (1, 4, 9, 12)):
        layers = [Layer(kernel, padding=kernel // 2) for kernel in kernels]
        image, out = forward(layers, size)
        for index in range(out.shape[2]):
            seen = pixels(image, out, index)
            assert input_window(layers, index, size) == (seen[0], seen[-1])


def test_the_window_of_any_stack_holds_its_footprint_and_equals_it_inside():
    inside = 0
    for layers in stacks():
        image, out = forward(layers, 80)
        for index in range(out.shape[2]):
            first, last = input_window(layers, index, 80)
            seen = pixels(image, out, index)
            assert not seen or first <= seen[0] <= seen[-1] <= last
            if last - first + 1 == receptive_field(layers):
                assert (first, last) == (seen[0], seen[-1])
                inside += 1
        for wrong in (-1, out.shape[2]):
            with pytest.raises(ValueError, match=rf"^output {wrong} of {out.shape[2]} does not exist$"):
                input_window(layers, wrong, 80)
    assert inside > 500


def test_layers_to_cover_is_the_first_count_that_reaches():
    for size, kernel, dilation in itertools.product(range(1, 40), range(2, 6), range(1, 4)):
        counts = (count for count in range(50) if receptive_field([Layer(kernel, 1, 0, dilation)] * count) >= size)
        assert layers_to_cover(size, kernel, dilation) == next(counts)
    assert layers_to_cover(1, kernel=1) == 0
    with pytest.raises(ValueError, match=r"^size must be 1 or more, not 0$"):
        layers_to_cover(0)
    with pytest.raises(ValueError, match=r"^kernel 1 never sees more than 1 pixel$"):
        layers_to_cover(2, kernel=1)


def test_effective_receptive_field_is_torchs_gradient():
    rng = np.random.default_rng(5)
    for _ in range(50):
        kernels = [rng.standard_normal(rng.integers(1, 6)) for _ in range(rng.integers(1, 5))]
        side = sum(len(kernel) - 1 for kernel in kernels) + 1
        image = torch.zeros(1, 1, side, dtype=torch.float64, requires_grad=True)
        out = image
        for kernel in kernels:
            out = torch.conv1d(out, torch.from_numpy(kernel)[None, None])
        out.sum().backward()
        influence = image.grad[0, 0].abs().numpy()
        assert np.allclose(effective_receptive_field(kernels), influence / influence.sum(), atol=1e-15)
    for kernels in ([np.zeros(3)], [np.ones(3), np.zeros(2)]):
        with pytest.raises(ValueError, match=r"^no input has any influence$"):
            effective_receptive_field(kernels)


def test_the_examples_of_the_tasks():
    strided = [Layer(3, stride=2), Layer(3)]
    assert (receptive_field(strided), receptive_field(strided[::-1]), receptive_field(dilated(2))) == (7, 5, 5)
    padded = [Layer(3, stride=2, padding=1), Layer(3)]
    assert geometry(padded) == (7, 2, 2.5)
    both = [padded[0], Layer(3, padding=1)]
    assert [input_window(both, index, 8) for index in range(4)] == [(0, 3), (0, 5), (1, 7), (3, 7)]
    image, out = forward(both, 8)
    assert [(seen[0], seen[-1]) for seen in (pixels(image, out, index) for index in range(4))] == [
        (0, 3), (0, 5), (1, 7), (3, 7)]
    centre, jump = geometry(both)[2], geometry(both)[1]
    assert [(centre + index * jump - 3.5, centre + index * jump + 2.5) for index in (0, 3)] == [(-3, 3), (3, 9)]
    assert [layers_to_cover(7), layers_to_cover(8), layers_to_cover(8, dilation=2), receptive_field([Layer(3)] * 4)] == [
        3, 4, 2, 9]
    assert taps_used(dilated(1, 2)) == list(range(7))
    assert taps_used(dilated(2, 2, 2)) == [0, 2, 4, 6, 8, 10, 12]
    assert np.allclose(effective_receptive_field([[1, 1, 1]] * 2) * 9, [1, 2, 3, 2, 1])
    assert effective_receptive_field([[1, 1], [1, -1]]).tolist() == [0.5, 0, 0.5]


def test_the_pose_machine_sees_160_and_400_pixels():
    assert [receptive_field(CPM[:count]) for count in range(1, 11)] == [9, 10, 26, 28, 60, 64, 96, 160, 160, 160]
    assert [receptive_field(CPM + [Layer(11)] * count) for count in (1, 2, 3)] == [240, 320, 400]
    for layers, size in ((CPM, 160), (CPM + [Layer(11)] * 3, 400)):
        _, here, _ = middle(layers)
        assert here == list(range(here[0], here[0] + size))
    assert (160 + 30 * 8, 31 * 8, geometry(CPM)[1]) == (400, 248, 8)


def test_vgg_16_sees_196_and_212_pixels():
    for layers, size in ((VGG[:-1], 196), (VGG, 212)):
        _, here, _ = middle(layers)
        assert receptive_field(layers) == size == len(here)
    assert sum(layer.kernel == 3 for layer in VGG) == 13


@pytest.mark.parametrize(("first", "second", "size"), [(2, 1, 483), (1, 2, 427)])
def test_resnet_50_with_its_skip_connections_sees_483_or_427_pixels(first, second, size):
    """`first` is the stride of a block's first 1 x 1, `second` that of its 3 x 3, where a stage halves the map."""
    image = torch.ones(1, 1, 1100, dtype=torch.float64, requires_grad=True)
    out, path = average(average(image, Layer(7, 2, 3)), Layer(3, 2, 1)), [Layer(7, 2, 3), Layer(3, 2, 1)]
    for stage, blocks in enumerate((3, 4, 6, 3)):
        for block in range(blocks):
            a, b = (first, second) if stage and not block else (1, 1)
            skip = out if a * b == 1 else average(out, Layer(1, a * b))
            inner = [Layer(1, a), Layer(3, b, 1), Layer(1)]
            path += inner
            for layer in inner:
                out = average(out, layer)
            out = torch.relu((out + skip) / 2)
    seen = pixels(image, out, out.shape[2] // 2)
    assert seen[-1] - seen[0] + 1 == receptive_field(path) == size


def composed(weights):
    """The kernel of a stack of bias-free 3 x 3 layers, by torch: the response to a single 1."""
    side = 2 * len(weights) + 1
    out = torch.zeros(1, 1, 2 * side - 1, 2 * side - 1, dtype=torch.float64)
    out[0, 0, side - 1, side - 1] = 1
    for weight in weights:
        out = torch.conv2d(out, weight[None, None])
    return out.flatten()


@pytest.mark.parametrize(("count", "rank", "whole"), [(2, 17, 25), (3, 25, 49)])
def test_small_kernels_reach_few_dimensions(count, rank, whole):
    for seed in range(3):
        weights = torch.from_numpy(np.random.default_rng(seed).standard_normal((count, 3, 3)))
        jacobian = torch.autograd.functional.jacobian(composed, weights).reshape(whole, 9 * count)
        values = torch.linalg.svdvals(jacobian)
        assert values[rank - 1] > 1e-3 * values[0]
        assert values[rank:].max() < 1e-12 * values[0]
    assert receptive_field([Layer(3)] * count) ** 2 == whole
