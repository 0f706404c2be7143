"""Reading a dataset's tables as text, from whatever a command or the window is given as source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from domain.errors import InputError, ProjectError
from domain.message import Problem, Severity, message
from domain.tables import TABLE_BY_NAME, TABLES
from planning.mapping.source_mapping import SourceKind, TextFormat
from planning.reading.folder_tables import read_folder
from planning.reading.found_tables import found_format, unreadable
from planning.reading.header import nearest
from planning.reading.problems import shortened
from planning.reading.raw_table import RawTable
from planning.reading.read_share import OnPart, at_row
from planning.reading.source_kinds import (
    DATABASE_ENDINGS,
    MAPPING_ENDING,
    OPENED_ENDINGS,
    PROJECT_ENDING,
    TABLE_ENDINGS,
    WORKBOOK_ENDINGS,
)
from planning.reading.sqlite_text import read_sqlite, sqlite_names
from planning.reading.template_rows import without_template_rows
from planning.reading.workbook_text import read_workbook


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a source holds.

    Parameters
    ----------
    tables
        The tables read, the known ones and others.
    problems
        What is wrong with files and sheets.
    formats
        Name of a CSV file -> how it was read.
    """

    tables: tuple[RawTable, ...]
    problems: tuple[Problem, ...]
    formats: Mapping[str, TextFormat] = field(default_factory=dict)


def read_source(source: Path, on_part: OnPart) -> Source:
    """Read every table of a source as text.

    Parameters
    ----------
    source
        A folder of CSV, TSV and Parquet files, a workbook, a project, an SQLite file with tables
        named like the schema's, or a mapping file that says where the tables lie.
    on_part
        Takes the share that has been read; may raise a `PlannerError` to stop.
    """
    reading = _Reading(source, on_part)
    try:
        reading.read()
    except OSError as error:
        reading.problems.append(unreadable(source, error))
    except InputError as error:
        reading.problems += error.problems
    except ProjectError as error:
        reading.problems.append(Problem(message=error.message, file=source.name))
    problems = [*reading.problems, *_unknown_tables(reading.tables)]
    return Source(tuple(reading.tables), tuple(problems), reading.formats)


class _Reading:
    """One source on its way to tables."""

    def __init__(self, source: Path, on_part: OnPart) -> None:
        self._source = source
        self._on_part = on_part
        self.tables: list[RawTable] = []
        self.problems: list[Problem] = []
        self.formats: dict[str, TextFormat] = {}

    def read(self) -> None:
        """Read by what the source is, which its name tells."""
        source, ending = self._source, self._source.suffix.lower()
        if not source.exists():
            missing = "file.broken_link" if source.is_symlink() else "source.missing"
            self.problems.append(_about(source, missing))
        elif source.is_dir():
            self._folder()
        elif ending in WORKBOOK_ENDINGS:
            self._workbook()
        elif ending == PROJECT_ENDING:
            self._project()
        elif ending in DATABASE_ENDINGS:
            self._sqlite()
        elif ending == MAPPING_ENDING:
            self._mapping()
        elif ending in TABLE_ENDINGS:
            self.problems.append(_about(source, "source.one_table", folder=source.parent.name))
        else:
            endings = ", ".join(sorted(OPENED_ENDINGS))
            self.problems.append(_about(source, "source.wrong_type", endings=endings))

    def _folder(self) -> None:
        folder = read_folder(self._source, self.problems, self._on_part, self.formats)
        self.tables = folder.tables
        self.problems += _missing_tables(folder.attempted, "", self.tables)

    def _workbook(self) -> None:
        on_row = partial(at_row, self._on_part, 0.0)
        sheets = read_workbook(self._source, self.problems, on_row)
        tables = _once_each(sheets, self.problems)
        self.tables = without_template_rows(tables, self.problems)
        self._say_missing()

    def _project(self) -> None:
        # Projects and mappings read their own tables with what is in this package.
        from planning.project.stored_tables import stored_tables

        self.tables = list(stored_tables(self._source))
        for table in self.tables:
            self.problems += _lost_rows(table)
        self._say_missing()

    def _sqlite(self) -> None:
        names = sqlite_names(self._source, self.problems)
        known = {name for name in names if _schema_name(name) in TABLE_BY_NAME}
        found = read_sqlite(self._source, self.problems, self._on_part, wanted=known)
        # Others are named, not read: the file may hold whatever a company keeps.
        others = [RawTable(name=n, file=self._source.name, sheet=n) for n in names - known]
        tables = [replace(t, name=_schema_name(t.name)) for t in [*found, *others]]
        self.tables = _once_each(tables, self.problems)
        self._say_missing()

    def _mapping(self) -> None:
        from planning.mapping.mapping_file import read_mapping
        from planning.mapping.read_by_mapping import located, read_by_mapping

        mapping = read_mapping(self._source)
        self.tables = read_by_mapping(self._source, mapping, self.problems, self._on_part)
        if mapping.kind is SourceKind.FOLDER:
            folder = located(self._source, mapping)
            for table in mapping.tables:
                path = folder / table.source
                if table.source and path.is_file() and path.suffix.lower() != ".parquet":
                    self.formats[path.name] = found_format(path, table.text)
        self._say_missing()

    def _say_missing(self) -> None:
        """Name the tables that are missing, unless nothing could be read at all."""
        if self.tables or not self.problems:
            names = {table.name for table in self.tables}
            self.problems += _missing_tables(names, self._source.name, self.tables)


def _schema_name(name: str) -> str:
    return name.strip().lower()


def _lost_rows(table: RawTable) -> Iterator[Problem]:
    """What is wrong with the rows of a project that are not told apart into cells yet."""
    width = len(table.header)
    for lost in table.lost:
        more = len(lost.cells) > width
        code = "row.too_many_cells" if more else "row.too_few_cells"
        if len(lost.cells) == width:
            code = "row.left_out"
        yield Problem(
            message=message(code, found=len(lost.cells), expected=width),
            file=table.file,
            sheet=table.sheet,
            row=lost.row,
            value=shortened(lost.cells[width] if more else "".join(lost.cells[-1:])),
        )


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


def _missing_tables(
    attempted: set[str], holder: str, tables: Iterable[RawTable]
) -> Iterator[Problem]:
    """What a dataset needs and there is not.

    Parameters
    ----------
    attempted
        Names of the tables that there were, readable or not.
    holder
        The file that holds the tables; empty for a folder.
    """
    others = {table.name for table in tables} - TABLE_BY_NAME.keys()
    for table in TABLES:
        if table.required and table.name not in attempted:
            near = nearest(table.name, others)
            code = "table.missing_but_near" if near else "table.missing"
            names = {"table": table.name, "near": near} if near else {"table": table.name}
            file, sheet = (holder, table.name) if holder else (f"{table.name}.csv", "")
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
