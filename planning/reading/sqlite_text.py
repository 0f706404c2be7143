"""An SQLite file as tables of text: its tables and views, each value as it was written."""

import logging
import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from domain.message import Message, Problem, message
from planning.mapping.source_mapping import DEFAULT_TIME_LIMIT_S
from planning.reading.problems import SHOWN, shortened
from planning.reading.raw_table import FIRST_ROW, LostRow, RawTable, TextColumns
from planning.reading.read_share import OnPart
from planning.reading.sqlite_opening import Watch, opened_sqlite

log = logging.getLogger(__name__)

LARGEST_FILE_BYTES = 8 * 1024**3
LARGEST_TABLE_CHARACTERS = 2 * 1024**3
"""More than a table of the same size as CSV may have."""

_PART = 5_000

_TABLES = """
    SELECT name FROM sqlite_schema
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
    ORDER BY name
"""


def read_sqlite(
    path: Path,
    problems: list[Problem],
    on_part: OnPart,
    *,
    wanted: Collection[str] | None = None,
    most_rows: int | None = None,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
) -> list[RawTable]:
    """Read the tables and views of an SQLite file. Record `i` is called row `i + 2`.

    Parameters
    ----------
    problems
        Takes what is wrong with the file, a table or a value.
    on_part
        Takes the share that has been read; may raise a `PlannerError` to stop.
    wanted
        Names of the tables to read; None for all.
    most_rows
        Records to read of each; None for all.
    time_limit_s
        How long one table or view may take.
    """
    before = path.stat()
    if before.st_size > LARGEST_FILE_BYTES:
        problems.append(_too_large(path, "", before.st_size, LARGEST_FILE_BYTES))
        return []
    watch = Watch(on_part, time_limit_s)
    watch.begin(0.0)
    tables: list[RawTable] = []
    try:
        with opened_sqlite(path, watch) as connection:
            names = [name for (name,) in connection.execute(_TABLES)]
            chosen = [name for name in names if wanted is None or name in wanted]
            for index, name in enumerate(chosen):
                watch.begin(index / len(chosen))
                on_part(watch.share)
                table = _Table(path, name, problems, watch).read(connection, most_rows)
                tables += [table] if table is not None else []
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if watch.stopped is not None:
            raise watch.stopped from None
        problems.append(_problem(path, _reason(error, watch, "file.not_sqlite")))
        return []
    if _has_changed(before, path.stat()):
        problems.append(_problem(path, message("file.changed_meanwhile", name=path.name)))
    return tables


def sqlite_names(path: Path, problems: list[Problem]) -> set[str]:
    """Names of the tables and views of an SQLite file."""
    watch = Watch(lambda _: None, DEFAULT_TIME_LIMIT_S)
    watch.begin(0.0)
    try:
        with opened_sqlite(path, watch) as connection:
            return {name for (name,) in connection.execute(_TABLES)}
    except sqlite3.Error as error:
        problems.append(_problem(path, _reason(error, watch, "file.not_sqlite")))
        return set()


def sqlite_rows(path: Path, table: str, first: int, count: int) -> tuple[Sequence[str], list[Any]]:
    """The names of a table's columns, and some of its records as they are, counted from 0."""
    watch = Watch(lambda _: None, DEFAULT_TIME_LIMIT_S)
    watch.begin(0.0)
    with opened_sqlite(path, watch) as connection:
        cursor = connection.execute(f"SELECT * FROM {_quoted(table)}")
        names = [column[0].strip() for column in cursor.description]
        return names, list(islice(cursor, first, first + count))


