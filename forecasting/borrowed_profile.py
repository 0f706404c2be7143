"""Forecasts for series with little or no history, from series like them.

The ladder: the same item elsewhere, the same category, everything. What is borrowed is the shape
of the week, the level (as far as the series has none of its own yet) and the relative spread.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory, ForecastBasis
from forecasting.distribution import (
    LEVELS,
    BoolArray,
    Distribution,
    DoubleArray,
    IntArray,
    lawful,
    masked_quantiles,
)
from forecasting.known_facts import KnownFacts

FULL_HISTORY_DAYS = 56
"""Observed days from which a series is forecast from its own history: eight weeks."""

SILENT_DAYS = 7
"""Observed days without a sale after which a series is taken to sell nothing."""

_RECENT_DAYS = 91
_PRIOR_DAYS = 7.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """What similar series have in common.

    Parameters
    ----------
    weekday
        Demand of each weekday over the mean of the week, Monday first, ``(7,)``.
    level
        Mean daily units of one series.
    within, between
        Quantiles of demand over its expectation, for a series whose level is known and for one
        whose level is only that of the others, ``(q,)``.
    """

    weekday: DoubleArray
    level: float
    within: DoubleArray
    between: DoubleArray


def borrowing_rows(history: DemandHistory) -> IntArray:
    """Series with too few observed days to be forecast from their own history."""
    return np.flatnonzero(history.observed.sum(axis=1) < FULL_HISTORY_DAYS)


def silent_rows(history: DemandHistory) -> BoolArray:
    """Whether each series was watched for a week or more and never sold, ``(s,)``."""
    watched = history.observed.sum(axis=1) >= SILENT_DAYS
    return np.asarray(watched & (history.units.max(axis=1, initial=0) == 0))


def with_borrowed(
    distribution: Distribution, history: DemandHistory, facts: KnownFacts, rows: IntArray
) -> Distribution:
    """The distribution with series of little history taken from their likes, and silent ones zero.

    Parameters
    ----------
    distribution
        Forecast of some series of the history.
    history
        Usable history as known at the forecast date.
    facts
        Names the categories.
    rows
        Series that the distribution is of.
    """
    mean, quantiles = distribution.mean.copy(), distribution.quantiles.copy()
    place = {row: index for index, row in enumerate(rows.tolist())}
    for (_, likes), borrowers in _borrowers_by_likes(history, facts).items():
        profile = _profile(history, np.array(likes, np.int64))
        for row in place.keys() & set(borrowers):
            own = _from_profile(history, row, profile, mean.shape[1])
            mean[place[row]], quantiles[place[row]] = own
    silent = silent_rows(history)[rows]
    mean[silent], quantiles[silent] = 0, 0
    return lawful(mean, quantiles)


def basis_of_rows(history: DemandHistory, facts: KnownFacts) -> tuple[ForecastBasis, ...]:
    """What the forecast of each series rests on."""
    basis = [ForecastBasis.OWN] * len(history.keys)
    for (rung, _), borrowers in _borrowers_by_likes(history, facts).items():
        for row in borrowers:
            basis[row] = rung
    for row in np.flatnonzero(silent_rows(history)).tolist():
        basis[row] = ForecastBasis.SILENT
    return tuple(basis)


def _borrowers_by_likes(
    history: DemandHistory, facts: KnownFacts
) -> dict[tuple[ForecastBasis, tuple[int, ...]], list[int]]:
    """Series that borrow, by the rung of the ladder and the series they borrow from."""
    lenders = set(np.flatnonzero(history.observed.sum(axis=1) >= FULL_HISTORY_DAYS).tolist())
    lenders = lenders or set(np.flatnonzero(history.observed.any(axis=1)).tolist())
    by_item, by_group = defaultdict(list), defaultdict(list)
    for row in sorted(lenders):
        item = history.keys[row].item_id
        by_item[item].append(row)
        by_group[facts.group_of(item)].append(row)
    everything = tuple(sorted(lenders))
    found: dict[tuple[ForecastBasis, tuple[int, ...]], list[int]] = defaultdict(list)
    for row in borrowing_rows(history).tolist():
        item = history.keys[row].item_id
        group = facts.group_of(item)
        if item in by_item:
            found[ForecastBasis.SAME_ITEM, tuple(by_item[item])].append(row)
        elif group in by_group:
            found[ForecastBasis.SAME_CATEGORY, tuple(by_group[group])].append(row)
        else:
            found[ForecastBasis.EVERYTHING, everything].append(row)
    return found


def _profile(history: DemandHistory, likes: IntArray) -> Profile:
    """What some series have in common over their last quarter."""
    if not len(likes):
        flat = np.zeros(len(LEVELS))
        return Profile(weekday=np.ones(7), level=0.0, within=flat, between=flat)
    first = max(history.days - _RECENT_DAYS, 0)
    units = history.units[likes, first:].astype(np.float64)
    observed = history.observed[likes, first:]
    weekdays = _weekdays(history, first, history.days)
    own = _share(units.sum(axis=1), observed.sum(axis=1))
    level = float(own.mean())
    weekday = _weekday_shape(units, observed, weekdays)
    shape = np.maximum(weekday[weekdays], 1e-6)
    within = _share(units, own[:, None] * shape)
    known = observed & (own[:, None] > 0)
    return Profile(
        weekday=weekday,
        level=level,
        within=masked_quantiles(within.ravel(), known.ravel(), LEVELS),
        between=masked_quantiles(_share(units, level * shape).ravel(), observed.ravel(), LEVELS),
    )


def _weekday_shape(units: DoubleArray, observed: BoolArray, weekdays: IntArray) -> DoubleArray:
    """Mean of each weekday over the mean of all days; leans on 1 where there are few days."""
    overall = _share(units.sum(), observed.sum())
    days = np.array([observed[:, weekdays == day].sum() for day in range(7)], np.float64)
    sold = np.array([units[:, weekdays == day].sum() for day in range(7)])
    shape = _share(sold + overall, (days + 1) * overall)
    return shape if overall > 0 else np.ones(7)


def _from_profile(
    history: DemandHistory, row: int, profile: Profile, horizon_days: int
) -> tuple[DoubleArray, DoubleArray]:
    """Mean ``(h,)`` and quantiles ``(h, q)`` of one series from what it has and what it borrows."""
    first = max(history.days - _RECENT_DAYS, 0)
    observed = history.observed[row, first:]
    shape = profile.weekday[_weekdays(history, first, history.days)]
    sold = float(history.units[row, first:][observed].sum(dtype=np.float64))
    own_days = float(shape[observed].sum())
    level = (sold + _PRIOR_DAYS * profile.level) / (own_days + _PRIOR_DAYS)
    trust = own_days / (own_days + _PRIOR_DAYS)
    relative = trust * profile.within + (1 - trust) * profile.between
    ahead = _weekdays(history, history.days, history.days + horizon_days)
    mean = level * profile.weekday[ahead]
    return mean, mean[:, None] * relative


def _weekdays(history: DemandHistory, first: int, behind: int) -> IntArray:
    """Weekday of some columns, Monday 0."""
    return np.asarray((history.first_date.weekday() + np.arange(first, behind)) % 7)


def _share(part: DoubleArray | float, whole: DoubleArray | float) -> DoubleArray:
    """Quotient, 0 where the divisor is."""
    top, bottom = np.broadcast_arrays(np.asarray(part, np.float64), np.asarray(whole, np.float64))
    return np.asarray(np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0))
