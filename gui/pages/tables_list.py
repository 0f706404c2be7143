"""The tables that were read, with what is wrong in each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QItemSelection, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QWidget

from domain.message import Problem, Severity
from domain.tables import TABLES
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from planning.reading.dataset_reading import DatasetReading

_CONTEXT = "TablesList"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table, or another file that has problems.

    Attributes
    ----------
    name
        Name of the table; of the file where it is none.
    rows
        Rows read; None for a file that is no table.
    """

    name: str
    rows: int | None
    errors: int
    warnings: int


class TablesList(PlannerTable[TableRow]):
    """Lists the tables; tells which one the planner chooses."""

    table_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        self.model_of_rows: RowModel[TableRow] = RowModel(_columns(), session.colours)
        super().__init__(self.model_of_rows, parent)
        self.model_of_rows.setParent(self)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.chosen = ""
        self.selectionModel().selectionChanged.connect(self._on_selection)
        session.colours_changed.connect(self._recolour)
        self._recolour()

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other tables; the one chosen stays, or else the first one is."""
        wanted = self.chosen
        self.model_of_rows.set_rows(rows)
        names = [row.name for row in rows]
        number = names.index(wanted) if wanted in names else 0 if names else None
        self.show_row(None if number is None else self.model_of_rows.position_of(number))

    def choose(self, name: str) -> None:
        """Choose a table by its name."""
        names = [row.name for row in self.model_of_rows.all_rows]
        if name in names and name != self.chosen:
            self.show_row(self.model_of_rows.position_of(names.index(name)))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setAccessibleName(QCoreApplication.translate(_CONTEXT, "Tables read"))
        self.model_of_rows.retranslate()

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _selected: QItemSelection, _left: QItemSelection) -> None:
        positions = self.selected_positions()
        if positions:
            self.chosen = self.model_of_rows.row(positions[0]).name
            self.table_chosen.emit(self.chosen)

    @Slot()
    def _recolour(self) -> None:
        self.model_of_rows.set_look(self._session.colours)
        self.set_look(self._session.colours)


def table_rows(reading: DatasetReading, problems: Sequence[Problem]) -> list[TableRow]:
    """The tables that a reading found, in their usual order; then files that only have problems."""
    table_of = {(rows.file, rows.sheet): name for name, rows in reading.rows.items()}
    errors: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    for problem in problems:
        name = table_of.get((problem.file, problem.sheet), problem.sheet or problem.file)
        (errors if problem.severity is Severity.ERROR else warnings)[name] += 1
    known = [table.name for table in TABLES if table.name in reading.rows]
    others = sorted({*errors, *warnings} - {*known, ""})
    return [
        TableRow(
            name=name,
            rows=len(reading.rows[name].rows) if name in reading.rows else None,
            errors=errors[name],
            warnings=warnings[name],
        )
        for name in (*known, *others)
    ]


def _columns() -> tuple[Column[TableRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            key="table",
            title=lambda: translate("TablesList", "Table"),
            text=lambda row: row.name,
            width=120,
        ),
        Column(
            key="rows",
            title=lambda: translate("TablesList", "Rows"),
            text=lambda row: "" if row.rows is None else f"{row.rows:,}",
            value=lambda row: row.rows,
            width=72,
            is_number=True,
        ),
        Column(
            key="errors",
            title=lambda: translate("TablesList", "Errors"),
            text=lambda row: f"{row.errors:,}",
            value=lambda row: row.errors,
            tone=lambda row: Tone.BAD if row.errors else Tone.FAINT,
            width=52,
            is_number=True,
        ),
        Column(
            key="warnings",
            title=lambda: translate("TablesList", "Warnings"),
            text=lambda row: f"{row.warnings:,}",
            value=lambda row: row.warnings,
            tone=lambda row: Tone.WARNING if row.warnings else Tone.FAINT,
            width=70,
            is_number=True,
        ),
    )
