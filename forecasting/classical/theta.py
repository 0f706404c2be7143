"""The Theta method on demand without its weekday season, over all series at once.

References
----------
Assimakopoulos, V., Nikolopoulos, K. (2000). The theta model: a decomposition approach to
forecasting. International Journal of Forecasting 16.
Hyndman, R. J., Billah, B. (2003). Unmasking the Theta method. International Journal of
Forecasting 19: it is a smoothed level with half the drift of a straight line.
"""

import numpy as np

from forecasting.classical.rule import Expected, known_on
from forecasting.classical.running_level import running_level, weekday_means
from forecasting.distribution import DoubleArray, FloatArray, IntArray

_LEAST_SHARE = 0.05
"""A weekday that sells less than this share of the mean says nothing of the level."""

_DRIFT_DAYS = 56
"""A drift found in fewer days than this is mostly chance, and is shrunk."""


def theta(units: FloatArray, observed: FloatArray) -> Expected:
    """Smoothed level and half the drift, times the weekday's share of the mean."""
    shares = _weekday_shares(units, observed)
    daily = shares[:, np.arange(units.shape[1]) % 7]
    told = np.where(daily >= _LEAST_SHARE, observed, 0).astype(np.float32)
    plain = (units / np.maximum(daily, _LEAST_SHARE)).astype(np.float32) * told
    smooth = running_level(plain, told)
    drift = _drift(plain, told)
    rate = smooth.rate[:, None].astype(np.float64)

    def expected(days: IntArray, leads: IntArray) -> DoubleArray:
        known = known_on(days, leads)
        reach = leads - 1 + (1 - (1 - rate) ** known) / rate
        level = smooth.level[:, known] + 0.5 * drift[:, known] * reach
        return np.asarray(level * shares[:, days % 7])

    return expected


def _weekday_shares(units: FloatArray, observed: FloatArray) -> DoubleArray:
    """Mean of each weekday over the mean of all, 1 where it was never observed, ``(s, 7)``."""
    mean, count = weekday_means(units, observed)
    level = mean.sum(axis=1, keepdims=True) / np.maximum((count > 0).sum(axis=1, keepdims=True), 1)
    return np.where((count > 0) & (level > 0), mean / np.where(level > 0, level, 1), 1.0)


def _drift(values: FloatArray, weights: FloatArray) -> DoubleArray:
    """Slope by day of a straight line through all days before each day, ``(s, t + 1)``."""
    days = np.arange(values.shape[1]) - values.shape[1] / 2
    count, along, square, level, product = (
        np.pad(np.cumsum(term, axis=1, dtype=np.float64), [(0, 0), (1, 0)])
        for term in (
            weights,
            weights * days,
            weights * days**2,
            values,
            values * days,
        )
    )
    many = np.maximum(count, 1)
    spread = square - along**2 / many
    return (product - along * level / many) / (spread + _DRIFT_DAYS**3 / 12)
