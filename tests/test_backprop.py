"""Topic 01: the worked solutions against torch and definitions."""
import operator

import numpy as np
import pytest
import torch
from torch.nn import functional

from utils import course
from utils.data import digits, rings

NAMES = ("Value", "numerical_gradient", "softmax_cross_entropy", "linear_backward", "max_pool_backward",
         "avg_pool_backward", "train_mlp")
(Value, numerical_gradient, softmax_cross_entropy, linear_backward, max_pool_backward, avg_pool_backward,
 train_mlp) = map(course.reference, NAMES)


def test_the_exercises_stand_in_the_order_of_the_catalogue():
    assert tuple(course.topic("backprop").exercise_cells) == NAMES


def leaves(numbers):
    return [torch.tensor(float(number), dtype=torch.float64, requires_grad=True) for number in numbers]


def random_program(rng):
    """Steps of a random expression: which earlier values to join, and how; reuse and diamonds come by themselves."""
    steps = []
    for count in range(3, 15):
        one, other = rng.integers(0, count, 2)
        steps.append((rng.choice(list(JOINS)), int(one), int(other)))
    return steps


JOINS = {  # bounded, so that fifteen steps do not overflow
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a.tanh() * b, "/": lambda a, b: a / (b ** 2 + 1),
    "tanh": lambda a, b: a.tanh(), "relu": lambda a, b: (-a).relu(), "exp": lambda a, b: a.tanh().exp(),
    "square": lambda a, b: a.tanh() ** 2, "number": lambda a, b: 2 - 3 * a + b / 4 + 1 / (b ** 2 + 2) - 1,
}


def run(program, values):
    values = list(values)
    for kind, one, other in program:
        values.append(JOINS[kind](values[one], values[other]))
    return sum(values[3:], values[0])


