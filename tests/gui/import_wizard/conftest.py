"""Folders of a planner who imports for the first time."""

from pathlib import Path

import pytest

from planning.environment import Directories


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    found = Directories(cache=tmp_path / "cache", data=tmp_path / "data")
    found.data.mkdir()
    return found
