"""A small project, and what its tables must hold after every one of a row of random acts.

The acts follow from a seed and the revision alone, so that whoever finds a project at some revision
can say what must be in it without asking it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from planning.project.acts import AddRows, CellChange, ChangeCells, NewRow, RemoveRows, SourceSeen
from planning.project.import_tables import Gathered, gather
from planning.project.project import Project
from planning.reading.raw_table import FIRST_ROW, RawTable, TextColumns
from tests.planning.reading.small_dataset import small_tables

TABLE = "orders"
HEADER = tuple(small_tables()[TABLE][0])
EDITED = ("customer_name", "address", "window_start", "service_min")
TEXTS = ("", "08:30", "Müller", "李雷", "=1+1", "<b>", "x" * 300, "a\nb", "5", "🚚")
Rows = dict[int, tuple[str, ...]]


def raw_tables(orders: int, mark: str = "") -> list[RawTable]:
    """A table of so many orders like the first of the small dataset, a mark in each."""
    columns = TextColumns(len(HEADER))
    for row, record in rows_imported(orders, mark).items():
        columns.add(row, record)
    table = RawTable(
        name=TABLE, file=f"{TABLE}.csv", header=HEADER, cells=columns.cells(), rows=columns.rows()
    )
    return [table]


def gathered(orders: int, mark: str = "") -> Gathered:
    """Those tables, ready to be imported."""
    return gather(raw_tables(orders, mark), SourceSeen(location="/data", digest=mark))


def rows_of(project: Project) -> Rows:
    """The orders of a project by row."""
    table = next(table for table in project.tables() if table.name == TABLE)
    columns = [column.to_pylist() for column in table.cells]
    records = zip(*columns, strict=True)
    return dict(zip(table.rows.tolist(), records, strict=True))


def rows_imported(orders: int, mark: str = "") -> Rows:
    """The orders as they are imported."""
    first = small_tables()[TABLE][1]
    return {n + FIRST_ROW: (f"O{n}", f"{mark}{n}", *first[2:]) for n in range(orders)}


@dataclass(slots=True)
class Ledger:
    """What a project must hold, revision by revision."""

    seed: int
    rows: Rows
    last_row: int
    revision: int = 1
    done: list[tuple[Rows, int]] = field(default_factory=list)
    undone: list[tuple[Rows, int]] = field(default_factory=list)

    def step(self) -> Callable[[Project], object]:
        """What is done next; the ledger is that of after it when this returns."""
        draw = random.Random(f"{self.seed}:{self.revision}")
        self.revision += 1
        wish = draw.random()
        if wish < 0.12 and self.done:
            self.undone.append((self.rows, self.last_row))
            self.rows, self.last_row = self.done.pop()
            return Project.undo
        if wish < 0.18 and self.undone:
            self.done.append((self.rows, self.last_row))
            self.rows, self.last_row = self.undone.pop()
            return Project.redo
        self.done.append((self.rows, self.last_row))
        self.undone.clear()
        self.rows = dict(self.rows)
        if wish < 0.30:
            return self._add(draw)
        if wish < 0.36 and len(self.rows) > 3:
            return self._remove(draw)
        return self._change(draw)

    def _add(self, draw: random.Random) -> Callable[[Project], object]:
        self.last_row += 1
        name = draw.choice(TEXTS)
        cells = (f"N{self.revision}", name)
        empty = ("",) * (len(HEADER) - 2)
        self.rows[self.last_row] = (*cells, *empty)
        new = NewRow(row=self.last_row, cells=cells)
        act = AddRows(table=TABLE, header=HEADER[:2], rows=(new,))
        return lambda project: project.do(act)

    def _remove(self, draw: random.Random) -> Callable[[Project], object]:
        row = draw.choice(sorted(self.rows))
        del self.rows[row]
        act = RemoveRows(table=TABLE, rows=(row,))
        return lambda project: project.do(act)

    def _change(self, draw: random.Random) -> Callable[[Project], object]:
        changes = []
        for _ in range(draw.choice((1, 1, 1, 3, 20))):
            row, column = draw.choice(sorted(self.rows)), draw.choice(EDITED)
            at, after = HEADER.index(column), f"{draw.choice(TEXTS)}{self.revision}"
            cells = self.rows[row]
            changes.append(
                CellChange(table=TABLE, row=row, column=column, before=cells[at], after=after)
            )
            self.rows[row] = (*cells[:at], after, *cells[at + 1 :])
        act = ChangeCells(cells=tuple(changes))
        return lambda project: project.do(act)


def new_ledger(orders: int, seed: int) -> Ledger:
    """The ledger of a project that was just made."""
    return Ledger(seed=seed, rows=rows_imported(orders), last_row=orders + FIRST_ROW - 1)


def make_project(path: Path, orders: int) -> None:
    """Make a project and close it."""
    Project.create(path, gathered(orders), name="torture").close()


def assert_holds(project: Project, ledger: Ledger) -> None:
    """Hold a project against the ledger of its revision."""
    assert project.revision == ledger.revision
    assert rows_of(project) == ledger.rows
