"""The first rows of a table as they come to be in the dataset."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.session import Session
from gui.tables.cell_delegate import CellDelegate
from gui.tables.plain_tip import plain_tip
from gui.tables.planner_table import tabular
from planning.importing.shown import Preview

PREVIEW_ROWS = 50

Index = QModelIndex | QPersistentModelIndex

_NO_INDEX = QModelIndex()
_ROW_PX = 23
_NARROWEST_PX, _WIDEST_PX = 60, 180


class PreviewModel(QAbstractTableModel):
    """Cells as text; those that do not fit stand out, with the reason as their tip."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._made = Preview()

    def show(self, made: Preview) -> None:
        """Take other rows."""
        self.beginResetModel()
        self._made = made
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else min(PREVIEW_ROWS, len(self._made.numbers))

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """How many columns the table has."""
        return 0 if parent.isValid() else len(self._made.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a cell."""
        column = self._made.columns[index.column()]
        reason = column.wrong.get(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return column.after[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            said = self._session.wording.say(reason) if reason else column.after[index.row()]
            return plain_tip(said)
        if role == Qt.ItemDataRole.BackgroundRole and reason:
            colour = QColor(self._session.colours.bad)
            colour.setAlpha(60)
            return QBrush(colour)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Names of the columns, and numbers of the rows in the source."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._made.columns[section].name
        return str(self._made.numbers[section])


class PreviewTable(QTableView):
    """Shows a `PreviewModel`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewModel(session, self)
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(self.tr("Preview"))
        self.setFont(tabular(self.font()))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(_NARROWEST_PX)
        header.setMaximumSectionSize(_WIDEST_PX)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def show_preview(self, made: Preview) -> None:
        """Show what a mapping makes of a sample."""
        names = [column.name for column in made.columns]
        before = [self.rows.headerData(i, Qt.Orientation.Horizontal) for i in range(self._width)]
        self.rows.show(made)
        if names != before:
            self.resizeColumnsToContents()

    @property
    def _width(self) -> int:
        return self.rows.columnCount()