def value_text(value: object) -> str:
    """A value as text; of bytes, no more than what they are."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return "" if value is None else str(value)


class _Table:
    """One table or view on its way to text."""

    def __init__(self, path: Path, name: str, problems: list[Problem], watch: Watch) -> None:
        self._path = path
        self._name = name
        self._problems = problems
        self._watch = watch
        self._lost: list[LostRow] = []
        self._lost_count = 0
        self._numbers: dict[int, list[int]] = {}

    def read(self, connection: sqlite3.Connection, most_rows: int | None) -> RawTable | None:
        """The table; None where it cannot be read to its end."""
        row = FIRST_ROW
        try:
            cursor = connection.execute(f"SELECT * FROM {_quoted(self._name)}")
            header = tuple(str(column[0]).strip() for column in cursor.description)
            columns, characters = TextColumns(len(header)), 0
            for part in _parts(cursor, most_rows):
                self._watch()
                if self._watch.stopped is not None:
                    raise self._watch.stopped
                characters += self._take(part, row, header, columns)
                row += len(part)
                if characters > LARGEST_TABLE_CHARACTERS:
                    limit = LARGEST_TABLE_CHARACTERS
                    self._problems.append(_too_large(self._path, self._name, characters, limit))
                    return None
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self._watch.stopped is not None:
                raise
            reason = _reason(error, self._watch, "table.not_readable")
            self._problems.append(_problem(self._path, reason, self._name, row))
            return None
        return RawTable(
            name=self._name,
            file=self._path.name,
            sheet=self._name,
            header=header,
            rows=columns.rows(),
            cells=columns.cells(),
            lost_rows=self._lost_count,
            lost=tuple(self._lost),
            number_cells={
                at: np.array(found, dtype=np.int64) for at, found in self._numbers.items()
            },
        )

    def _take(
        self, part: Sequence[Sequence[Any]], row: int, header: Sequence[str], columns: TextColumns
    ) -> int:
        """Add the records of a part; how many characters they have."""
        characters = 0
        for number, values in enumerate(part, start=row):
            texts = [value if type(value) is str else value_text(value) for value in values]
            kinds = set(map(type, values))
            if bytes in kinds:
                self._lose(number, values, texts, header)
                continue
            if int in kinds or float in kinds:
                for position, value in enumerate(values):
                    if type(value) is int or type(value) is float:
                        self._numbers.setdefault(position, []).append(len(columns))
            characters += sum(map(len, texts))
            columns.add(number, texts)
        return characters

    def _lose(
        self, row: int, values: Sequence[Any], texts: Sequence[str], header: Sequence[str]
    ) -> None:
        """Name the bytes in a record, which no column of a dataset holds."""
        self._lost_count += 1
        if self._lost_count > SHOWN:
            return
        self._lost.append(LostRow(row=row, cells=tuple(texts)))
        at = next(position for position, value in enumerate(values) if type(value) is bytes)
        reason = message("cell.bytes", bytes=len(values[at]))
        self._problems.append(_problem(self._path, reason, self._name, row, header[at], texts[at]))


def _parts(cursor: sqlite3.Cursor, most_rows: int | None) -> Iterator[list[Any]]:
    missing = most_rows
    while missing is None or missing > 0:
        part = cursor.fetchmany(_PART if missing is None else min(_PART, missing))
        if not part:
            return
        missing = None if missing is None else missing - len(part)
        yield part


def _quoted(name: str) -> str:
    """A name as SQL takes it: never as anything else."""
    return '"' + name.replace('"', '""') + '"'


def _reason(error: sqlite3.Error | UnicodeDecodeError, watch: Watch, code: str) -> Message:
    log.info("sqlite: %s", type(error).__name__)
    if watch.is_over:
        return message("table.takes_too_long")
    said = str(error)
    # SQLite's own words and names of columns are decoded strictly by Python.
    if isinstance(error, UnicodeDecodeError) or "malformed" in said or "disk image" in said:
        return message("file.sqlite_damaged")
    if "locked" in said or "busy" in said:
        return message("file.sqlite_locked")
    return message(code, reason=shortened(said))


def _has_changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size)


def _too_large(path: Path, table: str, size: int, limit: int) -> Problem:
    reason = message("file.too_large", megabytes=size // 10**6, limit_mb=limit // 10**6)
    return _problem(path, reason, table)


def _problem(
    path: Path, reason: Message, table: str = "", row: int = 0, column: str = "", value: str = ""
) -> Problem:
    return Problem(
        message=reason,
        file=path.name,
        sheet=table,
        row=row,
        column=column,
        value=shortened(value),
    )
