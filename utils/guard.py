"""What an answer may not do to the libraries: call the one that does the whole exercise, or patch one."""
from __future__ import annotations

import builtins
import sys
import threading
import types
from functools import lru_cache

from . import torch_watch
from .limits import importing
from .reaching import replaced
from .restoring import set_profile

ALWAYS = ("builtins", "math", "cmath", "random", "heapq", "bisect", "itertools", "functools", "operator", "statistics",
          "collections", "copy", "fractions", "inspect", "numpy", "numpy.linalg", "numpy.random", "numpy.ma",
          "numpy._core.fromnumeric", "numpy._core.numeric", "numpy._core.multiarray", "numpy._core.umath",
          "numpy._core._methods")

DISPATCHERS = "numpy._core.multiarray"  # of NumPy's C functions the hook sees only the Python one that is asked before them
SNAPSHOT_ONLY = ("torch.nn.functional", "torch.autograd")  # all that torch holds would cost a second a check


def inside(module: str, roots: tuple[str, ...]) -> bool:
    """Whether a module's name lies in one of `roots` (``"pycocotools"`` holds ``"pycocotools.mask"``)."""
    return module in roots or module.startswith(_beginnings(roots))


@lru_cache(maxsize=256)
def _beginnings(roots):
    return tuple(f"{root}." for root in roots)  # one call for all: thousands of modules are asked about in each check


class LibraryWatch:
    """Notices a call into forbidden modules while it is on, under any name and from any depth.

    Python functions are seen by the interpreter's profile hook, by the module that they were defined in; C functions by
    the same hook, in threads too. Compiled Cython functions do not report to it: for those, the modules that they look up at
    run time are replaced by a proxy that tells. What C code calls (``map(torch.conv2d, …)``) torch's own hook sees; other C
    functions that `answer` can name are replaced by ones that tell (`utils.reaching`).

    An entry of `forbidden` may also name one function or method, ``"heapq.nlargest"``, ``"sorted"``, ``"list.sort"``,
    ``"collections.Counter.most_common"``. `sortable` is how many items `sorted` and `list.sort` may sort; None for any number.
    """

    def __init__(self, forbidden: tuple[str, ...], sortable: int | None = None, answer: object = None):
        self.forbidden, self.sortable, self.answer = forbidden, sortable, answer
        self.called: str | None = None

    def __enter__(self) -> LibraryWatch:
        self.called, self.swapped, self.undo, self.mode = None, [], [], None
        if self.forbidden:
            self.mode = torch_watch.mode(self.forbidden, self._tell)
            named = list(_named(self.forbidden))
            self.named = {id(getattr(found, "__code__", found)): entry for found, entry in named}
            self.names = {"sort", *(getattr(found, "__name__", "") for found, _ in named)}
            self.dispatched = {found.__name__: entry for found, entry in named
                               if entry.startswith("numpy.") and isinstance(found, types.BuiltinFunctionType)}
            self.undo = replaced(self.answer, self._instead)
            if self.sortable is not None:
                self.swapped.append((vars(builtins), "sorted", builtins.sorted))
                builtins.sorted = self._counting(builtins.sorted)
            for name, module in list(sys.modules.items()):
                if inside(name, self.forbidden) and _compiled(module) and not name.startswith("torch."):
                    self._swap(name, module)
            self.before, self.before_threads = sys.getprofile(), threading.getprofile()
            threading.setprofile(self._seen)
            sys.setprofile(self._seen)
        return self

    def __exit__(self, *_):
        if self.forbidden:
            set_profile(self.before)
            threading.setprofile(self.before_threads)
            for undo in self.undo:
                undo()
            for scope, key, value in self.swapped:
                scope[key] = value
            if self.mode:
                self.mode.__exit__(None, None, None)

    def _tell(self, name: str):
        self.called = self.called or name

    def _swap(self, name, module):
        scope = vars(module)
        for key, value in list(scope.items()):
            if isinstance(value, types.ModuleType) and key != "__builtins__":
                self.swapped.append((scope, key, value))
                scope[key] = _Telling(value, self, name)

    def _counting(self, real):
        """`sorted` does not tell the hook what it sorts."""
        def counting(*args, **kwargs):
            result = real(*args, **kwargs)
            if len(result) > self.sortable and not importing(sys._getframe(1)):
                self._tell("sorted")
            return result

        return counting

    def _instead(self, function):
        """What tells and then does the same, for a forbidden C function; None for any other."""
        if function is builtins.sorted and self.sortable is not None:
            return self._counting(function)
        module, name = getattr(function, "__module__", None) or "", function.__name__
        if not module and function.__self__ is None:
            module = _home(function, name, self.forbidden)
        if module.partition(".")[0] == "torch":
            return None
        entry = self.named.get(id(function)) or (inside(module, self.forbidden) and f"{module}.{name}")
        if not entry:
            return None

        def telling(*args, **kwargs):
            if not importing(sys._getframe(1)):
                self._tell(entry)
            return function(*args, **kwargs)

        return telling

    def _seen(self, frame, event, argument):
        if self.called:
            return
        if event == "call":
            module, name = frame.f_globals.get("__name__") or "", frame.f_code.co_name
            entry = self.named.get(id(frame.f_code))
            if module == DISPATCHERS:
                entry = entry or self.dispatched.get(name)
        elif event == "c_call":
            module, name = getattr(argument, "__module__", None) or "", getattr(argument, "__name__", "")
            if not module and getattr(argument, "__self__", self) is None:
                module = _home(argument, name, self.forbidden)
            entry = self._entry(argument) if name in self.names else None
        else:
            return
        if entry and not importing(frame):
            self.called = entry
            return
        # importing a library is not calling it
        if module and _theirs(str(module), name, self.forbidden) and not importing(frame):
            self.called = f"{module}.{name}"

    def _entry(self, function) -> str | None:
        """The entry that names this C function, bound or not."""
        found = _definition(function)
        if found is list.sort and self.sortable is not None and len(function.__self__) > self.sortable:
            return "list.sort"
        return self.named.get(id(found))


