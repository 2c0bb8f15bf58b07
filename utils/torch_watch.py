"""Which calls into torch do the exercise: its layers, its autograd, its convolutions, under any name."""
from __future__ import annotations

import sys
from collections.abc import Callable

# what a root holds beside the modules of that name
ALSO = {
    "torch.nn": ("torch._C._nn",),
    "torch.autograd": ("torch._functorch", "torch.func"),
}
SWITCHES = "torch.autograd.grad_mode"  # `torch.no_grad()` switches autograd off: no use of it
BY_THE_WAY = ("unpack_dual", "__instancecheck__")  # what torch itself calls to print or to copy a tensor


def roots(forbidden: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `forbidden` that mean a part of torch; ``"torch.conv"`` is every convolution that torch has."""
    return tuple(root for root in forbidden if root == "torch" or root.startswith("torch."))


def forbids(module: str, name: str, forbidden: tuple[str, ...]) -> bool:
    """Whether the torch function `name`, defined in `module`, belongs to one of `forbidden`."""
    if module == SWITCHES or name in BY_THE_WAY:
        return False
    for root in roots(forbidden):
        if root == "torch.conv" and "conv" in name.rpartition(".")[2]:
            return True
        if root == "torch.autograd" and (module, name) == ("torch._tensor", "backward"):
            return True
        if any(module == place or module.startswith(place + ".") for place in (root, *ALSO.get(root, ()))):
            return True
    return False


def mode(forbidden: tuple[str, ...], tell: Callable[[str], None]):
    """torch's own hook, on; None where torch is not loaded or not forbidden."""
    torch = sys.modules.get("torch")
    if torch is None or not roots(forbidden):
        return None
    from torch.overrides import TorchFunctionMode

    class Watching(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            module, name = str(getattr(function, "__module__", None) or "torch"), getattr(function, "__name__", "")
            if forbids(module, name, forbidden):
                tell(f"{module}.{name}")
            return function(*args, **(kwargs or {}))

    hook = Watching()
    hook.__enter__()
    return hook
