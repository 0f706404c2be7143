"""The tables found in a source, and what each of them becomes."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from domain.tables import TABLES
from gui.import_wizard.mapping_state import MappingState
from gui.import_wizard.steady_look import select_quietly, steady_icon
from gui.pages.table_meanings import table_meaning
from gui.session import Session
from gui.tables.plain_tip import plain_tip

_ROW_PX = 32
_MARK_PX = 26
_TARGET_PX = 132
_OPEN, _DONE, _ASKED, _BROKEN = "open", "done", "asked", "broken"


class TablesFound(QTableWidget):
    """A row for each table: a mark, its name, and a choice of what it becomes."""

    chosen = Signal(str)
    """Another table is looked at."""
    target_wanted = Signal(str, str)
    """A table is to become one of the dataset; none for an empty name."""

    def __init__(self, session: Session) -> None:
        super().__init__(0, 3)
        self._session = session
        self._keys: tuple[str, ...] = ()
        self._targets = self._make_targets()
        self.setHorizontalHeaderLabels(["", self.tr("Found"), self.tr("Becomes")])
        self.setAccessibleName(self.tr("Tables found"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        select_quietly(self, session.colours)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, _MARK_PX)
        header.resizeSection(2, _TARGET_PX)
        self.currentCellChanged.connect(self._look_at)

    @property
    def current(self) -> str:
        """The table that is looked at; empty where there is none."""
        row = self.currentRow()
        return self._keys[row] if 0 <= row < len(self._keys) else ""

    def choice(self, source: str) -> QComboBox:
        """Where a person says what a table becomes."""
        box = self.cellWidget(self._keys.index(source), 2)
        assert isinstance(box, QComboBox)
        return box

    def show_tables(self, state: MappingState) -> None:
        """List the tables of a source; the one looked at stays, or else it is the first."""
        kept, self._keys = self.current, state.keys
        self.blockSignals(True)
        self.setRowCount(0)
        self.setRowCount(len(self._keys))
        for row, key in enumerate(self._keys):
            source = state.name(key)
            name = QTableWidgetItem(source)
            name.setToolTip(plain_tip(source))
            self.setItem(row, 0, QTableWidgetItem())
            self.setItem(row, 1, name)
            self.setCellWidget(row, 2, self._choice(row, source))
        self.blockSignals(False)
        before: QWidget = self
        for key in self._keys:
            self.setTabOrder(before, self.choice(key))
            before = self.choice(key)
        self.refresh(state)
        self.look_at(kept if kept in self._keys else next(iter(self._keys), ""))

    def look_at(self, key: str) -> None:
        """Look at a use of a table."""
        if key in self._keys:
            self.setCurrentCell(self._keys.index(key), 1)

    def refresh(self, state: MappingState) -> None:
        """Show anew what each table becomes, and whether something is missing of it."""
        look = self._session.colours
        for row, source in enumerate(self._keys):
            mapped = state.mapped(source)
            box = self.choice(source)
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(mapped.target if mapped else ""))
            box.blockSignals(False)
            status = _status(state, source)
            mark, name = self.item(row, 0), self.item(row, 1)
            picture, colour = {
                _OPEN: ("mdi6.circle-outline", look.line),
                _DONE: ("mdi6.check-circle", look.good),
                _ASKED: ("mdi6.help-circle", look.warning),
                _BROKEN: ("mdi6.alert-circle", look.bad),
            }[status]
            assert mark is not None
            assert name is not None
            mark.setIcon(steady_icon(picture, look, colour=colour))
            mark.setToolTip(plain_tip(self._said(status, state, source)))
            mark.setData(Qt.ItemDataRole.AccessibleTextRole, self._said(status, state, source))
            name.setForeground(QColor(look.text if mapped else look.secondary))

    def _said(self, status: str, state: MappingState, source: str) -> str:
        trouble = state.sample(source).trouble
        if trouble is not None:
            return self._session.wording.say(trouble.message)
        if status == _BROKEN:
            return self.tr("Still missing: {columns}").format(
                columns=", ".join(state.missing(source))
            )
        return {
            _OPEN: self.tr("Not used"),
            _DONE: self.tr("All that is needed is there"),
            _ASKED: self.tr("There is a question to answer"),
        }[status]

    def _make_targets(self) -> QStandardItemModel:
        """What a table may become."""
        model = QStandardItemModel(self)
        names = {"": self.tr("not used"), **{table.name: table.name for table in TABLES}}
        for name, shown in names.items():
            item = QStandardItem(shown)
            item.setData(name, Qt.ItemDataRole.UserRole)
            item.setToolTip(table_meaning(name))
            model.appendRow(item)
        return model

    def _choice(self, row: int, source: str) -> QComboBox:
        box = QComboBox()
        # One list for all: there may be a hundred tables.
        box.setModel(self._targets)
        box.setAccessibleName(self.tr("What {table} becomes").format(table=source))
        box.setProperty("row", row)
        box.activated.connect(self._choose)
        return box

    @Slot()
    def _choose(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            row = int(box.property("row"))
            self.setCurrentCell(row, 1)
            self.target_wanted.emit(self._keys[row], box.currentData())

    @Slot()
    def _look_at(self) -> None:
        if self.current:
            self.chosen.emit(self.current)


def _status(state: MappingState, source: str) -> str:
    if state.sample(source).trouble is not None:
        return _BROKEN
    if state.mapped(source) is None:
        return _OPEN
    if state.missing(source):
        return _BROKEN
    return _ASKED if state.doubts(source) else _DONE
