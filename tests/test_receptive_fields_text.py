"""Topic 03: the numbers that its text and its cells state, worked out in another way, and the rows of the source inventory."""
import itertools
import math
import re

import nbformat
import numpy as np
import pytest
import torch

from utils import Layer, course

receptive_field, geometry, layers_to_cover, taps_used, effective_receptive_field = map(course.reference, (
    "receptive_field", "receptive_field_geometry", "layers_to_cover", "taps_used", "effective_receptive_field"))
TOPIC = course.topic("receptive_fields")
TEXT = "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
POOL = Layer(2, stride=2)


def dilated(*rates):
    return [Layer(3, dilation=rate) for rate in rates]


def printed():
    notebook = nbformat.read(course.ROOT / "solutions" / "03_receptive_fields.ipynb", as_version=4)
    return "\n".join(output.get("text", "") for cell in notebook.cells if cell.cell_type == "code"
                     for output in cell.outputs)


def test_the_cells_print_what_the_other_tests_find():
    """Fields and dimensions: `test_receptive_fields.py` measures them."""
    for line in ("CPM, stage 1: 9 10 26 28 60 64 96 160 160 160", "CPM, stage 2: 240 320 400    a field of 31 alone: 248",
                 "VGG-16: after conv5_3 196 after pool5 212", "ResNet-50: stride on the 1 x 1 483 on the 3 x 3 427",
                 "2 layers of 3 x 3: field 5, 18C^2 weights; one 5 x 5: 25C^2; one channel reaches 17 of 25 dimensions",
                 "3 layers of 3 x 3: field 7, 27C^2 weights; one 7 x 7: 49C^2; one channel reaches 25 of 49 dimensions"):
        assert line in printed().splitlines()


def test_fewer_weights_by_45_and_28_percent():
    assert [round(100 * (1 - small / large)) for small, large in ((27, 49), (18, 25))] == [45, 28]


def test_fields_of_dilated_layers():
    for rates, fields in (((1, 2, 4), (3, 7, 15)), ((2, 2, 2), (5, 9, 13)), ((2, 1), (5, 7)), ((2,), (5,)),
                          ((1, 2, 4, 8), (3, 7, 15, 31)), ((2, 2, 2, 2), (5, 9, 13, 17))):
        assert tuple(receptive_field(dilated(*rates[:count])) for count in range(1, len(rates) + 1)) == fields
    assert taps_used(dilated(1, 2)) == taps_used(dilated(2, 1)) == list(range(7))
    read = np.outer(*[np.isin(np.arange(13), taps_used(dilated(2, 2, 2)))] * 2)
    assert (read.sum(), read.size) == (49, 169)


def test_the_rule_of_gaps_free_rates():
    for rates in itertools.combinations_with_replacement(range(1, 13), 3):
        full = len(taps_used(dilated(*rates))) == receptive_field(dilated(*rates))
        assert full == all(rate <= receptive_field(dilated(*rates[:place])) for place, rate in enumerate(rates))
        assert not full or math.gcd(*rates) == 1
    assert len(taps_used(dilated(1, 3, 9))) == 27
    assert len(taps_used(dilated(2, 3))) < receptive_field(dilated(2, 3))


def test_mean_squared_gradients_of_a_linear_net_count_paths():
    """Over all signs of the weights, exactly: independent weights of mean 0 and variance 1."""
    total = np.zeros(7)
    for signs in itertools.product((-1, 1), repeat=9):
        total += np.convolve(np.convolve(signs[:3], signs[3:6]), signs[6:]) ** 2
    assert np.allclose(total / total.sum(), effective_receptive_field([np.ones(3)] * 3))


def test_kernels_of_ones_are_nearly_a_gaussian_as_wide_as_the_root():
    for depth in (5, 10, 20, 40):
        shares = effective_receptive_field([np.ones(3)] * depth)
        places = np.arange(2 * depth + 1) - depth
        assert shares @ places ** 2 == pytest.approx(2 * depth / 3)
        bell = np.exp(-places ** 2 / (4 * depth / 3)) / math.sqrt(2 * math.pi * 2 * depth / 3)
        assert np.abs(shares - bell).max() < 0.2 / depth * bell.max()  # 1 % at depth 20
    assert math.erf(2 / math.sqrt(2)) == pytest.approx(0.95, abs=0.005)


