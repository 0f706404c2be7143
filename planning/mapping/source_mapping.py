"""How a company's own tables become those of a dataset."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_TIME_LIMIT_S = 60


class SourceKind(StrEnum):
    """What the tables lie in."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    SQLITE = "sqlite"
    DATABASE = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Where the values of one column come from, and how they are written there.

    Attributes
    ----------
    target
        Column of the dataset's table.
    source
        Column of the company's table; empty where `constant` gives the value.
    unit
        Unit of the company's numbers, of those that `units_of` lists for the target; empty where it
        is the target's own.
    form
        How dates or clock times are written, such as ``DD.MM.YYYY`` or ``HHMM``; empty for ISO.
    decimal
        What stands before the decimals: a point or a comma.
    words
        Company's word -> word of the dataset, for columns of choices.
    constant
        The value of every row.
    """

    target: str
    source: str = ""
    unit: str = ""
    form: str = ""
    decimal: str = "."
    words: Mapping[str, str] = field(default_factory=dict)
    constant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat:
    """How a CSV file is written; an empty text where it is to be told from the file.

    Attributes
    ----------
    encoding
        Python's name of the encoding.
    delimiter
        What separates cells.
    """

    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """Where the rows of one table come from.

    Attributes
    ----------
    target
        Table of the dataset.
    source
        File with its ending, sheet, or table with its schema; empty where `query` gives the rows.
    query
        A query of a database, which may only read.
    text
        For a CSV file.
    columns
        The columns that are taken; others of the source are left out.
    """

    target: str
    source: str = ""
    query: str = ""
    text: TextFormat = field(default_factory=TextFormat)
    columns: tuple[ColumnMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """How a company's source becomes a dataset; never holds a password.

    Attributes
    ----------
    location
        Path of the folder or file, relative to the mapping's own file where it is not absolute; or
        the address of a database.
    time_limit_s
        How long one query of a database may take.
    settings
        Key -> value of settings of the dataset, which a company's own tables seldom have.
    """

    kind: SourceKind
    location: str
    tables: tuple[TableMapping, ...] = ()
    time_limit_s: int = DEFAULT_TIME_LIMIT_S
    settings: Mapping[str, str] = field(default_factory=dict)
