"""What decides in topic 03: torch's gradients, against footprints walked by hand; and which inputs are left out."""
import itertools

import numpy as np
import pytest

from utils import Layer
from utils.topics.receptive_fields import EXERCISES, footprint
from utils.topics.receptive_fields.depth import depth_oracle
from utils.topics.receptive_fields.kernels import influence_oracle
from utils.topics.receptive_fields.window import window_oracle

PLAIN = [Layer(*numbers) for numbers in itertools.product((1, 2, 3), (1, 2), (0, 1), (1, 2))]
STACKS = [(), *((layer,) for layer in PLAIN), *itertools.product(PLAIN[::2], PLAIN[1::5])]


def walked(layers, index):
    """Positions of the input, padding included, that an output reads: from the output back, tap by tap."""
    at = {index}
    for layer in reversed(layers):
        at = {i * layer.stride - layer.padding + tap * layer.dilation for i in at for tap in range(layer.kernel)}
    return sorted(at)


@pytest.mark.parametrize("layers", STACKS, ids=str)
def test_the_measured_footprint_is_the_walked_one(layers):
    at, after = walked(layers, 0), walked(layers, 1)
    size, jump, start = footprint.measured(layers)
    assert (size, jump, start) == (at[-1] - at[0] + 1, after[0] - at[0], (at[0] + at[-1] + 1) / 2)
    _, here, _ = footprint.middle(layers)
    assert [pixel - here[0] for pixel in here] == [pixel - at[0] for pixel in at]


@pytest.mark.parametrize("size", [1, 5])
def test_the_clipped_window_is_the_walked_one_wherever_it_is_tested(size):
    tested = 0
    for layers in STACKS:
        outputs, _ = footprint.window(layers, 0, size)
        for index in range(outputs):
            if footprint.clipped_as_seen(layers, index, size):
                at = walked(layers, index)
                assert window_oracle(layers, index, size) == (max(at[0], 0), min(at[-1], size - 1))
                tested += 1
    assert tested > 25


@pytest.mark.parametrize(("layers", "index", "size", "tested"), [
    ([Layer(3)], 0, 5, True),
    ([Layer(3)], 3, 5, True),  # no such output: ValueError
    ([Layer(3)], 0, 2, False),  # the kernel does not fit: torch refuses
    ([Layer(1, padding=2)], 0, 5, False),  # zeros alone
    ([Layer(2, padding=1, dilation=3)], 0, 5, False),  # taps at -1 and 2: pixels 0 and 1 are in the hole
    ([Layer(2, padding=1, dilation=3)], 1, 5, True),
], ids=str)
def test_windows_that_begin_or_end_in_a_hole_are_not_tested(layers, index, size, tested):
    assert footprint.clipped_as_seen(layers, index, size) is tested


def test_an_output_outside_is_refused_by_the_oracle():
    for index in (-1, 3):
        with pytest.raises(ValueError, match="no such output"):
            window_oracle([Layer(3)], index, 5)


@pytest.mark.parametrize(("kernel", "dilation"), [(2, 1), (3, 1), (4, 2), (5, 3)])
def test_the_depth_is_the_least_that_covers(kernel, dilation):
    for size in range(1, 40):
        depth = depth_oracle(size, kernel, dilation)
        fields = [len(range(walked([Layer(kernel, dilation=dilation)] * n, 0)[-1] + 1)) for n in range(depth + 1)]
        assert fields[-1] >= size
        assert all(field < size for field in fields[:-1])


@pytest.mark.parametrize(("size", "kernel"), [(0, 3), (-1, 3), (2, 1), (0, 1)])
def test_what_cannot_be_covered_is_refused(size, kernel):
    with pytest.raises(ValueError, match="no number of layers"):
        depth_oracle(size, kernel)


def test_the_gradient_is_in_the_order_of_the_offsets():
    kernels = [np.array([1.0, 2, 5]), np.array([3.0, -1]), np.array([2.0, 0, 0, 1])]
    by_hand = np.zeros(7)
    for (i, a), (j, b), (k, c) in itertools.product(*map(enumerate, kernels)):
        by_hand[i + j + k] += a * b * c
    assert influence_oracle(kernels) == pytest.approx(np.abs(by_hand) / np.abs(by_hand).sum())
    assert influence_oracle(kernels[:1]) == pytest.approx(np.array([1, 2, 5]) / 8)
    assert influence_oracle([]).tolist() == [1.0]
    with pytest.raises(ValueError, match="nothing"):
        influence_oracle([np.zeros(3)])


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_hundred_inputs_are_generated(exercise):
    from utils.cases import known

    assert len(known(exercise)) == len(exercise.cases) + 100


def test_most_generated_windows_are_windows():
    """An index outside is worth a test, and no more than some."""
    from utils.cases import known
    from utils.exercise import Raises

    exercise = next(e for e in EXERCISES if e.name == "input_window")
    generated = known(exercise)[len(exercise.cases):]
    outside = sum(isinstance(expected, Raises) for _, expected in generated)
    assert 5 <= outside <= 50
