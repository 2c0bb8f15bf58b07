# %% [markdown]
# # Bounding-box regression
#
# **By the end you can** write R-CNN's box targets, their inverse, smooth L1, the ridge regressor and a set of anchors
# on a whiteboard, and say why each of them is relative, logarithmic, capped or robust.
#
# *75 minutes · needs NumPy indexing, `log` and `exp`, and the idea of a derivative ·
# asked in 8 of the notes' 218 questions*

# %% tags=["imports"]
import math

import numpy as np
import torch

from utils import check, hint, quiz, race, solution, stand_in
from utils.figures import bbox_regression as figures

# %% [markdown]
# ## A case to do by hand
#
# A proposal P has its centre at (100, 100) and is 50 wide and 80 high. The true box G: centre (110, 92), 60 × 100.
# The class is right, the box is loose: IoU 0.5625. Four numbers pull P onto G:
#
# - shift, in sizes of P: 10 / 50 = **0.2** and −8 / 80 = **−0.1**;
# - growth, as natural logs: log(60 / 50) = **0.1823** and log(100 / 80) = **0.2231**.
#
# Now undo them: 100 + 0.2 · 50 = 110, 100 − 0.1 · 80 = 92, 50 · 1.2 = 60, 80 · 1.25 = 100. That is G.

# %%
figures.by_hand()

# %% [markdown]
# ## The definition
#
# $$t_x = \frac{G_x - P_x}{P_w} \quad t_y = \frac{G_y - P_y}{P_h} \quad t_w = \log\frac{G_w}{P_w} \quad
# t_h = \log\frac{G_h}{P_h}$$
#
# $$\hat G_x = P_w d_x + P_x \quad \hat G_y = P_h d_y + P_y \quad \hat G_w = P_w e^{d_w} \quad \hat G_h = P_h e^{d_h}$$
#
# | symbol | name | shape | unit |
# |---|---|---|---|
# | P, G | proposal, ground truth: centre and size | `(N, 4)` | pixels, continuous |
# | t | targets: what the regressor should say | `(N, 4)` | none |
# | d | deltas: what it says | `(N, 4)` | none |
# | Ĝ | decoded box | `(N, 4)` | pixels |
#
# y points down. If d = t then Ĝ = G.

# %% [markdown]
# ## 1 · xyxy_to_cxcywh
#
# Detectors store corners, regression works with centres and sizes. Turn boxes `x1, y1, x2, y2` into `cx, cy, w, h`,
# for any number of axes before the last one.
#
# **Example:** `[75, 60, 125, 140]` gives `[100, 100, 50, 80]`: the middle is halfway between the corners, the width is
# their difference.
#
# **Edge cases:** whole-number boxes give floats, so that `[0, 0, 3, 5]` has its centre at (1.5, 2.5); shape `(0, 4)`
# stays `(0, 4)`.

# %% tags=["exercise"]
def xyxy_to_cxcywh(boxes):
    """Centres and sizes of boxes that are given by their corners.

    Parameters
    ----------
    boxes : (..., 4) array
        Corners x1, y1, x2, y2 in pixels, continuous. Integers count as float64.

    Returns
    -------
    (..., 4) float array
        Centre cx, cy, width and height in pixels, of the same shape. Empty gives empty.

    Notes
    -----
    Raises nothing. Cost: one pass. Not COCO's `x, y, width, height`, which begins with the
    top-left corner; and a width is ``x2 - x1``, never ``+ 1``. Source: the coordinates of
    Girshick et al. 2014, appendix C.
    """
    boxes = np.asarray(boxes, dtype=float)
    first, last = boxes[..., :2], boxes[..., 2:]                        # (..., 2) each
    return np.concatenate([(first + last) / 2, last - first], axis=-1)  # (..., 4)


# %%
check(xyxy_to_cxcywh)

# %% [markdown]
# ## 2 · cxcywh_to_xyxy
#
# The way back: `cx, cy, w, h` into corners. From the centre it is *half* a width to either side.
#
# **Example:** `[100, 100, 50, 80]` gives `[75, 60, 125, 140]`.
#
# **Edge cases:** whole numbers give floats: `[0, 0, 3, 5]` gives `[-1.5, -2.5, 1.5, 2.5]`; any number of axes before
# the last one.

# %% tags=["exercise"]
def cxcywh_to_xyxy(boxes):
    """Corners of boxes that are given by centre and size.

    Parameters
    ----------
    boxes : (..., 4) array
        Centre cx, cy, width and height in pixels, continuous. Integers count as float64.

    Returns
    -------
    (..., 4) float array
        Corners x1, y1, x2, y2 in pixels, of the same shape. Empty gives empty.

    Notes
    -----
    Raises nothing. Cost: one pass. The inverse of `xyxy_to_cxcywh` up to rounding; boxes are
    not clipped to an image. Source: the coordinates of Girshick et al. 2014, appendix C.
    """
    boxes = np.asarray(boxes, dtype=float)
    centre, half = boxes[..., :2], boxes[..., 2:] / 2               # (..., 2) each
    return np.concatenate([centre - half, centre + half], axis=-1)  # (..., 4)


