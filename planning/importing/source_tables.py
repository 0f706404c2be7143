"""The tables of a source to import, read to their end or only their beginning."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from domain.errors import Interrupted
from domain.message import Problem, message
from domain.progress import Progress
from planning.importing.draft import ImportSource, OwnQuery
from planning.importing.shown import SampleTable
from planning.jobs.worker import JobControl
from planning.mapping.apply import apply_mapping, source_name, source_of
from planning.mapping.mapping_file import read_mapping
from planning.mapping.source_mapping import SourceKind, SourceMapping, TableMapping, TextFormat
from planning.reading.found_tables import found_tables
from planning.reading.raw_table import RawTable
from planning.reading.read_share import at_row

STEP = "step.reading"
SAMPLE_ROWS = 200

_PASSWORD_VARIABLE = "WAYLOOM_DB_PASSWORD"
_GUESSED = "file.encoding"
_LONGEST_CELL = 200


def located(source: ImportSource) -> tuple[ImportSource, SourceMapping | None]:
    """What a mapping file names, and its mapping; any other source as it is, without one.

    Raises
    ------
    InputError
        If the mapping file cannot be read.
    """
    if not source.mapping_file:
        return source, None
    file = Path(source.mapping_file)
    mapping = read_mapping(file)
    is_database = mapping.kind is SourceKind.DATABASE
    location = mapping.location if is_database else str(file.parent / mapping.location)
    named, queries = [], []
    for table in mapping.tables:
        if table.query:
            queries.append(OwnQuery(name=table.target, query=table.query))
        named.append(replace(table, source=table.source or table.target, query=""))
    found = replace(
        source,
        kind=mapping.kind,
        location=location,
        tables=tuple(t.source for t in mapping.tables if t.source) if is_database else (),
        queries=tuple(queries),
        time_limit_s=mapping.time_limit_s,
    )
    return found, replace(mapping, location=location, tables=tuple(named))


def written_mapping(mapping: SourceMapping, source: ImportSource) -> SourceMapping:
    """A mapping as its file says it: own queries in the place of the names of their rows."""
    queries = {query.name: query.query for query in source.queries}
    tables = (
        replace(table, source="", query=queries[table.source]) if table.source in queries else table
        for table in mapping.tables
    )
    return replace(mapping, tables=tuple(tables), time_limit_s=source.time_limit_s)


def read_tables_of(
    source: ImportSource,
    problems: list[Problem],
    on_part: Callable[[float], None],
    *,
    formats: Mapping[str, TextFormat],
    used: dict[str, TextFormat],
    wanted: Collection[str] | None = None,
    most_rows: int | None = None,
) -> list[RawTable]:
    """Read tables of a source: those wanted, else those the source names, else all."""
    if source.kind is SourceKind.DATABASE:
        return _read_database(source, on_part, wanted, most_rows)
    return found_tables(
        source.kind,
        source.location,
        problems,
        on_part,
        formats=formats,
        wanted=(source.tables or None) if wanted is None else wanted,
        most_rows=most_rows,
        used_formats=used,
    )


def part_of(control: JobControl, first: float, last: float) -> Callable[[float], None]:
    """Reports a share of a part of the work; raises `Interrupted` where that is to stop."""

    def on_part(share: float) -> None:
        if control.stop.should_stop():
            raise Interrupted(message("reading.stopped"))
        control.on_progress(Progress(step=STEP, fraction=first + (last - first) * share))

    return on_part


def samples_of(
    source: ImportSource,
    tables: Sequence[RawTable],
    problems: Sequence[Problem],
    used: Mapping[str, TextFormat],
) -> Iterator[SampleTable]:
    """The beginning of each table, and the files that could not be read."""
    guessed = {problem.file for problem in problems if problem.code == _GUESSED}
    for table in tables:
        texts = [column.slice(0, SAMPLE_ROWS).to_pylist() for column in table.cells]
        yield SampleTable(
            source=source_name(source.kind, table),
            name=table.name,
            file=table.file,
            sheet=table.sheet,
            header=table.header,
            rows=tuple(tuple(_short(cell) for cell in row) for row in zip(*texts, strict=True)),
            numbers=tuple(table.rows[:SAMPLE_ROWS].tolist()),
            text=used.get(table.file, TextFormat()),
            is_guessed=table.file in guessed,
        )
    if source.kind is SourceKind.FOLDER:
        read = {table.file for table in tables}
        troubles = {p.file: p for p in reversed(problems) if p.file and p.file not in read}
        for file, trouble in sorted(troubles.items()):
            if (Path(source.location) / file).is_file():
                yield SampleTable(
                    source=file,
                    name=Path(file).stem,
                    file=file,
                    text=used.get(file, TextFormat()),
                    trouble=trouble,
                )


def found_of(
    mapping: SourceMapping, tables: Sequence[RawTable]
) -> tuple[SourceMapping, tuple[SampleTable, ...]]:
    """A mapping with its tables called as the source does, and what the source lacks of them."""
    named, missing = [], []
    for mapped in mapping.tables:
        found = source_of(mapping.kind, mapped, tables)
        source = mapped.source or mapped.target
        if found is None:
            problems: list[Problem] = []
            apply_mapping(replace(mapping, tables=(mapped,)), tables, problems)
            missing.append(SampleTable(source=source, name=source, trouble=problems[0]))
        else:
            source = source_name(mapping.kind, found)
        named.append(replace(mapped, source=source))
    return replace(mapping, tables=tuple(named)), tuple(missing)


def _short(cell: str | None) -> str:
    return (cell or "")[:_LONGEST_CELL]


def _read_database(
    source: ImportSource,
    on_part: Callable[[float], None],
    wanted: Collection[str] | None,
    most_rows: int | None,
) -> list[RawTable]:
    from planning.reading.database import TableQuery, read_tables

    if source.password:
        # Of this process alone, which ends with its job: nothing else could read it.
        os.environ[_PASSWORD_VARIABLE] = source.password
    queries = [TableQuery(name=name, table=name) for name in source.tables]
    queries += [TableQuery(name=own.name, query=own.query) for own in source.queries]
    if wanted is not None:
        queries = [query for query in queries if query.name in wanted]
    return read_tables(
        source.location,
        queries,
        time_limit_s=source.time_limit_s,
        on_row=partial(at_row, on_part, 0.0),
        most_rows=most_rows,
    )


def sources_of(mapping: SourceMapping) -> frozenset[str]:
    """Names of the company's tables that a mapping takes."""
    return frozenset(map(_source_of, mapping.tables))


def _source_of(table: TableMapping) -> str:
    return table.source or table.target
