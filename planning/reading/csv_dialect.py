"""What separates the cells of a CSV file, told from its first line."""

import csv
import re
from collections.abc import Iterable

from domain.column import columns_of
from domain.tables import TABLE_BY_NAME

DELIMITERS = (",", ";", "\t")

_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\Z")
"""What some spreadsheets write and read as the first line of a CSV file."""


def first_record(lines: Iterable[str]) -> str:
    """The first line that is not blank."""
    return next((line for line in lines if line.strip()), "")


def separator_line(line: str) -> str:
    """The delimiter that a line ``sep=;`` names; empty for any other line."""
    found = _SEPARATOR_LINE.match(line.lstrip("\ufeff"))
    return found.group(1) if found else ""


def guess_delimiter(header: str, table: str) -> str:
    """The delimiter by which most names of the header are columns of the table."""
    declared = TABLE_BY_NAME.get(table.lower())
    names = {column.name for _, column in columns_of(declared.noun)} if declared else set()

    def fit(delimiter: str) -> tuple[int, int]:
        cells = _cells(header, delimiter)
        return len(names.intersection(cells)), len(cells)

    return max(DELIMITERS, key=fit)


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        record = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        record = header.split(delimiter)
    return [name.strip().lstrip("\ufeff").strip() for name in record]
