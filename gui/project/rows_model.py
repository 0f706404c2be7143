"""The rows of a table as a model for Qt's tables: text as it was written, to be edited in place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from domain.message import Problem, Severity
from gui.project.edited_rows import EditedRows, Rows
from gui.tables.plain_tip import plain_tip
from gui.theme import Colours
from planning.project.acts import Act, RemoveRows

Index = QModelIndex | QPersistentModelIndex
Do = Callable[[Act], bool]
Say = Callable[[Problem], str]

_TINT = 60
_MOST_BLOCKS = 50
_NO_INDEX = QModelIndex()
_NONE: Rows = np.zeros(0, dtype=np.int64)


class RowsModel(QAbstractTableModel):
    """Shows `EditedRows`, all or those that a filter left; a problem tints its cell.

    Parameters
    ----------
    do
        Does an act for good; False where that failed.
    say
        What to say of a problem.
    """

    def __init__(self, look: Colours, do: Do, say: Say, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: EditedRows | None = None
        self.can_edit = False
        self._look = look
        self._do = do
        self._say = say
        self._shown: Rows = _NONE
        self._known: Rows = _NONE
        self._is_filtered = False
        self._problems: Mapping[int, Sequence[Problem]] = {}

    @property
    def is_filtered(self) -> bool:
        """Whether only some rows are shown."""
        return self._is_filtered

    def show(self, rows: EditedRows | None) -> None:
        """Take the rows of another table; all of them are shown."""
        self.beginResetModel()
        self.rows = rows
        self._is_filtered = False
        self._shown = self._known = _NONE if rows is None else rows.numbers
        self.endResetModel()

    def show_only(self, numbers: Rows | None) -> None:
        """Show some rows of the table by their numbers in ascending order; all for None."""
        self.beginResetModel()
        self._is_filtered = numbers is not None
        everything = _NONE if self.rows is None else self.rows.numbers
        self._shown = everything if numbers is None else numbers
        self.endResetModel()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Take the problems of the table."""
        by_row: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.row:
                by_row.setdefault(problem.row, []).append(problem)
        self._problems = by_row
        self._all_changed()

    def set_look(self, look: Colours) -> None:
        """Take other colours."""
        self._look = look
        self._all_changed()

    def follow(self) -> None:
        """Take in what changed in the rows since: cells, rows that came, rows that went."""
        if self.rows is None:
            return
        after, before = self.rows.numbers, self._known
        self._known = after
        if after is not before:
            if self._is_filtered:
                # A row that is new is shown, so that one sees what was done.
                new = after[~np.isin(after, before)]
                after = np.union1d(self._shown[np.isin(self._shown, after)], new)
            self._move_to(after)
        self._all_changed()

    def row_number(self, position: int) -> int:
        """The number of the row shown at a position."""
        return int(self._shown[position])

    def position_of(self, row: int) -> int | None:
        """Where the row of a number is shown; None where it is hidden or gone."""
        at = int(np.searchsorted(self._shown, row))
        return at if at < len(self._shown) and self._shown[at] == row else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many columns the table has; one where there is no table, as Qt wants a header."""
        return 0 if parent.isValid() else len(self.rows.header) if self.rows else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited, where the project can be."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_edit else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        if self.rows is None:
            return None
        row = self.row_number(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return self.rows.cell(row, index.column())
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and self.rows.is_lost(row):
            return QBrush(QColor(self._look.bad))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a text into a cell: on the disk first, then here."""
        if role != Qt.ItemDataRole.EditRole or self.rows is None or not self.can_edit:
            return False
        return self.write({(index.row(), index.column()): str(value)})

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns; numbers of the rows as in a spreadsheet."""
        if self.rows is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if orientation is Qt.Orientation.Horizontal:
            return self.rows.header[section] if role == Qt.ItemDataRole.DisplayRole else None
        row = self.row_number(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row)
        if role == Qt.ItemDataRole.ForegroundRole and row in self._problems:
            return QBrush(QColor(self._colour(self._problems[row])))
        return None

    def write(self, texts: Mapping[tuple[int, int], str]) -> bool:
        """Write texts into cells by their place here, in one act; False where that failed."""
        if self.rows is None:
            return False
        named = {
            (self.row_number(position), self.rows.header[column]): text
            for (position, column), text in texts.items()
        }
        # A row that could not be told apart is a row again once it has its cells.
        lost: dict[int, dict[str, str]] = {}
        for (row, name), text in named.items():
            if self.rows.is_lost(row):
                lost.setdefault(row, {})[name] = text
        if lost and not self._do(self.rows.mending(lost)):
            return False
        act = self.rows.changes({place: t for place, t in named.items() if place[0] not in lost})
        return act is None or self._do(act)

    def add_rows(self, rows: Sequence[Sequence[str]]) -> bool:
        """Add rows below all others; False where that failed."""
        return self.rows is not None and self._do(self.rows.adding(rows))

    def remove_rows(self, positions: Sequence[int]) -> bool:
        """Take rows out of the table; False where that failed."""
        if self.rows is None or not positions:
            return False
        numbers = tuple(self.row_number(position) for position in sorted(positions))
        return self._do(RemoveRows(table=self.rows.name, rows=numbers))

    def problems_of(self, row: int, column: str) -> list[Problem]:
        """Problems of a cell, and those of its whole row."""
        return [p for p in self._problems.get(row, ()) if p.column in {"", column}]

    def _ground(self, row: int, column: int) -> QBrush | None:
        if row not in self._problems or self.rows is None:
            return None
        found = self.problems_of(row, self.rows.header[column])
        if not found:
            return None
        tint = QColor(self._colour(found))
        tint.setAlpha(_TINT)
        return QBrush(tint)

    def _colour(self, problems: Sequence[Problem]) -> str:
        is_bad = any(problem.severity is Severity.ERROR for problem in problems)
        return self._look.bad if is_bad else self._look.warning

    def _tip(self, row: int, column: int) -> str:
        if self.rows is None:
            return ""
        found = self.problems_of(row, self.rows.header[column])
        return plain_tip("\n".join(map(self._say, found)) or self.rows.cell(row, column))

    def _move_to(self, after: Rows) -> None:
        """Show other numbers, telling the views of each block of rows that goes or comes."""
        gone = _blocks(np.flatnonzero(~np.isin(self._shown, after)))
        come = _blocks(np.flatnonzero(~np.isin(after, self._shown)))
        if len(gone) + len(come) > _MOST_BLOCKS:
            self.beginResetModel()
            self._shown = after
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(_NO_INDEX, first, last)
            self._shown = np.delete(self._shown, slice(first, last + 1))
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(_NO_INDEX, first, last)
            self._shown = np.insert(self._shown, first, after[first : last + 1])
            self.endInsertRows()
        self._shown = after

    def _all_changed(self) -> None:
        if len(self._shown):
            last = self.index(len(self._shown) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._shown) - 1)


def _blocks(positions: Rows) -> list[tuple[int, int]]:
    """First and last of each run of positions that follow each other."""
    if not len(positions):
        return []
    breaks = np.flatnonzero(np.diff(positions) > 1)
    firsts = positions[np.concatenate(([0], breaks + 1))]
    lasts = positions[np.concatenate((breaks, [len(positions) - 1]))]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]
