"""Wrong answers to topic 04, on decoding. One function a mistake: `NAME__mistake`."""
import math

import numpy as np

from answers import bbox_regression as right

CAP = math.log(1000 / 16)
THOUSAND = math.log(1000)


def decode_boxes__only_width_capped(proposals, deltas, max_log_ratio=CAP):
    deltas = deltas.astype(float)
    deltas[:, 2] = np.minimum(deltas[:, 2], max_log_ratio)
    return right.decode_boxes__formats(proposals, deltas, math.inf)


def decode_boxes__only_height_capped(proposals, deltas, max_log_ratio=CAP):
    deltas = deltas.astype(float)
    deltas[:, 3] = np.minimum(deltas[:, 3], max_log_ratio)
    return right.decode_boxes__formats(proposals, deltas, math.inf)


def decode_boxes__lower_bound(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, np.maximum(deltas, -4.0), max_log_ratio)


def decode_boxes__cap_of_a_thousand(proposals, deltas, max_log_ratio=THOUSAND):
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio)


def decode_boxes__zero_means_no_cap(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio or math.inf)


def decode_boxes__zero_means_the_default(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio or CAP)


def decode_boxes__cap_never_above_the_default(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas, min(max_log_ratio, CAP))


def decode_boxes__caps_in_place(proposals, deltas, max_log_ratio=CAP):
    np.minimum(deltas[:, 2:], max_log_ratio, out=deltas[:, 2:], casting="unsafe")
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio)


def decode_boxes__moves_left(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas * [-1, -1, 1, 1], max_log_ratio)


def decode_boxes__shrinks(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas * [1, 1, -1, -1], max_log_ratio)


def decode_boxes__columns_interleaved(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas[:, [0, 2, 1, 3]], max_log_ratio)


def decode_boxes__ratio_of_the_wild_is_one(proposals, deltas, max_log_ratio=CAP):
    """Leaves the size alone where the delta is beyond the cap."""
    sizes = np.where(deltas[:, 2:] > max_log_ratio, 0.0, deltas[:, 2:])
    return right.decode_boxes__formats(proposals, np.hstack([deltas[:, :2], sizes]), max_log_ratio)


def decode_boxes__not_below_zero(proposals, deltas, max_log_ratio=CAP):
    return np.maximum(right.decode_boxes__formats(proposals, deltas, max_log_ratio), 0)


def decode_boxes__empty_is_flat(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio) if len(proposals) else np.array([])


def decode_boxes__rounded(proposals, deltas, max_log_ratio=CAP):
    return np.round(right.decode_boxes__formats(proposals, deltas, max_log_ratio))


def decode_boxes__integers_stay(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio).astype(proposals.dtype)


def decode_boxes__first_delta_for_all(proposals, deltas, max_log_ratio=CAP):
    return right.decode_boxes__formats(proposals, np.repeat(deltas[:1], len(deltas), axis=0), max_log_ratio)


def decode_boxes__refuses_the_wild(proposals, deltas, max_log_ratio=CAP):
    if (deltas[:, 2:] > max_log_ratio).any():
        raise ValueError("too wild")
    return right.decode_boxes__formats(proposals, deltas, max_log_ratio)


def decode_boxes__cap_before_and_width_after(proposals, deltas, max_log_ratio=CAP):
    """Bounds the new size in pixels, at 1000/16."""
    wide = right.decode_boxes__formats(proposals, deltas, 50.0)
    made = right.xyxy_to_cxcywh__by_name(wide)
    made[:, 2:] = np.minimum(made[:, 2:], math.exp(max_log_ratio))
    return right.cxcywh_to_xyxy__by_name(made)


def decode_boxes__half_of_the_old_size(proposals, deltas, max_log_ratio=CAP):
    """x1 lies half the *old* width before the new centre."""
    out = right.decode_boxes__formats(proposals, deltas, max_log_ratio)
    size = proposals[:, 2:] - proposals[:, :2]
    out[:, :2] = proposals[:, :2] + deltas[:, :2] * size
    return out


def decode_boxes__inf_replaced(proposals, deltas, max_log_ratio=CAP):
    with np.errstate(all="ignore"):
        return np.nan_to_num(right.decode_boxes__formats(proposals, deltas, math.inf))
