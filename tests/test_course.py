"""Reading the sources: what is in them, and what each kind of damage is called."""
import inspect
import subprocess
import sys
import traceback

import pytest

from course_kit import SOURCE, TinyCourse, exercise
from utils import course
from utils.course import ROOT, CourseError
from utils.exercise import Misconception


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    return TinyCourse(tmp_path, monkeypatch)


def test_a_topic_has_the_parts_of_its_source(tiny):
    (topic,) = course.topics(tiny.root)
    assert (topic.number, topic.slug, topic.title, topic.minutes) == (3, "tiny", "Tiny numbers", 5)
    assert topic.claim == "double a number on a whiteboard."
    assert list(topic.exercise_sources) == ["double", "Box"]
    assert topic.exercise_sources["double"].splitlines() == [
        "def double(x):", '    """Twice `x`."""', "    # the answer", "    return 2 * x"]


@pytest.mark.parametrize("root", ["tiny", "real"])
def test_the_line_of_each_code_cell_is_where_its_text_begins(tiny, root):
    for topic in course.topics(tiny.root if root == "tiny" else ROOT):
        lines = topic.path.read_text(encoding="utf-8").splitlines()
        for cell in topic.cells:
            shown = lines[cell.line - 1] if cell.kind == "code" else lines[cell.line - 1].removeprefix("#").strip()
            assert shown == cell.source.splitlines()[0]


def test_blank_lines_above_a_cells_text_do_not_shift_its_line(tiny):
    tiny.change('# %% tags=["solution"]\n', '# %% tags=["solution"]\n\n\n')
    (cell,) = tiny.topic.tagged("solution")
    assert (cell.source, cell.line) == ("print(double(4))", tiny.line("print(double(4))"))


def test_a_card_is_its_first_paragraph_and_the_rest(tiny):
    (card,) = tiny.topic.cards
    assert card.question == "Why twice?"
    assert card.answer == "Because once is\nnot enough.\n\nReally."
    assert (card.topic, card.line) == ("tiny", tiny.line("Why twice"))


def test_a_cards_id_survives_another_answer_but_not_another_question(tiny):
    before = tiny.topic.cards[0].id
    tiny.change("not enough", "too little")
    assert tiny.topic.cards[0].id == before
    tiny.change("Why twice", "Why double")
    assert tiny.topic.cards[0].id != before


def test_the_namespace_holds_the_worked_exercises_and_is_fresh(tiny):
    first, second = tiny.topic.namespace(), tiny.topic.namespace()
    assert first["double"](4) == 8
    assert first["Box"]().get(1) == 4
    assert first["double"] is not second["double"]
    assert "check" not in first  # only imports and exercises run


def test_source_and_tracebacks_of_worked_exercises_point_into_the_file(tiny):
    names = tiny.topic.namespace()
    assert inspect.getsource(names["double"]).startswith('def double(x):\n    """Twice')
    assert inspect.getsource(names["Box"]).startswith('class Box:\n    """A box."""')
    with pytest.raises(TypeError) as caught:
        names["double"](None)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.filename, last.lineno) == (str(tiny.source), tiny.line("return 2 * x"))


def test_find_source_of_and_reference_know_a_name(tiny):
    assert course.find("Box", tiny.root) == ("tiny", tiny.declared["tiny"]["Box"])
    assert course.source_of("double", tiny.root).endswith("return 2 * x")
    assert course.reference("double", tiny.root)(3) == 6


@pytest.mark.parametrize("look_up", [course.find, course.source_of, course.reference])
def test_an_unknown_name_is_a_key_error(tiny, look_up):
    with pytest.raises(KeyError):
        look_up("treble", tiny.root)


def test_an_edited_source_is_read_again(tiny):
    assert course.reference("double", tiny.root)(3) == 6
    tiny.change("return 2 * x", "return x + x + 1")
    assert course.reference("double", tiny.root)(3) == 7


