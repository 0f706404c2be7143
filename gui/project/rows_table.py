"""A table of rows to be edited as in a spreadsheet: typed over, pasted, filled, cleared."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from gui.project.cell_block import filled_down, laid_out, parse_block
from gui.project.rows_model import Index, RowsModel
from gui.tables.cell_delegate import CellDelegate
from gui.tables.planner_table import ROW_HEIGHT, mixed, tabular
from gui.theme import Colours
from planning.outputs.spreadsheet_text import tab_separated

MOST_CELLS = 200_000
"""Cells that one step may write; more are more than a person wants to write at once."""

_LETTER_PX, _EDGES_PX, _WIDEST_PX, _LOOKED_AT = 8, 24, 240, 40
_SENTENCE_PX = 520
_SELECTED_SHARE = 0.22
_UNDERLINE_PX = 2

_Place = tuple[int, int]


class RowsTable(QTableView):
    """Shows a `RowsModel` and edits it.

    Attributes
    ----------
    sentence
        What stands in the place of rows where there are none.
    """

    too_many = Signal(int)
    """So many cells cannot be written in one step."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ""
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_CellWithProblem(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setFont(tabular(self.font()))
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + 8))
        lines.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        selected = mixed(look.accent, look.panel, _SELECTED_SHARE)
        self.setStyleSheet(
            f"QTableView {{ selection-background-color: {selected.name()};"
            f" selection-color: {look.text}; }}"
        )
        self.viewport().update()

    def fit_columns(self) -> None:
        """Give each column the room that its name and its first cells need."""
        model = self._rows
        for column in range(model.columnCount()):
            name = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            longest = max(
                (
                    len(str(model.index(row, column).data()))
                    for row in range(min(model.rowCount(), _LOOKED_AT))
                ),
                default=0,
            )
            width = _LETTER_PX * max(len(name), longest) + _EDGES_PX
            self.setColumnWidth(column, min(width, _WIDEST_PX))

    def show_cell(self, position: int, column: int) -> None:
        """Select a cell and bring it into sight."""
        index = self._rows.index(position, column)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setFocus()

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(i) for i in range(selection.count())]

    def selected_places(self) -> list[_Place]:
        """Row and column of each cell selected; none where they are too many."""
        ranges = self._ranges()
        count = sum(part.width() * part.height() for part in ranges)
        if count > MOST_CELLS:
            self.too_many.emit(count)
            return []
        return [
            (row, column)
            for part in ranges
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
        ]

    def selected_rows(self) -> list[int]:
        """Positions of the rows in which a cell is selected."""
        ranges = self._ranges()
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    @Slot()
    def copy(self) -> None:
        """Put the block of cells around those selected on the clipboard."""
        places = self.selected_places()
        if places:
            rows = sorted({row for row, _ in places})
            columns = sorted({column for _, column in places})
            lines = [[self._text(row, column) for column in columns] for row in rows]
            QApplication.clipboard().setText(tab_separated(lines))

    @Slot()
    def paste(self) -> None:
        """Write what is on the clipboard, from the first cell selected on; rows below are added."""
        places, block = self.selected_places(), parse_block(QApplication.clipboard().text())
        if not places or not block or not self._rows.can_edit:
            return
        if (count := sum(map(len, block))) > MOST_CELLS:
            self.too_many.emit(count)
            return
        counts = self._rows.rowCount(), self._rows.columnCount()
        texts, added = laid_out(block, places, *counts)
        if self._rows.write(texts) and added:
            self._rows.add_rows(added)

    @Slot()
    def clear_cells(self) -> None:
        """Empty the cells selected."""
        self._write(dict.fromkeys(self.selected_places(), ""))

    @Slot()
    def fill_down(self) -> None:
        """Write the topmost cell selected of each column into those below it."""
        places = self.selected_places()
        self._write(filled_down({place: self._text(*place) for place in places}, places))

    @Slot()
    def add_row(self) -> None:
        """Add an empty row below all others, and begin to write in it."""
        if self._rows.can_edit and self._rows.add_rows([[]]):
            self.show_cell(self._rows.rowCount() - 1, 0)
            self.edit(self.currentIndex())

    @Slot()
    def remove_rows(self) -> None:
        """Take the rows out of the table in which a cell is selected."""
        rows = self.selected_rows()
        if self._rows.can_edit and rows:
            self._rows.remove_rows(rows)
            if self._rows.rowCount():
                at = min(rows[0], self._rows.rowCount() - 1)
                self.setCurrentIndex(self._rows.index(at, max(0, self.currentIndex().column())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear and fill on the keys that a spreadsheet has for them."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Paste):
            self.paste()
        elif event.matches(keys.Cut):
            self.copy()
            self.clear_cells()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear_cells()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == _CONTROL:
            self.fill_down()
        elif event.key() in {Qt.Key.Key_Undo, Qt.Key.Key_Escape}:
            # Neither is the beginning of a text; the window's own keys get them.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """End an edit; on the return key go on below, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        below = self._rows.index(self.currentIndex().row() + 1, self.currentIndex().column())
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below.isValid():
            self.setCurrentIndex(below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the cells selected."""
        menu = self.cells_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def cells_menu(self) -> QMenu:
        """A menu of what can be done with the cells selected."""
        menu = QMenu(self)
        chosen = bool(self._ranges())
        for text, keys, act, edits in (
            (self.tr("Copy"), "Ctrl+C", self.copy, False),
            (self.tr("Paste"), "Ctrl+V", self.paste, True),
            (self.tr("Fill down"), "Ctrl+D", self.fill_down, True),
            (self.tr("Clear cells"), "Del", self.clear_cells, True),
            (self.tr("Add a row"), "", self.add_row, True),
            (self.tr("Remove rows"), "", self.remove_rows, True),
        ):
            entry = menu.addAction(text)
            entry.setShortcut(QKeySequence(keys))
            entry.triggered.connect(act)
            needs_cells = act != self.add_row
            entry.setEnabled((chosen or not needs_cells) and (self._rows.can_edit or not edits))
        return menu

    def selectionChanged(self, selected: QItemSelection, left: QItemSelection) -> None:
        """Keep the heading in step."""
        super().selectionChanged(selected, left)
        self.verticalHeader().viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the sentence that stands for them."""
        super().paintEvent(event)
        if self.sentence and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            width = min(_SENTENCE_PX, self.viewport().width() - 24)
            place = QRect(0, 0, width, self.viewport().height())
            place.moveCenter(self.viewport().rect().center())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), self.sentence)
            painter.end()

    def _write(self, texts: dict[_Place, str]) -> None:
        if texts and self._rows.can_edit:
            self._rows.write(texts)

    def _text(self, row: int, column: int) -> str:
        return str(self._rows.index(row, column).data(Qt.ItemDataRole.EditRole))


_CONTROL = Qt.KeyboardModifier.ControlModifier


class _CellWithProblem(CellDelegate):
    """Says what is wrong with a cell whenever the pointer rests on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell; a problem is underlined, to be seen also where the cell is selected."""
        super().paint(painter, option, index)
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QBrush):
            colour = ground.color()
            colour.setAlpha(255)
            foot = QRect(option.rect)
            foot.setTop(foot.bottom() - _UNDERLINE_PX + 1)
            painter.fillRect(foot, colour)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the problem of a cell, or the whole text of one that is too narrow."""
        if index.isValid() and index.data(Qt.ItemDataRole.BackgroundRole) is not None:
            QToolTip.showText(
                QPoint(event.globalPos()), index.data(Qt.ItemDataRole.ToolTipRole) or "", view
            )
            return True
        return super().helpEvent(event, view, option, index)
