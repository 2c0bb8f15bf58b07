"""The index of terms: the table against the sources of the topics, and the notebook that is made of it."""
import importlib
import json
import re

import pytest

from utils import course, drills, indexing, readme, release
from utils.course import CourseError

TOPICS = {topic.slug: topic for topic in course.topics()}
GROUPS = indexing.read()
TERMS = [term for terms in GROUPS.values() for term in terms]
NOTEBOOK = json.loads((course.ROOT / "notebooks" / indexing.NAME).read_text(encoding="utf-8"))
QUESTIONS = [" ".join(card.question.split()) for topic in TOPICS.values() for card in topic.cards]
GOOD = "A001\tSample\t样本\tOne example\t\t\t"


def glossary():
    """(slug, English words, Chinese name) for each name in the lists of terms at the ends of the topics."""
    for slug, topic in TOPICS.items():
        for cell in topic.cells:
            if "## Terms and sources" in cell.source:
                for item in " ".join(cell.source.split("\n\n")[1].split()).split(" · "):
                    english, names = re.fullmatch(r"(.*?)([\u4e00-\u9fff].*|前 N.*)", item).groups()
                    for name in re.sub(r"\(.*?\)", "", names).split(","):
                        yield slug, english, name.strip()


def listed(english, chinese):
    """Whether a term of the index has this Chinese name (的 may be left out) and one of these English words."""
    words = [word.lower()[:5] for word in re.findall(r"[A-Za-z][\w-]*", english)]
    return any(chinese.replace("的", "") in term.chinese.replace("的", "")
               and any(word in f"{term.english} {term.gist}".lower() for word in words) for term in TERMS)


def test_every_topic_of_the_notes_is_in_it_once():
    ids = [term.id for term in TERMS]
    assert [name for name in ids if name.startswith("A")] == [f"A{number:03}" for number in range(1, 344)]
    assert len(set(ids)) == len(ids)
    assert [term.id for term in GROUPS["Added by the course"]] == [name for name in ids if name.startswith("T")]


@pytest.mark.parametrize("group", GROUPS)
def test_each_term_names_things_that_are_there(group):
    headings = {slug: indexing.headings(topic, release.cell_ids(topic)) for slug, topic in TOPICS.items()}
    known = drills.all_drills()
    for term in GROUPS[group]:
        assert [place for place in term.explained if place.partition("#")[2] not in headings[place.partition("#")[0]]] == []
        counts = {words: sum(question.startswith(words) for question in QUESTIONS) for words in term.cards}
        assert [words for words, count in counts.items() if count != 1] == []
        assert set(term.drills) <= known.keys()
        own = term.chinese.lower() in term.english.lower()  # a net is called so in Chinese too
        assert re.search(r"[\u4e00-\u9fff]", term.chinese) or own, term


def test_the_topics_lists_of_terms_have_the_same_chinese_names():
    found = list(glossary())
    assert len(found) > 100
    assert [entry for entry in found if not listed(*entry[1:])] == []
    assert not listed("kernel", "步长")


def test_the_notebook_counts_what_it_shows():
    opening, text = NOTEBOOK["cells"][0]["source"], "\n".join("".join(cell["source"]) for cell in NOTEBOOK["cells"])
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| English")]
    numbers = list(map(int, re.findall(r"\b\d+\b", "".join(opening))))
    absent, carded = (sum(f"*{word}*" in row for row in rows) for word in (indexing.ABSENT, indexing.ON_A_CARD))
    linked = sum(".ipynb#" in row.replace("\\|", "").split(" | ")[3] for row in rows)
    assert numbers == [len(TERMS), linked, sum(bool(term.cards) for term in TERMS), sum(bool(term.drills) for term in TERMS),
                       carded, absent]
    assert linked + carded + absent == len(rows) == len(TERMS)


@pytest.mark.parametrize(("text", "sentence"), [
    (GOOD, r"terms.tsv:1: a term stands before the first group"),
    ("# G\n" + GOOD + "\t", r"terms.tsv:2: there are 8 columns; a term has 7"),
    ("# G\n" + GOOD.replace("样本", " "), r"one of them is empty"),
    ("# G\n" + GOOD.replace("One", "One " * 40), r"it has 120 at most"),
    ("# G\n" + GOOD.replace("example\t", "example\tiou_map#Nowhere"), r"said to be explained at 'iou_map#Nowhere'"),
    ("# G\n" + GOOD.replace("example\t\t", "example\t\tWhy"), r"A001: \d+ cards begin with 'Why'; one is wanted"),
    ("# G\n" + GOOD + "no_drill", r"A001: there is no drill 'no_drill'"),
])
def test_a_bad_line_is_told_by_its_number(tmp_path, text, sentence):
    (tmp_path / "utils").mkdir()
    (tmp_path / indexing.TABLE).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(CourseError, match=sentence):
        indexing.cells(TOPICS.values(), release.cell_ids, tmp_path)


def test_marks_of_markdown_in_a_line_are_shown_as_they_are(tmp_path):
    (tmp_path / "utils").mkdir()
    (tmp_path / indexing.TABLE).write_text("# G\n" + GOOD.replace("One example", "|w| or K_h * 2 < 3"), encoding="utf-8")
    row = indexing.cells(TOPICS.values(), release.cell_ids, tmp_path)[-1]["source"].splitlines()[-1]
    assert row == r"| Sample | 样本 | \|w\| or K\_h \* 2 \< 3 | *not yet treated* |  |  |"


def test_terms_finds_english_and_chinese_names_and_says_so_without_links():
    assert repr(indexing.terms("AdaDELTA")).splitlines() == [
        "AdaDelta · AdaDelta 算法 · RMSProp's scale, times the root mean square of past updates: units fit, and no global "
        "learning rate is needed"]
    found = indexing.terms("|w| or w²")
    assert repr(found).startswith("L1 and L2 regularisation · L1 与 L2 正则化 · Penalty on |w| or w²: ")
    assert any(row.startswith("| Anchor (prior box) | 锚框") for row in indexing.terms("锚框").rows)
    assert found._repr_markdown_().splitlines()[0].startswith("| English | Chinese 中文 |")
    assert repr(indexing.terms("no such word")) == "No term of the index speaks of 'no such word'."


@pytest.mark.parametrize("word", ["", "  ", None, 3])
def test_terms_wants_a_word(word):
    with pytest.raises(ValueError, match="terms takes a piece of a term's name"):
        indexing.terms(word)


def test_a_topic_says_how_many_of_the_questions_it_answers():
    for slug, topic in TOPICS.items():
        rows = importlib.import_module(f"card_rows.{slug}").ROWS if slug != "start_here" else {}
        count = len({row[:4] for row in rows if row.startswith("Q")})
        assert readme.asked(topic) == (str(count) if count else "–")
