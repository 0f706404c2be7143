"""What was done to a project, in a planner's words."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.errors import PlannerError
from domain.tables import TABLE_BY_NAME
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    ImportTables,
    RemoveRows,
)

if TYPE_CHECKING:
    from planning.project.project import Project

_CONTEXT = "Acts"
_LONGEST = 40
"""Characters shown of a name or value."""

_ONE_OF: dict[str, object] = {
    "warehouses": QT_TRANSLATE_NOOP("Acts", "warehouse {name}"),
    "products": QT_TRANSLATE_NOOP("Acts", "product {name}"),
    "supply_lanes": QT_TRANSLATE_NOOP("Acts", "supply lane {name}"),
    "stock": QT_TRANSLATE_NOOP("Acts", "stock {name}"),
    "inbound": QT_TRANSLATE_NOOP("Acts", "delivery {name}"),
    "promotions": QT_TRANSLATE_NOOP("Acts", "promotion {name}"),
    "holidays": QT_TRANSLATE_NOOP("Acts", "holiday {name}"),
    "orders": QT_TRANSLATE_NOOP("Acts", "order {name}"),
    "order_lines": QT_TRANSLATE_NOOP("Acts", "order line {name}"),
    "vehicles": QT_TRANSLATE_NOOP("Acts", "vehicle {name}"),
    "drivers": QT_TRANSLATE_NOOP("Acts", "driver {name}"),
    "speed_profiles": QT_TRANSLATE_NOOP("Acts", "speed profile {name}"),
    "zones": QT_TRANSLATE_NOOP("Acts", "zone {name}"),
    "settings": QT_TRANSLATE_NOOP("Acts", "setting {name}"),
}
_NAME_COLUMNS = {"vehicles": ("vehicle_id",), "stock": ("warehouse_id", "sku")}
"""Columns that name a row to a person, where they are not all that tell it from others."""


def act_words(act: Act, project: "Project") -> str:
    """What an act did: ``window_end of order O-17``; rows that are gone are told by number."""
    if isinstance(act, ChangeCells):
        return _cells_words(act.cells, project)
    if isinstance(act, ImportTables):
        place = PurePath(act.source.location).name or act.source.location
        return _say("tables read from {source}").format(source=_short(place))
    count = len(act.rows)
    if isinstance(act, AddRows):
        return _say("{count} rows added to {table}").format(count=f"{count:,}", table=act.table)
    assert isinstance(act, RemoveRows)
    return _say("{count} rows removed from {table}").format(count=f"{count:,}", table=act.table)


def act_details(act: Act) -> str:
    """The values that an act wrote, where it was one cell; empty otherwise."""
    if not isinstance(act, ChangeCells) or len(act.cells) != 1:
        return ""
    (cell,) = act.cells
    nothing = _say("(empty)")
    return f"{_short(cell.before) or nothing} → {_short(cell.after) or nothing}"


def _cells_words(cells: tuple[CellChange, ...], project: "Project") -> str:
    tables = list(dict.fromkeys(cell.table for cell in cells))
    if len(cells) > 1:
        text = _say("{count} cells of {table}")
        return text.format(count=f"{len(cells):,}", table=", ".join(tables))
    (cell,) = cells
    row = _row_words(cell.table, cell.row, project)
    return _say("{column} of {row}").format(column=_short(cell.column), row=row)


def _row_words(table: str, row: int, project: "Project") -> str:
    declared = TABLE_BY_NAME.get(table)
    columns = _NAME_COLUMNS.get(table, declared.key if declared else ())
    name = " ".join(filter(None, (_cell(table, row, column, project) for column in columns)))
    if not name or table not in _ONE_OF:
        return _say("row {row} of {table}").format(row=row, table=table)
    template = QCoreApplication.translate(_CONTEXT, str(_ONE_OF[table]))
    return template.format(name=_short(name))


def _cell(table: str, row: int, column: str, project: "Project") -> str:
    try:
        return project.cell(table, row, column).strip()
    except (PlannerError, OSError):
        return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _say(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


_WORDS = (
    QT_TRANSLATE_NOOP("Acts", "tables read from {source}"),
    QT_TRANSLATE_NOOP("Acts", "{count} rows added to {table}"),
    QT_TRANSLATE_NOOP("Acts", "{count} rows removed from {table}"),
    QT_TRANSLATE_NOOP("Acts", "{count} cells of {table}"),
    QT_TRANSLATE_NOOP("Acts", "{column} of {row}"),
    QT_TRANSLATE_NOOP("Acts", "row {row} of {table}"),
    QT_TRANSLATE_NOOP("Acts", "(empty)"),
)
"""Marked for whoever gathers the texts of the window, as `_say` takes any."""
