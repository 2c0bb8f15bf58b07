"""Answers that are right, in many styles."""
