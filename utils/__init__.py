"""Whiteboard: what a notebook imports. `check(fn)` judges, `hint` helps, `solution` shows, `reset` gives a blank back."""
from .layer import Layer
from .learner import check, hint, solution, stand_in

__all__ = ["Layer", "check", "hint", "progress", "reset", "solution", "stand_in"]


def __getattr__(name: str):
    # its module may not be called as it is: once imported, the module would stand here instead of the function
    if name == "progress":
        from .overview import progress

        return progress
    # the learner's copies are files; a notebook that never resets need not load what handles them
    if name == "reset":
        from .workbook import reset

        return reset
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
