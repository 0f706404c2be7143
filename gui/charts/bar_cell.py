"""Bars in the cells of a table: how much of what there is, is used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.tables.column import RowT
from gui.tables.planner_table import mixed
from gui.tables.row_model import RowModel
from gui.theme import Colours

Index = QModelIndex | QPersistentModelIndex

_HEIGHT_PX = 10
_MARGIN_PX = 8
_RADIUS_PX = 2
_QUIET_SHARE = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar on its track, in shares of the room for bars: 0 at the left, 1 at the right.

    Attributes
    ----------
    start, end
        What is used.
    track_start, track_end
        What there is; what is used beyond it is drawn as too much.
    """

    start: float = 0.0
    end: float
    track_start: float = 0.0
    track_end: float = 1.0


class BarCell(QStyledItemDelegate, Generic[RowT]):
    """Draws a cell's bar, and its text at the right of it.

    Parameters
    ----------
    bar
        The bar of a row; None for a row without one.
    text_px
        Room for the text.
    is_quiet
        Whether the bar only compares rows, and says nothing of a limit.
    """

    def __init__(
        self,
        model: RowModel[RowT],
        bar: Callable[[RowT], Bar | None],
        text_px: int,
        parent: QWidget,
        *,
        is_quiet: bool = False,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._bar = bar
        self._text_px = text_px
        self._is_quiet = is_quiet
        self._full = self._track = self._over = QColor()

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        self._full = QColor(look.accent)
        if self._is_quiet:
            self._full = mixed(look.secondary, look.panel, _QUIET_SHARE)
        self._track, self._over = QColor(look.line), QColor(look.bad)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the text and a bar."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 80, hint.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        self._write(painter, option, text)
        bar = self._bar(self._model.row(index.row()))
        room = QRectF(option.rect).adjusted(_MARGIN_PX, 0, -self._text_px - _MARGIN_PX, 0)
        if bar is None or room.width() <= 0:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inside = (max(bar.start, bar.track_start), min(bar.end, bar.track_end))
        _draw(painter, room, bar.track_start, bar.track_end, self._track)
        _draw(painter, room, *inside, self._full)
        _draw(painter, room, bar.start, min(bar.end, bar.track_start), self._over)
        _draw(painter, room, max(bar.start, bar.track_end), bar.end, self._over)
        painter.restore()

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        """Write the text at the right edge, as far from it as in any other cell."""
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -_MARGIN_PX, 0), int(flags), text)
        painter.restore()


def _draw(painter: QPainter, room: QRectF, start: float, end: float, colour: QColor) -> None:
    left, right = (min(max(share, 0.0), 1.0) * room.width() for share in (start, end))
    if right <= left:
        return
    place = QRectF(room.left() + left, 0, right - left, _HEIGHT_PX)
    place.moveTop(room.center().y() - _HEIGHT_PX / 2)
    painter.setBrush(colour)
    painter.drawRoundedRect(place, _RADIUS_PX, _RADIUS_PX)
