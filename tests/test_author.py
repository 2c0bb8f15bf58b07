"""Adding a topic, done once for real: written, built, judged, quizzed and checked in a copy of the course."""
from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from utils import course, scaffold, topic_check

SLUG = "throw_away"
LEFT = shutil.ignore_patterns(".git", ".venv", "work", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "*.egg-info",
                              ".virtual_documents", ".ipynb_checkpoints", "bench.json")


def state(root):
    """Each file of a course → its content, as a hash."""
    ignored = LEFT(root, [path.name for path in root.rglob("*")])
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob("*")
            if path.is_file() and not ignored & set(path.relative_to(root).parts)}


def changes(before, after):
    """(new, changed or gone) files."""
    return sorted(after.keys() - before.keys()), sorted(name for name in before if before[name] != after.get(name))


def run(root, *arguments):
    """Python in the copy; the copy is where modules and kernels come from, and nobody's reviews are touched."""
    variables = os.environ | {"PYTHONPATH": str(root), "WHITEBOARD_HURRY": "1"}
    return subprocess.run([sys.executable, *arguments], cwd=root, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the course with one more topic, and what writing it changed."""
    root = tmp_path_factory.mktemp("author") / "course"
    shutil.copytree(course.ROOT, root, ignore=LEFT)
    before = state(root)
    said = run(root, "-m", "utils", "topic", SLUG)
    assert said.returncode == 0, said.stderr
    return root, said.stdout, changes(before, state(root))


@pytest.fixture(scope="module")
def built(copy):
    """What building it changed; 00 has the map of the course."""
    root = copy[0]
    before = state(root)
    said = run(root, "-m", "utils", "build", SLUG, "start_here")
    assert said.returncode == 0, said.stderr
    return root, changes(before, state(root))


def test_it_writes_its_own_files_and_touches_no_other(copy):
    _, said, (new, changed) = copy
    number = scaffold.free_number()
    wanted = [place.format(slug=SLUG, number=number) for place in scaffold.FILES.values()]
    assert new == sorted(wanted)
    assert changed == []
    assert said.splitlines() == [*(f"written {name}" for name in wanted),
                                 f"Next: python3 whiteboard.py build, then python3 whiteboard.py check-topic {SLUG}"]


def test_it_builds_and_beside_its_notebooks_only_the_tables_of_topics_change(built):
    root, (new, changed) = built
    stem = f"{scaffold.free_number():02}_{SLUG}"
    assert new == [f"notebooks/{stem}.ipynb", f"solutions/{stem}.ipynb"]
    assert changed == ["README.md", "notebooks/00_start_here.ipynb", "solutions/00_start_here.ipynb"]
    for name in changed:
        assert f"{stem}.ipynb" in (root / name).read_text(encoding="utf-8")


def test_it_is_judged_and_quizzed(built):
    root, _ = built
    asked = run(root, "-m", "tests.author_kit", SLUG)
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert found["utils"] == str(root / "utils" / "__init__.py")
    assert found["right"] == ["passed", None]
    assert found["known"] == ["failed", "last_window_missed"]
    assert found["nameless"] == ["failed", None]
    assert found["blank"] == ["not attempted", None]
    drills = sorted(f"drill:{SLUG}_{name}" for name in ("window", "count", "steps", "additions"))
    assert sorted(set(found["asked"])) == found["remembered"]
    assert [item for item in found["remembered"] if item.startswith("drill:")] == drills
    assert sum(item.startswith("card:") for item in found["remembered"]) == 3
    assert found["summary"].startswith("**3 of 7** right at the first try.")


def test_its_own_check_passes_and_writes_nothing(built):
    root, _ = built
    before = state(root)
    checked = run(root, "-m", "utils", "check-topic", SLUG, "--all")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert int(re.search(r"^(\d+) passed in", checked.stdout, re.MULTILINE)[1]) > 120
    assert re.search(rf"^Whiteboard: {SLUG} passed in \d+ s$", checked.stdout, re.MULTILINE)
    assert changes(before, state(root)) == ([], [])


def test_a_check_fails_where_a_thing_of_the_topic_is_wrong(built):
    """A right answer among the wrong ones: the tests see it; an import that nothing uses: lint sees it."""
    root, _ = built
    path = root / "tests" / "mistakes" / f"{SLUG}.py"
    good = path.read_text(encoding="utf-8")
    added = f"\n\ndef {SLUG}_sums__right(values, width):\n    return right.{SLUG}_sums__queue(values, width)\n\n\nimport os\n"
    try:
        path.write_text(good + added, encoding="utf-8")
        checked = run(root, "-m", "pytest", "-q", "-p", "tests.one_topic", "--topic", SLUG, "tests/test_styles.py")
        lint = run(root, *topic_check.stages(SLUG, root, None)["lint"])
    finally:
        path.write_text(good, encoding="utf-8")
    assert checked.returncode == 1
    assert "2 failed" in checked.stdout
    assert f"[{SLUG}_sums__right]" in checked.stdout
    assert lint.returncode == 1
    assert "F401" in lint.stdout