def _definition(function):
    """Of a bound method of a C type what the type holds, so that it is one object for all; else the function."""
    name = getattr(function, "__name__", "")
    owners = type(getattr(function, "__self__", None)).__mro__
    return next((vars(owner)[name] for owner in owners if name in vars(owner)), function)


def _named(forbidden):
    """(function, entry) for each entry that names one function of a module that is loaded."""
    for entry in forbidden:
        parts = entry.split(".")
        if entry in sys.modules or parts[0] == "torch":
            continue
        place = next((k for k in range(len(parts) - 1, 0, -1) if ".".join(parts[:k]) in sys.modules), 0)
        found = sys.modules[".".join(parts[:place]) or "builtins"]
        for part in parts[place:]:
            found = vars(found).get(part) if hasattr(found, "__dict__") else None  # `getattr` might import something
        if callable(found):
            yield getattr(found, "__wrapped__", found), entry  # NumPy wraps its functions


def _home(function, name, forbidden) -> str:
    """The forbidden module that holds a C function that does not itself say where it is from; OpenCV's do not."""
    return next((key for key, module in list(sys.modules.items())
                 if inside(key, forbidden) and vars(module).get(name) is function), "")


def _theirs(module, name, forbidden):
    if module.partition(".")[0] == "torch":
        return torch_watch.forbids(module, name, forbidden)
    return inside(module, forbidden)


def _compiled(module) -> bool:
    return str(getattr(module, "__file__", None) or "").endswith((".so", ".pyd"))


class _Telling:
    """Stands for a module inside a compiled one: any look-up means that the compiled code is running."""

    def __init__(self, real, watch, owner):
        self.__dict__.update(_real=real, _watch=watch, _owner=owner)

    def __getattr__(self, name):
        self._watch.called = self._watch.called or self._owner.replace("._", ".")
        return getattr(self._real, name)


class Untouched:
    """Notices and undoes patches of library functions."""

    def __init__(self, forbidden: tuple[str, ...] = ()):
        self.scopes, self.loaded = [], set(sys.modules)
        always = {*ALWAYS, *(["torch"] if torch_watch.roots(forbidden) else [])}
        for name, module in list(sys.modules.items()):
            if not isinstance(module, types.ModuleType) or name.startswith("torch.") and name not in SNAPSHOT_ONLY:
                continue
            if name in always or inside(name, (*forbidden, "utils")):
                self.scopes.append((name, module, dict(vars(module))))
                self.scopes += [(f"{name}.{key}", kind, dict(vars(kind))) for key, kind in vars(module).items()
                                if isinstance(kind, type) and kind.__module__ == name and inside(name, forbidden)]

    def restore(self) -> list[str]:
        """Names that were changed or deleted since; everything is put back. New names are none of our business."""
        changed = []
        for name, owner, before in self.scopes:
            now = vars(owner)
            if _alike(now, before):
                continue
            for key, value in before.items():
                if now.get(key, self) is not value and not key.startswith("__warningregistry"):
                    if self._imported(now.get(key)):
                        before[key] = now[key]
                        continue
                    changed.append(f"{name}.{key}")
                    setattr(owner, key, value)
            before.update({key: value for key, value in vars(owner).items() if key not in before})
        return changed

    def _imported(self, value) -> bool:
        """Whether a library that was loaded since has put this in: torch patches `inspect.getfile`, for one."""
        module = getattr(value, "__module__", None)
        return isinstance(module, str) and module in sys.modules and module not in self.loaded and module != "__main__"


def _alike(now, before) -> bool:
    """Dicts compare identity first, in C; a value whose `==` fails to answer was replaced by another object."""
    try:
        return bool(now == before)
    except Exception:  # arrays and learners' objects may raise anything here
        return False