# %%
check(cxcywh_to_xyxy)

# %% [markdown]
# ## 3 · encode_boxes
#
# Row by row, return the targets `tx, ty, tw, th` that pull a proposal onto its target. Both come as *corners*.
#
# **Example:** `[[75, 60, 125, 140]]` onto `[[80, 42, 140, 142]]` is the case done by hand: `[[0.2, -0.1, 0.1823,
# 0.2231]]`. A box onto itself gives zeros.
#
# **Edge cases:** a width or height of 0 or less, on either side, raises `ValueError`: nothing can be divided by it,
# and its log does not exist. `(0, 4)` gives `(0, 4)`.

# %% tags=["exercise"]
def encode_boxes(proposals, targets):
    """R-CNN's regression targets: what moves each proposal onto the target of its row.

    Parameters
    ----------
    proposals : (N, 4) array
        Corners x1, y1, x2, y2 in pixels, continuous. Integers count as float64.
    targets : (N, 4) array
        The ground-truth box of each row, in the same coordinates.

    Returns
    -------
    (N, 4) float array
        ``tx, ty``: shift of the centre in widths and heights of the *proposal*; ``tw, th``:
        natural logs of target size over proposal size. No units. ``(0, 4)`` gives ``(0, 4)``.

    Raises
    ------
    ValueError
        ``widths and heights must be above 0``, if one of a proposal or of a target is not.

    Notes
    -----
    Cost: one pass. Not pairwise: row k goes with row k, so match first. Not normalised by a mean
    or a standard deviation either. Source: Girshick et al. 2014, equations 6 to 9.
    """
    p, g = xyxy_to_cxcywh(proposals), xyxy_to_cxcywh(targets)  # (N, 4) each
    if np.any(p[:, 2:] <= 0) or np.any(g[:, 2:] <= 0):
        raise ValueError("widths and heights must be above 0")
    shift = (g[:, :2] - p[:, :2]) / p[:, 2:]           # (N, 2)
    log_ratio = np.log(g[:, 2:] / p[:, 2:])            # (N, 2)
    return np.concatenate([shift, log_ratio], axis=1)  # (N, 4)


# %%
check(encode_boxes)

# %% [markdown]
# ## 4 · decode_boxes
#
# The way back: apply deltas `dx, dy, dw, dh` to proposals and return corners. The centre moves in units of the *old*
# size; then the size is multiplied by `exp(dw)` and `exp(dh)`.
#
# A network may predict any number, and `exp` explodes: cap `dw` and `dh` at `max_log_ratio` **before** `exp`. The
# default, log(1000 / 16), lets a box grow 62.5 times.
#
# **Example:** `[[75, 60, 125, 140]]` with `[[0.2, -0.1, log 1.2, log 1.25]]` gives `[[80, 42, 140, 142]]`.
#
# **Edge cases:** `dx`, `dy` and shrinking are not capped; `(0, 4)` gives `(0, 4)`.

# %% tags=["exercise"]
def decode_boxes(proposals, deltas, max_log_ratio=math.log(1000 / 16)):
    """Proposals moved and resized by predicted deltas: the inverse of `encode_boxes`.

    Parameters
    ----------
    proposals : (N, 4) array
        Corners x1, y1, x2, y2 in pixels, continuous. Integers count as float64.
    deltas : (N, 4) array
        ``dx, dy``: shift of the centre in widths and heights of the proposal; ``dw, dh``:
        natural logs of the factors by which width and height grow. Any size.
    max_log_ratio : float
        ``dw`` and ``dh`` above this count as this. There is no lower limit.

    Returns
    -------
    (N, 4) float array
        Corners x1, y1, x2, y2 in pixels. ``(0, 4)`` gives ``(0, 4)``.

    Notes
    -----
    Raises nothing. Cost: one pass. ``decode_boxes(p, encode_boxes(p, g))`` is ``g`` up to
    rounding where no side grows by more than ``exp(max_log_ratio)``. Boxes are not clipped to
    the image. Source: Girshick et al. 2014, equations 1 to 4; the cap is that of later code.
    """
    p, deltas = xyxy_to_cxcywh(proposals), np.asarray(deltas, dtype=float)  # (N, 4) each
    centre = p[:, :2] + deltas[:, :2] * p[:, 2:]                        # (N, 2) in old sizes
    size = p[:, 2:] * np.exp(np.minimum(deltas[:, 2:], max_log_ratio))  # (N, 2)
    return cxcywh_to_xyxy(np.concatenate([centre, size], axis=1))       # (N, 4)


# %%
check(decode_boxes)

