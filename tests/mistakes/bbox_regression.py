"""Wrong answers to topic 04, on formats and encoding. One function a mistake: `NAME__mistake`."""
import math

import numpy as np

from answers import bbox_regression as right

CAP = math.log(1000 / 16)


def xyxy_to_cxcywh__size_first(boxes):
    return np.roll(right.xyxy_to_cxcywh__by_name(boxes), 2, axis=-1)


def xyxy_to_cxcywh__y_upwards(boxes):
    made = right.xyxy_to_cxcywh__by_name(boxes)
    made[..., 3] *= -1
    return made


def xyxy_to_cxcywh__width_twice(boxes):
    made = right.xyxy_to_cxcywh__by_name(boxes)
    made[..., 3] = made[..., 2]
    return made


def xyxy_to_cxcywh__in_place(boxes):
    boxes[..., 2:] -= boxes[..., :2]
    boxes[..., :2] += boxes[..., 2:] / 2
    return boxes


def xyxy_to_cxcywh__changes_a_view(boxes):
    low, high = boxes[..., :2], boxes[..., 2:]
    made = right.xyxy_to_cxcywh__by_name(boxes)
    if boxes.flags.writeable:
        high -= low
    return made


def xyxy_to_cxcywh__always_rows(boxes):
    return right.xyxy_to_cxcywh__by_name(np.atleast_2d(boxes))


def xyxy_to_cxcywh__flattened(boxes):
    return right.xyxy_to_cxcywh__by_name(boxes.reshape(-1, 4))


def xyxy_to_cxcywh__first_axis(boxes):
    x1, y1, x2, y2 = boxes if len(boxes) == 4 else boxes.T
    return np.stack([(x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) * 1.0, (y2 - y1) * 1.0], axis=-1)


def xyxy_to_cxcywh__list(boxes):
    return right.xyxy_to_cxcywh__loops(boxes).tolist()


def xyxy_to_cxcywh__float16(boxes):
    return right.xyxy_to_cxcywh__by_name(boxes).astype(np.float16)


def xyxy_to_cxcywh__clipped_at_zero(boxes):
    return np.maximum(right.xyxy_to_cxcywh__by_name(boxes), 0)


def xyxy_to_cxcywh__size_over_two_for_x_only(boxes):
    made = right.xyxy_to_cxcywh__by_name(boxes)
    made[..., 1] = boxes[..., 1]
    return made


def xyxy_to_cxcywh__sizes_reversed(boxes):
    made = right.xyxy_to_cxcywh__by_name(boxes)
    made[..., 2:] *= -1
    return made


def cxcywh_to_xyxy__centre_for_far_corner(boxes):
    return np.concatenate([boxes[..., :2] - boxes[..., 2:], boxes[..., :2]], axis=-1).astype(float)


def cxcywh_to_xyxy__y_upwards(boxes):
    return right.cxcywh_to_xyxy__by_name(boxes)[..., [0, 3, 2, 1]]


def cxcywh_to_xyxy__corners_exchanged(boxes):
    return np.roll(right.cxcywh_to_xyxy__by_name(boxes), 2, axis=-1)


def cxcywh_to_xyxy__the_other_way(boxes):
    return right.xyxy_to_cxcywh__by_name(boxes)


def cxcywh_to_xyxy__width_for_height(boxes):
    cx, cy, w, _ = np.moveaxis(np.asarray(boxes, dtype=float), -1, 0)
    return np.stack([cx - w / 2, cy - w / 2, cx + w / 2, cy + w / 2], axis=-1)


def cxcywh_to_xyxy__in_place(boxes):
    boxes[..., :2] -= boxes[..., 2:] / 2
    boxes[..., 2:] += boxes[..., :2]
    return boxes


def cxcywh_to_xyxy__flattened(boxes):
    return right.cxcywh_to_xyxy__by_name(boxes.reshape(-1, 4))


def cxcywh_to_xyxy__first_box(boxes):
    return right.cxcywh_to_xyxy__by_name(boxes[:1])


def cxcywh_to_xyxy__last_pixel(boxes):
    made = right.cxcywh_to_xyxy__by_name(boxes)
    made[..., :2] += 0.5
    made[..., 2:] -= 0.5
    made[..., 0] -= 0.5
    return made


def cxcywh_to_xyxy__clipped_at_zero(boxes):
    return np.maximum(right.cxcywh_to_xyxy__by_name(boxes), 0)


