"""The chart of one demand series: sold, expected, and the bands around it."""

import datetime

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.charts.day_chart import TICK_POINTS, DayChart, faded
from gui.charts.day_text import day_text
from gui.charts.legend import LegendEntry, Mark
from gui.charts.series_view import Band, NamedSpan, SeriesView
from gui.charts.span_names import add_names, add_spans, one_line
from gui.session import Session
from gui.tables.planner_table import mixed

Values = npt.NDArray[np.float64]

_HEADROOM, _LOWEST_MARK = 1.18, 0.015
"""Where the plot ends and where its lowest mark stands, in terms of the highest figure."""

_SLIVER = 1e-6
"""Just enough below 0 for the axis to have its 0."""

_BAR_DAYS = 0.72
_SOLD_SHARE = 0.7

_DETAIL_DAYS = 200
"""Up to so many days in sight, holidays and promotions are worth their names."""


class DemandChart(DayChart):
    """Shows one series; nothing where none is given."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.view: SeriesView | None = None
        self.history_days: int | None = 90
        self.sold = pg.BarGraphItem(x=[], height=[], width=1)
        self.expected = pg.PlotDataItem()
        self.short_days = pg.ScatterPlotItem()
        self.bands: list[tuple[pg.PlotDataItem, pg.PlotDataItem]] = []
        self.names: list[pg.TextItem] = []
        self.redraw()

    def show_series(self, view: SeriesView | None) -> None:
        """Show another series."""
        self.view = view
        self.redraw()

    def show_history(self, days: int | None) -> None:
        """Choose how many days of history are in sight; None for all of them."""
        self.history_days = days
        self.redraw()

    def draw(self) -> None:
        """Draw what is shown now."""
        self.bands, self.names = [], []
        view = self.view
        if view is None:
            self.legend.show_entries()
            return
        first, last = self._days_in_sight(view)
        self.show_days(first, last)
        highest = self._highest(view, first)
        self.plot.setYRange(-_SLIVER * highest, _HEADROOM * highest, padding=0)
        spans = [span for span in view.spans if span.last >= first and span.first <= last]
        add_spans(self.plot, spans, {True: self._promotion_colour(), False: self._holiday_colour()})
        for band in view.bands:
            self._add_band(view, band)
        self._add_sold(
            view, _LOWEST_MARK * highest, is_detailed=(last - first).days <= _DETAIL_DAYS
        )
        self._add_expected(view)
        self._add_today(view)
        self._add_names(spans)
        self._fill_legend(view, spans, first)

    def read_out(self, day: datetime.date) -> str:
        """A day's figures, a line each."""
        view = self.view
        if view is None:
            return ""
        lines = [*self._sold_text(view, day), *self._expected_text(view, day)]
        if not lines:
            return ""
        names = [one_line(name) for name in view.names_on(day) if name]
        return "\n".join([day_text(day, self.session.wording.language), *lines, *names])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new size."""
        super().resizeEvent(event)
        self._rename()

    def _sold_text(self, view: SeriesView, day: datetime.date) -> list[str]:
        sold = view.sold_on(day)
        if view.is_short_on(day):
            if sold is None:
                return [self.tr("out of stock, or not recorded")]
            return [self.tr("{units} sold, then out of stock").format(units=f"{sold:,.0f}")]
        return [] if sold is None else [self.tr("{units} sold").format(units=f"{sold:,.0f}")]

    def _expected_text(self, view: SeriesView, day: datetime.date) -> list[str]:
        i = view.expected_index(day)
        if i is None:
            return []
        band_text = self.tr("{days} of 10 days: {low} to {high}")
        return [
            self.tr("{units} expected").format(units=f"{view.expected[i]:,.1f}"),
            *(
                band_text.format(
                    days=f"{band.of_ten:g}", low=f"{band.low[i]:,.1f}", high=f"{band.high[i]:,.1f}"
                )
                for band in reversed(view.bands)
            ),
        ]

    def _days_in_sight(self, view: SeriesView) -> tuple[datetime.date, datetime.date]:
        if self.history_days is None or not len(view.sold):
            return view.first, view.last
        first = view.forecast_first - datetime.timedelta(days=self.history_days)
        return max(first, view.first), max(view.last, view.forecast_first)

    def _highest(self, view: SeriesView, first: datetime.date) -> float:
        since = max(0, (first - view.sold_first).days)
        tops = [view.sold[since:], view.expected, *(band.high for band in view.bands)]
        highest = [float(np.nanmax(top)) for top in tops if len(top) and not np.isnan(top).all()]
        return max(1.0, *highest) if highest else 1.0

    def _add_sold(self, view: SeriesView, lowest_mark: float, *, is_detailed: bool) -> None:
        """A bar a day, told apart where there is room; dots where that was not all demand."""
        look = self.session.colours
        days, sold = _ordinals(view.sold_first, len(view.sold)), np.nan_to_num(view.sold)
        width = _BAR_DAYS if is_detailed else 1
        self.sold = pg.BarGraphItem(
            x=days, height=sold, width=width, pen=pg.mkPen(None), brush=self._sold_colour()
        )
        self.plot.addItem(self.sold)
        self.short_days = pg.ScatterPlotItem(
            days[view.is_short],
            np.maximum(sold[view.is_short], lowest_mark),
            size=6,
            pen=pg.mkPen(look.panel, width=1),
            brush=pg.mkBrush(look.bad),
        )
        self.short_days.setZValue(5)
        self.plot.addItem(self.short_days)

    def _add_expected(self, view: SeriesView) -> None:
        days = _ordinals(view.forecast_first, len(view.expected))
        pen = pg.mkPen(self.session.colours.accent, width=2)
        self.expected = self._line(days, view.expected, pen)

    def _line(self, x: Values, y: Values, pen: QPen) -> pg.PlotDataItem:
        line = pg.PlotDataItem(x, y, pen=pen, antialias=True, connect="finite")
        self.plot.addItem(line)
        return line

    def _add_band(self, view: SeriesView, band: Band) -> None:
        days = _ordinals(view.forecast_first, len(band.low))
        low, high = (self._line(days, edge, pg.mkPen(None)) for edge in (band.low, band.high))
        fill = pg.FillBetweenItem(low, high, brush=pg.mkBrush(self._band_colour()))
        fill.setZValue(-10)
        self.plot.addItem(fill)
        self.bands.append((low, high))

    def _add_today(self, view: SeriesView) -> None:
        pen = pg.mkPen(self.session.colours.line, width=1)
        at = view.forecast_first.toordinal() - 0.5
        self.plot.addItem(pg.InfiniteLine(at, angle=90, pen=pen, movable=False), ignoreBounds=True)

    def _add_names(self, spans: list[NamedSpan]) -> None:
        low, high = self.plot.viewRange()[0]
        if high - low > _DETAIL_DAYS:
            return
        font = QFont(self.font())
        font.setPointSize(TICK_POINTS)
        top = self.plot.viewRange()[1][1]
        self.names = add_names(self.plot, spans, self.session.colours.secondary, font, top)

    def _rename(self) -> None:
        """Place the names anew: how many have room depends on the width."""
        for item in self.names:
            self.plot.removeItem(item)
        self.names = []
        if self.view is not None:
            self._add_names(list(self.view.spans))

    def _fill_legend(self, view: SeriesView, spans: list[NamedSpan], first: datetime.date) -> None:
        look = self.session.colours
        entries = []
        if len(view.sold):
            entries.append((Mark.BLOCK, self._sold_colour(), self.tr("Sold per day")))
        if view.is_short[max(0, (first - view.sold_first).days) :].any():
            text = self.tr("Out of stock, or not recorded")
            entries.append((Mark.DOT, QColor(look.bad), text))
        if len(view.expected):
            entries.append((Mark.LINE, QColor(look.accent), self.tr("Expected")))
        for band in view.bands:
            text = self.tr("{days} of 10 days lie in this band").format(days=f"{band.of_ten:g}")
            entries.append((Mark.BLOCK, self._band_colour(), text))
        if any(span.is_promotion for span in spans):
            entries.append((Mark.BLOCK, self._promotion_colour(), self.tr("Promotion")))
        if any(not span.is_promotion for span in spans):
            entries.append((Mark.BLOCK, self._holiday_colour(), self.tr("Holiday")))
        self.legend.show_entries(
            *(LegendEntry(mark=mark, colour=colour, text=text) for mark, colour, text in entries)
        )

    def _sold_colour(self) -> QColor:
        look = self.session.colours
        return mixed(look.secondary, look.panel, _SOLD_SHARE)

    def _band_colour(self) -> QColor:
        return faded(self.session.colours.accent, 52)

    def _promotion_colour(self) -> QColor:
        return faded(self.session.colours.warning, 44)

    def _holiday_colour(self) -> QColor:
        return faded(self.session.colours.secondary, 52)


def _ordinals(first: datetime.date, days: int) -> Values:
    return np.arange(days, dtype=np.float64) + first.toordinal()
