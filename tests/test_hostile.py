"""What an answer may do to the judge: each gets a sentence of its own, and afterwards the kernel is as before."""
from __future__ import annotations

import gc
import itertools
import signal
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from hostile_kit import state
from utils import cases, check, course, limits
from utils.checking import judge
from utils.exercise import Case, Exercise, Misconception, case
from utils.returns import Array, Number
from utils.sandbox import look, run

IOU = course.reference("box_iou")


def answer(body, name="box_iou", arguments="a, b", **scope):
    """A function of this name from the text of its body."""
    scope |= {"np": np, "right": IOU}
    exec(f"def {name}({arguments}):\n" + "\n".join("    " + line for line in body.splitlines()), scope)
    return scope[name]


def refused(body, words, **scope):
    verdict = check(answer(body, **scope))
    assert verdict.status == "failed"
    assert words in verdict.message, verdict.message
    assert verdict.misconception is None
    assert check(IOU).passed, "a right answer no longer passes"
    return verdict


@pytest.mark.parametrize(("body", "words"), [
    ("while True: pass", "was stopped after 2 s"),
    ("while True:\n    try:\n        sum(range(100))\n    except BaseException:\n        pass", "was stopped after 2 s"),
    ("return box_iou(a, b)", "called itself too deeply"),
    ("import sys\nsys.setrecursionlimit(10**9)\nreturn box_iou(a, b)", "was stopped after 2 s"),
    ("try:\n    while True: pass\nfinally:\n    while True: pass", "was stopped after 2 s"),
    ("import time\ntime.sleep(60)", "was stopped after 2 s"),
    ("import sys\nsys.exit(1)", "sys.exit"),
    ("raise SystemExit", "sys.exit"),
    ("raise KeyboardInterrupt", "raised KeyboardInterrupt by itself"),
    ("return 1 / 0", "raised a ZeroDivisionError: division by zero"),
    ("return np.zeros((80_000, 80_000)) + 1", "asked for more memory"),
    ("return [0] * 10**10", "asked for more memory"),
    ("raise GeneratorExit", "raised a GeneratorExit"),
    ("raise TypeError(\"'<' wants 'int'\")", "raised a TypeError: '<' wants 'int'."),
    ("raise KeyError('mask')", "raised a KeyError: 'mask'."),
    ("raise ValueError(300 * 'ab')", "raised a ValueError: abab"),
    ("raise Exception", "raised an Exception"),
    ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "raised an Odd"),
    ("return", "returned None"),
    ("pass", "returned None"),
    ("yield right(a, b)", "returned a generator"),
    ("return right(a, b).tolist()", "returned a list"),
    ("import asyncio\nasync def later(): pass\nreturn later()", "returned a coroutine"),
    ("loop = []\nloop.append(loop)\nreturn loop", "returned a list"),
    ("return [0.5] * 10**6", "returned a list"),
    ("import torch\nreturn torch.from_numpy(right(a, b))", "returned a torch tensor"),
    ("return right(a, b)[None]", "returned shape"),
    ("return right(a, b).astype(np.float16)", "returned dtype float16"),
    ("return right(a, b) > 0", "returned dtype bool"),
    ("return right(a, b).astype(complex)", "returned dtype complex128"),
    ("return right(a, b) * np.nan", "nan or inf"),
    ("result = right(a, b)\na *= 1\na += 1\nreturn result", "read-only"),
    ("result = right(a, b)\nif a.flags.writeable: a += 1\nreturn result", "changed its argument `a`"),
    ("result = right(a, b)\nif b.flags.writeable: b[...] = b[::-1].copy()\nreturn result", "changed its argument `b`"),
    ("result = right(a, b)\nnp.maximum = np.minimum\nreturn result", "changed `numpy.maximum` for everybody"),
    ("import builtins\nbuiltins.len = lambda x: 3\nreturn right(a, b)", "changed `builtins.len` for everybody"),
    ("import pycocotools.mask as m\nm.iou = lambda *x: 0\nreturn right(a, b)", "changed `pycocotools.mask.iou`"),
    ("import utils.checking as c\nc.judge = lambda *x: True\nreturn right(a, b)", "changed `utils.checking.judge`"),
    ("return right(a)", "raised a TypeError"),
    ("return f_one(a, b)", "calls `f1_score`, which is still blank"),
    ("seen.append(1)\nreturn right(a, b) + (len(seen) > 100)", ""),
    ("return shared.setdefault((len(a), len(b)), right(a, b))", ""),
])
def test_hostile_answer(body, words):
    def f_one(*_):
        raise NotImplementedError("exercise: f1_score")

    refused(body, words, f_one=f_one, seen=[], shared={})


