"""Axes of days and of units, as a planner writes both."""

import datetime
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from gui.charts.day_text import month_text, short_day_text

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAYS_PER_MONTH = 30
_WHOLE_UNITS_FROM = 2
_EDGE_PX = 10
_DAY_PX, _MONTH_PX = 64, 84
"""Room for the label of a day and of a month, and the space beside it."""


class DayAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of days, each at its ordinal number, so that no time zone can shift it."""

    def __init__(self, language: str) -> None:
        super().__init__(orientation="bottom")
        self._language = language
        self.enableAutoSIPrefix(False)

    def speak(self, language: str) -> None:
        """Take another language."""
        self._language = language
        self.picture = None
        self.update()

    def tickValues(
        self,
        minVal: float,
        maxVal: float,
        size: float,
    ) -> list[tuple[float, list[float]]]:
        """Days, Mondays or firsts of months, as many as have room for their labels."""
        if maxVal <= minVal or size <= 0:
            return []
        days_per_px = (maxVal - minVal) / size
        step = next((step for step in _DAY_STEPS if step >= _DAY_PX * days_per_px), 0)
        if step:
            return [(float(step), _every(step, minVal, maxVal))]
        least = _MONTH_PX * days_per_px / _DAYS_PER_MONTH
        months = next((months for months in _MONTH_STEPS if months >= least), _MONTH_STEPS[-1])
        return [(float(months * _DAYS_PER_MONTH), _firsts(months, minVal, maxVal))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The days in words."""
        write = short_day_text if spacing < _DAYS_PER_MONTH else month_text
        return [write(datetime.date.fromordinal(round(value)), self._language) for value in values]


def _every(step: int, low: float, high: float) -> list[float]:
    """Every so many days; whole weeks fall on Mondays, as ordinal 1 does."""
    first = -(-int(low - 1) // step) * step + 1
    return [float(day) for day in range(first, int(high) + 1, step) if day >= low]


def _firsts(months: int, low: float, high: float) -> list[float]:
    """First days of every so many months, counted from January."""
    day = datetime.date.fromordinal(max(1, int(low)))
    number = -(-(12 * day.year + day.month - 1) // months) * months
    found: list[float] = []
    while True:
        first = datetime.date(number // 12, number % 12 + 1, 1).toordinal()
        if first > high:
            return found
        if first >= low:
            found.append(float(first))
        number += months


class UnitsAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of units: thousands separated, never in powers of ten."""

    def __init__(self) -> None:
        super().__init__(orientation="left")
        self.enableAutoSIPrefix(False)

    def boundingRect(self) -> QRectF:
        """Room for the labels, of which the lowest stands at the very edge."""
        room: QRectF = super().boundingRect()
        return room.adjusted(0, -_EDGE_PX, 0, _EDGE_PX)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Steps between ticks: whole units wherever they are enough."""
        steps: list[tuple[float, float]] = super().tickSpacing(minVal, maxVal, size)
        if maxVal - minVal < _WHOLE_UNITS_FROM:
            return steps
        return [step for step in steps if step[0] >= 1] or [(1.0, 0.0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The numbers, with the decimals that tell them apart."""
        decimals = 0 if spacing >= 1 else 1 if spacing >= 0.1 else 2
        return [f"{value:,.{decimals}f}" for value in values]
