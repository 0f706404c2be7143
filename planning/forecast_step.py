"""The forecast of a dataset's demand: made once per content, then taken from the store."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import domain
from domain.dataset import Dataset
from domain.demand import DemandHistory
from domain.demand_outlook import DemandOutlook
from domain.progress import OnProgress
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.known_facts import KnownFacts
from planning.demand_facts import demand_facts
from planning.engine_jobs import forecast_job
from planning.environment import Directories
from planning.forecast_cleaning import cleaning_options
from planning.jobs.pool import JobPool
from planning.jobs.result_store import ResultStore, content_hash
from planning.stored_outlook import outlook_from_store, outlook_to_store


def start_forecast(
    dataset: Dataset,
    day: datetime.date,
    seed: int,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
) -> Callable[[], DemandOutlook | None]:
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
    facts, cleaning = demand_facts(dataset), cleaning_options(dataset)
    values = {product.sku: float(product.unit_value) for product in dataset.products}
    key = _key(facts, cleaning, history, horizon_days, (str(day), values, seed))
    stored = store.get(key)
    if stored is not None:
        outlook = outlook_from(outlook_from_store(*stored), day)
        return lambda: outlook
    job = pool.submit(
        "forecast",
        forecast_job,
        history,
        horizon_days,
        facts,
        cleaning,
        day,
        values,
        seed,
        folders.models,
        on_progress=on_progress,
    )

    def wait() -> DemandOutlook:
        outlook: DemandOutlook = job.result()
        if not job.stopping:
            store.put(key, *outlook_to_store(outlook))
        return outlook_from(outlook, day)

    return wait


def history_before(history: DemandHistory, day: datetime.date) -> DemandHistory | None:
    """The part of a history before a day; None if there is none."""
    days = (day - history.first_date).days
    return history.first_days(days) if days > 0 else None


def outlook_from(outlook: DemandOutlook, day: datetime.date) -> DemandOutlook:
    """An outlook without the days before a day."""
    forecast, explanation = outlook.forecast, outlook.explanation
    past = (day - forecast.first_date).days
    if past <= 0:
        return outlook
    return replace(
        outlook,
        forecast=replace(
            forecast,
            first_date=day,
            mean=forecast.mean[:, past:],
            quantiles=forecast.quantiles[:, past:],
            paths=forecast.paths[:, :, past:],
        ),
        explanation=replace(
            explanation,
            baseline=explanation.baseline[:, past:],
            contributions=explanation.contributions[:, past:],
        ),
    )


def _key(
    facts: KnownFacts,
    cleaning: CleaningOptions,
    history: DemandHistory,
    horizon_days: int,
    other: object,
) -> str:
    told = {
        "program": domain.__version__,
        "series": [[key.place_id, key.item_id] for key in history.keys],
        "first_date": str(history.first_date),
        "horizon_days": horizon_days,
        "facts": facts.fingerprint(),
        "cleaning": [cleaning.negatives, cleaning.outliers, cleaning.gaps],
        "other": repr(other),
    }
    arrays = {
        "units": history.units,
        "observed": history.observed,
        "promoted": history.promoted,
    }
    if history.price is not None:
        arrays["price"] = history.price
    return content_hash(told, arrays)
