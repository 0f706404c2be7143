"""A plan killed at any moment leaves the old results or the new ones, never half of either."""

import json
import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.commands import finish, start, wayloom

KILLS = 30
LONGEST_S = 8.0


@pytest.mark.torture
def test_results_are_whole_after_every_kill(
    small_day: Path, warm_cache: Path, tmp_path: Path
) -> None:
    out, roads = tmp_path / "out", small_day / "city.osm.gz"
    rng = random.Random(7)
    arguments = ("plan", small_day, "--roads", roads, "--out", out, "--time-limit", 2)
    finished = 0
    for _ in range(KILLS):
        process = start(*arguments, cache=warm_cache)
        try:
            process.wait(rng.uniform(0.2, LONGEST_S))
            finished += 1
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        finish(process)
        if out.exists():
            plan = json.loads((out / "plan.json").read_text("utf-8"))
            assert len(list((out / "gpx").iterdir())) == len(plan["routes"])
            checked = wayloom("check", out / "plan.json", "--dataset", small_day, cache=warm_cache)
            assert checked.code == 0, checked.out
        if rng.random() < 0.3:
            shutil.rmtree(out, ignore_errors=True)
    assert 0 < finished < KILLS
    last = wayloom(*arguments, cache=warm_cache)
    assert last.code == 3, last.err
    assert list(tmp_path.iterdir()) == [out]
