"""Each exercise, each library call that its topic does not allow, each way in which a person would make it.

Not noticed: a bound C method that C code calls (`map(list.sort, …)`, `operator.methodcaller("sort")`), another process, and
an answer that takes the watch off by `sys.setprofile(None)`.
"""
from __future__ import annotations

import collections
import functools
import heapq
import threading
from dataclasses import replace

import numpy as np
import pytest

from hostile_kit import beside
from utils import cases, course
from utils.checking import judge
from utils.guard import LibraryWatch

EXERCISES = {name: (slug, exercise) for name, (slug, exercise) in course.exercises().items() if slug != "start_here"}
BY_HAND, FREE = ("sift_down", "heapify", "heap_sort"), ("count_inversions", "external_sort")
# what the catalogue's sentence on each topic means in the words of `Exercise.forbidden`
CATALOGUE = {
    "backprop": {"torch.nn", "torch.autograd"},
    "conv_arithmetic": {"torch.nn", "torch.conv", "scipy.signal"},
    "receptive_fields": {"torch.autograd"},
    "bbox_regression": {"torch.nn", "sklearn.base"},  # `fit` of every estimator goes through sklearn.base
    "iou_map": {"pycocotools", "torchvision", "sklearn.metrics"},
    "heap_top_n": {"heapq.nlargest", "heapq.merge", "collections.Counter.most_common"},
    "merge_sort": {"sorted", "list.sort", "numpy.sort", "heapq.merge"},
    "histogram_equalization": {"cv2", "skimage", "scipy.ndimage"},
}
# other names of the very same thing
BEYOND = {
    "bbox_regression": {"torchvision", "sklearn.linear_model"},  # box_convert, and ridge_regression, which is a function
    "heap_top_n": {"heapq.nsmallest"},
    "merge_sort": {"numpy.ndarray.sort", "numpy.argsort", "numpy.ndarray.argsort", "numpy.lexsort"},
}
SORTS = {"numpy.sort", "numpy.ndarray.sort", "numpy.argsort", "numpy.ndarray.argsort"}  # a sorted list is a heap


def wanted(name):
    """(demanded, allowed beside) by the catalogue."""
    slug = EXERCISES[name][0]
    if name in BY_HAND:
        return {"heapq", "_heapq"}, SORTS
    return (set(), set()) if name in FREE else (CATALOGUE[slug], BEYOND.get(slug, set()))


@pytest.mark.parametrize("name", [name for name, (slug, _) in EXERCISES.items() if slug in CATALOGUE])
def test_what_is_forbidden_is_what_the_catalogue_says(name):
    forbidden = set(EXERCISES[name][1].forbidden)
    demanded, beside_it = wanted(name)
    assert demanded - forbidden == set(), "missing"
    assert forbidden - demanded - beside_it == set(), "too wide"


def test_sorting_the_whole_input_is_counted_where_no_trap_has_its_name():
    """`top_n`, `merge_top_n`, `running_median` name a sort of everything by traps of their own, found by memory, reads, cost."""
    sortable = {name for name, (_, exercise) in EXERCISES.items() if exercise.sortable}
    assert sortable == {*BY_HAND, "top_k_frequent", "merge", "merge_sort", "merge_sort_bottom_up", "merge_k"}
    for name, call in (("top_n", lambda items, n: sorted(items, reverse=True)[:n] if n >= 0 else int("x")),
                       ("merge_top_n", lambda shards, n: sorted((x for s in shards for x in s), reverse=True)[:n])):
        assert judge(EXERCISES[name][1], call).status == "failed"


def things():
    """Entry → (function, arguments): a call that does it. Imports are here, for collecting the tests costs nothing so."""
    import cv2
    import scipy.ndimage
    import scipy.signal
    import skimage.exposure
    import sklearn.linear_model
    import sklearn.metrics
    import torch
    from pycocotools import mask

    one = np.ones((1, 4))
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    image, kernel = torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2)

    def slope():
        x = torch.ones(2, requires_grad=True)
        return torch.autograd.grad((x * x).sum(), x)

    return {
        "torch.nn": [(torch.nn.functional.relu, (image,)), (torch.nn.Linear, (1, 1)), (torch.nn.functional.unfold, (image, 2))],
        "torch.autograd": [(slope, ()), (lambda: torch.ones(1, requires_grad=True).sum().backward(), ())],
        "torch.conv": [(torch.conv2d, (image, kernel)), (torch.conv_transpose2d, (image, kernel))],
        "scipy.signal": [(scipy.signal.convolve2d, (grey, grey)), (scipy.signal.correlate, (grey, grey))],
        "sklearn.base": [(sklearn.linear_model.Ridge().fit, (one, one))],
        "sklearn.linear_model": [(sklearn.linear_model.ridge_regression, (one, one[0, :1], 1.0))],
        "pycocotools": [(mask.iou, (one, one, [0]))],
        "sklearn.metrics": [(sklearn.metrics.f1_score, ([1, 0], [1, 1]))],
        "heapq": [(heapq.nlargest, (1, [1, 2])), (heapq.heapify, ([2, 1],)), (heapq.heappush, ([], 1))],
        "heapq.nlargest": [(heapq.nlargest, (1, [1, 2]))],
        "heapq.nsmallest": [(heapq.nsmallest, (1, [1, 2]))],
        "heapq.merge": [(lambda: list(heapq.merge([1], [2])), ())],
        "collections.Counter.most_common": [(collections.Counter("aab").most_common, (1,))],
        "sorted": [(sorted, ([2, 1],))],
        "list.sort": [(lambda: [2, 1].sort(), ())],
        "numpy.sort": [(np.sort, (grey,))],
        "numpy.ndarray.sort": [(lambda: grey.copy().sort(), ())],
        "numpy.argsort": [(np.argsort, (grey,))],
        "numpy.ndarray.argsort": [(lambda: grey.argsort(), ())],
        "numpy.lexsort": [(np.lexsort, ((grey[0],),))],
        "cv2": [(cv2.equalizeHist, (grey,)), (cv2.blur, (grey, (3, 3)))],
        "skimage": [(skimage.exposure.equalize_hist, (grey,)), (skimage.exposure.match_histograms, (grey, grey))],
        "scipy.ndimage": [(scipy.ndimage.uniform_filter, (grey, 3))],
    }


