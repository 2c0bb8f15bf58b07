"""external_sort: oracle, inputs, and the wrong answers that people give."""
from __future__ import annotations

from ...exercise import Case, Exercise, Misconception, case
from ...formatting import brief
from . import file_slips as slips
from .file_contract import Sorted, files_oracle, lines
from .file_costs import MEASURED, bound
from .files import sort_files

SECONDS = 10.0  # for one call; a slow machine takes a second or two for a long file


def run(answer, source, target, max_items):
    """One run in a folder of its own."""
    return sort_files(answer, source, target, max_items)[0]


def show(arguments):
    """The call, and what the files hold."""
    old = "" if arguments["target"] is None else f", target.txt holding {brief(arguments['target'])}"
    return (f"external_sort('source.txt', 'target.txt', {arguments['max_items']}) with source.txt holding "
            f"{brief(''.join(arguments['source']))}{old}")


def inputs():
    """Short files, sometimes with a line that is no integer; very few numbers in memory."""
    from hypothesis import strategies as st

    whole = st.integers(-12, 12).map("{}\n".format)
    line = st.one_of(whole, whole, whole, whole, whole, whole, whole, st.sampled_from(["\n", "x\n", " 7 \n", "007\n"]))
    return st.builds(lambda source, target, max_items: Case((source, target, max_items)), st.lists(line, max_size=7),
                     st.sampled_from([None, "old\n"]), st.integers(0, 4))


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
    case(["007\n", "5 \n", " 6 \n", "-0\n", "+8\n"], None, 2, why="written as `str` writes integers, not as they came"),
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
        Misconception("runs_not_sorted", "only sorted runs can be merged: sort each before you write it.",
                      slips.by_runs(ordered=lambda part, key: part)),
        Misconception("merged_in_memory", "merging needs one number of each run at a time; who reads all the runs and sorts them "
                      "again holds everything.", slips.by_runs(merge=slips.sorted_again)),
        Misconception("last_run_lost", "the last run may be shorter than `max_items`: it is written too.",
                      slips.by_runs(cut=slips.full_pieces)),
        Misconception("equal_numbers_lost", "equal numbers are several numbers: a set keeps one of them.", slips.by_runs(once=True),
                      slips.by_runs(merge=slips.distinct)),
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
        Misconception("digits_only", "a line is an integer if `int` reads it: a sign may stand before the digits.",
                      slips.by_runs(kind=slips.digits("")), slips.by_runs(kind=slips.digits("-"))),
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
        **dict.fromkeys(("for path in paths: -> pass", "for path in paths: -> for path in paths: path.unlink() break",
                         "for path in paths: -> for path in list(paths)[1:]:",
                         "for path in paths: -> for path in list(paths)[:-1]:"),
                        "the folder goes at the end with all that is in it; until then some files stay longer than need be"),
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
