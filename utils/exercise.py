"""What a topic declares: exercises, their cases, and the wrong answers that people really give."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Raises:
    """An expected value that is an exception: the answer has to raise `kind`."""

    kind: type[Exception]

    def __repr__(self) -> str:
        return f"raises {self.kind.__name__}"


@dataclass(frozen=True)
class Case:
    """One input of an exercise.

    Parameters
    ----------
    args, kwargs
        The arguments as the answer receives them. They are copied afresh for every call.
    why
        Which wrong answer only this input catches, or why it stays. Empty for generated cases.
    layout
        How arrays lie in memory: ``"plain"``, ``"readonly"`` or ``"strided"`` (every second row of a larger array).
    """

    args: tuple
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    layout: str = "plain"

    def fresh(self) -> tuple[list, dict]:
        """Copies of the arguments, so that an answer that changes them changes nothing of ours."""
        return [_copy(a, self.layout) for a in self.args], {k: _copy(v, self.layout) for k, v in self.kwargs.items()}


def case(*args, why: str = "", layout: str = "plain", **kwargs) -> Case:
    """``case(a, b, why="…", method="coco")``: a Case, written as the call would be."""
    return Case(args, kwargs, why, layout)


def _copy(value, layout):
    if isinstance(value, np.ndarray):
        if layout == "strided":
            wide = np.zeros((2 * len(value), *value.shape[1:]), value.dtype)
            wide[::2] = value
            return wide[::2]
        twin = value.copy()
        twin.flags.writeable = layout != "readonly"
        return twin
    if isinstance(value, (list, tuple)):
        items = [_copy(item, layout) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)  # a named tuple takes them one by one
    if isinstance(value, dict):
        return {key: _copy(item, layout) for key, item in value.items()}
    return value


@dataclass(frozen=True, init=False)
class Misconception:
    """A wrong answer that people really give: runnable code, and one sentence that names the mistake.

    Several functions are several spellings of one mistake (with and without a guard, say); each is rejected under `slug`.
    """

    slug: str
    sentence: str
    wrong: tuple[Callable, ...]

    def __init__(self, slug: str, sentence: str, *wrong: Callable):
        object.__setattr__(self, "slug", slug)
        object.__setattr__(self, "sentence", sentence)
        object.__setattr__(self, "wrong", wrong)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One function or class that the learner writes, and all that the judge needs to know of it.

    Parameters
    ----------
    name
        The exercise's identity; the learner's function has exactly this name.
    oracle
        Same signature; decides. A real library, a brute-force definition or a law. A ValueError that it raises is demanded.
    returns
        A contract of `utils.returns`: type, shape, dtype, finiteness and value of a result.
    cases
        Hand-written inputs, the smallest and plainest first.
    generate
        Returns a hypothesis strategy of `Case`; called once, and only when needed. None where one call is too slow for it.
    misconceptions
        At least one; each is rejected under its own name.
    hints
        At least two: a question, a shape, pseudocode. None contains the answer's code.
    praise
        Shown on a pass: why it is right, and the interviewer's next question.
    call
        ``call(answer, *args, **kwargs)`` uses the answer on an input, under all limits, and returns what `returns` judges; for
        classes, generators, functions that return functions, and those in place (on a copy that this makes).
        Plainly ``answer(*args, **kwargs)`` if None.
    show
        ``show(arguments) -> str``: how that use is written in a verdict; ``name(a=…, b=…)`` if None.
    is_class
        The learner writes a class, not a function.
    new
        The result may not be one of the arguments itself.
    forbidden
        Modules of which nothing may be called while the answer runs (``"pycocotools"``); ``"torch.conv"`` is every
        convolution that torch has; an entry may also name one function (``"heapq.nlargest"``, ``"list.sort"``).
    sortable
        ``sortable(case) -> int``: how many items `sorted` and `list.sort` may sort; any number if None. Wants `forbidden`.
    library
        The library function of this signature, if there is one.
    bound
        ``bound(case, answer) -> str | None``: a counted cost; a sentence if it is exceeded. It uses the answer itself.
    odd
        ``odd(case) -> bool``: an input of a special kind (a box without area). If a plain one fails too, that one is shown.
    draw
        ``draw(arguments) -> str``: an SVG of a counterexample, or ``""``.
    equivalent
        Mutants of the solution that no input can tell from it: ``"before -> after"`` of the changed line → the reason.
    seconds
        How long one call may take.
    generated
        How many inputs are generated beyond the hand-written ones; fewer where one call is slow.
    shrinks
        How many further inputs the search for a smaller counterexample may try; fewer where one call is slow.
    """

    name: str
    oracle: Callable
    returns: Any
    cases: tuple[Case, ...]
    generate: Callable[[], Any] | None
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    praise: str
    call: Callable | None = None
    show: Callable[[Mapping[str, Any]], str] | None = None
    is_class: bool = False
    new: bool = False
    forbidden: tuple[str, ...] = ()
    sortable: Callable[[Case], int] | None = None
    library: Callable | None = None
    bound: Callable | None = None
    odd: Callable | None = None
    draw: Callable | None = None
    equivalent: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 2.0
    generated: int = 100
    shrinks: int = 60

    def use(self, answer: Callable, args, kwargs):
        """What the answer gives on these arguments."""
        return self.call(answer, *args, **kwargs) if self.call else answer(*args, **kwargs)

    def expected(self, case: Case):
        """What the oracle says: a value, or `Raises`."""
        args, kwargs = case.fresh()
        try:
            return self.oracle(*args, **kwargs)
        except ValueError:
            return Raises(ValueError)

    def arguments(self, case: Case) -> dict[str, Any]:
        """Argument name → value, in the order of the signature; what a counterexample shows."""
        return self.bound_arguments(*case.fresh())

    def bound_arguments(self, args, kwargs) -> dict[str, Any]:
        """Argument name → this very object."""
        return dict(inspect.signature(self.oracle).bind(*args, **kwargs).arguments)
