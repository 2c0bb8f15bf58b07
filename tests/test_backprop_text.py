"""Topic 01: the numbers that the text states, and the rows of the source inventory that it covers."""
import numpy as np
import pytest
import torch
from torch.nn import functional

from utils import course
from utils.data import digits
from utils.figures.backprop import descend

TOPIC = course.topic("backprop")
EPS = np.finfo(float).eps
(Value, numerical_gradient, softmax_cross_entropy, linear_backward, max_pool_backward, avg_pool_backward,
 train_mlp) = map(course.reference, TOPIC.exercise_cells)


def leaves(numbers):
    return [torch.tensor(float(number), dtype=torch.float64, requires_grad=True) for number in numbers]


def test_the_examples_of_the_tasks():
    a = Value(2)
    z = a * a + 3 * a
    z.backward()
    assert a.grad == 7
    assert np.round(numerical_gradient(lambda x: float(x[0] ** 2 + 3 * x[1]), np.array([2, 5])), 6).tolist() == [4, 3]
    loss, dlogits = softmax_cross_entropy([[0, 0]], [1])
    assert (round(loss, 3), dlogits.tolist()) == (0.693, [[0.5, -0.5]])
    dx, dw, db = linear_backward([[1]], [[1, 2]], [[3], [4]])
    assert (dx.tolist(), dw.tolist(), db.tolist()) == ([[3, 4]], [[1], [2]], [1])
    assert max_pool_backward([[[[7]]]], [[[[1, 5], [5, 2]]]], 2).tolist() == [[[[0, 7], [0, 0]]]]
    assert avg_pool_backward([[[[8]]]], 2).tolist() == [[[[2, 2], [2, 2]]]]


def test_the_case_by_hand():
    a, b, c = given = leaves([2, -3, 10])
    d = a * b
    e = d + c
    f = e * a
    for node in (d, e, f):
        node.retain_grad()
    f.backward()
    assert [node.item() for node in (d, e, f)] == [-6, 4, 8]
    assert [node.grad.item() for node in (*given, d, e, f)] == [-2, 4, 2, 2, 2, 1]


def test_the_neuron_that_saturates_has_more_loss_and_less_gradient():
    def tried(w):
        weight = Value(w)
        loss = ((weight * 2 - 0.5).tanh() - 1) ** 2
        loss.backward()
        return loss.data, abs(weight.grad)

    (loss, slope), (high, low) = tried(0.5), tried(-3)
    assert high > 10 * loss
    assert low < slope / 1000


def test_where_the_valley_should_lie():
    assert f"{EPS:.1e}" == "2.2e-16"
    assert f"{EPS ** 0.5:.1e}" == "1.5e-08"
    assert f"{EPS ** (1 / 3):.0e}" == "6e-06"
    assert f"{np.finfo(np.float32).eps:.1e}" == "1.2e-07"
    assert f"{float(np.finfo(np.float32).eps) ** (1 / 3):.0e}" == "5e-03"


def test_the_losses_of_the_page():
    history = np.array(descend(softmax_cross_entropy, linear_backward, 32, 0.5, 40))
    predict = train_mlp(*digits()[:2])
    assert history[-1, 0] == predict.updates == 1800
    late, later = history[16:26].mean(axis=0), history[31:].mean(axis=0)
    assert later[1] < late[1] / 1.5, "the training loss goes on falling"
    assert abs(later[2] / late[2] - 1) < 0.25, "the held-out one stands still"
    assert np.ptp(history[5, 1:]) < 0.02, "at first they fall together"


def test_the_noise_of_a_batch_falls_as_one_over_the_square_root():
    x, labels = digits()[:2]
    w, rng = np.zeros((64, 10)), np.random.default_rng(0)

    def gradient(rows):
        return linear_backward(softmax_cross_entropy(x[rows] @ w, labels[rows])[1], x[rows], w)[1]

    whole = gradient(np.arange(len(x)))

    def noise(size):
        return np.sqrt(np.mean([((gradient(rng.integers(0, len(x), size)) - whole) ** 2).sum() for _ in range(400)]))

    assert noise(4) / noise(64) == pytest.approx(4, rel=0.1)


