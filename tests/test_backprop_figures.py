"""The figures of topic 01: what they plot, worked out again in another way."""
import numpy as np
import pytest
import torch
from torch.nn import functional

from drawings.backprop import HISTORY, PIXELS, THREE, TRUTH
from utils.course import reference as worked
from utils.figures import backprop
from utils.figures.backprop import measured, pooling


def written(drawn):
    return [text.get_text() for ax in drawn.figure.axes for text in ax.texts]


def line(ax, label):
    return next(one for one in ax.lines if one.get_label().startswith(label))


def test_the_graph_by_hand_shows_torchs_gradients():
    drawn = backprop.by_hand.drawing()
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (2, -3, 10))
    ((a * b + c) * a).backward()
    assert [drawn.digest[f"df/d{name}"] for name in "abc"] == [a.grad.item(), b.grad.item(), c.grad.item()]
    assert drawn.figure.axes[0].get_title(loc="left").endswith("sum -2")
    boxes = [text for text in written(drawn) if text in {f"{name} = {value}" for name, value in
                                                         zip("abcdef", (2, -3, 10, -6, 4, 8))}]
    assert sorted(set(boxes)) == ["a = 2", "b = -3", "c = 10", "d = -6", "e = 4", "f = 8"]


@pytest.mark.parametrize("w", [0.5, -3.0])
def test_the_neuron_shows_torchs_gradients(w):
    drawn = backprop.neuron.drawing(worked("Value"), w=w)
    weight, x, b = (torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in (w, 2.0, -0.5))
    loss = ((weight * x + b).tanh() - 1) ** 2
    loss.backward()
    assert drawn.digest["w.grad"] == round(weight.grad.item(), 6)
    assert drawn.digest["L"] == round(loss.item(), 3)
    for grad in (weight.grad, x.grad, b.grad):
        assert f"{grad.item():.3g}" in written(drawn)


def test_the_valley_lies_where_the_two_errors_are_alike():
    drawn = backprop.valley.drawing(worked("numerical_gradient"))
    ax = drawn.figure.axes[0]
    for name, order in (("forward", 1), ("central", 2)):
        steps, error = line(ax, f"{name} difference").get_data()
        best = steps[error.argmin()]
        middle = np.finfo(float).eps ** (1 / (order + 1))
        assert middle / 10 < best < middle * 10
        coarse = steps > 30 * best
        slope = np.polyfit(np.log(steps[coarse]), np.log(error[coarse]), 1)[0]
        assert slope == pytest.approx(order, abs=0.05)
        fine = steps < best / 30
        assert np.polyfit(np.log(steps[fine]), np.log(error[fine]), 1)[0] == pytest.approx(-1, abs=0.15)
    assert drawn.digest["error there, central"] < drawn.digest["error there, forward"] / 100


def test_the_bells_slope_is_autograds():
    for place in measured.PLACES:
        x = torch.tensor([place], requires_grad=True)
        (1 / (1 + x[0] * x[0])).backward()
        assert measured.slope_of_bell(place) == pytest.approx(x.grad[0].item(), abs=1e-15)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_the_pools_are_torchs(size):
    drawn = backprop.pools.drawing(worked("max_pool_backward"), worked("avg_pool_backward"), size=size)
    axes = drawn.figure.axes
    given = [float(text.get_text()) for text in axes[1].texts]
    side = 4 // size
    for ax, pool in zip(axes[2:], (functional.max_pool2d, functional.avg_pool2d)):
        image = torch.tensor(pooling.IMAGE[None, None], dtype=torch.float64, requires_grad=True)
        pool(image, size).backward(torch.tensor(given, dtype=torch.float64).reshape(1, 1, side, side))
        assert [float(text.get_text()) for text in ax.texts] == image.grad.flatten().tolist()
    assert drawn.digest["max"] == drawn.digest["average"] == sum(given)
    windows = [patch for patch in axes[0].patches if patch.get_label() == "window"]
    assert len(windows) == side * side


def test_losses_and_their_slopes_are_torchs():
    ax, plot = backprop.losses.drawing().figure.axes
    a, entropy = line(ax, "entropy").get_data()
    assert np.allclose(entropy, torch.distributions.Bernoulli(torch.from_numpy(a)).entropy())
    assert a[entropy.argmax()] == pytest.approx(0.5)
    a, cross = line(ax, "cross-entropy").get_data()
    assert np.allclose(cross, functional.binary_cross_entropy(torch.from_numpy(a), torch.ones(len(a), dtype=torch.float64),
                                                              reduction="none"))
    assert cross.argmax() == 0
    for label, loss in (("cross-entropy:", lambda out: -out.log()), ("squared error:", lambda out: (out - 1) ** 2 / 2)):
        z, slope = line(plot, label).get_data()
        given = torch.tensor(z, requires_grad=True)
        loss(given.sigmoid()).sum().backward()
        assert np.allclose(slope, given.grad, atol=1e-14)


