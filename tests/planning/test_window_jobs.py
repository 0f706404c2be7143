"""What the window has done elsewhere: it finds the day, and loses no plan to a full disk."""

import dataclasses
import threading
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from planning.environment import Directories
from planning.jobs.worker import Budget, JobControl
from planning.project.acts import CellChange, ChangeCells
from planning.project.project import Project
from planning.project_jobs import (
    OpenedSource,
    import_again_job,
    kept_plan_job,
    open_source_job,
)
from planning.sample.dataset import write_sample
from planning.window_jobs import plan_day_job, roads_of_data_job


class Reports:
    """What a job has sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def send(self, kind: str, value: Any) -> None:
        self.sent.append((kind, value))


@pytest.fixture
def control() -> JobControl:
    """What a job is given to talk with."""
    return JobControl(Reports().send, threading.Event(), Budget(), None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small day, its roads beside it."""
    folder = tmp_path_factory.mktemp("town") / "day"
    write_sample(folder, seed=5, nodes=1_000, orders=12, skus=10, days=60)
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    """Folders of a user who starts for the first time."""
    return Directories(cache=tmp_path / "cache", data=tmp_path / "data")


def test_a_source_is_opened_with_its_day_and_roads(
    day: Path, folders: Directories, control: JobControl
) -> None:
    opened = open_source_job(day, folders, control)
    read = opened.read
    assert read.reading.dataset is not None
    assert read.reading.dataset.name == "day"
    assert read.day is not None
    assert read.reading.dataset.orders_due(read.day)
    assert read.roads == str(day / "city.osm.gz")
    assert read.plan is None
    assert opened.project is not None
    assert opened.project.parent == folders.projects
    assert opened.source == day


def test_the_same_source_finds_its_project_again_and_what_was_edited_in_it(
    day: Path, folders: Directories, control: JobControl
) -> None:
    first = open_source_job(day, folders, control)
    assert first.project is not None
    with Project.open(first.project) as project:
        order = project.cell("orders", 2, "order_id")
        cell = CellChange(table="orders", row=2, column="order_id", before=order, after="EDITED")
        project.do(ChangeCells(cells=(cell,)))
    second = open_source_job(day, folders, control)
    assert second.project == first.project
    problems = {problem.value for problem in second.read.reading.problems}
    assert order in problems or second.read.reading.dataset is not None
    with Project.read(first.project) as project:
        assert project.cell("orders", 2, "order_id") == "EDITED"
    assert not second.has_changed


def test_files_that_were_changed_since_are_told_and_can_be_imported_again(
    day: Path, folders: Directories, control: JobControl, tmp_path: Path
) -> None:
    source = copytree(day, tmp_path / "day")
    project_path = open_source_job(source, folders, control).project
    assert project_path is not None
    orders = source / "orders.csv"
    first = orders.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    orders.write_text(
        orders.read_text(encoding="utf-8").replace(f"{first},", "RENAMED,", 1), encoding="utf-8"
    )
    assert open_source_job(source, folders, control).has_changed
    with Project.open(project_path) as project:
        assert project.cell("orders", 2, "order_id") == first
        project.import_tables(import_again_job(project_path, control))
        assert project.cell("orders", 2, "order_id") == "RENAMED"
        project.undo()
        assert project.cell("orders", 2, "order_id") == first
        project.redo()
    assert not open_source_job(source, folders, control).has_changed


def test_a_folder_without_tables_makes_no_project(
    folders: Directories, control: JobControl, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    opened = open_source_job(empty, folders, control)
    assert opened.project is None
    assert opened.read.reading.error_count
    assert not folders.projects.exists()


def test_what_is_wrong_with_a_whole_file_is_told_when_its_project_is_made(
    day: Path, folders: Directories, control: JobControl, tmp_path: Path
) -> None:
    source = copytree(day, tmp_path / "day")
    (source / "vehicles.csv").write_bytes(b"")
    told = open_source_job(source, folders, control).read.reading
    assert "vehicles.csv" in {problem.file for problem in told.errors}
    assert told.error_count >= len(told.errors)


def test_a_source_with_errors_has_neither_day_nor_roads(
    day: Path, folders: Directories, control: JobControl, tmp_path: Path
) -> None:
    broken = copytree(day, tmp_path / "broken")
    (broken / "orders.csv").write_text("order_id\n", encoding="utf-8")
    opened = open_source_job(broken, folders, control)
    assert opened.read.reading.dataset is None
    assert (opened.read.day, opened.read.roads, opened.read.plan) == (None, None, None)


def test_a_plan_is_kept_and_found_when_its_data_are_opened_again(
    day: Path, folders: Directories, control: JobControl
) -> None:
    result = _plan(open_source_job(day, folders, control), folders, control)
    assert result.is_kept
    opened = open_source_job(day, folders, control)
    assert opened.read.plan == result.plan
    fingerprint = result.plan.origin.dataset_fingerprint
    assert opened.project is not None
    assert kept_plan_job(opened.project, fingerprint, result.plan.day, control) == result.plan


def test_a_plan_that_cannot_be_kept_is_a_plan_all_the_same(
    day: Path, folders: Directories, control: JobControl
) -> None:
    opened = open_source_job(day, folders, control)
    assert opened.project is not None
    opened.project.write_bytes(b"no project any more")
    result = _plan(opened, folders, control)
    assert not result.is_kept
    assert result.plan.checks is not None
    assert result.plan.checks.ok


def test_a_door_off_the_roads_is_named_before_anything_is_planned(
    day: Path, folders: Directories, control: JobControl
) -> None:
    opened = open_source_job(day, folders, control)
    reading, roads = opened.read.reading, opened.read.roads
    dataset = reading.dataset
    assert dataset is not None
    assert roads is not None
    first, *others = dataset.orders
    far = dataclasses.replace(first, lat=first.lat + 1.0)
    moved = dataclasses.replace(dataset, orders=(far, *others))
    found = roads_of_data_job(roads, moved, reading.rows, folders, control)
    assert [(p.file, p.row) for p in found.problems] == [("orders.csv", 2)]


def _plan(opened: OpenedSource, folders: Directories, control: JobControl) -> Any:
    reading, roads, day = opened.read.reading, opened.read.roads, opened.read.day
    assert reading.dataset is not None
    assert day is not None
    assert roads is not None
    found = roads_of_data_job(roads, reading.dataset, reading.rows, folders, control)
    assert found.network.node_count > 0
    assert found.problems == ()
    arguments = (reading.dataset, day, roads, 1.0, folders, "en", reading.rows, opened.project)
    return plan_day_job(*arguments, control)
