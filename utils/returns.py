"""Contracts of results: the gates type → shape → dtype → finite → value, each with a sentence of its own."""
from __future__ import annotations

import inspect
import numbers
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .exercise import Case
from .formatting import article, brief, part

GATES = ("defined", "callable", "returns", "type", "shape", "dtype", "finite", "value", "arguments", "bounds", "library")


@dataclass(frozen=True)
class Finding:
    """Something wrong with one result: the gate that it did not pass, and one sentence."""

    gate: str
    sentence: str

    @property
    def rank(self) -> int:
        """The place of its gate: what fails at an earlier one is told first."""
        return GATES.index(self.gate)


def float_width(case: Case) -> int:
    """Bytes of the narrowest float array among the arguments; 8 where there is none (integers count as float64)."""
    widths = [a.dtype.itemsize for a in [*case.args, *case.kwargs.values()]
              if isinstance(a, np.ndarray) and a.dtype.kind == "f"]
    return min(widths, default=8)


def precision(width: int, relative: float, absolute: float) -> tuple[float, float]:
    """Relative and absolute tolerance for results of inputs that are `width` bytes wide; the given ones for float64."""
    if width >= 8:
        return relative, absolute
    return (max(relative, 1e-5), max(absolute, 1e-6)) if width == 4 else (max(relative, 1e-2), max(absolute, 1e-2))


def _as_array(items):
    """A list of numbers as an array; the list itself where it holds anything else."""
    try:
        made = np.array(items)
    except ValueError:
        return items
    return made if made.dtype.kind in "biuf" else items


def foreign(got, wanted: str) -> str:
    """The sentence for a result of a type that no contract takes."""
    kind = type(got)
    if got is None:
        return f"returned None, wanted {wanted}: is the `return` missing?"
    if inspect.isgenerator(got):
        return f"returned a generator, wanted {wanted}: use `return`, not `yield`."
    if kind.__module__.partition(".")[0] == "torch":
        return f"returned a torch tensor, wanted {wanted}: end with `.numpy()` or `.item()`."
    if isinstance(got, (list, tuple)):
        cure = "wrap it in `np.array`" if "array" in wanted else "return that alone"
        return f"returned a {kind.__name__}, wanted {wanted}: {cure}."
    return f"returned {article(kind.__name__)}, wanted {wanted}."


