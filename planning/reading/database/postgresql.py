"""Rows of PostgreSQL, copied out as text: exactly as the server writes them, and quickly.

All tables are read in one transaction, of one moment. Tables are locked against a change of their
form first, as a transaction sees those at once.
"""

import io
import selectors
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from planning.reading.database.address import DatabaseAddress
from planning.reading.database.row_parts import (
    Part,
    RowParts,
    Selection,
    refuse_type,
    sound_header,
)
from planning.reading.database.values import value_text
from planning.reading.database.watched import Watch
from planning.reading.raw_table import TEXT

if TYPE_CHECKING:
    import psycopg
    from psycopg import pq

PART_BYTES = 4 << 20
_LOOK_S = 0.1

_TYPES = """
SELECT t.oid::int8, t.typname::text, t.typcategory::text, e.typcategory::text
FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
WHERE t.oid = ANY(%s)
"""
_READABLE = frozenset("BSNDTEX")
"""Categories of types that are text a person would write: flags, texts, numbers, times, choices."""

_READABLE_OTHERS = {"uuid"}
_UNREADABLE = {"money"}
"""Money is written in the server's language."""

_BOOLEAN, _PADDED = "bool", "bpchar"
_ARRAY = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    oid: int
    type_name: str
    category: str


class PostgresqlRows:
    """Reads selections over one connection."""

    def __init__(
        self, driver: "psycopg.Connection[Any]", address: DatabaseAddress, watch: Watch
    ) -> None:
        self._driver = driver
        self._address = address
        self._watch = watch
        self._columns: dict[str, list[_Column]] = {}

    def begin(self, selections: Sequence[Selection], lockable: Sequence[str]) -> None:
        """Begin the one transaction.

        Parameters
        ----------
        lockable
            Tables of the selections, their names quoted; views lock what they need when described.
        """
        self._driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in lockable:
            self._watch.look()
            self._driver.execute(f"LOCK TABLE ONLY {table} IN ACCESS SHARE MODE".encode())

    def read(self, selection: Selection, most_rows: int | None) -> RowParts:
        """The rows of one selection.

        Raises
        ------
        InputError
            If a column holds no text that a person would write.
        """
        columns = self._describe(selection)
        header = sound_header([c.name for c in columns], self._address, selection.name)
        for column in columns:
            if not _is_readable(column):
                refuse_type(self._address, selection.name, column.name, column.type_name)
        statement = selection.statement
        if most_rows is not None:
            statement = f"SELECT * FROM ({statement}\n) AS selection LIMIT {most_rows:d}"
        return RowParts(header=header, parts=self._parts(statement, columns, selection))

    def _describe(self, selection: Selection) -> list[_Column]:
        """The columns; the statement is parsed alone, so that it is one and whole in itself."""
        from psycopg.pq import ExecStatus

        connection = self._driver.pgconn
        for result in (
            connection.prepare(b"", selection.statement.encode()),
            described := connection.describe_prepared(b""),
        ):
            if result.status != ExecStatus.COMMAND_OK:
                _raise(result)
        found = [(described.fname(i), described.ftype(i)) for i in range(described.nfields)]
        oids = [oid for _, oid in found]
        rows = self._driver.execute(_TYPES, (oids,)).fetchall()
        types: Mapping[int, tuple[str, str]] = {
            oid: (name, category if category != _ARRAY else _ARRAY + (element or ""))
            for oid, name, category, element in rows
        }
        return [
            _Column(
                name=(name or b"").decode(),
                oid=oid,
                type_name=types.get(oid, ("", ""))[0],
                category=types.get(oid, ("", ""))[1],
            )
            for name, oid in found
        ]

    def _parts(
        self, statement: str, columns: list[_Column], selection: Selection
    ) -> Iterator[Part]:
        for content in self._copied(statement):
            self._watch.look()
            yield self._texts(content, columns, selection.name)

    def _copied(self, statement: str) -> Iterator[bytes]:
        """Whole rows as CSV, some megabytes at a time."""
        connection = self._driver.pgconn
        # With parameters, though there are none: so the server takes one statement only.
        connection.send_query_params(f"COPY ({statement}\n) TO STDOUT (FORMAT csv)".encode(), None)
        with selectors.DefaultSelector() as selector:
            selector.register(connection.socket, selectors.EVENT_READ)
            self._begin_copy(connection, selector)
            content = bytearray()
            while True:
                length, row = connection.get_copy_data(1)
                if length > 0:
                    content += row
                    if len(content) >= PART_BYTES:
                        yield bytes(content)
                        content.clear()
                elif length == 0:
                    self._wait(connection, selector)
                else:
                    break
            if content:
                yield bytes(content)
            self._end(connection, selector)

    def _begin_copy(self, connection: "pq.abc.PGconn", selector: selectors.BaseSelector) -> None:
        from psycopg.pq import ExecStatus

        while connection.flush():
            self._watch.look()
        while connection.is_busy():
            self._wait(connection, selector)
        result = connection.get_result()
        if result is not None and result.status != ExecStatus.COPY_OUT:
            _raise(result)

    def _end(self, connection: "pq.abc.PGconn", selector: selectors.BaseSelector) -> None:
        """Take in how the copy ended; a fault may come after many rows."""
        from psycopg.pq import ExecStatus

        while True:
            while connection.is_busy():
                self._wait(connection, selector)
            result = connection.get_result()
            if result is None:
                return
            if result.status != ExecStatus.COMMAND_OK:
                _raise(result)

    def _wait(self, connection: "pq.abc.PGconn", selector: selectors.BaseSelector) -> None:
        self._watch.look()
        if selector.select(_LOOK_S):
            connection.consume_input()

    def _texts(self, content: bytes, columns: list[_Column], table: str) -> Part:
        from pyarrow import csv

        names = [str(position) for position in range(len(columns))]
        read = csv.read_csv(
            io.BytesIO(content),
            read_options=csv.ReadOptions(
                column_names=names, block_size=len(content) + 1, use_threads=False
            ),
            parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False
            ),
        )
        return [
            self._as_written(
                cast("pa.LargeStringArray", pa.concat_arrays(read[name].chunks)), column, table
            )
            for name, column in zip(names, columns, strict=True)
        ]

    def _as_written(
        self, cells: pa.LargeStringArray, column: _Column, table: str
    ) -> pa.LargeStringArray:
        if column.type_name == _PADDED:
            return pc.utf8_rtrim(cells, " ")
        if column.type_name == _BOOLEAN:
            words = pa.array(["true", "false", ""], type=TEXT)
            return words.take(pc.index_in(cells, pa.array(["t", "f", ""], type=TEXT)))
        if column.category.startswith(_ARRAY):
            return self._lists(cells, column, table)
        return cells

    def _lists(
        self, cells: pa.LargeStringArray, column: _Column, table: str
    ) -> pa.LargeStringArray:
        """Lists joined by semicolons; each distinct one is taken apart once."""
        from psycopg.adapt import Transformer
        from psycopg.pq import Format

        load = Transformer(self._driver).get_loader(column.oid, Format.TEXT).load
        coded = cells.dictionary_encode()
        texts = []
        for text in coded.dictionary.to_pylist():
            items = load(text.encode()) if text else []
            if any(isinstance(item, list) for item in items):
                refuse_type(self._address, table, column.name, column.type_name)
            texts.append(";".join(value_text(item) for item in items if item is not None))
        return pa.array(texts, type=TEXT).take(coded.indices)


def _is_readable(column: _Column) -> bool:
    category = column.category.removeprefix(_ARRAY)
    element = column.type_name.removeprefix("_")
    readable = category[:1] in _READABLE or element in _READABLE_OTHERS
    return bool(category or element in _READABLE_OTHERS) and readable and element not in _UNREADABLE


def _raise(result: "pq.abc.PGresult") -> None:
    from psycopg.errors import error_from_result

    raise error_from_result(result)
