"""A plan written into tables of a company's database: all of it in one transaction, or nothing."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from domain.errors import EnvironmentFault
from domain.message import message
from domain.plan import Plan
from maps.picture.plan_text import Say
from planning.outputs.plan_id import plan_id
from planning.reading.database.address import parse_address
from planning.reading.database.faults import faults_told
from planning.reading.database.passwords import password_of
from planning.reading.database.session import Access, session
from planning.reading.database.watched import OnRow, Watch, watched

if TYPE_CHECKING:
    import sqlalchemy as sa

WRITE_LIMIT_S = 60.0
"""How long one statement may take."""

_PART_ROWS = 2_000


def write_back(
    address: str,
    plan: Plan,
    say: Say,
    *,
    password: str | None = None,
    on_row: OnRow = lambda _: None,
) -> Mapping[str, int]:
    """Write a plan to the ``wayloom_`` tables of a database; return how many rows each took.

    Tables that are missing are made. Rows of the same plan are replaced, those of others stay.

    Parameters
    ----------
    say
        Renders reasons and explanations.
    password
        In place of what the environment or the keyring has.
    on_row
        Takes how many rows have been written, about twenty times a second; what it raises before
        the end leaves all as it was.

    Raises
    ------
    InputError
        If the address is wrong, or the server has no such database.
    EnvironmentFault
        If the server does not answer, refuses, breaks off, or has another kind of table there.
    """
    access = Access(
        address=parse_address(address),
        password=password_of(address) if password is None else password,
        time_limit_s=WRITE_LIMIT_S,
        read_only=False,
    )
    return watched(lambda watch: _write(access, plan, say, watch), on_row)


def _write(access: Access, plan: Plan, say: Say, watch: Watch) -> Mapping[str, int]:
    from planning.outputs.write_back_tables import METADATA, WRITTEN, plan_rows

    rows = plan_rows(plan, say)
    of_plan = {
        "plan_id": plan_id(plan),
        "day": plan.day,
        "written_at": datetime.datetime.now(datetime.UTC).replace(tzinfo=None, microsecond=0),
    }
    with session(access, watch) as connection:
        with faults_told(access.asked("wayloom_*"), watch):
            METADATA.create_all(connection)
        for table in WRITTEN:
            with faults_told(access.asked(table.name), watch):
                _require_columns(connection, table)
                _replace(connection, table, of_plan, rows[table], watch)
        with faults_told(access.asked("wayloom_*"), watch):
            watch.look()
            connection.commit()
    return {table.name: len(rows[table]) for table in WRITTEN}


def _require_columns(connection: "sa.Connection", table: "sa.Table") -> None:
    """Refuse a table of the same name that somebody made for something else."""
    import sqlalchemy as sa

    there = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            told = message("write_back.other_table", table=table.name, column=column.name)
            raise EnvironmentFault(told)


def _replace(
    connection: "sa.Connection",
    table: "sa.Table",
    of_plan: Mapping[str, Any],
    rows: list[dict[str, Any]],
    watch: Watch,
) -> None:
    connection.execute(table.delete().where(table.c.plan_id == of_plan["plan_id"]))
    for first in range(0, len(rows), _PART_ROWS):
        watch.look()
        part = rows[first : first + _PART_ROWS]
        connection.execute(
            table.insert(),
            [{**of_plan, "row_number": first + i + 1, **row} for i, row in enumerate(part)],
        )
        watch.rows += len(part)
