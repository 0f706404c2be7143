"""Rows of MySQL and MariaDB: as text, which is how their servers send them."""

from collections.abc import Iterator, Sequence
from typing import Any

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
from planning.reading.database.watched import Watch
from planning.reading.raw_table import TEXT

PART_ROWS = 10_000

_TIMES = {7, 11, 12}
"""Types TIMESTAMP, TIME and DATETIME, which may have a fraction of zeros."""

_BIT = 16
_UNREADABLE = {245: "json", 255: "geometry"}


class MysqlRows:
    """Reads selections over one connection, all in one transaction, of one moment."""

    def __init__(self, driver: Any, address: DatabaseAddress, watch: Watch) -> None:
        self._driver = driver
        self._address = address
        self._watch = watch

    def begin(self, _selections: Sequence[Selection], _lockable: Sequence[str]) -> None:
        """Begin the one transaction; a table whose form changes after is refused by the server."""
        with self._driver.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        # Values stay as the server wrote them.
        self._driver.decoders = {}

    def read(self, selection: Selection, most_rows: int | None) -> RowParts:
        """The rows of one selection.

        Raises
        ------
        InputError
            If a column holds no text that a person would write.
        """
        from pymysql.cursors import SSCursor

        with self._driver.cursor() as cursor:
            limit = "DEFAULT" if most_rows is None else f"{most_rows:d}"
            cursor.execute(f"SET SESSION sql_select_limit = {limit}")
        cursor = SSCursor(self._driver)
        try:
            cursor.execute(selection.statement)
            described = [(str(column[0]), int(column[1])) for column in cursor.description]
            header = sound_header([name for name, _ in described], self._address, selection.name)
            for name, type_code in described:
                if type_code in _UNREADABLE:
                    refuse_type(self._address, selection.name, name, _UNREADABLE[type_code])
        except BaseException:
            _leave(cursor)
            raise
        return RowParts(header=header, parts=self._parts(cursor, described, selection))

    def _parts(
        self, cursor: Any, described: list[tuple[str, int]], selection: Selection
    ) -> Iterator[Part]:
        try:
            while rows := cursor.fetchmany(PART_ROWS):
                self._watch.look()
                yield [
                    self._texts(values, *column, selection.name)
                    for values, column in zip(zip(*rows, strict=True), described, strict=True)
                ]
        finally:
            _leave(cursor)

    def _texts(
        self, values: Sequence[Any], name: str, type_code: int, table: str
    ) -> pa.LargeStringArray:
        if type_code == _BIT:
            values = [value if value is None else str(int.from_bytes(value)) for value in values]
        elif any(isinstance(value, bytes) for value in values):
            refuse_type(self._address, table, name, "binary")
        texts = pa.array(["" if value is None else value for value in values], type=TEXT)
        if type_code in _TIMES:
            texts = pc.replace_substring_regex(texts, r"\.0+$", "")
        return texts


def _leave(cursor: Any) -> None:
    """Close a cursor without the rows that are left, which the driver would all wait for."""
    result = getattr(cursor, "_result", None)
    if result is not None:
        result.unbuffered_active = False
    cursor.close()
