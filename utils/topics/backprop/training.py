"""train_mlp: tasks for a trained net, the laws that it is held to, and the wrong nets that people train."""
from __future__ import annotations

import numbers

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...formatting import article, brief
from ...returns import Finding, foreign
from ...threads import one_thread
from .nets import Task, WrongNet, class_missing, corners, digits_and_noise, nothing, rings, some_digits
from .value import FORBIDDEN

TASKS = {task.what: task for task in (
    Task("10 rows of 5 classes", (corners, 10, 5), {"epochs": 200}, least=0.9),
    Task("32 rows of classes 0 and 2", (class_missing,), {"epochs": 100}, least=0.9),
    Task("32 rows of zeros, three in four of class 1", (nothing,), {"epochs": 20}, least=0.7),
    Task("64 whole-numbered rows, one at a time", (corners, 64, 3, True), {"epochs": 8, "batch_size": 1, "lr": 0.2}, least=0.9),
    Task("97 rows of 3 classes", (corners, 97, 3), {"epochs": 2}),
    Task("10 rows in a batch of 10,000", (corners, 10, 5), {"epochs": 200, "batch_size": 10_000, "hidden": 12, "seed": 4}, least=0.9),
    Task("400 digits, hardly any learning rate", (some_digits, 400), {"epochs": 3, "lr": 1e-12}, most=0.4),
    Task("400 digits, two seeds", (digits_and_noise, 400), {"epochs": 12, "batch_size": 16}, seeds=True),
    Task("120 rows of 12 classes", (corners, 120, 12), {"epochs": 100, "seed": 1}, least=0.9),
    Task("1,437 digits through one hidden unit", (some_digits,), {"epochs": 5, "hidden": 1}, most=0.65),
    Task("1,437 digits", (some_digits,), {}, least=0.95, border=True),
    Task("1,437 digits, sorted by label", (some_digits, 1437, True), {"epochs": 15}, least=0.88),
    Task("300 points on two rings", (rings, 300), {"epochs": 150}, least=0.95, border=True),
)}


def measure(answer, task: str | Task) -> dict:
    """Train `answer` on a task, one of `TASKS` by name or one of the caller's, and report what it did, in plain values."""
    wanted = TASKS.get(task, task)
    if isinstance(answer, WrongNet):
        if task not in answer.reports:
            answer.reports[task] = _measured(answer, wanted)
        return answer.reports[task]
    with one_thread(load=False):
        return _measured(answer, wanted)


def _measured(answer, wanted):
    x, labels, held_out, truth = (rows.copy() for rows in wanted.rows())
    before = x.tobytes(), labels.tobytes()
    predict = answer(x, labels, **wanted.options)
    if not callable(predict):
        return {"predict": predict}
    predictions = predict(held_out.copy())
    report = {"updates": getattr(predict, "updates", None)}
    if (x.tobytes(), labels.tobytes()) != before:
        report["changed"] = "x" if x.tobytes() != before[0] else "labels"
    got = _labels(predictions)
    if got is not None and got.shape == truth.shape:
        report |= {"accuracy": float(np.mean(got == truth)), "labels predicted": len(np.unique(got)),
                   "one by one": _one_by_one(predict, held_out[:5], got)}
        if wanted.seeds:
            twins = (_labels(answer(x, labels, **wanted.options, seed=seed)(held_out)) for seed in (0, 1))  # 0 is the default
            report["same seed"], report["other seed"] = ("the same" if np.array_equal(got, twin) else "others" for twin in twins)
        if wanted.border:
            report["border"] = _regions(predict, x.shape[1]) if x.shape[1] > 2 else _border(predict)
    return {**report, "predictions": predictions}


def _one_by_one(predict, rows, together):
    alone = [_labels(predict(row[None].copy())) for row in rows]
    return "the same" if all(np.array_equal(one, together[k:k + 1]) for k, one in enumerate(alone)) else "others"


def _regions(predict, axes):
    """Whether what lies between two points of one label has that label: always so for a linear net, hardly for another."""
    ends = np.random.default_rng(1).normal(0.5, 10, (2, 3000, axes))
    first, second, middle = (np.asarray(predict(points)) for points in (*ends, ends.mean(axis=0)))
    return "lines" if np.array_equal(middle[first == second], first[first == second]) else "bent"


def _border(predict):
    """How a net divides the plane: a linear one by a line, one of relus without biases by rays from 0."""
    ticks = np.linspace(-4, 4, 41)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)  # (41, 41, 2)
    found, wider = (np.asarray(predict(points.reshape(-1, 2))).reshape(41, 41) for points in (grid, 3 * grid))
    turns = max(np.count_nonzero(np.diff(lines, axis=1), axis=1).max() for lines in (found, found.T))
    return ("lines" if turns <= 1 else "bent") + (" through 0" if np.array_equal(found, wider) else "")


