"""What the import shows of a source, its mapping and its check, free of what it takes to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.message import Message, Problem
from planning.mapping.source_mapping import ColumnMapping, TextFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTable:
    """The first rows of a table as they were found.

    Attributes
    ----------
    source
        Its name in a mapping: file, sheet or table.
    rows, numbers
        Cells of each row, and its number as a spreadsheet counts.
    text
        How the CSV file was read.
    is_guessed
        Whether the encoding was guessed, so that a person should look at it.
    trouble
        Why a file could not be read; None where it could.
    """

    source: str
    name: str
    file: str = ""
    sheet: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    text: TextFormat = field(default_factory=TextFormat)
    is_guessed: bool = False
    trouble: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row of the company's table, or one that could not be told apart into cells."""

    number: int
    cells: tuple[str, ...]
    is_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPlace:
    """Rows of a company's table around its problems, to mend them.

    Attributes
    ----------
    name
        Of the table in the draft.
    target
        The dataset's table that it becomes.
    columns
        Column of the dataset -> column of the company's table, where it has one.
    """

    name: str
    file: str
    sheet: str
    target: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    rows: Mapping[int, RawRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedImport:
    """What came of checking a draft.

    Attributes
    ----------
    problems
        All that is wrong, errors first.
    error_count, warning_count
        How many there are, listed or not.
    row_counts
        Table of the dataset -> its rows.
    places
        The tables with problems, with the rows around these.
    bad_rows
        How many rows have errors that end when the row is left out.
    left_out
        Rows that were left out so far: file or sheet, and row.
    can_take_back
        Whether there is a mend that can be taken back.
    is_usable
        Whether the data can be planned as they are.
    """

    problems: tuple[Problem, ...]
    error_count: int
    warning_count: int
    row_counts: Mapping[str, int]
    places: tuple[RawPlace, ...]
    bad_rows: int
    left_out: tuple[tuple[str, int], ...]
    can_take_back: bool
    is_usable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedColumn:
    """One column of the dataset's table, as a sample gives it.

    Attributes
    ----------
    before, after
        Cells of the rows, as the company writes them and as they come to be.
    wrong
        Row of the sample, counted from 0 -> what is wrong with its cell.
    """

    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    wrong: Mapping[int, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A sample as a mapping makes it."""

    columns: tuple[ConvertedColumn, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a column, and what an example comes to be by it."""

    column: ColumnMapping
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that only a person can say of a table or of one of its columns.

    Attributes
    ----------
    table, column
        Of the dataset; the column is empty for the whole table.
    kind
        ``form`` or ``decimal`` where texts can be read in several ways; empty otherwise.
    example, readings
        A text that shows it, and the ways to read it.
    said
        What is in doubt, where there are no ways to choose from.
    """

    table: str
    column: str
    kind: str = ""
    example: str = ""
    readings: tuple[Reading, ...] = ()
    said: Message | None = None