def test_the_judges_path_reads_no_source():
    code = ("import sys; from utils import course; found = course.exercises(); course.find(min(found)); "
            "assert len(found) > 1; print('jupytext' in sys.modules, 'nbformat' in sys.modules)")
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


DAMAGE = [
    ("return 2 * x", "return 2 *", "return 2 *", "syntax error: invalid syntax."),
    ("def double(x):", "import os\n\n\ndef double(x):", "import os", "one function or class and nothing beside it"),
    ("    return 2 * x\n", "    return 2 * x\n\n\ndef treble(x):\n    return 3 * x\n", "def double", "not 2."),
    (SOURCE[SOURCE.index("def double"):SOURCE.index("\n\n\n# %%")], "# nothing", "# nothing", "not 0."),
    ('    """Twice `x`."""\n', "", "def double", "exercise 'double' has no docstring."),
    ("#\n# Because once is\n# not enough.\n#\n# Really.\n", "", "Why twice", "this card has no answer"),
    ('tags=["solution"]', 'tags=["solutoin"]', "solutoin", "unknown tag 'solutoin'; a tag is one of card, coda,"),
    ('tags=["solution"]', "tags=[solution]", "tags=[solution]", "the tags cannot be read"),
    ('tags=["solution"]', 'tags="solution"', 'tags="solution"', "the tags cannot be read"),
    ('tags=["solution"]', 'tags=["card"]', "print(double(4))", "is a markdown cell, this one is code."),
    ("# %%\ncheck =", "# %% [raw]\n# check =", "[raw]", "this is a raw cell; a cell is code or markdown."),
    ("# # Tiny numbers", "# Tiny numbers", "Tiny numbers", "markdown with a title '# …'."),
    ("5 minutes", "soon", "Tiny numbers", "with the time as 'N minutes'."),
    ("**By the end you can**", "You will", "Tiny numbers", "that begins '**By the end you can**'."),
]


@pytest.mark.parametrize(("old", "new", "where", "sentence"), DAMAGE, ids=[damage[3][:40] for damage in DAMAGE])
def test_damage_in_a_source_is_named_with_its_line(tiny, old, new, where, sentence):
    tiny.change(old, new)
    with pytest.raises(CourseError) as caught:
        course.topics(tiny.root)
    assert str(caught.value).startswith(f"solutions/03_tiny.py:{tiny.line(where)}: ")
    assert sentence in str(caught.value)


def test_text_before_the_first_cell_is_damage_but_a_header_is_not(tiny):
    tiny.source.write_text("# ---\n# jupyter: {}\n# ---\n\n" + SOURCE, encoding="utf-8")
    assert tiny.topic.title == "Tiny numbers"
    tiny.source.write_text("# ---\n# jupyter: {}\n# ---\n\nimport os\n" + SOURCE, encoding="utf-8")
    with pytest.raises(CourseError, match=r"^solutions/03_tiny\.py:5: this stands before the first"):
        course.topics(tiny.root)


def test_a_source_without_cells_is_damage(tiny):
    tiny.source.write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match=r"^solutions/03_tiny\.py:1: there is no cell"):
        course.topics(tiny.root)


def test_a_sound_course_has_no_problems(tiny):
    assert course.validate(tiny.root) == []


def test_the_real_course_has_no_problems():
    assert course.validate(raising=False) == []


def problem(tiny):
    """The one problem; `validate` raises the same."""
    (found,) = course.validate(tiny.root, raising=False)
    with pytest.raises(CourseError) as caught:
        course.validate(tiny.root)
    assert str(caught.value) == found
    return found


def test_a_name_used_twice_in_a_topic(tiny):
    first = tiny.line("def double")
    tiny.change("class Box:", "def double(x):\n    \"\"\"Again.\"\"\"\n\n\n# %% [markdown]\n# Box.\n\n"
                "# %% tags=[\"exercise\"]\nclass Box:")
    second = [n for n, line in enumerate(tiny.source.read_text().splitlines(), 1) if line.startswith("def double")][1]
    assert problem(tiny) == (f"solutions/03_tiny.py:{second}: exercise 'double' is already defined at "
                             f"solutions/03_tiny.py:{first}.")


