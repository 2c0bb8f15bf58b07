"""fit_box_regressor: the oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import numpy as np

from ...exercise import Case, Exercise, Misconception, case
from ...returns import Array
from ...strategies import layouts
from .inputs import FORBIDDEN


def ridge_oracle(features, deltas, ridge):
    """scikit-learn's ridge regression by singular values, without intercept, in float64."""
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=float(ridge), fit_intercept=False, solver="svd")
    return model.fit(np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)).coef_.T.copy()


def solved(x, y, penalty):
    """(XᵀX + penalty)⁻¹ Xᵀ Y, whatever the penalty is."""
    return np.linalg.solve(x.T @ x + penalty, x.T @ y)


def fit(features, deltas, ridge, penalty=lambda x, ridge: ridge * np.eye(x.shape[1]), prepare=lambda x, y: (x, y), solve=solved):
    """The regressor with a switch for each mistake."""
    x, y = prepare(np.asarray(features, dtype=float), np.asarray(deltas, dtype=float))
    return solve(x, y, penalty(x, ridge))


def _wrong(**switches):
    return lambda features, deltas, ridge: fit(features, deltas, ridge, **switches)


def _penalty(strength):
    """Another strength of the penalty, on the diagonal."""
    return _wrong(penalty=lambda x, ridge: strength(ridge, len(x)) * np.eye(x.shape[1]))


def all_but(place):
    def penalty(x, ridge):
        diagonal = np.full(x.shape[1], float(ridge))
        diagonal[place] = 0.0
        return np.diag(diagonal)
    return _wrong(penalty=penalty)


def dual(features, deltas, ridge):
    """The weights of the examples, not of the features."""
    x = np.asarray(features, dtype=float)
    return np.linalg.solve(x @ x.T + ridge * np.eye(len(x)), np.asarray(deltas, dtype=float))


def without_ridge(solve):
    def answer(features, deltas, ridge):
        x, y = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
        return solve(x, y)
    return answer


def inverted_first(invert):
    def answer(features, deltas, ridge):
        x, y = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
        return (invert(x.T @ x) + ridge * np.eye(x.shape[1])) @ (x.T @ y)
    return answer


def shrunk_afterwards(features, deltas, ridge):
    """Least squares, then smaller by a factor: right only where the features are orthonormal."""
    return np.linalg.lstsq(np.asarray(features, dtype=float), np.asarray(deltas, dtype=float), rcond=None)[0] / (1 + ridge)


def with_intercept(features, deltas, ridge):
    x = np.asarray(features, dtype=float)
    return fit(np.hstack([x, np.ones((len(x), 1))]), deltas, ridge)


def intercept_first(features, deltas, ridge):
    x = np.asarray(features, dtype=float)
    return fit(np.hstack([np.ones((len(x), 1)), x]), deltas, ridge)


def intercept_not_penalised(features, deltas, ridge):
    x = np.asarray(features, dtype=float)
    return all_but(-1)(np.hstack([x, np.ones((len(x), 1))]), deltas, ridge)


def without(place, wrong):
    """The weights of the features alone, once the intercept has been fitted with them."""
    return lambda features, deltas, ridge: np.delete(wrong(features, deltas, ridge), place, axis=0)


def stacked(features, deltas, ridge):
    """Rows of ridge * I below X, and zeros below Y, without the root."""
    x, y = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
    d = x.shape[1]
    return np.linalg.lstsq(np.vstack([x, ridge * np.eye(d)]), np.vstack([y, np.zeros((d, 4))]), rcond=None)[0]


def by_singular_values(shrink):
    """V shrink(s) Uᵀ Y; right with s / (s² + ridge)."""
    def answer(features, deltas, ridge):
        u, s, vt = np.linalg.svd(np.asarray(features, dtype=float), full_matrices=False)
        with np.errstate(all="ignore"):
            return vt.T @ (shrink(s, ridge)[:, None] * (u.T @ np.asarray(deltas, dtype=float)))
    return answer


