"""Bad data, killed processes, interrupts: a clear end, and nothing half written."""

import csv
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.end_to_end.commands import (
    ROOT,
    Finished,
    finish,
    read_until,
    start,
    wait_for_jobs,
    wayloom,
)

SAMPLE = ROOT / "resources" / "sample_day"

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where results would go."""
    return tmp_path / "results" / "out"


def assert_nothing_written(out: Path) -> None:
    assert not out.exists()
    assert not out.parent.exists() or list(out.parent.iterdir()) == []


def test_bad_data_is_listed_and_nothing_is_written(tmp_path: Path, out: Path, cache: Path) -> None:
    source = tmp_path / "broken"
    shutil.copytree(SAMPLE, source)
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


def test_a_road_file_that_is_none_is_refused(tmp_path: Path, out: Path, cache: Path) -> None:
    roads = tmp_path / "city.osm.pbf"
    roads.write_bytes(b"this is no road file")
    ended = wayloom("plan", SAMPLE, "--roads", roads, "--out", out, "--json", cache=cache)
    assert ended.code == 2
    assert "city.osm.pbf" in ended.json["error"]
    assert_nothing_written(out)


def test_a_folder_that_cannot_be_made_ends_before_any_work(tmp_path: Path, cache: Path) -> None:
    blocking = tmp_path / "a file"
    blocking.write_text("")
    ended = wayloom("demo", "--out", blocking / "out", "--json", cache=cache)
    assert ended.code == 4
    assert str(blocking) in ended.json["error"]


def test_a_day_without_orders_names_those_with(out: Path, cache: Path) -> None:
    ended = wayloom(
        "plan", SAMPLE, "--date", "2020-01-01", "--roads", SAMPLE / "city.osm.gz",
        "--out", out, "--json", cache=cache,
    )  # fmt: skip
    assert ended.code == 2
    assert ended.json["problems"][0]["code"] == "day.nothing_due"


@needs_proc
def test_killed_route_searches_are_tried_again(demo: Finished, out: Path, cache: Path) -> None:
    assert demo.code == 0  # the cache is warm, so only route searches are left to kill
    process = start("demo", "--json", "--time-limit", 8, "--out", out, cache=cache)
    seen = read_until(process.stderr, "died") if _kill_routes(process) else ""
    ended = finish(process, seen)
    assert ended.code == 0, ended.err
    assert ended.json["violations"] == 0
    assert ended.json["orders"]["served"] == 397


@needs_proc
def test_route_searches_killed_again_and_again_end_clearly(
    demo: Finished, out: Path, cache: Path
) -> None:
    assert demo.code == 0
    process = start("demo", "--json", "--time-limit", 8, "--out", out, cache=cache)
    while process.poll() is None:
        for job in wait_for_jobs_or_end(process):
            _kill(job)
    ended = finish(process)
    assert ended.code == 4, ended.err
    assert ended.json["code"] == "job.killed"
    assert_nothing_written(out)


@needs_proc
def test_ctrl_c_keeps_the_best_plan_so_far(demo: Finished, out: Path, cache: Path) -> None:
    assert demo.code == 0
    process = start("demo", "--time-limit", 60, "--out", out, cache=cache)
    seen = read_until(process.stderr, "so far")
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process, seen)
    assert ended.code == 130, ended.err
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert plan["checks"]["violations"] == []
    assert len(plan["routes"]) > 0


@needs_proc
def test_ctrl_c_at_once_leaves_nothing(out: Path, tmp_path: Path) -> None:
    process = start("demo", "--out", out, cache=tmp_path / "empty")
    wait_for_jobs(process)
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process)
    assert ended.code == 130, ended.err
    assert_nothing_written(out)


def _kill_routes(process: object) -> bool:
    """Kill every job of a command once it searches for routes."""
    read_until(process.stderr, "Routes")  # type: ignore[attr-defined]
    for job in wait_for_jobs(process):  # type: ignore[arg-type]
        _kill(job)
    return True


def wait_for_jobs_or_end(process: object) -> list[int]:
    """Jobs of a command, or none when it has ended."""
    try:
        return wait_for_jobs(process, limit_s=0.5)  # type: ignore[arg-type]
    except (AssertionError, FileNotFoundError, ProcessLookupError):
        return []


def _kill(job: int) -> None:
    try:
        os.kill(job, signal.SIGKILL)
    except ProcessLookupError:
        return
