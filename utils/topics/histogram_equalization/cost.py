"""What a box filter costs, counted: array elements touched, and lines of Python run."""
from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

import numpy as np

LIBRARIES = ("numpy", "torch", "scipy")  # their lines are not the answer's


class TooMuchError(BaseException):
    """Ends an answer that has cost more than it may; an `except Exception` of its own does not stop this."""


class Cost:
    """Counts until a limit is passed. `lines` are those of the answer, whatever it calls of its own included."""

    def __init__(self, most_elements: float = float("inf"), most_lines: float = float("inf")):
        self.most_elements, self.most_lines = most_elements, most_lines
        self.elements = self.lines = 0

    def touch(self, count: int) -> None:
        """`count` more elements are about to be read or written."""
        self.elements += count
        if self.elements > self.most_elements:
            raise TooMuchError

    def trace(self, frame, event, _argument):
        """What `sys.settrace` calls for each function: those of libraries are not followed."""
        module = frame.f_globals.get("__name__") or ""
        if frame.f_code.co_filename == __file__:
            return None
        if module.partition(".")[0] not in LIBRARIES:
            return self._line
        if event == "call":
            self.touch(_listed(frame) if module.startswith("numpy") else _window_cost(frame))
        return None

    def _line(self, frame, event, _argument):
        self.lines += event == "line"
        if self.lines > self.most_lines:
            raise TooMuchError
        return self._line


def _listed(frame) -> int:
    """Arrays in a list, as in ``np.mean([a, b])``, do not report to it that NumPy reads them."""
    return sum(_elements(value) for value in frame.f_locals.values() if type(value) is list)


def _window_cost(frame) -> int:
    """SciPy's direct convolutions touch the kernel once for each pixel."""
    given, name = frame.f_locals, frame.f_code.co_name
    if not (frame.f_globals.get("__name__") or "").startswith("scipy.signal"):
        return 0
    if name in ("convolve2d", "correlate2d") or name == "correlate" and given.get("method") == "direct":
        return int(np.size(given["in1"]) * np.size(given["in2"]))
    return 0


_running: list[Cost] = []  # the cost that arrays report to while an answer is measured


class Touched(np.ndarray):
    """An array that reports every element that an operation reads or makes; a view costs nothing."""

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        out = kwargs.get("out")
        _touch(_elements([inputs, kwargs]))
        result = getattr(ufunc, method)(*_plain(inputs), **_plain(kwargs))
        if out:
            return out[0] if len(out) == 1 else out
        _touch(_elements(result))
        return _wrapped(result)

    def __array_function__(self, func, types, args, kwargs):
        _touch(_elements([args, kwargs]))
        if func in (np.convolve, np.correlate):
            _touch(int(np.size(args[0]) * np.size(args[1])))
        return _wrapped(super().__array_function__(func, types, args, kwargs))

    def __getitem__(self, key):
        result = super().__getitem__(key)
        if _fancy(key):
            _touch(np.size(result))
        return result

    def __setitem__(self, key, value):
        _touch(np.size(np.ndarray.__getitem__(self.view(np.ndarray), _plain(key))))
        super().__setitem__(key, value)

    def astype(self, *args, **kwargs):
        _touch(self.size)
        return super().astype(*args, **kwargs)

    def copy(self, *args, **kwargs):
        _touch(self.size)
        return super().copy(*args, **kwargs)

    def take(self, indices, *args, **kwargs):
        _touch(np.size(indices))
        return super().take(indices, *args, **kwargs)

    def cumsum(self, *args, **kwargs):
        _touch(self.size)
        return super().cumsum(*args, **kwargs)

    def dot(self, other, **kwargs):
        _touch(self.size + np.size(other))
        return super().dot(_plain(other), **kwargs)


def _fancy(key) -> bool:
    """Whether an index copies: arrays and lists do, slices and numbers give a view."""
    return any(isinstance(part, (np.ndarray, list)) for part in (key if isinstance(key, tuple) else (key,)))


def _touch(count: int) -> None:
    if _running:
        _running[-1].touch(count)


def _elements(value) -> int:
    """How many elements the arrays in a value hold."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(_elements, value)) if isinstance(value, (list, tuple)) else 0


def _plain(value):
    """The same with every counting array as a plain one."""
    if isinstance(value, Touched):
        return value.view(np.ndarray)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return type(value)(map(_plain, value)) if type(value) in (list, tuple) else value


def _wrapped(value):
    """The same with every plain array as a counting one."""
    if type(value) is np.ndarray:
        return value.view(Touched)
    return type(value)(map(_wrapped, value)) if type(value) in (list, tuple) else value


@contextlib.contextmanager
def counting_arrays():
    """`np.array` and its like keep arrays counting, and torch reports too, if it is there; put back at the end."""
    names = ("array", "asarray", "ascontiguousarray", "asfortranarray")
    real = {name: getattr(np, name) for name in names}

    def keeping(function):
        def made(value, *args, **kwargs):
            result = function(value, *args, **kwargs)
            _touch(0 if result is value else np.size(result))
            return _wrapped(result)

        return made

    with contextlib.ExitStack() as stack:
        for name, function in real.items():
            stack.callback(setattr, np, name, function)
            setattr(np, name, keeping(function))
        if "torch" in sys.modules:
            stack.enter_context(_torch_mode())
        yield


def _torch_mode():
    """Counts the elements of tensors that go in and out of torch's functions, and the windows of its filters."""
    import torch
    from torch.overrides import TorchFunctionMode

    def elements(value) -> int:
        if isinstance(value, torch.Tensor):
            return value.numel()
        return sum(map(elements, value)) if isinstance(value, (list, tuple)) else 0

    class Counting(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            _touch(elements(args))
            result = function(*args, **(kwargs or {}))
            name = getattr(function, "__name__", "")
            if "conv" in name and len(args) > 1:
                _touch(elements(result) * args[1][0].numel())
            elif "pool" in name and len(args) > 1:
                side = args[1] if isinstance(args[1], (list, tuple)) else (args[1],) * (2 if "2d" in name else 1)
                _touch(elements(result) * int(np.prod(side)))
            else:
                _touch(elements(result))
            return result

    return Counting()


def measured(answer: Callable, image: np.ndarray, radius: int, cost: Cost) -> bool:
    """Run ``answer(image, radius)`` and count; whether it ended within the limits of `cost`."""
    given = image.copy().view(Touched)
    _running.append(cost)
    try:
        with counting_arrays(), _traced(cost.trace):
            answer(given, radius)
    except TooMuchError:
        return False
    finally:
        _running.pop()
    return True


@contextlib.contextmanager
def _traced(trace):
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
