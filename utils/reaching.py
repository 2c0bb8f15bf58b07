"""What an answer can name: its functions, and the places where a library's C function stands under a name."""
from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable, Iterator

MOST = 200  # functions followed from an answer


def reached(answer: object) -> Iterator[types.FunctionType]:
    """The answer, and what it names: helpers, methods, closures, default values, the inside of a `functools.partial`."""
    todo, seen = [answer], set()
    while todo and len(seen) < MOST:
        found = todo.pop()
        if id(found) in seen:
            continue
        if type(found) is functools.partial:
            todo.append(found.func)
        elif isinstance(found, type):
            todo += vars(found).values()
        elif type(found) in (staticmethod, classmethod):
            todo.append(found.__func__)
        elif type(found) is types.FunctionType:
            seen.add(id(found))
            todo += [found.__globals__.get(name) for name in names(found.__code__)]
            todo += [cell.cell_contents for cell in found.__closure__ or () if _filled(cell)]
            todo += [*(found.__defaults__ or ()), *(found.__kwdefaults__ or {}).values()]
            yield found


def names(code: types.CodeType) -> set[str]:
    """All global names and attributes in a function, those in functions inside it too."""
    return {*code.co_names}.union(*(names(part) for part in code.co_consts if isinstance(part, types.CodeType)))


def replaced(answer: object, instead: Callable[[object], object]) -> list[Callable[[], None]]:
    """Put `instead(function)` (None: leave it) for the C functions that `answer` can name; what undoes it, in order.

    The interpreter tells a profile hook of the calls that Python code makes, not of those that C code makes (`map`, `partial`).
    """
    undo: list[Callable[[], None]] = []

    def swap(value):
        if type(value) is functools.partial:
            other = swap(value.func)
            return other and functools.partial(other, *value.args, **value.keywords)
        return instead(value) if type(value) is types.BuiltinFunctionType else None

    def swap_in(scope, key):
        value = scope.get(key)
        other = swap(value)
        if other is not None:
            scope[key] = other
            undo.append(lambda: scope.__setitem__(key, value))

    for function in list(reached(answer)):
        known = names(function.__code__)
        modules = [function.__globals__.get(name) for name in known] + [sys.modules.get(name) for name in known]
        modules = {id(module): module for module in modules if isinstance(module, types.ModuleType)}
        for scope in (function.__globals__, *map(vars, modules.values()), function.__kwdefaults__ or {}):
            for name in known if scope is not function.__kwdefaults__ else list(scope):
                swap_in(scope, name)
        for cell in filter(_filled, function.__closure__ or ()):
            if (other := swap(cell.cell_contents)) is not None:
                undo.append(functools.partial(setattr, cell, "cell_contents", cell.cell_contents))
                cell.cell_contents = other
        before = function.__defaults__
        others = [swap(value) for value in before or ()]
        if any(other is not None for other in others):
            function.__defaults__ = tuple(value if other is None else other for value, other in zip(before, others))
            undo.append(functools.partial(setattr, function, "__defaults__", before))
    return undo[::-1]


def _filled(cell) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False
