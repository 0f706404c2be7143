"""The raw rows of a table around one of them, to show a problem in its place.

It reads the very files that are broken: what cannot be told apart into cells comes as one cell,
and what cannot be read at all as no rows.
"""

import sqlite3
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from domain.errors import PlannerError
from planning.mapping.source_mapping import SourceKind, TextFormat
from planning.reading.csv_dialect import first_lines, guess_delimiter, separator_line
from planning.reading.csv_opening import AS_FOUND, LARGEST_FILE_BYTES, text_lines
from planning.reading.csv_text import CsvRecords, long_cells
from planning.reading.encoding import given_encoding, likely_codec
from planning.reading.parquet_text import shown_cells
from planning.reading.raw_table import FIRST_ROW
from planning.reading.source_kinds import (
    DATABASE_ENDINGS,
    MAPPING_ENDING,
    PROJECT_ENDING,
    WORKBOOK_ENDINGS,
)
from planning.reading.sqlite_text import sqlite_rows, value_text
from planning.reading.workbook_text import sheet_rows

LONGEST_CELL = 1_000
"""Characters shown of a cell."""

_BEGINNING_BYTES = 4 * 1024**2
"""What is read of a file that is too large for a dataset."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRows:
    """Some rows of a table as they stand in the file.

    Parameters
    ----------
    header
        The first row that is not blank, which names the columns; empty where there is none.
    first_row
        Number of the first of `rows`, as a spreadsheet counts.
    rows
        The rows in turn, blank ones included; as many cells as each has.
    """

    header: Row = ()
    first_row: int = 1
    rows: tuple[Row, ...] = ()


def read_rows_around(source: Path, file: str, sheet: str, row: int, count: int) -> SourceRows:
    """Read some rows of a table around one, as text.

    Parameters
    ----------
    source
        What the dataset was read from: a folder, workbook, project, SQLite file or mapping file.
    file, sheet, row
        Where a problem lies, as it names it; row 0 stands for a whole table.
    count
        Rows to read at most.

    Returns
    -------
    SourceRows
        Without rows where the file is gone, or is nothing that can be read; of a database, none.
    """
    first = max(1, row - count // 2)
    try:
        return _rows(source, file, sheet, first, count, AS_FOUND)
    except (
        OSError,
        ValueError,
        PlannerError,
        pa.ArrowException,
        zipfile.BadZipFile,
        sqlite3.Error,
    ):
        return SourceRows()


def _rows(
    source: Path, file: str, sheet: str, first: int, count: int, text: TextFormat
) -> SourceRows:
    path = source if source.is_file() else source / Path(file).name
    ending = path.suffix.lower()
    if source.is_file() and ending == MAPPING_ENDING:
        return _mapped(source, file, sheet, first, count)
    if source.is_file() and ending == PROJECT_ENDING:
        return _project(source, file, sheet, first, count)
    if source.is_file() and ending in DATABASE_ENDINGS:
        return _sqlite(source, sheet, first, count)
    if ending in WORKBOOK_ENDINGS:
        return _workbook(path, sheet, first, count)
    if ending == ".parquet":
        return _parquet(path, first, count)
    return _csv(path, first, count, text)


def _mapped(path: Path, file: str, sheet: str, first: int, count: int) -> SourceRows:
    """Rows of the company's own table; of the mapping file itself, its lines."""
    # Mappings read tables with what is in this package.
    from planning.mapping.mapping_file import read_mapping
    from planning.mapping.read_by_mapping import located

    if file == path.name:
        return _lines(path, first, count)
    mapping = read_mapping(path)
    if mapping.kind is SourceKind.DATABASE:
        return SourceRows()
    formats = [table.text for table in mapping.tables if table.source in (file, Path(file).stem)]
    text = formats[0] if formats else AS_FOUND
    return _rows(located(path, mapping), file, sheet, first, count, text)


def _lines(path: Path, first: int, count: int) -> SourceRows:
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = islice(file, first - 1, first - 1 + count)
        return SourceRows(first_row=first, rows=tuple(_shown([line.rstrip()]) for line in lines))


