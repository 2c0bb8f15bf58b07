"""Figures of topic 03: how a receptive field grows, what of it is read, and how strongly."""
from .growth import chain, gridding, nested, windows
from .influence import effective, widths

__all__ = ["chain", "effective", "gridding", "nested", "widths", "windows"]