# %%
encode, decode = stand_in(encode_boxes), stand_in(decode_boxes)
rng = np.random.default_rng(0)
corner = rng.uniform(0, 500, (1000, 2, 2))
both = np.concatenate([corner, corner + rng.uniform(5, 200, (1000, 2, 2))], axis=-1)  # (1000, 2, 4)
proposals, targets = both[:, 0], both[:, 1]
there = encode(proposals, targets)
back = decode(proposals, there)
print("decode undoes encode:", np.allclose(back, targets, rtol=0, atol=1e-9))
print("encode undoes decode:", np.allclose(encode(proposals, back), there, rtol=0, atol=1e-9))

# %%
# Try it: add a step of 1.5. Does a step too far end in the wrong place only, or with the wrong size too?
figures.pulls(encode, decode, steps=(0, 0.5, 1))

# %% [markdown]
# ## Why relative, and why logs
#
# - **Relative**: the same picture, photographed larger, gives the same features. Its targets must be the same too. An
#   offset in pixels is not: it grows with the picture.
# - **Log**: a box twice as wide and one half as wide are equally wrong, with opposite signs. Their differences are not
#   equal: +1 and −0.5 of P's width.
# - **exp on the way back**: whatever number a network predicts, the box has a positive size. With a plain factor 1 + d it
#   has not: d = −1.5 gives a negative width.

# %%
p, g = np.array([[75.0, 60, 125, 140]]), np.array([[80.0, 42, 140, 142]])
for zoom in (0.5, 1, 10):
    move = ((g[:, :2] + g[:, 2:]) - (p[:, :2] + p[:, 2:]))[0] * zoom / 2
    deltas = encode(zoom * p, zoom * g)[0].round(4)
    print(f"zoom {zoom:4}: deltas {deltas}, offsets of the centre {move} pixels")
width = 60.0
box = np.array([[0.0, 0, width, 40]])
for factor in (2, 1, 0.5):
    tw = encode(box, box * [1, 1, factor, 1])[0, 2]
    print(f"width x {factor:3}: tw {tw + 0:+.4f}, difference of widths / width {factor - 1:+.1f}")
said = np.array([-1.5, -10.0])
sizes = decode(np.repeat(box, 2, axis=0), np.column_stack([0 * said, 0 * said, said, 0 * said]))
for d, got in zip(said, sizes[:, 2] - sizes[:, 0]):
    print(f"a network says {d:5}: exp gives a width of {got:.4f}, 1 + d one of {width * (1 + d):.0f}")

# %% [markdown]
# ## 5 · smooth_l1
#
# With d = prediction − target, each element costs d² / (2β) where |d| < β, and |d| − β / 2 beyond: a parabola that
# goes over into straight lines. Return the **mean** over all elements and its gradient with respect to `prediction`.
#
# **Example:** d = [0.5, −2], β = 1: costs 0.125 and 1.5, mean 0.8125; slopes 0.5 and −1, each divided by 2 elements:
# `[0.25, -0.5]`.
#
# **Edge cases:** β = 0 is L1, |d|, with slope 0 at d = 0. Unequal shapes or a negative β raise `ValueError`.

# %% tags=["exercise"]
def smooth_l1(prediction, target, beta=1.0):
    """Smooth L1 loss, mean over all elements, and its gradient.

    Parameters
    ----------
    prediction, target : arrays of one shape
        Any shape with at least one element. Integers count as float64.
    beta : float
        Where the parabola goes over into straight lines, 0 or more. 0 is L1.

    Returns
    -------
    loss : float
        Mean of ``d**2 / (2 * beta)`` where ``|d| < beta``, of ``|d| - beta / 2`` elsewhere, with
        ``d = prediction - target``.
    gradient : float array
        Derivative of `loss` with respect to `prediction`, of its shape; 0 where d is 0.

    Raises
    ------
    ValueError
        ``prediction and target must have the same shape``, also if they could be broadcast;
        ``beta must not be negative``.

    Notes
    -----
    Cost: one pass. Not Huber's loss, which is beta times this one; and as a mean it is small
    where most elements are right already. Source: Girshick 2015 (Fast R-CNN), equation 3, where
    beta is 1; PyTorch's ``smooth_l1_loss``.
    """
    prediction, target = np.asarray(prediction, dtype=float), np.asarray(target, dtype=float)
    if prediction.shape != target.shape:
        raise ValueError("prediction and target must have the same shape")
    if beta < 0:
        raise ValueError("beta must not be negative")
    d = prediction - target
    inside = np.abs(d) < beta  # nowhere if beta is 0, and then any number will do to divide by
    scale = beta or 1
    cost = np.where(inside, d * d / (2 * scale), np.abs(d) - beta / 2)
    slope = np.where(inside, d / scale, np.sign(d))
    return float(np.mean(cost)), slope / d.size


# %%
check(smooth_l1)

# %%
# Try it: beta = 1/9, as detectors use it, then beta = 0. What is left of the parabola?
loss = stand_in(smooth_l1)
figures.losses(loss, beta=1.0)

