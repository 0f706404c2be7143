"""All tables of a source under the names its owner gave them, as text, known or not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from domain.message import Problem, message
from planning.mapping.source_mapping import DEFAULT_TIME_LIMIT_S, SourceKind, TextFormat
from planning.reading.csv_opening import AS_FOUND, found_format
from planning.reading.csv_text import read_csv
from planning.reading.parquet_text import read_parquet
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable
from planning.reading.read_share import OnPart, at_row, at_rows
from planning.reading.source_kinds import TABLE_ENDINGS
from planning.reading.sqlite_text import read_sqlite
from planning.reading.template_rows import without_template_rows
from planning.reading.workbook_text import read_workbook

__all__ = ["found_format", "found_tables"]

_ENDINGS = {*TABLE_ENDINGS, ".txt"}


def found_tables(
    kind: SourceKind,
    location: str,
    problems: list[Problem],
    on_part: OnPart,
    *,
    formats: Mapping[str, TextFormat] | None = None,
    wanted: Collection[str] | None = None,
    most_rows: int | None = None,
    used_formats: dict[str, TextFormat] | None = None,
) -> list[RawTable]:
    """Read the tables of a source under their own names, every cell as text.

    Parameters
    ----------
    kind, location
        Where they lie: the path of a folder or file, or the address of a database.
    problems
        Takes what is wrong with them.
    on_part
        Takes the share that has been read; may raise a `PlannerError` to stop.
    formats
        Name of a CSV file -> how it is written, as far as that is known.
    wanted
        Files with or without their ending, sheets, or tables that are read; None for all. One that
        is not there is no problem here.
    most_rows
        Records to read of each, of the beginning; None for all.
    used_formats
        Takes name of a CSV file -> how it was read.

    Returns
    -------
    list of RawTable
        Named like the file without its ending (with it, where two files share the rest), like the
        sheet, or like the table; ``file`` and ``sheet`` as problems name them.
    """
    if kind is SourceKind.DATABASE:
        return _database(location, on_part, wanted, most_rows)
    path = Path(location)
    try:
        match kind:
            case SourceKind.FOLDER:
                used = {} if used_formats is None else used_formats
                reading = _Folder(path, problems, on_part, formats or {}, used, most_rows)
                return reading.tables(wanted)
            case SourceKind.WORKBOOK:
                sheets = read_workbook(
                    path,
                    problems,
                    partial(at_row, on_part, 0.0),
                    wanted=wanted,
                    most_rows=most_rows,
                )
                tables = [replace(table, name=table.sheet) for table in sheets]
                return without_template_rows(tables, problems)
            case SourceKind.SQLITE:
                return read_sqlite(path, problems, on_part, wanted=wanted, most_rows=most_rows)
    except OSError as error:
        problems.append(unreadable(path, error))
    return []


def unreadable(path: Path, error: OSError) -> Problem:
    """A file or folder that the system does not let us read."""
    name = shortened(path.name)
    if isinstance(error, FileNotFoundError):
        reason = message("source.missing", name=name)
    elif isinstance(error, PermissionError):
        reason = message("file.not_permitted", name=name)
    else:
        reason = message("file.unreadable", name=name, reason=error.strerror or str(error))
    return Problem(message=reason, file=name)


class _Folder:
    """The files of one folder on their way to tables."""

    def __init__(
        self,
        folder: Path,
        problems: list[Problem],
        on_part: OnPart,
        formats: Mapping[str, TextFormat],
        used_formats: dict[str, TextFormat],
        most_rows: int | None,
    ) -> None:
        self._folder = folder
        self._problems = problems
        self._on_part = on_part
        self._formats = formats
        self._used_formats = used_formats
        self._most_rows = most_rows

    def tables(self, wanted: Collection[str] | None) -> list[RawTable]:
        """The tables of the files that are wanted."""
        files = list(self._files(wanted))
        stems = [path.stem for path in files]
        tables = []
        for path, share in at_rows(files, self._on_part):
            try:
                table = self._table(path, share)
            except OSError as error:
                self._problems.append(unreadable(path, error))
                continue
            name = path.stem if stems.count(path.stem) == 1 else path.name
            tables += [replace(table, name=name)] if table is not None else []
        return tables

    def _files(self, wanted: Collection[str] | None) -> Iterator[Path]:
        """The files by name; of plain text, only those that somebody asks for."""
        for path in sorted(self._folder.iterdir()):
            ending = path.suffix.lower()
            is_named = wanted is not None and (path.name in wanted or path.stem in wanted)
            is_taken = is_named if wanted is not None else ending != ".txt"
            hidden = path.name.startswith((".", "~$"))
            if is_taken and ending in _ENDINGS and path.is_file() and not hidden:
                yield path

    def _table(self, path: Path, share: float) -> RawTable | None:
        if path.suffix.lower() == ".parquet":
            return read_parquet(path, self._problems, most_rows=self._most_rows)
        return read_csv(
            path,
            self._problems,
            partial(at_row, self._on_part, share),
            text=self._formats.get(path.name, AS_FOUND),
            most_rows=self._most_rows,
            formats=self._used_formats,
        )


def _database(
    address: str, on_part: OnPart, wanted: Collection[str] | None, most_rows: int | None
) -> list[RawTable]:
    # The drivers of databases take long to load and are not needed for files.
    from planning.reading.database import TableQuery, list_tables, password_of, read_tables

    names = [found.name for found in list_tables(address, password_of(address))]
    chosen = [name for name in names if wanted is None or name in wanted]
    return read_tables(
        address,
        [TableQuery(name=name, table=name) for name in chosen],
        time_limit_s=DEFAULT_TIME_LIMIT_S,
        on_row=partial(at_row, on_part, 0.0),
        most_rows=most_rows,
    )
