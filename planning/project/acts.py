"""What a person does to a project: each act is one entry of its journal, and can be undone."""

from dataclasses import dataclass, field

from planning.mapping.source_mapping import TextFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTable:
    """One table as it was imported, its cells in the project's content by hash.

    Attributes
    ----------
    name, file, sheet, header, header_row
        As in `RawTable`.
    rows
        How many records it has.
    content
        Hash of its cells and row numbers.
    """

    name: str
    file: str
    sheet: str = ""
    header: tuple[str, ...]
    header_row: int = 1
    rows: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeen:
    """Where tables were read from, to tell later whether that has changed.

    Attributes
    ----------
    location
        Path, or address of a database without its password.
    mapping
        The mapping they were read by, as the text of its file; empty where there is none.
    digest
        Hash over names and contents of the files; empty for a database.
    formats
        CSV file -> how it was read.
    """

    location: str
    mapping: str = ""
    digest: str = ""
    formats: dict[str, TextFormat] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTables:
    """Tables were read: they take the place of those of the same names, or of all."""

    tables: tuple[StoredTable, ...]
    source: SourceSeen
    replaces_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell was written; `row` is its number as a spreadsheet counts."""

    table: str
    row: int
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCells:
    """Cells were written, in one step: by hand, pasted, or filled down."""

    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row that was added, or a row that could not be read and was mended."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRows:
    """Rows were added to a table, which is made with `header` where there is none of the name."""

    table: str
    header: tuple[str, ...]
    rows: tuple[NewRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRows:
    """Rows were taken out of a table."""

    table: str
    rows: tuple[int, ...]


Act = ImportTables | ChangeCells | AddRows | RemoveRows
