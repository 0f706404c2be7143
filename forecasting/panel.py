"""A demand history and what is known beside it, as the arrays a learned model reads."""

from dataclasses import dataclass, replace

import numpy as np

from domain.demand import DemandHistory
from domain.geo import great_circle_m
from forecasting.distribution import DoubleArray, FloatArray, IntArray
from forecasting.known_facts import KnownDays, KnownFacts, codes_of, known_days
from forecasting.recent_level import (
    WEEKS_AVERAGED,
    causal_figures,
    price_ratio,
)

NEAREST_PLACES = 3
"""Places counted as neighbours of a place."""

_PULSE_LIMIT = 2.5
_POOLED_LIMIT = 8.0
_ROWS_AT_ONCE = 512
_LEAST_DISTANCE_M = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Everything a learned model may know at the end of a history, causal day by day.

    Figures of day `d` in `level`, `spread` and `trends` use days before `d` alone.

    Parameters
    ----------
    horizon_days
        Days to forecast, `h`.
    units, observed
        Demand and whether it was observed on a day that was open, as 0 or 1; ``(s, t)``.
    level, spread
        Usual daily units, and deviation from them as a share; ``(s, t + 1)``.
    trends
        Logarithms of recent over older level: week over month, month over quarter, quarter over
        year; ``(s, t, 3)``.
    known
        Calendar, holidays, closed days, promotions, planned prices.
    place
        Place of each series as a number, ``(s,)``.
    codes
        Region, place, category and item of each series as numbers, ``(s, 4)``.
    code_counts
        How many there are of each.
    group_demand
        For each set of series that share a region, place, category or item, for the places
        nearest to each, and for all together, their demand over their level, ``(g, t)``.
    group_of
        Rows of `group_demand` that each series belongs to, ``(s, k)``.
    pulse
        Logarithm of the demand of all series over the mean of their same weekdays, ``(t,)``.
    price
        Logarithm of the latest price over the usual one before it, ``(s, t)``; None where the
        history has no prices. What is known of prices ahead is in `known`.
    """

    horizon_days: int
    units: FloatArray
    observed: FloatArray
    level: FloatArray
    spread: FloatArray
    trends: FloatArray
    known: KnownDays
    place: IntArray
    codes: IntArray
    code_counts: tuple[int, ...]
    group_demand: FloatArray
    group_of: IntArray
    pulse: FloatArray
    price: FloatArray | None = None

    @property
    def series(self) -> int:
        """Number of series."""
        return int(self.units.shape[0])

    @property
    def days(self) -> int:
        """Days of history."""
        return int(self.units.shape[1])

    def first_rows(self, count: int) -> "Panel":
        """The same for the first series only; groups and places stay whole."""
        known = replace(
            self.known,
            promotion=self.known.promotion[:count],
            price=None if self.known.price is None else self.known.price[:count],
        )
        return replace(
            self,
            units=self.units[:count],
            observed=self.observed[:count],
            level=self.level[:count],
            spread=self.spread[:count],
            trends=self.trends[:count],
            known=known,
            place=self.place[:count],
            codes=self.codes[:count],
            group_of=self.group_of[:count],
            price=None if self.price is None else self.price[:count],
        )


def build_panel(history: DemandHistory, facts: KnownFacts, horizon_days: int) -> Panel:
    """Arrays of a usable history and the horizon after it.

    Parameters
    ----------
    history
        Usable history as known at the forecast date.
    facts
        What is known beside it.
    horizon_days
        Days to forecast.
    """
    place, place_names = codes_of([key.place_id for key in history.keys])
    known = known_days(history, facts, place_names, horizon_days)
    observed = history.observed * known.open[place, : history.days]
    units = history.units * observed
    level, spread, trends = causal_figures(units, observed)
    codes, code_counts = _codes(history, facts)
    expected = level[:, :-1] * observed
    group_demand, group_of = _groups(units, expected, codes, code_counts)
    nearby = _nearby(facts, place_names)
    if nearby is not None:
        nearby_demand = _pooled_nearby(units, expected, place, nearby)
        group_of = np.concatenate([group_of, place[:, None] + len(group_demand)], axis=1)
        group_demand = np.concatenate([group_demand, nearby_demand])
    return Panel(
        horizon_days=horizon_days,
        units=units,
        observed=observed,
        level=level,
        spread=spread,
        trends=trends,
        known=known,
        place=place,
        codes=codes,
        code_counts=code_counts,
        group_demand=group_demand,
        group_of=group_of,
        pulse=_pulse(units, observed),
        price=None if history.price is None else price_ratio(history.price),
    )


def _codes(history: DemandHistory, facts: KnownFacts) -> tuple[IntArray, tuple[int, ...]]:
    named = (
        [facts.region_of(key.place_id) for key in history.keys],
        [key.place_id for key in history.keys],
        [facts.group_of(key.item_id) for key in history.keys],
        [key.item_id for key in history.keys],
    )
    coded = [codes_of(names) for names in named]
    codes = np.stack([numbers for numbers, _ in coded], axis=1)
    return codes, tuple(len(names) for _, names in coded)


def _groups(
    units: FloatArray, expected: FloatArray, codes: IntArray, code_counts: tuple[int, ...]
) -> tuple[FloatArray, IntArray]:
    """Demand over level of series that share something, and which of them each belongs to."""
    every = np.zeros(len(units), np.int64)
    demand, member_of = [_pooled(units, expected, every, 1)], [every]
    for column, count in enumerate(code_counts):
        if 1 < count < len(units):
            member_of.append(codes[:, column] + sum(len(rows) for rows in demand))
            demand.append(_pooled(units, expected, codes[:, column], count))
    return np.concatenate(demand), np.stack(member_of, axis=1)


def _pooled(units: FloatArray, expected: FloatArray, group: IntArray, count: int) -> FloatArray:
    return _over(_sums(units, group, count), _sums(expected, group, count))


def _sums(values: FloatArray, group: IntArray, count: int) -> DoubleArray:
    """Sums of the rows of each group."""
    from scipy.sparse import csr_array

    member = csr_array(
        (np.ones(len(group)), (group, np.arange(len(group)))), shape=(count, len(group))
    )
    return np.asarray(member @ values)


def _over(total: DoubleArray, usual: DoubleArray) -> FloatArray:
    ratio = np.divide(total, usual, out=np.ones_like(total), where=usual > 0)
    return np.minimum(ratio, _POOLED_LIMIT).astype(np.float32)


def _nearby(facts: KnownFacts, places: tuple[str, ...]) -> DoubleArray | None:
    """How much each place counts for each, ``(p, p)``: the nearest few, by one over the distance.

    Rows of places whose location is not known are empty; None where fewer than three are known.

    References
    ----------
    Anselin, L. (1988). Spatial econometrics: methods and models, chapter 3 (spatial lag).
    """
    rows = np.array([row for row, place in enumerate(places) if place in facts.place_locations])
    if len(rows) <= 2:
        return None
    located = [facts.place_locations[places[row]] for row in rows]
    lat, lon = np.radians([[place.lat, place.lon] for place in located]).T
    # Straight through the earth the order of the nearest is the same as over its surface.
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    nearest = np.argsort(-points @ points.T, axis=1, kind="stable")
    weights = np.zeros((len(places), len(places)))
    for here, others in enumerate(nearest.tolist()):
        for there in [other for other in others if other != here][:NEAREST_PLACES]:
            apart_m = great_circle_m(located[here], located[there])
            weights[rows[here], rows[there]] = 1 / max(apart_m, _LEAST_DISTANCE_M)
    return weights


def _pooled_nearby(
    units: FloatArray, expected: FloatArray, place: IntArray, nearby: DoubleArray
) -> FloatArray:
    """Spatial lag: demand over level at the places near each, ``(p, t)``."""
    count = nearby.shape[0]
    total = nearby @ _sums(units, place, count)
    return _over(np.asarray(total), np.asarray(nearby @ _sums(expected, place, count)))


def _pulse(units: FloatArray, observed: FloatArray) -> FloatArray:
    sold = np.zeros(units.shape[1])
    usual = np.zeros_like(sold)
    for first in range(0, len(units), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        mean, counted = _last_weeks_mean(units[rows], observed[rows])
        sold += (units[rows] * counted).sum(axis=0, dtype=np.float64)
        usual += (mean * counted).sum(axis=0, dtype=np.float64)
    ratio = np.divide(sold + 1e-9, usual, out=np.ones_like(sold), where=usual > 0)
    return np.asarray(np.clip(np.log(ratio), -_PULSE_LIMIT, _PULSE_LIMIT), np.float32)


def _last_weeks_mean(units: FloatArray, observed: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean of the same weekdays of the last weeks, and whether it and the day itself count."""
    total, count = np.zeros((2, *units.shape), np.float32)
    for week in range(1, WEEKS_AVERAGED + 1):
        total[:, 7 * week :] += units[:, : -7 * week]
        count[:, 7 * week :] += observed[:, : -7 * week]
    mean: FloatArray = total / np.maximum(count, 1)
    counted: FloatArray = observed * (count > 0)
    return mean, counted
