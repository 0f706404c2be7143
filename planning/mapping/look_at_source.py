"""The beginning of a company's tables, as far as it takes to propose a mapping."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, Severity, message
from planning.mapping.proposal import Proposal
from planning.mapping.propose import choose_tables, propose
from planning.mapping.source_mapping import DEFAULT_TIME_LIMIT_S, SourceKind, TextFormat
from planning.reading.found_tables import found_tables
from planning.reading.raw_table import RawTable, text_array
from planning.reading.read_share import OnPart, at_row
from planning.reading.source_kinds import kind_of

ROWS = 2_000
"""Records of each table that are looked at."""


def propose_for_files(
    source: Path, location: str, problems: list[Problem], on_part: OnPart
) -> Proposal:
    """Propose a mapping for a folder, a workbook or an SQLite file.

    Parameters
    ----------
    location
        What the mapping calls the source.
    problems
        Takes what is wrong with single tables.

    Raises
    ------
    InputError
        If there is no such source, or no table in it can be read.
    """
    kind = kind_of(source)
    if kind is None or not source.exists():
        code = "map.wrong_source" if source.exists() else "source.missing"
        reason = message(code, name=source.name)
        raise InputError([Problem(message=reason, file=source.name)])
    formats: dict[str, TextFormat] = {}
    tables = found_tables(
        kind, str(source), problems, on_part, most_rows=ROWS, used_formats=formats
    )
    if not tables:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        nothing = Problem(message=message("map.no_tables", name=source.name), file=source.name)
        raise InputError(errors or [nothing])
    return propose(kind, location, tables).with_formats(formats)


def propose_for_database(
    address: str, password: str | None, on_listed: Callable[[], None], on_part: OnPart
) -> Proposal:
    """Propose a mapping for a database; only tables that are likely to be of use are read.

    Parameters
    ----------
    on_listed
        Called once the database has answered.

    Raises
    ------
    InputError
        If the address is wrong, or there are no tables.
    EnvironmentFault
        If the database does not answer or refuses.
    """
    # The drivers of databases take long to load and are not needed for files.
    from planning.reading.database import TableQuery, list_tables, read_tables

    on_row = partial(at_row, on_part, 0.0)
    listed = list_tables(address, password, on_row=on_row)
    on_listed()
    headers = [
        _header_only(table.name, [column.name for column in table.columns]) for table in listed
    ]
    if not headers:
        raise InputError([Problem(message=message("map.no_tables", name=address))])
    chosen = {raw.name for raw in choose_tables(headers)[0].values()}
    read = read_tables(
        address,
        [TableQuery(name=raw.name, table=raw.name) for raw in headers if raw.name in chosen],
        time_limit_s=DEFAULT_TIME_LIMIT_S,
        on_row=on_row,
        most_rows=ROWS,
        password=password,
    )
    others = [raw for raw in headers if raw.name not in chosen]
    return propose(SourceKind.DATABASE, address, [*read, *others])


def _header_only(name: str, header: list[str]) -> RawTable:
    empty = text_array([])
    return RawTable(name=name, file="", header=tuple(header), cells=tuple(empty for _ in header))
