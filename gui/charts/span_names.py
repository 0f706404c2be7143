"""Promotions and holidays behind a chart: shaded days with their names where there is room."""

from collections.abc import Iterable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from gui.charts.series_view import NamedSpan

_LONGEST_PX = 150
_SPACE_PX = 8


def one_line(text: str) -> str:
    """A text of data without line breaks and tabs."""
    return " ".join(text.split())


def add_spans(plot: pg.PlotWidget, spans: Iterable[NamedSpan], colours: dict[bool, QColor]) -> None:
    """Shade the days of spans behind all else; colours by whether a span is a promotion."""
    for span in spans:
        region = pg.LinearRegionItem(
            (span.first.toordinal() - 0.5, span.last.toordinal() + 0.5),
            movable=False,
            brush=colours[span.is_promotion],
            pen=pg.mkPen(None),
        )
        region.setZValue(-20)
        plot.addItem(region, ignoreBounds=True)


def add_names(
    plot: pg.PlotWidget, spans: Sequence[NamedSpan], colour: str, font: QFont, top: float
) -> list[pg.TextItem]:
    """Write the names of spans at the top of the plot, those that would overlap left out.

    Parameters
    ----------
    top
        Units at the upper edge.

    Returns
    -------
    items
        One per name, as plain text.
    """
    first, last = plot.viewRange()[0]
    days_per_px = (last - first) / max(1.0, plot.getViewBox().width())
    metrics = QFontMetricsF(font)
    free_from = first
    items = []
    for span in sorted(spans, key=lambda span: (span.first, not span.is_promotion)):
        if span.last.toordinal() + 0.5 <= first:
            continue
        start = max(float(span.first.toordinal()) - 0.5, first)
        shown = metrics.elidedText(one_line(span.name), Qt.TextElideMode.ElideRight, _LONGEST_PX)
        width = (metrics.horizontalAdvance(shown) + _SPACE_PX) * days_per_px
        if not shown or start < free_from or start + width > last:
            continue
        item = pg.TextItem(text=shown, color=colour, anchor=(0, 0))
        item.setFont(font)
        item.setPos(start, top)
        plot.addItem(item, ignoreBounds=True)
        items.append(item)
        free_from = start + width
    return items