def encode_boxes__columns_interleaved(proposals, targets):
    return right.encode_boxes__formats(proposals, targets)[:, [0, 2, 1, 3]]


def encode_boxes__offsets_of_far_corners(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    out[:, :2] = (targets[:, 2:] - proposals[:, 2:]) / (proposals[:, 2:] - proposals[:, :2])
    return out


def encode_boxes__absolute_offsets(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    out[:, :2] = abs(out[:, :2])
    return out


def encode_boxes__only_tw_has_a_log(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    out[:, 3] = np.exp(out[:, 3])
    return out


def encode_boxes__standardised(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    return (out - out.mean(axis=0)) / (out.std(axis=0) + 1e-9) if len(out) else out


def encode_boxes__epsilon(proposals, targets):
    right.encode_boxes__formats(proposals, targets)
    p, g = right.xyxy_to_cxcywh__by_name(proposals), right.xyxy_to_cxcywh__by_name(targets)
    return np.concatenate([(g[:, :2] - p[:, :2]) / (p[:, 2:] + 1e-6), np.log(g[:, 2:] / (p[:, 2:] + 1e-6))], axis=1)


def encode_boxes__sizes_lifted(proposals, targets):
    p, g = right.xyxy_to_cxcywh__by_name(proposals), right.xyxy_to_cxcywh__by_name(targets)
    p[:, 2:], g[:, 2:] = np.maximum(p[:, 2:], 1e-3), np.maximum(g[:, 2:], 1e-3)
    return np.concatenate([(g[:, :2] - p[:, :2]) / p[:, 2:], np.log(g[:, 2:] / p[:, 2:])], axis=1)


def encode_boxes__bad_rows_dropped(proposals, targets):
    good = ((proposals[:, 2:] > proposals[:, :2]) & (targets[:, 2:] > targets[:, :2])).all(axis=1)
    return right.encode_boxes__formats(proposals[good], targets[good])


def encode_boxes__bad_rows_zero(proposals, targets):
    good = ((proposals[:, 2:] > proposals[:, :2]) & (targets[:, 2:] > targets[:, :2])).all(axis=1)
    out = np.zeros((len(good), 4))
    out[good] = right.encode_boxes__formats(proposals[good], targets[good])
    return out


def encode_boxes__absolute_sizes(proposals, targets):
    """Takes the size of a box that is turned round for granted."""
    def turned(boxes):
        return np.hstack([np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])])

    return right.encode_boxes__formats(turned(proposals), turned(targets))


def encode_boxes__empty_refused(proposals, targets):
    if (proposals[:, 2:] - proposals[:, :2]).min() <= 0:
        raise ValueError("empty")
    return right.encode_boxes__formats(proposals, targets)


def encode_boxes__empty_is_flat(proposals, targets):
    return right.encode_boxes__formats(proposals, targets) if len(proposals) else np.array([])


def encode_boxes__first_row_only(proposals, targets):
    right.encode_boxes__formats(proposals, targets)
    return right.encode_boxes__formats(np.repeat(proposals[:1], len(proposals), axis=0), targets)


def encode_boxes__pairwise(proposals, targets):
    right.encode_boxes__formats(proposals, targets)
    if not len(proposals):
        return np.zeros((0, 4))
    rows = [[right.encode_boxes__formats(p[None], g[None])[0] for g in targets] for p in proposals]
    return np.array(rows)


def encode_boxes__capped(proposals, targets):
    return np.minimum(right.encode_boxes__formats(proposals, targets), CAP)


def encode_boxes__bounded_from_below(proposals, targets):
    return np.maximum(right.encode_boxes__formats(proposals, targets), -CAP)


def encode_boxes__over_the_root_of_the_area(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    size = (proposals[:, 2:] - proposals[:, :2]).astype(float)
    out[:, :2] *= size / np.sqrt(size.prod(axis=1, keepdims=True))
    return out


def encode_boxes__rounded(proposals, targets):
    return np.round(right.encode_boxes__formats(proposals, targets), 4)


def encode_boxes__integers_stay(proposals, targets):
    return right.encode_boxes__formats(proposals, targets).astype(proposals.dtype)


def encode_boxes__in_place(proposals, targets):
    out = right.encode_boxes__formats(proposals, targets)
    proposals[:, 2:] -= proposals[:, :2]
    return out
