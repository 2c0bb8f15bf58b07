"""What an answer may do to the judge, for exercises of every kind: a plain sentence each, and a kernel that is as before.

Not survived, and not meant to be: `os._exit`, `os.kill`, `os.abort` and a crash in C code end the process that the judge runs
in; the front end says that the kernel died.
"""
from __future__ import annotations

import builtins
import functools
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
from utils import course
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
    before = state()
    verdict = judge(small(name, 0.3), beside(name, act))
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
def test_a_setting_is_put_back_and_told(name, monkeypatch):
    """All in one answer: each has a sentence, none stops a right answer from passing, and the next check sees nothing of it."""
    was = locale.setlocale(locale.LC_ALL)
    other = locale.setlocale(locale.LC_ALL, "C.UTF-8")  # the tests may run in C
    try:
        before = state()
        ways = [way for what, way in SETTINGS.items() if name != "external_sort" or what != "the working directory"]

        def act(*args, **kwargs):
            for way in ways:
                way(*args, **kwargs)

        verdict = judge(small(name), beside(name, act))
        told = " ".join(verdict.notes)
        assert other == locale.setlocale(locale.LC_ALL)
        assert state() == before
        assert verdict.passed, str(verdict)
        missing = [what for what, way in SETTINGS.items() if way in ways and f"It changed {what} for everybody" not in told]
        # training uses a generator of its own, and its one call is after the settings were changed
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


@every_kind
def test_changed_arguments_are_named(name):
    """In place and in files it is the task, a number cannot be changed, and an iterator or a program is the judge's."""
    def act(*args, **__):
        for given in args:
            if isinstance(given, list) and given:
                given[0] = Raises()
            elif isinstance(given, np.ndarray) and given.size and given.flags.writeable:
                given[...] = 0

    verdict = judge(small(name), beside(name, act))
    if name not in ("Value", "train_mlp", "conv_output_size", "running_median", "external_sort"):
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


def test_a_thread_that_is_left_is_stopped_and_told():
    before = threading.enumerate()
    verdict = judge(small("nms"), beside("nms", lambda *_: threading.Thread(target=spin, args=(threading.Event(),)).start()))
    assert verdict.passed
    assert verdict.notes == ("It left a thread running; that has been stopped.",)
    assert threading.enumerate() == before


def test_a_thread_that_cannot_be_stopped_is_told():
    stop = threading.Event()
    try:
        verdict = judge(small("nms"), beside("nms", lambda *_: threading.Thread(target=stop.wait, daemon=True).start()))
        assert verdict.passed
        assert "cannot be stopped: restart the kernel" in verdict.notes[0]
    finally:
        stop.set()


def test_a_thread_that_has_ended_is_nobodys_business():
    def act(*_):
        thread = threading.Thread(target=sum, args=([1],))
        thread.start()
        thread.join()

    assert judge(small("nms"), beside("nms", act)).notes == ()


class Raises:
    """Raises whatever one asks of it."""

    def raising(self, *_):
        raise RuntimeError("no")

    __eq__ = __lt__ = __len__ = __iter__ = __repr__ = __float__ = __array__ = raising
    __hash__ = None


class Exits(Raises):
    """Ends the interpreter."""

    def exiting(self, *_):
        raise SystemExit

    __eq__ = __lt__ = __len__ = __iter__ = __repr__ = __float__ = __array__ = __str__ = exiting


class Interrupts(list):
    """Looks as if the user had pressed Ctrl-C."""

    def interrupt(self, *_):
        raise KeyboardInterrupt

    __len__ = __iter__ = __getitem__ = __repr__ = interrupt


class EndlessList(list):
    """Has one item again and again."""

    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        while True:
            pass

    __repr__ = __len__


class Liar:
    """Says that it is an array."""

    __class__ = np.ndarray


class ListLiar:
    """Says that it is a list."""

    __class__ = list


class Unaskable:
    """Does not even say of which class it is."""

    @property
    def __class__(self):
        raise RuntimeError("no")


class Mine(np.ndarray):
    """An array of the learner's own."""


class Loud:
    """Raises when it goes."""

    def __del__(self):
        raise RuntimeError("gone")


def nested(kind):
    made = kind()
    for _ in range(100_000):
        made = [made] if kind is list else (made,)
    return made


def partials():
    """Its repr is recursive in C."""
    made = int
    for k in range(50_000):
        made = functools.partial(made, k) if k == 0 else functools.partial(print, made)
    return made


VALUES = {
    "torch tensor": (lambda: torch.ones(2), "returned a torch tensor"),
    "generator": (lambda: (k for k in [1]), "returned a generator"),
    "masked array": (lambda: np.ma.masked_array(np.ones((2, 2)), mask=True), ""),
    "matrix": (lambda: np.asmatrix(np.ones((1, 2))), ""),
    "list": (lambda: ["a", None], ""),
    "subclass": (lambda: np.ones(7).view(Mine), ""),
    "raises": (Raises, ""),
    "list of what raises": (lambda: [Raises(), Raises()], ""),
    "exits": (Exits, ""),
    "list of what exits": (lambda: [Exits(), Exits()], ""),
    "array of what exits": (lambda: np.array([Exits, Exits], dtype=object), ""),
    "interrupts": (lambda: Interrupts([1]), ""),
    "endless": (lambda: EndlessList([1]), ""),
    "liar": (Liar, ""),
    "list liar": (ListLiar, ""),
    "unaskable": (Unaskable, ""),
    "nested lists": (lambda: nested(list), ""),
    "nested tuples": (lambda: nested(tuple), ""),
    "nested partials": (partials, ""),
    "loud": (Loud, ""),
    "text": (lambda: "abc", ""),
    "huge number": (lambda: 10**5000, ""),
}
RETURNS = [name for name in KINDS if name not in ("Value", "train_mlp", "sift_down", "external_sort")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of `__del__`
@pytest.mark.parametrize("way", VALUES)
@pytest.mark.parametrize("name", RETURNS)
def test_whatever_is_returned_gets_a_verdict(name, way):
    make, words = VALUES[way]
    before = state()
    verdict = judge(small(name, 0.3), lambda *_, **__: make())
    if not (way == "generator" and KINDS[name] == "generator"):
        assert verdict.status == "failed"
        assert words in verdict.message, verdict.message
        assert verdict.misconception is None, str(verdict)
    assert len(str(verdict)) < 20_000
    assert verdict._repr_html_()
    assert state() == before


@pytest.mark.parametrize("name", ["Value", "train_mlp", "running_median", "merge_k", "top_n"])
def test_a_part_of_the_result_may_be_as_odd(name):
    """A class whose objects, a generator whose items and a function whose results are not what they should be."""
    def answer(*_, **__):
        return iter([Exits(), Raises()])

    assert judge(small(name, 0.3), answer).status == "failed"


def test_what_was_right_at_first_may_turn_hostile():
    class Turning(list):
        asked = 0

        def __len__(self):
            Turning.asked += 1
            if Turning.asked > 30:
                raise SystemExit
            return super().__len__()

    verdict = judge(small("merge"), lambda *given, **named: Turning(course.reference("merge")(*given, **named)))
    assert verdict.status in ("passed", "failed")


def test_what_is_put_into_an_argument_may_be_hostile():
    class Dict(list):
        __class__ = dict

    def answer(detections, ground_truths):
        if detections:
            detections[0] = Dict()
        return -1.0

    verdict = judge(small("mean_average_precision"), answer)
    assert "changed its argument `detections`" in str(verdict) or verdict.status == "failed"


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
