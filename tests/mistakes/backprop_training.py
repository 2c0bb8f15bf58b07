"""Wrong answers to `train_mlp`. One function a mistake: `train_mlp__mistake`."""
import math

import numpy as np

from answers import backprop_training as right
from utils.topics.backprop.nets import train

good = right.train_mlp__xavier_tanh


def train_mlp__no_attribute(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    predict = good(x, labels, hidden, epochs, batch_size, lr, seed)
    return lambda rows: predict(rows)


def train_mlp__returns_labels(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(x, labels, hidden, epochs, batch_size, lr, seed)(x)


def train_mlp__returns_a_pair(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    predict = good(x, labels, hidden, epochs, batch_size, lr, seed)
    return predict, predict.updates


def _changed(predict, change, updates=None):
    def other(rows):
        return change(predict(rows))

    other.updates = predict.updates if updates is None else updates
    return other


def train_mlp__one_hot(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: np.eye(int(labels.max()) + 1)[found])


def train_mlp__float_labels(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found.astype(float))


def train_mlp__column(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found[:, None])


def train_mlp__squeezed(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), np.squeeze)


def train_mlp__labels_from_one(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found + 1)


def train_mlp__epochs_for_updates(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found, epochs)


def train_mlp__rows_for_updates(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found, epochs * len(x))


def train_mlp__updates_of_the_last_epoch(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr, seed), lambda found: found, math.ceil(len(x) / batch_size))


def train_mlp__one_batch_too_many(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """``n // batch_size + 1`` batches, the last of them empty where it divides."""
    predict = good(x, labels, hidden, epochs, batch_size, lr, seed)
    return _changed(predict, lambda found: found, epochs * (len(x) // batch_size + 1))


def train_mlp__rows_shuffled_without_labels(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(np.random.default_rng(seed).permutation(x), labels, hidden, epochs, batch_size, lr, seed)


def train_mlp__shuffles_in_place(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    order = np.random.default_rng(seed).permutation(len(x))
    x[:], labels[:] = x[order], labels[order]
    return good(x, labels, hidden, epochs, batch_size, lr, seed)


def train_mlp__scales_in_place(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    if x.dtype.kind == "f":
        x /= max(1.0, np.abs(x).max())
    return good(x, labels, hidden, epochs, batch_size, lr, seed)


def train_mlp__standardises_by_what_it_predicts(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    def standard(rows):
        return (rows - rows.mean(0)) / (rows.std(0) + 1e-3)

    predict = good(standard(x), labels, hidden, epochs, batch_size, lr, seed)

    def other(rows):
        return predict(standard(rows))

    other.updates = predict.updates
    return other


def train_mlp__ten_classes(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(x, np.minimum(labels, 9), hidden, epochs, batch_size, lr, seed)


def train_mlp__two_classes(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(x, (labels > 0).astype(int), hidden, epochs, batch_size, lr, seed)


def train_mlp__full_batch(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(x, labels, hidden, epochs, len(x), lr, seed)


def train_mlp__epochs_ignored(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return good(x, labels, hidden, 40, batch_size, lr, seed)


def train_mlp__epochs_count_updates(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """Stops after `epochs` batches."""
    predict = good(x, labels, hidden, max(1, epochs // math.ceil(len(x) / batch_size)), batch_size, lr, seed)
    return _changed(predict, lambda found: found, epochs)


def train_mlp__default_of_ten_epochs(x, labels, hidden=30, epochs=10, batch_size=32, lr=0.5, seed=0):
    return good(x, labels, hidden, epochs, batch_size, lr, seed)


def train_mlp__default_batch_of_64(x, labels, hidden=30, epochs=40, batch_size=64, lr=0.5, seed=0):
    return good(x, labels, hidden, epochs, batch_size, lr, seed)


def train_mlp__first_batch_only(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """Always the same rows: the slice does not move."""
    count = epochs * math.ceil(len(x) / batch_size)
    return _changed(good(x[:batch_size], labels[:batch_size], hidden, count, batch_size, lr, seed), lambda found: found, count)


def train_mlp__nearest_neighbour(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    """No net at all: knows every row by heart."""
    def predict(rows):
        return labels[((x**2).sum(axis=1) - 2 * rows @ x.T).argmin(axis=1)]

    predict.updates = epochs * math.ceil(len(x) / batch_size)
    return predict


def train_mlp__most_frequent(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    def predict(rows):
        return np.full(len(rows), np.bincount(labels).argmax())

    predict.updates = epochs * math.ceil(len(x) / batch_size)
    return predict


def train_mlp__learning_rate_falls_to_nothing(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0):
    return _changed(good(x, labels, hidden, epochs, batch_size, lr / 100, seed), lambda found: found)


def _net(**switches):
    return lambda x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0: train(
        x, labels, hidden, epochs, batch_size, lr, seed, **switches)


def train_mlp__tanh_slope_forgotten(*args, **kwargs):
    return _net(act="tanh", slope=False)(*args, **kwargs)


# these three learn most of the digits, and no law of the check tells them apart: none of them may be given a name


def train_mlp__relu_slope_forgotten(*args, **kwargs):
    return _net(slope=False)(*args, **kwargs)


def train_mlp__first_layer_untrained(*args, **kwargs):
    return _net(layers=(2,))(*args, **kwargs)


def train_mlp__weights_decay(*args, **kwargs):
    return _net(decay=0.01)(*args, **kwargs)


def train_mlp__mean_over_all_rows(*args, **kwargs):
    return _net(share="all")(*args, **kwargs)


def train_mlp__enormous_weights(*args, **kwargs):
    return _net(weights=50.0)(*args, **kwargs)


def train_mlp__uphill(*args, **kwargs):
    return _net(act="tanh", sign=-1.0)(*args, **kwargs)
