"""IoU, NMS, matching, precision and recall, AP, mAP: the seven exercises of topic 05, in their order."""
from .boxes import BOX_IOU, NMS
from .curves import AVERAGE_PRECISION
from .dataset import MEAN_AVERAGE_PRECISION
from .matching import F1_SCORE, MATCH_DETECTIONS, PRECISION_RECALL

EXERCISES = (BOX_IOU, F1_SCORE, NMS, MATCH_DETECTIONS, PRECISION_RECALL, AVERAGE_PRECISION, MEAN_AVERAGE_PRECISION)
