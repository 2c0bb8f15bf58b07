"""What external_sort has to leave behind: the oracle, and the contract of a run."""
from __future__ import annotations

import re

from ...exercise import Case
from ...formatting import brief
from ...returns import Finding
from .files import Done

NUMBER = re.compile(r"\d+")


def files_oracle(source, target, max_items):
    """What a run has to leave: Python's own sort of Python's own integers, or an error that names the line."""
    if max_items < 1:
        return Done(target, "ValueError")
    found = []
    for place, line in enumerate(source, 1):
        try:
            found.append(int(line))
        except ValueError:
            return Done(target, f"ValueError: line {place}")
    return Done("".join(f"{number}\n" for number in sorted(found)))


def named(error: str | None) -> set[str]:
    """The numbers that an error names; ``base 10`` in the words of `int` is none."""
    return set(NUMBER.findall((error or "").replace("base 10", "")))


def whole(line: str) -> bool:
    """Whether a line is an integer."""
    try:
        int(line)
    except ValueError:
        return False
    return True


class Sorted:
    """What a run left behind: the numbers in order, or a ValueError and everything as it was."""

    what = "the numbers in `target`, in order"

    def problem(self, expected, got, case: Case) -> Finding | None:
        """The first gate that `got` does not pass, or None."""
        if expected.error is None and got.error is not None:
            return Finding("returns", f"raised a {brief(got.error)}")
        if expected.error is not None:
            found = self._error(expected, got)
            if found:
                return found
        elif got.text is None:
            return Finding("type", "left no `target`: an empty file is a file too.")
        elif got.text != expected.text:
            return Finding("value", "`target` does not hold the numbers in order.")
        return self._traces(got)

    def _error(self, expected, got):
        line = named(expected.error)
        where = f"line {line.pop()} is no integer" if line else "`max_items` is below 1"
        if got.error is None:
            return Finding("returns", f"raised nothing where a ValueError is wanted: {where}.")
        if not named(expected.error) <= named(got.error):
            return Finding("returns", f"raised a {brief(got.error)}, which does not say that {where}.")
        if got.text != expected.text:
            return Finding("arguments", "raised a ValueError, but has changed `target` before.")
        return None

    def _traces(self, got):
        if got.half:
            return Finding("arguments", "opened `target` for writing: until it is whole, anybody may read a part of it. Write "
                           "another file, then `os.replace`.")
        if got.left:
            return Finding("arguments", f"left {got.left} of its files and folders behind.")
        return None if got.source else Finding("arguments", "changed the source.")

    def same(self, one, other, case: Case) -> bool:
        """Whether two runs left the same behind; the names and the number of the files do not count."""
        if not isinstance(one, Done) or not isinstance(other, Done):
            return False
        lines = named(files_oracle(*case.args).error)
        quoted = {number for line in case.args[0] if not whole(line) for number in NUMBER.findall(line)}
        return self._seen(one, lines, quoted) == self._seen(other, lines, quoted)

    def _seen(self, done, lines, quoted):
        """All but the words of an error that names the line, as it should, and the `quoted` numbers of a bad line itself."""
        error = named(done.error) - (quoted - lines)
        return done.text, done.error is None, lines if lines <= error else error, done.left > 0, done.half, done.source

    def advice(self, got) -> list[str]:
        """Nothing to say of a right result."""
        return []


def lines(*numbers):
    """A line for each number."""
    return [f"{number}\n" for number in numbers]
