"""What can be known of SQL Server without one: statements, refusals, values, and who answers."""

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from unittest.mock import MagicMock

import pymssql
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql

from domain.errors import EnvironmentFault, InputError
from planning.outputs.write_back_tables import METADATA
from planning.reading.database import TableQuery, list_tables, parse_address, read_tables
from planning.reading.database.faults import Asked, fault_of
from planning.reading.database.row_parts import Selection
from planning.reading.database.selections import statement_of
from planning.reading.database.sql_server import SqlServerRows
from planning.reading.database.watched import Watch
from tests.planning.reading.database.reading import refusal
from tests.servers.server import free_port

DIALECT: sa.Dialect = mssql.dialect()  # type: ignore[no-untyped-call]
ADDRESS = parse_address("mssql://ann@db.firm.example/erp")


class _Cursor:
    """Answers as the driver does, with rows given beforehand."""

    def __init__(self, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        self.description = [(name, 1, None, None, None, None, None) for name in names]
        self.executed: list[str] = []
        self._rows = list(rows)

    def execute(self, statement: str) -> None:
        self.executed.append(statement)

    def fetchone(self) -> tuple[int]:
        return (0,)

    def fetchmany(self, count: int) -> list[tuple[Any, ...]]:
        part, self._rows = self._rows[:count], self._rows[count:]
        return part

    def __enter__(self) -> "_Cursor":
        return self

    def __exit__(self, *_: object) -> None:
        return None


@contextlib.contextmanager
def rows_of(
    names: Sequence[str], *rows: tuple[Any, ...]
) -> Iterator[tuple[SqlServerRows, _Cursor]]:
    cursor, driver = _Cursor(names, rows), MagicMock()
    driver.cursor.return_value = cursor
    reading = SqlServerRows(driver, ADDRESS, Watch())
    reading.begin((), ())
    yield reading, cursor


def test_names_are_quoted_and_rows_come_in_the_order_of_the_key() -> None:
    statement = statement_of("dbo", "Kunden]; DROP TABLE x", ("a b", "ü]"), ("Nr",), DIALECT)
    assert " ".join(statement.split()) == (
        "SELECT [a b], [ü]]] FROM dbo.[Kunden]]; DROP TABLE x] ORDER BY [Nr]"
    )


def test_values_are_text_and_the_order_is_kept() -> None:
    at = datetime.datetime(2026, 11, 20, 8, 30)
    with rows_of(
        ["nr", "on", "at", "price", "open"],
        (1, at.date(), at, Decimal("12.50"), True),
        (2, None, None, 0.1, False),
    ) as (reading, cursor):
        found = reading.read(Selection(name="t", statement="SELECT 1"), 5)
        (part,) = list(found.parts)
    assert [column.to_pylist() for column in part] == [
        ["1", "2"],
        ["2026-11-20", ""],
        ["2026-11-20 08:30:00", ""],
        ["12.50", "0.1"],
        ["true", "false"],
    ]
    assert "SET TRANSACTION ISOLATION LEVEL READ COMMITTED" in cursor.executed
    assert cursor.executed[-2:] == ["SET ROWCOUNT 5", "SELECT 1"]


def test_what_is_no_text_is_refused() -> None:
    with rows_of(["nr", "picture"], (1, b"\x00")) as (reading, _), pytest.raises(InputError) as no:
        list(reading.read(Selection(name="t", statement="SELECT 1"), None).parts)
    assert [(p.code, p.column) for p in no.value.problems] == [("database.column_type", "picture")]


def test_a_column_without_a_name_is_refused() -> None:
    with rows_of(["nr", ""]) as (reading, _), pytest.raises(InputError) as refused:
        reading.read(Selection(name="t", statement="SELECT 1"), None)
    assert [problem.code for problem in refused.value.problems] == ["database.column_unnamed"]


def test_a_server_that_is_not_there_is_told() -> None:
    address = f"mssql://ann@127.0.0.1:{free_port()}/erp"
    query = TableQuery(name="t", table="t")
    for act in (
        lambda: list_tables(address, "secret"),
        lambda: read_tables(address, [query], time_limit_s=5, on_row=lambda _: None),
    ):
        assert refusal(act) == (EnvironmentFault, ["database.unreachable"])


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (18456, EnvironmentFault, "database.login_refused"),
        (4060, InputError, "database.no_database"),
        (208, InputError, "database.no_table"),
        (207, InputError, "database.no_column"),
        (229, EnvironmentFault, "database.not_permitted"),
        (102, InputError, "database.bad_query"),
        (1222, EnvironmentFault, "database.too_slow"),
        (20003, EnvironmentFault, "database.too_slow"),
        (20047, EnvironmentFault, "database.connection_lost"),
        (8134, EnvironmentFault, "database.failed"),
    ],
)
def test_what_the_server_refuses_is_told_by_its_number(
    number: int, kind: type[Exception], code: str
) -> None:
    error = pymssql.OperationalError(number, b"Name, Street 5, secret data")
    fault = fault_of(error, Asked(address=ADDRESS, time_limit_s=5, table="t"))
    assert isinstance(fault, kind)
    told = fault.problems[0].message if isinstance(fault, InputError) else fault.message
    assert told.code == code
    if code not in {"database.no_column", "database.bad_query"}:
        assert "secret data" not in repr(told)


def test_tables_of_a_plan_keep_all_letters_there() -> None:
    text = "".join(
        str(sa.schema.CreateTable(table).compile(dialect=DIALECT))
        for table in METADATA.sorted_tables
    )
    assert "NVARCHAR(100)" in text
    assert " VARCHAR" not in text
