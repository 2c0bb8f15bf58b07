"""Sources to notebooks: what each of the two says, ids, outputs, and which files are stale."""
import base64
import copy
import io
import json

import nbformat
import numpy as np
import pytest
from PIL import Image

from course_kit import SOURCE, TinyCourse, exercise
from utils import course, release
from utils.course import CourseError
from utils.release import convert


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    return TinyCourse(tmp_path, monkeypatch)


def notebook(tiny, kind="learner"):
    return convert(tiny.topic, kind, course.topics(tiny.root))


def cell(made, name):
    return next(cell for cell in made.cells if cell.id == name)


IDS = ["tiny-numbers-1", "tiny-numbers-2", "double-it-1", "exercise-double", "double-it-2", "double-it-3",
       "double-it-4", "double-it-5", "exercise-Box", "card-e129ec1368"]


def test_each_notebook_has_its_cells_under_the_same_ids(tiny):
    assert release.cell_ids(tiny.topic) == IDS
    learner, solution = ([cell.id for cell in notebook(tiny, kind).cells] for kind in ("learner", "solution"))
    assert learner == [name for name in IDS if name != "double-it-3"]  # the cell tagged solution
    assert solution == [name for name in IDS if name != "double-it-4"]  # the cell tagged learner


def test_a_check_alone_in_its_cell_is_named_after_its_exercise(tiny):
    tiny.change("check = math.floor  # stands for the judge\ncheck\n", "check(double)\n")
    assert release.cell_ids(tiny.topic)[4:6] == ["check-double", "double-it-2"]


def test_ids_stay_unique_and_valid_whatever_the_headings_are(tiny):
    titles = ["Exercise double", "Double it", "Ünder → ∑", "∑", "check x", "long " * 40, "card-e129ec1368", "card 1"]
    odd = "".join(f"\n# %% [markdown]\n# ## {title}\n" for title in titles)
    tiny.source.write_text(SOURCE + odd + "\n# %%\ncheck(x)\n\n# %%\ncheck(x)\n", encoding="utf-8")
    ids = release.cell_ids(tiny.topic)
    assert len(ids) == len(set(ids)) == 20
    assert [name for name in ids if name.startswith("exercise-")] == ["exercise-double", "exercise-Box"]
    assert [name for name in ids if name.startswith("check-")] == ["check-x", "check-x-2"]
    assert max(map(len, ids)) <= 64
    nbformat.validate(notebook(tiny))


def test_the_learner_gets_blanks_and_the_reader_the_worked_code(tiny):
    assert cell(notebook(tiny), "exercise-double").source == (
        'def double(x):\n    """Twice `x`."""\n    raise NotImplementedError("exercise: double")')
    assert cell(notebook(tiny, "solution"), "exercise-double").source == course.source_of("double", tiny.root)


def test_the_learner_gets_folded_hints_below_the_task(tiny):
    tiny.declared["tiny"]["Box"] = exercise("Box", hints=("Which one?", "```\nget()\n```"))
    assert cell(notebook(tiny), "double-it-5").source == (
        "Now twice that, in a box.\n\n"
        "<details><summary>Hint 1</summary>\n\nWhich one?\n\n</details>\n\n"
        "<details><summary>Hint 2</summary>\n\n```\nget()\n```\n\n</details>")
    assert cell(notebook(tiny, "solution"), "double-it-5").source == "Now twice that, in a box."


def test_the_learner_gets_a_cards_question_and_the_reader_its_answer_too(tiny):
    assert cell(notebook(tiny), IDS[-1]).source == "Why twice?"
    assert cell(notebook(tiny, "solution"), IDS[-1]).source == (
        "Why twice?\n\n<details><summary>Answer</summary>\n\nBecause once is\nnot enough.\n\nReally.\n\n</details>")


