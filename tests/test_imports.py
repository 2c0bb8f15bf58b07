"""The bill of a check: it loads the libraries that its own oracle needs, and no other topic's."""
from __future__ import annotations

import ast

import pytest

from utils import bench_checks, course

# what is slow to load: the libraries that some oracle uses, and those of figures, notebooks and cards
SLOW = {"torch", "torchvision", "sklearn", "scipy", "skimage", "cv2", "pycocotools", "matplotlib", "pandas", "PIL", "jupytext",
        "nbformat", "IPython", "ipywidgets", "anywidget", "fsrs"}
NEEDED = {
    "box_area": set(),
    "numerical_gradient": set(), "softmax_cross_entropy": {"torch"}, "train_mlp": {"sklearn", "scipy"},
    "conv_output_size": {"torch"},
    "receptive_field": {"torch"},
    "xyxy_to_cxcywh": set(), "fit_box_regressor": {"sklearn", "scipy"},
    "f1_score": set(), "box_iou": {"pycocotools"},
    "heapify": set(),
    "merge": set(),
    "gray_histogram": set(), "box_mean": {"scipy"},
}
FIRST = {slug: name for name, (slug, _) in reversed(course.exercises().items())}
# a topic that is not among them needs none for its first exercise
NEEDED |= {name: set() for slug, name in FIRST.items() if slug not in {course.find(known)[0] for known in NEEDED}}
UNJUDGED = {"release", "widget"}  # what builds notebooks and what shows questions: loaded when it is used
BORROWED = {"start_here": {"iou_map"}}  # the area of a box is declared there, and worked twice


@pytest.mark.parametrize("name", NEEDED)
def test_a_check_imports_only_what_its_own_oracle_needs(name):
    loaded = bench_checks.imported(name)
    slug, _ = course.find(name)
    topics = {module.split(".")[2] for module in loaded if module.startswith("utils.topics.")}
    assert "utils.checking" in loaded
    assert {module.partition(".")[0] for module in loaded} & SLOW == NEEDED[name]
    assert topics == {slug} | BORROWED.get(slug, set())


def test_no_module_of_the_judge_or_of_a_topic_loads_a_slow_library_at_its_top():
    found = []
    for path in (course.ROOT / "utils").rglob("*.py"):
        if "figures" in path.parts or path.stem in UNJUDGED:
            continue
        found += [f"{path.relative_to(course.ROOT)}: {library}" for library in at_the_top(path.read_text(encoding="utf-8"))
                  if library in SLOW | {"hypothesis"}]
    assert not found


def at_the_top(source):
    """What a module imports when it is itself imported: not what stands in a function."""
    waiting = list(ast.parse(source).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def test_imports_at_the_top_are_found_wherever_they_stand():
    source = """
import a.b, c
from d import e
from . import f
try:
    import g
except ImportError:
    h = 1
class K:
    import l
def m():
    import n
"""
    assert set(at_the_top(source)) == {"a", "c", "d", "g", "l"}
