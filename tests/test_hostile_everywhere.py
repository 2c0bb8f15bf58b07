"""What an answer may do to the judge, for exercises of every kind: a plain sentence each, and a kernel that is as before.

Not survived, and not meant to be: `os._exit`, `os.kill`, `os.abort` and a crash in C code end the process that the judge runs
in; the front end says that the kernel died.
"""
from __future__ import annotations

import builtins
import inspect
import locale
import os
import random
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import torch

from hostile_kit import KINDS, beside, small, state
from utils import course, restoring
from utils.checking import judge

every_kind = pytest.mark.parametrize("name", KINDS)
HUGE = 50 * 2**30
# one of each kind: the ways in which a call ends are one mechanism for all
ENDED = ["Value", "nms", "sift_down", "running_median", "merge", "external_sort", "conv_output_size"]


def deeper():
    return deeper()


def raises(error):
    def act(*_, **__):
        raise error

    return act


def endless(*_, **__):
    while True:
        pass


ENDS = {
    "endless loop": (endless, "was stopped after 0.3 s"),
    "recursion": (lambda *_, **__: deeper(), "called itself too deeply"),
    "sys.exit": (lambda *_, **__: sys.exit(3), "called `sys.exit`"),
    "KeyboardInterrupt": (raises(KeyboardInterrupt), "raised KeyboardInterrupt by itself"),
    "GeneratorExit": (raises(GeneratorExit()), "raised a GeneratorExit"),
    "an error of its own": (raises(type("Odd", (Exception,), {"__str__": raises(SystemExit())})), "raised an Odd"),
    "50 GB list": (lambda *_, **__: [0] * (HUGE // 8), "asked for more memory"),
    "50 GB bytes": (lambda *_, **__: bytes(HUGE), "asked for more memory"),
    "50 GB numpy": (lambda *_, **__: np.ones(HUGE, np.uint8), "asked for more memory"),
    "50 GB torch": (lambda *_, **__: torch.empty(HUGE, dtype=torch.uint8), "asked for more memory"),
}


@pytest.mark.parametrize("way", ENDS)
@pytest.mark.parametrize("name", ENDED)
def test_a_call_that_ends_badly_has_its_own_sentence(name, way):
    act, words = ENDS[way]
    exercise, before = small(name, 0.3), state()
    verdict = judge(exercise, beside(name, act))
    assert (verdict.status, verdict.misconception) == ("failed", None), str(verdict)
    assert words in verdict.message, verdict.message
    assert verdict.counterexample is not None
    assert state() == before
    assert judge(small(name), course.reference(name)).passed


def numpy_errors(*_, **__):
    np.seterr(all="raise", under="ignore")


SETTINGS = {
    "NumPy's error handling": numpy_errors,
    "the state of `np.random`": lambda *_, **__: np.random.seed(3),
    "the state of `random`": lambda *_, **__: random.seed(3),
    "torch's random state or defaults": lambda *_, **__: torch.manual_seed(3),
    "the locale": lambda *_, **__: locale.setlocale(locale.LC_ALL, "C"),
    "the environment variables": lambda *_, **__: os.environ.update(HOSTILE="yes"),
    "`sys.path`": lambda *_, **__: sys.path.insert(0, "nowhere"),
    "the working directory": lambda *_, **__: os.chdir(os.sep),
    "the filters of `warnings`": lambda *_, **__: warnings.simplefilter("ignore"),
    "the recursion limit": lambda *_, **__: sys.setrecursionlimit(sys.getrecursionlimit() + 500),
    "the interpreter's hooks": lambda *_, **__: setattr(sys, "excepthook", print),
}


@every_kind
def test_a_setting_is_put_back_and_told(name):
    """All in one answer: each has a sentence, none stops a right answer from passing, and the next check sees nothing of it."""
    was = locale.setlocale(locale.LC_ALL)
    other = locale.setlocale(locale.LC_ALL, "C.UTF-8")  # the tests may run in C
    try:
        exercise, before = small(name), state()
        ways = [way for what, way in SETTINGS.items() if name != "external_sort" or what != "the working directory"]

        def act(*args, **kwargs):
            for way in ways:
                way(*args, **kwargs)

        verdict = judge(exercise, beside(name, act))
        told = " ".join(verdict.notes)
        assert other == locale.setlocale(locale.LC_ALL)
        assert state() == before
        assert verdict.passed, str(verdict)
        missing = [what for what, way in SETTINGS.items() if way in ways and f"It changed {what} for everybody" not in told]
        assert missing == []
        assert not judge(small(name), course.reference(name)).notes
    finally:
        locale.setlocale(locale.LC_ALL, was)


@every_kind
def test_a_patch_is_named_and_undone(name):
    def act(*_, **__):
        builtins.abs = len

    before = builtins.abs
    verdict = judge(small(name), beside(name, act))
    assert builtins.abs is before
    assert verdict.status == "failed"
    assert "changed `builtins.abs` for everybody" in str(verdict)


# in files it is the task, a number cannot be changed, and an iterator or a program is the judge's
UNCHANGED = ("Value", "train_mlp", "conv_output_size", "running_median", "external_sort")


@pytest.mark.parametrize("name", [name for name in KINDS if name not in UNCHANGED])
def test_changed_arguments_are_named(name):
    def act(*args, **__):
        for given in args:
            if isinstance(given, list) and given:
                given[0] = object()
            elif isinstance(given, np.ndarray) and given.size and given.flags.writeable:
                given[...] = 0

    verdict = judge(small(name), beside(name, act))
    assert verdict.status == "failed"
    assert verdict.counterexample is not None


def test_a_long_print_is_counted_and_kept_short(capsys):
    def act(*_, **__):
        for _ in range(100):
            print("x" * 2**20)
        print("y" * 100 * 2**20, file=sys.stderr)

    verdict = judge(small("nms"), beside("nms", act))
    assert verdict.passed
    assert f"It printed {4 * (2 * 100 * 2**20 + 101):,} characters" in verdict.notes[0]
    wrong = judge(small("nms"), lambda *_: print("x" * 100 * 2**20))
    assert len(str(wrong)) < 10_000
    assert capsys.readouterr() == ("", "")


def spin(stop):
    while not stop.is_set():
        time.sleep(0.001)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # SystemExit, which a kernel passes over
def test_a_thread_that_is_left_is_stopped_and_told(monkeypatch):
    monkeypatch.setattr(restoring, "ASKED", 3000)  # half a minute: on a busy machine it does not hear at once
    before = threading.enumerate()
    verdict = judge(small("nms"), beside("nms", lambda *_: threading.Thread(target=spin, args=(threading.Event(),)).start()))
    assert verdict.passed
    assert verdict.notes == ("It left a thread running; that has been stopped.",)
    assert threading.enumerate() == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_cannot_be_stopped_is_told():
    stop, before = threading.Event(), threading.enumerate()
    try:
        verdict = judge(small("nms"), beside("nms", lambda *_: threading.Thread(target=lambda: stop.wait(), daemon=True).start()))
        assert verdict.passed
        assert "cannot be stopped: restart the kernel" in verdict.notes[0]
    finally:
        stop.set()
        for thread in threading.enumerate():
            if thread not in before:
                thread.join()


def test_a_thread_that_has_ended_is_nobodys_business():
    def act(*_):
        thread = threading.Thread(target=sum, args=([1],))
        thread.start()
        thread.join()

    assert judge(small("nms"), beside("nms", act)).notes == ()


SIGNATURES = {
    "too few": (lambda a: 1, "takes `(a)`, but is called with `(boxes, scores, threshold)`"),
    "too many": (lambda a, b, c, d: 1, "takes `(a, b, c, d)`, but is called with `(boxes, scores, threshold)`"),
    "none": (lambda: 1, "takes `()`, but is called with `(boxes, scores, threshold)`"),
    "keyword-only": (lambda *, boxes, scores, threshold: 1, "takes `(*, boxes, scores, threshold)`, but is called with"),
}


@pytest.mark.parametrize("way", SIGNATURES)
def test_a_wrong_signature_says_what_was_called_and_what_is_wanted(way):
    answer, words = SIGNATURES[way]
    verdict = judge(small("nms"), answer)
    assert verdict.status == "failed"
    assert words in verdict.message, verdict.message
    assert "Write `def nms(boxes, scores, threshold)`." in verdict.message


def test_other_names_are_told_where_names_are_used():
    right = course.reference("average_precision")

    def other(recalls, precisions, way="all"):
        return right(recalls, precisions, way)

    verdict = judge(course.find("average_precision")[1], other)
    assert "takes `(recalls, precisions, way='all')`, but is called with `(recall, precision, method)`" in verdict.message
    assert "Write `def average_precision(recall, precision, method='all')`." in verdict.message


def test_names_do_not_matter_where_none_are_used():
    assert judge(small("nms"), lambda a, b, c: course.reference("nms")(a, b, c)).passed


def test_a_type_error_of_the_answers_own_is_no_wrong_signature():
    def nms(boxes, scores, threshold):
        return len(3)

    message = judge(small("nms"), nms).message
    assert "raised a TypeError: object of type 'int' has no len()" in message


@pytest.mark.parametrize("name", ["Value", "sift_down", "running_median", "top_n", "external_sort"])
def test_a_wrong_signature_of_what_is_no_plain_call_is_pythons_own_sentence(name):
    verdict = judge(small(name), lambda: None)
    assert verdict.status == "failed"
    assert "takes 0 positional arguments but" in verdict.message


def test_what_a_library_patches_when_it_is_loaded_is_not_the_answers_doing(tmp_path, monkeypatch):
    """torch puts a function of its own into `inspect`, for one."""
    text = "import inspect\ndef indentsize(line): ...\ninspect.indentsize = indentsize\n"
    (tmp_path / "library_that_patches.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("inspect.indentsize", inspect.indentsize)  # put back afterwards

    def act(*_):
        import library_that_patches

        return library_that_patches

    assert judge(small("nms"), beside("nms", act)).passed
    assert inspect.indentsize.__module__ == "library_that_patches"
    verdict = judge(small("nms"), beside("nms", lambda *_: setattr(inspect, "indentsize", len)))
    assert "changed `inspect.indentsize` for everybody" in verdict.message
