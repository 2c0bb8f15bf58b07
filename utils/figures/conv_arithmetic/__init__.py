"""Figures of topic 02: windows that slide, stamps that overlap, and what there is to count."""
from .counts import c3_table, intensity, shares
from .windows import checkerboard, filters, rules, sliding

__all__ = ["c3_table", "checkerboard", "filters", "intensity", "rules", "shares", "sliding"]
