"""Figures that cannot be demand: not a number, below zero, or far beyond all other days."""

import datetime
from collections.abc import Collection

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import BoolArray, DoubleArray, FloatArray, masked_quantiles

SPIKE_FACTOR = 20.0
"""A day above this many times the 90 % quantile of its selling days is a slip, not demand."""

EXPLAINED_FACTOR = 200.0
"""The same for a day of a promotion or with a name, which may well sell far more."""

SPIKE_MINIMUM_DAYS = 5
"""Selling days needed before a day can be called a slip by these factors."""

_BEYOND_FACTOR = 1000.0
"""Enough to call a day a slip where there are few selling days, or many such days."""

_SEVERAL, _OFTEN = 3, 0.03
"""More slips than this, as a number and as a share of the selling days, are a habit."""

_WEEK_DAYS = 7
_HIGH = 0.9
_HALF = np.array([0.5])
_DOUBTFUL_RATIO = np.log(4.0)
_DOUBTFUL_SPREADS = 6.0
_TO_DEVIATION = 1.4826
"""Standard deviation of a normal variable over its median absolute deviation."""


def impossible_days(history: DemandHistory) -> BoolArray:
    """Observed days whose figure is not finite, or below zero; ``(s, t)``."""
    with np.errstate(invalid="ignore"):
        return history.observed & ~(np.isfinite(history.units) & (history.units >= 0))


def outlier_days(
    units: FloatArray,
    observed: BoolArray,
    explained: BoolArray | None = None,
) -> BoolArray:
    """Days that are slips, such as a 1 typed as 1e9.

    A day is held against the high days of its series and against the usual one of its own
    weekday, so that what sells on one day of the week alone is no slip there. What comes again
    and again, such as a large order each month, is no slip either.

    Parameters
    ----------
    units, observed
        Finite units, and whether they count; ``(s, t)``.
    explained
        Days of a promotion or with a name, ``(s, t)``.
    """
    found = np.zeros(units.shape, np.bool_)
    selling = observed & (units > 0)
    high, count = _high_units(units, selling)
    factor = np.where(count >= SPIKE_MINIMUM_DAYS, SPIKE_FACTOR, _BEYOND_FACTOR)
    limit = np.where(count > 1, factor * high, np.inf)
    suspect = np.flatnonzero((selling & (units > limit)).any(axis=1))
    if not len(suspect):
        return found
    limits = np.maximum(
        limit[suspect], factor[suspect] * _usual_units_of_weekday(units[suspect], selling[suspect])
    )
    if explained is not None:
        limits = np.where(explained[suspect], limits * (EXPLAINED_FACTOR / SPIKE_FACTOR), limits)
    slips = selling[suspect] & (units[suspect] > limits)
    often = slips.sum(axis=1, keepdims=True) > np.maximum(_SEVERAL, _OFTEN * count[suspect])
    beyond_all = units[suspect] > np.maximum(limits, _BEYOND_FACTOR * high[suspect])
    found[suspect] = np.where(often, slips & beyond_all, slips)
    return found


def doubtful_days(units: FloatArray, observed: BoolArray, explained: BoolArray) -> BoolArray:
    """Days that sold far more than their weekday does and that nothing explains; ``(s, t)``.

    They may be demand, so they stay; a planner should look at them. A day is doubtful from four
    times the median of its weekday, and from six times the usual deviation on a scale of ratios.
    """
    selling = observed & (units > 0)
    usual = _usual_units_of_weekday(units, selling)
    judged = selling & (usual > 0)
    ratio = np.log((units + 1.0) / (usual + 1.0))
    spread = _TO_DEVIATION * masked_quantiles(np.abs(ratio), judged, _HALF)
    return np.asarray(
        judged & ~explained & (ratio > np.maximum(_DOUBTFUL_RATIO, _DOUBTFUL_SPREADS * spread))
    )


def explained_days(history: DemandHistory, named: Collection[datetime.date]) -> BoolArray:
    """Days of a promotion, and days with a name; ``(s, t)``."""
    days = [(date - history.first_date).days for date in named]
    explained = history.promoted.copy()
    explained[:, [day for day in days if 0 <= day < history.days]] = True
    return explained


def capped(units: FloatArray, observed: BoolArray, outlier: BoolArray) -> FloatArray:
    """Units with those of outliers lowered to the greatest of their series' other days."""
    greatest = np.where(observed & ~outlier, units, 0).max(axis=1, initial=0, keepdims=True)
    return np.where(outlier, greatest, units).astype(np.float32)


def _high_units(units: FloatArray, selling: BoolArray) -> tuple[DoubleArray, DoubleArray]:
    """The 90 % quantile of each series' selling days from below, and their count; ``(s, 1)``.

    From below, so that of a few days the greatest never stands for the others.
    """
    count = selling.sum(axis=1, keepdims=True)
    if not units.shape[1]:
        return np.zeros(count.shape), count.astype(np.float64)
    ordered = np.sort(np.where(selling, units, np.float32(np.inf)), axis=1)
    place = np.maximum(np.floor(_HIGH * (count - 1)), 0).astype(np.int64)
    high = np.take_along_axis(ordered, place, axis=1).astype(np.float64)
    return np.where(count > 0, high, 0.0), count.astype(np.float64)


def _usual_units_of_weekday(units: FloatArray, selling: BoolArray) -> DoubleArray:
    """Median of each weekday's selling days, 0 where there are too few; ``(s, t)``."""
    usual = np.zeros(units.shape)
    for weekday in range(min(_WEEK_DAYS, units.shape[1])):
        days = slice(weekday, None, _WEEK_DAYS)
        enough = selling[:, days].sum(axis=1, keepdims=True) >= SPIKE_MINIMUM_DAYS
        median = masked_quantiles(units[:, days].astype(np.float64), selling[:, days], _HALF)
        usual[:, days] = np.where(enough, median, 0)
    return usual
