"""The rows of one table of a project: as they were read, what was edited since laid over them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from planning.project.acts import Act, AddRows, CellChange, ChangeCells, NewRow, RemoveRows

if TYPE_CHECKING:
    from planning.reading.raw_table import LostRow, RawTable

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class EditedRows:
    """Rows by the numbers that a spreadsheet gives them, for a table of any size.

    The cells that were read stay where they are; each edit costs what it changes, and no more.

    Attributes
    ----------
    numbers
        Numbers of the rows there are, in ascending order.
    """

    def __init__(self, table: "RawTable") -> None:
        self.name = table.name
        self.file, self.sheet = table.file, table.sheet
        self.header = table.header
        self.header_row = table.header_row
        self._cells = table.cells
        order = np.argsort(table.rows, kind="stable")
        self._read_numbers: Rows = table.rows[order]
        self._records: Rows = order
        self._lost = {lost.row: lost for lost in table.lost}
        self._known_lost: Mapping[int, LostRow] = dict(self._lost)
        self._changed: dict[tuple[int, int], str] = {}
        self._added: dict[int, tuple[str, ...]] = {}
        self.numbers: Rows = np.union1d(
            self._read_numbers, np.fromiter(self._lost, dtype=np.int64, count=len(self._lost))
        )

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def next_row(self) -> int:
        """Number of the next row that is added; no number is given twice."""
        last = max((int(self.numbers[-1]) if len(self) else 0, self.header_row))
        read = int(self._read_numbers[-1]) if len(self._read_numbers) else 0
        return max(last, read, *self._known_lost, *self._added, 1) + 1

    def column(self, name: str) -> int:
        """Position of a column; -1 where there is none of the name."""
        return self.header.index(name) if name in self.header else -1

    def position_of(self, row: int) -> int | None:
        """Where a row stands among all; None where it is not there."""
        at = int(np.searchsorted(self.numbers, row))
        return at if at < len(self.numbers) and self.numbers[at] == row else None

    def is_lost(self, row: int) -> bool:
        """Whether a row could not be told apart into its cells, and is not mended yet."""
        return row in self._lost

    def cell(self, row: int, column: int) -> str:
        """The text of a cell; empty where a lost row has no such cell."""
        text = self._changed.get((row, column))
        if text is not None:
            return text
        if row in self._added:
            return self._added[row][column]
        if row in self._lost:
            cells = self._lost[row].cells
            return cells[column] if column < len(cells) else ""
        return self._read_cell(row, column)

    def cells(self, row: int) -> tuple[str, ...]:
        """The cells of a row, as many as the header has."""
        return tuple(self.cell(row, column) for column in range(len(self.header)))

    def around(self, row: int, count: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
        """The number of the first of some rows around one, and their cells; blank ones between."""
        first = max(self.header_row + 1, row - count // 2)
        wanted = range(first, first + count)
        found = (self.cells(at) if self.position_of(at) is not None else () for at in wanted)
        return first, tuple(found)

    def changes(self, texts: Mapping[tuple[int, str], str]) -> ChangeCells | None:
        """The act that writes texts to (row, column); None where all stand there already."""
        cells = tuple(
            CellChange(table=self.name, row=row, column=name, before=before, after=after)
            for (row, name), after in texts.items()
            if (before := self.cell(row, self.column(name))) != after
        )
        return ChangeCells(cells=cells) if cells else None

    def mending(self, texts: Mapping[int, Mapping[str, str]]) -> AddRows:
        """The act that makes lost rows rows again: row -> column -> its text, if it is another."""
        news = []
        for row, wanted in texts.items():
            cells = zip(self.header, self.cells(row), strict=True)
            texts_now = tuple(wanted.get(name, before) for name, before in cells)
            news.append(NewRow(row=row, cells=texts_now))
        return AddRows(table=self.name, header=self.header, rows=tuple(news))

    def adding(self, rows: Sequence[Sequence[str]]) -> AddRows:
        """The act that adds rows below all others; cells that are left out are empty."""
        width, first = len(self.header), self.next_row
        padded = [tuple(islice((*row, *[""] * width), width)) for row in rows]
        news = (NewRow(row=first + at, cells=cells) for at, cells in enumerate(padded))
        return AddRows(table=self.name, header=self.header, rows=tuple(news))

    def apply(self, act: Act) -> bool:
        """Take in an act of this table; False where the table must be read anew."""
        if isinstance(act, ChangeCells):
            return self._write((cell.row, cell.column, cell.after) for cell in self._own(act))
        if isinstance(act, AddRows):
            return self._add(act)
        if isinstance(act, RemoveRows):
            self._remove(act.rows)
            return True
        return False

    def revert(self, act: Act) -> bool:
        """Take an act of this table back; False where the table must be read anew."""
        if isinstance(act, ChangeCells):
            return self._write((cell.row, cell.column, cell.before) for cell in self._own(act))
        if isinstance(act, AddRows):
            self._take_back([new.row for new in act.rows])
            return act.header == self.header
        if isinstance(act, RemoveRows):
            return self._bring_back(act.rows)
        return False

    def edited_numbers(self) -> set[int]:
        """Rows whose cells do not stand in the columns that were read."""
        return {*self._added, *self._lost, *(row for row, _ in self._changed)}

    def rows_with(self, words: Iterable[str]) -> Rows:
        """Numbers of the rows that have all words in their cells, in any case.

        Looks only through what was read of the table, and is safe beside the window's thread;
        `with_edits` puts it right.
        """
        import pyarrow.compute as pc

        mask: Mask = np.ones(len(self._records), dtype=np.bool_)
        for word in words:
            found = np.zeros(len(self._records), dtype=np.bool_)
            for cells in self._cells:
                hits = pc.match_substring(cells, word, ignore_case=True)
                found |= hits.fill_null(False).to_numpy(zero_copy_only=False)
            mask &= found
        return self._read_numbers[mask[self._records]]

    def with_edits(self, found: Rows, words: Collection[str]) -> Rows:
        """What `rows_with` found, put right by the edits made since the table was read."""
        edited = self.edited_numbers()
        stay = found[np.isin(found, self.numbers)]
        stay = stay[~np.isin(stay, list(edited))]
        hits = [
            row
            for row in edited
            if self.position_of(row) is not None and self.has_words(row, words)
        ]
        return np.union1d(stay, np.array(hits, dtype=np.int64))

    def has_words(self, row: int, words: Iterable[str]) -> bool:
        """Whether a row has all words in its cells, in any case."""
        texts = [text.casefold() for text in self.cells(row)]
        return all(any(word.casefold() in text for text in texts) for word in words)

    def _own(self, act: ChangeCells) -> Iterable[CellChange]:
        return (cell for cell in act.cells if cell.table == self.name)

    def _read_cell(self, row: int, column: int) -> str:
        at = int(np.searchsorted(self._read_numbers, row))
        if column < 0 or at == len(self._read_numbers) or self._read_numbers[at] != row:
            return ""
        return str(self._cells[column][int(self._records[at])].as_py() or "")

    def _write(self, texts: Iterable[tuple[int, str, str]]) -> bool:
        known = True
        for row, name, text in texts:
            column = self.column(name)
            if column < 0:
                known = False
            else:
                self._changed[row, column] = text
        return known

    def _add(self, act: AddRows) -> bool:
        if act.header != self.header:
            return False
        for new in act.rows:
            self._forget(new.row)
            self._added[new.row] = new.cells
        self._insert([new.row for new in act.rows])
        return True

    def _take_back(self, rows: Collection[int]) -> None:
        """Rows that were added go; those that had been lost are lost again."""
        self._remove([row for row in rows if row not in self._known_lost])
        for row in rows:
            self._forget(row)
            if row in self._known_lost:
                self._lost[row] = self._known_lost[row]

    def _forget(self, row: int) -> None:
        self._lost.pop(row, None)
        self._added.pop(row, None)
        for column in range(len(self.header)):
            self._changed.pop((row, column), None)

    def _insert(self, rows: Iterable[int]) -> None:
        new = np.array(sorted(row for row in rows if self.position_of(row) is None), dtype=np.int64)
        self.numbers = np.insert(self.numbers, np.searchsorted(self.numbers, new), new)

    def _remove(self, rows: Collection[int]) -> None:
        # The cells stay, so that the rows can come back.
        self.numbers = self.numbers[~np.isin(self.numbers, list(rows))]

    def _bring_back(self, rows: Collection[int]) -> bool:
        if any(not self._knows(row) for row in rows):
            return False
        self._insert(rows)
        return True

    def _knows(self, row: int) -> bool:
        at = int(np.searchsorted(self._read_numbers, row))
        was_read = at < len(self._read_numbers) and self._read_numbers[at] == row
        return bool(was_read) or row in self._added or row in self._known_lost
