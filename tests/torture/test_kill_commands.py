"""Solving and training killed at random moments: the project opens, and what was kept holds."""

import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from planning.project.project import Project
from planning.sample.dataset import write_sample
from tests.end_to_end.commands import finish, start, wayloom
from tests.quick_outlook import keep_quick_outlook

KILLS = 10
LONGEST_SOLVE_S, LONGEST_TRAINING_S = 12.0, 40.0
LIMIT_S = 1_200


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of a small town: its tables, its roads, and a project made of them."""
    folder = tmp_path_factory.mktemp("town")
    write_sample(folder / "day", seed=5, nodes=1_000, orders=40, skus=12, days=200)
    made = wayloom(
        *("project", "new", folder / "day", "--out", folder / "day.wayloom"),
        cache=folder / "cache",
    )
    assert made.code == 0, made.err
    return folder


def _kill_at_random(draw: random.Random, longest_s: float, *arguments: object, cache: Path) -> bool:
    """Start a command and kill it with all its processes; whether it was done before."""
    process = start(*arguments, cache=cache)
    try:
        process.wait(draw.uniform(0.5, longest_s))
        is_done = True
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        is_done = False
    finish(process)
    return is_done


def _opened(path: Path) -> tuple[int, list[int], list[str]]:
    """The revision of a project, how many rows its tables have, and what lies beside it."""
    with Project.open(path) as project:
        assert not project.is_read_only
        found = project.revision, [len(table) for table in project.tables()]
    return *found, sorted(entry.name for entry in path.parent.iterdir())


@pytest.mark.torture
def test_a_project_outlives_every_kill_of_its_solving(town: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    keep_quick_outlook(town / "day", cache)
    path = tmp_path / "work" / "day.wayloom"
    path.parent.mkdir()
    shutil.copy(town / "day.wayloom", path)
    before = _opened(path)
    roads, out = town / "day" / "city.osm.gz", tmp_path / "out"
    arguments = ("plan", path, "--roads", roads, "--out", out, "--time-limit", 2)
    # What else a plan needs is kept from then on, so that the kills hit the search.
    first = wayloom(*arguments, cache=cache, limit_s=LIMIT_S)
    assert first.code == 3, first.err
    draw = random.Random(13)
    done = [_kill_and_check(draw, arguments, cache, path, before) for _ in range(KILLS)]
    print(f"solve: {KILLS} kills, {KILLS - sum(done)} before the end")
    assert not all(done)
    last = wayloom(*arguments, cache=cache, limit_s=LIMIT_S)
    assert last.code == 3, last.err
    checked = wayloom("check", out / "plan.json", "--dataset", path, cache=cache)
    assert checked.code == 0, checked.out


def _kill_and_check(
    draw: random.Random, arguments: tuple[object, ...], cache: Path, path: Path, before: object
) -> bool:
    done = _kill_at_random(draw, LONGEST_SOLVE_S, *arguments, cache=cache)
    assert _opened(path) == before
    return done


@pytest.mark.torture
def test_what_was_learned_outlives_every_kill_of_a_training(town: Path, tmp_path: Path) -> None:
    cache, out = tmp_path / "cache", tmp_path / "forecast.csv"
    arguments = ("forecast", "run", town / "day.wayloom", "--horizon", 7)
    first = wayloom(*arguments, "--out", out, cache=cache, limit_s=LIMIT_S)
    assert first.code == 0, first.err
    told = out.read_bytes()
    draw = random.Random(17)
    done = []
    for number in range(KILLS):
        # Another seed is another model, which is trained beside the one that is kept.
        other = ("--seed", number + 1, "--out", tmp_path / "other.csv")
        done.append(_kill_at_random(draw, LONGEST_TRAINING_S, *arguments, *other, cache=cache))
        again = wayloom(*arguments, "--out", tmp_path / "again.csv", cache=cache, limit_s=LIMIT_S)
        assert again.code == 0, again.err
        assert (tmp_path / "again.csv").read_bytes() == told
    print(f"train: {KILLS} kills, {KILLS - sum(done)} before the end")
    assert not all(done)
    seed = ("--seed", KILLS)
    last = wayloom(*arguments, *seed, "--out", tmp_path / "other.csv", cache=cache, limit_s=LIMIT_S)
    assert last.code == 0, last.err
