"""Two box formats, R-CNN's deltas, smooth L1, ridge regression, anchors: the seven exercises of topic 04, in their order."""
from .anchors import GENERATE_ANCHORS
from .decoding import DECODE_BOXES
from .encoding import ENCODE_BOXES
from .formats import CXCYWH_TO_XYXY, XYXY_TO_CXCYWH
from .loss import SMOOTH_L1
from .ridge import FIT_BOX_REGRESSOR

EXERCISES = (XYXY_TO_CXCYWH, CXCYWH_TO_XYXY, ENCODE_BOXES, DECODE_BOXES, SMOOTH_L1, FIT_BOX_REGRESSOR, GENERATE_ANCHORS)
