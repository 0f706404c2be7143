"""How the stock of one SKU at one warehouse goes on from the day planned.

Each evening's stock is that of the evening before, plus what arrives, less what is moved away and
less the demand expected. It begins with the units on hand that are not reserved.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset
from domain.demand import SeriesKey
from domain.plan import ForecastLine, Plan
from domain.supply import LaterSupply, ReplenishmentLine
from gui.charts.series_view import forecast_line

Values = npt.NDArray[np.float64]
_Line = ReplenishmentLine | LaterSupply

LOW, MIDDLE, HIGH = "10", "50", "90"
"""Levels of a plan's forecast between which 8 of 10 outcomes lie."""

_SLOWEST, _FASTEST = 0.3, 1.0
"""How the spread of summed demand may grow with the days: with their square root if each day is on
its own, in proportion if all are alike."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StockProjection:
    """Stock of one SKU at one warehouse, a figure per day from `first` on; ``(h,)`` each.

    Parameters
    ----------
    on_hand, reserved, on_order
        Units there now, those of them promised, and those on their way.
    inbound
        Units on their way, on the day they are due; overdue ones on the first day.
    ordered
        Units that the plan orders or moves here today, on the day they are due.
    later
        Units that are likely to be ordered or moved here on later days, on the day they are due.
    moved_away
        Units that the plan moves to other warehouses, today or later, on the day they leave.
    demand
        Mean units expected.
    level
        Stock in the evening.
    low, high
        Between them lies the stock in 8 of 10 cases; empty where nothing is forecast. Exact on
        the day that ends the lead time, in between by how the spread grows to there.
    lead_time_days
        Days the forecast sums to; 0 where nothing is forecast.
    """

    first: datetime.date
    on_hand: int
    reserved: int
    on_order: int
    inbound: Values
    ordered: Values
    later: Values
    moved_away: Values
    demand: Values
    level: Values
    low: Values
    high: Values
    lead_time_days: int

    @property
    def free(self) -> int:
        """Units on hand that are not reserved."""
        return self.on_hand - self.reserved

    @property
    def first_short_day(self) -> datetime.date | None:
        """First evening on which less than nothing is expected to be left."""
        short = np.flatnonzero(self.level < 0)
        return self.first + datetime.timedelta(days=int(short[0])) if len(short) else None


def project_stock(
    dataset: Dataset, plan: Plan | None, day: datetime.date, key: SeriesKey
) -> StockProjection:
    """Project the stock of a SKU at a warehouse; without a forecast, as if nothing were sold."""
    line = forecast_line(plan, key)
    demand = np.array(line.mean if line else [0.0] * dataset.settings.horizon_days)
    here = (key.place_id, key.item_id)
    stock = [s for s in dataset.stock or () if (s.warehouse_id, s.sku) == here]
    due = [i for i in dataset.inbound if (i.warehouse_id, i.sku) == here]
    lines = [*plan.replenishment, *plan.transfers] if plan else []
    likely = plan.later_supply if plan else ()
    inbound = _by_day(day, len(demand), ((max(i.due_date, day), i.units) for i in due))
    ordered = _by_day(day, len(demand), _arriving(lines, here))
    later = _by_day(day, len(demand), _arriving(likely, here))
    moved_away = _by_day(day, len(demand), _leaving([*lines, *likely], here))
    on_hand = sum(s.on_hand_units for s in stock)
    reserved = sum(s.reserved_units for s in stock)
    level = on_hand - reserved + np.cumsum(inbound + ordered + later - moved_away - demand)
    return StockProjection(
        first=day,
        on_hand=on_hand,
        reserved=reserved,
        on_order=sum(i.units for i in due),
        inbound=inbound,
        ordered=ordered,
        later=later,
        moved_away=moved_away,
        demand=demand,
        level=level,
        low=level - _spread(line, HIGH) if line else np.zeros(0),
        high=level - _spread(line, LOW) if line else np.zeros(0),
        lead_time_days=line.lead_time_days if line else 0,
    )


def _by_day(first: datetime.date, days: int, units: Iterable[tuple[datetime.date, int]]) -> Values:
    """Units summed on the days of the projection."""
    sums = np.zeros(days)
    for date, count in units:
        if 0 <= (date - first).days < days:
            sums[(date - first).days] += count
    return sums


def _arriving(lines: Iterable[_Line], here: tuple[str, str]) -> Iterable[tuple[datetime.date, int]]:
    return ((line.due_date, line.units) for line in lines if (line.to_id, line.sku) == here)


def _leaving(lines: Iterable[_Line], here: tuple[str, str]) -> Iterable[tuple[datetime.date, int]]:
    return ((line.order_date, line.units) for line in lines if (line.from_id, line.sku) == here)


def _spread(line: ForecastLine, name: str) -> Values:
    """How far summed demand at a level lies from the summed mean, per number of days.

    Quantiles of days cannot be added. Known are that of the first day and that of the sum over the
    lead time; the spread grows from one to the other by a power of the days.
    """
    days = np.arange(1, len(line.mean) + 1, dtype=np.float64)
    sums = np.cumsum(line.mean)
    if name not in line.lead_time_quantiles or name not in line.quantiles or not len(sums):
        return np.zeros(len(days))
    until = min(max(line.lead_time_days, 1), len(sums))
    at_end = line.lead_time_quantiles[name] - sums[until - 1]
    at_start = line.quantiles[name][0] - line.mean[0]
    power = _SLOWEST
    if until > 1 and at_start * at_end > 0:
        power = float(np.log(at_end / at_start) / np.log(until))
    grown = (days / until) ** np.clip(power, _SLOWEST, _FASTEST)
    return np.asarray(at_end * grown)
