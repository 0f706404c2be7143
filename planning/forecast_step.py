"""The forecast of a dataset's demand: made once per content, then taken from the store."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import Any

import numpy as np

import domain
from domain.dataset import Dataset
from domain.demand import Forecast, SeriesKey
from domain.message import Message
from domain.progress import OnProgress
from planning.engine_jobs import forecast_job
from planning.environment import Directories
from planning.jobs.pool import JobPool
from planning.jobs.result_store import ResultStore, content_hash

_ARRAYS = ("mean", "levels", "quantiles", "paths")


def start_forecast(
    dataset: Dataset, seed: int, pool: JobPool, folders: Directories, on_progress: OnProgress
) -> Callable[[], Forecast | None]:
    """Start forecasting beside other work; the function returned waits for the answer.

    The answer is None where the dataset has no demand history.
    """
    history = dataset.demand
    if history is None:
        return lambda: None
    store = ResultStore(folders.results)
    groups = {product.sku: product.category for product in dataset.products}
    key = _key(dataset, groups, seed)
    stored = store.get(key)
    if stored is not None:
        forecast = _from_store(*stored)
        return lambda: forecast
    job = pool.submit(
        "forecast",
        forecast_job,
        history,
        dataset.settings.horizon_days,
        groups,
        dataset.promotions,
        dataset.holidays,
        seed,
        on_progress=on_progress,
    )

    def wait() -> Forecast:
        forecast: Forecast = job.result()
        if not job.stopping:
            store.put(key, *_to_store(forecast))
        return forecast

    return wait


def _key(dataset: Dataset, groups: Mapping[str, str], seed: int) -> str:
    history = dataset.demand
    assert history is not None
    facts = {
        "program": domain.__version__,
        "series": [[key.place_id, key.item_id] for key in history.keys],
        "first_date": str(history.first_date),
        "horizon_days": dataset.settings.horizon_days,
        "groups": groups,
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
