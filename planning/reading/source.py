"""Finding the tables of a source: a folder of CSV and Parquet files, or one workbook."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.message import Problem, Severity, message
from domain.tables import TABLE_BY_NAME, TABLES
from planning.reading.csv_text import read_csv
from planning.reading.header import nearest
from planning.reading.parquet_text import read_parquet
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable
from planning.reading.workbook_text import read_workbook

TABLE_ENDINGS = {".csv", ".parquet"}
WORKBOOK_ENDINGS = {".xlsx", ".xlsm"}
OTHER_TABLE_ENDINGS = {".xls", ".ods", ".tsv", ".xlsb", ".feather", *WORKBOOK_ENDINGS}
"""Endings that a planner may take for tables of the dataset, though they are not read."""

OnPart = Callable[[float], None]
"""Takes the share that has been read; may raise a `PlannerError` to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a source holds.

    Parameters
    ----------
    tables
        The tables read, the known ones and others.
    problems
        What is wrong with files and sheets.
    """

    tables: tuple[RawTable, ...]
    problems: tuple[Problem, ...]


def read_source(source: Path, on_part: OnPart) -> Source:
    """Read every table of a folder or workbook as text."""
    problems: list[Problem] = []
    tables: list[RawTable] = []
    try:
        if not source.exists():
            missing = "file.broken_link" if source.is_symlink() else "source.missing"
            problems.append(_about(source, missing))
        elif source.is_dir():
            tables, attempted = _read_folder(source, problems, on_part)
            problems += _missing_tables(attempted, "", tables)
        elif source.suffix.lower() in WORKBOOK_ENDINGS:
            tables = _once_each(
                read_workbook(source, problems, partial(_at_row, on_part, 0.0)), problems
            )
            if tables or not problems:
                problems += _missing_tables({t.name for t in tables}, source.name, tables)
        else:
            problems.append(_about(source, "source.wrong_type"))
    except OSError as error:
        problems.append(_unreadable(source, error))
    problems += _unknown_tables(tables)
    return Source(tuple(tables), tuple(problems))


def _read_folder(
    folder: Path, problems: list[Problem], on_part: OnPart
) -> tuple[list[RawTable], set[str]]:
    """The tables of a folder, and the names of all that there were files for."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    problems += _not_read(files)
    named = [path for path in files if path.suffix.lower() in TABLE_ENDINGS]
    chosen = [path for path in named if path.is_file()]
    no_files = [path for path in named if path not in chosen and _is_table(path)]
    problems += [_no_file(path) for path in no_files]
    if not chosen:
        problems.append(_about(folder, "source.no_tables"))
        return [], set(TABLE_BY_NAME)
    tables: list[RawTable] = []
    attempted: dict[str, Path] = {}
    sizes = [path.stat().st_size + 1 for path in chosen]
    for index, path in enumerate(chosen):
        share = sum(sizes[:index]) / sum(sizes)
        on_part(share)
        first = attempted.setdefault(path.stem.lower(), path)
        if first != path:
            reason = message("table.twice", table=path.stem.lower(), first=first.name)
            problems.append(Problem(message=reason, file=path.name))
            continue
        table = _read_file(path, problems, partial(_at_row, on_part, share))
        if table is not None:
            tables.append(table)
    return tables, {*attempted, *(path.stem.lower() for path in no_files)}


def _is_table(path: Path) -> bool:
    return path.stem.lower() in TABLE_BY_NAME


def _no_file(path: Path) -> Problem:
    """What stands where the file of a table should: a folder, or a link that leads nowhere."""
    return _about(path, "file.is_a_folder" if path.is_dir() else "file.broken_link")


def _at_row(on_part: OnPart, share: float, _: int) -> None:
    on_part(share)


def _read_file(
    path: Path, problems: list[Problem], on_row: Callable[[int], None]
) -> RawTable | None:
    found: list[Problem] = []
    try:
        if path.suffix.lower() == ".csv":
            table = read_csv(path, found, on_row)
        else:
            table = read_parquet(path, found)
    except OSError as error:
        found.append(_unreadable(path, error))
        table = None
    if _is_table(path):
        problems += found
        return table
    # A file that is no table of ours need not be one at all.
    return None if found else table or RawTable(name=path.stem.lower(), file=path.name)


def _unreadable(path: Path, error: OSError) -> Problem:
    if isinstance(error, PermissionError):
        return _about(path, "file.not_permitted")
    return _about(path, "file.unreadable", reason=error.strerror or str(error))


def _once_each(tables: Iterable[RawTable], problems: list[Problem]) -> list[RawTable]:
    """The first sheet of each name; names that differ only in blanks and capitals are one."""
    first: dict[str, RawTable] = {}
    for table in tables:
        if first.setdefault(table.name, table) is not table:
            reason = message("table.twice", table=table.name, first=first[table.name].sheet)
            problems.append(Problem(message=reason, file=table.file, sheet=table.sheet))
    return list(first.values())


def _about(path: Path, code: str, **parameters: str) -> Problem:
    name = shortened(path.name)
    return Problem(message=message(code, name=name, **parameters), file=name)


def _not_read(files: Iterable[Path]) -> Iterator[Problem]:
    for path in files:
        if path.suffix.lower() in OTHER_TABLE_ENDINGS:
            reason = message("file.not_read", name=path.name)
            yield Problem(message=reason, severity=Severity.WARNING, file=path.name)


def _missing_tables(
    attempted: set[str], workbook: str, tables: Iterable[RawTable]
) -> Iterator[Problem]:
    others = {table.name for table in tables} - TABLE_BY_NAME.keys()
    for table in TABLES:
        if table.required and table.name not in attempted:
            near = nearest(table.name, others)
            code = "table.missing_but_near" if near else "table.missing"
            names = {"table": table.name, "near": near} if near else {"table": table.name}
            file, sheet = (workbook, table.name) if workbook else (f"{table.name}.csv", "")
            yield Problem(message=message(code, **names), file=file, sheet=sheet)


def _unknown_tables(tables: Iterable[RawTable]) -> Iterator[Problem]:
    tables = list(tables)
    free = TABLE_BY_NAME.keys() - {table.name for table in tables}
    for table in tables:
        if table.name not in TABLE_BY_NAME:
            near = nearest(table.name, free)
            code = "table.misspelt" if near else "table.unknown"
            names = {"table": table.name, "near": near} if near else {"table": table.name}
            reason = message(code, **names)
            yield Problem(
                message=reason, severity=Severity.WARNING, file=table.file, sheet=table.sheet
            )