def test_a_name_used_in_two_topics(tiny):
    other = SOURCE.replace("Why twice?", "Why two?").replace("class Box", "class Crate")
    (tiny.root / "solutions" / "07_other.py").write_text(other, encoding="utf-8")
    tiny.declared["other"] = {name: exercise(name) for name in ("double", "Crate")}
    line = tiny.line("def double")
    assert problem(tiny) == (f"solutions/07_other.py:{line}: exercise 'double' is already defined at "
                             f"solutions/03_tiny.py:{line}.")


def test_a_question_asked_twice(tiny):
    tiny.source.write_text(SOURCE + '\n# %% [markdown] tags=["card"]\n# Why twice?\n#\n# No.\n', encoding="utf-8")
    assert "this card's question is already asked at solutions/03_tiny.py:" in problem(tiny)


def test_a_cell_without_a_declaration(tiny):
    del tiny.declared["tiny"]["Box"]
    line = tiny.line("class Box")
    assert problem(tiny) == f"solutions/03_tiny.py:{line}: exercise 'Box' has no Exercise in utils/topics/tiny."


def test_a_declaration_without_a_cell(tiny):
    tiny.change("class Box", "class Crate")
    tiny.declared["tiny"]["Crate"] = exercise("Crate")
    assert problem(tiny) == ("utils/topics/tiny.py:6: exercise 'Box' has no cell tagged exercise in "
                             "solutions/03_tiny.py.")


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"misconceptions": ()}, "exercise 'Box' has no misconception; at least one is wanted."),
    ({"misconceptions": 2 * (Misconception("once", "is x.", abs),)},
     "exercise 'Box' has 2 misconceptions named 'once'."),
    ({"misconceptions": (Misconception("once", "is x."),)}, "misconception 'once' of 'Box' has no code."),
    ({"hints": ("one?",)}, "exercise 'Box' has too few hints (1); two are wanted."),
])
def test_a_poor_declaration_is_named_where_it_stands(tiny, changes, sentence):
    tiny.declared["tiny"]["Box"] = exercise("Box", **changes)
    assert problem(tiny) == f"utils/topics/tiny.py:6: {sentence}"


def test_a_declaration_is_found_in_a_package_too(tiny):
    module = tiny.root / "utils" / "topics" / "tiny.py"
    (tiny.root / "utils" / "topics" / "tiny").mkdir()
    module.rename(module.with_suffix("") / "shapes.py")
    tiny.declared["tiny"]["Box"] = exercise("Box", hints=())
    assert problem(tiny).startswith("utils/topics/tiny/shapes.py:6: ")


def test_an_exercise_without_the_text_of_its_task(tiny):
    tiny.change("# %% [markdown]\n# Now twice that, in a box.\n", "# %%\n")
    assert "the cell before exercise 'Box' is not the text of its task." in problem(tiny)


@pytest.mark.parametrize(("name", "sentence"), [
    ("3_tiny.py", "the name of a source is NN_slug.py"),
    ("03_small.py", "the number '03' is already taken by solutions/03_small.py."),
    ("04_tiny.py", "the slug 'tiny' is already taken by solutions/03_tiny.py."),
])
def test_a_source_with_a_wrong_name(tiny, name, sentence):
    text = SOURCE if name == "04_tiny.py" else SOURCE.split("# %% tags")[0]
    (tiny.root / "solutions" / name).write_text(text, encoding="utf-8")
    assert sentence in problem(tiny)


def test_an_undeclared_topic_has_no_exercises():
    assert course.declared("no_such_topic") == {}


def test_damage_does_not_hide_the_other_sources_problems(tiny):
    (tiny.root / "solutions" / "01_bad.py").write_text("# %%\n1 +\n", encoding="utf-8")
    del tiny.declared["tiny"]["Box"]
    found = course.validate(tiny.root, raising=False)
    assert [text.split(":")[0] for text in found] == ["solutions/01_bad.py", "solutions/03_tiny.py"]
