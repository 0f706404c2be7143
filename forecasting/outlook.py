"""A forecast with its reasons, and what looks odd in the demand it was made from."""

import datetime
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from domain.demand import DemandHistory, Forecast, ForecastBasis
from domain.demand_outlook import DemandOutlook, ForecastExplanation
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from forecasting.cleaning.clean_history import CleaningOptions
from forecasting.distribution import IntArray
from forecasting.explain.explanation import CAUSES, Explanation
from forecasting.explain.served import explain_served
from forecasting.forecast_demand import forecast_and_model
from forecasting.known_facts import KnownFacts
from forecasting.model import ModelName
from forecasting.question import Effort
from forecasting.trials import simple_predictor
from forecasting.usable_history import AS_RECORDED
from forecasting.watch.watch_demand import watch_demand

SERIES_EXPLAINED = 300
"""At most so many series, the best selling, are explained: more than a planner reads in a day."""

SERIES_WATCHED = 5000
"""At most so many series, those of most money, are watched."""

_NEVER = Never()


def demand_outlook(
    history: DemandHistory,
    *,
    horizon_days: int,
    facts: KnownFacts,
    cleaning: CleaningOptions = AS_RECORDED,
    effort: Effort,
    planned_date: datetime.date,
    unit_values: Mapping[str, float],
    model_folder: Path | None = None,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> DemandOutlook:
    """Forecast demand, explain the forecast, and look for what is odd in recent days.

    Parameters
    ----------
    history, horizon_days, facts, cleaning, effort, model_folder, on_progress, stop
        As in `forecasting.forecast_demand.forecast_demand`.
    planned_date
        Day to be planned.
    unit_values
        Item -> what a unit is worth.

    Raises
    ------
    ForecastError
        If the horizon is not at least one day.
    """
    forecast, model, question = forecast_and_model(
        history,
        horizon_days=horizon_days,
        facts=facts,
        cleaning=cleaning,
        effort=effort,
        model_folder=model_folder,
        on_progress=on_progress,
        stop=stop,
    )
    on_progress(Progress(step="step.forecast_explaining", fraction=0.97))
    rows = _explained_rows(forecast)
    explanation = explain_served(model, question, rows)
    on_progress(Progress(step="step.forecast_watching", fraction=0.98))
    watched = _watched(history, unit_values)
    alerts = watch_demand(
        watched,
        simple_predictor(ModelName.SEASONAL, question),
        horizon_days,
        prices=unit_values,
        facts=facts,
        planned_date=planned_date,
    )
    return DemandOutlook(
        forecast=forecast, explanation=_told(forecast, rows, explanation), alerts=alerts
    )


def _explained_rows(forecast: Forecast) -> IntArray:
    """The best selling series that rest on their own history, in the order of the forecast."""
    own = np.array([basis is ForecastBasis.OWN for basis in forecast.basis], np.bool_)
    rows = np.flatnonzero(own)
    expected = forecast.mean[rows].sum(axis=1, dtype=np.float64)
    return np.sort(rows[np.argsort(-expected, kind="stable")[:SERIES_EXPLAINED]])


def _told(forecast: Forecast, rows: IntArray, found: Explanation) -> ForecastExplanation:
    return ForecastExplanation(
        keys=tuple(forecast.keys[row] for row in rows.tolist()),
        causes=tuple(cause.value for cause in CAUSES),
        baseline=found.baseline,
        contributions=found.contributions,
    )


def _watched(history: DemandHistory, unit_values: Mapping[str, float]) -> DemandHistory:
    """The series of most money, where there are too many to watch them all."""
    if len(history.keys) <= SERIES_WATCHED:
        return history
    usual = float(np.median(list(unit_values.values()))) if unit_values else 1.0
    value = np.array([unit_values.get(key.item_id, usual) for key in history.keys])
    sold = np.where(history.observed, history.units, 0).sum(axis=1, dtype=np.float64)
    money = np.where(np.isfinite(sold * value), sold * value, math.inf)
    return history.of_rows(np.sort(np.argsort(-money, kind="stable")[:SERIES_WATCHED]))