def _project(path: Path, file: str, sheet: str, first: int, count: int) -> SourceRows:
    """Rows of a table of a project by their numbers; those that were taken out are blank."""
    from planning.project.stored_tables import stored_tables

    for table in stored_tables(path):
        if (table.file, table.sheet) == (file, sheet):
            wanted = range(first, first + count)
            texts = {lost.row: lost.cells for lost in table.lost}
            texts[table.header_row] = table.header
            near = np.isin(table.rows, np.arange(wanted.start, wanted.stop))
            for record in np.flatnonzero(near).tolist():
                cells = tuple(str(column[record].as_py() or "") for column in table.cells)
                texts[int(table.rows[record])] = cells
            last = max([number for number in texts if number in wanted], default=first - 1)
            rows = tuple(_shown(texts.get(number, ())) for number in range(first, last + 1))
            return SourceRows(header=_shown(table.header), first_row=first, rows=rows)
    return SourceRows()


def _sqlite(path: Path, table: str, first: int, count: int) -> SourceRows:
    """Records of a table; the names of its columns count as row 1."""
    start = max(first - FIRST_ROW, 0)
    names, records = sqlite_rows(path, table, start, first + count - FIRST_ROW - start)
    rows = [_shown(map(value_text, record)) for record in records]
    if first == 1:
        rows.insert(0, _shown(names))
    return SourceRows(header=_shown(names), first_row=first, rows=tuple(rows))


def _shown(cells: Iterable[str]) -> Row:
    return tuple(cell[:LONGEST_CELL] for cell in cells)


def _csv(path: Path, first: int, count: int, text: TextFormat) -> SourceRows:
    with path.open("rb") as file:
        whole = path.stat().st_size <= LARGEST_FILE_BYTES
        data = file.read() if whole else file.read(_BEGINNING_BYTES)
    named_codec = given_encoding(text.encoding, data) if text.encoding else None
    codec = named_codec.codec if named_codec is not None else likely_codec(data)
    head = first_lines(text_lines(data, codec, "replace"))
    named = separator_line(head[0]) if head else ""
    delimiter = text.delimiter or named or guess_delimiter(head, path.stem)
    records = CsvRecords(text_lines(data, codec, "replace"), delimiter)
    with long_cells():
        numbered = enumerate(_lines_of_cells(records), start=1)
        head_rows = []
        header: Row = ()
        for row, cells in islice(numbered, first + count - 1):
            head_rows.append(cells)
            if any(cells) and not (named and row == 1):
                header = _shown([name.strip().lstrip("\ufeff").strip() for name in cells])
                break
        deque(islice(numbered, max(0, first - 1 - len(head_rows))), maxlen=0)
        rows = head_rows[first - 1 :]
        rows += [cells for _, cells in islice(numbered, count - len(rows))]
    return SourceRows(header=header, first_row=first, rows=tuple(map(_shown, rows[:count])))


def _lines_of_cells(records: CsvRecords) -> Iterator[list[str]]:
    """The cells of each record; of one that is broken, the line where it begins."""
    for record in records:
        yield [records.broken_line.rstrip("\r\n")] if record is None else record


def _workbook(path: Path, sheet: str, first: int, count: int) -> SourceRows:
    header: Row = ()
    rows: list[Row] = []
    for row, cells in enumerate(islice(sheet_rows(path, sheet), first + count - 1), start=1):
        texts = _shown(cells)
        if not header and any(text.strip() for text in texts):
            header = tuple(text.strip() for text in texts)
        if row >= first:
            rows.append(texts)
    return SourceRows(header=header, first_row=first, rows=tuple(rows))


def _parquet(path: Path, first: int, count: int) -> SourceRows:
    """Rows of the groups that hold them; the names of the columns count as row 1."""
    with pq.ParquetFile(path) as file:
        header = tuple(name.strip() for name in file.schema_arrow.names)
        start = max(first - FIRST_ROW, 0)
        end = first + count - FIRST_ROW
        before, tables = 0, []
        for group in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if before < end and before + size > start:
                at = max(0, start - before)
                tables.append(file.read_row_group(group).slice(at, end - max(before, start)))
            before += size
    columns = [
        [cell for table in tables for cell in shown_cells(table.column(position))]
        for position in range(len(header))
    ]
    rows = [_shown(cells) for cells in zip(*columns, strict=True)]
    if first == 1:
        rows.insert(0, header)
    return SourceRows(header=header, first_row=first, rows=tuple(rows))
