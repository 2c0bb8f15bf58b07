"""external_sort: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

import functools
import random
import re
import tracemalloc

from ...exercise import Case, Exercise, Misconception, case
from ...formatting import brief
from ...limits import Alarm, TimeLimit
from ...returns import Finding
from . import file_slips as slips
from .files import Done, sort_files

MOST_OPEN, MOST_KIB = 32, 600
MANY, IN_MEMORY = 60_000, 500  # numbers of the file whose memory is measured, and how many of them may be held
SECONDS, PATIENCE = 10.0, 8.0  # for one call; for the long file, which takes a second or two to measure
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


def run(answer, source, target, max_items):
    """One run in a folder of its own."""
    return sort_files(answer, source, target, max_items)[0]


def show(arguments):
    """The call, and what the files hold."""
    old = "" if arguments["target"] is None else f", target.txt holding {brief(arguments['target'])}"
    return (f"external_sort('source.txt', 'target.txt', {arguments['max_items']}) with source.txt holding "
            f"{brief(''.join(arguments['source']))}{old}")


def named(error: str | None) -> set[str]:
    """The numbers that an error names; ``base 10`` in the words of `int` is none."""
    return set(NUMBER.findall((error or "").replace("base 10", "")))


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
        return self._seen(one, lines) == self._seen(other, lines)

    def _seen(self, done, lines):
        """All but the words of an error that names the line, as it should."""
        error = named(done.error)
        return done.text, done.error is None, lines if lines <= error else error, done.left > 0, done.half, done.source

    def advice(self, got) -> list[str]:
        """Nothing to say of a right result."""
        return []


@functools.cache
def many() -> tuple[str, str]:
    """A long file and what it is sorted."""
    draw = random.Random(7)
    values = [draw.randrange(-10**6, 10**6) for _ in range(MANY)]
    return "".join(f"{value}\n" for value in values), "".join(f"{value}\n" for value in sorted(values))


def bound(case, answer):
    """Files that are open, numbers that are held; and, once, the memory that a long file takes."""
    source, target, max_items = case.args
    if files_oracle(source, target, max_items).error or len(source) <= max_items + 1 and case.args != MEASURED.args:
        return None  # few numbers cannot be too many
    found = _dear(sort_files(answer, source, target, max_items)[1], max_items)
    return found if found or case.args != MEASURED.args else _memory(answer)


def _dear(desk, max_items):
    if desk.most_numbers() > max_items + 1:  # one more may have been looked at
        return f"had read {desk.most_numbers():,} numbers before it wrote any, with max_items {max_items:,}."
    if desk.most_open > MOST_OPEN:
        return f"had {desk.most_open:,} files open at a time, at most {MOST_OPEN} are allowed."
    return None


def _memory(answer):
    """The sentence on the memory; measured twice if it is too much, for other threads of this process allocate too."""
    return _memory_once(answer) and _memory_once(answer)


def _memory_once(answer):
    text, wanted = many()
    peak = 0

    def traced(source, target, max_items):
        nonlocal peak
        started = not tracemalloc.is_tracing()
        if started:
            tracemalloc.start()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        try:
            answer(source, target, max_items)
        finally:
            peak = tracemalloc.get_traced_memory()[1] - before
            if started:
                tracemalloc.stop()

    try:
        with Alarm(PATIENCE):
            done, desk = sort_files(traced, (text,), None, IN_MEMORY)
    except TimeLimit:  # a slow machine: what cannot be measured is not held against anybody
        return None
    found = _dear(desk, IN_MEMORY)
    if found or peak > MOST_KIB * 1024:
        return found or f"took more than {MOST_KIB} KiB of memory for {MANY:,} numbers with max_items {IN_MEMORY}."
    return None if done.text == wanted else f"did not sort a file of {MANY:,} numbers with max_items {IN_MEMORY}."


def lines(*numbers):
    """A line for each number."""
    return [f"{number}\n" for number in numbers]


def inputs():
    """Short files, sometimes with a line that is no integer; very few numbers in memory."""
    from hypothesis import strategies as st

    whole = st.integers(-12, 12).map("{}\n".format)
    line = st.one_of(whole, whole, whole, whole, whole, whole, whole, st.sampled_from(["\n", "x\n", " 7 \n", "007\n"]))
    return st.builds(lambda source, target, max_items: Case((source, target, max_items)), st.lists(line, max_size=7),
                     st.sampled_from([None, "old\n"]), st.integers(0, 4))


MEASURED = case(lines(*((k * 29) % 70 - 30 for k in range(70))), None, 2, why="35 runs: more than may be open at a time. The memory "
                "for 60,000 numbers is measured here too")

CASES = (
    case(lines(3, 1, 2), None, 2, why="two runs, the second one shorter"),
    case(lines(2, 1), None, 5, why="fewer than fit: one run"),
    case([], None, 3, why="nothing: an empty target, but a target"),
    case([], "old\n", 1, why="nothing, where a target was: it is empty now"),
    case(lines(5), None, 1, why="one number"),
    case(lines(10, 9, 100, 1), None, 2, why="as text, 10 and 100 come before 9"),
    case(lines(-1, -10, 5, -2, 0), None, 2, why="negative numbers: as text, -1 comes before -10"),
    case(lines(4, 3, 2, 1), None, 2, why="two full runs: one behind the other is not sorted"),
    case(lines(4, 3, 2, 1, 0), None, 2, why="the last run has one number only"),
    case(lines(2, 1, 2, 1, 2), None, 2, why="equal numbers stay as many as they are"),
    case(lines(3, 1, 2), "9\n9\n9\n9\n", 1, why="one number a run; a target that was longer is replaced"),
    case(["3\n", "1\n", "2"], None, 2, why="no newline after the last line: it gets one"),
    case(["007\n", "5 \n", " 6 \n", "-0\n"], None, 2, why="written as `str` writes integers, not as they came"),
    case(lines(2**53 + 1, 2**53, 2**53 + 2, -(2**53) - 1), None, 3, why="floats cannot tell these apart"),
    case(["3\n", "x\n", "1\n"], None, 2, why="line 2 is no integer: no target"),
    case(["x\n"], "old\n", 2, why="line 1, counted from 1; the old target stays"),
    case(["3\n", "2\n", "1\n", "4\n", "five\n"], "old\n", 2, why="line 5, in the third run: its number is that of the file, and the "
         "runs before it are removed"),
    case(["3\n", "\n", "1\n"], "old\n", 2, why="a blank line is no integer: neither skipped nor the end"),
    case(["3\n", "1\n", "  \n"], None, 5, why="blanks at the end are a line too"),
    case(["3\n", "1.5\n"], "old\n", 2, why="1.5 is no integer"),
    case(lines(2, 1), "old\n", 0, why="max_items 0"),
    case(lines(2, 1), None, -3, why="max_items below 0: slices allow it, we do not"),
    case([], None, 0, why="max_items 0 is wrong for an empty file too"),
    case(lines(*range(12, 0, -1)), None, 3, why="four runs, falling"),
    case(lines(*range(9)), None, 9, why="as many as fit"),
    case(lines(*range(17, 0, -1)), None, 1, why="17 runs: 16 at a time, the last one is alone in its group"),
    case(lines(*range(33, 0, -1)), "old\n", 1, why="33 runs: 32 at a time, the last one is alone"),
    case(lines(*range(64, 0, -1)), None, 4, why="16 runs of four: groups that come out even"),
    case(lines(*range(9, 0, -1)), None, 8, why="one more than fit"),
    case(lines(*((k * 31) % 101 for k in range(101))), "old\n", 1, why="101 runs of one number: three rounds for many"),
    MEASURED,
)

EXTERNAL_SORT = Exercise(
    name="external_sort",
    oracle=files_oracle,
    returns=Sorted(),
    call=run,
    show=show,
    cases=CASES,
    generate=inputs,
    misconceptions=(
        Misconception("sorts_text", "as text, 10 comes before 9 and -1 before -10: compare the integers.",
                      slips.as_text, slips.by_runs(key=str), slips.as_text_at_once(True), slips.as_text_at_once(False)),
        Misconception("reads_all", "the file may be longer than memory: sort `max_items` numbers at a time, write each run to a file, "
                      "then merge the files.", slips.all_at_once, slips.kept_in_lists, slips.by_runs(largest=10**9)),
        Misconception("runs_not_merged", "runs one behind the other are not sorted: merge them, the smallest head first.",
                      slips.by_runs(merge=slips.behind_each_other)),
        Misconception("last_run_lost", "the last run may be shorter than `max_items`: it is written too.",
                      slips.by_runs(cut=slips.full_pieces)),
        Misconception("equal_numbers_lost", "equal numbers are several numbers: a set keeps one of them.", slips.by_runs(once=True)),
        Misconception("lines_as_they_are", "write `str(number)` and a newline: the lines that were read may have blanks, signs and "
                      "zeros, and the last one may have no newline.", slips.lines_as_they_are),
        Misconception("blank_line_skipped", "a blank line is no integer: raise ValueError with its number.",
                      slips.by_runs(blank="skip")),
        Misconception("blank_line_ends", "a blank line is not the end of the file; it is no integer: raise ValueError.",
                      slips.by_runs(blank="end")),
        Misconception("bad_line_skipped", "a line that is no integer must not be lost in silence: raise ValueError with its number.",
                      slips.by_runs(bad="skipped")),
        Misconception("line_not_named", "whoever has to mend the file wants to know where: the ValueError has to hold the line's "
                      "number.", slips.by_runs(bad="bare")),
        Misconception("lines_from_zero", "lines are counted from 1.", slips.by_runs(start=0)),
        Misconception("lines_of_the_run", "the number is that of the line in the file, not in its run: go on counting.",
                      slips.by_runs(restart=True)),
        Misconception("truncated", "`int(float(line))` takes 1.5 for 1 and cannot tell large numbers apart: read with `int`.",
                      slips.by_runs(kind=float)),
        Misconception("max_items_unchecked", "`max_items` below 1 raises ValueError.",
                      slips.by_runs(checked=False)),
        Misconception("no_target_for_nothing", "an empty file sorted is an empty file: write it.",
                      slips.nothing_for_nothing, slips.first_of_no_runs),
        Misconception("target_written_in_place", "while it is written, `target` holds a part: write another file beside it, then "
                      "`os.replace`, which is done in one step.", slips.by_runs(target_first=True), slips.checked_first, slips.all_at_once_in_place),
        Misconception("files_left", "temporary files have to go, also if something fails: use `tempfile.TemporaryDirectory` in a "
                      "`with`.", slips.leaving(always=True), slips.leaving(always=False), slips.leaving(False, folder_only=True)),
        Misconception("all_runs_open", "a system lends a program few open files: merge some runs at a time into longer ones, until "
                      "few are left.", slips.by_runs(at_once=10**9), slips.by_runs(at_once=64), slips.by_runs(at_once=32)),
    ),
    hints=("You may hold `max_items` numbers. How do you get sorted files of that length from the source, and how do two sorted "
           "files become one?",
           "n numbers make ceil(n / max_items) runs; 16 at a time, r runs become ceil(r / 16). How many rounds for 120 runs?",
           "Read `max_items` numbers, sort them, write a run; until the source ends. While there is more than one run: merge groups "
           "of them, each into a file of its own. Rename the last one to `target`. Do all of it in a temporary folder that goes "
           "whatever happens."),
    praise="Why: memory holds one run, then one head of each file. Usual traps: text order, blank lines, too many open files, a target "
           "that is there in part. Next question: with replacement selection, how long are the runs?",
    bound=bound,
    equivalent={
        "target, at_once = (Path(target), 16) -> target, at_once = (Path(target), 17)":
            "any number of runs at a time from 2 to 31 sorts, with at most 32 files open",
        "target, at_once = (Path(target), 16) -> target, at_once = (Path(target), 15)":
            "any number of runs at a time from 2 to 31 sorts, with at most 32 files open",
        "with TemporaryDirectory(dir=target.parent) as folder: -> with TemporaryDirectory() as folder:":
            "shows only where the system's temporary folder is on another disk than the target",
        "with open(path, 'w', encoding='ascii', newline='\\n') as stream: -> with open(path, 'w', newline='\\n') as stream:":
            "digits and signs are the same in every encoding that a system has as its default",
        "with open(path, 'w', encoding='ascii', newline='\\n') as stream: -> with open(path, 'w', encoding='ascii') as stream:":
            "a newline is a newline but on Windows, and there text files may have the system's",
        "files = [stack.enter_context(open(path, encoding='ascii')) for path in paths] -> "
        "files = [stack.enter_context(open(path)) for path in paths]":
            "digits and signs are the same in every encoding that a system has as its default",
        "path.unlink() -> pass": "the folder goes at the end with all that is in it; until then it is longer than need be",
        "with open(source, encoding='utf-8', errors='replace') as stream: -> with open(source, errors='replace') as stream:":
            "digits and signs are the same in every encoding that a system has as its default",
        "with open(source, encoding='utf-8', errors='replace') as stream: -> with open(source, encoding='utf-8') as stream:":
            "shows only for bytes that are no text, and text files are what the exercise is about",
        "runs = [combine(runs[start:start + at_once]) for start in range(0, len(runs), at_once)] -> "
        "runs = [combine(runs[start:start + at_once]) for start in range(0, len(runs) + 1, at_once)]":
            "makes an empty run where the groups come out even, and an empty run adds nothing",
        "os.replace(runs[0] if runs else write([]), target) -> os.replace(runs[-1] if runs else write([]), target)":
            "one run is left, the first is the last",
    },
    seconds=SECONDS,
    generated=60,
    shrinks=40,
)
