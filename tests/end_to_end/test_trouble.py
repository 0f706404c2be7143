"""Bad data, killed processes, interrupts: a clear end, and nothing half written."""

import contextlib
import csv
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.commands import (
    finish,
    job_processes,
    read_until,
    start,
    wait_for_jobs,
    wayloom,
)

if TYPE_CHECKING:
    import subprocess

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where results would go."""
    return tmp_path / "results" / "out"


def assert_nothing_written(out: Path) -> None:
    assert not out.exists()
    assert not out.parent.exists() or list(out.parent.iterdir()) == []


def test_bad_data_is_listed_and_nothing_is_written(
    small_day: Path, tmp_path: Path, out: Path, cache: Path
) -> None:
    source = tmp_path / "broken"
    shutil.copytree(small_day, source)
    path = source / "orders.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    rows[3][rows[0].index("lat")] = "47,5"
    rows[7][rows[0].index("due_date")] = "20/11/2026"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ended = wayloom(
        "plan", source, "--roads", source / "city.osm.gz", "--out", out, "--json", cache=cache
    )
    assert ended.code == 2
    errors = [p for p in ended.json["problems"] if p["severity"] == "error"]
    places = {(p["file"], p["row"], p["column"], p["value"]) for p in errors}
    assert places >= {("orders.csv", 4, "lat", "47,5"), ("orders.csv", 8, "due_date", "20/11/2026")}
    assert all(p["message"] and p["remedy"] for p in errors)
    assert_nothing_written(out)


def test_a_road_file_that_is_none_is_refused(
    small_day: Path, tmp_path: Path, out: Path, cache: Path
) -> None:
    roads = tmp_path / "city.osm.pbf"
    roads.write_bytes(b"this is no road file")
    ended = wayloom("plan", small_day, "--roads", roads, "--out", out, "--json", cache=cache)
    assert ended.code == 2
    assert "city.osm.pbf" in ended.json["error"]
    assert_nothing_written(out)


def test_a_folder_that_cannot_be_made_ends_before_any_work(tmp_path: Path, cache: Path) -> None:
    blocking = tmp_path / "a file"
    blocking.write_text("")
    ended = wayloom("demo", "--out", blocking / "out", "--json", cache=cache)
    assert ended.code == 4
    assert str(blocking) in ended.json["error"]


def test_a_day_without_orders_names_those_with(small_day: Path, out: Path, cache: Path) -> None:
    ended = wayloom(
        "plan", small_day, "--date", "2020-01-01", "--roads", small_day / "city.osm.gz",
        "--out", out, "--json", cache=cache,
    )  # fmt: skip
    assert ended.code == 2
    assert ended.json["problems"][0]["code"] == "day.nothing_due"


@needs_proc
def test_killed_route_searches_are_tried_again(
    small_day: Path, out: Path, warm_cache: Path
) -> None:
    process = start_plan(small_day, out, warm_cache, time_limit_s=6)
    read_until(process.stderr, "Routes")
    for job in wait_for_jobs(process):
        kill(job)
    ended = finish(process)
    assert "its process died" in ended.err
    assert ended.code == 3, ended.err
    assert ended.json["violations"] == 0
    assert ended.json["orders"] == {"served": 37, "unassigned": 3}


@needs_proc
def test_searches_killed_again_and_again_end_clearly(
    small_day: Path, out: Path, warm_cache: Path
) -> None:
    process = start_plan(small_day, out, warm_cache, time_limit_s=6)
    while process.poll() is None:
        for job in job_processes(process):
            kill(job)
        time.sleep(0.02)
    ended = finish(process)
    assert ended.code == 4, ended.err
    assert ended.json["code"] == "job.killed"
    assert_nothing_written(out)


@needs_proc
def test_ctrl_c_keeps_the_best_plan_so_far(small_day: Path, out: Path, warm_cache: Path) -> None:
    process = start_plan(small_day, out, warm_cache, time_limit_s=120)
    seen = read_until(process.stderr, "so far")
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process, seen)
    assert ended.code == 130, ended.err
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert plan["checks"]["violations"] == []
    assert len(plan["routes"]) > 0


@needs_proc
def test_ctrl_c_at_once_leaves_nothing(small_day: Path, out: Path, tmp_path: Path) -> None:
    process = start_plan(small_day, out, tmp_path / "empty", time_limit_s=6)
    wait_for_jobs(process)
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process)
    assert ended.code == 130, ended.err
    assert_nothing_written(out)


def start_plan(
    source: Path, out: Path, cache: Path, *, time_limit_s: float
) -> "subprocess.Popen[str]":
    """Start planning a day."""
    roads = source / "city.osm.gz"
    limit = ("--time-limit", time_limit_s)
    return start("plan", source, "--roads", roads, "--out", out, *limit, "--json", cache=cache)


def kill(job: int) -> None:
    """Kill a process that may have ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(job, signal.SIGKILL)