# %% [markdown]
# ## What each loss is pulled by
#
# - **L2** pulls in proportion to the error: one wild target outweighs many good ones. Its best constant is the mean.
# - **L1** pulls with the same force however near: robust (its best constant is the median), but with a kink at 0, so
#   steps of fixed length jump to and fro across the goal.
# - **Smooth L1** has slopes like L2 inside β, and those of L1 outside.
#
# *Squared* L2 has slope 0 at 0. The norm itself has a kink there, as L1 has: written as a square root, its gradient is 0 / 0.

# %%
values = np.array([0.0, 0.1, 0.2, 0.3, 10.0])  # the last one is a wrong label
guess = 0.0
for _ in range(200):  # descent along the gradient that you wrote
    guess -= loss(np.full(5, guess), values, 1.0)[1].sum()
print(f"best constant: L2 {values.mean():.3f}, L1 {np.median(values):.3f}, smooth L1 {guess:.3f}")
for name, function in {"squared L2": lambda x: (x**2).sum(), "L1": lambda x: x.abs().sum(),
                       "square root of squared L2": lambda x: (x**2).sum().sqrt()}.items():
    zero = torch.zeros(3, requires_grad=True)
    function(zero).backward()
    print(f"gradient at 0 of {name}: {zero.grad.tolist()}")

# %% [markdown]
# ## 6 · fit_box_regressor
#
# R-CNN learns deltas by *ridge regression*: the W that minimises ‖T − XW‖² + λ‖W‖², with one row of X a proposal's
# features, one row of T its targets. Set the gradient to zero and solve (never invert) the normal equations:
#
# $$(X^\top X + \lambda I)\, W = X^\top T$$
#
# **Example:** X = `[[1], [2]]`, T's first column `[1, 2]`: λ = 0 gives weight 5 / 5 = 1, and λ = 5 gives 5 / 10 = 0.5.
#
# **Edge cases:** more features than rows, or equal columns, work if λ > 0; λ = 0 needs independent columns.

# %% tags=["exercise"]
def fit_box_regressor(features, deltas, ridge):
    """Weights of a linear box regressor, by ridge regression in closed form.

    Parameters
    ----------
    features : (N, D) array
        One row for each proposal. No column of ones is added. Integers count as float64.
    deltas : (N, 4) array
        Its targets ``tx, ty, tw, th``, as `encode_boxes` gives them.
    ridge : float
        Weight of the penalty, 0 or more; on the *sum* of squares, not on their mean.

    Returns
    -------
    (D, 4) float array
        The W that minimises ``sum((deltas - features @ W)**2) + ridge * sum(W**2)``.

    Notes
    -----
    Raises nothing by itself; with ``ridge = 0`` the columns of `features` must be independent.
    Cost: N·D² to multiply, D³ to solve. Predict with ``features @ W``. Not standardised, and a
    bias, if you append one, is penalised like any weight. Source: Girshick et al. 2014, equation
    5, with ridge 1000.
    """
    features, deltas = np.asarray(features, dtype=float), np.asarray(deltas, dtype=float)
    gram = features.T @ features + ridge * np.eye(features.shape[1])  # (D, D)
    return np.linalg.solve(gram, features.T @ deltas)                 # (D, 4)


# %%
check(fit_box_regressor)

# %% [markdown]
# ## A regressor that can be fitted in a second
#
# R-CNN's regressor reads the *features* of a proposal (its pool5 map), not its coordinates: where a box lies does not
# tell how loose it is. Our stand-in for pool5 is a window half as wide and half as high again as the proposal, cut into
# 8 × 8 cells. A feature is the share of a cell that the object covers, plus noise. A column of ones is added.
#
# 2,000 proposals train it, 2,000 others test it.

# %%
def row_iou(a, b):
    sides = np.maximum(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0)  # (N, 2)
    shared = sides.prod(axis=1)
    return shared / ((a[:, 2:] - a[:, :2]).prod(axis=1) + (b[:, 2:] - b[:, :2]).prod(axis=1) - shared)


def features_of(p, g, rng, cells=8):
    middle, size = (p[:, :2] + p[:, 2:]) / 2, p[:, 2:] - p[:, :2]                     # (N, 2) each
    edge = middle[..., None] + size[..., None] * np.linspace(-0.75, 0.75, cells + 1)  # (N, 2, cells + 1)
    covered = np.minimum(edge[..., 1:], g[:, 2:, None]) - np.maximum(edge[..., :-1], g[:, :2, None])
    share = np.maximum(covered, 0) / np.diff(edge)                                    # (N, 2, cells)
    seen = (share[:, 1, :, None] * share[:, 0, None, :]).reshape(len(p), -1)          # (N, cells²)
    return np.hstack([seen + rng.normal(0, 0.2, seen.shape), np.ones((len(p), 1))])   # (N, D)


