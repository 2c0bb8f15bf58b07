"""softmax_cross_entropy: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array, Number, Parts
from ...strategies import layouts
from ...threads import one_thread
from .strategies import numbers
from .value import FORBIDDEN


@one_thread()
def cross_entropy_oracle(logits, labels):
    """torch.nn.functional.cross_entropy and its gradient, in float64; torch raises IndexError, the exercise ValueError."""
    import torch

    logits, labels = np.asarray(logits), np.asarray(labels).astype(np.int64)
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError
    leaf = torch.from_numpy(logits.astype(np.float64)).requires_grad_()
    loss = torch.nn.functional.cross_entropy(leaf, torch.from_numpy(labels))
    loss.backward()
    return loss.item(), leaf.grad.numpy()


def entropy(logits, labels, shift="row", axis=1, form="log-softmax", epsilon=0.0, reduce="mean", share="mean", one_hot="full",
            checked="both", flat="", refusal=ValueError):
    """The loss and its gradient with a switch for each mistake."""
    logits, labels = np.asarray(logits), np.asarray(labels).astype(np.int64)
    logits = logits.astype(np.result_type(logits.dtype, np.float32) if logits.dtype.kind == "f" else np.float64)
    count, classes = logits.shape
    if checked in ("both", "low") and labels.min() < 0 or checked in ("both", "high") and labels.max() >= classes:
        raise refusal("a label is outside 0..C-1")
    rows = np.arange(count)
    with np.errstate(all="ignore"):
        top = {"row": logits.max(axis=axis, keepdims=True), "all": logits.max(), "none": np.zeros((), logits.dtype),
               "mean": logits.mean(axis=axis, keepdims=True), "least": logits.min(axis=axis, keepdims=True),
               "column": logits.max(axis=0, keepdims=True)}[shift]
        powers = np.exp(logits - (top[:, 0] if "max" in flat else top))
        total = powers.sum(axis=axis, keepdims="sum" not in flat)
        p = powers / total
        if form in ("log-softmax", "exp of log"):
            log_p = logits - (top[:, 0] if "max" in flat else top) - np.log(total)
            p = np.exp(log_p) if form == "exp of log" else p
        else:
            log_p = np.log({"p": p + p.dtype.type(epsilon), "clip": np.clip(p, epsilon, 1 if form == "p" else 1 - epsilon),
                            "clip below": np.maximum(p, epsilon)}[form])
        hot = np.zeros_like(p)
        if checked == "compared":  # a label outside is in no column, not even counted from the end
            hot[...] = np.arange(classes) == labels[:, None]
            picked = -np.where(hot, log_p, 0).sum(axis=1)
        else:
            hot[rows, labels] = 1
            picked = -log_p[rows, labels]
    loss = {"mean": picked.mean(), "sum": picked.sum(), "mean over all": picked.sum() / (count * classes), "sign": -picked.mean(),
            "classes": picked.sum() / classes, "twice": picked.mean() / count, "base 2": picked.mean() / np.log(2),
            "base 10": picked.mean() / np.log(10)}[reduce]
    divisor = {"mean": count, "sum": 1, "mean over all": count * classes, "classes": classes, "twice": count**2}[share]
    gradient = {"full": (p - hot) / divisor, "none": p / divisor, "late": p / divisor - hot, "sign": (hot - p) / divisor,
                "only": -hot / divisor, "divided": -hot / np.where(p > 0, p, 1) / divisor}[one_hot]
    return float(loss), gradient


def _wrong(**switches):
    return lambda logits, labels: entropy(logits, labels, **switches)


def _wrong_twice(**switches):
    """The mistake with the probabilities, and with their logarithms."""
    return _wrong(**switches), _wrong(form="p", **switches)


def _wrong_thrice(**switches):
    """And with the probabilities that come from those logarithms: where they overflow, they are others."""
    return *_wrong_twice(**switches), _wrong(form="exp of log", **switches)


def _careless(**switches):
    """The same two without a look at the labels: who writes the formula down at once makes both mistakes."""
    return _wrong_twice(checked="none", **switches)


LOGITS = np.array([[1.0, 2, 0.5, -1], [0, -3, 2, 0.25], [4, 4, 4, 4]])
LABELS = np.array([1, 0, 3])
SQUARE = np.array([[2.0, -1, 0.5], [0, 1, 3], [-2, 0.25, 1]])


def entropy_cases():
    """One to four rows, one to four classes, whole logits at several scales; now and then a label that is none."""
    from hypothesis import strategies as st

    lists = numbers(16)
    count, classes = st.integers(1, 4), st.integers(1, 4)
    scale = st.sampled_from([1.0, 1.0, 1.0, 0.25, 10.0, 1000.0])
    dtype, labels_dtype = st.sampled_from([np.float64, np.float64, np.float32, np.int64]), st.sampled_from([np.int64, np.int64, np.int32, np.uint8])
    label, off, layout = st.integers(0, 99), st.sampled_from([0, 0, 0, 0, 0, 0, 0, 0, -1, 1]), layouts()

    @st.composite
    def one(draw):
        rows, columns = draw(count), draw(classes)
        kind = draw(dtype)
        logits = np.array(draw(lists[rows * columns]), dtype=float).reshape(rows, columns) * draw(scale)
        logits = (np.rint(logits) if kind is np.int64 else logits).astype(kind)
        labels = np.array([draw(label) % columns for _ in range(rows)], dtype=draw(labels_dtype))
        outside = draw(off)
        if outside > 0:
            labels[0] = columns
        elif outside < 0 and labels.dtype.kind == "i":
            labels[-1] = -1
        return Case((logits, labels), layout=draw(layout))

    return one()


SOFTMAX_CROSS_ENTROPY = Exercise(
    name="softmax_cross_entropy",
    oracle=cross_entropy_oracle,
    returns=Parts(loss=Number("a float"), dlogits=Array("float", "a float array of shape (N, C)")),
    cases=(
        case(np.array([[0.0, 0]]), np.array([1]), why="two equal logits: ln 2, and gradient 1/2, -1/2, by hand"),
        case(np.array([[1.0, 2, 3]]), np.array([2]), why="one row: an average over the batch does not show yet"),
        case(np.array([[1.0, 2, 3], [0, 0, 0]]), np.array([0, 1]), why="two rows: mean, not sum, of loss and of gradient"),
        case(LOGITS, LABELS, why="N = 3, C = 4: rows told from columns"),
        case(SQUARE, np.array([0, 2, 1]), why="N = C: a softmax over the wrong axis has the right shape"),
        case(SQUARE, np.array([1, 1, 1]), why="one class only"),
        case(np.array([[5.0]]), np.array([0]), why="one class: loss 0, gradient 0"),
        case(np.array([[5.0], [-2], [0]]), np.array([0, 0, 0]), why="one class, three rows: (3, 1) stays (3, 1)"),
        case(np.array([[1e4, 0, -1e4]]), np.array([0]), why="exp(1e4) overflows: subtract the maximum"),
        case(np.array([[1e4, 0, -1e4]]), np.array([2]), why="loss 20,000: p underflows to 0, so log(p) will not do, nor log(p + 1e-8)"),
        case(np.array([[-1e4, -1e4 + 1, -1e4]]), np.array([1]), why="all far below 0: exp underflows, 0/0"),
        case(np.array([[1e4, 1e4 - 1], [0, 1], [-1e4, -1e4 + 2]]), np.array([1, 0, 1]),
             why="rows of very different size: one maximum for all rows is too much for the small ones"),
        case(np.array([[30.0, 0], [0, 25]]), np.array([1, 0]), why="p near 1e-13 and 1e-11: every small number added to p shows"),
        case(np.array([[0.5, 0.25, 0.125]]), np.array([1]), why="p near 1/3: 1e-8 more shows in the eighth digit"),
        case(np.array([[0.1, 0.7, -0.3], [1.1, 0.2, 0.6]]), np.array([0, 2]), why="tenths: rounded to float32 on the way in, they are others"),
        case(np.array([[700.0, 710, 720]]), np.array([0]), why="exp(710) overflows, exp(700) does not"),
        case(np.array([[-300.0, 400, 0, 20]]), np.array([0]), why="p of 1e-304: clipped it is another loss"),
        case(np.array([[50.0, 0, 0]]), np.array([0]), why="loss near 0"),
        case(LOGITS, np.array([1, 4, 3]), why="a label of C raises ValueError, not IndexError"),
        case(LOGITS, np.array([1, 0, -1]), why="a label of -1 raises ValueError: NumPy would take the last class"),
        case(LOGITS, np.array([-4, 0, 1]), why="so does -C"),
        case(np.array([[1.0]]), np.array([1]), why="one class has label 0 only"),
        case(LOGITS, np.array([9, 0, 1], dtype=np.uint8), why="and so does a label far beyond"),
        case(LOGITS.astype(np.float32), LABELS.astype(np.int32), why="float32 in: that width or more out"),
        case(np.array([[1e4, -1e4], [-1e4, 1e4]], dtype=np.float32), np.array([1, 1]), why="float32 overflows beyond exp(88)"),
        case(np.array([[1, 2, 3], [3, 0, -2]]), np.array([0, 1]), why="integer logits count as float64"),
        case(LOGITS, LABELS.astype(np.uint8), why="unsigned labels"),
        case(LOGITS, LABELS.astype(np.int8), layout="readonly", why="read-only: subtracting the maximum in place fails"),
        case(LOGITS, LABELS, layout="strided", why="every second row of a larger array"),
    ),
    generate=entropy_cases,
    misconceptions=(
        Misconception("overflow", "exp of a large logit is inf: subtract each row's maximum first; p does not change.",
                      *_wrong_thrice(shift="none"), *_careless(shift="none"), *_wrong_thrice(shift="mean"),
                      *_wrong_thrice(shift="least")),
        Misconception("global_maximum", "one maximum for all rows leaves exp 0 in rows far below it: subtract each row's own.",
                      *_wrong_thrice(shift="all")),
        Misconception("log_of_underflow", "a small p is 0 in floats, and its logarithm -inf: work out log p as logit minus maximum minus log "
                      "of the sum.", _wrong(form="p"), _wrong(form="p", checked="none"), _wrong(form="clip below", epsilon=np.finfo(float).tiny)),
        Misconception("log_epsilon", "a small number inside the logarithm biases every loss and caps it: work out log p without p.",
                      *(_wrong(form=form, epsilon=10.0**-k) for form in ("p", "clip", "clip below") for k in (5, 6, 7, 8, 9, 10, 12, 15, 20)),
                      *(_wrong(form="p", epsilon=e) for e in (np.finfo(float).eps, 1e-16, 1e-30)),
                      *(_wrong(form="p", epsilon=10.0**-k, checked="none") for k in (8, 9, 10, 12, 15))),
        Misconception("wrong_axis", "each *row* is one example, with a maximum and a sum of its own: the axis is 1, or -1.",
                      *_wrong_twice(axis=0), *_wrong_thrice(shift="column")),
        Misconception("keepdims_missing", "maximum and sum of a row have to be (N, 1), by `keepdims=True`: as (N,) they are taken along the "
                      "columns, or fit nowhere.", *(w for flat in ("max", "sum", "max, sum") for w in _wrong_twice(flat=flat))),
        Misconception("gradient_not_averaged", "the loss is a mean over the batch, so its gradient has the 1/N too.",
                      *_wrong_twice(share="sum"), *_careless(share="sum")),
        Misconception("averaged_twice", "a mean divides by N once; it has been divided by N again.",
                      *(w for twice in ({"share": "twice"}, {"reduce": "twice"}, {"reduce": "twice", "share": "twice"})
                        for w in _wrong_twice(**twice))),
        Misconception("other_logarithm", "the logarithm is the natural one: `np.log`, not `np.log2` or `np.log10`.",
                      *_wrong_twice(reduce="base 2"), *_wrong_twice(reduce="base 10")),
        Misconception("sum_for_mean", "the loss is the mean over the batch, not the sum.",
                      *_wrong_twice(reduce="sum", share="sum"), *_wrong_twice(reduce="sum")),
        Misconception("averaged_over_classes", "the mean goes over the N rows; the C classes of a row are summed, and all but one are 0.",
                      *_wrong_twice(reduce="mean over all"), *_wrong_twice(reduce="mean over all", share="mean over all"),
                      *_wrong_twice(share="mean over all"), *_wrong_twice(share="classes"),
                      _wrong(reduce="classes", share="classes")),
        Misconception("one_hot_not_subtracted", "the gradient is p minus 1 at the label, over N: without the 1 it only pushes all logits down.",
                      *_wrong_twice(one_hot="none")),
        Misconception("one_hot_after_division", "p *and* the one-hot are divided by N.", *_wrong_twice(one_hot="late")),
        Misconception("sign", "the gradient points to where the loss grows: p minus one-hot, and the loss is minus log p.",
                      *_wrong_twice(one_hot="sign"), *_wrong_twice(reduce="sign"), *_wrong_twice(reduce="sign", one_hot="sign")),
        Misconception("label_unchecked", "a label outside 0..C-1 raises ValueError; NumPy itself takes -1 for the last class, and raises "
                      "IndexError beyond the end.", _wrong(checked="none"), _wrong(checked="high"), _wrong(checked="low"),
                      _wrong(checked="compared")),
        Misconception("other_exception", "a label outside 0..C-1 raises ValueError, not IndexError; and `assert` raises AssertionError, or under "
                      "`python -O` nothing.", _wrong(refusal=IndexError), _wrong(refusal=AssertionError)),
    ),
    hints=("What happens to p if the same number is subtracted from all logits of a row? Which number keeps exp within bounds?",
           "Shapes: maximum and sum of a row are (N, 1), so that they broadcast against (N, C); the picked log p is (N,).",
           "Shift each row by its maximum. log p is shifted minus the log of the row's sum of exp. The loss is minus the mean of log p at the "
           "labels. The gradient is p, less 1 at the labels, over N. Look at the labels first: ValueError."),
    praise="Why: log p straight from the logits never takes the log of 0, and p minus one-hot is all that is left of two Jacobians. Usual "
           "traps: log(p + 1e-8), the missing 1/N. Next question: what does label smoothing change in the gradient?",
    forbidden=FORBIDDEN,
    library=cross_entropy_oracle,
    equivalent={
        "logits, labels = (np.asarray(logits, dtype=float), np.asarray(labels)) -> pass":
            "both are arrays already, and whole logits become floats in exp",
        "logits, labels = (np.asarray(logits, dtype=float), np.asarray(labels)) -> logits, labels = (np.asarray(logits), np.asarray(labels))":
            "whole logits become floats in exp, and float32 may stay float32; only unsigned ones would wrap round, and no score is unsigned",
        "shifted = logits - logits.max(axis=1, keepdims=True) -> shifted = logits - logits.max(axis=-1, keepdims=True)":
            "of two axes the last is axis 1",
        "log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)) -> "
        "log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))": "of two axes the last is axis 1",
    },
)