def test_the_map_lists_all_topics_but_the_first_steps(tiny):
    start = SOURCE.split("# %% tags")[0] + '# %% [markdown] tags=["map"]\n# ## Map\n#\n# {{topics}}\n#\n# End.\n'
    (tiny.root / "solutions" / "00_start.py").write_text(start.replace("Tiny numbers", "Start"), encoding="utf-8")
    tiny.change("double a number", "double a|b")
    made = convert(course.topic("start", tiny.root), "learner", course.topics(tiny.root))
    assert cell(made, "map-1").source == (
        "## Map\n\n"
        "| | topic | by the end you can | exercises | minutes |\n"
        "|--:|---|---|---|--:|\n"
        "| 03 | [Tiny numbers](03_tiny.ipynb) | double a\\|b on a whiteboard | 2: `double`, `Box` | 5 |\n\n"
        "End.")


def test_metadata_are_these_and_nothing_else(tiny):
    made = notebook(tiny)
    assert made.metadata.pop("whiteboard").keys() == {"topic", "version"}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert made.metadata == {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert {cell.id: cell.metadata for cell in made.cells if cell.metadata} == {
        "tiny-numbers-2": {"tags": ["imports"]}, "exercise-double": {"tags": ["exercise"]},
        "double-it-4": {"tags": ["learner"]}, "exercise-Box": {"tags": ["exercise"]}, IDS[-1]: {"tags": ["card"]}}


def test_the_version_follows_what_the_learner_sees(tiny):
    first = notebook(tiny).metadata.whiteboard
    assert (first.topic, len(first.version)) == ("tiny", 12)
    tiny.change("return 2 * x", "return x + x")
    tiny.change("not enough", "too little")
    assert notebook(tiny).metadata.whiteboard == first  # neither is in the learner's notebook
    tiny.change("# Return twice `x`.", "# Return two times `x`.")
    assert notebook(tiny).metadata.whiteboard.version != first.version


def test_build_executes_the_solution_and_only_it(tiny):
    said = []
    built = release.build(tiny.root, say=said.append)
    assert built == ["notebooks/03_tiny.ipynb", "solutions/03_tiny.ipynb"]
    assert said == [f"written {name}" for name in built]
    learner, solution = (json.loads((tiny.root / name).read_text(encoding="utf-8")) for name in built)
    blank, code = ([c for c in made["cells"] if c["cell_type"] == "code"] for made in (learner, solution))
    assert {(c["execution_count"], len(c["outputs"])) for c in blank} == {(None, 0)}
    assert [c["execution_count"] for c in code] == [1, 2, 3, 4, 5]
    assert [c["outputs"] for c in code if c["id"] == "double-it-3"] == [
        [{"name": "stdout", "output_type": "stream", "text": ["8\n"]}]]
    assert all(set(c["metadata"]) <= {"tags"} for c in solution["cells"])
    assert solution["metadata"]["language_info"] == {"name": "python"}


def test_stale_names_what_a_build_would_change(tiny, capsys, monkeypatch):
    release.build(tiny.root, say=str)
    assert release.stale(tiny.root) == []
    tiny.change("# Return twice `x`.", "# Return two times `x`.")
    before = {path: path.read_bytes() for path in tiny.root.rglob("*.ipynb")}
    monkeypatch.setattr(release, "ROOT", tiny.root)
    assert release.main(["--check", "03_tiny"]) == 1
    assert capsys.readouterr().out == "stale   notebooks/03_tiny.ipynb\nstale   solutions/03_tiny.ipynb\n"
    assert before == {path: path.read_bytes() for path in tiny.root.rglob("*.ipynb")}
    assert release.main([]) == 0
    assert release.main(["--check"]) == 0


def test_a_hand_edited_notebook_and_one_without_a_source_are_stale(tiny):
    release.build(tiny.root, say=str)
    learner = tiny.root / "notebooks" / "03_tiny.ipynb"
    learner.write_text(learner.read_text(encoding="utf-8").replace("Return twice", "Give twice"), encoding="utf-8")
    (tiny.root / "notebooks" / "09_gone.ipynb").write_text("{}", encoding="utf-8")
    assert release.stale(tiny.root) == ["notebooks/03_tiny.ipynb", "notebooks/09_gone.ipynb"]


def test_a_notebook_that_a_merge_broke_is_built_again(tiny):
    release.build(tiny.root, say=str)
    (tiny.root / "solutions" / "03_tiny.ipynb").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert release.build(tiny.root, say=str) == ["solutions/03_tiny.ipynb"]


@pytest.mark.parametrize(("code", "where", "error"), [
    ("double(None)", "double(None)", "TypeError: unsupported operand type(s) for *: 'int' and 'NoneType'"),
    ("\n\ny = 1\n\nmath.nothing", "math.nothing", "AttributeError: module 'math' has no attribute 'nothing'"),
])
def test_a_cell_that_fails_stops_the_build_with_its_line(tiny, code, where, error):
    tiny.change("print(double(4))", code)
    with pytest.raises(CourseError) as caught:
        release.build(tiny.root, say=str)
    assert str(caught.value) == f"solutions/03_tiny.py:{tiny.line(where)}: the cell fails with {error}"
    assert not list(tiny.root.rglob("*.ipynb"))


def test_a_course_with_a_problem_is_not_built(tiny, capsys, monkeypatch):
    monkeypatch.setattr(release, "ROOT", tiny.root)
    tiny.declared["tiny"]["Box"] = exercise("Box", misconceptions=())
    assert release.main([]) == 1
    assert capsys.readouterr().err.startswith("utils/topics/tiny.py:6: exercise 'Box' has no misconception")
    assert not list(tiny.root.rglob("*.ipynb"))


def test_an_unknown_topic_is_one_sentence(tiny, capsys, monkeypatch):
    monkeypatch.setattr(release, "ROOT", tiny.root)
    assert release.main(["05_tyni"]) == 1
    assert capsys.readouterr().err == "There is no topic 'tyni'; the topics are tiny.\n"


def png(pixels, **options):
    """A picture as the notebook stores it."""
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(pixels, dtype=np.uint8)).save(buffer, "png", **options)
    return base64.b64encode(buffer.getvalue()).decode()


