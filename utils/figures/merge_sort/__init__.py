"""Figures of topic 07: the recursion, stability, comparisons counted, inversions as crossings, memory."""
from .counts import comparisons, crossings, memory
from .runs import passes, stability, tree

__all__ = ["comparisons", "crossings", "memory", "passes", "stability", "tree"]
