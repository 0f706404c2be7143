"""An XLSX workbook as tables of text, one per sheet, with the rows a person sees."""

import datetime
import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from openpyxl.utils.escape import unescape

from domain.errors import PlannerError
from domain.message import Message, Problem, Severity, message
from domain.tables import TABLE_BY_NAME
from domain.units import SECONDS_PER_HOUR
from planning.reading.problems import SHOWN, shortened
from planning.reading.raw_table import Indices, LostRow, RawTable, TextColumns
from planning.reading.workbook_layout import sheet_layout
from planning.reading.workbook_safety import has_formulas, refusal_of_workbook

log = logging.getLogger(__name__)

ROWS_PER_REPORT = 10_000

ROWS_BEFORE_RECORDS = 1_000
"""Blank rows, and the header, that may stand before the first records that are wanted."""

_MIDNIGHT = datetime.datetime(1900, 1, 1)
"""Spreadsheets keep a clock time as a fraction of a day; 24:00 comes back as their first day."""

OnRow = Callable[[int], None]


def read_workbook(
    path: Path,
    problems: list[Problem],
    on_row: OnRow,
    *,
    wanted: Collection[str] | None = None,
    most_rows: int | None = None,
) -> list[RawTable]:
    """Read every sheet of a workbook that has a header.

    Parameters
    ----------
    path
        The workbook.
    problems
        Takes what is wrong with it.
    on_row
        Called with the number of the row now and then; may raise a `PlannerError` to stop.
    wanted
        The sheets to read; None for all, of which those called like tables must be tables.
    most_rows
        Records to read of each, of the beginning; None for all.
    """
    refused = refusal_of_workbook(path)
    if refused is not None:
        problems.append(Problem(message=refused, file=path.name))
        return []
    with warnings.catch_warnings():
        # Extensions it does not know and dates out of range: the latter come as errors in cells.
        warnings.simplefilter("ignore")
        return _read_sheets(path, problems, on_row, wanted, most_rows)


def _read_sheets(
    path: Path,
    problems: list[Problem],
    on_row: OnRow,
    wanted: Collection[str] | None,
    most_rows: int | None,
) -> list[RawTable]:
    try:
        formulas = _formula_cells(path, wanted, most_rows) if has_formulas(path) else {}
        with _opened(path, data_only=True) as book:
            tables = []
            for sheet in _chosen(book, wanted):
                is_table = wanted is not None or sheet.title.strip().lower() in TABLE_BY_NAME
                reading = _Sheet(path, sheet, problems, on_row, is_table=is_table)
                tables.append(reading.table(formulas.get(sheet.title, {}), most_rows))
    except PlannerError:
        raise
    except Exception as error:
        # A damaged workbook fails in as many ways as it has bytes, and openpyxl promises none.
        log.info("%s: %s: %s", path.name, type(error).__name__, error)
        problems.append(Problem(message=message("file.not_a_workbook"), file=path.name))
        return []
    return [table for table in tables if table is not None]


def _chosen(book: openpyxl.Workbook, wanted: Collection[str] | None) -> list[Any]:
    return [sheet for sheet in book.worksheets if wanted is None or sheet.title in wanted]


def _formula_cells(
    path: Path, wanted: Collection[str] | None, most_rows: int | None
) -> dict[str, dict[int, set[int]]]:
    """Where formulas stand: sheet -> row -> positions in the row."""
    found: dict[str, dict[int, set[int]]] = {}
    last = None if most_rows is None else most_rows + ROWS_BEFORE_RECORDS
    with _opened(path, data_only=False) as book:
        for sheet in _chosen(book, wanted):
            rows = found.setdefault(sheet.title, defaultdict(set))
            read = islice(_all_rows(sheet, values_only=False), last)
            for row, cells in enumerate(read, start=1):
                for position, cell in enumerate(cells):
                    if cell.data_type == "f":
                        rows[row].add(position)
    return found


@contextmanager
def _opened(path: Path, *, data_only: bool) -> Iterator[openpyxl.Workbook]:
    """A workbook; its file is opened here, as openpyxl leaves it open where it fails."""
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only)
        try:
            yield book
        finally:
            book.close()


def sheet_rows(path: Path, title: str) -> Iterator[list[str]]:
    """The rows of one sheet as text, to show; none where the workbook may not be opened."""
    if refusal_of_workbook(path) is not None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _opened(path, data_only=True) as book:
                if title in book.sheetnames:
                    for values in _all_rows(book[title], values_only=True):
                        yield [cell_text(value) for value in values]
        except Exception:
            log.info("%s cannot be shown", path.name, exc_info=True)


def _all_rows(sheet: Any, *, values_only: bool) -> Iterator[tuple[Any, ...]]:
    # The size a sheet declares may be wrong, or a million columns wide.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=values_only)
    return rows


