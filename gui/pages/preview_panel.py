"""What one table of the data says, as it was understood."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from domain.dataset import Dataset
from gui.pages.page import SPACING_PX, plain_label
from gui.pages.settings_model import SettingsModel
from gui.pages.table_meanings import table_meaning
from gui.pages.table_preview import (
    Columns,
    preview,
    settings_columns,
    settings_in_force,
)
from gui.session import Session
from gui.tables.column import Column
from gui.tables.planner_table import PlannerTable, write_open_cell
from gui.tables.row_model import RowModel

_WIDEST_FILTER_PX = 300

NO_COLUMNS: Columns = (Column(key="none", title=lambda: "", text=lambda row: ""),)
"""Stands where there is nothing to show: a header without columns can crash Qt."""


class PreviewPanel(QWidget):
    """Shows a table's rows as they were read, with a filter; settings can be written.

    Attributes
    ----------
    switch
        Leads to another view of the same table, where there is one.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.table_name = ""
        self.model: RowModel[Any] = RowModel(NO_COLUMNS, session.colours, self)
        self.table = PlannerTable(self.model)
        self.heading = plain_label(weight=QFont.Weight.DemiBold)
        self.meaning = plain_label(faint=True)
        self.filter_line = QLineEdit(clearButtonEnabled=True)
        self.filter_line.setMaximumWidth(_WIDEST_FILTER_PX)
        self.count = plain_label(faint=True)
        self.switch = QPushButton()
        self.switch.hide()
        # In a narrow window the rows matter more than what they are.
        self.meaning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout()
        line.setSpacing(SPACING_PX)
        line.addWidget(self.heading)
        line.addWidget(self.meaning, 2)
        line.addWidget(self.switch)
        line.addWidget(self.filter_line, 1)
        line.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACING_PX, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(line)
        self._layout.addWidget(self.table, 1)
        self.filter_line.textChanged.connect(self._filter)
        session.edits.leaving.connect(self._write_open_cell)
        session.colours_changed.connect(self._recolour)

    @Slot(str)
    def show_table(self, name: str) -> None:
        """Show the rows of another table; none where the data cannot be used."""
        dataset = self.session.dataset
        if dataset and name == self.table_name and isinstance(self.model, SettingsModel):
            self.model.take(settings_in_force(dataset.settings))
            return
        self.table_name = name
        self.heading.setText(name)
        model, rows = self._content(dataset, name)
        self._replace_table(model)
        self.model.set_rows(rows)
        self.filter_line.clear()
        self.retranslate()

    def _content(self, dataset: Dataset | None, name: str) -> tuple[RowModel[Any], Any]:
        """The model of a table, and its rows; settings are in force also where none is written."""
        look = self.session.colours
        if dataset is None:
            return RowModel(NO_COLUMNS, look, self), ()
        if name == "settings":
            edits = self.session.edits
            write = edits.write_settings if edits.can_edit else None
            # They are written into their rows, which are read meanwhile.
            edits.rows(name)
            model = SettingsModel(settings_columns(), look, write, self)
            return model, settings_in_force(dataset.settings)
        columns, rows = preview(dataset, name)
        return RowModel(columns or NO_COLUMNS, look, self), rows

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

    def _replace_table(self, model: RowModel[Any]) -> None:
        """Columns belong to the model, so another table of the data needs another model."""
        old_table, old_model = self.table, self.model
        self.model, self.table = model, PlannerTable(model)
        if isinstance(model, SettingsModel):
            trigger = QAbstractItemView.EditTrigger
            self.table.setEditTriggers(
                trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
            )
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
    def _write_open_cell(self) -> None:
        write_open_cell(self.table)

    @Slot()
    def _recolour(self) -> None:
        self.model.set_look(self.session.colours)
        self.table.set_look(self.session.colours)
