"""A small day, and caches with and without what planning it leaves there."""

from pathlib import Path

import pytest

from planning.sample.dataset import write_sample
from tests.end_to_end.commands import wayloom
from tests.quick_outlook import keep_quick_outlook


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of roads and results that starts empty."""
    return tmp_path_factory.mktemp("cache")


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
    keep_quick_outlook(small_day, cache)
    out = tmp_path_factory.mktemp("first") / "out"
    roads = small_day / "city.osm.gz"
    made = wayloom(
        "plan", small_day, "--roads", roads, "--out", out, "--time-limit", 1, cache=cache
    )
    assert made.code == 3, made.err
    return cache
