"""A table as it was found: text, with the rows a person sees in a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

TEXT = pa.large_string()
"""Type of every column of text: offsets of 64 bits, as a column may exceed 2 GB."""

FIRST_ROW = 2
"""Row of the first record where the header is row 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LostRow:
    """A record that could not be told apart into the cells of its header.

    Parameters
    ----------
    row
        Its row, as a spreadsheet numbers it.
    cells
        What stands there: as many cells as could be told apart.
    """

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawTable:
    """One file or sheet, every cell as text.

    Parameters
    ----------
    name
        Name of the file without its ending, or of the sheet.
    file, sheet
        Where it was found, as problems name it.
    header
        Names of the columns as written, blanks around them removed.
    cells
        One array of text per column of the header; all as long as `rows`.
    rows
        Row of each record, as a spreadsheet numbers it.
    header_row
        Row of the header.
    lost_rows
        Records that could not be told apart into cells, or whose cells have no value; the first
        thousand of them are described by problems.
    lost
        The first thousand of those records.
    number_cells
        Column -> records whose cell is a number, not text, in the file.
    source_names
        Name in the header -> name of the column in the company's own table, where a mapping gave
        it another; problems name the latter.
    source_cells
        Position in the header -> the cells as they stand in the company's own table, where a
        mapping converted them; problems show the latter.
    """

    name: str
    file: str
    sheet: str = ""
    header: tuple[str, ...] = ()
    cells: tuple[pa.LargeStringArray, ...] = ()
    rows: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    header_row: int = 1
    lost_rows: int = 0
    lost: tuple[LostRow, ...] = ()
    number_cells: dict[int, Indices] = field(default_factory=dict)
    source_names: Mapping[str, str] = field(default_factory=dict)
    source_cells: Mapping[int, pa.LargeStringArray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def text(self, column: str, record: int) -> str:
        """Text of a cell; empty where there is no such column."""
        if column not in self.header:
            return ""
        position = self.header.index(column)
        cells = self.source_cells.get(position, self.cells[position])
        return str(cells[record].as_py()).strip()

    def source_name(self, column: str) -> str:
        """Name of a column where its cells can be mended: in the company's own table."""
        return self.source_names.get(column, column)


def text_array(values: Sequence[str]) -> pa.LargeStringArray:
    """An array of text; halves of surrogate pairs, which no file may hold, as question marks."""
    try:
        return pa.array(values, type=TEXT)
    except UnicodeEncodeError:
        clean = [value.encode("utf-8", "replace").decode() for value in values]
        return pa.array(clean, type=TEXT)


class TextColumns:
    """Collects records and turns them into columns of text, part by part, to spare memory."""

    PART = 20_000

    def __init__(self, width: int) -> None:
        self._width = width
        self._records: list[Sequence[str]] = []
        self._rows: list[int] = []
        self._parts: list[list[pa.LargeStringArray]] = []

    def add(self, row: int, record: Sequence[str]) -> None:
        """Append the record of a row; it must have one cell per column."""
        self._rows.append(row)
        self._records.append(record)
        if len(self._records) == self.PART:
            self._close_part()

    def cells(self) -> tuple[pa.LargeStringArray, ...]:
        """The columns collected."""
        self._close_part()
        if not self._parts:
            return tuple(text_array([]) for _ in range(self._width))
        return tuple(pa.concat_arrays(parts) for parts in zip(*self._parts, strict=True))

    def rows(self) -> Indices:
        """Row of each record."""
        return np.array(self._rows, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._rows)

    def _close_part(self) -> None:
        if self._records:
            self._parts.append([text_array(cells) for cells in zip(*self._records, strict=True)])
            self._records = []
