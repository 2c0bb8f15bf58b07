"""Figures of topic 04: boxes pulled onto the truth, losses, a fitted regressor, anchors and what they cover."""
from .anchors import anchor_grid, coverage
from .boxes import by_hand, pulls
from .curves import improvement, losses, near_one

__all__ = ["anchor_grid", "by_hand", "coverage", "improvement", "losses", "near_one", "pulls"]
