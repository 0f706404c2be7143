"""Rows of values as a model for Qt's tables: sorted, filtered, and turned to text when shown."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont

from gui.tables.column import Column, RowT
from gui.tables.plain_tip import plain_tip
from gui.theme import Colours

Index = QModelIndex | QPersistentModelIndex

CHIP_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SHARE_ROLE = CHIP_ROLE + 1
SUM_ROLE = SHARE_ROLE + 1

_INDEXED_AT_ONCE = 60
_SLICE_S = 0.008
_NO_INDEX = QModelIndex()

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_BOLD = QFont()
_BOLD.setWeight(QFont.Weight.DemiBold)


class RowModel(QAbstractTableModel, Generic[RowT]):
    """A table of values, one column declared after the other.

    Texts are made when a cell is drawn. What the filter looks through is made in short slices
    while nothing else is to be done; a filter set before that is through waits for it.
    """

    shown_changed = Signal()
    """Other rows are shown than before."""

    def __init__(
        self, columns: Sequence[Column[RowT]], look: Colours, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._searched = tuple(c for c in self.columns if not c.is_number)
        self._look = look
        self._rows: Sequence[RowT] = ()
        self._order: list[int] = []
        self._shown: list[int] = []
        self._words: tuple[str, ...] = ()
        self._search_texts: list[str] = []
        self._sorted_by: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self._indexing = QTimer(self)
        self._indexing.timeout.connect(self._index_some)

    @property
    def all_rows(self) -> Sequence[RowT]:
        """Every row, shown or not, as they were given."""
        return self._rows

    @property
    def is_filtered(self) -> bool:
        """Whether rows may be hidden by the filter."""
        return bool(self._words)

    def row(self, position: int) -> RowT:
        """The row shown at a position."""
        return self._rows[self._shown[position]]

    def position_of(self, number: int) -> int | None:
        """Where the row with a number in `all_rows` is shown; None where it is hidden."""
        try:
            return self._shown.index(number)
        except ValueError:
            return None

    def number_at(self, position: int) -> int:
        """The number in `all_rows` of the row shown at a position."""
        return self._shown[position]

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Take other rows; the order and the filter stay."""
        self.beginResetModel()
        self._rows = rows
        self._order = self._sorted_numbers()
        self._shown = [] if self._words else self._order
        self.endResetModel()
        self._index_anew()

    def replace_rows(self, rows: Sequence[RowT]) -> None:
        """Take the same rows with other values: as many, in the same order, shown as before."""
        self._rows = rows
        self._all_changed()
        self._index_anew()

    def set_filter(self, text: str) -> None:
        """Show the rows whose text has all words of another text, in any case."""
        self._words = tuple(text.casefold().split())
        if self._is_indexed:
            self._apply_filter()

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        self._look = look
        self._all_changed()

    def retranslate(self) -> None:
        """Make headings and texts anew."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self._all_changed()
        self._index_anew()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        column = self.columns[index.column()]
        row = self._rows[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.text(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return self._look_of(column, row, role)

    def _look_of(self, column: Column[RowT], row: RowT, role: int) -> Any:
        """What a cell has beside its text; None where it has nothing of the kind."""
        if role == Qt.ItemDataRole.ForegroundRole and column.tone:
            return column.tone(row).colour(self._look)
        if role == CHIP_ROLE and column.chip:
            return column.chip(row)
        if role == SHARE_ROLE and column.share:
            return column.share(row)
        if role in {SUM_ROLE, Qt.ItemDataRole.FontRole} and column.is_sum and column.is_sum(row):
            return _BOLD if role == Qt.ItemDataRole.FontRole else True
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What Qt asks of a heading."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; as the rows were given for -1."""
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self._shown[index.row()] for index in before]
        hidden = set(self._order).difference(self._shown)
        self._order = self._sorted_numbers()
        self._shown = [number for number in self._order if number not in hidden]
        place = {number: at for at, number in enumerate(self._shown)} if before else {}
        after = [
            self.index(place[number], index.column())
            for number, index in zip(numbers, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted_numbers(self) -> list[int]:
        """Numbers of all rows in their order; those without a value last."""
        column, order = self._sorted_by
        numbers = list(range(len(self._rows)))
        if column < 0:
            return numbers
        keys = list(map(self.columns[column].sort_key, self._rows))
        valued = [number for number in numbers if keys[number] is not None]
        valued.sort(key=keys.__getitem__, reverse=order is Qt.SortOrder.DescendingOrder)
        return valued + [number for number in numbers if keys[number] is None]

    @property
    def _is_indexed(self) -> bool:
        return len(self._search_texts) == len(self._rows)

    def _index_anew(self) -> None:
        self._search_texts = []
        if len(self._rows) <= _INDEXED_AT_ONCE:
            self._search_texts = list(map(self._search_text, self._rows))
            self._apply_filter()
        else:
            self._indexing.start(0)
            self.shown_changed.emit()

    @Slot()
    def _index_some(self) -> None:
        """Make what the filter looks through, for as long as nobody notices."""
        end = perf_counter() + _SLICE_S
        while not self._is_indexed and perf_counter() < end:
            self._search_texts.append(self._search_text(self._rows[len(self._search_texts)]))
        if self._is_indexed:
            self._indexing.stop()
            self._apply_filter()

    def _search_text(self, row: RowT) -> str:
        return "\n".join(column.text(row) for column in self._searched).casefold()

    def _apply_filter(self) -> None:
        texts, shown = self._search_texts, self._order
        for word in self._words:
            shown = [number for number in shown if word in texts[number]]
        if shown != self._shown:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()
        self.shown_changed.emit()

    def _all_changed(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    return _CENTRE if column.chip else _RIGHT if column.is_number else _LEFT
