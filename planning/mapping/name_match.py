"""How well the name of a company's table or column fits one of a dataset."""

import difflib
import re
from dataclasses import dataclass, replace
from functools import cache

from planning.mapping.field_names import names_of, table_names
from planning.mapping.name_keys import NameReading, name_key, name_readings
from planning.mapping.units import column_names, is_optional, own_unit, units_of
from planning.reading.raw_table import RawTable

SAME, KNOWN, PART, LIKE = 1.0, 0.95, 0.65, 0.7
"""Confidence in the dataset's own name, a known one, one inside a longer name, a similar one."""

_HALF = 0.45
_ENOUGH_COLUMNS = 0.7
"""Share of its telling columns by which a table is known whatever its name."""

_SHORTEST_LATIN, _SHORTEST_HAN = 5, 2
_LIKENESS = 0.84

_IMPLIED_UNITS = {"plifz": "days", "mhdhb": "days", "mhdtage": "days", "maxkm": "km"}
"""Names that imply their unit."""

_TABLE_ENDINGS = re.compile(
    r"(liste|list|stamm|stammdaten|export|tabelle|table|data|master|主表|表|台账|档案|主数据|信息)$"
)
"""What names of tables end with."""

_VAGUE = frozenset({"id", "nr", "no", "num", "code", "key", "ref", "date", "datum", "art", "typ"})
"""Names that mean something only where they stand alone."""

_TELLING = {
    "demand_history": ("date", "warehouse_id", "sku", "units"),
    "holidays": ("date", "working"),
    "drivers": ("driver_id", "name"),
}
"""Columns that show what a table is, where those required alone do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """How well a name fits, and how it is to be read then."""

    confidence: float
    reading: NameReading


def match_column(table: str, column: str, name: str, *, loosely: bool) -> NameMatch | None:
    """How well the name of a company's column fits a column; None where it does not.

    Parameters
    ----------
    loosely
        Whether names that only hold a known one, or are like one, count too.
    """
    best: NameMatch | None = None
    for reading in _readings(name):
        confidence = _confidence(table, column, reading)
        if not confidence and loosely:
            confidence = _loose_confidence(table, column, reading)
        if confidence and (best is None or confidence > best.confidence):
            best = NameMatch(confidence=confidence, reading=_with_unit(table, column, reading))
    return best


def match_table(target: str, source: RawTable, *, leniently: bool = False) -> float:
    """How well a company's table fits one of a dataset, by its name and its header.

    Parameters
    ----------
    leniently
        Whether its id and half of the telling columns are enough, for tables that are not found
        otherwise.
    """
    by_name = _table_by_name(target, source)
    telling = telling_columns(target)
    found = [
        max((_named(target, column, name) for name in source.header), default=0.0)
        for column in telling
    ]
    covered = sum(found) / len(telling)
    columns = sum(map(bool, found))
    if leniently:
        return covered if covered >= _HALF and columns >= 2 and found[0] else 0.0
    enough = covered >= _ENOUGH_COLUMNS and columns >= 3
    if not enough and (not by_name or not covered):
        return 0.0
    return 0.45 * by_name + 0.55 * covered


def telling_columns(table: str) -> tuple[str, ...]:
    """Columns by which a table is known."""
    required = tuple(name for name in column_names(table) if not is_optional(table, name))
    return _TELLING.get(table, required)


def _named(table: str, column: str, name: str) -> float:
    """Confidence in a column by its name alone."""
    readings = _readings(name)
    best = max((_confidence(table, column, reading) for reading in readings), default=0.0)
    if best:
        return best
    known = names_of(table, column) | _own_keys(column)
    return PART * any(
        _is_part(reading, known) for reading in readings if _may_have(table, column, reading.unit)
    )


def _table_by_name(target: str, source: RawTable) -> float:
    """Confidence in a table by its name; the longer a known name in it, the greater."""
    known = table_names(target)
    best = 0.0
    for name in (source.name, source.sheet, source.name.split(".")[-1]):
        for reading in _readings(name) if name else ():
            if reading.key == name_key(target):
                return SAME
            key = _TABLE_ENDINGS.sub("", reading.key)
            best = max(best, KNOWN if key in known else _part_of_table(key, known))
    return best


def _part_of_table(key: str, known: frozenset[str]) -> float:
    parts = [
        len(name)
        for name in known
        if len(name) >= _shortest(name) - 1 and (key.startswith(name) or key.endswith(name))
    ]
    return 0.4 + 0.4 * max(parts) / len(key) if parts else 0.0


@cache
def _readings(name: str) -> tuple[NameReading, ...]:
    return tuple(name_readings(name))


@cache
def _own_keys(column: str) -> frozenset[str]:
    """A column's own name with and without its unit."""
    return frozenset(reading.key for reading in name_readings(column))


def _with_unit(table: str, column: str, reading: NameReading) -> NameReading:
    """A reading with the unit that its name implies."""
    if reading.key == name_key(column):
        return replace(reading, unit=own_unit(table, column))
    if not reading.unit and reading.key in _IMPLIED_UNITS:
        return replace(reading, unit=_IMPLIED_UNITS[reading.key])
    return reading


def _confidence(table: str, column: str, reading: NameReading) -> float:
    if not reading.key or not _may_have(table, column, reading.unit):
        return 0.0
    if reading.key == name_key(column):
        return SAME
    known = reading.key in _own_keys(column) or reading.key in names_of(table, column)
    return KNOWN if known else 0.0


def _loose_confidence(table: str, column: str, reading: NameReading) -> float:
    if not reading.key or not _may_have(table, column, reading.unit):
        return 0.0
    known = names_of(table, column) | _own_keys(column)
    if _is_part(reading, known) or _is_only_one_of_unit(table, column, reading.unit):
        return PART
    return _likeness(reading.key, known)


def _is_only_one_of_unit(table: str, column: str, unit: str) -> bool:
    """Whether a unit leaves no other column of the table but this one."""
    if unit in {"", "money", "cents", "thousands"}:
        return False
    return [name for name in column_names(table) if unit in units_of(table, name)] == [column]


def _may_have(table: str, column: str, unit: str) -> bool:
    return not unit or unit in units_of(table, column)


def _is_part(reading: NameReading, known: frozenset[str]) -> bool:
    """Whether a name begins or ends with a known one: whole words, or many of its letters."""
    words = reading.words
    ends = {"".join(words[at:]) for at in range(1, len(words))}
    starts = {"".join(words[:at]) for at in range(1, len(words))}
    if (ends | starts) & known - _VAGUE:
        return True
    long = (name for name in known if len(name) >= _shortest(name))
    return any(reading.key.startswith(name) or reading.key.endswith(name) for name in long)


def _shortest(name: str) -> int:
    return _SHORTEST_LATIN if name.isascii() else _SHORTEST_HAN


def _likeness(key: str, known: frozenset[str]) -> float:
    if len(key) < _SHORTEST_LATIN or not key.isascii():
        return 0.0
    near = difflib.get_close_matches(key, known, n=1, cutoff=_LIKENESS)
    return LIKE if near else 0.0
