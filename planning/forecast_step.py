"""The forecast of a dataset's demand: made once per content, then taken from the store."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import astuple, replace
from typing import Any

import numpy as np

import domain
from domain.dataset import Dataset
from domain.demand import DemandHistory, Forecast, SeriesKey
from domain.message import Message
from domain.progress import OnProgress
from planning.engine_jobs import forecast_job
from planning.environment import Directories
from planning.jobs.pool import JobPool
from planning.jobs.result_store import ResultStore, content_hash

_ARRAYS = ("mean", "levels", "quantiles", "paths")


def start_forecast(
    dataset: Dataset,
    day: datetime.date,
    seed: int,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
) -> Callable[[], Forecast | None]:
    """Start forecasting beside other work; the function returned waits for the answer.

    The forecast begins on the day planned, and sees only the history before it. The answer is None
    where there is no such history.
    """
    history = None if dataset.demand is None else history_before(dataset.demand, day)
    if history is None:
        return lambda: None
    store = ResultStore(folders.results)
    gap_days = (day - history.last_date).days - 1
    horizon_days = gap_days + dataset.settings.horizon_days
    groups = {product.sku: product.category for product in dataset.products}
    regions = {w.warehouse_id: w.region_id for w in dataset.warehouses if w.region_id}
    key = _key(dataset, history, horizon_days, groups, regions, seed)
    stored = store.get(key)
    if stored is not None:
        forecast = forecast_from(_from_store(*stored), day)
        return lambda: forecast
    job = pool.submit(
        "forecast",
        forecast_job,
        history,
        horizon_days,
        groups,
        regions,
        dataset.promotions,
        dataset.holidays,
        seed,
        on_progress=on_progress,
    )

    def wait() -> Forecast:
        forecast: Forecast = job.result()
        if not job.stopping:
            store.put(key, *_to_store(forecast))
        return forecast_from(forecast, day)

    return wait


def history_before(history: DemandHistory, day: datetime.date) -> DemandHistory | None:
    """The part of a history before a day; None if there is none."""
    days = (day - history.first_date).days
    if days <= 0:
        return None
    return replace(
        history,
        units=history.units[:, :days],
        observed=history.observed[:, :days],
        promoted=history.promoted[:, :days],
    )


def forecast_from(forecast: Forecast, day: datetime.date) -> Forecast:
    """A forecast without the days before a day."""
    past = (day - forecast.first_date).days
    if past <= 0:
        return forecast
    return replace(
        forecast,
        first_date=day,
        mean=forecast.mean[:, past:],
        quantiles=forecast.quantiles[:, past:],
        paths=forecast.paths[:, :, past:],
    )


def _key(
    dataset: Dataset,
    history: DemandHistory,
    horizon_days: int,
    groups: Mapping[str, str],
    regions: Mapping[str, str],
    seed: int,
) -> str:
    facts = {
        "program": domain.__version__,
        "series": [[key.place_id, key.item_id] for key in history.keys],
        "first_date": str(history.first_date),
        "horizon_days": horizon_days,
        "groups": groups,
        "regions": regions,
        "promotions": [[str(value) for value in astuple(p)] for p in dataset.promotions],
        "holidays": [[str(value) for value in astuple(h)] for h in dataset.holidays],
        "seed": seed,
    }
    arrays = {
        "units": history.units,
        "observed": history.observed,
        "promoted": history.promoted,
    }
    return content_hash(facts, arrays)


def _to_store(forecast: Forecast) -> tuple[Any, dict[str, np.ndarray[Any, Any]]]:
    facts = {
        "series": [[key.place_id, key.item_id] for key in forecast.keys],
        "first_date": str(forecast.first_date),
        "method": [forecast.method.code, dict(forecast.method.parameters)],
    }
    return facts, {name: getattr(forecast, name) for name in _ARRAYS}


def _from_store(facts: Any, arrays: dict[str, np.ndarray[Any, Any]]) -> Forecast:
    code, parameters = facts["method"]
    return Forecast(
        keys=tuple(SeriesKey(place_id=p, item_id=i) for p, i in facts["series"]),
        first_date=datetime.date.fromisoformat(facts["first_date"]),
        method=Message(code, parameters),
        **{name: arrays[name] for name in _ARRAYS},
    )
