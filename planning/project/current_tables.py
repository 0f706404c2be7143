"""The tables of a project now: acts checked, applied, and taken back."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from domain.errors import ProjectError
from domain.message import Parameter, message
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    ImportTables,
    RemoveRows,
    StoredTable,
)
from planning.project.contents import TableContent
from planning.project.edited_table import EditedTable
from planning.reading.raw_table import RawTable, text_array

HIGHEST_ROW = 2**40

ReadContent = Callable[[StoredTable], TableContent]

Change = Callable[[], None]
"""What is left to do once an act is on the disk; it cannot fail."""


class CurrentTables:
    """Tables by name, in the order of their import; checks come first, so nothing is half done."""

    def __init__(self, read_content: ReadContent) -> None:
        self._read_content = read_content
        self._tables: dict[str, EditedTable] = {}

    def raw(self) -> tuple[RawTable, ...]:
        """The tables as they stand now."""
        return tuple(table.raw() for table in self._tables.values())

    def table(self, name: str) -> EditedTable:
        """The table of a name; refused where there is none."""
        if name not in self._tables:
            raise _refused("project.unknown_table", table=name)
        return self._tables[name]

    def position(self, table: str, row: int, column: str) -> int:
        """Position of the column of a cell; refused where there is no such cell."""
        found = self.table(table)
        if not found.has_row(row):
            raise _refused("project.unknown_row", table=table, row=row)
        position = found.column(column)
        if position is None:
            raise _refused("project.unknown_column", table=table, column=column)
        return position

    def check(self, act: Act) -> None:
        """Refuse an act that does not fit the tables as they are.

        Raises
        ------
        ProjectError
            With what does not fit; the tables are as before.
        """
        if isinstance(act, ChangeCells):
            self._check_cells(act.cells)
        elif isinstance(act, AddRows):
            self._check_added(act)
        elif isinstance(act, RemoveRows):
            self._check_removed(act)
        else:
            check_import(act)

    def doing(self, act: Act) -> Change:
        """What applies an act, once it is checked and whatever can fail has been done."""
        self.check(act)
        if isinstance(act, ImportTables):
            return partial(self._put, self._imported(act))
        return partial(self._apply, act)

    def undoing(self, act: ChangeCells | AddRows | RemoveRows) -> Change:
        """What takes back the last act that was applied."""
        return partial(self._revert, act)

    def rebuilding(self, acts: Sequence[Act]) -> Change:
        """What makes the tables that acts give from nothing; replaced contents are not read."""
        made = CurrentTables(self._read_content)
        for act in _that_matter(acts):
            made.doing(act)()
        return partial(self._put, made._tables)

    def contents(self) -> set[str]:
        """Hashes of the contents that the tables are made of."""
        return {table.stored.content for table in self._tables.values()}

    def _put(self, tables: dict[str, EditedTable]) -> None:
        self._tables = tables

    def _imported(self, act: ImportTables) -> dict[str, EditedTable]:
        made = {
            stored.name: EditedTable(stored, self._read_content(stored)) for stored in act.tables
        }
        return made if act.replaces_all else {**self._tables, **made}

    def _apply(self, act: ChangeCells | AddRows | RemoveRows) -> None:
        if isinstance(act, ChangeCells):
            for change in act.cells:
                self._write(change, change.after)
        elif isinstance(act, AddRows):
            if act.table not in self._tables:
                self._tables[act.table] = _made_table(act)
            self._tables[act.table].add(act.header, act.rows)
        else:
            self._tables[act.table].remove(act.rows)

    def _revert(self, act: ChangeCells | AddRows | RemoveRows) -> None:
        if isinstance(act, ChangeCells):
            for change in reversed(act.cells):
                self._write(change, change.before)
        elif isinstance(act, RemoveRows):
            self._tables[act.table].restore(act.rows)
        elif self._tables[act.table].made_by is act:
            del self._tables[act.table]
        else:
            self._tables[act.table].drop(act.rows)

    def _write(self, change: CellChange, text: str) -> None:
        position = self.position(change.table, change.row, change.column)
        self._tables[change.table].write(change.row, position, text)

    def _check_cells(self, changes: Iterable[CellChange]) -> None:
        written: dict[tuple[str, int, int], str] = {}
        for change in changes:
            position = self.position(change.table, change.row, change.column)
            place = (change.table, change.row, position)
            stands = written.get(place)
            if stands is None:
                stands = self._tables[change.table].cell(change.row, position)
            if stands != change.before:
                raise _refused(
                    "project.cell_differs",
                    table=change.table,
                    row=change.row,
                    column=change.column,
                )
            _check_text(change.after, change.table, change.row, change.column)
            written[place] = change.after

    def _check_added(self, act: AddRows) -> None:
        table = self._tables.get(act.table) or _made_table(act)
        _check_header(act.table, act.header)
        for column in act.header:
            if table.column(column) is None:
                raise _refused("project.unknown_column", table=act.table, column=column)
        last, seen = table.last_row(), set[int]()
        for new in act.rows:
            free = table.is_lost(new.row) or last < new.row <= HIGHEST_ROW
            if not free or new.row in seen:
                raise _refused("project.row_taken", table=act.table, row=new.row)
            if len(new.cells) != len(act.header):
                raise _refused("project.row_width", table=act.table, row=new.row)
            for column, cell in zip(act.header, new.cells, strict=True):
                _check_text(cell, act.table, new.row, column)
            seen.add(new.row)

    def _check_removed(self, act: RemoveRows) -> None:
        table = self.table(act.table)
        seen = set[int]()
        for row in act.rows:
            if row in seen or not (table.has_row(row) or table.is_lost(row)):
                raise _refused("project.unknown_row", table=act.table, row=row)
            seen.add(row)


def _that_matter(acts: Sequence[Act]) -> list[Act]:
    """Acts without those before the last import of everything."""
    starts = [
        at for at, act in enumerate(acts) if isinstance(act, ImportTables) and act.replaces_all
    ]
    return list(acts[starts[-1] :] if starts else acts)


def _made_table(act: AddRows) -> EditedTable:
    stored = StoredTable(name=act.table, file=act.table, header=act.header, rows=0, content="")
    content = TableContent(cells=tuple(text_array([]) for _ in act.header))
    return EditedTable(stored, content, made_by=act)


def check_import(act: ImportTables) -> None:
    """Refuse an import that no project can hold."""
    seen = set[str]()
    for stored in act.tables:
        if stored.name in seen:
            raise _refused("project.table_twice", table=stored.name)
        seen.add(stored.name)
        texts = (stored.name, stored.file, stored.sheet, *stored.header)
        for text in texts:
            _check_text(text, stored.name, stored.header_row, "")


def _check_header(table: str, header: tuple[str, ...]) -> None:
    _check_text(table, table, 0, "")
    for column in header:
        _check_text(column, table, 0, column)
    if len(set(header)) != len(header):
        twice = next(column for column in header if header.count(column) > 1)
        raise _refused("project.column_twice", table=table, column=twice)


def _check_text(text: str, table: str, row: int, column: str) -> None:
    """Refuse halves of characters, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        places = (part.encode("utf-8", "replace").decode() for part in (table, column))
        named, of_column = places
        reason = message("project.half_character", table=named, row=row, column=of_column)
        raise ProjectError(reason) from error


def _refused(code: str, **parameters: Parameter) -> ProjectError:
    return ProjectError(message(code, **parameters))
