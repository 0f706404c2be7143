"""A demand history and what is known beside it, as the arrays a network learns from."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import DoubleArray, FloatArray, IntArray
from forecasting.known_facts import KnownDays, KnownFacts, codes_of, known_days
from forecasting.recent_level import (
    causal_level,
    causal_spread,
    same_weekday_mean,
    trailing_mean,
)

_PULSE_LIMIT = 2.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """Everything a network may know at the end of a history, causal day by day.

    Figures of day `d` in `level`, `spread` and `trends` use days before `d` alone.

    Parameters
    ----------
    horizon_days
        Days to forecast, `h`.
    units, observed
        Demand and whether it was observed, as 0 or 1; ``(s, t)``.
    level, spread
        Usual daily units, and deviation from them as a share; ``(s, t + 1)``.
    trends
        Logarithms of recent over older level: week over month, month over quarter, quarter over
        year; ``(s, t, 3)``.
    known
        Calendar, holidays, promotions.
    place
        Place of each series as a number, ``(s,)``.
    codes
        Region, place, category and item of each series as numbers, ``(s, 4)``.
    code_counts
        How many there are of each.
    group_demand
        For each set of series that share a place, category or item, and for all together, their
        demand over their level, ``(g, t)``.
    group_of
        Rows of `group_demand` that each series belongs to, ``(s, k)``.
    pulse
        Logarithm of the demand of all series over the mean of their same weekdays, ``(t,)``.
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

    @property
    def series(self) -> int:
        """Number of series."""
        return int(self.units.shape[0])

    @property
    def days(self) -> int:
        """Days of history."""
        return int(self.units.shape[1])


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
    observed = history.observed.astype(np.float32)
    level = causal_level(history.units, observed)
    places = [key.place_id for key in history.keys]
    place, place_names = codes_of(places)
    codes, code_counts = _codes(history, facts)
    group_demand, group_of = _groups(history.units, observed, level, codes, code_counts)
    return Panel(
        horizon_days=horizon_days,
        units=history.units,
        observed=observed,
        level=level.astype(np.float32),
        spread=causal_spread(history.units, observed, level).astype(np.float32),
        trends=_trends(history.units, observed, level),
        known=known_days(history, facts, place_names, horizon_days),
        place=place,
        codes=codes,
        code_counts=code_counts,
        group_demand=group_demand,
        group_of=group_of,
        pulse=_pulse(history.units, observed),
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


def _trends(units: FloatArray, observed: FloatArray, level: DoubleArray) -> FloatArray:
    means = [trailing_mean(units, observed, days)[:, :-1] for days in (7, 28, 91, 365)]
    cushion = 0.05 * level[:, :-1]
    logs = [np.log(mean + cushion) for mean in means]
    steps = [recent - older for recent, older in pairwise(logs)]
    return np.asarray(np.clip(np.stack(steps, axis=-1), -3, 3), np.float32)


def _groups(
    units: FloatArray,
    observed: FloatArray,
    level: DoubleArray,
    codes: IntArray,
    code_counts: tuple[int, ...],
) -> tuple[FloatArray, IntArray]:
    """Demand over level of series that share something, and which of them each belongs to."""
    expected = level[:, :-1] * observed
    demand, member_of = [_pooled(units, expected, np.zeros(len(units), np.int64), 1)], []
    member_of.append(np.zeros(len(units), np.int64))
    for column, count in enumerate(code_counts):
        if 1 < count < len(units):
            member_of.append(codes[:, column] + sum(len(rows) for rows in demand))
            demand.append(_pooled(units, expected, codes[:, column], count))
    return np.concatenate(demand), np.stack(member_of, axis=1)


def _pooled(units: FloatArray, expected: DoubleArray, group: IntArray, count: int) -> FloatArray:
    total = np.zeros((count, units.shape[1]))
    usual = np.zeros_like(total)
    np.add.at(total, group, units)
    np.add.at(usual, group, expected)
    ratio = np.divide(total, usual, out=np.ones_like(total), where=usual > 0)
    return np.minimum(ratio, 8.0).astype(np.float32)


def _pulse(units: FloatArray, observed: FloatArray) -> FloatArray:
    days = np.arange(units.shape[1])
    mean, count = same_weekday_mean(units, observed, days, np.ones_like(days))
    both = observed * (count > 0)
    sold, usual = (units * both).sum(axis=0), (mean * both).sum(axis=0)
    ratio = np.divide(sold + 1e-9, usual, out=np.ones(len(days)), where=usual > 0)
    return np.asarray(np.clip(np.log(ratio), -_PULSE_LIMIT, _PULSE_LIMIT), np.float32)
