"""Heaps and the top n: the seven exercises of topic 06, in their order."""
from .frequent import TOP_K_FREQUENT
from .heaps import HEAPIFY, SIFT_DOWN
from .median import RUNNING_MEDIAN
from .shards import MERGE_TOP_N
from .sorting import HEAP_SORT
from .top import TOP_N

EXERCISES = (SIFT_DOWN, HEAPIFY, HEAP_SORT, TOP_N, MERGE_TOP_N, TOP_K_FREQUENT, RUNNING_MEDIAN)
