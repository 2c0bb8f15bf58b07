"""Figures of topic 08: grey levels and their tables, windows and what they cost, frequencies."""
from .bands import bands
from .levels import by_hand, equalized, matched
from .windows import cost, local, night

__all__ = ["bands", "by_hand", "cost", "equalized", "local", "matched", "night"]
