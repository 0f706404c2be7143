"""The chart of one SKU at a warehouse: its stock against the demand forecast."""

import datetime

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from gui.charts.day_chart import DayChart, faded
from gui.charts.day_text import day_text
from gui.charts.legend import LegendEntry, Mark
from gui.charts.stock_projection import StockProjection
from gui.session import Session

Values = npt.NDArray[np.float64]

_BAR_DAYS = 0.7
_BAR_ALPHA = 190
_ROOM = 0.08
"""Share of the height left free above and below."""


class StockChart(DayChart):
    """Shows how the stock goes on; nothing where none is given."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.projection: StockProjection | None = None
        self.level = pg.PlotDataItem()
        self.band: tuple[pg.PlotDataItem, pg.PlotDataItem] | None = None
        self.bars: dict[str, pg.BarGraphItem] = {}
        self.redraw()

    def show_stock(self, projection: StockProjection | None) -> None:
        """Show another projection."""
        self.projection = projection
        self.redraw()

    def draw(self) -> None:
        """Draw what is shown now."""
        self.band, self.bars = None, {}
        projection = self.projection
        if projection is None:
            self.legend.show_entries()
            return
        days = len(projection.level)
        eve = projection.first - datetime.timedelta(days=1)
        self.show_days(eve, eve + datetime.timedelta(days=days))
        self._choose_height(projection)
        self._add_band(projection)
        self._add_bars(projection)
        self._add_level(projection)
        self._fill_legend(projection)

    def read_out(self, day: datetime.date) -> str:
        """A day's figures, a line each."""
        projection = self.projection
        i = (day - projection.first).days if projection else -2
        if projection is None or not -1 <= i < len(projection.level):
            return ""
        head = day_text(day, self.session.wording.language)
        if i < 0:
            now = self.tr("{units} free on hand before the day begins")
            return "\n".join([head, now.format(units=f"{projection.free:,}")])
        left = self.tr("{units} left in the evening")
        facts = [head, left.format(units=f"{projection.level[i]:,.1f}")]
        if len(projection.low):
            band = self.tr("8 of 10 cases: {low} to {high}")
            low, high = projection.low[i], projection.high[i]
            facts.append(band.format(low=f"{low:,.1f}", high=f"{high:,.1f}"))
            sold = self.tr("{units} expected to be sold")
            facts.append(sold.format(units=f"{projection.demand[i]:,.1f}"))
        for template, units in (
            (self.tr("{units} arrive, on their way"), projection.inbound[i]),
            (self.tr("{units} arrive, ordered or moved today"), projection.ordered[i]),
            (self.tr("{units} arrive, likely to be ordered later"), projection.later[i]),
            (self.tr("{units} moved to other warehouses"), projection.moved_away[i]),
        ):
            if units:
                facts.append(template.format(units=f"{units:,.0f}"))
        return "\n".join(facts)

    def _choose_height(self, projection: StockProjection) -> None:
        arriving = projection.inbound + projection.ordered + projection.later
        values = [projection.level, projection.low, projection.high, arriving]
        lows = [float(v.min()) for v in values if len(v)]
        highs = [float(v.max()) for v in values if len(v)]
        low = min(0.0, -float(projection.moved_away.max(initial=0.0)), *lows)
        high = max(1.0, float(projection.free), *highs)
        room = _ROOM * (high - low)
        self.plot.setYRange(low - (room if low < 0 else 0), high + room, padding=0)

    def _add_level(self, projection: StockProjection) -> None:
        look = self.session.colours
        days = projection.first.toordinal() + np.arange(-1.0, len(projection.level))
        level = np.concatenate([[projection.free], projection.level])
        zero = pg.InfiniteLine(0, angle=0, pen=pg.mkPen(look.text, width=1), movable=False)
        self.plot.addItem(zero, ignoreBounds=True)
        self._fill(days, np.zeros(len(days)), np.minimum(level, 0), faded(look.bad, 90))
        pen = pg.mkPen(look.accent, width=2)
        self.level = pg.PlotDataItem(days, level, pen=pen, antialias=True)
        self.plot.addItem(self.level)

    def _add_band(self, projection: StockProjection) -> None:
        if not len(projection.low):
            return
        days = projection.first.toordinal() + np.arange(-1.0, len(projection.low))
        low, high = (
            np.concatenate([[projection.free], edge]) for edge in (projection.low, projection.high)
        )
        self.band = self._fill(days, low, high, faded(self.session.colours.accent, 52))

    def _fill(
        self, days: Values, low: Values, high: Values, colour: QColor
    ) -> tuple[pg.PlotDataItem, pg.PlotDataItem]:
        none = pg.mkPen(None)
        lower, upper = (pg.PlotDataItem(days, edge, pen=none) for edge in (low, high))
        fill = pg.FillBetweenItem(lower, upper, brush=pg.mkBrush(colour))
        fill.setZValue(-10)
        for item in (lower, upper, fill):
            self.plot.addItem(item)
        return lower, upper

    def _add_bars(self, projection: StockProjection) -> None:
        """Arrivals stand on the zero line, one kind on the other; what leaves hangs below it.

        What the day itself has yet to decide is only framed.
        """
        look = self.session.colours
        days = projection.first.toordinal() + np.arange(float(len(projection.level)))
        zero = np.zeros(len(days))
        framed = (pg.mkPen(look.good, width=1.5), faded(look.good, 36))
        due = projection.inbound + projection.ordered
        for name, bottom, units, (pen, brush) in (
            ("inbound", zero, projection.inbound, _filled(look.secondary)),
            ("ordered", projection.inbound, projection.ordered, _filled(look.good)),
            ("later", due, projection.later, framed),
            ("moved_away", zero, -projection.moved_away, _filled(look.warning)),
        ):
            at = np.flatnonzero(units)
            bars = pg.BarGraphItem(
                x=days[at],
                y0=bottom[at],
                height=units[at],
                width=_BAR_DAYS,
                brush=brush,
                pen=pen,
            )
            self.plot.addItem(bars)
            self.bars[name] = bars

    def _fill_legend(self, projection: StockProjection) -> None:
        look = self.session.colours
        entries = [(Mark.LINE, QColor(look.accent), self.tr("Stock expected in the evening"))]
        if len(projection.low):
            text = self.tr("8 of 10 cases lie in this band")
            entries.append((Mark.BLOCK, faded(look.accent, 52), text))
        block, frame = Mark.BLOCK, Mark.FRAME
        for units, mark, colour, text in (
            (projection.inbound, block, faded(look.secondary, _BAR_ALPHA), self.tr("On their way")),
            (
                projection.ordered,
                block,
                faded(look.good, _BAR_ALPHA),
                self.tr("Ordered or moved here today"),
            ),
            (projection.later, frame, QColor(look.good), self.tr("Likely later")),
            (
                projection.moved_away,
                block,
                faded(look.warning, _BAR_ALPHA),
                self.tr("Moved away by this plan"),
            ),
        ):
            if units.any():
                entries.append((mark, colour, text))
        if (projection.level < 0).any():
            entries.append((Mark.BLOCK, faded(look.bad, 90), self.tr("Short")))
        self.legend.show_entries(
            *(LegendEntry(mark=mark, colour=colour, text=text) for mark, colour, text in entries)
        )


def _filled(colour: str) -> tuple[QPen, QColor]:
    return pg.mkPen(None), faded(colour, _BAR_ALPHA)
