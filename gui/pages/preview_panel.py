"""The rows of one table of the data, to look through."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from gui.pages.page import SPACING_PX, plain_label
from gui.pages.table_meanings import table_meaning
from gui.pages.table_preview import Columns, PreviewRow, preview
from gui.session import Session
from gui.tables.column import Column
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel

_WIDEST_FILTER_PX = 300

NO_COLUMNS: Columns = (Column(key="none", title=lambda: "", text=lambda row: ""),)
"""Stands where there is nothing to show: a header without columns can crash Qt."""


class PreviewPanel(QWidget):
    """Shows a table's rows as they are in the file, with a filter."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_name = ""
        self.model: RowModel[PreviewRow] = RowModel(NO_COLUMNS, session.colours, self)
        self.table = PlannerTable(self.model)
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.meaning = plain_label(faint=True)
        self.filter_line = QLineEdit(clearButtonEnabled=True)
        self.filter_line.setMaximumWidth(_WIDEST_FILTER_PX)
        self.count = plain_label(faint=True)
        # In a narrow window the rows matter more than what they are.
        self.meaning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self.heading)
        line.addWidget(self.meaning, 2)
        line.addWidget(self.filter_line, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACING_PX, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(line)
        self._layout.addWidget(self.table, 1)
        self.filter_line.textChanged.connect(self._filter)
        session.colours_changed.connect(self._recolour)

    @Slot(str)
    def show_table(self, name: str) -> None:
        """Show the rows of another table; none where the data cannot be used."""
        dataset = self.session.dataset
        columns, rows = preview(dataset, name) if dataset else ((), ())
        self.table_name = name
        self.heading.setText(name)
        self._replace_table(RowModel(columns or NO_COLUMNS, self.session.colours, self))
        self.model.set_rows(rows)
        self.filter_line.clear()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.filter_line.setPlaceholderText(self.tr("Filter: words that a row must have"))
        self.filter_line.setAccessibleName(self.filter_line.placeholderText())
        self.table.setAccessibleName(self.table_name)
        self.meaning.setText(table_meaning(self.table_name))
        self.table.sentence = (
            self.tr("This table has no rows.")
            if self.session.dataset
            else self.tr("Rows are shown here once the data have no errors.")
        )
        self.model.retranslate()
        self._count()

    def _replace_table(self, model: RowModel[PreviewRow]) -> None:
        """Columns belong to the model, so another table of the data needs another model."""
        old_table, old_model = self.table, self.model
        self.model, self.table = model, PlannerTable(model)
        self.model.shown_changed.connect(self._count)
        self._layout.replaceWidget(old_table, self.table)
        old_table.hide()
        old_table.deleteLater()
        old_model.deleteLater()
        self._recolour()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.model.set_filter(text)

    @Slot()
    def _count(self) -> None:
        known = len(self.model.all_rows)
        if self.model.is_filtered:
            parameters = {"count": f"{self.model.rowCount():,}", "all": f"{known:,}"}
            self.count.setText(self.session.wording.text("map.of", parameters))
        else:
            self.count.setText(self.tr("{count} rows").format(count=f"{known:,}") if known else "")

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self.session.colours)
        self.table.set_look(self.session.colours)
