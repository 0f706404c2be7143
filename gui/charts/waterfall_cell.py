"""A step of a sum in the cell of a table: from where it comes to where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from gui.tables.cell_delegate import CellDelegate
from gui.tables.column import RowT
from gui.tables.planner_table import mixed
from gui.tables.row_model import RowModel
from gui.theme import Colours

Index = QModelIndex | QPersistentModelIndex

_HEIGHT_PX = 9
_MARGIN_PX = 8
_LEAST_PX = 2
_QUIET_SHARE = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, in shares of the room for bars: 0 at the left, 1 at the right.

    Attributes
    ----------
    start, end
        Where it comes from, and where it leads.
    is_total
        Whether it is what is started with or what comes out, and no step between.
    """

    start: float
    end: float
    is_total: bool = False


class WaterfallCell(CellDelegate, Generic[RowT]):
    """Draws a step as a bar; one that takes away has another colour than one that adds."""

    def __init__(
        self, model: RowModel[RowT], step: Callable[[RowT], Step], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._step = step
        self._total = self._more = self._less = QColor()

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        self._total = self.rule = mixed(look.secondary, look.panel, _QUIET_SHARE)
        self._more, self._less = QColor(look.accent), QColor(look.warning)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        super().paint(painter, option, index)
        step = self._step(self._model.row(index.row()))
        room = QRectF(option.rect).adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        left, right = sorted((step.start, step.end))
        place = QRectF(0, 0, max(_LEAST_PX, (right - left) * room.width()), _HEIGHT_PX)
        place.moveCenter(room.center())
        place.moveLeft(room.left() + left * room.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_more = step.end >= step.start
        painter.setBrush(self._total if step.is_total else self._more if is_more else self._less)
        painter.drawRoundedRect(place, 2, 2)
        painter.restore()
