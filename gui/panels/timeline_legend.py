"""What the bars of the timeline mean, in a line below it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.panels.timeline_bars import BarKind
from gui.tables.planner_table import mixed
from gui.theme import Colours

LEGEND_HEIGHT = 22

_SHOWN = (BarKind.DRIVE, BarKind.SERVICE, BarKind.FETCH, BarKind.WAIT, BarKind.BREAK)
_SWATCH_PX, _SWATCH_HEIGHT = 18, 10
_GAP_PX, _BETWEEN_PX, _MARGIN_PX = 6, 16, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendWords:
    """What a vehicle does, and what is marked, in the current language."""

    kinds: Mapping[BarKind, str]
    late: str


class TimelineLegend(QWidget):
    """Shows a mark of each kind in a colour that is no route's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = LegendWords(kinds={}, late="")
        self._look: Colours | None = None
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() - 1, 6.5))
        self.setFont(font)

    def show_words(self, words: LegendWords, look: Colours) -> None:
        """Take another language or other colours."""
        self._words, self._look = words, look
        self.setAccessibleName(", ".join(text for _, text in self._entries()))
        self.update()

    def sizeHint(self) -> QSize:
        """One line of small text."""
        return QSize(0, max(LEGEND_HEIGHT, QFontMetrics(self.font()).height() + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks and what they mean, from the right; those without room are left out."""
        if self._look is None:
            return
        painter, metrics = QPainter(self), QFontMetrics(self.font())
        look, height = self._look, self.height()
        painter.fillRect(self.rect(), QColor(look.panel))
        painter.setPen(QColor(look.line))
        painter.drawLine(0, 0, self.width(), 0)
        right = self.width() - _MARGIN_PX
        for kind, text in reversed(self._entries()):
            width = metrics.horizontalAdvance(text)
            left = right - width - _GAP_PX - _SWATCH_PX
            if left < _MARGIN_PX:
                break
            painter.setPen(QColor(look.secondary))
            place = QRectF(right - width, 0, width + 1, height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
            top = (height - _SWATCH_HEIGHT) / 2
            _draw_mark(painter, kind, QRectF(left, top, _SWATCH_PX, _SWATCH_HEIGHT), look)
            right = left - _BETWEEN_PX
        painter.end()

    def _entries(self) -> list[tuple[BarKind | None, str]]:
        """Kinds of bars and their names; None for a late stop."""
        known = self._words.kinds
        bars = [(kind, known[kind]) for kind in _SHOWN if kind in known]
        return [*bars, (None, self._words.late)]


def _draw_mark(painter: QPainter, kind: BarKind | None, place: QRectF, look: Colours) -> None:
    """Draw what stands for a kind of bar; for a late stop with None."""
    solid = mixed(look.secondary, look.panel, 0.75)
    painter.setPen(Qt.PenStyle.NoPen)
    if kind is BarKind.DRIVE:
        painter.setPen(QPen(mixed(look.secondary, look.panel, 0.55), 3))
        painter.drawLine(
            QLineF(place.left(), place.center().y(), place.right(), place.center().y())
        )
    elif kind is BarKind.WAIT:
        painter.setPen(QPen(mixed(look.secondary, look.panel, 0.55), 1))
        painter.setBrush(QBrush(solid, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
    elif kind is BarKind.BREAK:
        painter.fillRect(place, QColor(look.line))
    else:
        painter.fillRect(place, solid)
        if kind is BarKind.FETCH:
            painter.fillRect(place.adjusted(2, 2, -2, -2), QColor(look.panel))
        if kind is None:
            painter.setPen(QPen(QColor(look.warning), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place)
