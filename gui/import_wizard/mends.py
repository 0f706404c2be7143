"""Cells that a planner mended: those on their way into the draft, and those still to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from planning.importing.shown import RawPlace, RawRow
from planning.project.acts import Act, AddRows, CellChange, ChangeCells, NewRow


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the company's table: row as a spreadsheet counts, position in the header."""

    table: str
    row: int
    position: int


class Mends:
    """What was written over cells since they were checked last."""

    def __init__(self) -> None:
        self._unsent: dict[Cell, str] = {}
        self._sent: dict[Cell, str] = {}

    @property
    def is_any_unsent(self) -> bool:
        """Whether something was written that is not on its way."""
        return bool(self._unsent)

    def write(self, cell: Cell, text: str) -> None:
        """Write over a cell."""
        self._unsent[cell] = text

    def text(self, cell: Cell) -> str | None:
        """What was written over a cell; None where nothing was."""
        return self._unsent.get(cell, self._sent.get(cell))

    def send(self, places: tuple[RawPlace, ...]) -> tuple[Act, ...]:
        """Acts for what is not on its way yet; from now on it is."""
        rows = {
            (place.name, number): (place, row)
            for place in places
            for number, row in place.rows.items()
        }
        known = {c: text for c, text in self._unsent.items() if (c.table, c.row) in rows}
        changes, added = [], []
        for cell, text in known.items():
            place, row = rows[cell.table, cell.row]
            if not row.is_lost and row.cells[cell.position] != text:
                changes.append(_change(place, row, cell, text))
        for table, number in dict.fromkeys((cell.table, cell.row) for cell in known):
            place, row = rows[table, number]
            if row.is_lost:
                added.append(_row(place, row, known))
        self._sent, self._unsent = known, {}
        return (*((ChangeCells(cells=tuple(changes)),) if changes else ()), *added)

    def arrived(self) -> None:
        """What was on its way is in the draft."""
        self._sent.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._sent.clear()
        self._unsent.clear()

    def failed(self) -> None:
        """What was on its way did not arrive."""
        self._unsent = {**self._sent, **self._unsent}
        self._sent = {}


def _change(place: RawPlace, row: RawRow, cell: Cell, text: str) -> CellChange:
    return CellChange(
        table=place.name,
        row=row.number,
        column=place.header[cell.position],
        before=row.cells[cell.position],
        after=text,
    )


def _row(place: RawPlace, row: RawRow, known: Mapping[Cell, str]) -> AddRows:
    """A row that could not be told apart, with its cells as they were mended."""
    cells = {
        name: known.get(Cell(place.name, row.number, at), row.cells[at])
        for at, name in reversed(list(enumerate(place.header)))
    }
    new = NewRow(row=row.number, cells=tuple(cells.values()))
    return AddRows(table=place.name, header=tuple(cells), rows=(new,))
