"""Answers that are right but do something beside, for an exercise of any kind."""
from __future__ import annotations

import functools
import gc
import inspect
import locale
import os
import random
import signal
import sys
import threading
import warnings
from dataclasses import replace

import numpy as np
import torch

from utils import course
from utils.checking import judge

# of each topic one exercise of each kind that it has
KINDS = {
    "Value": "class", "linear_backward": "arrays", "train_mlp": "function that returns one",
    "conv_output_size": "numbers", "conv2d": "arrays",
    "receptive_field": "lists", "effective_receptive_field": "lists",
    "encode_boxes": "arrays", "nms": "arrays", "mean_average_precision": "dicts",
    "sift_down": "in place", "top_n": "iterators", "running_median": "generator",
    "merge": "lists", "merge_k": "generator", "external_sort": "files",
    "equalize": "arrays", "box_mean": "arrays",
}
FIRST = {slug: name for name, (slug, _) in reversed(course.exercises().items())}
# of a topic that is not among them its first exercise
KINDS |= {name: "of a new topic" for slug, name in FIRST.items() if slug not in {course.find(known)[0] for known in KINDS}}


@functools.cache
def small(name, seconds=None):
    """The exercise with its first few inputs: a hostile answer does the same on each."""
    exercise = course.find(name)[1]
    few = 1 if name == "train_mlp" else 4
    made = replace(exercise, cases=exercise.cases[:few], generate=None, bound=None, seconds=seconds or exercise.seconds)
    judge(made, course.reference(name))  # loads what it loads: libraries add filters of warnings
    return made


def beside(name, act):
    """The worked answer, which first calls `act`: of a class when an object is made, of a generator when it runs."""
    right = course.reference(name)
    if isinstance(right, type):
        def make(self, *args, **kwargs):
            act(*args, **kwargs)
            right.__init__(self, *args, **kwargs)

        return type(name, (right,), {"__init__": make})
    if inspect.isgeneratorfunction(right):
        def answer(*args, **kwargs):
            act(*args, **kwargs)
            yield from right(*args, **kwargs)
    else:
        def answer(*args, **kwargs):
            act(*args, **kwargs)
            return right(*args, **kwargs)
    return answer


def state():
    """What an answer could have changed for everybody."""
    return {"recursion": sys.getrecursionlimit(), "random": random.getstate(), "numpy": repr(np.random.get_state()),
            "errors": np.geterr(), "print": np.get_printoptions(), "filters": list(warnings.filters),
            "showwarning": warnings.showwarning, "streams": (sys.stdin, sys.stdout, sys.stderr),
            "signals": [signal.getsignal(n) for n in (signal.SIGALRM, signal.SIGINT)],
            "timer": signal.getitimer(signal.ITIMER_REAL), "folder": os.getcwd(), "environment": dict(os.environ),
            "collector": gc.isenabled(), "hooks": (sys.getprofile(), sys.gettrace(), sys.excepthook, sys.unraisablehook),
            "threads": threading.enumerate(), "path": list(sys.path), "locale": locale.setlocale(locale.LC_ALL),
            "torch": torch.get_rng_state().tolist(), "dtype": torch.get_default_dtype(),
            "gradients": torch.is_grad_enabled(), "len": len, "maximum": np.maximum}
