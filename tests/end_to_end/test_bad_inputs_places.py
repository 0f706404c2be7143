"""Disks that are full, folders that cannot be written, stored roads that are damaged."""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planning.reading.read_dataset import read_dataset
from tests.end_to_end.bad_inputs.case import Bed, contents
from tests.end_to_end.bad_inputs.plans import sound_plan
from tests.end_to_end.bad_inputs.workbooks import declared_bomb
from tests.end_to_end.commands import MAIN, Finished, finish, start, wayloom

Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a disk of its own with the options given; needs the rights to do so."""
    mounted: list[Path] = []

    def make(options: str) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if sys.platform != "linux" or subprocess.run(command, check=False).returncode:
            pytest.skip("may not mount a disk here")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    """The small town's dataset."""
    bed = Bed(tmp_path / "bed")
    bed.folder.mkdir()
    bed.in_town()
    return bed


def plan(bed: Bed, out: Path) -> Finished:
    """Plan the town's day, shortly."""
    limit = ("--time-limit", "1")
    return wayloom(
        "plan", bed.data, "--roads", bed.roads, "--out", out, *limit, "--json", cache=bed.cache
    )


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def assert_fault(ended: Finished, *codes: str) -> None:
    """The computer is in the way; it is said which file, why and what to do."""
    assert ended.code == 4, ended.err
    (problem,) = ended.json["problems"]
    assert problem["code"] in codes
    assert problem["file"]
    assert problem["remedy"]
    assert "Traceback" not in ended.err


def test_results_on_a_full_disk_leave_nothing(bed: Bed, mount: Mount) -> None:
    disk = mount("size=64k")
    assert_fault(plan(bed, disk / "out"), "disk.full", "output.not_written")
    assert list(disk.iterdir()) == []


@pytest.mark.torture
def test_old_results_stay_where_the_disk_is_full(bed: Bed, mount: Mount) -> None:
    disk = mount("size=64k")
    out = disk / "out"
    out.mkdir()
    (out / "plan.json").write_text("the plan of yesterday")
    before = contents(disk)
    assert_fault(plan(bed, out), "disk.full", "output.not_written")
    assert contents(disk) == before


def test_results_on_a_disk_that_is_read_only(bed: Bed, mount: Mount) -> None:
    disk = mount("ro")
    assert_fault(plan(bed, disk / "out"), "out.not_writable")


@pytest.mark.parametrize("options", ["size=16k", "ro"])
def test_roads_are_not_kept_by_halves(bed: Bed, mount: Mount, options: str) -> None:
    disk = mount(options)
    ended = wayloom("roads", "import", bed.roads, "--json", cache=disk / "cache")
    assert_fault(ended, "output.not_written")
    assert files_below(disk) == []


def test_a_limit_on_file_sizes_is_a_full_disk(bed: Bed, tmp_path: Path) -> None:
    command = f'ulimit -f 4; exec "{sys.executable}" "{MAIN}" roads import "{bed.roads}" --json'
    environment = os.environ | {"WAYLOOM_CACHE": str(bed.cache), "WAYLOOM_LANGUAGE": "en"}
    ended = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert_fault(Finished(ended.returncode, ended.stdout, ended.stderr), "output.not_written")
    assert files_below(bed.cache) == []


def test_a_plan_of_other_data_breaks_the_first_rule(bed: Bed) -> None:
    path = bed.folder / "plan.json"
    path.write_bytes(sound_plan())
    ended = wayloom("check", path, "--dataset", bed.data, "--json", cache=bed.cache)
    assert ended.code == 3, ended.err
    assert "dataset" in {violation["rule"] for violation in ended.json["violations"]}


def test_a_bomb_is_refused_at_once_and_without_memory(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    path.write_bytes(declared_bomb())
    tracemalloc.start()
    started_s = time.monotonic()
    problems = read_dataset(path).problems
    taken_s = time.monotonic() - started_s
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [problem.code for problem in problems] == ["file.bomb"]
    assert taken_s < 0.5
    assert peak_bytes < 5_000_000


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill a disk to its last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    yield
    filler.unlink()


@pytest.mark.torture
def test_a_full_disk_for_compiled_code_only_costs_time(bed: Bed, mount: Mount) -> None:
    disk = mount("size=1m")
    with full(disk):
        os.environ["NUMBA_CACHE_DIR"], before = str(disk), os.environ["NUMBA_CACHE_DIR"]
        try:
            process = start(
                "plan", bed.data, "--roads", bed.roads, "--out", bed.out,
                "--time-limit", "5", "--json", cache=bed.cache,
            )  # fmt: skip
            ended = finish(process)
        finally:
            os.environ["NUMBA_CACHE_DIR"] = before
    assert ended.code in {0, 3}, ended.err
    assert json.loads((bed.out / "plan.json").read_text("utf-8"))["checks"]["violations"] == []
