"""Exponential smoothing with a weekday season and a damped trend, over all series at once.

References
----------
Hyndman, R. J., Koehler, A. B., Ord, J. K., Snyder, R. D. (2008). Forecasting with Exponential
Smoothing, chapter 2: ETS(A, Ad, A) in error-correction form.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from forecasting.classical.rule import Expected, known_on
from forecasting.classical.running_level import weekday_means
from forecasting.distribution import DoubleArray, FloatArray, IntArray

_LEVEL_RATES = (0.02, 0.05, 0.1, 0.2)
_TREND_SHARES = (0.0, 0.05)
_SEASON_RATES = (0.02, 0.05, 0.1)
_GRID = np.array(
    [
        (level, level * trend, season)
        for level, trend, season in itertools.product(_LEVEL_RATES, _TREND_SHARES, _SEASON_RATES)
    ],
    np.float32,
)
_DAMPING = np.float32(0.97)
_FIRST_DAYS = 56
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Start:
    """Level ``(s,)`` and season of each weekday ``(7, s)`` to start from."""

    level: FloatArray
    season: FloatArray


def smoothing(units: FloatArray, observed: FloatArray) -> Expected:
    """Smooth level, trend and season at the rates that foretold each series a week ahead best.

    The next day alone would favour quick rates, which are worse over a horizon of weeks.
    """
    start = _start(units, observed)
    figures, seen = (np.ascontiguousarray(array.T) for array in (units, observed))
    rates = _GRID[np.argmin(_losses(figures, seen, start), axis=0)]
    levels, trends, seasons = _states(figures, seen, start, rates)

    def expected(days: IntArray, leads: IntArray) -> DoubleArray:
        known = known_on(days, leads)
        reach = _reach(leads)
        # Seven rows stand before day 0; the latest same weekday known is whole weeks back.
        season = seasons[days + _WEEK - _WEEK * ((leads + 6) // 7)]
        return np.asarray((levels[known] + reach[:, None] * trends[known] + season).T)

    return expected


def _reach(leads: IntArray) -> DoubleArray:
    """How many of its daily steps a damped trend goes in so many days."""
    return np.asarray(_DAMPING * (1 - _DAMPING**leads) / (1 - _DAMPING), np.float64)


def _start(units: FloatArray, observed: FloatArray) -> _Start:
    """Level and season of the first eight weeks."""
    mean, count = weekday_means(units[:, :_FIRST_DAYS], observed[:, :_FIRST_DAYS])
    level = mean.sum(axis=1) / np.maximum((count > 0).sum(axis=1), 1)
    season = np.where(count > 0, mean - level[:, None], 0)
    return _Start(level=level.astype(np.float32), season=season.T.astype(np.float32))


def _losses(figures: FloatArray, seen: FloatArray, start: _Start) -> FloatArray:
    """Squared errors a week ahead for each choice of rates, ``(g, s)``."""
    shape = (len(_GRID), figures.shape[1])
    level = np.broadcast_to(start.level, shape).copy()
    season = np.broadcast_to(start.season[:, None], (_WEEK, *shape)).copy()
    told = season + level
    trend, loss = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    level_rate, trend_rate, season_rate = _GRID.T[:, :, None]
    reach = np.float32(_reach(np.array(_WEEK)))
    for day, figure in enumerate(figures):
        weekday = day % _WEEK
        missed = (figure - told[weekday]) * seen[day]
        loss += missed * missed
        trend *= _DAMPING
        level += trend
        error = (figure - level - season[weekday]) * seen[day]
        level += level_rate * error
        trend += trend_rate * error
        season[weekday] += season_rate * error
        told[weekday] = level + reach * trend + season[weekday]
    return loss


def _states(
    figures: FloatArray, seen: FloatArray, start: _Start, rates: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Level and trend before each day ``(t + 1, s)``; season after it, seven rows earlier."""
    days, series = figures.shape
    levels, trends = (np.zeros((days + 1, series), np.float32) for _ in range(2))
    seasons = np.empty((days + _WEEK, series), np.float32)
    levels[0], seasons[:_WEEK] = start.level, start.season
    level_rate, trend_rate, season_rate = rates.T
    for day, figure in enumerate(figures):
        trend = _DAMPING * trends[day]
        level = levels[day] + trend
        error = (figure - level - seasons[day]) * seen[day]
        levels[day + 1] = level + level_rate * error
        trends[day + 1] = trend + trend_rate * error
        seasons[day + _WEEK] = seasons[day] + season_rate * error
    return levels, trends, seasons
