"""Whiteboard: what a notebook imports. `check(fn)` judges, `hint` helps, `solution` shows, `reset` gives a blank back."""
import importlib

from .layer import Layer
from .learner import check, hint, solution, stand_in

__all__ = ["Layer", "check", "drill", "hint", "interview", "quiz", "reset", "solution", "stand_in"]

_LATER = {"reset": "workbook", "quiz": "quiz", "drill": "quiz", "interview": "interview"}


def __getattr__(name: str):
    # what a notebook may never use is loaded when it does
    if name in _LATER:
        found = getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
        globals()[name] = found  # the module of the same name must not hide it
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
