"""Demand that is zero on most days: whether anything sells, and how much if it does.

References
----------
Teunter, R. H., Syntetos, A. A., Babai, M. Z. (2011). Intermittent demand: linking forecasting to
inventory obsolescence. European Journal of Operational Research 214 (TSB).
Croston, J. D. (1972). Forecasting and stock control for intermittent demands. Operational
Research Quarterly 23.
"""

from collections.abc import Callable

import numpy as np

from domain.demand import DemandHistory
from forecasting.classical.rule import (
    LEAST_ERRORS,
    WINDOW_DAYS,
    parts,
    pooled_rows,
    scaled_window,
)
from forecasting.classical.running_level import running_level, weekday_means
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

SaleChance = Callable[[FloatArray, FloatArray], DoubleArray]
"""Whether each day sold and whether it counts, ``(s, t)`` -> chance of a sale, ``(s,)``."""

_WEEKDAY_WEIGHT_DAYS = 8.0
_SHARES = np.linspace(0.0, 1.0, 201)


def tsb_chance(sold: FloatArray, observed: FloatArray) -> DoubleArray:
    """Chance of a sale smoothed over all days, so that it falls while nothing sells."""
    return running_level(sold, observed).level[:, -1].astype(np.float64)


def croston_chance(sold: FloatArray, observed: FloatArray) -> DoubleArray:
    """Chance of a sale from the days between sales, smoothed over the sales alone."""
    passed = np.cumsum(observed, axis=1)
    at_sale = np.maximum.accumulate(passed * sold, axis=1)
    before = np.pad(at_sale, [(0, 0), (1, 0)])[:, :-1]
    gaps = ((passed - before) * sold).astype(np.float32)
    gap = running_level(gaps, sold).level[:, -1].astype(np.float64)
    return np.where(gap > 0, 1 / np.maximum(gap, 1), 0.0)


def forecast_intermittent(
    history: DemandHistory, horizon_days: int, rows: IntArray, chance: SaleChance = tsb_chance
) -> Distribution:
    """Forecast a sale or none on each day, and its size as that of past sales.

    Parameters
    ----------
    history
        Usable history as known at the forecast date.
    horizon_days
        Days to forecast.
    rows
        Series wanted.
    chance
        How the chance of a sale is found.
    """
    found = zero_distribution(len(rows), horizon_days)
    if not history.days:
        return found
    pooled = _pooled_sizes(history)
    weekday = (min(history.days, WINDOW_DAYS) + np.arange(horizon_days)) % 7
    for part in parts(len(rows)):
        units, observed, scale = scaled_window(history, rows[part])
        sold = (units > 0).astype(np.float32)
        chances = _by_weekday(chance(sold, observed), sold, observed)
        size, sizes = _size(units, sold, pooled)
        mean = chances * size[:, None]
        quantiles = _compound(chances, sizes) * size[:, None, None]
        law = lawful(mean * scale[:, None], quantiles * scale[:, None, None])
        found.mean[part], found.quantiles[part] = law.mean[:, weekday], law.quantiles[:, weekday]
    return found


def _by_weekday(chance: DoubleArray, sold: FloatArray, observed: FloatArray) -> DoubleArray:
    """Chance of a sale on each weekday, ``(s, 7)``; shrunk to that of any day."""
    share, count = weekday_means(sold, observed)
    usual = (share * count).sum(axis=1) / np.maximum(count.sum(axis=1), 1)
    shrunk = (share * count + _WEEKDAY_WEIGHT_DAYS * usual[:, None]) / (
        count + _WEEKDAY_WEIGHT_DAYS
    )
    tilted = chance[:, None] * shrunk / np.where(usual > 0, usual, 1)[:, None]
    return np.asarray(np.clip(tilted, 0, 1))


def _size(
    units: FloatArray, sold: FloatArray, pooled: DoubleArray
) -> tuple[DoubleArray, DoubleArray]:
    """Usual size of a sale ``(s,)``, and quantiles of sizes over it at `_SHARES`, ``(s, k)``."""
    level = running_level(units, sold).level.astype(np.float64)
    ratios = units / np.where(level[:, :-1] > 0, level[:, :-1], np.inf)
    counted = (sold > 0) & (ratios > 0)
    own = masked_quantiles(ratios, counted, _SHARES)
    enough = counted.sum(axis=1)[:, None] >= LEAST_ERRORS
    return level[:, -1], np.where(enough, own, pooled)


def _pooled_sizes(history: DemandHistory) -> DoubleArray:
    """Quantiles of the sizes of all series' sales over what was usual, at `_SHARES`."""
    units = scaled_window(history, pooled_rows(history))[0]
    sold = (units > 0).astype(np.float32)
    level = running_level(units, sold).level[:, :-1]
    counted = (sold > 0) & (level > 0)
    if not counted.any():
        return np.ones(len(_SHARES))
    ratios = (units[counted] / level[counted]).astype(np.float64)
    return masked_quantiles(ratios, np.ones_like(ratios, np.bool_), _SHARES)


def _compound(chances: DoubleArray, sizes: DoubleArray) -> DoubleArray:
    """Quantiles of a sale or none, ``(s, 7, q)``: zero up to the chance of none, sizes above."""
    none = 1 - chances[..., None]
    within = np.clip((LEVELS - none) / np.maximum(chances, 1e-9)[..., None], 0, 1)
    place = within * (len(_SHARES) - 1)
    below = np.minimum(place.astype(np.int64), len(_SHARES) - 2)
    table = np.broadcast_to(sizes[:, None], (*chances.shape, len(_SHARES)))
    low, high = (np.take_along_axis(table, at, axis=2) for at in (below, below + 1))
    return np.where(within > 0, low + (place - below) * (high - low), 0.0)
