"""One table of a project: what was imported, and the edits of it laid over."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from planning.project.acts import AddRows, NewRow, StoredTable
from planning.project.contents import TableContent
from planning.reading.raw_table import Indices, RawTable, text_array


class EditedTable:
    """A table whose every edit costs what it changes, not what the table holds.

    Attributes
    ----------
    made_by
        The act that made the table where it was not imported.
    """

    def __init__(
        self, stored: StoredTable, content: TableContent, made_by: AddRows | None = None
    ) -> None:
        self.stored = stored
        self.header = stored.header
        self.made_by = made_by
        self._content = content
        self._columns = {name: at for at, name in reversed(list(enumerate(stored.header)))}
        self._changed: dict[int, dict[int, str]] = {}
        self._added: dict[int, list[str]] = {}
        self._removed: set[int] = set()
        self._lost = {record.row: record for record in content.lost}
        self._mended: set[int] = set()
        self._raw: RawTable | None = None

    def has_row(self, row: int) -> bool:
        """Whether there is a record of a row now."""
        if row in self._removed:
            return False
        return row in self._added or self._record(row) is not None

    def is_lost(self, row: int) -> bool:
        """Whether a row is one that could not be read, and is neither mended nor removed."""
        return row in self._lost and row not in self._mended and row not in self._removed

    def column(self, name: str) -> int | None:
        """Position of a column; None where there is none of the name."""
        return self._columns.get(name)

    def next_row(self) -> int:
        """The number of the next row that is added: no number is given twice."""
        return self.last_row() + 1

    def last_row(self) -> int:
        """The highest number that any row has had."""
        rows = self._content.rows
        last = max(int(rows[-1]) if len(rows) else 0, self.stored.header_row, 1)
        return max(last, *self._lost, *self._added) if self._lost or self._added else last

    def cell(self, row: int, column: int) -> str:
        """Text of a cell of a row that is there."""
        if row in self._added:
            return self._added[row][column]
        changed = self._changed.get(column, {}).get(row)
        if changed is not None:
            return changed
        record = int(np.searchsorted(self._content.rows, row))
        return str(self._content.cells[column][record].as_py())

    def write(self, row: int, column: int, text: str) -> None:
        """Write a cell of a row that is there."""
        if row in self._added:
            self._added[row][column] = text
        else:
            self._changed.setdefault(column, {})[row] = text
        self._raw = None

    def add(self, header: tuple[str, ...], rows: tuple[NewRow, ...]) -> None:
        """Add rows whose cells are of the columns of `header`."""
        positions = [self._columns[name] for name in header]
        for new in rows:
            cells = [""] * len(self.header)
            for position, cell in zip(positions, new.cells, strict=True):
                cells[position] = cell
            self._added[new.row] = cells
            if new.row in self._lost:
                self._mended.add(new.row)
        self._raw = None

    def drop(self, rows: tuple[NewRow, ...]) -> None:
        """Undo that rows were added."""
        for new in rows:
            del self._added[new.row]
            self._mended.discard(new.row)
        self._raw = None

    def remove(self, rows: tuple[int, ...]) -> None:
        """Take rows out."""
        self._removed.update(rows)
        self._raw = None

    def restore(self, rows: tuple[int, ...]) -> None:
        """Undo that rows were taken out."""
        self._removed.difference_update(rows)
        self._raw = None

    def raw(self) -> RawTable:
        """The table as it stands now."""
        if self._raw is None:
            self._raw = self._made()
        return self._raw

    def _record(self, row: int) -> int | None:
        rows = self._content.rows
        at = int(np.searchsorted(rows, row))
        return at if at < len(rows) and int(rows[at]) == row else None

    def _made(self) -> RawTable:
        kept = ~np.isin(self._content.rows, np.array(sorted(self._removed), dtype=np.int64))
        added = [row for row in sorted(self._added) if row not in self._removed]
        rows = np.concatenate([self._content.rows[kept], np.array(added, dtype=np.int64)])
        order = np.argsort(rows, kind="stable")
        lost = tuple(record for record in self._content.lost if self.is_lost(record.row))
        return RawTable(
            name=self.stored.name,
            file=self.stored.file,
            sheet=self.stored.sheet,
            header=self.header,
            cells=tuple(self._cells(at, kept, added, order) for at in range(len(self.header))),
            rows=rows[order],
            header_row=self.stored.header_row,
            lost_rows=self._content.lost_rows - len(self._lost) + len(lost),
            lost=lost,
            number_cells=self._number_cells(kept, order),
        )

    def _cells(
        self, column: int, kept: np.ndarray[Any, Any], added: list[int], order: Indices
    ) -> pa.LargeStringArray:
        cells: Any = self._content.cells[column]
        changed = self._changed.get(column)
        if changed:
            written = sorted(changed)
            mask = np.zeros(len(cells), dtype=np.bool_)
            mask[np.searchsorted(self._content.rows, written)] = True
            texts = text_array([changed[row] for row in written])
            cells = pc.replace_with_mask(cells, pa.array(mask), texts)
        if not kept.all():
            cells = cells.filter(pa.array(kept))
        if added:
            cells = pa.concat_arrays([cells, text_array([self._added[r][column] for r in added])])
            cells = cells.take(pa.array(order))
        found: pa.LargeStringArray = cells
        return found

    def _number_cells(self, kept: np.ndarray[Any, Any], order: Indices) -> dict[int, Indices]:
        """Cells that are numbers in the file, unless somebody has written text over them."""
        place = np.full(len(kept), -1, dtype=np.int64)
        # Where each record that was imported and is kept stands now.
        now = np.empty(len(order), dtype=np.int64)
        now[order] = np.arange(len(order))
        place[kept] = now[: int(kept.sum())]
        found = {}
        for column, records in self._content.number_cells.items():
            numbers = np.zeros(len(kept), dtype=np.bool_)
            numbers[records] = True
            written = list(self._changed.get(column, ()))
            numbers[np.searchsorted(self._content.rows, np.array(written, dtype=np.int64))] = False
            found[column] = np.sort(place[numbers & kept])
        return found
