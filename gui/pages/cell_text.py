"""Values of a dataset as they are written in its files."""

from decimal import Decimal
from typing import Any

from domain.column import Column, Kind
from domain.units import SECONDS_PER_DAY, clock_text

SEPARATOR = ";"

NUMERIC = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.MONEY})


def cell_text(value: Any, declared: Column) -> str:
    """A field's value as a cell of its table, in the unit of the column."""
    if value is None:
        return ""
    if isinstance(value, frozenset):
        return SEPARATOR.join(sorted(map(str, value)))
    if declared.kind is Kind.CLOCK:
        return "24:00" if value == SECONDS_PER_DAY else clock_text(value)
    if declared.kind in NUMERIC:
        return _number_text(value, declared)
    return str(int(value)) if declared.kind is Kind.FLAG else str(value)


def written_text(value: Any, declared: Column) -> str:
    """A field's value as a person types it: without marks between thousands."""
    text = cell_text(value, declared)
    return text.replace(",", "") if declared.kind in NUMERIC else text


def _number_text(value: Any, declared: Column) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}"
    number = value if declared.scale == 1 else value / declared.scale
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def cell_number(value: Any, declared: Column) -> float | None:
    """What a cell of numbers is sorted by; None where there is none."""
    return None if value is None else float(value) / declared.scale
