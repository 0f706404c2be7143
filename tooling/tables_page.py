"""Write docs/tables.md: every table and column, from their declarations in `domain/`."""

import dataclasses
from pathlib import Path
from typing import Any

from domain.column import Column, Kind, columns_of, is_required
from domain.settings import Settings
from domain.tables import TABLES, Table

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"

HEAD = """\
# Tables and columns

A dataset is a folder of CSV (UTF-8) or Parquet files named like the tables, or one XLSX workbook
with a sheet per table. **Bold** tables and columns must be there. Dates are `2026-11-20`, clock
times `08:45` in the warehouses' time zone (an end before its start is one of the next day), several
words or dates in a cell are separated by `;`. Ids are text; leading zeros are kept. Money is in
major units of the setting `currency`. A column marked *reserved* is accepted, and using it is a
warning: nothing reads it yet. Columns not listed here are kept and reported.
"""


def tables_page() -> str:
    """The page's text."""
    return HEAD + "".join(_section(table) for table in TABLES) + _settings()


def _settings() -> str:
    rows = "".join(_row(field, column) for field, column in columns_of(Settings))
    head = "| key | holds | default | read by |\n|---|---|---|---|\n"
    return f"\n## Keys of settings\n\n{head}{rows}"


def _section(table: Table) -> str:
    name = f"**{table.name}**" if table.required else table.name
    doc = (table.noun.__doc__ or "").strip().splitlines()[0]
    rows = "".join(_row(field, column) for field, column in columns_of(table.noun))
    head = "| column | holds | default | read by |\n|---|---|---|---|\n"
    return f"\n## {name}\n\n{doc}\n\n{head}{rows}"


def _row(field: dataclasses.Field[Any], column: Column) -> str:
    name = f"**{column.name}**" if is_required(field) else column.name
    default = "" if is_required(field) else _cell(field.default, column)
    return f"| {name} | {_holds(column)} | {default} | {column.read_by or '*reserved*'} |\n"


def _holds(column: Column) -> str:
    if column.kind is Kind.CHOICE:
        return ", ".join(column.choices)
    if column.choices:
        return f"{column.kind.value} of: {', '.join(column.choices)}"
    parts = [column.kind.value]
    if column.above_zero:
        parts.append("above 0")
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        parts.append(f"at least {column.minimum:g}")
    elif column.maximum is not None:
        parts.append(f"at most {column.maximum:g}")
    return ", ".join(parts)


def _cell(value: Any, column: Column) -> str:
    if value in (None, "", frozenset()):
        return ""
    if column.kind is Kind.CLOCK:
        return f"{value // 3600:02d}:{value % 3600 // 60:02d}"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value / column.scale:g}"
    return str(value)


if __name__ == "__main__":
    PAGE.write_text(tables_page(), encoding="utf-8")
