"""Changing one place of a plan, wherever it is."""

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

Path = tuple[str | int, ...]

UNCHECKED = {
    "checks", "demand_alerts", "expected_loads", "explanation", "forecast", "forecast_method",
    "geometry", "later_supply", "origin", "others", "reason", "reasons", "relaxation",
    "stock_alerts", "stock_summary",
}  # fmt: skip
"""What says why or how, but is no decision and no figure of one."""


def places_of(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of a plan below a value, with what it holds."""
    if path:
        yield path, value
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in UNCHECKED:
                yield from places_of(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from places_of(item, (*path, number))


def with_value(value: Any, path: Path, new: Any) -> Any:
    """A value with something else at a place of it."""
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int):
        items = list(value)
        items[step] = with_value(items[step], tuple(rest), new)
        return tuple(items)
    return replace(value, **{step: with_value(getattr(value, step), tuple(rest), new)})


NONSENSE = (
    None,
    True,
    0,
    -1,
    1,
    10**30,
    -(10**30),
    0.5,
    float("nan"),
    float("inf"),
    -float("inf"),
    "",
    "unknown",
    "O1",
    "W1",
    "reload",
    (),
    ("O1",),
    (None,),
    ("",),
    datetime.date.min,
    datetime.date.max,
)
