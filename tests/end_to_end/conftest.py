"""The sample day planned once, for every test that looks at its results."""

from pathlib import Path

import pytest

from planning.sample.dataset import write_sample
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


@pytest.fixture(scope="session")
def small_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of 40 orders in a small town, roads and forecast not yet made."""
    folder = tmp_path_factory.mktemp("town") / "day"
    write_sample(folder, seed=5, nodes=1_000, orders=40, skus=12, days=200)
    return folder


@pytest.fixture(scope="session")
def warm_cache(small_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that has the small day's roads and forecast, so that only routes are left to do."""
    cache = tmp_path_factory.mktemp("warm")
    out = tmp_path_factory.mktemp("first") / "out"
    roads = small_day / "city.osm.gz"
    made = wayloom(
        "plan", small_day, "--roads", roads, "--out", out, "--time-limit", 1, cache=cache
    )
    assert made.code == 3, made.err
    return cache
