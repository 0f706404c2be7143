"""The tables of a company's source, read and given the form of a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from domain.message import Problem
from planning.mapping.apply import apply_mapping
from planning.mapping.source_mapping import SourceKind, SourceMapping, TableMapping
from planning.reading.found_tables import found_tables
from planning.reading.raw_table import RawTable
from planning.reading.read_share import OnPart, at_row

if TYPE_CHECKING:
    from planning.reading.database import TableQuery


def read_by_mapping(
    path: Path | None, mapping: SourceMapping, problems: list[Problem], on_part: OnPart
) -> list[RawTable]:
    """Read the tables that a mapping names, as the reader of datasets takes them.

    Parameters
    ----------
    path
        File of the mapping, from whose folder its location is seen; None where it has no file.
    problems
        Takes what is wrong, each in the company's own file, sheet and column.
    on_part
        Takes the share that has been read; may raise a `PlannerError` to stop.
    """
    if mapping.kind is SourceKind.DATABASE:
        tables = _from_database(mapping, on_part)
    else:
        location = str(located(path, mapping))
        formats = {table.source: table.text for table in mapping.tables}
        wanted = {table.source for table in mapping.tables}
        tables = found_tables(
            mapping.kind, location, problems, on_part, formats=formats, wanted=wanted
        )
        if len(tables) < len(wanted):
            tables += _others(mapping.kind, location, wanted, on_part)
    return apply_mapping(mapping, tables, problems)


def located(path: Path | None, mapping: SourceMapping) -> Path:
    """Where the files of a mapping lie: seen from the folder of its own file."""
    folder = Path() if path is None else path.parent
    return folder / Path(mapping.location).expanduser()


def _others(
    kind: SourceKind, location: str, wanted: Iterable[str], on_part: OnPart
) -> list[RawTable]:
    """The first record of every table, where one is missing: the right name may be near."""
    known = set(wanted)
    found = found_tables(kind, location, [], on_part, most_rows=1)
    return [table for table in found if not known & {table.name, table.file, table.sheet}]


def _from_database(mapping: SourceMapping, on_part: OnPart) -> list[RawTable]:
    """The columns that a mapping names, and no others: the rest is nobody's business here."""
    # The drivers of databases take long to load and are not needed for files.
    from planning.reading.database import list_tables, password_of, read_tables

    found: dict[str, tuple[str, ...]] = {}
    if any(table.source for table in mapping.tables):
        for table in list_tables(mapping.location, password_of(mapping.location)):
            columns = tuple(column.name for column in table.columns)
            found[table.name] = columns
            found.setdefault(table.table, columns)
    read = read_tables(
        mapping.location,
        list(_queries(mapping.tables, found)),
        time_limit_s=mapping.time_limit_s,
        on_row=partial(at_row, on_part, 0.0),
    )
    names = {table.name for table in read}
    return [*read, *(RawTable(name=name, file="") for name in found if name not in names)]


def _queries(
    tables: Sequence[TableMapping], found: Mapping[str, tuple[str, ...]]
) -> "Iterator[TableQuery]":
    """What to ask for: each table once, though several tables of the dataset come from it."""
    from planning.reading.database import TableQuery

    for table in tables:
        if table.query:
            yield TableQuery(name=table.target, query=table.query)
    for source in dict.fromkeys(table.source for table in tables if table.source in found):
        used = {c.source for t in tables if t.source == source for c in t.columns if c.source}
        # All of them where one is missing, so that the nearest name can be offered.
        columns = tuple(c for c in found[source] if c in used) if used <= {*found[source]} else ()
        yield TableQuery(name=source, table=source, columns=columns)
