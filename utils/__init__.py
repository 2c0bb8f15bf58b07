"""Whiteboard: what a notebook imports. `check(fn)` judges, `hint` helps, `solution` shows, `reset` gives a blank back."""
import importlib

from .layer import Layer
from .learner import check, hint, solution, stand_in

__all__ = ["Layer", "check", "drill", "hint", "interview", "quiz", "report", "reset", "solution", "stand_in"]

_LATER = {"reset": "workbook", "quiz": "quizzing", "drill": "quizzing", "interview": "interviews", "report": "interviews"}


def __getattr__(name: str):
    # what a notebook may never use is loaded when it does
    if name in _LATER:
        return getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
