"""How the rows of the timeline are drawn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.panels.time_scale import TimeScale
from gui.panels.timeline_bars import Bar, BarKind, TimelineRow
from gui.tables.cell_delegate import one_line, paint_chip
from gui.tables.planner_table import mixed
from gui.tables.routes_table import route_chip
from gui.theme import Colours, route_colour, text_on
from maps.plan_facts import numbered_stops

LABEL_WIDTH = 176
AXIS_HEIGHT = 26
ROW_HEIGHT = 28

_BAR_HEIGHT, _DRIVE_HEIGHT, _RADIUS = 16, 3, 3
_ROUNDED_FROM = 9
_TICK_PX = 56
_BRACKET = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """What of the timeline is in sight, and what in it stands out.

    Attributes
    ----------
    left_px, top_px
        How far it is scrolled.
    width, height
        Size of the viewport.
    chosen_row, chosen_stop
        Places of the route and the stop selected; -1 for none.
    windows
        Windows of the stop selected, in seconds of the plan.
    now_s
        The present, where the plan is of today.
    """

    scale: TimeScale
    left_px: int
    top_px: int
    width: int
    height: int
    chosen_row: int = -1
    chosen_stop: int = -1
    windows: tuple[tuple[int, int], ...] = ()
    now_s: int | None = None

    def x_of(self, time_s: float) -> float:
        """Where a time stands in the viewport."""
        return LABEL_WIDTH + self.scale.x_of(time_s) - self.left_px

    def time_of(self, x: float) -> float:
        """The time that stands at a place of the viewport."""
        return self.scale.time_of(x - LABEL_WIDTH + self.left_px)

    def y_of(self, row: int) -> int:
        """Upper edge of a row in the viewport."""
        return AXIS_HEIGHT + row * ROW_HEIGHT - self.top_px

    def bar_rect(self, row: int, bar: Bar) -> QRectF:
        """Where a bar is drawn."""
        height = _DRIVE_HEIGHT if bar.kind is BarKind.DRIVE else _BAR_HEIGHT
        left, right = self.x_of(bar.start_s), self.x_of(bar.end_s)
        top = self.y_of(row) + (ROW_HEIGHT - height) / 2
        return QRectF(left, top, right - left, height)

    def span_s(self) -> tuple[float, float]:
        """The times in sight."""
        return self.time_of(LABEL_WIDTH), self.time_of(self.width)

    def rows_in_sight(self, count: int) -> range:
        """Places of the rows in sight."""
        first = max(0, self.top_px // ROW_HEIGHT)
        last = (self.top_px + self.height - AXIS_HEIGHT) // ROW_HEIGHT + 1
        return range(first, min(count, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineTexts:
    """Texts in the current language.

    Attributes
    ----------
    names, spans
        Of each route: its vehicle, and how long it is out.
    """

    names: Sequence[str]
    spans: Sequence[str]
    rest: str
    reload: str


class TimelinePicture:
    """Draws rows of routes in one look."""

    def __init__(self, look: Colours, font: QFont) -> None:
        self._look = look
        self._small = QFont(font)
        self._small.setPointSizeF(max(font.pointSizeF() - 1.5, 6.5))
        self._font = font
        self._shade = mixed(look.window, look.raised, 0.35)
        self._chosen = mixed(look.accent, look.panel, 0.12)
        self._line = QColor(look.line)
        self._hatch = {kind: QColor(look.secondary) for kind in (BarKind.WAIT, BarKind.BREAK)}

    def paint(
        self,
        painter: QPainter,
        view: TimelineView,
        rows: Sequence[TimelineRow],
        texts: TimelineTexts,
        clock: "Clock",
    ) -> None:
        """Draw all that is in sight."""
        look = self._look
        painter.fillRect(0, 0, view.width, view.height, QColor(look.panel))
        in_sight = view.rows_in_sight(len(rows))
        painter.save()
        painter.setClipRect(LABEL_WIDTH, AXIS_HEIGHT, view.width, view.height)
        for at in in_sight:
            self._paint_ground(painter, view, at, rows[at])
        ticks = list(view.scale.ticks(*view.span_s(), _TICK_PX))
        painter.setPen(QPen(self._line, 1, Qt.PenStyle.DotLine))
        bottom = min(view.height, view.y_of(len(rows)))
        painter.drawLines([QLineF(x, AXIS_HEIGHT, x, bottom) for x in map(view.x_of, ticks)])
        for at in in_sight:
            self._paint_bars(painter, view, at, rows[at], texts)
        self._paint_windows(painter, view)
        self._paint_now(painter, view)
        painter.restore()
        self._paint_labels(painter, view, rows, texts)
        self._paint_axis(painter, view, ticks, clock)