rng = np.random.default_rng(0)
size = np.exp(rng.uniform(np.log(32), np.log(256), (4000, 2)))
first = rng.uniform(0, 600, (4000, 2))
P = np.hstack([first, first + size])
G = decode(P, rng.normal(0, 1, (4000, 4)) * rng.uniform(0.02, 0.6, (4000, 1)))
X, T, overlap = features_of(P, G, rng), encode(P, G), row_iou(P, G)
train = np.arange(4000) < 2000
near = overlap > 0.6
print("features", X.shape, "near the truth:",
      (train & near).sum(), "to train,", (~train & near).sum(), "to test")

# %%
fit = stand_in(fit_box_regressor)
test = ~train & near
told = {"pool5-like, near": (X, train & near), "pool5-like, all": (X, train),
        "coordinates, near": (np.hstack([P, np.ones((4000, 1))]), train & near)}
after = {name: row_iou(decode(P, x @ fit(x[rows], T[rows], 1.0)), G) for name, (x, rows) in told.items()}
print(f"mean IoU of test proposals near the truth, before: {overlap[test].mean():.3f}")
for name, value in after.items():
    worse = np.mean(value[test] < overlap[test])
    print(f"after, {name:18}{value[test].mean():.3f}, made worse: {worse:4.0%}")

# %%
figures.improvement(fit, overlap[~train], *(after[name][~train] for name in list(told)[:2]))

# %% [markdown]
# ## Near the truth only
#
# R-CNN does not stop at least squares: only proposals *near* a truth (IoU above 0.6) train it, and the ridge is strong
# (1000, for its features).
#
# Why near: the target is log(1 + x) with x = (G_w − P_w) / P_w, nearly a line while x is small; and far from the proposal the
# object leaves the window. A line that must serve far proposals too is worse for near ones: mean IoU 0.786, not 0.913.
#
# The picture shows the price: trained near, it is worse far away, and it spoils boxes that were all but perfect.

# %%
figures.near_one()

# %%
few = np.flatnonzero(train & near)[:60]  # fewer rows than features: many W fit them exactly
for name, rows in (("60 rows", few), (f"{(train & near).sum()} rows", np.flatnonzero(train & near))):
    gains = [row_iou(decode(P, X @ fit(X[rows], T[rows], ridge)), G)[test].mean()
             for ridge in (1e-3, 1, 10, 1000)]
    print(f"{name}: mean IoU at ridge 0.001, 1, 10, 1000:", " ".join(f"{gain:.3f}" for gain in gains))
spread = T[train & near].std(axis=0)  # small targets hardly count in the loss until divided by this
print("standard deviation of tx, ty, tw, th:", spread.round(2))
for name, z in (("raw", T[train & near]), ("divided by it", T[train & near] / spread)):
    value, slope = loss(np.zeros_like(z), z)
    pull = np.abs(slope * slope.size).mean()
    print(f"targets {name}: smooth L1 of saying 0 {value:.3f}, mean slope {pull:.2f}")

# %% [markdown]
# ## 7 · generate_anchors
#
# Return one set of anchors round the origin: for each ratio (outer), for each scale (inner), a box of area
# `(base_size * scale)**2` whose height / width is the ratio.
#
# With side s and ratio r the area wants w·h = s², the ratio h = r·w: so w = s / √r and h = s·√r.
#
# **Example:** base 16, ratio 4, scale 1: 8 wide, 32 high, `[[-4, -16, 4, 16]]`: still 256 pixels².
#
# **Edge cases:** anything that is not above 0 raises `ValueError`; no ratios or no scales give `(0, 4)`.

# %% tags=["exercise"]
def generate_anchors(base_size, ratios, scales):
    """Anchors of all ratios and scales, centred on the origin.

    Parameters
    ----------
    base_size : float
        Side of the square anchor of scale 1, in pixels; often the stride of the feature map.
    ratios : (R,) array or sequence
        Height over width.
    scales : (S,) array or sequence
        Factors of the side, not of the area.

    Returns
    -------
    (R * S, 4) float array
        Corners x1, y1, x2, y2 in pixels, ratio-major: all scales of the first ratio come first.
        The area is ``(base_size * scale)**2`` whatever the ratio. ``(0, 4)`` if R or S is 0.

    Raises
    ------
    ValueError
        ``base_size, ratios and scales must be above 0``, if one of them is not.

    Notes
    -----
    Cost: one pass. Not rounded to whole pixels, and not yet placed: add the centre of a cell
    twice, ``cx, cy, cx, cy``. Source: Ren et al. 2015 (Faster R-CNN), section 3.1.
    """
    ratios, scales = np.asarray(ratios, dtype=float), np.asarray(scales, dtype=float)
    if base_size <= 0 or np.any(ratios <= 0) or np.any(scales <= 0):
        raise ValueError("base_size, ratios and scales must be above 0")
    side, root = base_size * scales[None, :], np.sqrt(ratios[:, None])  # (1, S) and (R, 1)
    size = np.stack([side / root, side * root], axis=-1).reshape(-1, 2)  # (R * S, 2)
    return np.concatenate([-size / 2, size / 2], axis=1)                 # (R * S, 4)


