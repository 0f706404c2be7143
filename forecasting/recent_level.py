"""Running figures of a demand history that look only backwards, and skip unobserved days."""

from itertools import pairwise

import numpy as np

from forecasting.distribution import DoubleArray, FloatArray

WEEKS_AVERAGED = 4
"""Same weekdays in the seasonal mean: the planner's habit."""

_SHORT_DAYS = 28
_LONG_DAYS = 365
_LONG_WEIGHT_DAYS = 3.0
_SPREAD_DAYS = 91
_TREND_DAYS = (7, 28, 91, 365)
_ROWS_AT_ONCE = 256
_PRICE_DAYS = 91
_PRICE_LIMIT = 2.0
_FLOOR_UNITS = 0.01


class TrailingSums:
    """Weighted sums over the days before each day, for any number of days.

    Parameters
    ----------
    values, weights
        Figures and how much each counts (0: not observed), ``(..., t)``.
    """

    def __init__(self, values: FloatArray | DoubleArray, weights: FloatArray) -> None:
        self._total = _running(values * weights)
        self._count = _running(weights)

    def sums(self, days: int) -> tuple[DoubleArray, DoubleArray]:
        """Sum and sum of weights of the last `days` days before each day, ``(..., t + 1)``."""
        return _last_days(self._total, days), _last_days(self._count, days)

    def mean(self, days: int) -> DoubleArray:
        """Mean of the last `days` days before each day, 0 where none counts, ``(..., t + 1)``."""
        total, count = self.sums(days)
        return np.divide(total, count, out=np.zeros_like(total), where=count > 0)


def trailing_mean(values: FloatArray | DoubleArray, weights: FloatArray, days: int) -> DoubleArray:
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
    return TrailingSums(values, weights).mean(days)


def trailing_sums(
    values: FloatArray | DoubleArray, weights: FloatArray, days: int
) -> tuple[DoubleArray, DoubleArray]:
    """Weighted sum and sum of weights of the last `days` days before each day, ``(..., t + 1)``."""
    return TrailingSums(values, weights).sums(days)


def _running(values: FloatArray | DoubleArray) -> DoubleArray:
    """Sums of all days before each day, ``(..., t + 1)``."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    # float64: a float32 running sum over years loses the small days.
    np.cumsum(values, axis=-1, dtype=np.float64, out=sums[..., 1:])
    return sums


def _last_days(running: DoubleArray, days: int) -> DoubleArray:
    sums = running.copy()
    sums[..., days:] -= running[..., : max(running.shape[-1] - days, 0)]
    return sums


def causal_level(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Usual daily units of each series as known before each day, ``(s, t + 1)``, above zero.

    The mean of four weeks, leaning on that of a year where days are missing. Dividing by it lets
    one network serve series of any size (Salinas et al. 2020, DeepAR, section 3.3), here anew at
    each day, so that a window never knows its own future.
    """
    return _level(TrailingSums(units, observed))


def _level(sold: TrailingSums) -> DoubleArray:
    total, count = sold.sums(_SHORT_DAYS)
    level = (total + _LONG_WEIGHT_DAYS * sold.mean(_LONG_DAYS)) / (count + _LONG_WEIGHT_DAYS)
    return np.asarray(level + _FLOOR_UNITS)


def causal_spread(units: FloatArray, observed: FloatArray, level: DoubleArray) -> DoubleArray:
    """Mean absolute deviation from the level over a quarter, as a share of it, ``(s, t + 1)``."""
    deviation = np.abs(units - level[:, :-1]).astype(np.float32)
    total, count = trailing_sums(deviation, observed, _SPREAD_DAYS)
    weight = 7.0
    share = (total / level + weight) / (count + weight)
    return np.clip(share, 0.02, 5.0)


def causal_figures(
    units: FloatArray, observed: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Level, spread and trends of each series; entry `d` uses days before `d` only.

    Returns
    -------
    level, spread
        As `causal_level` and `causal_spread`, ``(s, t + 1)``.
    trends
        Logarithms of recent over older level: week over month, month over quarter, quarter over
        year; ``(s, t, 3)``.
    """
    series, days = units.shape
    level = np.empty((series, days + 1), np.float32)
    spread = np.empty_like(level)
    trends = np.empty((series, days, len(_TREND_DAYS) - 1), np.float32)
    # Few rows at a time stay in the processor's cache.
    for first in range(0, series, _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        sold = TrailingSums(units[rows], observed[rows])
        exact = _level(sold)
        level[rows] = exact
        spread[rows] = causal_spread(units[rows], observed[rows], exact)
        cushion = 0.05 * exact
        logs = [np.log((sold.mean(span) + cushion).astype(np.float32)) for span in _TREND_DAYS]
        for step, (recent, older) in enumerate(pairwise(logs)):
            np.clip((recent - older)[:, :-1], -3, 3, out=trends[rows, :, step])
    return level, spread, trends


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


def price_ratio(prices: DoubleArray | FloatArray) -> FloatArray:
    """Logarithm of each day's price over the usual one of the quarter before.

    Parameters
    ----------
    prices
        Prices, ``(s, t)``; those not above zero or not finite are unknown, and the last one known
        holds on.

    Returns
    -------
    array
        ``(s, t)``; 0 where no price or no usual price is known yet.
    """
    with np.errstate(invalid="ignore"):
        known = np.isfinite(prices) & (prices > 0)
    last = np.maximum.accumulate(np.where(known, np.arange(prices.shape[1]), 0), axis=1)
    held = np.take_along_axis(np.where(known, prices, 0), last, axis=1).astype(np.float64)
    counted = (held > 0).astype(np.float32)
    usual = trailing_mean(held, counted, _PRICE_DAYS)[:, :-1]
    both = (held > 0) & (usual > 0)
    ratio = np.divide(held, usual, out=np.ones_like(held), where=both)
    return np.asarray(np.clip(np.log(ratio), -_PRICE_LIMIT, _PRICE_LIMIT), np.float32)
