"""Alerts in a planner's words: how much was expected, what was sold, what is at risk."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory, SeriesKey
from domain.demand_alert import AlertKind, DemandAlert
from domain.message import Message, Parameter, message
from forecasting.distribution import BoolArray
from forecasting.watch.alert import told_units
from forecasting.watch.deviation import UP
from forecasting.watch.watched_days import WatchedDays

USUAL_DELAY_DAYS = 1
"""Days between the last record and the day planned that are no cause for an alert."""

_RECENT_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Teller:
    """Makes alerts of rows and spans of the watched days.

    Parameters
    ----------
    watched
        The watched days.
    prices
        Item -> what a unit is worth.
    """

    watched: WatchedDays
    prices: Mapping[str, float]

    def unusual_days(self, row: int, first: int, behind: int, direction: int) -> DemandAlert:
        """Days far above (`UP`) or below (`DOWN`) what was usual."""
        expected, actual = self._expected(row, first, behind), self._actual(row, first, behind)
        way = "high" if direction == UP else "low"
        if behind - first == 1:
            said = self._said(
                f"alert.day_{way}",
                row,
                first,
                actual=told_units(actual),
                low=told_units(float(self.watched.low[row, first])),
                high=told_units(float(self.watched.high[row, first])),
            )
        else:
            said = self._said(
                f"alert.days_{way}",
                row,
                first,
                days=behind - first,
                actual=told_units(actual),
                expected=told_units(expected),
            )
        kind = AlertKind.UNUSUAL_DAYS
        return self._alert(row, kind, first, behind, expected, actual, said)

    def level_shift(self, row: int, first: int, behind: int, direction: int) -> DemandAlert:
        """More (`UP`) or less (`DOWN`) than expected, day after day."""
        days = max(int(self.watched.now.judged[row, first:behind].sum()), 1)
        expected, actual = self._expected(row, first, behind), self._actual(row, first, behind)
        said = self._said(
            "alert.level_up" if direction == UP else "alert.level_down",
            row,
            first,
            days=behind - first,
            actual=told_units(actual / days),
            expected=told_units(expected / days),
        )
        return self._alert(row, AlertKind.LEVEL_SHIFT, first, behind, expected, actual, said)

    def no_sales(self, row: int, first: int, behind: int) -> DemandAlert:
        """Nothing sold where something was expected."""
        expected = self._expected(row, first, behind)
        said = self._said(
            "alert.no_sales", row, first, days=behind - first, expected=told_units(expected)
        )
        return self._alert(row, AlertKind.NO_SALES, first, behind, expected, 0.0, said)

    def data_stopped(self, row: int, first: int, behind: int) -> DemandAlert:
        """No record any more."""
        expected = float(self.watched.now.expected[row, first:behind].sum(dtype=np.float64))
        said = self._said(
            "alert.data_stopped", row, first, days=behind - first, expected=told_units(expected)
        )
        return self._alert(row, AlertKind.DATA_STOPPED, first, behind, expected, 0.0, said)

    def stockouts(self, row: int, is_hidden: BoolArray) -> DemandAlert:
        """Days without a figure of demand; what was sold on them is its least."""
        hidden = np.flatnonzero(is_hidden)
        start = self.watched.first
        sold = self.watched.history.units[row, start:][hidden].astype(np.float64)
        mean = self.watched.now.expected[row, hidden].astype(np.float64)
        expected, actual = float(np.maximum(mean, sold).sum()), float(sold.sum())
        first, behind = int(hidden[0]), int(hidden[-1]) + 1
        said = self._said(
            "alert.stockouts", row, first, days=len(hidden), lost=told_units(expected - actual)
        )
        return self._alert(row, AlertKind.STOCKOUTS, first, behind, expected, actual, said)

    def _expected(self, row: int, first: int, behind: int) -> float:
        judged = self.watched.now.judged[row, first:behind]
        mean = self.watched.now.expected[row, first:behind]
        return float(mean[judged].sum(dtype=np.float64))

    def _actual(self, row: int, first: int, behind: int) -> float:
        judged = self.watched.now.judged[row, first:behind]
        return float(self.watched.now.actual[row, first:behind][judged].sum(dtype=np.float64))

    def _said(self, code: str, row: int, first: int, **figures: Parameter) -> Message:
        key = self.watched.history.keys[row]
        day = self._date(first).isoformat()
        return message(code, item=key.item_id, place=key.place_id, day=day, **figures)

    def _date(self, day: int) -> datetime.date:
        start = self.watched.first + day
        return self.watched.history.first_date + datetime.timedelta(days=start)

    def _alert(
        self,
        row: int,
        kind: AlertKind,
        first: int,
        behind: int,
        expected: float,
        actual: float,
        said: Message,
    ) -> DemandAlert:
        key = self.watched.history.keys[row]
        units, price = abs(expected - actual), self.prices.get(key.item_id)
        return DemandAlert(
            key=key,
            kind=kind,
            first_date=self._date(first),
            days=behind - first,
            expected=expected,
            actual=actual,
            units_at_risk=units,
            money_at_risk=None if price is None else units * price,
            message=said,
        )


def stale_history(
    history: DemandHistory, planned_date: datetime.date | None, prices: Mapping[str, float]
) -> Iterator[DemandAlert]:
    """An alert where all records end too long before the day planned.

    At risk is what usually sells, by the last four weeks, on the days that no record covers.

    Parameters
    ----------
    history
        As recorded, up to the last day on which anything was.
    planned_date
        Day to be planned.
    prices
        Item -> what a unit is worth.
    """
    if planned_date is None:
        return
    missing = (planned_date - history.last_date).days - 1
    if missing <= USUAL_DELAY_DAYS:
        return
    observed = history.observed[:, -_RECENT_DAYS:]
    sold = np.where(observed, history.units[:, -_RECENT_DAYS:], 0).sum(axis=1, dtype=np.float64)
    units = missing * sold / np.maximum(observed.sum(axis=1), 1)
    yield DemandAlert(
        key=None,
        kind=AlertKind.STALE_HISTORY,
        first_date=history.last_date + datetime.timedelta(days=1),
        days=missing,
        expected=float(units.sum()),
        actual=0.0,
        units_at_risk=float(units.sum()),
        money_at_risk=_worth(history.keys, units.tolist(), prices),
        message=message(
            "alert.stale_history",
            day=history.last_date.isoformat(),
            days=missing,
            planned=planned_date.isoformat(),
        ),
    )


def _worth(
    keys: tuple[SeriesKey, ...], units: list[float], prices: Mapping[str, float]
) -> float | None:
    """What units are worth, where the price of any is known."""
    known = [
        prices[key.item_id] * n for key, n in zip(keys, units, strict=True) if key.item_id in prices
    ]
    return sum(known) if known else None