def averaged(gram, product):
    """XᵀX, or XᵀY, divided by the number of examples."""
    def answer(features, deltas, ridge):
        x, y = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
        return np.linalg.solve(x.T @ x / (len(x) if gram else 1) + ridge * np.eye(x.shape[1]), x.T @ y / (len(x) if product else 1))
    return answer


def where_singular(singular):
    """Adds the ridge only to a matrix that cannot be inverted."""
    def answer(features, deltas, ridge):
        x, y = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
        return solved(x, y, ridge * np.eye(x.shape[1]) if singular(x.T @ x) else 0.0)
    return answer


def centred(x, y):
    return x - x.mean(axis=0), y - y.mean(axis=0)


def features_centred(x, y):
    return x - x.mean(axis=0), y


def transposed(features, deltas, ridge):
    return fit(features, deltas, ridge).T


def ridge_inputs():
    """Small whole numbers; without a ridge only features of full column rank."""
    from hypothesis import strategies as st

    entry = st.integers(-3, 3)
    rows = st.one_of([st.lists(st.tuples(*[entry] * (columns + 4)), min_size=1, max_size=6) for columns in (1, 2, 3, 4, 5)])
    ridges = st.sampled_from([0.0, 1.0, 0.5, 2.0, 10, 1000.0])

    def build(rows, ridge, dtype, twin, layout):
        both = np.array(rows).astype(dtype)
        features, deltas = both[:, :-4], both[:, -4:]
        if twin and features.shape[1] > 1:
            features[:, -1] = features[:, 0]  # two features that are the same
        return Case((features.copy(), deltas / 2 if dtype is float else deltas.copy(), ridge), layout=layout)

    return st.builds(build, rows, ridges, st.sampled_from([float, float, np.int64]), st.sampled_from([False, False, True]),
                     layouts()).filter(well_conditioned)


def well_conditioned(c: Case) -> bool:
    """Whether every sound algorithm keeps ten digits: the largest eigenvalue is at most 10,000 times the smallest."""
    features, _, ridge = c.args
    x = np.asarray(features, dtype=float)
    values = np.linalg.eigvalsh(x.T @ x + ridge * np.eye(x.shape[1]))
    return bool(values[0] * 1e4 > values[-1])


X = np.array([[1.0, 0], [1, 1], [0, 2]])
Y = np.array([[1.0, 0, 2, -1], [0, 3, 1, 1], [2, -2, 0, 4]])
SQUARE = np.array([[2.0, 1, 0, 0], [0, 1, -1, 0], [1, 0, 3, 1], [0, 2, 0, 1], [1, 1, 1, -2]])  # D = 4, as many as deltas
Y5 = np.array([[0.5, -1, 0.25, 2], [1, 0, -0.5, 1], [-2, 1.5, 0, 0.5], [0, 1, 1, -1], [3, -0.5, 0.75, 0]])
WIDE = np.array([[1.0, 0, 2], [0, 1, 1]])  # N = 2 < D = 3
TWINS = np.array([[1.0, 2, 1], [2, -1, 2], [0, 3, 0], [1, 1, 1]])  # the first column again
Y4 = Y5[:4]
FAR_OFF = np.array([[101.0, 1], [99, 2], [100, -1], [102, 0]])  # a large mean
LARGEST = float(np.linalg.norm(TWINS, 2) ** 2)

