"""What is wrong with data to import, in a list."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from domain.message import Problem, Severity
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from maps.network.whole_file import write_whole_file
from planning.outputs.spreadsheet_text import csv_bytes


class ImportProblems(QWidget):
    """A line for each problem, errors first."""

    chosen = Signal()
    activated = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: RowModel[Problem] = RowModel(self._columns(), session.colours, self)
        self.table = PlannerTable(self.rows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.sentence = self.tr("Nothing is wrong. The data can be imported.")
        self.table.set_look(session.colours)
        self.table.setAccessibleName(self.tr("Problems"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)
        self.table.activated.connect(self.activated)

    @property
    def current(self) -> Problem | None:
        """The problem that is looked at; None where there is none."""
        row = self.table.currentIndex().row()
        return self.rows.row(row) if 0 <= row < self.rows.rowCount() else None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List problems; look at the one at the place of that looked at before."""
        before = max(self.table.currentIndex().row(), 0)
        selection = self.table.selectionModel()
        blocked = selection.blockSignals(True)
        self.rows.set_rows(problems)
        self.table.setColumnHidden(self._place_of("sheet"), not any(p.sheet for p in problems))
        self.table.show_row(min(before, len(problems) - 1) if problems else None)
        selection.blockSignals(blocked)
        self.table.viewport().update()
        self.chosen.emit()

    def save_csv(self, path: Path) -> None:
        """Write all problems to a CSV file.

        Raises
        ------
        EnvironmentFault
            If the file cannot be written.
        """
        write_whole_file(path, csv_bytes(self._texts()))

    def _texts(self) -> Iterator[list[str]]:
        yield [column.title() for column in self.rows.columns]
        for row in self.rows.all_rows:
            yield [column.copy(row) for column in self.rows.columns]

    def _place_of(self, key: str) -> int:
        return [column.key for column in self.rows.columns].index(key)

    @Slot()
    def _look_at(self) -> None:
        self.chosen.emit()

    def _columns(self) -> Sequence[Column[Problem]]:
        wording = self._session.wording
        return (
            Column(
                key="severity",
                title=lambda: self.tr("Severity"),
                text=lambda row: wording.text(f"severity.{row.severity.value}"),
                width=70,
                tone=lambda row: Tone.BAD if row.severity is Severity.ERROR else Tone.WARNING,
            ),
            Column(key="file", title=lambda: self.tr("File"), text=lambda x: x.file, width=130),
            Column(key="sheet", title=lambda: self.tr("Sheet"), text=lambda x: x.sheet, width=90),
            Column(
                key="row",
                title=lambda: self.tr("Row"),
                text=lambda row: f"{row.row:,}" if row.row else "",
                value=lambda row: row.row or None,
                width=56,
                is_number=True,
            ),
            Column(
                key="column", title=lambda: self.tr("Column"), text=lambda x: x.column, width=120
            ),
            Column(key="value", title=lambda: self.tr("Value"), text=lambda x: x.value, width=100),
            Column(
                key="wrong",
                title=lambda: self.tr("What is wrong"),
                text=lambda row: wording.say(row.message),
                width=290,
            ),
            Column(
                key="remedy", title=lambda: self.tr("What to do"), text=wording.remedy, width=290
            ),
        )
