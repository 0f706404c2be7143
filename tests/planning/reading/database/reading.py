"""Reading in tests: what comes of a statement, and what is refused."""

from collections.abc import Callable

import pytest

from domain.errors import InputError, PlannerError
from planning.reading.database import TableQuery, read_tables
from planning.reading.raw_table import RawTable
from tests.servers.database import Database


def read(database: Database, *queries: TableQuery, time_limit_s: float = 20) -> list[RawTable]:
    return read_tables(database.address, queries, time_limit_s=time_limit_s, on_row=lambda _: None)


def table_of(database: Database, name: str) -> dict[str, list[str]]:
    """Column -> cells of a whole table."""
    (found,) = read(database, TableQuery(name=name, table=name))
    return columns_of(found)


def rows_of(database: Database, query: str) -> dict[str, list[str]]:
    """Column -> cells of a query."""
    (found,) = read(database, TableQuery(name="query", query=query))
    return columns_of(found)


def columns_of(table: RawTable) -> dict[str, list[str]]:
    return {
        name: [str(cell) for cell in cells.to_pylist()]
        for name, cells in zip(table.header, table.cells, strict=True)
    }


def refusal(act: Callable[[], object]) -> tuple[type[PlannerError], list[str]]:
    """Type and codes of the error that something raises."""
    with pytest.raises(PlannerError) as caught:
        act()
    error = caught.value
    if isinstance(error, InputError):
        return InputError, [problem.code for problem in error.problems]
    return type(error), [error.message.code]
