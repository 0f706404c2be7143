"""What a local model says of a day, and its distribution from the errors it made in the past."""

from collections.abc import Callable, Iterator

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import (
    LEVELS,
    BoolArray,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
    lawful,
    masked_quantiles,
    zero_distribution,
)

Expected = Callable[[IntArray, IntArray], DoubleArray]
"""Days, and how many days before each it was forecast (from 1) -> units expected, ``(s, d)``."""

Rule = Callable[[FloatArray, FloatArray], Expected]
"""Units and whether they count, ``(s, t)``, each series of mean one -> what it says of any day."""

WINDOW_DAYS = 448
"""Days that a local model reads: a year and twelve weeks, whole weeks."""

ERROR_DAYS = 182
"""Days whose errors make the quantiles."""

FARTHEST_LEAD_WEEKS = 8
"""Errors are measured up to this many weeks ahead, and used as they are beyond."""

LEAST_ERRORS = 28
"""With fewer errors of its own a series has those of all series, in shares of its mean."""

_POOLED_SERIES = 512
_ROWS_AT_ONCE = 1024


def known_on(days: IntArray, leads: IntArray) -> IntArray:
    """Days of history that were known when each day was forecast."""
    return days - leads + 1


def forecast_by_rule(
    rule: Rule, history: DemandHistory, horizon_days: int, rows: IntArray
) -> Distribution:
    """What a rule expects, and around it the errors it made as far ahead in the last half year.

    Parameters
    ----------
    rule
        The local model.
    history
        Usable history as known at the forecast date.
    horizon_days
        Days to forecast.
    rows
        Series wanted.
    """
    found = zero_distribution(len(rows), horizon_days)
    if not history.days:
        return found
    pooled = _pooled_quantiles(rule, history, horizon_days)
    for part in parts(len(rows)):
        units, observed, scale = scaled_window(history, rows[part])
        expected = rule(units, observed)
        ahead = np.arange(horizon_days)
        mean = expected(units.shape[1] + ahead, ahead + 1)
        quantiles = np.empty((*mean.shape, len(LEVELS)))
        around = _deviations(units, observed)
        for lead, days in _lead_weeks(horizon_days):
            errors, counted = _errors(expected, units, observed, lead)
            around = _error_quantiles(errors, counted, pooled[lead], around)
            quantiles[:, days] = mean[:, days, None] + around[:, None]
        law = lawful(mean * scale[:, None], quantiles * scale[:, None, None])
        found.mean[part], found.quantiles[part] = law.mean, law.quantiles
    return found


def parts(rows: int) -> Iterator[slice]:
    """Rows in parts small enough that their arrays stay in the processor's cache."""
    for first in range(0, rows, _ROWS_AT_ONCE):
        yield slice(first, min(first + _ROWS_AT_ONCE, rows))


def scaled_window(
    history: DemandHistory, rows: IntArray
) -> tuple[FloatArray, FloatArray, DoubleArray]:
    """The last days of some series in shares of their mean.

    Returns
    -------
    units, observed
        Units over the mean, and 1 where they count, else both are 0; ``(s, t)``.
    scale
        Mean units of the days that count, 1 where it is zero; ``(s,)``.
    """
    observed = history.observed[rows, -WINDOW_DAYS:]
    units = np.where(observed, history.units[rows, -WINDOW_DAYS:], np.float32(0))
    mean = units.sum(axis=1, dtype=np.float64) / np.maximum(observed.sum(axis=1), 1)
    scale = np.where(mean > 0, mean, 1.0)
    return (units / scale[:, None]).astype(np.float32), observed.astype(np.float32), scale


def pooled_rows(history: DemandHistory) -> IntArray:
    """Series, spread evenly over all, whose errors stand for every series that has too few."""
    series = len(history.keys)
    return np.unique(np.linspace(0, series - 1, min(series, _POOLED_SERIES)).astype(np.int64))


def _lead_weeks(horizon_days: int) -> Iterator[tuple[int, BoolArray]]:
    """Each week ahead, and which days of the horizon have its errors."""
    lead_weeks = np.minimum(np.arange(horizon_days) // 7 + 1, FARTHEST_LEAD_WEEKS)
    for lead in range(1, int(lead_weeks[-1]) + 1):
        yield lead, lead_weeks == lead


def _pooled_quantiles(
    rule: Rule, history: DemandHistory, horizon_days: int
) -> dict[int, DoubleArray | None]:
    """Quantiles of all series' errors for each week ahead, ``(q,)``; None where they are few."""
    units, observed, _ = scaled_window(history, pooled_rows(history))
    expected = rule(units, observed)
    sells = units.any(axis=1, keepdims=True)
    found: dict[int, DoubleArray | None] = {}
    for lead, _ in _lead_weeks(horizon_days):
        errors, counted = _errors(expected, units, observed, lead)
        counted = counted & sells
        enough = int(counted.sum()) >= LEAST_ERRORS
        found[lead] = masked_quantiles(errors.ravel(), counted.ravel(), LEVELS) if enough else None
    return found


def _errors(
    expected: Expected, units: FloatArray, observed: FloatArray, lead_weeks: int
) -> tuple[DoubleArray, BoolArray]:
    """Errors made in the middle of the week so far ahead, and whether they count, ``(s, d)``."""
    last = units.shape[1]
    days = np.arange(max(last - ERROR_DAYS, min(7 * lead_weeks, last)), last)
    lead_days = np.full(len(days), 7 * lead_weeks - 3)
    return units[:, days] - expected(days, lead_days), observed[:, days] > 0


def _deviations(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Quantiles of each series around its mean: all that is known where nothing was forecast."""
    latest = slice(-LEAST_ERRORS, None)
    counted = observed[:, latest] > 0
    days = np.maximum(counted.sum(axis=1, keepdims=True), 1)
    mean = units[:, latest].sum(axis=1, keepdims=True) / days
    return masked_quantiles(units[:, latest] - mean, counted, LEVELS)


def _error_quantiles(
    errors: DoubleArray, counted: BoolArray, pooled: DoubleArray | None, nearer: DoubleArray
) -> DoubleArray:
    """Quantiles of errors, ``(s, q)``: own, else pooled, else of the few there are, else nearer."""
    own = masked_quantiles(errors, counted, LEVELS)
    count = counted.sum(axis=1)[:, None]
    if pooled is not None:
        return np.where(count >= LEAST_ERRORS, own, pooled)
    return np.where(count > 0, own, nearer)
