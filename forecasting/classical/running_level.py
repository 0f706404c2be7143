"""Exponential smoothing of a level alone, over all series at once."""

from dataclasses import dataclass

import numpy as np

from forecasting.distribution import DoubleArray, FloatArray

RATES = np.array([0.02, 0.05, 0.1, 0.2], np.float32)
"""Shares of each new figure among which a series chooses."""

_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunningLevel:
    """A level as known before each day, ``(s, t + 1)``, and the rate of each series, ``(s,)``."""

    level: FloatArray
    rate: FloatArray


def running_level(values: FloatArray, weights: FloatArray) -> RunningLevel:
    """Smooth a level at the rate that would have foretold each series a week ahead best.

    The first figures are simply averaged, until one of them would count less than the rate.

    Parameters
    ----------
    values, weights
        Figures, and 1 where they count, else 0; ``(s, t)``.
    """
    figures, counted = (np.ascontiguousarray(array.T) for array in (values, weights))
    counts = np.cumsum(counted, axis=0, dtype=np.float32)
    # A day that does not count has no share in the level.
    fair = (counted / np.maximum(counts, 1)).astype(np.float32)
    rate = RATES[np.argmin(_losses(figures, fair), axis=0)]
    return RunningLevel(level=_levels(figures, fair, rate), rate=rate)


def _losses(figures: FloatArray, fair: FloatArray) -> FloatArray:
    """Squared errors a week ahead at each rate, ``(r, s)``."""
    level, loss = (np.zeros((len(RATES), figures.shape[1]), np.float32) for _ in range(2))
    told = np.zeros((_WEEK, *level.shape), np.float32)
    rates = RATES[:, None]
    for day, figure in enumerate(figures):
        weekday = day % _WEEK
        if day >= _WEEK:
            missed = (figure - told[weekday]) * (fair[day] > 0)
            loss += missed * missed
        level += np.maximum(rates * (fair[day] > 0), fair[day]) * (figure - level)
        told[weekday] = level
    return loss


def _levels(figures: FloatArray, fair: FloatArray, rate: FloatArray) -> FloatArray:
    """Levels before each day at a known rate, ``(s, t + 1)``."""
    gains = np.maximum(rate * (fair > 0), fair)
    levels = np.zeros((len(figures) + 1, len(rate)), np.float32)
    for day, figure in enumerate(figures):
        levels[day + 1] = levels[day] + gains[day] * (figure - levels[day])
    return np.ascontiguousarray(levels.T)


def weekday_means(units: FloatArray, observed: FloatArray) -> tuple[DoubleArray, DoubleArray]:
    """Mean of each weekday, and how many days it has, ``(s, 7)``; column 0 is that of day 0."""
    spare = [(0, 0), (0, -units.shape[1] % 7)]
    total = np.pad(units, spare).reshape(len(units), -1, 7).sum(axis=1, dtype=np.float64)
    count = np.pad(observed, spare).reshape(len(units), -1, 7).sum(axis=1, dtype=np.float64)
    return total / np.maximum(count, 1), count
