"""Rows of the company's table around a problem, to be mended cell by cell."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor

from domain.message import Problem
from gui.import_wizard.mends import Cell, Mends
from gui.session import Session
from gui.tables.plain_tip import plain_tip
from planning.importing.shown import RawPlace, RawRow

Index = QModelIndex | QPersistentModelIndex

_NO_INDEX = QModelIndex()
_AROUND = 2


class MendModel(QAbstractTableModel):
    """The cells of mapped columns as they stand in the source, under the dataset's names.

    Cells that were mended, but not checked yet, stand as they were written.
    """

    mended = Signal()
    """A cell was written."""

    def __init__(self, session: Session, mends: Mends, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._mends = mends
        self._place: RawPlace | None = None
        self._problem: Problem | None = None
        self._rows: list[RawRow] = []
        self._columns: list[tuple[str, int]] = []

    def show(self, place: RawPlace | None, problem: Problem | None) -> None:
        """Show the rows around a problem; none where it has no place."""
        self.beginResetModel()
        self._place, self._problem = place, problem
        self._rows, self._columns = [], []
        if place is not None and problem is not None and problem.row in place.rows:
            numbers = list(place.rows)
            at = numbers.index(problem.row)
            near = numbers[max(0, at - _AROUND) : at + _AROUND + 1]
            self._rows = [place.rows[number] for number in near]
            self._columns = _columns_of(place, is_whole=place.rows[problem.row].is_lost)
        self.endResetModel()

    def problem_index(self) -> QModelIndex:
        """The cell of the problem, or the first of its row; invalid where it is not there."""
        if self._problem is None or not self._rows:
            return QModelIndex()
        numbers = [row.number for row in self._rows]
        names = [name for name, _ in self._columns]
        column = names.index(self._problem.column) if self._problem.column in names else 0
        return self.index(numbers.index(self._problem.row), column)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many columns are mapped."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        cell = self._cell(index)
        written = self._mends.text(cell)
        text = self._rows[index.row()].cells[cell.position] if written is None else written
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(index, is_written=written is not None)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a cell."""
        text = str(value)
        is_edit = index.isValid() and role == Qt.ItemDataRole.EditRole
        if not is_edit or text == self.data(index, role):
            return False
        self._mends.write(self._cell(index), text)
        self.dataChanged.emit(index, index)
        self.mended.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All cells can be written."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns here and in the source; numbers of the rows in the source."""
        if orientation is Qt.Orientation.Vertical:
            return str(self._rows[section].number) if role == Qt.ItemDataRole.DisplayRole else None
        if self._place is None:
            return None
        name, position = self._columns[section]
        source = self._place.header[position]
        if role == Qt.ItemDataRole.DisplayRole:
            return name if name == source else f"{name}\n{source}"
        return None

    def _cell(self, index: Index) -> Cell:
        assert self._place is not None
        _, position = self._columns[index.column()]
        return Cell(self._place.name, self._rows[index.row()].number, position)

    def _ground(self, index: Index, *, is_written: bool) -> QBrush | None:
        look = self._session.colours
        place = self.problem_index()
        in_row = place.isValid() and index.row() == place.row()
        is_lost = self._rows[index.row()].is_lost
        if is_written:
            colour, strength = QColor(look.good), 60
        elif in_row and (index.column() == place.column() or is_lost):
            colour, strength = QColor(look.bad), 70
        elif in_row:
            colour, strength = QColor(look.accent), 24
        else:
            return None
        colour.setAlpha(strength)
        return QBrush(colour)


def _columns_of(place: RawPlace, *, is_whole: bool) -> list[tuple[str, int]]:
    """Name of each column with its position in the source; also those not mapped, if whole."""
    found = [
        (target, place.header.index(source))
        for target, source in place.columns.items()
        if source in place.header
    ]
    if is_whole:
        taken = {position for _, position in found}
        names = {position: name for name, position in found}
        return [(names[at] if at in taken else name, at) for at, name in enumerate(place.header)]
    return found