# %%
check(generate_anchors)

# %%
anchors = stand_in(generate_anchors)
figures.anchor_grid(anchors)

# %% [markdown]
# ## Which objects get an anchor?
#
# An object can be learned if some anchor overlaps it well, here with IoU of 0.5 or more. An image of 640 × 480 with
# stride 16 has 40 × 30 cells and, with nine anchors each, 10,800 anchors. Of 200 random objects in each field of the
# table, how many have such an anchor? Their sides and ratios lie within a factor of √2 of those at the axes.
#
# Faster R-CNN and SSD also give every object its best anchor, however poor. But one is little to learn from, and
# far from the object.

# %%
# Try it: scales=(1, 2, 4, 8, 16). What does it cost, and why do objects of 16 pixels stay hard?
figures.coverage(anchors, scales=(4, 8, 16))

# %% [markdown]
# ## Against the libraries
#
# - PyTorch's `smooth_l1_loss` is ours. Its `huber_loss` is δ times that, with β = δ.
# - scikit-learn's `Ridge` is ours with `fit_intercept=False`. By default it fits an intercept that is *not* penalised;
#   the weight of our column of ones is.
# - Faster R-CNN's first code rounds its anchors to whole pixels, so that their area changes a little; ours does not.
# - Common detectors multiply t by 10, 10, 5, 5: they divide by standard deviations of 0.1, 0.1, 0.2, 0.2.

# %%
from sklearn.linear_model import Ridge

guess, truth = X[:50, :4], T[:50]
for beta in (0.5, 2.0):
    said = torch.tensor(guess, requires_grad=True)
    theirs = torch.nn.functional.smooth_l1_loss(said, torch.tensor(truth), beta=beta)
    theirs.backward()
    value, slope = loss(guess, truth, beta)
    huber = torch.nn.functional.huber_loss(said, torch.tensor(truth), delta=beta).item()
    same = np.isclose(value, theirs.item()) and np.allclose(slope, said.grad.numpy())
    print(f"beta {beta}: loss and gradient are PyTorch's: {same}; Huber / ours {huber / value:.4f}")
W = fit(X[train], T[train], 1.0)
theirs = Ridge(alpha=1.0, fit_intercept=False, solver="svd").fit(X[train], T[train]).coef_.T
print("W is scikit-learn's:", np.allclose(W, theirs, rtol=0, atol=1e-9))
free = Ridge(alpha=1.0).fit(X[train, :-1], T[train])
print("its intercept, and the weights of our ones:", free.intercept_.round(3), W[-1].round(3))
w, h = np.diff(anchors(16, [0.5], [1]).reshape(2, 2), axis=0)[0]
wide = round(w)
high = round(wide / 2)  # as in that code: from the rounded width
print(f"ratio 0.5 of 16 x 16 = 256: ours {w:.2f} x {h:.2f} = {w * h:.0f}, "
      f"rounded {wide} x {high} = {wide * high}")

# %%
# Cost, counted: the two ways to the same ridge weights, and the anchors of known detectors
dual = X[train].T @ np.linalg.solve(X[train] @ X[train].T + np.eye(train.sum()), T[train])
print("X'(XX' + I)^-1 T is the same W:", np.allclose(W, dual, rtol=0, atol=1e-9))
for name, n, d in (("here", *X[train].shape), ("pool5 of R-CNN, 1000 proposals", 1000, 256 * 6 * 6)):
    print(f"{name}: D {d}; products for X'X {n * d * d:.1e}, for XX' {n * n * d:.1e}; "
          f"X'X takes {8 * d * d / 1e6:.4g} MB")
print("Faster R-CNN, 60 x 40 cells, 9 anchors:", 60 * 40 * 9)
maps = {38: 4, 19: 6, 10: 6, 5: 6, 3: 4, 1: 4}  # cells along a side: default boxes in a cell
print("SSD300, six maps:", sum(cells**2 * boxes for cells, boxes in maps.items()))

# %% [markdown]
# ## How fast is it?
#
# `race` lets your function run beside the worked solution and, where there is one, the library, over growing inputs. Both
# axes are logarithmic: time proportional to $n^k$ is a line of slope k.
#
# Each formula here is one pass, so the slope ends near 1. It begins nearly flat: for a few boxes, calling NumPy's functions
# costs more than the arithmetic in them. A Python loop over the rows has slope 1 from the start, and soon lies above.
#
# PyTorch's line is its `smooth_l1_loss` and the backward pass, which gives the gradient.

# %% tags=["nbval-ignore-output"]
race(encode_boxes)

# %% tags=["nbval-ignore-output"]
race(smooth_l1)

# %% [markdown]
# ## Traps: what popular notes get wrong
#
# - *"Box regression is solved by least squares."* With a ridge, and on proposals near the truth: trained on all of them,
#   ours gained a sixth as much.
# - *"SSD's prior boxes."* The paper says *default* boxes; "prior" is the word of MultiBox and of SSD's code.
# - *"Anchors must fit the receptive field exactly."* Faster R-CNN's largest anchors exceed it.
# - *"A lower loss is a better box."* Equal losses, unequal IoU: see below.
# - *Left out:* the cap before `exp`; and that t is divided by P's size, since decoding does not know G's.

