"""Cards: every interview question and every erratum of the source inventory that belongs to a topic is one."""
import importlib
from collections import Counter

import pytest

from utils import course

TOPICS = {topic.slug: topic for topic in course.topics()}
EIGHT = [slug for slug in TOPICS if slug != "start_here"]
ERRATA = {  # by the inventory's map of the eight notebooks
    "backprop": (19, 20, *range(48, 52)),
    "conv_arithmetic": (1, 2, *range(8, 17), 21, 22, 23, 27, 28, 30, 34, *range(36, 40)),
    "receptive_fields": (*range(3, 8), 40, 72, 75, 76, 78),
    "bbox_regression": (70, 71, 72),
    "iou_map": range(63, 70),
    "heap_top_n": (114, 115, 116),
    "merge_sort": (111, 112, 113),
    "histogram_equalization": (100, 101, 102),
}


def rows(slug):
    return importlib.import_module(f"card_rows.{slug}").ROWS


@pytest.mark.parametrize("slug", EIGHT)
def test_every_erratum_of_the_map_is_a_card(slug):
    assert {f"E{number:03}" for number in ERRATA.get(slug, ())} <= rows(slug).keys()


@pytest.mark.parametrize("slug", EIGHT)
def test_each_row_is_the_beginning_of_one_card(slug):
    questions = [" ".join(card.question.split()) for card in TOPICS[slug].cards]
    for row, words in rows(slug).items():
        assert sum(question.startswith(" ".join(words.split())) for question in questions) == 1, (row, words)


def test_a_question_belongs_to_one_topic():
    found = Counter(row for slug in EIGHT for row in rows(slug) if row.startswith("Q"))
    assert [row for row, count in found.items() if count > 1] == []
    assert len(found) >= 60


@pytest.mark.parametrize("slug", EIGHT)
def test_an_erratum_asks_for_the_reason(slug):
    for card in TOPICS[slug].cards:
        if card.question.startswith("True or false"):
            assert card.question.startswith("True or false, and why?"), card.question


@pytest.mark.parametrize("slug", EIGHT)
def test_difficulties_differ(slug):
    found = Counter(card.difficulty for card in TOPICS[slug].cards)
    assert found.keys() == set(course.DIFFICULTIES)
    assert found["usual"] >= max(found["easy"], found["hard"])


def test_ids_are_unique_and_survive_a_new_answer():
    cards = [card for topic in TOPICS.values() for card in topic.cards]
    assert len({card.id for card in cards}) == len(cards)
    cell = next(TOPICS["iou_map"].tagged("card"))
    other = course.Cell(cell.kind, cell.source.replace("\n\n", "\n\nIn other words: ", 1), ("card", "hard"), cell.line + 7)
    one, two = course.card_of("iou_map", cell), course.card_of("iou_map", other)
    assert (one.id, one.question) == (two.id, two.question)
    assert one.answer != two.answer
    assert two.difficulty == "hard"
