"""ARIMA with a weekly season, fitted by statsforecast where that is installed.

References
----------
Hyndman, R. J., Khandakar, Y. (2008). Automatic time series forecasting: the forecast package
for R. Journal of Statistical Software 27.
"""

import importlib
import warnings
from statistics import NormalDist
from typing import Any

import numpy as np

from domain.demand import DemandHistory
from domain.errors import ForecastError
from domain.message import message
from forecasting.classical.rule import scaled_window
from forecasting.distribution import (
    LEVELS,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
    lawful,
    zero_distribution,
)
from forecasting.recent_level import same_weekday_mean

_BAND = 80
_SCORES = np.array([NormalDist().inv_cdf(float(level)) for level in LEVELS])
_LEAST_DAYS = 28


def forecast_arima(history: DemandHistory, horizon_days: int, rows: IntArray) -> Distribution:
    """Fit a seasonal ARIMA to each series on its own, the order chosen by its information.

    Slow: a tenth of a second or more for each series.

    Parameters
    ----------
    history
        Usable history as known at the forecast date.
    horizon_days
        Days to forecast.
    rows
        Series wanted.

    Raises
    ------
    ForecastError
        If statsforecast is not installed.
    """
    model = _statsforecast_model()
    if not history.days or not len(rows):
        return zero_distribution(len(rows), horizon_days)
    units, observed, scale = scaled_window(history, rows)
    filled = _filled(units, observed)
    mean, spread = (np.empty((len(rows), horizon_days)) for _ in range(2))
    with warnings.catch_warnings():
        # An order whose fit does not converge is a worse candidate, no news to anyone.
        warnings.simplefilter("ignore")
        for row, figures in enumerate(filled):
            mean[row], spread[row] = _fit(model, figures, horizon_days)
    quantiles = mean[..., None] + spread[..., None] * _SCORES
    return lawful(mean * scale[:, None], quantiles * scale[:, None, None])


def _statsforecast_model() -> Any:
    try:
        models: Any = importlib.import_module("statsforecast.models")
    except ImportError as error:
        raise ForecastError(message("forecast.no_statsforecast")) from error
    return models.AutoARIMA(
        season_length=7, max_p=3, max_q=3, max_P=1, max_Q=1, max_order=4, approximation=True
    )


def _filled(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Units with each missing day as the same weekdays before it, or as the mean."""
    days = np.arange(units.shape[1])
    before, count = same_weekday_mean(units, observed, days, np.ones_like(days))
    usual = units.sum(axis=1, keepdims=True) / np.maximum(observed.sum(axis=1, keepdims=True), 1)
    return np.where(observed > 0, units, np.where(count > 0, before, usual))


def _fit(model: Any, figures: DoubleArray, horizon_days: int) -> tuple[DoubleArray, DoubleArray]:
    """Mean and spread of each day; those of the figures where no model can be fitted."""
    if len(figures) >= _LEAST_DAYS and figures.std() > 0:
        try:
            found = model.forecast(y=figures, h=horizon_days, level=[_BAND])
        except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):
            found = None
        if found is not None and np.isfinite(found[f"hi-{_BAND}"]).all():
            score = NormalDist().inv_cdf(0.5 + _BAND / 200)
            return found["mean"], (found[f"hi-{_BAND}"] - found["mean"]) / score
    return np.full(horizon_days, figures.mean()), np.full(horizon_days, figures.std())