# %%
shift = (g[0, 0] + g[0, 2] - p[0, 0] - p[0, 2]) / 2  # the case by hand
print(f"tx divided by G's width, decoded with P's: {shift / 60 * 50:.2f} pixels instead of {shift:g}")
wild = np.array([[0, 0, 800.0, 0]])
with np.errstate(over="ignore", invalid="ignore"):  # that is the point
    half = 50 * np.exp(wild[0, 2]) / 2
    uncapped = np.array([[100 - half, 60, 100 + half, 140]])
    print("said 800, no cap: width", 2 * half, "and IoU with itself", row_iou(uncapped, uncapped)[0])
print("said 800, capped: width", round(np.diff(decode(p, wild)[0, ::2])[0], 6), "=", 50 * 1000 / 16)
box = np.array([[0.0, 0, 100, 100]])
for name, d in (("tx", [0.2, 0, 0, 0]), ("tw", [0, 0, 0.2, 0]), ("-tw", [0, 0, -0.2, 0]),
                ("all a little", [0.1] * 4)):
    value = loss(np.array([d]), np.zeros((1, 4)))[0]
    share = row_iou(decode(box, np.array([d])), box)[0]
    print(f"wrong in {name:13} smooth L1 {value:.3f}, IoU {share:.3f}")
for gap in (1, 3):  # boxes of 1 x 1, side by side
    hull, union = 2.0 + gap, 2.0
    print(f"gap {gap}: IoU 0, GIoU {0 - (hull - union) / hull:+.3f}")

# %% [markdown]
# ## In five lines
#
# 1. t: shift of the centre over P's size, log of G's size over P's. Decode: multiply, add, `exp`.
# 2. Division by P's size makes targets free of scale; logs make them symmetric and sizes positive; cap before `exp`.
# 3. Smooth L1: parabola inside β, lines outside; an outlier pulls with slope 1 at most.
# 4. R-CNN: ridge on features, (XᵀX + λI) W = XᵀT, trained on near proposals only.
# 5. Anchors: w = s / √r, h = s·√r; an object that none covers well is hard to learn.

# %% [markdown]
# ## Cards and drills
#
# Run the next cell: it asks the cards below, and drills with new numbers each time; what you are about to forget comes
# first. All by keyboard: Tab, Tab into the panel, Enter answers, 1 to 4 say how well you knew it, Esc leaves. Or read the
# questions below and answer aloud; the solutions notebook has the answers.

# %%
quiz("bbox_regression")

# %% [markdown] tags=["card", "easy"]
# Why is bounding-box regression needed at all, if the class is right?
#
# A proposal with the right class and a poor overlap still counts as wrong: its IoU is below the threshold. Proposals are
# made without knowing the class, so they are loose. Regression refines the window from its own features.

# %% [markdown] tags=["card", "easy"]
# Which four targets does R-CNN regress, and how do you decode them?
#
# tx = (Gx − Px) / Pw, ty = (Gy − Py) / Ph, tw = log(Gw / Pw), th = log(Gh / Ph), with centres and sizes. Decode: Pw·dx +
# Px, Ph·dy + Py, Pw·exp(dw), Ph·exp(dh). For P (100, 100, 50, 80) and G (110, 92, 60, 100): 0.2, −0.1, 0.1823, 0.2231.

# %% [markdown] tags=["card"]
# Why divide by Pw, and why take logs?
#
# Divide: the same picture at another scale gives the same targets, as it gives the same features. Logs: doubling and
# halving are +0.693 and −0.693, equally far from 0, and exp makes every predicted size positive. It must be P's size: at
# test time nobody knows G's.

# %% [markdown] tags=["card"]
# What is the regressor's input? Would the proposal's four coordinates do?
#
# Features of the proposal, pool5 in R-CNN. Coordinates alone would not: where a box lies does not tell how it misses its
# object. In our experiment they did not raise the IoU at all.

# %% [markdown] tags=["card"]
# True or false, and why? "Box regression is solved by least squares." Why not train on every proposal?
#
# Incomplete. R-CNN uses *ridge* regression (λ = 1000) and only proposals with IoU above 0.6. A far proposal's features
# do not show where the object ends, and log(1 + x) is near its tangent x only for small x: 5 % off at 0.1, 44 % at 1.

# %% [markdown] tags=["card", "hard"]
# When is a *linear* regressor justified for logarithmic targets?
#
# When the proposal is near the truth: (Gw − Pw) / Pw = x is then small and log(1 + x) ≈ x. A deep network with
# nonlinear layers does not need that excuse, but it still trains its box branch on foreground boxes only.

