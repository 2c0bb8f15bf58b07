"""What a Hub needs is installed once, from versions that are pinned, into the environment and not into the repository."""
import json
import re

import pytest

import hubkit


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """What `install` runs, in an environment without a proxy; nothing is installed."""
    ran = []
    monkeypatch.setattr(hubkit, "PROXY", tmp_path / "hub")
    monkeypatch.setattr(hubkit, "_run", lambda *command: ran.append(command[1:3]))
    monkeypatch.setattr(hubkit.metadata, "version", lambda name: hubkit.REQUIREMENTS.read_text().split("==")[1].strip())
    return ran


def test_what_is_there_is_not_installed_again(commands, tmp_path):
    assert hubkit.install().is_relative_to(tmp_path)
    assert commands == [("ci", "--prefix")]
    hubkit.install()
    assert len(commands) == 1


def test_another_version_is_replaced(commands, monkeypatch):
    monkeypatch.setattr(hubkit.metadata, "version", lambda name: "1.0")
    hubkit.install()
    (hubkit.PROXY / "installed").write_text("an older lock")
    hubkit.install()
    assert commands == [("-m", "pip"), ("ci", "--prefix"), ("-m", "pip"), ("ci", "--prefix")]


def test_an_installation_that_fails_says_what_was_run_and_why(monkeypatch):
    with pytest.raises(RuntimeError, match=r"could not be installed: `.* -c .*` ended with\nno network"):
        hubkit._run(hubkit.sys.executable, "-c", "print('no network'); raise SystemExit(1)")


def test_versions_are_pinned_and_no_address_is():
    package, lock = (json.loads((hubkit.HERE / name).read_text()) for name in ("package.json", "package-lock.json"))
    pinned = package["dependencies"]["configurable-http-proxy"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", pinned)
    assert lock["packages"]["node_modules/configurable-http-proxy"]["version"] == pinned
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []  # any registry will do
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
    assert re.search(r"^jupyterhub==\d+\.\d+\.\d+$", hubkit.REQUIREMENTS.read_text(), re.MULTILINE)
