"""Topic 04: the worked solutions against libraries and definitions, and the numbers that the text states."""
import math

import nbformat
import numpy as np
import pytest
import torch
from pycocotools import mask
from sklearn.linear_model import Ridge

from utils import course

NAMES = ("xyxy_to_cxcywh", "cxcywh_to_xyxy", "encode_boxes", "decode_boxes", "smooth_l1", "fit_box_regressor",
         "generate_anchors")
xyxy_to_cxcywh, cxcywh_to_xyxy, encode_boxes, decode_boxes, smooth_l1, fit_box_regressor, generate_anchors = map(
    course.reference, NAMES)
TOPIC = course.topic("bbox_regression")
PROSE = "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
PROPOSAL, TRUTH = np.array([[75.0, 60, 125, 140]]), np.array([[80.0, 42, 140, 142]])  # the case by hand, as corners


def some_boxes(rng, count):
    corners = rng.uniform(-300, 300, (count, 2))
    return np.hstack([corners, corners + rng.uniform(0.5, 200, (count, 2))])


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(TOPIC.exercise_cells) == NAMES


@pytest.mark.parametrize("shape", [(4,), (0, 4), (7, 4), (2, 3, 4), (2, 0, 4)])
def test_both_forms_of_a_box_are_what_they_say(shape):
    boxes = some_boxes(np.random.default_rng(len(shape)), math.prod(shape[:-1])).reshape(shape)
    centred = xyxy_to_cxcywh(boxes)
    assert centred.shape == cxcywh_to_xyxy(boxes).shape == shape
    for (x1, y1, x2, y2), (cx, cy, w, h) in zip(boxes.reshape(-1, 4).tolist(), centred.reshape(-1, 4).tolist()):
        assert (cx - x1, cy - y1) == pytest.approx((x2 - cx, y2 - cy))
        assert (w, h) == (x2 - x1, y2 - y1)
    assert np.allclose(cxcywh_to_xyxy(centred), boxes, rtol=0, atol=1e-12)
    assert np.allclose(xyxy_to_cxcywh(cxcywh_to_xyxy(boxes)), boxes, rtol=0, atol=1e-12)


def test_whole_numbers_give_halves():
    assert xyxy_to_cxcywh(np.array([0, 0, 3, 5])).tolist() == [1.5, 2.5, 3, 5]
    assert cxcywh_to_xyxy(np.array([0, 0, 3, 5])).tolist() == [-1.5, -2.5, 1.5, 2.5]


def encoded_by_definition(proposal, target):
    """Equations 6 to 9 of R-CNN for one pair of corner boxes."""
    px, py, gx, gy = ((box[k] + box[k + 2]) / 2 for box in (proposal, target) for k in (0, 1))
    pw, ph, gw, gh = (box[k + 2] - box[k] for box in (proposal, target) for k in (0, 1))
    return [(gx - px) / pw, (gy - py) / ph, math.log(gw / pw), math.log(gh / ph)]


@pytest.mark.parametrize("seed", range(10))
def test_encode_is_its_definition_and_decode_its_inverse(seed):
    rng = np.random.default_rng(seed)
    proposals, targets = some_boxes(rng, 20), some_boxes(rng, 20)
    deltas = encode_boxes(proposals, targets)
    assert np.allclose(deltas, [encoded_by_definition(p, g) for p, g in zip(proposals.tolist(), targets.tolist())])
    assert np.allclose(decode_boxes(proposals, deltas, math.inf), targets)
    said = rng.normal(0, 1, (20, 4))
    assert np.allclose(encode_boxes(proposals, decode_boxes(proposals, said)), said)


def test_deltas_do_not_change_with_scale_and_place_and_change_sign_in_a_mirror():
    rng = np.random.default_rng(0)
    proposals, targets = some_boxes(rng, 20), some_boxes(rng, 20)
    deltas = encode_boxes(proposals, targets)
    for zoom in (0.5, 10):
        assert np.allclose(encode_boxes(zoom * proposals + 7, zoom * targets + 7), deltas)
    mirrored = [box[:, [2, 1, 0, 3]] * [-1, 1, -1, 1] for box in (proposals, targets)]
    assert np.allclose(encode_boxes(*mirrored), deltas * [-1, 1, 1, 1])


@pytest.mark.parametrize("flat", [[0, 0, 0, 5], [0, 0, 5, 0], [5, 0, 0, 5]])
def test_encode_refuses_boxes_without_a_size_on_either_side(flat):
    good = np.array([[0.0, 0, 1, 1]])
    for pair in ((good, np.array([flat])), (np.array([flat]), good)):
        with pytest.raises(ValueError, match=r"^widths and heights must be above 0$"):
            encode_boxes(*pair)


def test_nothing_gives_nothing():
    assert encode_boxes(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0, 4)
    assert decode_boxes(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0, 4)
    assert generate_anchors(16, [], [1]).shape == generate_anchors(16, [1], []).shape == (0, 4)


