"""IoU, NMS, matching, precision and recall, AP, mAP: the seven exercises of topic 05, in their order."""
from .boxes import BOX_IOU
from .curves import AVERAGE_PRECISION
from .dataset import MEAN_AVERAGE_PRECISION
from .matching import MATCH_DETECTIONS
from .rates import F1_SCORE, PRECISION_RECALL
from .suppression import NMS

EXERCISES = (BOX_IOU, F1_SCORE, NMS, MATCH_DETECTIONS, PRECISION_RECALL, AVERAGE_PRECISION, MEAN_AVERAGE_PRECISION)
