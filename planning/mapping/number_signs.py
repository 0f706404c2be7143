"""How a company writes numbers and in which unit they are likely to be, told from its cells."""

import re
import statistics
from dataclasses import dataclass

from planning.mapping.samples import Sample
from planning.mapping.units import units_of

_POINT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?[0-9]+")
_COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*),[0-9]+")
_EITHER = re.compile(r"-?[0-9]{1,3},[0-9]{3}")
_GROUPED_BY_POINT = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")

_LIKELY: dict[str, tuple[float, float]] = {
    "unit_weight_kg": (0.005, 100),
    "unit_volume_m3": (0.000_001, 1),
    "capacity_kg": (50, 40_000),
    "capacity_m3": (0.5, 120),
    "truck_capacity_m3": (2, 120),
    "gross_weight_kg": (500, 60_000),
    "storage_capacity_m3": (10, 1_000_000),
    "inbound_capacity_m3_per_day": (1, 100_000),
    "height_m": (0.8, 5),
    "max_distance_km": (20, 2_000),
    "service_min": (0.5, 120),
    "setup_min": (0.5, 60),
    "reload_min": (5, 180),
    "break_min": (10, 120),
    "max_overtime_min": (10, 300),
    "lead_time_days": (0.2, 200),
    "lead_time_sd_days": (0.05, 60),
    "review_days": (1, 60),
    "shelf_life_days": (1, 2_000),
    "duration_s": (20, 40_000),
    "co2_g_per_km": (50, 2_000),
}
"""What is usual in the unit of a column: its median lies between."""

_FAR = 10
"""How much further from what is usual numbers may be where their unit is told."""

_COMMON = {
    "unit_weight_kg": ("kg", "g", "t"),
    "unit_volume_m3": ("m3", "l", "cm3"),
    "capacity_kg": ("kg", "t"),
    "capacity_m3": ("m3", "l"),
    "height_m": ("m", "cm", "mm"),
    "max_distance_km": ("km", "m"),
    "service_min": ("min", "s"),
    "setup_min": ("min", "s"),
    "reload_min": ("min", "s"),
    "break_min": ("min", "s"),
    "max_overtime_min": ("min", "s", "h"),
    "duration_s": ("s", "min", "ms"),
}
"""Units that are usual, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalSigns:
    """What stands before the decimals of a column's numbers.

    Attributes
    ----------
    decimal
        A point or a comma.
    fit
        Share of the cells that are numbers then.
    in_doubt
        Whether the cells allow both readings.
    """

    decimal: str
    fit: float
    in_doubt: bool = False


def decimal_signs(sample: Sample, *, commas_beside: bool) -> DecimalSigns:
    """Whether a column has decimal commas.

    Parameters
    ----------
    commas_beside
        Whether another column of the same table has decimal commas for sure.
    """
    point = sample.share(lambda text: bool(_POINT.fullmatch(text)))
    comma = sample.share(lambda text: bool(_COMMA.fullmatch(text) or _WHOLE.fullmatch(text)))
    if has_decimal_commas(sample):
        return DecimalSigns(decimal=",", fit=comma)
    if comma > point:
        return DecimalSigns(decimal=",", fit=comma, in_doubt=not commas_beside)
    pointed = [text for text in sample.texts if "." in text]
    grouped = bool(pointed) and all(_GROUPED_BY_POINT.fullmatch(text) for text in pointed)
    if commas_beside and grouped:
        return DecimalSigns(decimal=",", fit=point, in_doubt=True)
    # Whole numbers today; the column is written like its neighbours tomorrow.
    decimal = "," if commas_beside and not pointed else "."
    return DecimalSigns(decimal=decimal, fit=point)


def has_decimal_commas(sample: Sample) -> bool:
    """Whether some cell can only have a decimal comma, and none a decimal point."""
    commas = [text for text in sample.texts if _COMMA.fullmatch(text)]
    sure = any(not _EITHER.fullmatch(text) for text in commas)
    pointed = [text for text in sample.texts if "." in text and _POINT.fullmatch(text)]
    return sure and all(_GROUPED_BY_POINT.fullmatch(text) for text in pointed)


def numbers_of(sample: Sample, decimal: str) -> list[float]:
    """The numbers of a sample."""
    found = []
    for text in sample.texts:
        plain = text.replace(".", "").replace(",", ".") if decimal == "," else text
        if _POINT.fullmatch(plain):
            found.append(float(plain))
    return found


def likely_units(table: str, column: str, numbers: list[float]) -> tuple[str, ...]:
    """Units in which numbers would be usual for a column, the likeliest first."""
    units = units_of(table, column)
    names = _COMMON.get(column, tuple(units))
    least, most = _LIKELY.get(column, (0.0, float("inf")))
    above_zero = [number for number in numbers if number > 0]
    if not above_zero:
        return names
    middle = statistics.median(above_zero)
    return tuple(name for name in names if least <= middle * float(units[name]) <= most)


def is_usual(table: str, column: str, numbers: list[float], unit: str) -> bool:
    """Whether numbers in a unit are not far from what is usual for a column."""
    above_zero = [number for number in numbers if number > 0]
    if column not in _LIKELY or not above_zero:
        return True
    least, most = _LIKELY[column]
    middle = statistics.median(above_zero) * float(units_of(table, column)[unit])
    return least / _FAR <= middle <= most * _FAR


def are_whole(numbers: list[float]) -> bool:
    """Whether numbers are all without decimals."""
    return all(number == int(number) for number in numbers if abs(number) < 1e15)