def test_batches_iterations_and_epochs():
    assert (-(-1437 // 32), 1437 - 44 * 32) == (45, 29)
    assert (1000 // 10, -(-1000 // 32), 1000 - 31 * 32) == (100, 32, 8)
    for rows, updates in ((1437, 1), (32, 45), (1, 1437)):
        assert descend(softmax_cross_entropy, linear_backward, rows, 0.01, 1)[-1][0] == updates


def test_the_numbers_of_depth_and_cost():
    assert f"{0.25 ** 30:.1e}" == "8.7e-19"
    assert round(1.5 ** 30, -4) == 190_000
    assert 64 * 30 + 30 + 30 * 10 + 10 == 2260
    assert 2 * 2260 == 4520


def test_the_numbers_of_the_errata():
    assert (round(-np.log(0.5), 3), round(-np.log(0.01), 3)) == (0.693, 4.605)
    z = torch.tensor([0.0, 10.0, -10.0], dtype=torch.float64, requires_grad=True)
    z.sigmoid().sum().backward()
    assert (z.grad[0].item(), f"{z.grad[1].item():.1e}") == (0.25, "4.5e-05")
    slopes = []
    for loss in (lambda a: -a.log(), lambda a: (a - 1) ** 2 / 2):
        z = torch.tensor(-10.0, dtype=torch.float64, requires_grad=True)
        loss(z.sigmoid()).backward()
        slopes.append(f"{z.grad.item():.1e}")
    assert slopes == ["-1.0e+00", "-4.5e-05"]
    logits = torch.tensor([[4.0, 0.0]])
    fed = [functional.cross_entropy(given, torch.tensor([0])).item() for given in (logits, logits.softmax(dim=1))]
    assert np.round(fed, 3).tolist() == [0.018, 0.323]
    assert round(49 / 9, 2) == 5.44  # a pixel of 3 by 3 lies in 2 or 3 windows in each direction: (2 + 3 + 2)² of 81 shares


def test_the_formula_of_batch_norm():
    rng = np.random.default_rng(0)
    x, dy, gamma = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), rng.normal(size=3)
    given, scale, shift = (torch.tensor(values, requires_grad=True) for values in (x, gamma, np.zeros(3)))
    functional.batch_norm(given, None, None, scale, shift, training=True).backward(torch.from_numpy(dy))
    sigma = np.sqrt(x.var(axis=0) + 1e-5)
    x_hat = (x - x.mean(axis=0)) / sigma
    dx = gamma / (6 * sigma) * (6 * dy - dy.sum(axis=0) - x_hat * (dy * x_hat).sum(axis=0))
    for ours, theirs in ((dx, given), ((dy * x_hat).sum(axis=0), scale), (dy.sum(axis=0), shift)):
        assert np.allclose(ours, theirs.grad, atol=1e-12)


ROWS = {  # row of the source inventory → what of it must be found in the notebook
    "A002": "批大小", "A003": "迭代", "A004": "轮次", "A005": "批量,", "A006": "随机,", "A007": "小批量梯度下降",
    "A008": "在线学习", "A022": "反向传播", "A023": "链式法则", "A024": "梯度消失", "A055": "交叉熵",
    "A059": "均方误差", "A068": "BN 反向传播", "A090": "卷积反向传播", "A103": "池化反向传播",
    "F059": "the last batch of 8", "F060": "5.44 of 9 survive", "F061": "stride 1, gets 4",
    "F112": "sigmoid's derivative", "F115": "At 0.5 it is ln 2 = 0.693", "F116": "says nan",
    "F120": "B = N, B = 1, 1 < B < N", "E019": "does not concern pooling layers",
    "E020": "keeps the sum of the gradient", "E047": "No finite logits make", "E048": "What does it give at −3?",
    "E049": "largest derivative of sigmoid, and of tanh", "E050": "at a = 0.01 for label 1",
    "E051": "gradient of a vector's norm at zero", "E052": "轮次, not 批次", "Q001": "An iteration is one update",
    "Q002": "1,000 / 10 = 100", "Q003": "both hyperparameters", "Q004": "what is the batch size of each",
    "Q005": "why was SGD introduced", "Q006": "What does one step of SGD do",
    "Q023": "How do you choose a batch size", "Q032": "Derive backpropagation for one hidden layer",
    "Q033": "How does a convolution backpropagate", "Q034": "equal shares",
    "Q035": "What must max pooling remember", "Q036": "in recurrent ones", "Q037": "Why are activations needed",
    "Q038": "a perceptron with a step", "Q041": "sigmoid and tanh saturate", "Q042": "How does ReLU ease",
    "Q044": "a dead unit", "Q045": "What does cross-entropy measure", "Q046": "it has no bound",
    "Q047": "why cross-entropy and not squared error", "Q048": "Why feed logits", "Q049": "class indices",
    "Q054": "subgradients of one entry",
}


def test_the_numbers_of_the_cards_on_training():
    weight = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    weight.grad = torch.tensor([1e-3, -500.0], dtype=torch.float64)
    torch.optim.Adam([weight], lr=0.01).step()
    assert torch.allclose(weight, torch.tensor([-0.01, 0.01], dtype=torch.float64), atol=1e-6)
    velocity = 0
    for _ in range(300):
        velocity = 0.9 * velocity + 1
    assert round(velocity, 6) == 10
    assert [round((1 - p) ** 2, 2) for p in (0.9, 0.1)] == [0.01, 0.81]
    x = torch.linspace(-3, 3, 50, dtype=torch.float64)
    assert torch.allclose(torch.tanh(x), 2 * torch.sigmoid(2 * x) - 1)
    assert set(functional.dropout(torch.ones(100), 0.5).tolist()) == {0, 2}
    norm = torch.nn.BatchNorm2d(7)
    assert sum(p.numel() for p in norm.parameters()) == norm.running_mean.numel() + norm.running_var.numel() == 14
    uneven = torch.distributions.Exponential(1.0).icdf(torch.linspace(0.5, 99_999.5, 100_000, dtype=torch.float64) / 100_000)
    normed = functional.batch_norm(uneven[:, None], None, None, training=True)
    assert abs((normed ** 3).mean() - 2) < 0.05


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_inventory_is_there(row):
    assert ROWS[row] in "\n".join(" ".join(cell.source.split()) for cell in TOPIC.cells)
