"""The learner's copies: laid out, brought up to date, never lost."""
import copy
import os
import subprocess
import sys
import time

import nbformat
import pytest

from utils import workbook
from workbook_kit import ANSWER, blank, cell, notebook


def test_first_start_copies_every_notebook_byte_for_byte(desk):
    assert desk.lay_out() == ["work/05_iou_map.ipynb: laid out.", "work/06_heap.ipynb: laid out."]
    for name in ("05_iou_map.ipynb", "06_heap.ipynb"):
        assert (desk.root / "work" / name).read_bytes() == (desk.root / "notebooks" / name).read_bytes()


def test_next_start_touches_nothing(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    before, time_before = desk.target.read_bytes(), desk.target.stat().st_mtime_ns
    assert desk.lay_out() == []
    assert (desk.target.read_bytes(), desk.target.stat().st_mtime_ns) == (before, time_before)
    assert desk.kept() == []


def test_new_version_takes_the_answers_over_and_keeps_the_old_file(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    before = desk.target.read_bytes()
    desk.update()
    (said,) = desk.lay_out()
    assert desk.source() == ANSWER
    assert desk.source("exercise-nms") == blank("nms")
    assert desk.source("boxes-1") == "# Boxes, again"
    assert desk.work()["metadata"]["whiteboard"]["version"] == "ba9876543210"
    (kept,) = desk.kept()
    assert kept.read_bytes() == before
    assert said == (f"work/05_iou_map.ipynb: new version laid out; answers carried over: box_iou; "
                    f"old file kept as work/{kept.name}.")
    assert desk.lay_out() == []


def test_result_is_what_nbformat_would_write(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.update()
    desk.lay_out()
    written = desk.target.read_text(encoding="utf-8")
    parsed = nbformat.reads(written, as_version=4)
    nbformat.validate(parsed)
    assert nbformat.writes(parsed) + "\n" == written


def test_kept_files_are_never_overwritten(desk, monkeypatch):
    class Stopped(workbook.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 11, 21, 21, 30, 0)

    monkeypatch.setattr(workbook, "datetime", Stopped)
    desk.lay_out()
    for number in range(3):
        desk.answer(f"def box_iou(a, b):\n    return {number}")
        desk.update(version=f"{number:012x}")
        desk.lay_out()
    names = [path.name for path in desk.kept()]
    assert sorted(names) == sorted(["05_iou_map.2026-11-21-213000.ipynb", "05_iou_map.2026-11-21-213000-2.ipynb",
                                    "05_iou_map.2026-11-21-213000-3.ipynb"])
    assert len({path.read_bytes() for path in desk.kept()}) == 3


@pytest.mark.parametrize("damage", [
    b"", b"{", b"[1, 2]", b'{"cells": 3}', b'{"cells": [{"cell_type": "code"}]}', b"\xff\xfe\x00", b"null",
    b'{"cells": [{"cell_type": "code", "metadata": {}, "source": 5}]}', b'{"cells": [], "metadata": 7}',
    b"<<<<<<< HEAD\n", b"[" * 100_000,
])
def test_a_damaged_copy_is_kept_aside(desk, damage):
    desk.lay_out()
    desk.target.write_bytes(damage)
    (said,) = desk.lay_out()
    (kept,) = desk.kept()
    assert kept.read_bytes() == damage
    assert desk.work() == desk.shipped()
    assert said == ("work/05_iou_map.ipynb is damaged and cannot be read as a notebook: "
                    f"it is kept as work/{kept.name}, and a new one is laid out.")


def test_a_damaged_shipped_notebook_leaves_the_copy_alone(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    (desk.root / "notebooks" / "05_iou_map.ipynb").write_text("<<<<<<< HEAD", encoding="utf-8")
    (said,) = desk.lay_out()
    assert said.startswith("notebooks/05_iou_map.ipynb is damaged")
    assert desk.source() == ANSWER


def test_a_byte_order_mark_is_no_damage(desk):
    desk.lay_out()
    desk.answer(ANSWER)
    desk.target.write_bytes(b"\xef\xbb\xbf" + desk.target.read_bytes())
    desk.update()
    desk.lay_out()
    assert desk.source() == ANSWER


def test_half_a_surrogate_pair_survives(desk):
    desk.lay_out()
    desk.answer("def box_iou(a, b):\n    return '\ud83d'")
    desk.update()
    desk.lay_out()
    assert desk.source() == "def box_iou(a, b):\n    return '\ud83d'"


def test_a_failing_write_leaves_the_old_file(desk, monkeypatch):
    desk.lay_out()
    desk.answer(ANSWER)
    before = desk.target.read_bytes()
    desk.update()

    def no_room(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        desk.lay_out()
    assert desk.target.read_bytes() == before
    assert sorted(path.name for path in (desk.root / "work").iterdir()) == ["05_iou_map.ipynb", "06_heap.ipynb"]


def test_the_backup_is_complete_before_the_replacement(desk, monkeypatch):
    desk.lay_out()
    desk.answer(ANSWER)
    before, seen = desk.target.read_bytes(), []
    desk.update()
    replace = os.replace

    def watched(source, target):
        if target == desk.target:
            seen.append([path.read_bytes() for path in desk.kept()])
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    desk.lay_out()
    assert seen == [[before]]


def test_strays_of_a_killed_process_are_swept_after_a_day(desk):
    desk.lay_out()
    old, new = (desk.root / "work" / f".05_iou_map.{pid}.tmp" for pid in (1, 2))
    for path in (old, new):
        path.write_text("half", encoding="utf-8")
    os.utime(old, (time.time() - 100_000,) * 2)
    desk.lay_out()
    assert (old.exists(), new.exists()) == (False, True)


KILLED = """
import os, sys
from pathlib import Path
from utils import workbook
step, seen = int(sys.argv[2]), 0
def dying(real):
    def call(*arguments):
        global seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), 9)
        return real(*arguments)
    return call
os.fsync, os.replace = dying(os.fsync), dying(os.replace)
workbook.lay_out(Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_killed_at_any_step_no_answer_is_lost(desk, step):
    desk.lay_out()
    desk.answer(ANSWER)
    before = desk.target.read_bytes()
    desk.update()
    died = subprocess.run([sys.executable, "-c", KILLED, str(desk.root), str(step)], capture_output=True)
    assert died.returncode == -9
    assert before in [path.read_bytes() for path in [desk.target, *desk.kept()]]
    desk.lay_out()
    assert desk.source() == ANSWER


def test_dump_does_not_depend_on_the_order_of_keys():
    content = notebook(cell("x = 'é'", "a-1"))
    turned = copy.deepcopy(content)
    turned["cells"][0] = dict(reversed(turned["cells"][0].items()))
    assert workbook.dump(turned) == workbook.dump(content)
    assert "é" in workbook.dump(content).decode()
