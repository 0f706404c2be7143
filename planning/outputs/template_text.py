"""What the template says of each table and column, in the reader's language."""

from collections.abc import Iterator
from dataclasses import Field
from typing import Any

from domain.column import Column, Kind, is_required
from domain.tables import Table
from domain.units import SECONDS_PER_HOUR
from planning.mapping.units import own_unit
from planning.wording import Wording

_BOUNDED = {Kind.WHOLE, Kind.NUMBER, Kind.MONEY}


def table_meaning(table: Table, wording: Wording) -> str:
    """What a table holds."""
    return wording.text(f"template.table.{table.name}")


def column_meaning(table: str, column: str, wording: Wording) -> str:
    """What a column means; its own text for one table, or that of all columns of its name."""
    own = f"template.column.{table}.{column}"
    return wording.text(own if wording.has(own) else f"template.column.{column}")


def column_lines(table: str, field: Field[Any], column: Column, wording: Wording) -> Iterator[str]:
    """What a person must know to fill in a column, line by line."""
    yield wording.text("template.required" if is_required(field) else "template.optional")
    yield column_meaning(table, column.name, wording)
    yield wording.text(f"template.kind.{_kind(column)}")
    unit = own_unit(table, column.name)
    if unit:
        yield wording.text("template.unit", {"unit": _unit_text(unit, wording)})
    if column.choices:
        yield wording.text("template.choices", {"choices": ", ".join(column.choices)})
    yield from _bounds(column, wording)
    default = default_text(field, column)
    if default:
        yield wording.text("template.default", {"default": default})


def default_text(field: Field[Any], column: Column) -> str:
    """What an empty cell counts as, as a person would write it; empty where it is nothing."""
    value: Any = field.default
    if is_required(field) or value in (None, "", frozenset()):
        return ""
    if column.kind is Kind.CLOCK:
        return f"{value // SECONDS_PER_HOUR:02d}:{value % SECONDS_PER_HOUR // 60:02d}"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value / column.scale:g}"
    return str(value)


def _kind(column: Column) -> str:
    return column.kind.name.lower()


def _unit_text(unit: str, wording: Wording) -> str:
    """A unit as a person writes it: the amount of money is in the dataset's currency."""
    return unit.replace("money", wording.text("template.currency")).replace("_per_", " / ")


def _bounds(column: Column, wording: Wording) -> Iterator[str]:
    if column.kind not in _BOUNDED:
        return
    if column.above_zero:
        yield wording.text("template.above_zero")
    if column.minimum is not None and column.maximum is not None:
        bounds = {"least": f"{column.minimum:g}", "most": f"{column.maximum:g}"}
        yield wording.text("template.between", bounds)
    elif column.minimum is not None:
        yield wording.text("template.at_least", {"least": f"{column.minimum:g}"})
    elif column.maximum is not None:
        yield wording.text("template.at_most", {"most": f"{column.maximum:g}"})
