"""The tables of a database, with a mark at those that are read, and own queries."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.pages.page import SPACING_PX, plain_label
from planning.import_jobs import DatabaseTable
from planning.importing.draft import OwnQuery

_QUERY_ROLE = int(Qt.ItemDataRole.UserRole)
_COLUMNS_SHOWN = 12


class DatabaseTables(QWidget):
    """A list of tables and queries to choose from."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[str, ...] = ()
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderLabels([self.tr("Table"), self.tr("Rows"), self.tr("Columns")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(self.tr("Tables to read"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.header().resizeSection(0, 230)
        self.list.header().resizeSection(1, 90)
        self.add_query = QPushButton(self.tr("Add a query ..."))
        self.remove_query = QPushButton(self.tr("Remove the query"))
        for button in (self.add_query, self.remove_query):
            button.setAutoDefault(False)
        self.remove_query.setEnabled(False)
        line = QHBoxLayout()
        line.addWidget(self.add_query)
        line.addWidget(self.remove_query)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.list, 1)
        column.addLayout(line)
        self.list.itemChanged.connect(self._tell_change)
        self.list.currentItemChanged.connect(self._look_at_current)
        self.add_query.clicked.connect(self._ask_query)
        self.remove_query.clicked.connect(self._remove_query)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the tables that are read."""
        return tuple(item.text(0) for item in self._checked() if not item.data(0, _QUERY_ROLE))

    @property
    def queries(self) -> tuple[OwnQuery, ...]:
        """The queries that are run."""
        return tuple(
            OwnQuery(name=item.text(0), query=item.data(0, _QUERY_ROLE))
            for item in self._checked()
            if item.data(0, _QUERY_ROLE)
        )

    @property
    def is_any_chosen(self) -> bool:
        """Whether anything is read."""
        return bool(self._checked())

    def show_tables(self, tables: tuple[DatabaseTable, ...]) -> None:
        """List the tables found; the queries stay, and so do the marks of earlier."""
        queries = self.queries
        marked = set(self.chosen) | set(self._wanted)
        self.list.blockSignals(True)
        self.list.clear()
        for table in tables:
            columns = ", ".join(table.columns[:_COLUMNS_SHOWN])
            more = " ..." if len(table.columns) > _COLUMNS_SHOWN else ""
            rows = "" if table.rows is None else f"{table.rows:,}"
            self._add(table.name, rows, columns + more, is_marked=table.name in marked)
        for query in queries:
            self._add_query(query)
        self.list.blockSignals(False)
        self.changed.emit()

    def want(self, tables: tuple[str, ...], queries: tuple[OwnQuery, ...]) -> None:
        """Mark tables as soon as they are listed."""
        self._wanted = tables
        self.list.clear()
        for query in queries:
            self._add_query(query)

    def _add(self, name: str, rows: str, columns: str, *, is_marked: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, rows, columns])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        state = Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked
        item.setCheckState(0, state)
        self.list.addTopLevelItem(item)
        return item

    def _add_query(self, query: OwnQuery) -> None:
        shown = " ".join(query.query.split())
        item = self._add(query.name, "", shown, is_marked=True)
        item.setData(0, _QUERY_ROLE, query.query)

    def _checked(self) -> list[QTreeWidgetItem]:
        return [item for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(i) for i in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    @Slot()
    def _tell_change(self) -> None:
        self.changed.emit()

    @Slot(QTreeWidgetItem)
    def _look_at_current(self, item: QTreeWidgetItem | None) -> None:
        self.remove_query.setEnabled(item is not None and bool(item.data(0, _QUERY_ROLE)))

    @Slot()
    def _ask_query(self) -> None:
        taken = {item.text(0) for item in self._items()}
        dialog = QueryDialog(taken, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._add_query(dialog.query)
            self.changed.emit()

    @Slot()
    def _remove_query(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(0, _QUERY_ROLE):
            self.list.takeTopLevelItem(self.list.indexOfTopLevelItem(item))
            self.changed.emit()


class QueryDialog(QDialog):
    """Asks for a query and a name for its rows."""

    def __init__(self, taken: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle(self.tr("Add a query"))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("Name for the rows, such as open_orders"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Query"))
        self.text.setPlaceholderText("SELECT ...")
        self.text.setTabChangesFocus(True)
        told = plain_label(faint=True, wraps=True)
        told.setText(self.tr("A query only reads: the database lets it change nothing."))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Add"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING_PX)
        for widget in (told, self.name, self.text, buttons):
            column.addWidget(widget)
        self.resize(520, 320)
        self.name.textChanged.connect(self._check)
        self.text.textChanged.connect(self._check)
        self._check()

    @property
    def query(self) -> OwnQuery:
        """What was asked for."""
        return OwnQuery(name=self.name.text().strip(), query=self.text.toPlainText().strip())

    @Slot()
    def _check(self) -> None:
        asked = self.query
        self.ok.setEnabled(bool(asked.name and asked.query) and asked.name not in self._taken)
