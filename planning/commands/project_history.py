"""What was done to a project, in words."""

from collections.abc import Sequence

from domain.message import Message, message
from planning.project.acts import AddRows, ChangeCells, ImportTables, RemoveRows
from planning.project.journal import Entry, PlanKept
from planning.wording import Wording

_SHOWN = 40
"""Characters of a cell that are shown."""


def entry_text(entry: Entry) -> Message:
    """What an entry of the journal did, as a sentence."""
    act = entry.act
    if isinstance(act, ImportTables):
        return message(
            "history.import",
            tables=len(act.tables),
            rows=sum(stored.rows for stored in act.tables),
            location=act.source.location,
        )
    if isinstance(act, ChangeCells):
        return _changed(act)
    if isinstance(act, AddRows):
        return message("history.add_rows", count=len(act.rows), table=act.table)
    if isinstance(act, RemoveRows):
        return message("history.remove_rows", count=len(act.rows), table=act.table)
    if isinstance(act, PlanKept):
        return message("history.plan", day=act.day.isoformat())
    # Only acts and plans are in a history.
    raise TypeError(type(act))


def history_rows(entries: Sequence[Entry], wording: Wording) -> list[list[str]]:
    """A heading, and a row for each entry: when, what, and whether it was undone."""
    rows = [[wording.text(f"history.{name}") for name in ("when", "what", "undone_column")]]
    for entry in entries:
        undone = wording.text("history.undone") if entry.undone else ""
        when = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}"
        rows.append([when, wording.say(entry_text(entry)), undone])
    return rows


def _changed(act: ChangeCells) -> Message:
    """One cell with what it held and holds; of more of them, how many in which tables."""
    if len(act.cells) == 1:
        (cell,) = act.cells
        return message(
            "history.change_cell",
            table=cell.table,
            row=cell.row,
            column=cell.column,
            before=_short(cell.before),
            after=_short(cell.after),
        )
    tables = dict.fromkeys(cell.table for cell in act.cells)
    return message("history.change_cells", count=len(act.cells), tables=", ".join(tables))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
