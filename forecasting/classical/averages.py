"""The rules of thumb: repeat last week, the mean of four weeks, the mean of same weekdays."""

import numpy as np

from forecasting.classical.rule import Expected, known_on
from forecasting.distribution import DoubleArray, FloatArray, IntArray
from forecasting.recent_level import TrailingSums, same_weekday_mean

_AVERAGED_DAYS = 28


def seasonal_naive(units: FloatArray, observed: FloatArray) -> Expected:
    """Repeat the last observed same weekday."""
    recent = recent_mean(units, observed)
    latest = np.where(observed > 0, np.arange(units.shape[1]), -1)
    for weekday in range(7):
        same = latest[:, weekday::7]
        np.maximum.accumulate(same, axis=1, out=same)

    def expected(days: IntArray, leads: IntArray) -> DoubleArray:
        source = days - 7 * _weeks(leads)
        day = np.where(source >= 0, latest[:, np.maximum(source, 0)], -1)
        repeated = np.take_along_axis(units, np.maximum(day, 0), axis=1)
        return np.where(day >= 0, repeated, recent[:, known_on(days, leads)])

    return expected


def moving_average(units: FloatArray, observed: FloatArray) -> Expected:
    """The mean of the last 28 days, whatever the weekday."""
    recent = recent_mean(units, observed)

    def expected(days: IntArray, leads: IntArray) -> DoubleArray:
        return recent[:, known_on(days, leads)]

    return expected


def seasonal_mean(units: FloatArray, observed: FloatArray) -> Expected:
    """The mean of the last four same weekdays."""
    recent = recent_mean(units, observed)

    def expected(days: IntArray, leads: IntArray) -> DoubleArray:
        mean, count = same_weekday_mean(units, observed, days, _weeks(leads))
        return np.where(count > 0, mean, recent[:, known_on(days, leads)])

    return expected


def recent_mean(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Mean of four weeks before each day, of all days where none is observed, ``(s, t + 1)``."""
    sold = TrailingSums(units, observed)
    total, count = sold.sums(_AVERAGED_DAYS)
    return np.where(count > 0, total / np.maximum(count, 1), sold.mean(units.shape[1]))


def _weeks(leads: IntArray) -> IntArray:
    """Weeks back to the latest same weekday that was known."""
    return (leads + 6) // 7
