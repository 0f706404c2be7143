"""Rows of a source file as a model: the text that stands there, and the very cell in question."""

import string
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from domain.message import Problem, Severity
from gui.tables.plain_tip import plain_tip
from gui.theme import Colours

if TYPE_CHECKING:
    from planning.reading.source_rows import SourceRows

Index = QModelIndex | QPersistentModelIndex

_NO_INDEX = QModelIndex()


class SourceModel(QAbstractTableModel):
    """Shows `SourceRows`; the cell, row or column of a problem stands out."""

    def __init__(self, look: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._source: SourceRows | None = None
        self._problem: Problem | None = None
        self._columns = 0

    def show(self, source: "SourceRows | None", problem: Problem | None) -> None:
        """Take other rows, and the problem that lies among them."""
        self.beginResetModel()
        self._source, self._problem = source, problem
        rows = (source.header, *source.rows) if source else ()
        self._columns = max(map(len, rows), default=0)
        self.endResetModel()

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        self.beginResetModel()
        self._look = look
        self.endResetModel()

    def problem_index(self) -> QModelIndex:
        """The cell of the problem, or the first of its row; invalid where it is not there."""
        if self._source is None or self._problem is None:
            return QModelIndex()
        row = self._problem.row - self._source.first_row
        return self.index(row, max(self._problem_column(), 0))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows of the file are shown."""
        return 0 if parent.isValid() or self._source is None else len(self._source.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many cells the longest of them has."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        if self._source is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            cells = self._source.rows[index.row()]
            text = cells[index.column()] if index.column() < len(cells) else ""
            return text if role == Qt.ItemDataRole.DisplayRole else plain_tip(text)
        if role == Qt.ItemDataRole.BackgroundRole and self._stands_out(index):
            return QBrush(self._mark())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns with their letters; numbers of the rows as in a spreadsheet."""
        if self._source is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._source.first_row + section)
        header = self._source.header
        return header[section] if section < len(header) else column_letters(section)

    def _mark(self) -> QColor:
        is_error = self._problem is not None and self._problem.severity is Severity.ERROR
        colour = QColor(self._look.bad if is_error else self._look.warning)
        colour.setAlpha(70)
        return colour

    def _problem_column(self) -> int:
        """The problem's column; -1 where it names none, or none that is there."""
        if self._source is None or self._problem is None or not self._problem.column:
            return -1
        header = self._source.header
        return header.index(self._problem.column) if self._problem.column in header else -1

    def _stands_out(self, index: Index) -> bool:
        if self._source is None or self._problem is None:
            return False
        row = self._problem.row - self._source.first_row
        column = self._problem_column()
        in_row = row == index.row() or self._problem.row == 0
        return in_row and (column == index.column() or (column < 0 and self._problem.row > 0))


def column_letters(index: int) -> str:
    """The letters by which a spreadsheet names a column: ``A``, ``AB``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters
