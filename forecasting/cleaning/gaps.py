"""Unknown days inside a series, filled so that the days around them can be learned from.

What is filled counts for levels and lags, never for a judgement: a forecast is held against
recorded days alone. A view of the history that ends at a day is filled from that view, so that
nothing of later days comes into it.

References
----------
Fritsch and Butland (1984), A method for constructing local monotone piecewise cubic
interpolants. Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays
(nearest neighbours).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from domain.demand import DemandHistory
from forecasting.cleaning.closures import days_on_sale, recorded_days, shut_days
from forecasting.distribution import BoolArray, DoubleArray, FloatArray, IntArray
from forecasting.known_facts import codes_of

LONGEST_FILLED_DAYS = 28
"""Longer gaps stay unknown: nobody can say what would have been sold."""

_WEEK_DAYS = 7
_NEAR_DAYS = 28
_NEIGHBOURS = 5
_MOST_CANDIDATES = 200
_LEAST_DAYS_SHARED = 14
_PROFILE_WEEKS = 0.5


def gap_days(history: DemandHistory) -> BoolArray:
    """Days inside a series that may be filled, ``(s, t)``.

    Those are unobserved days between two observed ones, unless the place was shut, the stock had
    run out, or the gap is longer than `LONGEST_FILLED_DAYS`.
    """
    place, _ = codes_of([key.place_id for key in history.keys])
    shut = shut_days(recorded_days(history), place)[place]
    gaps = days_on_sale(history.observed) & ~history.observed & ~shut
    if history.stockout is not None:
        gaps &= ~history.stockout
    return gaps & (_gap_lengths(history.observed) <= LONGEST_FILLED_DAYS)


def fill_gaps(history: DemandHistory, way: str) -> tuple[FloatArray, BoolArray]:
    """Units with gaps filled, and which days were; both ``(s, t)``.

    Parameters
    ----------
    history
        Usable history: units of unobserved days are 0.
    way
        ``mean``, ``linear``, ``cubic``, ``seasonal`` or ``neighbours``.
    """
    gaps = gap_days(history)
    rows = np.flatnonzero(gaps.any(axis=1))
    units = history.units.astype(np.float32)
    if not len(rows):
        return units, gaps
    if way == "neighbours":
        found = _from_neighbours(history, rows)
    else:
        found = np.stack([_WAYS[way](history.units[r], history.observed[r]) for r in rows])
    filled = gaps[rows] & np.isfinite(found)
    units[rows] = np.where(filled, np.maximum(found, 0), units[rows])
    gaps[rows] = filled
    return units, gaps


def mean_curve(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """Mean of the observed days within four weeks of each day; of all where there is none."""
    near = np.ones(2 * _NEAR_DAYS + 1)
    sold = np.convolve(np.where(observed, units, 0).astype(np.float64), near)
    count = np.convolve(observed.astype(np.float64), near)
    inside = slice(_NEAR_DAYS, _NEAR_DAYS + len(units))
    overall = float(units[observed].mean()) if observed.any() else 0.0
    whole = np.full(len(units), overall)
    return np.asarray(np.divide(sold[inside], count[inside], out=whole, where=count[inside] > 0.5))


def linear_curve(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """A straight line from each observed day to the next."""
    known = np.flatnonzero(observed)
    days = np.arange(len(units))
    return np.asarray(np.interp(days, known, units[known].astype(np.float64)))


def cubic_curve(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """A smooth curve through the observed days that never swings beyond its neighbours."""
    from scipy.interpolate import PchipInterpolator

    known = np.flatnonzero(observed)
    if len(known) < 2:
        return linear_curve(units, observed)
    curve = PchipInterpolator(known, units[known].astype(np.float64), extrapolate=False)
    return np.asarray(curve(np.arange(len(units))))


def seasonal_curve(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """A straight line between the observed days as shares of their weekday, times the weekday."""
    profile = _weekday_profile(units, observed)
    level = np.where(observed, units / profile, 0).astype(np.float32)
    return linear_curve(level, observed) * profile


_WAYS: Mapping[str, Callable[[FloatArray, BoolArray], DoubleArray]] = {
    "mean": mean_curve,
    "linear": linear_curve,
    "cubic": cubic_curve,
    "seasonal": seasonal_curve,
}


def _weekday_profile(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """Share of the usual day that each day's weekday sells, leaning on 1 where little is known."""
    weekday = np.arange(len(units)) % _WEEK_DAYS
    known = observed.astype(np.float64)
    sold = np.bincount(weekday, weights=units * known, minlength=_WEEK_DAYS)
    count = np.bincount(weekday, weights=known, minlength=_WEEK_DAYS)
    mean = sold.sum() / max(count.sum(), 1.0)
    if mean <= 0:
        return np.ones(len(units))
    profile = (sold / mean + _PROFILE_WEEKS) / (count + _PROFILE_WEEKS)
    return np.asarray(np.maximum(profile, 0.05)[weekday])