FIT_BOX_REGRESSOR = Exercise(
    name="fit_box_regressor",
    oracle=ridge_oracle,
    # normal equations of condition 1e6 keep nine digits and more; float32 on the way keeps seven
    returns=Array("float", "a float array of shape (D, 4)", tolerance=1e-8, absolute=1e-9),
    cases=(
        case(np.array([[1.0]]), np.array([[1.0, 2, 3, 4]]), 1.0, why="one example, one feature: x·y / (x² + 1), the half of y"),
        case(np.array([[2.0]]), np.array([[1.0, 2, 3, 4]]), 3.0, why="2y / 7 by hand: ridge², half and twice of it all differ"),
        case(np.array([[1.0], [2], [2]]), Y, 3.0, why="three examples: 9 + 3 below; a ridge times N makes it 18"),
        case(X, Y, 0.0, why="no ridge: plain least squares, not exact, as N > D"),
        case(X, Y, 1.0, why="D = 2, N = 3: shapes tell features from examples"),
        case(X, Y, 0.25, why="a ridge below 1: its square is smaller, its root larger"),
        case(X, Y, 1000.0, why="R-CNN's 1000: weights near 0, but not 0"),
        case(SQUARE, Y5, 2.0, why="D = 4: a transposed result has the right shape"),
        case(SQUARE[:4], Y4, 2.0, why="N = D = 4: the weights of the examples have the right shape too"),
        case(SQUARE[:4], Y4, 0.0, why="N = D without ridge: an exact fit"),
        case(FAR_OFF, Y4, 1.0, why="features with a large mean: centring or an intercept changes everything"),
        case(WIDE, Y[:2], 0.5, why="fewer examples than features: singular without the ridge"),
        case(TWINS, Y4, 1.0, why="the same feature twice: the weight is shared; XᵀX cannot be inverted before the ridge is added"),
        case(TWINS, Y4, 1e-6 * LARGEST, why="the smallest ridge that counts, on singular features: a cut-off of small singular values"),
        case(np.array([[1.0, 0, 3], [2, 0, -1], [0, 0, 1]]), Y, 0.5, why="a feature that is always 0: its weights are 0"),
        case(np.array([[1, 0], [1, 1], [0, 2]]), np.array([[1, 0, 2, -1], [0, 3, 1, 1], [2, -2, 0, 4]]), 1, why="all in integers"),
        case(X, Y5[:3].round().astype(np.int64), 2, why="float features, integer deltas, integer ridge"),
        case(X.astype(np.float32), Y.astype(np.float32), 1.0, why="float32 in: that width or more out"),
        case(X * 1e-3, Y5[:3] * 1e-3, 2.0**-20, why="small features: an epsilon on the diagonal shows"),
        case(X, np.zeros((3, 4)), 1.0, why="nothing to move: all weights 0"),
        case(SQUARE, Y5, 2.0, layout="readonly", why="read-only: adding the ridge in place must not touch an argument"),
        case(SQUARE, Y5, 2.0, layout="strided", why="every second row of larger arrays"),
    ),
    generate=ridge_inputs,
    misconceptions=(
        Misconception("ridge_times_n", "the sum of squares is not a mean here: the ridge goes on the diagonal as it is, not times the "
                      "number of examples.", _penalty(lambda ridge, n: ridge * n)),
        Misconception("ridge_over_n", "the ridge goes on the diagonal as it is, not divided by the number of examples.",
                      _penalty(lambda ridge, n: ridge / n)),
        Misconception("ridge_ignored", "that is plain least squares: add the ridge to the diagonal of XᵀX.",
                      without_ridge(lambda x, y: np.linalg.lstsq(x, y, rcond=None)[0]),
                      without_ridge(lambda x, y: np.linalg.pinv(x) @ y), without_ridge(lambda x, y: solved(x, y, 0.0)),
                      without_ridge(lambda x, y: np.linalg.inv(x.T @ x) @ x.T @ y),
                      without_ridge(lambda x, y: np.linalg.pinv(x.T @ x) @ x.T @ y)),
        Misconception("weights_of_examples", "(XXᵀ + ridge·I)⁻¹ Y has one row an example: multiply it by Xᵀ from the left to get the "
                      "weights of the features.", dual),
        Misconception("inverted_first", "the ridge is there to make XᵀX invertible: add it before you invert.",
                      inverted_first(np.linalg.inv), inverted_first(np.linalg.pinv)),
        Misconception("ridge_everywhere", "the ridge belongs on the diagonal: `X.T @ X + ridge` adds it to every entry.",
                      _wrong(penalty=lambda x, ridge: ridge)),
        Misconception("ridge_squared", "rows of `ridge * I` below X put ridge² on the diagonal: take the square root first.",
                      _penalty(lambda ridge, n: ridge**2), stacked, by_singular_values(lambda s, ridge: s / (s**2 + ridge**2))),
        Misconception("singular_values_not_squared", "the eigenvalues of XᵀX are the *squares* of the singular values, and the ridge is "
                      "added to those: s / (s² + ridge).", by_singular_values(lambda s, ridge: 1 / (s + ridge))),
        Misconception("identity_of_examples", "XᵀX is (D, D), and so is the identity beside it: `np.eye(features.shape[1])`, not one row "
                      "an example.", _wrong(penalty=lambda x, ridge: ridge * np.eye(len(x)))),
        Misconception("one_side_averaged", "XᵀX and XᵀY are both sums over the examples: dividing one of them by N scales the weights.",
                      averaged(True, False), averaged(False, True)),
        Misconception("ridge_where_singular", "the ridge is part of what is minimised, whether XᵀX can be inverted or not: always add it.",
                      where_singular(lambda gram: np.linalg.matrix_rank(gram) < len(gram)),
                      where_singular(lambda gram: abs(np.linalg.det(gram)) < 1e-9)),
        Misconception("ridge_rooted", "the diagonal takes the ridge itself; its root belongs below X, in the stacked least squares.",
                      _penalty(lambda ridge, n: ridge**0.5)),
        Misconception("ridge_doubled", "both terms lose the same factor 2 when the gradient is set to 0: the ridge stays as it is.",
                      _penalty(lambda ridge, n: 2 * ridge)),
        Misconception("ridge_halved", "neither term carries a factor 1/2 here: the ridge stays as it is.",
                      _penalty(lambda ridge, n: ridge / 2)),
        Misconception("ridge_subtracted", "a penalty on large weights is *added* to XᵀX.", _penalty(lambda ridge, n: -ridge)),
        Misconception("one_weight_spared", "every weight is penalised: there is no bias among these features.", all_but(0), all_but(-1)),
        Misconception("centred", "the model has no intercept: neither features nor deltas are centred.",
                      _wrong(prepare=centred), _wrong(prepare=features_centred)),
        Misconception("intercept_added", "the model has no intercept: no column of ones is added.", with_intercept, without(-1, with_intercept),
                      intercept_first, intercept_not_penalised, without(-1, intercept_not_penalised)),
        Misconception("transposed_result", "W is (D, 4), so that `features @ W` has the deltas' shape.", transposed),
        Misconception("shrunk_afterwards", "dividing the least-squares weights by 1 + ridge is right for orthonormal features only.",
                      shrunk_afterwards),
    ),
    hints=("Set the gradient of ||Y - XW||² + ridge·||W||² to 0. What stands on the left of W?",
           "XᵀX is (D, D), XᵀY is (D, 4), and so is W. The four columns share one matrix.",
           "Form XᵀX, add the ridge on its diagonal, and solve that system for XᵀY; four right-hand sides at once."),
    praise="Why: the ridge lifts every eigenvalue of XᵀX by the same amount, so there is always one solution. Usual traps: times N, "
           "on every entry, added too late. Next question: with 9,216 features and 2,000 proposals, which smaller system would you solve?",
    forbidden=FORBIDDEN,
    equivalent={
        "features, deltas = (np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)) -> pass":
            "both are arrays by the docstring; ridge * eye makes the system float64, and products of integers are exact before that",
        "features, deltas = (np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)) -> "
        "features, deltas = (np.asarray(features), np.asarray(deltas, dtype=float))":
            "ridge * eye is float64, so the system is; sums of products of integers are exact before that",
        "features, deltas = (np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)) -> "
        "features, deltas = (np.asarray(features, dtype=float), np.asarray(deltas))":
            "features is float64 already, and so is its product with deltas",
    },
)
