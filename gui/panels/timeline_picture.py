"""How the timeline is drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPolygonF,
    QStaticText,
)

from gui.panels.timeline_bars import BarKind, TimelineRow
from gui.panels.timeline_view import AXIS_HEIGHT, LABEL_WIDTH, ROW_HEIGHT, TimelineView
from gui.tables.cell_delegate import one_line, paint_chip
from gui.tables.planner_table import mixed, tabular
from gui.tables.routes_table import route_chip
from gui.theme import Colours, route_colour, text_on

_RADIUS = 3
_EDGE_PX = 2
_NARROWEST_NUMBER_PX = 9
_TICK_PX = 56
_TICK_SIDE_PX = 8
"""Width of a time on the axis with what is free beside it, and of that."""
_BRACKET_PX = 5
_CHIP_SPACE = 44
_AROUND_TEXT_PX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineTexts:
    """Texts in the current language.

    Attributes
    ----------
    names
        Of each route: its vehicle.
    numbers
        Of each route: the number of each of its stops; empty for a reload.
    words
        What a vehicle does.
    clock
        Clock time of a time of the plan.
    """

    names: Sequence[str]
    numbers: Sequence[Sequence[str]]
    words: Mapping[BarKind, str]
    clock: Callable[[int], str]


class TimelinePicture:
    """Draws rows of routes in one look.

    Parameters
    ----------
    painter
        Of the viewport; all is drawn with it before it ends.
    """

    def __init__(
        self, painter: QPainter, look: Colours, view: TimelineView, texts: TimelineTexts
    ) -> None:
        self._painter = painter
        self._look = look
        self._view = view
        self._texts = texts
        self._small = QFont(painter.font())
        self._small.setPointSizeF(max(painter.font().pointSizeF() - 1, 6.5))
        self._small = tabular(self._small)
        self._small_metrics = QFontMetricsF(self._small)
        self._span_s = view.span_s()
        self._ready: dict[str, tuple[QStaticText, float, float]] = {}

    def paint(self, rows: Sequence[TimelineRow]) -> None:
        """Draw all that is in sight."""
        painter, view = self._painter, self._view
        painter.fillRect(0, 0, view.width, view.height, QColor(self._look.panel))
        in_sight = view.rows_in_sight(len(rows))
        ticks = list(view.scale.ticks(*self._span_s, _TICK_PX))
        painter.save()
        painter.setClipRect(LABEL_WIDTH, AXIS_HEIGHT, view.width, view.height)
        for at in in_sight:
            self._paint_ground(at, rows[at])
        self._paint_grid(ticks, len(rows))
        painter.setFont(self._small)
        for at in in_sight:
            self._paint_bars(at, rows[at])
        self._paint_windows()
        self._paint_now()
        painter.restore()
        self._paint_labels(in_sight)
        self._paint_axis(ticks)

    def _paint_ground(self, at: int, row: TimelineRow) -> None:
        """Shade what lies outside the shift; tint the row selected."""
        painter, view, look = self._painter, self._view, self._look
        area = QRectF(LABEL_WIDTH, view.y_of(at), view.width - LABEL_WIDTH, ROW_HEIGHT)
        if at == view.chosen_row:
            painter.fillRect(area, mixed(look.accent, look.panel, 0.1))
        if row.shift is not None:
            shade = QColor(look.window if look.is_dark else look.raised)
            starts, ends = (view.x_of(time_s) for time_s in row.shift)
            if starts > area.left():
                painter.fillRect(QRectF(area.topLeft(), QPointF(starts, area.bottom())), shade)
            if ends < area.right():
                painter.fillRect(QRectF(QPointF(ends, area.top()), area.bottomRight()), shade)

    def _paint_grid(self, ticks: Iterable[int], rows: int) -> None:
        painter, view = self._painter, self._view
        bottom = min(view.height, view.y_of(rows))
        painter.setPen(QPen(mixed(self._look.line, self._look.panel, 0.7), 1))
        lines = [QLineF(x, AXIS_HEIGHT, x, bottom) for x in map(round, map(view.x_of, ticks))]
        edges = (view.y_of(row) for row in range(rows + 1))
        lines += [QLineF(0, y, view.width, y) for y in edges if AXIS_HEIGHT < y <= view.height]
        painter.drawLines(lines)

    def _paint_bars(self, at: int, row: TimelineRow) -> None:
        """Draw what a vehicle does; what is alike in one go."""
        look, colour = self._look, route_colour(row.index)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint(colour, look))
        painter.drawRects(self._in_sight(at, row, BarKind.DRIVE)[0])
        self._paint_waiting(self._in_sight(at, row, BarKind.WAIT)[0], colour)
        for kind, fill in ((BarKind.BREAK, look.line), (BarKind.RELOAD, look.text)):
            rects, _ = self._in_sight(at, row, kind)
            self._paint_boxes(rects, QColor(fill))
            self._write(rects, self._texts.words[kind], text_on(QColor(fill)))
        for kind, ink in ((BarKind.SERVICE, text_on(colour)), (BarKind.FETCH, QColor(look.text))):
            rects, stops = self._in_sight(at, row, kind)
            self._paint_boxes(rects, colour)
            if kind is BarKind.FETCH:
                self._hollow(rects)
            self._write_numbers(rects, stops, self._texts.numbers[row.index], ink)
            self._mark_stops(at, row, dict(zip(stops, rects, strict=True)))

    def _mark_stops(self, at: int, row: TimelineRow, rects: Mapping[int, QRectF]) -> None:
        """Put marks around the stops that are late, and around the one selected."""
        self._ring([rect for stop, rect in rects.items() if row.route.stops[stop].late_s > 0])
        if self._is_chosen(at) and self._view.chosen_stop in rects:
            self._ring_chosen([rects[self._view.chosen_stop]])

    def _hollow(self, rects: Iterable[QRectF]) -> None:
        """Leave only the edge of boxes, of those that are wide enough."""
        self._painter.setBrush(QColor(self._look.panel))
        inner = (rect.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX) for rect in rects)
        self._painter.drawRects([rect for rect in inner if rect.width() > 0])

    def _is_chosen(self, at: int) -> bool:
        return at == self._view.chosen_row

    def _in_sight(
        self, at: int, row: TimelineRow, kind: BarKind
    ) -> tuple[list[QRectF], tuple[int, ...]]:
        """Where the bars of a kind are, and the places of their stops."""
        spans = row.by_kind[kind].between(*self._span_s)
        return self._view.bar_rects(at, kind, spans), spans.stops

    def _paint_waiting(self, rects: list[QRectF], colour: QColor) -> None:
        if rects:
            painter = self._painter
            painter.setPen(QPen(faint(colour, self._look), 1))
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRects([rect.adjusted(0.5, 2, -0.5, -2) for rect in rects])

    def _paint_boxes(self, rects: list[QRectF], colour: QColor) -> None:
        """Solid boxes with soft corners: one a pixel lower than another a pixel narrower."""
        if rects:
            painter = self._painter
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects([rect.adjusted(0, 1, 0, -1) for rect in rects])
            painter.drawRects([rect.adjusted(1, 0, -1, 0) for rect in rects])

    def _write_numbers(
        self,
        rects: Sequence[QRectF],
        stops: Sequence[int],
        numbers: Sequence[str],
        colour: QColor,
    ) -> None:
        """Write the numbers of stops into the boxes that are wide enough."""
        self._painter.setPen(colour)
        for rect, stop in zip(rects, stops, strict=True):
            if rect.width() >= _NARROWEST_NUMBER_PX:
                text, width, height = self._number(numbers[stop])
                if rect.width() >= width + _AROUND_TEXT_PX:
                    x = rect.left() + (rect.width() - width) / 2
                    y = rect.top() + (rect.height() - height) / 2
                    self._painter.drawStaticText(QPointF(x, y), text)

    def _number(self, number: str) -> tuple[QStaticText, float, float]:
        """A number ready to be drawn, and its size."""
        if number not in self._ready:
            text = QStaticText(number)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self._small)
            size = text.size()
            self._ready[number] = text, size.width(), size.height()
        return self._ready[number]

    def _write(self, rects: Iterable[QRectF], text: str, colour: QColor) -> None:
        """Write a text into the boxes that are wide enough for it."""
        needed = self._small_metrics.horizontalAdvance(text) + _AROUND_TEXT_PX
        self._painter.setPen(colour)
        for rect in rects:
            if rect.width() >= needed:
                self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _ring(self, late: list[QRectF]) -> None:
        """Put an edge and a pointer at stops that are late."""
        if not late:
            return
        painter, colour = self._painter, QColor(self._look.warning)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        for rect in late:
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for rect in late:
            painter.drawPolygon(_pointer(rect.center().x(), rect.top() - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _ring_chosen(self, rects: list[QRectF]) -> None:
        painter, look = self._painter, self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in rects:
            around = rect.adjusted(-2, -2, 2, 2)
            for colour, width in ((look.panel, 4), (look.accent, 2)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawRoundedRect(around, _RADIUS + 1, _RADIUS + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_windows(self) -> None:
        """Draw the windows of the stop selected as brackets around its row."""
        painter, view = self._painter, self._view
        painter.setPen(QPen(QColor(self._look.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top = view.y_of(view.chosen_row) + 2
        bottom = top + ROW_HEIGHT - 4
        for start_s, end_s in view.windows:
            for time_s, foot in ((start_s, _BRACKET_PX), (end_s, -_BRACKET_PX)):
                x = view.x_of(time_s)
                corners = ((x + foot, top), (x, top), (x, bottom), (x + foot, bottom))
                painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))
            line = QLineF(view.x_of(start_s), bottom, view.x_of(end_s), bottom)
            painter.setPen(QPen(QColor(self._look.accent), 1, Qt.PenStyle.DotLine))
            painter.drawLine(line)
            painter.setPen(QPen(QColor(self._look.accent), 2))

    def _paint_now(self) -> None:
        view = self._view
        if view.now_s is not None:
            x = view.x_of(view.now_s)
            self._painter.setPen(QPen(QColor(self._look.bad), 1.5))
            self._painter.drawLine(QLineF(x, AXIS_HEIGHT, x, view.height))

    def _paint_labels(self, in_sight: range) -> None:
        """Write vehicles at the left, over whatever was scrolled there."""
        painter, view, look = self._painter, self._view, self._look
        painter.save()
        painter.setClipRect(0, AXIS_HEIGHT, LABEL_WIDTH, view.height)
        painter.fillRect(0, AXIS_HEIGHT, LABEL_WIDTH, view.height, QColor(look.panel))
        for at in in_sight:
            self._paint_label(at)
        painter.restore()
        painter.setPen(QColor(look.line))
        painter.drawLine(LABEL_WIDTH - 1, 0, LABEL_WIDTH - 1, view.height)

    def _paint_label(self, at: int) -> None:
        painter, view, look = self._painter, self._view, self._look
        area = QRectF(0, view.y_of(at), LABEL_WIDTH - 1, ROW_HEIGHT)
        if at == view.chosen_row:
            painter.fillRect(area, mixed(look.accent, look.panel, 0.16))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        chip = QRectF(4, area.top(), _CHIP_SPACE - 8, ROW_HEIGHT)
        paint_chip(painter, chip, route_chip(at), str(at + 1))
        painter.restore()
        name = area.adjusted(_CHIP_SPACE, 0, -6, 0)
        text = one_line(self._texts.names[at])
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.setPen(QColor(look.text))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, int(left | Qt.TextFlag.TextSingleLine), elided)

    def _paint_axis(self, ticks: Iterable[int]) -> None:
        painter, view, look = self._painter, self._view, self._look
        painter.fillRect(0, 0, view.width, AXIS_HEIGHT, QColor(look.raised))
        painter.setPen(QColor(look.line))
        painter.drawLine(0, AXIS_HEIGHT - 1, view.width, AXIS_HEIGHT - 1)
        painter.save()
        painter.setClipRect(LABEL_WIDTH, 0, view.width, AXIS_HEIGHT)
        painter.setFont(tabular(painter.font()))
        painter.setPen(QColor(look.secondary))
        for tick in ticks:
            place = QRectF(view.x_of(tick) - _TICK_PX / 2, 0, _TICK_PX, AXIS_HEIGHT - 1)
            if (
                place.left() < LABEL_WIDTH - _TICK_SIDE_PX
                or place.right() > view.width + _TICK_SIDE_PX
            ):
                continue
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._texts.clock(tick))
        painter.restore()


def faint(colour: QColor, look: Colours) -> QColor:
    """The colour of a route where it says less."""
    return mixed(colour.name(), look.panel, 0.55)


def _pointer(x: float, y: float) -> QPolygonF:
    """A small triangle that points down at a place."""
    return QPolygonF([QPointF(x - 4, y - 4), QPointF(x + 4, y - 4), QPointF(x, y + 1)])
