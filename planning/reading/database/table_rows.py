"""Tables of a company's database as text, all of one moment."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa

from domain.message import message
from planning.reading.database.address import DatabaseAddress, ServerKind, parse_address
from planning.reading.database.faults import faults_told, too_slow
from planning.reading.database.found_table import TableQuery
from planning.reading.database.passwords import password_of
from planning.reading.database.row_parts import Part, RowParts, Selection
from planning.reading.database.selections import lockable_tables, selections_of
from planning.reading.database.session import GRACE_S, Access, driver_of, session
from planning.reading.database.watched import OnRow, Watch, watched
from planning.reading.raw_table import FIRST_ROW, RawTable, text_array

if TYPE_CHECKING:
    import sqlalchemy as sa


class _Rows(Protocol):
    """How one kind of server is read."""

    def begin(self, selections: Sequence[Selection], lockable: Sequence[str], /) -> None: ...

    def read(self, selection: Selection, most_rows: int | None) -> RowParts: ...


def read_tables(
    address: str,
    queries: Sequence[TableQuery],
    *,
    time_limit_s: float,
    on_row: OnRow,
    most_rows: int | None = None,
    password: str | None = None,
) -> list[RawTable]:
    """Read tables and queries of a database; all of them, or none.

    The rows of a table are numbered from 2, the header being row 1, in the order of its primary
    key: so a number leads to the same row again as long as the table stays as it is. Where there
    is no key, and in queries without an order, the server's own order counts.

    A column without a value is an empty text; lists are joined by semicolons.

    Parameters
    ----------
    time_limit_s
        How long each of them may take.
    on_row
        Takes how many rows have been read, about twenty times a second, also while the server
        is still busy; what it raises stops the reading within a second.
    most_rows
        How many rows of each are enough.
    password
        In place of what the environment or the keyring has.

    Raises
    ------
    InputError
        If the address, a table, a column or a query is named or written wrongly, would write, or
        holds what is no text.
    EnvironmentFault
        If the server does not answer, refuses, takes too long or breaks off.
    """
    access = Access(
        address=parse_address(address),
        password=password_of(address) if password is None else password,
        time_limit_s=time_limit_s,
    )
    return watched(lambda watch: _read(access, queries, most_rows, watch), on_row)


def _read(
    access: Access, queries: Sequence[TableQuery], most_rows: int | None, watch: Watch
) -> list[RawTable]:
    with session(access, watch) as connection:
        with faults_told(access.asked(", ".join(q.name for q in queries)[:200]), watch):
            selections = selections_of(connection, queries, access.address)
            lockable = lockable_tables(connection, selections)
        rows = _rows(connection, access.address, watch)
        with faults_told(access.asked(", ".join(lockable)[:200]), watch):
            rows.begin(selections, lockable)
        return [_table(rows, selection, access, most_rows, watch) for selection in selections]


def _rows(connection: "sa.Connection", address: DatabaseAddress, watch: Watch) -> _Rows:
    driver = driver_of(connection)
    if address.kind is ServerKind.POSTGRESQL:
        from planning.reading.database.postgresql import PostgresqlRows

        return PostgresqlRows(driver, address, watch)
    if address.kind is ServerKind.MYSQL:
        from planning.reading.database.mysql import MysqlRows

        return MysqlRows(driver, address, watch)
    from planning.reading.database.sql_server import SqlServerRows

    return SqlServerRows(driver, address, watch)


def _table(
    rows: _Rows, selection: Selection, access: Access, most_rows: int | None, watch: Watch
) -> RawTable:
    address = access.address
    no_answer = message(
        "database.no_answer", host=address.host, port=address.port, database=address.database
    )
    watch.expect(access.time_limit_s + GRACE_S, no_answer)
    started_s, parts = time.monotonic(), list[Part]()
    with faults_told(access.asked(selection.name), watch):
        found = rows.read(selection, most_rows)
        for part in found.parts:
            parts.append(part)
            watch.rows += len(part[0])
            if time.monotonic() > started_s + access.time_limit_s:
                # The server may have given up long ago, behind rows that are still on their way.
                raise too_slow(access.asked(selection.name))
    columns = [list(column) for column in zip(*parts, strict=True)]
    parts.clear()
    # Each column's parts are let go before the next column is put together.
    cells = tuple(pa.concat_arrays(columns.pop(0)) for _ in range(len(columns)))
    cells = cells or tuple(text_array([]) for _ in found.header)
    count = len(cells[0]) if cells else 0
    return RawTable(
        name=selection.name,
        file=address.database,
        sheet=selection.name,
        header=found.header,
        cells=cells,
        rows=np.arange(FIRST_ROW, FIRST_ROW + count, dtype=np.int64),
    )
