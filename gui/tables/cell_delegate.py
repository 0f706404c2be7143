"""How a cell of a table is drawn: text as it is, a route's number on its colour, a bar."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from gui.tables.column import Chip
from gui.tables.row_model import CHIP_ROLE, SHARE_ROLE, SUM_ROLE
from gui.theme import text_on

Index = QModelIndex | QPersistentModelIndex

RETURN_SIGN = "↵"
"""Stands for the end of a line where a text of several lines is shown on one."""

_CHIP_WIDTH, _CHIP_HEIGHT, _RADIUS = 30, 18, 4
_BAR_WIDTH, _BAR_HEIGHT = 44, 6
_PADDING = 8
"""Left and right of a cell's text, as in the headings."""
_LINE = 2


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a planner's table.

    Attributes
    ----------
    full, empty, over
        Colours of a bar, of what is left of it, and of a bar that is more than full.
    rule
        Colour of the line above a sum.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.full = self.empty = self.over = self.rule = QColor()

    def displayText(self, value: object, locale: object) -> str:
        """A text on one line."""
        return one_line(str(value))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chip, share = index.data(CHIP_ROLE), index.data(SHARE_ROLE)
        painter.save()
        painter.setFont(option.font)
        if isinstance(chip, Chip):
            paint_chip(painter, QRectF(option.rect), chip, text)
        else:
            if isinstance(share, float):
                self._paint_bar(painter, QRectF(option.rect), share)
            self._paint_text(painter, option, text)
        if index.data(SUM_ROLE):
            painter.setPen(self.rule)
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        painter.restore()

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        """Write a text in its tone, selected or not."""
        if text:
            room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
            shown = option.fontMetrics.elidedText(text, option.textElideMode, room.width())
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            flags = option.displayAlignment | Qt.TextFlag.TextSingleLine
            painter.drawText(room, int(flags), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The room that a cell's text needs."""
        text = self.displayText(index.data(), None)
        width = QFontMetrics(option.font).horizontalAdvance(text) + 2 * _PADDING + _LINE
        return QSize(width, super().sizeHint(option, index).height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text of a cell that is too narrow for it."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return bool(super().helpEvent(event, view, option, index))
        several = RETURN_SIGN in self.displayText(index.data(), None)
        hidden = several or self.sizeHint(option, index).width() > option.rect.width()
        tip = index.data(Qt.ItemDataRole.ToolTipRole) if hidden else ""
        QToolTip.showText(event.globalPos(), tip or "", view)
        return True

    def _paint_bar(self, painter: QPainter, cell: QRectF, share: float) -> None:
        width = min(_BAR_WIDTH, cell.width() - 2 * _PADDING)
        bar = QRectF(cell.left() + _PADDING, 0, width, _BAR_HEIGHT)
        bar.moveTop(cell.center().y() - _BAR_HEIGHT / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.empty)
        painter.drawRoundedRect(bar, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        bar.setWidth(width * min(max(share, 0.0), 1.0))
        painter.setBrush(self.over if share > 1 else self.full)
        painter.drawRoundedRect(bar, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)


def one_line(text: str) -> str:
    """A text with a sign where its lines end."""
    lines = text.splitlines()
    return f" {RETURN_SIGN} ".join(lines) if len(lines) > 1 else text


def paint_chip(painter: QPainter, cell: QRectF, chip: Chip, text: str) -> None:
    """Draw a route's number on its colour, in the middle of a cell."""
    plate = QRectF(0, 0, min(_CHIP_WIDTH, cell.width() - 4), _CHIP_HEIGHT)
    plate.moveCenter(cell.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(chip.colour)
    painter.drawRoundedRect(plate, _RADIUS, _RADIUS)
    on_colour = text_on(chip.colour)
    if chip.is_dashed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(on_colour, 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(plate.adjusted(1.5, 1.5, -1.5, -1.5), _RADIUS - 1, _RADIUS - 1)
    painter.setPen(on_colour)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
