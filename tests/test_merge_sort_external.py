"""Topic 07: the worked external sort: files, failures, how often a number is written and how many files are open."""
import builtins
import math
import os

import numpy as np
import pytest

from utils import course

external_sort = course.reference("external_sort")


def as_lines(numbers):
    return "".join(f"{number}\n" for number in numbers)


@pytest.mark.parametrize(("length", "max_items"), [(0, 1), (1, 1), (2, 1), (40, 1), (300, 7), (300, 299), (300, 1000)])
def test_external_sort_sorts_and_leaves_nothing_behind(tmp_path, length, max_items):
    numbers = np.random.default_rng(length).integers(-200, 200, length).tolist()
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text(as_lines(numbers))
    external_sort(str(source), str(target), max_items)
    assert target.read_bytes() == as_lines(sorted(numbers)).encode()
    assert sorted(os.listdir(tmp_path)) == ["in", "out"]


@pytest.mark.parametrize(("text", "line"), [("1\ntwo\n3\n", 2), ("1\n2\n\n", 3), ("\n", 1), ("1 2\n", 1), ("1.0\n", 1)])
def test_external_sort_names_the_line_and_touches_nothing(tmp_path, text, line):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text(text)
    target.write_text("as it was")
    with pytest.raises(ValueError, match=rf"^line {line} is no integer: {text.splitlines()[line - 1]!r}$"):
        external_sort(source, target, 1)
    assert target.read_text() == "as it was"
    with pytest.raises(ValueError, match=r"^max_items must be 1 or more, not 0$"):
        external_sort(source, target, 0)
    assert sorted(os.listdir(tmp_path)) == ["in", "out"]


def test_external_sort_cleans_up_when_something_fails(tmp_path, monkeypatch):
    source, target = tmp_path / "in", tmp_path / "out"
    with pytest.raises(FileNotFoundError):
        external_sort(source, target, 2)
    assert os.listdir(tmp_path) == []
    source.write_bytes(b"1\n\xff\n")
    with pytest.raises(ValueError, match=r"^line 2 is no integer: "):
        external_sort(source, target, 2)

    def no_room(*_):
        raise OSError("no room")

    source.write_text(as_lines(range(40)))
    monkeypatch.setattr("os.replace", no_room)
    with pytest.raises(OSError, match="no room"):
        external_sort(source, target, 2)
    assert os.listdir(tmp_path) == ["in"]


def test_external_sort_may_write_over_its_source(tmp_path):
    source = tmp_path / "numbers"
    source.write_text(" 7\n+5\n-0\n007\n")
    external_sort(source, source, 1)
    assert source.read_text() == "0\n5\n7\n7\n"


@pytest.mark.parametrize(("runs", "times"), [(1, 1), (2, 2), (16, 2), (17, 3), (120, 3), (256, 3), (257, 4)])
def test_external_sort_writes_each_number_as_often_as_it_says(tmp_path, monkeypatch, runs, times):
    source, target, opened, most = tmp_path / "in", tmp_path / "out", [], []
    plain = builtins.open

    def watched(*args, **kwargs):
        opened.append(plain(*args, **kwargs))
        most.append(sum(not stream.closed for stream in opened))
        return opened[-1]

    monkeypatch.setitem(external_sort.__globals__, "open", watched)
    source.write_text(as_lines(range(runs, 0, -1)))
    external_sort(source, target, 1)
    assert times == 1 + math.ceil(math.log(runs, 16))
    merges, left = 0, runs
    while left > 1:
        left, merges = math.ceil(left / 16), merges + 1
    assert times == 1 + merges
    written = sum(stream.mode == "w" for stream in opened)
    assert written == sum(math.ceil(runs / 16**k) for k in range(times))
    assert max(most) <= 17
