"""The outlook begins on the day planned, sees only what was before it, and is made once."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.demand import DemandHistory, Holiday, SeriesKey
from domain.demand_outlook import DemandOutlook
from domain.progress import ignore_progress
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.known_facts import KnownFacts
from planning import forecast_step
from planning.environment import Directories
from planning.forecast_step import history_before, outlook_from, start_forecast
from planning.jobs.pool import JobPool
from planning.jobs.worker import JobControl
from tests.domain.small_data import DAY, small_dataset
from tests.planning.commands.here_pool import HerePool
from tests.planning.small_outlook import forecast_of_paths, outlook_of

FIRST = DAY - datetime.timedelta(days=60)
SEED = 4


def history(days: int = 60) -> DemandHistory:
    units = np.arange(days, dtype=np.float32)[np.newaxis] % 7
    return DemandHistory(
        keys=(SeriesKey(place_id="W1", item_id="A"),),
        first_date=FIRST,
        units=units,
        observed=np.ones_like(units, dtype=bool),
        promoted=np.zeros_like(units, dtype=bool),
    )


def counting_job(given: DemandHistory, horizon_days: int, *arguments: object) -> DemandOutlook:
    """A job in place of the real one: the first day forecast sells 1, the second 2, ..."""
    assert isinstance(arguments[-1], JobControl)
    after = given.last_date + datetime.timedelta(days=1)
    return outlook_of(forecast_of_paths(given.keys, after, [[np.arange(1, horizon_days + 1)] * 2]))


class Asked:
    """A job that remembers what it was asked."""

    def __init__(self) -> None:
        self.arguments: list[tuple[Any, ...]] = []

    def __call__(self, *arguments: Any) -> DemandOutlook:
        self.arguments.append(arguments)
        return counting_job(*arguments)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the job is asked, which is quick."""
    job = Asked()
    monkeypatch.setattr(forecast_step, "forecast_job", job)
    return job


@pytest.fixture
def folders(tmp_path: Path) -> Directories:
    """An empty cache."""
    return Directories(cache=tmp_path, data=tmp_path / "data")


def outlook(dataset: Dataset, folders: Directories, seed: int = SEED) -> DemandOutlook | None:
    pool: Any = HerePool()
    return start_forecast(dataset, DAY, seed, pool, folders, ignore_progress)()


def with_demand(demand: DemandHistory | None) -> Dataset:
    return replace(small_dataset(), demand=demand)


def test_no_history_is_no_outlook(folders: Directories, asked: Asked) -> None:
    assert outlook(with_demand(None), folders) is None
    assert history_before(history(), FIRST) is None
    assert asked.arguments == []


def test_the_outlook_begins_on_the_day_planned(folders: Directories, asked: Asked) -> None:
    made = outlook(with_demand(history(days=57)), folders)  # three days short of the day
    assert made is not None
    forecast, explanation = made.forecast, made.explanation
    assert forecast.first_date == DAY
    assert forecast.horizon_days == small_dataset().settings.horizon_days
    assert forecast.mean[0, 0] == forecast.paths[0, 0, 0] == forecast.quantiles[0, 0, 1] == 4
    assert explanation.baseline.shape == forecast.mean.shape
    assert explanation.baseline[0, 0] == 2
    np.testing.assert_allclose(
        explanation.baseline + explanation.contributions.sum(axis=2), forecast.mean
    )


def test_what_came_after_the_day_is_not_seen(folders: Directories, asked: Asked) -> None:
    outlook(with_demand(history(days=90)), folders)
    seen = asked.arguments[0][0]
    assert seen.last_date == DAY - datetime.timedelta(days=1)
    assert seen.days == 60


def test_the_job_is_told_all_that_the_dataset_knows(folders: Directories, asked: Asked) -> None:
    holiday = Holiday(date=DAY, name="Fair")
    outlook(replace(with_demand(history()), holidays=(holiday,)), folders)
    _, horizon_days, facts, cleaning, day, values, seed, models, control = asked.arguments[0]
    assert horizon_days == small_dataset().settings.horizon_days
    assert isinstance(facts, KnownFacts)
    assert facts.holidays == (holiday,)
    assert isinstance(cleaning, CleaningOptions)
    assert (day, seed, models) == (DAY, SEED, folders.models)
    assert values == {"A": 10.0, "B": 30.55, "C": 80.0}
    assert isinstance(control, JobControl)


def test_the_same_history_is_forecast_once(folders: Directories, asked: Asked) -> None:
    first = outlook(with_demand(history()), folders)
    second = outlook(with_demand(history()), folders)
    assert len(asked.arguments) == 1
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.forecast.paths, second.forecast.paths)
    np.testing.assert_array_equal(first.explanation.contributions, second.explanation.contributions)
    assert second.forecast.method == first.forecast.method


def other_units(dataset: Dataset) -> Dataset:
    assert dataset.demand is not None
    return replace(dataset, demand=replace(dataset.demand, units=dataset.demand.units + 1))


def other_prices(dataset: Dataset) -> Dataset:
    assert dataset.demand is not None
    return replace(
        dataset, demand=replace(dataset.demand, price=np.ones_like(dataset.demand.units))
    )


def other_cleaning(dataset: Dataset) -> Dataset:
    return replace(dataset, settings=replace(dataset.settings, demand_gaps="linear"))


def another_holiday(dataset: Dataset) -> Dataset:
    return replace(dataset, holidays=(Holiday(date=DAY, name="Fair"),))


def another_value(dataset: Dataset) -> Dataset:
    first, *others = dataset.products
    return replace(dataset, products=(replace(first, unit_value=first.unit_value + 1), *others))


@pytest.mark.parametrize(
    "change", [other_units, other_prices, other_cleaning, another_holiday, another_value]
)
def test_whatever_changes_the_answer_has_it_made_anew(
    folders: Directories, asked: Asked, change: Any
) -> None:
    outlook(with_demand(history()), folders)
    outlook(change(with_demand(history())), folders)
    assert len(asked.arguments) == 2


def test_another_seed_has_it_made_anew(folders: Directories, asked: Asked) -> None:
    outlook(with_demand(history()), folders)
    outlook(with_demand(history()), folders, seed=SEED + 1)
    assert len(asked.arguments) == 2


def test_what_was_stopped_early_is_not_kept(
    folders: Directories, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HerePool, "stopping", True)
    assert outlook(with_demand(history()), folders) is not None
    monkeypatch.undo()
    assert not folders.results.exists()


def test_an_outlook_crosses_from_a_process_of_its_own(
    folders: Directories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecast_step, "forecast_job", counting_job)
    with JobPool(workers=1) as pool:
        arguments = (with_demand(history()), DAY, SEED, pool, folders, ignore_progress)
        made = start_forecast(*arguments)()
    assert made is not None
    assert made.forecast.first_date == DAY


def test_an_outlook_that_begins_no_earlier_is_left_as_it_is(
    folders: Directories, asked: Asked
) -> None:
    made = outlook(with_demand(history()), folders)
    assert made is not None
    assert outlook_from(made, DAY) is made
