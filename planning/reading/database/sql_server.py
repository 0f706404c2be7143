"""Rows of SQL Server, as the driver gives them."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

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
from planning.reading.raw_table import text_array

PART_ROWS = 10_000

_CAN_SNAPSHOT = "SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()"


class SqlServerRows:
    """Reads selections over one connection, all in one transaction that is rolled back.

    They are of one moment where the database allows snapshots; else each is as it stands when it
    is read, without locking out those who write.
    """

    def __init__(self, driver: Any, address: DatabaseAddress, watch: Watch) -> None:
        self._driver = driver
        self._address = address
        self._watch = watch

    def begin(self, _selections: Sequence[Selection], _lockable: Sequence[str]) -> None:
        """Begin the one transaction."""
        with self._driver.cursor() as cursor:
            cursor.execute(_CAN_SNAPSHOT)
            allowed = cursor.fetchone()
            level = "SNAPSHOT" if allowed and allowed[0] == 1 else "READ COMMITTED"
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        self._driver.autocommit(False)

    def read(self, selection: Selection, most_rows: int | None) -> RowParts:
        """The rows of one selection.

        Raises
        ------
        InputError
            If a column holds no text that a person would write.
        """
        cursor = self._driver.cursor()
        cursor.execute(f"SET ROWCOUNT {most_rows or 0:d}")
        cursor.execute(selection.statement)
        names = [str(column[0] or "") for column in cursor.description]
        header = sound_header(names, self._address, selection.name)
        return RowParts(header=header, parts=self._parts(cursor, names, selection))

    def _parts(self, cursor: Any, names: list[str], selection: Selection) -> Iterator[Part]:
        while rows := cursor.fetchmany(PART_ROWS):
            self._watch.look()
            yield [
                self._texts(values, name, selection.name)
                for values, name in zip(zip(*rows, strict=True), names, strict=True)
            ]

    def _texts(self, values: Sequence[Any], name: str, table: str) -> pa.LargeStringArray:
        try:
            return text_array([value_text(value) for value in values])
        except TypeError as error:
            refuse_type(self._address, table, name, str(error))
