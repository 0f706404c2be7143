"""What the marks of a chart mean."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

_SWATCH_PX = 14
_GAP_PX = 6
_BETWEEN_PX = 16
_LINE_PX = 18
_NARROW_PX = 200


class Mark(Enum):
    """How a thing is drawn."""

    LINE = auto()
    BLOCK = auto()
    FRAME = auto()
    DOT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One mark and its meaning."""

    mark: Mark
    colour: QColor
    text: str


class Legend(QWidget):
    """Marks with their meanings side by side, in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[LegendEntry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def show_entries(self, *entries: LegendEntry) -> None:
        """Show other entries."""
        self.entries = entries
        self.setAccessibleName(", ".join(entry.text for entry in entries))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines needed in a width."""
        places = self._places(width)
        return (places[-1].bottom() + 1) if places else _LINE_PX

    def sizeHint(self) -> QSize:
        """One line; more are taken by the width."""
        return QSize(_NARROW_PX, _LINE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks and their meanings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry, place in zip(self.entries, self._places(self.width()), strict=True):
            _draw_mark(painter, entry, QRectF(place.x(), place.y(), _SWATCH_PX, place.height()))
            painter.setPen(self.palette().color(self.foregroundRole()))
            text_place = place.adjusted(_SWATCH_PX + _GAP_PX, 0, 0, 0)
            painter.drawText(text_place, Qt.AlignmentFlag.AlignVCenter, entry.text)
        painter.end()

    def _places(self, width: int) -> list[QRect]:
        """Where each entry stands in a width."""
        metrics = QFontMetrics(self.font())
        places, x, y = [], 0, 0
        for entry in self.entries:
            needed = _SWATCH_PX + _GAP_PX + metrics.horizontalAdvance(entry.text) + 2
            if x and x + needed > width:
                x, y = 0, y + _LINE_PX
            places.append(QRect(x, y, needed, _LINE_PX))
            x += needed + _BETWEEN_PX
        return places


def _draw_mark(painter: QPainter, entry: LegendEntry, place: QRectF) -> None:
    middle = place.center()
    if entry.mark is Mark.LINE:
        painter.setPen(QPen(entry.colour, 2))
        painter.drawLine(QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y()))
        return
    if entry.mark is Mark.FRAME:
        painter.setPen(QPen(entry.colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(place.left() + 1, middle.y() - 4, place.width() - 2, 8))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(entry.colour)
    if entry.mark is Mark.DOT:
        painter.drawEllipse(middle, 3.5, 3.5)
    else:
        block = QRectF(place.left(), middle.y() - 5, place.width(), 10)
        painter.drawRoundedRect(block, 2, 2)
