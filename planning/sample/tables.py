"""Writing the sample's tables as CSV."""

import csv
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.column import RESERVED, columns_of
from domain.tables import TABLE_BY_NAME

Cell = str | int | float | bool | datetime.date | datetime.time | frozenset[str] | None
Row = Mapping[str, Cell]


def write_table(folder: Path, name: str, rows: Sequence[Row]) -> None:
    """Write a table of a dataset; all rows have the columns of the first, and no rows no table.

    Columns that nothing reads yet are left out, since using one is a warning.

    Raises
    ------
    ValueError
        If a row has a column that the table does not have.
    """
    path = folder / f"{name}.csv"
    if not rows:
        path.unlink(missing_ok=True)
        return
    declared = {column.name: column for _, column in columns_of(TABLE_BY_NAME[name].noun)}
    unknown = [column for column in rows[0] if column not in declared]
    if unknown:
        raise ValueError(f"The table {name} has no column {unknown[0]}.")
    columns = [column for column in rows[0] if declared[column].read_by != RESERVED]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(row[column]) for column in columns] for row in rows)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, frozenset):
        return ";".join(sorted(cell))
    return str(cell)
