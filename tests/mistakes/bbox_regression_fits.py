"""Wrong answers to topic 04, on the loss, the regressor and the anchors. One function a mistake: `NAME__mistake`."""
import math

import numpy as np

from answers import bbox_regression_fits as right


def smooth_l1__loss_only(prediction, target, beta=1.0):
    return right.smooth_l1__where(prediction, target, beta)[0]


def smooth_l1__gradient_first(prediction, target, beta=1.0):
    return right.smooth_l1__where(prediction, target, beta)[::-1]


def smooth_l1__per_element(prediction, target, beta=1.0):
    right.smooth_l1__where(prediction, target, beta)
    d = np.abs(prediction - target)
    return np.where(d < beta, d * d / (2 * beta or 1), d - beta / 2), right.smooth_l1__where(prediction, target, beta)[1]


def smooth_l1__gradient_flat(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return loss, gradient.ravel()


def smooth_l1__gradient_of_target_too(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return loss, gradient, -gradient


def smooth_l1__gradient_summed(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return loss, gradient.sum()


def smooth_l1__target_in_float32(prediction, target, beta=1.0):
    return right.smooth_l1__where(prediction, target.astype(np.float32), beta)


def smooth_l1__nothing_for_zero_beta(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return (loss, gradient) if beta else (0.0, 0 * gradient)


def smooth_l1__half_of_the_loss(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return loss / 2, gradient


def smooth_l1__beta_squared(prediction, target, beta=1.0):
    gradient = right.smooth_l1__where(prediction, target, beta)[1]
    d = prediction - target
    return np.where(abs(d) < beta, d * d / (2 * beta**2 or 1), abs(d) - beta / 2).mean(), gradient


def smooth_l1__signed_loss(prediction, target, beta=1.0):
    gradient = right.smooth_l1__where(prediction, target, beta)[1]
    d = prediction - target
    return np.where(d < beta, d * d / (2 * beta or 1), d - beta / 2).mean(), gradient


def smooth_l1__size_only(prediction, target, beta=1.0):
    if np.size(prediction) != np.size(target):
        raise ValueError("sizes")
    return right.smooth_l1__where(prediction, np.reshape(target, prediction.shape), beta)


def smooth_l1__type_error(prediction, target, beta=1.0):
    if prediction.shape != target.shape:
        raise TypeError("shapes")
    return right.smooth_l1__where(prediction, target, beta)


def smooth_l1__small_beta_for_zero(prediction, target, beta=1.0):
    return right.smooth_l1__where(prediction, target, beta if beta < 0 else max(beta, 0.01))


def smooth_l1__numerical_gradient(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    p, t = prediction.astype(float), target.astype(float)
    for place in np.ndindex(p.shape):
        e = np.zeros(p.shape)
        e[place] = 1e-3
        gradient[place] = (right.smooth_l1__where(p + e, t, beta)[0] - loss) / 1e-3
    return loss, gradient


def smooth_l1__accumulates_in_place(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    if prediction.flags.writeable:
        prediction -= target
    return loss, gradient


def smooth_l1__integers_stay(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    return loss, gradient.astype(prediction.dtype)


def smooth_l1__mean_of_what_differs(prediction, target, beta=1.0):
    loss, gradient = right.smooth_l1__where(prediction, target, beta)
    share = max(np.count_nonzero(prediction != target), 1) / gradient.size
    return loss / share, gradient / share


def fit_box_regressor__predictions(features, deltas, ridge):
    return features @ right.fit_box_regressor__inverse(features, deltas, ridge)


def fit_box_regressor__one_column(features, deltas, ridge):
    return right.fit_box_regressor__inverse(features, deltas, ridge)[:, :1]


def fit_box_regressor__mean_delta(features, deltas, ridge):
    w = right.fit_box_regressor__inverse(features, deltas, ridge)
    return np.repeat(w.mean(axis=1, keepdims=True), 4, axis=1)


def fit_box_regressor__standardised(features, deltas, ridge):
    x = features / np.where(features.std(axis=0) > 0, features.std(axis=0), 1)
    return right.fit_box_regressor__stacked(x, deltas, ridge)


def fit_box_regressor__unit_rows(features, deltas, ridge):
    x = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    return right.fit_box_regressor__stacked(x, deltas, ridge)


def fit_box_regressor__ridge_for_rcond(features, deltas, ridge):
    return np.linalg.lstsq(features, deltas, rcond=ridge)[0]


def fit_box_regressor__ridge_of_a_thousand(features, deltas, ridge):
    return right.fit_box_regressor__inverse(features, deltas, 1000.0)


def fit_box_regressor__ridge_plus_epsilon(features, deltas, ridge):
    return right.fit_box_regressor__inverse(features, deltas, ridge + 1e-6)


def fit_box_regressor__ridge_times_features(features, deltas, ridge):
    return right.fit_box_regressor__stacked(features, deltas, ridge * features.shape[1])


def fit_box_regressor__relative_ridge(features, deltas, ridge):
    return right.fit_box_regressor__stacked(features, deltas, ridge * np.linalg.norm(features, 2) ** 2)


def fit_box_regressor__diagonal_only(features, deltas, ridge):
    return (features.T @ deltas) / ((features**2).sum(axis=0) + ridge)[:, None]


def fit_box_regressor__diagonal_replaced(features, deltas, ridge):
    a = (features.T @ features).astype(float)
    np.fill_diagonal(a, ridge)
    return np.linalg.pinv(a) @ (features.T @ deltas)


def fit_box_regressor__ten_steps(features, deltas, ridge):
    x, y = features.astype(float), deltas.astype(float)
    w = np.zeros((x.shape[1], 4))
    for _ in range(10):
        w -= (x.T @ (x @ w - y) + ridge * w) / (np.linalg.norm(x, 2) ** 2 + ridge)
    return w


def fit_box_regressor__cut_off(features, deltas, ridge):
    u, s, vt = np.linalg.svd(features, full_matrices=False)
    s, keep = s[s > ridge], s > ridge
    return vt[keep].T @ ((u[:, keep].T @ deltas) / s[:, None])


def fit_box_regressor__least_ridge(features, deltas, ridge):
    return right.fit_box_regressor__inverse(features, deltas, max(ridge, 1e-6))


def fit_box_regressor__only_inverse(features, deltas, ridge):
    return np.linalg.inv(features.T @ features + ridge * np.eye(features.shape[1]))


def fit_box_regressor__deltas_changed(features, deltas, ridge):
    out = right.fit_box_regressor__inverse(features, deltas, ridge)
    if deltas.flags.writeable:
        deltas -= (features @ out).astype(deltas.dtype)
    return out


def fit_box_regressor__float32_on_the_way(features, deltas, ridge):
    x, y = features.astype(np.float32), deltas.astype(np.float32)
    return np.linalg.solve((x.T @ x + np.float32(ridge) * np.eye(x.shape[1], dtype=np.float32)), x.T @ y).astype(float)


def fit_box_regressor__lasso_like(features, deltas, ridge):
    w = right.fit_box_regressor__inverse(features, deltas, ridge)
    return np.where(np.abs(w) < 1e-2, 0.0, w)


def _anchors(base_size, ratios, scales, width, height):
    if base_size <= 0 or min(ratios) <= 0 or min(scales) <= 0:
        raise ValueError("not above 0")
    rows = [(width(base_size * s, r), height(base_size * s, r)) for r in ratios for s in scales]
    return np.array([(-w / 2, -h / 2, w / 2, h / 2) for w, h in rows])


def generate_anchors__squares(base_size, ratios, scales):
    return _anchors(base_size, ratios, scales, lambda s, r: s, lambda s, r: s)


def generate_anchors__integer_ratio(base_size, ratios, scales):
    return _anchors(base_size, ratios, scales, lambda s, r: s / max(int(r), 1) ** 0.5, lambda s, r: s * max(int(r), 1) ** 0.5)


def generate_anchors__three_axes(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, ratios, scales).reshape(len(ratios), len(scales), 4)


def generate_anchors__pairs(base_size, ratios, scales):
    right.generate_anchors__loops(base_size, ratios, scales)
    return np.vstack([right.generate_anchors__loops(base_size, [r], [s]) for r, s in zip(ratios, scales)])


def generate_anchors__ssd(base_size, ratios, scales):
    """SSD's default boxes: one more square of the next scale."""
    made = right.generate_anchors__loops(base_size, ratios, scales)
    extra = base_size * math.sqrt(max(scales) * min(scales)) / 2
    return np.vstack([made, [-extra, -extra, extra, extra]])


def generate_anchors__scale_added(base_size, ratios, scales):
    return _anchors(base_size, ratios, scales, lambda s, r: 0, lambda s, r: 0) + right.generate_anchors__loops(
        1, ratios, [base_size + s for s in scales])


def generate_anchors__sorted(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, sorted(ratios), sorted(scales))


def generate_anchors__unique(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, list(dict.fromkeys(ratios)), list(dict.fromkeys(scales)))


def generate_anchors__y_upwards(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, ratios, scales)[:, [0, 3, 2, 1]]


def generate_anchors__arrays_wanted(base_size, ratios, scales):
    if base_size <= 0 or (ratios <= 0).any() or (scales <= 0).any():
        raise ValueError
    return right.generate_anchors__broadcast(base_size, ratios, scales)


def generate_anchors__first_scale_sets_the_base(base_size, ratios, scales):
    made = right.generate_anchors__loops(base_size, ratios, scales)
    return made / scales[0]


def generate_anchors__skips_the_bad(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, [r for r in ratios if r > 0], [s for s in scales if s > 0])


def generate_anchors__checks_the_first(base_size, ratios, scales):
    if base_size <= 0 or ratios[0] <= 0 or scales[0] <= 0:
        raise ValueError
    return right.generate_anchors__loops(abs(base_size), [abs(r) or 1 for r in ratios], [abs(s) or 1 for s in scales])


def generate_anchors__changes_the_ratios(base_size, ratios, scales):
    made = right.generate_anchors__loops(base_size, ratios, scales)
    if isinstance(ratios, list):
        ratios.sort()
        ratios.append(1.0)
    return made


def generate_anchors__list(base_size, ratios, scales):
    return right.generate_anchors__loops(base_size, ratios, scales).tolist()