def _from_neighbours(history: DemandHistory, rows: IntArray) -> DoubleArray:
    """What like series sold on each day, as shares of their usual day; ``(rows, t)``.

    Like series are of the same item or place; those that went up and down most alike count. Days
    that none of them has are filled by the week's pattern.
    """
    found = np.stack([seasonal_curve(history.units[r], history.observed[r]) for r in rows])
    usual = _usual_units(history)
    share = np.where(history.observed, history.units / usual, np.nan)
    candidates = _candidates(history, usual[:, 0])
    for index, row in enumerate(rows.tolist()):
        near = _nearest(share, row, candidates(row))
        if len(near):
            count = np.isfinite(share[near]).sum(axis=0)
            total = np.nansum(share[near], axis=0)
            mean = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
            found[index] = np.where(np.isfinite(mean), mean * usual[row, 0], found[index])
    return found


def _usual_units(history: DemandHistory) -> DoubleArray:
    """Mean units of the observed days, above zero; ``(s, 1)``."""
    sold = np.where(history.observed, history.units, 0).sum(axis=1, keepdims=True, dtype=float)
    count = history.observed.sum(axis=1, keepdims=True)
    return np.asarray(np.maximum(sold / np.maximum(count, 1), 1e-6))


def _candidates(history: DemandHistory, usual: DoubleArray) -> Callable[[int], IntArray]:
    """For a series those of the same item or place, the best sellers first, not too many."""
    of_item = _rows_by([key.item_id for key in history.keys])
    of_place = _rows_by([key.place_id for key in history.keys])

    def found(row: int) -> IntArray:
        key = history.keys[row]
        rows = np.union1d(of_item[key.item_id], of_place[key.place_id])
        rows = rows[rows != row]
        return np.asarray(rows[np.argsort(-usual[rows], kind="stable")][:_MOST_CANDIDATES])

    return found


def _rows_by(names: Sequence[str]) -> dict[str, IntArray]:
    codes, known = codes_of(names)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(known)))
    return dict(zip(known, np.split(order, ends[:-1]), strict=True))


def _nearest(share: DoubleArray, row: int, candidates: IntArray) -> IntArray:
    """The few candidates whose ups and downs differ least from those of a series."""
    difference = share[candidates] - share[row]
    count = np.isfinite(difference).sum(axis=1)
    distance = np.nansum(difference**2, axis=1) / np.maximum(count, 1)
    distance[count < _LEAST_DAYS_SHARED] = np.inf
    nearest = np.argsort(distance, kind="stable")[:_NEIGHBOURS]
    return np.asarray(candidates[nearest[np.isfinite(distance[nearest])]])


def _gap_lengths(observed: BoolArray) -> IntArray:
    """Days from the last observed day before to the next one behind, less one; ``(s, t)``."""
    day = np.arange(observed.shape[1])
    far = 2 * observed.shape[1]
    before = np.maximum.accumulate(np.where(observed, day, -far), axis=1)
    behind = np.minimum.accumulate(np.where(observed, day, far)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(behind - before - 1, np.int64)
