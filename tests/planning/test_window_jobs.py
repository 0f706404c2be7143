"""What the window has done elsewhere: it finds the day, and loses no plan to a full disk."""

import dataclasses
import threading
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from planning.environment import Directories
from planning.jobs.worker import Budget, JobControl
from planning.sample.dataset import write_sample
from planning.window_jobs import (
    OpenedSource,
    kept_plan_job,
    open_source_job,
    plan_day_job,
    roads_of_data_job,
)


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
    assert opened.reading.dataset is not None
    assert opened.day is not None
    assert opened.reading.dataset.orders_due(opened.day)
    assert opened.roads == str(day / "city.osm.gz")
    assert opened.plan is None


def test_a_source_with_errors_has_neither_day_nor_roads(
    day: Path, folders: Directories, control: JobControl, tmp_path: Path
) -> None:
    broken = copytree(day, tmp_path / "broken")
    (broken / "orders.csv").write_text("order_id\n", encoding="utf-8")
    opened = open_source_job(broken, folders, control)
    assert opened.reading.dataset is None
    assert (opened.day, opened.roads, opened.plan) == (None, None, None)


def test_a_plan_is_kept_and_found_when_its_data_are_opened_again(
    day: Path, folders: Directories, control: JobControl
) -> None:
    result = _plan(open_source_job(day, folders, control), folders, control)
    assert result.is_kept
    assert open_source_job(day, folders, control).plan == result.plan
    fingerprint = result.plan.origin.dataset_fingerprint
    assert kept_plan_job(fingerprint, result.plan.day, folders, control) == result.plan


def test_a_plan_that_cannot_be_kept_is_a_plan_all_the_same(
    day: Path, folders: Directories, control: JobControl
) -> None:
    folders.data.mkdir()
    folders.plans.write_text("a file where the folder should be")
    result = _plan(open_source_job(day, folders, control), folders, control)
    assert not result.is_kept
    assert result.plan.checks is not None
    assert result.plan.checks.ok


def test_a_door_off_the_roads_is_named_before_anything_is_planned(
    day: Path, folders: Directories, control: JobControl
) -> None:
    opened = open_source_job(day, folders, control)
    dataset = opened.reading.dataset
    assert dataset is not None
    assert opened.roads is not None
    first, *others = dataset.orders
    far = dataclasses.replace(first, lat=first.lat + 1.0)
    moved = dataclasses.replace(dataset, orders=(far, *others))
    found = roads_of_data_job(opened.roads, moved, opened.reading.rows, folders, control)
    assert [(p.file, p.row) for p in found.problems] == [("orders.csv", 2)]


def _plan(opened: OpenedSource, folders: Directories, control: JobControl) -> Any:
    dataset = opened.reading.dataset
    assert dataset is not None
    assert opened.day is not None
    assert opened.roads is not None
    found = roads_of_data_job(opened.roads, dataset, opened.reading.rows, folders, control)
    assert found.network.node_count > 0
    assert found.problems == ()
    arguments = (dataset, opened.day, opened.roads, 1.0, folders, "en", opened.reading.rows)
    return plan_day_job(*arguments, control)
