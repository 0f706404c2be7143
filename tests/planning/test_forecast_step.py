"""The forecast begins on the day planned, sees only what was before it, and is made once."""

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.demand import DemandHistory, Forecast, SeriesKey
from domain.message import message
from domain.progress import ignore_progress
from planning import forecast_step
from planning.environment import Directories
from planning.forecast_step import forecast_from, history_before, start_forecast
from planning.jobs.pool import JobPool
from planning.jobs.worker import JobControl
from tests.domain.small_data import DAY, small_dataset

FIRST = DAY - datetime.timedelta(days=60)


def history(days: int = 60) -> DemandHistory:
    units = np.arange(days, dtype=np.float32)[np.newaxis] % 7
    return DemandHistory(
        keys=(SeriesKey(place_id="W1", item_id="A"),),
        first_date=FIRST,
        units=units,
        observed=np.ones_like(units, dtype=bool),
        promoted=np.zeros_like(units, dtype=bool),
    )


def counting_forecast(given: DemandHistory, horizon_days: int, *arguments: object) -> Forecast:
    """A job in place of the real one: the first day forecast sells 1, the second 2, ..."""
    assert isinstance(arguments[-1], JobControl)
    mean = np.arange(1, horizon_days + 1, dtype=np.float32)[np.newaxis]
    return Forecast(
        keys=given.keys,
        first_date=given.last_date + datetime.timedelta(days=1),
        mean=mean,
        levels=np.array([0.1, 0.5, 0.9]),
        quantiles=np.repeat(mean[..., np.newaxis], 3, axis=2),
        paths=mean[:, np.newaxis],
        method=message("forecast.method_seasonal"),
    )


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Directories:
    """An empty cache, and a quick job."""
    monkeypatch.setattr(forecast_step, "forecast_job", counting_forecast)
    return Directories(cache=tmp_path, data=tmp_path / "data")


def forecast(demand: DemandHistory | None, folders: Directories) -> Forecast | None:
    dataset = replace(small_dataset(), demand=demand)
    with JobPool(workers=1) as pool:
        return start_forecast(dataset, DAY, 0, pool, folders, ignore_progress)()


def test_no_history_is_no_forecast(folders: Directories) -> None:
    assert forecast(None, folders) is None
    assert history_before(history(), FIRST) is None


def test_the_forecast_begins_on_the_day_planned(folders: Directories) -> None:
    made = forecast(history(days=57), folders)  # three days short of the day
    assert made is not None
    assert made.first_date == DAY
    assert made.mean[0, 0] == 4
    assert made.horizon_days == small_dataset().settings.horizon_days


def test_what_came_after_the_day_is_not_seen() -> None:
    seen = history_before(history(days=90), DAY)
    assert seen is not None
    assert seen.last_date == DAY - datetime.timedelta(days=1)


def test_the_same_history_is_forecast_once(
    folders: Directories, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = forecast(history(), folders)
    monkeypatch.setattr(forecast_step, "forecast_job", None)  # any new job would fail
    second = forecast(history(), folders)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.paths, second.paths)
    assert second.method == first.method


def test_a_forecast_that_begins_later_is_left_as_it_is(folders: Directories) -> None:
    made = forecast(history(), folders)
    assert made is not None
    assert forecast_from(made, DAY) is made
