"""Running figures of a demand history that look only backwards, and skip unobserved days."""

import numpy as np

from forecasting.distribution import DoubleArray, FloatArray

WEEKS_AVERAGED = 4
"""Same weekdays in the seasonal mean: the planner's habit."""

_SHORT_DAYS = 28
_LONG_DAYS = 365
_LONG_WEIGHT_DAYS = 3.0
_SPREAD_DAYS = 91
_FLOOR_UNITS = 0.01


def trailing_mean(values: FloatArray, weights: FloatArray, days: int) -> DoubleArray:
    """Weighted mean of the last `days` days before each day.

    Parameters
    ----------
    values, weights
        Figures and how much each counts (0: not observed), ``(..., t)``.

    Returns
    -------
    array
        ``(..., t + 1)``; entry `d` uses days before `d` only, and is 0 where none counts.
    """
    total, count = trailing_sums(values, weights, days)
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0)


def trailing_sums(
    values: FloatArray, weights: FloatArray, days: int
) -> tuple[DoubleArray, DoubleArray]:
    """Weighted sum and sum of weights of the last `days` days before each day, ``(..., t + 1)``."""
    edge = [(0, 0)] * (values.ndim - 1) + [(1, 0)]
    # float64: a float32 running sum over years loses the small days.
    sums = np.pad(np.cumsum(values * weights, axis=-1, dtype=np.float64), edge)
    counts = np.pad(np.cumsum(weights, axis=-1, dtype=np.float64), edge)
    ends = np.arange(sums.shape[-1])
    starts = np.maximum(ends - days, 0)
    return sums[..., ends] - sums[..., starts], counts[..., ends] - counts[..., starts]


def causal_level(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Usual daily units of each series as known before each day, ``(s, t + 1)``, above zero.

    The mean of four weeks, leaning on that of a year where days are missing. Dividing by it lets
    one network serve series of any size (Salinas et al. 2020, DeepAR, section 3.3), here anew at
    each day, so that a window never knows its own future.
    """
    long = trailing_mean(units, observed, _LONG_DAYS)
    total, count = trailing_sums(units, observed, _SHORT_DAYS)
    level = (total + _LONG_WEIGHT_DAYS * long) / (count + _LONG_WEIGHT_DAYS)
    return np.asarray(level + _FLOOR_UNITS)


def causal_spread(units: FloatArray, observed: FloatArray, level: DoubleArray) -> DoubleArray:
    """Mean absolute deviation from the level over a quarter, as a share of it, ``(s, t + 1)``."""
    deviation = np.abs(units - level[:, :-1]).astype(np.float32)
    total, count = trailing_sums(deviation, observed, _SPREAD_DAYS)
    weight = 7.0
    share = (total / level + weight) / (count + weight)
    return np.clip(share, 0.02, 5.0)


def same_weekday_mean(
    units: FloatArray,
    observed: FloatArray,
    days: np.ndarray[tuple[int], np.dtype[np.int64]],
    lead_weeks: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> tuple[DoubleArray, DoubleArray]:
    """Mean of the last same weekdays known `lead_weeks` weeks ahead.

    Parameters
    ----------
    units, observed
        ``(s, t)``.
    days
        Days wanted, ``(d,)``; they may lie beyond the history.
    lead_weeks
        Weeks between each day and the latest same weekday that may be used, ``(d,)``, from 1.

    Returns
    -------
    mean, count
        Mean and how many observed days it has, ``(s, d)``; the mean is 0 where the count is.
    """
    total = np.zeros((len(units), len(days)))
    count = np.zeros_like(total)
    for week in range(WEEKS_AVERAGED):
        source = days - 7 * (lead_weeks + week)
        known = (source >= 0) & (source < units.shape[1])
        column = np.where(known, source, 0)
        weight = observed[:, column] * known
        total += units[:, column] * weight
        count += weight
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0), count