GREY = np.full((5, 7, 3), 100)


def with_picture(tiny, picture, text="<Figure>"):
    made = notebook(tiny, "solution")
    output = nbformat.v4.new_output("display_data", {"image/png": picture, "text/plain": text})
    cell(made, "double-it-2")["outputs"] = [output]
    return made


@pytest.mark.parametrize(("pixels", "kept"), [(GREY, True), (GREY + 4, True), (GREY + 5, False), (GREY[:4], False)])
def test_the_stored_bytes_stay_where_the_picture_is_the_same(tiny, pixels, kept):
    stored = png(GREY, compress_level=0)
    new, old = with_picture(tiny, png(pixels)), with_picture(tiny, stored)
    assert png(pixels) != stored
    release.keep_stored(new, old)
    data = cell(new, "double-it-2").outputs[0].data
    assert data == {"image/png": stored if kept else png(pixels), "text/plain": "<Figure>"}


def test_one_changed_pixel_is_a_new_picture(tiny):
    pixels = GREY.copy()
    pixels[2, 3, 1] = 160
    assert not release.same_picture(png(GREY), png(pixels))


def test_unchecked_outputs_stay_until_the_notebook_changes(tiny):
    tiny.change('# %% tags=["solution"]', '# %% tags=["solution", "nbval-ignore-output"]')

    def timed(text):
        made = copy.deepcopy(notebook(tiny, "solution"))
        cell(made, "double-it-3")["outputs"] = [nbformat.v4.new_output("stream", text=text)]
        return made

    new, old = timed("2 s"), timed("1 s")
    release.keep_stored(new, old)
    assert new == old
    tiny.change("# Return twice `x`.", "# Return two times `x`.")
    new = timed("3 s")
    release.keep_stored(new, old)
    assert cell(new, "double-it-3").outputs[0].text == "3 s"
