"""The planner's habit as a forecast: the mean of the last four same weekdays.

Its quantiles are those of the errors that the same rule made on each series in the last half
year. Every model has to beat it, and it serves where none can be trained.
"""

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import (
    LEVELS,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
    lawful,
    masked_quantiles,
    zero_distribution,
)
from forecasting.recent_level import causal_level, same_weekday_mean

RESIDUAL_DAYS = 182
"""Days whose errors make the quantiles."""

FARTHEST_LEAD_WEEKS = 8
"""Errors are measured up to this many weeks ahead, and used as they are beyond."""


def seasonal_forecast(history: DemandHistory, horizon_days: int, rows: IntArray) -> Distribution:
    """Forecast every series by the mean of its last four same weekdays.

    Parameters
    ----------
    history
        Usable history as known at the forecast date.
    horizon_days
        Days to forecast.
    rows
        Series wanted.
    """
    if not history.days:
        return zero_distribution(len(rows), horizon_days)
    units = history.units[rows]
    observed = history.observed[rows].astype(np.float32)
    level = causal_level(units, observed)
    ahead = np.arange(horizon_days)
    lead_weeks = ahead // 7 + 1
    mean = _weekday_mean(units, observed, level, history.days + ahead, lead_weeks)
    quantiles = np.empty((*mean.shape, len(LEVELS)))
    error_lead = np.minimum(lead_weeks, FARTHEST_LEAD_WEEKS)
    for lead in np.unique(error_lead):
        days = error_lead == lead
        errors = _error_quantiles(units, observed, level, int(lead))
        quantiles[:, days] = mean[:, days, None] + errors[:, None]
    return lawful(mean, quantiles)


def _weekday_mean(
    units: FloatArray,
    observed: FloatArray,
    level: DoubleArray,
    days: IntArray,
    lead_weeks: IntArray,
) -> DoubleArray:
    """Mean of the same weekdays; the usual level where none of them was observed, ``(s, d)``."""
    mean, count = same_weekday_mean(units, observed, days, lead_weeks)
    known_on = np.clip(days - 7 * lead_weeks + 1, 0, units.shape[1])
    return np.where(count > 0, mean, level[:, known_on])


def _error_quantiles(
    units: FloatArray, observed: FloatArray, level: DoubleArray, lead: int
) -> DoubleArray:
    """Quantiles of the errors made `lead` weeks ahead, by series, ``(s, q)``."""
    last = units.shape[1]
    days = np.arange(max(last - RESIDUAL_DAYS, min(7 * lead, last)), last)
    expected = _weekday_mean(units, observed, level, days, np.full(len(days), lead))
    counted = observed[:, days] > 0
    return masked_quantiles(units[:, days] - expected, counted, LEVELS)