def test_only_growth_is_capped():
    box = np.array([[0.0, 0, 16, 16]])
    for said, width in (([0, 0, 9, 0], 1000), ([0, 0, -9, 0], 16 * math.exp(-9)), ([0, 0, 4, 0], 16 * math.exp(4))):
        assert np.diff(decode_boxes(box, np.array([said]))[0, ::2])[0] == pytest.approx(width)
    assert decode_boxes(box, np.array([[99.0, 0, 0, 0]]))[0, 0] == 99 * 16
    assert decode_boxes(box, np.array([[0.0, 0, 2, 2]]), 1.0)[0, 2] == pytest.approx(8 + 8 * math.e)


@pytest.mark.parametrize("beta", [0, 0.1, 1.0, 2.5])
@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4)])
def test_smooth_l1_is_torchs(beta, shape):
    rng = np.random.default_rng(0)
    prediction, target = rng.integers(-6, 7, shape) / 2, rng.integers(-6, 7, shape) / 2
    leaf = torch.tensor(prediction, requires_grad=True)
    theirs = torch.nn.functional.smooth_l1_loss(leaf, torch.tensor(target), beta=beta)
    theirs.backward()
    loss, gradient = smooth_l1(prediction, target, beta)
    assert loss == pytest.approx(theirs.item())
    assert np.allclose(gradient, leaf.grad.numpy(), rtol=0, atol=1e-15)
    if beta:
        huber = torch.nn.functional.huber_loss(leaf, torch.tensor(target), delta=beta).item()
        assert huber == pytest.approx(beta * loss)