@pytest.mark.parametrize(("name", "function"), [
    ("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("relu", torch.relu), ("relu, weights 1.5 times as large", torch.relu)])
def test_the_gradients_through_thirty_layers_are_autograds(name, function):
    rng = np.random.default_rng(0)
    factor = measured.NETS[name][2]
    weights = [torch.from_numpy(rng.normal(0, factor * np.sqrt(2 / 64), (64, 64))) for _ in range(30)]
    outputs = [torch.tensor(rng.normal(0, 1, (32, 64)), requires_grad=True)]
    for w in weights:
        outputs.append(function(outputs[-1] @ w))
        outputs[-1].retain_grad()
    outputs[-1].backward(torch.from_numpy(rng.normal(0, 1, (32, 64))))
    norms = np.array([output.grad.norm().item() for output in outputs])
    assert measured.norms(name) == pytest.approx(norms / norms[-1], rel=1e-9)


def test_depth_tells_vanishing_from_exploding():
    found = backprop.depth.drawing().digest
    assert found["sigmoid"] < 1e-12
    assert 0.05 < found["tanh"] < 2
    assert 0.5 < found["relu"] < 2
    assert found["relu, weights 1.5 times as large"] == pytest.approx(1.5 ** 30, rel=0.3)


def test_the_loss_curve_and_its_lowest_point():
    drawn = backprop.learning.drawing(HISTORY)
    ax = drawn.figure.axes[0]
    assert line(ax, "training").get_ydata().tolist() == HISTORY[:, 1].tolist()
    assert line(ax, "held-out").get_ydata().tolist() == HISTORY[:, 2].tolist()
    assert line(ax, "least").get_xdata().tolist() == [3] == [drawn.digest["best epoch"]]


def test_descent_shows_the_same_losses_twice():
    ax, other = backprop.descent.drawing(THREE, 1437).figure.axes
    for name, history in THREE.items():
        assert line(ax, name).get_data()[0].tolist() == [0, 1437, 2874, 4311, 5748]
        assert line(ax, name).get_data()[1].tolist() == history[:, 1].tolist()
        assert line(other, name).get_data()[0].tolist() == history[1:, 0].tolist()
    looks = {(one.get_linestyle(), one.get_marker()) for one in ax.lines}
    assert len(looks) == 3


def test_descend_counts_its_updates_and_lowers_the_loss():
    worked_parts = worked("softmax_cross_entropy"), worked("linear_backward")
    history = backprop.descend(*worked_parts, batch_size=500, lr=0.1, epochs=2)
    assert [row[0] for row in history] == [0, 3, 6]
    assert history[2][1] < history[1][1] < history[0][1]


def wrong_reader(x):
    read = TRUTH.copy()
    read[[3, 7, 11]] = (read[[3, 7, 11]] + 1) % 10
    return read


def test_the_confusion_matrix_counts():
    from sklearn.metrics import confusion_matrix

    drawn = backprop.confusion.drawing(wrong_reader, PIXELS, TRUTH)
    counts = confusion_matrix(TRUTH, wrong_reader(PIXELS))
    assert [int(text) for text in written(drawn)] == counts.flatten().tolist()
    assert drawn.digest == {"right": 357, "wrong": 3}
    assert sum(bool(patch.get_hatch()) for patch in drawn.figure.axes[0].patches) == np.count_nonzero(
        counts - np.diag(np.diag(counts)))


def test_the_page_shows_the_digits_that_are_read_wrongly():
    drawn = backprop.mistakes.drawing(wrong_reader, PIXELS, TRUTH)
    ax = drawn.figure.axes[0]
    assert written(drawn) == [f"is {TRUTH[k]}, read {(TRUTH[k] + 1) % 10}" for k in (3, 7, 11)]
    for image, index in zip(ax.images, (3, 7, 11)):
        assert np.array_equal(image.get_array(), PIXELS[index].reshape(8, 8))
    assert ax.get_title(loc="left").startswith("3 of 360")


def test_a_page_of_many_mistakes_ends():
    drawn = backprop.mistakes.drawing(lambda x: (TRUTH + 1) % 10, PIXELS, TRUTH)
    assert len(drawn.figure.axes[0].images) == 18
    assert "the first 18" in drawn.figure.axes[0].get_title(loc="left")
