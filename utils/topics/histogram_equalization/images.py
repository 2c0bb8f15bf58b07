"""Grey images to try answers on, and the contracts of results that are grey levels or counts."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...exercise import Case
from ...formatting import part
from ...returns import Array, Finding
from ...strategies import layouts

FORBIDDEN = ("cv2", "skimage", "scipy.ndimage")
NEAR_HALF = 1e-3  # a value this near to a half may be rounded either way: OpenCV works in float32


def grey(*rows) -> np.ndarray:
    """Rows of grey levels as an (H, W) uint8 image."""
    return np.array(rows, dtype=np.uint8)


def ramp(height: int, width: int, factor: int = 37, low: int = 0, high: int = 255) -> np.ndarray:
    """An image of many levels in no order, the same everywhere: multiples of `factor`, folded into low..high."""
    return (np.arange(height * width).reshape(height, width) ** 2 * factor % 257 % (high - low + 1) + low).astype(np.uint8)


def exactly(choices, most: int) -> list:
    """Strategies of lists of 0, 1, …, `most` items out of `choices`; made once, since making one costs more than a draw."""
    from hypothesis import strategies as st

    return [st.lists(st.sampled_from(choices), min_size=count, max_size=count) for count in range(most + 1)]


def images(choices=(0, 1, 2, 3, 5, 100, 128, 200, 254, 255), tallest: int = 4, widest: int = 5):
    """A strategy of small uint8 images, 1 × 1 up to `tallest` × `widest`, of few levels."""
    from hypothesis import strategies as st

    levels, sides = exactly(list(choices), tallest * widest), st.tuples(st.integers(1, tallest), st.integers(1, widest))
    return sides.flatmap(lambda side: levels[side[0] * side[1]].map(lambda row: np.array(row, np.uint8).reshape(side)))


def image_cases(**options):
    """A strategy of cases of one image."""
    from hypothesis import strategies as st

    return st.builds(lambda image, layout: Case((image,), layout=layout), images(**options), layouts())


class Rounded(np.ndarray):
    """Grey levels that are rounded; `exact` holds them before rounding, nan where anything will do; `either` is as good."""

    exact = None
    either = None


def rounded(exact: np.ndarray) -> Rounded:
    """Exact values as the uint8 levels nearest to them."""
    return kept(np.rint(np.nan_to_num(exact)).astype(np.uint8), exact)


def kept(levels: np.ndarray, exact: np.ndarray) -> Rounded:
    """These levels, with the exact values that they came from; a right or a wrong answer's."""
    levels = levels.view(Rounded)
    levels.exact = exact
    return levels


def chosen_by_chance(levels: np.ndarray, either: np.ndarray) -> Rounded:
    """These levels of a known mistake, or at any pixel those; the rounding of floats decides."""
    levels = levels.view(Rounded)
    levels.either = either
    return levels


def looked_up(table: np.ndarray, image: np.ndarray) -> np.ndarray:
    """The table at every pixel; exact values, if it has them, too."""
    exact = getattr(table, "exact", None)
    return table[image] if exact is None else kept(np.asarray(table)[image], exact[image])


@dataclass(frozen=True)
class Plain(Array):
    """An array; of two wrong results only those of one type and dtype are the same mistake, unless any number will do."""

    def same(self, one, other, case: Case) -> bool:
        """Whether two results on `case`, right or wrong, are the same answer."""
        if self.kind == "int":  # a list or an array, of ints or floats of any width
            return _same_numbers(one, other)
        alike = type(one) is type(other) and getattr(one, "dtype", None) == getattr(other, "dtype", None)
        if isinstance(one, np.ndarray) and one.dtype.kind == "f" and alike:
            one, other = (np.nan_to_num(values, nan=-1e9) for values in (one, other))  # 0/0 in both
        return alike and super().same(one, other, case)


def _same_numbers(one, other) -> bool:
    """Whether two lists or arrays hold the same numbers, to the precision of float32."""
    try:
        if any(np.asarray(values).dtype.kind not in "iuf" for values in (one, other)):
            return False
        one, other = (np.asarray(values, dtype=float) for values in (one, other))
    except (TypeError, ValueError):
        return False
    return one.shape == other.shape and bool(np.isclose(one, other, rtol=1e-6, atol=0, equal_nan=True).all())


@dataclass(frozen=True)
class Levels(Plain):
    """An array whose verdict names the first wrong entry; where the exact value is all but a half both neighbours pass."""

    entry: str = "pixel"

    def same(self, one, other, case: Case) -> bool:
        """The same answer; a known mistake that says what it rounds does not mind which way a half goes (or what nan is)."""
        exact, either = getattr(one, "exact", None), getattr(one, "either", None)
        if exact is None and either is None:
            floats = all(isinstance(values, np.ndarray) and values.dtype.kind == "f" for values in (one, other))
            return _same_numbers(one, other) if floats else super().same(one, other, case)
        if not isinstance(other, np.ndarray) or other.dtype != np.uint8 or other.shape != one.shape:
            return False
        if either is not None:
            return bool(np.all((np.asarray(other) == np.asarray(one)) | (np.asarray(other) == either)))
        apart = np.abs((np.asarray(other) - exact + 128) % 256 - 128)  # of a level that wraps: around the corner
        return bool(np.all(np.isnan(exact) | (apart <= 0.5 + NEAR_HALF)))

    def _value(self, expected, got, case):
        wrong = np.argwhere(np.asarray(self._off(expected, np.asarray(got))))
        if not len(wrong):
            return None
        place = tuple(wrong[0].tolist())
        where = f"{self.entry} {place[0] if len(place) == 1 else place}"
        shown = np.asarray(got)[place].item(), np.asarray(expected)[place].item()
        told = f"{where} is {shown[0]:.6g}, wanted {shown[1]:.6g}"
        return Finding("value", f"{part(len(wrong), got.size, 'value')} wrong: {told}.")

    def _off(self, expected, got):
        exact = getattr(expected, "exact", None)
        return got != np.asarray(expected) if exact is None else np.abs(got - exact) > 0.5 + NEAR_HALF