@pytest.fixture(scope="module")
def calls():
    return things()


def direct(f, args):
    return lambda: f(*args)


def imported_as(f, args):
    """As `from x import y as z` leaves it in a notebook."""
    scope = {"z": f, "args": args}
    exec("def way():\n    return z(*args)", scope)
    return scope["way"]


def nested(f, args):
    def way():
        def inner():
            def innermost():
                return f(*args)

            return innermost()

        return inner()

    return way


def by_lambda(f, args):
    return lambda: (lambda *given: f(*given))(*args)


def by_map(f, args):
    return lambda: list(map(f, *([given] for given in args))) if args else [f() for _ in [0]]


def by_partial(f, args):
    return lambda: functools.partial(f, *args)()


def by_a_partial_made_before(f, args):
    ready = functools.partial(f, *args)
    return lambda: ready()


def by_decorator(f, args):
    def does(function):
        @functools.wraps(function)
        def both():
            f(*args)
            return function()

        return both

    @does
    def way():
        return 0

    return way


def by_getattr(f, args):
    holder = type("Holder", (), {"thing": staticmethod(f)})
    return lambda: getattr(holder, "th" + "ing")(*args)


def by_default(f, args):
    def way(saved=f):
        return saved(*args)

    return way


def by_helper_of_another_namespace(f, args):
    theirs = {"thing": f, "args": args, "__name__": "helpers"}
    exec("def helper():\n    return list(map(thing, *([a] for a in args))) if args else thing()", theirs)
    mine = {"helper": theirs["helper"], "__name__": "__main__"}
    exec("def way():\n    return helper()", mine)
    return mine["way"]


def by_thread(f, args):
    def way():
        thread = threading.Thread(target=lambda: f(*args))
        thread.start()
        thread.join()

    return way


WAYS = [direct, imported_as, nested, by_lambda, by_map, by_partial, by_a_partial_made_before, by_decorator, by_getattr,
        by_default, by_helper_of_another_namespace, by_thread]


def quick(name):
    """The exercise with one input, on which the answer is called."""
    exercise = EXERCISES[name][1]
    return replace(exercise, cases=exercise.cases[:1], generate=None, bound=None)


@pytest.mark.parametrize("name", [name for name, (_, exercise) in EXERCISES.items() if exercise.forbidden])
def test_a_forbidden_call_is_noticed_in_every_way(name, calls):
    exercise, missed = quick(name), []
    for entry in set(exercise.forbidden) & set(calls):
        for f, args in calls[entry]:
            for make in WAYS:
                way = make(f, args)
                verdict = judge(exercise, beside(name, lambda *_, way=way, **__: way()))
                if (verdict.status, verdict.misconception) != ("failed", "library_call"):
                    missed.append((entry, getattr(f, "__name__", f), make.__name__, verdict.message))
    assert missed == []
    assert set(exercise.forbidden) - set(calls) <= {"_heapq", "torchvision"}  # what is not installed cannot be called


@pytest.mark.parametrize("name", EXERCISES)
def test_the_same_value_by_an_allowed_way_passes(name):
    assert judge(quick(name), beside(name, lambda *_, **__: np.dot(1.0, 2.0))).passed


def test_what_only_the_judge_calls_never_counts(monkeypatch):
    """Oracles that do call the library: seen under the watch, and the answer beside them passes all the same."""
    monkeypatch.setattr(cases, "_known", {})
    asking = []
    for name, (_, exercise) in EXERCISES.items():
        with LibraryWatch(exercise.forbidden) as watch:
            exercise.expected(exercise.cases[0])
        if watch.called and name != "train_mlp":
            asking.append(name)
            assert judge(quick(name), course.reference(name)).passed, name
    assert {"box_iou", "conv2d", "softmax_cross_entropy", "merge"} <= set(asking), asking


def test_names_are_as_before_afterwards(calls):
    scope = {"z": heapq.heapify, "ready": functools.partial(heapq.heapify), "right": course.reference("heap_sort")}
    exec("def heap_sort(items, saved=z):\n    list(map(z, [[2, 1]]))\n    ready([1])\n    return right(items)", scope)
    before = heapq.heapify, sorted, threading.getprofile(), scope["ready"], scope["heap_sort"].__defaults__
    assert judge(quick("heap_sort"), scope["heap_sort"]).misconception == "library_call"
    assert before == (heapq.heapify, sorted, threading.getprofile(), scope["ready"], scope["heap_sort"].__defaults__)
    assert scope["z"] is heapq.heapify