def _labels(got):
    """Predictions as a flat integer array; None where they are none."""
    try:
        made = np.asarray(got) if isinstance(got, (np.ndarray, list, tuple)) else None
    except ValueError:
        return None
    return made if made is not None and made.dtype.kind in "iu" and made.ndim == 1 else None


def training_oracle(task):
    """The laws of a task in words; the contract `Laws` holds a report to them."""
    wanted = TASKS[task]
    words = {"updates": wanted.updates, "predictions": f"int array of shape ({len(wanted.rows()[3])},)"}
    if wanted.least:
        words["accuracy"] = f"at least {wanted.least:g}"
    if wanted.most < 1:
        words["accuracy"] = f"at most {wanted.most:g}"
    if wanted.seeds:
        words["same seed"], words["other seed"] = "the same", "others"
    return words


class Laws:
    """The contract of a report: what was predicted, how often it was right, how many updates it took."""

    what = "a function predict with .updates"

    def findings(self, got, case: Case) -> dict[str, Finding]:
        """Law → what is wrong with it, for all laws that are broken."""
        task, found = TASKS.get(case.args[0], case.args[0]), {}
        if "predict" in got:
            said = f"returned {brief(got['predict'])}" if got["predict"] is None else f"returned {article(type(got['predict']).__name__)}"
            return {"predict": Finding("type", f"{said}, wanted a function predict that takes rows and returns their labels.")}
        found["updates"] = _updates(got["updates"], task.updates)
        found["predictions"] = _predictions(got["predictions"], len(task.rows()[3]))
        if "changed" in got:
            found["changed"] = Finding("arguments", f"changed its argument `{got['changed']}`: work on a copy.")
        if "accuracy" in got:
            share = f"{got['accuracy']:.0%} of {len(task.rows()[3])} held-out rows are right"
            if got["accuracy"] < task.least:
                found["accuracy"] = Finding("value", f"{share}, at least {task.least:.0%} are wanted.")
            if got["accuracy"] > task.most:
                found["accuracy"] = Finding("value", f"{share}, where next to nothing could be learnt: is an option ignored?")
            if got["one by one"] == "others":
                found["one by one"] = Finding("value", "predicts other labels for one row at a time than for all rows together.")
        if got.get("same seed") == "others":
            found["same seed"] = Finding("value", "predicts other labels when it is trained again with the same seed.")
        if got.get("other seed") == "the same":
            found["other seed"] = Finding("value", "predicts the same labels, all 360, with another seed.")
        return {law: finding for law, finding in found.items() if finding}

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that the report does not pass, or None."""
        return min(self.findings(got, case).values(), key=lambda f: f.rank, default=None)

    def same(self, one, other, case: Case) -> bool:
        """Whether two trainings break the same laws, as badly: nets with the same mistake differ in detail."""
        broken = [{law: finding.gate for law, finding in self.findings(report, case).items()} for report in (one, other)]
        if broken[0] != broken[1] or one.get("border") != other.get("border"):
            return False
        # a count of updates is sure; how badly an untrained net guesses is chance
        return one.get("updates") == other.get("updates") if "updates" in broken[0] else \
            not broken[0] or abs(one.get("accuracy", 0) - other.get("accuracy", 0)) < 0.4

    def advice(self, got) -> list[str]:
        if not isinstance(got["predictions"], np.ndarray):
            return [f"predict returns {article(type(got['predictions']).__name__)}; an integer array is what was asked for."]
        return []


def _updates(got, wanted):
    if got is None:
        return Finding("type", "returned a predict without `.updates`: set `predict.updates` to the number of updates made.")
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got.item()
    if not isinstance(got, numbers.Real) or isinstance(got, bool):
        return Finding("type", f"predict.updates is {brief(got)}, wanted an int.")
    return None if got == wanted else Finding("bounds", f"made {brief(got)} updates, {wanted} are wanted: epochs times the batches, "
                                              "the last, smaller one included.")


def _predictions(got, count):
    if not isinstance(got, (np.ndarray, list, tuple)):
        return Finding("type", foreign(got, "labels from predict"))
    try:
        made = np.asarray(got)
    except ValueError:
        return Finding("shape", "predict returned rows of several lengths, wanted one label for each row.")
    if made.shape != (count,):
        return Finding("shape", f"predict returned shape {made.shape} for {count} rows, wanted ({count},).")
    return None if made.dtype.kind in "iu" else Finding("dtype", f"predict returned dtype {made.dtype}, wanted integers.")


def shown(arguments) -> str:
    """The call on a task as a learner would write it."""
    task = TASKS[arguments["task"]]
    options = "".join(f", {name}={value!r}" for name, value in task.options.items())
    return f"predict = train_mlp(x, labels{options})  # {task.what}"


def _case(what, why):
    return case(next(name for name in TASKS if name == what), why=why)


def counted(case, answer):
    """Nothing to run: the updates of every task are in its report."""


def _acts(*names, **switches):
    return tuple(WrongNet(act=name, **switches) for name in names)


ALIKE = ((0.0, "relu"), (0.0, "tanh"), (0.1, "relu"), (0.1, "sigmoid"), (1.0, "relu"))

_MEAN = "all that is asked of the first weights is that no two hidden units begin alike; w1 sees to that"
_ROWS = "batches that overlap, or that miss a row: in a new order every epoch all rows are met, in as many updates"
EQUIVALENT = {
    **{f"def train_mlp(x, labels, hidden=30, epochs=40, batch_size=32, lr=0.5, seed=0): -> "
       f"def train_mlp(x, labels, hidden={count}, epochs=40, batch_size=32, lr=0.5, seed=0):":
       "one hidden unit more or fewer: no prediction tells" for count in (29, 31)},
    "x, labels = (np.asarray(x, dtype=float), np.asarray(labels)) -> x, labels = (np.asarray(x), np.asarray(labels))":
        "rows are only multiplied by weights, which are floats",
    "classes, features = (int(labels.max()) + 1, x.shape[1]) -> classes, features = (int(labels.max()) + 2, x.shape[1])":
        "a class that no row has is pushed down from the first update on, and never predicted",
    "x, labels = (np.asarray(x, dtype=float), np.asarray(labels)) -> pass": "both are arrays already, and the weights are floats",
    "x, labels = (np.asarray(x, dtype=float), np.asarray(labels)) -> x, labels = (np.asarray(x, dtype='float32'), np.asarray(labels))":
        "the weights stay float64; that rows are rounded by 1e-7 moves no prediction that a law looks at",
    "classes, features = (int(labels.max()) + 1, x.shape[1]) -> classes, features = (round(labels.max()) + 1, x.shape[1])":
        "labels are whole numbers",
    **{f"w1 = rng.normal(0, np.sqrt(2 / features), (features, hidden)) -> w1 = rng.normal(0, {scale}, (features, hidden))":
       "another size of the first weights; nothing is asked of it" for scale in (
           "np.sqrt(1 / features)", "np.sqrt(3 / features)", "2 / features")},
    **{f"w2 = rng.normal(0, np.sqrt(2 / hidden), (hidden, classes)) -> w2 = rng.normal({other}, (hidden, classes))": _MEAN
       for other in ("np.sqrt(2 / hidden), 0", "1, np.sqrt(2 / hidden)", "-1, np.sqrt(2 / hidden)",
                     "0, 2 / hidden", "0, np.sqrt(3 / hidden)", "0, np.sqrt(1 / hidden)", "0, np.sqrt(0 / hidden)")},
    "b1, b2 = (np.zeros(hidden), np.zeros(classes)) -> b1, b2 = (np.ones(hidden), np.zeros(classes))": "biases may begin anywhere",
    "b1, b2 = (np.zeros(hidden), np.zeros(classes)) -> b1, b2 = (np.zeros(hidden), np.ones(classes))":
        "the same number added to all logits changes no probability",
    **{f"rows = order[start:start + batch_size] -> rows = order[{other}]": _ROWS for other in (
        ":start + batch_size", "start - 1:start + batch_size", "start:", "start:start + batch_size + 1")},
    "active = np.maximum(x[rows] @ w1 + b1, 0) -> active = np.maximum(0, x[rows] @ w1 + b1)": "the larger of two does not depend on their order",
    "_, dw1, db1 = linear_backward(dactive * (active > 0), x[rows], w1) -> "
    "_, dw1, db1 = linear_backward(dactive * (active > 1), x[rows], w1)":
        "a wrong slope, but one that learns: a unit is moved only by rows on which it is above 1",
    "return (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1) -> return (np.maximum(0, x @ w1 + b1) @ w2 + b2).argmax(axis=1)":
        "the larger of two does not depend on their order",
    "return (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1) -> return (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=-1)":
        "of two axes the last is axis 1",
}

TRAIN_MLP = Exercise(
    name="train_mlp",
    oracle=training_oracle,
    returns=Laws(),
    cases=(
        _case("10 rows of 5 classes", "fewer rows than a batch: one update an epoch, not none; easy classes"),
        _case("32 rows of classes 0 and 2", "the largest label plus 1 classes, not as many as there are different labels"),
        _case("32 rows of zeros, three in four of class 1", "all alike, so the usual class is all there is to learn: the last bias does it"),
        _case("64 whole-numbered rows, one at a time", "batches of one row: a slice that is one too short is empty; one batch too many shows"),
        _case("97 rows of 3 classes", "8 updates: the last batch, of a single row, counts; `batch_size` left at its default"),
        _case("10 rows in a batch of 10,000", "the mean goes over the rows that are there: divided by batch_size, nothing is learnt"),
        _case("400 digits, hardly any learning rate", "lr=1e-12: near chance; catches an lr that is ignored"),
        _case("400 digits, two seeds", "the same seed gives the same net, another seed another; float32 rows"),
        _case("120 rows of 12 classes", "as many classes as there are labels, not two and not ten"),
        _case("1,437 digits through one hidden unit", "hidden=1: ten classes do not get through; catches a width that is ignored"),
        _case("1,437 digits", "the real ones: 95 % of those held out"),
        _case("1,437 digits, sorted by label", "without shuffling each batch is all one digit, and the last digits win"),
        _case("300 points on two rings", "no line tells an inner ring from an outer one: a linear net stays at half"),
    ),
    generate=None,
    call=measure,
    show=shown,
    bound=counted,
    misconceptions=(
        Misconception("no_shuffling", "rows in their old order may be sorted by label: draw a new order for every epoch.",
                      *_acts("relu", "tanh", shuffle=False)),
        Misconception("last_batch_dropped", "the last batch of an epoch holds what is left, and counts: with fewer rows than a batch it is the "
                      "only one.", *_acts("relu", "tanh", tail=False), WrongNet(tail=False, honest=False)),
        Misconception("weights_alike", "hidden units that begin alike get the same gradient and stay alike: one unit, many times. Draw the first "
                      "weights at random.", *(WrongNet(weights=("alike", value, value), act=act) for value, act in ALIKE)),
        Misconception("no_nonlinearity", "two linear layers in a row are one linear layer: put relu or tanh between them.",
                      WrongNet(act="none"), WrongNet(act="none", weights=0.1), WrongNet(act="none", bias=False)),
        Misconception("no_biases", "both layers need a bias that is trained: without them a net can neither shift a border nor learn which "
                      "class is the usual one.", WrongNet(bias=False), WrongNet(act="tanh", bias=False), WrongNet(bias=(True, False))),
        Misconception("classes_counted", "there are `labels.max() + 1` classes, also where some of them have no row.",
                      *_acts("relu", "tanh", counted=True)),
        Misconception("gradient_summed", "the steps are too large: lr is meant for the *mean* over the batch, so divide by the rows of this "
                      "batch.", *_acts("relu", "tanh", share="sum")),
        Misconception("divided_by_batch_size", "the mean goes over the rows of this batch; the last one has fewer than batch_size.",
                      *_acts("relu", "sigmoid", share="size")),
        Misconception("unseeded", "draw weights and orders from one `default_rng(seed)`, or the same call gives another net each time.",
                      WrongNet(other=np.random.default_rng)),
        Misconception("seed_ignored", "`seed` chooses the weights and the orders: pass it to the generator.",
                      WrongNet(fixed=0)),
        Misconception("lr_ignored", "the step is `lr` times the gradient; 0.5 is only its default.", WrongNet(lost=("lr",))),
        Misconception("hidden_ignored", "`hidden` is the width of the hidden layer; 30 is only its default.", WrongNet(lost=("hidden",))),
    ),
    hints=("What does a batch hold if the rows come sorted by label? And what if there are fewer rows than fit into one?",
           "Rows (B, D), hidden (B, hidden), logits (B, classes): the gradients of the weights are (D, hidden) and (hidden, classes).",
           "For each epoch: a new random order; for each stretch of it: forward, gradient of the logits, back through the second layer, through "
           "the nonlinearity, through the first; then every weight moves by lr against its gradient. Count. You have written the parts."),
    praise="Why: the parts were each checked against autograd, so the net learns at the first attempt. Usual traps: no shuffling, the last batch, "
           "weights that begin alike. Next question: the loss does not go down; in which order do you look for the fault?",
    forbidden=FORBIDDEN,
    seconds=30.0,
    equivalent=EQUIVALENT,
)
