"""The README says what is there: topics, exercises, minutes, commands and files."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from utils import course, indexing, readme
from utils.__main__ import COMMANDS

README = (course.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_topic_table_is_the_course():
    rows = re.findall(r"^\| (\d\d) \| \[(.*?)\]\((.*?)\) \| (\d+|–) \| (\d+|–) \| (\d+|–) \|$", README, re.MULTILINE)
    wanted = [(f"{topic.number:02}", topic.title, f"notebooks/{topic.path.stem}.ipynb",
               str(len(topic.exercise_sources)), str(topic.minutes), readme.asked(topic))
              for topic in course.topics()]
    assert rows == [*wanted, ("99", "Index of terms", f"notebooks/{indexing.NAME}", "–", "–", "–")]
    assert rows[0][5] == "–"
    assert min(int(row[5]) for row in rows[1:-1]) > 0


def test_the_build_writes_the_table_and_nothing_else():
    old = "\n".join(["before", readme.BEGIN, "old", readme.END, "after", ""])
    assert readme.with_table(old, course.topics()) == old.replace("old", readme.table(course.topics()))
    assert readme.with_table("no table here\n", course.topics()) == "no table here\n"


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\((.*?)\)", README) + re.findall(r'src="(.*?)"', README)
    inside = [link for link in links if not link.startswith("http")]
    assert inside
    for link in inside:
        path, _, anchor = link.partition("#")
        assert Path(course.ROOT, path).exists(), link
        headings = re.findall(r"^#+ (.*)$", Path(course.ROOT, path).read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in [re.sub(r"[^a-z0-9-]", "", heading.lower().replace(" ", "-")) for heading in headings]


def test_every_command_exists():
    assert set(re.findall(r"whiteboard\.py ([\w-]+)", README)) <= COMMANDS.keys()


@pytest.mark.parametrize(("span", "days"), [("three days", 3), ("one week", 7), ("two weeks", 14)])
def test_the_study_plan_fits_its_days(span, days):
    hours, plan = re.search(rf"^\| {span} \| (\d) hours? \| (.*) \|$", README, re.MULTILINE).groups()
    minutes = {f"{topic.number:02}": topic.minutes for topic in course.topics()} | {"`interview()`": 45}
    reached, learnt = 0, set()
    for first, last, what in re.findall(r"(\d+)(?:–(\d+))?: (.*?)(?: · |$)", plan):
        assert int(first) == reached + 1
        reached = int(last or first)
        parts = what.split(", ")
        learnt.update(parts)
        assert sum(minutes.get(part, 0) for part in parts) <= 1.25 * 60 * int(hours) * (reached - int(first) + 1)
    assert reached == days
    assert "`interview()`" in learnt
    assert days == 3 or minutes.keys() <= learnt
