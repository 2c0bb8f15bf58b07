"""The figures of topic 04, each with what the notebook gives it."""
import numpy as np

from utils.figures import bbox_regression

RNG = np.random.default_rng(0)
BEFORE = RNG.uniform(0, 1, 2000)
AFTER = BEFORE ** 0.25
EVERYTHING = BEFORE ** 0.75


def calls(pick):
    draw = bbox_regression
    return {
        "by hand": lambda: draw.by_hand.drawing(),
        "pulls": lambda: draw.pulls.drawing(pick("encode_boxes"), pick("decode_boxes")),
        "pulls too far": lambda: draw.pulls.drawing(pick("encode_boxes"), pick("decode_boxes"), steps=(0, 1, 1.5)),
        "losses": lambda: draw.losses.drawing(pick("smooth_l1")),
        "losses narrow": lambda: draw.losses.drawing(pick("smooth_l1"), beta=1 / 9),
        "losses L1": lambda: draw.losses.drawing(pick("smooth_l1"), beta=0),
        "near one": lambda: draw.near_one.drawing(),
        "improvement": lambda: draw.improvement.drawing(pick("fit_box_regressor"), BEFORE, AFTER, EVERYTHING),
        "anchor grid": lambda: draw.anchor_grid.drawing(pick("generate_anchors")),
        "coverage": lambda: draw.coverage.drawing(pick("generate_anchors")),
        "coverage dense": lambda: draw.coverage.drawing(pick("generate_anchors"), scales=(1, 2, 4, 8, 16)),
    }
