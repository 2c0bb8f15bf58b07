"""What generated inputs of every topic share."""
from __future__ import annotations


def layouts():
    """A hypothesis strategy: how arrays lie in memory; plain most of the time."""
    from hypothesis import strategies as st

    return st.sampled_from(["plain", "plain", "plain", "readonly", "strided"])