def test_the_measured_width_grows_like_the_root_and_the_field_like_the_depth():
    lines = [line for line in printed().splitlines() if line.startswith("depth")]
    found = {int(line[6:8]): float(line.partition("measured ")[2][:3]) for line in lines}
    assert list(found) == [5, 10, 20, 40]
    for depth, sigma in found.items():
        assert sigma == pytest.approx(math.sqrt(2 * depth / 3), rel=0.05)
    for depth in (5, 10):
        assert found[4 * depth] / found[depth] == pytest.approx(2, rel=0.05)
        assert (8 * depth + 1) / (2 * depth + 1) == pytest.approx(4, rel=0.1)
    assert 4 * found[40] / 81 == pytest.approx(0.25, abs=0.02)


def test_what_the_cost_cell_prints_is_counted():
    ways = {"one large kernel": ([(31, 1)], 961, 31), "plain layers": ([(3, 1)] * 15, 135, 31),
            "dilations 1 2 4 8": ([(3, 1)] * 4, 36, 31), "pooling between": ([(3, 1), (3, 2), (3, 4), (3, 8)], 36, 38)}
    for name, (convolutions, weights, field) in ways.items():
        row, = (line for line in printed().splitlines() if line[:18].strip() == name and "multiplications" in line)
        numbers = [float(number) for number in re.findall(r"[\d.]+", row[18:])]
        work = sum(kernel ** 2 / jump ** 2 for kernel, jump in convolutions)
        assert numbers == [field, len(convolutions), weights, round(work, 1), convolutions[-1][1]]
    assert layers_to_cover(31) == 15


def test_a_gate_or_batch_statistics_make_a_net_global():
    assert "plain: 5   after an SE gate: 21   after batch statistics: 21" in printed()
    images = torch.from_numpy(np.random.default_rng(0).standard_normal((2, 1, 21))).requires_grad_()
    for training, others in ((True, True), (False, False)):
        norm = torch.nn.BatchNorm1d(1).double().train(training)
        gradient, = torch.autograd.grad(norm(images)[0, 0, 10], images)
        assert bool(gradient[1].any()) == others


def test_the_border_tells_a_padded_stack_from_its_composed_kernel():
    assert "equal inside: True   equal at the border: False" in printed()
    assert "same pixels: False" not in printed()
    assert printed().count("same pixels: True") == 7
    assert "dilation 2 and the 5 x 5 with zeros: True" in printed()


def test_a_larger_output_stride_makes_later_kernels_worth_more():
    jumps = [geometry([Layer(9), POOL] * pools)[1] for pools in (2, 3)]
    assert jumps == [4, 8]
    assert [30 * jump for jump in jumps] == [120, 240]


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A109": "How do you compute a receptive field", "A110": "小卷积核堆叠", "A111": "What are receptive fields good for",
    "A119": "空洞卷积, 扩张卷积", "A203": "卷积姿态机",
    "F024": "The first stage sees 160 pixels", "F025": "False: 400. The three add 30 steps of 8 pixels",
    "F028": "250 of 304", "F030": "output **stride** 8 with output stride 4", "F031": "lists three: pooling",
    "F067": "Three 3 × 3: 7, not 6", "F069": "18C² weights for 25C², 28 % fewer", "F070": "25 of 49 dimensions",
    "F085": "A 4-dilated third one makes it 15", "F086": "The field is (k − 1) · L + 1", "F110": "Same field, 7",
    "F127": "as in Inception-v3",
    "E003": '"The kernel size is the receptive field."', "E004": '"L stacked layers of kernel k see (k − 1) · L pixels."',
    "E005": "7 of the 13 pixels", "E006": "must come *after* a 1-dilated one", "E007": "Can every 7 × 7 kernel be factored",
    "E040": "The field of a unit after an SE block", "E072": "Anchors must fit the receptive field exactly",
    "E075": "An 8-step network performs like a 4-step one", "E076": "reached by two methods",
    "E078": "measured on FLIC with crops of 304 × 304",
    "Q086": "What is the receptive field of a unit", "Q087": "`r += (k - 1) * d * j`, then `j *= s`",
    "Q088": "Why can three 3 × 3 replace one 7 × 7", "Q089": "Why two 3 × 3 for one 5 × 5",
    "Q090": "which anchors suit which level", "Q091": "Can a net detect an object that lies outside",
    "Q098": "What problem does dilated convolution solve", "Q099": "Why not just use 5 × 5 or 7 × 7 kernels",
    "Q100": "1 then 2 gives 7 and 2 then 1 gives 7", "Q157": "Why has the convolutional pose machine several stages",
    "Q158": "How does the pose machine enlarge its field",
    "E077": "they allow error **correction**", "Q159": "Why has every stage of the pose machine a loss of its own",
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in TEXT
