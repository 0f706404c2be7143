"""What differs between two states of the same tables: rows and cells, found by the rows' keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.tables import TABLE_BY_NAME
from planning.reading.raw_table import RawTable

MOST_KEPT = 1_000
"""Rows and cells of one table that are told one by one; all of them are counted."""

_KEY_JOIN = " / "

Key = tuple[str, ...]
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDifference:
    """A cell that holds another text; `key` names its row as a person would."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDifference:
    """What differs in one table.

    Attributes
    ----------
    rows_before, rows_after
        How many rows there are; None where there is no such table.
    columns_added, columns_removed
        Names of columns.
    added, removed
        Keys of the first rows that are new or gone.
    cells
        The first cells that differ, of columns that both have.
    rows_added, rows_removed, cells_changed
        How many there are in all.
    lost_before, lost_after
        Rows that could not be read.
    """

    table: str
    rows_before: int | None
    rows_after: int | None
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: tuple[CellDifference, ...] = ()
    rows_added: int = 0
    rows_removed: int = 0
    cells_changed: int = 0
    lost_before: int = 0
    lost_after: int = 0


def compare_tables(
    before: Sequence[RawTable], after: Sequence[RawTable]
) -> tuple[TableDifference, ...]:
    """Tables that differ, by name."""
    was = {table.name: table for table in before}
    now = {table.name: table for table in after}
    found = (
        _compare(name, was.get(name), now.get(name)) for name in sorted(was.keys() | now.keys())
    )
    return tuple(difference for difference in found if difference)


def _compare(name: str, before: RawTable | None, after: RawTable | None) -> TableDifference | None:
    """What differs in a table; None where nothing does."""
    if before is None or after is None:
        return TableDifference(
            table=name,
            rows_before=None if before is None else len(before),
            rows_after=None if after is None else len(after),
            rows_removed=0 if before is None else len(before),
            rows_added=0 if after is None else len(after),
        )
    if _is_same(before, after):
        return None
    difference = _of_rows(name, before, after)
    blank = TableDifference(table=name, rows_before=len(before), rows_after=len(after))
    return None if difference == blank and before.lost == after.lost else difference


def _is_same(before: RawTable, after: RawTable) -> bool:
    return (
        before.header == after.header
        and before.lost == after.lost
        and all(a.equals(b) for a, b in zip(before.cells, after.cells, strict=True))
    )


def _of_rows(name: str, before: RawTable, after: RawTable) -> TableDifference:
    shared = [column for column in before.header if column in after.header]
    key = [column for column in _key_of(name) if column in shared] or shared
    was, now = _rows(before, key, shared), _rows(after, key, shared)
    # A row found by all of its cells has nothing left that could differ.
    added = [at for at in now if at not in was]
    removed = [at for at in was if at not in now]
    changed = [at for at in was if at in now and was[at] != now[at]]
    cells = list(_cells(changed, was, now, shared))
    return TableDifference(
        table=name,
        rows_before=len(before),
        rows_after=len(after),
        columns_added=tuple(column for column in after.header if column not in shared),
        columns_removed=tuple(column for column in before.header if column not in shared),
        added=tuple(map(_shown, added[:MOST_KEPT])),
        removed=tuple(map(_shown, removed[:MOST_KEPT])),
        cells=tuple(cells[:MOST_KEPT]),
        rows_added=len(added),
        rows_removed=len(removed),
        cells_changed=len(cells),
        lost_before=before.lost_rows,
        lost_after=after.lost_rows,
    )


def _key_of(name: str) -> Sequence[str]:
    declared = TABLE_BY_NAME.get(name)
    return declared.key if declared else ()


def _rows(table: RawTable, key: Sequence[str], shared: Sequence[str]) -> Mapping[Key, Cells]:
    """The cells of each row by its key; rows that share a key are told apart by a number."""
    columns = {name: table.cells[table.header.index(name)].to_pylist() for name in shared}
    keys = list(zip(*(columns[name] for name in key), strict=True))
    cells = list(zip(*(columns[name] for name in shared), strict=True))
    rows = dict(zip(keys, cells, strict=True))
    if len(rows) == len(keys):
        return rows
    seen: dict[Key, int] = {}
    rows = {}
    for at, row in zip(keys, cells, strict=True):
        times = seen.get(at, 0)
        seen[at] = times + 1
        rows[(*at, f"#{times + 1}") if times else at] = row
    return rows


def _cells(
    changed: Sequence[Key],
    was: Mapping[Key, Cells],
    now: Mapping[Key, Cells],
    columns: Sequence[str],
) -> Iterator[CellDifference]:
    for at in changed:
        for column, before, after in zip(columns, was[at], now[at], strict=True):
            if before != after:
                yield CellDifference(key=_shown(at), column=column, before=before, after=after)


def _shown(key: Key) -> str:
    return _KEY_JOIN.join(part for part in key if part)
