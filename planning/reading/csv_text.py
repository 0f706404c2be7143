"""A CSV file as a table of text; broken records are named and left out, the rest is read."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.message import Parameter, Problem, Severity, message
from planning.reading.csv_dialect import first_record, guess_delimiter, separator_line
from planning.reading.encoding import NoEncoding, TextEncoding, detect_encoding
from planning.reading.problems import SHOWN, shortened
from planning.reading.raw_table import RawTable, TextColumns

LONGEST_CELL = 1_000_000
"""Characters after which a quoted cell is taken for one that is never closed."""

LARGEST_FILE_BYTES = 2 * 1024**3

ROWS_PER_REPORT = 50_000

OnRow = Callable[[int], None]


def read_csv(path: Path, problems: list[Problem], on_row: OnRow) -> RawTable | None:
    """Read a CSV file; None where nothing of it can be read.

    Parameters
    ----------
    path
        The file; its name without the ending is that of the table.
    problems
        Takes what is wrong with it.
    on_row
        Called with the number of the row now and then; may raise to stop.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE_BYTES:
        limit_mb = LARGEST_FILE_BYTES // 10**6
        _report(problems, path, "file.too_large", megabytes=size // 10**6, limit_mb=limit_mb)
        return None
    data = path.read_bytes()
    if not data.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        _report(problems, path, "file.empty")
        return None
    encoding = _encoding(data, path, problems)
    if encoding is None:
        return None
    return _Reading(path, data, encoding, problems, on_row).table()


def _encoding(data: bytes, path: Path, problems: list[Problem]) -> TextEncoding | None:
    try:
        encoding = detect_encoding(data)
    except NoEncoding as damage:
        _report(problems, path, "file.encoding_unknown", row=damage.row, value=damage.found)
        return None
    if not encoding.is_utf8:
        _report(
            problems,
            path,
            "file.encoding",
            severity=Severity.WARNING,
            row=1,
            value=encoding.sample,
            encoding=encoding.label,
            sample=encoding.sample,
        )
    return encoding


def _report(
    problems: list[Problem],
    path: Path,
    code: str,
    *,
    severity: Severity = Severity.ERROR,
    row: int = 0,
    column: str = "",
    value: str = "",
    **parameters: Parameter,
) -> None:
    problem = Problem(
        message=message(code, **parameters),
        severity=severity,
        file=path.name,
        row=row,
        column=column,
        value=shortened(value),
    )
    problems.append(problem)


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
    """One file on its way from bytes to a table."""

    def __init__(
        self,
        path: Path,
        data: bytes,
        encoding: TextEncoding,
        problems: list[Problem],
        on_row: OnRow,
    ) -> None:
        self._path = path
        self._data = data
        self._codec = encoding.codec
        self._problems = problems
        self._on_row = on_row
        self._lost = 0

    def table(self) -> RawTable | None:
        """The table; None where it has no header."""
        head = first_record(self._lines())
        delimiter = separator_line(head) or guess_delimiter(head, self._path.stem)
        with long_cells():
            return self._read(CsvRecords(self._lines(), delimiter), bool(separator_line(head)))

    def _lines(self) -> Iterator[str]:
        return text_lines(self._data, self._codec)

    def _read(self, records: CsvRecords, has_separator_line: bool) -> RawTable | None:
        header: list[str] | None = None
        header_row = 0
        columns = TextColumns(0)
        for row, record in enumerate(records, start=1):
            if row % ROWS_PER_REPORT == 0:
                self._on_row(row)
            if record is None:
                self._broken(row, records.broken_line)
            elif not any(record) or (has_separator_line and row == 1):
                continue
            elif header is None:
                header = [name.strip().lstrip("\ufeff").strip() for name in record]
                header_row = row
                columns = TextColumns(len(header))
            elif len(record) == len(header):
                columns.add(row, record)
            else:
                self._ragged(row, record, header, columns)
        if header is None:
            _report(self._problems, self._path, "file.empty")
            return None
        return RawTable(
            name=self._path.stem.lower(),
            file=self._path.name,
            header=tuple(header),
            header_row=header_row,
            rows=columns.rows(),
            cells=columns.cells(),
            lost_rows=self._lost,
        )

    def _broken(self, row: int, line: str) -> None:
        self._lost += 1
        if self._lost <= SHOWN:
            _report(self._problems, self._path, "file.broken_quote", row=row, value=line.strip())

    def _ragged(self, row: int, record: list[str], header: list[str], columns: TextColumns) -> None:
        """Name a record with more or fewer cells than the header; empty cells behind are cut."""
        width = len(header)
        if len(record) > width and not any(cell.strip() for cell in record[width:]):
            columns.add(row, record[:width])
            return
        self._lost += 1
        if self._lost > SHOWN:
            return
        more = len(record) > width
        _report(
            self._problems,
            self._path,
            "row.too_many_cells" if more else "row.too_few_cells",
            row=row,
            column=header[-1] if more else header[len(record)],
            value=record[width] if more else record[-1],
            found=len(record),
            expected=width,
        )


def text_lines(data: bytes, codec: str, errors: str = "strict") -> Iterator[str]:
    """The lines of a file's bytes, their ends kept as they are."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=codec, errors=errors, newline="")


@contextmanager
def long_cells() -> Iterator[None]:
    """Let the csv module take cells as long as a polygon; its limit holds for the process."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
