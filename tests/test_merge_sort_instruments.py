"""What the checks of topic 07 measure with: the files that are open, how deep a function is inside itself, opaque numbers."""
import builtins
import io
import operator
from contextlib import ExitStack

import numpy as np
import pytest

from utils.counting import Tally
from utils.topics.merge_sort.bottom_up import most_inside
from utils.topics.merge_sort.files import Desk, sort_files
from utils.topics.merge_sort.inversions import Opaque

LINES = ("3\n", "1\n", "2\n")


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "source").write_text("".join(LINES))
    return Desk(tmp_path / "source", tmp_path / "target")


def test_a_desk_counts_open_files_and_gives_open_back(desk, tmp_path):
    real = builtins.open, io.open
    with desk:
        for count in (1, 2, 3):
            with open(tmp_path / f"{count}", "w") as one, open(tmp_path / f"{count}b", "w") as two:
                assert not one.closed
                assert not two.closed
        assert desk.most_open == 2  # those of earlier rounds are closed
        with ExitStack() as stack:
            for count in (1, 2, 3):
                stack.enter_context(open(tmp_path / str(count)))
            assert desk.most_open == 3
    assert (builtins.open, io.open) == real


def test_a_desk_sees_the_target_written_in_place(desk, tmp_path):
    with desk:
        (tmp_path / "other").write_text("1\n")
        assert not desk.half
        open(tmp_path / "target", "a").close()
    assert desk.half


@pytest.mark.parametrize(("reads", "held"), [(1, 1), (2, 2), (3, 3)])
def test_a_desk_counts_the_lines_taken_before_the_first_write(desk, tmp_path, reads, held):
    with desk, open(tmp_path / "source") as stream:
        for _ in range(reads):
            stream.readline()
        open(tmp_path / "run", "w").close()
        stream.read()
    assert desk.most_numbers() == held


def test_blocks_of_text_say_nothing_of_numbers(desk, tmp_path):
    with desk, open(tmp_path / "source") as stream:
        stream.read(4)
        open(tmp_path / "run", "w").close()
    assert desk.most_numbers() == 0


def test_a_run_leaves_nothing_behind():
    def answer(source, target, _):
        (target.parent / "forgotten").write_text("1")
        raise ValueError("no")

    done, _ = sort_files(answer, LINES, None, 1)
    assert (done.text, done.error, done.left, done.source) == (None, "ValueError: no", 1, True)
    assert sort_files(lambda *_: None, LINES, "old", 1)[0].left == 0


def nested(depth):
    return lambda items: depth and nested_call(depth)


def nested_call(depth):
    return depth > 1 and nested_call(depth - 1)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_depth_is_that_of_one_function(depth):
    assert most_inside(nested(depth), []) == depth
    assert most_inside(lambda items: [nested_call(1) for _ in range(9)], []) == 1


def test_generators_may_wait_inside_each_other():
    def through(stream):
        yield from stream

    def chained(items):
        for _ in range(9):
            items = through(items)
        return list(items)

    assert most_inside(chained, [1, 2]) == 1


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
def test_an_opaque_number_compares_like_its_float_also_in_arrays(compare):
    for one in (-1, 0, 2.5):
        for other in (-1, 0, 2.5):
            tally = Tally()
            wanted = compare(one, other)
            assert compare(Opaque(one, tally), Opaque(other, tally)) is wanted
            assert compare(Opaque(one, tally), other) is wanted
            assert tally.comparisons == (0 if compare in (operator.eq, operator.ne) else 2)
    tally = Tally()
    found = compare(np.array([Opaque(value, tally) for value in (1, 2, 3)]), 2)
    assert found.tolist() == [compare(value, 2) for value in (1, 2, 3)]
    assert tally.comparisons in (0, 3)
    assert hash(Opaque(1, tally)) == hash(1.0)
    assert float(-Opaque(2, tally)) == -2