def test_memory_of_earlier_calls_is_named():
    known = len(cases.known(course.exercises()["box_iou"][1]))
    verdict = check(answer("calls.append(1)\nreturn right(a, b) * (len(calls) <= known)", calls=[], known=known))
    assert "when called again: it remembers something" in verdict.message


def test_the_same_array_given_out_again_is_named():
    body = ("result = right(a, b)\nstore = buffers.setdefault(result.shape, np.zeros_like(result))\n"
            "store[...] = result\nreturn store")
    verdict = check(answer(body, buffers={}))
    assert "the same object again and again" in verdict.message


def test_wrong_number_of_arguments():
    verdict = check(answer("return 1", arguments="a"))
    assert "takes `(a)`, but is called with `(a, b)`" in verdict.message
    assert "def box_iou(a, b)" in verdict.message
    assert "2 were given" in verdict.message


def test_prints_are_hidden_counted_and_shown_for_the_counterexample(capsys):
    verdict = check(answer("print('x' * 10_000)\nreturn right(a, b)"))
    assert verdict.passed
    assert "printed 1," in verdict.notes[0]
    wrong = check(answer("print('sides', a.shape)\nreturn right(a, b) * 2"))
    assert "sides (1, 4)" in wrong.notes[0]
    assert capsys.readouterr() == ("", "")


def test_warnings_are_told_and_do_not_fail():
    verdict = check(answer("import warnings\nwarnings.warn('mind the gap')\nreturn right(a, b)"))
    assert verdict.passed
    assert "mind the gap" in verdict.notes[0]


def test_a_subclass_of_ndarray_passes_with_advice():
    verdict = check(answer("return np.asmatrix(right(a, b))"))
    assert verdict.passed
    assert "matrix" in verdict.notes[0]


def test_longer_floats_pass():
    assert check(answer("return right(a, b).astype(np.longdouble)")).passed


@pytest.mark.parametrize("body", [
    "np.seterr(all='raise')", "np.random.seed(3)", "import random\nrandom.seed(3)", "import sys\nsys.setrecursionlimit(50_000)",
    "np.set_printoptions(precision=2)", "import warnings\nwarnings.simplefilter('error')", "import sys\nsys.stdout = None",
    "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)", "import sys\nsys.setprofile(lambda *x: None)",
    "import sys\nsys.settrace(lambda *x: None)", "del np.maximum", "while True: pass", "import os\nos.chdir('/')",
    "import os\nos.environ['HOME'] = 'x'", "import gc\ngc.disable()",
])
def test_afterwards_the_kernel_is_as_before(body):
    before = state()
    check(answer(f"{body}\nreturn right(a, b)"))
    after = state()
    assert {key for key in before if before[key] != after[key]} == set()
    assert check(IOU).passed


@pytest.mark.parametrize(("body", "what"), [
    ("np.set_printoptions(threshold=5)", "NumPy's print options"), ("np.random.rand()", "the state of `np.random`"),
    ("import random\nrandom.random()", "the state of `random`"), ("import gc\ngc.disable()", "the garbage collector"),
    ("import os\nos.chdir('/')", "the working directory"), ("import os\nos.environ['HOME'] = 'x'", "the environment variables"),
    ("import sys\nsys.setrecursionlimit(5000)", "the recursion limit"),
])
def test_what_was_put_back_is_named_and_nothing_else(body, what):
    note = f"It changed {what} for everybody; that has been put back."
    assert check(answer(f"{body}\nreturn right(a, b)")).notes == (note,)
    assert check(answer(f"{body}\nreturn right(a, b) * 2")).notes == (note,)


