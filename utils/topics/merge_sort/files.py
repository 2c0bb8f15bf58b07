"""What external_sort works with in a check: a folder of its own, and a record of the files that it opens and reads."""
from __future__ import annotations

import atexit
import builtins
import contextlib
import functools
import io
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

from ...limits import TimeLimit

REAL_OPEN = io.open
MEMORY = "/dev/shm"


class FilePath(str):
    """A path that is text and yet has what a `Path` has: an answer may treat it as either."""

    def __getattr__(self, name):
        return getattr(Path(str(self)), name)

    def __truediv__(self, other):
        return Path(str(self)) / other


class Done(NamedTuple):
    """What one run left behind.

    ``text`` is what the target holds, or None; ``error`` the text of a ValueError, or None; ``left`` how many files and
    folders stayed; ``half`` whether the target was opened for writing; ``source`` whether the source is as it was.
    """

    text: str | None
    error: str | None = None
    left: int = 0
    half: bool = False
    source: bool = True

    def __repr__(self):
        held = "no target" if self.text is None else f"target {self.text!r}"
        more = [f"raised a {self.error}" if self.error else "", "target written in place" if self.half else "",
                f"{self.left} left of files and folders" if self.left else "", "" if self.source else "source changed"]
        return "; ".join(filter(None, [held, *more]))


class Reading(io.TextIOWrapper):
    """The source, opened for reading text: counts the lines that were taken since the last `seek`."""

    taken = 0
    sized = False  # whether text was taken in blocks, which say nothing of numbers

    def readline(self, *args):  # iteration and `readlines` come here too
        line = super().readline(*args)
        self.taken += bool(line)
        return line

    def readlines(self, hint=-1, /):
        self.sized = self.sized or (hint or -1) > 0
        return super().readlines(hint)

    def read(self, size=-1, /):
        text = super().read(size)
        self.taken += text.count("\n")
        self.sized = self.sized or (size is not None and size >= 0)
        return text

    def seek(self, *args):
        self.taken = 0
        return super().seek(*args)


class Desk:
    """Stands in for `open` while an answer runs.

    Attributes
    ----------
    most_open : int
        The most files that were open at a time.
    half : bool
        The target itself was opened for writing.
    """

    def __init__(self, source: Path, target: Path):
        self.source, self.target = os.path.realpath(source), os.path.realpath(target)
        self.files: list[weakref.ref] = []
        self.readings: list[Reading] = []
        self.most_open, self.half = 0, False
        self.before_writing: list[int] | None = None

    def __enter__(self) -> Desk:
        self.kept = builtins.open, io.open
        builtins.open = io.open = self.open
        return self

    def __exit__(self, *_):
        builtins.open, io.open = self.kept

    def open(self, file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
        """As the built-in one."""
        path = None if isinstance(file, int) else os.path.realpath(os.fspath(file))
        if path != self.source and any(letter in mode for letter in "wax+"):
            self._writes(path)
        if path == self.source and not any(letter in mode for letter in "bwax+"):
            made = Reading(REAL_OPEN(file, "rb"), encoding, errors, newline)
            self.readings.append(made)
        else:
            made = REAL_OPEN(file, mode, buffering, encoding, errors, newline, closefd, opener)
        self.files = [ref for ref in self.files if ref() is not None and not ref().closed]
        self.files.append(weakref.ref(made))
        self.most_open = max(self.most_open, len(self.files))
        return made

    def _writes(self, path):
        self.half = self.half or path == self.target
        if self.before_writing is None:
            self.before_writing = [reading.taken for reading in self.readings]

    def most_numbers(self) -> int:
        """How many numbers must have been in memory when the first file was opened for writing, as far as that is certain."""
        if self.before_writing is None or any(reading.sized for reading in self.readings):
            return 0
        later = [reading.taken for reading in self.readings]
        before = self.before_writing + [0] * (len(later) - len(self.before_writing))
        went_on = [early for early, late in zip(before, later) if late > early]
        return max(went_on or before, default=0)


@functools.cache
def own_folder() -> Path:
    """An empty folder, the same one in every run; in memory where the system has such folders, for disks may be slow."""
    quick = MEMORY if os.path.isdir(MEMORY) and os.access(MEMORY, os.W_OK | os.X_OK) else None
    folder = os.path.realpath(tempfile.mkdtemp(prefix="whiteboard-", dir=quick))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


class Place:
    """A folder with the source and the target in it, where temporary files are made too; nothing of it stays."""

    def __init__(self, text: str, old: str | None):
        self.text, self.old, self.root = text, old, own_folder()
        self.source, self.target = self.root / "source.txt", self.root / "target.txt"

    def __enter__(self) -> Place:
        self.root.mkdir(exist_ok=True)
        self.source.write_bytes(self.text.encode())
        if self.old is not None:
            self.target.write_bytes(self.old.encode())
        self.before = tempfile.tempdir, os.getcwd()
        tempfile.tempdir = str(self.root)
        os.chdir(self.root)
        return self

    def __exit__(self, *_):
        tempfile.tempdir, folder = self.before
        os.chdir(folder)
        cleared = False
        while not cleared:
            with contextlib.suppress(TimeLimit):  # it rings again and again
                self._clear()
                cleared = True

    def _clear(self):
        for path in self.root.iterdir() if self.root.exists() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def left(self) -> int:
        """How many files and folders are there that were not."""
        return sum(path not in (self.source, self.target) for path in self.root.rglob("*"))

    def done(self, error: str | None, half: bool) -> Done:
        """What is there now."""
        text = self.target.read_bytes().decode(errors="replace") if self.target.exists() else None
        source = self.source.exists() and self.source.read_bytes() == self.text.encode()
        return Done(text and text.replace("\r\n", "\n"), error, self.left(), half, source)


def sort_files(answer, source, target, max_items) -> tuple[Done, Desk]:
    """One run in a folder of its own; a ValueError belongs to what it did, any other exception is raised."""
    with Place("".join(source), target) as place:
        desk, error = Desk(place.source, place.target), None
        try:
            with desk:
                answer(FilePath(place.source), FilePath(place.target), max_items)
        except ValueError as raised:
            error = f"{type(raised).__name__}: {raised}"
        return place.done(error, desk.half), desk
