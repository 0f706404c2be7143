"""What a sheet hides from the eye: rows that a filter took away, and cells that were merged."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from planning.reading.workbook_safety import part_blocks

_HIDDEN = re.compile(rb"<row\b[^>]*\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d+)[\"']")
_MERGED = re.compile(rb"<mergeCell\s+ref=[\"']([A-Z]+[0-9]+):[A-Z]+[0-9]+[\"']")
_LONGEST_TAG = 1_000
"""More bytes than any tag looked for has: what a block cuts in two is found with the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """What is odd in the layout of a sheet.

    Parameters
    ----------
    hidden_rows
        Numbers of the hidden rows.
    merged
        Row and position (from 0) of the first cell of each merged range.
    """

    hidden_rows: tuple[int, ...] = ()
    merged: tuple[tuple[int, int], ...] = ()


def sheet_layout(path: Path, part: str) -> SheetLayout:
    """The layout of one sheet.

    Parameters
    ----------
    part
        The sheet's part of the workbook, such as ``xl/worksheets/sheet1.xml``.
    """
    hidden: dict[int, None] = {}
    merged: dict[tuple[int, int], None] = {}
    with zipfile.ZipFile(path) as archive:
        tail = b""
        for block in part_blocks(archive, part):
            text = tail + block
            for row in _HIDDEN.findall(text) if b"hidden" in text else ():
                number = _ROW_NUMBER.search(row)
                if number:
                    hidden[int(number[1])] = None
            for first in _MERGED.findall(text) if b"<mergeCell" in text else ():
                column, row_number = coordinate_from_string(first.decode())
                merged[row_number, column_index_from_string(column) - 1] = None
            tail = text[-_LONGEST_TAG:]
    return SheetLayout(hidden_rows=tuple(hidden), merged=tuple(merged))
