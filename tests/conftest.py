"""Fixtures that several test modules share."""
import os

import pytest

from workbook_kit import Desk


@pytest.fixture(scope="session", autouse=True)
def no_ones_home(tmp_path_factory):
    """A scratch folder for what the tests, and the processes that they start, remember."""
    before = os.environ.get("WHITEBOARD_HOME")
    os.environ["WHITEBOARD_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    os.environ.pop("WHITEBOARD_HOME")
    if before is not None:
        os.environ["WHITEBOARD_HOME"] = before


@pytest.fixture
def desk(tmp_path):
    """A course of two notebooks, not laid out yet."""
    return Desk(tmp_path)