@dataclass(frozen=True)
class Array:
    """A NumPy array. `what` says it in words (``"an (N, M) float array"``).

    Parameters
    ----------
    kind
        ``"float"``, ``"bool"``, ``"int"`` (whole numbers of any dtype: floats pass with advice) or ``"uint8"``.
    tolerance, absolute
        Relative and absolute, for float64; narrower inputs are held to what their width can give.
    wide
        The result is float64 for inputs of any dtype, and held to it.
    lists
        A list or tuple of numbers will do as well.
    """

    kind: str
    what: str
    tolerance: float = 1e-9
    absolute: float = 1e-12
    wide: bool = False
    lists: bool = False

    def _width(self, case):
        return 8 if self.wide else float_width(case)

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if self.lists and isinstance(got, (list, tuple)):
            got = _as_array(got)
        if not isinstance(got, np.ndarray):
            return Finding("type", foreign(got, self.what))
        if got.shape != np.shape(expected):
            return Finding("shape", f"returned shape {got.shape}, wanted {np.shape(expected)}.")
        if got.size == 0:
            return None
        return self._dtype(got, case) or self._finite(got) or self._value(expected, got, case)

    def _dtype(self, got, case):
        wanted = {"float": f"float{8 * self._width(case)}", "int": "int64"}.get(self.kind, self.kind)
        fits = {"float": got.dtype.kind == "f" and got.dtype.itemsize >= self._width(case), "bool": got.dtype.kind == "b",
                "int": got.dtype.kind in "iuf", "uint8": got.dtype == np.uint8}[self.kind]
        return None if fits else Finding("dtype", f"returned dtype {got.dtype}, wanted {wanted}.")

    def _finite(self, got):
        bad = 0 if got.dtype.kind != "f" else int(np.count_nonzero(~np.isfinite(got)))
        return Finding("finite", f"returned {bad} nan or inf among {got.size} values.") if bad else None

    def _value(self, expected, got, case):
        wrong = int(np.count_nonzero(~self._close(np.asarray(expected), np.asarray(got), self._width(case))))
        return Finding("value", f"{part(wrong, got.size, 'value')} wrong.") if wrong else None

    def _close(self, expected, got, width):
        """Elementwise: equal up to the rounding of a few operations at this width; nan equals nan."""
        if expected.dtype.kind in "biu" and got.dtype.kind in "biu" or self.kind in ("int", "uint8"):
            return expected == got
        relative, absolute = precision(width, self.tolerance, self.absolute)
        return np.isclose(got, expected, rtol=relative, atol=absolute, equal_nan=True)

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer, up to the rounding of its width."""
        if np.iscomplexobj(one) or np.iscomplexobj(other):
            return False
        try:
            one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
        except (TypeError, ValueError):
            return False
        return one.shape == other.shape and bool(np.all(self._close(one, other, self._width(case))))

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        if isinstance(got, (list, tuple)):
            return []
        if type(got) is not np.ndarray:
            return [f"It returns {article(type(got).__name__)}; a plain `np.ndarray` surprises nobody."]
        if got.size == 0 and self.kind == "bool" and got.dtype.kind != "b":
            return [f"Empty, its dtype is {got.dtype}: say `dtype=bool`, or the result cannot be used as a mask."]
        if self.kind == "int" and got.dtype.kind == "f":
            return [f"Its dtype is {got.dtype}: whole numbers are better kept as int."]
        return []


@dataclass(frozen=True)
class Number:
    """One real number: float, int, NumPy scalar; `tolerance` is relative, and absolute below 1e-3 of it."""

    what: str = "a float"
    tolerance: float = 1e-9

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if isinstance(got, np.ndarray) and got.ndim:
            return Finding("shape", f"returned an array of shape {got.shape}, wanted {self.what}.")
        if not _is_real(got):
            return Finding("type", foreign(got, self.what))
        if not np.isfinite(float(got)):
            return Finding("finite", f"returned {float(got)}.")
        return None if self._near(expected, got, case) else Finding("value", "the number is wrong.")

    def _near(self, expected, got, case):
        relative, absolute = precision(float_width(case), self.tolerance, self.tolerance * 1e-3)
        return bool(np.isclose(float(got), float(expected), rtol=relative, atol=absolute, equal_nan=True))

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        return _is_real(one) and _is_real(other) and self._near(one, other, case)

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        if isinstance(got, np.ndarray):
            return ["It returns a 0-d array; `float(…)` makes it the number that was asked for."]
        return []


@dataclass(frozen=True)
class Integer:
    """A whole number, exact. An integral float passes with advice, unless `strict`."""

    what: str = "an int"
    strict: bool = False

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if isinstance(got, np.ndarray) and got.ndim:
            return Finding("shape", f"returned an array of shape {got.shape}, wanted {self.what}.")
        if not _is_real(got):
            return Finding("type", foreign(got, self.what))
        if self.strict and not _is_whole(got):
            said = brief(float(got))
            return Finding("dtype", f"returned the float {said}, wanted {self.what}: `//` divides ints, `/` does not.")
        return None if got == expected else Finding("value", "the number is wrong.")

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        return _is_real(one) and _is_real(other) and _is_whole(one) == _is_whole(other) and bool(one == other)

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        if isinstance(got, np.ndarray):
            return ["It returns a 0-d array; `int(…)` makes it the number that was asked for."]
        return [] if _is_whole(got) else ["It returns a float; a count is an int, and large floats lose the last digits."]


def _is_whole(value) -> bool:
    return value.dtype.kind in "iu" if isinstance(value, np.ndarray) else isinstance(value, numbers.Integral)


def _is_real(value) -> bool:
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))


@dataclass(frozen=True)
class Indices:
    """A flat array or list of integer indices, order included; `plural` is what they are called."""

    what: str = "a flat array or list of indices"
    plural: str = "indices"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if not isinstance(got, (np.ndarray, Sequence)) or isinstance(got, (str, bytes)):
            return Finding("type", foreign(got, self.what))
        if any(type(item).__module__.partition(".")[0] == "torch" for item in got):
            return Finding("type", f"returned a list of torch tensors, wanted {self.plural}: use `int(i)` for each.")
        if any(np.ndim(item) for item in got):
            return Finding("shape", f"returned {brief(got)}, wanted {self.what}.")
        flat = [item.item() if isinstance(item, (np.generic, np.ndarray)) else item for item in got]
        odd = [item for item in flat if not isinstance(item, int) or isinstance(item, bool)]
        if odd:
            return Finding("dtype", f"{brief(odd[0])} is {article(type(odd[0]).__name__)}, wanted integers.")
        return None if flat == list(expected) else Finding("value", f"these are not the {self.plural} wanted.")

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        try:
            return [float(i) for i in one] == [float(i) for i in other]
        except (TypeError, ValueError):
            return False

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        if isinstance(got, np.ndarray) and got.size == 0 and got.dtype.kind not in "iu":
            return [f"Empty, its dtype is {got.dtype}, and an index of it raises IndexError: say `dtype=int`."]
        return []


@dataclass(frozen=True)
class Parts:
    """A tuple of results, each with a contract and a name: ``Parts(precision=Array(…), recall=Array(…))``."""

    parts: tuple[tuple[str, object], ...]

    def __init__(self, **parts):
        object.__setattr__(self, "parts", tuple(parts.items()))

    @property
    def what(self) -> str:
        """The tuple in words, its parts by name."""
        return "a tuple (" + ", ".join(name for name, _ in self.parts) + ")"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if not isinstance(got, (tuple, list, np.ndarray)) or isinstance(got, np.ndarray) and got.ndim == 0:
            return Finding("type", foreign(got, self.what))
        if len(got) != len(self.parts):
            return Finding("type", f"returned {len(got)} results, wanted {self.what}.")
        found = [(name, contract.problem(e, g, case)) for (name, contract), e, g in zip(self.parts, expected, got)]
        found = [Finding(f.gate, f"{name}: {f.sentence}") for name, f in found if f]
        return min(found, key=lambda f: f.rank, default=None)

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        try:
            return len(one) == len(other) == len(self.parts) and all(
                contract.same(a, b, case) for (_, contract), a, b in zip(self.parts, one, other))
        except TypeError:
            return False

    def advice(self, got) -> list[str]:
        """What an interviewer would say of a right result."""
        notes = [f"It returns {article(type(got).__name__)}; the contract says a tuple."] if not isinstance(got, tuple) else []
        return notes + [note for (_, contract), g in zip(self.parts, got) for note in contract.advice(g)]
