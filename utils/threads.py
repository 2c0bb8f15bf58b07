"""torch on one thread: its tensors are so small here that two threads would mostly wait for each other."""
from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread(load: bool = True) -> Iterator[None]:
    """One thread inside, as many as before afterwards; also a decorator. Without `load`, only where torch is loaded."""
    torch = importlib.import_module("torch") if load else sys.modules.get("torch")
    before = torch.get_num_threads() if torch else 1
    if before > 1:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if before > 1:
            torch.set_num_threads(before)