@pytest.mark.parametrize("seed", range(40))
def test_value_is_torchs_autograd(seed):
    rng = np.random.default_rng(seed)
    program, numbers = random_program(rng), rng.integers(-8, 9, 3) / 4 + 0.1
    ours, theirs = [Value(number) for number in numbers], leaves(numbers)
    end, wanted = run(program, ours), run(program, theirs)
    assert end.data == pytest.approx(wanted.item(), rel=1e-9)
    end.backward()
    wanted.backward()
    for mine, yours in zip(ours, theirs):
        assert mine.grad == pytest.approx(0.0 if yours.grad is None else yours.grad.item(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("power", [-2, -1, 0, 0.5, 1, 2, 3])
def test_powers(power):
    a = Value(2.25)
    b = a ** power
    b.backward()
    assert (b.data, a.grad) == (pytest.approx(2.25 ** power), pytest.approx(power * 2.25 ** (power - 1)))


def test_a_long_chain_and_sixty_doublings_and_a_diamond():
    start = end = Value(1.0)
    for _ in range(5000):
        end = end + 1
    end.backward()
    assert (end.data, start.grad) == (5001, 1)
    start = end = Value(1.0)
    for _ in range(60):
        end = end + end
    end.backward()
    assert start.grad == 2.0 ** 60
    a = Value(3.0)
    b = a * a
    (b + b * a).backward()
    assert a.grad == 2 * 3 + 3 * 9


@pytest.mark.parametrize("join", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_numbers_stand_on_either_side(join):
    for swapped in (False, True):
        a, theirs = Value(4.0), leaves([4])[0]
        made, wanted = (join(2, a), join(2, theirs)) if swapped else (join(a, 2), join(theirs, 2))
        made.backward()
        wanted.backward()
        assert (made.data, a.grad) == (wanted.item(), theirs.grad.item())


def test_relu_at_zero_and_below():
    for number, value, slope in ((-3.0, 0, 0), (0.0, 0, 0), (2.0, 2, 1)):
        a = Value(number)
        b = a.relu()
        b.backward()
        assert (b.data, a.grad) == (value, slope)


def test_numerical_gradient_is_its_definition_and_leaves_x_alone():
    rng = np.random.default_rng(0)
    x, calls = rng.normal(size=(3, 4)), []
    before = x.tobytes()

    def f(at):
        calls.append(at.dtype)
        return float((np.sin(at) * np.arange(12).reshape(3, 4)).sum())

    found = numerical_gradient(f, x)
    assert (len(calls), set(calls), x.tobytes()) == (2 * x.size, {np.dtype(float)}, before)
    assert np.allclose(found, np.cos(x) * np.arange(12).reshape(3, 4), atol=1e-8)
    assert numerical_gradient(lambda at: float(at[0] ** 2), np.array([3, 4], dtype=np.float32), eps=0.5).tolist() == [6, 0]
    assert numerical_gradient(lambda at: 0.0, np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize(("count", "classes", "scale"), [(1, 1, 1), (1, 3, 1), (7, 4, 3), (5, 2, 1e4), (64, 10, 10)])
def test_softmax_cross_entropy_is_torchs(count, classes, scale):
    rng = np.random.default_rng(count)
    logits, labels = scale * rng.normal(size=(count, classes)), rng.integers(0, classes, count)
    given = torch.tensor(logits, requires_grad=True)
    wanted = functional.cross_entropy(given, torch.from_numpy(labels))
    wanted.backward()
    loss, dlogits = softmax_cross_entropy(logits, labels)
    assert loss == pytest.approx(wanted.item(), rel=1e-12)
    assert np.allclose(dlogits, given.grad, atol=1e-15)
    assert np.allclose(dlogits.sum(axis=1), 0, atol=1e-15)
    assert np.allclose(dlogits, numerical_gradient(lambda z: softmax_cross_entropy(z, labels)[0], logits), atol=1e-6)


@pytest.mark.parametrize("label", [-1, 3])
def test_a_label_outside_is_an_error(label):
    with pytest.raises(ValueError, match=rf"^label {label} is outside 0\.\.2$"):
        softmax_cross_entropy(np.zeros((2, 3)), np.array([0, label]))


@pytest.mark.parametrize(("count", "inside", "outside"), [(1, 1, 1), (5, 3, 2), (4, 4, 4), (0, 2, 3)])
def test_linear_backward_is_autograd(count, inside, outside):
    rng = np.random.default_rng(count)
    x, w, dout = (rng.normal(size=shape) for shape in ((count, inside), (inside, outside), (count, outside)))
    given = [torch.tensor(values, requires_grad=True) for values in (x, w, np.zeros(outside))]
    (given[0] @ given[1] + given[2]).backward(torch.from_numpy(dout))
    for ours, theirs in zip(linear_backward(dout, x, w), given):
        assert ours.shape == tuple(theirs.shape)
        assert np.allclose(ours, theirs.grad, atol=1e-14)


@pytest.mark.parametrize(("shape", "size"), [((1, 1, 2, 2), 2), ((2, 3, 6, 4), 2), ((2, 1, 7, 5), 3), ((1, 2, 3, 4), 1)])
def test_pooling_backward_is_autograd(shape, size):
    rng = np.random.default_rng(size)
    for x in (rng.integers(0, 3, shape).astype(float), rng.normal(size=shape)):  # many ties, and none
        given = torch.tensor(x, requires_grad=True)
        pooled = functional.max_pool2d(given, size)
        dout = rng.normal(size=pooled.shape)
        pooled.backward(torch.from_numpy(dout))
        assert np.array_equal(max_pool_backward(dout, x, size), given.grad)
    given = torch.zeros((*shape[:2], *(side * size for side in dout.shape[2:])), dtype=torch.float64, requires_grad=True)
    functional.avg_pool2d(given, size).backward(torch.from_numpy(dout))
    shared = avg_pool_backward(dout, size)
    assert np.allclose(shared, given.grad, atol=1e-15)
    assert shared.sum() == pytest.approx(dout.sum())


@pytest.mark.parametrize("shape", [(1, 1, 2, 5), (1, 1, 5, 2)])
def test_a_window_that_does_not_fit_is_an_error(shape):
    with pytest.raises(ValueError, match=rf"^window of 3 does not fit into {shape[2]} x {shape[3]}$"):
        max_pool_backward(np.zeros((1, 1, 1, 1)), np.zeros(shape), 3)


def share(predict, x, labels):
    return float(np.mean(predict(x) == labels))


@pytest.mark.parametrize("seed", range(3))
def test_the_net_reads_digits_and_parts_rings(seed):
    x, labels, x_new, labels_new = digits()
    assert share(train_mlp(x, labels, seed=seed), x_new, labels_new) >= 0.95
    order = np.argsort(labels, kind="stable")
    assert share(train_mlp(x[order], labels[order], seed=seed), x_new, labels_new) >= 0.95
    predict = train_mlp(*rings(400, seed), seed=seed)
    assert share(predict, *rings(400, seed + 100)) >= 0.95
    assert predict.updates == 40 * 13


def test_few_rows_a_tiny_rate_and_the_same_seed():
    x, labels, x_new, labels_new = digits()
    assert share(train_mlp(x[:20], labels[:20]), x_new, labels_new) > 0.2
    assert share(train_mlp(x, labels, lr=1e-12, epochs=2), x_new, labels_new) < 0.3
    one, other = (train_mlp(x[:200], labels[:200], epochs=5, seed=4)(x_new) for _ in range(2))
    assert np.array_equal(one, other)
    assert train_mlp(x[:100], labels[:100], epochs=2).updates == 8


def test_the_data_are_what_the_text_says():
    x, labels, x_new, labels_new = digits()
    assert (x.shape, x_new.shape, labels.shape, labels_new.shape) == ((1437, 64), (360, 64), (1437,), (360,))
    assert (x.min(), x.max(), len(x) + len(x_new)) == (0, 1, 1797)
    assert sorted(np.unique(labels)) == list(range(10))
    points, sides = rings(101, 3)
    radius = np.linalg.norm(points, axis=1)
    assert (points.shape, np.bincount(sides).tolist()) == ((101, 2), [51, 50])
    assert radius[sides == 0].max() < 1.5 < radius[sides == 1].min()
