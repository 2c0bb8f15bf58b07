"""Whiteboard: what a notebook imports.

`check(fn)` judges, `hint` helps, `solution` shows, `reset` gives a blank back; `quiz`, `drill` and `interview` ask,
`race` times; `progress` and `report` tell how it went; `terms` looks a term up.
"""
import importlib

from .layer import Layer
from .learner import check, hint, solution, stand_in

__all__ = ["Layer", "check", "drill", "hint", "interview", "progress", "quiz", "race", "report", "reset", "solution", "stand_in",
           "terms"]

# what a notebook may never use is loaded when it does; no module here has the name of what it gives, or it would hide it
_LATER = {"reset": "workbook", "quiz": "quizzing", "drill": "quizzing", "interview": "interviews", "report": "interviews",
          "progress": "overview", "race": "racing", "terms": "indexing"}


def __getattr__(name: str):
    if name in _LATER:
        return getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
