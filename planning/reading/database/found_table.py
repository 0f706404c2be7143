"""What a database holds, and what is asked of it."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column holds, in words that a person would use."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DATE_AND_TIME = "date_and_time"
    YES_OR_NO = "yes_or_no"
    LIST = "list"
    OTHER = "other"
    """What is no text: pictures, documents, shapes. It cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column of a table in a database; `type_name` is what the server calls its type."""

    name: str
    kind: ColumnKind
    type_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A table or view of a database.

    Attributes
    ----------
    schema
        Empty where the server has none within a database.
    rows
        How many there are by the server's own estimate; None where it has none.
    """

    schema: str
    table: str
    rows: int | None
    columns: tuple[FoundColumn, ...]

    @property
    def name(self) -> str:
        """Its name as a mapping gives it: with its schema."""
        return f"{self.schema}.{self.table}" if self.schema else self.table


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """What to read as one table: a table of the database, or the rows of a query.

    Attributes
    ----------
    name
        Name of the table that comes of it.
    table
        Table or view, with its schema where that is not the first the server looks in.
    query
        One statement that only reads, where there is no `table`.
    columns
        Columns of the table to read; all where none are named.
    """

    name: str
    table: str = ""
    query: str = ""
    columns: tuple[str, ...] = ()
