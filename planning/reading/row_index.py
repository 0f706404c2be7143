"""Where each record of a table was read, to name its row in a problem found later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from domain.tables import TABLE_BY_NAME

if TYPE_CHECKING:
    # The window names rows, but reads no tables.
    from planning.reading.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableRows:
    """The file of a table and the row of each of its records.

    Parameters
    ----------
    file, sheet
        Where the table was found, as problems name it.
    header_row
        Row of the header.
    rows
        Row of each record, in the order of the dataset's nouns; a spreadsheet's numbers.
    """

    file: str
    sheet: str
    header_row: int
    rows: npt.NDArray[np.int64]


RowIndex = Mapping[str, TableRows]
"""Table -> its rows. A few bytes per record: it crosses to another process with the dataset."""


def row_index(tables: "tuple[RawTable, ...]") -> RowIndex:
    """Rows of the tables of a dataset that were read to the end."""
    return {
        table.name: TableRows(
            file=table.file, sheet=table.sheet, header_row=table.header_row, rows=table.rows
        )
        for table in tables
        if table.name in TABLE_BY_NAME
    }
