"""The chart of one demand series: sold, expected, and the bands around it."""

import datetime

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.charts.day_chart import TICK_POINTS, DayChart, faded
from gui.charts.day_text import day_text
from gui.charts.legend import LegendEntry, Mark
from gui.charts.series_view import Band, DaySpan, NamedSpan, SeriesView
from gui.charts.span_names import add_names, add_spans, one_line
from gui.session import Session
from gui.tables.planner_table import mixed

Values = npt.NDArray[np.float64]

_HEADROOM, _LOWEST_MARK = 1.18, 0.015
"""Where the plot ends and where its lowest mark stands, in terms of the highest figure."""

_SLIVER = 1e-6
"""Just enough below 0 for the axis to have its 0."""

_OFF_SCALE = 1.25
"""Figures left out are shown up to this many times the highest of all others."""

_OFF_SCALE_AT = 0.9
"""Where figures higher than the plot are written, in terms of its upper edge."""

_ODD_LOW, _ODD_HIGH = -0.03, -0.012
"""Where the strip under days to look at lies, in terms of the highest figure."""

_BAR_DAYS = 0.72
_SOLD_SHARE = 0.7

_DETAIL_DAYS = 200
"""Up to so many days in sight, holidays and promotions are worth their names."""


class DemandChart(DayChart):
    """Shows one series; nothing where none is given.

    One of the days forecast is chosen, by a click or with the arrow keys: at first the first one.
    """

    day_chosen = Signal(object)
    """Another day forecast is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.view: SeriesView | None = None
        self.history_days: int | None = 90
        self.chosen_day: datetime.date | None = None
        self.sold = pg.BarGraphItem(x=[], height=[], width=1)
        self.expected = pg.PlotDataItem()
        self.left_out = pg.BarGraphItem(x=[], height=[], width=1)
        self.filled = pg.BarGraphItem(x=[], height=[], width=1)
        self.short_days = pg.ScatterPlotItem()
        self.odd_days = pg.BarGraphItem(x=[], height=[], width=1)
        self.chosen = pg.ScatterPlotItem()
        self.bands: list[tuple[pg.PlotDataItem, pg.PlotDataItem]] = []
        self.names: list[pg.TextItem] = []
        self.plot.scene().sigMouseClicked.connect(self._click)
        self.redraw()

    def show_series(self, view: SeriesView | None) -> None:
        """Show another series; the day chosen stays where it is forecast."""
        self.view = view
        if self.chosen_day is None or not self._is_forecast(self.chosen_day):
            first = view.forecast_first if view is not None else None
            self.chosen_day = first if first and self._is_forecast(first) else None
        self.redraw()

    def choose(self, day: datetime.date) -> None:
        """Choose a day; one that is not forecast is passed over."""
        if day != self.chosen_day and self._is_forecast(day):
            self.chosen_day = day
            self._mark_chosen()
            self.day_chosen.emit(day)

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
        odd = [span for span in view.odd_days if span.last >= first and span.first <= last]
        lowest = 1.2 * _ODD_LOW if odd else -_SLIVER
        self.plot.setYRange(lowest * highest, _HEADROOM * highest, padding=0)
        spans = [span for span in view.spans if span.last >= first and span.first <= last]
        add_spans(self.plot, spans, {True: self._promotion_colour(), False: self._holiday_colour()})
        for band in view.bands:
            self._add_band(view, band)
        width = _BAR_DAYS if (last - first).days <= _DETAIL_DAYS else 1.0
        self._add_sold(view, _LOWEST_MARK * highest, width)
        self._add_cleaned(view, width)
        self._add_expected(view)
        self._add_odd(odd, highest)
        self._add_today(view)
        self._add_chosen()
        self._add_off_scale(view)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the days forecast that the arrow keys come to."""
        super().keyPressEvent(event)
        if self.pointed_day is not None:
            self.choose(self.pointed_day)

    @Slot(object)
    def _click(self, event: object) -> None:
        if isinstance(event, MouseClickEvent) and event.button() is Qt.MouseButton.LeftButton:
            at = self.plot.getViewBox().mapSceneToView(event.scenePos())
            self.choose(datetime.date.fromordinal(max(1, round(at.x()))))

    def _is_forecast(self, day: datetime.date) -> bool:
        return self.view is not None and self.view.expected_index(day) is not None

    def _sold_text(self, view: SeriesView, day: datetime.date) -> list[str]:
        sold, taken = view.sold_on(day), view.taken_on(day)
        if view.is_short_on(day):
            if sold is None:
                lines = [self.tr("out of stock, or not recorded")]
            else:
                lines = [self.tr("{units} sold, then out of stock").format(units=f"{sold:,.0f}")]
            if taken is not None:
                lines.append(self.tr("{units} filled in").format(units=f"{taken:,.1f}"))
            return lines
        if sold is None:
            return []
        if not view.is_changed_on(day):
            return [self.tr("{units} sold").format(units=f"{sold:,.0f}")]
        if taken is None:
            return [self.tr("{units} recorded, but left out").format(units=f"{sold:,.0f}")]
        template = self.tr("{units} recorded, counted as {taken}")
        return [template.format(units=f"{sold:,.0f}", taken=f"{taken:,.0f}")]

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
        left_out = view.is_left_out[since:]
        kept = np.where(left_out, view.taken[since:], view.sold[since:])
        highest = max(
            1.0,
            *map(_greatest, (kept, view.taken[since:], view.expected)),
            *(_greatest(band.high) for band in view.bands),
        )
        return max(highest, min(_greatest(view.sold[since:][left_out]), _OFF_SCALE * highest))

    def _add_sold(self, view: SeriesView, lowest_mark: float, width: float) -> None:
        """A bar a day, told apart where there is room; dots where that was not all demand."""
        look = self.session.colours
        days = _ordinals(view.sold_first, len(view.sold))
        sold = np.nan_to_num(np.where(view.is_left_out, view.taken, view.sold))
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

    def _add_cleaned(self, view: SeriesView, width: float) -> None:
        """What was recorded and left out, and what was filled in, behind what was taken."""
        out, filled = view.is_left_out, view.is_filled
        self.left_out = self._bars_behind(view, out, view.sold, width, self._left_out_colour())
        self.filled = self._bars_behind(view, filled, view.taken, width, self._filled_colour())

    def _bars_behind(
        self,
        view: SeriesView,
        is_shown: npt.NDArray[np.bool_],
        units: Values,
        width: float,
        colour: QColor,
    ) -> pg.BarGraphItem:
        days = _ordinals(view.sold_first, len(view.sold))[is_shown]
        heights = np.nan_to_num(units[is_shown])
        bars = pg.BarGraphItem(
            x=days, height=heights, width=width, pen=pg.mkPen(None), brush=colour
        )
        bars.setZValue(-5)
        if len(days):
            self.plot.addItem(bars)
        return bars

    def _add_off_scale(self, view: SeriesView) -> None:
        """The figures left out that are higher than the plot, beside their bars."""
        (first, last), (_, top) = self.plot.viewRange()
        for i in np.flatnonzero(view.is_left_out & (view.sold > top)).tolist():
            day = view.sold_first.toordinal() + i
            if first < day < last:
                text = pg.TextItem(f"{view.sold[i]:,.0f}", color=self.session.colours.secondary)
                text.setFont(self._small_font())
                text.setPos(day, _OFF_SCALE_AT * top)
                self.plot.addItem(text, ignoreBounds=True)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSize(TICK_POINTS)
        return font

    def _add_odd(self, odd: list[DaySpan], highest: float) -> None:
        """A strip under the days to look at."""
        self.odd_days = pg.BarGraphItem(
            x0=[span.first.toordinal() - 0.5 for span in odd],
            x1=[span.last.toordinal() + 0.5 for span in odd],
            y0=[_ODD_LOW * highest] * len(odd),
            y1=[_ODD_HIGH * highest] * len(odd),
            pen=pg.mkPen(None),
            brush=pg.mkBrush(self.session.colours.warning),
        )
        if odd:
            self.plot.addItem(self.odd_days)

    def _add_chosen(self) -> None:
        look = self.session.colours
        self.chosen = pg.ScatterPlotItem(
            size=9, pen=pg.mkPen(look.accent, width=2), brush=pg.mkBrush(look.panel)
        )
        self.chosen.setZValue(6)
        self.plot.addItem(self.chosen)
        self._mark_chosen()

    def _mark_chosen(self) -> None:
        """A ring on the line, on the day chosen."""
        view, day = self.view, self.chosen_day
        i = view.expected_index(day) if view is not None and day is not None else None
        if view is None or day is None or i is None:
            self.chosen.clear()
        else:
            self.chosen.setData([day.toordinal()], [view.expected[i]])

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
        top = self.plot.viewRange()[1][1]
        self.names = add_names(
            self.plot, spans, self.session.colours.secondary, self._small_font(), top
        )

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
        since = max(0, (first - view.sold_first).days)
        if view.is_short[since:].any():
            text = self.tr("Out of stock, or not recorded")
            entries.append((Mark.DOT, QColor(look.bad), text))
        if view.is_left_out[since:].any():
            text = self.tr("Recorded, but left out")
            entries.append((Mark.BLOCK, self._left_out_colour(), text))
        if view.is_filled[since:].any():
            entries.append((Mark.BLOCK, self._filled_colour(), self.tr("Filled in")))
        if len(view.expected):
            entries.append((Mark.LINE, QColor(look.accent), self.tr("Expected")))
        for band in view.bands:
            text = self.tr("{days} of 10 days lie in this band").format(days=f"{band.of_ten:g}")
            entries.append((Mark.BLOCK, self._band_colour(), text))
        if any(span.is_promotion for span in spans):
            entries.append((Mark.BLOCK, self._promotion_colour(), self.tr("Promotion")))
        if any(not span.is_promotion for span in spans):
            entries.append((Mark.BLOCK, self._holiday_colour(), self.tr("Holiday")))
        if any(span.last >= first for span in view.odd_days):
            entries.append((Mark.BLOCK, QColor(look.warning), self.tr("To look at")))
        self.legend.show_entries(
            *(LegendEntry(mark=mark, colour=colour, text=text) for mark, colour, text in entries)
        )

    def _sold_colour(self) -> QColor:
        look = self.session.colours
        return mixed(look.secondary, look.panel, _SOLD_SHARE)

    def _left_out_colour(self) -> QColor:
        return faded(self.session.colours.secondary, 90)

    def _filled_colour(self) -> QColor:
        return faded(self.session.colours.good, 72)

    def _band_colour(self) -> QColor:
        return faded(self.session.colours.accent, 52)

    def _promotion_colour(self) -> QColor:
        return faded(self.session.colours.warning, 44)

    def _holiday_colour(self) -> QColor:
        return faded(self.session.colours.secondary, 52)


def _greatest(values: Values) -> float:
    """The greatest figure; 0 where there is none."""
    return float(np.max(values, initial=0.0, where=np.isfinite(values)))


def _ordinals(first: datetime.date, days: int) -> Values:
    return np.arange(days, dtype=np.float64) + first.toordinal()
