"""Qt's table view as a planner expects it: dense, quiet, and ready to be copied."""

from collections.abc import Mapping
from typing import Any, Generic

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from gui.tables.cell_delegate import CellDelegate
from gui.tables.column import RowT
from gui.tables.row_model import RowModel
from gui.theme import Colours
from planning.outputs.spreadsheet_text import tab_separated

ROW_HEIGHT = 25
_NARROWEST, _WIDEST = 24, 2_000
_SELECTED_SHARE = 0.16
_QUIET_SHARE = 0.55
_SENTENCE_WIDTH = 520


class PlannerTable(QTableView, Generic[RowT]):
    """Shows a `RowModel`.

    Parameters
    ----------
    quiet_bars
        Whether bars in cells only compare rows, and say nothing of a limit.

    Attributes
    ----------
    sentence
        What stands in the place of rows where there are none.
    """

    def __init__(
        self, model: RowModel[RowT], parent: QWidget | None = None, *, quiet_bars: bool = False
    ) -> None:
        super().__init__(parent)
        self.sentence = ""
        self._quiet_bars = quiet_bars
        self._rows = model
        self._cells = CellDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self._set_up_rows()
        self._set_up_header()

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setFont(tabular(self.font()))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + 8))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        # A number stands under its heading, not at the far edge of the window.
        header.setStretchLastSection(not self._rows.columns[-1].is_number)
        header.setMinimumSectionSize(_NARROWEST)
        header.setSortIndicatorClearable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        for i, column in enumerate(self._rows.columns):
            header.resizeSection(i, max(column.width, header.sectionSizeHint(i)))
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        selected = mixed(look.accent, look.panel, _SELECTED_SHARE)
        zebra = mixed(look.window, look.panel, 0.7)
        # The rows keep the colours of their texts when they are selected.
        self.setStyleSheet(
            f"QTableView {{ selection-background-color: {selected.name()};"
            f" selection-color: {look.text}; alternate-background-color: {zebra.name()}; }}"
            f"QTableView::corner {{ background: {look.panel}; border: none; }}"
        )
        quiet = mixed(look.secondary, look.panel, _QUIET_SHARE)
        self._cells.full = quiet if self._quiet_bars else QColor(look.accent)
        self._cells.empty = QColor(look.line)
        self._cells.rule = quiet
        self._cells.over = QColor(look.bad)
        self.viewport().update()

    def selected_positions(self) -> list[int]:
        """Positions of the rows selected, from top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def show_row(self, position: int | None) -> None:
        """Select a row and bring it into sight; none for None."""
        if position is None:
            self.clearSelection()
            self.setCurrentIndex(self._rows.index(-1, -1))
            return
        index = self._rows.index(position, self._first_column())
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def copied_text(self) -> str:
        """The rows selected as a spreadsheet takes them, columns as shown; headings where many."""
        columns = self._visible_columns()
        positions = self.selected_positions()
        lines = [[column.copy(self._rows.row(at)) for column in columns] for at in positions]
        if len(positions) > 1:
            lines.insert(0, [column.title() for column in columns])
        return tab_separated(lines)

    def copy_selection(self) -> None:
        """Put the rows selected on the clipboard."""
        if self.selected_positions():
            QApplication.clipboard().setText(self.copied_text())

    def save_layout(self) -> dict[str, Any]:
        """Widths, order, hidden columns and sorting, as JSON can hold them."""
        header = self.horizontalHeader()
        keys = [column.key for column in self._rows.columns]
        hidden = [key for i, key in enumerate(keys) if header.isSectionHidden(i)]
        by = header.sortIndicatorSection()
        return {
            "order": [keys[header.logicalIndex(i)] for i in range(len(keys))],
            "hidden": hidden,
            "widths": {k: header.sectionSize(i) for i, k in enumerate(keys) if k not in hidden},
            "sorted_by": keys[by] if 0 <= by < len(keys) else "",
            "descending": header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        }

    def restore_layout(self, layout: Mapping[str, Any]) -> None:
        """Take a layout saved before; what no longer fits is passed over."""
        header = self.horizontalHeader()
        place = {column.key: i for i, column in enumerate(self._rows.columns)}
        order = [place[key] for key in _texts(layout.get("order")) if key in place]
        for position, section in enumerate(dict.fromkeys(order)):
            header.moveSection(header.visualIndex(section), position)
        widths = layout.get("widths")
        for key, width in (widths if isinstance(widths, dict) else {}).items():
            if key in place and isinstance(width, int) and _NARROWEST <= width <= _WIDEST:
                header.resizeSection(place[key], width)
        hidden = set(_texts(layout.get("hidden")))
        for key, section in place.items():
            header.setSectionHidden(section, key in hidden and not hidden >= set(place))
        descending = layout.get("descending") is True
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        sorted_by = layout.get("sorted_by")
        section = place.get(sorted_by, -1) if isinstance(sorted_by, str) else -1
        self.sortByColumn(section, direction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on the system's key for it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, or the sentence that stands for them."""
        super().paintEvent(event)
        if self.sentence and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            width = min(_SENTENCE_WIDTH, self.viewport().width() - 24)
            place = QRect(0, 0, width, self.viewport().height())
            place.moveCenter(self.viewport().rect().center())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), self.sentence)
            painter.end()

    def columns_menu(self) -> QMenu:
        """A menu to show and hide each column; the last one shown stays."""
        menu = QMenu(self)
        header = self.horizontalHeader()
        shown = len(self._visible_columns())
        for i, column in enumerate(self._rows.columns):
            action = menu.addAction(column.title().replace("&", "&&"))
            action.setData(i)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(i))
            action.setEnabled(shown > 1 or header.isSectionHidden(i))
        menu.triggered.connect(self._toggle_column)
        return menu

    @Slot(QPoint)
    def _offer_columns(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    @Slot(object)
    def _toggle_column(self, action: Any) -> None:
        self.setColumnHidden(action.data(), not action.isChecked())

    def _visible_columns(self) -> list[Any]:
        header = self.horizontalHeader()
        sections = (header.logicalIndex(i) for i in range(len(self._rows.columns)))
        return [self._rows.columns[i] for i in sections if not header.isSectionHidden(i)]

    def _first_column(self) -> int:
        """The column at the left edge, so that showing a row does not scroll sideways."""
        return max(0, self.columnAt(0))


def write_open_cell(table: QTableView) -> None:
    """Write what is being typed in a cell of a table, if something is."""
    editor = table.indexWidget(table.currentIndex())
    if editor is not None and table.state() == QAbstractItemView.State.EditingState:
        table.commitData(editor)
        table.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def tabular(font: QFont) -> QFont:
    """A font whose digits are all of one width."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def mixed(colour: str, ground: str, share: float) -> QColor:
    """A colour laid over another, opaque; 1 for all of the first."""
    over, under = QColor(colour), QColor(ground)
    channels = zip(_rgb(over), _rgb(under), strict=True)
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in channels)
    return QColor(red, green, blue)


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
