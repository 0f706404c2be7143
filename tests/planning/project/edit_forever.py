"""Edits a project until it is killed: ``python -m tests.planning.project.edit_forever PATH SEED``.

Each line it prints is the number of a revision that was acknowledged. Acts follow from the seed
and the state of the project alone, so that whoever kills it can do them again elsewhere.
"""

import datetime
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from planning.project.acts import CellChange, ChangeCells, RemoveRows
from planning.project.project import Project
from tests.planning.project.made_projects import a_day, added

_COLUMNS = ("name", "load_kg")


class Receiver(Protocol):
    """Whoever is told the revisions that were acknowledged."""

    def send(self, revision: int) -> None:
        """Take a revision."""


def edits(project: Project, seed: int) -> Iterator[int]:
    """Do one act after the other; gives the revision of each when it is acknowledged."""
    dice = random.Random(seed)
    while True:
        before = project.revision
        _act(project, dice)
        assert project.revision == before + 1
        yield project.revision


def edit_forever(path: Path, seed: int, receiver: Receiver) -> None:
    """Open a project, edit it, and tell each revision."""
    with Project.open(path) as project:
        for revision in edits(project, seed):
            receiver.send(revision)


def _act(project: Project, dice: random.Random) -> None:
    act = dice.choices(
        (_change, _paste, _add, _remove, _undo, _redo, _plan, _import),
        (30, 10, 15, 8, 15, 10, 6, 6),
    )[0]
    act(project, dice)


def _rows(project: Project) -> list[int]:
    orders = next(table for table in project.tables() if table.name == "orders")
    return [int(row) for row in orders.rows]


def _change(project: Project, dice: random.Random) -> None:
    _write(project, dice, 1)


def _paste(project: Project, dice: random.Random) -> None:
    _write(project, dice, 20)


def _write(project: Project, dice: random.Random, most: int) -> None:
    rows = _rows(project)
    if not rows:
        _add(project, dice)
        return
    column = dice.choice(_COLUMNS)
    chosen = dice.sample(rows, min(most, len(rows)))
    cells = [
        CellChange(
            table="orders",
            row=row,
            column=column,
            before=project.cell("orders", row, column),
            after=f"{dice.randrange(10**6)} 千克",
        )
        for row in chosen
    ]
    project.do(ChangeCells(cells=tuple(cells)))


def _add(project: Project, dice: random.Random) -> None:
    row = project.next_row("orders")
    project.do(added(row, f"N{row}", "new", str(dice.randrange(100))))


def _remove(project: Project, dice: random.Random) -> None:
    rows = _rows(project)
    if len(rows) < 3:
        _add(project, dice)
    else:
        project.do(RemoveRows(table="orders", rows=tuple(dice.sample(rows, 2))))


def _undo(project: Project, dice: random.Random) -> None:
    if project.undo() is None:
        _change(project, dice)


def _redo(project: Project, dice: random.Random) -> None:
    if project.redo() is None:
        _change(project, dice)


def _plan(project: Project, dice: random.Random) -> None:
    project.keep_plan(dice.randbytes(20_000), datetime.date(2026, 3, 9), "f" * 64)


def _import(project: Project, dice: random.Random) -> None:
    project.import_tables(a_day(dice.randrange(3, 60), location=f"/data/{dice.randrange(9)}"))


class _Printer:
    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def send(self, revision: int) -> None:
        self._write(f"{revision}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    edit_forever(Path(sys.argv[1]), int(sys.argv[2]), _Printer(sys.stdout.write))
