"""What is wrong or odd in the data, and where."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QSplitter, QVBoxLayout

from domain.errors import EnvironmentFault
from domain.message import Problem, Severity
from gui.session import Selection, Session
from gui.tables.cell_view import CellView
from gui.tables.column import Column, Tone
from gui.tables.table_panel import TablePanel
from maps.network.whole_file import write_whole_file
from planning.outputs.spreadsheet_text import csv_bytes, tab_separated
from planning.wording import Wording


class ProblemsTable(TablePanel[Problem]):
    """Every problem with its place, what is wrong and what to do; beside it the place itself.

    Attributes
    ----------
    cells
        The rows of the file around the problem selected.
    copy_button, save_button
        They hand all problems on to whoever mends the data.
    """

    failed = Signal(str)
    """A file could not be written; the sentence says why."""
    cell_wanted = Signal(str, int, str)
    """The cell of a problem is to be shown to mend it: its table, row and column."""

    def __init__(self, session: Session) -> None:
        self.cells = CellView(session)
        self.copy_button, self.save_button = QPushButton(), QPushButton()
        super().__init__(session)
        self.line.insertWidget(1, self.copy_button)
        self.line.insertWidget(2, self.save_button)
        self._add_cells()
        self.copy_button.clicked.connect(self.copy_all)
        self.save_button.clicked.connect(self._ask_and_save)
        self.cells.mend_wanted.connect(self._mend)
        self.table.doubleClicked.connect(self._mend)
        session.data_changed.connect(self.refill)
        session.reading_changed.connect(self.refill)
        session.roads_changed.connect(self.refill)
        self.start()

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Problems")

    def row_count(self) -> int:
        """All problems of the data, also those beyond what is listed."""
        reading = self.session.reading
        listed = len(self.model.all_rows)
        return max(listed, reading.error_count + reading.warning_count) if reading else listed

    def empty_sentence(self) -> str:
        """Why there are no problems listed, and what to do next."""
        if self.session.reading is not None:
            return self.tr("Nothing is wrong with the data.")
        return self.tr("No data yet. Open a data set; what is wrong in it is listed here.")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.copy_button.setText(self.tr("Copy all problems"))
        self.save_button.setText(self.tr("Save as CSV …"))
        super().retranslate()

    @Slot()
    def refill(self) -> None:
        """Take the problems there are now; the one looked at stays, or else the worst is shown."""
        kept = self.cells.problem
        super().refill()
        rows = self.model.all_rows
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(rows))
        sheet = [column.key for column in self.model.columns].index("sheet")
        self.table.setColumnHidden(sheet, not any(row.sheet for row in rows))
        self.cells.show_problem(None)
        if rows:
            number = rows.index(kept) if kept in rows else _worst(rows)
            self.table.show_row(self.model.position_of(number))

    @Slot()
    def follow(self) -> None:
        """Stay: what is selected elsewhere is no problem."""

    def make_rows(self) -> Sequence[Problem]:
        """The problems as they were found."""
        return self.session.problems

    def selection_of(self, row: Problem) -> None:
        """Nothing that others know: the place is shown beside the table."""
        self.cells.show_problem(row)

    def number_of(self, selection: Selection) -> None:
        """No row: a selection is no problem."""

    def make_columns(self) -> Sequence[Column[Problem]]:
        """The columns, from left to right."""
        wording = self._wording
        return (
            Column(
                key="severity",
                title=lambda: self.tr("Severity"),
                text=lambda row: wording().text(f"severity.{row.severity.value}"),
                value=lambda row: 0 if row.severity is Severity.ERROR else 1,
                width=70,
                tone=lambda row: Tone.BAD if row.severity is Severity.ERROR else Tone.WARNING,
            ),
            Column(key="file", title=lambda: self.tr("File"), text=lambda row: row.file, width=122),
            Column(
                key="sheet", title=lambda: self.tr("Sheet"), text=lambda row: row.sheet, width=52
            ),
            Column(
                key="row",
                title=lambda: self.tr("Row"),
                text=lambda row: f"{row.row:,}" if row.row else "",
                value=lambda row: row.row or None,
                width=48,
                is_number=True,
            ),
            Column(
                key="column",
                title=lambda: self.tr("Column"),
                text=lambda row: row.column,
                width=108,
            ),
            Column(
                key="value", title=lambda: self.tr("Value"), text=lambda row: row.value, width=84
            ),
            Column(
                key="wrong",
                title=lambda: self.tr("What is wrong"),
                text=lambda row: wording().say(row.message),
                width=300,
            ),
            Column(
                key="remedy",
                title=lambda: self.tr("What to do"),
                text=lambda row: wording().remedy(row),
                width=300,
            ),
        )

    def save_csv(self, path: Path) -> None:
        """Write all problems to a CSV file.

        Raises
        ------
        EnvironmentFault
            If the file cannot be written.
        """
        write_whole_file(path, csv_bytes(self._all_texts()))

    @Slot()
    def copy_all(self) -> None:
        """Put all problems on the clipboard, as a spreadsheet takes them."""
        QApplication.clipboard().setText(tab_separated(self._all_texts()))

    def _add_cells(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.cells)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(splitter, 1)

    def _all_texts(self) -> Iterator[list[str]]:
        columns = self.model.columns
        yield [column.title() for column in columns]
        for row in self.model.all_rows:
            yield [column.copy(row) for column in columns]

    def _wording(self) -> Wording:
        return self.session.wording

    @Slot()
    def _mend(self) -> None:
        problem = self.cells.problem
        table = self.session.table_of(problem) if problem is not None else ""
        if problem is not None and table:
            self.cell_wanted.emit(table, problem.row, problem.column)

    @Slot()
    def _ask_and_save(self) -> None:
        title = self.tr("Save the problems")
        chosen, _ = QFileDialog.getSaveFileName(self, title, "problems.csv", "CSV (*.csv)")
        if not chosen:
            return
        try:
            self.save_csv(Path(chosen))
        except EnvironmentFault as fault:
            self.failed.emit(self.session.wording.say(fault.message))


def _worst(rows: Sequence[Problem]) -> int:
    """Number of the first error; of the first problem where none is one."""
    return next((i for i, row in enumerate(rows) if row.severity is Severity.ERROR), 0)