# %% [markdown] tags=["card", "easy"]
# What is an anchor? How wide and high is the one of side 128 and ratio 0.5 (height / width)?
#
# A preset box of given size and ratio, centred on each cell of a feature map; the network classifies it and regresses
# from it. w = 128 / √0.5 = 181.0, h = 128 · √0.5 = 90.5: the area stays 128².

# %% [markdown] tags=["card", "easy"]
# True or false, and why? "SSD calls its anchors prior boxes." Anchor, prior box, default box, ground truth: which is
# what?
#
# Half true. SSD's *paper* says default boxes; "prior" comes from MultiBox and from the Caffe code. Anchor (Faster R-CNN),
# default and prior box are one idea: a preset. Ground truth is the labelled box, which no network has at test time.

# %% [markdown] tags=["card"]
# True or false, and why? "Anchors must fit the receptive field exactly, and a larger field is better."
#
# False, both. Faster R-CNN's largest anchors have 512² pixels on VGG-16, where the field is 228²: part of an object may tell
# enough. And it is the effective field that counts, smaller than the theoretical one and fading like a Gaussian. Some
# detectors (S³FD) fit their anchors to that one, and so make them clearly smaller than the theoretical field.

# %% [markdown] tags=["card"]
# L1, L2, smooth L1: what does each do with small errors and with outliers?
#
# L2: the slope grows with the error, so it is gentle near 0 and ruled by outliers (best constant: the mean). L1: slope ±1,
# so it is robust (the median) and never comes to rest at 0. Smooth L1: d² / (2β) inside β, |d| − β / 2 outside: gentle near
# 0 and robust.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "L1 is not differentiable at 0, L2 is." Is Huber's loss smooth L1?
#
# True for *squared* L2. The plain norm has a kink at 0; coded as the root of a sum of squares, autograd gives nan. L1 has
# subgradients from −1 to 1; PyTorch takes 0. Huber with δ is δ times smooth L1 with β = δ: the same only at 1.

# %% [markdown] tags=["card"]
# Why is dw capped at log(1000 / 16) before exp? What happens without the cap?
#
# exp turns one wild prediction, as an untrained network makes them, into an endless box: exp(800) is inf, and the box's
# IoU with itself is nan. The cap lets a box grow 62.5 times, say from 16 to 1000 pixels. Cap *before* exp: after it the
# harm is done. No lower cap is needed, since exp(−800) is just 0.

# %% [markdown] tags=["card"]
# Why do detectors divide the targets by their standard deviations?
#
# Near proposals have small targets, with a spread near 0.1. Smooth L1 of such numbers is tiny beside a classification
# loss, and they all lie inside the parabola. Divided by 0.1, 0.1, 0.2, 0.2 (weights 10, 10, 5, 5) their spread is near 1.
# Multiply back before decoding.

# %% [markdown] tags=["card"]
# Class-specific or class-agnostic regression: what is the difference, and who uses which?
#
# Class-specific: four outputs for each class, 4C in all; R-CNN and Fast R-CNN. Class-agnostic: one set of four,
# whatever the class; the RPN, which knows no classes yet, and RetinaNet. Agnostic saves weights; the bet is that boxes miss in
# the same ways whatever the class.

# %% [markdown] tags=["card", "hard"]
# True or false, and why? "The smaller the smooth L1 of the deltas, the better the box." What do IoU losses change?
#
# False. A shift of 0.2 and a growth of 0.2 have the same loss, and IoU 0.667 and 0.819. An IoU loss minimises 1 − IoU
# itself. But IoU is 0, without slope, for all boxes that do not touch: GIoU subtracts the share of the hull that
# neither covers, and so still pulls.

# %% [markdown] tags=["card", "hard"]
# Derive the ridge weights. What does λ do when there are more features than proposals?
#
# The gradient of ‖T − XW‖² + λ‖W‖² is −2Xᵀ(T − XW) + 2λW; zero gives (XᵀX + λI) W = XᵀT. XᵀX then has rank below D and
# cannot be solved; λ > 0 makes it invertible and keeps W small. λ means nothing without the features' scale and N.

# %% [markdown]
# ## Terms and sources
#
# bounding-box regression 边框回归 · proposal 候选框 · ground truth 真值 (人工标注) · anchor 锚框 · prior box 先验框 ·
# default box 默认框 · RPN 候选区域网络 · ridge regression 岭回归 · L1 loss L1 损失 · squared error, L2 loss 均方误差,
# L2 损失 · smooth L1 平滑 L1 损失 · IoU 交并比
#
# - Girshick et al., *Rich Feature Hierarchies* (R-CNN), CVPR 2014, appendix C
# - Girshick, *Fast R-CNN*, ICCV 2015
# - Ren et al., *Faster R-CNN*, NeurIPS 2015; Liu et al., *SSD*, ECCV 2016
# - Luo et al., *Understanding the Effective Receptive Field*, NeurIPS 2016
# - Rezatofighi et al., *Generalized Intersection over Union*, CVPR 2019
