"""A session in a terminal, with lines typed for it."""
from quiz_kit import CARD, SUM, Remembered, entry
from utils.session import Session
from utils.terminal import play, wrapped


def played(sources, *lines):
    memory, told, typed, prompts = Remembered(), [], iter(lines), []
    asked = Session([entry(source) for source in sources], memory, clock=memory.clock)

    def ask(prompt):
        prompts.append(prompt)
        try:
            line = next(typed)
        except StopIteration:
            raise EOFError from None
        return str(asked.entry.source.question(asked._question.seed).answer) if line == "RIGHT" else line

    assert play(asked, ask, told.append) == 0
    return "\n".join(told), memory, prompts


def test_a_round():
    text, memory, prompts = played([CARD, SUM], "", "4", "RIGHT", "")
    assert [(r.item, r.rating) for r in memory.told] == [("card:abc", 4), ("drill:sum", 3)]
    assert "IoU and mAP · 1 of 2" in text
    assert "Intersection over union." in text
    assert "✓ Right." in text
    assert "2 of 2 right at the first try." in text
    assert "[Enter: good · 3 d]" in prompts[1]


def test_a_mistake_is_named_and_odd_input_is_asked_again():
    text, memory, _ = played([SUM], "", "what", "99999", "", "RIGHT", "7", "²", "x", "2")
    assert "`what` cannot be read; wanted a number." in text
    assert "✗ Not 99,999." in text
    assert "“7” is none of 2, 3, 4." in text
    assert [r.rating for r in memory.told] == [1, 2]


def test_leaving_keeps_what_was_rated():
    for leave in ("q", "QUIT"):
        text, memory, _ = played([CARD, SUM], "", "3", leave)
        assert len(memory.told) == 1
        assert "what you have rated is kept" in text
    text, memory, _ = played([CARD])  # the input ends
    assert memory.told == []
    assert "Until later" in text


def test_lines_are_folded_and_lists_stay():
    text = wrapped("One **bold** word\ngoes on.\n\n1. first\n2. second\n\n" + "long " * 40)
    assert text.startswith("One bold word goes on.\n\n1. first\n2. second\n\n")
    assert max(map(len, text.splitlines())) <= 100
