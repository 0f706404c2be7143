"""What separates the cells of a CSV file, told from its header and the rows below it."""

import csv
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from domain.column import columns_of
from domain.tables import TABLE_BY_NAME

DELIMITERS = (",", ";", "\t", "|")

LINES_LOOKED_AT = 200
"""Lines from which the delimiter is told."""

_LONGEST_LINE = 100_000
"""Characters of a line that are looked at, so that one without an end costs no time."""

_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\Z")
"""What some spreadsheets write and read as the first line of a CSV file."""


def first_lines(lines: Iterable[str]) -> list[str]:
    """The first lines that are not blank, by which a file is judged."""
    given = (line[:_LONGEST_LINE] for line in lines if line.strip())
    return list(islice(given, LINES_LOOKED_AT))


def separator_line(line: str) -> str:
    """The delimiter that a line ``sep=;`` names; empty for any other line."""
    found = _SEPARATOR_LINE.match(line.lstrip("\ufeff"))
    return found.group(1) if found else ""


def guess_delimiter(lines: Sequence[str], table: str) -> str:
    """The delimiter of a table: by which its header is most plausible.

    Parameters
    ----------
    lines
        The header and the lines below it, without those that are blank.
    table
        Name of the table: columns that it is known to have count before the shape of the rows.
    """
    declared = TABLE_BY_NAME.get(table.lower())
    names = {column.name for _, column in columns_of(declared.noun)} if declared else set()

    def fit(delimiter: str) -> tuple[int, float, int]:
        records = _records(lines, delimiter)
        header = [_name(cell) for cell in records[0]] if records else []
        return len(names.intersection(header)), _agreement(records), len(header)

    return max(DELIMITERS, key=fit)


def _agreement(records: Sequence[Sequence[str]]) -> float:
    """Share of the rows that have as many cells as the header; 0 where that is one cell."""
    width = len(records[0]) if records else 0
    if width < 2:
        return 0.0
    below = records[1:]
    alike = sum(len(record) == width for record in below)
    return round(alike / len(below), 1) if below else 0.5


def _records(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return [record for record in csv.reader(lines, delimiter=delimiter) if record]
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _name(cell: str) -> str:
    return cell.strip().lstrip("\ufeff").strip()
