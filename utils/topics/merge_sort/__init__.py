"""Merging, two merge sorts, inversions, k-way merge, external sort: the six exercises of topic 07, in their order."""
from .bottom_up import MERGE_SORT_BOTTOM_UP
from .external import EXTERNAL_SORT
from .inversions import COUNT_INVERSIONS
from .merging import MERGE
from .sorting import MERGE_SORT
from .streams import MERGE_K

EXERCISES = (MERGE, MERGE_SORT, MERGE_SORT_BOTTOM_UP, COUNT_INVERSIONS, MERGE_K, EXTERNAL_SORT)
