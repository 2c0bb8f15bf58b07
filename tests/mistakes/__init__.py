"""Answers that are wrong in ways that no misconception lists: rejected, and not given a name that is not theirs."""
