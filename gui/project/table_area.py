"""One table of the data: its rows to be edited, or what was understood of them."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.pages.preview_panel import PreviewPanel
from gui.project.rows_panel import RowsPanel
from gui.session import Session

_IN_BRIEF = frozenset({"demand_history", "settings"})
"""Tables whose rows say little one by one."""


class TableArea(QStackedWidget):
    """Shows a project's tables row by row; demand and settings in brief, where they can be read."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._as_rows: set[str] = set()
        self._table = ""
        self.preview = PreviewPanel(session)
        self.rows = RowsPanel(session)
        self.addWidget(self.preview)
        self.addWidget(self.rows)
        self.preview.switch.clicked.connect(self._show_rows)
        self.rows.switch.clicked.connect(self._show_brief)
        session.edits.project_changed.connect(self.refresh)

    @Slot(str)
    def show_table(self, name: str) -> None:
        """Show another table."""
        self._table = name
        self.refresh()

    def show_cell(self, table: str, row: int, column: str) -> None:
        """Show the rows of a table, and a cell among them."""
        self._as_rows.add(table)
        self.show_table(table)
        self.rows.show_cell(row, column)

    @Slot()
    def refresh(self) -> None:
        """Show the table as it is now."""
        session, name = self._session, self._table
        has_brief = name in _IN_BRIEF and session.dataset is not None
        is_brief = session.project is None or (has_brief and name not in self._as_rows)
        shown = self.preview if is_brief else self.rows
        shown.show_table(name)
        self.preview.switch.setVisible(session.project is not None and is_brief)
        self.rows.switch.setVisible(has_brief)
        self.setCurrentWidget(shown)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.preview.switch.setText(self.tr("Every row"))
        self.rows.switch.setText(self.tr("In brief"))
        self.preview.retranslate()
        self.rows.retranslate()

    @Slot()
    def _show_rows(self) -> None:
        self._as_rows.add(self._table)
        self.refresh()

    @Slot()
    def _show_brief(self) -> None:
        self._as_rows.discard(self._table)
        self.refresh()
