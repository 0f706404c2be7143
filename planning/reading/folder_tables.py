"""The tables of a folder, one per CSV, TSV or Parquet file named like a table of a dataset."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from domain.message import Problem, Severity, message
from domain.tables import TABLE_BY_NAME
from planning.mapping.source_mapping import TextFormat
from planning.reading.csv_text import OnRow, read_csv
from planning.reading.found_tables import unreadable
from planning.reading.parquet_text import read_parquet
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable
from planning.reading.read_share import OnPart, at_row, at_rows
from planning.reading.source_kinds import OTHER_TABLE_ENDINGS, TABLE_ENDINGS


@dataclass(slots=True, kw_only=True, eq=False)
class Folder:
    """What a folder holds.

    Attributes
    ----------
    attempted
        Names of all tables that there are files for, readable or not.
    """

    tables: list[RawTable] = field(default_factory=list)
    attempted: set[str] = field(default_factory=set)


def read_folder(
    path: Path, problems: list[Problem], on_part: OnPart, formats: dict[str, TextFormat]
) -> Folder:
    """Read the tables of a folder.

    Parameters
    ----------
    formats
        Takes name of a CSV file -> how it was read.
    """
    files = sorted(file for file in path.iterdir() if not file.name.startswith((".", "~$")))
    problems += _not_read(files)
    named = [file for file in files if file.suffix.lower() in TABLE_ENDINGS]
    chosen = [file for file in named if file.is_file()]
    no_files = [file for file in named if file not in chosen and _is_table(file)]
    problems += [_no_file(file) for file in no_files]
    if not chosen:
        problems.append(_about(path, "source.no_tables"))
        return Folder(attempted=set(TABLE_BY_NAME))
    folder = Folder(attempted={file.stem.lower() for file in named if file in chosen})
    folder.attempted |= {file.stem.lower() for file in no_files}
    first: dict[str, Path] = {}
    for file, share in at_rows(chosen, on_part):
        if first.setdefault(file.stem.lower(), file) != file:
            before = first[file.stem.lower()].name
            reason = message("table.twice", table=file.stem.lower(), first=before)
            problems.append(Problem(message=reason, file=file.name))
            continue
        table = _read_file(file, problems, partial(at_row, on_part, share), formats)
        folder.tables += [table] if table is not None else []
    return folder


def _is_table(path: Path) -> bool:
    return path.stem.lower() in TABLE_BY_NAME


def _no_file(path: Path) -> Problem:
    """What stands where the file of a table should: a folder, or a link that leads nowhere."""
    return _about(path, "file.is_a_folder" if path.is_dir() else "file.broken_link")


def _read_file(
    path: Path, problems: list[Problem], on_row: OnRow, formats: dict[str, TextFormat]
) -> RawTable | None:
    found: list[Problem] = []
    try:
        if path.suffix.lower() == ".parquet":
            table = read_parquet(path, found)
        else:
            table = read_csv(path, found, on_row, formats=formats)
    except OSError as error:
        found.append(unreadable(path, error))
        table = None
    if _is_table(path):
        problems += found
        return table
    # A file that is no table of ours need not be one at all.
    return None if found else table or RawTable(name=path.stem.lower(), file=path.name)


def _about(path: Path, code: str) -> Problem:
    name = shortened(path.name)
    return Problem(message=message(code, name=name), file=name)


def _not_read(files: Iterable[Path]) -> Iterator[Problem]:
    for path in files:
        if path.suffix.lower() in OTHER_TABLE_ENDINGS:
            reason = message("file.not_read", name=path.name)
            yield Problem(message=reason, severity=Severity.WARNING, file=path.name)
