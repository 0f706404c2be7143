"""A company's tables under the names and in the units of a dataset."""

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np
import pyarrow as pa

from domain.message import Message, Problem, Severity, message
from planning.mapping.convert_cells import convert_cells
from planning.mapping.file_settings import settings_table
from planning.mapping.near_names import near_names
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
)
from planning.reading.problems import shortened
from planning.reading.raw_table import TEXT, Indices, RawTable


def apply_mapping(
    mapping: SourceMapping, tables: Sequence[RawTable], problems: list[Problem]
) -> list[RawTable]:
    """Give tables the names, columns and units of a dataset.

    Parameters
    ----------
    mapping
        Which of the company's tables and columns are taken, and how they are written.
    tables
        The company's tables under their own names; the rows of a query under the name of the
        dataset's table that it is for.
    problems
        Takes what the mapping names and the source lacks.

    Returns
    -------
    list[RawTable]
        Tables as the reader takes them. Every record is kept. A cell that is not as the mapping
        says stays as it is; problems name the company's column and show its own cell.
    """
    made = []
    for wanted in mapping.tables:
        source = source_of(mapping.kind, wanted, tables)
        if source is not None:
            made.append(_Table(wanted, source, problems).table())
        elif not _is_told(wanted, tables, problems):
            problems.append(_table_missing(mapping, wanted, tables))
    if mapping.settings:
        made.append(settings_table(mapping.settings, PurePath(mapping.location).name))
    return made


def source_of(
    kind: SourceKind, wanted: TableMapping, tables: Sequence[RawTable]
) -> RawTable | None:
    """The company's table that a table comes from; None where the source lacks it."""
    name = wanted.source or wanted.target
    return next((table for table in tables if name in _names(kind, table)), None)


def source_name(kind: SourceKind, table: RawTable) -> str:
    """What a mapping calls a table: its file, its sheet, or its name in the database."""
    return _names(kind, table)[0]


def _names(kind: SourceKind, table: RawTable) -> tuple[str, ...]:
    if kind is SourceKind.FOLDER:
        return table.file, table.name
    if kind is SourceKind.WORKBOOK:
        return table.sheet or table.name, table.name
    return (table.name,)


def _is_told(wanted: TableMapping, tables: Sequence[RawTable], problems: Sequence[Problem]) -> bool:
    """Whether it is said already why a table is missing: it cannot be read, or nothing can."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if not tables and errors:
        return True
    return any(wanted.source and wanted.source in {p.file, p.sheet} for p in errors)


def _table_missing(
    mapping: SourceMapping, wanted: TableMapping, tables: Sequence[RawTable]
) -> Problem:
    names = [source_name(mapping.kind, table) for table in tables]
    source = wanted.source or wanted.target
    near = near_names(source, names)
    facts = {"table": wanted.target, "source": shortened(source), "near": ", ".join(near)}
    code = "mapping.table_missing_but_near" if near else "mapping.table_missing"
    file, sheet = source, ""
    if mapping.kind is not SourceKind.FOLDER:
        file, sheet = PurePath(mapping.location).name, source
    return Problem(message=Message(code, facts), file=shortened(file), sheet=shortened(sheet))


class _Table:
    """One table on its way from the company's form to the dataset's."""

    def __init__(self, wanted: TableMapping, source: RawTable, problems: list[Problem]) -> None:
        self._wanted = wanted
        self._source = source
        self._problems = problems
        self._header: list[str] = []
        self._cells: list[pa.LargeStringArray] = []
        self._numbers: dict[int, Indices] = {}
        self._names: dict[str, str] = {}
        self._as_found: dict[int, pa.LargeStringArray] = {}

    def table(self) -> RawTable:
        """The table; without the columns that the source lacks."""
        for column in self._wanted.columns:
            if column.source:
                self._take(column)
            else:
                self._repeat(column)
        source = self._source
        return RawTable(
            name=self._wanted.target,
            file=source.file,
            sheet=source.sheet,
            header=tuple(self._header),
            cells=tuple(self._cells),
            rows=source.rows,
            header_row=source.header_row,
            lost_rows=source.lost_rows,
            lost=source.lost,
            number_cells=self._numbers,
            source_names=self._names,
            source_cells=self._as_found,
        )

    def _take(self, column: ColumnMapping) -> None:
        position = self._position(column)
        if position is None:
            return
        here = len(self._header)
        found = self._source.cells[position]
        converted = convert_cells(found, self._wanted.target, column)
        self._header.append(column.target)
        self._cells.append(converted.cells)
        self._names[column.target] = self._source.header[position]
        if converted.changed:
            self._as_found[here] = found
        if position in self._source.number_cells:
            self._numbers[here] = self._source.number_cells[position]
        if converted.pointed:
            self._tell_of_points(column, converted.pointed)

    def _repeat(self, column: ColumnMapping) -> None:
        """Fill a column with its constant."""
        self._header.append(column.target)
        self._cells.append(pa.repeat(pa.scalar(column.constant, TEXT), len(self._source)))

    def _position(self, column: ColumnMapping) -> int | None:
        """Where a column of the company stands; a problem where it does not, or stands twice."""
        header = self._source.header
        names = [column.source] if column.source in header else _folded(column.source, header)
        places = np.flatnonzero([name in names for name in header]).tolist()
        if len(places) == 1:
            return int(places[0])
        facts = {"column": column.target, "source": shortened(column.source)}
        if places:
            self._report(Message("mapping.column_twice_in_source", facts), column)
            return None
        near = near_names(column.source, header)
        code = "mapping.column_missing_but_near" if near else "mapping.column_missing"
        self._report(Message(code, {**facts, "near": ", ".join(near)}), column)
        return None

    def _report(self, reason: Message, column: ColumnMapping) -> None:
        problem = Problem(
            message=reason,
            file=self._source.file,
            sheet=self._source.sheet,
            row=self._source.header_row,
            column=shortened(column.source),
        )
        self._problems.append(problem)

    def _tell_of_points(self, column: ColumnMapping, records: tuple[int, ...]) -> None:
        first = records[0]
        position = len(self._header) - 1
        problem = Problem(
            message=message("mapping.point_for_comma", count=len(records)),
            severity=Severity.WARNING,
            file=self._source.file,
            sheet=self._source.sheet,
            row=int(self._source.rows[first]),
            column=shortened(column.source),
            value=shortened(str(self._as_found[position][first].as_py())),
        )
        self._problems.append(problem)


def _folded(name: str, header: Sequence[str]) -> list[str]:
    """Columns that differ from a name in capitals and blanks only."""
    key = " ".join(name.split()).casefold()
    return [column for column in header if " ".join(column.split()).casefold() == key]
