"""Small projects to try things on, and tables in a form that can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planning.project.acts import (
    AddRows,
    CellChange,
    ChangeCells,
    NewRow,
    SourceSeen,
)
from planning.project.import_tables import Gathered, gather
from planning.project.project import Project
from planning.reading.raw_table import LostRow, RawTable, text_array

HEADER = ("id", "name", "load_kg")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """What a planner sees of a table."""

    header: tuple[str, ...]
    rows: Mapping[int, tuple[str, ...]]
    lost: Mapping[int, tuple[str, ...]]
    lost_rows: int


def a_table(
    name: str,
    records: Sequence[Sequence[str]],
    *,
    header: tuple[str, ...] = HEADER,
    rows: Sequence[int] | None = None,
    lost: Sequence[LostRow] = (),
    numbers: Mapping[int, Sequence[int]] | None = None,
) -> RawTable:
    """A table as a reader would give it."""
    return RawTable(
        name=name,
        file=f"{name}.csv",
        header=header,
        cells=tuple(text_array([record[at] for record in records]) for at in range(len(header))),
        rows=np.array(rows if rows is not None else range(2, len(records) + 2), dtype=np.int64),
        lost=tuple(lost),
        lost_rows=len(lost),
        number_cells={at: np.array(found, dtype=np.int64) for at, found in (numbers or {}).items()},
    )


def a_day(count: int = 5, *, location: str = "/data/day") -> Gathered:
    """Orders, one of which could not be read, and two vehicles."""
    records = [(f"O{at}", f"顾客 {at}", str(10 + at)) for at in range(count)]
    lost = [LostRow(row=count + 2, cells=("O?", "a", "b", "too many"))]
    vehicles = [("V0", "van", "900"), ("V1", "truck", "3500")]
    tables = [a_table("orders", records, lost=lost), a_table("vehicles", vehicles)]
    return gather(tables, SourceSeen(location=location, digest="d1"))


def make_day(folder: Path, count: int = 5, name: str = "day.wayloom") -> Project:
    """An open project of a small day."""
    return Project.create(folder / name, a_day(count), name="A day")


def closed_day(folder: Path, count: int = 5) -> Path:
    """Where a project of a small day lies, closed."""
    with make_day(folder, count) as project:
        return project.path


def plain(tables: Sequence[RawTable]) -> dict[str, PlainTable]:
    """Tables as plain values."""
    return {table.name: plain_table(table) for table in tables}


def plain_table(table: RawTable) -> PlainTable:
    """A table as plain values."""
    columns = [column.to_pylist() for column in table.cells]
    records = zip(*columns, strict=True) if columns else [() for _ in table.rows]
    return PlainTable(
        header=table.header,
        rows=dict(zip(table.rows.tolist(), map(tuple, records), strict=True)),
        lost={record.row: record.cells for record in table.lost},
        lost_rows=table.lost_rows,
    )


def written(project: Project, row: int, column: str, text: str) -> ChangeCells:
    """The act of writing one cell of the orders."""
    before = project.cell("orders", row, column)
    change = CellChange(table="orders", row=row, column=column, before=before, after=text)
    return ChangeCells(cells=(change,))


def added(row: int, *cells: str, table: str = "orders") -> AddRows:
    """The act of adding one row."""
    return AddRows(table=table, header=HEADER, rows=(NewRow(row=row, cells=cells),))


def beside(path: Path) -> list[str]:
    """Names of all files in the folder of a project but its own."""
    return sorted(found.name for found in path.parent.iterdir() if found != path)
