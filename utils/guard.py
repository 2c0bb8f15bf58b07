"""What an answer may not do to the libraries: call the one that does the whole exercise, or patch one."""
from __future__ import annotations

import sys
import types

from . import torch_watch
from .limits import importing, set_profile

ALWAYS = ("builtins", "math", "cmath", "random", "heapq", "bisect", "itertools", "functools", "operator", "statistics",
          "collections", "copy", "fractions", "inspect", "numpy", "numpy.linalg", "numpy.random", "numpy.ma",
          "numpy._core.fromnumeric", "numpy._core.numeric", "numpy._core.multiarray", "numpy._core.umath",
          "numpy._core._methods")


SNAPSHOT_ONLY = ("torch.nn.functional", "torch.autograd")  # all that torch holds would cost a second a check


def inside(module: str, roots: tuple[str, ...]) -> bool:
    """Whether a module's name lies in one of `roots` (``"pycocotools"`` holds ``"pycocotools.mask"``)."""
    return any(module == root or module.startswith(root + ".") for root in roots)


class LibraryWatch:
    """Notices a call into forbidden modules while it is on, under any name and from any depth.

    Python functions are seen by the interpreter's profile hook, by the module that they were defined in; C functions by
    the same hook. Compiled Cython functions do not report to it: for those, the modules that they look up at run time
    are replaced by a proxy that tells. What C code calls (``map(torch.conv2d, …)``) torch's own hook sees.
    """

    def __init__(self, forbidden: tuple[str, ...]):
        self.forbidden = forbidden
        self.called: str | None = None

    def __enter__(self) -> LibraryWatch:
        self.called, self.swapped, self.mode = None, [], None
        if self.forbidden:
            self.mode = torch_watch.mode(self.forbidden, self._tell)
            for name, module in list(sys.modules.items()):
                if inside(name, self.forbidden) and _compiled(module) and not name.startswith("torch."):
                    self._swap(name, module)
            self.before = sys.getprofile()
            sys.setprofile(self._seen)
        return self

    def __exit__(self, *_):
        if self.forbidden:
            set_profile(self.before)
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

    def _seen(self, frame, event, argument):
        if self.called:
            return
        if event == "call":
            module, name = frame.f_globals.get("__name__") or "", frame.f_code.co_name
        elif event == "c_call":
            module, name = getattr(argument, "__module__", None) or "", getattr(argument, "__name__", "")
        else:
            return
        # importing a library is not calling it
        if module and _theirs(str(module), name, self.forbidden) and not importing(frame):
            self.called = f"{module}.{name}"


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
        self.scopes = []
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
                    changed.append(f"{name}.{key}")
                    setattr(owner, key, value)
            before.update({key: value for key, value in vars(owner).items() if key not in before})
        return changed


def _alike(now, before) -> bool:
    """Dicts compare identity first, in C; a value whose `==` fails to answer was replaced by another object."""
    try:
        return bool(now == before)
    except Exception:  # arrays and learners' objects may raise anything here
        return False
