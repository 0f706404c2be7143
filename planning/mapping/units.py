"""Units that a company's numbers may have, and what they are in the unit of a column's name.

A column's name says its unit (`unit_weight_kg`); columns of money and of rates have theirs from
their kind and name. Factors are exact fractions: a minute has 60 seconds, and a third of a minute
is no decimal number.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from domain.column import Column, Kind, columns_of
from domain.tables import TABLE_BY_NAME

MONEY = "money"
"""The unit of amounts in major units of the dataset's currency."""

_DECIMALS = 12
"""Places kept of a quotient that has no end."""

_SIZES: Mapping[str, Mapping[str, Fraction]] = {
    "weight": {
        "mg": Fraction(1, 1_000_000),
        "g": Fraction(1, 1000),
        "kg": Fraction(1),
        "t": Fraction(1000),
        "lb": Fraction("0.45359237"),
        "oz": Fraction("0.028349523125"),
    },
    "volume": {
        "mm3": Fraction(1, 1_000_000_000),
        "cm3": Fraction(1, 1_000_000),
        "ml": Fraction(1, 1_000_000),
        "dm3": Fraction(1, 1000),
        "l": Fraction(1, 1000),
        "m3": Fraction(1),
        "in3": Fraction("0.000016387064"),
        "ft3": Fraction("0.028316846592"),
    },
    "length": {
        "mm": Fraction(1, 1000),
        "cm": Fraction(1, 100),
        "m": Fraction(1),
        "km": Fraction(1000),
        "in": Fraction("0.0254"),
        "ft": Fraction("0.3048"),
        "mi": Fraction("1609.344"),
    },
    "time": {
        "ms": Fraction(1, 1000),
        "s": Fraction(1),
        "min": Fraction(60),
        "h": Fraction(3600),
        "days": Fraction(86_400),
        "weeks": Fraction(604_800),
    },
    "degree": {"degrees": Fraction(1), "microdegrees": Fraction(1, 1_000_000)},
    "share": {"pct": Fraction(1), "share": Fraction(100)},
    "amount": {MONEY: Fraction(1), "cents": Fraction(1, 100), "thousands": Fraction(1000)},
}
"""Every unit by what it measures, in any one unit of its kind."""

_CHOSEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "kg": ("weight", ()),
    "m3": ("volume", ()),
    "m": ("length", ("mm", "cm", "m", "in", "ft")),
    "km": ("length", ("m", "km", "mi")),
    "s": ("time", ("ms", "s", "min", "h")),
    "min": ("time", ("s", "min", "h")),
    "days": ("time", ("h", "days", "weeks")),
    "pct": ("share", ()),
}
"""Ending of a column's name -> what it measures and the units that make sense; empty for all."""

_DIVISORS: Mapping[str, Mapping[str, Fraction]] = {
    "km": {
        "km": Fraction(1),
        "m": Fraction(1000),
        "100km": Fraction(1, 100),
        "mi": 1 / Fraction("1.609344"),
    },
    "hour": {"hour": Fraction(1), "min": Fraction(60), "day": Fraction(1, 24)},
    "day": {"day": Fraction(1), "week": Fraction(1, 7)},
}
"""What a rate may be counted by instead -> how much more often it then comes."""


def units_of(table: str, column: str) -> Mapping[str, Decimal]:
    """The units that a column's numbers may be given in, its own first: unit -> factor to its own.

    Empty for a column without a unit. A factor without an end, such as 1/60, is cut to 28 digits.
    """
    return _decimals(table, column)


def own_unit(table: str, column: str) -> str:
    """The unit that a dataset has a column in; empty for a column without one."""
    return next(iter(_factors(table, column)), "")


def in_own_unit(number: Decimal, factor: Fraction) -> Decimal:
    """A number in the unit of its column: exact, or to twelve places where there is no end."""
    with localcontext(Context(prec=60)):
        result = number * factor.numerator / factor.denominator
        if not _has_end(factor):
            result = result.quantize(Decimal(1).scaleb(-_DECIMALS))
        return result


def exact_factor(table: str, column: str, unit: str) -> Fraction:
    """What one of a unit is in the column's own; one where no unit is named."""
    return _factors(table, column)[unit] if unit else Fraction(1)


def column_of(table: str, column: str) -> Column | None:
    """The declaration of a table's column; None where there is no such column."""
    return _columns(table).get(column)


def column_names(table: str) -> tuple[str, ...]:
    """Names of a table's columns, in the order of their declaration."""
    return tuple(_columns(table))


def is_optional(table: str, column: str) -> bool:
    """Whether a dataset may leave a column out."""
    return column not in _required(table)


@cache
def _columns(table: str) -> Mapping[str, Column]:
    if table not in TABLE_BY_NAME:
        return {}
    return {declared.name: declared for _, declared in columns_of(TABLE_BY_NAME[table].noun)}


@cache
def _required(table: str) -> frozenset[str]:
    declared = columns_of(TABLE_BY_NAME[table].noun)
    return frozenset(c.name for field, c in declared if field.default is dataclasses.MISSING)


@cache
def _decimals(table: str, column: str) -> Mapping[str, Decimal]:
    return MappingProxyType(
        {
            unit: Decimal(factor.numerator) / Decimal(factor.denominator)
            for unit, factor in _factors(table, column).items()
        }
    )


@cache
def _factors(table: str, column: str) -> Mapping[str, Fraction]:
    declared = column_of(table, column)
    if declared is None or declared.kind not in {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}:
        return {}
    if column.rpartition("_")[2] in {"lat", "lon"}:
        return _SIZES["degree"]
    amount, _, divisor = column.partition("_per_")
    if declared.kind is Kind.MONEY or (table, column) == ("demand_history", "price"):
        plain = dict(_SIZES["amount"])
    elif amount.endswith("_g"):
        plain = {
            unit: size * 1000 for unit, size in _SIZES["weight"].items() if unit in {"g", "kg"}
        }
    else:
        plain = dict(_scaled(amount.rpartition("_")[2]))
    return _own_first(dict(_rates(plain, divisor)))


def _scaled(own: str) -> Iterator[tuple[str, Fraction]]:
    """Units of what a column's ending measures, with their factor to that ending."""
    size, units = _CHOSEN.get(own, ("", ()))
    sizes = _SIZES.get(size, {})
    for unit in units or sizes:
        yield unit, sizes[unit] / sizes[own]


def _rates(plain: Mapping[str, Fraction], divisor: str) -> Iterator[tuple[str, Fraction]]:
    """Units of a rate, such as ``cents_per_km``; what is counted by the piece keeps plain units."""
    for unit, factor in plain.items():
        if divisor not in _DIVISORS:
            yield unit, factor
        for by, often in _DIVISORS.get(divisor, {}).items():
            yield f"{unit}_per_{by}", factor * often


def _own_first(found: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Units with the column's own before all others."""
    own = next((unit for unit, factor in found.items() if factor == 1), "")
    return {own: found[own], **found} if own else found


def _has_end(factor: Fraction) -> bool:
    """Whether a fraction is a decimal number with an end."""
    rest = factor.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