class _Sheet:
    """One sheet on its way to a table."""

    def __init__(
        self, path: Path, sheet: Any, problems: list[Problem], on_row: OnRow, *, is_table: bool
    ) -> None:
        self.title: str = sheet.title
        self._path = path
        self._sheet = sheet
        self._problems = problems
        self._on_row = on_row
        self._is_table = is_table
        self._header: list[str] = []
        self._lost = 0
        self._lost_rows: list[LostRow] = []
        self._numbers: dict[int, list[int]] = defaultdict(list)

    def table(self, formulas: dict[int, set[int]], most_rows: int | None) -> RawTable | None:
        """The table; None for a sheet without a single cell."""
        header_row = 0
        columns = TextColumns(0)
        for row, values in enumerate(_all_rows(self._sheet, values_only=True), start=1):
            if row % ROWS_PER_REPORT == 0:
                self._on_row(row)
            if all(value is None or value == "" for value in values) and row not in formulas:
                continue
            if not header_row:
                header_row = row
                self._header = [cell_text(value).strip() for value in values]
                columns = TextColumns(len(self._header))
            elif len(columns) == most_rows or self._is_beyond(row, most_rows):
                break
            elif not self._is_lost(row, values, formulas.get(row, set())):
                self._add(row, values, columns)
        if not header_row:
            if self._is_table:
                self._report(message("file.empty"), row=0)
            return None
        if self._is_table:
            self._report_layout(header_row)
        return RawTable(
            name=self.title.strip().lower(),
            file=self._path.name,
            sheet=self.title,
            header=tuple(self._header),
            header_row=header_row,
            rows=columns.rows(),
            cells=columns.cells(),
            lost_rows=self._lost,
            lost=tuple(self._lost_rows),
            number_cells={at: _indices(found) for at, found in self._numbers.items()},
        )

    def _is_beyond(self, row: int, most_rows: int | None) -> bool:
        """Whether a row lies behind those in which formulas were looked for."""
        return most_rows is not None and row > most_rows + ROWS_BEFORE_RECORDS

    def _report_layout(self, header_row: int) -> None:
        """Tell of rows that are hidden, though they are read, and of merged cells below the header.

        Only the first cell of a merged range has a value in the file.
        """
        layout = sheet_layout(self._path, self._sheet._worksheet_path)
        hidden = [row for row in layout.hidden_rows if row > header_row]
        if hidden:
            self._report(message("sheet.hidden_rows", count=len(hidden)), hidden[0], warning=True)
        below = [place for place in layout.merged if place[0] > header_row]
        if below:
            row, position = min(below)
            column = self._header[position] if position < len(self._header) else ""
            reason = message("sheet.merged_cells", count=len(below))
            self._report(reason, row, column, warning=True)

    def _add(self, row: int, values: tuple[Any, ...], columns: TextColumns) -> None:
        width = len(self._header)
        for position, value in enumerate(values[:width]):
            if isinstance(value, int | float) and not isinstance(value, bool):
                self._numbers[position].append(len(columns))
        texts = [cell_text(value) for value in values[:width]]
        columns.add(row, texts + [""] * (width - len(texts)))

    def _is_lost(self, row: int, values: tuple[Any, ...], formulas: set[int]) -> bool:
        """Report cells beyond the header, and formulas whose value the file does not hold."""
        width = len(self._header)
        surplus = next((v for v in values[width:] if v is not None and v != ""), None)
        if surplus is not None:
            reason = message("row.too_many_cells", found=len(values), expected=width)
            self._report(reason, row, self._header[-1], cell_text(surplus))
        empty = [at for at in sorted(formulas) if at >= len(values) or values[at] is None]
        for position in empty:
            name = self._header[position] if position < width else ""
            self._report(message("cell.formula_without_value"), row, name)
        lost = surplus is not None or bool(empty)
        self._lost += lost
        if lost and self._lost <= SHOWN:
            texts = tuple(cell_text(value) for value in values)
            self._lost_rows.append(LostRow(row=row, cells=texts))
        return lost

    def _report(
        self, reason: Message, row: int, column: str = "", value: str = "", *, warning: bool = False
    ) -> None:
        if self._lost > SHOWN:
            return
        problem = Problem(
            message=reason,
            severity=Severity.WARNING if warning else Severity.ERROR,
            file=self._path.name,
            sheet=self.title,
            row=row,
            column=column,
            value=shortened(value),
        )
        self._problems.append(problem)


def _indices(found: list[int]) -> Indices:
    return np.array(found, dtype=np.int64)


def cell_text(value: object) -> str:
    """The text of a typed cell as a person would write it."""
    if isinstance(value, datetime.time | datetime.timedelta | datetime.datetime):
        return _time_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    # What XML cannot hold stands in a workbook as _x000D_.
    return unescape(value) if isinstance(value, str) else "" if value is None else str(value)


def _time_text(value: datetime.time | datetime.timedelta | datetime.datetime) -> str:
    """Dates and times to the second: a spreadsheet's fraction of a day is seldom exact."""
    if isinstance(value, datetime.timedelta):
        return _clock_text(value)
    if isinstance(value, datetime.time):
        start = datetime.datetime.combine(datetime.date.min, value)
        return _clock_text(start - datetime.datetime.min)
    if value == _MIDNIGHT:
        return "24:00:00"
    nearest_second = value + datetime.timedelta(microseconds=500_000)
    return nearest_second.replace(microsecond=0).isoformat(sep=" ")


def _clock_text(since_midnight: datetime.timedelta) -> str:
    total = round(since_midnight.total_seconds())
    hours, rest = divmod(abs(total), SECONDS_PER_HOUR)
    sign = "-" if total < 0 else ""
    return f"{sign}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
