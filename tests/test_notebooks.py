"""The notebooks as they are committed: form, outputs, alt texts; and that untouched ones run from top to bottom."""
import ast
import re
from pathlib import Path

import nbformat
import pytest

from utils import course, indexing, release
from utils.course import ROOT
from utils.executing import execute

INDEX = ROOT / "notebooks" / indexing.NAME  # made of no source and without a pair
LEARNER = sorted(path for path in (ROOT / "notebooks").glob("*.ipynb") if path != INDEX)
SOLUTION = sorted((ROOT / "solutions").glob("*.ipynb"))
WIDEST = 107  # characters of a line of code
PLACE = re.compile(r"(?<![\w.~])(/(home|root|tmp|Users|work|usr|opt|var)/|[A-Z]:\\\w)")
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
BANNED = {
    "star import": re.compile(r"^\s*from\s+\S+\s+import\s+\*", re.MULTILINE),
    "installation": re.compile(r"^\s*[!%]\s*(pip|conda)\b", re.MULTILINE),
    "os.chdir": re.compile(r"\bchdir\("),
    "sys.path": re.compile(r"\bsys\.path\b"),
    "warnings filter": re.compile(r"\b(filterwarnings|simplefilter)\("),
    "trailing semicolon": re.compile(r";\s*(#.*)?\Z"),
}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [(cell.id, output) for cell in code(notebook) for output in cell.outputs]


def texts(output):
    """All that an output says in words."""
    found = [value for kind, value in output.get("data", {}).items() if kind != "image/png"]
    return "\n".join(str(text) for text in [output.get("text", ""), *found])


def without_alt(notebook):
    return [name for name, output in outputs(notebook) if "image/png" in output.get("data", {})
            and len(output.metadata.get("image/png", {}).get("alt", "").split()) < 4]


def all_of(kind, paths):
    return pytest.mark.parametrize("path", paths, ids=[f"{kind}-{path.stem}" for path in paths])


def test_there_is_a_pair_of_notebooks_for_each_topic():
    stems = [path.stem for path in course.files().values()]
    assert stems
    assert [path.stem for path in LEARNER] == [path.stem for path in SOLUTION] == stems


@all_of("both", LEARNER + SOLUTION)
def test_metadata_and_ids(path):
    notebook = read(path)
    topic = course.topic(path.stem[3:])
    assert set(notebook.metadata) == {"kernelspec", "language_info", "whiteboard"}
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert notebook.metadata.whiteboard.topic == topic.slug
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(release.cell_ids(topic))
    exercises = [name.removeprefix("exercise-") for name in ids if name.startswith("exercise-")]
    assert exercises == list(topic.exercise_cells)


@all_of("both", [*LEARNER, *SOLUTION, INDEX])
def test_no_cell_has_what_is_banned(path):
    notebook = read(path)
    found = [(cell.id, ban) for cell in code(notebook) for ban, pattern in BANNED.items()
             if pattern.search(cell.source.rstrip())]
    assert found == []


@all_of("both", [*LEARNER, *SOLUTION, INDEX])
def test_nothing_tells_of_this_machine(path):
    notebook = read(path)
    here = [re.compile(rf"(?<![\w.]){re.escape(str(place))}(?![\w-])") for place in (ROOT, Path.home()) if place != Path("/")]
    pieces = [(cell.id, cell.source) for cell in notebook.cells]
    pieces += [(name, texts(output)) for name, output in outputs(notebook)]
    found = [(name, piece[:200]) for name, piece in pieces
             if PLACE.search(piece) or ADDRESS.search(piece) or any(place.search(piece) for place in here)]
    assert found == []


@pytest.mark.parametrize("slug", course.files())
def test_no_line_of_code_is_wider_than_a_cell(slug):
    """At 1280 pixels beside the file browser, where a longer one would have to be scrolled sideways."""
    code_cells = [cell for cell in course.topic(slug).cells if cell.kind == "code"]
    assert [line for cell in code_cells for line in cell.source.splitlines() if len(line) > WIDEST] == []


