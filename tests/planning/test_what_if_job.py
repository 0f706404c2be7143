"""The stock of a plan is decided anew, as it is and with a change, and put side by side."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.dataset import Dataset
from domain.plan import Plan
from domain.progress import Progress
from planning.day import choose_day
from planning.environment import Directories
from planning.jobs.worker import Budget, JobControl
from planning.reading.read_dataset import read_dataset
from planning.sample.dataset import write_sample
from planning.what_if import WhatIf
from planning.window_jobs import what_if_job
from tests.domain.small_plan import small_plan
from tests.quick_outlook import keep_quick_outlook


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Directories]:
    """A small town's day, its demand forecast before."""
    home = tmp_path_factory.mktemp("home")
    write_sample(home / "day", seed=5, nodes=1_000, orders=12, skus=10, days=60)
    keep_quick_outlook(home / "day", home / "cache")
    dataset = read_dataset(home / "day").dataset
    assert dataset is not None
    return dataset, Directories(cache=home / "cache", data=Path(home / "data"))


def control_of(sent: list[Progress]) -> JobControl:
    def send(_kind: str, value: Any) -> None:
        sent.append(value)

    return JobControl(send, threading.Event(), Budget(), None)  # type: ignore[arg-type]


def plan_of(dataset: Dataset) -> Plan:
    """A plan of the town's day on which nothing is delivered."""
    plan, day = small_plan(), choose_day(dataset, None)
    return replace(plan, day=day, routes=(), allocation=(), origin=replace(plan.origin, seed=0))


def test_more_demand_orders_more(town: tuple[Dataset, Directories]) -> None:
    dataset, folders = town
    sent: list[Progress] = []
    change = WhatIf(demand_factor=1.5)
    base, variant = what_if_job(dataset, plan_of(dataset), change, folders, control_of(sent))
    assert base.changes == ()
    assert variant.units > base.units
    assert sum(c.units_after - c.units_before for c in variant.changes) == (
        variant.units - base.units
    )
    fractions = [report.fraction for report in sent if report.fraction is not None]
    assert fractions == sorted(fractions)


def test_without_stock_nothing_is_compared(town: tuple[Dataset, Directories]) -> None:
    dataset, folders = town
    unknown, change = replace(dataset, stock=None), WhatIf(demand_factor=1.5)
    assert what_if_job(unknown, plan_of(dataset), change, folders, control_of([])) == ()