def test_learners_own_interrupt_gets_through():
    """Kernel → Interrupt while a check runs stops the check; it is no verdict on the answer."""
    begun = threading.Event()
    threading.Thread(target=lambda: begun.wait(60) and signal.raise_signal(signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        check(answer("begun.set()\nwhile True: pass", begun=begun))
    assert check(IOU).passed


@pytest.mark.parametrize("body", ["gc_callback()\nwhile True: pass", "try:\n    press()\nexcept BaseException:\n    return None"])
def test_an_interrupt_that_was_swallowed_gets_through_all_the_same(body):
    """In a hook of the garbage collector, which cannot raise, or in the answer itself."""
    def gc_callback():
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        check(answer(body, press=lambda: signal.raise_signal(signal.SIGINT), gc_callback=gc_callback))
    assert check(IOU).passed


def test_endless_loop_is_stopped_where_signals_do_not_work():
    verdicts = []
    thread = threading.Thread(target=lambda: verdicts.append(check(answer("while True: pass"))))
    thread.start()
    thread.join(120)
    assert "was stopped after 2 s" in verdicts[0].message
    assert verdicts[0].counterexample is not None


def spin(seconds):
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        pass
    return seconds


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_time_without_a_processor_is_not_the_answers(monkeypatch, in_a_thread):
    """On a busy machine a right answer is not taken for an endless loop; an endless loop is stopped all the same."""
    waits, found = itertools.count(), []
    monkeypatch.setattr(limits, "_waited", lambda thread: 0.35 * next(waits))

    def looks():
        found.extend((look(lambda: spin(0.4), 0.2), look(lambda: spin(60), 0.1)))

    if in_a_thread:
        thread = threading.Thread(target=looks)
        thread.start()
        thread.join(120)
    else:
        looks()
    assert found[0] == (0.4, None)
    assert isinstance(found[1][1], limits.TimeLimit)


def test_the_wait_for_a_processor_is_told_by_the_system_or_is_nothing():
    assert limits._waited(threading.get_native_id()) >= 0.0
    assert limits._waited(-1) == 0.0


TOY = Exercise(name="toy", oracle=lambda x: 2.0 * x, returns=Number(), cases=(case(1, why="plain"), case(3, why="larger")),
               generate=lambda: __import__("hypothesis.strategies", fromlist=["x"]).integers(0, 9).map(lambda x: Case((x,))),
               misconceptions=(Misconception("square", "that is the square.", lambda x: x * x),), hints=("a", "b"),
               praise="", seconds=0.3)


def test_somebody_elses_alarm_still_rings():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    run(lambda x: x, TOY, TOY.cases[0])
    try:
        until = time.monotonic() + 60
        while not rung and time.monotonic() < until:
            time.sleep(0.01)  # `signal.pause` could begin just after the alarm, and wait for ever
    finally:
        signal.signal(signal.SIGALRM, before)
    assert rung == [1]


def test_bound_is_the_last_gate_but_the_library():
    def bound(case, answer):
        answer(*case.args)
        return "took 3 steps, at most 2 are allowed." if case.args == (3,) else None

    verdict = judge(replace(TOY, bound=bound), lambda x: 2.0 * x)
    assert (verdict.status, verdict.counterexample) == ("failed", {"x": 3})
    assert verdict.message == "`toy` took 3 steps, at most 2 are allowed."
    assert verdict.properties[-1].gate == "bounds"
    assert judge(replace(TOY, bound=lambda case, answer: None), lambda x: 2.0 * x).passed


def test_a_partly_explained_answer_is_not_named():
    assert judge(TOY, lambda x: x * x).misconception == "square"
    assert judge(TOY, lambda x: x * x if x < 5 else 0.5).misconception is None


def test_objects_that_raise_when_looked_at():
    class Sour(np.ndarray):
        def __array_finalize__(self, other):
            pass

        def __array_ufunc__(self, *args, **kwargs):
            raise RuntimeError("no")

    exercise = Exercise(**{**vars(TOY), "returns": Array("float", "an array"), "oracle": lambda x: np.ones(x)})
    verdict = judge(exercise, lambda x: np.ones(x).view(Sour))
    assert verdict.status == "failed"
    assert "raises" in verdict.message or "wrong" in verdict.message


def test_nothing_is_left_running():
    gc.collect()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
