"""The columns of a table of the dataset, each with where it comes from and an example of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from gui.import_wizard.mapping_state import MappingState, columns_to_map
from gui.session import Session
from gui.tables.column import Column, Tone
from gui.tables.planner_table import PlannerTable
from gui.tables.row_model import RowModel
from planning.importing.shown import ConvertedColumn

_ARROW = "→"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLine:
    """What is known of a column.

    Attributes
    ----------
    wrong
        How many cells of the sample do not fit.
    """

    target: str
    is_required: bool
    source: str
    constant: str
    before: str
    after: str
    wrong: int
    is_asked: bool


class ColumnLines(QWidget):
    """The columns as a table; required ones first, marked where they are missing."""

    chosen = Signal(str)
    activated = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: RowModel[ColumnLine] = RowModel(self._columns(), session.colours, self)
        self.table = PlannerTable(self.rows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setSortingEnabled(False)
        self.table.set_look(session.colours)
        self.table.setAccessibleName(self.tr("Columns"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)
        self.table.activated.connect(self.activated)

    @property
    def current(self) -> str:
        """The column that is looked at; empty where there is none."""
        row = self.table.currentIndex().row()
        return self.rows.row(row).target if 0 <= row < self.rows.rowCount() else ""

    def show_lines(self, state: MappingState, source: str, *, keep: bool) -> None:
        """Show the columns of the table that a source becomes; the one looked at may stay."""
        current = self.current if keep else ""
        lines = column_lines(state, source)
        blocked = self.table.selectionModel().blockSignals(True)
        self.rows.set_rows(lines)
        names = [line.target for line in lines]
        at = names.index(current) if current in names else _first_open(lines)
        self.table.show_row(at if lines else None)
        self.table.selectionModel().blockSignals(blocked)
        self.table.viewport().update()
        if self.current:
            self.chosen.emit(self.current)

    def look_at(self, target: str) -> None:
        """Look at a column."""
        names = [line.target for line in self.rows.all_rows]
        if target in names:
            self.table.show_row(names.index(target))

    @Slot()
    def _look_at(self) -> None:
        if self.current:
            self.chosen.emit(self.current)

    def _columns(self) -> Sequence[Column[ColumnLine]]:
        return (
            Column(
                key="target",
                title=lambda: self.tr("Column"),
                text=lambda line: line.target + (" *" if line.is_required else ""),
                width=132,
                tone=lambda line: Tone.PLAIN if _is_given(line) else Tone.FAINT,
            ),
            Column(
                key="source",
                title=lambda: self.tr("Comes from"),
                text=self._source,
                width=112,
                tone=_source_tone,
            ),
            Column(key="before", title=lambda: self.tr("There"), text=lambda x: x.before, width=80),
            Column(
                key="after",
                title=lambda: self.tr("Becomes"),
                text=self._after,
                width=92,
                tone=_after_tone,
            ),
        )

    def _source(self, line: ColumnLine) -> str:
        if line.constant:
            return self.tr("always {value}").format(value=line.constant)
        if line.source:
            return line.source
        return self.tr("choose ...") if line.is_required else "–"

    def _after(self, line: ColumnLine) -> str:
        if line.is_asked:
            return self.tr("which way?")
        if line.wrong:
            return self.tr("wrong: {count}").format(count=f"{line.wrong:,}")
        return line.after


def column_lines(state: MappingState, source: str) -> list[ColumnLine]:
    """A line for each column of the table that a source becomes."""
    mapped = state.mapped(source)
    if mapped is None:
        return []
    made = {column.name: column for column in state.preview(source).columns}
    asked = {doubt.column for doubt in state.doubts(source)}
    lines = []
    for declared, required in columns_to_map(mapped):
        said = state.column(source, declared.name)
        shown = made.get(declared.name, ConvertedColumn(name=declared.name))
        before, after = _example(shown)
        lines.append(
            ColumnLine(
                target=declared.name,
                is_required=required,
                source=said.source,
                constant=said.constant,
                before=before,
                after=after,
                wrong=len(shown.wrong),
                is_asked=declared.name in asked,
            )
        )
    return lines


def _example(column: ConvertedColumn) -> tuple[str, str]:
    """A cell that does not fit, else the first that is not empty."""
    at = next(iter(sorted(column.wrong)), None)
    if at is None:
        at = next((i for i, cell in enumerate(column.before) if cell.strip()), None)
    return ("", "") if at is None else (column.before[at], column.after[at])


def _first_open(lines: Sequence[ColumnLine]) -> int:
    """The first column that needs a person; the first of all where none does."""
    needy = (
        i
        for i, line in enumerate(lines)
        if line.is_asked or line.wrong or (line.is_required and not _is_given(line))
    )
    return next(needy, 0)


def _is_given(line: ColumnLine) -> bool:
    return bool(line.source or line.constant)


def _source_tone(line: ColumnLine) -> Tone:
    if _is_given(line):
        return Tone.PLAIN
    return Tone.BAD if line.is_required else Tone.FAINT


def _after_tone(line: ColumnLine) -> Tone:
    if line.is_asked:
        return Tone.WARNING
    if line.wrong:
        return Tone.BAD
    return Tone.PLAIN if line.before != line.after else Tone.FAINT
