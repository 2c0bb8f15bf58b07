"""Fixtures that several test modules share."""
import pytest

from workbook_kit import Desk


@pytest.fixture
def desk(tmp_path):
    """A course of two notebooks, not laid out yet."""
    return Desk(tmp_path)
