"""A series as trend, week and remainder, and how strong the first two are.

References
----------
Cleveland et al. (1990), STL: a seasonal-trend decomposition procedure based on loess.
Wang, Smith and Hyndman (2006), Characteristic-based clustering for time series data: strength of
trend and season.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.distribution import DoubleArray

WEEK_DAYS = 7
_TREND_DAYS = 29
_SEASON_WEEKS = 13
_ROUNDS = 3
_LEAST_WEEKS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Parts of a series that add up to it, each ``(t,)``."""

    trend: DoubleArray
    season: DoubleArray
    remainder: DoubleArray

    @property
    def trend_strength(self) -> float:
        """Share of the seasonless variation that the trend explains, 0 to 1."""
        return _strength(self.remainder, self.trend)

    @property
    def season_strength(self) -> float:
        """Share of the trendless variation that the weekday explains, 0 to 1."""
        return _strength(self.remainder, self.season)


def decompose(values: DoubleArray) -> Parts:
    """Trend, weekly season and remainder of a finite series, in turn until they settle.

    Each weekday is smoothed over neighbouring weeks, and what is left over neighbouring days, by
    straight lines fitted with tricube weights. Less than two weeks are all trend.
    """
    season = np.zeros(len(values))
    if len(values) < _LEAST_WEEKS * WEEK_DAYS:
        level = np.full(len(values), values.mean() if len(values) else 0.0)
        return Parts(trend=level, season=season, remainder=values - level)
    trend = _smooth(_week_mean(values), _TREND_DAYS)
    for _ in range(_ROUNDS):
        season = _weekdays(values - trend)
        trend = _smooth(values - season, _TREND_DAYS)
    return Parts(trend=trend, season=season, remainder=values - season - trend)


def _weekdays(values: DoubleArray) -> DoubleArray:
    """Each weekday smoothed over the weeks, less what moves all weekdays alike."""
    season = np.empty(len(values))
    for weekday in range(WEEK_DAYS):
        season[weekday::WEEK_DAYS] = _smooth(values[weekday::WEEK_DAYS], _SEASON_WEEKS)
    return season - _week_mean(season)


def _week_mean(values: DoubleArray) -> DoubleArray:
    """Mean of the week around each day, of the first or last whole week at the ends."""
    inside = np.convolve(values, np.full(WEEK_DAYS, 1 / WEEK_DAYS), mode="valid")
    return np.pad(inside, WEEK_DAYS // 2, mode="edge")


def _smooth(values: DoubleArray, width: int) -> DoubleArray:
    """A straight line fitted around each value, near ones counting most (tricube weights)."""
    half = width // 2 + 1
    step = np.arange(-half + 1, half)
    weights = (1 - np.abs(step / half) ** 3) ** 3
    ones = np.ones(len(values))

    def around(figures: DoubleArray, power: int) -> DoubleArray:
        return np.asarray(np.convolve(figures, (weights * (-step) ** power))[half - 1 : 1 - half])

    s0, s1, s2 = (around(ones, power) for power in range(3))
    y0, y1 = around(values, 0), around(values, 1)
    det = s0 * s2 - s1**2
    flat = y0 / s0
    return np.asarray(np.divide(y0 * s2 - y1 * s1, det, out=flat, where=det > 1e-9))


def _strength(remainder: DoubleArray, part: DoubleArray) -> float:
    both = float(np.var(remainder + part)) if len(part) else 0.0
    # Below this share of the squared size, variation is only rounding.
    if both <= 1e-12 * (1.0 + float(np.max(np.abs(part), initial=0.0)) ** 2):
        return 0.0
    return float(np.clip(1 - np.var(remainder) / both, 0.0, 1.0))
