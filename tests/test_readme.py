"""The README says what is there: topics, exercises, minutes, commands and files."""
from __future__ import annotations

import re
from pathlib import Path

from utils import course, indexing, readme
from utils.__main__ import COMMANDS

README = (course.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_topic_table_is_the_course():
    rows = re.findall(r"^\| (\d\d) \| \[(.*?)\]\((.*?)\) \| (.*?) \| (\d+|–) \| (\d+|–) \|$", README, re.MULTILINE)
    wanted = [(f"{topic.number:02}", topic.title, f"notebooks/{topic.path.stem}.ipynb",
               " ".join(f"`{name}`" for name in topic.exercise_sources), readme.asked(topic), str(topic.minutes))
              for topic in course.topics()]
    assert rows == [*wanted, ("99", "Index of terms", f"notebooks/{indexing.NAME}", "–", "–", "–")]
    assert rows[0][4] == "–"
    assert min(int(row[4]) for row in rows[1:-1]) > 0


def test_the_build_writes_the_table_and_nothing_else():
    old = "\n".join(["before", readme.BEGIN, "old", readme.END, "after", ""])
    assert readme.with_table(old, course.topics()) == old.replace("old", readme.table(course.topics()))
    assert readme.with_table("no table here\n", course.topics()) == "no table here\n"


def test_every_link_leads_somewhere():
    links = [link for link in re.findall(r"\]\((.*?)\)", README) if not link.startswith("http")]
    assert links
    for link in links:
        assert Path(course.ROOT, link).exists(), link


def test_every_command_exists():
    assert set(re.findall(r"whiteboard\.py (\w+)", README)) <= COMMANDS.keys()
