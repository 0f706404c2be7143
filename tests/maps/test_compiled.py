"""Machine code is kept on disk, and the program goes on where it cannot be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Only the folder that the environment names: never one among the sources.
ONE_FOLDER = """
from numba.core.caching import CacheImpl
CacheImpl._locator_classes = CacheImpl._locator_classes[:1]
"""
TRAVEL = """
from domain.driving import Driving
from domain.traffic_day import FREE_FLOW
from maps.driving.conditions import road_conditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.travel_times import road_travel
from maps.driving.turns import TurnCosts
from tests.maps.small_networks import Street, location, network_of
network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 36.0, False)])
for turns in (None, TurnCosts()):
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=turns)
    found = road_travel(conditions, [("a", location(1, 0)), ("b", location(5, 0))])
    assert found.travel.drive_s[0, 0, 1] > 0
    exact = ExactTravel(places=("a", "b"), conditions=conditions, snapped=found.snapped)
    assert exact.duration_s(0, 1, 0) == found.travel.duration_s(0, 1, 0)
"""
KERNEL = """
import numpy as np
from maps.driving.told_weights import tell_apart
room = np.empty((2, 1, 1), np.int32)
assert tell_apart(np.full((1, 1), 7.0), 4, room[0], room[1], threads=1) == 1
assert room.ravel().tolist() == [1, 3]
"""
"""One short function: where machine code is kept is the same for all, and most take long."""

CACHED = "from planning.environment import use_compiled_cache; use_compiled_cache()\n"


def _run(code: str, **variables: str) -> None:
    environment = {name: text for name, text in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def _files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder after the set-up of the roads."""
    cache = tmp_path_factory.mktemp("cache")
    _run(CACHED + "from maps.warm_up import warm_up; warm_up()", WAYLOOM_CACHE=str(cache))
    return cache


@pytest.mark.parametrize("threads", ["1", "2"])
def test_after_set_up_a_run_compiles_nothing(warm_cache: Path, threads: str) -> None:
    before = _files(warm_cache)
    assert before
    _run(CACHED + TRAVEL, WAYLOOM_CACHE=str(warm_cache), NUMBA_NUM_THREADS=threads)
    assert _files(warm_cache) == before


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    _run(ONE_FOLDER + KERNEL, NUMBA_CACHE_DIR=str(tmp_path / "file" / "below"))


def test_a_folder_that_goes_away(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    spoil = f"""
import pathlib, shutil
import maps.driving.told_weights
shutil.rmtree({str(cache)!r})
pathlib.Path({str(cache)!r}).write_text("")
"""
    _run(ONE_FOLDER + spoil + KERNEL, NUMBA_CACHE_DIR=str(cache))


@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
@pytest.mark.parametrize("size", [0, 100])
def test_damaged_files(warm_cache: Path, tmp_path: Path, suffix: str, size: int) -> None:
    cache = tmp_path / "cache"
    (state,) = (warm_cache / "numba").iterdir()
    shutil.copytree(state, cache)
    files = list(cache.rglob(f"*.{suffix}"))
    assert files
    for path in files:
        path.write_bytes(path.read_bytes()[:size])
    _run(ONE_FOLDER + KERNEL, NUMBA_CACHE_DIR=str(cache))
