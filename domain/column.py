"""How a field of a noun is declared: once, for the reader, the check and the documentation.

A noun is a dataclass whose fields are the columns of its table. What a cell may hold is written
beside the field, so that the reader converts by it, the noun validates itself by it, and the list
of columns in the documentation is made from it.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from domain.message import Message, message

MAX_ID_LENGTH = 100
MAX_TEXT_LENGTH = 2_000

RESERVED = ""
"""What `read_by` holds for a column that no rule reads yet."""


class Kind(StrEnum):
    """What a cell holds, as a person writes it."""

    ID = "id"
    TEXT = "text"
    CHOICE = "choice"
    WORDS = "words"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "money"
    FLAG = "0 or 1"
    CLOCK = "clock time"
    DATE = "date"
    DATES = "dates"
    TIMESTAMP = "date and time"
    POLYGON = "polygon"


_NUMBERS = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.CLOCK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column holds and who reads it.

    Parameters
    ----------
    name
        Name of the column in the table; the field's own name where it is empty.
    kind
        What a cell holds.
    read_by
        The rule or engine that reads the column; `RESERVED` if none does yet.
    minimum, maximum
        Bounds of a number, both allowed, in the unit of the cell.
    above_zero
        Whether zero is refused.
    scale
        What a cell is multiplied by to give the field: 60 for minutes kept as seconds.
    choices
        The words allowed.
    not_before
        Field of the same noun holding a clock time: an earlier time here is one of the next day.
    """

    kind: Kind
    name: str = ""
    read_by: str = RESERVED
    minimum: float | None = None
    maximum: float | None = None
    above_zero: bool = False
    scale: float = 1
    choices: tuple[str, ...] = ()
    not_before: str = ""


def column(kind: Kind, *, default: Any = dataclasses.MISSING, **facts: Any) -> Any:
    """A dataclass field that is a column of a table; required where it has no default."""
    metadata = {"column": Column(kind=kind, **facts)}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def columns_of(noun: type) -> Iterator[tuple[dataclasses.Field[Any], Column]]:
    """Fields of a noun that are columns, with what they hold; names filled in."""
    return iter(_declared(noun))


@cache
def _declared(noun: type) -> tuple[tuple[dataclasses.Field[Any], Column], ...]:
    """What `columns_of` yields: found once per noun, as a million rows may ask for it."""
    found = []
    for field in dataclasses.fields(noun):
        declared: Column | None = field.metadata.get("column")
        if declared is not None:
            named = dataclasses.replace(declared, name=declared.name or field.name)
            found.append((field, named))
    return tuple(found)


def is_required(field: dataclasses.Field[Any]) -> bool:
    """Whether a table must have the column of this field."""
    return field.default is dataclasses.MISSING


class ValueProblem(ValueError):
    """A value that a noun refuses; names the field and carries the message to render."""

    def __init__(self, field: str, reason: Message) -> None:
        super().__init__(f"{field}: {reason.code} {dict(reason.parameters)}")
        self.field = field
        self.reason = reason


def validate(noun: Any) -> None:
    """Check every column of a noun against its declaration.

    Raises
    ------
    ValueProblem
        At the first value that the declaration refuses.
    """
    kind: type = type(noun)
    for field, declared in _declared(kind):
        value = getattr(noun, field.name)
        if value is None or value is field.default:
            continue
        reason = refusal(value, declared)
        if reason is not None:
            raise ValueProblem(field.name, reason)


def refusal(value: Any, declared: Column) -> Message | None:
    """Why the value of a field is refused, or None if it may stand."""
    if declared.kind is Kind.ID:
        return _refused_text(value, MAX_ID_LENGTH, empty_allowed=False)
    if declared.kind is Kind.TEXT:
        return _refused_text(value, MAX_TEXT_LENGTH, empty_allowed=True)
    if declared.kind is Kind.CHOICE and value not in declared.choices:
        return message("value.not_a_choice", choices=", ".join(declared.choices))
    if declared.kind in _NUMBERS:
        return _refused_number(value, declared)
    return None


def _refused_text(value: str, longest: int, *, empty_allowed: bool) -> Message | None:
    if not value and not empty_allowed:
        return message("value.missing")
    if len(value) > longest:
        return message("value.too_long", longest=longest)
    return None


def _refused_number(value: float | Decimal, declared: Column) -> Message | None:
    if not _is_finite(value):
        return message("value.not_finite")
    cell = float(value) / declared.scale
    if declared.above_zero and cell <= 0:
        return message("value.not_above_zero")
    if declared.minimum is not None and cell < declared.minimum:
        return message("value.too_small", minimum=declared.minimum)
    if declared.maximum is not None and cell > declared.maximum:
        return message("value.too_large", maximum=declared.maximum)
    return None


def _is_finite(value: float | Decimal) -> bool:
    """Whether a value is a number that a float can hold."""
    try:
        return math.isfinite(float(value))
    except (OverflowError, ValueError):
        return False
