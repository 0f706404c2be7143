"""A mapping that is proposed, with what speaks for it and what a planner must decide."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.message import Message
from planning.mapping.source_mapping import SourceMapping, TextFormat

SURE = 0.8
"""Confidence from which a match needs no word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A column that was found in the company's table.

    Attributes
    ----------
    table, column
        Table and column of the dataset.
    source
        The company's column.
    confidence
        From 0 to 1.
    reason
        Why it was taken, as a sentence to render.
    """

    table: str
    column: str
    source: str
    confidence: float
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that names and values do not settle.

    Attributes
    ----------
    table, column
        Table and column of the dataset; the column is empty for the whole table.
    source
        The company's column or table it is about; empty where there is none.
    message
        What is in doubt, and what was taken until somebody decides.
    """

    table: str
    column: str
    source: str = ""
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping with its reasons.

    Attributes
    ----------
    missing
        Required tables and columns that were not found: table, and column or an empty text.
    unused
        Tables of the company that nothing was taken from.
    """

    mapping: SourceMapping
    matches: tuple[Match, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()

    def remarks(self) -> Mapping[tuple[str, str], tuple[Message, ...]]:
        """The doubts by table and column, to stand beside them in the mapping's file."""
        found: dict[tuple[str, str], tuple[Message, ...]] = {}
        for doubt in self.doubts:
            place = doubt.table, doubt.column
            found[place] = (*found.get(place, ()), doubt.message)
        return found

    def with_formats(self, formats: Mapping[str, TextFormat]) -> "Proposal":
        """The proposal with how its CSV files are written, where that is not as usual."""
        tables = tuple(
            replace(table, text=_unusual(formats.get(table.source, table.text)))
            for table in self.mapping.tables
        )
        return replace(self, mapping=replace(self.mapping, tables=tables))


def _unusual(text: TextFormat) -> TextFormat:
    """What of a format the reader would not take for granted."""
    usual_encoding = text.encoding.lower() in {"utf-8", "utf-8-sig", "utf_8", "utf_8_sig"}
    return TextFormat(
        encoding="" if usual_encoding else text.encoding,
        delimiter="" if text.delimiter == "," else text.delimiter,
    )
