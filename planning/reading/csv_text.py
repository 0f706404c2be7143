"""A CSV file as a table of text; broken records are named and left out, the rest is read."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.message import Message, Problem, message
from planning.mapping.source_mapping import TextFormat
from planning.reading.csv_opening import (
    AS_FOUND,
    LARGEST_FILE_BYTES,
    OpenedText,
    about_file,
    open_text,
)
from planning.reading.problems import SHOWN, shortened
from planning.reading.raw_table import LostRow, RawTable, TextColumns

LONGEST_CELL = 1_000_000
"""Characters after which a quoted cell is taken for one that is never closed."""

ROWS_PER_REPORT = 50_000

BEGINNING_BYTES = 1024**2
"""What is read at first of a file of which only some rows are wanted."""

OnRow = Callable[[int], None]


def read_csv(
    path: Path,
    problems: list[Problem],
    on_row: OnRow,
    *,
    text: TextFormat = AS_FOUND,
    most_rows: int | None = None,
    formats: dict[str, TextFormat] | None = None,
) -> RawTable | None:
    """Read a CSV file; None where nothing of it can be read.

    Parameters
    ----------
    path
        The file; its name without the ending is that of the table.
    problems
        Takes what is wrong with it.
    on_row
        Called with the number of the row now and then; may raise to stop.
    text
        How it is written, as far as that is known.
    most_rows
        Records to read, of the beginning; None for all.
    formats
        Takes how the file was read, under its name.
    """
    size = path.stat().st_size
    most_bytes = _beginning(size, most_rows)
    while True:
        found: list[Problem] = []
        opened = open_text(path, text, found, most_bytes=most_bytes)
        table = None
        if opened is not None:
            table = _Reading(path, opened, found, on_row, most_rows).table()
        is_enough = table is not None and most_rows is not None and len(table) >= most_rows
        if is_enough or most_bytes is None:
            break
        most_bytes = _beginning(size, most_rows, 8 * most_bytes)
    problems += found
    if opened is not None and formats is not None:
        formats[path.name] = opened.format
    return table


def _beginning(size: int, most_rows: int | None, wanted: int = BEGINNING_BYTES) -> int | None:
    """Bytes to read of a file, None for all: not much more than some rows take."""
    is_all = most_rows is None or size <= wanted or wanted > LARGEST_FILE_BYTES
    return None if is_all else wanted


class CsvRecords:
    """The records of a text with their rows, one row per record, blank lines included.

    A record that breaks the rules of quoting comes as None; reading goes on with the line after
    the one where it began, so that one stray quote does not hide the rest of the file.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.broken_line = ""

    @property
    def broken_cells(self) -> tuple[str, ...]:
        """What stands between the delimiters of the broken line, its quotes as they are."""
        return tuple(self.broken_line.rstrip("\r\n").split(self._delimiter))

    def __iter__(self) -> Iterator[list[str] | None]:
        going = True
        while going:
            going = False
            reader = csv.reader(
                self._tracked(), delimiter=self._delimiter, strict=True, skipinitialspace=True
            )
            try:
                for record in reader:
                    yield record
                    self._taken.clear()
            except csv.Error:
                self.broken_line = self._taken[0]
                self._again.extendleft(reversed(self._taken[1:]))
                self._taken.clear()
                yield None
                going = True

    def _tracked(self) -> Iterator[str]:
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            yield line


class _Reading:
    """One file on its way from text to a table."""

    def __init__(
        self,
        path: Path,
        opened: OpenedText,
        problems: list[Problem],
        on_row: OnRow,
        most_rows: int | None,
    ) -> None:
        self._path = path
        self._opened = opened
        self._problems = problems
        self._on_row = on_row
        self._most_rows = most_rows
        self._lost = 0
        self._lost_rows: list[LostRow] = []

    def table(self) -> RawTable | None:
        """The table; None where it has no header."""
        with long_cells():
            return self._read(CsvRecords(self._opened.lines(), self._opened.format.delimiter))

    def _read(self, records: CsvRecords) -> RawTable | None:
        header: list[str] | None = None
        header_row = 0
        columns, most_rows = TextColumns(0), self._most_rows
        for row, record in enumerate(records, start=1):
            if row % ROWS_PER_REPORT == 0:
                self._on_row(row)
            if record is None:
                self._broken(row, records)
            elif not any(record) or (self._opened.has_separator_line and row == 1):
                continue
            elif header is None:
                header = [name.strip().lstrip("\ufeff").strip() for name in record]
                header_row = row
                columns = TextColumns(len(header))
            elif most_rows is not None and len(columns) == most_rows:
                break
            elif len(record) == len(header):
                columns.add(row, record)
            else:
                self._ragged(row, record, header, columns)
        if header is None:
            self._problems.append(about_file(self._path, message("file.empty")))
            return None
        return RawTable(
            name=self._path.stem.lower(),
            file=self._path.name,
            header=tuple(header),
            header_row=header_row,
            rows=columns.rows(),
            cells=columns.cells(),
            lost_rows=self._lost,
            lost=tuple(self._lost_rows),
        )

    def _broken(self, row: int, records: CsvRecords) -> None:
        line = records.broken_line.strip()
        self._lose(row, records.broken_cells, message("file.broken_quote"), "", line)

    def _ragged(self, row: int, record: list[str], header: list[str], columns: TextColumns) -> None:
        """Name a record with more or fewer cells than the header; empty cells behind are cut."""
        width = len(header)
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            columns.add(row, record[:width])
            return
        more = len(record) > width
        code = "row.too_many_cells" if more else "row.too_few_cells"
        reason = message(code, found=len(record), expected=width)
        column = header[-1] if more else header[len(record)]
        self._lose(row, tuple(record), reason, column, record[width] if more else record[-1])

    def _lose(
        self, row: int, cells: tuple[str, ...], reason: Message, column: str, value: str
    ) -> None:
        self._lost += 1
        if self._lost > SHOWN:
            return
        self._lost_rows.append(LostRow(row=row, cells=cells))
        problem = Problem(
            message=reason, file=self._path.name, row=row, column=column, value=shortened(value)
        )
        self._problems.append(problem)


@contextmanager
def long_cells() -> Iterator[None]:
    """Let the csv module take cells as long as a polygon; its limit holds for the process."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
