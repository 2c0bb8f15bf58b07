"""What `lab` and `test` do around the programs that they start."""
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from jupyterlab import labapp

from utils import lab, stages, workbook

GOOD, BAD = ("-c", "pass"), ("-c", "raise SystemExit(3)")


@pytest.fixture(autouse=True)
def git_of_ones_own(tmp_path, monkeypatch):
    """git sees no checkout that the scratch folder may lie in, none that a hook is about, and no settings of the user."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


def test_lab_opens_the_first_copy_on_this_machine_only(tmp_path):
    options = lab.options(tmp_path, ["--no-browser"])
    assert "--ServerApp.ip=127.0.0.1" in options
    assert f"--ServerApp.root_dir={tmp_path}" in options
    assert "--LabApp.default_url=/lab/tree/work/00_start_here.ipynb" in options
    assert options[-1] == "--no-browser"


def test_no_option_of_ours_opens_a_door(tmp_path):
    names = " ".join(option.partition("=")[0] for option in lab.options(tmp_path, [])).lower()
    doors = ("token", "password", "auth", "xsrf", "origin", "remote", "insecure", "headers")
    assert [door for door in doors if door in names] == []


@pytest.mark.parametrize("given", ["--ServerApp.ip=0.0.0.0", "--ip=0.0.0.0", "--LabApp.default_url=/lab"])
def test_an_option_that_is_given_replaces_ours(tmp_path, given):
    options = lab.options(tmp_path, [given])
    names = [option.partition("=")[0].replace("--ip", "--ServerApp.ip") for option in options]
    assert given in options
    assert len(names) == len(set(names)) == len(lab.options(tmp_path, []))


@pytest.mark.parametrize(("user", "wanted"), [(0, True), (1000, False)])
def test_root_is_allowed_only_to_root(tmp_path, monkeypatch, user, wanted):
    monkeypatch.setattr(lab.os, "name", "posix")
    monkeypatch.setattr(lab.os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in lab.options(tmp_path, [])) is wanted


def test_lab_lays_out_says_so_and_starts(desk, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(workbook, "ROOT", desk.root)
    monkeypatch.setattr(workbook.lay_out, "__defaults__", (desk.root,))
    monkeypatch.setattr(labapp.LabApp, "launch_instance", started.append)
    assert lab.main(["--port=9000"]) == 0
    assert "work/05_iou_map.ipynb: laid out." in capsys.readouterr().out
    assert desk.target.exists()
    assert started == [lab.options(desk.root, ["--port=9000"])]


def test_lab_says_in_one_sentence_that_work_cannot_be_written(desk, monkeypatch, capsys):
    monkeypatch.setattr(workbook.lay_out, "__defaults__", (desk.root,))
    (desk.root / "work").write_text("a file", encoding="utf-8")
    assert lab.main([]) == 1
    assert capsys.readouterr().err == f"work/ could not be laid out at {desk.root / 'work'}: File exists.\n"


def test_all_stages_run_even_after_one_that_failed(tmp_path):
    results = stages.run({"first": BAD, "second": GOOD}, tmp_path)
    assert [(stage, passed) for stage, (passed, _) in results.items()] == [("first", False), ("second", True)]


def test_the_stages_of_a_run_have_the_variables_that_make_it_repeatable(tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.delenv("WHITEBOARD_STATIC", raising=False)
    found = stages.environment(tmp_path, "unit")
    assert "MPLBACKEND" not in found
    assert (found["PYTHONHASHSEED"], found["JUPYTER_PLATFORM_DIRS"]) == ("0", "1")
    assert found["HYPOTHESIS_STORAGE_DIRECTORY"].startswith(str(tmp_path))
    homes = {stages.environment(tmp_path, stage)["WHITEBOARD_HOME"] for stage in stages.STAGES}
    assert len(homes) == len(stages.STAGES)
    assert all(home.startswith(str(tmp_path)) for home in homes)
    static = [stage for stage in stages.STAGES if "WHITEBOARD_STATIC" in stages.environment(tmp_path, stage)]
    assert static == ["learner notebooks", "solution notebooks"]


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git on this machine")
@pytest.mark.parametrize("source", ["open('left', 'w').close()", "open('tracked', 'a').write('x')"])
def test_a_stage_that_writes_to_the_checkout_fails_the_run(tmp_path, source, capsys):
    (tmp_path / "tracked").write_text("", encoding="utf-8")
    for command in (["init", "-q"], ["add", "."],
                    ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "-m", "start"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert stages.run({"quiet": GOOD}, tmp_path)["clean tree"][0]
    assert not stages.run({"untidy": ("-c", source)}, tmp_path)["clean tree"][0]
    assert "git status differs after the run" in capsys.readouterr().out


@pytest.mark.parametrize(("names", "wanted"), [
    ([], ["lint", "unit", "learner notebooks", "solution notebooks", "browser", "hub"]),
    (["unit"], ["unit"]),
    (["browser", "lint"], ["lint", "browser"]),
    (["learner"], ["learner notebooks"]),
    (["solution notebooks"], ["solution notebooks"]),
])
def test_stages_are_chosen_by_name(names, wanted):
    assert stages.chosen(names) == wanted


def test_an_unknown_stage_is_told_with_the_nearest(capsys):
    assert stages.main(["unti"]) == 2
    assert capsys.readouterr().err == "There is no stage `unti`; did you mean `unit`?\n"


def test_the_last_line_says_it_all():
    passed, mixed = {"lint": (True, 1.0), "unit": (True, 61.4)}, {"lint": (False, 1.0), "unit": (True, 61.4)}
    assert stages.summary(passed).splitlines() == [
        "  lint                passed      1.0 s",
        "  unit                passed     61.4 s",
        "Whiteboard: all 2 stages passed in 62 s",
    ]
    assert stages.summary(mixed).splitlines()[-1] == "Whiteboard: lint failed; 2 stages in 62 s"


def test_without_a_browser_its_stage_is_skipped_and_said_to_be(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(stages, "chromium", lambda: None)
    results = stages.run({"lint": GOOD, "browser": BAD}, tmp_path)
    assert results["browser"] == (None, 0.0)
    assert f"skipped: {stages.NO_CHROMIUM}" in capsys.readouterr().out.splitlines()
    assert stages.summary({"lint": (True, 1.0), "browser": (None, 0.0)}).splitlines()[1:] == [
        "  browser             skipped     0.0 s",
        "Whiteboard: all 1 stages passed in 1 s, browser skipped",
    ]


@pytest.mark.parametrize(("system", "npm", "reason"), [
    ("posix", "/usr/bin/npm", ""), ("posix", None, stages.NO_NPM), ("nt", "npm.cmd", stages.NO_WINDOWS)])
def test_the_hub_needs_npm_and_no_windows(monkeypatch, system, npm, reason):
    monkeypatch.setattr(stages, "os", SimpleNamespace(name=system))
    monkeypatch.setattr(stages.shutil, "which", {"npm": npm}.get)
    assert stages.lacking("hub") == reason
    assert stages.lacking("lint") == ""


def test_without_npm_the_hubs_stage_is_skipped_and_said_to_be(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(stages.shutil, "which", lambda program: None)
    assert stages.run({"hub": BAD}, tmp_path) == {"hub": (None, 0.0)}
    assert capsys.readouterr().out.splitlines() == ["== hub", f"skipped: {stages.NO_NPM}"]


def test_the_unit_stage_leaves_what_has_a_stage_of_its_own():
    own = {stage: arguments[-1] for stage, arguments in stages.STAGES.items() if arguments[-1].startswith("tests/")}
    assert own == {"browser": "tests/browser", "hub": "tests/hub"}
    assert {f"--ignore={folder}" for folder in own.values()} <= set(stages.STAGES["unit"])


@pytest.mark.parametrize("failing", [True, False])
def test_the_exit_code_follows_the_stages(monkeypatch, capsys, failing):
    monkeypatch.setattr(stages, "STAGES", {"lint": BAD if failing else GOOD})
    assert stages.main([]) == int(failing)
    assert capsys.readouterr().out.splitlines()[-1].startswith("Whiteboard:")


def test_stages_run_under_this_interpreter(tmp_path):
    code = f"import sys; sys.exit(sys.executable != {sys.executable!r})"
    assert stages.run({"same": ("-c", code)}, tmp_path)["same"][0]
