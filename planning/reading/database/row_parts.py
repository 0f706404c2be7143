"""Rows of a query as they come: columns of text, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

import pyarrow as pa

from domain.errors import InputError
from domain.message import Problem, message
from planning.reading.database.address import DatabaseAddress
from planning.reading.problems import shortened

Part = list[pa.LargeStringArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A statement that selects, ready to be sent.

    Attributes
    ----------
    name
        What comes of it is called so; problems name it.
    table
        Schema and name of the table; None for a query.
    """

    name: str
    statement: str
    table: tuple[str | None, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowParts:
    """The columns of a query, and its rows."""

    header: tuple[str, ...]
    parts: Iterator[Part]


def sound_header(names: Sequence[str], address: DatabaseAddress, table: str) -> tuple[str, ...]:
    """Names of columns, blanks around them removed.

    Raises
    ------
    InputError
        If one is empty, or two are the same.
    """
    header = tuple(name.strip() for name in names)
    problems = [
        Problem(
            message=message(
                "database.column_twice" if name else "database.column_unnamed",
                table=table,
                column=shortened(name),
                position=position + 1,
            ),
            file=address.database,
            sheet=table,
            column=shortened(name),
        )
        for position, name in enumerate(header)
        if not name or name in header[:position]
    ]
    if problems:
        raise InputError(problems)
    return header


def refuse_type(address: DatabaseAddress, table: str, column: str, type_name: str) -> NoReturn:
    """Refuse a column whose values are no text that a person would write."""
    reason = message(
        "database.column_type", table=table, column=shortened(column), type=shortened(type_name)
    )
    problem = Problem(message=reason, file=address.database, sheet=table, column=shortened(column))
    raise InputError([problem])