def test_smooth_l1_refuses_unequal_shapes_and_a_negative_beta():
    with pytest.raises(ValueError, match=r"^prediction and target must have the same shape$"):
        smooth_l1(np.zeros((2, 1)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match=r"^beta must not be negative$"):
        smooth_l1(np.zeros(2), np.zeros(2), -1)


@pytest.mark.parametrize(("rows", "columns", "ridge"), [(30, 5, 0), (30, 5, 2.5), (5, 30, 0.5), (1, 1, 1), (40, 7, 1000)])
def test_the_regressor_is_scikit_learns_ridge(rows, columns, ridge):
    rng = np.random.default_rng(rows)
    features, deltas = rng.normal(0, 1, (rows, columns)), rng.normal(0, 1, (rows, 4))
    theirs = Ridge(alpha=ridge, fit_intercept=False, solver="svd").fit(features, deltas)
    assert np.allclose(fit_box_regressor(features, deltas, ridge), theirs.coef_.T)


def test_equal_columns_share_a_weight():
    column = np.arange(1.0, 6)[:, None]
    weights = fit_box_regressor(np.hstack([column, column]), np.tile(column, 4), 1e-6)
    assert np.allclose(weights, 0.5, atol=1e-6)


def test_anchors_have_their_area_and_ratio_in_order():
    ratios, scales = [0.5, 1, 2, 5], [1, 8, 0.5]
    anchors = generate_anchors(16, ratios, scales)
    wanted = [(ratio, scale) for ratio in ratios for scale in scales]
    assert anchors.shape == (12, 4)
    assert np.allclose(anchors[:, :2], -anchors[:, 2:])
    for (x1, y1, x2, y2), (ratio, scale) in zip(anchors.tolist(), wanted):
        assert (x2 - x1) * (y2 - y1) == pytest.approx((16 * scale) ** 2)
        assert (y2 - y1) / (x2 - x1) == pytest.approx(ratio)


@pytest.mark.parametrize("bad", [(0, [1], [1]), (-1, [1], [1]), (1, [1, 0], [1]), (1, [1], [2, -1]), (0, [], [])])
def test_anchors_refuse_what_is_not_above_0(bad):
    with pytest.raises(ValueError, match=r"^base_size, ratios and scales must be above 0$"):
        generate_anchors(*bad)


def test_the_examples_of_the_tasks():
    assert xyxy_to_cxcywh(PROPOSAL).tolist() == [[100, 100, 50, 80]]
    assert xyxy_to_cxcywh(TRUTH).tolist() == [[110, 92, 60, 100]]
    assert cxcywh_to_xyxy([[100, 100, 50, 80]]).tolist() == PROPOSAL.tolist()
    assert encode_boxes(PROPOSAL, TRUTH)[0].round(4).tolist() == [0.2, -0.1, 0.1823, 0.2231]
    assert not encode_boxes(TRUTH, TRUTH).any()
    assert np.allclose(decode_boxes(PROPOSAL, np.array([[0.2, -0.1, math.log(1.2), math.log(1.25)]])), TRUTH)
    loss, gradient = smooth_l1([0.5, -2], [0, 0])
    assert (loss, gradient.tolist()) == (0.8125, [0.25, -0.5])
    two = np.tile([[1.0], [2.0]], 4)
    assert [fit_box_regressor([[1], [2]], two, ridge)[0, 0] for ridge in (0, 5)] == [1, 0.5]
    assert generate_anchors(16, [4], [1]).tolist() == [[-4, -16, 4, 16]]


def test_the_numbers_of_the_text_and_the_cards():
    assert (1000 / 16, 50 * 1000 / 16) == (62.5, 3125)
    assert [round(100 * (x / math.log1p(x) - 1)) for x in (0.1, 1)] == [5, 44]
    assert [round(math.log(factor), 3) for factor in (2, 0.5)] == [0.693, -0.693]
    assert [round(math.exp(d), 4) for d in (-1.5, -10)] == [0.2231, 0.0]
    assert (round(128 / math.sqrt(0.5), 1), round(128 * math.sqrt(0.5), 1)) == (181.0, 90.5)
    assert (40 * 30 * 9, 640 // 16, 480 // 16) == (10_800, 40, 30)
    assert round(0.8 / 1.2, 3) == 0.667, "IoU of a box shifted by 0.2 of its width"
    assert round(math.exp(-0.2), 3) == 0.819, "IoU of a box grown by exp(0.2) in one direction"
    assert math.exp(-800) == 0
    sides = [np.hstack([box[:, :2], box[:, 2:] - box[:, :2]]) for box in (PROPOSAL, TRUTH)]
    assert mask.iou(*sides, [0])[0, 0] == 0.5625
    gained = np.array([0.786, 0.913]) - 0.761
    assert gained[0] / gained[1] == pytest.approx(1 / 6, abs=0.01)


def test_the_field_of_the_rpn_on_vgg_is_228_pixels():
    field, stride = 1, 1
    for block in (2, 2, 3, 3, 3):  # 3 x 3 convolutions before each pooling; the last pooling is left out
        field += 2 * stride * block + stride
        stride *= 2
    field, stride = field - stride // 2, stride // 2
    assert stride == 16
    assert field + 2 * stride == 228, "the RPN's own 3 x 3 convolution comes on top"
    assert field + 2 * stride < 16 * 32, "side of the largest anchor"


def printed():
    """All that the executed notebook prints."""
    notebook = nbformat.read(course.ROOT / "solutions" / "04_bbox_regression.ipynb", as_version=4)
    return "\n".join(output.text for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
                     if output.output_type == "stream")


@pytest.mark.parametrize(("line", "stated"), [
    ("after, pool5-like, near  0.913", "mean IoU 0.786, not 0.913"),
    ("after, pool5-like, all   0.786", "worse for near ones: mean IoU 0.786"),
    ("truth, before: 0.761", "they did not raise the IoU at all"),
    ("after, coordinates, near 0.759", "they did not raise the IoU at all"),
    ("standard deviation of tx, ty, tw, th: [0.08 0.07 0.11 0.12]", "with a spread near 0.1"),
    ("best constant: L2 2.120, L1 0.200, smooth L1 0.400", "best constant: the mean"),
    ("square root of squared L2: [nan, nan, nan]", "autograd gives nan"),
    ("rounded 23 x 12 = 276", "rounds its anchors to whole pixels"),
    ("no cap: width inf and IoU with itself nan", "IoU with itself is nan"),
    ("Huber / ours 2.0000", "`huber_loss` is δ times that"),
    ("after, pool5-like, all   0.786", "ours gained a sixth as much"),
    ("decode undoes encode: True", "If d = t then Ĝ = G"),
])
def test_what_the_text_says_is_what_the_cells_print(line, stated):
    assert line in printed()
    assert stated in PROSE


def test_no_comparison_that_the_notebook_prints_is_false():
    assert "False" not in printed()


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A062": "均方误差", "A063": "L1 损失", "A064": "平滑 L1 损失", "A174": "R-CNN", "A175": "Faster R-CNN",
    "A176": "候选区域网络", "A177": "SSD300, six maps",
    "A178": "先验框", "A179": "真值 (人工标注)", "A180": "边框回归", "A181": "岭回归",
    "F081": "0.2, −0.1, 0.1823, 0.2231", "F116": "square root of squared L2",
    "E070": "Why not train on every proposal?", "E071": "Anchor, prior box, default box, ground truth",
    "E072": "fit the receptive field exactly, and a larger field is better",
    "Q053": "L1, L2, smooth L1: what does each do", "Q054": "L1 is not differentiable at 0, L2 is",
    "Q135": "Why is bounding-box regression needed", "Q136": "Which four targets does R-CNN regress",
    "Q137": "Why divide by Pw, and why take logs?", "Q138": "What is the regressor's input?",
    "Q139": "When is a *linear* regressor justified", "Q140": "What is an anchor?",
    "Q141": "Ground truth is the labelled box",
    "cap": "Why is dw capped", "spread": "divide the targets by their standard deviations", "agnostic": "class-agnostic",
    "GIoU": "GIoU subtracts the share of the hull", "ridge": "Derive the ridge weights",
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in PROSE
