"""Values of a database as a person would write them, exactly."""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from types import UnionType
from typing import Any

_SECONDS_PER_HOUR = 3_600


def value_text(value: Any) -> str:
    """The text of a value: numbers without an exponent or a needless zero fraction of a float.

    Raises
    ------
    TypeError
        If it is no text that a person would write: bytes, documents, shapes.
    """
    if value is None:
        return ""
    for kinds, text in _TEXTS:
        if isinstance(value, kinds):
            return text(value)
    raise TypeError(type(value).__name__)


def _duration_text(value: datetime.timedelta) -> str:
    """Hours, minutes and seconds, with more than 24 hours where there are."""
    sign, value = ("-", -value) if value < datetime.timedelta() else ("", value)
    hours, rest_s = divmod(value.days * 86_400 + value.seconds, _SECONDS_PER_HOUR)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    return f"{sign}{hours:02d}:{rest_s // 60:02d}:{rest_s % 60:02d}{fraction}"


def _float_text(value: float) -> str:
    exact = format(Decimal(repr(value)), "f")
    return exact.removesuffix(".0")


_TEXTS: tuple[tuple[type | UnionType, Callable[[Any], str]], ...] = (
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    (int | uuid.UUID, str),
    (Decimal, lambda value: format(value, "f")),
    (float, _float_text),
    (datetime.datetime, lambda value: value.isoformat(sep=" ")),
    (datetime.date | datetime.time, lambda value: value.isoformat()),
    (datetime.timedelta, _duration_text),
)
"""Types and how each is written, the narrower before the wider."""