@all_of("learner", LEARNER)
def test_the_learners_notebook_has_no_outputs_and_only_blanks(path):
    notebook = read(path)
    assert {(cell.execution_count, len(cell.outputs)) for cell in code(notebook)} == {(None, 0)}
    topic = course.topic(path.stem[3:])
    cells = {cell.id: cell.source for cell in notebook.cells}
    for name in topic.exercise_cells:
        node = ast.parse(cells[f"exercise-{name}"]).body[0]
        for function in node.body[1:] if isinstance(node, ast.ClassDef) else [node]:
            body = function.body[ast.get_docstring(function) is not None:]
            assert [ast.unparse(line) for line in body] == [f"raise NotImplementedError('exercise: {name}')"]
        assert f"check-{name}" in cells, f"{name} is never checked"


@all_of("solution", SOLUTION)
def test_the_solution_is_executed_from_top_to_bottom(path):
    notebook = read(path)
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    found = outputs(notebook)
    assert found
    assert [name for name, output in found if output.output_type == "error" or output.get("name") == "stderr"] == []
    printing = [cell.id for cell in code(notebook) if re.search(r"^(print|check)\(", cell.source, re.MULTILINE)]
    assert [cell.id for cell in code(notebook) if cell.id in printing and not cell.outputs] == []


@all_of("solution", SOLUTION)
def test_the_solutions_checks_pass_and_its_figures_have_alt_text(path):
    notebook = read(path)
    checks = {cell.id: texts(cell.outputs[0]) for cell in code(notebook) if cell.id.startswith("check-")}
    assert checks
    assert [name for name, text in checks.items() if "PASS" not in text] == []
    assert without_alt(notebook) == []


@pytest.mark.parametrize("slug", course.files())
def test_what_is_committed_is_what_its_source_gives(slug):
    assert release.build(ROOT, [slug], check=True, say=lambda line: None) == []


def test_nothing_built_is_left_of_a_source_that_is_gone():
    assert list(release._orphans(ROOT)) == []


@all_of("learner", LEARNER)
def test_an_untouched_notebook_runs_and_nothing_is_attempted(path):
    notebook = read(path)
    execute(notebook, path.parent)
    checks = {cell.id: "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
              for cell in code(notebook) if cell.id.startswith("check-")}
    assert checks
    assert [name for name, text in checks.items() if "not attempted" not in text.lower()] == []
    assert [name for name, output in outputs(notebook) if output.get("name") == "stderr"] == []
    assert without_alt(notebook) == []


def test_the_index_runs_as_it_is_shipped():
    notebook = read(INDEX)
    assert {(cell.execution_count, len(cell.outputs)) for cell in code(notebook)} == {(None, 0)}
    execute(notebook, INDEX.parent)
    assert "Anchor (prior box) · 锚框" in "\n".join(texts(output) for _, output in outputs(notebook))
    assert [name for name, output in outputs(notebook) if output.get("name") == "stderr"] == []


def test_the_bans_are_recognised():
    bad = {"star import": "from math import *", "installation": "!pip install x", "os.chdir": "os.chdir('..')",
           "sys.path": "sys.path.append('.')", "warnings filter": "warnings.simplefilter('ignore')",
           "trailing semicolon": "plt.plot(x);"}
    assert {ban for ban, pattern in BANNED.items() if pattern.search(bad[ban])} == set(BANNED)
    assert not any(pattern.search("from math import pi\nx = 1; y = 2") for pattern in BANNED.values())
    assert PLACE.search("File /home/me/x.py")
    assert PLACE.search("C:\\Users")
    assert ADDRESS.search("<f at 0x7f12ab34cd>")
    assert not PLACE.search("see work/home and a/tmp/b, TP / FP")


def words(text):
    return [word for word in re.sub(r"\$\$.*?\$\$", " ", text, flags=re.DOTALL).split() if re.search(r"\w", word)]


@pytest.mark.parametrize("slug", course.files())
def test_a_notebook_is_short(slug):
    cells = [cell for cell in course.topic(slug).cells if "card" not in cell.tags]
    assert len(cells) <= 64
    for cell in cells:
        if cell.kind == "markdown":
            most = 230 if "solution" in cell.tags else 100  # how a fast form works is read at leisure
            assert len(words(cell.source)) < most, cell.source[:60]
        elif not {"exercise", "coda"} & set(cell.tags):
            assert len(cell.source.splitlines()) < 30, cell.source[:60]
