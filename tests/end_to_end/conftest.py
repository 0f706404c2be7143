"""The sample day planned once, for every test that looks at its results."""

from pathlib import Path

import pytest

from tests.end_to_end.commands import Finished, wayloom


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of roads and results that starts empty."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's results lie; a path with blanks and other letters."""
    return tmp_path_factory.mktemp("Plan Größe 计划") / "out"


@pytest.fixture(scope="session")
def demo(cache: Path, demo_folder: Path) -> Finished:
    """`wayloom demo --json`, finished."""
    return wayloom("demo", "--json", "--time-limit", 6, "--out", demo_folder, cache=cache)
